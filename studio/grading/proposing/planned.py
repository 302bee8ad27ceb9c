"""A reference plan beside the input's tables: its key, its groups, and the rules it obeys."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from studio.base.errors import FaultError
from studio.grading.planning import Column, Plan, moment_of, name_of
from studio.grading.proposing.draft import Draft
from studio.grading.proposing.instruction import Sentence, stems_of
from studio.grading.readers.books import TABLES
from studio.grading.readers.tables import Table
from studio.grading.readers.values import number_of
from studio.grading.rules import parse_rule

_EACH = re.compile(r"\b(?:each|every|all|once|exactly one)\b", re.IGNORECASE)


@dataclass
class Planned:
    """A reference plan beside the input's tables, and the rules that it was found to obey."""

    draft: Draft
    plan: Plan
    rules: dict[str, Sentence] = field(default_factory=dict)
    key: str = ""
    source: str = ""

    @cached_property
    def tables(self) -> dict[str, Table]:
        """The tables of the input by path."""
        found = {}
        for path in self.draft.given.paths:
            if Path(path).suffix.lower() in TABLES:
                try:
                    found[path] = self.plan.table(path)
                except FaultError:
                    continue
        return found

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

    def numbers(self, position: int, table: Table | None = None) -> bool:
        """Tell whether a column of the plan, or of a table, holds numbers alone."""
        values = (table or self.plan.rows).values(position)
        return bool(values) and all(number_of(value) is not None for value in values)

    @cached_property
    def clocks(self) -> list[str]:
        """The columns of the plan that hold times of day or days alone."""
        rows = self.plan.rows
        return [
            name
            for position, name in enumerate(rows.header)
            if all(moment_of(value) is not None for value in rows.values(position))
        ]

    def amounts(self) -> Iterator[tuple[Column, frozenset[str]]]:
        """Yield the columns of numbers, those that are looked up first, with their stems."""
        for path, table in self.tables.items():
            key = self._shared(table)
            for position, name in enumerate(table.header):
                if key and name != key and self.numbers(position, table):
                    yield Column(name, path, key), stems_of(name)
        for position, name in enumerate(self.plan.rows.header):
            if name not in (self.key, self.group) and self.numbers(position):
                yield Column(name), stems_of(name)

    def _shared(self, table: Table) -> str:
        """Return the column by which rows of a table are looked up, empty if there is none."""
        for position, name in enumerate(table.header):
            own = self.plan.rows.position(name)
            if own is None:
                continue
            known = [name_of(value) for value in table.values(position)]
            used = {name_of(value) for value in self.plan.rows.values(own)}
            if len(set(known)) == len(known) and used <= set(known):
                return name
        return ""

    def take(self, rule: str, sentence: Sentence) -> bool:
        """Keep a rule if the reference obeys it."""
        try:
            holds = not parse_rule(rule).breaches(self.plan)
        except FaultError:
            return False
        if holds:
            self.rules.setdefault(rule, sentence)
        return holds

    def cover(self) -> tuple[str, Sentence] | None:
        """Return the rule that each of something is in the plan, None if nothing is."""
        for path, table in self.tables.items():
            for position, name in enumerate(table.header):
                own = self.plan.rows.position(name)
                listed = [name_of(value) for value in table.values(position)]
                if own is None or len(listed) < 2 or len(set(listed)) != len(listed):
                    continue
                sentence = self._asking(name, path)
                rule = f"each `{name}` of `{path}` is in `{name}` once"
                if sentence is not None and not parse_rule(rule).breaches(self.plan):
                    self.key, self.source = self.plan.rows.header[own], path
                    return rule, sentence
        return None

    def _asking(self, column: str, path: str) -> Sentence | None:
        """Return the sentence that wants each of something planned."""
        stems = stems_of(column) | stems_of(Path(path).stem)
        for sentence in self.draft.instruction.sentences:
            if _EACH.search(sentence.text) and stems & sentence.stems:
                return sentence
        return None
