"""Rules of a plan about what follows what: legs, times reached, rests, and what comes first."""

import re
from collections.abc import Callable, Iterator
from itertools import product

from studio.grading.planning import Column, measure_of, moment_of, name_of, unit_of
from studio.grading.proposing.instruction import Sentence, stems_of, words_of
from studio.grading.proposing.plan_texts import CLOCK
from studio.grading.proposing.planned import Planned
from studio.grading.readers.values import Scalar, number_of

_ORDERED = stems_of("position order sequence seq place nr no number step rank")
_SERVED = stems_of(
    "service unloading unload handling stay visit stop serve delivery job break setup"
)
_LASTING = stems_of("minutes min hours duration length time h mins lasts processing")
_SPEED = re.compile(
    r"(\d+(?:\.\d+)?) ?(?:km/h|kmh|kph|km per hour|kilomet\w+ (?:per|an) hour)", re.I
)
_SERVICE = re.compile(r"(\d+(?:\.\d+)?) ?(min(?:ute)?s?|h(?:ours?)?)\b", re.IGNORECASE)
_LEAVE = re.compile(
    rf"\b(?:leaves?|starts?|departs?|begins?|sets? (?:out|off)|out)\b[^.;]{{0,40}}?"
    rf"\b(?:at|from) ({CLOCK})", re.IGNORECASE,
)  # fmt: skip
_LEAVING = stems_of("start leave depart departure begin opening shift")
_EXACT = re.compile(
    r"\bwaits?\b|\brounded\b|\b(?:leaves?|starts?|departs?|begins?) (?:\w+ ){0,3}at\b|"
    r"\bas soon as\b|\bimmediately\b|\bstraight\b", re.IGNORECASE,
)  # fmt: skip
_REST = re.compile(r"\b(?:rest|between|gap|break|apart|off|after)\b", re.IGNORECASE)
_HOURS = re.compile(
    r"\bat least (\w+(?:\.\d+)?)(?: ?(hours?|h|minutes?|min)\b|(?= (?:if|when|where|after)\b))",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r"\b(?:the|one and) next\b|\bnext one\b|\bbetween (?:any )?(?:two|one)\b|"
    r"\bone after the other\b|\b(?:consecutive|successive)\b", re.IGNORECASE,
)  # fmt: skip
_OTHER = re.compile(
    r"\b(?:if|when|where|after|for) [^,;]*?\b(?:another|other|different|differs?|changes?|changed|"
    r"not the same|new)\b[^,;]*", re.IGNORECASE,
)  # fmt: skip
_SAME = re.compile(r"\b(?:if|when|where|for) [^,;]*?\b(?:same|stays?|unchanged)\b[^,;]*", re.I)
_BEFORE = re.compile(
    r"\bbefore\b|\bafter\b|\bpreced|\bpredecessor|\bdepends?\b|\bprerequisite|\bonly when\b", re.I
)
_COUNTS = re.compile(r"\b1,? ?2\b|\bcounts?\b|\bnumber(?:s|ed)\b|\bfrom (?:1|one)\b", re.IGNORECASE)
_LASTS = re.compile(r"\b(?:lasts?|durations?|how long|as long as|takes? (?:as|the|its))\b", re.I)
_IN_TIME = re.compile(
    r"\bin (?:the )?order of (?:the )?(?:time|start|begin)|\bchronolog|\bin order of `|"
    r"\b(?:sorted|ordered) by (?:the )?(?:time|start|begin)|\b(?:earliest|first) first\b",
    re.I,
)
_DRIVEN = stems_of("drive driving travel way walk move transfer trip")
_MOST_TRIES = 64


def sequence(seen: Planned) -> Iterator[str]:
    """Yield the columns that rows may be ordered by: what counts them, a position, else a time."""
    rows = seen.plan.rows
    for position, name in enumerate(rows.header):
        if name in (seen.key, seen.group) or not seen.numbers(position):
            continue
        if seen.group and seen.holds(f"`{name}` counts from 1 per `{seen.group}`"):
            yield name
    for position, name in enumerate(rows.header):
        fits = stems_of(name) & _ORDERED and name not in (seen.key, seen.group)
        if fits and all(measure_of(v) is not None for v in rows.values(position)):
            yield name
    yield from seen.clocks


