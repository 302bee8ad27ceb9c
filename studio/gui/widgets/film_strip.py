"""Small pictures of what was done, side by side, over a slider with one place for each act."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.theme import Theme, hue, px

TILE = (64, 40)
_GAP, _EDGE = 4, 4


class FilmStrip(QWidget):
    """Shows which acts there are; one is chosen by a press or by the keys of the slider.

    Attributes:
        tiles: the places of the acts whose small pictures have room.
    """

    chosen = Signal(int)
    tiles_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.tiles: tuple[int, ...] = ()
        self._count = 0
        self._tiles = _Tiles(self)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(tr("Step of the trial"))
        self.slider.setPageStep(5)
        self.slider.valueChanged.connect(self.chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(8), px(12), 0)
        column.setSpacing(px(4))
        column.addWidget(self._tiles)
        column.addWidget(self.slider)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_acts(self, hues: Sequence[int | None]) -> None:
        """Show acts, each with the place of its checkpoint, None if it belongs to none."""
        self._count, self._tiles.hues = len(hues), tuple(hues)
        blocked = self.slider.blockSignals(True)
        self.slider.setRange(0, max(0, len(hues) - 1))
        self.slider.blockSignals(blocked)
        self.lay_out()

    def look_up(self, picture: Callable[[int], QImage | None]) -> None:
        """Take the small picture of an act, by its place, from here."""
        self._tiles.picture = picture
        self._tiles.update()

    def show_place(self, place: int, words: str) -> None:
        """Show which act is chosen, and tell nobody."""
        blocked = self.slider.blockSignals(True)
        self.slider.setValue(place)
        self.slider.blockSignals(blocked)
        self.slider.setAccessibleDescription(words)
        self._tiles.current = place
        self._tiles.update()

    def lay_out(self) -> None:
        """Choose the acts that have room: spread evenly, the first and the last among them."""
        room = max(1, (self._tiles.width() + px(_GAP)) // px(TILE[0] + _GAP))
        most = min(self._count, room)
        last = self._count - 1
        spread = (round(n * last / max(1, most - 1)) for n in range(most))
        tiles = tuple(dict.fromkeys(spread))
        if tiles != self.tiles:
            self.tiles = tiles
            self.tiles_changed.emit()
        self._tiles.places = tiles
        self._tiles.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose anew which acts have room."""
        super().resizeEvent(event)
        self.lay_out()

    def press(self, place: int) -> None:
        """Choose an act."""
        self.slider.setValue(place)


class _Tiles(QWidget):
    """The small pictures; the slider below them says the same to a screen reader."""

    def __init__(self, strip: FilmStrip) -> None:
        super().__init__()
        self._strip = strip
        self.places: tuple[int, ...] = ()
        self.hues: tuple[int | None, ...] = ()
        self.current = 0
        self.picture: Callable[[int], QImage | None] = lambda place: None
        self.setFixedHeight(px(TILE[1] + _EDGE + 2))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def _box(self, number: int) -> QRect:
        return QRect(QPoint(number * px(TILE[0] + _GAP), 1), QSize(px(TILE[0]), px(TILE[1])))

    def _nearest(self) -> int:
        """Return the number of the tile whose act was done last before the chosen one."""
        before = [number for number, place in enumerate(self.places) if place <= self.current]
        return before[-1] if before else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the tiles, the chosen one with an edge, each over the hue of its checkpoint."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        tokens, chosen = Theme.tokens, self._nearest()
        for number, place in enumerate(self.places):
            box = self._box(number)
            painter.fillRect(box, QColor(tokens.panel))
            picture = self.picture(place)
            if picture is not None and not picture.isNull():
                size = picture.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
                inner = QRect(QPoint(0, 0), size)
                inner.moveCenter(box.center())
                painter.drawImage(inner, picture)
            mine = number == chosen
            painter.setPen(QPen(QColor(tokens.accent if mine else tokens.line), 2 if mine else 1))
            painter.drawRect(box.adjusted(0, 0, -1, -1))
            shade = self.hues[place] if place < len(self.hues) else None
            if shade is not None:
                edge = QRect(box.x(), box.bottom() + 2, box.width(), px(_EDGE) - 1)
                painter.fillRect(edge, QColor(hue(shade)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the act whose picture was pressed."""
        for number, place in enumerate(self.places):
            if self._box(number).contains(event.position().toPoint()):
                self._strip.press(place)
