"""Where a person's own things live."""

import getpass
import os
from pathlib import Path

import platformdirs

from studio.base import atomic
from studio.base.errors import UserError

APPLICATION = "Task Authoring Studio"
_FOLDER = "task-authoring-studio"
_WORKSPACE = "workspace.txt"
SHARED_CACHE = "STUDIO_SHARED_CACHE"
PRIVATE_CACHE = "STUDIO_PRIVATE_CACHE"


def workspace() -> Path:
    """Return the folder of recordings, tasks and trials.

    `STUDIO_WORKSPACE` names it, else what was chosen in the window, else it lies in the documents.
    """
    chosen = os.environ.get("STUDIO_WORKSPACE") or _chosen_workspace()
    return Path(chosen) if chosen else Path(platformdirs.user_documents_dir()) / APPLICATION


def is_fixed() -> bool:
    """Whether the environment names the workspace, so that nothing else can."""
    return bool(os.environ.get("STUDIO_WORKSPACE"))


def _chosen_workspace() -> str:
    try:
        return (state_folder() / _WORKSPACE).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def choose_workspace(folder: Path) -> None:
    """Keep the work in another folder from now on; what lies in the old one stays there.

    Raises:
        UserError: if nothing can be written there.
    """
    if not (folder.is_dir() and os.access(folder, os.W_OK)):
        raise UserError(f"Nothing can be written in {told_path(folder)}; choose another folder.")
    atomic.write_text(state_folder() / _WORKSPACE, str(folder.resolve()))


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
