"""Digests of task folders, remembered with the state of their files, so that lists open at once.

Only an index: a folder whose files have other sizes or times is read anew, and without the index
everything is. What a digest decides (a package, a verdict, a proof) never asks it.
"""

import hashlib
import threading
from contextlib import suppress
from pathlib import Path
from typing import Literal

from pydantic import Field

from studio.base import settings
from studio.base.errors import UserError
from studio.formats import digests, layout
from studio.formats.documents import read_document, write_document
from studio.model.frozen import Digest, Frozen


class _Known(Frozen):
    state: Digest
    digest: Digest


class _Index(Frozen):
    format: Literal["digests"] = "digests"
    version: Literal[1] = 1
    folders: dict[str, _Known] = Field(default_factory=dict)


class KnownDigests:
    """The digests that were found, read when first asked and kept when told to."""

    def __init__(self) -> None:
        self._folders: dict[str, _Known] | None = None
        self._changed = False
        self._lock = threading.Lock()

    def of_task(self, folder: Path) -> str:
        """Return the digest of a task folder.

        Raises:
            HostileInputError: at a link or a device in it.
        """
        state = _state(folder)
        key = str(folder.resolve())
        with self._lock:
            known = self._read().get(key)
        if known and known.state == state:
            return known.digest
        digest = digests.of_task(folder)
        with self._lock:
            self._read()[key] = _Known(state=state, digest=digest)
            self._changed = True
        return digest

    def _read(self) -> dict[str, _Known]:
        if self._folders is None:
            self._folders = {}
            place = settings.state_folder() / layout.KNOWN_DIGESTS
            with suppress(UserError):
                self._folders = dict(read_document(place, _Index).folders)
        return self._folders

    def keep(self) -> None:
        """Write what was found since; folders that went are forgotten."""
        with self._lock:
            if not self._changed:
                return
            self._changed = False
            found = {key: known for key, known in self._read().items() if Path(key).is_dir()}
            place = settings.state_folder() / layout.KNOWN_DIGESTS
            # An index that cannot be written is only slower next time.
            with suppress(OSError):
                write_document(place, _Index(folders=found))


def _state(folder: Path) -> str:
    """Return a digest over the names, sizes and times of the files that a task's digest is of."""
    told = hashlib.sha256()
    for path, place in digests.regular_files(folder):
        if path.split("/")[0] not in layout.OUTSIDE_DIGEST:
            found = place.stat()
            told.update(f"{path}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return told.hexdigest()
