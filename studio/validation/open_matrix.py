"""The matrix of an open task: its outputs stay laid out, so that a change is judged at once."""

import json
import shutil
import tempfile
import threading
import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from studio.base.errors import HostileInputError
from studio.base.pace import UNHEARD, Pace
from studio.formats import digests, layout
from studio.formats.tasks import TaskFolder
from studio.grading import KINDS
from studio.grading.kept import KeptVerdicts, Laid
from studio.model.contract import MatrixRow
from studio.model.grade import Grade
from studio.validation.matrix import LiveVerdict, row_of
from studio.validation.needing import needed
from studio.validation.outputs import (
    KnownOutput,
    all_variants,
    answered_digests,
    lay_variants,
    samples_of,
)

# How tables, trees and texts are spoiled does not depend on the checks that look at them.
_PLAIN = ("tables", "trees", "documents", "files", "consistency")
Sides = tuple[object, ...]
_Ground = tuple[object, ...]
_Signature = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Judged:
    """What the known outputs of a task earn by the checks that it has now.

    Attributes:
        grades: by the names of the outputs.
        rows: what each got beside what it had to get.
        groups: for the name of each variant what its operator does, in words.
        folders: where each output lies, as long as the matrix is open.
        needed: by the id of a check how many wrong outputs would pass without it.
        paths: for the name of each variant the file in which it differs from the reference.
    """

    grades: Mapping[str, Grade]
    rows: tuple[MatrixRow, ...]
    groups: Mapping[str, str]
    folders: Mapping[str, Path]
    needed: Mapping[str, int] = field(default_factory=dict)
    paths: Mapping[str, str] = field(default_factory=dict)


class OpenMatrix:
    """Judges the known outputs of one task again and again while its checks are edited.

    May be used from any thread. The outputs are laid out when first asked for; near misses are made
    anew only if what they are made of changed, files of the task included. What was answered is
    left out, and comes back if the answer is taken back.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._laying = threading.RLock()
        self._scratch: Path | None = None
        self._tidied: weakref.finalize[..., OpenMatrix] | None = None
        self._kept: KeptVerdicts | None = None
        self._laid: dict[Path, tuple[_Signature, Laid]] = {}
        self._variants: tuple[KnownOutput, ...] = ()
        self._ground: _Ground | None = None
        self._sides: _Ground = ()

    def judged(self, task: TaskFolder, near_misses: bool = False, pace: Pace = UNHEARD) -> Judged:
        """Return what each output earns; the samples and fixtures alone, or the near misses too."""
        live = self.live(task, near_misses, pace)
        outputs, grades = live.outputs, live.grades(task, pace)
        pairs = list(zip(outputs, grades, strict=True))
        rows = tuple(row_of(output, grade) for output, grade in pairs)
        named = {output.name: grade for output, grade in pairs}
        return Judged(
            named,
            rows,
            {output.name: output.variant.title for output in outputs if output.variant},
            {output.name: output.laid.folder for output in outputs},
            needed(rows, named),
            {output.name: output.variant.path for output in outputs if output.variant},
        )

    def live(self, task: TaskFolder, near_misses: bool = True, pace: Pace = UNHEARD) -> LiveVerdict:
        """Return what judges the outputs; it shares what was judged before."""
        with self._lock:
            sides = sides_of(task)
            if self._kept is None or sides != self._sides:
                self._kept, self._sides = KeptVerdicts(task), sides
            kept, place = self._kept, self._place()
            outputs = [self._settled(output) for output in samples_of(task, place)]
        if near_misses:
            # Laying them out takes long at first; samples are judged meanwhile.
            with self._laying:
                outputs += self._open_variants(task, place / "variants", sides, pace)
        return LiveVerdict(task, outputs, kept)

    def _place(self) -> Path:
        if self._scratch is None:
            self._scratch = Path(tempfile.mkdtemp(prefix="studio-known-"))
            # A window that is closed, or a program that ends, leaves nothing behind.
            self._tidied = weakref.finalize(self, shutil.rmtree, self._scratch, True)
        return self._scratch

    def _settled(self, output: KnownOutput) -> KnownOutput:
        """Return an output whose files are not digested anew while they stay as they are."""
        folder = output.laid.folder
        try:
            signature = _signature(folder)
        except HostileInputError:
            # It is never read, but judged for what it holds.
            return output
        known, laid = self._laid.get(folder, (None, output.laid))
        if known != signature:
            laid = output.laid
            self._laid[folder] = signature, laid
        return KnownOutput(output.name, laid, output.expected, output.variant)

    def _open_variants(
        self, task: TaskFolder, place: Path, sides: _Ground, pace: Pace
    ) -> list[KnownOutput]:
        ground = (*_ground_of(task), *sides)
        if ground != self._ground:
            self._ground = None
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            self._variants = tuple(lay_variants(task, all_variants(task, pace), place, pace))
            self._ground = ground
        answered = answered_digests(task.document.checks)
        return [
            output
            for output in self._variants
            if output.variant and output.variant.digest not in answered
        ]

    def close(self) -> None:
        """Take the outputs away."""
        with self._laying, self._lock:
            if self._tidied is not None:
                self._tidied()
            self._scratch, self._kept, self._ground = None, None, None
            self._laid, self._variants = {}, ()


def _ground_of(task: TaskFolder) -> _Ground:
    """Return what the variants of a task are made of, but for its files: where checks look at."""
    looked = frozenset(
        (check.kind, check.target, json.dumps(check.parameters, sort_keys=True))
        for check in task.document.checks.checks
        if check.kind not in KINDS or KINDS[check.kind].family not in _PLAIN
    )
    return (task.document.prompt, looked)


def sides_of(task: TaskFolder) -> Sides:
    """Return what tells whether the files that outputs are judged by are still the same."""
    sides = (task.reference, task.input, task.folder / layout.HIDDEN)
    return tuple(_signature(side) if side.is_dir() else () for side in sides)


def _signature(folder: Path) -> _Signature:
    found = ((path, place.stat()) for path, place in digests.regular_files(folder))
    return tuple((path, status.st_size, status.st_mtime_ns) for path, status in found)
