"""What a search for an occupation found, in rows with why; plain Python."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

_SHORT = 60
_HEADINGS = {"sure": "Sure", "likely": "Likely", "possible": "Possible"}

if TYPE_CHECKING:
    from studio.taxonomy.search import Result


@dataclass(frozen=True)
class FoundRow:
    """A row of the results: an occupation with why it was found, or a heading without a code."""

    title: str
    caption: str
    code: str = ""

    @property
    def is_heading(self) -> bool:
        """Whether occupations stand below it."""
        return not self.code


def found_rows(results: "tuple[Result, ...]") -> tuple[FoundRow, ...]:
    """Return the results under a heading for each confidence, ambiguous titles before all."""
    unclear = [found for found in results if found.ambiguous]
    rows = list(_group(f"A title of {len(unclear)} occupations: choose yours", unclear))
    for confidence, heading in _HEADINGS.items():
        clear = [found for found in results if found.confidence == confidence]
        rows += _group(heading, [found for found in clear if not found.ambiguous])
    return tuple(rows)


def short(text: str) -> str:
    """Return the beginning of what was typed, for repeating it."""
    line = " ".join(text.split())
    return line if len(line) <= _SHORT else f"{line[:_SHORT]}…"


def _group(heading: str, results: "list[Result]") -> Iterator[FoundRow]:
    if results:
        yield FoundRow(heading, f"{len(results):,}")
    for found in results:
        why = "; ".join(found.because)
        caption = f"{found.occupation.code}   {why[:1].upper()}{why[1:]}"
        yield FoundRow(found.occupation.title, caption, found.occupation.code)
