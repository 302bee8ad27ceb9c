import pytest

from studio.base.pace import Stage
from studio.gui.wording import elapsed, for_window, told_stage


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (
            "The window manager did not start; run `studio doctor`.",
            "The window manager did not start; what is missing can be found out (“When something "
            "is wrong” in the guide, F1, says how).",
        ),
        (
            "bwrap is missing; install it with: sudo apt-get install bubblewrap",
            "bwrap is missing; the package bubblewrap has to be installed (“When something is "
            "wrong” in the guide, F1, says how)",
        ),
        (
            "PDF files need pypdf; install it with: pip install 'task-authoring-studio[documents]'",
            "PDF files need pypdf; the package task-authoring-studio[documents] has to be "
            "installed (“When something is wrong” in the guide, F1, says how)",
        ),
        (
            "There is no check 'a'; `studio task checks DIR list` names them.",
            "There is no check 'a'; the page Checks lists them.",
        ),
        (
            "The task comes from elsewhere; give --trust if you trust its author.",
            "The task comes from elsewhere; run it from Trials if you trust its author.",
        ),
        ("“Other lines” (spare) must be at least 0.", "“Other lines” must be at least 0."),
        ("F4 is empty.", "F4 is empty."),
        ("Write `=SUM(A1)` there.", "Write =SUM(A1) there."),
    ],
)
def test_the_window_names_its_pages_and_no_command(told: str, shown: str) -> None:
    assert for_window(told) == shown


def test_counts_and_times_under_way() -> None:
    assert told_stage(Stage("making near misses", 3, 1200)) == "making near misses: 3 of 1,200"
    assert told_stage(Stage("acting", 0, 0)) == "acting"
    assert [elapsed(seconds) for seconds in (0.9, 59.9, 61)] == ["", "59 s", "1 min 1 s"]