def _order(seen: Planned) -> str:
    return next((f" in order of `{name}`" for name in sequence(seen)), "")


def counts_from_one(seen: Planned, sentence: Sentence) -> Iterator[str]:
    """Yield that a position counts the rows of a group."""
    name = next(sequence(seen), "")
    if name and seen.group and stems_of(name) & sentence.stems and _COUNTS.search(sentence.text):
        yield f"`{name}` counts from 1 per `{seen.group}`"


def standing(seen: Planned, sentence: Sentence) -> Iterator[str]:
    """Yield that rows stand in order of time, where a sentence on the plan's columns says so."""
    if not _IN_TIME.search(sentence.text):
        return
    for name in seen.clocks[:1]:
        named = stems_of(name) & sentence.stems or set(words_of(name)) <= sentence.words
        if named and not sentence.frees_order:
            yield f"the rows stand in order of `{name}`"


def homes(seen: Planned, sentence: Sentence) -> Iterator[str]:
    """Yield that each group begins or ends where the instruction says."""
    for home in seen.spared:
        if seen.group and set(words_of(home)) <= sentence.words:
            for how in ("begins", "ends"):
                yield f"each `{seen.group}` {how} with {home} in `{seen.key}`{_order(seen)}"


def legs(seen: Planned, sentence: Sentence) -> Iterator[str]:
    """Yield that a column tells the way from the row before."""
    per = f" per `{seen.group}`" if seen.group else ""
    for position, name in enumerate(seen.plan.rows.header):
        if name in (seen.key, seen.group) or not stems_of(name) & sentence.stems:
            continue
        if not any(number_of(v) is not None for v in seen.plan.rows.values(position)):
            continue
        for pairs, home in seen.ways:
            base = f"`{name}` is the way to `{seen.key}` from the one before{per}{_order(seen)}"
            homes = (f" from {home}", "") if home else ("",)
            slacks = ("", " within 0.05", " within 0.5")
            yield from seen.first(
                f"{base} by {pairs}{start}{slack}" for start, slack in product(homes, slacks)
            )


def reached(seen: Planned, sentence: Sentence) -> Iterator[str]:
    """Yield that each row is reached no sooner than the way from the one before allows."""
    if not seen.group or not seen.clocks or not seen.ways:
        return
    time, last = seen.clocks[0], seen.clocks[-1]
    if not (stems_of(time) | _DRIVEN) & sentence.stems:
        return
    after = f"`{last}` of the one before" if last != time else "the one before"
    begin = f"within each `{seen.group}`{_order(seen)}, `{time}` follows {after} by"
    for pairs, home in seen.ways:
        parts = product(
            _speeds(seen, pairs), _services(seen, last != time), _starts(seen, home), _floors(seen)
        )
        ends = [f"{pairs} between `{seen.key}`{''.join(part)}" for part in parts][:_MOST_TRIES]
        found = next((end for end in ends if seen.held(f"{begin} exactly {end}")), "")
        if found and _EXACT.search(seen.draft.instruction.prompt):
            yield f"{begin} exactly {found}"
        elif found:
            yield f"{begin} at least {found}"
        else:
            yield from seen.first(f"{begin} at least {end}" for end in ends)


def _speeds(seen: Planned, pairs: str) -> list[str]:
    """Return how fast a way is gone, nothing where its table tells times already."""
    if unit_of(pairs.partition(" of ")[0].strip("`").removesuffix(".csv")):
        return [""]
    told = [found for s, _ in seen.statements for found in _SPEED.findall(s.text)]
    told += [_spell(v) for n, v in seen.settings.items() if stems_of(n) & stems_of("speed kmh")]
    return [f" at {speed} km/h" for speed in dict.fromkeys(told)]


