"""What the page of trials says, without Qt."""

from pathlib import Path
from typing import Any

import pytest

from studio.formats.trials import Act, KeptTrial, OpenTrial
from studio.gui.pages.trials.state import (
    NOW,
    Row,
    act_words,
    checks_of,
    ended_sentence,
    found_of,
    length,
    missed,
    offered,
    place_of,
    points_of,
    progress_of,
    reached,
    rows,
    selected_after,
    shown,
    title_of,
    verdict_of,
    wanted,
)
from studio.model.check import CheckpointSteps
from studio.model.grade import Grade
from studio.model.task import Checkpoint
from studio.model.trial import (
    FAILED,
    HALTED,
    HALTED_AT,
    HALTED_FRAMES,
    HALTED_STEP,
    UNSAVED,
    WITHHELD,
    Trial,
)
from studio.running.following import Advance
from tests.kept import DIGEST, check, point


def trial(agent: str = "noop", **facts: Any) -> Trial:
    return Trial.model_validate(
        {
            "id": "trial-1",
            "task": "month-end",
            "title": "",
            "task_digest": DIGEST,
            "agent": agent,
            "status": "SCORED",
            "reason": None,
            "score": 0.0,
            "seconds": 1.5,
            "started": "2026-11-26T22:09:00.000Z",
            "ended": "2026-11-26T22:10:00.000Z",
            "studio_version": "0.1",
        }
        | facts
    )


@pytest.mark.parametrize(
    ("agent", "score", "right"),
    [
        ("noop", 0.0, True),
        ("noop", 0.2, False),
        ("oracle", 1.0, True),
        ("oracle", 0.9, False),
        ("near-miss", 0.8, True),
        ("near-miss", 0.0, True),
        ("near-miss", 1.0, False),
        ("replay", 1.0, True),
        ("replay", 0.5, False),
    ],
)
def test_each_agent_of_the_studio_has_a_score_that_it_must_get(
    agent: str, score: float, right: bool
) -> None:
    verdict = verdict_of(trial(agent, score=score))
    assert verdict.tone == ("good" if right else "bad")
    assert verdict.pill == ("as it should" if right else "not as it should")
    assert verdict.sentence.endswith(".")


def test_what_went_wrong_names_the_step_or_the_first_check() -> None:
    halted = {
        HALTED_STEP: "7", HALTED_AT: "Click “Save”.", HALTED: "The window “Sheet” is not there.",
        HALTED_FRAMES: "logs/0007-recorded.png\nlogs/0007-screen.png", FAILED: "sum: B2 is 3.",
    }  # fmt: skip
    told = verdict_of(trial("replay", score=0.0).model_copy(update={"extra": halted})).sentence
    assert told.endswith(
        "It halted at step 7 (Click “Save”): The window “Sheet” is not there. "
        "The screen then is kept as logs/0007-screen.png."
    )
    for extra, told in (
        ({WITHHELD: "151", FAILED: "sum: B2 is 3."}, "151 keys that were typed are not in"),
        ({UNSAVED: "a.xlsx"}, "It did not save what was saved in the recording: a.xlsx."),
    ):
        lacking = trial("replay", score=0.0).model_copy(update={"extra": extra})
        assert told in verdict_of(lacking).sentence
    failed = trial("oracle", score=0.0).model_copy(update={"extra": {FAILED: "sum: B2 is 3."}})
    assert verdict_of(failed).sentence.endswith("The first check that failed: B2 is 3.")
    # What must get nothing needs no reason.
    nothing = failed.model_copy(update={"agent": "noop"})
    assert "first check" not in verdict_of(nothing).sentence


def test_another_agent_passes_or_does_not() -> None:
    assert verdict_of(trial("model", score=1.0)).pill == "passes"
    assert verdict_of(trial("model", score=0.99)).pill == "does not pass"


def test_no_verdict_says_what_to_do() -> None:
    void = verdict_of(trial(status="VOID", score=None, reason="soffice showed no window in time"))
    assert void.tone == "waits" and void.pill == "no verdict"
    assert void.sentence.startswith("soffice showed no window in time. ")
    assert "run it again" in void.sentence
    stopped = verdict_of(trial(status="VOID", score=None, reason="The trial was cancelled."))
    assert (stopped.pill, stopped.tone) == ("stopped", "waits")
    refused = verdict_of(trial(status="INVALID", score=0.0, reason="note.txt is a link."))
    assert refused.tone == "bad" and "counts as 0" in refused.sentence
    assert "note.txt is a link." in refused.sentence


def test_a_row_tells_all_in_words_and_marks_another_version_of_the_task() -> None:
    kept = KeptTrial(Path("/w/a"), trial(score=0.0), "", (1, 1))
    (row,) = rows([kept], DIGEST)
    assert not row.stale and row.score == "0.00" and row.share == 0.0
    assert row.told.startswith("Noop, 0.00, as it should, ")
    (row,) = rows([kept], "1" * 64)
    assert row.stale and "the task has changed since" in row.told
    (row,) = rows([KeptTrial(Path("/w/b"), None, "trial.json is damaged.", (0, 0))], DIGEST)
    assert (row.pill, row.share, row.title) == ("damaged", None, "b")


