import shutil
from pathlib import Path
from typing import Any

import pytest

from studio.authoring import (
    add_check,
    add_checkpoint,
    change_check,
    change_checkpoint,
    edit_task,
    inspect_package,
    laid_out,
    link_occupation,
    new_task,
    pack,
    propose_checks,
    unpack,
)
from studio.base.errors import UserError
from studio.editing import RemoveCheckpoint, SetPrompt, SetValue
from studio.formats import digests, layout, trust
from studio.formats.tasks import open_task
from studio.grading import grade_output
from studio.model.check import parse_target
from studio.taxonomy import occupations


def test_edits_are_kept_all_or_none(task: Path) -> None:
    edit_task(task, SetPrompt("New words"), SetValue("title", "New"))
    document = open_task(task).document
    assert (document.prompt, document.task.title) == ("New words", "New")
    with pytest.raises(UserError):
        edit_task(task, SetPrompt("Lost"), SetValue("no.such.key", 1))
    assert open_task(task).document == document


def test_link_carries_the_release(task: Path) -> None:
    link = link_occupation(task, "13-2011.00").document.task.occupation
    assert link and (link.soc, link.title) == ("13-2011", "Accountants and Auditors")
    assert link.release == occupations.RELEASE


def test_steps_become_events(recording: Path, tmp_path: Path) -> None:
    folder = new_task(tmp_path / "made", recording).folder
    task = add_checkpoint(folder, "Click", 0.5, steps=(1, 1), onet_tasks=("12345",))
    (checkpoint,) = task.document.task.checkpoints
    assert checkpoint.onet_tasks and checkpoint.onet_tasks.ids == ("12345",)
    (span,) = task.document.checks.steps
    assert (span.first_event, span.last_event) == (3, 4)
    task = change_checkpoint(folder, checkpoint.id, weight=3.0, steps=(1, 2))
    (wider,) = task.document.checks.steps
    assert wider.first_event == 3 and wider.last_event > 4
    assert task.document.task.checkpoints[0].weight == 3.0
    assert open_task(folder).document == task.document
    for steps in ((2, 1), (1, 99), (0, 1)):
        with pytest.raises(UserError, match="not steps"):
            change_checkpoint(folder, checkpoint.id, steps=steps)
    task = edit_task(folder, RemoveCheckpoint(checkpoint.id))
    assert task.document.task.checkpoints == () and task.document.checks.steps == ()


def test_a_parameter_changes_alone(task: Path) -> None:
    _, check = change_check(task, "amount-a-2", {"tolerance": 0.25, "weight": 2.0})
    assert (check.tolerance, check.weight, check.origin) == (0.25, 2.0, "edited")
    assert check.target == "invoices.csv#amount[A-2]"
    with pytest.raises(UserError):
        change_check(task, "amount-a-2", {"parameters.no_such": 1})
    assert open_task(task).document.checks.checks == (check,)


def test_added_checks_get_their_own_ids(task: Path) -> None:
    _, first = add_check(task, "file_exists", "invoices.csv", gate=True)
    _, second = add_check(task, "file_exists", "invoices.csv", gate=True)
    assert first.id != second.id and first.origin == "authored"


def test_what_may_be_there_already_is_a_gate_by_itself(task: Path) -> None:
    _, check = add_check(task, "file_exists", "invoices.csv")
    assert check.gate
    for act in (
        lambda: add_check(task, "file_exists", "invoices.csv", weight=2.0),
        lambda: change_check(task, check.id, {"weight": 2.0}),
        lambda: change_check(task, check.id, {"gate": False}),
    ):
        with pytest.raises(UserError, match="always a gate"):
            act()
    _, changed = change_check(task, "amount-a-2", {"kind": "file_exists", "parameters": {}})
    assert changed.gate


@pytest.mark.parametrize("amount", [-1, -0.001, float("nan"), float("inf"), True, "wide"])
def test_amounts_that_are_none_are_refused_with_a_sentence(task: Path, amount: Any) -> None:
    before = open_task(task).document
    target = "invoices.csv#amount[A-2]"
    for act in (
        lambda: add_check(task, "cell_equals", target, tolerance=amount),
        lambda: change_check(task, "amount-a-2", {"tolerance": amount}),
    ):
        with pytest.raises(UserError, match="The tolerance must be a number of 0 or more"):
            act()
    with pytest.raises(UserError, match="The weight must be a number above 0"):
        add_check(task, "cell_equals", target, weight=amount)
    assert open_task(task).document == before


@pytest.mark.parametrize(
    ("kind", "target", "parameters", "word"),
    [
        ("json_value", "none.json#/a", {}, "missing"),
        ("xpath_value", "invoices.csv", {"xpath": "//a["}, "not an XPath"),
        ("xpath_value", "invoices.csv", {"xpath": "//a"}, "not valid XML"),
        ("file_count", "*.csv", {"at_least": 9}, "reference itself"),
        ("sqlite_query", "invoices.csv", {"query": "DROP TABLE x"}, "SELECT"),
        ("all_of", "invoices.csv", {"checks": [{"kind": "x", "target": "a"}]}, "not a kind"),
    ],
)
def test_a_check_that_cannot_judge_is_refused_where_it_is_typed(
    task: Path, kind: str, target: str, parameters: dict[str, Any], word: str
) -> None:
    before = (task / layout.CHECKS).read_bytes()
    with pytest.raises(UserError, match=word):
        add_check(task, kind, target, parameters=parameters)
    assert (task / layout.CHECKS).read_bytes() == before


