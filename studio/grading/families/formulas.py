"""The checks of formulas: that they are there, and that what they give follows its input."""

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, product
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, field_validator

from studio.grading.families.addressing import (
    column_fault,
    of_reference,
    place_fault,
    unreadable,
    within,
)
from studio.grading.families.cells import agrees, sheet_at
from studio.grading.families.whereabouts import Spot, Whereabouts, labelled_places
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, register
from studio.grading.phrasing import listed
from studio.grading.readers.archives import Unreadable, refuse_hostile
from studio.grading.readers.books import (
    WORKBOOKS,
    Book,
    Cell,
    Sheet,
    address,
    parse_cells,
    places,
    read_book,
)
from studio.grading.readers.places import locate, read_bytes
from studio.grading.readers.tables import named_sheet, reference_table
from studio.grading.readers.values import Scalar, legible, shown
from studio.grading.readers.workbooks import computed_bytes, with_cells
from studio.grading.readers.writing import PLAIN
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

_QUOTED = re.compile('"[^"]*"')
_FUNCTION = re.compile(r"([A-Z][A-Z0-9.]*)\(")
_CELL = r"\$?[A-Z]{1,3}\$?[0-9]{1,7}"
_REFERENCE = re.compile(
    rf"{_CELL}|\$?[A-Z]{{1,3}}:\$?[A-Z]{{1,3}}|\[|[A-Z_][A-Z0-9_.]*(?![A-Z0-9_.(])"
)
_PLACE = re.compile(rf"(?:(?P<sheet>[^!]+)!)?(?P<cells>{_CELL}(?::{_CELL})?)", re.IGNORECASE)
_MAX_READS = 1_000
_MOST_LIKELY = 3
_MOST_WAYS = 4
Rooms = dict[Annotated[str, Field(pattern=r"^[A-Z]{1,3}$")], Annotated[float, Field(ge=0)]]
ROOMS: Any = Field(
    default_factory=dict,
    title="Tolerances",
    description="How far off the numbers of a column of the sheet may be, by its letter, instead "
    "of the tolerance of the check.",
)
Changes = dict[Spot, str | float | int | bool]


class FormulaPresentParameters(Frozen):
    """Which formulas must stand in the cells."""

    functions: tuple[str, ...] = Field(
        default=(),
        title="Functions",
        description="Each formula must use one of these, such as SUMIF; any formula if left out.",
    )
    tolerances: Rooms = ROOMS


def _functions(formula: str) -> set[str]:
    bare = _QUOTED.sub("", formula.upper()).replace("_XLFN.", "").replace("_XLWS.", "")
    return set(_FUNCTION.findall(bare))


def refers(formula: str) -> bool:
    """Tell whether a formula takes something from elsewhere, so that it is no typed number."""
    return _REFERENCE.search(_QUOTED.sub("", formula.upper())) is not None


def _formula_cells(sheet: Sheet, target: Target) -> dict[tuple[int, int], Cell]:
    area = places(parse_cells(target.cells or "A1"))
    return {p: cell for p in area if (cell := sheet.cells.get(p)) and cell.formula}


def _formula_fault(
    expected: Cell, found: Cell, parameters: FormulaPresentParameters, tolerance: float | None
) -> tuple[str, str]:
    """Return what is wrong with a cell, for the author and for others; empty if nothing is."""
    if not found.formula:
        return f"is {shown(found.value)}, but typed, not computed", "holds no formula"
    if refers(expected.formula or "") and not refers(found.formula):
        return f"computes from typed numbers alone ({found.formula[:40]})", (
            "computes from typed numbers alone"
        )
    wanted = {name.upper() for name in parameters.functions}
    if wanted and not wanted & _functions(found.formula):
        return f"does not use {' or '.join(sorted(wanted))}", "does not use the function asked for"
    if not agrees(expected.value, found.value, (PLAIN, PLAIN), tolerance):
        return (
            f"is {shown(found.value)}, expected {shown(expected.value)}",
            "does not give the value asked for",
        )
    return "", ""


