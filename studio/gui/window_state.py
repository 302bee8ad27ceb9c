"""What the window remembers between two starts: sizes, the mode, what was open."""

from PySide6.QtCore import QSettings

from studio.base.settings import state_folder

_MAX_RECENT = 8


def _settings() -> QSettings:
    return QSettings(str(state_folder() / "window.ini"), QSettings.Format.IniFormat)


def mode() -> str:
    """Return the chosen mode, "system" if none was chosen."""
    return str(_settings().value("mode", "system"))


def remember_mode(name: str) -> None:
    """Remember the chosen mode."""
    _settings().setValue("mode", name)


def recent() -> list[str]:
    """Return the folders that were open lately, latest first."""
    found = _settings().value("recent", [])
    if isinstance(found, str):
        return [found]
    return [str(entry) for entry in found] if isinstance(found, list) else []


def remember_open(folder: str) -> None:
    """Put a folder first among those open lately."""
    others = [entry for entry in recent() if entry != folder]
    _settings().setValue("recent", [folder, *others][:_MAX_RECENT])


def remember_bytes(name: str, state: object) -> None:
    """Remember the geometry of a window or a splitter."""
    _settings().setValue(name, state)


def recall_bytes(name: str) -> object:
    """Return the remembered geometry, None if there is none."""
    return _settings().value(name)
