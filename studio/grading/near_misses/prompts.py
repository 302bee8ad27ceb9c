"""What an instruction leaves free and what it demands, as far as operators must know it."""

import re
from collections.abc import Collection

_ORDER = re.compile(
    r"\b(sort\w*|order(ed|ing)?|ascending|descending|chronolog\w*|alphabet\w*|rank\w*|top|"
    r"largest|smallest|highest|lowest|latest|oldest|earliest|priorit\w*|sequence|running|"
    r"cumulative)\b",
    re.IGNORECASE,
)
_SORTED = re.compile(
    r"\b(sort(ed|ing)?\b|ascending|descending|chronological\w*|alphabetical\w*|order(ed)? by|"
    r"in order of|ranked? by|(largest|smallest|highest|lowest|latest|oldest|earliest|newest)"
    r"[^.]{0,20} first)",
    re.IGNORECASE,
)
_ANY_ORDER = re.compile(r"\b(in any order|any order|order does not matter)\b", re.IGNORECASE)
_LIVE = re.compile(
    r"\b(formula\w*|recalculat\w*|live|link(ed)? cells?|update[sd]? automatically)\b", re.IGNORECASE
)
_ADDRESS = re.compile(r"(?<![A-Za-z0-9])\$?[A-Z]{1,2}\$?[1-9][0-9]{0,4}(?![A-Za-z0-9])")
_WITHIN = re.compile(
    r"(?:within|±|\+/-|tolerance of|accurate to|give or take)\s*(?:about\s*)?"
    r"[$€£]?\s*(\d+(?:\.\d+)?)\s*(%|per ?cent)?",
    re.IGNORECASE,
)
_ONLY = re.compile(r"\b(only|nothing else|no other|exactly)\b", re.IGNORECASE)


def asks_for_order(prompt: str) -> bool:
    """Tell whether an instruction surely asks for an order of things."""
    return bool(_SORTED.search(_ANY_ORDER.sub(" ", prompt)))


def may_ask_for_order(prompt: str) -> bool:
    """Tell whether an instruction holds a word that may mean an order: it is not surely free."""
    return bool(_ORDER.search(_ANY_ORDER.sub(" ", prompt)))


def asks_for_formulas(prompt: str) -> bool:
    """Tell whether an instruction asks for formulas that stay alive."""
    return bool(_LIVE.search(prompt))


def columns_of_formulas(prompt: str, columns: Collection[str]) -> set[str]:
    """Return the columns for which an instruction asks for formulas, none if it names none.

    They stand in the clause that speaks of formulas or in the one before it, left of any `=`.
    """
    found: set[str] = set()
    for sentence in re.split(r"(?<=[.!?])\s|\n", prompt):
        clauses = sentence.split(",")
        for number, clause in enumerate(clauses):
            if _LIVE.search(clause):
                for text in (clause, clauses[number - 1] if number else ""):
                    left = text.partition("=")[0]
                    named = {column for column in columns if names(left, column)}
                    if named:
                        found |= named
                        break
    return found


def names_cells(prompt: str) -> bool:
    """Tell whether an instruction names cells by their place, such as F14."""
    return bool(_ADDRESS.search(prompt))


def allows_no_more(prompt: str) -> bool:
    """Tell whether an instruction asks for certain things and no others."""
    return bool(_ONLY.search(prompt))


def slack(prompt: str, value: float) -> float:
    """Return how far off the instruction lets a value be, 0 if it states no tolerance."""
    found = [
        abs(value) * float(number) / 100 if percent else float(number)
        for number, percent in _WITHIN.findall(prompt)
    ]
    return max(found, default=0.0)


def names(prompt: str, text: str) -> bool:
    """Tell whether an instruction names something, whatever its capitals."""
    wanted = text.strip().casefold()
    return (
        bool(wanted)
        and re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", prompt.casefold()) is not None
    )
