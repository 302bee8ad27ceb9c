"""The story of the demo: each chapter runs the same program that a person would run."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import Any

from studio.base.errors import FaultError, UserError
from studio.demo.expert import Expert
from studio.model.contract import DemoResult
from studio.model.task import StartItem
from studio.running.actor import Actor
from studio.running.staging import open_start
from studio.sandbox.desktop import PrivateDesktop, wait_until

INPUT = "invoices_october.xlsx"
OCCUPATION = "43-3031.00"
APPLICATION = "libreoffice-calc"
_AGENTS = ("noop", "oracle", "replay")
_CHECKPOINTS = (
    ("Amounts completed", "60", ("F4", "F13")),
    ("Total and reconciliation", "40", ("E14", "A16")),
)
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Story:
    """What the demo left behind, and the lines that tell of it."""

    result: DemoResult
    lines: tuple[str, ...]


class _Chapters:
    def __init__(self, folder: Path, progress: Progress) -> None:
        self.folder = folder
        self.recording = folder / "invoices.rec"
        self.task = folder / "complete-invoices"
        self.package = folder / "complete-invoices.task"
        self.trials = folder / "experiment"
        self.report = folder / "report.html"
        self._progress = progress
        self._began = time.monotonic()
        self.rows: list[tuple[str, str]] = []

    def say(self, sentence: str) -> None:
        self._progress(f"[{time.monotonic() - self._began:5.1f} s] {sentence}")

    def studio(self, *words: str, expect: tuple[int, ...] = (0,)) -> str:
        """Run `studio WORDS` as a person would and return what it printed.

        Raises:
            UserError: if it exits otherwise than expected, with its own sentence.
        """
        self.say(f"studio {' '.join(word if ' ' not in word else repr(word) for word in words)}")
        answer = subprocess.run(
            [sys.executable, "-m", "studio", *words], capture_output=True, text=True
        )
        if answer.returncode not in expect:
            told = (answer.stderr or answer.stdout).strip().splitlines()[-1:] or ["no reason given"]
            raise UserError(f"`studio {words[0]}` ended with {answer.returncode}: {told[0]}")
        return answer.stdout

    def json(self, *words: str, expect: tuple[int, ...] = (0,)) -> Any:
        return json.loads(self.studio(*words, "--json", expect=expect))

    def record(self) -> None:
        """Let the expert work in a real spreadsheet while `studio record` follows."""
        watched = self.folder / "october"
        watched.mkdir()
        shutil.copyfile(str(_data(INPUT)), watched / INPUT)
        self.say("opening the month's invoices in LibreOffice Calc on a private display")
        with PrivateDesktop() as desktop, Actor(desktop.environment) as actor:
            item = StartItem.model_validate({"open": INPUT, "with": APPLICATION})
            open_start(desktop, actor, [item], watched)
            log = self.folder / "record.log"
            recorder = self._start_recorder(desktop, watched, log)
            Expert(actor, self.say).work(INPUT)
            recorder.send_signal(signal.SIGTERM)
            if recorder.wait(60) != 0:
                raise UserError(f"`studio record` failed: {log.read_text().strip()[-200:]}")
        info = self.json("recording", "info", str(self.recording))
        self.studio("recording", "verify", str(self.recording))
        told = f"{info['events']} events, {info['frames']} frames in {info['seconds']:.0f} s"
        self.rows.append(("recording", f"{told}, {info['bytes'] / 1e6:.1f} MB, sealed"))

    def _start_recorder(
        self, desktop: PrivateDesktop, watched: Path, log: Path
    ) -> subprocess.Popen[bytes]:
        words = ["record", str(self.recording), "--watch", str(watched), "--allow-app", APPLICATION]
        self.say(f"studio {' '.join(words)}")
        with log.open("wb") as stream:
            recorder = subprocess.Popen(
                [sys.executable, "-m", "studio", *words],
                env=desktop.environment,
                stderr=stream,
                stdout=stream,
            )

        def accepting() -> bool:
            return "Recording" in log.read_text().splitlines() or recorder.poll() is not None

        if not wait_until(accepting, 60) or recorder.poll() is not None:
            raise FaultError(f"`studio record` did not start: {log.read_text().strip()[-200:]}")
        return recorder

    def author(self) -> None:
        """Make the task, its checkpoints, its occupation and its checks."""
        steps = self.json("recording", "steps", str(self.recording))["steps"]
        self.rows.append(("steps", f"{len(steps)}, from '{steps[0]['sentence']}'"))
        prompt = self.folder / "prompt.md"
        shutil.copyfile(str(_data("prompt.md")), prompt)
        task = str(self.task)
        self.studio("task", "new", task, "--from", str(self.recording), "--prompt", str(prompt))
        for title, weight, (first, last) in _CHECKPOINTS:
            span = f"{_step(steps, first, 0)}-{_step(steps, last, -1)}"
            words = ("--steps", span, "--title", title, "--weight", weight)
            self.studio("task", "checkpoint", task, "add", *words)
        self.studio("task", "link", task, "--occupation", OCCUPATION)
        proposed = self.json("task", "propose", task, "--write")
        self.studio("task", "checks", task, "keep", "all")
        self.rows += [("check", found["sentence"]) for found in proposed["checks"]]

    def prove(self) -> None:
        """Put the task through the gates, pack it and read it back elsewhere."""
        gates = self.json("validate", str(self.task), expect=(0, 1))["gates"]
        self.rows += [("gate " + gate["id"], gate["status"]) for gate in gates]
        red = [gate for gate in gates if gate["status"] in ("red", "cannot_run")]
        if red:
            evidence = " ".join(red[0]["evidence"])
            raise UserError(f"The gate {red[0]['id']} is {red[0]['status']}: {evidence}")
        self.studio("task", "pack", str(self.task), str(self.package), "--full")
        self.studio("task", "unpack", str(self.package), str(self.folder / "unpacked"))
        size = self.package.stat().st_size / 1e6
        self.rows.append(("package", f"{size:.1f} MB, read back elsewhere with the same digest"))

    def try_agents(self) -> None:
        """Run the three agents and write the report."""
        agents = [word for name in _AGENTS for word in ("--agent", name)]
        trials = self.json(
            "run", str(self.folder / "unpacked"), *agents, "--out", str(self.trials)
        )["trials"]
        for row in trials:
            score = "-" if row["score"] is None else f"{row['score']:.3f}"
            told = f"{row['status']} {score} in {row['seconds']:.1f} s"
            self.rows.append((f"trial {row['agent']}", told))
        expected = {"noop": 0.0, "oracle": 1.0, "replay": 1.0}
        wrong = [row for row in trials if row["score"] != expected[row["agent"]]]
        listed = self.json("trials", "list", str(self.trials))["trials"]
        words = ("--task", str(self.task), "--out", str(self.report))
        self.studio("trials", "report", str(self.trials), *words)
        if wrong or len(listed) != len(trials):
            raise UserError(
                f"{wrong[0]['agent']} scored {wrong[0]['score']}; see {self.report} for the reason."
                if wrong
                else f"{self.trials} lists {len(listed)} trials, not {len(trials)}."
            )

    def lines(self) -> Iterator[str]:
        """Yield a table of what happened."""
        width = max(len(name) for name, _ in self.rows)
        for name, told in self.rows:
            yield f"{name.ljust(width)}  {told}"
        yield f"Done in {time.monotonic() - self._began:.0f} s. Everything is in {self.folder}"
        yield f"Report: {self.report}"


def _data(name: str) -> Any:
    return resources.files("studio.demo") / "data" / name


def _step(steps: list[dict[str, Any]], cell: str, which: int) -> int:
    touched = [step["id"] for step in steps if step["element"] and step["element"]["name"] == cell]
    if not touched:
        raise UserError(f"No step touched the cell {cell}; run the demo again.")
    return int(touched[which])


def _fresh_folder(out: Path) -> Path:
    stamp = datetime.now().strftime("%Y%m%d-%H%M%S")
    folder = out.resolve() / f"demo-{stamp}"
    number = 1
    while folder.exists():
        number += 1
        folder = out.resolve() / f"demo-{stamp}-{number}"
    folder.mkdir(parents=True)
    return folder


def tell(out: Path, progress: Progress) -> Story:
    """Do the whole story in a new folder below `out`.

    Raises:
        UserError: if a chapter does not end as it must; what was made stays.
    """
    chapters = _Chapters(_fresh_folder(out), progress)
    chapters.record()
    chapters.author()
    chapters.prove()
    chapters.try_agents()
    result = DemoResult(
        folder=str(chapters.folder),
        recording=str(chapters.recording),
        task=str(chapters.task),
        package=str(chapters.package),
        trials=str(chapters.trials),
        report=str(chapters.report),
    )
    _show(chapters.report)
    return Story(result, tuple(chapters.lines()))


def _show(report: Path) -> None:
    if os.environ.get("DISPLAY") and shutil.which("xdg-open"):
        subprocess.Popen(
            ["xdg-open", str(report)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
