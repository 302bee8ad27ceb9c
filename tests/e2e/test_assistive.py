"""The window through the accessibility bus: what a reader is told, and what a switch does."""

import pytest

from studio.sandbox.desktop import PrivateDesktop, wait_until
from tests.e2e import names
from tests.e2e.at_spi import Node
from tests.e2e.hand import Hand, hand_on

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
# Roles that say what a control is for. A scroll area is a filler or a scroll pane to Qt: it takes
# the keyboard only to be scrolled.
CONTROLS = {
    "push button", "check box", "radio button", "toggle button", "text", "password text",
    "spin box", "combo box", "list", "list item", "table", "table cell", "tree", "tree table",
    "tree item", "slider", "menu item", "page tab", "link", "paragraph",
}  # fmt: skip
PLACES = {"filler", "scroll pane", "panel", "viewport"}
SAMPLE = "invoices"


def faults(node: Node) -> list[str]:
    """Return what is wrong with how one accessible is told."""
    if "focusable" not in node.states:
        # Qt lets every row be toggled, a heading among the rows too.
        usable = {"Press", "Toggle"} & set(node.actions) and node.role != "list item"
        return [f"{node.told} acts and takes no keyboard"] if usable else []
    wrong = [] if node.name else [f"{node.told} has no name"]
    if node.role not in CONTROLS | PLACES:
        wrong.append(f"{node.told} has no role of a control")
    return wrong


def open_sample(hand: Hand) -> None:
    hand.reader.press(*names.SAMPLE)
    hand.wait_title(f"{SAMPLE} - {names.APPLICATION}")
    hand.reader.wait(*names.STEPS)
    row = lambda: any(node.role == "list item" for node in hand.reader.nodes())  # noqa: E731
    hand.reader.until(row, 30, hand.told)


def test_every_control_is_told_and_the_sample_is_worked_by_actions_alone(
    desktop: PrivateDesktop,
) -> None:
    with hand_on(desktop) as hand:
        reader = hand.reader
        wrong = [fault for node in reader.nodes() for fault in faults(node)]
        open_sample(hand)
        (steps,) = [node for node in reader.nodes() if (node.role, node.name) == names.STEPS]
        rows = [node for node in reader.nodes() if node.role == "list item" and node.path[-1:]]
        reader.select(next(row for row in rows if "Step 1:" in row.name))
        reader.write(reader.wait(*names.TITLE), "Amounts completed")
        reader.press(*names.MARK)
        points = lambda: hand.task(SAMPLE).document.task.checkpoints  # noqa: E731
        assert wait_until(lambda: bool(points()), 20, 0.1), hand.told()
        assert [point.title for point in points()] == ["Amounts completed"]
        assert steps.description or steps.name
        reader.press(*names.TO_INSTRUCTION)
        reader.write(reader.wait(*names.INSTRUCTION), "Complete the amounts.")
        prompt = lambda: hand.task(SAMPLE).document.prompt  # noqa: E731
        assert wait_until(lambda: prompt() == "Complete the amounts.", 20, 0.1), prompt()

        for page in names.PAGES:
            reader.press("check box", page)
            hand.actor.settle(equal=3)
            wrong += [f"{page}: {fault}" for node in reader.nodes() for fault in faults(node)]
    assert wrong == []


def test_the_keyboard_alone_goes_the_whole_way(desktop: PrivateDesktop) -> None:
    with hand_on(desktop) as hand:
        hand.tab_to(names.SAMPLE)
        hand.keys("space")
        hand.wait_title(f"{SAMPLE} - {names.APPLICATION}")
        hand.actor.settle()
        hand.tab_to(names.STEPS)
        hand.keys("shift", "Down", count=2)
        hand.tab_to(names.TITLE)
        hand.keys("ctrl", "a")
        hand.type("Amounts completed")
        hand.tab_to(names.MARK)
        hand.keys("space")
        points = lambda: hand.task(SAMPLE).document.task.checkpoints  # noqa: E731
        assert wait_until(lambda: bool(points()), 20, 0.1), hand.told()
        hand.keys("ctrl", "3")
        hand.tab_to(names.INSTRUCTION)
        hand.type("Complete the amounts.")
        prompt = lambda: hand.task(SAMPLE).document.prompt  # noqa: E731
        assert wait_until(lambda: prompt() == "Complete the amounts.", 20, 0.1), prompt()
        (span,) = hand.task(SAMPLE).document.checks.steps
        assert span.last_event > span.first_event
