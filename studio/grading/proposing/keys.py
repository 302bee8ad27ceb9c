"""Key columns: what tells the rows of a table apart, for a person as for a program."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from studio.grading.proposing.given import COUNTED, Given
from studio.grading.proposing.instruction import Instruction, stem, stems_of, words_of
from studio.grading.proposing.layouts import FoundTable, is_date, key_text
from studio.grading.readers.books import Sheet
from studio.grading.readers.units import is_unit
from studio.grading.readers.values import Scalar, fold, is_blank, number_of

_MAX_KEY_COLUMNS = 4
_ROW_FOR = re.compile(
    r"\b(?:(?:one|a|single|1) (?:\w+ )?(?:rows?|lines?|records?|entr(?:y|ies)|items?) "
    r"(?:per|for (?:each|every)|each|an?|for)|(?:for|in|of|by) (?:each|every)|je|pro)\s+"
    r"(?P<what>[^.;:()\n]{2,80})",
    re.IGNORECASE,
)
_ITEM = re.compile(r",\s*(?:and\s+|und\s+)?|\s+(?:and|und|&)\s+")
_CUT = re.compile(
    r"\s+(?:with|in|on|at|of|from|to|that|which|where|sorted|showing|including|give|and then|I|we|"
    r"please)\b.*",
    re.IGNORECASE,
)
_SMALL = re.compile(r"^(?:the|a|an|each|every|single|different)\s+", re.IGNORECASE)
IDENTIFIES = re.compile(
    r"(?i)(?:^|[^a-z])(?:ids?|no|nr|num|number|code|key|ref|reference|sku|isbn|ean|gtin|upc|uuid|"
    r"barcode|serial|batch|lot|tag|iban|vin|plate|account|acct|konto|invoice|order|ticket|case|"
    r"claim|policy|asset|sample|item|part|article|artikel|position|pos|run|line|name|employee|"
    r"staff|student|patient|customer|client|supplier|vendor|member|room|flat|unit|station|site|"
    r"week|(?-i:KW|kw|Kw)|woche|month|monat|year|jahr|quarter|period|day|tag|date|datum)"
    r"(?:$|[^a-z])"
)
_PERIOD = re.compile(
    r"(?i)(?:^|[^a-z])(?:week|(?-i:KW|kw|Kw)|woche|month|monat|year|jahr|quarter|period)"
    r"(?:$|[^a-z])"
)
_CODE = re.compile(r"(?=\S*\d)[\w./-]{2,24}")
_LONG_WORDS = 4
_SAID = {
    "no": "number", "nr": "number", "num": "number", "id": "number identifier", "qty": "quantity",
    "quantity": "pieces number", "pieces": "quantity", "dept": "department", "amt": "amount",
    "avg": "average mean", "mean": "average", "average": "mean", "pct": "percent percentage share",
    "percent": "percentage share", "share": "percentage percent", "desc": "description",
    "ref": "reference number", "max": "maximum highest largest", "min": "minimum lowest smallest",
    "maximum": "highest largest", "minimum": "lowest smallest", "hrs": "hours", "mins": "minutes",
    "kw": "week", "date": "day", "day": "date", "count": "number", "tel": "telephone phone",
}  # fmt: skip
_STEMS_SAID = {stem(word): stems_of(others) for word, others in _SAID.items()}
_BRACKETS = re.compile(r"[(\[][^()\[\]]{1,16}[)\]]")
_LEAST_JOINED = 7


@dataclass(frozen=True)
class Candidate:
    """A column that may tell rows apart: where it stands, its name and values."""

    number: int
    name: str
    values: Sequence[Scalar]


def key_of(
    table: FoundTable,
    sheet: Sheet,
    instruction: Instruction,
    given: Given,
    weak: Iterable[str] = (),
) -> tuple[str, ...]:
    """Return the columns, by name, that tell the rows of a table apart; empty if none do.

    First come those that the instruction wants a row for, that are called as identifiers are, or
    that tell the rows of the input apart; then names, then dates, then whole numbers. A worse
    column serves only where the better ones do not do, however many it takes. Numbers with
    decimals are measured or computed, so they tell no row apart. Where it takes more than one,
    those to the left that identify as well belong to it.

    Args:
        table: the table.
        sheet: the sheet that it is on.
        instruction: what is asked for.
        given: the input.
        weak: the columns that serve only if no others do: those that nobody asks for, or that
            are the work itself.
    """
    found = [Candidate(n, name, table.column(sheet, n)) for n, name in table.header.items()]
    spoken = spoken_keys(instruction, [one.name for one in found])
    later = frozenset(weak)
    levels: dict[int, int] = {}
    for one in found:
        level = _level(one, given, spoken)
        if level is not None:
            levels[one.number] = level + (10 if one.name in later else 0)
    texts = {one.number: [key_text(v) for v in one.values] for one in found}
    for worst in sorted(set(levels.values())):
        usable = [n for n in levels if levels[n] <= worst]
        chosen = _unique(usable, levels, texts)
        if chosen:
            whole = _with_left(chosen, levels, texts)
            return tuple(table.header[n] for n in whole)
    return ()


def is_spoken_of(instruction: Instruction, name: str) -> bool:
    """Tell whether the instruction speaks of a column, in its words or in those that mean the same.

    Units do not count: `Area m2` is the area.
    """
    if instruction.hints(name):
        return True
    words = [word for word in words_of(_BRACKETS.sub(" ", name)) if not is_unit(word)]
    stems = stems_of(" ".join(words))
    known = instruction.stems
    if stems and all(one in known or _STEMS_SAID.get(one, frozenset()) & known for one in stems):
        return True
    joined = "".join(words)
    return len(joined) >= _LEAST_JOINED and joined in "".join(words_of(instruction.prompt))


def meanings_of(name: str) -> frozenset[str]:
    """Return the stems of the words of a name, and of those that mean the same."""
    found = stems_of(name)
    return found.union(*(_STEMS_SAID.get(one, frozenset()) for one in found))


def spoken_keys(instruction: Instruction, names: Sequence[str]) -> frozenset[str]:
    """Return the names of columns for whose values the instruction wants a row each."""
    found: set[str] = set()
    for sentence in instruction.sentences:
        for match in _ROW_FOR.finditer(sentence.text):
            for part in _ITEM.split(_CUT.sub("", match["what"])):
                said = stems_of(_SMALL.sub("", part.strip()))
                meant = [name for name in names if _is_meant(stems_of(name), said)]
                if not meant:
                    break
                found.update(meant)
    return frozenset(found)


def _is_meant(name: frozenset[str], said: frozenset[str]) -> bool:
    return bool(said) and (said <= name or (bool(name) and name <= said and len(said) <= 2))


def _level(one: Candidate, given: Given, spoken: frozenset[str]) -> int | None:
    """Return how well a column identifies rows, less is better; None if it does not."""
    if any(is_blank(value) for value in one.values) or not one.values:
        return None
    numbers = [number_of(value) for value in one.values]
    named = IDENTIFIES.search(one.name) and not COUNTED.search(one.name)
    if any(number is not None and not number.is_integer() for number in numbers) and not named:
        return None
    fresh = int(any(key_text(value) not in given.keys for value in one.values))
    if one.name in spoken:
        return 0
    if all(number is not None for number in numbers):
        return _level_of_numbers(one, given, fresh)
    if all(is_date(value) for value in one.values):
        return 3
    return _level_of_texts(one, given, fresh)


def _level_of_numbers(one: Candidate, given: Given, fresh: int) -> int:
    counted = list(range(1, len(one.values) + 1))
    if COUNTED.search(one.name):
        return 5
    if _PERIOD.search(one.name):
        return 0
    if [number_of(value) for value in one.values] == counted:
        return 5
    if _tells_apart(one.name, given):
        return 0
    return fresh if IDENTIFIES.search(one.name) else 4


def _level_of_texts(one: Candidate, given: Given, fresh: int) -> int:
    texts = [fold(str(value)) for value in one.values]
    if _tells_apart(one.name, given) or all(_CODE.fullmatch(text) for text in texts):
        return fresh
    if IDENTIFIES.search(one.name):
        return fresh
    words = sum(len(text.split()) for text in texts) / len(texts)
    return (1 if words < _LONG_WORDS else 2) + fresh


def _tells_apart(name: str, given: Given) -> bool:
    """Tell whether a column of this name tells the rows of a table of the input apart."""
    return name.casefold() in given.own_keys


def _unique(
    usable: Sequence[int], levels: dict[int, int], texts: dict[int, list[str]]
) -> tuple[int, ...]:
    """Return the fewest columns that tell all rows apart, the best and leftmost of as many."""
    for size in range(1, _MAX_KEY_COLUMNS + 1):
        for chosen in sorted(
            combinations(usable, size), key=lambda c: (sum(levels[n] for n in c), c)
        ):
            rows = list(zip(*(texts[number] for number in chosen), strict=True))
            if len(set(rows)) == len(rows):
                return chosen
    return ()


def _with_left(
    chosen: tuple[int, ...], levels: dict[int, int], texts: dict[int, list[str]]
) -> tuple[int, ...]:
    """Return a key of several columns with those to the left that identify as well.

    What another column of the key decides, as a number decides a name, is left out.
    """
    if len(chosen) < 2:
        return chosen
    more = [
        number
        for number, level in levels.items()
        if number < max(chosen) and number not in chosen and level <= 1
        and not any(_decides(texts[one], texts[number]) for one in chosen)
    ]  # fmt: skip
    return tuple(sorted((*chosen, *more)))[: _MAX_KEY_COLUMNS + 1] if more else chosen


def _decides(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether each value of one column, most of them repeated, goes with a single other."""
    distinct = len(set(one))
    return 2 * len(one) >= 3 * distinct and len(set(zip(one, other, strict=True))) == distinct
