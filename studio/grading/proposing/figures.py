"""Proposals for the figures of texts: each beside the words that tell it, small ones in words."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from studio.grading.families.documents_figures import fitting
from studio.grading.families.documents_stated import (
    FALLING,
    FELL,
    ROSE,
    StatedFigure,
    is_strict,
)
from studio.grading.proposing.beside import (
    Beside,
    is_code,
    is_given_number,
    is_number_of_something,
    is_year,
    names_above,
    pair_of,
    words_beside,
)
from studio.grading.proposing.counts import answers_count
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.facts import spoken_names
from studio.grading.proposing.instruction import Instruction, stems_of, words_of
from studio.grading.proposing.precision import may_be_measured
from studio.grading.proposing.scopes import slack_of_figure
from studio.grading.proposing.wording import (
    Figure,
    figures_of,
    is_chosen,
    is_compared_with,
    is_counted,
    is_known,
    scaled_digits,
    wants_unit,
)
from studio.grading.readers.documents import Document
from studio.grading.readers.numerals import SPELLED
from studio.grading.readers.quantities import whole_quantity
from studio.grading.readers.values import spelled_numbers

# Only a text stuffed with numbers is refused: a letter may hold the whole table as well.
_SPARE_NUMBERS, _TIMES, _FEW_NUMBERS = 30, 3, 8
_JUST = re.compile(
    r"\b(?:just|only) (?:that|those|these|this)\b|\bnot (?:the|any) others?\b|"
    r"\b(?:nothing else|no others?)\b(?! (?:changes|moves|stays))",
    re.IGNORECASE,
)
_MAX_FIGURES = 12
_MOST_HEADED = 60
_EACH = re.compile(r"\b(?:each|every|per|jede[rnms]?)\b", re.IGNORECASE)
_ROUNDS = 4
_BESIDE = {"words", "names", "out_of", "under"}
_COMMON = 21
_OF_HOW_MANY = re.compile(
    r"\b(?:out )?of (?:how many|the total|all)\b|\b[xnm] of [ynm]\b|\d+ ?(?:of|/) ?\d+",
    re.IGNORECASE,
)
_WORDED = re.compile(rf"(?<![\w-])(?:{'|'.join(SPELLED[2:])})(?![\w-])", re.IGNORECASE)
_MOST_SUMMED = 12
_MOST_PARTS = 5
_PENNY = 0.006


def real_figures(figures: Iterable[Figure], instruction: Instruction) -> list[Figure]:
    """Return the figures that measure or count.

    Years, numbers of clauses and sections, and units to round to are none.
    """
    units = {r.unit for s in instruction.sentences for r in s.roundings if r.unit > 1}
    return [
        one
        for one in figures
        if not is_year(one, instruction)
        and not is_number_of_something(one)
        and (one.quantity.unit or one.value not in units)
    ]


def is_common(figure: Figure) -> bool:
    """Tell whether a figure may stand anywhere by chance: whole, at most twenty, no unit."""
    number = figure.quantity
    return not number.unit and not number.decimals and abs(number.value) < _COMMON


def tolerance_of(draft: Draft, path: str, figure: Figure) -> float | None:
    """Return the tolerance of a figure: what is allowed, else half a unit of its last digit."""
    room = figure.room
    if room is None and not is_common(figure) and not is_counted(figure, draft.instruction):
        noun = figure.quantity.noun
        if not noun and may_be_measured(figure.label, False, draft.given.decimals):
            room = 0.005 if figure.quantity.unit == "%" else 0.5
    elif room is not None and figure.quantity.decimals > draft.given.decimals >= 2:
        room = max(room, 0.5 * 10.0**-draft.given.decimals)
    slack = slack_of_figure(draft.instruction, figure.clause, path, figure.quantity.unit)
    if slack is None or is_common(figure):
        return room
    points = 100 if figure.quantity.unit == "%" and slack.share is None else 1
    return max(slack.of(figure.value) / points, room or 0.0)


def propose_figures(
    draft: Draft, path: str, document: Document, figures: Sequence[Figure], dictated: list[Figure]
) -> list[Figure]:
    """Add the check of figures, each beside a word that tells it; return those that it holds.

    A small whole number is proposed only beside its words, and where it is asked for.
    """
    every, counts = _with_counts(draft, document)
    figures = [*figures, *counts]
    made_up = _makings(figures, every)
    distinct = list({(f.spelled, f.clause if is_common(f) else ""): f for f in figures}.values())
    distinct = [one for one in distinct if (one.clause, one.value) not in made_up]
    wholes = {id(one): pair_of(one, every) for one in distinct}
    parts = {(whole.clause, whole.before) for whole in wholes.values() if whole}
    kept = [
        one
        for one in distinct
        if (one.clause, one.before) not in parts
        and (
            not is_common(one)
            or one in dictated
            or pair_of(one, figures)
            or _is_wanted(draft, one, wholes[id(one)])
        )
    ]
    names = spoken_names(draft, path)
    beside = words_beside(kept, draft.instruction, names, path)
    heads = names_above(kept, names) if _EACH.search(draft.instruction.prompt) else {}
    most = _MOST_HEADED if heads else _MAX_FIGURES
    stated: dict[str, dict[str, Any]] = {}
    held: list[Figure] = []
    for figure, own in zip(kept, beside, strict=True):
        if is_common(figure) and figure not in dictated and not own.words:
            continue
        if figure.spelled not in stated and len(stated) < most:
            made = _stated(draft, path, figure, own, wholes[id(figure)])
            if above := heads.get(figure.heading) if not own.names else None:
                made |= {"names": above, "under": True}
            stated[figure.spelled] = made
            held.append(figure)
    for made in stated.values():
        if made.get("prose") and not _is_in_wide_table(document, made["value"]):
            del made["prose"]
    _share_rooms(stated, document)
    stated = _fitted(stated, document)
    held = [figure for figure in held if figure.spelled in stated]
    if stated:
        draft.add(
            f"figures {path}",
            "figures_stated",
            path,
            parameters={
                "figures": list(stated.values()),
                "max_numbers": _most_numbers(draft, document),
            },
            weak=(*name_words(path), *(figure.clause for figure in held[:2])),
            reason="figures that the text must state, in whatever words",
        )
    return held


def _most_numbers(draft: Draft, document: Document) -> int:
    """Return how many numbers a text may hold: few more where it is to say just what is asked."""
    counted = len(spelled_numbers(document.text))
    if not any(_JUST.search(sentence.text) for sentence in draft.instruction.sentences):
        return _TIMES * counted + _SPARE_NUMBERS
    tables = counted if document.tables else 0
    return counted + max(_FEW_NUMBERS, counted // 2) + tables


def _with_counts(draft: Draft, document: Document) -> tuple[list[Figure], list[Figure]]:
    """Return all figures of a text, and those written as words that count what is asked for."""
    every = list(figures_of(document))
    held = {(one.clause, one.value) for one in every}
    worded = [f for f in figures_of(_in_digits(document)) if (f.clause, f.value) not in held]
    given = set(words_of(draft.instruction.prompt))
    counts = [
        one
        for one in worded
        if is_common(one)
        and not given & {one.quantity.spelled, SPELLED[int(one.value)]}
        and _is_wanted(draft, one, pair_of(one, worded))
    ]
    return every + worded, counts


def _is_in_wide_table(document: Document, value: str) -> bool:
    """Tell whether a table of three columns or more holds a figure."""
    asked = whole_quantity(value)
    cells = (
        whole_quantity(cell)
        for table in document.tables
        for row in table.rows
        for cell in row
        if len(row) > 2
    )
    return asked is not None and any(cell and cell.value == asked.value for cell in cells)


def _in_digits(document: Document) -> Document:
    """Return the running text of a document with its number words in digits: `6 of the 9`."""
    return Document(
        tuple(
            replace(
                block, text=_WORDED.sub(lambda m: str(SPELLED.index(m[0].casefold())), block.text)
            )
            for block in document.blocks
        )
    )


def _makings(figures: Sequence[Figure], every: Sequence[Figure]) -> set[tuple[str, float]]:
    """Return clause and value of the figures that only show how another one is made.

    Where a figure is the sum of others of its clause, those that are products of two others, and
    their factors, may be left out: `122.50` in `68.00 + 7 x 17.50 (122.50)`.
    """
    found: set[tuple[str, float]] = set()
    for total in figures:
        clause = [one.value for one in every if one.clause == total.clause]
        others = [value for value in dict.fromkeys(clause) if value != total.value][:_MOST_SUMMED]
        products = {
            one: (a, b)
            for one in others
            for a, b in combinations(others, 2)
            if one not in (a, b) and min(a, b) > 1 and abs(a * b - one) < _PENNY
        }
        for parts in _summed(total.value, others) if products else ():
            made = [one for one in parts if one in products]
            values = {*made, *(factor for one in made for factor in products[one])}
            found |= {(total.clause, value) for value in values}
    return found


def _summed(total: float, values: Sequence[float]) -> Iterator[tuple[float, ...]]:
    """Yield the choices of values that add up to a total."""
    for count in range(2, min(len(values), _MOST_PARTS) + 1):
        for parts in combinations(values, count):
            if abs(sum(parts) - total) < _PENNY:
                yield parts


def _is_wanted(draft: Draft, figure: Figure, whole: Figure | None) -> bool:
    """Tell whether a small whole number is asked for: it is counted, or its label is spoken of.

    What `3 of 10 points` counts is told by the noun after the whole.
    """
    if answers_count(figure, draft.instruction):
        return True
    if is_given_number(figure, draft.instruction):
        return False
    if is_counted(figure, draft.instruction) or (whole and is_counted(whole, draft.instruction)):
        return True
    label = stems_of(figure.label)
    asking = [s for s in draft.instruction.sentences if s.asks or s.files or label <= s.stems]
    return bool(label) and any(label & sentence.stems for sentence in asking)


def _stated(
    draft: Draft, path: str, figure: Figure, own: Beside, whole: Figure | None
) -> dict[str, Any]:
    made: dict[str, Any] = {"value": figure.spelled}
    if is_code(figure):
        return made
    if own.words:
        made["words"] = list(own.words)
    if names := _telling(own.names, draft.instruction.prompt):
        made["names"] = names
    made |= _whole(draft, whole)
    if len(names) == 1 and is_chosen(figure, draft.instruction):
        made |= {"named": True, "prose": True}
    if (room := tolerance_of(draft, path, figure)) is not None:
        made["within"] = room
    if wants_unit(figure.quantity.unit, draft.instruction.prompt):
        made["same_unit"] = True
    made |= _turns(draft, figure)
    if digits := scaled_digits(figure, draft.instruction.prompt):
        made["least_digits"] = digits
    return made


def _telling(names: Sequence[str], prompt: str) -> list[str]:
    """Return the names of a figure: those that the worker found, if the instruction has others.

    In "which brand sold less in Q2 than in Q1" the brand is the answer, and the quarters are not.
    """
    said = prompt.casefold()
    found = [name for name in names if name.casefold() not in said]
    return found or list(names)


def _whole(draft: Draft, whole: Figure | None) -> dict[str, Any]:
    """Return of what a figure is a part; the whole is told only where a sentence asks for it."""
    if whole is None:
        return {}
    free = not _OF_HOW_MANY.search(draft.instruction.prompt)
    return {"out_of": whole.spelled} | ({"whole_free": True} if free else {})


def _turns(draft: Draft, figure: Figure) -> dict[str, bool]:
    """Return whether a figure is a fall or a rise, and whether it may be left out."""
    known = is_known(figure, draft.instruction, draft.given)
    free = known and is_compared_with(figure, draft.instruction)
    made = {"optional": True} if free else {}
    if figure.value < 0 or FALLING.search(figure.clause):
        return made | {"falls": True}
    rises = ROSE.search(figure.clause) and not FELL.search(figure.clause)
    return made | ({"rises": True} if rises else {})


def _share_rooms(stated: dict[str, dict[str, Any]], document: Document) -> None:
    """Give figures of one unit the room of the one with most decimals: 0.1 beside 0.075."""
    digits: dict[str, int] = {}
    for figure in figures_of(document, document.tables):
        unit = figure.quantity.unit
        digits[unit] = max(digits.get(unit, 0), figure.quantity.decimals)
    for spelled, made in stated.items():
        asked = whole_quantity(spelled)
        most = digits.get(asked.unit, 0) if asked and asked.unit not in ("", "%") else 0
        if asked and made.get("within") == 0.5 * 10.0**-asked.decimals and most > asked.decimals:
            made["within"] = 0.5 * 10.0**-most


def _fitted(stated: dict[str, dict[str, Any]], document: Document) -> dict[str, dict[str, Any]]:
    """Return the figures as the document itself has them.

    One that stands among other values is let stand so; one that stands apart from its words is
    asked for without them, and one that cannot be found so is left out.
    """
    found = dict(stated)
    for _ in range(_ROUNDS):
        models = tuple(StatedFigure.model_validate_json(json.dumps(m)) for m in found.values())
        told = dict(zip(found, fitting(document, models), strict=True))
        if set(told.values()) <= {"stated"}:
            return found
        for spelled, how in told.items():
            if how != "stated" and not found[spelled].get("among_others"):
                found[spelled] = {**found[spelled], "among_others": True}
            elif how == "missing" and found[spelled].keys() & _BESIDE:
                kept = {k: v for k, v in found[spelled].items() if k not in _BESIDE}
                found[spelled] = kept
            elif how == "missing":
                del found[spelled]
        found = {s: m for s, m in found.items() if m.get("words") or not _is_small(s)}
    return found


def _is_small(spelled: str) -> bool:
    asked = whole_quantity(spelled)
    return asked is not None and is_strict(StatedFigure(value=spelled))
