"""The check of how a CSV file is written: what stands between fields, and its decimal sign."""

from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from studio.grading.families.addressing import place_fault, unreadable
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import MAX_CELLS, delimiter_of, read_book
from studio.grading.readers.places import decode, locate, read_bytes
from studio.grading.readers.writing import writing_of
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

_SIGNS = {"comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
_DECIMALS = {"comma": ",", "point": "."}


class CsvWritingParameters(Frozen):
    """How the program that reads a CSV file wants it; at least one of both."""

    between: Literal["comma", "semicolon", "tab", "bar"] | None = Field(
        default=None, title="Between fields", description="The sign that parts two fields."
    )
    decimal: Literal["comma", "point"] | None = Field(
        default=None, title="Decimal sign", description="The sign before the decimals of numbers."
    )

    @model_validator(mode="after")
    def _asks_for_something(self) -> "CsvWritingParameters":
        if self.between is None and self.decimal is None:
            raise ValueError("say what stands between fields, or the decimal sign")
        return self


def separator_in(place: Path) -> str:
    """Return the name of the sign between the fields of a CSV file.

    Raises:
        Unreadable: if it is too large.
    """
    sign = delimiter_of(decode(read_bytes(place)), place.suffix.lower())
    return next(name for name, known in _SIGNS.items() if known == sign)


def decimals_in(place: Path) -> frozenset[str]:
    """Return the names of the decimal signs that the columns of a CSV file plainly have.

    Raises:
        Unreadable: if it is no CSV file or holds too many cells.
    """
    sheet = next(iter(read_book(place).sheets.values()))
    if len(sheet.cells) > MAX_CELLS:
        raise Unreadable(f"holds more than {MAX_CELLS:,} cells")
    columns: dict[int, list[str]] = {}
    for (_, column), cell in sheet.cells.items():
        columns.setdefault(column, []).append(str(cell.value))
    signs = {writing_of([value]).decimal for values in columns.values() for value in values}
    return frozenset(name for name, sign in _DECIMALS.items() if sign in signs)


def _fault(place: Path, parameters: CsvWritingParameters) -> str:
    """Return what is written otherwise than asked, empty if nothing is."""
    if parameters.between and separator_in(place) != parameters.between:
        return f"has no {parameters.between} between the fields"
    if parameters.decimal and decimals_in(place) - {parameters.decimal}:
        return f"does not write decimals with a {parameters.decimal}"
    return ""


def _judge(
    check: Check, parameters: CsvWritingParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    try:
        place = locate(grounds.output, target.path)
        if place is None:
            raise Unreadable("is missing")
        fault = _fault(place, parameters)
    except Unreadable as unread:
        return unreadable(check, target, unread)
    if fault:
        told = f"{target.path} {fault}."
        return failed(told, public=told, place=target.path)
    return passed(f"{target.path} is written as asked.", place=target.path)


def _sentence(
    check: Check, parameters: CsvWritingParameters, target: Target, grounds: Grounds
) -> str:
    parts = []
    if parameters.between:
        parts.append(f"a {parameters.between} between its fields")
    if parameters.decimal:
        parts.append(f"a decimal {parameters.decimal}")
    return f"{target.path} has {' and '.join(parts)}"


def _fit(check: Check, parameters: CsvWritingParameters, target: Target, grounds: Grounds) -> str:
    if Path(target.path).suffix.lower() not in (".csv", ".tsv"):
        return f"{target.path} is not a CSV file."
    if fault := place_fault(grounds.reference, target):
        return fault
    place = locate(grounds.reference, target.path)
    assert place is not None
    fault = _fault(place, parameters)
    return f"{target.path} of the reference {fault}." if fault else ""


register(
    Kind(
        id="csv_writing",
        family="tables",
        title="A CSV file is written in a way",
        parameters=CsvWritingParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
        presence=True,
    )
)
