"""Proposals for workbooks and CSV files: which sheets were filled in and which were made."""

import re
from pathlib import Path

from studio.grading.families.delimited import decimals_in, separator_in
from studio.grading.kinds import KINDS
from studio.grading.proposing.charts import propose_chart
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.formulas import LiveSheets, propose_follows
from studio.grading.proposing.instruction import Sentence
from studio.grading.proposing.labels import propose_loose_figures, propose_pair
from studio.grading.proposing.layouts import (
    FoundTable,
    Layout,
    Pair,
    is_name,
    key_text,
    layout_of,
    lone_column,
)
from studio.grading.proposing.parameters import propose_driven
from studio.grading.proposing.standing import Standing, propose_standing
from studio.grading.proposing.tables import propose_table
from studio.grading.readers.books import Book, Sheet, read_book
from studio.grading.readers.forms import is_total
from studio.grading.readers.values import number_of

_SEPARATED = (".csv", ".tsv", ".parquet")
_MAX_PAIRS = 12
_READS = re.compile(
    r"\b(?:only|takes?|reads?|expects?|requires?|accepts?|swallows?|imports?|loads?|understands?|"
    r"chokes)\b",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r"\b(?:is|are|was|were|has|have|had|comes?|came|uses?|contains?|holds?|inputs?|sources?|"
    r"exports?|given|attached|raw|original)\b",
    re.IGNORECASE,
)
_BETWEEN = {
    "comma": re.compile(r"\bcommas? (?:between|separat)|\bcomma[- ]?(?:separated|delimited)", re.I),
    "semicolon": re.compile(r"\bsemi-?colons?\b|\bSemikolon", re.IGNORECASE),
    "tab": re.compile(r"\btab(?:ulator)?s?[- ](?:separated|delimited|between)|\bby tabs?\b", re.I),
    "bar": re.compile(r"\b(?:pipes?|vertical bars?)\b", re.IGNORECASE),
}
_DECIMAL = {
    "comma": re.compile(
        r"\bdecimal commas?\b|\bcommas? (?:for|as|before) (?:the |a )?decimals?\b|\bDezimalkomma",
        re.IGNORECASE,
    ),
    "point": re.compile(
        r"\bdecimal (?:points?|dots?)\b|\b(?:points?|dots?|periods?) (?:for|as|before) "
        r"(?:the |a )?decimals?\b|\bDezimalpunkt",
        re.IGNORECASE,
    ),
}


def propose_book(draft: Draft, path: str, place: Path, given: Book | None) -> None:
    """Add checks of a workbook or CSV file; `given` is the same file of the input."""
    book = read_book(place)
    live = LiveSheets()
    made: list[Sheet] = []
    copies: list[Sheet] = []
    for sheet in book.sheets.values():
        earlier = given.sheet(sheet.name) if given else None
        if given is not None and earlier is not None:
            propose_standing(draft, Standing(path, sheet, earlier), live)
        elif sheet.cells:
            (copies if _is_copy(draft, sheet) else made).append(sheet)
    if given is not None and live.cells:
        propose_follows(draft, path, place, (book, given), live)
    for sheet in made or copies:
        _propose_made(draft, path, sheet, book)
    if given is None:
        propose_driven(draft, path, place, book)
    propose_chart(draft, path, place, book)


def propose_writing(draft: Draft, path: str, place: Path) -> None:
    """Add the gate that a CSV file has the signs that a sentence wants it written with."""
    if place.suffix.lower() not in (".csv", ".tsv"):
        return
    between, decimals = separator_in(place), decimals_in(place)
    name = path.rpartition("/")[2].casefold()
    for sentence in draft.instruction.sentences:
        elsewhere = sentence.files and not any(name in file for file in sentence.files)
        wished = sentence.asks or sentence.files or _READS.search(sentence.text)
        if elsewhere or not (wished or _is_laid_down(draft, sentence, path)):
            continue
        parameters = {}
        if _BETWEEN[between].search(sentence.text):
            parameters["between"] = between
        if len(decimals) == 1 and _DECIMAL[min(decimals)].search(sentence.text):
            parameters["decimal"] = min(decimals)
        if parameters:
            draft.add(
                f"written {path}", "csv_writing", path, parameters=parameters, sentence=sentence
            )
            return


