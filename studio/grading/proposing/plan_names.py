"""Rules of a plan about names: skills, absences, clashes, what is copied and what goes together."""

import re
from collections.abc import Iterator
from itertools import combinations

from studio.grading.planning import Column, name_of
from studio.grading.proposing.instruction import Sentence, stems_of, words_of
from studio.grading.proposing.plan_texts import speaks_of
from studio.grading.proposing.planned import Planned, spelled
from studio.grading.readers.values import number_of

_SKILL = stems_of(
    "skill trained qualified licence license certified needs suitable able capability"
)
_NEVER = re.compile(
    r"\b(?:no|not|nobody|never|none|away|leave|unavailable|off|holidays?|blocked|closed|cannot|"
    r"can't)\b", re.IGNORECASE,
)  # fmt: skip
_ONLY = re.compile(r"\b(?:only|available|allowed|may|free)\b", re.IGNORECASE)
_CLASH = re.compile(
    r"\bclash|\bconflict|\bsame (?:time|slot|period|hour|day|date|session)\b|\bat once\b|"
    r"\bat a time\b|\bdouble[- ]book|\bsimultaneous", re.IGNORECASE,
)  # fmt: skip
_NEEDS = re.compile(
    r"\brequire|\bneed|\bdepend|\bprerequisite|\bonly if\b|\bunless\b|\btogether with\b", re.I
)
_EXCLUDE = re.compile(
    r"\bexclu|\bnot both\b|\bnot together\b|\bonly one of\b|\bat most one of\b|\bor but\b|"
    r"\bcannot both\b|\bnever both\b", re.IGNORECASE,
)  # fmt: skip
_WANTED = re.compile(
    r"\b(?:all|every|each|any)\b[^.;]*\b(?:must|(?:has|have|needs?|are|is) to|shall|are|is)\b"
    r"[^.;]*\b(?:in|included?|there|planned|scheduled|done|chosen|kept|part|taken|shown|on)\b|"
    r"\b(?:must|do not|don't|never) (?:include|leave out|omit|drop|skip)\b|\bmandatory\b|"
    r"\bno \w+ (?:\w+ )?(?:is|may be|must be) (?:left out|omitted|missing)\b", re.IGNORECASE,
)  # fmt: skip
_FITS = re.compile(r"\benough\b|\bfits?\b|\blarge\b|\bcapacity\b|\broom for\b|\bseats?\b", re.I)


def copied(seen: Planned, sentence: Sentence) -> Iterator[str]:
    """Yield that a column repeats what the input says of each that is planned."""
    for position, name in enumerate(seen.plan.rows.header):
        if name == seen.key or not stems_of(name) & sentence.stems:
            continue
        for path in seen.tables:
            for column in seen.lookups(path):
                if column.by == seen.key and stems_of(column.name) == stems_of(name):
                    how = "exactly" if seen.numbers(position) else "the same as"
                    yield f"`{name}` is {how} {column}"


def _texts(seen: Planned) -> Iterator[Column]:
    """Yield the columns that can be looked up and are no numbers."""
    for path, table in seen.tables.items():
        for column in seen.lookups(path):
            if not seen.numbers(table.names[column.name.casefold()], table):
                yield column


def _sets(seen: Planned, column: Column) -> list[set[str]]:
    return [set(seen.plan.parted(name, ())) for name in seen.plan.listed(column)]


def skilled(seen: Planned, sentence: Sentence) -> Iterator[str]:
    """Yield that whoever does something has what it needs."""
    if not sentence.stems & _SKILL:
        return
    texts = list(_texts(seen))
    for has in (column for column in texts if column.by != seen.key):
        for needs in (column for column in texts if column.by == seen.key):
            had, needed = _sets(seen, has), _sets(seen, needs)
            # It must be a choice: somebody lacks what something needs, and all is had by somebody.
            chosen = any(not need <= own for need in needed for own in had)
            if chosen and all(any(need <= own for own in had) for need in needed):
                yield f"{has} includes {needs}"


def _holding(seen: Planned, values: set[str]) -> Iterator[Column]:
    """Yield what of the plan, or looked up for it, holds some of the same names."""
    for name in seen.plan.rows.header:
        if set(seen.plan.names(Column(name))) & values and name != seen.key:
            yield Column(name)
    for column in _texts(seen):
        if column.by == seen.key and set(seen.plan.listed(column)) & values:
            yield column


def paired(seen: Planned, sentence: Sentence) -> Iterator[str]:
    """Yield that pairs which the input lists never come, or that only they do."""
    never, only = _NEVER.search(sentence.text), _ONLY.search(sentence.text)
    if not (never or only):
        return
    for path, table in seen.tables.items():
        if path == seen.source or len(table.header) < 2 or not _speaks_of(seen, path, sentence):
            continue
        names = table.header[:2]
        found = [list(_holding(seen, set(seen.plan.listed(Column(name, path))))) for name in names]
        for one in found[0][:2]:
            for other in found[1][:2]:
                told = f"`{names[0]}`, `{names[1]}` of `{path}`"
                for how in ("no",) if never else ("each",):
                    if one != other:
                        yield f"{how} row has its {one}, {other} in {told}"


