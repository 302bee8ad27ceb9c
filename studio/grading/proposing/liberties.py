"""What a table leaves to the worker: names of columns, rows of totals, ways to write a value."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from studio.grading.proposing.columns import Column, is_computed
from studio.grading.proposing.draft import Draft
from studio.grading.proposing.instruction import words_of
from studio.grading.proposing.layouts import FoundTable, is_date
from studio.grading.readers.books import Sheet
from studio.grading.readers.forms import in_one_form
from studio.grading.readers.values import Scalar, fold, is_blank, number_of
from studio.grading.readers.writing import plain

_TOTALS = frozenset(
    ["total", "totals", "sum", "sums", "summe", "gesamt", "overall", "combined", "altogether",
     "average", "averages", "mean", "whole", "grand", "subtotal", "subtotals"]
)  # fmt: skip
_COLUMN_LIST = re.compile(
    r"\b(?:columns?|headers?|headings?|fields?)\b[^.;:]{0,60}:\s*(?P<list>[^.;:]{3,400})",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r" \([^()]*\)")
_DATE_FORM = re.compile(
    r"\bISO[ -]?(?:8601|dates?|form|format|notation)|"
    r"\b(?:yyyy|jjjj|aaaa|dd|tt|jj|mm)[-./](?:mm|dd)[-./](?:yyyy|jjjj|aaaa|dd|tt|jj)\b|"
    r"\bdates?\b[^.;]{0,30}\b(?:as|like|form|format\w*|written)\b[^.;]{0,20}"
    r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}",
    re.IGNORECASE,
)
_TYPED = re.compile(
    r"(?P<name>[\w%]+)[`\"'*]* \((?:an? )?(?P<type>text|string|str|int|integer|whole number|number|"
    r"numeric|float|double|decimal|real|date|datetime|timestamp|bool|boolean)s?\b[^()]*\)",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r",\s*(?:and\s+|und\s+)?|\s+(?:and|und)\s+")
_ZERO_SPOKEN = re.compile(
    r"\b(?:empty|blanks?|zero(?:es|s)?|0|nil|dash(?:es)?|none|leer|null)\b|[\"'`]-[\"'`]",
    re.IGNORECASE,
)
_CAPITALS = re.compile(
    r"\b(?:capital|upper[ -]?case|lower[ -]?case|small letters|case[ -]sensitive|title case|"
    r"as written|exactly as|verbatim|Gro[sß]buchstab|Kleinbuchstab)",
    re.IGNORECASE,
)
_YOURS = r"(?:up to you|yours\b|your choice|your own|left to you|free\b)"
_WORDS = frozenset(["yes", "no", "y", "n", "true", "false", "x", "ja", "nein", "oui", "non"])
_LEAST_SUMMED = 3
_NO_CHANCE = 3
_NOTHING = ("-", "\u2013", "\u2014", "")


def free_names(
    draft: Draft, path: str, key: tuple[str, ...], columns: Sequence[Column]
) -> dict[str, Any]:
    """Return which compared columns the worker may name otherwise."""
    names = dict.fromkeys((*key, *(column.name for column in columns)))
    listed = listed_columns(draft.instruction.prompt) | _beside_types(draft, path, names)
    told = draft.instruction
    free = [
        n
        for n in names
        if not (told.fixes(n) and not told.names_only_sheet(n)) and fold(n) not in listed
    ]
    return {"free_names": free} if free else {}


def listed_columns(prompt: str) -> frozenset[str]:
    """Return the names that an instruction lists after a word for columns and a colon."""
    return frozenset(
        _BRACKETED.sub("", fold(name)).strip("`\"'*")
        for match in _COLUMN_LIST.finditer(fold(prompt))
        for name in _BETWEEN.split(match["list"])
    )


def typed_columns(prompt: str) -> dict[str, str]:
    """Return the columns that an instruction gives a type in brackets, and the type."""
    return {match["name"]: match["type"].casefold() for match in _TYPED.finditer(fold(prompt))}


def _beside_types(draft: Draft, path: str, names: Iterable[str]) -> frozenset[str]:
    """Return the names that stand word for word in a sentence that gives types: a machine reads."""
    spoken = (s for s in draft.instruction.sentences if draft.instruction.is_about(s, path))
    texts = [sentence.text for sentence in spoken if typed_columns(sentence.text)]
    return frozenset(
        fold(name)
        for name in names
        if any(re.search(rf"(?<!\w){re.escape(fold(name))}(?!\w)", fold(text)) for text in texts)
    )


def is_left(draft: Draft, name: str) -> bool:
    """Tell whether the instruction leaves to the worker what to write in a column."""
    be = r"(?:is|are|(?:may|can) be|in)"
    said = rf"(?<!\w){re.escape(fold(name))}\b[^.;,:]{{0,24}}\b{be} {_YOURS}"
    return re.search(said, fold(draft.instruction.prompt), re.IGNORECASE) is not None


def totals_of(draft: Draft, path: str, sheet: Sheet, table: FoundTable) -> dict[str, str]:
    """Return whether rows of totals count: those of the reference do if the task speaks of them.

    Its instruction does, or the title of a checkpoint. Elsewhere they are free, unless nothing but
    what is named may be there.
    """
    titles = {word for point in draft.checkpoints for word in words_of(point.title)}
    asked = bool((draft.instruction.words | titles) & _TOTALS)
    for row in table.totals:
        label = next((v for c in table.header if not is_blank(v := sheet.value(row, c))), None)
        asked = asked or set(words_of(str(label))) <= draft.instruction.words
        if not asked:
            draft.skip(f"The row {label} of {path} is not asked for, so nothing checks it")
    if (table.totals and asked) or (not table.totals and draft.instruction.is_exact):
        return {}
    return {"totals": "ignore"}


def sums_of(draft: Draft, sheet: Sheet, table: FoundTable, key: tuple[str, ...]) -> dict[str, Any]:
    """Return the name of the last row if the worker chose it: it sums up those above.

    Nothing of the input is called so, and the instruction does not say that it must be. A number
    is no name.
    """
    number = next((n for n, name in table.header.items() if key == (name,)), None)
    if number is None or len(table.rows) < _LEAST_SUMMED:
        return {}
    label = sheet.value(table.rows[-1], number)
    if not isinstance(label, str) or number_of(label) is not None:
        return {}
    if draft.given.holds(label) or draft.instruction.fixes(label):
        return {}
    columns = [table.column(sheet, column) for column in table.header if column != number]
    return {"sums": [fold(label)]} if _sums_up(label, columns) else {}


def _sums_up(label: str, columns: Sequence[Sequence[Scalar]]) -> bool:
    """Tell whether a last row sums up the others, and does not only come to their sum by chance.

    It is called a total, or all its numbers are sums or means, and so many digits no chance.
    """
    summed: list[bool | None] = []
    digits = 0
    for column in columns:
        *parts, whole = map(number_of, column)
        known = [part for part in parts if part is not None]
        if whole is None or not known:
            continue
        adds = len(known) == len(parts) and abs(sum(known) - whole) < 1e-6 * abs(whole)
        summed.append(adds or (None if min(known) <= whole <= max(known) else False))
        digits += adds * len(f"{abs(whole):.9g}".replace(".", "").strip("0"))
    named = bool(set(words_of(label)) & _TOTALS)
    return True in summed and (named or (False not in summed and digits >= _NO_CHANCE))


def writings_of(
    draft: Draft, sheet: Sheet, table: FoundTable, columns: Iterable[Column], path: str = ""
) -> dict[str, Any]:
    """Return which columns must be written as they are, and in which nothing may be shown as 0.

    Capitals are free where nobody speaks of them.
    """
    columns = list(columns)
    found = {
        "worded": [
            c.name
            for c in columns
            if (_has_forms(c) and _is_worded(draft, c.values))
            or (all(map(is_date, c.values)) and _fixes_dates(draft, path))
        ],
        "empty_is_zero": [
            c.name for c in columns if is_computed(sheet, table, c.number) and _has_nothing(c)
        ],
    }
    if _ZERO_SPOKEN.search(draft.instruction.prompt):
        found["empty_is_zero"] = []
    texts = (v for c in columns for v in c.values if isinstance(v, str) and number_of(v) is None)
    free = not _CAPITALS.search(draft.instruction.prompt) and any(
        v.upper() != v.lower() for v in texts
    )
    parameters: dict[str, Any] = {name: names for name, names in found.items() if names}
    return {**parameters, "case": False} if free else parameters


def _fixes_dates(draft: Draft, path: str) -> bool:
    """Tell whether a sentence says how dates are written in a text file that is made."""
    given = {name.casefold().rpartition("/")[2] for name in draft.given.paths}
    return path.casefold().endswith((".csv", ".tsv")) and any(
        _DATE_FORM.search(sentence.text) and not (sentence.files and sentence.files <= given)
        for sentence in draft.instruction.sentences
    )


def _has_forms(column: Column) -> bool:
    """Tell whether the values of a column can be written in several ways, as yes and no can."""
    values = [plain(value) for value in column.values]
    return in_one_form(values, values, (column.name,)) is not None


def _is_worded(draft: Draft, values: Sequence[Scalar]) -> bool:
    """Tell whether the instruction gives the words of a column, such as yes or no."""
    texts = {fold(v).casefold() for v in values if isinstance(v, str) and number_of(v) is None}
    quoted = texts & draft.instruction.names
    if quoted:
        return True
    prompt = fold(draft.instruction.prompt).casefold()
    pairs = [f"{one}{between}{other}" for one in texts & _WORDS for other in _WORDS
             for between in (" or ", "/", " / ")]  # fmt: skip
    return any(re.search(rf"\b{re.escape(pair)}\b", prompt) for pair in pairs) or any(
        re.search(rf"\b{re.escape(f'{other} or {one}')}\b", prompt)
        for one in texts & _WORDS
        for other in _WORDS
    )


def _has_nothing(column: Column) -> bool:
    """Tell whether a column of numbers shows nothing somewhere, as 0, a dash or an empty cell."""
    texts = [v for v in column.values if isinstance(v, str) and fold(v) not in _NOTHING]
    if not column.numbers or any(number_of(text) is None for text in texts):
        return False
    return any(v is None or v == 0.0 or (isinstance(v, str) and fold(v) in _NOTHING)
               for v in column.values)  # fmt: skip
