"""The watchdog itself: it sees a loop that is held up, and who holds it."""

import time

from pytestqt.qtbot import QtBot

from tests.turns import Turns


def test_a_turn_that_takes_too_long_is_listed_with_its_stack(qtbot: QtBot) -> None:
    turns = Turns(limit_ms=50)
    qtbot.wait(60)
    before = len(turns.lengths)
    time.sleep(0.2)
    qtbot.wait(60)
    turns.close()
    assert before >= 3
    (longest,) = [turn for turn in turns.long if turn.ms > 150]
    assert any("test_a_turn_that_takes_too_long" in line for line in longest.stack)
    assert turns.share < 1 and "under 50 ms" in turns.told
