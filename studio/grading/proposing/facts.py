"""Proposals for lists, rows and slides: what stands in one line of the reference belongs together.

Each line of a list and each row of a table that nobody asked for as a table is a fact: its days,
times and figures with the names of the input beside them, whatever layout an output has.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from studio.grading.families.documents_facts import PIECE, RATIO, SENTENCE
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.instruction import stems_of
from studio.grading.proposing.shapes import spoken_headings
from studio.grading.proposing.wording import is_name
from studio.grading.readers.documents import Document, DocumentTable
from studio.grading.readers.moments import day_and_month, moments_in, time_pattern
from studio.grading.readers.outline import heading_key, headings_of, section
from studio.grading.readers.quantities import (
    Quantity,
    decimal_sign,
    quantities,
    whole_quantity,
)
from studio.grading.readers.units import is_unit
from studio.grading.readers.values import fold, number_of

_EACH = re.compile(
    r"\b(?:each|every|all|list|lists|listing|one (?:line|item|bullet|row|slide|a)|per|lines?|"
    r"jede[rnms]?|alle|Liste)\b",
    re.IGNORECASE,
)
_DAYS = re.compile(r"\b(?:dates?|deadlines?|when)\b", re.IGNORECASE)
_LEAST = 3
_MAX_FACTS = 120
_MAX_NAMES = 3_000
_LONGEST_LINE = 200
_DIGITS = re.compile(r"\d+")

Line = tuple[str, str]


def propose_facts(
    draft: Draft,
    path: str,
    document: Document,
    free: Iterable[DocumentTable],
    judged: frozenset[str] = frozenset(),
) -> set[float]:
    """Add the check of the facts of lists and free tables; return the figures in them.

    Figures of the input beside a name that is `judged` only give a reason for the verdict.
    """
    fixed = {heading_key(head) for head in spoken_headings(draft, path, document)}
    made = [
        (_worked(draft, terms), under if heading_key(under) in fixed else "")
        for terms, under in _listed_facts(draft, path, document, free)
    ]
    made = [
        (terms, under)
        for terms, under in made
        if len(terms) + bool(under) > 1
        and not _is_reason(draft, terms, judged)
        and not _is_figures_only(terms)
    ]
    if len(made) < _LEAST or len(made) > _MAX_FACTS or not _is_work(draft, made):
        made = []
    facts = list(dict.fromkeys([*made, *_asked_days(draft, document)]))
    if not facts:
        return set()
    order = draft.instruction.order_for(path) is not None and not _is_table_sorted(draft, path)
    counted = len(_DIGITS.findall(document.text))
    draft.add(
        f"facts {path}",
        "facts_told",
        path,
        parameters={
            "facts": [_fact(terms, under) for terms, under in facts],
            "in_order": order,
            "max_numbers": 2 * counted + 20,
            **_room(facts),
        },
        weak=(*name_words(path), "each", "every", "list"),
        reason="what stands in one line belongs together, in whatever layout",
    )
    terms = [term for told, _ in facts for term in told if _is_figure(term)]
    found = [whole_quantity(term, ".") for term in terms]
    return {round(one.value / (100 if one.unit == "%" else 1), 9) for one in found if one}


def _is_figures_only(terms: tuple[str, ...]) -> bool:
    """Tell whether a line tells a single figure, or small numbers, and nothing that they are of.

    The words beside such figures tell more than the line that they stand in.
    """
    found = [whole_quantity(term, ".") if _is_figure(term) else None for term in terms]
    small = [bool(one and not one.unit and not one.decimals and one.value < 21) for one in found]
    return all(small) or (len(terms) == 1 and found[0] is not None and not found[0].unit)


def _is_table_sorted(draft: Draft, path: str) -> bool:
    """Tell whether the order that is wanted is that of the rows of a table."""
    return any(
        check.target == path and check.parameters.get("order_matters") for check in draft.checks
    )


def _room(facts: Iterable[tuple[tuple[str, ...], str]]) -> dict[str, float]:
    """Return half a unit of the last digit of the figures with most decimals, if any has some."""
    shown = [re.match(r"[-+]?\d+\.(\d+)", term) for terms, _ in facts for term in terms]
    most = max((len(found[1]) for found in shown if found), default=0)
    return {"within": 0.5 * 10.0**-most} if most else {}


def _listed_facts(
    draft: Draft, path: str, document: Document, free: Iterable[DocumentTable]
) -> list[tuple[tuple[str, ...], str]]:
    """Return the facts of lists and free tables, where the instruction wants each of something."""
    if not any(_EACH.search(s.text) for s in draft.instruction.sentences):
        return []
    names = _names(draft, path)
    decimal = decimal_sign(fold(document.text))
    lines = [(_terms(text, names, decimal), under) for text, under in _lines(document, free)]
    dated = {under for terms, under in lines if len(terms) > 1 and any(map(day_and_month, terms))}
    listed = [
        (terms, under)
        for terms, under in lines
        if len(terms) + bool(under) > 1 and (_is_telling(terms) or (under in dated and terms[1:]))
    ]
    said = [_terms(piece, names, decimal) for piece in _pieces(document)]
    pairs = [terms for terms in said if len(terms) == 2 and sum(map(_is_figure, terms)) == 1]
    named = [
        (pair, "")
        for pair in pairs
        if not any(day_and_month(term) or _is_stated(draft, term) for term in pair)
    ]
    return [*listed, *named]


def _worked(draft: Draft, terms: tuple[str, ...]) -> tuple[str, ...]:
    """Return the terms of a line without figures of the input beside ones that were worked out."""
    known = {term for term in terms if _is_plain(term) and _is_given(draft, term)}
    derived = {term for term in terms if _is_plain(term)} - known
    return tuple(term for term in terms if term not in known) if derived else terms


def _is_reason(draft: Draft, terms: tuple[str, ...], judged: frozenset[str]) -> bool:
    rest = [term for term in terms if term not in judged]
    return len(rest) < len(terms) and all(_is_given(draft, term) for term in rest)


def _is_plain(term: str) -> bool:
    return _is_figure(term) and not time_pattern(term)


def _is_stated(draft: Draft, term: str) -> bool:
    """Tell whether a figure stands in the instruction, such as a limit that it gives."""
    found = whole_quantity(term, ".") if _is_figure(term) else None
    return found is not None and round(found.value, 9) in draft.instruction.numbers


def _is_given(draft: Draft, term: str) -> bool:
    found = whole_quantity(term, ".")
    return found is not None and round(found.value, 9) in draft.given.numbers


def _pieces(document: Document) -> Iterator[str]:
    """Yield the pieces of the sentences of paragraphs: what stands between commas."""
    for block in document.blocks:
        if block.kind == "paragraph":
            for sentence in SENTENCE.split(block.text):
                yield from PIECE.split(fold(sentence))


def _asked_days(draft: Draft, document: Document) -> list[tuple[tuple[str, ...], str]]:
    """Return the days that stand under a heading where the instruction wants days or dates."""
    heads = headings_of(document)
    found: list[tuple[tuple[str, ...], str]] = []
    for sentence in draft.instruction.sentences:
        for part in re.split(r"[;,]\s", sentence.text):
            for head in heads if _DAYS.search(part) else ():
                if re.search(rf"(?i)\b(?:under|in|below) (?:the )?{re.escape(fold(head))}\b", part):
                    held = section(document, head, heads)
                    found += [((day,), head) for day in _days(held.text if held else "")]
    return found


def _days(text: str) -> list[str]:
    return [spelled for _, _, spelled in moments_in(fold(text)) if day_and_month(spelled)]


def _fact(terms: tuple[str, ...], under: str) -> dict[str, Any]:
    return {"terms": list(terms)} | ({"under": under} if under else {})


def _lines(document: Document, free: Iterable[DocumentTable]) -> Iterator[Line]:
    """Yield the lines of lists and rows of tables with the title of their slide."""
    titles: dict[int, str] = {}
    for block in document.blocks:
        if block.page and document.pages and block.kind in ("heading", "title"):
            titles.setdefault(block.page, block.text)
    several = titles if len(titles) > 1 else {}
    for block in document.blocks:
        if block.kind == "item" and len(block.text) <= _LONGEST_LINE:
            for line in block.text.split("\n"):
                yield fold(line), several.get(block.page, "")
    for table in free:
        for row in table.rows:
            yield fold(" | ".join(row)), several.get(table.page, "")


def _names(draft: Draft, path: str) -> dict[str, bool]:
    """Return the names of the input in small letters, the longest first.

    With each stands whether the instruction speaks of its column. Columns of one or two values
    tell kinds, such as yes and no, and no names, unless they are codes.
    """
    found: dict[str, bool] = {}
    stems = {
        stem
        for sentence in draft.instruction.sentences
        if not sentence.files or any(path.casefold().endswith(file) for file in sentence.files)
        for stem in sentence.stems
    }
    for header, column in draft.given.named_columns:
        spoken = bool(stems_of(header) & stems)
        coded = all(any(map(str.isdigit, text)) for text in column)
        several = len(column) >= (2 if coded else _LEAST)
        for name in (fold(text) for text in (column if several else ())):
            if name.islower() and name.isalpha() and stems_of(name) <= draft.instruction.stems:
                continue
            if 2 <= len(name) <= 60 and _has_letters(name) and not _is_unit(name):
                found[name.casefold()] = spoken or found.get(name.casefold(), False)
    ordered = sorted(found, key=lambda name: (-len(name), name))
    return {name: found[name] for name in ordered[:_MAX_NAMES]}


def spoken_names(draft: Draft, path: str) -> list[str]:
    """Return the names of the input whose columns the instruction speaks of, and proper names."""
    return [
        name
        for name, spoken in _names(draft, path).items()
        if spoken
        or any(is_name(text) for text in (name, name.title()) if text in draft.given.words)
    ]


def _is_unit(name: str) -> bool:
    """Tell whether a name is a unit, and no code such as W1."""
    return is_unit(name) and not re.fullmatch(r"[A-Z]+\d+", name)


def _has_letters(name: str) -> bool:
    return number_of(name) is None and any(sign.isalpha() for sign in name)


def _terms(text: str, names: Mapping[str, bool], decimal: str) -> tuple[str, ...]:
    """Return the days, times, figures and names of the input that a line says, in its order."""
    found: list[tuple[int, str]] = []
    rest = text
    for start, end, spelled in moments_in(text):
        if rest[start:end] == spelled:
            found.append((start, spelled))
            rest = f"{rest[:start]}{'_' * (end - start)}{rest[end:]}"
    for ratio in RATIO.finditer(rest):
        found.append((ratio.start(), ratio.group()))
    lower = rest.casefold()
    named: list[tuple[int, str, bool]] = []
    for name in names if len(lower) == len(rest) else ():
        if name in lower and (hit := re.search(rf"(?<!\w){re.escape(name)}(?!\w)", lower)):
            named.append((hit.start(), text[hit.start() : hit.end()], names[name]))
            blank = "_" * (hit.end() - hit.start())
            rest = f"{rest[: hit.start()]}{blank}{rest[hit.end() :]}"
            lower = rest.casefold()
    found += _meant(named)
    found += [(one.start, _spelled(one)) for one in quantities(rest, decimal)]
    return tuple(term for _, term in sorted(found))


def _meant(named: list[tuple[int, str, bool]]) -> list[tuple[int, str]]:
    """Return the names whose columns the instruction speaks of, else the first in the line."""
    spoken = [(place, name) for place, name, asked in sorted(named) if asked]
    return spoken or [(place, name) for place, name, _ in sorted(named)][:1]


def _spelled(number: Quantity) -> str:
    value = f"{number.value:.{number.decimals}f}"
    return f"{value}%" if number.unit == "%" else f"{value} {number.unit}".strip()


def _is_figure(term: str) -> bool:
    return bool(re.match(r"[-+]?\d", term)) and day_and_month(term) is None


def _is_telling(terms: tuple[str, ...]) -> bool:
    """Tell whether the terms of a line say something: a time, score or figure among them."""
    return any(_is_figure(term) for term in terms)


def _is_work(draft: Draft, facts: list[tuple[tuple[str, ...], str]]) -> bool:
    """Tell whether the lines are no mere copy of lines of a text of the input."""
    given = fold(" ".join(draft.given.texts.values())).casefold()
    copied = sum(fold(" ".join(terms)).casefold() in given for terms, _ in facts)
    return copied < len(facts) / 2
