"""A band under the top bar: a sentence with one thing to try, and what comes of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from studio.gui.language import tr
from studio.gui.theme import px
from studio.gui.widgets.frame_view import FrameView
from studio.gui.widgets.parts import button, label, restyle

_BAR = 120
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Hint(QWidget):
    """Hidden until there is something to try; while its screen is watched it asks for all room."""

    try_asked = Signal()
    cancel_asked = Signal()
    more_asked = Signal()
    watched = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("What to try first"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_band())
        self.frame = FrameView()
        self.frame.setAccessibleName(tr("The private screen"))
        policy = QSizePolicy.Policy.Expanding
        self.frame.setSizePolicy(policy, policy)
        column.addWidget(self.frame, 1)
        self.frame.hide()
        self._told, self._busy, self._of_task = False, False, True
        self.hide()

    def _make_band(self) -> QWidget:
        band = QWidget()
        band.setObjectName("hint")
        band.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(band)
        row.setContentsMargins(px(16), px(8), px(16), px(8))
        row.setSpacing(px(8))
        self.pill = label("", "good")
        self.pill.setFixedHeight(px(24))
        self.told = label("", "", wrap=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(px(_BAR))
        self._bar.setAccessibleName(tr("Replaying"))
        self.try_ = button(tr("Replay it"), self.try_asked.emit)
        self.cancel = button(tr("Stop"), self.cancel_asked.emit)
        self.more = button(tr("See what was done"), self.more_asked.emit)
        self.close_ = button(tr("Close"), self.leave)
        row.addWidget(self.pill)
        row.addWidget(self.told, 1)
        for made in (self._bar, self.try_, self.cancel, self.more, self.close_):
            row.addWidget(made)
        return band

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button that has the keyboard."""
        focused = self.focusWidget()
        if event.key() in _ENTER and isinstance(focused, QPushButton):
            focused.click()
        else:
            super().keyPressEvent(event)

    def _show(self, sentence: str, busy: bool, pill: str = "", tone: str = "good") -> None:
        self.told.setText(sentence)
        self.pill.setText(pill)
        self.pill.setVisible(bool(pill))
        restyle(self.pill, tone)
        self.pill.updateGeometry()
        self._bar.setVisible(busy)
        self.cancel.setVisible(busy)
        self.try_.setVisible(not busy)
        self.more.setVisible(bool(pill))
        self.close_.setVisible(not busy)
        self._told, self._busy = True, busy
        self._appear()

    def _appear(self) -> None:
        self.setVisible(self._told and (self._of_task or self._busy))

    def stand_by(self, of_task: bool) -> None:
        """Say whether a page of the task is shown; elsewhere only what is under way is told."""
        self._of_task = of_task
        self._appear()

    def show_offer(self, sentence: str) -> None:
        """Offer to try it."""
        self.fold()
        self._show(sentence, False)
        self.try_.setFocus()

    def show_begun(self, sentence: str) -> None:
        """Show that it began; its screen is watched from now on."""
        self.show_busy(sentence)
        self.frame.show_sentence(sentence)
        self.frame.show()
        self.watched.emit(True)
        self.cancel.setFocus()

    def show_busy(self, sentence: str, step: int = 0, steps: int = 0) -> None:
        """Show how far it is; without a number of steps the bar says only that it goes on."""
        self._show(sentence, True)
        self._bar.setRange(0, steps)
        self._bar.setValue(step)

    def show_picture(self, image: QImage, screen: tuple[int, int] | None = None) -> None:
        """Show what the private screen shows, perhaps with fewer pixels than it has."""
        self.frame.show_frame(image, screen)

    def show_ended(self, pill: str, sentence: str, tone: str) -> None:
        """Show what came of it, in a word and in a sentence; `tone` names the colour."""
        self._show(sentence, False, pill, tone)
        self.more.setFocus()

    def fold(self) -> None:
        """Give the room back to the pages; what was tried goes on."""
        if not self.frame.isHidden():
            self.frame.hide()
            self.watched.emit(False)

    def leave(self) -> None:
        """Show nothing any more."""
        self.fold()
        self._told = False
        self._appear()