def _judge_present(
    check: Check, parameters: FormulaPresentParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    reference = of_reference(lambda: sheet_at(grounds.reference, target), target)
    wanted = _formula_cells(reference, target)
    try:
        sheet = sheet_at(grounds.output, target)
    except Unreadable as fault:
        return unreadable(check, target, fault, facts=len(wanted))
    wrong: list[dict[str, Any]] = []
    for place, expected in wanted.items():
        found = sheet.cells.get(place, Cell(None))
        room = _room(parameters.tolerances, place[1], check.tolerance)
        reason, public = _formula_fault(expected, found, parameters, room)
        if reason:
            wrong.append(
                {
                    "cell": f"{sheet.name}!{address(*place)}",
                    "expected": expected.value,
                    "found": found.value,
                    "formula": found.formula,
                    "reason": reason,
                    "public": public,
                }
            )
    return _verdict(check, len(wanted), wrong, "formulas")


def _room(rooms: Mapping[str, float], column: int, tolerance: float | None) -> float | None:
    """Return how far off the numbers of a column may be."""
    return rooms.get(address(1, column)[:-1], tolerance)


def _within(rooms: Mapping[str, float], check: Check) -> str:
    told = [f"{column} within {room:g}" for column, room in sorted(rooms.items())]
    return f", {listed(told)}" if told else within(check)


def _verdict(check: Check, total: int, wrong: list[dict[str, Any]], what: str) -> Judgement:
    evidence = {"facts": total, "wrong": wrong[:EVIDENCE_CAP]}
    if not wrong:
        told = f"All {total:,} {what} of {check.target} are right."
        return Judgement(1.0 if total else 0.0, told, evidence)
    first = wrong[0]
    more = f" {len(wrong) - 1:,} more are wrong." if len(wrong) > 1 else ""
    return Judgement(
        1 - len(wrong) / total,
        f"{first['cell']} {first['reason']}.{more}",
        evidence,
        f"{first['cell']} {first['public']}.{more}",
    )


def _present_sentence(
    check: Check, parameters: FormulaPresentParameters, target: Target, grounds: Grounds
) -> str:
    by = f" with {' or '.join(parameters.functions)}" if parameters.functions else ""
    place = check.target.partition("#")[2]
    rooms = _within(parameters.tolerances, check)
    how = "formulas" if ":" in place else "a formula"
    return f"{place} is computed by {how}{by} and as in the reference{rooms}"


def _present_fit(
    check: Check, parameters: FormulaPresentParameters, target: Target, grounds: Grounds
) -> str:
    if fault := _workbook_fault(target, grounds):
        return fault
    if target.cells is None:
        return "Name the cells, like file.xlsx#Sheet!D14."
    sheet = of_reference(lambda: sheet_at(grounds.reference, target), target)
    wanted = _formula_cells(sheet, target)
    if not wanted:
        return f"{target.cells} of {sheet.name} holds no formula in the reference."
    for place, cell in wanted.items():
        reason, _ = _formula_fault(cell, cell, parameters, check.tolerance)
        if reason:
            return f"In the reference {sheet.name}!{address(*place)} {reason}."
    return ""


def _workbook_fault(target: Target, grounds: Grounds) -> str:
    if Path(target.path).suffix.lower() not in WORKBOOKS:
        return f"{target.path} is not a workbook and holds no formulas."
    return place_fault(grounds.reference, target)


class FormulaFollowsParameters(Frozen):
    """An input cell that is changed, and what must follow."""

    change: dict[str, str | float | int | bool] = Field(
        min_length=1,
        title="Change",
        description="New values by cell, such as Inputs!B2; made in copies of both files.",
    )
    reads: tuple[str, ...] = Field(
        default=(),
        title="Read",
        description="The cells that must follow, such as Summary!D14 or Summary!D2:D9; those of "
        "the target if left out.",
    )
    keys: dict[str, tuple[str, ...]] = Field(
        default_factory=dict,
        title="Keys",
        description="The key columns of the table of a sheet, by the name of the sheet: its cells "
        "are found by them wherever their rows and columns stand. Other cells stay in their place.",
    )
    labels: dict[str, str] = Field(
        default_factory=dict,
        title="Labels",
        description="Changed cells that an output may have elsewhere, with the label beside them: "
        "one that is typed there and has the same value is changed in their place.",
    )
    tolerances: Rooms = ROOMS

    @field_validator("change", "reads")
    @classmethod
    def _names_cells(cls, named: Any) -> Any:
        for name in named:
            if not _PLACE.fullmatch(name):
                raise ValueError(f"{name!r} names no cell; write it like Sheet!B2")
        return named


def _spots(name: str, sheet: str) -> list[Spot]:
    found = _PLACE.fullmatch(name)
    assert found is not None, name
    title = (found["sheet"] or sheet).strip("'")
    area = parse_cells(found["cells"].replace("$", "").upper())
    if (area[2] - area[0] + 1) * (area[3] - area[1] + 1) > _MAX_READS:
        raise Unreadable(f"is read in more than {_MAX_READS} cells at once ({name})")
    return [(title, row, column) for row, column in places(area)]


def _changes(parameters: FormulaFollowsParameters, sheet: str) -> Changes:
    return {
        spot: value for name, value in parameters.change.items() for spot in _spots(name, sheet)
    }


def _reads(parameters: FormulaFollowsParameters, target: Target, sheet: str) -> list[Spot]:
    names = parameters.reads or ((target.cells,) if target.cells else ())
    return [spot for name in names for spot in _spots(name, sheet)]


def _value(book: Book, spot: Spot) -> Scalar:
    sheet = book.sheet(spot[0])
    if sheet is None:
        raise Unreadable(f"has no sheet {spot[0]}")
    return sheet.value(spot[1], spot[2])


def _changed_book(place: Path | None, changes: Changes) -> Book:
    """Return a workbook computed anew after some cells of a copy of it were changed.

    Raises:
        Unreadable: if there is no such workbook or sheet.
    """
    if place is None:
        raise Unreadable("is missing")
    content = read_bytes(place)
    refuse_hostile(content, legible(place.name))
    patched = with_cells(computed_bytes(place, content), changes)
    with tempfile.TemporaryDirectory(prefix="studio-changed-") as name:
        copy = Path(name) / "changed.xlsx"
        copy.write_bytes(patched)
        return read_book(copy)


def followed(place: Path, changes: Changes, reads: Iterable[Spot]) -> dict[Spot, Scalar]:
    """Return what cells of a workbook hold after others were changed, where that is another value.

    Raises:
        Unreadable: if it is no workbook, or has no such sheet.
    """
    book, after = read_book(place), _changed_book(place, changes)
    found = {}
    for spot in reads:
        was, becomes = _value(book, spot), _value(after, spot)
        if spot not in changes and not agrees(was, becomes, (PLAIN, PLAIN), None):
            found[spot] = becomes
    return found


def _followed(
    parameters: FormulaFollowsParameters, target: Target, grounds: Grounds
) -> tuple[dict[Spot, Scalar], Changes]:
    """Return what the reference reads after the change where that differs, and the change."""
    place = locate(grounds.reference, target.path)
    if place is None:
        raise Unreadable("is missing")
    first = named_sheet(target) or next(iter(read_book(place).sheets), "")
    changes = _changes(parameters, first)
    return followed(place, changes, _reads(parameters, target, first)), changes


def _ways(
    parameters: FormulaFollowsParameters, place: Path | None, changes: Changes, reference: Path
) -> Iterator[dict[Spot, tuple[Spot, float]]]:
    """Yield for the changed cells that may stand elsewhere where they do in an output.

    Each with what the values there are to be multiplied by to be those of the reference.

    Raises:
        Unreadable: if the output has no such cell.
    """
    if not parameters.labels or place is None:
        yield {}
        return
    right, book = read_book(reference), read_book(place)
    found: dict[Spot, list[tuple[Spot, float]]] = {}
    for name, label in parameters.labels.items():
        (spot,) = _spots(name, "")
        if spot in changes:
            likely = labelled_places(book, label, _value(right, spot))
            found[spot] = list(islice(likely, _MOST_LIKELY))
            if not found[spot]:
                raise Unreadable(f"holds {label} in no cell of its own")
    for chosen in islice(product(*found.values()), _MOST_WAYS):
        if len({spot for spot, _ in chosen}) == len(chosen):
            yield dict(zip(found, chosen, strict=True))


def _moved(
    found: Whereabouts, changes: Changes, elsewhere: Mapping[Spot, tuple[Spot, float]]
) -> Changes:
    """Return changes at the places that an output has for them.

    Raises:
        Unreadable: if it has none.
    """
    moved: Changes = {}
    for spot, value in changes.items():
        there, scale = elsewhere.get(spot, (found.of(spot), 1.0))
        if there is None:
            raise Unreadable("has no row with the cell that is changed")
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        moved[there] = float(value) / scale if is_number and scale != 1.0 else value
    return moved


def _judge_follows(
    check: Check, parameters: FormulaFollowsParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    wanted, changes = of_reference(lambda: _followed(parameters, target, grounds), target)
    place, right = (locate(f, target.path) for f in (grounds.output, grounds.reference))
    assert right is not None
    best: Judgement | None = None
    try:
        found = Whereabouts(target, (grounds.reference, grounds.output), parameters.keys)
        for elsewhere in _ways(parameters, place, changes, right):
            book = _changed_book(place, _moved(found, changes, elsewhere))
            wrong = _not_following(check, parameters, wanted, found, book)
            judged = _verdict(check, len(wanted), wrong, "cells that follow")
            best = judged if best is None or judged.score > best.score else best
            if not wrong:
                break
    except Unreadable as fault:
        return unreadable(check, target, fault, facts=len(wanted))
    return best or unreadable(check, target, Unreadable("has no such cells"), facts=len(wanted))


def _not_following(
    check: Check,
    parameters: FormulaFollowsParameters,
    wanted: Mapping[Spot, Scalar],
    found: Whereabouts,
    book: Book,
) -> list[dict[str, Any]]:
    """Return the cells of a changed output that are not what those of the reference become."""
    named = listed(sorted(parameters.change))
    wrong: list[dict[str, Any]] = []
    for spot, expected in wanted.items():
        room = _room(parameters.tolerances, spot[2], check.tolerance)
        there = found.of(spot)
        value = _value(book, there) if there else None
        if not agrees(expected, value, (PLAIN, PLAIN), room):
            wrong.append(
                {
                    "cell": f"{spot[0]}!{address(*spot[1:])}",
                    "expected": expected,
                    "found": value,
                    "reason": f"is {shown(value)} after {named} is changed, expected "
                    f"{shown(expected)}",
                    "public": f"does not follow as asked when {named} is changed",
                }
            )
    return wrong


def _follows_sentence(
    check: Check, parameters: FormulaFollowsParameters, target: Target, grounds: Grounds
) -> str:
    change = listed(f"{name} becomes {value}" for name, value in parameters.change.items())
    read = parameters.reads or (check.target.partition("#")[2],)
    follow = "follows" if len(read) == 1 else "follow"
    rooms = _within(parameters.tolerances, check)
    return f"When {change}, {listed(read)} {follow} as in the reference{rooms}"


def _follows_fit(
    check: Check, parameters: FormulaFollowsParameters, target: Target, grounds: Grounds
) -> str:
    if fault := _workbook_fault(target, grounds):
        return fault
    if not parameters.reads and not target.cells:
        return "Say which cells are read, such as Summary!D14."
    if strange := parameters.labels.keys() - parameters.change.keys():
        return f"{min(strange)} has a label, but is not changed."
    for sheet, key in parameters.keys.items():
        if fault := _key_fault(target, sheet, key, grounds):
            return fault
    try:
        wanted, _ = _followed(parameters, target, grounds)
    except Unreadable as fault_of_place:
        return f"{target.path} of the reference {fault_of_place}."
    if not wanted:
        names = listed(sorted(parameters.change))
        return f"Nothing that is read changes in the reference when {names} is changed."
    return ""


def _key_fault(target: Target, sheet: str, key: tuple[str, ...], grounds: Grounds) -> str:
    place = target.model_copy(update={"sheet": sheet, "cells": None})
    return place_fault(grounds.reference, place) or column_fault(
        of_reference(lambda: reference_table(grounds.reference, place, key), target), key
    )


register(
    Kind(
        id="formula_present",
        family="tables",
        title="Cells are computed by formulas",
        parameters=FormulaPresentParameters,
        judge=_judge_present,
        sentence=_present_sentence,
        fit=_present_fit,
    )
)
register(
    Kind(
        id="formula_follows",
        family="tables",
        title="A result follows when an input is changed",
        parameters=FormulaFollowsParameters,
        judge=_judge_follows,
        sentence=_follows_sentence,
        fit=_follows_fit,
    )
)
