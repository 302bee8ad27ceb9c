"""Which task folders came from elsewhere, remembered outside of them so that digests stay."""

from pathlib import Path
from typing import Literal

from pydantic import Field

from studio.base import settings
from studio.base.errors import UserError
from studio.formats import digests, layout
from studio.formats.documents import read_document, write_document
from studio.model.frozen import Digest, Frozen


class _Packed(Frozen):
    format: Literal["packed"] = "packed"
    version: Literal[1] = 1
    digests: tuple[Digest, ...] = ()


class _Unpacked(Frozen):
    format: Literal["unpacked"] = "unpacked"
    version: Literal[1] = 1
    folders: dict[str, Digest] = Field(default_factory=dict)


def _read_packed() -> _Packed:
    place = settings.state_folder() / layout.PACKED
    return read_document(place, _Packed) if place.exists() else _Packed()


def _read_unpacked() -> _Unpacked:
    place = settings.state_folder() / layout.UNPACKED
    return read_document(place, _Unpacked) if place.exists() else _Unpacked()


def _write_unpacked(folders: dict[str, str]) -> None:
    write_document(settings.state_folder() / layout.UNPACKED, _Unpacked(folders=folders))


def note_packed(digest: str) -> None:
    """Remember that this machine packed the task with this digest."""
    known = _read_packed().digests
    if digest not in known:
        packed = _Packed(digests=(*known, digest))
        write_document(settings.state_folder() / layout.PACKED, packed)


def mark_unpacked(folder: Path, digest: str) -> bool:
    """Mark `folder` as foreign unless this machine packed that digest; tell which."""
    folders = dict(_read_unpacked().folders)
    key = str(folder.resolve())
    foreign = digest not in _read_packed().digests
    if foreign:
        folders[key] = digest
    elif folders.pop(key, None) is None:
        return False
    _write_unpacked(folders)
    return foreign


def is_foreign(folder: Path) -> bool:
    """Tell whether a task folder came from elsewhere and nobody here said to trust it.

    A foreign folder stays foreign when it is edited. One that was moved is known by its digest.
    A store that cannot be read makes every folder foreign: the doubt is not the stranger's gain.
    """
    try:
        marked = _read_unpacked().folders
        if not marked:
            return False
        if str(folder.resolve()) in marked:
            return True
        return digests.of_task(folder) in marked.values()
    except UserError:
        return True


def forget(folder: Path) -> None:
    """Take the mark from a place where something of one's own was just made."""
    folders = dict(_read_unpacked().folders)
    if folders.pop(str(folder.resolve()), None) is not None:
        _write_unpacked(folders)


def trust(folder: Path) -> None:
    """Take the mark from a task folder and from copies with the same content."""
    key = str(folder.resolve())
    digest = digests.of_task(folder)
    kept = {
        place: other
        for place, other in _read_unpacked().folders.items()
        if place != key and other != digest
    }
    _write_unpacked(kept)