def _spell(value: Scalar) -> str:
    number = number_of(value)
    return f"{number:g}" if number is not None else str(value)


def _services(seen: Planned, leaves: bool) -> list[str]:
    """Return what may come on top of the way; nothing if the plan tells when each is left."""
    found = [""]
    if leaves:
        return found
    for path in seen.tables:
        for column in seen.lookups(path):
            if column.by == seen.key and stems_of(column.name) & (_SERVED | _LASTING):
                found.insert(0, f" plus {column}")
    for name, value in seen.settings.items():
        words = stems_of(name)
        if words & _SERVED and number_of(value) is not None:
            unit = "hours" if words & stems_of("hours h") else "minutes"
            found.insert(0, f" plus {_spell(value)} {unit}")
    for sentence, _ in seen.statements:
        if sentence.stems & (_SERVED | stems_of(seen.key)):
            for number, unit in _SERVICE.findall(sentence.text):
                found.insert(0, f" plus {number} {unit}")
    return list(dict.fromkeys(found))


def starts_of(seen: Planned) -> list[str]:
    """Return when a group may set out, as the instruction or a setting says."""
    told = [found.replace(".", ":") for s, _ in seen.statements for found in _LEAVE.findall(s.text)]
    for name, value in seen.settings.items():
        if stems_of(name) & _LEAVING and isinstance(value, str) and moment_of(value) is not None:
            told.append(value)
    return [clock for clock in dict.fromkeys(told) if moment_of(clock) is not None]


def _starts(seen: Planned, home: str) -> list[str]:
    return [*(f" from {home} at {clock}" for clock in starts_of(seen) if home), ""]


def _floors(seen: Planned) -> list[str]:
    opens = [
        f", not before {column}"
        for path in seen.tables
        for column in seen.lookups(path)
        if column.by == seen.key and holds_clocks(seen, column)
    ]
    return [*opens[:1], ""]


def holds_clocks(seen: Planned, column: Column) -> bool:
    """Tell whether a column of the input holds moments alone."""
    table = seen.tables[column.table]
    values = table.values(table.names[column.name.casefold()])
    return all(moment_of(value) is not None for value in values)


def lasting(seen: Planned, sentence: Sentence) -> Iterator[str]:
    """Yield that each takes as long as the input says."""
    if len(seen.clocks) < 2:
        return
    first, last = seen.clocks[0], seen.clocks[-1]
    for path in seen.tables:
        for column in seen.lookups(path):
            stems = stems_of(column.name)
            asked = stems & sentence.stems or _LASTS.search(sentence.text)
            if asked and column.by == seen.key and stems & (_LASTING | _SERVED):
                base = f"the time from `{first}` to `{last}` per `{seen.key}` is"
                yield from seen.first((f"{base} exactly {column}", f"{base} at least {column}"))


def rests(seen: Planned, sentence: Sentence) -> Iterator[str]:
    """Yield that between two rows of one there is as long as a sentence says."""
    if not (_REST.search(sentence.text) or _NEXT.search(sentence.text)):
        return
    where_of = _changing(seen, sentence)
    conditions = list(_HOURS.finditer(sentence.text))
    for place, found in enumerate(conditions):
        end_of = conditions[place + 1].start() if place + 1 < len(conditions) else None
        where = where_of(sentence.text[found.start() : end_of])
        limit = f"{found[1]} {found[2] or _unit_before(conditions[:place])}"
        for start, end in _moments(seen):
            follows = f"{start} follows {end} of the one before by at least {limit}{where}"
            if _NEXT.search(sentence.text) and not _names_group(seen, sentence):
                yield from seen.first(
                    (follows, *(f"within each `{g}`, {follows}" for g in seen.groups))
                )
                continue
            for group in _spoken(seen, sentence):
                yield f"within each `{group}`, {follows}"


def _unit_before(conditions: list[re.Match[str]]) -> str:
    """Return the unit that was told before, minutes if none was: `4 minutes, at least 9 if`."""
    return next((found[2] for found in reversed(conditions) if found[2]), "minutes")


