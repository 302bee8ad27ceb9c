"""Meshes made to harm or to be paid without work, in the sandbox."""

import json
import struct
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from studio.formats.tasks import TaskDocument, TaskFolder, open_task, save_document
from studio.grading.isolated import Grader
from studio.model.check import Check, Checks
from studio.model.task import Task
from studio.sandbox.isolation import Limits
from tests.isolation import needs_isolation
from tests.unit.grading.families.grounds import Files, lay
from tests.unit.grading.mesh_files import ball, frame, solid

pytestmark = needs_isolation
SECONDS, MEMORY = 60.0, 2 << 30
FORMATS = ("stl", "obj", "ply", "glb", "step")


def content_of(suffix: str) -> bytes:
    return solid() if suffix == "step" else frame().written(suffix)


def check(id: str, kind: str, target: str, **parameters: object) -> Check:
    gate = kind == "mesh_watertight"
    return Check(id=id, kind=kind, target=target, gate=gate, parameters=parameters)


def made(folder: Path, suffix: str) -> TaskFolder:
    name = f"part.{suffix}"
    checks = (
        check("closed", "mesh_watertight", name),
        check("volume", "mesh_measure", name, measure="volume", within=0.001),
        check("holes", "mesh_holes", name),
        check("surface", "surface_distance", name, at_most=1e-2, alignment="rigid"),
    )
    task = Task(id="t", title="t", created="2026-01-02T03:04:05.000Z", work="separate")
    save_document(folder, TaskDocument(task, "", Checks(checks=checks)), None)
    lay(folder / "private/reference", {name: content_of(suffix)})
    lay(folder / "input", {"notes.txt": "Part 7"})
    return open_task(folder)


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    one = Grader(seconds=SECONDS, limits=Limits(memory_bytes=MEMORY))
    yield one
    one.close()


@pytest.fixture(scope="module")
def tasks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, TaskFolder]:
    return {suffix: made(tmp_path_factory.mktemp("task"), suffix) for suffix in FORMATS}


def graded(grader: Grader, task: TaskFolder, folder: Path, files: Files) -> tuple[str, float]:
    began = time.monotonic()
    grade = grader.grade(task, lay(folder / "o", files))
    assert time.monotonic() - began < 2 * SECONDS
    for point in grade.checkpoints:
        for result in point.checks:
            assert result.status in ("pass", "fail"), result.sentence
            assert result.sentence.isprintable() and result.public.isprintable()
            assert "10,560" not in result.public
    assert grade.score is not None
    return grade.status, grade.score


@pytest.mark.parametrize("suffix", FORMATS)
def test_right_work_is_paid(grader: Grader, tasks: dict[str, TaskFolder], suffix: str) -> None:
    assert grader.grade(tasks[suffix], tasks[suffix].reference).passed


def glb(change: Callable[[dict[str, object]], object]) -> bytes:
    """Return the frame as a GLB file with another description."""
    content = frame().glb()
    size = struct.unpack_from("<I", content, 12)[0]
    tree = json.loads(content[20 : 20 + size])
    change(tree)
    text = json.dumps(tree).encode()
    text += b" " * (-len(text) % 4)
    rest = content[20 + size :]
    return glb_of(text, rest)


def glb_of(text: bytes, rest: bytes = b"") -> bytes:
    head = struct.pack("<4sIIII", b"glTF", 2, 20 + len(text) + len(rest), len(text), 0x4E4F534A)
    return head + text + rest


def ply(*lines: str, body: bytes = b"") -> bytes:
    return "\n".join(("ply", *lines, "end_header", "")).encode() + body


