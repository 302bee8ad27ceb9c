"""The check of a value by the label beside it, wherever the two stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from studio.grading.families.addressing import of_reference, place_fault, unreadable, within
from studio.grading.families.cells import agrees, sheet_at, writing_at
from studio.grading.families.differences import SHARE
from studio.grading.families.formulas import refers
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
_MOST_ALIKE = 3
_WORD = re.compile(r"[^\W_]+|%")


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
    computed: bool = Field(
        default=False,
        title="Computed",
        description="Whether the value must be computed by a formula.",
    )
    free: bool = Field(
        default=False,
        title="Free label",
        description="Whether a label of other words will do that has most of these.",
    )


@dataclass(frozen=True)
class _Beside:
    """A value beside a label: where it stands, how it is written, whether it shows a percentage."""

    place: str
    value: Scalar
    writing: Writing
    percent: bool
    formula: str = ""


def _label_text(value: Scalar) -> str:
    return fold(value).rstrip(":").strip().casefold() if isinstance(value, str) else ""


def _has_most_words(label: str, wanted: str) -> bool:
    """Tell whether a label has most words of another, and few of its own."""
    one, other = set(_WORD.findall(label)), set(_WORD.findall(wanted))
    return 3 * len(one & other) >= 2 * max(len(one), len(other)) > 0


def _labelled(
    folder: Path, target: Target, parameters: LabelValueParameters
) -> list[tuple[str, list[_Beside]]]:
    """Return where the label stands and what stands beside it.

    Labels of other words count where they are free and the label itself is not there.

    Raises:
        Unreadable: if there is no such file or sheet.
    """
    place = locate(folder, target.path)
    if place is None:
        raise Unreadable("is missing")
    book = read_book(place)
    sheets = [sheet_at(folder, target)] if named_sheet(target) else list(book.sheets.values())
    wanted = _label_text(parameters.label)
    labels = [
        (sheet, spot, text)
        for sheet in sheets
        for spot, cell in sorted(sheet.cells.items())
        if (text := _label_text(cell.value))
    ]
    meant = [(sheet, spot) for sheet, spot, text in labels if text == wanted]
    if not meant and parameters.free:
        meant = [(sheet, spot) for sheet, spot, text in labels if _has_most_words(text, wanted)]
    return [
        (f"{sheet.name}!{address(*spot)}", list(_beside(sheet, spot, parameters.where)))
        for sheet, spot in meant
    ]


def _beside(sheet: Sheet, spot: tuple[int, int], where: str) -> Iterator[_Beside]:
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
            cell = sheet.cells[near]
            percent = "%" in cell.number_format or fold(str(cell.value)).endswith("%")
            hand = writing_at(sheet, near[1])
            yield _Beside(name, cell.value, hand, percent, cell.formula or "")


def _label_expected(
    parameters: LabelValueParameters, target: Target, grounds: Grounds
) -> list[_Beside]:
    """Return the right values: the one given, else what stands beside the reference's labels."""
    if parameters.expected is not None:
        return [_Beside("", scalar(parameters.expected), Writing(), False)]
    found = of_reference(lambda: _labelled(grounds.reference, target, parameters), target)
    return [min(beside, key=_is_text) for _, beside in found if beside]


def _is_text(entry: _Beside) -> bool:
    return isinstance(plain(entry.value, entry.writing), str)


def _is_right(
    right: _Beside, found: _Beside, check: Check, parameters: LabelValueParameters
) -> bool:
    """Tell whether a value is the right one; a percentage may be a fraction or a hundredfold."""
    if parameters.computed and not refers(found.formula):
        return False
    hands = right.writing, found.writing
    if agrees(right.value, found.value, hands, check.tolerance, parameters.case):
        return True
    value = plain(found.value, found.writing)
    spoken = right.percent or found.percent or SHARE.search(parameters.label) is not None
    if not isinstance(value, float) or not spoken or (right.percent and found.percent):
        return False
    return any(
        agrees(right.value, value * factor, (right.writing, Writing()), check.tolerance)
        for factor in (100.0, 0.01)
    )


def _judge_label(
    check: Check, parameters: LabelValueParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    expected = _label_expected(parameters, target, grounds)
    evidence: dict[str, Any] = {
        "label": parameters.label,
        "expected": [right.value for right in expected],
    }
    try:
        found = _labelled(grounds.output, target, parameters)
    except Unreadable as fault:
        return unreadable(check, target, fault, **evidence)
    if not found:
        told = f"{target.path} has no label {parameters.label}."
        return failed(told, public=told, **evidence)
    evidence["found"] = [[one.value for one in beside] for _, beside in found]
    wrong = [
        (label, beside)
        for label, beside in found
        if not any(_is_right(right, one, check, parameters) for one in beside for right in expected)
    ]
    if len(wrong) < len(found) <= _MOST_ALIKE and not _is_said(grounds.output, target, parameters):
        found, wrong = [entry for entry in found if entry not in wrong], []
    if not wrong:
        place = found[0][1][0].place
        return passed(f"{parameters.label} is right in {place}.", place=place, **evidence)
    label, beside = wrong[0]
    typed = parameters.computed and not any(refers(one.formula) for one in beside)
    seen = " or ".join(f"{shown(one.value)} in {one.place}" for one in beside) or "empty"
    right = " or ".join(shown(one.value) for one in expected)
    return failed(
        f"{parameters.label} ({label}) is {seen}{', typed' if typed else ''}, expected {right}"
        f"{' by a formula' if parameters.computed else ''}.",
        public=f"What stands beside {parameters.label} ({label}) is not the value asked for.",
        place=beside[0].place if beside else label,
        **evidence,
    )


def _is_said(folder: Path, target: Target, parameters: LabelValueParameters) -> bool:
    """Tell whether the label stands there as it is, and not only one of other words."""
    strict = parameters.model_copy(update={"free": False})
    return bool(_labelled(folder, target, strict))


def _label_sentence(
    check: Check, parameters: LabelValueParameters, target: Target, grounds: Grounds
) -> str:
    found = _label_expected(parameters, target, grounds)
    expected = " or ".join(shown(one.value) for one in found)
    computed = ", computed by a formula" if parameters.computed else ""
    return f"{parameters.label} is {expected or 'as in the reference'}{within(check)}{computed}"


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
    if parameters.computed and not any(refers(o.formula) for _, beside in found for o in beside):
        return f"{parameters.label} is not computed by a formula in the reference."
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
