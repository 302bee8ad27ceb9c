from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.authoring import (
    accept_suggestion,
    add_checkpoint,
    change_checkpoint,
    edit_task,
    link_notes,
    link_occupation,
    link_onet_tasks,
    new_task,
    rank_onet_tasks,
    suggest_occupations,
)
from studio.authoring.linking import seen_in
from studio.base.errors import UserError
from studio.editing import AddCheck, History, LinkOccupation, LinkOnetTasks, SetPrompt, SetValue
from studio.formats.tasks import open_task
from studio.model.check import Check
from studio.model.task import OccupationLink, OnetTasks
from studio.taxonomy import occupations, releases
from tests.unit.onet_release import CSV_FOLDER


@pytest.fixture
def release() -> Iterator[str]:
    yield releases.install(CSV_FOLDER, "30.1").name


@pytest.fixture(autouse=True)
def author(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STUDIO_AUTHOR", "Ada")


def answer_of(folder: Path) -> OnetTasks | None:
    return open_task(folder).document.task.checkpoints[0].onet_tasks


def link_of(folder: Path) -> OccupationLink:
    link = open_task(folder).document.task.occupation
    assert link
    return link


def test_a_link_by_hand_says_who_and_when_and_no_confidence(task: Path) -> None:
    link_occupation(task, "13-2011.00")
    link = link_of(task)
    assert (link.soc, link.title) == ("13-2011", "Accountants and Auditors")
    assert link.release == occupations.RELEASE
    assert (link.chosen.how, link.chosen.by, link.chosen.confidence) == ("expert", "Ada", None)
    assert link.chosen.at.endswith("Z") and link.chosen.note == ""


@pytest.mark.parametrize("code", ["55-1011.00", "15-1299.00", "11-9199.00"])
def test_military_and_all_other_occupations_are_choosable(
    task: Path, release: str, code: str
) -> None:
    link_occupation(task, code)
    assert link_of(task).code == code
    assert rank_onet_tasks(open_task(task), "amounts") == ()
    link_onet_tasks(task, "amounts", ())
    answer = answer_of(task)
    assert answer and answer.ids == () and answer.release == release


def test_an_old_code_becomes_the_new_one_with_a_note(task: Path) -> None:
    for code in ("15-1111", "15-1111.00"):
        link_occupation(task, code)
        link = link_of(task)
        assert link.code == "15-1221.00" and f"Upgraded from {code} (BLS" in link.chosen.note


def test_an_old_code_that_became_several_is_a_question(task: Path) -> None:
    before = link_of(task)
    with pytest.raises(UserError, match=r"15-1252\.00.* or .*15-1253\.00.*choose one"):
        link_occupation(task, "15-1132")
    assert link_of(task) == before


def test_an_accepted_suggestion_keeps_its_confidence(task: Path) -> None:
    edit_task(task, SetPrompt("Fix the teeth of the patient and fill the cavities."))
    found = suggest_occupations(open_task(task))
    assert any("Dent" in made.occupation.title for made in found)
    accept_suggestion(task, 2)
    link = link_of(task)
    assert link.code == found[1].occupation.code
    assert (link.chosen.how, link.chosen.confidence) == ("suggested", found[1].confidence)
    for number in (0, -1, len(found) + 1):
        with pytest.raises(UserError, match=f"from 1 to {len(found)}"):
            accept_suggestion(task, number)


def test_a_task_that_says_nothing_gets_no_suggestion(task: Path) -> None:
    for name in ("input", "private/reference"):
        (task / name / "invoices.csv").unlink()
    edit_task(task, SetPrompt(""))
    edit_task(task, SetValue("title", ""))
    assert suggest_occupations(open_task(task)) == ()
    with pytest.raises(UserError, match="write its instruction"):
        accept_suggestion(task, 1)
    edit_task(task, SetPrompt("bracket.stl 80 x 40 x 6"))
    with pytest.raises(UserError, match="too few words about the work"):
        accept_suggestion(task, 1)


def test_the_recording_is_a_witness(recording: Path, tmp_path: Path) -> None:
    folder = new_task(tmp_path / "made", recording).folder
    seen = seen_in(open_task(folder))
    assert seen.applications and seen.screen and "invoices.csv" in seen.files
    typed = seen.instruction + " ".join(seen.screen)
    assert "250.50" not in typed
    # The name of its folder is no instruction.
    assert seen.instruction == "" and "Made" in seen.files


def test_the_tasks_of_the_occupation_are_ranked_by_the_checkpoint(task: Path, release: str) -> None:
    link_occupation(task, "13-2011.00")
    change_checkpoint(task, "amounts", title="Missing receipts are listed")
    first, second = rank_onet_tasks(open_task(task), "amounts")
    assert (first.statement.id, second.statement.id) == ("102", "101")
    assert {"receipts", "missing"} <= set(first.because)
    reason = Check(
        id="why",
        checkpoint="amounts",
        kind="file_exists",
        target="invoices.csv",
        gate=True,
        because="Compare the ledger and the bank statement.",
    )
    change_checkpoint(task, "amounts", title="First part")
    edit_task(task, AddCheck(reason))
    assert rank_onet_tasks(open_task(task), "amounts")[0].statement.id == "101"


def test_without_a_release_it_is_said_how_to_get_one(task: Path) -> None:
    with pytest.raises(UserError, match="and install it on Occupations") as refused:
        rank_onet_tasks(open_task(task), "amounts")
    assert "studio occupations install" in refused.value.in_shell


def test_without_an_occupation_there_is_nothing_to_choose_from(
    recording: Path, tmp_path: Path, release: str
) -> None:
    folder = new_task(tmp_path / "made", recording).folder
    add_checkpoint(folder, "Part")
    with pytest.raises(UserError, match="link one first") as refused:
        rank_onet_tasks(open_task(folder), "part")
    assert "--occupation CODE" in refused.value.in_shell
    with pytest.raises(UserError, match="there is part"):
        rank_onet_tasks(open_task(folder), "nope")


def test_several_tasks_can_be_chosen_and_others_are_refused(task: Path, release: str) -> None:
    link_occupation(task, "13-2011.00")
    link_onet_tasks(task, "amounts", ("102", "101", "102"))
    answer = answer_of(task)
    assert answer and answer.ids == ("102", "101")
    assert (answer.release, answer.occupation) == (release, "13-2011.00")
    assert (answer.chosen.how, answer.chosen.by) == ("expert", "Ada")
    for wrong in ("201", "99", "", "x"):
        with pytest.raises(UserError, match="not a task of 13-2011"):
            link_onet_tasks(task, "amounts", ("101", wrong))
        with pytest.raises(UserError, match="not a task of 13-2011"):
            add_checkpoint(task, "More", onet_tasks=(wrong,))
    assert answer_of(task) == answer


def test_without_a_release_ids_are_kept_as_given_and_no_release_is_claimed(task: Path) -> None:
    link_onet_tasks(task, "amounts", ("2496",))
    answer = answer_of(task)
    assert answer and (answer.ids, answer.release) == (("2496",), "")


def test_none_fits_is_kept_and_is_not_the_same_as_no_answer(task: Path) -> None:
    assert answer_of(task) is None
    link_onet_tasks(task, "amounts", ())
    answer = answer_of(task)
    assert answer is not None and answer.ids == () and answer.chosen.by == "Ada"
    edit_task(task, LinkOnetTasks("amounts", None))
    assert answer_of(task) is None
    with pytest.raises(UserError, match="nope"):
        link_onet_tasks(task, "nope", ())


def test_an_answer_can_be_undone(task: Path) -> None:
    history = History(open_task(task).document)
    history.apply(LinkOnetTasks("amounts", OnetTasks()))
    assert history.undo_title == "Link O*NET tasks"
    history.undo()
    assert history.document.task.checkpoints[0].onet_tasks is None


def test_a_task_with_an_old_code_says_so(task: Path) -> None:
    assert list(link_notes(open_task(task).document.task)) == []
    old = OccupationLink(
        code="15-1132.00",
        soc="15-1132",
        title="Software Developers, Applications",
        release="O*NET 22.1",
    )
    edit_task(task, LinkOccupation(old))
    (note,) = link_notes(open_task(task).document.task)
    assert "15-1132.00" in note and "15-1252.00" in note
    unknown = old.model_copy(update={"code": "99-9999.00", "release": "O*NET 30.1"})
    edit_task(task, LinkOccupation(unknown))
    (note,) = link_notes(open_task(task).document.task)
    assert "99-9999.00" in note and "nearest" in note


def test_an_answer_for_another_occupation_is_told(task: Path) -> None:
    link_onet_tasks(task, "amounts", ())
    link_occupation(task, "13-2011.00")
    (note,) = link_notes(open_task(task).document.task)
    assert "amounts" in note and "43-3031.00" in note and "13-2011.00" in note
