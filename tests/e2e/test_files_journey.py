"""A task of a trade without a recording: from files to the package, in a real window."""

import json
import shutil
from pathlib import Path

import pytest

from studio.sandbox.desktop import PrivateDesktop, wait_until
from studio.validation import read_report
from tests.e2e import names
from tests.e2e.conftest import studio
from tests.e2e.hand import Hand, hand_on

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]
WORK = Path(__file__).parents[1] / "data" / "tasks" / "cover-plate"
TITLE, TASK, CODE = "Sensor cover", "sensor-cover", "17-3013"


def choose(hand: Hand, zone: str, folder: Path) -> None:
    hand.press(("push button", f"{zone}: Choose a folder…"))
    hand.actor.settle()
    hand.keys("ctrl", "a")
    hand.type(str(folder))
    hand.keys("Return")
    hand.reader.wait("push button", f"{zone}: Clear")


def begin(hand: Hand, place: Path) -> None:
    hand.press(names.SKIP)
    hand.press(names.FROM_FILES)
    choose(hand, "What the work begins with", place / "input")
    choose(hand, "The finished work", place / "reference")
    hand.fill(("text", "Title"), TITLE)
    hand.press(names.MAKE_TASK)
    hand.wait_title(f"{TITLE} - {names.APPLICATION}", 60)


def tell(hand: Hand) -> None:
    hand.press(names.TO_INSTRUCTION)
    hand.fill(names.INSTRUCTION, (WORK / "prompt.md").read_text().strip())
    hand.press(names.TO_OCCUPATION)
    hand.fill(names.FIND_OCCUPATION, CODE)
    hand.actor.settle()
    hand.click(hand.reader.wait_like("list item", "Mechanical Drafters"))


def check(hand: Hand) -> None:
    hand.press(names.TO_CHECKS)
    hand.press(names.PROPOSE)
    checks = lambda: hand.task(TASK).document.checks.checks  # noqa: E731
    assert wait_until(lambda: bool(checks()), 120, 0.2), hand.told()
    hand.press(names.KEEP_ALL)
    kept = lambda: all(found.origin != "proposed" for found in checks())  # noqa: E731
    assert wait_until(kept, 20, 0.1), hand.told()
    hand.reader.until(lambda: "triangles" in hand.reader.told(), 60, hand.told)


def prove(hand: Hand) -> None:
    hand.press(names.TO_PROOF)
    hand.press(names.RUN_GATES)

    def proven() -> bool:
        report = read_report(hand.task(TASK).folder)
        return report is not None and report.proven

    assert wait_until(proven, 240, 0.5), hand.told()


def test_a_mesh_becomes_a_proven_package_without_a_recording(desktop: PrivateDesktop) -> None:
    place = desktop.home / "cover"
    for part in ("input", "reference"):
        shutil.copytree(WORK / part, place / part)
    with hand_on(desktop) as hand:
        begin(hand, place)
        tell(hand)
        check(hand)
        prove(hand)
        hand.press(names.TO_EXPORT)
        hand.press(names.EXPORT)
        package = hand.workspace / f"{TASK}.task"
        assert wait_until(package.is_file, 60, 0.1), hand.told()
        hand.keys("ctrl", "q")
        assert hand.process.wait(30) == 0, hand.log.read_text()
        print(f"\nfrom files to the package: {hand.actions} actions")
    task, out = desktop.home / "elsewhere", desktop.home / "trials"
    assert studio("task", "unpack", str(package), str(task)).returncode == 0
    agents = ("--agent", "noop", "--agent", "oracle")
    answer = studio("run", str(task), *agents, "--trust", "--out", str(out), "--json")
    assert answer.returncode == 0, answer.stderr
    rows = json.loads(answer.stdout)["trials"]
    assert {row["agent"]: row["score"] for row in rows} == {"noop": 0, "oracle": 1}, rows
