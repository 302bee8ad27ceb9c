"""Generated cases of sound."""

import random
from pathlib import Path
from typing import Any

import numpy as np

from studio.model.check import Check
from tests.unit.grading.generated import Case, Damage, case_of
from tests.unit.grading.sound_files import sound, tune

RATE = 8_000


def spoiler(wave: Any) -> Damage:
    """Return what makes a recording worse and worse: shorter, then no sound at all."""
    left = [np.asarray(wave)]

    def spoil(rng: random.Random, folder: Path) -> None:
        kind = rng.randrange(3)
        if kind == 0 and len(left[0]) > RATE:
            left[0] = np.zeros(len(left[0]) // 2)
            (folder / "out.wav").write_bytes(sound(left[0], RATE))
        elif kind == 1:
            (folder / "out.wav").write_bytes(rng.choice([b"", b"RIFF", b"\xff\0" * 99]))
            left[0] = left[0][:0]
        else:
            place = folder / "out.wav"
            place.write_bytes(place.read_bytes()[: rng.randrange(60)])
            left[0] = left[0][:0]

    return spoil


def made(rng: random.Random, folder: Path, kind: str, **parameters: Any) -> Case:
    wave = tune([rng.randrange(200, 900) for _ in range(3)], RATE) * rng.uniform(0.4, 1.0)
    if kind == "audio_fade":
        length = round(parameters["seconds"] * RATE)
        wave[-length:] *= np.linspace(1, 0, length)
    for name, content in (("reference", sound(wave, RATE)), ("input", None)):
        (folder / name).mkdir()
        if content:
            (folder / name / "out.wav").write_bytes(content)
    check = Check(id="x", kind=kind, target="out.wav", gate=kind == "audio_format",
                  parameters=parameters)  # fmt: skip
    return Case(check, folder / "reference", folder / "input", spoiler(wave))


@case_of("audio_format")
def stored(rng: random.Random, folder: Path) -> Case:
    more = rng.choice([{"rate": RATE}, {"channels": 1}, {"seconds": 1.5}, {"at_most": 1.6}])
    return made(rng, folder, "audio_format", bits=16, **more)


@case_of("audio_loudness")
def loud(rng: random.Random, folder: Path) -> Case:
    return made(rng, folder, "audio_loudness", **rng.choice([{}, {"peak_at_most": 0.0}]))


@case_of("audio_fade")
def fades(rng: random.Random, folder: Path) -> Case:
    return made(rng, folder, "audio_fade", seconds=rng.choice([0.3, 0.5]))


@case_of("audio_similarity")
def alike(rng: random.Random, folder: Path) -> Case:
    return made(rng, folder, "audio_similarity", level=rng.choice(["same", "overall", "free"]))
