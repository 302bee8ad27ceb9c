"""The top bar: what is open, what is left of it, and the one next thing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.theme import px
from studio.gui.theme.measures import TOP_BAR
from studio.gui.widgets.parts import label, panel, restyle
from studio.gui.widgets.shell import Elided


class TopBar(QWidget):
    """The document's name, what is left, undo, the palette, and the one next thing."""

    next_asked = Signal()
    commands_asked = Signal()

    def __init__(self, undo: QAction) -> None:
        super().__init__()
        box, column = panel("bar", 0, 0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(box)
        self.setFixedHeight(px(TOP_BAR))
        self._title, self._subtitle = Elided("title"), Elided("quiet")
        for made in (self._title, self._subtitle):
            made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.left = label("", "waits")
        self.unsaved = label("", "bad")
        self.undo, self._undo = QPushButton(tr("Undo")), undo
        self.undo.clicked.connect(undo.trigger)
        self.commands = QPushButton()
        self.commands.setAccessibleName(tr("Commands"))
        self.commands.clicked.connect(self.commands_asked)
        self._key = label("", "keycap")
        self._key.setFixedHeight(px(18))
        self.next = QPushButton()
        self.next.setObjectName("primary")
        self.next.clicked.connect(self.next_asked)
        column.addLayout(self._make_row())

    def _make_row(self) -> QHBoxLayout:
        # A button has one text; the key stands beside it in a look of its own.
        inside = QHBoxLayout(self.commands)
        inside.setContentsMargins(px(12), 0, px(8), 0)
        inside.setSpacing(px(8))
        for part in (label(tr("Commands"), "strong"), self._key):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            inside.addWidget(part)
        row = QHBoxLayout()
        row.setContentsMargins(px(16), 0, px(16), 0)
        row.setSpacing(px(8))
        row.addWidget(self._title)
        row.addSpacing(px(4))
        row.addWidget(self._subtitle)
        row.addStretch(1)
        for pill in (self.unsaved, self.left):
            pill.setFixedHeight(px(22))
            row.addWidget(pill)
        row.addSpacing(px(4))
        for made in (self.undo, self.commands, self.next):
            row.addWidget(made)
        return row

    def show_names(self, title: str, subtitle: str) -> None:
        """Show what is open, and how it was made."""
        self._title.show_text(title)
        self._subtitle.show_text(subtitle)

    def show_key(self, key: str, tip: str) -> None:
        """Show the key of the palette."""
        self._key.setText(key)
        self._key.setVisible(bool(key))
        self.commands.setToolTip(tip)
        inside = self.commands.layout()
        if inside:
            inside.activate()
            self.commands.setFixedWidth(inside.sizeHint().width() + px(4))

    def show_left(self, sentence: str, things: list[str], done: bool) -> None:
        """Show how much is left; the tooltip lists it."""
        self.left.setVisible(bool(sentence))
        self.left.setText(sentence)
        self.left.setToolTip("\n".join(things))
        self.left.setAccessibleDescription(", ".join(things))
        restyle(self.left, "good" if done else "waits")

    def show_unsaved(self, reason: str) -> None:
        """Show that the last change is not on disk, and why; no reason hides it."""
        self.unsaved.setVisible(bool(reason))
        self.unsaved.setText(tr("Not saved") if reason else "")
        self.unsaved.setToolTip(reason)
        self.unsaved.setAccessibleDescription(reason)

    def show_next(self, title: str, reason: str) -> None:
        """Show the one next thing; no title hides it."""
        self.next.setText(title)
        self.next.setVisible(bool(title))
        self.next.setEnabled(not reason)
        self.next.setToolTip(reason)

    def show_history(self, shown: bool) -> None:
        """Show whether there is something to undo, and what."""
        self.undo.setVisible(shown)
        self.undo.setEnabled(self._undo.isEnabled())
        self.undo.setToolTip(self._undo.toolTip())
        self.undo.setAccessibleName(self._undo.text())
