"""Proposals for figures beside a plan: computed from the plan that is handed in, never compared.

Where many plans are right, so are many totals. What cannot be computed stays without a check, and
the proposal says so.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from studio.base.errors import FaultError
from studio.grading.costs import Cost
from studio.grading.planning import MINUTES, Column, name_of, unit_of
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.given import field_of
from studio.grading.proposing.instruction import stems_of, words_of
from studio.grading.proposing.plan_limits import FAR, PRICED, counted
from studio.grading.proposing.planned import Planned
from studio.grading.proposing.plans import ways
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.documents import read_document
from studio.grading.readers.labels import labelled_numbers
from studio.grading.readers.tables import Table, reference_table
from studio.grading.readers.values import Scalar, fold, is_blank, number_of
from studio.model.check import Target

_OF_PLAN = re.compile(
    r"\bof (?:the|your|this|that|its) (?:\w+ )?(?:plan|schedule|rost|rota|route|tour|timetable|"
    r"selection|assignment|choice)|\btotals?\b|\bsums?\b|\bhow (?:many|much|long|far)\b|\bnumber "
    r"of\b|\bcounts?\b|\baltogether\b|\bin all\b|\bsummar|\baverage\b|\bmean\b|\bshare\b",
    re.IGNORECASE,
)
_COUNTING = stems_of("count number many rows lines entries")
_AMOUNT = stems_of("total sum overall altogether all")
_LONG = stems_of("hours minutes min h duration makespan time length span")
_MOST_PRODUCTS = 8
_MOST_ROWS = 200


@dataclass(frozen=True)
class _Figure:
    """What is computed, in which unit it comes out, and how far off the written number may be."""

    text: str
    times: float = 1.0
    room: float | None = None


def propose_figures(draft: Draft, path: str, leaves: Mapping[str, Scalar]) -> tuple[str, ...]:
    """Propose a check for each leaf that is a figure of a plan; return what is no more compared.

    These are the pointers of the figures, and of what depends on the plan but cannot be computed.
    """
    if not draft.plans:
        return ()
    lists = _free_lists(draft, path, leaves)
    found = [p for p in leaves if any(p.startswith(f"{one}/") for one in lists)]
    names = [field_of(pointer) for pointer in leaves]
    for pointer, value in leaves.items():
        if pointer not in found and not re.search(r"/\d+(?:/|$)", pointer):
            others = [name for name in names if name != field_of(pointer)]
            if _propose(draft, path, f"{path}#{pointer}", field_of(pointer), value, others):
                found.append(pointer)
    return tuple(found)


def _free_lists(draft: Draft, path: str, leaves: Mapping[str, Scalar]) -> list[str]:
    """Return the outermost lists that name what is planned, or its groups: they are as free."""
    found = []
    for pointer, value in leaves.items():
        listed = re.match(r"(.*?)/\d+(?:/|$)", pointer)
        if listed and listed[1] not in found and _is_planned(draft, value):
            found.append(listed[1])
            draft.skip(f"{listed[1]} of {path} depends on the plan, so nothing checks it")
    return found


def _is_planned(draft: Draft, value: Scalar) -> bool:
    """Tell whether a text names something that another plan may have elsewhere or not at all."""
    return isinstance(value, str) and any(name_of(value) in plan.free for plan in _plans(draft))


def _plans(draft: Draft) -> list[Planned]:
    return list(draft.plans.values())


def _propose(
    draft: Draft, path: str, target: str, label: str, value: Scalar, others: list[str]
) -> bool:
    """Propose a figure of some plan, or say that there is none; tell whether it depends on one."""
    number = None if isinstance(value, bool) else number_of(value)
    if number is None:
        if _is_planned(draft, value):
            draft.skip(f"{label} of {path} depends on the plan, so nothing checks it")
            return True
        return False
    spoken = _clause(draft, label, others)
    for plan, seen in draft.plans.items():
        figure = next(_figures(seen, label, spoken, str(value), number), None)
        if figure is not None:
            _add(draft, path, target, label, plan, seen, figure)
            return True
    if _OF_PLAN.search(f"{' '.join(words_of(label))}: {spoken}"):
        draft.skip(f"{label} of {path} cannot be computed from the plan, so nothing checks it")
        return True
    return False


def _add(
    draft: Draft, path: str, target: str, label: str, plan: str, seen: Planned, figure: _Figure,
    **more: str,
) -> None:  # fmt: skip
    rules: dict[str, object] = {"rules": list(seen.rules)}
    times = {"times": figure.times} if figure.times != 1 else {}
    draft.add(
        f"figure {label} {path}",
        "plan_total",
        target,
        parameters={"plan": plan, "figure": figure.text, **times, **more, **rules},
        tolerance=figure.room,
        strong=(label,),
        weak=name_words(path),
        reason=f"another plan has another {label}, so it is computed from the plan handed in",
    )


def _clause(draft: Draft, label: str, others: list[str]) -> str:
    """Return what the instruction says right after it names a figure, with its sentence's end."""
    name = re.compile(rf"(?<!\w){re.escape(fold(label))}(?!\w)", re.IGNORECASE)
    stops = "|".join(re.escape(fold(other)) for other in others if other)
    for sentence in reversed(draft.instruction.sentences):
        found = name.search(sentence.text)
        if found and (sentence.files or sentence.asks or label in sentence.names):
            rest = sentence.text[found.end() :]
            cut = re.search(rf"(?<!\w)(?:{stops})(?!\w)", rest) if stops else None
            own = rest[: cut.start()] if cut else rest
            of = _OF_PLAN.search(rest)
            return f"{own} {of[0] if of else ''}"
    return ""