def _speaks_of(seen: Planned, path: str, sentence: Sentence) -> bool:
    """Tell whether a sentence is about a table, by its name or that of one of its columns."""
    name = stems_of(" ".join(words_of(path.replace("#", " ").rpartition("/")[2])))
    return bool((name - stems_of("csv json data")) & sentence.stems)


def clashes(seen: Planned, sentence: Sentence) -> Iterator[str]:
    """Yield that what shares a member, such as a student, never comes together."""
    if not _CLASH.search(sentence.text):
        return
    named = [g for g in seen.groups if stems_of(g) & sentence.stems]
    yield from _members(seen, sentence, named)
    others = [g for g in seen.groups if g not in named and g not in seen.clocks]
    pairs = list(combinations(named, 2))
    # Where one alone is named the other must be beyond doubt.
    pairs += [(a, b) for a in named for b in others] if len(others) == 1 else []
    if len(seen.clocks) < 2:
        for pair in pairs:
            first, second = sorted(pair, key=seen.groups.index)
            yield f"no two rows have the same `{first}`, `{second}`"


def _members(seen: Planned, sentence: Sentence, groups: list[str]) -> Iterator[str]:
    planned = set(seen.plan.names(Column(seen.key)))
    for path, table in seen.tables.items():
        if path == seen.source or len(table.header) < 2:
            continue
        for key in table.header:
            listed = seen.plan.listed(Column(key, path))
            if len(set(listed)) < len(listed) and set(listed) <= planned:
                for name in table.header:
                    spoken = stems_of(name) & sentence.stems
                    for group in groups if name != key and spoken else ():
                        column = Column(name, path, seen.key, key if key != seen.key else "")
                        yield f"no two rows of the same `{group}` share a {column}"


def required(seen: Planned, sentence: Sentence) -> Iterator[str]:
    """Yield that what something requires is there too."""
    if not _NEEDS.search(sentence.text):
        return
    listed = set(seen.plan.listed(Column(seen.listed, seen.source)))
    for column in _texts(seen):
        if column.by == seen.key and column.table == seen.source:
            values = [seen.plan.parted(v, listed) for v in seen.plan.listed(column) if v]
            if values and all(set(value) <= listed for value in values):
                yield f"what {column} names is in `{seen.key}`"


def excluded(seen: Planned, sentence: Sentence) -> Iterator[str]:
    """Yield that of some names that a sentence gives not all may come."""
    if not _EXCLUDE.search(sentence.text):
        return
    listed = seen.tables[seen.source].values(seen.tables[seen.source].names[seen.listed.casefold()])
    text = f" {' '.join(words_of(sentence.text))} "
    named = [str(v) for v in listed if f" {' '.join(words_of(str(v)))} " in text]
    if len(named) >= 2:
        yield f"at most 1 of {', '.join(named)} is in `{seen.key}`"


def mandatory(seen: Planned, sentence: Sentence) -> Iterator[str]:
    """Yield that all of a class must be there, where the others may be left out."""
    if not _WANTED.search(sentence.text) or not seen.source:
        return
    table = seen.tables[seen.source]
    for position, name in enumerate(table.header):
        listed = [spelled(value or "") for value in table.values(position)]
        named = bool(stems_of(name) & sentence.stems)
        for value in dict.fromkeys(filter(None, listed)) if name != seen.listed else ():
            # A word such as `urgent` tells its column; a letter or a number does not.
            told = named or (len(value) > 2 and number_of(value) is None)
            if told and speaks_of(sentence.text, value) and listed.count(value) < len(listed):
                yield (
                    f"each `{seen.listed}` of `{seen.source}` where `{name}` is {value} is in "
                    f"`{seen.key}` at least once"
                )


def fitting(seen: Planned, sentence: Sentence) -> Iterator[str]:
    """Yield that what is planned fits where it is put: candidates and seats."""
    if not _FITS.search(sentence.text):
        return
    amounts = [column for column, _ in seen.amounts() if column.table]
    for needs in (c for c in amounts if c.by == seen.key and stems_of(c.name) & sentence.stems):
        for has in (c for c in amounts if c.by != seen.key and stems_of(c.name) & sentence.stems):
            if _may_not_fit(seen, needs, has):
                yield f"{needs} is at most {has}"


def _may_not_fit(seen: Planned, needs: Column, has: Column) -> bool:
    needed = [number_of(v) or 0.0 for v in _values(seen, needs)]
    return max(needed) > min(number_of(v) or 0.0 for v in _values(seen, has))


def _values(seen: Planned, column: Column) -> list[str]:
    return seen.plan.listed(Column(column.name, column.table))


def known(seen: Planned, sentence: Sentence) -> Iterator[str]:
    """Yield that a column has only names that the input lists."""
    for name in seen.plan.rows.header:
        if name in (seen.key, *seen.clocks) or not stems_of(name) & sentence.stems:
            continue
        if any(f" by `{name}`" in rule for rule in seen.rules):
            continue
        used = {name_of(value) for value in seen.plan.values(Column(name))}
        for path, table in seen.tables.items():
            for header in table.header:
                listed = seen.plan.listed(Column(header, path))
                apart = len(set(listed)) == len(listed) and not seen.numbers(
                    seen.plan.rows.names[name.casefold()]
                )
                alike = stems_of(header) & stems_of(name) or stems_of(path) & stems_of(name)
                if apart and alike and used <= set(listed) and path != seen.source:
                    yield f"`{name}` is among `{header}` of `{path}`"
