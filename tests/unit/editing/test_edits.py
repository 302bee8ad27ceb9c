from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.base.errors import UserError
from studio.editing import (
    AddCheck,
    AddCheckpoint,
    Edit,
    History,
    LinkOccupation,
    LinkOnetTasks,
    RemoveCheck,
    RemoveCheckpoint,
    ReplaceProposals,
    SayStep,
    SetCheck,
    SetCheckpoint,
    SetPrompt,
    SetValue,
    Several,
    apply,
)
from studio.formats.annotations import Said
from studio.formats.documents import dump_json, parse_document
from studio.formats.tasks import TaskDocument
from studio.model.check import Check, Checks
from studio.model.task import OccupationLink, OnetTasks, Task

LINK = OccupationLink(code="43-3031.00", soc="43-3031", title="Clerks", release="O*NET 30.1")


def empty() -> TaskDocument:
    task = Task(id="books", title="Books", created="2026-01-02T03:04:05.000Z", work="in_place")
    return TaskDocument(task, "", Checks())


def check(id: str = "total", target: str = "a.xlsx#S!D4", **more: Any) -> Check:
    return Check(id=id, kind="cell_equals", target=target, **more)


def after(*edits: Edit) -> TaskDocument:
    document = empty()
    for edit in edits:
        document, _ = apply(document, edit)
    return document


def test_each_edit_names_the_areas_it_changed() -> None:
    document = after(AddCheckpoint("Totals", 2.0, 3, 9), AddCheck(check()))
    expected: list[tuple[Edit, set[str]]] = [
        (SetPrompt("Add the total."), {"prompt"}),
        (SetValue("limits.seconds", 90), {"task"}),
        (AddCheckpoint("Note"), {"checkpoints"}),
        (SetCheckpoint("totals", weight=3.0), {"checkpoints"}),
        (SetCheckpoint("totals", first_event=4, last_event=9), {"checkpoints"}),
        (RemoveCheckpoint("totals"), {"checkpoints"}),
        (AddCheck(check()), {"checks"}),
        (SetCheck("total", {"tolerance": 0.5}), {"checks"}),
        (RemoveCheck("total"), {"checks"}),
        (LinkOccupation(LINK), {"task"}),
        (LinkOnetTasks("totals", OnetTasks(ids=("101",))), {"checkpoints"}),
        (LinkOnetTasks("totals", OnetTasks()), {"checkpoints"}),
        (SetPrompt(""), set()),
    ]
    for edit, areas in expected:
        assert apply(document, edit)[1] == areas, edit


def test_removing_a_checkpoint_leaves_its_checks_without_one() -> None:
    document = after(
        AddCheckpoint("Totals", 1.0, 3, 9),
        AddCheck(check(checkpoint="totals")),
        RemoveCheckpoint("totals"),
    )
    assert document.task.checkpoints == () and document.checks.steps == ()
    assert [found.checkpoint for found in document.checks.checks] == [None]


def test_equal_titles_and_long_ids_stay_apart_and_readable() -> None:
    document = after(AddCheckpoint("Totals"), AddCheckpoint("Totals"))
    assert [point.id for point in document.task.checkpoints] == ["totals", "totals-2"]
    long = "x" * 64
    document = after(*[AddCheck(check(long)) for _ in range(12)])
    assert len({found.id for found in document.checks.checks}) == 12
    assert parse_document(dump_json(document.checks), "checks", Checks) == document.checks


def test_an_edited_check_is_ones_own_and_keeps_its_id() -> None:
    document = after(
        AddCheck(check(origin="proposed")), SetCheck("total", {"weight": 2, "id": "other"})
    )
    (found,) = document.checks.checks
    assert (found.id, found.weight, found.origin) == ("total", 2.0, "edited")


def test_new_proposals_replace_old_ones_only() -> None:
    document = after(
        AddCheck(check("mine")),
        AddCheck(check("old", "a.xlsx#S!D9", origin="proposed")),
        ReplaceProposals(
            (check("same", origin="proposed"), check("mine", "b.csv#x[1]", origin="proposed"))
        ),
    )
    assert [(c.id, c.target) for c in document.checks.checks] == [
        ("mine", "a.xlsx#S!D4"),
        ("mine-2", "b.csv#x[1]"),
    ]


@pytest.mark.parametrize(
    "edit",
    [
        SetValue("no.such", 1),
        SetValue("id", "other"),
        SetValue("limits.seconds", -1),
        AddCheckpoint(""),
        AddCheckpoint("Totals", -1.0),
        AddCheckpoint("Totals", float("nan")),
        AddCheckpoint("Totals", 1.0, 9, 3),
        SetCheckpoint("none", title="x"),
        LinkOnetTasks("none", OnetTasks()),
        RemoveCheckpoint("none"),
        SetCheck("none", {}),
        RemoveCheck("none"),
        AddCheck(check(checkpoint="none")),
    ],
    ids=str,
)
def test_an_edit_that_does_not_fit_is_one_sentence_and_changes_nothing(edit: Edit) -> None:
    history = History(empty())
    with pytest.raises(UserError) as caught:
        history.apply(edit)
    assert str(caught.value).endswith(".")
    assert history.document == empty() and not history.can_undo


