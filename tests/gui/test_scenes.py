"""Views of meshes, volumes, maps and drawings: turned, picked, compared, by hand and by keys."""

import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from studio.gui import theme
from studio.gui.jobs import Newest
from studio.gui.widgets.drawing import Drawer
from studio.gui.widgets.file_marks import Mark
from studio.gui.widgets.file_view import FileView
from studio.gui.widgets.mesh_view import MeshView
from studio.gui.widgets.part_list import Part, PartList
from studio.gui.widgets.plan_canvas import round_down
from studio.gui.widgets.plan_paint import path_of
from studio.gui.widgets.plan_view import PlanView, drawing_view, map_view
from studio.gui.widgets.volume_view import VolumeView
from studio.viewing import drawings, maps, mesh, volume
from studio.viewing.volume_data import ScanData
from tests.unit.grading import drawing_files
from tests.unit.grading.medical_files import affine, nifti, organs
from tests.unit.grading.mesh_files import ball, block

WAIT = 20_000
Shown = Callable[..., Any]


@pytest.fixture
def shown(qtbot: QtBot, tmp_path: Path) -> Iterator[Shown]:
    """Return what shows a file in a view, its parts read here, its pictures in their thread."""
    theme.apply("light")
    threads: list[Newest] = []
    held: list[QWidget] = []

    def show(view: Any, reader: Any, content: bytes, other: bytes | None, name: str) -> Any:
        places = [tmp_path / f"{number}-{name}" for number in (1, 2)]
        for place, bytes_ in zip(places, (content, other), strict=True):
            place.write_bytes(bytes_ or b"")
        file = reader.opened(places[0], places[1] if other else None)
        thread = Newest()
        threads.append(thread)
        view.drawing_asked.connect(thread.ask)
        view.asked.connect(lambda what, which: view.take(what, which, getattr(file, what)(**which)))
        around = QWidget()
        held.append(around)
        qtbot.addWidget(around)
        around.resize(700, 480)
        view.setParent(around)
        view.resize(700, 480)
        around.show()
        view.show_side("difference" if other else "reference")
        view.show_head(file.head())
        return view

    yield show
    for thread in threads:
        thread.close()


def picks(view: FileView) -> list[str]:
    found: list[str] = []
    view.picked.connect(found.append)
    return found


def click(widget: Any, x: float, y: float) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=QPoint(round(x), round(y)))


def drag(widget: Any, start: tuple[int, int], gone: tuple[int, int]) -> None:
    end = QPoint(start[0] + gone[0], start[1] + gone[1])
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=QPoint(*start))
    QTest.mouseMove(widget, (QPoint(*start) + end) / 2)
    QTest.mouseMove(widget, end)
    QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=end)


# Meshes.

TWO = block(40, 30, 10) + ball(6, 2).moved(20, 15, 40)


def settled(qtbot: QtBot, view: MeshView) -> Any:
    """Return the picture in full, once nothing more is drawn."""
    qtbot.waitUntil(lambda: view.canvas.is_settled, timeout=WAIT)
    return view.canvas.picture


@pytest.fixture
def bodies(qtbot: QtBot, shown: Shown) -> MeshView:
    view: MeshView = shown(MeshView(), mesh, TWO.stl(), None, "part.stl")
    settled(qtbot, view)
    return view


def test_a_mesh_is_listed_body_by_body_with_its_measures(bodies: MeshView) -> None:
    assert [part.title for part in bodies.list.parts] == ["Body 1", "Body 2"]
    assert bodies.list.parts[1].caption == "40 x 30 x 10, volume 12,000"
    assert bodies.frame.caption.toolTip().startswith(
        "40 x 30 x 46 units of the file, 332 triangles"
    )
    assert bodies.canvas.accessibleDescription() == bodies.frame.caption.toolTip()


def test_a_click_picks_the_body_that_is_seen_there(qtbot: QtBot, bodies: MeshView) -> None:
    found = picks(bodies)
    owners = settled(qtbot, bodies).owners
    for body in (0, 1):
        rows, columns = np.nonzero(owners == body)
        middle = len(rows) // 2
        click(bodies.canvas, columns[middle], rows[middle])
        assert bodies.list.current() == body
        settled(qtbot, bodies)
    assert found == ["", ""]
    click(bodies.canvas, 3, 3)
    assert len(found) == 2


