"""The files of a task that operators work on, and what its input holds already."""

import re
from pathlib import Path

from studio.base.errors import FaultError, HostileInputError
from studio.base.pace import UNHEARD, Pace
from studio.formats import digests, layout
from studio.formats.tasks import TaskFolder
from studio.grading.kinds import target_of
from studio.grading.near_misses.grids import TABULAR, open_grid, token
from studio.grading.near_misses.operators import Scene, Variant, variants_of
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.maps import is_part
from studio.grading.readers.places import MAX_TEXT, decode, read_bytes
from studio.grading.readers.values import spelled_numbers
from studio.model.check import Check

_WORD = re.compile(r"[^\s\"'<>,;=\[\]{}()]+")


def scenes_of(task: TaskFolder, variant: str = "base") -> tuple[Scene, ...]:
    """Return a scene for each file of the reference of a variant of the task."""
    reference, given = _sides(task, variant)
    held = _held(given)
    found = []
    for path, place in digests.regular_files(reference) if reference.is_dir() else ():
        if not layout.is_office_litter(place.name) and not is_part(place):
            before = given / path
            there = before.is_file() and not before.is_symlink()
            looking = tuple(c for c in task.document.checks.checks if _looks_at(c, path))
            found.append(
                Scene(
                    path,
                    place,
                    before if there else None,
                    task.document.prompt,
                    reference,
                    held,
                    looking,
                )
            )
    return tuple(found)


def _looks_at(check: Check, path: str) -> bool:
    """Tell whether a check looks at a file, at a folder that holds it, or computes from it."""
    target = target_of(check).path
    is_ground = check.kind == "plan_total" and check.parameters.get("plan") == path
    return target in (path, "*") or path.startswith(f"{target}/") or is_ground


def _sides(task: TaskFolder, variant: str) -> tuple[Path, Path]:
    if variant == "base":
        return task.reference, task.input
    private = task.folder / layout.PRIVATE / layout.VARIANTS / variant
    return private / "reference", task.folder / layout.VARIANTS / variant / layout.INPUT


def _held(folder: Path) -> frozenset[str]:
    """Return the values of the files of a folder: cells of tables, words and numbers of texts."""
    found: set[str] = set()
    for _, place in digests.regular_files(folder) if folder.is_dir() else ():
        try:
            if place.suffix.lower() in TABULAR:
                found |= {token(spot.value) for spot in open_grid(place).spots()}
            else:
                text = decode(read_bytes(place, MAX_TEXT))
                if "\0" not in text:
                    found |= {token(word) for word in _WORD.findall(text)}
                    found |= {f"{number:.10g}" for _, number in spelled_numbers(text)}
        except (Unreadable, FaultError, HostileInputError):
            # What cannot be read holds nothing that could be copied from it.
            continue
    return frozenset(found)


def variants_of_task(
    task: TaskFolder,
    variant: str = "base",
    seed: int = 0,
    most: int = 120,
    pace: Pace = UNHEARD,
) -> tuple[Variant, ...]:
    """Return the near misses and harmless variants of a task's reference."""
    scenes = scenes_of(task, variant)
    changed = [scene for scene in scenes if _matters(scene)]
    return variants_of(changed or scenes, seed, most, pace)


def _matters(scene: Scene) -> bool:
    """Tell whether the worker made or changed the file; what was only kept is not varied."""
    return scene.given is None or digests.of_file(scene.given) != digests.of_file(scene.place)
