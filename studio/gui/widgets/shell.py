"""The frame around the pages: the side bar and the top bar."""

from collections.abc import Mapping

import qtawesome
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from studio.gui.theme import Theme, px
from studio.gui.widgets.parts import label, panel, restyle

WIDE, NARROW = 184, 56
_TOP = 52
_FEW = 60


class Elided(QLabel):
    """A line of plain text, shortened at its end where there is no room for it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setObjectName(name)
        self._whole = ""

    def show_text(self, text: str) -> None:
        """Show a text; the whole of it is in the tooltip."""
        self._whole = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self._shorten()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return room for the whole text."""
        sides = self.contentsMargins().left() + self.contentsMargins().right()
        width = QFontMetrics(self.font()).horizontalAdvance(self._whole) + sides + px(4)
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return room for a few letters."""
        return QSize(min(px(_FEW), self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten anew."""
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        metrics = QFontMetrics(self.font())
        room = self.contentsRect().width()
        self.setText(metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, room))


class SideBar(QWidget):
    """The pages as a column of buttons; folds to its icons."""

    def __init__(self, icons: Mapping[str, str], actions: Mapping[str, QAction]) -> None:
        super().__init__()
        box, column = panel("side", 8, 4)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(box)
        self._icons = icons
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        self._caption, self._workspace = Elided("caption"), Elided("caption")
        captions = {"home": self._caption, "results": self._workspace}
        for name in icons:
            made = QPushButton()
            made.setObjectName("nav")
            made.setCheckable(True)
            made.setAccessibleName(actions[name].text())
            made.clicked.connect(actions[name].trigger)
            self._group.addButton(made)
            self.buttons[name] = made
            column.addWidget(made)
            if name in captions:
                column.addSpacing(px(8))
                captions[name].setContentsMargins(px(10), 0, 0, 0)
                column.addWidget(captions[name])
        self._workspace.show_text("Workspace")
        column.addStretch(1)
        self.fold(False)

    def fold(self, narrow: bool) -> None:
        """Show the icons alone, or with their names."""
        self.setFixedWidth(px(NARROW if narrow else WIDE))
        for caption in (self._caption, self._workspace):
            caption.setVisible(not narrow)
        for made in self.buttons.values():
            made.setText("" if narrow else made.accessibleName())

    def show_state(self, current: str, document: str, reasons: Mapping[str, str]) -> None:
        """Show which page is current, whose task it is, and what cannot be opened now."""
        self._caption.show_text(document)
        self.buttons[current].setChecked(True)
        for name, made in self.buttons.items():
            made.setEnabled(not reasons[name])
            made.setToolTip(reasons[name] or made.accessibleName())
            made.setAccessibleDescription(reasons[name])

    def show_icons(self) -> None:
        """Draw the icons in the colours of the mode."""
        tokens = Theme.tokens
        for name, icon in self._icons.items():
            self.buttons[name].setIcon(
                qtawesome.icon(icon, color=tokens.text_2, color_disabled=tokens.text_3)
            )


class TopBar(QWidget):
    """The document's name, what is left, undo and redo, and the one next thing."""

    next_asked = Signal()

    def __init__(self, undo: QAction, redo: QAction) -> None:
        super().__init__()
        box, column = panel("bar", 0, 0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(box)
        self.setFixedHeight(px(_TOP))
        row = QHBoxLayout()
        row.setContentsMargins(px(16), 0, px(16), 0)
        row.setSpacing(px(8))
        self._title, self._subtitle = Elided("title"), label("", "quiet")
        self.left = label("", "waits")
        self.left.setFixedHeight(px(24))
        self._steps = [(QPushButton("Undo"), undo), (QPushButton("Redo"), redo)]
        self.next = QPushButton()
        self.next.setObjectName("primary")
        self.next.clicked.connect(self.next_asked)
        policy = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._title.setSizePolicy(policy)
        row.addWidget(self._title)
        row.addWidget(self._subtitle)
        row.addStretch(1)
        row.addWidget(self.left)
        for made, action in self._steps:
            made.clicked.connect(action.trigger)
            row.addWidget(made)
        row.addWidget(self.next)
        column.addLayout(row)

    def show_names(self, title: str, subtitle: str) -> None:
        """Show what is open and which page of it."""
        self._title.show_text(title)
        self._subtitle.setText(subtitle)

    def show_left(self, sentence: str, things: list[str], done: bool) -> None:
        """Show how much is left; the tooltip lists it."""
        self.left.setVisible(bool(sentence))
        self.left.setText(sentence)
        self.left.setToolTip("\n".join(things))
        self.left.setAccessibleDescription(", ".join(things))
        restyle(self.left, "good" if done else "waits")

    def show_next(self, title: str, reason: str) -> None:
        """Show the one next thing; no title hides it."""
        self.next.setText(title)
        self.next.setVisible(bool(title))
        self.next.setEnabled(not reason)
        self.next.setToolTip(reason)

    def show_history(self, shown: bool) -> None:
        """Show whether there is something to undo or redo."""
        for made, action in self._steps:
            made.setVisible(shown)
            made.setEnabled(action.isEnabled())
            made.setToolTip(action.toolTip())