def test_words_of_an_agent_do_nothing_and_are_not_long() -> None:
    named = trial("near-miss", extra={"did": "a\u202eb\n" * 400})
    assert "\u202e" not in title_of(named) and "\n" not in title_of(named)
    assert len(title_of(named)) < 200
    assert shown("<b>x</b>\x1b[2J") == "<b>x</b>\\x1b[2J"


def test_progress_counts_trials_and_steps() -> None:
    row = progress_of(Advance("replay", 2, 8, "acting", 12, 41))
    assert (row.key, row.title, row.pill) == (NOW, "Replay", "step 12 of 41")
    assert row.caption == "Trial 2 of 8" and row.share == pytest.approx(12 / 41)
    row = progress_of(Advance("noop", 1, 1, "programs"))
    assert (row.caption, row.pill, row.share) == ("", "opening the task's programs", 0.0)
    assert progress_of(Advance("noop", 1, 1, "acting"), stopping=True).pill == "stopping"


def test_what_came_of_an_experiment_is_one_sentence() -> None:
    fine = [("noop", "SCORED", 0.0), ("oracle", "SCORED", 1.0)]
    assert ended_sentence(fine, 2) == "2 trials ended, each as it should."
    odd = [*fine, ("near-miss", "SCORED", 1.0), ("replay", "VOID", None)]
    assert ended_sentence(odd, 4) == "4 trials ended; 2 are not as they should be."
    assert ended_sentence(fine[:1], 4) == "1 trial ended of 4; what ended is kept."


def test_the_selection_follows_what_runs_and_else_stays() -> None:
    made = tuple(Row(key, key, "", "", "neutral", None) for key in (NOW, "b", "a"))
    assert selected_after(made, "a", True) == NOW
    assert selected_after(made, "a", False) == "a"
    assert selected_after(made[1:], NOW, False) == "b"
    assert selected_after((), "a", False) == ""


POINTS = (
    Checkpoint(id="amounts", title="Amounts completed", weight=60),
    Checkpoint(id="total", title="Total", weight=40),
)
SPANS = (
    CheckpointSteps(checkpoint="amounts", first_event=1, last_event=9),
    CheckpointSteps(checkpoint="total", first_event=10, last_event=20),
)
ACTS = (
    Act("Click", events=(1, 4)),
    Act("Type", events=(5, 9)),
    Act("Type", told="It is not there.", done=False, events=(10, 14)),
)


def opened(**found: Any) -> OpenTrial:
    grade = Grade(
        status="SCORED",
        reason=None,
        score=0.6,
        checkpoints=(
            point("amounts", 1.0, check("c-1", 1.0, "All 2 values are right.")),
            point("total", 0.0, check("c-2", 0.0, "2 values differ.", **found)),
            point("whole", None),
        ),
    )
    return OpenTrial(Path("/w/a"), trial("replay", score=0.6), grade, ACTS)


def test_what_was_found_stands_under_its_checkpoint() -> None:
    lines = found_of(opened(), POINTS)
    told = [(line.title, line.caption, line.place, line.sign) for line in lines]
    assert told == [
        ("Amounts completed", "1.00", 0, "right"),
        ("All 2 values are right.", "", 0, "right"),
        ("Total", "0.00", 1, "wrong"),
        ("2 values differ.", "", 1, "wrong"),
        ("Holds for all", "no score", None, "waits"),
    ]
    assert missed(lines) == "1 checkpoint missed"
    assert [line.heading for line in checks_of(lines)] == [True, False, True, False, True]


def test_a_checkpoint_says_at_which_step_it_was_reached() -> None:
    at = reached(ACTS, SPANS)
    assert at == {"amounts": 1}
    points = points_of(found_of(opened(), POINTS), at, followed=True)
    assert [line.caption for line in points] == [
        "1.00, at step 2",
        "0.00, never reached",
        "no score",
    ]
    points = points_of(found_of(opened(), POINTS), {}, followed=False)
    assert [line.caption for line in points] == ["1.00", "0.00", "no score"]
    assert [place_of(act, SPANS, POINTS) for act in ACTS] == [0, 0, 1]
    assert place_of(Act("Click"), SPANS, POINTS) is None


def test_differences_say_what_was_found_and_wanted() -> None:
    wrong = [{"cell": f"D{n}", "expected": 1438.2, "found": None} for n in range(3, 12)]
    lines = wanted(check("c", 0.0, "They differ.", wrong=wrong))
    assert lines[0] == "D3: found nothing, wanted 1,438.20"
    assert len(lines) == 5 and lines[-1] == "and 5 more"
    assert wanted(check("c", 0.0, "It differs.", wrong="<b>")) == []
    assert wanted(check("c", 0.0, "It differs.", wrong=[3, {"expected": 1}])) == []


def test_small_words() -> None:
    assert act_words(ACTS, 1) == "Step 2 of 3"
    assert act_words((), 0) == "Nothing was kept of what it did."
    assert (length(18.84), length(580.0)) == ("18.8 s", "9 min 40 s")
    assert "replay" not in offered(False) and offered(True)[0] == "noop"
