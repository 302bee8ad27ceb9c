"""The box that asks before something is lost, or tells something at length."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from studio.gui.theme import px
from studio.gui.widgets.parts import button, flowing, label

_WIDTH = 440


class AskBox(QDialog):
    """Says a sentence; Enter and Escape do what loses nothing.

    Args:
        parent: the window.
        sentence: the question, or what there is to tell.
        yes: the words on the button that does it; without them there is only one to close.
        no: the words on the other button.
        title: a heading above the sentence.
    """

    def __init__(
        self, parent: QWidget | None, sentence: str, yes: str, no: str, title: str = ""
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(24), px(24), px(16))
        column.setSpacing(px(12))
        if title:
            column.addWidget(label(title, "title"))
        self.sentence = flowing(sentence)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.sentence)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setContentsMargins(0, px(12), 0, 0)
        row.setSpacing(px(8))
        row.addStretch(1)
        self.no = button(no, self.reject)
        self.yes = button(yes, self.accept, "danger")
        row.addWidget(self.no)
        if yes:
            row.addWidget(self.yes)
        column.addLayout(row)
        self.no.setDefault(True)
        self.no.setFocus()
        self.setAccessibleName(title or sentence)
        width = px(_WIDTH)
        # A wrapped sentence asks for the height of a narrower box until it is given a width.
        self.setFixedSize(width, column.totalHeightForWidth(width))
