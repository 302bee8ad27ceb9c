"""Writes that leave either the old file or the new one, whatever happens between."""

import os
import re
import secrets
from pathlib import Path

_LEFT = re.compile(r"\..+\.(\d{1,9})-[0-9a-f]{8}\.part")


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_bytes(path: Path, content: bytes) -> None:
    """Write `content` to `path` by way of a synced temporary file beside it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}-{secrets.token_hex(4)}.part")
    try:
        with beside.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    sync_folder(path.parent)


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8 with `write_bytes`."""
    write_bytes(path, text.encode())


def sweep(folder: Path) -> None:
    """Take away what writers that were killed left half written below `folder`."""
    for place in folder.rglob(".*.part"):
        written = _LEFT.fullmatch(place.name)
        if written and place.is_file() and not _lives(int(written[1])):
            place.unlink(missing_ok=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return process > 0
