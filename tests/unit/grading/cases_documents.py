"""Generated cases of the kinds over documents: most in plain formats, some in every other."""

import random
from collections.abc import Callable
from pathlib import Path

from studio.grading.readers.documents import read_document
from studio.grading.readers.values import spelled_numbers
from tests.unit.grading.families.document_cases import CASES, FORMATS
from tests.unit.grading.generated import Case, case_of

PLAIN = ("txt", "md", "html")


def _suffix(kind: str, rng: random.Random) -> str:
    plain = [suffix for suffix in FORMATS[kind] if suffix in PLAIN]
    return rng.choice(plain if plain and rng.random() < 0.85 else list(FORMATS[kind]))


def _damage(rng: random.Random, folder: Path) -> None:
    """Lose the last lines of a plain text; of any other file, its end or all of it."""
    for place in folder.iterdir():
        content = place.read_bytes()
        if place.suffix[1:] in PLAIN:
            lines = content.splitlines(keepends=True)
            place.write_bytes(b"".join(lines[: max(0, len(lines) - rng.randrange(1, 4))]))
        elif rng.random() < 0.5:
            place.write_bytes(content[: len(content) // 3])
        else:
            place.unlink()


def _secrets(reference: Path, wrong: Path) -> tuple[str, ...]:
    """Return the numbers that only the reference holds."""
    texts = [read_document(place).text for place in (reference, wrong)]
    found = [word.strip() for word, _ in spelled_numbers(texts[0])]
    return tuple(word for word in found if len(word) > 3 and word not in texts[1])


def _made(kind: str) -> Callable[[random.Random, Path], Case]:
    def make(rng: random.Random, folder: Path) -> Case:
        check, folders = CASES[kind](rng, folder, _suffix(kind, rng))
        places = [folders[name] / check.target for name in ("reference", "wrong")]
        secrets = _secrets(*places) + tuple(check.parameters.get("terms", ()))
        return Case(check, folders["reference"], folders["input"], _damage, secrets)

    return make


for _kind in CASES:
    case_of(_kind)(_made(_kind))
