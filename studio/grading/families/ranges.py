"""The check of many cells, each in its place."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field

from studio.grading.families.addressing import of_reference, place_fault, unreadable, within
from studio.grading.families.cells import agrees, sheet_at, writing_at
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, register
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import Sheet, address, parse_cells, places
from studio.grading.readers.values import is_blank, shown
from studio.grading.readers.writing import Writing
from studio.model.check import Check, Target
from studio.model.frozen import Frozen


class RangeEqualsParameters(Frozen):
    """Which cells of a range must be as in the reference, each in its place."""

    facts: Literal["all", "changed", "unchanged"] = Field(
        default="all",
        title="Cells that count",
        description="All cells; those that the input does not hold already (the work); or those "
        "that it does (what must be left alone).",
    )
    case: bool = Field(default=True, title="Capitals matter", description="For text.")


def _range_cells(folder: Path, target: Target) -> tuple[Sheet, dict[int, Writing]]:
    sheet = sheet_at(folder, target)
    _, left, _, right = parse_cells(target.cells or "A1")
    return sheet, {column: writing_at(sheet, column) for column in range(left, right + 1)}


def _wanted_places(
    parameters: RangeEqualsParameters,
    target: Target,
    grounds: Grounds,
    expected: tuple[Sheet, dict[int, Writing]],
) -> Iterator[tuple[int, int]]:
    """Yield the places that are asked for: those that the reference or the input fills."""
    sheet, writings = expected
    try:
        given, hand = _range_cells(grounds.input, target)
    except Unreadable:
        given, hand = Sheet("", {}), writings
    for place in places(parse_cells(target.cells or "A1")):
        one, other = sheet.value(*place), given.value(*place)
        if is_blank(one) and is_blank(other):
            continue
        held = agrees(one, other, (writings[place[1]], hand[place[1]]), None)
        if parameters.facts == "all" or (parameters.facts == "unchanged") == held:
            yield place


def _judge_range(
    check: Check, parameters: RangeEqualsParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    right = of_reference(lambda: _range_cells(grounds.reference, target), target)
    wanted = list(_wanted_places(parameters, target, grounds, right))
    try:
        found, hand = _range_cells(grounds.output, target)
    except Unreadable as fault:
        return unreadable(check, target, fault, facts=len(wanted))
    wrong = [
        {
            "cell": f"{found.name}!{address(*place)}",
            "expected": right[0].value(*place),
            "found": found.value(*place),
        }
        for place in wanted
        if not agrees(
            right[0].value(*place),
            found.value(*place),
            (right[1][place[1]], hand[place[1]]),
            check.tolerance,
            parameters.case,
        )
    ]
    evidence = {"facts": len(wanted), "wrong": wrong[:EVIDENCE_CAP]}
    if not wrong:
        told = f"All {len(wanted):,} cells of {check.target} are right."
        return Judgement(1.0 if wanted else 0.0, told, evidence)
    first = wrong[0]
    more = f" {len(wrong) - 1:,} more differ." if len(wrong) > 1 else ""
    return Judgement(
        1 - len(wrong) / len(wanted),
        f"{first['cell']} is {shown(first['found'])}, expected {shown(first['expected'])}.{more}",
        evidence,
        f"{len(wrong):,} of {len(wanted):,} cells of {check.target} are missing or wrong, "
        f"the first in {first['cell']}.",
    )


def _range_sentence(
    check: Check, parameters: RangeEqualsParameters, target: Target, grounds: Grounds
) -> str:
    which = {"all": "Each cell", "changed": "Each cell to be filled", "unchanged": "What"}
    if parameters.facts == "unchanged":
        return f"What {check.target.partition('#')[2]} held before is still there{within(check)}"
    place = check.target.partition("#")[2]
    return f"{which[parameters.facts]} of {place} is as in the reference{within(check)}"


def _range_fit(
    check: Check, parameters: RangeEqualsParameters, target: Target, grounds: Grounds
) -> str:
    if target.cells is None:
        return "Name the cells, like file.xlsx#Sheet!A1:B9."
    return place_fault(grounds.reference, target)


register(
    Kind(
        id="range_equals",
        family="tables",
        title="Cells hold values, each in its place",
        parameters=RangeEqualsParameters,
        judge=_judge_range,
        sentence=_range_sentence,
        fit=_range_fit,
    )
)
