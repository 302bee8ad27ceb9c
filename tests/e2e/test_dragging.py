"""A file dragged from another program onto the window, by a real pointer."""

import sys
from pathlib import Path

import pytest

from studio.authoring import new_task, pack
from studio.model.frozen import Bounds
from studio.model.step import Drag
from studio.sandbox.desktop import PrivateDesktop, wait_until
from tests.e2e import names
from tests.e2e.hand import Hand, hand_on
from tests.gui.expert_desk import Desk

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(200)]
SOURCE = Path(__file__).with_name("drag_program.py")
TITLE = "A file to drag"
BROKEN = "broken.task"


def drag(hand: Hand, place: Path) -> None:
    """Drag a file out of a small window in the corner into the middle of the studio's."""
    source = hand.desktop.launch([sys.executable, str(SOURCE), str(place)], hand.desktop.home)
    assert wait_until(lambda: hand.window(TITLE) is not None, 30, 0.1)
    made, studio = hand.window(TITLE), hand.window()
    assert made and studio
    hand.actor.place(studio, Bounds(x=300, y=40, width=960, height=700))
    hand.actor.place(made, Bounds(x=10, y=40, width=200, height=120))
    hand.actor.activate(made)
    hand.actor.settle()
    path = [(100, 110, 0), (110, 120, 200), (300, 300, 500), (600, 400, 900), (780, 420, 1300)]
    hand.actor.act(Drag(path=(*path, (782, 424, 1900))))
    hand.actor.settle()
    source.terminate()
    source.wait()


def test_what_is_dragged_in_is_opened_or_refused_in_one_sentence(
    desktop: PrivateDesktop, tmp_path: Path
) -> None:
    task = new_task(tmp_path / "task", recording=Desk(tmp_path / "month-end.rec").write())
    package, broken = desktop.home / "dragged.task", desktop.home / BROKEN
    pack(task.folder, package)
    broken.write_bytes(package.read_bytes()[:900])
    with hand_on(desktop) as hand:
        hand.press(names.SKIP)
        drag(hand, package)
        hand.wait_title(f"{task.document.task.title} - {names.APPLICATION}")
        before = hand.task("dragged").digest
        drag(hand, broken)
        told = lambda: [node.name for node in hand.reader.nodes() if BROKEN in node.name]  # noqa: E731
        assert wait_until(lambda: bool(told()), 10, 0.1), hand.told()
        assert all(len(sentence.splitlines()) == 1 for sentence in told())
        assert hand.task("dragged").digest == before
        hand.wait_title(f"{task.document.task.title} - {names.APPLICATION}")
