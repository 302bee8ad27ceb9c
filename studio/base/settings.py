"""Where a person's own things live."""

import getpass
import os
from pathlib import Path

import platformdirs

APPLICATION = "Task Authoring Studio"
_FOLDER = "task-authoring-studio"
SHARED_CACHE = "STUDIO_SHARED_CACHE"
PRIVATE_CACHE = "STUDIO_PRIVATE_CACHE"


def workspace() -> Path:
    """Return the folder of recordings, tasks and trials; `STUDIO_WORKSPACE` overrides it."""
    chosen = os.environ.get("STUDIO_WORKSPACE")
    if chosen:
        return Path(chosen)
    return Path(platformdirs.user_documents_dir()) / APPLICATION


def author() -> str:
    """Return the name that is kept with what a person decides: `STUDIO_AUTHOR`, else the login.

    It is empty if this machine knows no name.
    """
    if chosen := os.environ.get("STUDIO_AUTHOR"):
        return " ".join(chosen.split())
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def told_path(path: Path) -> str:
    """Return a path as a person reads it: `~` stands for their home."""
    home = Path.home()
    return f"~/{path.relative_to(home).as_posix()}" if path.is_relative_to(home) else str(path)


def cache_folder() -> Path:
    """Return the folder of results that can be made again.

    A grader in its sandbox has one of its own, which ends with the output that it judges.
    """
    if private := os.environ.get(PRIVATE_CACHE):
        return Path(private)
    return Path(platformdirs.user_cache_dir(_FOLDER))


def shared_cache() -> Path | None:
    """Return the folder of results that a sandbox may read and not change, None outside of one."""
    shared = os.environ.get(SHARED_CACHE)
    return Path(shared) if shared else None


def state_folder() -> Path:
    """Return the folder of what the app remembers: window sizes, digests packed here."""
    return Path(platformdirs.user_state_dir(_FOLDER))
