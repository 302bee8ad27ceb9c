"""The Qt model of the list of tasks."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QImage, QPixmap

from studio.gui.language import tr
from studio.gui.pages.home.state import Card, caption_of
from studio.gui.widgets.cards import ACTION, CAPTION, ICON, PILL, THUMBNAIL, TITLE, TONE

Index = QModelIndex | QPersistentModelIndex


class CardModel(QAbstractListModel):
    """Tasks with what to do next; pictures are asked for when they are first looked at."""

    picture_asked = Signal(Path)

    def __init__(self) -> None:
        super().__init__()
        self.cards: tuple[Card, ...] = ()
        self._pictures: dict[Path, QPixmap | None] = {}

    def show_cards(self, cards: tuple[Card, ...]) -> None:
        """Show these cards; the same ones are left alone."""
        if cards == self.cards:
            return
        self.beginResetModel()
        self.cards = cards
        self.endResetModel()

    def show_picture(self, place: Path, image: QImage) -> None:
        """Show a picture that was asked for."""
        self._pictures[place] = None if image.isNull() else QPixmap.fromImage(image)
        for row, card in enumerate(self.cards):
            if card.picture == place:
                index = self.index(row)
                self.dataChanged.emit(index, index, [int(THUMBNAIL)])

    def row_of(self, place: Path) -> int:
        """Return the row of a place, -1 if it is not listed."""
        return next((row for row, card in enumerate(self.cards) if card.place == place), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of cards."""
        return 0 if parent is not None and parent.isValid() else len(self.cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows."""
        card = self.cards[index.row()]
        match role:
            case _ if role == TITLE:
                return card.title
            case _ if role == CAPTION:
                return tr(caption_of(card))
            case _ if role == PILL:
                return pill(card)
            case _ if role == TONE:
                return card.tone
            case _ if role == ACTION:
                return tr(card.next) if card.next else ""
            case _ if role == ICON:
                return card.icon
            case _ if role == THUMBNAIL:
                return self._picture(card.picture)
            case Qt.ItemDataRole.ToolTipRole:
                return str(card.place)
            case Qt.ItemDataRole.AccessibleTextRole:
                return ". ".join((card.title, tr(caption_of(card)), pill(card)))
        return None

    def _picture(self, place: Path | None) -> QPixmap | None:
        if place is None:
            return None
        if place not in self._pictures:
            self._pictures[place] = None
            self.picture_asked.emit(place)
        return self._pictures[place]


def pill(card: Card) -> str:
    """Return what is next or wrong with a card."""
    return tr(card.words).format(count=f"{card.count:,}")
