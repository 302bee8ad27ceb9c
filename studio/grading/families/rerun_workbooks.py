"""The check of a workbook that is to be used again: right on inputs that it never held."""

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from studio.base.errors import FaultError
from studio.formats import digests
from studio.grading.families.addressing import of_reference, unreadable
from studio.grading.families.rerun import Outcome, verdict_on
from studio.grading.kinds import Grounds, Judgement, Kind, register
from studio.grading.readers.archives import Unreadable, refuse_hostile
from studio.grading.readers.books import (
    WORKBOOKS,
    Book,
    address,
    parse_cells,
    read_book,
)
from studio.grading.readers.cases import HiddenCase, hidden_cases
from studio.grading.readers.places import locate, read_bytes
from studio.grading.readers.trees import read_tree
from studio.grading.readers.values import Scalar, legible, number_of, same, scalar, shown
from studio.grading.readers.workbooks import computed_bytes, with_cells
from studio.model.check import Check, Target
from studio.model.frozen import Frozen
from studio.sandbox.office import recompute_ahead

_CELL = re.compile(r"(?:(?P<sheet>[^!]+)!)?(?P<cell>\$?[A-Za-z]{1,3}\$?[0-9]{1,7})")
_MOST_CELLS = 5_000
Spot = tuple[str, int, int]


class RerunWorkbookParameters(Frozen):
    """How the cells of a workbook are set to those of each hidden case."""

    names: dict[str, str] = Field(
        default_factory=dict,
        title="Names",
        description="The cells behind the names that the cases use, such as `rate`: `Inputs!B2`.",
    )
    clear: bool = Field(
        default=True,
        title="Clear",
        description="Whether a sheet that a case fills from a CSV file is emptied first.",
    )


@dataclass(frozen=True)
class _Filled:
    """A case of a workbook: the cells that are set, and those that are read."""

    name: str
    given: Mapping[Spot, Scalar]
    pasted: frozenset[str]
    expected: Mapping[Spot, Scalar]


def _cases(
    parameters: RerunWorkbookParameters, grounds: Grounds, reference: Book
) -> tuple[_Filled, ...]:
    """Return the cases whose inputs the reference does not hold already.

    Raises:
        FaultError: if there are none, or one is not what a case must be.
    """
    found = hidden_cases(grounds.hidden, grounds.input)
    filled = [_filled(case, parameters, reference) for case in found]
    if not filled:
        raise FaultError("There are no hidden cases; put them into private/hidden/cases/NAME/.")
    counted = tuple(case for case in filled if not _is_held(case.given, reference))
    if not counted:
        raise FaultError("Each hidden case has the inputs that the reference holds; add another.")
    return counted


def _is_held(cells: Mapping[Spot, Scalar], book: Book) -> bool:
    return all(same(value, _value(book, spot), None) for spot, value in cells.items())


def _filled(case: HiddenCase, parameters: RerunWorkbookParameters, book: Book) -> _Filled:
    first = next(iter(book.sheets), "")
    given = _read(case.given, parameters.names, first, case.name)
    expected = _read(case.expected, parameters.names, first, case.name)
    if not given or not expected:
        raise FaultError(
            f"The hidden case {case.name} sets or reads no cells; give input/cells.json and "
            'expected/cells.json, such as {"Inputs!B2": 12}.'
        )
    for sheet, _, _ in (*given, *expected):
        if book.sheet(sheet) is None:
            raise FaultError(f"The hidden case {case.name} names the sheet {sheet}, which is not.")
    pasted = frozenset(
        Path(path).stem for path in case.given if Path(path).suffix.lower() in (".csv", ".tsv")
    )
    return _Filled(case.name, given, pasted, expected)


def _read(
    files: Mapping[str, Path], names: Mapping[str, str], first: str, case: str
) -> dict[Spot, Scalar]:
    found: dict[Spot, Scalar] = {}
    for path, place in files.items():
        try:
            if place.suffix.lower() in (".csv", ".tsv"):
                sheet = next(iter(read_book(place).sheets.values()))
                cells = sheet.cells.items()
                found |= {(place.stem, *spot): _typed(cell.value) for spot, cell in cells}
            else:
                found |= _named_cells(read_tree(place), names, first)
        except (Unreadable, ValueError) as fault:
            raise FaultError(f"{path} of the hidden case {case} {fault}.") from None
    if len(found) > _MOST_CELLS:
        raise FaultError(f"The hidden case {case} has more than {_MOST_CELLS:,} cells.")
    return found


def _typed(value: Scalar) -> Scalar:
    """Return a value of a CSV file as a person who types it gets it: a number if it spells one."""
    number = number_of(value)
    return value if number is None else number


