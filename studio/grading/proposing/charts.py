"""Proposals for charts: that one is there, and what those of a workbook draw."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from studio.grading.families.charts import DECKS
from studio.grading.proposing.draft import Draft
from studio.grading.proposing.instruction import Sentence, stems_of
from studio.grading.proposing.layouts import find_tables
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import WORKBOOKS, Book, parse_cells
from studio.grading.readers.charts import Chart, areas_of, charts_of, slide_charts_of
from studio.grading.readers.packages import Package
from studio.grading.readers.places import read_bytes
from studio.grading.readers.values import fold
from studio.grading.readers.workbooks import open_workbook
from studio.model.check import parse_target

_CHART = re.compile(r"\b(?:charts?|graphs?|plots?|diagrams?)\b", re.IGNORECASE)
_NATIVE = re.compile(
    r"\b(?:native|editable|real|genuine) (?:\w+ )?(?:charts?|graphs?|diagrams?)\b|"
    r"\b(?:no|not|without|never)(?: as)?(?: an?| any)? "
    r"(?:pictures?|images?|screenshots?|photos?)\b",
    re.IGNORECASE,
)
_NO_CHART = re.compile(
    r"\b(?:no|without(?: an?)?|not? need(?: an?| any)?|existing|old|leave the|except(?: the)?) "
    r"(?:\w+ )?(?:charts?|graphs?|plots?|diagrams?)\b",
    re.IGNORECASE,
)
_TYPED = re.compile(
    r"\b(line|pie|scatter|column|bar|area|doughnut|radar)s?[ -]?"
    r"(?:charts?|graphs?|plots?|diagrams?)\b",
    re.IGNORECASE,
)
_SHEET = re.compile(r"\b(?:work)?sheets?\b|\btabs?\b", re.IGNORECASE)
_BESIDE = re.compile(
    r"\b(?:below|beside|under(?:neath)?|next to|on|above|right of|left of) (?:or \w+ )?"
    r"(?:it|that|this|them|there|the (?:table|same|list|figures|numbers))\b|"
    r"\b(?:same|that|this) (?:sheet|tab)\b",
    re.IGNORECASE,
)
_NEAR = 5
_SERIES = re.compile(
    r"\bseries\b|\b(?:lines?|bars?|columns?|curves?|slices?) (?:for|per) (?:each|every|both|\w+)\b|"
    r"\b(?:both|each|every|all)\b|\bside by side\b|\bcompar\w+\b|\bstacked\b",
    re.IGNORECASE,
)


def propose_chart(draft: Draft, path: str, place: Path, book: Book) -> None:
    """Add the gate that a chart is there, if a sentence wants one in this file.

    It must draw what the reference does where the sentence names it, in as many series where it
    speaks of them.
    """
    if not path.casefold().endswith(WORKBOOKS):
        return
    wishes = [s for s in draft.instruction.sentences if _is_wish(draft, s, path)]
    if not wishes:
        return
    kinds = [match[1].casefold() for wish in wishes for match in _TYPED.finditer(wish.text)]
    # Two names of one wish ("a bar or column chart") leave the choice to the worker.
    free = len(set(kinds)) != 1 or wishes[0].leaves
    parameters: dict[str, Any] = {} if free else {"type": kinds[0]}
    charts = _charts(place)
    parameters |= _drawn_parameters(wishes, charts, book)
    sheet = _sheet_of(draft, wishes, charts, book)
    target = f"{path}#{sheet}" if sheet else path
    draft.add(f"chart {path}", "chart_present", target, parameters=parameters, sentence=wishes[0])
    draft.used.update(wish.text for wish in wishes)


def propose_slide_chart(draft: Draft, path: str, place: Path) -> None:
    """Add the gate that a chart is on a slide, if a sentence wants one that is no picture."""
    if not path.casefold().endswith(DECKS):
        return
    for sentence in draft.instruction.sentences:
        if _is_wish(draft, sentence, path) and _NATIVE.search(sentence.text):
            if slide_charts_of(Package(read_bytes(place), place.name)):
                draft.add(f"chart {path}", "chart_present", path, sentence=sentence)
            return


def _is_wish(draft: Draft, sentence: Sentence, path: str) -> bool:
    found = _CHART.search(sentence.text) and not _NO_CHART.search(sentence.text)
    return found is not None and bool(found) and draft.instruction.is_about(sentence, path)


def _sheet_of(draft: Draft, wishes: list[Sentence], charts: list[Chart], book: Book) -> str:
    """Return the sheet that the charts must stand on, empty if the wishes leave it open.

    One names it, or says that the chart stands beside what the sentences before it tell of a sheet.
    """
    sheets = {chart.sheet for chart in charts}
    if len(sheets) != 1:
        return ""
    (sheet,) = sheets
    sentences = draft.instruction.sentences
    for wish in wishes:
        texts = [wish]
        if _BESIDE.search(wish.text):
            texts += reversed(sentences[: sentences.index(wish)][-_NEAR:])
        named = next((text for text in texts if _SHEET.search(text.text)), None)
        told = [n for n in book.sheets if named and _names_sheet(named.text, n)]
        if told == [sheet] and draft.instruction.fixes_sheet(sheet):
            return sheet
    return ""


def _names_sheet(text: str, sheet: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(fold(sheet))}(?!\w)", fold(text), re.I) is not None


def _charts(place: Path) -> list[Chart]:
    try:
        return charts_of(open_workbook(place))
    except Unreadable:
        return []


def _drawn_parameters(wishes: list[Sentence], charts: list[Chart], book: Book) -> dict[str, Any]:
    """Return the title that the wishes give a chart, and whether they say what it draws."""
    titles = [t for t in (fold(c.title) for c in charts) if t]
    quoted = {name.casefold() for wish in wishes for name in wish.names}
    found: dict[str, Any] = {}
    if len(charts) == 1 and titles and titles[0].casefold() in quoted:
        found["title"] = titles[0]
    count = max((len(chart.references) for chart in charts), default=1)
    spoken = any(_SERIES.search(wish.text) for wish in wishes)
    if len(charts) == 1 and count > 1 and spoken:
        found |= {"draws": "as the reference", "series": count}
    said = frozenset(stem for wish in wishes for stem in wish.stems)
    if any(stems_of(name) <= said for chart in charts for name in _headings(chart, book)):
        found["draws"] = "as the reference"
    return found


def _headings(chart: Chart, book: Book) -> Iterator[str]:
    """Yield the headings of the columns that a chart draws, and what stands above or beside."""
    for reference in (area for whole in chart.references for area in areas_of(whole)):
        try:
            area = parse_target(f"book.xlsx#{reference}")
        except ValueError:
            continue
        sheet = book.sheet(area.sheet)
        if sheet is None:
            continue
        top, left, _, _ = parse_cells(area.cells or "A1")
        for table in find_tables(sheet):
            if table.covers(top, left):
                yield from filter(stems_of, (table.header.get(left, ""),))
        values = sheet.value(top - 1, left), sheet.value(top, left - 1)
        yield from (value for value in values if isinstance(value, str) and stems_of(value))
