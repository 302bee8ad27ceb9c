"""A proposal in the making: checks with their sentence, checkpoint, and reasons."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.base.ids import slug
from studio.grading.kinds import KINDS
from studio.grading.proposing.given import Given
from studio.grading.proposing.instruction import Instruction, Sentence, stems_of
from studio.model.check import Check
from studio.model.task import Checkpoint

if TYPE_CHECKING:
    from studio.grading.proposing.planned import Planned

_LONGEST_ID = 56
_TOTALLED = re.compile(r"\b(?:sub)?total(?:l?ed|l?ing|s)?\b|\bsum(?:s|med|ming)?\b", re.IGNORECASE)


@dataclass
class Draft:
    """What is proposed so far, and what it stands on.

    Attributes:
        instruction: the instruction, read.
        given: what the input holds.
        touched: for each checkpoint the names of the elements that its steps acted on.
        checkpoints: the checkpoints of the task.
        in_place: whether the output begins as a copy of the input.
        checks: the checks so far.
        reasons: for the id of a check why it is as it is: its tolerance, key and margin.
        uncovered: facts of the reference that no check covers, each in a sentence.
        used: the sentences that some check stands on.
        fields: for the path of nested data the names of its fields.
        wholes: the whole numbers of the tables that are made, as far as they are plain.
        named: the columns of the tables that are made, each with its texts.
        compared: texts that stand in what checks compare with the reference, as people write them.
        apart: the columns of tables, each with its file, that checks of their own compare.
        coded: by the path of a table its column of codes that the instruction gives, and the one
            of the names beside them.
        plans: the plans that rules judge, by path.
        hidden: the folder of what checks read and nobody hands in, None if there is none.
    """

    instruction: Instruction
    given: Given
    touched: Mapping[str, frozenset[str]]
    checkpoints: tuple[Checkpoint, ...]
    in_place: bool
    checks: list[Check] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    uncovered: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    fields: dict[str, set[str]] = field(default_factory=dict)
    compared: set[str] = field(default_factory=set)
    apart: set[tuple[str, str]] = field(default_factory=set)
    coded: dict[str, tuple[str, str]] = field(default_factory=dict)
    plans: "dict[str, Planned]" = field(default_factory=dict)
    hidden: Path | None = None
    wholes: set[float] = field(default_factory=set)
    named: list[tuple[str, frozenset[str]]] = field(default_factory=list)

    def add(
        self,
        name: str,
        kind: str,
        target: str,
        *,
        parameters: dict[str, Any] | None = None,
        tolerance: float | None = None,
        gate: bool = False,
        places: frozenset[str] = frozenset(),
        strong: Iterable[str] = (),
        weak: Iterable[str] = (),
        reason: str = "",
        sentence: Sentence | None = None,
    ) -> str:
        """Add a check, tied to its sentence and its checkpoint; return its id.

        Args:
            name: what the id is made of.
            kind: the kind of check; one of presence becomes a gate.
            target: where it looks.
            parameters: what the kind takes.
            tolerance: how far off a number may be, absolute.
            gate: whether all depends on it.
            places: the cells that it is about, as a recording names them.
            strong: names that tie it to a sentence.
            weak: words that hint at its sentence.
            reason: why it is as it is.
            sentence: the sentence itself, where it is known.
        """
        gate = gate or KINDS[kind].presence
        identifier = self.fresh_id(slug(name, kind))
        strong, weak = (*strong, *places), tuple(weak)
        found = sentence or self.instruction.sentence_of(strong, weak)
        because = found.text if found else ""
        self.checks.append(
            Check(
                id=identifier,
                checkpoint=self._checkpoint(places, gate, strong, (*weak, because)),
                kind=kind,
                target=target,
                parameters=parameters or {},
                tolerance=tolerance,
                gate=gate,
                origin="proposed",
                because=because,
            )
        )
        if because:
            self.used.add(because)
        if reason:
            self.reasons[identifier] = reason
        return identifier

    def fresh_id(self, wanted: str) -> str:
        """Return an id that no check has yet, like the one that is wanted."""
        base = wanted[:_LONGEST_ID].strip("-._") or "check"
        taken = {check.id for check in self.checks}
        number, identifier = 1, base
        while identifier in taken:
            number += 1
            identifier = f"{base}-{number}"
        return identifier

    def _checkpoint(
        self, places: frozenset[str], gate: bool, names: Iterable[str], words: Iterable[str]
    ) -> str | None:
        counts = {name: len(places & touched) for name, touched in self.touched.items()}
        best = max(counts, key=lambda name: counts[name], default=None)
        if best is not None and counts[best]:
            return best
        if gate or not self.checkpoints:
            return None
        return self._by_title(stems_of(" ".join(names)), stems_of(" ".join(words)))

    def _by_title(self, names: frozenset[str], words: frozenset[str]) -> str:
        """Return the checkpoint whose title speaks most of the words, the last if none does.

        The names of the very place tell more than the words of the sentence that asks for it.
        """
        said = {point.id: stems_of_title(point.title) for point in self.checkpoints}
        worth = {id: 3 * len(one & names) + len(one & words - names) for id, one in said.items()}
        best = max(worth, key=lambda name: worth[name])
        return best if worth[best] else self.checkpoints[-1].id

    def skip(self, sentence: str) -> None:
        """Note a fact of the reference that no check covers."""
        if sentence not in self.uncovered:
            self.uncovered.append(sentence)


def stems_of_title(title: str) -> frozenset[str]:
    """Return what a checkpoint's title speaks of; whatever is totalled or summed is a total."""
    return stems_of(_TOTALLED.sub("total", title))


def name_words(path: str) -> tuple[str, ...]:
    """Return a file's name and the words of it, to find the sentence that asks for it."""
    name = path.rpartition("/")[2]
    return (name, *(word for word in name.rpartition(".")[0].replace("_", " ").split() if word))
