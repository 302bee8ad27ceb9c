"""A sentence with values in it: how it breaks into lines, and how it is painted."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from studio.gui.theme import Theme, px
from studio.gui.widgets.chip import Chip

_LINE, _BETWEEN, _PAD = 20, 4, 4
_TOKEN = re.compile(r"\s+|\S+")


@dataclass(frozen=True)
class Run:
    """Words at their place; those of a chip know which."""

    area: QRect
    text: str
    chip: int | None


@dataclass(frozen=True)
class Laid:
    """A sentence in its lines, and how high they are."""

    runs: tuple[Run, ...]
    height: int


_Word = tuple[str, int | None]


def _words(sentence: str, chips: Sequence[Chip]) -> Iterator[list[_Word]]:
    """Yield what stands between two spaces, which stays together if there is room."""
    cluster: list[_Word] = []
    at = 0
    for number, chip in enumerate((*chips, None)):
        end = len(sentence) if chip is None else chip.begin
        for token in _TOKEN.findall(sentence[at:end]):
            if token.isspace():
                if cluster:
                    yield cluster
                cluster = []
            else:
                cluster.append((token, None))
        if chip is not None:
            cluster.append((sentence[chip.begin : chip.end], number))
            at = chip.end
    if cluster:
        yield cluster


def lay_out(
    sentence: str,
    chips: Sequence[Chip],
    width: int,
    metrics: QFontMetrics,
    widened: tuple[int, int] = (-1, 0),
) -> Laid:
    """Return a sentence in lines of a width; a word that is wider than a line is shortened.

    Args:
        sentence: the sentence.
        chips: the values in it.
        width: of a line.
        metrics: those of its font.
        widened: the number of a value that needs more room, and how much it needs.
    """
    high, pitch = max(metrics.height(), px(_LINE)), max(metrics.height(), px(_LINE)) + px(_BETWEEN)
    space = metrics.horizontalAdvance(" ")
    runs: list[Run] = []
    x = y = 0
    for cluster in _words(sentence, chips):
        sizes = [_width(word, metrics, width, widened) for word in cluster]
        if x and x + space + sum(sizes) > width:
            x, y = 0, y + pitch
        elif x:
            x += space
        for (text, chip), size in zip(cluster, sizes, strict=True):
            if x and x + size > width:
                x, y = 0, y + pitch
            runs.append(Run(QRect(x, y, size, high), text, chip))
            x += size
    return Laid(tuple(runs), y + high)


def height_of_one_line(sentence: str, chips: int, width: int, metrics: QFontMetrics) -> int:
    """Return the height of a sentence that fits in one line, 0 if it does not; quick."""
    if metrics.horizontalAdvance(sentence) + 2 * px(_PAD) * chips > width:
        return 0
    return max(metrics.height(), px(_LINE))


def _width(word: _Word, metrics: QFontMetrics, most: int, widened: tuple[int, int]) -> int:
    text, chip = word
    if chip is None:
        return min(most, metrics.horizontalAdvance(text))
    least = widened[1] if chip == widened[0] else 0
    return min(most, max(least, metrics.horizontalAdvance(text) + 2 * px(_PAD)))


def paint_laid(painter: QPainter, laid: Laid, corner: QPoint, selected: bool, chips: bool) -> None:
    """Paint a sentence; where real buttons stand for its chips, only the words between them."""
    tokens, metrics = Theme.tokens, painter.fontMetrics()
    for run in laid.runs:
        area = run.area.translated(corner)
        if run.chip is None:
            painter.setPen(QColor(tokens.text))
            painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), run.text)
        elif chips:
            edged = Theme.mode == "contrast"
            painter.setPen(QPen(QColor(tokens.accent), 1) if edged else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.panel if selected else tokens.accent_tint))
            painter.drawRoundedRect(QRectF(area), px(4), px(4))
            painter.setPen(QColor(tokens.accent))
            room = area.width() - 2 * px(_PAD)
            text = metrics.elidedText(run.text, Qt.TextElideMode.ElideMiddle, room + 1)
            painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), text)
