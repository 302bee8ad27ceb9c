"""What is highlighted in a file, and which side of it is shown; without Qt."""

from dataclasses import dataclass
from typing import Literal

Side = Literal["reference", "input", "difference", "output"]


@dataclass(frozen=True)
class Mark:
    """What one check looks at.

    Attributes:
        target: the target of the check.
        sentence: what the check asks, for the tip and the screen reader.
        columns: the columns of a table that it is about, empty if about all.
        words: the words that it looks for in a text.
        selected: whether it is the check that is selected.
        parts: the labels of a volume or layers of a drawing that it is about, empty if about all.
    """

    target: str
    sentence: str = ""
    columns: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    selected: bool = False
    parts: tuple[str, ...] = ()
