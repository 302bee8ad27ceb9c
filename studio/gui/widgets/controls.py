"""Controls that Qt does not have: one of several, on or off, a button with its key."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from studio.gui.theme import icon, px
from studio.gui.widgets.marks import Keycap
from studio.gui.widgets.parts import button, label


class Segments(QWidget):
    """One of several, each a quiet toggle; the arrow keys go from one to the next.

    Args:
        name: what is chosen, for a screen reader.
        choices: the id and the word of each.
    """

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(4))
        group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        for identity, word in choices:
            made = button(word, partial(self.chosen.emit, identity), "toggle")
            made.setCheckable(True)
            group.addButton(made)
            row.addWidget(made)
            self.buttons[identity] = made
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        if choices:
            self.choose(choices[0][0])

    def choose(self, identity: str) -> None:
        """Show that one of them is chosen, and tell nobody."""
        self.buttons[identity].setChecked(True)

    def current(self) -> str:
        """Return the id of what is chosen."""
        return next(name for name, made in self.buttons.items() if made.isChecked())


class Switch(QCheckBox):
    """Something that is on or off at once."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.setObjectName("switch")

    def hitButton(self, pos: QPoint) -> bool:
        """Take a press anywhere on the words."""
        return self.rect().contains(pos)


class KeyButton(QPushButton):
    """A button that shows its key, such as `Commands [Ctrl K]`."""

    def __init__(
        self, text: str, keys: str, pressed: Callable[[], object], margin: int = 12
    ) -> None:
        super().__init__()
        self.setAccessibleName(text)
        self.words, self.keys = label(text, "strong"), Keycap(keys)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(px(margin), 0, px(min(margin, 8)), 0)
        row.setSpacing(px(8))
        row.addWidget(self.words, 1)
        row.addWidget(self.keys)
        for part in (self.words, self.keys):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(lambda: pressed())

    def sizeHint(self) -> QSize:
        """Return room for the words and the key."""
        return QSize(self._row.sizeHint().width(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return the same room."""
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        """Ask for another size when the key is another."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)


def icon_button(name: str, tip: str, pressed: Callable[[], object]) -> QToolButton:
    """Return a button that is an icon alone; its tip is its name."""
    made = QToolButton()
    made.setIcon(icon(name))
    made.setToolTip(tip)
    made.setAccessibleName(tip)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setFixedSize(px(30), px(30))
    made.setIconSize(QSize(px(16), px(16)))
    made.clicked.connect(lambda: pressed())
    return made
