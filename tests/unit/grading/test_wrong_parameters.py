"""A wrong parameter of any kind is refused where it is typed, in one sentence, before grading."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.authoring import add_check, change_check, new_task
from studio.base.errors import UserError
from studio.formats import layout
from studio.formats.tasks import open_task
from studio.grading import KINDS
from tests.unit.grading.wrong_parameters import WRONG, Wrong, write_reference

CASES = [
    pytest.param(kind, wrong, id=f"{kind}-{number}")
    for kind, cases in sorted(WRONG.items())
    for number, wrong in enumerate(cases)
]


@pytest.fixture(scope="module")
def task(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a task with a file of every sort and one check."""
    folder = tmp_path_factory.mktemp("wrong")
    for name in ("input", "reference"):
        (folder / name).mkdir()
    write_reference(folder / "reference")
    (folder / "input" / "notes.txt").write_text("Nothing yet.\n")
    new_task(
        folder / "task",
        input=folder / "input",
        reference=folder / "reference",
        prompt="Write the costs and all the rest.",
        work="separate",
    )
    add_check(folder / "task", "json_value", "sum.json#/total")
    yield folder / "task"


def refusal(folder: Path, kind: str, wrong: Wrong, *, change: bool) -> str:
    """Return the sentence that refuses a check; the task on disk must be as it was."""
    before = (folder / layout.CHECKS).read_bytes()
    try:
        with pytest.raises(UserError) as fault:
            _type_in(folder, kind, wrong, change)
        assert (folder / layout.CHECKS).read_bytes() == before
    finally:
        (folder / layout.CHECKS).write_bytes(before)
    return str(fault.value)


def _type_in(folder: Path, kind: str, wrong: Wrong, change: bool) -> None:
    if change:
        (check,) = open_task(folder).document.checks.checks
        parts = {"kind": kind, "target": wrong.target, "parameters": wrong.parameters}
        change_check(folder, check.id, {**parts, "tolerance": wrong.tolerance})
        return
    add_check(folder, kind, wrong.target, parameters=wrong.parameters, tolerance=wrong.tolerance)


def test_every_kind_has_a_wrong_parameter_here() -> None:
    assert sorted(kind for kind in KINDS if not WRONG.get(kind)) == []


@pytest.mark.parametrize("change", [False, True], ids=["add", "set"])
@pytest.mark.parametrize(("kind", "wrong"), CASES)
def test_a_wrong_parameter_is_refused(task: Path, kind: str, wrong: Wrong, change: bool) -> None:
    sentence = refusal(task, kind, wrong, change=change)
    assert wrong.why.casefold() in sentence.casefold(), sentence
    assert "\n" not in sentence and "Traceback" not in sentence
    assert sentence.endswith((".", "?")) and len(sentence) < 600, sentence


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_what_fits_no_kind_is_refused_by_each(task: Path, kind: str) -> None:
    target, parameters, _, _ = WRONG[kind][0]
    unknown = Wrong(target, {**parameters, "bananas": 3}, "bananas")
    assert refusal(task, kind, unknown, change=False)
    assert "tolerance" in refusal(task, kind, Wrong(target, {}, "", -0.5), change=False)
    for weight in (0.0, -1.0, float("nan"), float("inf")):
        with pytest.raises(UserError, match="weight"):
            add_check(task, kind, target, weight=weight, parameters=parameters)
