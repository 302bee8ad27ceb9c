"""Nothing is cut off or lies over another thing, from a small window to a wall, at each zoom."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from studio.gui import theme, window_state
from studio.gui.actions import PAGES
from studio.gui.jobs import Jobs
from studio.gui.session import Session
from studio.gui.shown import Shown
from tests.gui.clipping import clipped

LONG_MS = 30_000
SIZES = {(1024, 700): (100, 150, 200), (1440, 900): (125, 150), (3840, 2160): (100, 150, 200)}
QUICK = {(1024, 700, 100), (1024, 700, 200)}
CASES = [
    pytest.param(
        *size, zoom, marks=() if (*size, zoom) in QUICK else pytest.mark.long, id=f"{size}-{zoom}"
    )
    for size, zooms in SIZES.items()
    for zoom in zooms
]


@pytest.fixture
def shown(
    qtbot: QtBot, qapp: object, desk: Path, request: pytest.FixtureRequest
) -> Iterator[Shown]:
    width, height, zoom = request.node.callspec.params.values()
    window_state.remember_zoom(zoom)
    made = Shown(Session(), Jobs())
    window = made.window
    window.resize(width, height)
    window.show()
    window.open(desk)
    qtbot.waitUntil(lambda: bool(window.steps.model.steps), timeout=LONG_MS)
    yield made
    window.close()
    window.deleteLater()
    theme.Zoom.percent = 100
    theme.apply("light")


def overlapping(window: QWidget) -> list[str]:
    """Return the pairs of labels, buttons and fields of one parent that lie over each other."""
    found = []
    for parent in window.findChildren(QWidget):
        parts = [
            child
            for child in parent.children()
            if isinstance(child, QLabel | QAbstractButton | QLineEdit) and child.isVisible()
        ]
        for number, one in enumerate(parts):
            for other in parts[number + 1 :]:
                both: QRect = one.geometry() & other.geometry()
                if both.width() > 1 and both.height() > 1:
                    found.append(f"{words(one)} / {words(other)}")
    return found


def words(widget: QWidget) -> str:
    text = getattr(widget, "text", str)()
    return f"{type(widget).__name__} {text or widget.accessibleName() or widget.objectName()!r}"


@pytest.mark.parametrize(("width", "height", "zoom"), CASES)
def test_every_page_is_whole(
    shown: Shown, qtbot: QtBot, width: int, height: int, zoom: int
) -> None:
    window = shown.window
    assert (window.width(), window.height()) == (width, height)

    def is_whole() -> None:
        # What a page reads when it is shown arrives a little later.
        assert [*clipped(window), *overlapping(window)] == [], window.current_page

    for name in PAGES:
        window.actions_[name].trigger()
        qtbot.waitUntil(is_whole, timeout=LONG_MS)
