"""What covers the window while something is dragged over it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.gui.theme import px
from studio.gui.widgets.parts import label, panel


class DropShade(QWidget):
    """Says in large letters what a drop will do, or why it will do nothing."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        box, inside = panel("drop", 24, 8)
        self._told = label("", "pageTitle", wrap=True)
        self._told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside.addStretch(1)
        inside.addWidget(self._told)
        inside.addStretch(1)
        self._box = box
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(24), px(24), px(24))
        column.addWidget(box)
        self.hide()

    def say(self, sentence: str, fits: bool) -> None:
        """Come up with a sentence."""
        self._told.setText(sentence)
        self._box.setProperty("over", fits)
        self._box.style().unpolish(self._box)
        self._box.style().polish(self._box)
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()

    def text(self) -> str:
        """Return what was said last."""
        return self._told.text()
