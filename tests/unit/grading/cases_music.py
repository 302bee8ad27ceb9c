"""Generated cases of music in MIDI files."""

import random
from pathlib import Path
from typing import Any

from studio.model.check import Check
from tests.unit.grading.generated import Case, Damage, case_of
from tests.unit.grading.music_files import Tune, midi


def spoiler(tune: Tune, bpm: int) -> Damage:
    """Return what makes a piece worse and worse: fewer notes, another tempo, then no piece."""
    left = list(tune)

    def spoil(rng: random.Random, folder: Path) -> None:
        if left and rng.randrange(3):
            del left[rng.randrange(len(left))]
            content = midi(left, bpm=bpm) if left else b""
        else:
            left.clear()
            content = rng.choice([b"", b"MThd", b"\xff" * 99, b"MThd\0\0\0\6\0\1\0\1\0\0"])
        (folder / "out.mid").write_bytes(content)

    return spoil


def made(rng: random.Random, folder: Path, kind: str, **parameters: Any) -> Case:
    scale = (0, 2, 4, 5, 7, 9, 11, 12, 7, 4, 0)
    root, bpm = rng.randrange(48, 72), rng.randrange(60, 180)
    tune = [(n + 0.0, rng.uniform(0.5, 1.0), root + step) for n, step in enumerate(scale)]
    for name in ("reference", "input"):
        (folder / name).mkdir()
    (folder / "reference/out.mid").write_bytes(midi(tune, bpm=bpm))
    check = Check(id="x", kind=kind, target="out.mid", parameters=parameters)
    damage = spoiler(tune, bpm)
    if kind == "midi_key":
        # Fewer notes may tell the key as well, so only what is no piece is worse for sure.
        def damage(rng: random.Random, folder: Path) -> None:
            (folder / "out.mid").write_bytes(rng.choice([b"", b"MThd", b"\xff" * 99]))

    return Case(check, folder / "reference", folder / "input", damage)


@case_of("midi_notes")
def notes(rng: random.Random, folder: Path) -> Case:
    clock = rng.choice(["seconds", "beats"])
    return made(rng, folder, "midi_notes", clock=clock, at_least=rng.choice([1.0, 0.9]))


@case_of("midi_tempo")
def tempo(rng: random.Random, folder: Path) -> Case:
    return made(rng, folder, "midi_tempo", **rng.choice([{}, {"meter": "4/4"}]))


@case_of("midi_key")
def key(rng: random.Random, folder: Path) -> Case:
    return made(rng, folder, "midi_key")
