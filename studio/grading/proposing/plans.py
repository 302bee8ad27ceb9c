"""Proposals for plans: the instruction's rules and a bound on the cost, where many are right."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from studio.base.errors import FaultError
from studio.grading.costs import Cost
from studio.grading.planning import MOST_ROWS, Column, Plan, moment_of, rows_of
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.instruction import Sentence, stems_of
from studio.grading.proposing.plan_orders import (
    counts_from_one,
    homes,
    lasting,
    legs,
    precedence,
    reached,
    rests,
    sequence,
    starts_of,
)
from studio.grading.proposing.plan_texts import CLOCK, NUMBER, number_in
from studio.grading.proposing.planned import Planned
from studio.grading.readers.archives import Unreadable
from studio.model.check import Target

_PLANS = re.compile(
    r"\b(?:plan|schedul|route|tour|roster|rota\b|timetable|assign|allocat|dispatch|shift)", re.I
)
_WINDOW = re.compile(
    rf"\b(?:between|from) ({CLOCK}) (?:and|to|until|till) ({CLOCK})", re.IGNORECASE
)
_BY = re.compile(
    rf"\b(no later than|by|until|not after|not before|no earlier than) ({CLOCK})", re.IGNORECASE
)
_OWN_WINDOW = re.compile(
    r"\btime windows?\b|\bopening (?:hours|times)\b|\b(?:opens?|closes?)\b|\bwindows?\b|"
    r"\b(?:earliest|latest|availab\w+)\b",
    re.IGNORECASE,
)
_CEILING = (
    r"(?:at most|no more than|not more than|up to|(?:a )?maximum(?: of)?|max\.?|exceeds?|exceed|"
    r"longer than|more than|within|limit(?:ed)? (?:of|to)|below|under|capacity(?: of| is|:)?|"
    r"carr(?:y|ies)|holds?|takes?)"
)
_FLOOR = r"(?:at least|no fewer than|no less than|(?:a )?minimum(?: of)?)"
_LOAD = re.compile(rf"\b{_CEILING}\b[^.;:]{{0,30}}?{NUMBER}(?!\d|:\d| ?(?:h|hours?|min))", re.I)
_DURATION = re.compile(rf"\b{_CEILING} (\d+(?:\.\d+)?) ?(hours?|h|minutes?|min)\b", re.IGNORECASE)
_COUNTED = re.compile(
    rf"\b(?:(?P<most>at most|more than|up to|a maximum of)|(?P<least>{_FLOOR})|"
    rf"(?P<just>exactly)) {NUMBER} (?P<what>\w+)", re.IGNORECASE,
)  # fmt: skip
_OVERLAP = re.compile(r"\boverlap|double[- ]book|\bat the same time\b|\bclash|\bat once\b", re.I)
_BUDGET = re.compile(
    rf"\b(?:budget|costs?|spend\w*|price)\b[^.;]{{0,40}}?{NUMBER}|"
    rf"\b{_CEILING} {NUMBER} ?(?:EUR|USD|GBP|CHF|euros?|dollars?|€|\$|£)", re.IGNORECASE,
)  # fmt: skip
_BOUNDED = re.compile(
    rf"\b(?:{_CEILING}|{_FLOOR}|exactly)\b[^.;:]{{0,40}}?{NUMBER}|\b(?:never|must not|may not|"
    r"cannot|can't)\b|\bno two\b|\bnobody\b", re.IGNORECASE,
)  # fmt: skip
_CHEAP = re.compile(
    r"\bminimi[sz]|\bas (?:short|cheap|few|low|little)\b|\bshort(?:est)?\b|\bcheap(?:est)?\b|"
    r"\blowest\b|\baltogether\b|\bin all\b|\bfewest\b|\bkilomet|"
    r"\btotal (?:distance|cost|length|way|drive|mileage|km)\b",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"\bwithin (\d+(?:\.\d+)?) ?(?:%|percent|per cent)", re.IGNORECASE)
_LOADED = stems_of(
    "load demand weight volume pieces quantity qty pallets boxes kg size seats units"
)
_PRICED = stems_of("cost price fee rate amount eur usd gbp charge wage")
_LIMITED = stems_of("capacity seats maximum max limit holds load payload")
_SHARE = 0.05


def propose_plan(draft: Draft, path: str, place: Path) -> bool:
    """Propose the instruction's rules for a plan; tell whether it is one.

    Equality with the reference is not proposed then, for another plan may be as right.
    """
    if draft.given.folder is None or not _PLANS.search(draft.instruction.prompt):
        return False
    try:
        rows = rows_of(place.parent, Target(path=place.name))
        if not 1 < rows.height <= MOST_ROWS:
            return False
        seen = Planned(draft, Plan(rows, draft.given.folder))
    except Unreadable:
        return False
    cover = seen.cover()
    if cover is None:
        return False
    seen.take(*cover)
    for stated, sentence in seen.statements:
        for find in _FINDERS:
            for rule in find(seen, stated):
                seen.take(rule, sentence)
    if len(seen.rules) < 2:
        return False
    _add(draft, path, seen)
    return True


def _add(draft: Draft, path: str, seen: "Planned") -> None:
    rules = list(seen.rules)
    sentences = list(dict.fromkeys(seen.rules.values()))
    draft.used |= {sentence.text for sentence in sentences}
    draft.add(
        f"rules {path}",
        "plan_rules",
        path,
        parameters={"rules": rules},
        strong=(seen.key,),
        weak=name_words(path),
        sentence=sentences[0],
        reason="another plan that obeys the rules is as right, so it is not compared",
    )
    found = _cost(seen)
    for sentence in draft.instruction.sentences:
        is_used = sentence.text in draft.used or (found is not None and sentence is found[1])
        if not is_used and _BOUNDED.search(sentence.text):
            draft.skip(f"No rule covers: {sentence.text}")
    if found is not None:
        cost, sentence, bound = found
        draft.add(
            f"cost {path}",
            "plan_cost",
            path,
            parameters={"cost": cost, "rules": rules, **bound},
            sentence=sentence,
            reason="computed from the rows and the input, not taken from the plan",
        )


def _windows(seen: Planned, sentence: Sentence) -> Iterator[str]:
    for found in _WINDOW.finditer(sentence.text):
        low, high = (clock.replace(".", ":") for clock in found.groups())
        if moment_of(_full(low)) is not None:
            for name in seen.clocks:
                yield f"`{name}` is between {_full(low)} and {_full(high)}"
    if _OWN_WINDOW.search(sentence.text) and not _WINDOW.search(sentence.text):
        yield from _own_windows(seen)


def _full(clock: str) -> str:
    """Return a time of day with its minutes: `8:00 am` for `8 am`."""
    return clock if ":" in clock else re.sub(r"(\d+) ?", r"\1:00 ", clock, count=1)


def _own_windows(seen: Planned) -> Iterator[str]:
    for path, table in seen.tables.items():
        clocks = [
            column
            for column in seen.lookups(path)
            if all(
                moment_of(value) is not None
                for value in table.values(table.names[column.name.casefold()])
            )
        ]
        for own in seen.clocks:
            if len(clocks) >= 2:
                low, high = clocks[:2]
                yield f"`{own}` is between {low} and {high}"


def _loads(seen: Planned, sentence: Sentence) -> Iterator[str]:
    if not seen.group:
        return
    if _BUDGET.search(sentence.text):
        return
    limits = [number for text in _LOAD.findall(sentence.text) if (number := number_in(text))]
    for limit in limits[:1]:
        rules = (
            f"the sum of {column} per `{seen.group}` is at most {limit:g}"
            for column in _fitting(seen, sentence, _LOADED)
            if column.by != seen.group
        )
        yield from _first(seen, rules, limit)
    if not limits and sentence.stems & _LIMITED:
        yield from _own_limits(seen, sentence)


def _fitting(seen: Planned, sentence: Sentence, known: frozenset[str]) -> list[Column]:
    """Return the columns that a limit may be about: those that the sentence names come first."""
    found = [
        (bool(stems & sentence.stems), column)
        for column, stems in seen.amounts()
        if stems & (sentence.stems | known)
    ]
    return [column for _, column in sorted(found, key=lambda pair: not pair[0])]


def _first(seen: Planned, rules: Iterator[str], limit: float) -> Iterator[str]:
    """Yield the first rule that the reference obeys, and not by far."""
    for rule in rules:
        held = seen.held(rule)
        if held and not seen.held(rule.replace(f"at most {limit:g}", f"at most {limit * 0.4:g}")):
            yield held
            return


def _own_limits(seen: Planned, sentence: Sentence) -> Iterator[str]:
    for path, table in seen.tables.items():
        if table.position(seen.group) is None:
            continue
        for position, name in enumerate(table.header):
            if stems_of(name) & _LIMITED and seen.numbers(position, table):
                limit = f"`{name}` of `{path}` by `{seen.group}`"
                for column in _fitting(seen, sentence, _LOADED):
                    if column.table != path:
                        yield f"the sum of {column} per `{seen.group}` is at most {limit}"


def _durations(seen: Planned, sentence: Sentence) -> Iterator[str]:
    for number, unit in _DURATION.findall(sentence.text):
        per = f" per `{seen.group}`" if seen.group else ""
        limit = f"{number} {unit}"
        if seen.clocks:
            first, last = f"`{seen.clocks[0]}`", seen.clocks[-1]
            starts = starts_of(seen)
            for start in starts:
                yield f"the time from {_full(start)} to `{last}`{per} is at most {limit}"
            if not starts or first != f"`{last}`":
                yield f"the time from {first} to `{last}`{per} is at most {limit}"
            continue
        for column in _fitting(seen, sentence, stems_of("hours minutes duration time min h")):
            yield f"the sum of {column}{per} is at most {limit}"


def _counts(seen: Planned, sentence: Sentence) -> Iterator[str]:
    for found in _COUNTED.finditer(sentence.text):
        number, what = number_in(found[4]), stems_of(found["what"])
        if number is None or not seen.group:
            continue
        how = "at most" if found["most"] else "at least" if found["least"] else "exactly"
        if what & stems_of(seen.group):
            yield f"the number of different `{seen.group}` is {how} {number:g}"
        elif what & _counted(seen):
            yield f"the number of rows per `{seen.group}` is {how} {number:g}"


def _counted(seen: Planned) -> frozenset[str]:
    return stems_of(f"{seen.key} {Path(seen.source).stem} rows lines entries".replace("_", " "))


def _overlaps(seen: Planned, sentence: Sentence) -> Iterator[str]:
    if len(seen.clocks) < 2 or not _OVERLAP.search(sentence.text):
        return
    first, last = seen.clocks[0], seen.clocks[-1]
    for name in seen.plan.rows.header:
        if name not in seen.clocks and stems_of(name) & sentence.stems and name != seen.key:
            yield f"no two rows of the same `{name}` overlap from `{first}` to `{last}`"


def _budgets(seen: Planned, sentence: Sentence) -> Iterator[str]:
    for found in _BUDGET.finditer(sentence.text):
        limit = number_in(found[1] or found[2])
        if limit:
            rules = (
                f"the sum of {column} is at most {limit:g}"
                for column in _fitting(seen, sentence, _PRICED)
            )
            yield from _first(seen, rules, limit)


def _latest(seen: Planned, sentence: Sentence) -> Iterator[str]:
    for found in _BY.finditer(sentence.text):
        clock = _full(found[2].replace(".", ":"))
        relation = "at least" if found[1].lower().startswith(("not b", "no e")) else "at most"
        for name in seen.clocks if moment_of(clock) is not None else ():
            yield f"`{name}` is {relation} {clock}"


_FINDERS: tuple[Callable[[Planned, Sentence], Iterator[str]], ...] = (
    _windows,
    _loads,
    _durations,
    _counts,
    _overlaps,
    _budgets,
    _latest,
    counts_from_one,
    homes,
    legs,
    reached,
    lasting,
    rests,
    precedence,
)


def _cost(seen: Planned) -> tuple[str, Sentence, dict[str, float]] | None:
    """Return what the plan costs, the sentence that wants it cheap, and the bound."""
    for stated, sentence in seen.statements:
        if _CHEAP.search(stated.text) and not _is_budget(seen, sentence):
            for text in _costs(seen, stated):
                try:
                    cost = Cost(text).of(seen.plan)
                except (FaultError, Unreadable):
                    continue
                return text, sentence, _bound(stated, cost)
    return None


def _is_budget(seen: Planned, sentence: Sentence) -> bool:
    """Tell whether a rule already holds the plan to what a sentence lets it cost."""
    return any(
        found is sentence and rule.startswith("the sum of") and " per " not in rule
        for rule, found in seen.rules.items()
    )


def _bound(sentence: Sentence, cost: float) -> dict[str, float]:
    """Return the bound that a sentence states, else a small share above the reference's cost."""
    for text in _LOAD.findall(sentence.text):
        number = number_in(text)
        if number is not None and cost <= number <= 3 * cost:
            return {"at_most": number}
    share = _WITHIN.search(sentence.text)
    return {"share": float(share[1]) / 100 if share else _SHARE}


def _costs(seen: Planned, sentence: Sentence) -> Iterator[str]:
    yield from _ways(seen)
    if seen.group and re.search(r"\bfew", sentence.text, re.IGNORECASE):
        yield f"the number of different `{seen.group}`"
    for column in _fitting(seen, sentence, _PRICED):
        if stems_of(column.name) & (sentence.stems | _PRICED):
            yield f"the sum of {column}"


def _ways(seen: Planned) -> Iterator[str]:
    """Yield the way through the plan by what tells of pairs."""
    per = f" per `{seen.group}`" if seen.group else ""
    order = next((f" in order of `{name}`" for name in sequence(seen)), "")
    for pairs, home in seen.ways:
        yield f"the way through `{seen.key}`{per}{order} by {pairs}" + (
            f" from and to {home}" if home else ""
        )
