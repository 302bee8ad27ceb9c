"""What the instruction page says of the text and of occupations, without Qt."""

import re

from studio.base.errors import UserError
from studio.formats.gaps import gap_places
from studio.gui.widgets.pick_row import PickRow
from studio.taxonomy.crosswalks import Upgrade, upgraded
from studio.taxonomy.linking import Suggestion
from studio.taxonomy.rows import Occupation

_CODE = re.compile(r"\d\d\D?\d{4}(\.\d\d)?")
_FOUND = 40
_OFFERED = 3
_REASONS = 2
_TOO_LITTLE = (
    "Too few words about the work to say who does it: say in the instruction what is done, or find "
    "the occupation here"
)


def found_rows(text: str, linked: str) -> tuple[PickRow, ...]:
    """Return the occupations that a search finds; `linked` is the code of the chosen one."""
    if old := old_code(text):
        return tuple(_row(known, (), linked) for known in old.choices)
    # The index takes long to import; a window must be there before anyone searches.
    from studio.taxonomy.search import search

    return tuple(_row(found.occupation, found.because, linked) for found in search(text, _FOUND))


def old_code(text: str) -> Upgrade | None:
    """Return what became of an old code that is searched for, None if `text` is none."""
    # Of other words the nearest code would be looked for, which holds up every key that is typed.
    if not _CODE.fullmatch(text.strip()):
        return None
    try:
        return upgraded(text)
    except UserError:
        return None


def suggested_rows(suggested: tuple[Suggestion, ...], linked: str) -> tuple[PickRow, ...]:
    """Return the suggested occupations with what speaks for them."""
    return tuple(
        _row(made.occupation, made.because, linked, f", {made.confidence:.0%} likely")
        for made in suggested[:_OFFERED]
    )


def _row(known: Occupation, because: tuple[str, ...], linked: str, likely: str = "") -> PickRow:
    caption = "\n".join((f"{known.code}{likely}", *because[:_REASONS]))
    return PickRow(known.code, known.title, caption, known.code == linked)


def heading(text: str, count: int, looked: bool = False) -> str:
    """Return what stands above the list of occupations that `text` finds, or that is offered.

    Args:
        text: what is searched for, empty if nothing is.
        count: how many are found or offered.
        looked: whether it was looked which are likely.
    """
    if text:
        old = old_code(text)
        nothing = "" if count else "Nothing is found; say it in other words."
        return old.note if old else nothing
    if looked and not count:
        return _TOO_LITTLE
    return "Likely, from what was recorded and written: press one to link it" if count else ""


def foot_words(text: str, gaps: int, unchecked: int) -> tuple[str, dict[str, int]]:
    """Return what stands below the instruction: a template and its values.

    Args:
        text: the instruction.
        gaps: how many gaps it still holds.
        unchecked: how many of its sentences ask for something that no check looks at.
    """
    parts = ["{words:,} word" if len(text.split()) == 1 else "{words:,} words"]
    if gaps:
        parts.append("{gaps} gap to fill" if gaps == 1 else "{gaps} gaps to fill")
    if unchecked:
        asks = "sentence asks" if unchecked == 1 else "sentences ask"
        parts.append(f"{{unchecked}} {asks} for something that no check looks at (underlined)")
    return ", ".join(parts), {"words": len(text.split()), "gaps": gaps, "unchecked": unchecked}


def next_gap(text: str, after: int) -> tuple[int, int] | None:
    """Return where the next gap stands, from the first one again after the last.

    Args:
        text: the instruction.
        after: the place to look from, counted as Qt counts signs.
    """
    places = gap_places(text)
    later = (place for place in places if signs_before(text, place[0]) >= after)
    return next(later, next(iter(places), None))


def signs_before(text: str, place: int) -> int:
    """Return a place in a text as Qt counts it: signs beyond the first plane count twice."""
    return place + sum(ord(sign) > 0xFFFF for sign in text[:place])
