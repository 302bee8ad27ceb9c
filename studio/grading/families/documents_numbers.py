"""The check of a number in a text that stands with its label."""

from dataclasses import dataclass
from typing import Any

from pydantic import Field, field_validator

from studio.base.errors import FaultError
from studio.grading.families.documents_reading import judged, reference_document
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.readers.documents import Document
from studio.grading.readers.labels import Labelled, labelled_numbers, says_label
from studio.grading.readers.quantities import Quantity, agrees, whole_quantity
from studio.grading.readers.units import factor
from studio.grading.readers.values import fold, shown
from studio.model.check import Check, Target
from studio.model.frozen import Frozen


class LabelledNumberParameters(Frozen):
    """The number beside a label; the reference's if `expected` is left out.

    Units are compared where they are given: the same quantity in another unit is the same value
    as long as only the prefix differs.
    """

    label: str = Field(
        min_length=1, title="Label", description="The words that the number stands with."
    )
    expected: float | str | None = Field(
        default=None,
        title="Value",
        description="The number, with its unit if it has one; the reference's if left out.",
    )
    unit: str | None = Field(
        default=None, title="Unit", description="A unit that must be written with the number."
    )

    @field_validator("expected")
    @classmethod
    def _is_a_quantity(cls, expected: float | str | None) -> float | str | None:
        if isinstance(expected, str) and whole_quantity(expected) is None:
            raise ValueError("it is not a number with or without a unit, such as 12.4 mGy")
        return expected

    @field_validator("label")
    @classmethod
    def _says_something(cls, label: str) -> str:
        if not any(sign.isalnum() for sign in fold(label)):
            raise ValueError("a label needs a letter or a digit")
        return label


@dataclass(frozen=True)
class _Asked:
    """The number asked for, its unit (empty if it has none), and how a person writes both."""

    value: float
    unit: str
    told: str


def _expected(parameters: LabelledNumberParameters, target: Target, grounds: Grounds) -> _Asked:
    """Return the number asked for.

    Raises:
        FaultError: if the reference does not settle it.
    """
    unit = fold(parameters.unit or "")
    if isinstance(parameters.expected, str):
        written = whole_quantity(parameters.expected)
        assert written is not None
        return _converted(written, unit)
    if parameters.expected is not None:
        value = float(parameters.expected)
        return _Asked(value, unit, f"{shown(value)} {unit}".strip())
    document = reference_document(target, grounds)
    found = labelled_numbers(document, parameters.label, unit)
    if not found:
        what = "stands with no number" if says_label(document, parameters.label) else "is missing"
        raise FaultError(f"The label {parameters.label} {what} in the reference's {target.path}.")
    first = found[0].numbers[0]
    asked = _converted(first, unit)
    others = [
        number
        for one in found
        for number in one.numbers
        if not agrees(asked.value, number, asked.unit, None, rounded=True)
    ]
    if others:
        raise FaultError(
            f"The label {parameters.label} stands with several numbers in the reference's "
            f"{target.path} ({first.spelled}, {others[0].spelled}); give the value, a longer label "
            "or check the table."
        )
    return asked


def _converted(number: Quantity, unit: str) -> _Asked:
    if not unit or number.unit == unit:
        return _Asked(number.value, number.unit, number.spelled)
    value = number.in_unit(unit) if number.unit else number.value
    if value is None:
        raise FaultError(f"{number.spelled} cannot be told in {unit}.")
    return _Asked(value, unit, f"{shown(float(value))} {unit}")


def _judge(
    check: Check, parameters: LabelledNumberParameters, target: Target, grounds: Grounds
) -> Judgement:
    asked = _expected(parameters, target, grounds)

    def judge(check: Check, document: Document) -> Judgement:
        found = labelled_numbers(document, parameters.label, asked.unit)
        return _verdict(check, parameters, target, asked, found)

    return judged(judge, check, target, grounds)


def _verdict(
    check: Check,
    parameters: LabelledNumberParameters,
    target: Target,
    asked: _Asked,
    found: tuple[Labelled, ...],
) -> Judgement:
    numbers = [number for one in found for number in one.numbers]
    evidence: dict[str, Any] = {
        "place": f"{target.path}, {found[0].place}" if found else target.path,
        "label": parameters.label,
        "expected": asked.told,
        "found": [number.spelled for number in numbers[:20]] or None,
    }
    public = f"The number beside {parameters.label} in {target.path}"
    if not numbers:
        told = f"{target.path} gives no number for {parameters.label}."
        return failed(told, public=told, **evidence)
    fault, short = _fault(numbers, asked, check.tolerance, parameters)
    evidence["off"] = _off(numbers[0], asked)
    if fault:
        sentence = (
            f"{parameters.label} is {fault} in {target.path}, expected {evidence['expected']}."
        )
        return failed(sentence, public=f"{public} {short}.", **evidence)
    told = f"{parameters.label} is {numbers[0].spelled}."
    return passed(told, public=f"{public} is the value asked for.", **evidence)


def _fault(
    numbers: list[Quantity],
    asked: _Asked,
    tolerance: float | None,
    parameters: LabelledNumberParameters,
) -> tuple[str, str]:
    """Return what is wrong with the numbers in the author's words and in public, or nothing."""
    expected, unit = asked.value, asked.unit
    foreign = [n for n in numbers if n.unit and unit and factor(n.unit, unit) is None]
    if foreign:
        return f"in {foreign[0].unit} ({foreign[0].spelled})", "is in another unit"
    if parameters.unit and unit and not any(n.unit for n in numbers):
        return f"{numbers[0].spelled} without a unit", "has no unit"
    right = [n for n in numbers if agrees(expected, n, unit, tolerance)]
    wrong = [n for n in numbers if not agrees(expected, n, unit, tolerance, rounded=True)]
    if right and not wrong:
        return "", ""
    if len({n.spelled for n in numbers}) > 1 and wrong:
        several = " and ".join(dict.fromkeys(n.spelled for n in numbers[:5]))
        return f"given as {several}", "is given as several values"
    return numbers[0].spelled, "is not the value asked for"


def _off(number: Quantity, asked: _Asked) -> float | None:
    value = number.in_unit(asked.unit) if number.unit else number.value
    return None if value is None else value - asked.value


def _sentence(
    check: Check, parameters: LabelledNumberParameters, target: Target, grounds: Grounds
) -> str:
    try:
        told = _expected(parameters, target, grounds).told
    except FaultError:
        told = "as in the reference"
    within = f", within {check.tolerance:g}" if check.tolerance else ""
    return f"{parameters.label} in {check.target} is {told}{within}"


def _fit(
    check: Check, parameters: LabelledNumberParameters, target: Target, grounds: Grounds
) -> str:
    asked = _expected(parameters, target, grounds)
    document = reference_document(target, grounds)
    found = labelled_numbers(document, parameters.label, asked.unit)
    verdict = _verdict(check, parameters, target, asked, found)
    return "" if verdict.score == 1 else f"The reference fails it: {verdict.sentence}"


register(
    Kind(
        id="labelled_number",
        family="documents",
        title="A number stands with its label",
        parameters=LabelledNumberParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
        passages=True,
    )
)
