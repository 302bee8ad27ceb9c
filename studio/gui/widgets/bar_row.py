"""A row of a chart, without Qt."""

from dataclasses import dataclass


@dataclass(frozen=True)
class BarRow:
    """A name with a note, a bar and its value in words.

    `least` and `most`, 0 to 1, differ where the value is a range. A `quiet` row is there for
    comparison.
    """

    name: str
    note: str
    least: float
    most: float
    told: str
    tip: str = ""
    quiet: bool = False
