"""Pictures that are drawn away from the thread of the window, the newest wish first."""

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QColor, QImage

from studio.gui.theme import Theme, hue
from studio.viewing.colours import Colour

Cancelled = Callable[[], bool]
Work = Callable[[Cancelled], Any]
Ask = Callable[[Work, Callable[[Any], None], Callable[[str], None]], None]
"""Does some work elsewhere and gives its result here, or a sentence; newer work replaces older."""


def colour(name: str) -> Colour:
    """Return a colour as red, green and blue from 0 to 255."""
    made = QColor(name)
    return made.red(), made.green(), made.blue()


def hue_colour(place: int) -> Colour:
    """Return the hue of a place in a list."""
    return colour(hue(place))


def ground() -> Colour:
    """Return what lies behind a picture."""
    return colour(Theme.tokens.sunken)


def image_of(pixels: Any, ratio: float = 1.0) -> QImage:
    """Return an image of red, green, blue and opacity, shape (high, wide, 4), unsigned bytes."""
    high, wide = pixels.shape[:2]
    # The copy has the form that is painted fastest, and does not need the array any more.
    held = QImage(pixels.data, wide, high, wide * 4, QImage.Format.Format_RGBX8888)
    made = held.convertToFormat(QImage.Format.Format_RGB32)
    made.setDevicePixelRatio(ratio)
    return made


class Drawer:
    """Asks for pictures one after the other, so that a hand that moves on sees each that is done.

    Quick pictures are drawn to their end before the next is begun; a slow one is left for any
    newer wish.

    Args:
        ask: does the work elsewhere.
        shown: is given each picture.
        failed: is given the sentence where one fails.
    """

    def __init__(
        self, ask: Ask, shown: Callable[[Any], None], failed: Callable[[str], None]
    ) -> None:
        self._ask, self._shown, self._failed = ask, shown, failed
        self._quick = False
        self._next: tuple[Work, bool] | None = None

    def begin(self) -> None:
        """Begin with something else; what was asked for before may never come."""
        self._quick, self._next = False, None

    def draw(self, work: Work, quick: bool = False) -> None:
        """Draw something else."""
        if self._quick:
            self._next = work, quick
            return
        self._quick = quick
        self._ask(work, self._done, self._fail)

    def _done(self, result: Any) -> None:
        self._go_on()
        if result is not None:
            self._shown(result)

    def _fail(self, sentence: str) -> None:
        self._go_on()
        self._failed(sentence)

    def _go_on(self) -> None:
        self._quick = False
        if self._next is not None:
            work, quick = self._next
            self._next = None
            self.draw(work, quick)