def test_a_drag_turns_it_and_picks_nothing(qtbot: QtBot, bodies: MeshView) -> None:
    found, before = picks(bodies), bodies.canvas.camera
    drag(bodies.canvas, (200, 150), (60, 20))
    assert bodies.canvas.camera.turn != before.turn and bodies.canvas.camera.tilt != before.tilt
    owners = settled(qtbot, bodies).owners
    assert not found and (owners >= 0).any()


def test_keys_turn_move_zoom_and_look_from_the_sides(qtbot: QtBot, bodies: MeshView) -> None:
    canvas = bodies.canvas
    first = canvas.camera
    for key, name in ((Qt.Key.Key_1, "front"), (Qt.Key.Key_2, "top"), (Qt.Key.Key_3, "side")):
        QTest.keyClick(canvas, key)
        here = canvas.camera
        bodies.views[name].click()
        assert canvas.camera == here != first
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.camera.turn == pytest.approx(75)
    QTest.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.camera.x > 0
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.camera.zoom > 1
    QTest.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.camera == first
    settled(qtbot, bodies)


def test_what_is_checked_has_a_colour_and_a_word(qtbot: QtBot, bodies: MeshView) -> None:
    before = settled(qtbot, bodies).pixels.copy()
    bodies.show_marks((Mark("1-part.stl"),))
    after = settled(qtbot, bodies).pixels
    assert not np.array_equal(before, after)
    assert bodies.frame.legend.words == ("checked",)


def test_the_list_looks_at_a_body_and_enter_picks_it(qtbot: QtBot, bodies: MeshView) -> None:
    found = picks(bodies)
    before = settled(qtbot, bodies).pixels.copy()
    bodies.list.setFocus()
    QTest.keyClick(bodies.list, Qt.Key.Key_Down)
    QTest.keyClick(bodies.list, Qt.Key.Key_Return)
    assert found == [""]
    assert not np.array_equal(before, settled(qtbot, bodies).pixels)


def test_two_meshes_are_shown_with_words_for_their_colours(qtbot: QtBot, shown: Shown) -> None:
    moved = block(40, 30, 10).moved(5, 0, 0).stl()
    view = shown(MeshView(), mesh, block(40, 30, 10).stl(), moved, "part.stl")
    settled(qtbot, view)
    assert view.frame.legend.words == (
        "only in the reference", "only in the input", "the same in both",
    )  # fmt: skip
    view.show_side("output")
    view.show_head(view._data)
    assert view.frame.legend.words[0] == "only in this output"


@pytest.mark.parametrize("mode", ["dark", "contrast"])
def test_another_mode_draws_it_anew(qtbot: QtBot, bodies: MeshView, mode: str) -> None:
    before = settled(qtbot, bodies).pixels[0, 0].tolist()
    theme.apply(mode)
    qtbot.waitUntil(lambda: bodies.canvas.picture.pixels[0, 0].tolist() != before, timeout=WAIT)
    theme.apply("light")


def test_a_hand_that_moves_on_sees_each_picture_that_is_done() -> None:
    asked: list[Any] = []
    seen: list[str] = []
    drawer = Drawer(lambda *order: asked.append(order), seen.append, seen.append)
    for name in ("a", "b", "c"):
        drawer.draw(lambda cancelled, name=name: name, quick=True)
    assert len(asked) == 1
    asked[0][1]("a")
    # What was wished for last is drawn next; what lay between is left out.
    assert len(asked) == 2 and asked[1][0](lambda: False) == "c"
    asked[1][1]("c")
    assert seen == ["a", "c"] and len(asked) == 2


# Volumes.


@pytest.fixture
def labels(shown: Shown) -> VolumeView:
    view: VolumeView = shown(VolumeView(), volume, nifti(organs()), None, "organs.nii.gz")
    return view


def middle_of(view: VolumeView, value: int) -> QPointF:
    """Return where a label is seen."""
    canvas = view.canvas
    data = next(one for one in view._data.labels if one.value == value)  # type: ignore[union-attr]
    canvas.go(data.place[canvas.plane.across])
    area, shape = canvas.area(), canvas.voxels.shape
    rows, columns = canvas.plane.shape(shape)
    row, column = canvas.plane.spot(data.place, shape)
    return QPointF(
        area.x() + (column + 0.5) * area.width() / columns,
        area.y() + (row + 0.5) * area.height() / rows,
    )


