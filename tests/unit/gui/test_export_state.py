from pathlib import Path

import pytest

from studio.gui.pages.export.state import (
    SIDES,
    Packed,
    counted,
    facts,
    file_rows,
    first_name,
    left_out,
    name_fault,
    summary,
    with_suffix,
)
from studio.model.package import LeftOut, Member, PackageManifest, PackagePlan, PlannedFile


def plan(*files: PlannedFile, left: tuple[LeftOut, ...] = ()) -> PackagePlan:
    size = sum(file.size for file in files)
    return PackagePlan(
        kind="full", task="a", files=files, left_out=left, size=size, packed=size // 2, problems=()
    )


def test_a_recording_is_one_line_and_the_task_comes_first() -> None:
    found = plan(
        PlannedFile(path="private/recording/a.mkv", size=3_000_000, role="recording"),
        PlannedFile(path="private/recording/b.mkv", size=1_000_000, role="recording"),
        PlannedFile(path="input/list.csv", size=1_200, role="input"),
        PlannedFile(path="prompt.md", size=80, role="task"),
    )
    rows = file_rows(found)
    assert [(row.name, row.role, row.size) for row in rows] == [
        ("prompt.md", "the task", "80 B"),
        ("input/list.csv", "input", "1.2 kB"),
        ("The recording, 2 files", "recording", "4.0 MB"),
    ]
    assert rows[2].tip == "4,000,000 B"
    assert summary(found) == "4 files, 4.0 MB; the package will have about 2.0 MB."


def test_what_stays_out_is_said_and_trials_always() -> None:
    told = left_out(plan(left=(LeftOut(role="output", files=2, size=2_500),)))
    assert told == (
        "Your work: 2 files, 2.5 kB.",
        "Trials and caches: they lie outside of the task.",
    )


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("month.task", ""), ("month", ""), ("", "Name"), (".task", "Name"), ("a/b", "folder"),
     ("con", "Windows"), ("what?", "Windows")],
)  # fmt: skip
def test_names(name: str, wrong: str) -> None:
    fault = name_fault(name)
    assert wrong in fault and bool(wrong) == bool(fault)


def test_a_package_is_named_after_its_task_and_side() -> None:
    assert [first_name("month", side.id) for side in SIDES] == ["month.task", "month-public.task"]
    assert with_suffix("month") == with_suffix("month.task") == "month.task"


def test_facts_of_what_was_written() -> None:
    manifest = PackageManifest(
        kind="public", task="a", title="A", task_digest="a" * 64, commitment="b" * 64,
        members=(Member(path="prompt.md", size=1, digest="c" * 64),),
    )  # fmt: skip
    found = dict(facts(Packed(Path("/x/a.task"), 1_900_000, "d" * 64, manifest)))
    assert found["Holds"] == "The public side" and found["Size"] == "1.9 MB (1,900,000 B)"
    assert found["Digest of the task"].replace("\n", "") == "a" * 64
    assert found["Commitment"].count("b") == 64 and found["Files"].startswith("1,")


def test_progress_is_read() -> None:
    assert counted("12/340") == (12, 340)
    assert counted("x") == (0, 0)
