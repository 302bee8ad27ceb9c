"""The top bar: what is open, what is left of it, and the one next thing."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.theme import px
from studio.gui.theme.measures import TOP_BAR
from studio.gui.widgets.controls import KeyButton
from studio.gui.widgets.elided import Elided
from studio.gui.widgets.marks import Pill
from studio.gui.widgets.parts import panel

_TITLE = 96


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
        self.left, self.unsaved = Pill("", "waits"), Pill("", "bad")
        self.undo, self._undo = QPushButton(tr("Undo")), undo
        self.undo.clicked.connect(undo.trigger)
        self.commands = KeyButton(tr("Commands"), "", self.commands_asked.emit)
        self.next = QPushButton()
        self.next.setObjectName("primary")
        self.next.clicked.connect(self.next_asked)
        self._row = self._make_row()
        column.addLayout(self._row)
        # In the order in which they make room; each has another place where the same is found.
        self._giving = (self._subtitle, self.commands.words, self.left, self.undo)
        self._shown: dict[QWidget, bool] = dict.fromkeys(self._giving, True)

    def minimumSizeHint(self) -> QSize:
        """Return room for hardly anything: parts make room for each other."""
        return QSize(px(240), px(TOP_BAR))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let parts make room, or come back."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Hide what there is no room for, from what is missed least."""
        for part, shown in self._shown.items():
            part.setVisible(shown)
        for part in self._giving:
            if self._needed() <= self.width():
                return
            part.hide()

    def _needed(self) -> int:
        self._row.invalidate()
        whole = self._row.sizeHint().width()
        # The title may be shortened; the rest may not.
        return whole - max(0, self._title.sizeHint().width() - px(_TITLE))

    def _show(self, part: QWidget, shown: bool) -> None:
        if self._shown[part] != shown:
            self._shown[part] = shown
            self._fit()

    def _make_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(px(16), 0, px(16), 0)
        row.setSpacing(px(8))
        row.addWidget(self._title)
        row.addSpacing(px(4))
        row.addWidget(self._subtitle)
        row.addStretch(1)
        for pill in (self.unsaved, self.left):
            row.addWidget(pill)
        row.addSpacing(px(4))
        for made in (self.undo, self.commands, self.next):
            row.addWidget(made)
        return row

    def show_names(self, title: str, subtitle: str) -> None:
        """Show what is open, and how it was made."""
        self._title.show_text(title)
        self._subtitle.show_text(subtitle)
        self._shown[self._subtitle] = bool(subtitle)
        self._fit()

    def show_key(self, key: str, tip: str) -> None:
        """Show the key of the palette."""
        self.commands.keys.show_keys(key)
        self.commands.setToolTip(tip)

    def show_left(self, sentence: str, things: list[str], done: bool) -> None:
        """Show how much is left; the tooltip lists it."""
        self.left.show_state(sentence, "good" if done else "waits")
        self._shown[self.left] = bool(sentence)
        self._fit()
        self.left.setToolTip("\n".join(things))
        self.left.setAccessibleDescription(", ".join(things))

    def show_unsaved(self, reason: str) -> None:
        """Show that the last change is not on disk, and why; no reason hides it."""
        self.unsaved.show_state(tr("Not saved") if reason else "", "bad")
        self.unsaved.setToolTip(reason)
        self.unsaved.setAccessibleDescription(reason)

    def show_next(self, title: str, reason: str) -> None:
        """Show the one next thing; no title hides it."""
        self.next.setText(title)
        self.next.setVisible(bool(title))
        self._fit()
        self.next.setEnabled(not reason)
        self.next.setToolTip(reason)

    def show_history(self, shown: bool) -> None:
        """Show whether there is something to undo, and what."""
        self._show(self.undo, shown)
        self.undo.setEnabled(self._undo.isEnabled())
        self.undo.setToolTip(self._undo.toolTip())
        self.undo.setAccessibleName(self._undo.text())