def _named_cells(tree: object, names: Mapping[str, str], first: str) -> dict[Spot, Scalar]:
    if not isinstance(tree, dict):
        raise ValueError('is no list of cells such as {"Inputs!B2": 12}')
    return {_spot(names.get(name, name), first): scalar(value) for name, value in tree.items()}


def _spot(name: str, first: str) -> Spot:
    found = _CELL.fullmatch(name)
    if found is None:
        raise ValueError(f"names {name}, which is no cell; write it like Inputs!B2")
    row, column, _, _ = parse_cells(found["cell"].replace("$", "").upper())
    return (found["sheet"] or first).strip("'"), row, column


def _value(book: Book, spot: Spot) -> Scalar:
    sheet = book.sheet(spot[0])
    return sheet.value(spot[1], spot[2]) if sheet else None


def _patched(content: bytes, book: Book, case: _Filled, clear: bool) -> bytes:
    changes: dict[Spot, Scalar] = {}
    for name in case.pasted if clear else ():
        sheet = book.sheet(name)
        columns = {column for title, _, column in case.given if title == name}
        # Formulas beside what is pasted stay; what is pasted over goes.
        held = sheet.cells if sheet else {}
        changes |= {(name, *spot): None for spot in held if spot[1] in columns}
    return with_cells(content, changes | dict(case.given))


def _outcomes(
    folder: Path, target: Target, cases: tuple[_Filled, ...], check: Check, clear: bool
) -> list[Outcome]:
    """Return what comes of each case in the workbook of a folder.

    Raises:
        Unreadable: if there is no such workbook.
        HostileInputError: if it tries to harm.
    """
    place = locate(folder, target.path)
    if place is None:
        raise Unreadable("is missing")
    content = read_bytes(place)
    refuse_hostile(content, legible(place.name))
    book = read_book(place)
    computed = computed_bytes(place, content)
    made = [_tried(computed, book, case, clear) for case in cases]
    recompute_ahead({digests.of_bytes(b): (".xlsx", b) for b in made if isinstance(b, bytes)})
    return [_outcome(case, one, check.tolerance) for case, one in zip(cases, made, strict=True)]


def _tried(content: bytes, book: Book, case: _Filled, clear: bool) -> bytes | str:
    try:
        return _patched(content, book, case, clear)
    except Unreadable as fault:
        return str(fault)


def _outcome(case: _Filled, made: bytes | str, tolerance: float | None) -> Outcome:
    if isinstance(made, str):
        return Outcome(case.name, f"it {made}", "its cells cannot be set")
    with tempfile.TemporaryDirectory(prefix="studio-filled-") as folder:
        copy = Path(folder) / "filled.xlsx"
        copy.write_bytes(made)
        try:
            book = read_book(copy)
        except Unreadable as fault:
            return Outcome(case.name, f"it {fault}", "it cannot be computed")
    for spot, expected in case.expected.items():
        found = _value(book, spot)
        if not same(expected, found, tolerance):
            cell = f"{spot[0]}!{address(*spot[1:])}"
            told = f"{cell} is {shown(found)}, expected {shown(expected)}"
            return Outcome(case.name, told, f"{cell} is wrong")
    return Outcome(case.name)


def _judge(
    check: Check, parameters: RerunWorkbookParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    cases = _cases(parameters, grounds, _reference(target, grounds))
    try:
        handed = _outcomes(grounds.output, target, cases, check, parameters.clear)
    except Unreadable as fault:
        return unreadable(check, target, fault, cases=len(cases))
    try:
        given = _outcomes(grounds.input, target, cases, check, parameters.clear)
    except Unreadable:
        given = []
    return verdict_on(target, handed, {found.case for found in given if not found.fault})


def _reference(target: Target, grounds: Grounds) -> Book:
    place = locate(grounds.reference, target.path)
    if place is None:
        raise FaultError(f"There is no {target.path} in the reference.")
    return of_reference(lambda: read_book(place), target)


def _sentence(
    check: Check, parameters: RerunWorkbookParameters, target: Target, grounds: Grounds
) -> str:
    try:
        count = len(_cases(parameters, grounds, _reference(target, grounds)))
    except FaultError:
        count = 0
    cases = f"{count} hidden case{'' if count == 1 else 's'}" if count else "hidden cases"
    within = f", numbers within {check.tolerance:g}" if check.tolerance else ""
    return f"Filled with the inputs of {cases}, {target.path} computes what it must{within}"


def _fit(
    check: Check, parameters: RerunWorkbookParameters, target: Target, grounds: Grounds
) -> str:
    if Path(target.path).suffix.lower() not in WORKBOOKS:
        return f"{target.path} is not a workbook."
    try:
        _cases(parameters, grounds, _reference(target, grounds))
    except FaultError as fault:
        return str(fault)
    return ""


register(
    Kind(
        id="rerun_workbook",
        family="rerun",
        title="A workbook is right on hidden cases",
        parameters=RerunWorkbookParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
    )
)
