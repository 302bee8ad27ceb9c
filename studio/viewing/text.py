"""Plain texts and programs, shown line by line, with the lines that are new and gone."""

from functools import cached_property
from pathlib import Path

from studio.grading.readers.archives import Unreadable
from studio.grading.readers.passages import lines_of
from studio.grading.readers.places import MAX_TEXT, decode, read_bytes
from studio.grading.readers.values import fold, legible
from studio.viewing.changes import steps
from studio.viewing.text_data import TextHead, TextPlace, TextRow, TextRows

MAX_ROWS = 1_000
_LONGEST = 2_000
_TAB = "    "


class OpenedText:
    """An open text, and the one that it is compared with."""

    def __init__(self, shown: Path, other: Path | None) -> None:
        self._lines = _read(shown)
        self._other_path = other

    @cached_property
    def _other(self) -> list[str] | None:
        """The lines of the other file; one that cannot be read is compared with nothing."""
        try:
            return _read(self._other_path) if self._other_path else None
        except Unreadable:
            return None

    @cached_property
    def _merged(self) -> list[tuple[int, int, str]]:
        """For each row its line in the other file and in this one, -1 for none, and its change."""
        if self._other is None:
            return [(number, number, "") for number in range(len(self._lines))]
        found: list[tuple[int, int, str]] = []
        new: list[tuple[int, int, str]] = []
        for step in steps(self._other, self._lines):
            b, a = step.before, step.after
            if b >= 0 and a >= 0 and self._other[b] == self._lines[a]:
                found += [*new, (b, a, "")]
                new = []
                continue
            # Lines that go stand above those that come, as far as they lie together.
            if b >= 0:
                found.append((b, -1, "gone"))
            if a >= 0:
                new.append((-1, a, "new"))
        return [*found, *new]

    @cached_property
    def _kept(self) -> list[tuple[int, int, str]]:
        return [row for row in self._merged if row[2] != "gone"]

    def _rows(self, merged: bool) -> list[tuple[int, int, str]]:
        return self._merged if merged else self._kept

    def head(self) -> TextHead:
        """Return how much there is."""
        return TextHead(len(self._lines), len(self._merged), self._other is not None)

    def rows(self, first: int, count: int, merged: bool) -> TextRows:
        """Return rows.

        Args:
            first: the first of them, counted from 0.
            count: how many, at most `MAX_ROWS`.
            merged: whether lines that are gone have rows.
        """
        found = self._rows(merged)[max(0, first) : max(0, first) + min(count, MAX_ROWS)]
        return TextRows(first, merged, tuple(self._row(*row) for row in found))

    def _row(self, before: int, after: int, change: str) -> TextRow:
        line = self._lines[after] if after >= 0 else (self._other or [])[before]
        return TextRow(after + 1, legible(line[:_LONGEST].replace("\t", _TAB)), change)

    def next(self, row: int, merged: bool, back: bool = False) -> TextPlace:
        """Return the next row after one, or before it, where lines begin to differ."""
        rows = self._rows(merged)
        found = range(row - 1, -1, -1) if back else range(row + 1, len(rows))
        starts = (n for n in found if rows[n][2] and (n == 0 or not rows[n - 1][2]))
        return TextPlace(next(starts, -1))

    def line(self, number: int, merged: bool) -> TextPlace:
        """Return the row of a line by its number."""
        rows = enumerate(self._rows(merged))
        return TextPlace(next((n for n, (_, after, _) in rows if after == number - 1 >= 0), -1))

    def find(self, words: list[str], merged: bool) -> TextPlace:
        """Return the first row that holds one of the words."""
        wanted = [fold(word).casefold() for word in words if word.strip()]
        for number, (_, after, _) in enumerate(self._rows(merged)):
            if after >= 0 and any(word in fold(self._lines[after]).casefold() for word in wanted):
                return TextPlace(number)
        return TextPlace(-1)


def opened(shown: Path, other: Path | None) -> OpenedText:
    """Return an open text.

    Raises:
        Unreadable: if it is not a text.
    """
    return OpenedText(shown, other)


def _read(place: Path) -> list[str]:
    text = decode(read_bytes(place, MAX_TEXT))
    if "\0" in text:
        raise Unreadable("is not a text")
    return lines_of(text)
