"""Outputs made to be paid without work: none is, none breaks the grader, each within its caps.

The numbers are those of the cheats in the table of threats. Every format that is read meets every
cheat that can be made of it.
"""

import json
import os
import socket
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from studio.formats import layout
from studio.formats.tasks import TaskDocument, TaskFolder, open_task, save_document
from studio.grading.isolated import Grader
from studio.grading.kinds import Grounds
from studio.grading.verdicts import judge
from studio.model.check import Check, Checks
from studio.model.grade import Grade
from studio.model.task import Checkpoint, Task
from studio.sandbox.isolation import Limits
from tests.unit.grading.hostile_answers import GROUPS, answers, pickled
from tests.unit.grading.hostile_bombs import BOMBS
from tests.unit.grading.hostile_files import FORMATS, TEXTS, checks_of, right, text

SECONDS = 30.0
MEMORY = 2 << 30
SLACK = 20.0
ANSWERS = list(answers())
Write = Callable[[Path], object]


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    made = Grader(seconds=SECONDS, limits=Limits(memory_bytes=MEMORY))
    yield made
    made.close()


def task_of(folder: Path, suffix: str, *checks: Check) -> TaskFolder:
    for part in (layout.REFERENCE, layout.INPUT):
        (folder / part).mkdir(parents=True)
    (folder / layout.REFERENCE / f"total.{suffix}").write_bytes(right(suffix))
    point = Checkpoint(id="all", title="All", weight=1.0)
    task = Task(
        id="t", title="t", created="2026-01-02T03:04:05.000Z", checkpoints=(point,),
        work="separate",
    )  # fmt: skip
    save_document(folder, TaskDocument(task, "", Checks(checks=checks or checks_of(suffix))), None)
    return open_task(folder)


@pytest.fixture(scope="module")
def tasks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, TaskFolder]:
    """Return a task for each format, which asks for the total."""
    return {suffix: task_of(tmp_path_factory.mktemp("task"), suffix) for suffix in FORMATS}


def graded(grader: Grader, task: TaskFolder, write: Write, output: Path, name: str) -> Grade:
    """Return the grade of an output of one file, made within the caps and told without harm."""
    output.mkdir(parents=True)
    write(output / name)
    began = time.monotonic()
    grade = grader.grade(task, output)
    # Whoever did not end in time has the reference graded, too.
    assert time.monotonic() - began < 2 * (SECONDS + SLACK)
    assert peak(grader) <= MEMORY
    json.dumps(grade.model_dump(mode="json"), allow_nan=False)
    for checkpoint in grade.checkpoints:
        for check in checkpoint.checks:
            assert check.status in ("pass", "fail"), check.sentence
            assert told_by_itself(output / name) or "1234.5" not in check.public
            assert "1,234.5" not in check.public
            assert check.sentence.isprintable(), check.sentence
            assert check.public.isprintable(), check.public
    assert (grade.reason or "").isprintable()
    return grade


def told_by_itself(place: Path) -> bool:
    """Tell whether an output holds what the reference does, so that it may be shown."""
    return place.is_file() and not place.is_symlink() and b"1234.5" in place.read_bytes()


def writing(content: bytes) -> Write:
    return lambda place: place.write_bytes(content)


def peak(grader: Grader) -> int:
    """Return the most memory that the control group of a grader held, 0 if there is none."""
    cage = grader._sandbox._cage if grader._sandbox else None
    names = ("memory.peak", "memory.max_usage_in_bytes")
    places = [folder / name for folder in (cage.folders if cage else ()) for name in names]
    return max((int(place.read_text()) for place in places if place.is_file()), default=0)


def test_the_grader_is_held_by_its_caps(grader: Grader, tasks: dict[str, TaskFolder]) -> None:
    assert grader.grade(tasks["json"], tasks["json"].reference).passed
    assert grader._sandbox is not None
    if os.geteuid() == 0:
        assert grader._sandbox.has_cage
        assert 0 < peak(grader) <= MEMORY


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_right_answer_is_paid(
    grader: Grader, tasks: dict[str, TaskFolder], suffix: str
) -> None:
    grade = grader.grade(tasks[suffix], tasks[suffix].reference)
    assert grade.passed, grade


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(path))


