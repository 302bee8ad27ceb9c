"""The small bar over everything while a recorder works: its time, what comes in, and its orders."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.theme import Theme, icon, px
from studio.gui.widgets.elided import Elided
from studio.gui.widgets.parts import button, label

_HEIGHT, _TIME, _RATES, _METER = 52, 120, 80, (72, 24)
_BARS = 24
_LEAST_RATE = 8.0
_BUTTONS = {
    "pause": ("Pause", "pause", "Ctrl+Shift+F9"),
    "resume": ("Go on", "play", "Ctrl+Shift+F9"),
    "mark": ("Checkpoint", "flag", "Ctrl+Shift+F8"),
    "stop": ("Stop", "stop", "Ctrl+Shift+F10"),
}
_FLAGS = (
    Qt.WindowType.Window
    | Qt.WindowType.FramelessWindowHint
    | Qt.WindowType.WindowStaysOnTopHint
    | Qt.WindowType.WindowDoesNotAcceptFocus
)


class Dot(QWidget):
    """A dot in the colour of a state; paused it is two strokes, so that the shape tells too."""

    def __init__(self) -> None:
        super().__init__()
        self._tone = "waits"
        self.setFixedSize(px(12), px(12))

    def show_tone(self, tone: str) -> None:
        """Show another state: bad records, waits is paused or on its way."""
        self._tone = tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the dot or the strokes."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(Theme.tokens, self._tone)))
        area = QRectF(self.rect())
        if self._tone == "bad":
            painter.drawEllipse(area)
            return
        stroke = area.width() / 3
        for left in (0.0, 2 * stroke):
            painter.drawRect(QRectF(left, 0, stroke, area.height()))


class Meter(QWidget):
    """What came in a second, as little bars, the newest at the right."""

    def __init__(self) -> None:
        super().__init__()
        self._rates: tuple[float, ...] = ()
        self.setFixedSize(*(px(side) for side in _METER))

    def show_rates(self, rates: tuple[float, ...]) -> None:
        """Show other rates."""
        self._rates = rates[-_BARS:]
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a bar for each rate on a line."""
        painter = QPainter(self)
        tokens = Theme.tokens
        most = max((_LEAST_RATE, *self._rates))
        wide, high = self.width() / _BARS, self.height() - 1
        painter.fillRect(QRectF(0, high, self.width(), 1), QColor(tokens.border))
        first = _BARS - len(self._rates)
        for place, rate in enumerate(self._rates, first):
            tall = high * rate / most
            painter.fillRect(
                QRectF(place * wide, high - tall, wide - 1, tall), QColor(tokens.accent)
            )


class RecordingBar(QWidget):
    """A window of its own that never takes the keyboard from the work.

    It has no tips: they would be windows that nobody fills in the recording.

    Attributes:
        asked: an order was given.
        moved: a hand put it elsewhere.
        touched: it was pressed, on a button or beside one; the time (ms) of the window system.
    """

    asked = Signal(str)
    moved = Signal(QPoint)
    touched = Signal(int)

    def __init__(self, role: str) -> None:
        super().__init__(None, _FLAGS)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_X11NetWmWindowTypeUtility)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setWindowRole(role)
        self.setWindowTitle(tr("Recording bar"))
        self.setAccessibleName(tr("Recording"))
        self._grip: QPoint | None = None
        self._dragged = False
        self.dot, self.time, self.told = Dot(), label("00:00", "title"), Elided("caption")
        self.meter, self.rates = Meter(), label("", "caption")
        self.buttons = {name: self._make(name) for name in _BUTTONS}
        self._lay_out()

    def _make(self, name: str) -> QPushButton:
        word, _, key = _BUTTONS[name]
        made = button(tr(word), partial(self.asked.emit, name))
        made.installEventFilter(self)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setIconSize(QSize(px(16), px(16)))
        made.setAccessibleName(tr(word))
        made.setAccessibleDescription(tr("In any program: {key}").format(key=key))
        return made

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        # Its size stays as it is first shown; nothing that is hidden changes it.
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        row.setContentsMargins(px(12), 0, px(8), 0)
        row.setSpacing(px(8))
        clock = QVBoxLayout()
        clock.setSpacing(0)
        self.told.setFixedWidth(px(_TIME))
        for line in (self.time, self.told):
            clock.addWidget(line)
        self.rates.setFixedWidth(px(_RATES))
        row.addWidget(self.dot)
        row.addLayout(clock)
        row.addWidget(self.meter)
        row.addWidget(self.rates)
        for made in self.buttons.values():
            row.addWidget(made)
        clock.setContentsMargins(0, px(8), 0, px(8))
        # Nothing jumps: the two that stand in for each other are equally wide.
        both = [self.buttons[name] for name in ("pause", "resume")]
        self._show_icons()
        wide = max(made.sizeHint().width() for made in both)
        for made in both:
            made.setFixedWidth(wide)
        self.buttons["resume"].hide()

    def sizeHint(self) -> QSize:
        """Return room for all of it."""
        return QSize(super().sizeHint().width(), px(_HEIGHT))

    def _show_icons(self) -> None:
        for name, made in self.buttons.items():
            made.setIcon(icon(_BUTTONS[name][1]))

    def show_state(self, word: str, tone: str, time: str) -> None:
        """Show how it stands or what the recorder said, and how long it has recorded."""
        self.dot.show_tone(tone)
        self.time.setText(time)
        self.told.show_text(word)
        self.told.setToolTip("")
        self.setAccessibleDescription(f"{word}, {time}")

    def show_rates(self, events: tuple[float, ...], frames: tuple[float, ...]) -> None:
        """Show what came in a second."""
        self.meter.show_rates(events)
        now = (round(rates[-1]) if rates else 0 for rates in (events, frames))
        numbers = dict(zip(("events", "frames"), now, strict=True))
        self.rates.setText(tr("{events} events/s\n{frames} frames/s").format(**numbers))
        said = tr("{events} events and {frames} frames a second").format(**numbers)
        self.meter.setAccessibleName(said)

    def show_buttons(self, names: tuple[str, ...]) -> None:
        """Let these orders be given; the others keep their place."""
        for name, made in self.buttons.items():
            made.setEnabled(name in names)
        resumes = "resume" in names
        self.buttons["pause"].setVisible(not resumes)
        self.buttons["resume"].setVisible(resumes)

    @property
    def is_held(self) -> bool:
        """Whether a hand holds it now."""
        return self._grip is not None

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay: only the end of the recording takes the bar away."""
        event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icons in the colours of another mode."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_icons()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell that a button was pressed."""
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            self.touched.emit(event.timestamp())
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the bar."""
        self._grip = event.globalPosition().toPoint() - self.pos()
        self._dragged = False
        self.touched.emit(event.timestamp())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Let the bar follow the hand."""
        if self._grip is None:
            return
        place = event.globalPosition().toPoint() - self._grip
        far = (place - self.pos()).manhattanLength() >= QApplication.startDragDistance()
        if self._dragged or far:
            self._dragged = True
            self.move(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell where the bar was put."""
        held, self._grip = self._grip, None
        if held is not None and self._dragged:
            self.moved.emit(self.pos())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the panel and its edge."""
        painter = QPainter(self)
        tokens = Theme.tokens
        painter.fillRect(self.rect(), QColor(tokens.panel))
        painter.setPen(QPen(QColor(tokens.border), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
