"""The checks that a workbook or a deck holds charts, and a workbook pivot tables: gates."""

from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import Field, field_validator

from studio.grading.families.addressing import of_reference, there_are, unreadable
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.phrasing import listed
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import WORKBOOKS, parse_cells, places, read_book
from studio.grading.readers.charts import (
    Chart,
    Pivot,
    areas_of,
    charts_of,
    pivots_of,
    slide_charts_of,
)
from studio.grading.readers.packages import Package
from studio.grading.readers.places import locate, read_bytes
from studio.grading.readers.tables import named_sheet
from studio.grading.readers.values import close, fold, legible, number_of
from studio.grading.readers.workbooks import open_workbook, sheets_of
from studio.model.check import Check, Target, parse_target
from studio.model.frozen import Frozen

T = TypeVar("T")
DECKS = (".pptx", ".pptm")
_MOST_DRAWN = 5_000
_NEAR = 0.01
ChartType = Literal[
    "any", "bar", "column", "line", "pie", "area", "scatter", "doughnut", "radar", "bubble", "stock"
]


class ChartPresentParameters(Frozen):
    """What chart must be there."""

    type: ChartType = Field(
        default="any", title="Type", description="bar is one of lying or of standing bars."
    )
    title: str | None = Field(
        default=None, title="Title", description="What its title says, whatever stands around it."
    )
    refers_to: str | None = Field(
        default=None,
        title="Drawn from",
        description="Cells that it must draw, such as Summary!B2:B9.",
    )
    at_least: int = Field(default=1, ge=1, title="At least", description="How many of them.")
    series: int = Field(
        default=1, ge=1, title="Series", description="How many series it must draw at least."
    )
    draws: Literal["anything", "as the reference"] = Field(
        default="anything",
        title="Values",
        description="Whether the charts must draw all the values that those of the reference do, "
        "wherever they stand, as percents or fractions.",
    )

    @field_validator("refers_to")
    @classmethod
    def _names_cells(cls, named: str | None) -> str | None:
        if named is not None:
            parse_target(f"book.xlsx#{named}")
            if "!" not in named:
                raise ValueError("name the sheet and the cells, like Summary!B2:B9")
        return named


class PivotPresentParameters(Frozen):
    """What pivot table must be there."""

    fields: tuple[str, ...] = Field(
        default=(), title="Grouped by", description="Columns whose values it groups by."
    )
    values: tuple[str, ...] = Field(
        default=(), title="Sums up", description="Columns that it sums up or counts."
    )
    at_least: int = Field(default=1, ge=1, title="At least", description="How many of them.")


def _read(folder: Path, target: Target, read: Callable[[Package, str | None], list[T]]) -> list[T]:
    place = locate(folder, target.path)
    if place is None:
        raise Unreadable("is missing")
    if place.suffix.lower() in DECKS and read is not pivots_of:
        return read(Package(read_bytes(place), legible(place.name)), None)
    return read(open_workbook(place), named_sheet(target))


def _charts_of(target: Target) -> Callable[[Package, str | None], list[Chart]]:
    """Return how the charts of a file are found: on its slides or on its sheets."""
    if Path(target.path).suffix.lower() in DECKS:
        return lambda package, sheet: slide_charts_of(package)
    return charts_of


def _suits(chart: Chart, parameters: ChartPresentParameters) -> bool:
    types = chart.types | ({"bar"} if "column" in chart.types else frozenset())
    if parameters.type not in ("any", *types):
        return False
    if len(chart.references) < parameters.series:
        return False
    if parameters.title and fold(parameters.title).casefold() not in chart.title.casefold():
        return False
    return parameters.refers_to is None or _draws(chart, parameters.refers_to)


