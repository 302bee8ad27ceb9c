"""What the window remembers between two starts: sizes, the mode, what was open."""

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QSplitter, QStackedWidget, QWidget

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


def forget(folder: str) -> None:
    """Take a folder from those open lately."""
    _settings().setValue("recent", [entry for entry in recent() if entry != folder])


def has_begun() -> bool:
    """Return whether the first start is over."""
    return _settings().value("begun", "no") == "yes"


def remember_begun() -> None:
    """Remember that the first start is over."""
    _settings().setValue("begun", "yes")


def _splitters(pages: QStackedWidget) -> list[QSplitter]:
    # By the place of their page: the page that was shown last is the last child of the stack.
    found = (pages.widget(place) for place in range(pages.count()))
    return [splitter for page in found if page for splitter in page.findChildren(QSplitter)]


def remember_sizes(window: QWidget, pages: QStackedWidget) -> None:
    """Remember where the window stood and how its panes were divided."""
    settings = _settings()
    settings.setValue("geometry", window.saveGeometry())
    for number, splitter in enumerate(_splitters(pages)):
        settings.setValue(f"splitter{number}", splitter.saveState())


def recall_sizes(window: QWidget, pages: QStackedWidget) -> None:
    """Put the window and its panes where they were."""
    settings = _settings()
    geometry = settings.value("geometry")
    if isinstance(geometry, QByteArray):
        window.restoreGeometry(geometry)
    for number, splitter in enumerate(_splitters(pages)):
        state = settings.value(f"splitter{number}")
        if isinstance(state, QByteArray):
            splitter.restoreState(state)
