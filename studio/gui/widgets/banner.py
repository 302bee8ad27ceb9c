"""A sentence across a pane that stays until what it says is settled."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.gui.theme import px
from studio.gui.widgets.marks import Icon
from studio.gui.widgets.parts import button, flowing, reveal

_ICONS = {
    "good": ("check-circle", "good"),
    "bad": ("x-circle", "bad"),
    "waits": ("warning", "waits"),
    "neutral": ("info", "text_2"),
    "info": ("info", "accent"),
}


class Banner(QWidget):
    """Says one thing, with one way out of it."""

    acted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.icon = Icon("info", "accent")
        self.sentence = flowing()
        self.action = button("", self.acted.emit)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), px(8), px(8), px(8))
        row.setSpacing(px(12))
        row.addWidget(self.icon)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.action)
        self.setMinimumHeight(px(46))
        self.hide()

    def say(self, sentence: str, tone: str = "info", action: str = "") -> None:
        """Say a sentence; an empty one takes the banner away.

        Args:
            sentence: what there is to say.
            tone: good, bad, waits, neutral or info.
            action: the words on the button that settles it.
        """
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self.icon.show_icon(*_ICONS[tone])
        self.sentence.setText(sentence)
        self.setAccessibleName(sentence)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        reveal(self, bool(sentence))