def test_labels_are_listed_with_voxels_and_room(labels: VolumeView) -> None:
    count = int(np.count_nonzero(organs() == 1))
    assert [part.title for part in labels.list.parts] == ["Label 1", "Label 2"]
    assert labels.list.parts[0].caption == f"{count} voxels, {count} mm³"


@pytest.mark.parametrize("plane", ["axial", "coronal", "sagittal"])
def test_a_click_on_a_label_picks_it_in_every_plane(labels: VolumeView, plane: str) -> None:
    found = picks(labels)
    labels.planes.buttons[plane].click()
    for value in (1, 2):
        spot = middle_of(labels, value)
        click(labels.canvas, spot.x(), spot.y())
        assert labels.list.current() == value - 1
        assert labels.frame.spot.toolTip().startswith(f"Label {value} at ")
    assert found == ["@1", "@2"]
    click(labels.canvas, labels.canvas.area().x() + 2, labels.canvas.area().y() + 2)
    assert found == ["@1", "@2"]


def test_slices_turn_by_wheel_keys_and_slider_and_stay_within(labels: VolumeView) -> None:
    canvas = labels.canvas
    canvas.go(5)
    QTest.keyClick(canvas, Qt.Key.Key_PageUp)
    assert canvas.number == 6 == labels.slice.value()
    labels.slice.setValue(9)
    assert canvas.number == 9
    for _ in range(40):
        QTest.keyClick(canvas, Qt.Key.Key_PageDown)
    assert canvas.number == 0 == labels.slice.value()
    QTest.keyClick(canvas, Qt.Key.Key_2)
    assert labels.planes.current() == "coronal" and labels.slice.maximum() == 19


def test_arrows_look_at_voxels_and_enter_picks_the_label(labels: VolumeView) -> None:
    found, canvas = picks(labels), labels.canvas
    labels.list.look_at(1)
    assert labels.frame.spot.toolTip().startswith("Label 2 at ")
    before = canvas.spot
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    assert canvas.spot[0] == before[0] + 1 and canvas.spot[1:] == before[1:]
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert found == ["@2"]


def test_the_labels_of_a_check_are_marked(labels: VolumeView) -> None:
    labels.show_marks((Mark("1-organs.nii.gz", parts=("2",)),))
    assert [part.checked for part in labels.list.parts] == [False, True]
    labels.show_marks((Mark("1-organs.nii.gz"),))
    assert [part.checked for part in labels.list.parts] == [True, True]


def test_black_and_white_follow_the_sliders(shown: Shown) -> None:
    voxels = np.arange(12 * 10 * 8, dtype=np.int16).reshape(12, 10, 8)
    view = shown(VolumeView(), volume, nifti(voxels, affine()), None, "ct.nii.gz")
    assert view.bar.greys.isVisibleTo(view) and not view.list.isVisibleTo(view)
    before = view.canvas.window_
    view.contrast.setValue(900)
    low, high = view.canvas.window_
    assert high - low < before[1] - before[0]
    view.brightness.setValue(100)
    assert view.canvas.window_[0] > low
    found = picks(view)
    click(view.canvas, view.canvas.width() / 2, view.canvas.height() / 2)
    assert found == [""]
    assert f"{voxels[view.canvas.spot]} at " in view.frame.spot.toolTip()


def test_a_window_is_chosen_and_left_by_the_sliders(shown: Shown) -> None:
    voxels = np.linspace(-1024, 1500, 12 * 10 * 8).reshape(12, 10, 8).astype(np.int16)
    view = shown(VolumeView(), volume, nifti(voxels, affine()), None, "ct.nii.gz")
    windows = view.bar.windows
    assert windows.currentData() == "auto" and "HU" in view.frame.spot.toolTip()
    windows.setFocus()
    while windows.currentData() != "lung":
        QTest.keyClick(windows, Qt.Key.Key_Down)
    assert view.canvas.window_ == (-1350, 150)
    view.brightness.setValue(view.brightness.value() + 40)
    assert windows.currentData() == "own" and view.canvas.window_ != (-1350, 150)


