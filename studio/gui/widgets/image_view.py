"""A picture beside its checks: as large as one likes, with what differs painted over it."""

from typing import Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from studio.gui.language import tr
from studio.gui.theme import Theme, px
from studio.gui.widgets.controls import icon_button
from studio.gui.widgets.elided import Elided
from studio.gui.widgets.file_marks import Mark, Side
from studio.gui.widgets.file_view import FileView
from studio.gui.widgets.image_canvas import ImageCanvas, picture, veil
from studio.gui.widgets.parts import button
from studio.model.check import REGION
from studio.viewing.image_data import ImageHead, ImagePiece

_THROUGH, _STEP = 150, 1.25


class ImageView(FileView):
    """Shows a picture."""

    has_legend = True

    def __init__(self) -> None:
        super().__init__()
        self.hint = tr("Click the picture to check it, or draw a region (R)")
        self.line = Elided("caption")
        self.canvas = ImageCanvas()
        self._side: Side = "reference"
        self._head: ImageHead | None = None
        self._checks: tuple[str, ...] = ()
        self.percent = button("", self._fit, "toggle", tr("Fit (0)"))
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(4))
        row.addWidget(self.line, 1)
        self.region = button(tr("Region"), self._draw, "toggle", tr("Draw a region to check (R)"))
        self.region.setCheckable(True)
        row.addWidget(self.region)
        smaller = icon_button("minus", tr("Smaller (-)"), lambda: self.canvas.zoom(1 / _STEP))
        row.addWidget(smaller)
        row.addWidget(self.percent)
        row.addWidget(icon_button("plus", tr("Larger (+)"), lambda: self.canvas.zoom(_STEP)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addLayout(row)
        column.addWidget(self.canvas, 1)
        self.canvas.pressed.connect(lambda: self.picked.emit(""))
        self.canvas.region_drawn.connect(self._pick)
        self.canvas.drawing_changed.connect(self.region.setChecked)
        self.canvas.piece_wanted.connect(self._ask)
        self.canvas.scaled.connect(lambda scale: self.percent.setText(f"{scale:.0%}"))

    def _draw(self) -> None:
        self.canvas.draw_regions(self.region.isChecked())
        self.canvas.setFocus()

    def _pick(self, *region: int) -> None:
        self.picked.emit(f"{REGION}[{','.join(map(str, region))}]")

    def _fit(self) -> None:
        self.canvas.fit()

    def _ask(self, left: int, top: int, width: int, height: int) -> None:
        area = {"left": left, "top": top, "width": width, "height": height}
        self.asked.emit("piece", area)

    def show_side(self, side: Side) -> None:
        """Tell which side is shown."""
        self._side = side

    def show_head(self, head: ImageHead) -> None:
        """Show a picture as a whole."""
        self._head = head
        size = QSize(head.width, head.height)
        self.canvas.show_picture(size, picture(head.arrays[0]), self._veil(head.arrays))
        self._tell()

    def take(self, what: str, arguments: dict[str, Any], part: Any) -> None:
        """Take a piece in its full size."""
        if isinstance(part, ImagePiece) and part.arrays:
            piece = picture(part.arrays[0])
            self.canvas.show_piece(part.left, part.top, piece, self._veil(part.arrays))

    def _veil(self, arrays: tuple[Any, ...]) -> QImage:
        if len(arrays) < 2 or self._side not in ("difference", "output"):
            return QImage()
        colour = QColor(Theme.tokens.bad if self._side == "output" else Theme.tokens.accent)
        colour.setAlpha(_THROUGH)
        return veil(arrays[1], colour)

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """Say which checks look at the picture."""
        self._checks = tuple(mark.sentence for mark in marks)
        regions = [(mark.region, mark.selected) for mark in marks if len(mark.region) == 4]
        self.canvas.show_regions(regions)
        self._tell()

    def _tell(self) -> None:
        """Say what picture it is, how much of it differs, and what is checked."""
        head = self._head
        if head is None:
            return
        parts = [f"{head.format}, {head.width:,} x {head.height:,}"]
        if head.compared and self._side != "input":
            share = head.differs / max(1, head.width * head.height)
            beside = tr("reference") if self._side == "output" else tr("input")
            told = tr("{count} pixels ({share}) differ from the {side}")
            parts.append(
                told.format(count=f"{head.differs:,}", share=f"{share:.2%}", side=beside)
                if head.differs
                else tr("no pixel differs from the {side}").format(side=beside)
            )
        elif head.why and self._side != "input":
            parts.append(tr("not compared: {why}").format(why=tr(head.why)))
        if self._checks:
            parts.append(tr("checked: {checks}").format(checks="; ".join(self._checks[:3])))
        self.line.show_text("   ·   ".join(parts))
        self.canvas.setAccessibleName(tr("Picture"))
        self.canvas.setAccessibleDescription(". ".join(parts))
