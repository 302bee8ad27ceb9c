"""The window through the accessibility bus: what a reader is told, and what a switch does."""

import pytest

from studio.sandbox.desktop import PrivateDesktop, wait_until
from studio.validation import read_report
from tests.e2e import names
from tests.e2e.at_spi import Node
from tests.e2e.hand import Hand, hand_on
from tests.e2e.test_journey import tried

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
# Roles that say what a control is for. A scroll area is a filler or a scroll pane to Qt: it takes
# the keyboard only to be scrolled.
CONTROLS = {
    "push button", "button menu", "check box", "radio button", "toggle button", "text",
    "password text", "label", "cell", "column header",
    "spin box", "combo box", "list", "list item", "table", "table cell", "tree", "tree table",
    "tree item", "slider", "menu item", "page tab", "page tab list", "link", "paragraph",
}  # fmt: skip
PLACES = {"filler", "scroll pane", "panel", "viewport"}
TITLE, PROMPT = "Amounts of October", "Complete the amounts."
# The whole proof is the business of the journey by mouse.
GATE = "complete"


def faults(node: Node) -> list[str]:
    """Return what is wrong with how one accessible is told."""
    if "focusable" not in node.states:
        # Qt lets every row be toggled, a heading among the rows too.
        usable = {"Press", "Toggle"} & set(node.actions) and node.role != "list item"
        return [f"{node.told} acts and takes no keyboard"] if usable else []
    # A cell in which nothing stands has nothing to tell.
    named = node.name or node.role in ("tree item", "table cell", "cell")
    wrong = [] if named else [f"{node.told} has no name"]
    if node.role not in CONTROLS | PLACES:
        wrong.append(f"{node.told} has no role of a control")
    return wrong


def has_steps(hand: Hand) -> bool:
    return any(node.role == "list item" for node in hand.reader.nodes())


def test_every_control_is_told_and_the_sample_is_worked_by_actions_alone(
    desktop: PrivateDesktop,
) -> None:
    with hand_on(desktop) as hand:
        reader = hand.reader
        wrong = [fault for node in reader.nodes() for fault in faults(node)]
        for control in (names.NEXT, names.NEXT, names.SAMPLE):
            reader.press(*control)
            hand.actor.settle(equal=3)
        hand.wait_title(f"{names.SAMPLE_TITLE} - {names.APPLICATION}")
        reader.press(*names.TO_STEPS)
        reader.until(lambda: has_steps(hand), 30, hand.told)
        reader.select(reader.wait_like("list item", "Step 1:"))
        reader.press(*names.REMOVE)
        reader.select(reader.wait_like("list item", "Step 1:"))
        reader.press(*names.MARK)
        reader.write(reader.wait(*names.TITLE), TITLE)
        reader.press(*names.KEEP)
        assert wait_until(lambda: TITLE in titles(hand), 20, 0.1), hand.told()
        reader.press(*names.TO_INSTRUCTION)
        reader.write(reader.wait(*names.INSTRUCTION), PROMPT)
        assert wait_until(lambda: prompt(hand) == PROMPT, 20, 0.1), hand.told()

        reader.press(*names.TO_CHECKS)
        reader.press(*names.PROPOSE)
        reader.press(*names.KEEP_ALL)
        assert wait_until(lambda: all_kept(hand), 60, 0.1), hand.told()
        reader.press(*names.TO_PROOF)
        reader.press(*names.RUN_GATE)
        assert wait_until(lambda: is_green(hand), 60, 0.1), hand.told()
        reader.press(*names.TO_EXPORT)
        reader.press(*names.EXPORT_UNPROVEN)
        assert wait_until(lambda: is_exported(hand), 60, 0.1), hand.told()

        for page in names.PAGES:
            # What waits on a page is told after its name.
            reader.do(reader.wait_like("check box", page))
            hand.actor.settle(equal=3)
            wrong += [f"{page}: {fault}" for node in reader.nodes() for fault in faults(node)]
    assert not wrong, "\n".join(wrong)


def titles(hand: Hand) -> list[str]:
    return [point.title for point in hand.task(names.SAMPLE_TASK).document.task.checkpoints]


