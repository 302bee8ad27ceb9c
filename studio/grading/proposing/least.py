"""The least text that a check accepts: what is surely said where the check passes."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import re2

from studio.grading.families.documents_grids import column_name
from studio.grading.readers.documents import Block, Document, DocumentTable, read_document
from studio.grading.readers.forms import is_total
from studio.grading.readers.outline import headings_of
from studio.grading.readers.values import fold
from studio.model.check import Check, parse_target

Lines = list[str]
_OPEN = re.compile(r"[|\[\](){}*?+^$]|\\[dwDsS]")


def least_text(check: Check, reference: Path, given: Path) -> str:
    """Return in Markdown what every text says that a check accepts, empty if that is not known.

    Args:
        check: a check of a text or document.
        reference: the folder of the reference.
        given: the folder of the input.
    """
    path = parse_target(check.target).path
    if check.kind in _STATED:
        return "\n\n".join(_STATED[check.kind](check.parameters))
    if check.kind in _READ:
        before = given / path
        earlier = read_document(before) if before.is_file() else Document(())
        return "\n\n".join(_READ[check.kind](check, read_document(reference / path), earlier))
    return ""


def _terms(parameters: dict[str, Any]) -> Lines:
    return list(parameters.get("terms", ()))


def _section(parameters: dict[str, Any]) -> Lines:
    return [f"# {parameters['heading']}", *parameters.get("terms", ())]


def _headings(headings: Iterable[str]) -> Lines:
    return [f"# {heading}" for heading in headings]


def _facts(parameters: dict[str, Any]) -> Lines:
    lines: Lines = []
    for number, fact in enumerate(parameters["facts"]):
        lines += _headings([fact["under"]] if fact.get("under") else ())
        lines.append(_apart(number, ", ".join(fact["terms"])))
    return lines


def _apart(number: int, line: str) -> str:
    """Return a line with a word of its own: two of like words seem to offer two answers."""
    return f"line{'abcdefghij'[number // 10 % 10]}{'abcdefghij'[number % 10]}: {line}"


def _figures(parameters: dict[str, Any]) -> Lines:
    # None of the words beside a figure is sure to be said: any sentence about it will do.
    return [_apart(number, figure["value"]) for number, figure in enumerate(parameters["figures"])]


def _label(parameters: dict[str, Any]) -> Lines:
    return [f"{parameters['label']}: {parameters['expected']}"]


def _outline(check: Check, document: Document, given: Document) -> Lines:
    return _headings(check.parameters.get("headings") or headings_of(document))


def _kept(check: Check, document: Document, given: Document) -> Lines:
    held = {fold(block.text) for block in given.blocks}
    kept = [block for block in document.blocks if fold(block.text) in held]
    return [_as_block(block) for block in kept]


def _as_block(block: Block) -> str:
    return f"# {block.text}" if block.kind in ("heading", "title") else block.text


def _table(check: Check, document: Document, given: Document) -> Lines:
    """Return the columns that are compared of the table that they stand in."""
    parameters = check.parameters
    names = [column_name(n)[0] for part in ("key", "columns") for n in parameters.get(part) or ()]
    if parameters.get("facts", "all") != "all" or not names:
        return []
    totals = parameters.get("totals", "compare") == "compare"
    found = (_rows(table, names, totals) for table in document.tables if table.rows)
    return next((rows for rows in found if rows), [])


def _rows(table: DocumentTable, names: list[str], totals: bool) -> Lines:
    """Return a line for each row with what stands in some columns, whose names are free."""
    heads = [column_name(cell)[0] for cell in table.rows[0]]
    places = [heads.index(name) for name in names if name in heads]
    if len(places) < len(names):
        return []
    rows = [
        [row[place] for place in places if place < len(row)]
        for row in table.rows[1:]
        if totals or not any(map(is_total, row[:1]))
    ]
    return [_apart(number, " | ".join(row)) for number, row in enumerate(rows)]


def _whole(check: Check, document: Document, given: Document) -> Lines:
    return document.text.splitlines()


def _literal(check: Check, document: Document, given: Document) -> Lines:
    """Return what a pattern finds that says just one thing."""
    pattern = check.parameters["pattern"]
    if _OPEN.search(pattern.replace(r"\W+", "")):
        return []
    options = re2.Options()
    options.case_sensitive = check.parameters.get("case", True)
    found = re2.compile(pattern, options).search(document.text)
    return [found.group()] if found else []


_STATED: dict[str, Callable[[dict[str, Any]], Lines]] = {
    "text_contains": _terms,
    "section_says": _section,
    "facts_told": _facts,
    "figures_stated": _figures,
    "labelled_number": _label,
}
_READ: dict[str, Callable[[Check, Document, Document], Lines]] = {
    "headings_present": _outline,
    "text_kept": _kept,
    "document_table": _table,
    "line_records": _whole,
    "text_pattern": _literal,
}
