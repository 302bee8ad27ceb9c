"""Generated cases of films."""

import random
from pathlib import Path
from typing import Any

from studio.model.check import Check
from tests.unit.grading.film_files import COLOURS, Pictures, film, shots
from tests.unit.grading.generated import Case, Damage, case_of


def spoiler(pictures: Pictures) -> Damage:
    """Return what makes a film worse and worse: black, then no film at all."""
    state = [0]

    def spoil(rng: random.Random, folder: Path) -> None:
        state[0] = max(state[0] + 1, rng.randrange(1, 3))
        content = film(pictures[:3] * 0) if state[0] == 1 else rng.choice([b"", b"GIF89a", b"\xff"])
        (folder / "out.mp4").write_bytes(content)

    return spoil


def made(rng: random.Random, folder: Path, kind: str, **parameters: Any) -> Case:
    pictures = shots([rng.randrange(8, 14) for _ in range(3)], colours=rng.sample(COLOURS, 3))
    for name in ("reference", "input"):
        (folder / name).mkdir()
    (folder / "reference/out.mp4").write_bytes(film(pictures))
    check = Check(id="x", kind=kind, target="out.mp4", gate=kind == "video_format",
                  parameters=parameters)  # fmt: skip
    return Case(check, folder / "reference", folder / "input", spoiler(pictures))


@case_of("video_format")
def stored(rng: random.Random, folder: Path) -> Case:
    more = rng.choice([{"height": 48}, {"rate": 10.0}, {"sound": False}, {"at_most": 9.0}])
    return made(rng, folder, "video_format", width=64, at_least=1.0, **more)


@case_of("video_frames")
def frames(rng: random.Random, folder: Path) -> Case:
    return made(rng, folder, "video_frames", **rng.choice([{}, {"times": [0.5, 1.5]}]))


@case_of("video_shots")
def cuts(rng: random.Random, folder: Path) -> Case:
    return made(rng, folder, "video_shots")
