"""Measures in pixels at 100%, and the zoom that every one of them goes through."""

import re

SPACES = (4, 8, 12, 16, 24, 32)
"""The only distances between things."""
CAPTION, BODY, TITLE, PAGE_TITLE = 11, 13, 15, 24
"""The sizes of letters."""
ROW, BUTTON, TALL_BUTTON, TOP_BAR = 30, 30, 36, 52
SIDE_WIDE, SIDE_NARROW, NARROW_WINDOW = 184, 48, 1200
RADIUS, PILL, RING = 6, 11, 2
ICON, SMALL_ICON, LARGE_ICON = 16, 12, 32
"""The sides of icons: in a row or a button, in a caption, on an empty page."""
ZOOMS = (100, 125, 150, 175, 200)
"""The zooms of the interface, in percent."""

_PIXELS = re.compile(r"(-?\d+)px(?:-(\d)([hr]))?")


class Zoom:
    """The zoom that is shown now, in percent; widgets are made anew when it changes."""

    percent = 100


def px(measure: float) -> int:
    """Return a measure of 100% as pixels at the present zoom; a hairline stays one pixel."""
    if measure == 1:
        return 1
    return round(measure * Zoom.percent / 100)


def measure_sheet(sheet: str) -> str:
    """Return a style sheet with its pixels at the present zoom.

    `30px-2h` is 30 pixels less two hairlines, `30px-2r` less two focus rings: with them a thing
    with an edge keeps its size at every zoom, and when the ring comes.
    """
    return _PIXELS.sub(_measured, sheet)


def _measured(found: re.Match[str]) -> str:
    edge = px(RING) if found[3] == "r" else 1
    return f"{px(int(found[1])) - int(found[2] or 0) * edge}px"
