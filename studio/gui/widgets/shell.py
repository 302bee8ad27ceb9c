"""The side bar: the pages as a column of buttons."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.gui.language import tr
from studio.gui.theme import Theme, icon, px
from studio.gui.theme.measures import SIDE_NARROW, SIDE_WIDE
from studio.gui.widgets.elided import Elided as Elided
from studio.gui.widgets.parts import label, panel, restyle


class NavButton(QPushButton):
    """A page in the side bar: its icon, its name, and how much waits there."""

    def __init__(self, icon: QIcon, name: str) -> None:
        super().__init__(icon, name)
        self.setObjectName("nav")
        self.setCheckable(True)
        self.setMinimumWidth(0)
        self._name, self._folded, self._count, self._news = name, False, 0, False
        self._badge = label("", "count")
        self._badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._badge.setFixedHeight(px(18))
        self._badge.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, px(8), 0)
        row.addStretch(1)
        row.addWidget(self._badge)
        self.show_waiting(0, False, "")

    def fold(self, folded: bool) -> None:
        """Show the icon alone, or with its name."""
        self._folded = folded
        self.setText("" if folded else self._name)
        self._show_badge()

    def show_waiting(self, count: int, news: bool, reason: str) -> None:
        """Show how much waits on the page, whether something ended there, and why it is shut."""
        self._count, self._news = count, news
        waiting = tr("{count} waiting").format(count=count) if count else ""
        ended = tr("something ended here") if news else ""
        told = ", ".join(part for part in (self._name, waiting, ended) if part)
        self.setAccessibleName(told)
        self.setAccessibleDescription(reason)
        self.setToolTip(reason or told)
        self.setEnabled(not reason)
        self._show_badge()
        self.update()

    def _show_badge(self) -> None:
        self._badge.setText(tr("new") if self._news else str(self._count))
        restyle(self._badge, "value" if self._news else "count")
        # Folded, the count would hide the icon: the tip and the name still tell it.
        self._badge.setVisible(bool(self._count or self._news) and not self._folded)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a dot beside the icon while it stands alone and something waits."""
        super().paintEvent(event)
        if not self._folded or not (self._count or self._news):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        tokens = Theme.tokens
        painter.setBrush(QColor(tokens.accent if self._news else tokens.waits))
        painter.drawEllipse(QPointF(self.width() - px(7), px(7)), px(3), px(3))


class SideBar(QWidget):
    """The pages as a column of buttons in groups; folds to its icons."""

    asked = Signal(str)

    def __init__(self, icons: Mapping[str, str], names: Mapping[str, str]) -> None:
        super().__init__()
        self._icons, self._names = icons, names
        box, self._column = panel("side", 8, 4)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(box)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, NavButton] = {}
        self._captions: list[Elided] = []
        self._of_document: list[QWidget] = []
        self._folded = False

    def fill(self, of_document: Sequence[str], of_workspace: Sequence[str]) -> None:
        """Lay out the groups: home, the document, the workspace, and settings at the foot."""
        self._add("home")
        self._document = self._add_caption("")
        self._of_document = [self._document, *(self._add(name) for name in of_document)]
        self._add_caption(tr("Workspace"))
        for name in of_workspace:
            self._add(name)
        self._column.addStretch(1)
        self._add("settings")
        self.fold(False)

    def _add(self, name: str) -> NavButton:
        made = NavButton(icon(self._icons[name].removeprefix("ph.")), self._names[name])
        made.clicked.connect(lambda: self.asked.emit(name))
        self._group.addButton(made)
        self.buttons[name] = made
        self._column.addWidget(made)
        return made

    def _add_caption(self, text: str) -> Elided:
        made = Elided("caption")
        made.show_text(text)
        made.setContentsMargins(px(8), px(12), 0, 0)
        self._captions.append(made)
        self._column.addWidget(made)
        return made

    def fold(self, narrow: bool) -> None:
        """Show the icons alone, or with their names."""
        self._folded = narrow
        self.setFixedWidth(px(SIDE_NARROW if narrow else SIDE_WIDE))
        for caption in self._captions:
            caption.setVisible(not narrow and caption.is_told)
        for made in self.buttons.values():
            made.fold(narrow)

    def show_document(self, name: str) -> None:
        """Show whose task is open; its pages are hidden if none is."""
        self._document.show_text(name)
        for part in self._of_document:
            part.setVisible(bool(name) and not (self._folded and part is self._document))

    def show_current(self, current: str) -> None:
        """Show which page is current; one that has no button here marks none."""
        self._group.setExclusive(False)
        for name, made in self.buttons.items():
            made.setChecked(name == current)
        self._group.setExclusive(True)
