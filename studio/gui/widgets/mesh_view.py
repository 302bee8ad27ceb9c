"""A mesh beside its checks: turned in 3D, its bodies listed, its measures in words."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.theme import px
from studio.gui.widgets.controls import icon_button
from studio.gui.widgets.drawing import Ask
from studio.gui.widgets.legend import Legend
from studio.gui.widgets.mesh_canvas import ONLY_FIRST, ONLY_SECOND, MeshCanvas
from studio.gui.widgets.part_list import Part, PartList
from studio.gui.widgets.parts import button, flowing, reveal
from studio.viewing.figures import figure, sides
from studio.viewing.mesh_data import Body, MeshData

_VIEWS = (("front", "Front", "1"), ("top", "Top", "2"), ("side", "Side", "3"),
          ("aslant", "Reset", "0"))  # fmt: skip
_NEARER = 1.25


class MeshView(QWidget):
    """Shows a mesh, or how two differ, and tells which body was chosen.

    Attributes:
        chosen: the number of a body that was clicked, or chosen in the list.
    """

    chosen = Signal(int)

    def __init__(self, ask: Ask) -> None:
        super().__init__()
        self.canvas = MeshCanvas(ask)
        self.list = PartList(tr("Bodies of the mesh"))
        self.caption = flowing("", "caption")
        self.legend = Legend()
        self._data: MeshData | None = None
        self._checked: frozenset[int] = frozenset()
        self.canvas.picked.connect(self._pick)
        self.canvas.drawn.connect(self._tell)
        self.canvas.failed.connect(self.caption.setText)
        self.list.looked_at.connect(self._look_at)
        self.list.chosen.connect(self.chosen)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.canvas, 1)
        row.addWidget(self.list)
        foot = QVBoxLayout()
        foot.setContentsMargins(px(16), px(8), px(16), px(8))
        foot.setSpacing(px(4))
        foot.addWidget(self.legend)
        foot.addWidget(self.caption)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._make_bar())
        column.addLayout(row, 1)
        column.addLayout(foot)

    def _make_bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setContentsMargins(px(16), px(8), px(16), px(8))
        bar.setSpacing(px(4))
        self.views: dict[str, QPushButton] = {}
        for name, word, key in _VIEWS:
            made = button(tr(word), partial(self.canvas.view, name), "toggle", key)
            bar.addWidget(made)
            self.views[name] = made
        bar.addStretch(1)
        nearer, farther = _NEARER, 1 / _NEARER
        for icon, tip, factor in (
            ("magnifying-glass-minus", tr("Smaller (-)"), farther),
            ("magnifying-glass-plus", tr("Larger (+)"), nearer),
        ):
            bar.addWidget(icon_button(icon, tip, partial(self.canvas.zoom, factor)))
        return bar

    # What is shown.

    def show_mesh(self, data: MeshData, other: MeshData | None = None) -> None:
        """Show a mesh; with another one, where the two agree and what only one of them has."""
        from studio.viewing.scenes import scene_of

        self._data, self._checked = data, frozenset()
        self.list.show_parts(self._parts())
        reveal(self.list, len(data.bodies) > 1 and other is None)
        self._show_legend(other is not None)
        self.caption.setText(told_mesh(data))
        self.canvas.show_marks(frozenset(), -1)
        self.canvas.show_scenes(tuple(scene_of(one) for one in (data, other) if one is not None))

    def show_checked(self, bodies: frozenset[int]) -> None:
        """Mark the bodies that checks look at."""
        self._checked = bodies
        looked = self.list.current()
        self.list.show_parts(self._parts())
        self.list.look_at(looked)
        self._show_legend(False)
        self.canvas.show_marks(bodies, looked)

    def _parts(self) -> tuple[Part, ...]:
        data = self._data
        assert data is not None
        return tuple(
            Part(_name(number, data), told_body(body, data.unit), None, number in self._checked)
            for number, body in enumerate(data.bodies)
        )

    def _show_legend(self, compared: bool) -> None:
        if compared:
            self.legend.show_hues(
                (
                    (tr("only here"), ONLY_FIRST),
                    (tr("only in what it is compared with"), ONLY_SECOND),
                    (tr("the same in both"), "border"),
                )
            )
        elif self._checked:
            self.legend.show_hues(((tr("checked"), "good"), (tr("selected"), "accent")))
        else:
            self.legend.show_hues(())

    def _tell(self) -> None:
        if self._data is None:
            return
        told = told_mesh(self._data)
        if not self.canvas.whole:
            told += " " + tr("It has too much in one place to be drawn whole.")
        self.caption.setText(told)
        self.canvas.setAccessibleDescription(told)

    # What is chosen.

    def _pick(self, body: int) -> None:
        self.list.look_at(body)
        self.chosen.emit(body)

    def _look_at(self, body: int) -> None:
        self.canvas.show_marks(self._checked, body)


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
        tr("{count} triangles").format(count=f"{whole.triangles:,}"),
    ]
    if data.count > 1:
        parts.append(tr("{count} bodies").format(count=f"{data.count:,}"))
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


