"""A field that takes the next keys that are pressed."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from studio.gui.language import tr

_ALONE = (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)
_LEAVE = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class KeyField(QLineEdit):
    """Waits for keys: what is pressed is handed over, Escape gives up, Delete asks for none.

    Attributes:
        pressed: the keys as `Ctrl+K`, or nothing if there is to be no key.
        given_up: no keys are wanted after all.
    """

    pressed = Signal(str)
    given_up = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setPlaceholderText(tr("Press the new keys"))
        self.setAccessibleName(tr("Press the new keys"))
        self.setAccessibleDescription(tr("Escape keeps the old ones, Delete takes them away"))

    def event(self, event: QEvent) -> bool:
        """Take also the keys that are commands of the window."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take keys; a modifier alone is not one yet."""
        key = Qt.Key(event.key())
        if key in _LEAVE:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Escape:
            self.given_up.emit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not event.modifiers():
            self.pressed.emit("")
        elif key not in _ALONE:
            written = QKeySequence(event.keyCombination())
            self.pressed.emit(written.toString(QKeySequence.SequenceFormat.PortableText))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Give up when the keyboard goes elsewhere."""
        super().focusOutEvent(event)
        if self.isVisible():
            self.given_up.emit()
