"""The check of a value by the label beside it, wherever the two stand."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from studio.grading.families.addressing import of_reference, place_fault, unreadable, within
from studio.grading.families.cells import agrees, sheet_at, writing_at
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import Sheet, address, read_book
from studio.grading.readers.places import locate
from studio.grading.readers.tables import named_sheet
from studio.grading.readers.values import Scalar, fold, is_blank, scalar, shown
from studio.grading.readers.writing import Writing, plain
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

_REACH = 6


class LabelValueParameters(Frozen):
    """The value that stands beside a label."""

    label: str = Field(
        min_length=1, title="Label", description="The text beside the value, such as Total tax."
    )
    expected: str | float | int | bool | None = Field(
        default=None,
        title="Expected",
        description="The value; the one beside the same label of the reference if left out.",
    )
    where: Literal["right", "below", "either"] = Field(
        default="either", title="Where", description="On which side of the label the value stands."
    )
    case: bool = Field(default=True, title="Capitals matter", description="For text.")


def _label_text(value: Scalar) -> str:
    return fold(value).rstrip(":").strip().casefold() if isinstance(value, str) else ""


def _labelled(
    folder: Path, target: Target, parameters: LabelValueParameters
) -> list[tuple[str, list[tuple[str, Scalar, Writing]]]]:
    """Return where the label stands and what stands beside it: place, value and its writing.

    Raises:
        Unreadable: if there is no such file or sheet.
    """
    place = locate(folder, target.path)
    if place is None:
        raise Unreadable("is missing")
    book = read_book(place)
    sheets = [sheet_at(folder, target)] if named_sheet(target) else list(book.sheets.values())
    wanted = _label_text(parameters.label)
    return [
        (f"{sheet.name}!{address(*spot)}", list(_beside(sheet, spot, parameters.where)))
        for sheet in sheets
        for spot, cell in sorted(sheet.cells.items())
        if _label_text(cell.value) == wanted
    ]


def _beside(
    sheet: Sheet, spot: tuple[int, int], where: str
) -> Iterator[tuple[str, Scalar, Writing]]:
    """Yield the nearest value to the right and the nearest below, as far as they are asked for."""
    row, column = spot
    ways = {
        "right": [(row, column + n) for n in range(1, _REACH + 1)],
        "below": [(row + n, column) for n in range(1, 3)],
    }
    for way in ("right", "below") if where == "either" else (where,):
        near = next((p for p in ways[way] if not is_blank(sheet.value(*p))), None)
        if near:
            name = f"{sheet.name}!{address(*near)}"
            yield name, sheet.value(*near), writing_at(sheet, near[1])


def _label_expected(
    parameters: LabelValueParameters, target: Target, grounds: Grounds
) -> list[tuple[Scalar, Writing]]:
    """Return the right values: the one given, else what stands beside the reference's labels."""
    if parameters.expected is not None:
        return [(scalar(parameters.expected), Writing())]
    found = of_reference(lambda: _labelled(grounds.reference, target, parameters), target)
    firsts = [min(beside, key=_is_text) for _, beside in found if beside]
    return [(value, writing) for _, value, writing in firsts]


def _is_text(entry: tuple[str, Scalar, Writing]) -> bool:
    return isinstance(plain(entry[1], entry[2]), str)


def _judge_label(
    check: Check, parameters: LabelValueParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    expected = _label_expected(parameters, target, grounds)
    evidence: dict[str, Any] = {"label": parameters.label, "expected": [v for v, _ in expected]}
    try:
        found = _labelled(grounds.output, target, parameters)
    except Unreadable as fault:
        return unreadable(check, target, fault, **evidence)
    if not found:
        told = f"{target.path} has no label {parameters.label}."
        return failed(told, public=told, **evidence)
    evidence["found"] = [[value for _, value, _ in beside] for _, beside in found]
    wrong = [
        (label, beside)
        for label, beside in found
        if not any(
            agrees(right, value, (hand, writing), check.tolerance, parameters.case)
            for _, value, writing in beside
            for right, hand in expected
        )
    ]
    if not wrong:
        place = found[0][1][0][0]
        return passed(f"{parameters.label} is right in {place}.", place=place, **evidence)
    label, beside = wrong[0]
    seen = " or ".join(f"{shown(value)} in {place}" for place, value, _ in beside) or "empty"
    right = " or ".join(shown(value) for value, _ in expected)
    return failed(
        f"{parameters.label} ({label}) is {seen}, expected {right}.",
        public=f"What stands beside {parameters.label} ({label}) is not the value asked for.",
        place=beside[0][0] if beside else label,
        **evidence,
    )


def _label_sentence(
    check: Check, parameters: LabelValueParameters, target: Target, grounds: Grounds
) -> str:
    expected = " or ".join(shown(v) for v, _ in _label_expected(parameters, target, grounds))
    return f"{parameters.label} is {expected or 'as in the reference'}{within(check)}"


def _label_fit(
    check: Check, parameters: LabelValueParameters, target: Target, grounds: Grounds
) -> str:
    if fault := place_fault(grounds.reference, target):
        return fault
    found = of_reference(lambda: _labelled(grounds.reference, target, parameters), target)
    if not found:
        return f"The reference has no label {parameters.label} in {check.target}."
    if not any(beside for _, beside in found):
        return f"Nothing stands beside {parameters.label} in the reference."
    return ""


register(
    Kind(
        id="label_value",
        family="tables",
        title="A value stands beside its label",
        parameters=LabelValueParameters,
        judge=_judge_label,
        sentence=_label_sentence,
        fit=_label_fit,
    )
)