def all_kept(hand: Hand) -> bool:
    checks = hand.task(names.SAMPLE_TASK).document.checks.checks
    return bool(checks) and all(check.origin != "proposed" for check in checks)


def is_green(hand: Hand) -> bool:
    task = hand.task(names.SAMPLE_TASK)
    report = read_report(task.folder)
    gates = report.gates if report else ()
    return any(g.id == GATE and g.status == "green" and g.task_digest == task.digest for g in gates)


def is_exported(hand: Hand) -> bool:
    return bool([*hand.workspace.glob("*.task")])


def prompt(hand: Hand) -> str:
    return hand.task(names.SAMPLE_TASK).document.prompt


def prove_and_export_by_keys(hand: Hand) -> None:
    hand.keys("ctrl", "4")
    hand.keys("ctrl", "p")
    hand.reader.wait(*names.KEEP_ALL, seconds=60)
    hand.tab_to(names.KEEP_ALL)
    hand.keys("space")
    assert wait_until(lambda: all_kept(hand), 60, 0.1), hand.told()
    hand.keys("ctrl", "5")
    hand.tab_to(names.RUN_GATE)
    hand.keys("space")
    assert wait_until(lambda: is_green(hand), 60, 0.1), hand.told()
    hand.keys("ctrl", "7")
    hand.tab_to(names.EXPORT_UNPROVEN)
    hand.keys("space")
    assert wait_until(lambda: is_exported(hand), 60, 0.1), hand.told()


def test_the_keyboard_alone_goes_the_whole_way(desktop: PrivateDesktop) -> None:
    with hand_on(desktop) as hand:
        for _ in range(3):
            hand.keys("Return")
            hand.actor.settle(equal=3)
        hand.wait_title(f"{names.SAMPLE_TITLE} - {names.APPLICATION}")
        hand.keys("ctrl", "1")
        hand.reader.until(lambda: has_steps(hand), 30, hand.told)
        hand.tab_to(names.STEPS)
        hand.keys("Home")
        hand.tab_to(names.REMOVE)
        hand.keys("space")
        assert wait_until(lambda: len(titles(hand)) == 1, 20, 0.1), hand.told()
        hand.tab_to(names.STEPS)
        hand.keys("Home")
        hand.keys("shift", "Down", count=2)
        hand.tab_to(names.MARK)
        hand.keys("space")
        hand.tab_to(names.TITLE)
        hand.keys("ctrl", "a")
        hand.type(TITLE)
        hand.tab_to(names.KEEP)
        hand.keys("space")
        assert wait_until(lambda: TITLE in titles(hand), 20, 0.1), hand.told()
        hand.keys("ctrl", "2")
        hand.tab_to(names.INSTRUCTION)
        hand.keys("ctrl", "a")
        hand.type(PROMPT)
        assert wait_until(lambda: prompt(hand) == PROMPT, 20, 0.1), hand.told()
        prove_and_export_by_keys(hand)
        spans = hand.task(names.SAMPLE_TASK).document.checks.steps
        assert all(span.last_event > span.first_event for span in spans)


@pytest.mark.long
def test_a_package_is_proven_exported_and_run_by_actions_alone(desktop: PrivateDesktop) -> None:
    with hand_on(desktop) as hand:
        reader = hand.reader
        for control in (names.NEXT, names.NEXT, names.SAMPLE):
            reader.press(*control)
            hand.actor.settle(equal=3)
        hand.wait_title(f"{names.SAMPLE_TITLE} - {names.APPLICATION}")
        before = read_report(hand.task(names.SAMPLE_TASK).folder)
        reader.press(*names.TO_PROOF)
        reader.press(*names.RUN_GATES)

        def proven_anew() -> bool:
            found = read_report(hand.task(names.SAMPLE_TASK).folder)
            return bool(found and before and found.proven and found.created != before.created)

        assert wait_until(proven_anew, 240, 0.5), hand.told()
        reader.press(*names.TO_EXPORT)
        reader.press(*names.EXPORT)
        assert wait_until(lambda: is_exported(hand), 60, 0.1), hand.told()
        (package,) = hand.workspace.glob("*.task")
    tried(desktop, package)
