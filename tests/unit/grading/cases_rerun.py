"""Generated cases of programs and workbooks that are used again."""

import json
import os
import random
from functools import cache
from pathlib import Path

from studio.model.check import Check
from studio.sandbox.isolation import isolation_fault
from tests.unit.grading.families.test_rerun import book
from tests.unit.grading.generated import Case, Damage, case_of

PROGRAM = """import json, sys
{guards}
numbers = [float(line) for line in sys.stdin.read().split()]
print(f"{{len(numbers)}} numbers, sum {{sum(numbers):.3f}}")
json.dump({{"most": max(numbers, default=None)}}, open("most.json", "w"))
"""


def numbers_of(rng: random.Random) -> list[float]:
    return [round(rng.uniform(1000, 99_999), 3) for _ in range(rng.randrange(0, 6))]


def spoiler(lengths: list[int], name: str) -> Damage:
    """Return what makes a program fail on one more case, or break."""
    lost: list[int] = []

    def spoil(rng: random.Random, folder: Path) -> None:
        left = [length for length in lengths if length not in lost]
        if not left or rng.random() < 0.1:
            lost[:] = lengths
            (folder / name).write_bytes(rng.choice([b"", b"\0", b"raise SystemExit(1)"]))
            return
        lost.append(rng.choice(left))
        guards = f"given = sys.stdin.read()\nassert len(given) not in {lost}"
        text = PROGRAM.format(guards=guards).replace("sys.stdin.read().split", "given.split")
        (folder / name).write_text(text)

    return spoil


def program(rng: random.Random, folder: Path) -> Case:
    (folder / "reference").mkdir()
    (folder / "reference/sum.py").write_text(PROGRAM.format(guards=""))
    lengths, secrets = [], []
    for number in range(rng.choice([1, 1, 2])):
        place = folder / f"hidden/cases/c{number}"
        (place / "expected").mkdir(parents=True)
        numbers = numbers_of(rng)
        text = "".join(f"{n}\n" for n in numbers)
        lengths.append(len(text))
        (place / "stdin.txt").write_text(text)
        total = f"{sum(numbers):.3f}"
        (place / "stdout.txt").write_text(f"{len(numbers)} numbers, sum {total}\n")
        (place / "expected/most.json").write_text(json.dumps({"most": max(numbers, default=None)}))
        secrets += [total, *map(str, numbers)] if numbers else []
    check = Check(id="x", kind="rerun_program", target="sum.py")
    given = folder / "input"
    return Case(check, folder / "reference", given, spoiler(lengths, "sum.py"), tuple(secrets))


if not isolation_fault() or os.geteuid() == 0:
    case_of("rerun_program")(program)


@cache
def kept_book(total: str) -> bytes:
    """Return a workbook, the same bytes each time: it holds the time when it was made."""
    return book(total)


@case_of("rerun_workbook")
def workbook(rng: random.Random, folder: Path) -> Case:
    (folder / "reference").mkdir()
    (folder / "reference/plan.xlsx").write_bytes(kept_book("=B1*B2+SUM(Data!B2:B99)"))
    place = folder / "hidden/cases/c"
    # Few values, so that LibreOffice computes few workbooks.
    hours, rate = rng.choice([11, 640, 5150]), rng.choice([4, 75, 812])
    total = hours * rate + 6
    given: dict[str, float] = {"Main!B1": hours, "Main!B2": rate}
    for side, cells in (("input", given), ("expected", {"Main!B3": total})):
        (place / side).mkdir(parents=True)
        (place / side / "cells.json").write_text(json.dumps(cells))
    stages = iter((kept_book("=B1*3+6"), b"", b"PK"))

    def spoil(rng: random.Random, output: Path) -> None:
        (output / "plan.xlsx").write_bytes(next(stages))

    check = Check(id="x", kind="rerun_workbook", target="plan.xlsx")
    return Case(check, folder / "reference", folder / "input", spoil, (f"{total:,.0f}",))
