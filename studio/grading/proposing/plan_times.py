"""Rules of a plan about times: windows, hours of work, limits on length, the last moment."""

import re
from collections.abc import Iterator

from studio.grading.planning import Column, moment_of
from studio.grading.proposing.instruction import Sentence, stems_of
from studio.grading.proposing.plan_orders import holds_clocks, starts_of
from studio.grading.proposing.plan_texts import CEILING, MOMENT, NUMBER, number_in, speaks_of
from studio.grading.proposing.planned import Planned, spelled

_WINDOW = re.compile(
    rf"\b(?:between|from) ({MOMENT}) (?:and|to|until|till) ({MOMENT})", re.IGNORECASE
)
_BY = re.compile(
    rf"\b(no later than|by|until|not after|not before|no earlier than) "
    rf"({MOMENT}|{NUMBER})",
    re.IGNORECASE,
)
_OWN_WINDOW = re.compile(
    r"\btime windows?\b|\bopening (?:hours|times)\b|\b(?:opens?|closes?)\b|\bwindows?\b|"
    r"\b(?:earliest|latest|availab\w+)\b",
    re.IGNORECASE,
)
_NEVER = re.compile(
    r"\b(?:nothing|nobody|no one|none|no|never|not|cannot|neither|nor)\b|n't\b", re.IGNORECASE
)
_BEYOND = re.compile(
    rf"\b(?P<verb>\w+) (?:any )?(?P<side>earlier than|later than|before|after) "
    rf"(?P<moment>{MOMENT})", re.IGNORECASE,
)  # fmt: skip
_BETWEEN_COLUMNS = re.compile(
    r"\b(?:between|from|after|within|inside) (?:its |their |the )?`(?P<low>[^`]+)`(?: \w+)? "
    r"(?:and|to|until|till|before) (?:its |their |the )?`(?P<high>[^`]+)`", re.IGNORECASE,
)  # fmt: skip
_WHOLLY = re.compile(r"\b(?:entire|whole|complete|full)(?:ly)?\b|\bwholly\b|\bin full\b", re.I)
_CLOSED = re.compile(
    rf"\b({MOMENT}) ?(?:and|to|until|till|-|\u2013) ?({MOMENT})(?!\d)", re.IGNORECASE
)
_SHUT = re.compile(
    r"\b(?:not|no|nothing|nobody|never|none|closed|shut|unavailable|blocked|down|breaks?|lunch|"
    r"pauses?|maintenance|serviced?|cleaned|refilled|except)\b|n't\b", re.IGNORECASE,
)  # fmt: skip
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
    both = list(_between_columns(seen, sentence))
    bounds = both or list(_bounds(seen, sentence))
    if bounds:
        yield from bounds
    elif _OWN_WINDOW.search(sentence.text):
        yield from _own_windows(seen)


def _full(clock: str) -> str:
    """Return a time of day with its minutes: `8:00 am` for `8 am`."""
    return clock if ":" in clock else re.sub(r"(\d+) ?", r"\1:00 ", clock, count=1)


def _between_columns(seen: Planned, sentence: Sentence) -> Iterator[str]:
    """Yield the window that two columns of the input give each: of the whole, or of its start."""
    told = {
        column.name.casefold(): column
        for path in seen.tables
        for column in seen.lookups(path)
        if holds_clocks(seen, column)
    }
    for found in _BETWEEN_COLUMNS.finditer(sentence.text):
        low, high = (told.get(found[side].casefold()) for side in ("low", "high"))
        own = _own_clocks(seen, sentence.text[: found.start()])
        if low is None or high is None:
            continue
        for name in seen.clocks if _WHOLLY.search(sentence.text) or not own else own:
            yield f"`{name}` is between {low} and {high}"


def closed(seen: Planned, sentence: Sentence) -> Iterator[str]:
    """Yield when nothing runs: for all, or for the one of a group that the sentence names."""
    if len(seen.clocks) < 2 or not _SHUT.search(sentence.text):
        return
    span = f"from `{seen.clocks[0]}` to `{seen.clocks[-1]}`"
    for low, high in _CLOSED.findall(sentence.text):
        rule = f"no row runs between {_full(low.replace('.', ':'))} and "
        rule += f"{_full(high.replace('.', ':'))}, {span}"
        named = [
            f"{rule} where `{group}` is {value}"
            for group in seen.groups
            for value in dict.fromkeys(map(spelled, seen.plan.values(Column(group))))
            if group not in seen.clocks
            and (len(value) > 2 or stems_of(group) & sentence.stems)
            and speaks_of(sentence.text, value)
        ]
        yield from named[:1] or [rule]


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
    yield from _never_beyond(seen, sentence)
    for found in _BY.finditer(sentence.text):
        moment = _moment(found[2])
        relation = "at least" if found[1].lower().startswith(("not b", "no e")) else "at most"
        clause = sentence.text[: found.end()]
        ends = seen.clocks[:1] if relation == "at least" else seen.clocks[-1:]
        for name in (_own_clocks(seen, clause)[-1:] or ends) if moment else ():
            clocks = any(isinstance(v, str) for v in seen.plan.values(Column(name)))
            if clocks == (":" in moment):
                yield f"`{name}` is {relation} {moment}"


def _never_beyond(seen: Planned, sentence: Sentence) -> Iterator[str]:
    """Yield the bounds of `nothing starts before 8:00 or ends after 17:00`."""
    if not _NEVER.search(sentence.text) or not seen.clocks:
        return
    for found in _BEYOND.finditer(sentence.text):
        verb, moment = stems_of(found["verb"]), _moment(found["moment"])
        early = found["side"].lower().startswith(("before", "earlier"))
        if not moment or not verb & (_STARTS | _ENDS | stems_of("run runs happen go")):
            continue
        name = seen.clocks[-1] if verb & _ENDS or not (early or verb & _STARTS) else seen.clocks[0]
        if any(isinstance(v, str) for v in seen.plan.values(Column(name))):
            yield f"`{name}` is {'at least' if early else 'at most'} {moment}"


def _moment(text: str) -> str:
    """Return a time of day, or a number of whatever the plan counts in."""
    clock = _full(text.replace(".", ":"))
    if moment_of(clock) is not None:
        return clock
    number = number_in(text)
    return f"{number:g}" if number is not None else ""
