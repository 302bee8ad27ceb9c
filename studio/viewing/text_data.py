"""What a plain text or a program is shown from."""

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class TextHead:
    """How many rows there are.

    Attributes:
        lines: of the file alone.
        merged: of both files, where lines that are gone have rows too.
        compared: whether there is another file to compare it with.
    """

    lines: int
    merged: int
    compared: bool = False


@dataclass(frozen=True)
class TextRow:
    """A line: its number, 0 where it is gone, its text, and `new`, `gone` or nothing."""

    number: int
    text: str
    change: str = ""


@dataclass(frozen=True)
class TextRows:
    """Rows from `first` on, counted from 0, with or without lines that are gone."""

    first: int
    merged: bool
    rows: tuple[TextRow, ...]


@dataclass(frozen=True)
class TextPlace:
    """A row, -1 where there is none."""

    row: int


PARTS = MappingProxyType(
    {
        "head": TextHead,
        "rows": TextRows,
        "next": TextPlace,
        "find": TextPlace,
        "line": TextPlace,
    }
)