def _device(path: Path) -> None:
    if os.geteuid() == 0:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))
    else:
        os.mkfifo(path)


def _hard_link(path: Path) -> None:
    path.write_text("x")
    path.with_name("other").hardlink_to(path)


def _sparse(path: Path) -> None:
    path.touch()
    os.truncate(path, 1 << 40)


NO_FILES: dict[str, Write] = {
    "5 a link to the reference": lambda p: p.symlink_to("/etc/passwd"),
    "5 a hard link": _hard_link,
    "5 a link to a folder": lambda p: p.symlink_to("/etc"),
    "7 a pipe": os.mkfifo,
    "7 a socket": _socket,
    "7 a device": _device,
    "8 a terabyte of nothing": _sparse,
}


@pytest.mark.parametrize("cheat", NO_FILES)
@pytest.mark.parametrize("suffix", FORMATS)
def test_what_is_no_plain_file_is_invalid_at_once(
    grader: Grader, tasks: dict[str, TaskFolder], tmp_path: Path, suffix: str, cheat: str
) -> None:
    began = time.process_time()
    name = f"total.{suffix}"
    grade = graded(grader, tasks[suffix], NO_FILES[cheat], tmp_path / "o", name)
    assert (grade.status, grade.score) == ("INVALID", 0.0)
    assert time.process_time() - began < 1.0


@pytest.mark.parametrize("count", [2_001])
def test_more_files_than_anybody_hands_in(
    grader: Grader, tasks: dict[str, TaskFolder], tmp_path: Path, count: int
) -> None:
    _hand_in_many(grader, tasks["json"], tmp_path / "o", count)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_a_million_files(grader: Grader, tasks: dict[str, TaskFolder], tmp_path: Path) -> None:
    _hand_in_many(grader, tasks["json"], tmp_path / "o", 1_000_000)


def _hand_in_many(grader: Grader, task: TaskFolder, output: Path, count: int) -> None:
    output.mkdir()
    for number in range(count):
        (output / str(number)).touch()
    assert grader.grade(task, output).status == "INVALID"


@pytest.mark.parametrize("cheat", BOMBS)
def test_bombs_are_refused_or_worth_nothing(
    grader: Grader, tasks: dict[str, TaskFolder], tmp_path: Path, cheat: str
) -> None:
    suffix, make, statuses = BOMBS[cheat]
    content = make()
    grade = graded(grader, tasks[suffix], writing(content), tmp_path / "o", f"total.{suffix}")
    assert grade.status in statuses, grade
    assert grade.score == 0.0
    assert grader.grade(tasks["json"], tasks["json"].reference).passed


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("group", GROUPS)
def test_what_does_no_work_earns_nothing(
    grader: Grader, tasks: dict[str, TaskFolder], tmp_path: Path, group: str, suffix: str
) -> None:
    found = [
        (name, content)
        for name, made_of, content in ANSWERS
        if made_of == suffix and name.startswith(group)
    ]
    assert found
    for name, content in found:
        grade = graded(grader, tasks[suffix], writing(content), tmp_path / name, f"total.{suffix}")
        assert (grade.status, grade.score) == ("SCORED", 0.0), (name, grade)


def test_what_runs_when_it_is_unpacked_is_invalid(
    grader: Grader, tasks: dict[str, TaskFolder], tmp_path: Path
) -> None:
    for number, (suffix, content) in enumerate(pickled()):
        output = tmp_path / str(number)
        grade = graded(grader, tasks[suffix], writing(content), output, f"total.{suffix}")
        assert (grade.status, grade.score) == ("INVALID", 0.0), (suffix, grade)
    assert not Path("/tmp/unpickled").exists()


