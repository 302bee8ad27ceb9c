"""Rules of a plan about amounts: loads, counts, budgets, and what may not overlap."""

import re
from collections.abc import Iterator
from pathlib import Path

from studio.grading.planning import Column, unit_of
from studio.grading.proposing.instruction import Sentence, stems_of
from studio.grading.proposing.plan_texts import CEILING, FLOOR, NUMBER, number_in
from studio.grading.proposing.planned import Planned

LOAD = re.compile(rf"\b{CEILING}\b[^.;:]{{0,30}}?{NUMBER}(?!\d|:\d| ?(?:h|hours?|min))", re.I)
_COUNTED = re.compile(
    rf"\b(?:(?P<most>at most|more than|up to|a maximum of)|(?P<least>{FLOOR})|"
    rf"(?P<just>exactly)) {NUMBER} (?P<what>\w+)", re.IGNORECASE,
)  # fmt: skip
_OVERLAP = re.compile(
    r"\boverlap|double[- ]book|\bat the same time\b|\bclash|\bat (?:once|a time)\b", re.IGNORECASE
)
_ONE_AT_A_TIME = re.compile(
    r"\b(?:one|single|once) (?:\w+ )?(?:is \w+ )?at (?:a|any) time\b|"
    r"\b(?:nothing|no two)\b[^.;]*\boverlap|\bone after the other\b", re.IGNORECASE,
)  # fmt: skip
_BUDGET = re.compile(
    rf"\b(?:budget|costs?|spend\w*|price)\b[^.;]{{0,40}}?{NUMBER}|"
    rf"\b{CEILING} {NUMBER} ?(?:EUR|USD|GBP|CHF|euros?|dollars?|€|\$|£)", re.IGNORECASE,
)  # fmt: skip
_CAPACITY = re.compile(
    rf"\b(?:takes?|has|have|holds?|carr(?:y|ies)|offers?|is|are|only|room for|space for|got) "
    rf"(?:(?:only|just|room for|space for) )?(?P<amount>{NUMBER}) ?(?P<what>[^\W\d_]+)\b"
    r"(?=[^.;]{0,30}?(?:\b(?:not|no|nothing|never) (?:a \w+ )?(?:more|above|over)\b|\bat most\b|"
    r"\band (?:that|this|it)\b)|[^.;:]{0,20}$)", re.IGNORECASE,
)  # fmt: skip
_TOGETHER = re.compile(rf"\b{CEILING} (?P<amount>{NUMBER}) ?(?P<what>[^\W\d_]+)\b", re.IGNORECASE)
_LEAST = re.compile(rf"\b{FLOOR} {NUMBER}(?! ?(?:h|hours?|min))", re.IGNORECASE)
_LONG_ENOUGH = re.compile(
    rf"\b{FLOOR} {NUMBER} ?(h|hours?|min|minutes?)\b(?=[^.;]*\b(?:in total|together|"
    r"altogether|in all|overall)\b)", re.IGNORECASE,
)  # fmt: skip
_LOADED = stems_of(
    "load demand weight volume pieces quantity qty pallets boxes kg size seats units"
)
PRICED = stems_of("cost price fee rate amount eur usd gbp charge wage")
FAR = stems_of("km distance kilometres kilometers mileage way length miles drive driven metres")
_LIMITED = stems_of("capacity seats maximum max limit holds load payload")
_OF = frozenset(["from", "of", "per", "for", "in"])


def loads(seen: Planned, sentence: Sentence) -> Iterator[str]:
    """Yield how much a group may have: as the sentence says, or as the input does of each."""
    if not seen.group or _BUDGET.search(sentence.text):
        return
    limits = [number for text in LOAD.findall(sentence.text) if (number := number_in(text))]
    for limit in limits[:1]:
        rules = (
            f"the sum of {column} per `{seen.group}` is at most {limit:g}"
            for column in seen.fitting(sentence, _LOADED)
            if column.by != seen.group
        )
        yield from _first(seen, rules, limit)
    if not limits and sentence.stems & _LIMITED:
        yield from _own_limits(seen, sentence)


def capacities(seen: Planned, sentence: Sentence) -> Iterator[str]:
    """Yield how much all together may be, where the sentence names what is counted.

    `The lorry takes 18 pallets, not more` is such a sentence.
    """
    for found in (*_CAPACITY.finditer(sentence.text), *_TOGETHER.finditer(sentence.text)):
        limit = number_in(found["amount"])
        rules = (
            f"the sum of {column} is at most {limit:g}"
            for column, stems in seen.amounts()
            if stems & stems_of(found["what"]) and not (seen.ways and stems & FAR)
        )
        yield from _first(seen, rules, limit) if limit else ()


