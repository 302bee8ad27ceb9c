"""From the first start to the exported task, in a real window, by mouse and keys.

The expert of the demo completes a real spreadsheet while the window records; she then marks, words,
links, checks, proves and exports it, and `studio run` tries what she exported.
"""

import json
import shutil
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import pytest

from studio.demo.expert import Expert
from studio.demo.story import APPLICATION, INPUT
from studio.formats import layout
from studio.formats.recorder_status import status_of
from studio.formats.recordings import open_recording
from studio.formats.wholeness import verify
from studio.model.task import StartItem
from studio.running.staging import open_start
from studio.sandbox.desktop import PrivateDesktop, wait_until
from studio.steps import reduce_steps
from studio.validation import read_report
from tests.e2e import names
from tests.e2e.conftest import studio
from tests.e2e.hand import APP, Hand, KeyHand, SwitchHand, hand_on

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(1200)]
RECORDING = "October invoices"
TASK = "october-invoices"
INSTRUCTION = (resources.files("studio.demo") / "data" / "prompt.md").read_text().strip()
MOST_ACTIONS = 40


class Journey:
    """One accountant and her month-end."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.books = hand.desktop.home / "books"
        self.books.mkdir()
        data = resources.files("studio.demo") / "data" / INPUT
        shutil.copyfile(str(data), self.books / INPUT)
        self.out = hand.workspace / layout.WORKSPACE_RECORDINGS / f"{RECORDING}.rec"

    def open_spreadsheet(self) -> None:
        item = StartItem.model_validate({"open": INPUT, "with": APPLICATION})
        open_start(self.hand.desktop, self.hand.actor, [item], self.books)

    def begin(self) -> None:
        hand = self.hand
        hand.front()
        hand.press(names.SKIP)
        hand.press(names.RECORD)
        hand.fill(names.NAME, RECORDING)
        hand.fill(names.FOLDER, str(self.books))
        hand.press(("cell", names.KEEP_TEXT.format(application=APPLICATION)))
        hand.picture("record")
        hand.press(names.START)
        assert wait_until(lambda: status_of(self.out) is not None, 60, 0.1), hand.told()

        def at_work() -> bool:
            active = hand.actor.active()
            return active is not None and INPUT in active.title

        assert wait_until(at_work, 60, 0.1), "the window steps aside for the work"
        hand.actor.settle()

    def work_and_stop(self) -> None:
        told: list[str] = []
        Expert(self.hand.actor, told.append).work(INPUT)
        self.hand.stop_recording()
        self.stopped_at = self.hand.actions
        self.hand.reader.wait(*names.MAKE)
        self.hand.picture("caught")
        self.hand.press(names.MAKE)
        self.hand.wait_title(f"{RECORDING} - {names.APPLICATION}", 60)
        self.hand.actor.settle()

    def mark(self) -> None:
        hand = self.hand
        hand.select_all(names.STEPS, "Step 1:")
        hand.press(names.MARK)
        hand.fill(names.TITLE, "Amounts completed")
        hand.press(names.KEEP)
        points = lambda: hand.task(TASK).document.task.checkpoints  # noqa: E731
        assert wait_until(lambda: bool(points()), 20, 0.1), hand.told()
        hand.picture("steps")

    def write(self) -> None:
        hand = self.hand
        hand.press(names.TO_INSTRUCTION)
        hand.fill(names.INSTRUCTION, INSTRUCTION)
        hand.press(names.TO_OCCUPATION)
        hand.fill(names.FIND_OCCUPATION, "43-3031")
        hand.actor.settle()
        hand.choose(names.OCCUPATIONS, "Bookkeeping")
        linked = lambda: hand.task(TASK).document.task.occupation is not None  # noqa: E731
        assert wait_until(linked, 20, 0.1), hand.told()
        hand.picture("instruction")

    def weigh(self) -> None:
        """Look at what each part is worth, which is all of it for a single one."""
        self.hand.press(names.TO_CHECKPOINTS)
        self.hand.reader.wait(*names.ADD_CHECKPOINT)
        self.hand.picture("checkpoints")

    def check(self) -> None:
        hand = self.hand
        hand.press(names.TO_CHECKS)
        hand.press(names.PROPOSE)
        checks = lambda: hand.task(TASK).document.checks.checks  # noqa: E731
        assert wait_until(lambda: bool(checks()), 120, 0.2), hand.told()
        hand.press(names.KEEP_ALL)
        kept = lambda: all(check.origin != "proposed" for check in checks())  # noqa: E731
        assert wait_until(kept, 20, 0.1), hand.told()
        hand.reader.wait_like("label", "Reference passes", 120)
        hand.picture("checks")

    def prove(self) -> None:
        hand = self.hand
        hand.press(names.TO_PROOF)
        hand.press(names.RUN_GATES)

        def proven() -> bool:
            report = read_report(hand.task(TASK).folder)
            return report is not None and report.proven

        assert wait_until(proven, 240, 0.5), hand.told()
        hand.picture("proof")

    def export(self) -> Path:
        hand = self.hand
        hand.press(names.TO_EXPORT)
        hand.press(names.EXPORT)
        package = hand.workspace / f"{TASK}.task"
        assert wait_until(package.is_file, 60, 0.1), hand.told()
        hand.reader.wait(*names.OPEN_FOLDER)
        hand.picture("export")
        return package


def go(
    desktop: PrivateDesktop,
    command: Sequence[str] = APP,
    pause: float = 0.0,
    kind: type[Hand] = Hand,
) -> None:
    """Go the whole way with the app, or with a program that opens its window."""
    with hand_on(desktop, command, pause, kind) as hand:
        journey = Journey(hand)
        journey.open_spreadsheet()
        journey.begin()
        journey.work_and_stop()
        journey.mark()
        journey.write()
        journey.weigh()
        journey.check()
        journey.prove()
        package = journey.export()
        hand.quit()
        assert hand.process.wait(30) == 0, hand.log.read_text()
        found(hand, journey)
        done = hand.actions - journey.stopped_at
        print(f"\nfrom the stop to the exported task: {done} actions")
        assert kind is not Hand or done <= MOST_ACTIONS
        tried(desktop, package)


def found(hand: Hand, journey: Journey) -> None:
    """What a person finds on the disk."""
    task = hand.task(TASK)
    assert (task.folder / layout.PROMPT).read_text().strip() == INSTRUCTION
    facts = json.loads((task.folder / layout.TASK).read_text())
    assert [point["title"] for point in facts["checkpoints"]] == ["Amounts completed"]
    assert facts["occupation"]["code"] == "43-3031.00"
    for place in (journey.out, task.folder / layout.RECORDING):
        assert (place / layout.SEAL).exists() and verify(place) == []
    steps = reduce_steps(open_recording(journey.out))
    assert any("=SUM(F2:F13)" in step.sentence for step in steps)
    told = [step.sentence for step in steps]
    assert not [line for line in told if "Stop" in line or names.APPLICATION in line]
    kept = {path.name for path in Path(task.reference).iterdir()}
    assert kept == {INPUT}


def tried(desktop: PrivateDesktop, package: Path) -> None:
    """What the runner says of the package, on another machine's folder."""
    out, task = desktop.home / "trials", desktop.home / "elsewhere" / TASK
    assert studio("task", "unpack", str(package), str(task)).returncode == 0
    agents = [word for name in ("noop", "oracle", "replay") for word in ("--agent", name)]
    answer = studio("run", str(task), *agents, "--trust", "--out", str(out), "--json")
    assert answer.returncode == 0, answer.stderr
    rows = json.loads(answer.stdout)["trials"]
    assert {row["agent"]: row["score"] for row in rows} == {"noop": 0, "oracle": 1, "replay": 1}, (
        rows
    )


def test_from_the_first_start_to_the_exported_task(desktop: PrivateDesktop) -> None:
    go(desktop)


@pytest.mark.long
def test_the_same_without_a_mouse(desktop: PrivateDesktop) -> None:
    go(desktop, kind=KeyHand)


@pytest.mark.long
def test_the_same_by_accessibility_alone(desktop: PrivateDesktop) -> None:
    go(desktop, kind=SwitchHand)
