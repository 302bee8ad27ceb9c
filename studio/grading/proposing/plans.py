"""Proposals for plans: the instruction's rules and a bound on the cost, where many are right."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from studio.base.errors import FaultError
from studio.grading.costs import Cost
from studio.grading.planning import MOST_ROWS, Plan, rows_of
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.instruction import Sentence, stems_of
from studio.grading.proposing.plan_limits import (
    LOAD,
    PRICED,
    budgets,
    capacities,
    counts,
    loads,
    overlaps,
)
from studio.grading.proposing.plan_names import (
    clashes,
    copied,
    excluded,
    fitting,
    known,
    mandatory,
    paired,
    required,
    skilled,
)
from studio.grading.proposing.plan_orders import (
    counts_from_one,
    homes,
    lasting,
    legs,
    precedence,
    reached,
    rests,
    sequence,
    standing,
)
from studio.grading.proposing.plan_texts import CEILING, FLOOR, NUMBER, number_in
from studio.grading.proposing.plan_times import closed, durations, latest, windows
from studio.grading.proposing.planned import Planned
from studio.grading.readers.archives import Unreadable
from studio.grading.rules import parse_rule
from studio.model.check import Target

_PLANS = re.compile(
    r"\b(?:plan|schedul|route|tour|roster|rota\b|timetable|programme|assign|allocat|dispatch|shift|select|choos|choice|"
    r"portfolio|combination)", re.IGNORECASE,
)  # fmt: skip
_BOUNDED = re.compile(
    rf"\b(?:{CEILING}|{FLOOR}|exactly)\b[^.;:]{{0,40}}?{NUMBER}|\b(?:never|must not|may not|"
    r"cannot|can't)\b|\bno two\b|\bnobody\b", re.IGNORECASE,
)  # fmt: skip
_FREE = re.compile(
    r"\bany\b.*\b(?:fine|welcome|good|right|ok)\b|\bwhichever\b|\bhappy\b|\bnobody has to\b", re.I
)
_CHEAP = re.compile(
    r"\bminimi[sz]|\bas (?:short|cheap|few|low|little)\b|\bshort(?:est)?\b|\bcheap(?:est)?\b|"
    r"\blowest\b|\baltogether\b|\bin all\b|\bfewest\b|\bkilomet|"
    r"\btotal (?:distance|cost|length|way|drive|mileage|km)\b",
    re.IGNORECASE,
)
_WITHIN = re.compile(r"\bwithin (\d+(?:\.\d+)?) ?(?:%|percent|per cent)", re.IGNORECASE)
_SHARE = 0.05
Finder = Callable[[Planned, Sentence], Iterator[str]]


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
    _collect(seen, _FINDERS)
    if len(seen.rules) < 2 or (" at most once" in cover[0] and not _is_choice(seen)):
        return False
    _collect(seen, _DESCRIBING)
    _add(draft, path, seen)
    draft.plans[path] = seen
    return True


def _unruled(seen: Planned) -> Iterator[str]:
    """Yield the columns of the plan that the instruction names and no rule reads."""
    read = {column.by or column.name for text in seen.rules for column in parse_rule(text).read}
    limits = " ".join(seen.rules)
    for name in seen.plan.rows.header:
        if name not in read and f"`{name}`" not in limits and seen.draft.instruction.states(name):
            yield name


def _collect(seen: Planned, finders: tuple[Finder, ...]) -> None:
    """Keep what finders read in the sentences; what only describes covers no sentence."""
    for stated, sentence in seen.statements:
        for find in finders:
            for rule in find(seen, stated):
                seen.take(rule, sentence, covers=finders is _FINDERS)


def _is_choice(seen: Planned) -> bool:
    """Tell whether some are chosen under a bound on all: others are as right then."""
    return any(rule.startswith("the sum of ") and " per " not in rule for rule in seen.rules)


def _add(draft: Draft, path: str, seen: "Planned") -> None:
    rules = list(seen.rules)
    sentences = list(dict.fromkeys(seen.rules.values()))
    seen.note_once()
    draft.used |= seen.stated
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
    for name in _unruled(seen):
        draft.skip(f"No rule covers the column {name} of {path}")
    found = _cost(seen)
    for sentence in draft.instruction.sentences:
        is_used = sentence.text in draft.used or (found is not None and sentence is found[1])
        if not is_used and _BOUNDED.search(sentence.text) and not _FREE.search(sentence.text):
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


_FINDERS: tuple[Finder, ...] = (
    windows,
    loads,
    durations,
    counts,
    overlaps,
    budgets,
    capacities,
    latest,
    legs,
    reached,
    lasting,
    rests,
    precedence,
    skilled,
    paired,
    clashes,
    required,
    excluded,
    fitting,
    mandatory,
    closed,
)
# What holds of any list of the same, and so makes no plan of it. What is looked up must be known
# anyway, so that comes last.
_DESCRIBING: tuple[Finder, ...] = (counts_from_one, standing, homes, copied, known)


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
    for text in LOAD.findall(sentence.text):
        number = number_in(text)
        if number is not None and cost <= number <= 3 * cost:
            return {"at_most": number}
    share = _WITHIN.search(sentence.text)
    return {"share": float(share[1]) / 100 if share else _SHARE}


def _costs(seen: Planned, sentence: Sentence) -> Iterator[str]:
    yield from ways(seen)
    if seen.group and re.search(r"\bfew", sentence.text, re.IGNORECASE):
        yield f"the number of different `{seen.group}`"
    for column in seen.fitting(sentence, PRICED):
        if stems_of(column.name) & (sentence.stems | PRICED):
            yield f"the sum of {column}"


def ways(seen: Planned) -> Iterator[str]:
    """Yield the way through a plan by what tells of pairs, as a cost says it."""
    per = f" per `{seen.group}`" if seen.group else ""
    order = next((f" in order of `{name}`" for name in sequence(seen)), "")
    for pairs, home in seen.ways:
        yield f"the way through `{seen.key}`{per}{order} by {pairs}" + (
            f" from and to {home}" if home else ""
        )
