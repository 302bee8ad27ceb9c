"""What stands above the columns of the matrix: what each of them tells, and of which check."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from studio.gui.language import tr
from studio.gui.pages.checks.output_rows import CELL, OutputView
from studio.gui.pages.checks.outputs_state import short_target
from studio.gui.theme import Theme, px

_LOW, _HIGH, _LETTERS = 24, 64, 11
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)


class OutputHeads(QWidget):
    """Paints the heads where the rows have their columns; a check's says what it looks at.

    Attributes:
        check_chosen: the head of a check was pressed on.
    """

    check_chosen = Signal(str)

    def __init__(self, view: OutputView, told: Callable[[str], str]) -> None:
        super().__init__()
        self._view, self._told = view, told
        self._targets: Mapping[str, str] = {}
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.show_checks({})

    def show_checks(self, targets: Mapping[str, str]) -> None:
        """Show the heads of some checks, by their ids what they look at; none without any."""
        self._targets = targets
        names = [tr("Output"), *(short_target(target) for target in targets.values())]
        names += [tr("Score"), tr("Verdict")]
        self.setAccessibleName(tr("Columns: {names}").format(names=", ".join(names)))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return the room of a line, or of names that stand upright."""
        return QSize(px(240), px(_HIGH if self._targets else _LOW))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the heads."""
        painter, tokens = QPainter(self), Theme.tokens
        font = QFont(self.font())
        font.setPixelSize(px(_LETTERS))
        font.setWeight(QFont.Weight.Medium)
        painter.setFont(font)
        painter.fillRect(self.rect(), QColor(tokens.panel))
        painter.setPen(QColor(tokens.line))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        columns = self._view.rows.columns(self._view)
        painter.setPen(QColor(tokens.text_3))
        for (left, wide), words, side in (
            (columns.name, tr("Output"), _MIDDLE),
            (columns.must, tr("Must"), _MIDDLE),
            (columns.score, tr("Score"), _RIGHT),
            (columns.told, tr("Verdict"), _MIDDLE),
        ):
            foot = QRect(left, self.height() - px(_LOW), wide, px(_LOW))
            if wide:
                painter.drawText(foot, side, words)
        for left, check in zip(columns.cells, self._targets, strict=False):
            self._paint_check(painter, left, check)

    def _paint_check(self, painter: QPainter, left: int, check: str) -> None:
        chosen = check == self._view.rows.chosen
        if chosen:
            ground = QColor(Theme.tokens.accent_tint)
            painter.fillRect(QRect(left, 0, px(CELL), self.height() - 1), ground)
        painter.setPen(QColor(Theme.tokens.text if chosen else Theme.tokens.text_3))
        room = self.height() - px(8)
        name = painter.fontMetrics().elidedText(
            short_target(self._targets[check]), Qt.TextElideMode.ElideMiddle, room
        )
        painter.save()
        painter.translate(left, self.height() - px(4))
        painter.rotate(-90)
        painter.drawText(QRect(0, 0, room, px(CELL)), _MIDDLE, name)
        painter.restore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the check of a head."""
        check = self._view.rows.check_at(self._view, event.position().toPoint())
        if check and event.button() == Qt.MouseButton.LeftButton:
            self.check_chosen.emit(check)

    def event(self, event: QEvent) -> bool:
        """Tell in a tip what the check of a head asks."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            check = self._view.rows.check_at(self._view, event.pos())
            QToolTip.showText(event.globalPos(), self._told(check) if check else "", self)
            return True
        return super().event(event)
