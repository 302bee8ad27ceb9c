"""A band under the top bar: a sentence with one thing to try, and what comes of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.theme import px
from studio.gui.widgets.frame_view import FrameView
from studio.gui.widgets.parts import button, label, restyle

_PICTURE = (416, 272)


class Hint(QWidget):
    """Hidden until there is something to try; grows while its screen is watched."""

    try_asked = Signal()
    cancel_asked = Signal()
    more_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("hint")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("What to try first"))
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), px(8), px(16), px(8))
        row.setSpacing(px(16))
        self.frame = FrameView()
        self.frame.setFixedSize(px(_PICTURE[0]), px(_PICTURE[1]))
        self.frame.setAccessibleName(tr("The private screen"))
        row.addWidget(self.frame)
        column = QVBoxLayout()
        column.setSpacing(px(8))
        column.addStretch(1)
        self.told = label("", "", wrap=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Replaying"))
        column.addWidget(self.told)
        column.addWidget(self._bar)
        column.addStretch(1)
        row.addLayout(column, 1)
        self.try_ = button(tr("Replay it"), self.try_asked.emit)
        self.cancel = button(tr("Stop"), self.cancel_asked.emit)
        self.more = button(tr("See the trial"), self.more_asked.emit)
        self.close_ = button(tr("Close"), self.hide)
        for made in (self.try_, self.cancel, self.more, self.close_):
            row.addWidget(made)
        self.hide()

    def _show(self, sentence: str, style: str, busy: bool, ended: bool) -> None:
        self.told.setText(sentence)
        restyle(self.told, style)
        self._bar.setVisible(busy)
        self.cancel.setVisible(busy)
        self.try_.setVisible(not busy)
        self.more.setVisible(ended)
        self.close_.setVisible(not busy)
        self.show()

    def show_offer(self, sentence: str) -> None:
        """Offer to try it."""
        self.frame.hide()
        self._show(sentence, "", False, False)
        self.try_.setFocus()

    def show_busy(self, sentence: str) -> None:
        """Show how far it is."""
        if self.frame.isHidden():
            self.frame.show_sentence(sentence)
            self.frame.show()
        self._show(sentence, "", True, False)

    def show_picture(self, image: QImage) -> None:
        """Show what the private screen shows."""
        self.frame.show_frame(QPixmap.fromImage(image), None, None)

    def show_ended(self, sentence: str, tone: str) -> None:
        """Show what came of it; `tone` names the colour."""
        self._show(sentence, tone, False, tone in ("good", "bad"))
