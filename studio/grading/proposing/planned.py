"""A reference plan beside the input's tables: its key, its groups, and the rules it obeys."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from studio.base.errors import FaultError
from studio.grading.plan_trees import is_tree, lists_of
from studio.grading.planning import Column, Plan, moment_of, name_of
from studio.grading.proposing.draft import Draft
from studio.grading.proposing.instruction import Sentence, stems_of, words_of
from studio.grading.proposing.plan_texts import settings_of, statements
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import TABLES
from studio.grading.readers.tables import Table
from studio.grading.readers.values import Scalar, number_of
from studio.grading.rules import parse_rule

_EACH = re.compile(
    r"\b(?:each|every|all|once|exactly one|any|which|choose|select|pick|no \w+ twice)\b", re.I
)
_ONCE = re.compile(
    r"\b(?:each|every|all)\b[^.;]*\b(?:once|exactly one|one|a single)\b", re.IGNORECASE
)
_TIMES = stems_of("start begin from end finish until arrival leaves departure arrives")
_MOST_SPARED = 2


@dataclass
class Planned:
    """A reference plan beside the input's tables, and the rules that it was found to obey.

    Attributes:
        draft: the proposal that it is for.
        plan: the reference.
        rules: those that it obeys, each with the sentence that states it.
        key: the column of the plan that names what is planned.
        source: the table of the input that lists it, and `listed` the column of that.
        stated: the texts of the sentences that some rule stands on.
        spared: names in it that are not listed, such as a depot.
    """

    draft: Draft
    plan: Plan
    rules: dict[str, Sentence] = field(default_factory=dict)
    key: str = ""
    source: str = ""
    listed: str = ""
    stated: set[str] = field(default_factory=set)
    spared: tuple[str, ...] = ()

    @cached_property
    def tables(self) -> dict[str, Table]:
        """The tables of the input by path, and the lists of records in its nested data."""
        found = {}
        for path in self._paths():
            try:
                table = self.plan.table(path)
            except FaultError:
                continue
            if table.height:
                found[path] = table
        return found

    def _paths(self) -> Iterator[str]:
        for path in self.draft.given.paths:
            if Path(path).suffix.lower() in TABLES:
                yield path
            elif is_tree(path):
                try:
                    yield from (f"{path}#{p}" if p else path for p in lists_of(self.given / path))
                except Unreadable:
                    continue

    @property
    def given(self) -> Path:
        """The folder of the input."""
        return self.plan.given

    @cached_property
    def settings(self) -> dict[str, Scalar]:
        """Single values that the input tells by name."""
        return settings_of(self.given, tuple(self.draft.given.paths), self.tables)

    @cached_property
    def statements(self) -> list[tuple[Sentence, Sentence]]:
        """What is stated, each with the instruction's sentence behind it."""
        paths = tuple(self.draft.given.paths)
        return list(statements(self.draft.instruction, self.given, paths, self.settings))

    @cached_property
    def group(self) -> str:
        """The column that puts rows together, such as `route`: one that repeats and is no value."""
        height = self.plan.rows.height
        found = []
        for position, name in enumerate(self.plan.rows.header):
            values = [name_of(v) for v in self.plan.rows.values(position)]
            if name != self.key and height > 1 and len(set(values)) < height and all(values):
                named = bool(stems_of(name) & self.draft.instruction.stems)
                times = any(moment_of(v) is not None for v in self.plan.rows.values(position))
                found.append((named and not times, -position, name))
        return max(found)[2] if found else ""

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The columns that may put rows together, the likeliest first."""
        found = [self.group] if self.group else []
        for position, name in enumerate(self.plan.rows.header):
            values = [name_of(v) for v in self.plan.rows.values(position)]
            repeats = len(set(values)) < len(values) and all(values)
            if repeats and name not in (self.key, self.group):
                found.append(name)
        return tuple(found)

    @cached_property
    def free(self) -> frozenset[str]:
        """Names that another plan may have elsewhere: groups, moments, and what was chosen."""
        columns = {self.group, *self.clocks} - {""}
        if not any(" once" in rule and "at most once" not in rule for rule in self.rules):
            columns.add(self.key)
        found = {name for column in columns for name in self.plan.names(Column(column))}
        return frozenset(found - {""})

    def only(self, plan: Plan) -> "Planned":
        """Return what is known of it beside a part of the plan."""
        return replace(self, plan=plan)

    def numbers(self, position: int, table: Table | None = None) -> bool:
        """Tell whether a column of the plan, or of a table, holds numbers alone."""
        values = (table or self.plan.rows).values(position)
        return bool(values) and all(number_of(value) is not None for value in values)

    @cached_property
    def clocks(self) -> list[str]:
        """The columns of the plan that hold moments alone, or numbers that are named as such."""
        rows = self.plan.rows
        return [
            name
            for position, name in enumerate(rows.header)
            if all(moment_of(value) is not None for value in rows.values(position))
            or (stems_of(name) & _TIMES and self.numbers(position))
        ]

    def amounts(self) -> Iterator[tuple[Column, frozenset[str]]]:
        """Yield the columns of numbers, those that are looked up first, with their stems."""
        for path, table in self.tables.items():
            for column in self.lookups(path):
                if self.numbers(table.names[column.name.casefold()], table):
                    yield column, stems_of(column.name)
        for position, name in enumerate(self.plan.rows.header):
            if name not in (self.key, self.group) and self.numbers(position):
                yield Column(name), stems_of(name)

    def lookups(self, path: str) -> Iterator[Column]:
        """Yield the columns of a table of the input that can be looked up for rows of the plan."""
        by, key = self.shared(path)
        for name in self.tables[path].header if by else ():
            if name != key:
                yield Column(name, path, by, key if key.casefold() != by.casefold() else "")

    def shared(self, path: str) -> tuple[str, str]:
        """Return the plan's column and the table's by which rows are looked up, empty if none."""
        table = self.tables[path]
        for position, name in enumerate(table.header):
            known = [name_of(value) for value in table.values(position)]
            if len(set(known)) != len(known) or not all(known):
                continue
            for own in self._alike(name, path):
                used = {name_of(value) for value in self.plan.rows.values(own)}
                spared = (
                    {name_of(n) for n in self.spared}
                    if self.plan.rows.header[own] == self.key
                    else set()
                )
                if used - spared <= set(known):
                    return self.plan.rows.header[own], name
        return "", ""

    def _alike(self, name: str, path: str) -> Iterator[int]:
        """Yield where the plan may name what a column of a table lists."""
        own = self.plan.rows.position(name)
        if own is not None:
            yield own
            return
        stems = stems_of(name) | stems_of(Path(path.replace("#", "")).stem)
        for position, header in enumerate(self.plan.rows.header):
            values = self.plan.rows.values(position)
            texts = all(isinstance(v, str) and number_of(v) is None for v in values)
            if texts or stems_of(header) & stems:
                yield position

    def fitting(self, sentence: Sentence, known: frozenset[str]) -> list[Column]:
        """Return the columns that a limit may be about: those that the sentence names first."""
        found = [
            (bool(stems & sentence.stems), column)
            for column, stems in self.amounts()
            if stems & (sentence.stems | known)
        ]
        return [column for _, column in sorted(found, key=lambda pair: not pair[0])]

    def holds(self, rule: str) -> bool:
        """Tell whether the reference obeys a rule."""
        try:
            return not parse_rule(rule).breaches(self.plan)
        except FaultError:
            return False

    def held(self, rule: str) -> str:
        """Return a rule that the reference obeys, where needed but for what is not listed."""
        but_for = f"{rule}, but for {', '.join(self.spared)}" if self.spared else ""
        for text in (but_for, rule) if "number of rows" in rule else (rule, but_for):
            if text and self.holds(text):
                return text
        return ""

    def take(self, rule: str, sentence: Sentence, covers: bool = True) -> bool:
        """Keep a rule if the reference obeys it, and note its sentence unless it covers none."""
        held = self.held(rule)
        if held:
            self.rules.setdefault(held, sentence)
            self.stated |= {sentence.text} if covers else set()
        return bool(held)

    def first(self, rules: Iterable[str]) -> Iterator[str]:
        """Yield the first of some rules that the reference obeys."""
        for rule in rules:
            if self.held(rule):
                yield rule
                return

    def cover(self) -> tuple[str, Sentence] | None:
        """Return the rule that each of something is in the plan, None if nothing is."""
        for path, table in self.tables.items():
            for position, name in enumerate(table.header):
                listed = [name_of(value) for value in table.values(position)]
                if len(listed) < 2 or len(set(listed)) != len(listed) or not all(listed):
                    continue
                sentence = self._asking(name, path)
                own = self._holder(name, path, set(listed)) if sentence else None
                if own is not None and sentence is not None:
                    self.key, self.source, self.listed = own[0], path, name
                    self.spared = own[1]
                    but_for = f", but for {', '.join(own[1])}" if own[1] else ""
                    rule = f"each `{name}` of `{path}` is in `{self.key}` {own[2]}{but_for}"
                    return rule, sentence
        return None

    def _holder(
        self, name: str, path: str, listed: set[str]
    ) -> tuple[str, tuple[str, ...], str] | None:
        """Return the column of the plan that has each name, what else it has, and how often."""
        for own in self._alike(name, path):
            values = [name_of(value) for value in self.plan.rows.values(own)]
            others = dict.fromkeys(v for v in values if v not in listed)
            used = [value for value in values if value in listed]
            if (
                not set(used)
                or len(others) > _MOST_SPARED
                or not all(self._known(o) for o in others)
            ):
                continue
            if len(used) != len(set(used)):
                continue
            how = "once" if set(used) == listed else "at most once"
            if how == "once" or (not others and len(used) > 1):
                return (
                    self.plan.rows.header[own],
                    tuple(_written(self.plan.rows.values(own), others)),
                    how,
                )
        return None

    def _known(self, name: str) -> bool:
        """Tell whether the instruction or a table of the input speaks of a name."""
        if not name:
            return False
        said = " ".join(words_of(self.draft.instruction.prompt))
        if f" {' '.join(words_of(name))} " in f" {said} ":
            return True
        return any(name_of(n) == name for t in self.tables.values() for n in t.header)

    def _asking(self, column: str, path: str) -> Sentence | None:
        """Return the sentence that wants each of something planned."""
        stems = stems_of(column) | stems_of(Path(path.replace("#", "")).stem)
        asking = [
            sentence
            for sentence in self.draft.instruction.sentences
            if _EACH.search(sentence.text) and stems & sentence.stems
        ]
        return asking[0] if asking else None

    def note_once(self) -> None:
        """Note the other sentences that want each of something planned once."""
        stems = stems_of(f"{self.key} {self.listed}") | stems_of(Path(self.source).stem)
        for sentence in self.draft.instruction.sentences:
            if _ONCE.search(sentence.text) and stems & sentence.stems:
                self.stated.add(sentence.text)

    @cached_property
    def ways(self) -> list[tuple[str, str]]:
        """What tells of pairs of the planned, such as distances, and the home if there is one."""
        planned = {name_of(v) for v in self.plan.values(Column(self.key))}
        spared = {name_of(name) for name in self.spared}
        found = []
        for path, table in self.tables.items():
            pairs, ends = self._pairs(path, table, planned - spared)
            if pairs:
                told = [v for n in ends for v in (table.header if n < 0 else table.values(n))]
                others = dict.fromkeys(v for v in told if name_of(v) not in planned - spared)
                corner = name_of(table.header[0]) if ends == [-1, 0] else None
                homes = {name_of(v): spelled(v) for v in others if name_of(v) != corner}
                home = next((homes[name] for name in homes if name in spared), "")
                only = next(iter(homes.values())) if len(homes) == 1 else ""
                found.append((pairs, home or only))
        return found

    def _pairs(self, path: str, table: Table, planned: set[str]) -> tuple[str, list[int]]:
        """Return how a rule names a table of pairs, and where its names stand; -1 is the header."""
        if planned <= {name_of(name) for name in table.header}:
            return f"`{path}`", [-1, 0]
        ends = [
            n
            for n in range(len(table.header))
            if len({name_of(v) for v in table.values(n)} & planned) >= max(1, len(planned) - 1)
        ]
        numbers = [n for n in range(len(table.header)) if self.numbers(n, table) and n not in ends]
        if len(ends) == 2 and numbers:
            return f"`{table.header[numbers[0]]}` of `{path}`", ends
        return "", []


def _written(values: list[Scalar], names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield next(str(v) for v in values if name_of(v) == name)


def spelled(value: Scalar) -> str:
    """Return a value as people write it: `2`, not `2.0`."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
