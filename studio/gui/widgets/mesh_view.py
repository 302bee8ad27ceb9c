"""A mesh beside its checks: turned in 3D, its bodies listed, its measures in words."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QPushButton

from studio.gui.language import tr
from studio.gui.widgets.controls import icon_button
from studio.gui.widgets.file_marks import Mark, Side
from studio.gui.widgets.file_view import FileView
from studio.gui.widgets.held_canvas import NEARER
from studio.gui.widgets.mesh_canvas import MeshCanvas
from studio.gui.widgets.part_list import Part, PartList
from studio.gui.widgets.parts import button, reveal
from studio.gui.widgets.scene_frame import SceneFrame, compares
from studio.gui.wording import count
from studio.viewing.figures import figure, sides
from studio.viewing.mesh_data import Body, MeshData

_VIEWS = (("front", "Front", "1"), ("top", "Top", "2"), ("side", "Side", "3"),
          ("aslant", "Reset", "0"))  # fmt: skip


class MeshView(FileView):
    """Shows a mesh, or how two differ; a body that is clicked asks for a check of the mesh."""

    has_legend = True

    def __init__(self) -> None:
        super().__init__()
        self.hint = tr("Click the mesh to check it")
        self.canvas = MeshCanvas(self.drawing_asked.emit)
        self.list = PartList(tr("Bodies of the mesh"))
        self.frame = SceneFrame(self, self.canvas, self.list, spots=False)
        self._side: Side = "reference"
        self._data: MeshData | None = None
        self._other: MeshData | None = None
        self._checked = False
        self.canvas.picked.connect(self._pick)
        self.canvas.drawn.connect(self._tell)
        self.canvas.failed.connect(self.frame.caption.show_text)
        self.list.looked_at.connect(self._look_at)
        self.list.chosen.connect(lambda _: self.picked.emit(""))
        self.views: dict[str, QPushButton] = {}
        for name, word, key in _VIEWS:
            self.views[name] = button(tr(word), partial(self.canvas.view, name), "toggle", key)
            self.frame.bar.addWidget(self.views[name])
        self.frame.bar.addStretch(1)
        for icon, tip, factor in (
            ("magnifying-glass-minus", tr("Smaller (-)"), 1 / NEARER),
            ("magnifying-glass-plus", tr("Larger (+)"), NEARER),
        ):
            self.frame.bar.addWidget(icon_button(icon, tip, partial(self.canvas.zoom, factor)))

    # What is shown.

    def show_side(self, side: Side) -> None:
        """Tell which side is shown."""
        self._side = side

    def show_head(self, head: MeshData) -> None:
        """Show a mesh; the one that it is compared with follows."""
        self._data, self._other = head, None
        self._show_parts()
        self._show_scenes()
        if head.compared and compares(self._side):
            self.asked.emit("other", {})

    def take(self, what: str, arguments: dict[str, Any], part: Any) -> None:
        """Take the mesh that it is compared with."""
        if isinstance(part, MeshData):
            self._other = part
            self._show_parts()
            self._show_scenes()

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """Show whether checks look at the mesh."""
        self._checked = bool(marks)
        self._show_legend()
        self._mark(self.list.current())

    def _show_scenes(self) -> None:
        from studio.viewing.scenes import scene_of

        shown = [one for one in (self._data, self._other) if one is not None]
        self.canvas.show_scenes(tuple(scene_of(one) for one in shown))
        self._show_legend()
        self._tell()

    def _show_parts(self) -> None:
        data = self._data
        assert data is not None
        self.list.show_parts(
            tuple(
                Part(_name(number, data), told_body(body, data.unit))
                for number, body in enumerate(data.bodies)
            )
        )
        reveal(self.list, len(data.bodies) > 1 and self._other is None)

    def _show_legend(self) -> None:
        if self._other is not None:
            self.frame.show_difference(self._side)
        elif self._checked:
            self.frame.legend.show_hues(((tr("checked"), "good"),))
        else:
            self.frame.legend.show_hues(())

    def _tell(self) -> None:
        if self._data is None:
            return
        told = told_mesh(self._data)
        if not self.canvas.whole:
            told += " " + tr("It has too much in one place to be drawn whole.")
        self.frame.caption.show_text(told)
        self.canvas.setAccessibleDescription(told)

    # What is chosen.

    def _pick(self, body: int) -> None:
        if self._other is None:
            self.list.look_at(body)
        self.picked.emit("")

    def _look_at(self, body: int) -> None:
        self._mark(body)

    def _mark(self, looked: int) -> None:
        self.canvas.show_marks(self._checked, looked)


def _name(number: int, data: MeshData) -> str:
    rest = data.count - number
    if number == len(data.bodies) - 1 and rest > 1:
        return tr("{count} smaller bodies").format(count=f"{rest:,}")
    return tr("Body {number}").format(number=number + 1)


def told_mesh(data: MeshData) -> str:
    """Return what a mesh measures, in words."""
    unit = data.unit or tr("units of the file")
    whole = data.whole
    parts = [
        tr("{sides} {unit}").format(sides=sides(whole.sides), unit=unit),
        count(whole.triangles, "1 triangle", "{count} triangles"),
    ]
    if data.count > 1:
        parts.append(count(data.count, "1 body", "{count} bodies"))
    parts.append(_told_volume(whole, data.unit))
    return ", ".join(parts) + "."


def told_body(body: Body, unit: str) -> str:
    """Return what a body measures, in a line."""
    room = f" {unit}" if unit else ""
    return f"{sides(body.sides)}{room}, {_told_volume(body, unit)}"


def _told_volume(body: Body, unit: str) -> str:
    if body.volume is None:
        return tr("open")
    cubic = f" {unit}³" if unit else ""
    return tr("volume {value}").format(value=figure(abs(body.volume)) + cubic)