def _figures(
    seen: Planned, label: str, spoken: str, written: str, number: float
) -> Iterator[_Figure]:
    """Yield what of a plan is the number: what its label names first, then what its clause does."""
    own = stems_of(label)
    for stems in (own, own | stems_of(spoken)):
        for text, unit in _computable(seen, stems, spoken):
            figure = _matched(seen, text, unit, label, written, number)
            if figure is not None:
                yield figure


def _matched(
    seen: Planned, text: str, unit: str, label: str, written: str, number: float
) -> _Figure | None:
    """Return a figure if the reference's plan gives the number, as exact as it is written."""
    try:
        value = Cost(text).of(seen.plan)
    except (FaultError, Unreadable):
        return None
    wanted = unit_of(label)
    times = MINUTES[unit] / MINUTES[wanted] if unit and wanted else 1.0
    exact = value * times
    if abs(exact - number) <= 1e-6:
        return _Figure(text, times)
    digits = len(written.partition(".")[2])
    room = 0.5 * 10.0**-digits
    rounded = digits or not number.is_integer() or times != 1 or "way through" in text
    if rounded and abs(exact - number) <= room + 1e-9:
        return _Figure(text, times, float(f"{room * 1.02:.3g}"))
    return None


def _computable(seen: Planned, stems: frozenset[str], spoken: str) -> Iterator[tuple[str, str]]:
    """Yield the sentences for what a plan amounts to that some words may mean, with their unit."""
    but_for = f", but for {', '.join(seen.spared)}" if seen.spared else ""
    amounts = list(seen.amounts())
    counts = bool(stems & (counted(seen) | _COUNTING)) or "how many" in spoken.casefold()
    named = [column for column, own in amounts if own & stems]
    named.sort(key=lambda column: not column.table)
    for column in named:
        yield f"the sum of {column}{but_for if column.by == seen.key else ''}", unit_of(column.name)
    for group in seen.groups:
        if stems_of(group) & stems:
            yield f"the number of different `{group}`{but_for}", ""
    if counts:
        yield ("the number of rows", "") if not but_for else (
            f"the number of different `{seen.key}`{but_for}", "")  # fmt: skip
        yield f"the number of different `{seen.key}`", ""
    if stems & (PRICED | _AMOUNT) or named:
        columns = [column for column, _ in amounts][:_MOST_PRODUCTS]
        for one, other in combinations(columns, 2):
            yield f"the sum of {one} times {other}{but_for}", ""
    if stems & (FAR | _AMOUNT):
        yield from ((way, "") for way in ways(seen))
    if stems & _LONG and seen.clocks:
        first, last = seen.clocks[0], seen.clocks[-1]
        yield f"the time from `{first}` to `{last}`", "min"
        if first != last:
            yield f"the sum of the times from `{first}` to `{last}`", "min"


def propose_figure_table(draft: Draft, path: str, place: Path) -> bool:
    """Propose checks for a table of figures beside a plan; tell whether it is one.

    It has one row, a name and a value a row, or a row for each group of the plan.
    """
    if not draft.plans:
        return False
    table = reference_table(place.parent, Target(path=place.name))
    if not 0 < table.height <= _MOST_ROWS:
        return False
    return _propose_groups(draft, path, table) or _propose_cells(draft, path, table)


