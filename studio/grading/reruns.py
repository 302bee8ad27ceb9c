"""Programs of an output run on hidden cases, before the grader judges what they made.

A sandbox cannot be had within a sandbox, so the grader never runs anything. Whoever starts it has
the programs run first, each case in a sandbox of its own that holds the handed in files and the
case's input, and hands the grader a folder with what came of them:

```
RUNS/KEY/SIDE/CASE/told.json    how the run ended
RUNS/KEY/SIDE/CASE/printed/...  what it printed, under the name of the expected file
RUNS/KEY/SIDE/CASE/files/...    the files that it left
RUNS/KEY/fault                  why nothing could be run
```
`KEY` stands for what is run and how, `SIDE` is `handed` or `given` (the same program as the input
holds it, so that what it could do before earns nothing).
"""

import json
import shlex
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from studio.base.errors import FaultError
from studio.formats import digests
from studio.grading.kinds import Grounds
from studio.grading.readers.cases import HiddenCase, hidden_cases
from studio.grading.readers.places import locate
from studio.sandbox.isolation import is_inside
from studio.sandbox.laying import lay_for_reading
from studio.sandbox.programs import PROGRAM, Allowance, Ran, run_program

PLACEHOLDER = "PROGRAM"
Side = Literal["handed", "given"]
_OUT_OF_TIME = 2
_MOST_TOLD = 2_000


@dataclass(frozen=True)
class Order:
    """A program of an output, the command that starts it, and what each run may take."""

    path: str
    command: str
    seconds: float
    memory_mib: int

    @property
    def key(self) -> str:
        """A name for it in a folder of runs."""
        parts = [self.path, self.command, self.seconds, self.memory_mib]
        return digests.of_bytes(json.dumps(parts).encode())[:24]

    def words(self) -> list[str]:
        """Return the words of the command, the program by where it is found inside.

        Raises:
            FaultError: if the command does not name it.
        """
        names = {PLACEHOLDER, self.path, self.path.rpartition("/")[2]}
        try:
            words = shlex.split(self.command)
        except ValueError:
            raise FaultError(
                f"The command {self.command} has a quote that is not closed."
            ) from None
        if not names & set(words):
            raise FaultError(f"The command {self.command} does not name {PLACEHOLDER}.")
        return [f"{PROGRAM}/{self.path}" if word in names else word for word in words]

    @property
    def allowance(self) -> Allowance:
        """What each run may take."""
        return Allowance(seconds=self.seconds, memory_bytes=self.memory_mib << 20)


@dataclass(frozen=True)
class Run:
    """What came of one case: how it ended, and where its files lie."""

    ended: str
    code: int
    told: str
    folder: Path

    def printed(self, name: str) -> Path:
        """Return the file with what was printed; `name` is that of the expected one."""
        return self.folder / "printed" / name

    def file(self, path: str) -> Path | None:
        """Return a file that was left, None if it was not."""
        return locate(self.folder / "files", path)


def carry_out(orders: Iterable[Order], grounds: Grounds, into: Path) -> None:
    """Run each order on each hidden case and lay what came of it into a folder.

    Args:
        orders: what is to be run.
        grounds: the output, and the folders beside it.
        into: the folder of runs, made here.
    """
    into.mkdir(parents=True, exist_ok=True)
    for order in {order.key: order for order in orders}.values():
        place = into / order.key
        place.mkdir()
        try:
            _carry_out(order, grounds, place)
        except FaultError as fault:
            (place / "fault").write_text(str(fault), "utf-8")


def _carry_out(order: Order, grounds: Grounds, place: Path) -> None:
    assert grounds.output is not None
    cases = hidden_cases(grounds.hidden, grounds.input)
    sides: tuple[tuple[Side, Path], ...] = (("handed", grounds.output), ("given", grounds.input))
    for side, folder in sides:
        if locate(folder, order.path) is None:
            continue
        with tempfile.TemporaryDirectory(prefix="studio-rerun-", dir="/tmp") as scratch:
            Path(scratch).chmod(0o711)
            program = Path(scratch) / "program"
            lay_for_reading(folder, program)
            _run_all(order, program, cases, place / side)


def _run_all(order: Order, program: Path, cases: tuple[HiddenCase, ...], place: Path) -> None:
    endless = 0
    for case in cases:
        if case.seen:
            continue
        if endless >= _OUT_OF_TIME:
            _keep(Ran("left", -1, b"", b"", {}), case, place / case.name)
            continue
        ran = _run(order, program, case)
        endless += ran.ended == "seconds"
        _keep(ran, case, place / case.name)


def _run(order: Order, program: Path, case: HiddenCase) -> Ran:
    with tempfile.TemporaryDirectory(prefix="studio-case-", dir="/tmp") as scratch:
        folder = Path(scratch)
        folder.chmod(0o711)
        work, stdin = folder / "case", folder / "stdin"
        work.mkdir()
        work.chmod(0o755)
        if case.input is not None:
            lay_for_reading(case.input, work)
        if case.stdin is not None:
            stdin.write_bytes(case.stdin.read_bytes())
            stdin.chmod(0o644)
        return run_program(
            order.words(), program, work, stdin if case.stdin else None, order.allowance
        )


def _keep(ran: Ran, case: HiddenCase, place: Path) -> None:
    (place / "printed").mkdir(parents=True)
    if case.stdout is not None:
        (place / "printed" / case.stdout.name).write_bytes(ran.printed)
    last = ran.told.decode("utf-8", "replace")[-_MOST_TOLD:]
    told = {"ended": ran.ended, "code": ran.code, "told": last}
    (place / "told.json").write_text(json.dumps(told), "utf-8")
    for path, content in ran.files.items():
        # What a program forged may be a file and a folder at once, or a name that is too long.
        with suppress(OSError):
            file = place / "files" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)


@contextmanager
def runs_for(order: Order, grounds: Grounds) -> Iterator[Path]:
    """Give the folder of the runs of an order, carried out now if nobody did it before.

    Raises:
        FaultError: if it was not carried out before the grader was shut in.
    """
    if grounds.runs is not None:
        yield grounds.runs / order.key
        return
    if is_inside():
        raise FaultError(f"{order.path} was not run before it was judged.")
    with tempfile.TemporaryDirectory(prefix="studio-runs-") as scratch:
        carry_out([order], grounds, Path(scratch) / "runs")
        yield Path(scratch) / "runs" / order.key


def run_of(place: Path, side: Side, case: str) -> Run | None:
    """Return what came of a case, None if there was no such program.

    Args:
        place: the folder of the runs of an order.
        side: whose program.
        case: the name of the case.

    Raises:
        FaultError: if nothing could be run.
    """
    if (place / "fault").is_file():
        raise FaultError((place / "fault").read_text("utf-8"))
    folder = place / side / case
    if not (folder / "told.json").is_file():
        return None
    told: dict[str, Any] = json.loads((folder / "told.json").read_text("utf-8"))
    return Run(str(told["ended"]), int(told["code"]), str(told["told"]), folder)
