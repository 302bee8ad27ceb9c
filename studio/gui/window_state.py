"""What the window remembers between two starts: sizes, the mode, what was open, what was chosen."""

import json
from collections.abc import Collection

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


def last_folders() -> dict[str, str]:
    """Return the folder that each box which asks for files was last in, by its title."""
    return _read_map("places")


def remember_last_folder(title: str, folder: str) -> None:
    """Remember the folder that the box of a title was in."""
    _settings().setValue("places", json.dumps(last_folders() | {title: folder}))


def recall_help(window: QWidget) -> bool:
    """Put the window of the guide where it was; tell whether that is known."""
    geometry = _settings().value("help")
    return isinstance(geometry, QByteArray) and window.restoreGeometry(geometry)


def remember_help(window: QWidget) -> None:
    """Remember where the window of the guide stands."""
    _settings().setValue("help", window.saveGeometry())


def _read_map(name: str) -> dict[str, str]:
    try:
        found = json.loads(str(_settings().value(name, "{}")))
    except ValueError:
        return {}
    pairs = found.items() if isinstance(found, dict) else ()
    return {str(key): value for key, value in pairs if isinstance(value, str)}


def remember_sizes(window: QWidget, pages: Collection[str], percent: int) -> None:
    """Remember where the window stood and how its pages were divided, at a zoom in percent.

    Args:
        window: it has each page as an attribute of that name.
        pages: the names of those that were seen.
        percent: the zoom that they are shown at.
    """
    settings = _settings()
    settings.setValue("geometry", window.saveGeometry())
    for name in pages:
        for number, splitter in enumerate(getattr(window, name).findChildren(QSplitter)):
            # As at 100%, so that another zoom makes of them what it makes of all measures.
            sizes = [round(100 * size / percent) for size in splitter.sizes()]
            if any(sizes):
                settings.setValue(_key(name, number, splitter), json.dumps(sizes))


def _key(name: str, number: int, splitter: QSplitter) -> str:
    # What was remembered of a page that had other panes must not turn those of today.
    way = "across" if splitter.orientation() == Qt.Orientation.Horizontal else "down"
    return f"sizes/{name}{number}-{way}-{splitter.count()}"


def recall_place(window: QWidget) -> None:
    """Put the window where it was."""
    geometry = _settings().value("geometry")
    if isinstance(geometry, QByteArray):
        window.restoreGeometry(geometry)


def recall_panes(name: str, page: QWidget, percent: int) -> None:
    """Divide a page as it was, at a zoom in percent; it must have its size by then."""
    settings = _settings()
    for number, splitter in enumerate(page.findChildren(QSplitter)):
        try:
            sizes = json.loads(str(settings.value(_key(name, number, splitter), "[]")))
        except ValueError:
            continue
        if isinstance(sizes, list) and all(type(size) is int and size >= 0 for size in sizes):
            _divide(splitter, [round(size * percent / 100) for size in sizes])


def _divide(splitter: QSplitter, sizes: list[int]) -> None:
    """Give each pane its size; what the window has more or less goes to the one that stretches."""
    if len(sizes) != splitter.count() or not any(sizes):
        return
    across = splitter.orientation() == Qt.Orientation.Horizontal
    room = splitter.width() if across else splitter.height()
    room -= splitter.handleWidth() * (len(sizes) - 1)
    panes = [pane for number in range(len(sizes)) if (pane := splitter.widget(number))]
    policies = [pane.sizePolicy() for pane in panes]
    stretch = [p.horizontalStretch() if across else p.verticalStretch() for p in policies]
    flexible = max(range(len(sizes)), key=lambda number: (stretch[number], sizes[number]))
    sizes[flexible] = max(sizes[flexible] // 4, room - (sum(sizes) - sizes[flexible]))
    splitter.setSizes(sizes)
