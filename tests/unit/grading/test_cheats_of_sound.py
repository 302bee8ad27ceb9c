"""Recordings, pieces and films made to harm or to be paid without work, in the sandbox."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.formats.tasks import TaskDocument, TaskFolder, open_task, save_document
from studio.grading.isolated import Grader
from studio.grading.readers.film import MAX_FRAMES
from studio.model.check import Check, Checks
from studio.model.task import Task
from studio.sandbox.isolation import Limits
from tests.isolation import needs_isolation
from tests.unit.grading.families import test_audio, test_midi, test_video
from tests.unit.grading.families.grounds import lay
from tests.unit.grading.film_files import film, shots
from tests.unit.grading.music_files import midi
from tests.unit.grading.sound_files import sound, tune

pytestmark = needs_isolation
SECONDS = 30.0
RIGHT = {"a.wav": sound(tune()), "a.mid": midi(), "a.mp4": film(shots())}
KINDS = {
    "a.wav": ("audio_loudness", "audio_similarity"),
    "a.mid": ("midi_notes", "midi_tempo", "midi_key"),
    "a.mp4": ("video_frames", "video_shots"),
}
PICKLE = b"\x80\x02cposix\nsystem\n(S'touch /tmp/unpickled'\ntR."


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    one = Grader(seconds=SECONDS, limits=Limits(memory_bytes=2 << 30))
    yield one
    one.close()


@pytest.fixture(scope="module")
def tasks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, TaskFolder]:
    return {name: made(tmp_path_factory.mktemp("task"), name) for name in RIGHT}


def made(folder: Path, name: str) -> TaskFolder:
    task = Task(id="t", title="t", created="2026-01-02T03:04:05.000Z", work="separate")
    checks = tuple(Check(id=kind, kind=kind, target=name) for kind in KINDS[name])
    save_document(folder, TaskDocument(task, "", Checks(checks=checks)), None)
    lay(folder / "private/reference", {name: RIGHT[name]})
    lay(folder / "input", {})
    return open_task(folder)


def graded(grader: Grader, task: TaskFolder, folder: Path, name: str, content: bytes) -> str:
    """Return the status of an output that is worth nothing."""
    began = time.monotonic()
    grade = grader.grade(task, lay(folder, {name: content}))
    assert time.monotonic() - began < 2 * SECONDS
    assert grade.score == 0.0, grade
    for point in grade.checkpoints:
        for result in point.checks:
            assert result.status == "fail", result.sentence
            assert result.sentence.isprintable() and result.public.isprintable()
    return grade.status


@pytest.mark.parametrize("name", RIGHT)
def test_right_work_is_paid(grader: Grader, tasks: dict[str, TaskFolder], name: str) -> None:
    grade = grader.grade(tasks[name], tasks[name].reference)
    assert grade.passed, grade


@pytest.mark.parametrize("name", RIGHT)
def test_broken_files_are_a_zero_and_no_error(
    grader: Grader, tasks: dict[str, TaskFolder], tmp_path: Path, name: str
) -> None:
    broken = {"a.wav": test_audio.BROKEN, "a.mid": test_midi.BROKEN, "a.mp4": test_video.BROKEN}
    contents = [content for content, _ in broken[name].values()]
    contents += [other for file, other in RIGHT.items() if file != name]
    contents += [RIGHT[name][:end] for end in (4, 12, 30)]
    for number, content in enumerate(contents):
        folder = tmp_path / str(number)
        assert graded(grader, tasks[name], folder, name, content) == "SCORED"


def test_what_runs_when_it_is_unpacked_is_invalid(
    grader: Grader, tasks: dict[str, TaskFolder], tmp_path: Path
) -> None:
    for name in RIGHT:
        assert graded(grader, tasks[name], tmp_path / name, name, PICKLE) == "INVALID"


@pytest.mark.long
def test_files_that_unpack_to_too_much_are_a_zero(
    grader: Grader, tasks: dict[str, TaskFolder], tmp_path: Path
) -> None:
    endless = film(shots((1,)).repeat(MAX_FRAMES + 1, axis=0), 1000)
    for name, content in (("a.wav", test_audio.endless()), ("a.mp4", endless)):
        assert graded(grader, tasks[name], tmp_path / name, name, content) == "SCORED"