def _first(seen: Planned, rules: Iterator[str], limit: float) -> Iterator[str]:
    """Yield the first rule that the reference obeys, and not by far."""
    for rule in rules:
        held = seen.held(rule)
        near = 0.4 if "at most" in rule else 2.5
        side = "at most" if "at most" in rule else "at least"
        if held and not seen.held(rule.replace(f"{side} {limit:g}", f"{side} {limit * near:g}")):
            yield held
            return


def _own_limits(seen: Planned, sentence: Sentence) -> Iterator[str]:
    """Yield the limits that a table of the input gives each of a group: loads, else counts."""
    for path, table in seen.tables.items():
        for limit in seen.lookups(path):
            position = table.names[limit.name.casefold()]
            if limit.by not in seen.groups or not seen.numbers(position, table):
                continue
            if not stems_of(limit.name) & _LIMITED:
                continue
            fits = [c for c in seen.fitting(sentence, _LOADED) if c.table != path]
            for column in fits:
                yield f"the sum of {column} per `{limit.by}` is at most {limit}"
            if not fits and (stems_of(limit.name) | sentence.stems) & counted(seen):
                yield f"the number of rows per `{limit.by}` is at most {limit}"


def counts(seen: Planned, sentence: Sentence) -> Iterator[str]:
    """Yield how many a group may have, and how many groups there may be."""
    for found in _COUNTED.finditer(sentence.text):
        number, what = number_in(found[4]), found["what"].lower()
        if number is None:
            continue
        how = "at most" if found["most"] else "at least" if found["least"] else "exactly"
        if seen.group and stems_of(what) & stems_of(seen.group):
            yield f"the number of different `{seen.group}` is {how} {number:g}"
        elif what in _OF or stems_of(what) & counted(seen):
            yield from _group_counts(seen, sentence, how, number)


def _group_counts(seen: Planned, sentence: Sentence, how: str, number: float) -> Iterator[str]:
    """Yield the counts of the groups that a sentence names, in the plan or by what is looked up."""
    kinds = [c for c in _kinds(seen) if stems_of(c.name) & sentence.stems]
    for column in kinds:
        per = f"{column}"
        if how != "at most":
            listed = f"`{column.name}` of `{column.table}`"
            yield f"each {listed} is in {per} at least once"
        if how != "at least" or number > 1:
            yield f"the number of rows per {per} is {how} {number:g}"
    if not kinds and seen.group:
        named = [g for g in seen.groups if stems_of(g) & sentence.stems]
        for group in named or [seen.group]:
            yield f"the number of rows per `{group}` is {how} {number:g}"


def _kinds(seen: Planned) -> Iterator[Column]:
    """Yield what puts together the planned and is told by the input alone, such as an area."""
    for path, table in seen.tables.items():
        for column in seen.lookups(path):
            values = seen.plan.listed(Column(column.name, path))
            is_text = not seen.numbers(table.names[column.name.casefold()], table)
            if is_text and column.by == seen.key and all(values) and len(set(values)) < len(values):
                yield column


def counted(seen: Planned) -> frozenset[str]:
    """Return the stems of the words for one row of a plan."""
    return stems_of(
        f"{seen.key} {seen.listed} {Path(seen.source.replace('#', '')).stem} rows lines "
        "entries".replace("_", " ")
    )


def overlaps(seen: Planned, sentence: Sentence) -> Iterator[str]:
    """Yield that what one does at a time does not overlap."""
    if len(seen.clocks) < 2 or not _OVERLAP.search(sentence.text):
        return
    span = f"overlap from `{seen.clocks[0]}` to `{seen.clocks[-1]}`"
    named = [
        name
        for name in seen.plan.rows.header
        if name not in seen.clocks and stems_of(name) & sentence.stems and name != seen.key
    ]
    yield from (f"no two rows of the same `{name}` {span}" for name in named)
    if not named and _ONE_AT_A_TIME.search(sentence.text):
        yield f"no two rows {span}"


def budgets(seen: Planned, sentence: Sentence) -> Iterator[str]:
    """Yield how much all may cost, and how much it must bring."""
    for found in _BUDGET.finditer(sentence.text):
        limit = number_in(found[1] or found[2])
        if limit:
            rules = (
                f"the sum of {column} is at most {limit:g}"
                for column in seen.fitting(sentence, PRICED)
            )
            yield from _first(seen, rules, limit)
    for text, unit in _LONG_ENOUGH.findall(sentence.text):
        limit = number_in(text)
        named = [c for c, stems in seen.amounts() if unit_of(c.name) and c.table and stems]
        for column in named if limit and seen.clocks else ():
            yield f"the sum of {column} is at least {limit:g} {unit}"
    for text in _LEAST.findall(sentence.text):
        limit = number_in(text)
        if limit:
            named = seen.fitting(sentence, frozenset())
            yield from _first(
                seen, (f"the sum of {column} is at least {limit:g}" for column in named), limit
            )
