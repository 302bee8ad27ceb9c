"""What is said of a moment beside the pointer: its picture and words."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from studio.gui.theme import px
from studio.gui.widgets.parts import label

PICTURE = (208, 130)


class TimelineHint(QWidget):
    """A box above the pointer; it takes no focus and is closed by whoever opened it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.ToolTip)
        self.setObjectName("toast")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
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

    def show_words(self, words: str, above: QPoint) -> None:
        """Show words, and room for the picture, above a point of the screen."""
        self.words.setText(words)
        self.adjustSize()
        place = QRect(above - QPoint(self.width() // 2, self.height() + px(12)), self.size())
        screen = self.screen().availableGeometry()
        place.moveLeft(min(max(place.left(), screen.left()), screen.right() - self.width()))
        place.moveTop(max(place.top(), screen.top()))
        self.move(place.topLeft())
        self.show()

    def show_picture(self, image: QImage | None) -> None:
        """Show the picture of the moment; None shows an empty place."""
        self.picture.setPixmap(QPixmap() if image is None else QPixmap.fromImage(image))