def _names_group(seen: Planned, sentence: Sentence) -> bool:
    """Tell whether a sentence is about the rows of each of a group, such as a nurse."""
    text = _OTHER.sub(" ", sentence.text)
    return any(stems_of(g) & stems_of(text) for g in seen.groups if g not in seen.clocks)


def _changing(seen: Planned, sentence: Sentence) -> Callable[[str], str]:
    """Return what tells of a part of a sentence whether it holds where a column changes."""

    def where(part: str) -> str:
        other, same = _OTHER.search(part), _SAME.search(part)
        if not (other or same):
            return ""
        stems = stems_of(part)
        named = [n for n in seen.plan.rows.header if stems_of(n) & stems and n not in seen.clocks]
        looked = [
            f"{column}"
            for path in seen.tables
            for column in seen.lookups(path)
            if stems_of(column.name) & stems and column.by == seen.key
        ]
        for column in (*(f"`{name}`" for name in named if name != seen.key), *looked):
            return f" where {column} {'changes' if other else 'stays'}"
        return ""

    return where


def _spoken(seen: Planned, sentence: Sentence) -> tuple[str, ...]:
    """Return the columns that may put rows together, those that a sentence names first."""
    stems = stems_of(_OTHER.sub(" ", sentence.text))
    named = [name for name in seen.groups if stems_of(name) & stems]
    return tuple(named or [g for g in seen.groups if g not in seen.clocks][:1])


def _moments(seen: Planned) -> Iterator[tuple[str, str]]:
    """Yield when a row begins and ends, as rules say it: in the plan itself, or looked up."""
    clocks = [
        (column, moment_of(seen.plan.values(column)[0]) or 0.0)
        for path in seen.tables
        for column in seen.lookups(path)
        if holds_clocks(seen, column)
    ]
    own = [
        name
        for name in seen.clocks
        if "date" not in name.casefold() and "day" not in name.casefold()
    ]
    days = [name for name in seen.clocks if name not in own]
    if len(own) >= 2:
        yield tuple(f"`{days[0]}` plus `{n}`" if days else f"`{n}`" for n in (own[0], own[-1]))  # type: ignore[misc]
    elif len(clocks) >= 2:
        dated = [column for column, moment in clocks if moment >= 1440 * 2]
        timed = [column for column, moment in clocks if moment < 1440 * 2]
        if days and len(timed) >= 2:
            yield f"`{days[0]}` plus {timed[0]}", f"`{days[0]}` plus {timed[1]}"
        elif dated and len(timed) >= 2:
            yield f"{dated[0]} plus {timed[0]}", f"{dated[0]} plus {timed[1]}"
        elif len(dated) >= 2:
            yield f"{dated[0]}", f"{dated[1]}"
    elif days:
        yield f"`{days[0]}`", f"`{days[0]}`"


def precedence(seen: Planned, sentence: Sentence) -> Iterator[str]:
    """Yield that what comes first by a table of the input is done before the other begins."""
    if len(seen.clocks) < 2 or not _BEFORE.search(sentence.text):
        return
    planned = set(seen.plan.names(Column(seen.key)))
    first, last = seen.clocks[0], seen.clocks[-1]
    for path, table in seen.tables.items():
        pair = [
            name
            for position, name in enumerate(table.header)
            if _names_all(seen, table.values(position), planned)
        ]
        if path == seen.source:
            pair = [name for name in pair if name != seen.listed][:1]
            pair.append(seen.listed)
        if len(pair) == 2:
            yield (
                f"`{pair[0]}` of `{path}` is done before `{pair[1]}`, from `{first}` to `{last}` "
                f"by `{seen.key}`"
            )


def _names_all(seen: Planned, values: list[Scalar], planned: set[str]) -> bool:
    """Tell whether values are lists of what is planned, some perhaps blank."""
    names = [seen.plan.parted(name_of(v), planned) for v in values if name_of(v)]
    return bool(names) and all(set(part) <= planned for part in names)
