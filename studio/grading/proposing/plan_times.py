"""Rules of a plan about times: windows, hours of work, limits on length, the last moment."""

import re
from collections.abc import Iterator

from studio.grading.planning import Column, moment_of
from studio.grading.proposing.instruction import Sentence, stems_of
from studio.grading.proposing.plan_orders import holds_clocks, starts_of
from studio.grading.proposing.plan_texts import CEILING, CLOCK, NUMBER, number_in
from studio.grading.proposing.planned import Planned

_WINDOW = re.compile(
    rf"\b(?:between|from) ({CLOCK}) (?:and|to|until|till) ({CLOCK})", re.IGNORECASE
)
_BY = re.compile(
    rf"\b(no later than|by|until|not after|not before|no earlier than) "
    rf"({CLOCK}|{NUMBER})",
    re.IGNORECASE,
)
_OWN_WINDOW = re.compile(
    r"\btime windows?\b|\bopening (?:hours|times)\b|\b(?:opens?|closes?)\b|\bwindows?\b|"
    r"\b(?:earliest|latest|availab\w+)\b",
    re.IGNORECASE,
)
_DURATION = re.compile(rf"\b{CEILING} (\d+(?:\.\d+)?) ?(hours?|h|minutes?|min)\b", re.IGNORECASE)
_CLAUSE = re.compile(r",| or | and |\bthen\b")
_STARTS = stems_of("start starts begin begins arrival arrive arrives reach reached leave set")
_ENDS = stems_of("end ends finish finishes finished until back done over leaves stops completed")
_AFTER = re.compile(
    r"\b(?:within|during|between|while|hours of|time windows?|inside)\b", re.IGNORECASE
)


def windows(seen: Planned, sentence: Sentence) -> Iterator[str]:
    """Yield when something may happen: as the sentence says, or as the input does."""
    for found in _WINDOW.finditer(sentence.text):
        low, high = (clock.replace(".", ":") for clock in found.groups())
        if moment_of(_full(low)) is not None:
            for name in seen.clocks:
                yield f"`{name}` is between {_full(low)} and {_full(high)}"
    if _WINDOW.search(sentence.text):
        return
    bounds = list(_bounds(seen, sentence))
    if bounds:
        yield from bounds
    elif _OWN_WINDOW.search(sentence.text):
        yield from _own_windows(seen)


def _full(clock: str) -> str:
    """Return a time of day with its minutes: `8:00 am` for `8 am`."""
    return clock if ":" in clock else re.sub(r"(\d+) ?", r"\1:00 ", clock, count=1)


def _own_windows(seen: Planned) -> Iterator[str]:
    for path in seen.tables:
        found = [c for c in seen.lookups(path) if c.by == seen.key and holds_clocks(seen, c)]
        for own in seen.clocks if len(found) >= 2 else ():
            yield f"`{own}` is between {found[0]} and {found[1]}"


def _bounds(seen: Planned, sentence: Sentence) -> Iterator[str]:
    """Yield what each clause says of a moment that the input tells by name.

    `starts between its earliest and its latest time` is about the start alone.
    """
    told = [c for path in seen.tables for c in seen.lookups(path) if holds_clocks(seen, c)]
    # A name in code marks is the input's own, and no word of the sentence.
    own: list[str] = []
    for clause in _CLAUSE.split(sentence.text):
        own = _own_clocks(seen, clause) or own
        coded = {name.strip("`").casefold() for name in re.findall(r"`[^`]+`", clause)}
        plain = stems_of(re.sub(r"`[^`]+`", " ", clause))
        for column in told:
            named = column.name.casefold() in coded or (
                stems_of(column.name)
                and stems_of(column.name) <= plain
                and not stems_of(column.name) & (_STARTS | _ENDS)
            )
            for name in own if named else ():
                if any(r.startswith(f"`{name}` is between {column}") for r in seen.rules):
                    continue
                yield from (f"`{name}` is {how} {column}" for how in _sides(seen, name, column))


def _own_clocks(seen: Planned, clause: str) -> list[str]:
    """Return the plan's moments that a clause speaks of: `starts`, `is finished`."""
    words = stems_of(re.sub(r"`[^`]+`", " ", clause))
    if len(seen.clocks) == 1 and words & (_STARTS | _ENDS | stems_of(seen.clocks[0])):
        return seen.clocks
    found = [name for name in seen.clocks if stems_of(name) & words]
    if not found and len(seen.clocks) >= 2:
        found = [seen.clocks[0]] if words & _STARTS else found
        found = [seen.clocks[-1]] if words & _ENDS and not found else found
    return found


def _sides(seen: Planned, name: str, column: Column) -> Iterator[str]:
    """Yield the side on which the reference lies of a moment, where it lies on one alone."""
    low, high = (seen.held(f"`{name}` is {how} {column}") for how in ("at least", "at most"))
    if bool(low) != bool(high):
        yield "at least" if low else "at most"


def durations(seen: Planned, sentence: Sentence) -> Iterator[str]:
    """Yield how long a group may take."""
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
        for column in seen.fitting(sentence, stems_of("hours minutes duration time min h")):
            yield f"the sum of {column}{per} is at most {limit}"


def latest(seen: Planned, sentence: Sentence) -> Iterator[str]:
    """Yield the first and the last moment that a sentence gives."""
    for found in _BY.finditer(sentence.text):
        moment = _moment(found[2])
        relation = "at least" if found[1].lower().startswith(("not b", "no e")) else "at most"
        clause = sentence.text[: found.end()]
        ends = seen.clocks[:1] if relation == "at least" else seen.clocks[-1:]
        for name in (_own_clocks(seen, clause)[-1:] or ends) if moment else ():
            clocks = any(isinstance(v, str) for v in seen.plan.values(Column(name)))
            if clocks == (":" in moment):
                yield f"`{name}` is {relation} {moment}"


def _moment(text: str) -> str:
    """Return a time of day, or a number of whatever the plan counts in."""
    clock = _full(text.replace(".", ":"))
    if moment_of(clock) is not None:
        return clock
    number = number_in(text)
    return f"{number:g}" if number is not None else ""