def _draws(chart: Chart, wanted: str) -> bool:
    """Tell whether the values of a chart cover the wanted cells."""
    asked = parse_target(f"book.xlsx#{wanted}")
    top, left, bottom, right = parse_cells(asked.cells or "A1")
    covered: set[int] = set()
    for reference in chart.references:
        try:
            found = parse_target(f"book.xlsx#{reference}")
        except ValueError:
            continue
        if found.sheet is None or found.sheet.casefold() != (asked.sheet or "").casefold():
            continue
        first, start, last, end = parse_cells(found.cells or "A1")
        if first <= top and last >= bottom:
            covered |= set(range(max(left, start), min(right, end) + 1))
    return len(covered) == right - left + 1


def _judge(
    check: Check,
    target: Target,
    read: Callable[[Package, str | None], list[T]],
    suits: Callable[[T], bool],
    wanted: tuple[int, str],
    grounds: Grounds,
) -> Judgement:
    assert grounds.output is not None
    try:
        found = _read(grounds.output, target, read)
    except Unreadable as fault:
        return unreadable(check, target, fault)
    fitting = [entry for entry in found if suits(entry)]
    evidence: dict[str, Any] = {
        "place": check.target,
        "found": [legible(str(entry)) for entry in found],
    }
    at_least, what = wanted
    if len(fitting) >= at_least:
        return passed(f"{check.target} has {what}.", **evidence)
    there = f"{len(found)} of which {len(fitting)} fit" if found else "none"
    told = f"{check.target} must have {what}, but has {there}."
    return failed(
        told, public=f"{check.target} has not {what.split(' ')[-1]} as asked.", **evidence
    )


def _drawn(folder: Path, target: Target, charts: Iterable[Chart]) -> list[float]:
    """Return the numbers in the cells that charts draw."""
    place = locate(folder, target.path)
    if place is None:
        raise Unreadable("is missing")
    book, found = read_book(place), []
    for reference in (a for c in charts for whole in c.references for a in areas_of(whole)):
        try:
            area = parse_target(f"book.xlsx#{reference}")
            cells = islice(places(parse_cells(area.cells or "A1")), _MOST_DRAWN)
        except ValueError:
            continue
        sheet = book.sheet(area.sheet)
        values = [number_of(sheet.value(*cell)) for cell in cells] if sheet else []
        found += [value for value in values if value is not None]
    return found


def _lacks(wanted: Iterable[float], found: Iterable[float]) -> bool:
    """Tell whether a number has no partner that is nearly the same, or a hundred times as large."""
    free = list(found)
    for number in wanted:
        partner = next((one for one in free if _near(number, one)), None)
        if partner is None:
            return True
        free.remove(partner)
    return False


def _near(one: float, other: float) -> bool:
    return any(close(one, other * scale, _NEAR * abs(one) + 1e-9) for scale in (1.0, 100.0, 0.01))


def _chart_words(parameters: ChartPresentParameters) -> str:
    kind = "" if parameters.type == "any" else f"{parameters.type} "
    one = "an" if kind.startswith("a") else "a"
    many = parameters.at_least > 1
    what = f"{parameters.at_least} {kind}charts" if many else f"{one} {kind}chart"
    title = f' titled "{parameters.title}"' if parameters.title else ""
    of = f" of {parameters.refers_to}" if parameters.refers_to else ""
    series = f" with {parameters.series} series" if parameters.series > 1 else ""
    return f"{what}{title}{of}{series}"


def _judge_chart(
    check: Check, parameters: ChartPresentParameters, target: Target, grounds: Grounds
) -> Judgement:
    wanted = parameters.at_least, _chart_words(parameters)
    read = _charts_of(target)
    told = _judge(check, target, read, lambda c: _suits(c, parameters), wanted, grounds)
    if parameters.draws == "anything" or not told.score:
        return told
    assert grounds.output is not None
    sides = []
    for folder in (grounds.reference, grounds.output):
        charts = [c for c in _read(folder, target, read) if _suits(c, parameters)]
        sides.append(_drawn(folder, target, charts))
    if not _lacks(*sides):
        return told
    sentence = f"The charts of {check.target} do not draw all the values that they must."
    return failed(sentence, public=sentence, **told.evidence)