def test_a_model_judges_never_alone_and_never_much(task: Path) -> None:
    shared = open_task(task).document.checks.checks[0].checkpoint
    alone = add_checkpoint(task, "Alone").document.task.checkpoints[-1].id
    question = {"question": "Is it clear?"}
    for point, weight, word in ((alone, None, "only weighted check"), (shared, 1.0, "20%")):
        with pytest.raises(UserError, match=word):
            add_check(
                task, "model_judge", "invoices.csv", point, weight=weight, parameters=question
            )
    _, check = add_check(
        task, "model_judge", "invoices.csv", shared, weight=0.2, parameters=question
    )
    with pytest.raises(UserError, match="20%"):
        change_check(task, check.id, {"weight": 0.5})


def test_proposals_pass_on_the_reference_and_make_checkpoints(
    recording: Path, tmp_path: Path
) -> None:
    folder = new_task(tmp_path / "made", recording, prompt="A-2 in invoices.csv is 250.50.").folder
    before = digests.of_task(folder)
    proposal = propose_checks(folder)
    assert any(not check.gate for check in proposal.checks)
    assert digests.of_task(folder) == before
    propose_checks(folder, write=True)
    task = open_task(folder)
    (checkpoint,) = task.document.task.checkpoints
    weighted = [check for check in task.document.checks.checks if not check.gate]
    assert {check.checkpoint for check in weighted} == {checkpoint.id}
    assert {parse_target(check.target).path for check in weighted} == {"invoices.csv"}
    assert grade_output(task, task.reference).passed
    assert grade_output(task, task.input).score == 0


def test_a_public_folder_takes_no_checks(task: Path) -> None:
    shutil.rmtree(task / layout.PRIVATE)
    for act in (
        lambda: add_check(task, "file_exists", "invoices.csv", gate=True),
        lambda: add_checkpoint(task, "T"),
        lambda: propose_checks(task),
    ):
        with pytest.raises(UserError, match="public side"):
            act()
    assert not (task / layout.PRIVATE).exists()


def test_ones_own_package_is_not_foreign(task: Path, tmp_path: Path) -> None:
    pack(task, tmp_path / "a.task")
    _, foreign = unpack(tmp_path / "a.task", tmp_path / "a")
    assert not foreign and not trust.is_foreign(tmp_path / "a")


def test_a_package_is_laid_out_where_it_is_run(task: Path, tmp_path: Path) -> None:
    assert laid_out(task, tmp_path / "tasks") == task
    package = tmp_path / "a.task"
    pack(task, package)
    folder = laid_out(package, tmp_path / "tasks")
    assert folder == tmp_path / "tasks/a"
    assert digests.of_task(folder) == digests.of_task(task) and not trust.is_foreign(folder)
    (folder / "validation").mkdir()
    assert laid_out(package, tmp_path / "tasks") == folder and (folder / "validation").is_dir()
    edit_task(task, SetPrompt(text="Add the amounts and nothing else."))
    pack(task, package)
    with pytest.raises(UserError, match="another task than a"):
        laid_out(package, tmp_path / "tasks")
    package.write_bytes(package.read_bytes()[:-40])
    with pytest.raises(UserError):
        laid_out(package, tmp_path / "elsewhere")
    assert not (tmp_path / "elsewhere/a").exists()


def test_a_package_from_elsewhere_is_foreign(
    task: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for kind in ("full", "public"):
        pack(task, tmp_path / f"{kind}.task", kind)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another-machine"))
    for kind in ("full", "public"):
        manifest, foreign = unpack(tmp_path / f"{kind}.task", tmp_path / kind)
        assert foreign and trust.is_foreign(tmp_path / kind)
        assert manifest == inspect_package(tmp_path / f"{kind}.task")
    assert digests.of_task(tmp_path / "full") == digests.of_task(task)


def test_a_claimed_digest_buys_no_trust(task: Path, tmp_path: Path) -> None:
    """A stranger's public package that names the digest of a task packed here stays foreign."""
    pack(task, tmp_path / "mine.task")
    known = digests.of_task(task)
    edit_task(task, SetPrompt("Do something else"))
    from studio.formats import packages

    real = packages.digests.of_task
    packages.digests.of_task = lambda folder: known
    try:
        packages.pack_task(task, tmp_path / "theirs.task", "public")
    finally:
        packages.digests.of_task = real
    manifest, foreign = unpack(tmp_path / "theirs.task", tmp_path / "theirs")
    assert manifest.task_digest == known and foreign


def test_where_a_package_may_not_go(task: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="inside"):
        pack(task, task / "x.task")
    with pytest.raises(UserError, match="folder"):
        pack(task, tmp_path)
    with pytest.raises(UserError, match="exists already"):
        pack(task, tmp_path / "x.task")
        unpack(tmp_path / "x.task", task)
