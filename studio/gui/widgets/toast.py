"""A sentence at the foot of the window that goes away by itself."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QEnterEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.base.visible import visible
from studio.gui.language import tr
from studio.gui.theme import px
from studio.gui.widgets.controls import icon_button
from studio.gui.widgets.parts import button, flowing

_SECONDS, _SECONDS_TO_ACT = 6, 15
_WIDEST, _AWAY = 640, 24
# The buttons that answer stand at the foot of a page; a sentence must not lie over them.
_RAISED = 128


class Toast(QWidget):
    """Says what happened, perhaps with a button such as "Undo"; it waits under the pointer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.setObjectName("toast")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.sentence = flowing()
        self.action = button("", self._act, "bare")
        self.close_button = icon_button("x", tr("Close"), self.hide)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(px(16), px(8), px(8), px(8))
        row.setSpacing(px(8))
        row.addWidget(self.sentence, 1)
        row.addWidget(self.action)
        row.addWidget(self.close_button)
        self._do: Callable[[], object] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def text(self) -> str:
        """Return what was said last."""
        return self.sentence.text()

    def say(self, sentence: str, action: str = "", do: Callable[[], object] | None = None) -> None:
        """Say a sentence for some seconds, as one line of signs that can be seen.

        Args:
            sentence: what happened.
            action: the words on a button, such as "Undo" or "Show".
            do: what the button does.
        """
        self._do = do
        sentence = visible(sentence, kept="")
        self.sentence.setText(sentence)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self._timer.setInterval((_SECONDS_TO_ACT if action else _SECONDS) * 1000)
        self.setAccessibleName(sentence)
        self.place()
        self.show()
        self.raise_()
        self._timer.start()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def place(self) -> None:
        """Stand low in the window, in its middle, above what answers at the foot of a page."""
        parent = self._parent
        width = min(px(_WIDEST), parent.width() - 2 * px(_AWAY))
        wanted = self.sentence.fontMetrics().horizontalAdvance(self.text()) + self._beside()
        width = min(width, wanted)
        height = self._row.totalHeightForWidth(width)
        left, top = (parent.width() - width) // 2, parent.height() - height - px(_RAISED)
        self.setGeometry(left, top, width, height)

    def _beside(self) -> int:
        words = self.action.sizeHint().width() + px(8) if self.action.text() else 0
        return words + self.close_button.width() + px(16 + 8 + 8 + 8)

    def _act(self) -> None:
        self.hide()
        if self._do:
            self._do()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Wait while the pointer is here."""
        self._timer.stop()

    def leaveEvent(self, event: QEvent) -> None:
        """Go away some seconds after the pointer has."""
        self._timer.start()
