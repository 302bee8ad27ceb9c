"""What the checkpoints page says, in plain Python."""

import pytest

from studio.authoring.coverage import Coverage, FileCover, RegionCover, SentenceCover
from studio.editing.shares import WHOLE
from studio.formats.tasks import TaskDocument
from studio.gui.pages.checkpoints.covering_state import cover_rows, legend, waiting
from studio.gui.pages.checkpoints.state import headline, next_selected, parts, rows
from studio.gui.widgets.share_part import SharePart, bounds, with_shift
from studio.model.check import Check, CheckpointSteps, Checks
from studio.model.step import Step
from studio.model.task import Checkpoint, Task


def step(number: int, event: int) -> Step:
    return Step.model_construct(id=number, first_event=event, last_event=event + 1)


STEPS = tuple(step(number, 10 * number) for number in range(1, 8))


def check(id: str, point: str | None, gate: bool = False) -> Check:
    return Check(id=id, checkpoint=point, kind="file_exists", target="a.txt", gate=gate)


def document(*checks: Check, gate: bool = False) -> TaskDocument:
    points = (
        Checkpoint(id="amounts", title="Amounts", weight=2),
        Checkpoint(id="total", title="Total", weight=1, gate=gate),
        Checkpoint(id="extra", title="Extra", weight=0),
    )
    task = Task(id="t", created="2026-01-02T03:04:05.000Z", work="in_place", checkpoints=points)
    spans = (
        CheckpointSteps(checkpoint="amounts", first_event=30, last_event=51),
        CheckpointSteps(checkpoint="total", first_event=70, last_event=71),
    )
    return TaskDocument(task, "", Checks(steps=spans, checks=checks))


def test_a_row_says_steps_checks_and_share() -> None:
    made = document(check("a", "amounts"), check("b", "amounts", gate=True), check("c", "total"))
    amounts, total, extra = rows(made, STEPS)
    assert (amounts.share, total.share, extra.share) == (667, 333, 0)
    assert amounts.steps == (3, 5) and amounts.caption == "Steps 3 to 5 · 2 checks"
    assert total.steps == (7, 7) and total.caption == "Step 7 · 1 check"
    assert extra.caption == "No steps · No check yet" and not extra.lacks
    assert headline(rows(made, STEPS))[0] == "good"


def test_a_task_of_files_has_no_steps_to_tell_of() -> None:
    assert [row.told_steps for row in rows(document(), None)] == ["", "", ""]
    assert rows(document(), None)[0].caption == "No check yet, so it scores 0"


def test_a_checkpoint_without_a_check_is_named_with_what_it_costs() -> None:
    one = rows(document(check("a", "amounts"), check("g", "total", gate=True)), STEPS)
    assert one[1].lacks and "none with a weight, so it scores 0" in one[1].caption
    told = "“Total” has no check with a weight: nobody can earn its 33.3%; give it one"
    assert headline(one) == ("waits", told)
    both = rows(document(), STEPS)
    assert headline(both)[1].startswith("No checkpoint has a check with a weight, so all work")
    shared = rows(document(check("a", None)), STEPS)
    assert headline(shared)[1].startswith("2 checkpoints have no check")
    assert "nobody can earn their 75%" in headline(shared)[1]
    gate = rows(document(check("a", "amounts"), gate=True), STEPS)
    assert "“Total” must pass and has no check" in headline(gate)[1]
    assert headline(()) == ("", "")


def test_loose_checks_are_a_part_of_the_bar() -> None:
    found = parts(document(check("a", None)))
    assert [(part.id, part.tenths) for part in found] == [
        ("amounts", 500),
        ("total", 250),
        ("extra", 0),
        (WHOLE, 250),
    ]
    assert found[-1].place is None and found[-1].name == "For the whole work"


def test_a_divider_moves_only_what_it_divides() -> None:
    made = tuple(
        SharePart(name, name, 0, share) for name, share in zip("abc", (500, 300, 200), strict=True)
    )
    assert [part.tenths for part in with_shift(made, 0, 620)] == [620, 180, 200]
    assert [part.tenths for part in with_shift(made, 0, 950)] == [800, 0, 200]
    assert [part.tenths for part in with_shift(made, 1, -10)] == [500, 0, 500]
    assert bounds(made, 100) == (0, 50, 80, 100)
    assert bounds((), 100) == (0,)


@pytest.mark.parametrize(
    ("before", "after", "selected", "then"),
    [
        ("abc", "abc", "b", "b"),
        ("abc", "abcd", "b", "d"),
        ("abc", "ac", "b", "c"),
        ("abc", "ab", "c", "b"),
        ("", "abc", "", "a"),
        ("a", "", "a", ""),
    ],
)
def test_what_is_selected_after_a_change(before: str, after: str, selected: str, then: str) -> None:
    def made(names: str) -> list[object]:
        task = Task(
            id="t",
            created="2026-01-02T03:04:05.000Z",
            work="in_place",
            checkpoints=tuple(Checkpoint(id=name, title=name) for name in names),
        )
        return list(rows(TaskDocument(task, "", Checks()), None))

    assert next_selected(made(before), made(after), selected) == then  # type: ignore[arg-type]


def test_coverage_is_told_in_words_beside_its_colours() -> None:
    found = Coverage(
        (
            SentenceCover("Add it.", (0, 7), "checked", ("c1", "c2")),
            SentenceCover("Sort it.", (8, 16), "waits"),
            SentenceCover("Hello.", (17, 23), "plain"),
            SentenceCover("In bold.", (24, 32), "plain", let_be=True),
        ),
        (
            FileCover(
                "a.xlsx",
                "changed",
                (RegionCover("D4 is 3", "checked", "c1"), RegionCover("D5 is 4", "waits")),
            ),
            FileCover("b.txt", "new", ()),
        ),
    )
    told = [(row.title, row.caption, row.tone, row.check) for row in cover_rows(found)]
    assert told == [
        ("The instruction asks", "1 of 3 checked", "", ""),
        ("Add it.", "2 checks look at it", "good", "c1"),
        ("Sort it.", "No check looks at it: press to cover it", "waits", ""),
        ("In bold.", "You said that no check is needed", "plain", ""),
        ("a.xlsx, changed", "1 of 2 checked", "", ""),
        ("D4 is 3", "A check looks at it", "good", "c1"),
        ("D5 is 4", "No check looks at it: press to cover it", "waits", ""),
        ("b.txt, made", "nothing to check", "", ""),
    ]
    assert waiting(found) == ("waits", "2 wait for a check")
    words = [word for _, word in legend(found)]
    assert words == ["Checked: 1", "Asked for, not checked: 1", "Asks for nothing: 2"]
    assert waiting(Coverage()) == ("", "")