@pytest.mark.parametrize("content", [b"", b"\0" * 999, b"\x1b[2J<script>1</script>", b"PK\x03\x04"])
@pytest.mark.parametrize("suffix", FORMATS)
def test_rubbish_is_a_zero_and_no_error(
    grader: Grader, tasks: dict[str, TaskFolder], tmp_path: Path, suffix: str, content: bytes
) -> None:
    grade = graded(grader, tasks[suffix], writing(content), tmp_path / "o", f"total.{suffix}")
    assert (grade.status, grade.score) == ("SCORED", 0.0)


@pytest.mark.parametrize("suffix", FORMATS)
def test_one_format_under_the_name_of_another_is_a_zero_and_no_error(
    grader: Grader, tasks: dict[str, TaskFolder], tmp_path: Path, suffix: str
) -> None:
    twins = {
        ("csv", "tsv"), ("txt", "md"), ("md", "txt"), ("txt", "html"), ("html", "txt"),
        ("md", "html"), ("html", "md"), ("json", "yaml"), ("tsv", "csv"), ("xlsx", "ods"),
    }  # fmt: skip
    for other in FORMATS:
        if other != suffix and (other, suffix) not in twins:
            content = right(other)
            grade = graded(
                grader, tasks[suffix], writing(content), tmp_path / other, f"total.{suffix}"
            )
            assert (grade.status, grade.score) == ("SCORED", 0.0), (other, grade)


LONG_LINES = {
    "letters": "a" * 200_000 + "!",
    "digits": "1" * 200_000,
    "groups": "1,234" * 40_000,
    "blanks": "Keller" + " \t" * 100_000 + "x",
    "marks": "-" * 200_000,
    "invisible signs": "\u200b\u2060\ufeff" * 60_000,
    "combining signs": "e" + "\u0301" * 150_000,
    "names": "Keller " * 30_000,
}
PATTERNS = (r"^(a+)+$", r"(\d+,?)*x", r"(Keller\s*)*y$")


@pytest.mark.parametrize("line", LONG_LINES)
@pytest.mark.parametrize("suffix", [suffix for suffix in TEXTS if suffix != "pdf"])
def test_no_text_keeps_a_pattern_busy(tmp_path: Path, suffix: str, line: str) -> None:
    checks = [*checks_of(suffix)] + [
        Check(id=f"p{n}", kind="text_pattern", target=f"total.{suffix}",
              parameters={"pattern": pattern}) for n, pattern in enumerate(PATTERNS)
    ]  # fmt: skip
    task = task_of(tmp_path / "task", suffix)
    output = tmp_path / "o"
    output.mkdir()
    (output / f"total.{suffix}").write_bytes(text(suffix, [LONG_LINES[line]]))
    for check in checks:
        began = time.process_time()
        result = judge(check, Grounds.of(task, output))
        assert time.process_time() - began < 2.0, check.kind
        assert result.status in ("pass", "fail"), result.sentence


ACTING_NAMES = (
    "\x1b[2Jx.txt",
    "<img src=x>.csv",
    "=cmd|'c calc'!A1.txt",
    "a\u202etxt.exe",
    "\n.txt",
)


def test_names_that_act_on_a_screen_are_shown_inert(grader: Grader, tmp_path: Path) -> None:
    kinds: list[tuple[str, str, dict[str, object]]] = [
        ("folder_tree", "*", {"exact": True}),
        ("file_count", "*", {}),
        ("file_absent", "*.txt", {}),
        ("inputs_unchanged", "**", {}),
    ]
    checks = [
        Check(id=kind, kind=kind, target=target, gate=True, checkpoint="all", parameters=more)
        for kind, target, more in kinds
    ]
    task = task_of(tmp_path / "task", "json", *checks, *checks_of("json"))
    output = tmp_path / "o"

    def write(place: Path) -> None:
        place.write_bytes(right("json"))
        for name in ACTING_NAMES:
            (output / name).write_text("1234.5")

    assert graded(grader, task, write, output, "total.json").score == 0.0
