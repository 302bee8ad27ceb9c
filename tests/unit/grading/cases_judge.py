"""Generated cases of the judge: a program that counts the words which the question names."""

import random
from pathlib import Path

from studio.model.check import Check
from tests.unit.grading.generated import Case, case_of

WORDS = ("roof", "valley", "gutter", "ridge", "flashing", "slate", "batten", "eaves", "Dach", "瓦")


@case_of("model_judge")
def judge_of_words(rng: random.Random, folder: Path) -> Case:
    named = rng.sample(WORDS, rng.randrange(1, 6))
    lines = [f"Note {rng.randrange(1000)}: the {word} is sound." for word in named]
    name = f"note.{rng.choice(['md', 'txt', 'html'])}"
    for side, text in (("reference", "\n\n".join(lines)), ("input", "Nothing was looked at.")):
        (folder / side).mkdir()
        (folder / side / name).write_text(text, "utf-8")

    def damage(rng: random.Random, output: Path) -> None:
        place = output / name
        left = place.read_text("utf-8").split("\n\n")
        left.pop(rng.randrange(len(left)))
        place.write_text("\n\n".join(left), "utf-8")

    quoted = ", ".join(f'"{word}"' for word in named)
    question = f"Which of {quoted} does it speak of?"
    check = Check(id="x", kind="model_judge", target=name, parameters={"question": question})
    return Case(check, folder / "reference", folder / "input", damage)
