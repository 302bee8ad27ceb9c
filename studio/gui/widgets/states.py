"""What stands in a pane that has nothing to show yet: emptiness, loading, work under way."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from studio.gui.language import tr
from studio.gui.theme import Theme, px
from studio.gui.widgets.marks import Icon
from studio.gui.widgets.parts import button, label, reveal

_WIDE, _ROW, _BAR, _THUMB = 400, 54, 10, (64, 40)
_SHARES = (0.72, 0.55, 0.84, 0.63, 0.78)


class EmptyState(QWidget):
    """What will be here, in one sentence, and the one button that starts it.

    Args:
        icon: the name of an icon.
        sentence: what will be here, and how it comes about.
        action: the words on the button; none without them.
        title: a few words above the sentence.
    """

    asked = Signal()

    def __init__(self, icon: str, sentence: str, action: str = "", title: str = "") -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(24), px(24), px(24))
        column.setSpacing(px(12))
        column.addStretch(2)
        column.addWidget(Icon(icon, "text_3", 32), 0, Qt.AlignmentFlag.AlignHCenter)
        self.title = label(title, "title")
        reveal(self.title, bool(title))
        column.addWidget(self.title, 0, Qt.AlignmentFlag.AlignHCenter)
        self.sentence = label(sentence, "quiet", wrap=True)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.sentence.setMaximumWidth(px(_WIDE))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.sentence, 100)
        row.addStretch(1)
        column.addLayout(row)
        self.button: QPushButton = button(action, self.asked.emit)
        reveal(self.button, bool(action))
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def show_sentence(self, sentence: str, action: str | None = None) -> None:
        """Show another sentence, and other words on the button."""
        self.sentence.setText(sentence)
        if action is not None:
            self.button.setText(action)
            self.button.setVisible(bool(action))


class Skeleton(QWidget):
    """Pale rows where the real ones will be; nothing in them moves."""

    def __init__(self, rows: int = 5, pictures: bool = False) -> None:
        super().__init__()
        self._rows, self._pictures = rows, pictures
        self.setAccessibleName(tr("Loading…"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        """Return room for the rows."""
        return QSize(px(240), px(_ROW) * self._rows)

    def minimumSizeHint(self) -> QSize:
        """Return room for one row."""
        return QSize(px(120), px(_ROW))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = Theme.mode == "contrast"
        painter.setPen(QPen(QColor(Theme.tokens.line), 1) if edge else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(Theme.tokens.sunken))
        for row in range(self._rows):
            self._paint(painter, row)

    def _paint(self, painter: QPainter, row: int) -> None:
        top, left = row * px(_ROW) + px(8), px(16)
        if self._pictures:
            wide, high = _THUMB
            painter.drawRoundedRect(QRectF(left, top, px(wide), px(high)), px(4), px(4))
            left += px(wide + 12)
        room, share = self.width() - left - px(16), _SHARES[row % len(_SHARES)]
        for place, part in ((4, share), (24, share / 3)):
            bar = QRectF(left, top + px(place), room * part, px(_BAR))
            painter.drawRoundedRect(bar, px(4), px(4))


class Progress(QWidget):
    """How far work has come, in a sentence above a bar, and the button that ends it."""

    cancel_asked = Signal()

    def __init__(self, name: str, cancelled: bool = True) -> None:
        super().__init__()
        self.told = label("", "quiet", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(name)
        self.cancel = button(tr("Cancel"), self.cancel_asked.emit)
        reveal(self.cancel, cancelled)
        column = QVBoxLayout()
        column.setSpacing(px(8))
        column.addWidget(self.told)
        column.addWidget(self.bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(16))
        row.addLayout(column, 1)
        row.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignBottom)
        self.show_progress("")

    def show_progress(self, sentence: str, done: int = 0, of: int = 0) -> None:
        """Show how much is done; without a total the bar says only that work goes on."""
        self.told.setText(sentence)
        self.told.setVisible(bool(sentence))
        self.bar.setRange(0, of)
        self.bar.setValue(done)
        self.bar.setAccessibleDescription(sentence)
