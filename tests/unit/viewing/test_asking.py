"""Files are read in a sandbox: one sentence for what harms, alive again after it died, tidy."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from studio.base.errors import UserError
from studio.viewing import asking, frames
from studio.viewing.asking import Dropped, Viewer
from studio.viewing.kinds import KINDS, Wanted, kind_of
from studio.viewing.sheet_data import SheetHead, SheetRows
from tests.unit.grading import hostile_bombs
from tests.unit.grading.medical_files import nifti, organs


@pytest.fixture(scope="module")
def viewer() -> Iterator[Viewer]:
    made = Viewer()
    yield made
    made.close()


@pytest.fixture
def table(tmp_path: Path) -> Path:
    place = tmp_path / "a.csv"
    place.write_text("invoice,amount\nA-1,100.00\n")
    return place


def test_a_file_is_read_and_read_anew_when_it_changed(viewer: Viewer, table: Path) -> None:
    head = viewer.ask(Wanted("sheet", table))
    assert isinstance(head, SheetHead) and head.sheets[0].rows == 2
    table.write_text("invoice,amount\nA-1,100.00\nA-2,7\n")
    assert viewer.ask(Wanted("sheet", table)).sheets[0].rows == 3


def test_a_hostile_file_is_one_sentence_and_the_next_one_is_read(
    viewer: Viewer, tmp_path: Path, table: Path
) -> None:
    bomb = tmp_path / "bomb.xlsx"
    bomb.write_bytes(hostile_bombs.with_part("xlsx", "filling.bin", bytes(200 << 20)))
    with pytest.raises(UserError, match=r"^bomb.xlsx unpacks to more than [0-9,]+ bytes\.$"):
        viewer.ask(Wanted("sheet", bomb))
    assert viewer.ask(Wanted("sheet", table)).sheets[0].rows == 2


def test_a_link_is_not_followed(viewer: Viewer, tmp_path: Path, table: Path) -> None:
    link = tmp_path / "link.csv"
    link.symlink_to(table)
    with pytest.raises(UserError, match="cannot be read"):
        viewer.ask(Wanted("sheet", link))
    with pytest.raises(UserError, match="cannot be read"):
        viewer.ask(Wanted("sheet", tmp_path / "missing.csv"))


def test_a_reader_that_died_is_started_anew(viewer: Viewer, table: Path) -> None:
    viewer.ask(Wanted("sheet", table))
    assert viewer._sandbox is not None
    viewer._sandbox.process.kill()
    viewer._sandbox.process.wait()
    order = {"sheet": 0, "first": 2, "count": 1}
    rows = viewer.ask(Wanted("sheet", table), "rows", order)
    assert isinstance(rows, SheetRows) and rows.cells[0][1].text == "100.00"


def test_what_takes_too_long_is_ended_and_told(table: Path) -> None:
    made = Viewer(seconds=0.0)
    try:
        with pytest.raises(UserError, match="takes more than 0 s"):
            made.ask(Wanted("sheet", table))
    finally:
        made.close()


def test_nobody_waits_for_what_is_not_wanted_any_more(table: Path) -> None:
    made = Viewer()
    unwanted = threading.Event()
    unwanted.set()
    began = time.monotonic()
    try:
        with made._lock, pytest.raises(Dropped):
            made.ask(Wanted("sheet", table), cancelled=unwanted.is_set)
        assert time.monotonic() - began < 20
    finally:
        made.close()


def test_the_files_of_another_task_are_read_by_another_process(viewer: Viewer, table: Path) -> None:
    viewer.ask(Wanted("sheet", table))
    assert list(viewer._exchange.iterdir())
    viewer.forget()
    assert viewer._sandbox is None and not list(viewer._exchange.iterdir())
    assert viewer.ask(Wanted("sheet", table)).sheets[0].rows == 2


def test_where_no_sandbox_can_be_had_the_reader_is_still_a_process_of_its_own(
    monkeypatch: pytest.MonkeyPatch, table: Path
) -> None:
    monkeypatch.setattr(asking, "isolation_fault", lambda: "bubblewrap is missing")
    made = Viewer()
    try:
        assert made.ask(Wanted("sheet", table)).sheets[0].rows == 2
    finally:
        made.close()


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"data": -1, "arrays": []},
        {"data": 1 << 40, "arrays": []},
        {"data": 2, "arrays": [["object", [1]]]},
        {"data": 2, "arrays": [["uint8", [1 << 40]]]},
        {"data": 2, "arrays": [["float64", [1 << 20, 1 << 20]]]},
        {"data": 2, "arrays": "none"},
    ],
)
def test_sizes_that_a_reader_may_not_send_are_refused(told: dict[str, object]) -> None:
    with pytest.raises(frames.Garbled):
        frames.sizes(told)


def test_an_answer_of_another_shape_is_refused() -> None:
    line, data = frames.packed(SheetHead(()))
    told = frames.sizes({"data": len(data), "arrays": []})
    assert told == (len(data), []) and line.endswith(b"\n")
    with pytest.raises(frames.Garbled):
        frames.unpacked(SheetRows, {"data": len(data), "arrays": []}, memoryview(data))


def test_every_kind_has_its_reader_and_its_data() -> None:
    for kind in KINDS:
        assert kind.type_of("head")
        assert all(suffix == suffix.lower() for suffix in kind.suffixes)
    assert kind_of("out/Ledger.XLSX") == KINDS[0]
    assert kind_of("out/report.bin") is None


def test_a_scan_is_looked_for_among_files_that_are_given_and_there(
    viewer: Viewer, tmp_path: Path
) -> None:
    made = {"mask.nii.gz": organs(), "scan.nii.gz": 40 * organs().astype(np.int16) - 7}
    for name, voxels in made.items():
        (tmp_path / name).write_bytes(nifti(voxels))
    viewer.warm(("volume",))
    near = tmp_path / "gone.nii.gz", tmp_path / "scan.nii.gz"
    wanted = Wanted("volume", tmp_path / "mask.nii.gz", None, near)
    assert viewer.ask(wanted).labels
    scan = viewer.ask(wanted, "scan")
    assert scan.name == "scan.nii.gz" and np.array_equal(scan.arrays[0], made["scan.nii.gz"])
    alone = Wanted("volume", tmp_path / "mask.nii.gz")
    assert viewer.ask(alone, "scan").arrays == ()
