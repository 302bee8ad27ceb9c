"""Reading a file that others may have put there: a regular one, of limited size, never a link."""

import os
import stat
from pathlib import Path


def read_regular(path: Path, limit: int) -> bytes | None:
    """Return the content of the regular file at `path`, None if it holds more than `limit` bytes.

    Raises:
        OSError: if it is missing, a link, a device, or may not be read.
    """
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(f"{path.name} is not a regular file")
        content = stream.read(limit + 1)
    return content if len(content) <= limit else None
