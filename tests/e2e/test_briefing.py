"""What the preview tells of a trial is what an agent finds in one."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PIL import Image

from studio.authoring import edit_task
from studio.editing import SetValue
from studio.formats import digests, layout
from studio.formats.tasks import open_task
from studio.running import brief
from studio.running.agents import Noop, Scene
from studio.running.trial import run_trial
from tests.unit.making import write_task

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


@dataclass
class Looker(Noop):
    """Does nothing, and notes what it found."""

    files: set[tuple[str, int]] = field(default_factory=set)
    titles: list[str] = field(default_factory=list)

    def act(self, scene: Scene) -> None:
        work = scene.stage.input.parent
        found = digests.regular_files(work)
        self.files = {(path, place.stat().st_size) for path, place in found}
        self.titles = [window.title for window in scene.actor.windows()]
        super().act(scene)


@pytest.mark.parametrize("work", ["in_place", "separate"])
def test_an_agent_finds_what_the_preview_tells(tmp_path: Path, work: str) -> None:
    folder = write_task(tmp_path / "fill-amounts")
    (folder / layout.INPUT / "deep").mkdir()
    (folder / layout.INPUT / "deep" / "notes.txt").write_text("read me")
    start = [{"open": "deep/notes.txt", "with": "org.xfce.mousepad"}] if work == "separate" else []
    edit_task(folder, SetValue("work", work), SetValue("start", start))
    task, looker = open_task(folder), Looker()
    view = brief(task)
    trial = run_trial(
        task, looker, tmp_path / "trial", progress=lambda told: None, cancelled=lambda: False
    )
    assert trial.status == "SCORED"
    assert looker.files == {(file.path, file.size) for file in view.files}
    for opened in view.opened:
        assert opened.found and any("notes.txt" in title for title in looker.titles)
    assert len(looker.titles) == len(view.opened)
    shots = sorted((tmp_path / "trial" / layout.SCREENSHOTS).iterdir())
    with Image.open(shots[0]) as picture:
        assert picture.size == view.screen
