"""The gallery shows every widget of the app in every state, in each mode and at each zoom."""

import importlib
import inspect
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from studio.__main__ import _run
from studio.gui import theme, widgets
from studio.gui.gallery.showing import showing
from studio.gui.gallery.window import GalleryWindow
from studio.gui.theme import Zoom
from studio.gui.widgets.marks import Pill
from tests.gui.clipping import clipped
from tests.gui.pixels import colours, drawn

NOT_SHOWN = {
    "PageScroll": "It holds a page and looks like nothing.",
    "FileBox": "The desktop shows its own where it has one.",
    "HelpWindow": "It is a window of its own.",
    "TimelineHint": "It follows the pointer, in a window of its own.",
}
"""Public widgets that the gallery leaves out, and why."""


@pytest.fixture(scope="module")
def gallery(qapp: object) -> Iterator[GalleryWindow]:
    made = GalleryWindow("light", 100)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    Zoom.percent = 100
    theme.apply("light")


def public_widgets() -> Iterator[type[QWidget]]:
    for found in pkgutil.iter_modules(widgets.__path__, f"{widgets.__name__}."):
        module = importlib.import_module(found.name)
        for name, value in vars(module).items():
            own = inspect.isclass(value) and value.__module__ == module.__name__
            if own and issubclass(value, QWidget) and not name.startswith("_"):
                yield value


def test_every_widget_is_shown(gallery: GalleryWindow) -> None:
    there = gallery.specimens.findChildren(QWidget)
    missing = [
        kind.__name__
        for kind in public_widgets()
        if kind.__name__ not in NOT_SHOWN and not any(isinstance(one, kind) for one in there)
    ]
    assert missing == []
    assert sum(1 for _ in public_widgets()) > 20


def test_every_state_of_a_button_is_shown(gallery: GalleryWindow) -> None:
    found = [one for one in gallery.specimens.findChildren(QPushButton) if one.text() == "Open"]
    states = {
        one.property("shown") or ("normal" if one.isEnabled() else "disabled") for one in found
    }
    assert states == {"normal", "hover", "focus", "pressed", "disabled"}
    pictures = {drawn(one).constBits().tobytes() for one in found}  # type: ignore[union-attr]
    assert len(pictures) == len(states)


def test_the_sheet_lets_a_property_stand_for_a_state() -> None:
    made = showing("QSlider::handle:horizontal:focus, #a:hover { color: red; }\nQLabel { x: y; }")
    assert 'QSlider[shown="focus"]::handle:horizontal' in made
    assert '#a[shown="hover"]' in made and "#a:hover" in made
    assert made.count("QLabel") == 1


def heights(gallery: GalleryWindow) -> list[tuple[str, int]]:
    kinds = (QPushButton, Pill)
    return [
        (one.text(), one.height())
        for one in gallery.specimens.findChildren(QWidget)
        if isinstance(one, kinds) and one.isVisible()
    ]


def test_at_200_percent_all_is_twice_as_large_and_whole(
    qtbot: QtBot, gallery: GalleryWindow
) -> None:
    gallery.show_as("light", 100)
    qtbot.wait(20)
    before = heights(gallery)
    gallery.show_as("light", 200)
    gallery.resize(2700, 1400)
    qtbot.wait(20)
    after = heights(gallery)
    assert [name for name, _ in before] == [name for name, _ in after]
    assert [(name, high) for name, high in after] == [(name, 2 * high) for name, high in before]
    assert [one for one in clipped(gallery.specimens) if one not in SHORTENED] == []


SHORTENED: tuple[str, ...] = ()


@pytest.mark.parametrize("mode", theme.MODES)
def test_the_mode_is_changed_in_the_window(qtbot: QtBot, gallery: GalleryWindow, mode: str) -> None:
    gallery.show_as(mode, 100)
    qtbot.wait(20)
    corner = QRect(0, 0, 8, 8)
    assert set(colours(drawn(gallery.specimens, corner))) == {theme.TOKENS[mode].panel}


def test_a_picture_is_drawn_without_a_person(tmp_path: Path) -> None:
    # In a process of its own: an application can be made once in each.
    out = tmp_path / "gallery.png"
    done = subprocess.run(
        [sys.executable, "-m", "studio", "gallery", "--picture", str(out), "--mode", "dark"],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    picture = Image.open(out)
    assert picture.width >= 1280 and picture.height > 3000
    assert picture.convert("RGB").getpixel((4, 4)) == (0x1C, 0x20, 0x27)


def test_a_mode_that_there_is_not_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        _run(["gallery", "--mode", "sepia"])
    assert ended.value.code == 2
    assert "sepia" in capsys.readouterr().err
