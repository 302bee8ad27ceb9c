"""The self-test beside the form: a tick a channel, and what to do where one is missing."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.pages.record.state import KEYS
from studio.gui.pages.record.trial import CHANNELS, WORDS, Line, State, untried, verdict
from studio.gui.theme import Theme, px
from studio.gui.widgets.fields import Tick
from studio.gui.widgets.parts import button, hairline, label, panel, restyle

_SIDE = 16


class Sign(QWidget):
    """A tick, a cross, an exclamation mark, or a ring: the shape tells as much as the colour."""

    def __init__(self) -> None:
        super().__init__()
        self._state: State = "waits"
        self.setFixedSize(px(_SIDE), px(_SIDE))

    def show_state(self, state: State) -> None:
        """Show another state."""
        self._state = state
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the shape of the state."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens, unit = Theme.tokens, self.width() / 16
        colours = {"ok": tokens.good, "missing": tokens.bad, "without": tokens.waits}
        pen = QPen(QColor(colours.get(self._state, tokens.text_3)), 2 * unit)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        strokes: dict[str, list[tuple[tuple[float, float], ...]]] = {
            "ok": [((3, 8), (6.5, 11.5), (13, 4.5))],
            "missing": [((4, 4), (12, 12)), ((12, 4), (4, 12))],
            "without": [((8, 3), (8, 9)), ((8, 12.6), (8, 13))],
        }
        for stroke in strokes.get(self._state, ()):
            painter.drawPolyline([QPointF(x * unit, y * unit) for x, y in stroke])
        if self._state in ("waits", "runs"):
            area = QRectF(4 * unit, 4 * unit, 8 * unit, 8 * unit)
            span = 360 if self._state == "waits" else 240
            painter.drawArc(area, 90 * 16, -span * 16)


class TestPanel(QWidget):
    """Shows the lines of the self-test in their place from the start: nothing jumps."""

    __test__ = False
    asked = Signal()
    countdown_chosen = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        box, column = panel("sunken", 16, 12)
        outer.addWidget(box)
        outer.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(px(8))
        self.pill = label("", "waits")
        head.addWidget(label(tr("Self-test"), "title"))
        head.addStretch(1)
        head.addWidget(self.pill)
        column.addLayout(head)
        column.addLayout(self._make_lines())
        self.again = button(tr("Test again"), self.asked.emit)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(hairline())
        column.addLayout(_keys())
        self.countdown = Tick(tr("Count down before it begins"))
        self.countdown.clicked.connect(self.countdown_chosen)
        column.addWidget(self.countdown)
        self.show_lines(untried())

    def _make_lines(self) -> QVBoxLayout:
        lines = QVBoxLayout()
        lines.setSpacing(px(8))
        self.signs = {name: Sign() for name, _ in CHANNELS}
        self.told = {name: label("", "caption", wrap=True) for name, _ in CHANNELS}
        for name, title in CHANNELS:
            row = QHBoxLayout()
            row.setSpacing(px(8))
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(label(tr(title)))
            words.addWidget(self.told[name])
            row.addWidget(self.signs[name], 0, Qt.AlignmentFlag.AlignTop)
            row.addLayout(words, 1)
            lines.addLayout(row)
        return lines

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show how each channel stands."""
        for line in lines:
            self.signs[line.id].show_state(line.state)
            said = tr(line.told) if line.told else f"{tr(WORDS[line.state]).capitalize()}"
            self.told[line.id].setText(said)
            name = f"{tr(line.title)}: {tr(WORDS[line.state])}"
            self.signs[line.id].setAccessibleName(name)
            self.told[line.id].setAccessibleName(f"{name}. {line.told}")
        word, tone = verdict(lines)
        self.pill.setText(tr(word))
        restyle(self.pill, tone)
        self.again.setEnabled(tone != "waits")


def _keys() -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(px(12))
    grid.setVerticalSpacing(px(4))
    grid.addWidget(label(tr("In any program, while it records:"), "quiet", wrap=True), 0, 0, 1, 2)
    for row, (key, does) in enumerate(KEYS, 1):
        grid.addWidget(label(key), row, 0)
        grid.addWidget(label(tr(does), "quiet"), row, 1)
    grid.setColumnStretch(1, 1)
    return grid
