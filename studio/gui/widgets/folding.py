"""A group of fields under a heading that folds it away."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.theme import icon, px
from studio.gui.widgets.parts import button, label


class Fold(QWidget):
    """A heading with a caret; while it is folded, a summary stands beside it."""

    def __init__(self, title: str, unfolded: bool = False) -> None:
        super().__init__()
        self.head = button(title, self._turn, "nav")
        self._unfolded = unfolded
        self._summary = label("", "caption")
        self.body = QWidget()
        self.column = QVBoxLayout(self.body)
        self.column.setContentsMargins(px(12), px(4), px(12), px(16))
        self.column.setSpacing(px(12))
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, px(12), 0)
        row.setSpacing(px(8))
        row.addWidget(self.head)
        row.addStretch(1)
        row.addWidget(self._summary)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addLayout(row)
        column.addWidget(self.body)
        self._show()

    def show_summary(self, text: str) -> None:
        """Say in a few words what the folded fields hold."""
        self._summary.setText(text)
        self._show()

    def unfold(self) -> None:
        """Show the fields."""
        self._unfolded = True
        self._show()

    def _turn(self) -> None:
        self._unfolded = not self._unfolded
        self._show()

    def _show(self) -> None:
        self.head.setIcon(icon("caret-down" if self._unfolded else "caret-right"))
        state = tr("unfolded") if self._unfolded else tr("folded")
        self.head.setAccessibleDescription(f"{state}, {self._summary.text()}")
        self.body.setVisible(self._unfolded)
        self._summary.setVisible(not self._unfolded)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the caret in the colours of another mode."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "body"):
            self._show()
