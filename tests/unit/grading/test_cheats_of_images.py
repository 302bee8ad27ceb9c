"""Pictures made to harm, or to be paid without work, in the sandbox and within its caps."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from studio.formats.tasks import TaskDocument, TaskFolder, open_task, save_document
from studio.grading.isolated import Grader
from studio.grading.readers.lettering import can_read
from studio.model.check import Check, Checks
from studio.model.grade import Grade
from studio.model.task import Task
from studio.sandbox.isolation import Limits
from tests.isolation import needs_isolation
from tests.unit.grading.families.grounds import lay
from tests.unit.grading.families.test_vectors import DEEP, LAUGH, LOOP, WIDE
from tests.unit.grading.image_files import card, lying_png, saved
from tests.unit.grading.vector_files import HALL

pytestmark = needs_isolation
SECONDS = 60.0
MEMORY = 2 << 30


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    made = Grader(seconds=SECONDS, limits=Limits(memory_bytes=MEMORY))
    yield made
    made.close()


@pytest.fixture(scope="module")
def task(tmp_path_factory: pytest.TempPathFactory) -> TaskFolder:
    folder = tmp_path_factory.mktemp("task")
    words = [Check(id="w", kind="image_text", target="p.png", parameters={"texts": ["OPEN DAY"]})]
    checks = (
        Check(id="s", kind="image_size", target="p.png", gate=True),
        Check(id="l", kind="image_similarity", target="p.png"),
        Check(id="c", kind="region_colour", target="p.png", parameters={"region": [0, 0, 90, 30]}),
        *(words if can_read() else []),
        Check(id="v", kind="svg_structure", target="hall.svg"),
    )
    about = Task(id="t", title="t", created="2026-01-02T03:04:05.000Z", work="separate")
    save_document(folder, TaskDocument(about, "", Checks(checks=checks)), None)
    lay(folder / "private/reference", {"p.png": card(), "hall.svg": HALL})
    lay(folder / "input", {"note.txt": "Draw it."})
    return open_task(folder)


def test_the_right_picture_is_paid(grader: Grader, task: TaskFolder, tmp_path: Path) -> None:
    assert grader.grade(task, task.reference).passed
    jpeg = card(lambda image: image.convert("RGBA"))
    assert grader.grade(task, lay(tmp_path, {"p.png": jpeg, "hall.svg": HALL})).passed


def bomb() -> bytes:
    """Return a picture of 39 million pixels in a few thousand bytes, just within the caps."""
    return saved(Image.new("1", (7800, 5000)))


HARMFUL: list[tuple[str, bytes]] = [
    ("SCORED", b""),
    ("SCORED", b"\x89PNG\r\n\x1a\n" + b"\0" * 99),
    ("SCORED", card()[:900]),
    ("SCORED", bomb()),
    ("SCORED", b"%!PS-Adobe-3.0 EPSF-3.0\n(x) run\n"),
    ("SCORED", saved(Image.new("RGB", (400, 160), "#1f5fbf"), "TIFF")[:200]),
    ("SCORED", b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
    ("INVALID", lying_png(100_000, 100_000)),
    ("INVALID", lying_png(2**31 - 1, 1)),
]
SHAPES: list[tuple[str, str]] = [
    ("SCORED", "<svg"),
    (
        "SCORED",
        '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0' + "L9 9" * 90_000 + '"/></svg>',
    ),
    ("SCORED", f'<svg xmlns="http://www.w3.org/2000/svg"><script>{"x" * 9999}</script></svg>'),
    ("INVALID", LAUGH),
    ("INVALID", LOOP),
    ("INVALID", DEEP),
    ("INVALID", WIDE),
]


@pytest.mark.parametrize("number", range(len(HARMFUL)))
def test_what_harms_or_is_worthless_is_not_paid(
    grader: Grader, task: TaskFolder, tmp_path: Path, number: int
) -> None:
    status, content = HARMFUL[number]
    _is_worth_nothing(grader.grade(task, lay(tmp_path, {"p.png": content})), status)


@pytest.mark.parametrize("number", range(len(SHAPES)))
def test_harmful_shapes_are_not_paid(
    grader: Grader, task: TaskFolder, tmp_path: Path, number: int
) -> None:
    status, content = SHAPES[number]
    _is_worth_nothing(grader.grade(task, lay(tmp_path, {"hall.svg": content})), status)


def _is_worth_nothing(grade: Grade, status: str) -> None:
    assert (grade.status, grade.score) == (status, 0.0), grade
    for point in grade.checkpoints:
        for check in point.checks:
            assert check.status in ("pass", "fail"), check.sentence
            assert check.sentence.isprintable() and check.public.isprintable()
