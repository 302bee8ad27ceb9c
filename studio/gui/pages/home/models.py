"""The Qt model of the list of tasks."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from studio.gui.pages.home.state import Card
from studio.gui.widgets.rows import CAPTION, IDENTITY, TITLE, VERDICT

Index = QModelIndex | QPersistentModelIndex


class CardModel(QAbstractListModel):
    """Tasks with what to do next."""

    def __init__(self) -> None:
        super().__init__()
        self.cards: tuple[Card, ...] = ()

    def show_cards(self, cards: tuple[Card, ...]) -> None:
        """Show these tasks."""
        self.beginResetModel()
        self.cards = cards
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of tasks."""
        return 0 if parent is not None and parent.isValid() else len(self.cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows."""
        card = self.cards[index.row()]
        values: dict[int, Any] = {
            int(TITLE): card.title,
            int(CAPTION): f"{card.caption}\n{card.next}",
            int(VERDICT): "right" if card.done else "waits",
            int(IDENTITY): card.folder,
            int(Qt.ItemDataRole.ToolTipRole): str(card.folder),
            int(Qt.ItemDataRole.AccessibleTextRole): f"{card.title}. {card.next}",
        }
        return values.get(int(role))
