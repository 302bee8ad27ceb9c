"""What the window remembers between two starts: sizes, the mode, what was open, what was chosen."""

import json
from collections.abc import Mapping

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtWidgets import QSplitter, QWidget

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


def remember_open(folder: str, title: str) -> None:
    """Put a task first among those open lately, by its folder and its title."""
    kept = [folder, *(entry for entry in recent() if entry != folder)][:_MAX_RECENT]
    known = titles() | {folder: title}
    _settings().setValue("recent", kept)
    _settings().setValue("titles", json.dumps({place: known.get(place, "") for place in kept}))


def folders() -> list[str]:
    """Return the folders that were watched lately, latest first."""
    return str(_settings().value("folders", "")).splitlines()


def remember_folder(folder: str) -> None:
    """Put a folder first among those watched lately."""
    others = [entry for entry in folders() if entry != folder]
    _settings().setValue("folders", "\n".join([folder, *others][:_MAX_RECENT]))


def counts_down() -> bool:
    """Whether a recording begins with a countdown."""
    return str(_settings().value("countdown", "true")) == "true"


def remember_countdown(chosen: bool) -> None:
    """Remember whether a recording begins with a countdown."""
    _settings().setValue("countdown", "true" if chosen else "false")


def bar_place() -> tuple[int, int] | None:
    """Return where the recording bar was put, None if it never was."""
    found = str(_settings().value("bar", "")).split()
    return (int(found[0]), int(found[1])) if len(found) == 2 else None


def remember_bar(x: int, y: int) -> None:
    """Remember where the recording bar was put."""
    _settings().setValue("bar", f"{x} {y}")


def zoom() -> int:
    """Return the chosen zoom of the interface in percent."""
    found = str(_settings().value("zoom", "100"))
    return int(found) if found.isdecimal() else 100


def forget(folder: str) -> None:
    """Take a folder from those open lately."""
    _settings().setValue("recent", [entry for entry in recent() if entry != folder])


def has_begun() -> bool:
    """Return whether the first start is over."""
    return _settings().value("begun", "no") == "yes"


def remember_begun() -> None:
    """Remember that the first start is over."""
    _settings().setValue("begun", "yes")


def remember_zoom(percent: int) -> None:
    """Remember the chosen zoom."""
    _settings().setValue("zoom", percent)


def still() -> bool:
    """Whether the person asked for less motion."""
    return str(_settings().value("still", "false")) == "true"


def remember_still(chosen: bool) -> None:
    """Remember whether less motion is wanted."""
    _settings().setValue("still", "true" if chosen else "false")


def keys() -> dict[str, str]:
    """Return the keys that were chosen, by the command's id; an empty one takes a key away."""
    return _read_map("keys")


def remember_keys(chosen: dict[str, str]) -> None:
    """Remember the keys that were chosen."""
    _settings().setValue("keys", json.dumps(chosen))


def used_commands() -> list[str]:
    """Return the ids of the commands chosen lately by name, latest first."""
    return str(_settings().value("used", "")).split()


def remember_command(name: str) -> None:
    """Put a command first among those chosen lately."""
    others = [entry for entry in used_commands() if entry != name]
    _settings().setValue("used", " ".join([name, *others][:_MAX_RECENT]))


def titles() -> dict[str, str]:
    """Return the titles of the tasks that were open lately, by their folders."""
    return _read_map("titles")


def _read_map(name: str) -> dict[str, str]:
    try:
        found = json.loads(str(_settings().value(name, "{}")))
    except ValueError:
        return {}
    pairs = found.items() if isinstance(found, dict) else ()
    return {str(key): value for key, value in pairs if isinstance(value, str)}


def remember_sizes(window: QWidget, pages: Mapping[str, QWidget]) -> None:
    """Remember where the window stood and how its pages were divided."""
    settings = _settings()
    settings.setValue("geometry", window.saveGeometry())
    for name, page in pages.items():
        for number, splitter in enumerate(page.findChildren(QSplitter)):
            settings.setValue(_key(name, number, splitter), splitter.saveState())


def _key(name: str, number: int, splitter: QSplitter) -> str:
    # What was remembered of a page that had other panes must not turn those of today.
    way = "across" if splitter.orientation() == Qt.Orientation.Horizontal else "down"
    return f"panes/{name}{number}-{way}-{splitter.count()}"


def recall_place(window: QWidget) -> None:
    """Put the window where it was."""
    geometry = _settings().value("geometry")
    if isinstance(geometry, QByteArray):
        window.restoreGeometry(geometry)


def recall_panes(name: str, page: QWidget) -> None:
    """Divide a page as it was; it must have its size by then."""
    settings = _settings()
    for number, splitter in enumerate(page.findChildren(QSplitter)):
        state = settings.value(_key(name, number, splitter))
        if isinstance(state, QByteArray):
            splitter.restoreState(state)