def test_labels_lie_over_their_scan_as_strong_as_one_likes(labels: VolumeView) -> None:
    voxels = np.linspace(-1024, 1500, 24 * 20 * 16).reshape(24, 20, 16).astype(np.int16)
    assert not labels.bar.second.isVisibleTo(labels)
    plain = labels.canvas.grab().toImage()
    scan = ScanData("ct.nii.gz", "CT", -1024, 1500, (-1024, 1500), (voxels,))
    labels.take("scan", {}, scan)
    over = labels.canvas.grab().toImage()
    assert labels.bar.mixing.isVisibleTo(labels) and over != plain
    assert "scan" in labels.frame.spot.toolTip() and "ct.nii.gz" in labels.frame.caption.toolTip()
    labels.bar.strength.setValue(0)
    assert labels.canvas.grab().toImage() != over


def test_the_label_of_the_selected_check_is_gone_to(labels: VolumeView) -> None:
    labels.show_marks((Mark("1-organs.nii.gz", parts=("2",), selected=True),))
    assert labels.list.current() == 1
    assert labels.frame.spot.toolTip().startswith("Label 2 at ")


def test_the_next_slice_that_differs_is_gone_to(shown: Shown) -> None:
    other = organs()
    other[0, 0, 3] = other[1, 1, 12] = 2
    view = shown(VolumeView(), volume, nifti(organs()), nifti(other), "organs.nii.gz")
    told: list[str] = []
    view.told.connect(told.append)
    view.canvas.go(5)
    view.go_to_difference()
    assert view.canvas.number == 12 and not told
    view.go_to_difference()
    assert view.canvas.number == 12 and len(told) == 1
    view.go_to_difference(back=True)
    assert view.canvas.number == 3


def test_the_next_feature_that_differs_is_gone_to(qtbot: QtBot, shown: Shown) -> None:
    view = shown(map_view(), maps, TOWN, TOWN.replace(b"[6,-1]", b"[6,-2]"), "town.geojson")
    view.go_to_difference()
    assert view.list.current() == 1
    qtbot.waitUntil(lambda: view.canvas.is_settled, timeout=WAIT)


def test_how_two_volumes_differ_is_told_in_words(shown: Shown) -> None:
    other = organs()
    other[7, 8, 7] = 2
    view = shown(VolumeView(), volume, nifti(organs()), nifti(other), "organs.nii.gz")
    assert "0.01% of the voxels differ." in view.frame.caption.toolTip()
    assert view.frame.legend.words[2] == "another label"
    view.grab()


# Maps and drawings.

TOWN = b"""{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"id":"yard"},"geometry":{"type":"Polygon","coordinates":
[[[0,0],[4,0],[4,4],[0,4],[0,0]],[[1,1],[2,1],[2,2],[1,2],[1,1]]]}},
{"type":"Feature","properties":{"id":"road"},"geometry":{"type":"LineString","coordinates":
[[-2,-1],[6,-1]]}}]}"""


@pytest.fixture
def town(qtbot: QtBot, shown: Shown) -> PlanView:
    view: PlanView = shown(map_view(), maps, TOWN, None, "town.geojson")
    qtbot.waitUntil(lambda: view.canvas.is_settled, timeout=WAIT)
    return view


def spot(view: PlanView, x: float, y: float) -> tuple[float, float]:
    data = view._data
    assert data is not None
    place = np.array([[x - data.middle[0], y - data.middle[1]]])
    found = view.canvas.window_at().pixels(place)[0]
    return float(found[0]), float(found[1])


def test_a_map_lists_its_features_and_a_click_picks_one(town: PlanView) -> None:
    found = picks(town)
    assert [part.title for part in town.list.parts] == ["yard", "road"]
    click(town.canvas, *spot(town, 3, 3))
    assert town.list.current() == 0
    click(town.canvas, *spot(town, 5, -1))
    assert town.list.current() == 1 and found == ["", ""]
    click(town.canvas, *spot(town, 1.5, 1.5))
    assert len(found) == 2


def test_the_place_under_the_pointer_is_told(town: PlanView) -> None:
    QTest.mouseMove(town.canvas, QPoint(*map(round, spot(town, 3, 2))))
    x, y = spot(town, 3, 2)
    town.canvas.pointed.emit(town.canvas.window_at().place(x, y))
    assert town.frame.spot.toolTip() == "At 3, 2"
    assert "projection WGS 84" in town.frame.caption.toolTip()
    town.canvas.pointed.emit(None)
    assert town.frame.spot.toolTip() == ""


