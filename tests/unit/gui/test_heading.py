"""What the top bar says of how a task was made."""

from datetime import datetime

import pytest

from studio.gui.heading import Facts, length, subtitle

TODAY = datetime.fromisoformat("2026-11-20T12:00:00+00:00")


def told(created: str, seconds: float | None, steps: int | None) -> str:
    template, values = subtitle(Facts(created, seconds, steps, TODAY))
    return template.format(**values)


def test_a_recording_tells_its_day_its_length_and_its_steps() -> None:
    made = "2026-11-12T12:00:00Z"
    assert told(made, 848, 46) == "Recorded 12 Nov, 14 min 08 s, 46 steps"
    assert told(made, None, None) == "Recorded 12 Nov"
    assert told("2025-01-03T12:00:00Z", 3, 1) == "Recorded 3 Jan 2025, 3 s, 1 step"
    assert told("", None, None) == "Made from files"


@pytest.mark.parametrize("moment", ["soon", "2026-99-99", "{day}"])
def test_a_moment_that_is_none_stands_as_it_is(moment: str) -> None:
    assert told(moment, None, 5000) == f"Recorded {moment}, 5,000 steps"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59.4, "59 s"), (59.6, "1 min 00 s"), (3720, "1 h 02 min")],
)
def test_lengths(seconds: float, words: str) -> None:
    assert length(seconds) == words
