"""Measures in pixels at 100%, and the zoom that every one of them goes through."""

import re

SPACES = (4, 8, 12, 16, 24, 32)
"""The only distances between things."""
CAPTION, BODY, TITLE, PAGE_TITLE = 11, 13, 15, 24
"""The sizes of letters."""
ROW, BUTTON, TALL_BUTTON, TOP_BAR = 30, 30, 36, 52
SIDE_WIDE, SIDE_NARROW, NARROW_WINDOW = 184, 48, 1200
RADIUS, PILL = 6, 11
ZOOMS = (100, 125, 150, 175, 200)
"""The zooms of the interface, in percent."""

_PIXELS = re.compile(r"(-?\d+)px")


class Zoom:
    """The zoom that is shown now, in percent; widgets are made anew when it changes."""

    percent = 100


def px(measure: float) -> int:
    """Return a measure of 100% as pixels at the present zoom; a hairline stays one pixel."""
    if measure == 1:
        return 1
    return round(measure * Zoom.percent / 100)


def measure_sheet(sheet: str) -> str:
    """Return a style sheet with its pixels at the present zoom."""
    return _PIXELS.sub(lambda found: f"{px(int(found[1]))}px", sheet)
