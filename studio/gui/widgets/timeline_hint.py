"""What is said of a moment beside the pointer: its picture and words."""

from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from studio.gui.theme import px
from studio.gui.widgets.parts import label

PICTURE = (208, 130)
_STAYS_MS = 4000


class TimelineHint(QWidget):
    """A box above the pointer, within its parent; it takes neither focus nor the mouse."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._ground = parent
        self.setObjectName("toast")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        # A pointer at rest was left there by somebody who goes on with the keys.
        self._over = QTimer(self, singleShot=True, interval=_STAYS_MS)
        self._over.timeout.connect(self.hide)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(8), px(8), px(8), px(8))
        column.setSpacing(px(4))
        self.picture = QLabel()
        self.picture.setFixedSize(QSize(px(PICTURE[0]), px(PICTURE[1])))
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setTextFormat(Qt.TextFormat.PlainText)
        self.words = label("", "", wrap=True)
        self.words.setFixedWidth(px(PICTURE[0]))
        column.addWidget(self.picture)
        column.addWidget(self.words)

    def show_words(self, words: str, widget: QWidget, x: int) -> None:
        """Show words, and room for the picture, above a pixel of a widget in the parent."""
        above = widget.mapTo(self._ground, QPoint(x, 0))
        self.words.setText(words)
        self.adjustSize()
        space = self._ground.size()
        x = min(max(above.x() - self.width() // 2, px(4)), space.width() - self.width() - px(4))
        self.move(x, max(above.y() - self.height() - px(8), 0))
        self.show()
        self.raise_()
        self._over.start()

    def show_picture(self, image: QImage | None) -> None:
        """Show the picture of the moment; None shows an empty place."""
        self.picture.setPixmap(QPixmap() if image is None else QPixmap.fromImage(image))