def _propose_cells(draft: Draft, path: str, table: Table) -> bool:
    before, found = len(draft.checks), []
    for label, column, key, value in _cells(table):
        target = f"{path}#{column}[{key}]" if key else f"{path}#{column}"
        found.append(_propose(draft, path, target, label, value, []))
    return len(draft.checks) > before and any(found)


def _cells(table: Table) -> Iterator[tuple[str, str, str, Scalar]]:
    """Yield the label, column, key and value of each figure of a small table."""
    if table.height == 1:
        for position, name in enumerate(table.header):
            yield name, name, "", table.values(position)[0]
    elif 2 <= len(table.header) <= 3:
        keys = [fold(str(key)) for key in table.values(0)]
        plain = all(re.fullmatch(r"[^\[\]#]{1,60}", key) for key in keys)
        if plain and len(set(keys)) == len(keys):
            for key, value in zip(keys, table.values(1), strict=True):
                yield key, table.header[1], key, value


def _propose_groups(draft: Draft, path: str, table: Table) -> bool:
    """Propose the columns of a table that has one row for each group of a plan."""
    for plan, seen in draft.plans.items():
        for group in seen.groups:
            wanted = set(seen.plan.names(Column(group)))
            for position, key in enumerate(table.header):
                names = [name_of(v) for v in table.values(position)]
                if len(names) > 1 and set(names) == wanted and len(names) == len(wanted):
                    found = _Group(plan, seen, group, key, names)
                    return any([_propose_column(draft, path, table, found, name)
                                for name in table.header if name != key])  # fmt: skip
    return False


@dataclass(frozen=True)
class _Group:
    """The groups of a plan as a table of figures names them."""

    plan: str
    seen: Planned
    group: str
    key: str
    names: list[str]


def _propose_column(draft: Draft, path: str, table: Table, found: _Group, name: str) -> bool:
    values = table.values(table.names[name.casefold()])
    numbers = [number_of(value) for value in values]
    if not all(n is not None for n in numbers) or any(map(is_blank, values)):
        draft.skip(f"No check covers the column {name} of {path}, which depends on the plan")
        return False
    parts = found.seen.plan.divided(Column(found.group))
    spoken = _clause(draft, name, [n for n in table.header if n != name])
    for stems in (stems_of(name), stems_of(name) | stems_of(spoken)):
        for text, unit in _computable(found.seen, stems, spoken):
            matches = [
                _matched(found.seen.only(parts[group]), text, unit, name, str(value), number or 0.0)
                for group, value, number in zip(found.names, values, numbers, strict=True)
            ]
            if all(match is not None for match in matches):
                first = max((m for m in matches if m is not None), key=lambda m: m.room or 0.0)
                key = {"key": found.key} if found.key.casefold() != found.group.casefold() else {}
                _add(draft, path, f"{path}#{name}", name, found.plan, found.seen, first,
                     per=found.group, **key)  # fmt: skip
                return True
    draft.skip(f"The column {name} of {path} cannot be computed from the plan")
    return False


def propose_figure_text(draft: Draft, path: str, place: Path) -> bool:
    """Propose checks for a text that gives figures of a plan; tell whether it does."""
    if not draft.plans:
        return False
    document = read_document(place)
    found: dict[float, bool] = {}
    for label in dict.fromkeys(label for seen in _plans(draft) for label in _labels(seen)):
        numbers = {n.value for m in labelled_numbers(document, label, "") for n in m.numbers}
        for number in numbers if len(numbers) == 1 and not numbers & found.keys() else ():
            before = len(draft.checks)
            _propose(draft, path, f"{path}#{label}", label, f"{number:.12g}", [])
            found[number] = len(draft.checks) > before
    if any(found.values()):
        draft.skip(f"Of {path} only the figures of the plan are checked, for the rest is as free")
        return True
    return False


def _labels(seen: Planned) -> Iterator[str]:
    """Yield the words by which a text may name a figure of a plan."""
    told = (name.rstrip(": ") for name in seen.draft.instruction.names)
    names = [name for name in told if re.fullmatch(r"[\w ]{2,40}", name)]
    columns = [column.name.replace("_", " ") for column, _ in seen.amounts()]
    source = Path(seen.source.replace("#", "/")).stem
    things = [thing for name in (seen.key, *seen.groups) for thing in (name, f"{name}s")]
    yield from (*names, *columns, *things, source, "km", "distance", "rows")