def _chart_sentence(
    check: Check, parameters: ChartPresentParameters, target: Target, grounds: Grounds
) -> str:
    what = ", and draws what the reference does" if parameters.draws != "anything" else ""
    return f"{check.target} has {_chart_words(parameters)}{what}"


def _chart_fit(
    check: Check, parameters: ChartPresentParameters, target: Target, grounds: Grounds
) -> str:
    deck = Path(target.path).suffix.lower() in DECKS
    if fault := "" if deck else _place_fault(target, grounds):
        return fault
    if deck and (parameters.draws != "anything" or parameters.refers_to):
        return "What a chart draws is only seen in a workbook."
    read = _charts_of(target)
    charts = of_reference(lambda: _read(grounds.reference, target, read), target)
    if sum(_suits(chart, parameters) for chart in charts) >= parameters.at_least:
        return ""
    there = [f"a {'/'.join(sorted(c.types))} chart of {', '.join(c.references)}" for c in charts]
    return f"The reference has not {_chart_words(parameters)}; it has {_or_none(there)}."


def _or_none(names: list[str]) -> str:
    return listed(names[:5]) if names else "none"


def _place_fault(target: Target, grounds: Grounds) -> str:
    if Path(target.path).suffix.lower() not in WORKBOOKS:
        return f"{target.path} is not a workbook."
    place = locate(grounds.reference, target.path)
    if place is None:
        return f"There is no file {target.path} in the reference."
    sheets = of_reference(lambda: sheets_of(open_workbook(place)), target)
    name = named_sheet(target)
    if name is not None and name.casefold() not in {title.casefold() for title in sheets}:
        return there_are("sheet", name, sheets)
    return ""


def _pivots(pivot: Pivot, parameters: PivotPresentParameters) -> bool:
    pairs = ((parameters.fields, pivot.groups), (parameters.values, pivot.values))
    return all(
        fold(name).casefold() in {other.casefold() for other in found}
        for names, found in pairs
        for name in names
    )


def _pivot_words(parameters: PivotPresentParameters) -> str:
    many = parameters.at_least > 1
    what = f"{parameters.at_least} pivot tables" if many else "a pivot table"
    by = f" by {listed(parameters.fields)}" if parameters.fields else ""
    return f"{what}{by}{f' of {listed(parameters.values)}' if parameters.values else ''}"


def _judge_pivot(
    check: Check, parameters: PivotPresentParameters, target: Target, grounds: Grounds
) -> Judgement:
    wanted = parameters.at_least, _pivot_words(parameters)
    return _judge(check, target, pivots_of, lambda p: _pivots(p, parameters), wanted, grounds)


def _pivot_sentence(
    check: Check, parameters: PivotPresentParameters, target: Target, grounds: Grounds
) -> str:
    return f"{check.target} has {_pivot_words(parameters)}"


def _pivot_fit(
    check: Check, parameters: PivotPresentParameters, target: Target, grounds: Grounds
) -> str:
    if fault := _place_fault(target, grounds):
        return fault
    pivots = of_reference(lambda: _read(grounds.reference, target, pivots_of), target)
    if sum(_pivots(pivot, parameters) for pivot in pivots) >= parameters.at_least:
        return ""
    there = [f"one by {', '.join(p.groups)} of {', '.join(p.values)}" for p in pivots]
    return f"The reference has not {_pivot_words(parameters)}; it has {_or_none(there)}."


register(
    Kind(
        id="chart_present",
        family="tables",
        title="A workbook or a deck has a chart",
        parameters=ChartPresentParameters,
        judge=_judge_chart,
        sentence=_chart_sentence,
        fit=_chart_fit,
        presence=True,
    )
)
register(
    Kind(
        id="pivot_present",
        family="tables",
        title="A workbook has a pivot table",
        parameters=PivotPresentParameters,
        judge=_judge_pivot,
        sentence=_pivot_sentence,
        fit=_pivot_fit,
        presence=True,
    )
)