def test_several_edits_are_undone_together_or_not_done_at_all() -> None:
    history = History(empty())
    both = (AddCheckpoint("Totals"), AddCheck(check(checkpoint="totals")))
    assert history.apply(Several("Propose checks", both)) == {"checkpoints", "checks"}
    assert history.undo_title == "Propose checks"
    history.undo()
    assert history.document == empty()
    with pytest.raises(UserError):
        history.apply(Several("Bad", (AddCheckpoint("Totals"), RemoveCheck("none"))))
    assert history.document == empty()


def test_typing_is_one_edit_until_it_ends() -> None:
    history = History(empty())
    for text in ("A", "Ad", "Add"):
        history.apply(SetPrompt(text))
    history.end_typing()
    history.apply(SetPrompt("Add it"))
    assert history.undo_title == "Edit the instruction"
    history.undo()
    assert history.document.prompt == "Add"
    history.undo()
    assert history.document.prompt == "" and not history.can_undo
    history.redo()
    assert history.document.prompt == "Add" and history.redo_title == "Edit the instruction"
    history.apply(SetValue("title", "New"))
    assert not history.can_redo


NAMES = st.sampled_from(["totals", "note", "totals-2", "none"])
CHECK_IDS = st.sampled_from(["total", "total-2", "none"])
CHECKS = st.builds(
    check,
    st.sampled_from(["total", "sum"]),
    st.sampled_from(["a.xlsx#S!D4", "b.json#/x"]),
    checkpoint=st.sampled_from([None, "totals", "note"]),
    origin=st.sampled_from(["proposed", "authored"]),
)
EVENTS = st.none() | st.integers(1, 9)
EDITS: st.SearchStrategy[Edit] = st.one_of(
    st.builds(SetPrompt, st.text(max_size=3)),
    st.builds(SetValue, st.sampled_from(["title", "subdomain", "nothing"]), st.text(max_size=3)),
    st.builds(AddCheckpoint, st.sampled_from(["Totals", "Note"]), st.just(1.0), EVENTS, EVENTS),
    st.builds(SetCheckpoint, NAMES, weight=st.floats(-1, 3), first_event=EVENTS, last_event=EVENTS),
    st.builds(RemoveCheckpoint, NAMES),
    st.builds(AddCheck, CHECKS),
    st.builds(SetCheck, CHECK_IDS, st.fixed_dictionaries({"weight": st.floats(-1, 3)})),
    st.builds(RemoveCheck, CHECK_IDS),
    st.builds(ReplaceProposals, st.lists(CHECKS, max_size=3).map(tuple)),
    st.builds(LinkOccupation, st.just(LINK)),
    st.builds(
        LinkOnetTasks,
        st.just("totals"),
        st.none() | st.builds(OnetTasks, ids=st.tuples(st.text("012", max_size=2))),
    ),
)


@given(st.lists(EDITS, max_size=12))
def test_undo_and_redo_restore_the_exact_documents(edits: list[Edit]) -> None:
    history = History(empty())
    seen = [history.document]
    for edit in edits:
        try:
            changes = history.apply(edit)
        except UserError:
            assert history.document == seen[-1]
            continue
        history.end_typing()
        assert bool(changes) == (history.document != seen[-1])
        if changes:
            seen.append(history.document)
    for document in reversed(seen[:-1]):
        assert history.undo()
        assert history.document == document
    assert not history.undo() and not history.can_undo
    for document in seen[1:]:
        assert history.redo()
        assert history.document == document
    assert not history.redo() and not history.can_redo


@given(st.lists(EDITS, max_size=12))
def test_whatever_is_edited_can_be_written_and_read_back(edits: list[Edit]) -> None:
    history = History(empty())
    for edit in edits:
        try:
            history.apply(edit)
        except UserError:
            continue
    document = history.document
    assert parse_document(dump_json(document.task), "task", Task) == document.task
    assert parse_document(dump_json(document.checks), "checks", Checks) == document.checks
    points = {point.id for point in document.task.checkpoints}
    assert {found.checkpoint for found in document.checks.checks} <= points | {None}
    assert {span.checkpoint for span in document.checks.steps} <= points


def test_a_step_is_said_otherwise_and_undo_takes_it_back() -> None:
    history = History(empty())
    assert history.apply(SayStep(4, sentence=" Open\n the  book ")) == {"steps"}
    assert history.apply(SayStep(4, note="to see the total")) == {"steps"}
    assert history.document.said == {4: Said("Open the book", "to see the total")}
    assert history.undo_title == "Annotate a step"
    assert history.undo() == {"steps"} and history.undo() == {"steps"}
    assert history.document.said == {}


def test_what_is_said_of_a_step_has_an_end() -> None:
    with pytest.raises(UserError, match="at most"):
        apply(empty(), SayStep(4, note="x" * 3000))
