"""Proposals as they stand: other right work passes, wrong work of every kind does not."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from studio.formats.tasks import TaskDocument, TaskFolder
from studio.grading import grade_output, propose, refusals, sample_verdicts
from studio.model.check import Checks
from tests.unit.grading.proposing.scenes import Scene

SCENES = [
    scene
    for place in sorted(Path(__file__).parent.glob("scenes_*.py"))
    for scene in import_module(f"tests.unit.grading.proposing.{place.stem}").SCENES
]


def proposed(scene: Scene, folder: Path) -> TaskFolder:
    task = scene.lay(folder)
    proposal = propose(task, {})
    checks = Checks(checks=proposal.checks)
    return task.with_document(TaskDocument(task.document.task, scene.prompt, checks))


def verdicts(scene: Scene, folder: Path) -> Iterator[tuple[str, bool, bool]]:
    """Yield each output with whether it should pass and whether it does."""
    task = proposed(scene, folder / "task")
    for wanted, outputs in ((True, scene.alternates), (False, scene.wrongs)):
        for number, (name, changes) in enumerate(outputs.items()):
            output = scene.output(folder / f"{wanted}-{number}", changes)
            yield name, wanted, grade_output(task, output).passed


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_right_work_passes_and_wrong_work_fails(scene: Scene, tmp_path: Path) -> None:
    told = {(name, wanted): passes for name, wanted, passes in verdicts(scene, tmp_path)}
    refused = [name for (name, wanted), passes in told.items() if wanted and not passes]
    slipped = [name for (name, wanted), passes in told.items() if not wanted and passes]
    print(
        f"{scene.name}: alternates accepted {len(scene.alternates) - len(refused)} of "
        f"{len(scene.alternates)}, wrong refused {len(scene.wrongs) - len(slipped)} of "
        f"{len(scene.wrongs)}"
    )
    assert (refused, slipped) == ([], [])


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_the_reference_passes_and_doing_nothing_earns_nothing(scene: Scene, tmp_path: Path) -> None:
    task = proposed(scene, tmp_path)
    told = {name: grade.score for name, grade in sample_verdicts(task).items()}
    assert told == {"reference": 1.0, "input": 0.0, "empty": 0.0}
    assert refusals(task) == ()
    assert len(task.document.checks.checks) <= 10
