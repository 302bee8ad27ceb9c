"""Settings made to harm or to be paid without work, in the sandbox of the graders."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.formats.tasks import TaskDocument, TaskFolder, open_task, save_document
from studio.grading.isolated import Grader
from studio.model.check import Check, Checks
from studio.model.task import Task
from tests.isolation import needs_isolation
from tests.unit.grading.families.grounds import Files, lay
from tests.unit.grading.families.test_settings import DAMAGED, ENTITIES
from tests.unit.grading.setting_files import AFTER, BEFORE, EDITOR
from tests.unit.grading.test_cheats_of_arrays import SECONDS, graded

pytestmark = needs_isolation
NAMES = {".plist": "dock.plist", ".xcu": "registrymodifications.xcu", ".json": "settings.json"}


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    one = Grader(seconds=SECONDS)
    yield one
    one.close()


@pytest.fixture(scope="module")
def tasks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, TaskFolder]:
    made = {}
    for name, content in AFTER.items():
        folder = tmp_path_factory.mktemp("task")
        check = Check(id="x", kind="settings_saved", target=name)
        task = Task(id="t", title="t", created="2026-01-02T03:04:05.000Z", work="in_place")
        save_document(folder, TaskDocument(task, "", Checks(checks=(check,))), None)
        lay(folder / "private/reference", {name: content})
        lay(folder / "input", {name: BEFORE[name]})
        made[name] = open_task(folder)
    return made


@pytest.mark.parametrize("name", AFTER)
def test_right_work_is_paid(grader: Grader, tasks: dict[str, TaskFolder], name: str) -> None:
    assert grader.grade(tasks[name], tasks[name].reference).passed


EVERY = "\n".join(f"tab_width={n}" for n in range(20_000))
WORTHLESS: dict[str, tuple[str, str | bytes]] = {
    **{name: (NAMES.get(Path(name).suffix, "editor.conf"), content)
       for name, content in DAMAGED.items()},
    "every answer": ("editor.conf", EDITOR.replace("tab_width=8", EVERY)),
    "one key of a megabyte": ("editor.conf", "[a]\n" + "k" * (1 << 20) + "=1\n"),
    "many keys": ("editor.conf", "[a]\n" + "".join(f"k{n}=1\n" for n in range(90_000))),
    "signs that act": ("editor.conf", "[\x1b[31mEditor]\ntab\u202e_width=4\n"),
    "nothing": ("settings.json", "{}"),
    "null": ("settings.json", "null"),
    "numbers without end": ("settings.json", '{"editor": {"tabSize": 1e999}}'),
}  # fmt: skip


@pytest.mark.parametrize("name", WORTHLESS)
def test_what_is_worthless_is_a_zero_and_no_error(
    grader: Grader, tasks: dict[str, TaskFolder], tmp_path: Path, name: str
) -> None:
    path, content = WORTHLESS[name]
    files: Files = {path: content}
    assert graded(grader, tasks[path], tmp_path, files) == ("SCORED", 0.0)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("dock.plist", ENTITIES + b"<plist><string>&z;</string></plist>"),
        ("registrymodifications.xcu", ENTITIES + b"<a>&z;</a>"),
        ("settings.json", b"\x80\x04N."),
    ],
)
def test_what_harms_is_invalid(
    grader: Grader, tasks: dict[str, TaskFolder], tmp_path: Path, name: str, content: bytes
) -> None:
    assert graded(grader, tasks[name], tmp_path, {name: content}) == ("INVALID", 0.0)
