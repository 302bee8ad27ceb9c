"""Documents, trees, texts and pictures beside their checks."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from studio.formats.tasks import TaskFolder
from studio.gui.pages.checks.file_views import VIEWS
from studio.gui.widgets.document_view import DocumentView
from studio.gui.widgets.image_view import ImageView
from studio.gui.widgets.text_view import TextView
from studio.gui.widgets.tree_view import TreeView
from studio.model.check import Check, parse_target
from studio.viewing.kinds import KINDS
from tests.gui.file_beside import Shown, Writer, beside, task_of


@pytest.fixture
def shown(qtbot: QtBot, qapp: object) -> Iterator[Shown]:
    with beside(qtbot) as made:
        yield made


def words(content: str) -> Writer:
    return lambda place: place.write_text(content)


def task(folder: Path, name: str, before: Writer, after: Writer, *checks: Check) -> TaskFolder:
    return task_of(folder / "task", {name: (before, after)}, *checks)


def side(shown: Shown, name: str) -> None:
    shown.qtbot.mouseClick(shown.pane.sides.buttons[name], Qt.MouseButton.LeftButton)


def test_every_kind_has_a_view() -> None:
    assert {kind.id for kind in KINDS} == set(VIEWS)


def test_a_document_marks_what_checks_look_for_and_what_changed(
    shown: Shown, tmp_path: Path
) -> None:
    check = Check(id="says", kind="text_contains", target="a.md", parameters={"terms": ["is 14"]})
    before, after = "# Note\n\nIt is 12.\n\nGone.\n", "# Note\n\nIt is 14.\n\nAdded.\n"
    shown.show(task(tmp_path, "a.md", words(before), words(after), check))
    view = shown.pane.view
    assert isinstance(view, DocumentView)
    shown.until(lambda: view.model.rowCount() == 3)
    assert [view.model.state(row) for row in range(3)] == ["", "checked", "changed"]
    assert view.model.told(2) == "Added.\nother than in the input\nnot checked"
    where = view.list.visualRect(view.model.index(2)).center()
    shown.qtbot.mouseClick(view.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert shown.picked == ["a.md#Note[2]"] and shown.pane.picked_text() == "Added."
    shown.qtbot.keyClick(view.list, Qt.Key.Key_Up)
    shown.qtbot.keyClick(view.list, Qt.Key.Key_Return)
    assert shown.picked[1:] == ["a.md#Note[1]"] and shown.pane.picked_text() == "It is 14."


def test_the_difference_of_a_document_shows_what_is_gone(shown: Shown, tmp_path: Path) -> None:
    before = "One.\n\nGone.\n\nTwo.\n"
    shown.show(task(tmp_path, "a.md", words(before), words("One.\n\nTwo.\n")))
    view = shown.pane.view
    assert isinstance(view, DocumentView)
    shown.until(lambda: view.model.rowCount() == 2)
    side(shown, "difference")
    shown.until(lambda: view.model.rowCount() == 3)
    assert view.model.told(1).startswith("Gone.\nin the input, and gone")
    shown.qtbot.keyClick(shown.pane, Qt.Key.Key_F8)
    assert view.list.currentIndex().row() == 1


def test_a_field_of_a_tree_is_found_marked_and_picked(shown: Shown, tmp_path: Path) -> None:
    rows = [{"id": n, "due": n} for n in range(700)]
    before = json.dumps({"rows": rows, "total": 1})
    rows[650]["due"] = -1
    check = Check(id="due", kind="value_equals", target="a.json#/rows/650/due")
    after = words(json.dumps({"rows": rows, "total": 1}))
    shown.show(task(tmp_path, "a.json", words(before), after, check))
    view = shown.pane.view
    assert isinstance(view, TreeView)
    shown.pane.show_target("a.json#/rows/650/due")
    shown.until(lambda: view.model.held(view.tree.currentIndex()).node.key == "due")  # type: ignore[union-attr]
    held = view.model.held(view.tree.currentIndex())
    assert held is not None and view.model.state(held) == "checked"
    told = view.model.told(view.tree.currentIndex())
    assert told == "/rows/650/due: -1\ninput: 650\nchecked: a.json#/rows/650/due"
    shown.qtbot.keyClick(view.tree, Qt.Key.Key_Return)
    shown.qtbot.keyClick(view.tree, Qt.Key.Key_Up)
    assert shown.picked == ["a.json#/rows/650/due"]
    shown.qtbot.keyClick(view.tree, Qt.Key.Key_Return)
    assert shown.picked[1:] == ["a.json#/rows/650/id"]
    side(shown, "difference")
    shown.until(lambda: shown.pane.view is view and view.model.rowCount() == 1)
    shown.qtbot.keyClick(shown.pane, Qt.Key.Key_F8)
    shown.until(lambda: "650" in view.model.told(view.tree.currentIndex()))


def test_lines_that_are_new_and_gone_are_shown_in_the_difference(
    shown: Shown, tmp_path: Path
) -> None:
    check = Check(id="says", kind="text_contains", target="a.py", parameters={"terms": ["four"]})
    after = words("one\n2\nthree\nfour\n")
    shown.show(task(tmp_path, "a.py", words("one\ntwo\nthree\n"), after, check))
    view = shown.pane.view
    assert isinstance(view, TextView)
    shown.until(lambda: view.model.told(1).startswith("Line 2: 2"))
    assert [view.model.state(row) for row in range(4)] == ["", "changed", "", "checked"]
    side(shown, "difference")
    shown.until(lambda: view.model.told(1).startswith("Gone: two"))
    assert view.model.told(2) == "Line 2: 2\nnew\nchanged by you, not checked"
    where = view.list.visualRect(view.model.index(2)).center()
    shown.qtbot.mouseClick(view.list.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert shown.picked == ["a.py#line[2]"] and shown.pane.picked_text() == "2"


def test_a_paragraph_and_a_section_are_marked_where_their_checks_look(
    shown: Shown, tmp_path: Path
) -> None:
    passage = Check(
        id="p", kind="text_contains", target="a.md#Right[1]", parameters={"terms": ["8 mm"]}
    )
    section = Check(
        id="s",
        kind="section_says",
        target="a.md",
        parameters={"heading": "1. Left:", "terms": ["98"]},
    )
    content = words("# Left\n\nIt is 8 mm.\n\nIt is 98.\n\nAnd 198.\n\n# Right\n\n8 mm, 98.\n")
    shown.show(task(tmp_path, "a.md", content, content, passage, section))
    view = shown.pane.view
    assert isinstance(view, DocumentView)
    shown.until(lambda: view.model.rowCount() == 6)
    states = [view.model.state(row) for row in range(6)]
    assert states == ["", "", "checked", "", "", "checked"]
    view.list.setCurrentIndex(view.model.index(2))
    assert shown.pane.picked_checks() == {"s"}
    shown.pane.show_target("a.md#Right[1]")
    assert view.list.currentIndex().row() == 5


def test_a_region_of_a_picture_is_drawn_by_hand_and_by_keys_and_marked(
    shown: Shown, tmp_path: Path
) -> None:
    held = {"region": [0, 0, 100, 100]}
    check = Check(id="r", kind="region_colour", target="a.png", parameters=held)
    shown.show(task(tmp_path, "a.png", image(False), image(True), check))
    view = shown.pane.view
    assert isinstance(view, ImageView)
    canvas, left = view.canvas, Qt.MouseButton.LeftButton
    corner = QPoint(round(canvas._origin.x()), round(canvas._origin.y()))
    shown.qtbot.mouseClick(canvas, left, pos=corner + QPoint(3, 3))
    assert shown.picked == ["a.png#region[0,0,100,100]"]
    shown.qtbot.mouseClick(view.region, left)
    shown.qtbot.mousePress(canvas, left, pos=corner + QPoint(100, 100))
    shown.qtbot.mouseMove(canvas, corner + QPoint(140, 120))
    shown.qtbot.mouseMove(canvas, corner + QPoint(200, 150))
    shown.qtbot.mouseRelease(canvas, left, pos=corner + QPoint(200, 150))
    target = parse_target(shown.picked[1])
    near = [value / canvas.scale for value in (100, 100, 100, 50)]
    assert target.region == pytest.approx(near, abs=2 / canvas.scale + 2)
    assert not view.region.isChecked()
    for key in (Qt.Key.Key_R, Qt.Key.Key_Left, Qt.Key.Key_Return):
        shown.qtbot.keyClick(canvas, key)
    assert parse_target(shown.picked[2]).region == (690, 375, 1500, 750)


def image(spot: bool) -> Writer:
    pixels = np.full((1500, 3000, 3), 200, np.uint8)
    pixels[:100, :100] = 0 if spot else 200
    return lambda place: Image.fromarray(pixels).save(place)


def test_a_picture_is_made_larger_and_shows_what_differs(shown: Shown, tmp_path: Path) -> None:
    shown.show(task(tmp_path, "a.png", image(False), image(True)))
    view = shown.pane.view
    assert isinstance(view, ImageView)
    told = "PNG, 3,000 x 1,500   ·   10,000 pixels (0.22%) differ from the input"
    assert view.line.accessibleName() == told
    plain = view.grab().toImage()
    side(shown, "difference")
    shown.until(lambda: shown.pane.view is view)
    assert view.grab().toImage() != plain
    asked: list[str] = []
    view.asked.connect(lambda what, _: asked.append(what))
    view.canvas.setFocus()
    before = view.canvas.scale
    for _ in range(9):
        shown.qtbot.keyClick(view.canvas, Qt.Key.Key_Plus)
    assert view.canvas.scale > before * 6
    shown.until(lambda: asked == ["piece"])
    shown.qtbot.keyClick(view.canvas, Qt.Key.Key_0)
    assert view.canvas.scale == pytest.approx(before)
    shown.qtbot.mouseClick(view.canvas, Qt.MouseButton.LeftButton, pos=QPoint(40, 40))
    shown.qtbot.keyClick(view.canvas, Qt.Key.Key_Return)
    assert shown.picked == ["a.png", "a.png"]
