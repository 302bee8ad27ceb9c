"""The check of how numbers and dates are shown: a gate."""

import re
from typing import Any

from pydantic import Field, model_validator

from studio.grading.families.addressing import of_reference, place_fault, unreadable
from studio.grading.families.cells import sheet_at
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, passed, register
from studio.grading.phrasing import counted, listed
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import Cell, Sheet, address, parse_cells, places
from studio.grading.readers.dates import date_of
from studio.grading.readers.values import fold, is_blank
from studio.grading.readers.writing import Writing, plain, writing_of
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

_DIGITS = re.compile(r"[0#?]\.([0#?]+)")
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_SPELLED = re.compile(r"[.,]([0-9]+)[^0-9]*$")


class NumberFormatParameters(Frozen):
    """How the numbers or dates of the cells must be shown."""

    decimals: int | None = Field(
        default=None, ge=0, le=15, title="Decimals", description="How many are shown."
    )
    percent: bool = Field(default=False, title="Percent", description="Shown as a percentage.")
    currency: str | None = Field(
        default=None, title="Currency", description="The sign or code shown, such as EUR."
    )
    date: bool = Field(default=False, title="Date", description="A date shown as one.")

    @model_validator(mode="after")
    def _asks_for_something(self) -> "NumberFormatParameters":
        if self.decimals is None and not (self.percent or self.currency or self.date):
            raise ValueError("give decimals, percent, currency or date")
        return self


def shown_decimals(cell: Cell, writing: Writing = Writing()) -> int:  # noqa: B008
    """Return how many decimals a cell shows: by its number format, else as it is spelled."""
    section = _LITERAL.sub("", cell.number_format).split(";")[0]
    if section and section != "General" and section != "@":
        found = _DIGITS.search(section)
        return len(found[1]) if found else 0
    if isinstance(cell.value, str):
        spelled = _SPELLED.search(fold(cell.value))
        grouped = spelled is None or spelled[0][0] == ("." if writing.decimal == "," else ",")
        return 0 if grouped or spelled is None else len(spelled[1])
    text = f"{abs(cell.value or 0.0):.10f}".rstrip("0")
    return len(text.partition(".")[2])


def format_fault(cell: Cell, parameters: NumberFormatParameters, writing: Writing) -> str:
    """Return how a cell is not shown as asked, empty if it is."""
    spelled = cell.value if isinstance(cell.value, str) else ""
    if parameters.date:
        shown_as_date = isinstance(plain(cell.value, writing), str) and date_of(
            str(plain(cell.value, writing))
        )
        return "" if shown_as_date else "is not a date"
    if not isinstance(plain(cell.value, writing), float):
        return "is not a number"
    if parameters.percent and "%" not in cell.number_format + spelled:
        return "is not shown as a percentage"
    signs = _currency_signs(parameters.currency or "")
    if signs and not any(sign in (cell.number_format + spelled).upper() for sign in signs):
        return "is not shown with the currency"
    if parameters.decimals is not None and shown_decimals(cell, writing) != parameters.decimals:
        return f"is shown with {shown_decimals(cell, writing)} decimals"
    return ""


def _currency_signs(currency: str) -> tuple[str, ...]:
    """Return the ways to write a currency: its sign and its code."""
    pairs = (("€", "EUR"), ("$", "USD"), ("£", "GBP"), ("¥", "JPY"))
    name = currency.strip().upper()
    return next((pair for pair in pairs if name in pair), (name,) if name else ())


def _cells(sheet: Sheet, target: Target) -> list[tuple[int, int]]:
    """Return the places of the target that are filled, all of the sheet's if it names none."""
    if target.cells is None:
        return sorted(place for place, cell in sheet.cells.items() if not is_blank(cell.value))
    return [p for p in places(parse_cells(target.cells)) if not is_blank(sheet.value(*p))]


def _faults(
    sheet: Sheet, wanted: list[tuple[int, int]], parameters: NumberFormatParameters
) -> list[dict[str, Any]]:
    writings = {c: writing_of(sheet.value(*p) for p in wanted if p[1] == c) for _, c in wanted}
    wrong = []
    for place in wanted:
        cell = sheet.cells.get(place, Cell(None))
        reason = format_fault(cell, parameters, writings[place[1]])
        if reason:
            name = f"{sheet.name}!{address(*place)}"
            wrong.append({"cell": name, "found": cell.number_format, "reason": reason})
    return wrong


def _judge(
    check: Check, parameters: NumberFormatParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    reference = of_reference(lambda: sheet_at(grounds.reference, target), target)
    wanted = _cells(reference, target)
    try:
        sheet = sheet_at(grounds.output, target)
    except Unreadable as fault:
        return unreadable(check, target, fault, facts=len(wanted))
    wrong = _faults(sheet, wanted, parameters)
    evidence: dict[str, Any] = {"facts": len(wanted), "wrong": wrong[:EVIDENCE_CAP]}
    if not wrong and wanted:
        return passed(f"{check.target} is shown as asked.", **evidence)
    first = f"{wrong[0]['cell']} {wrong[0]['reason']}" if wrong else "nothing is there"
    told = f"{first}, expected {_words(parameters)}."
    score = 1 - len(wrong) / len(wanted) if wanted else 0.0
    return Judgement(score, told, evidence, f"{first}.")


def _words(parameters: NumberFormatParameters) -> str:
    words = ["as a percentage"] * parameters.percent + ["as a date"] * parameters.date
    words += [f"in {parameters.currency}"] if parameters.currency else []
    if parameters.decimals is not None:
        words.append(f"with {counted(parameters.decimals, 'decimal')}")
    return listed(words)


def _sentence(
    check: Check, parameters: NumberFormatParameters, target: Target, grounds: Grounds
) -> str:
    return f"{check.target.partition('#')[2] or target.path} is shown {_words(parameters)}"


def _fit(check: Check, parameters: NumberFormatParameters, target: Target, grounds: Grounds) -> str:
    if fault := place_fault(grounds.reference, target):
        return fault
    sheet = of_reference(lambda: sheet_at(grounds.reference, target), target)
    wanted = _cells(sheet, target)
    if not wanted:
        return f"{check.target} of the reference is empty."
    wrong = _faults(sheet, wanted, parameters)
    return f"In the reference {wrong[0]['cell']} {wrong[0]['reason']}." if wrong else ""


register(
    Kind(
        id="number_format",
        family="tables",
        title="Numbers and dates are shown so",
        parameters=NumberFormatParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
        presence=True,
    )
)
