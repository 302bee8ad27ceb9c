"""A row of a list to choose from, without Qt."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PickRow:
    """A row: what it stands for, its words, and whether it is chosen.

    `boxed` rows have a box to tick, for several can be chosen at a time.
    """

    id: str
    title: str
    caption: str = ""
    chosen: bool = False
    boxed: bool = False