PLY = ("property float x", "property float y", "property float z")
STL = frame().stl()
HUGE = struct.pack("<I", 2**32 - 1)
WORTHLESS: list[tuple[str, str, bytes]] = [
    ("stl", "its header lies about the number of triangles", STL[:80] + HUGE + STL[84:]),
    ("stl", "cut off", STL[: len(STL) // 2]),
    ("stl", "text cut off", frame().stl_text()[:900]),
    ("stl", "text without an end", b"solid x\n" + b"facet normal 0 0 1\n" * 1_000),
    ("stl", "text of nothing", b"solid " + b"facet " * 100_000 + b"\nendsolid"),
    ("stl", "numbers without end", frame().stl_text().replace(b"vertex 0", b"vertex 1e999")),
    ("stl", "another format", frame().obj()),
    ("obj", "corners that are not there", frame().obj().replace(b"\nf 1", b"\nf 999999999")),
    ("obj", "corners counted backwards beyond the first", b"v 0 0 0\nf -9 -8 -7\n"),
    ("obj", "no faces", b"v 0 0 0\n" * 5_000),
    ("obj", "a material of another folder", b"mtllib /etc/passwd\nusemtl x\nv 0 0 0\nf 1 1 1\n"),
    ("obj", "one face of a hundred thousand corners", b"v 0 0 0\nf" + b" 1" * 100_000 + b"\n"),
    ("obj", "not text", b"\0v 0 0 0\nf 1 1 1\n"),
    ("ply", "its header lies about the corners",
     ply("format binary_little_endian 1.0", "element vertex 4000000000", *PLY,
         "element face 1", "property list uchar int vertex_indices")),
    ("ply", "its header lies about the faces",
     frame().ply().replace(b"element face 32", b"element face 99")),
    ("ply", "more than a number can say", ply("format ascii 1.0", "element vertex 9" + "9" * 30)),
    ("ply", "a list that says how long it is",
     ply("format binary_little_endian 1.0", "element vertex 3", *PLY, "element face 1",
         "property list uint int vertex_indices", body=b"\0" * 36 + b"\xff" * 40)),
    ("ply", "a picture of another folder",
     ply("format ascii 1.0", "comment TextureFile /etc/passwd", "element vertex 0")),
    ("ply", "cut off", frame().ply()[:-50]),
    ("glb", "numbers that it has no room for",
     glb(lambda t: t["accessors"][0].update(count=2_000_000_000))),  # type: ignore[index]
    ("glb", "a view beyond its end",
     glb(lambda t: t["bufferViews"][0].update(byteLength=2**40))),  # type: ignore[index]
    ("glb", "content of another file",
     glb(lambda t: t["buffers"][0].update(uri="file:///etc/passwd"))),  # type: ignore[index]
    ("glb", "content of the net",
     glb(lambda t: t["buffers"][0].update(uri="http://169.254.169.254/x"))),  # type: ignore[index]
    ("glb", "parts that hold one another",
     glb(lambda t: t.update(nodes=[{"children": [1]}, {"children": [0], "mesh": 0}]))),
    ("glb", "a part that holds itself", glb(lambda t: t.update(nodes=[{"children": [0]}]))),
    ("glb", "parts of parts that are doubled each time",
     glb(lambda t: t.update(nodes=[{"children": [n + 1, n + 1]} for n in range(60)]))),
    ("glb", "a description as deep as can be", glb_of(b"[" * 400_000)),
    ("glb", "a description of numbers", glb_of(b"[1, 2, 3, 4]")),
    ("glb", "corners that are words",
     glb(lambda t: t["accessors"][0].update(count="many"))),  # type: ignore[index]
    ("glb", "a mesh that is not there", glb(lambda t: t.update(nodes=[{"mesh": 7}]))),
    ("step", "cut off", solid()[:2_000]),
    ("step", "a solid of solids",
     b"ISO-10303-21;\nHEADER;\nENDSEC;\nDATA;\n#1=CLOSED_SHELL('',(#1));\nENDSEC;\n"
     b"END-ISO-10303-21;\n"),
    ("step", "brackets as deep as can be",
     solid().replace(b"CLOSED_SHELL('',(", b"CLOSED_SHELL('',(" + b"(" * 100_000)),
    ("step", "no solid", solid().replace(b"MANIFOLD_SOLID_BREP", b"NOTHING_OF_THE_KIND")),
    ("step", "corners beyond all numbers", solid().replace(b"(40.0,", b"(1e999,")),
    ("step", "another format", STL),
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(WORTHLESS)))
def test_what_is_worthless_is_a_zero_and_no_error(
    grader: Grader, tasks: dict[str, TaskFolder], tmp_path: Path, number: int
) -> None:
    suffix, _, content = WORTHLESS[number]
    files = {f"part.{suffix}": content}
    assert graded(grader, tasks[suffix], tmp_path, files) == ("SCORED", 0.0)


TOO_MUCH: list[tuple[str, bytes]] = [
    ("obj", b"v 0 0 0\n" + b"f 1 1 1\n" * 2_000_001),
    ("glb", glb(lambda t: t.update(nodes=[{"mesh": 0}] * 19_000 * 4))),
    ("ply", ply("format ascii 1.0", "element face 3000000",
                "property list uchar int vertex_indices", body=b"0 " * 6_000_000)),
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(TOO_MUCH)))
def test_more_triangles_than_anybody_hands_in_are_invalid(
    grader: Grader, tasks: dict[str, TaskFolder], tmp_path: Path, number: int
) -> None:
    suffix, content = TOO_MUCH[number]
    files = {f"part.{suffix}": content}
    assert graded(grader, tasks[suffix], tmp_path, files) == ("INVALID", 0.0)


def test_a_point_in_the_middle_of_a_shell_keeps_nobody_busy(grader: Grader, tmp_path: Path) -> None:
    task = made(tmp_path / "task", "stl")
    lay(task.reference, {"part.stl": ball(50, 5).stl()})
    files = {"part.stl": ball(0.001, 4).stl()}
    began = time.monotonic()
    assert graded(grader, open_task(task.folder), tmp_path, files)[0] == "SCORED"
    assert time.monotonic() - began < SECONDS
