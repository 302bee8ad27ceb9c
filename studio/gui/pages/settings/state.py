"""What the page of settings shows, in plain Python."""

from dataclasses import dataclass

ZOOMS = (100, 125, 150, 175, 200)
MODES = {
    "system": "As the system",
    "light": "Light",
    "dark": "Dark",
    "contrast": "High contrast",
}
"""The appearances, by the command that chooses each."""


@dataclass(frozen=True)
class KeyRow:
    """A command and its key.

    Attributes:
        id: the command.
        title: its words.
        menu: where it stands.
        key: its key as this system writes it, empty if it has none.
        own: whether the key was chosen, and is not the one it came with.
    """

    id: str
    title: str
    menu: str
    key: str
    own: bool


def matching(rows: tuple[KeyRow, ...], text: str) -> tuple[KeyRow, ...]:
    """Return the rows whose words or key hold every word of a text."""
    words = text.casefold().split()
    return tuple(row for row in rows if all(word in _words(row) for word in words))


def _words(row: KeyRow) -> str:
    return f"{row.title} {row.menu} {row.key}".casefold()


def next_zoom(percent: int, by: int) -> int:
    """Return the next larger or smaller zoom; the last stays.

    Args:
        percent: the present zoom.
        by: 1 for the next larger, -1 for the next smaller.
    """
    if by > 0:
        return next((zoom for zoom in ZOOMS if zoom > percent), ZOOMS[-1])
    return next((zoom for zoom in reversed(ZOOMS) if zoom < percent), ZOOMS[0])