def _is_laid_down(draft: Draft, sentence: Sentence, path: str) -> bool:
    """Tell whether a sentence without a verb says how a file is written that was named before.

    One with a verb may well tell how the input is written.
    """
    if _TELLS.search(sentence.text) or not draft.instruction.is_about(sentence, path):
        return False
    said = draft.instruction.sentences
    name = path.rpartition("/")[2].casefold()
    return any(name in file for one in said[: said.index(sentence)] for file in one.files)


def _is_copy(draft: Draft, sheet: Sheet) -> bool:
    """Tell whether the input holds a sheet with just the same values."""
    values = sorted(key_text(cell.value) for cell in sheet.cells.values())
    return any(
        values == sorted(key_text(cell.value) for cell in other.cells.values())
        for book in draft.given.books.values()
        for other in book.sheets.values()
        if len(other.cells) == len(sheet.cells)
    )


def _propose_made(draft: Draft, path: str, sheet: Sheet, book: Book) -> None:
    target = _target(draft, path, sheet, book)
    lone = lone_column(sheet)
    if lone is not None and path.casefold().endswith(_SEPARATED):
        _propose_list(draft, path, target, sheet, lone)
        return
    layout = layout_of(sheet)
    for table in layout.tables:
        propose_table(draft, path, target, sheet, table)
    _propose_pairs(draft, path, target, sheet, layout)
    if not layout.tables and not layout.pairs:
        draft.skip(f"The sheet {sheet.name} of {path} holds neither a table nor labelled values")


def _propose_list(draft: Draft, path: str, target: str, sheet: Sheet, lone: FoundTable) -> None:
    """Add the check of a file of a single column, with or without a header."""
    (name,) = lone.header.values()
    values = lone.column(sheet, lone.area[1])
    named = draft.instruction.states(name) or name.casefold() in draft.given.names
    coded = all(any(sign.isdigit() for sign in str(value)) for value in values)
    headed = named or (coded and bool(values) and not any(map(str.isdigit, name)))
    if headed and values:
        propose_table(draft, path, target, sheet, lone)
        return
    none = headed or (is_name(name) and not draft.given.holds(name))
    draft.add(
        f"lines {path}",
        "row_count" if none and not values else "table_equals",
        path,
        parameters={"exactly": 0} if none and not values else
        {"key": ["1"], "columns": ["1"], "header": False},
        strong=(name,) if headed else (),
        weak=name_words(path),
    )  # fmt: skip


def _target(draft: Draft, path: str, sheet: Sheet, book: Book) -> str:
    """Return the file, and its sheet where the instruction names one."""
    if Path(path).suffix.lower() in _SEPARATED:
        return path
    return f"{path}#{sheet.name}" if draft.instruction.fixes_sheet(sheet.name) else path


def _propose_pairs(draft: Draft, path: str, target: str, sheet: Sheet, layout: Layout) -> None:
    worth = [
        pair
        for pair in layout.pairs
        if _is_worth(draft, sheet, pair) and not _is_row_of_totals(layout, pair)
    ]
    asked = [pair for pair in worth if draft.instruction.hints(pair.label)]
    loose = [pair for pair in worth if pair not in asked]
    if "label_value" not in KINDS:
        asked, loose = [], worth
    for pair in asked[:_MAX_PAIRS]:
        propose_pair(draft, path, target, sheet, pair)
    for pair in asked[_MAX_PAIRS:]:
        draft.skip(f"{pair.label} of {path} is one of many labelled values, so nothing checks it")
    propose_loose_figures(draft, path, sheet, loose, bool(asked or layout.tables))


def _is_row_of_totals(layout: Layout, pair: Pair) -> bool:
    """Tell whether a labelled value is part of the totals below a table, which judge rows take."""
    row, column = pair.label_place
    said = len(pair.label.split()) > 1
    return is_total(pair.label) and any(
        (row in table.totals if said else row > table.area[2])
        and table.area[1] <= column <= table.area[3]
        for table in layout.tables
    )


def _is_worth(draft: Draft, sheet: Sheet, pair: Pair) -> bool:
    """Tell whether a labelled value is work: derived, or asked for by its label."""
    value = sheet.value(*pair.place)
    if number_of(value) is None and not draft.instruction.hints(pair.label):
        return False
    return not draft.given.holds(value) or draft.instruction.hints(pair.label)
