"""The colours that a picture is drawn with, given by the window."""

from dataclasses import dataclass

Colour = tuple[int, int, int]


@dataclass(frozen=True)
class Colours:
    """The colours of a picture: of the ground, of lines along edges, and of each tone."""

    ground: Colour
    line: Colour
    tones: tuple[Colour, ...]
