"""Proposals for settings: what was changed, and that nothing else was."""

from pathlib import Path

import pytest

from studio.formats.tasks import TaskDocument, TaskFolder
from studio.grading import grade_output, propose, refusals
from studio.grading.near_misses import OPERATORS, variants_of_task
from studio.model.check import Checks
from studio.model.task import Task
from tests.unit.grading.families.grounds import lay
from tests.unit.grading.setting_files import AFTER, BEFORE

PROMPT = "Open the preferences and set them as the form asks. "


def proposed(folder: Path, name: str, prompt: str) -> TaskFolder:
    about = Task(id="t", created="now", work="in_place")
    task = TaskFolder(folder, TaskDocument(about, prompt, Checks()))
    lay(task.reference, {name: AFTER[name]})
    lay(task.input, {name: BEFORE[name]})
    checks = Checks(checks=propose(task, {}).checks)
    return task.with_document(TaskDocument(task.document.task, prompt, checks))


@pytest.mark.parametrize("name", AFTER)
@pytest.mark.parametrize(
    ("wish", "extra"),
    [("Change no other preference.", "fail"), ("Leave the rest as it is.", "fail"),
     ("", "ignore"),
     ("Leave the rest as it is. The application adds its defaults when it starts.", "ignore"),
     ("Leave the rest as it is. The application never adds defaults itself.", "fail")],
)  # fmt: skip
def test_what_changed_and_what_did_not(tmp_path: Path, name: str, wish: str, extra: str) -> None:
    task = proposed(tmp_path, name, PROMPT + wish)
    saved, kept = task.document.checks.checks
    assert (saved.kind, kept.kind) == ("settings_saved", "settings_unchanged")
    assert kept.gate and not saved.gate and kept.parameters.get("extra", "fail") == extra
    assert refusals(task) == () and grade_output(task, task.reference).passed


def test_near_misses_fail_and_harmless_variants_pass(tmp_path: Path) -> None:
    seen = set()
    for name in AFTER:
        task = proposed(tmp_path / name, name, PROMPT + "Change nothing else.")
        for number, variant in enumerate(variants_of_task(task)):
            folder = tmp_path / f"{name}-{number}"
            variant.lay(task.reference, folder)
            passed = grade_output(task, folder).passed
            assert passed is variant.harmless, (variant.id, variant.did)
            seen.add(variant.id.partition(":")[2].partition("-")[0])
    own = {operator.id for operator in OPERATORS.values() if operator.family == "settings"}
    assert len(own) >= 12 and own <= seen


def test_data_without_traces_of_an_application_stay_nested_data(tmp_path: Path) -> None:
    about = Task(id="t", created="now", work="in_place")
    task = TaskFolder(tmp_path, TaskDocument(about, "Set the `port` to 5433.", Checks()))
    lay(task.reference, {"app.ini": "[db]\nport = 5433\nhost = a\n"})
    lay(task.input, {"app.ini": "[db]\nport = 5432\nhost = a\n"})
    assert {check.kind for check in propose(task, {}).checks} == {"tree_equals"}
