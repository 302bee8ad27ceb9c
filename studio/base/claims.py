"""Claims: which process works on a folder now. A claim ends with its process, however that ends."""

import fcntl
import hashlib
import os
from pathlib import Path

from studio.base.settings import state_folder

_CLAIMS = "claims"


class Claim:
    """A folder that this process works on until it lets go of it."""

    def __init__(self, folder: Path, handle: int | None) -> None:
        self.folder = folder
        self._handle = handle

    def release(self) -> None:
        """Let go of the folder."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def claim(folder: Path) -> Claim | None:
    """Claim a folder for this process; None if another one works on it.

    Where nothing can be noted, the folder is claimed without protection.
    """
    name = hashlib.sha256(str(folder.resolve()).encode("utf-8", "surrogateescape")).hexdigest()
    place = state_folder() / _CLAIMS / f"{name[:32]}.lock"
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError:
        return Claim(folder, None)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return Claim(folder, handle)