def test_a_map_moves_and_grows_about_the_pointer(qtbot: QtBot, town: PlanView) -> None:
    canvas = town.canvas
    before = spot(town, 3, 3)
    canvas.zoom(2.0, QPointF(*before))
    assert spot(town, 3, 3) == pytest.approx(before, abs=0.01)
    drag(canvas, (100, 100), (30, -20))
    assert spot(town, 3, 3) == pytest.approx((before[0] + 30, before[1] - 20), abs=0.5)
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    assert spot(town, 3, 3)[0] > before[0] + 30
    QTest.keyClick(canvas, Qt.Key.Key_0)
    assert spot(town, 3, 3) == pytest.approx(before, abs=0.01)
    qtbot.waitUntil(lambda: canvas.is_settled, timeout=WAIT)


def test_the_list_brings_a_feature_into_sight(qtbot: QtBot, town: PlanView) -> None:
    town.canvas.zoom(40.0, QPointF(*spot(town, 0, 4)))
    town.list.look_at(1)
    x, y = spot(town, 2, -1)
    assert 0 <= x < town.canvas.width() and 0 <= y < town.canvas.height()
    qtbot.waitUntil(lambda: town.canvas.is_settled, timeout=WAIT)


def test_what_is_looked_at_and_a_hole_are_painted(qtbot: QtBot, town: PlanView) -> None:
    def colour(x: float, y: float) -> str:
        place = QPoint(*map(round, spot(town, x, y)))
        return town.canvas.grab().toImage().pixelColor(place).name()

    filled, hole = colour(3, 3), colour(1.5, 1.5)
    assert hole == theme.TOKENS["light"].sunken.lower() != filled
    town.list.look_at(0)
    qtbot.waitUntil(lambda: town.canvas.is_settled and colour(3, 3) != filled, timeout=WAIT)


def test_a_drawing_is_picked_by_layer(qtbot: QtBot, shown: Shown) -> None:
    view = shown(drawing_view(), drawings, drawing_files.plan(), None, "plan.dxf")
    qtbot.waitUntil(lambda: view.canvas.is_settled, timeout=WAIT)
    found = picks(view)
    layers = [layer.place for layer in view._data.layers]
    assert [part.title for part in view.list.parts] == layers and len(layers) > 1
    view.list.look_at(1)
    QTest.keyClick(view.list, Qt.Key.Key_Space)
    assert found == [f"@{layers[1]}"]
    view.show_marks((Mark("1-plan.dxf", parts=(layers[0].lower(),)),))
    assert [part.checked for part in view.list.parts][:2] == [True, False]
    view.show_place(f"@{layers[1]}")
    assert view.list.current() == 1


def test_two_maps_are_shown_with_words_for_their_colours(qtbot: QtBot, shown: Shown) -> None:
    view = shown(map_view(), maps, TOWN, TOWN.replace(b"[4,4]", b"[4,3]"), "town.geojson")
    qtbot.waitUntil(lambda: view.canvas.is_settled, timeout=WAIT)
    assert view.frame.legend.words[-1] == "the same in both"


def test_many_lines_become_one_path() -> None:
    pixels = np.array([[0.0, 0], [10, 0], [20, 5], [30, 5]])
    path = path_of(pixels, np.array([True, False, True, False]))
    kinds = [path.elementAt(number).type.name for number in range(path.elementCount())]
    assert kinds == ["MoveToElement", "LineToElement"] * 2
    assert (path.elementAt(3).x, path.elementAt(3).y) == (30, 5)


@pytest.mark.parametrize(("length", "told"), [(7, 5), (0.34, 0.2), (1, 1), (math.inf, 1)])
def test_a_stretch_is_told_in_a_round_number(length: float, told: float) -> None:
    assert round_down(length) == pytest.approx(told)


# The list.


def test_a_list_of_ten_thousand_is_shown_at_once(qtbot: QtBot) -> None:
    made = PartList("Features")
    qtbot.addWidget(made)
    made.show_parts(tuple(Part(f"Feature {n}", "use yard") for n in range(10_000)))
    made.show()
    made.look_at(9_999)
    QApplication.processEvents()
    index = made.model().index(9_999, 0)
    assert made.viewport().rect().intersects(made.visualRect(index))
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Feature 9999, use yard"
