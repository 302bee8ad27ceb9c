"""The registry of operators that spoil a reference, or change nothing of it that matters.

This is mutation testing for graders: an operator is a mutation operator, a variant a mutant; a
check that fails it has killed it; a harmless variant is an equivalent mutant (Jia and Harman, "An
Analysis and Survey of the Development of Mutation Testing", IEEE TSE 37(5), 2011).
"""

import random
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from studio.base.pace import UNHEARD, Pace
from studio.formats import digests
from studio.formats.tasks import copy_tree
from studio.grading.readers.places import MAX_FILE
from studio.model.check import Check

PER_FILE = 3
MAKING = "making near misses"
_NEAR, _HARMLESS = "near_miss", "harmless"
_OPEN = ("prediction_score", "plan_rules", "plan_cost", "curve_distance", "settings_saved")
_TOGETHER = ("dicom_tags", "dicom_deidentified")


@dataclass(frozen=True)
class Scene:
    """One file of the reference, and what an operator may know of its task.

    Attributes:
        path: the file's path inside the reference.
        place: the file itself.
        given: the file of the same path in the input, None if there is none.
        prompt: the instruction.
        reference: the folder of the reference.
        held: the values that the input holds, folded; what stands there was copied, not derived.
        checks: the checks that look at the file.
    """

    path: str
    place: Path
    given: Path | None
    prompt: str
    reference: Path
    held: frozenset[str] = frozenset()
    checks: tuple[Check, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether a metric or rules judge the file, so that other values are right too."""
        return any(check.kind in _OPEN for check in self.checks)

    @property
    def is_member(self) -> bool:
        """Whether it is one file of a series that is judged together, so that its name is free."""
        return any(check.kind in _TOGETHER for check in self.checks)

    @property
    def suffix(self) -> str:
        """The ending of the file's name in small letters."""
        return self.place.suffix.lower()

    def content(self) -> bytes:
        """Return the bytes of the file."""
        return self.place.read_bytes()

    def made(self, did: str, content: bytes) -> "Made":
        """Return this file with other content; `did` says in words what was done."""
        return Made(f"{did} ({self.path})", {self.path: content})


@dataclass(frozen=True)
class Made:
    """What an operator did in words, and the files that are other then; None is a missing one."""

    did: str
    files: Mapping[str, bytes | None]


Make = Callable[[Scene, random.Random], Iterable[Made]]


@dataclass(frozen=True)
class Operator:
    """A way to spoil work, or to vary it without harm.

    `make` yields what it can do to a file of one of the `suffixes` (any, if there are none), best
    first, and nothing where it would not change the meaning or does not apply.
    """

    id: str
    family: str
    title: str
    harmless: bool
    make: Make
    suffixes: tuple[str, ...] = ()

    def applies(self, scene: Scene) -> bool:
        """Tell whether files of this kind are its business.

        What spoils values of tables or trees is none where other values are as right, and another
        name is none where names are free.
        """
        if scene.is_open and not self.harmless and self.family in ("tables", "trees"):
            return False
        if scene.is_member and self.id == "file_renamed":
            return False
        return not self.suffixes or scene.suffix in self.suffixes


@dataclass(frozen=True)
class Variant:
    """The reference with a few files changed: a near miss or a harmless variant."""

    id: str
    harmless: bool
    title: str
    did: str
    path: str
    files: Mapping[str, bytes | None]

    @property
    def digest(self) -> str:
        """A digest over what differs from the reference; the same spoiling has the same one."""
        return digests.of_listing(
            (path, "" if content is None else digests.of_bytes(content))
            for path, content in self.files.items()
        )

    def lay(self, reference: Path, folder: Path) -> None:
        """Write the reference with its changes into `folder`, which is made."""
        copy_tree(reference, folder)
        for path, content in self.files.items():
            place = folder / path
            if content is None:
                place.unlink(missing_ok=True)
                continue
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        for place in sorted(folder.rglob("*"), reverse=True):
            if place.is_dir() and not any(place.iterdir()):
                shutil.rmtree(place)


_OPERATORS: dict[str, Operator] = {}
OPERATORS: Mapping[str, Operator] = _OPERATORS


def spoils(
    id: str, family: str, title: str, suffixes: tuple[str, ...] = ()
) -> Callable[[Make], Make]:
    """Register an operator that makes near misses."""
    return _registers(id, family, title, False, suffixes)


def varies(
    id: str, family: str, title: str, suffixes: tuple[str, ...] = ()
) -> Callable[[Make], Make]:
    """Register an operator that makes harmless variants."""
    return _registers(id, family, title, True, suffixes)


def _registers(
    id: str, family: str, title: str, harmless: bool, suffixes: tuple[str, ...]
) -> Callable[[Make], Make]:
    def keep(make: Make) -> Make:
        if id in _OPERATORS:
            raise ValueError(f"the operator {id} is there twice")
        _OPERATORS[id] = Operator(id, family, title, harmless, make, suffixes)
        return make

    return keep


def made_by(operator: Operator, scene: Scene, seed: int = 0, most: int = PER_FILE) -> list[Made]:
    """Return at most `most` things that an operator does to a file, the same for the same seed."""
    if not operator.applies(scene) or scene.place.stat().st_size > MAX_FILE:
        return []
    rng = random.Random(f"{seed}/{operator.id}/{scene.path}")
    original = {scene.path: scene.content()}
    found: list[Made] = []
    try:
        for made in operator.make(scene, rng):
            fresh = all(made.files != other.files for other in found)
            if fresh and dict(made.files) != original:
                found.append(made)
            if len(found) == most:
                break
    except Exception:
        # The libraries of the formats raise whatever they like on a file that they cannot read or
        # write again; such a file has no variants, and the checks say what is wrong with it.
        return found
    return found


def variants_of(
    scenes: Iterable[Scene], seed: int = 0, most: int = 120, pace: Pace = UNHEARD
) -> tuple[Variant, ...]:
    """Return the near misses and harmless variants of some files, at most `most`.

    Each operator gets its first on each file before any gets a second.
    """
    rounds: list[list[tuple[Operator, Scene, Made]]] = [[] for _ in range(PER_FILE)]
    tried = [(o, scene) for scene in scenes for o in _OPERATORS.values() if o.applies(scene)]
    for operator, scene in pace.over(MAKING, tried):
        for number, made in enumerate(made_by(operator, scene, seed)):
            rounds[number].append((operator, scene, made))
    chosen = [found for one in rounds for found in one][:most]
    return tuple(_named(chosen))


def _named(chosen: Iterable[tuple[Operator, Scene, Made]]) -> Iterator[Variant]:
    counts: dict[str, int] = {}
    for operator, scene, made in chosen:
        number = counts[operator.id] = counts.get(operator.id, 0) + 1
        kind = _HARMLESS if operator.harmless else _NEAR
        name = operator.id if number == 1 else f"{operator.id}-{number}"
        yield Variant(
            id=f"{kind}:{name}",
            harmless=operator.harmless,
            title=operator.title,
            did=made.did,
            path=scene.path,
            files=made.files,
        )
