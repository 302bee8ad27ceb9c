"""Generated cases of the kinds over whole files and folders."""

import random
from pathlib import Path
from typing import Any

from studio.grading.kinds import KINDS
from studio.model.check import Check
from tests.unit.grading.generated import Case, Damage, case_of


def laid(rng: random.Random, folder: Path, count: int) -> list[str]:
    """Lay the same files in the reference and the input; return their paths."""
    names = [f"{rng.choice(['', 'a/', 'a/b/'])}file {n}.dat" for n in range(count)]
    for name in names:
        content = rng.randbytes(rng.randrange(1, 200))
        for side in ("reference", "input"):
            place = folder / side / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
    return names


def made(kind: str, folder: Path, target: str, damage: Damage, **parameters: Any) -> Case:
    check = Check(
        id="x", kind=kind, target=target, gate=KINDS[kind].presence, parameters=parameters
    )
    return Case(check, folder / "reference", folder / "input", damage)


def remover(names: list[str]) -> Damage:
    def remove(rng: random.Random, folder: Path) -> None:
        (folder / rng.choice(names)).unlink(missing_ok=True)

    return remove


def marker(names: list[str]) -> Damage:
    def mark(rng: random.Random, folder: Path) -> None:
        place = folder / rng.choice(names)
        place.write_bytes(place.read_bytes() + b"!")

    return mark


def adder(pattern: str) -> Damage:
    def add(rng: random.Random, folder: Path) -> None:
        (folder / pattern.format(rng.random())).write_text("more")

    return add


@case_of("file_exists")
def exists(rng: random.Random, folder: Path) -> Case:
    (name, *_) = laid(rng, folder, rng.randrange(1, 5))
    size = (folder / "reference" / name).stat().st_size
    return made("file_exists", folder, name, remover([name]), min_bytes=rng.randrange(size + 1))


@case_of("file_absent")
def absent(rng: random.Random, folder: Path) -> Case:
    laid(rng, folder, rng.randrange(1, 5))
    return made("file_absent", folder, "*.tmp", adder("{}.tmp"))


@case_of("file_count")
def count(rng: random.Random, folder: Path) -> Case:
    names = laid(rng, folder, rng.randrange(1, 9))
    damage = rng.choice([remover(names), adder("{}.dat")])
    return made("file_count", folder, "**/*.dat", damage)


@case_of("folder_tree")
def tree(rng: random.Random, folder: Path) -> Case:
    names = laid(rng, folder, rng.randrange(1, 9))
    paths = rng.choice([[], names, ["**/*.dat"], rng.sample(names, 1)])
    exact = len(paths) != 1 and rng.random() < 0.5
    damage = adder("{}.txt") if exact else remover(names)
    return made("folder_tree", folder, "*", damage, paths=paths, exact=exact)


@case_of("file_digest")
def digest(rng: random.Random, folder: Path) -> Case:
    names = laid(rng, folder, rng.randrange(1, 5))
    chosen = names[: rng.randrange(1, len(names) + 1)]
    for name in chosen:
        (folder / "input" / name).unlink()
    more = {"paths": chosen[1:]} if chosen[1:] else {}
    return made("file_digest", folder, chosen[0], marker(chosen), **more)


@case_of("inputs_unchanged")
def unchanged(rng: random.Random, folder: Path) -> Case:
    names = laid(rng, folder, rng.randrange(1, 9))
    return made("inputs_unchanged", folder, "**", marker(names))
