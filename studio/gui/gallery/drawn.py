"""The specimens of files that are drawn: a mesh, a volume, a map, and what stands beside them."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from studio.gui.gallery.frame import section
from studio.gui.theme import px
from studio.gui.widgets.file_marks import Mark
from studio.gui.widgets.file_view import FileView
from studio.gui.widgets.legend import Legend
from studio.gui.widgets.mesh_view import MeshView
from studio.gui.widgets.part_list import Part, PartList
from studio.gui.widgets.parts import panel
from studio.gui.widgets.plan_view import drawing_view
from studio.gui.widgets.volume_view import VolumeView
from studio.viewing.mesh_data import Body, MeshData
from studio.viewing.plan_data import AREA, LINE, Feature, PlanData, PlanLayer
from studio.viewing.volume_data import Label, VolumeData


def _at_once(
    work: Callable[..., Any], done: Callable[..., Any], failed: Callable[..., Any]
) -> None:
    result = work(lambda: False)
    if result is not None:
        done(result)


def _shown(view: FileView, head: Any, *marks: Mark) -> QWidget:
    view.drawing_asked.connect(_at_once)
    view.setFixedSize(px(480), px(320))
    view.show_head(head)
    view.show_marks(marks)
    return view


def _mesh() -> MeshData:
    import numpy as np

    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], float)
    sides = ((0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3))
    block = [face for a, b, c, d in sides for face in ((a, b, c), (a, c, d))]
    faces = np.array([*block, *(tuple(n + 8 for n in face) for face in block)], np.int32)
    small = corners * (5, 5, 15) + (15, 0, 23)
    vertices = np.concatenate([corners * (40, 20, 8), small]).astype(np.float32)
    owners = np.repeat(np.arange(2, dtype=np.int32), 12)
    plate = Body(12, (-40.0, -20.0, -8.0), (40.0, 20.0, 8.0), 10_240.0, 51_200.0)
    post = Body(12, (10.0, -5.0, 8.0), (20.0, 5.0, 38.0), 1_400.0, 3_000.0)
    whole = Body(24, (-40.0, -20.0, -8.0), (40.0, 20.0, 38.0), 11_640.0, 54_200.0)
    arrays = vertices, faces, owners
    return MeshData((0.0, 0.0, 0.0), (plate, post), 2, whole, "mm", False, arrays)


def _volume() -> VolumeData:
    import numpy as np

    x, y, z = np.ogrid[:48, :40, :24]
    voxels = np.zeros((48, 40, 24), np.uint8)
    voxels[((x - 18) / 12) ** 2 + ((y - 20) / 14) ** 2 + ((z - 12) / 9) ** 2 < 1] = 1
    voxels[((x - 34) / 7) ** 2 + ((y - 22) / 7) ** 2 + ((z - 12) / 6) ** 2 < 1] = 2
    labels = tuple(
        Label(value, int((voxels == value).sum()), float((voxels == value).sum()), place)
        for value, place in ((1, (18, 20, 12)), (2, (34, 22, 12)))
    )
    return VolumeData((48, 40, 24), (1.0, 1.0, 1.0), 1, 1, 0.0, 2.0, (0.0, 2.0), 0, False,
                      labels, arrays=(voxels,))  # fmt: skip


def _plan() -> PlanData:
    import numpy as np

    wall = [(-40, -25), (40, -25), (40, 25), (-40, 25), (-40, -25)]
    room = [(-30, -15), (5, -15), (5, 15), (-30, 15), (-30, -15)]
    points = np.array([*wall, *room], dtype=float)
    features = (Feature(0, "polyline", "A-WALL"), Feature(1, "room", "A-AREA"))
    return PlanData(
        (0.0, 0.0), (-40.0, -25.0, 40.0, 25.0), "m", False, "", False,
        (PlanLayer("A-WALL", 1, "A-WALL"), PlanLayer("A-AREA", 1, "A-AREA")), features, 2,
        arrays=(
            points, np.array([0, 5, 10], np.int32), np.array([0, 1], np.int32),
            np.array([0, 1], np.int32), np.array([LINE, AREA], np.uint8),
        ),
    )  # fmt: skip


def _legend() -> QWidget:
    ground, column = panel("panel", 0, 0)
    made = Legend()
    column.addWidget(made)
    made.show_hues((("only in the reference", 4), ("only in the input", 2), ("the same", "border")))
    return ground


def _list() -> PartList:
    made = PartList("Specimens")
    made.show_parts(
        (
            Part("Label 1", "112,931 voxels, 109,769 mm³", 0, checked=True),
            Part("Label 2", "61,445 voxels, 59,725 mm³", 1),
        )
    )
    made.look_at(1)
    made.setFixedHeight(px(100))
    return made


def drawn_files() -> QWidget:
    """Return the views of files that are drawn."""
    return section(
        "Drawn files",
        (
            ("Mesh", [("checked", _shown(MeshView(), _mesh(), Mark("bracket.stl")))]),
            ("Volume", [("a label is checked",
                         _shown(VolumeView(), _volume(), Mark("organs.nii.gz", parts=("2",))))]),
            ("Drawing", [("", _shown(drawing_view(), _plan()))]),
            ("Beside them", [("parts", _list()), ("what hues mean", _legend())]),
        ),
    )  # fmt: skip
