"""Reading arrays: each format as its own library writes it, and files that lie or harm."""

import io
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from studio.base.errors import HostileInputError
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.arrays import arrays_of, read_array
from studio.grading.readers.plain_arrays import MAX_NUMBERS
from studio.model.check import parse_target
from tests.unit.grading.array_files import hdf5, mat, mat73, npy, npz
from tests.unit.grading.hostile_arrays import GRID, HARMFUL, LIES, head, ring


def read(folder: Path, target: str, content: bytes | str) -> Any:
    place = folder / target.partition("#")[0]
    place.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_array(folder, parse_target(target))


@pytest.mark.parametrize(
    ("target", "content"),
    [
        ("a.npy", npy(GRID)),
        ("a.npy", npy(np.asfortranarray(GRID).astype(">f4"))),
        ("a.npz", npz(a=GRID)),
        ("a.npz#a", npz(a=GRID, b=[1, 2])),
        ("a.mat#a", mat({"a": GRID, "b": "text", "s": {"x": 1}})),
        ("a.mat#a", mat({"a": GRID, "c": GRID * 1j}, do_compression=True)),
        ("a.mat#a", mat73({"a": GRID, "b": [1.0]})),
        ("a.h5#/left/a", hdf5({"left/a": GRID, "right/a": -GRID})),
        ("a.hdf5#a", hdf5({"a": GRID}, compression="gzip", shuffle=True, fletcher32=True)),
        ("a.csv", "w,x,y,z\n" + "".join(",".join(map(str, row)) + "\n" for row in GRID)),
        ("a.txt", "# w x y z\n" + "".join(" ".join(map(str, row)) + "\n" for row in GRID)),
        ("a.csv", "".join(";".join(map(str, row)).replace(".", ",") + "\n" for row in GRID)),
    ],
)
def test_the_same_array_in_every_format(tmp_path: Path, target: str, content: Any) -> None:
    found = read(tmp_path, target, content)
    assert found.shape == (3, 4) and np.array_equal(found, GRID)


def test_kinds_of_numbers_are_kept(tmp_path: Path) -> None:
    content = mat({"c": GRID + 2j, "t": GRID > 5, "i": np.arange(3, dtype="int16")})
    assert read(tmp_path, "k.mat#c", content).dtype == complex
    assert np.array_equal(read(tmp_path, "k.mat#c", content), GRID + 2j)
    assert read(tmp_path, "k.mat#t", content).dtype == bool
    assert read(tmp_path, "k.mat#i", content).dtype == np.int16
    assert np.array_equal(read(tmp_path, "k7.mat#c", mat73({"c": GRID + 2j})), GRID + 2j)
    assert np.array_equal(read(tmp_path, "k.h5#c", hdf5({"c": GRID + 2j})), GRID + 2j)


def test_columns_with_units_blanks_and_moments(tmp_path: Path) -> None:
    place = tmp_path / "s.csv"
    place.write_text("Time;Force\ns;kN\n0,0;1,5\n0,1;\n0,2;2e-3\n")
    found = arrays_of(place)
    assert list(found) == ["Time (s)", "Force (kN)"]
    assert np.array_equal(found["Force (kN)"](), [1.5, np.nan, 0.002], equal_nan=True)
    place.write_text('when,level,who\n2026-01-01 00:00,"1,250.5",A\n2026-01-01 00:15,2,B\n')
    found = arrays_of(place)
    assert np.diff(found["when"]()).tolist() == [900]
    assert found["level"]().tolist() == [1250.5, 2]
    with pytest.raises(Unreadable, match='has "A" for a number in row 1 of who'):
        found["who"]()


def test_what_is_not_there_is_said_with_what_is(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="is missing"):
        read_array(tmp_path, parse_target("gone.npy"))
    with pytest.raises(Unreadable, match="has no array force; it holds time, load"):
        read(tmp_path, "a.npz#force", npz(time=[1], load=[2]))
    with pytest.raises(Unreadable, match="holds time, load; name one of them"):
        read(tmp_path, "a.npz", npz(time=[1], load=[2]))
    with pytest.raises(Unreadable, match="holds a struct, not plain numbers"):
        read(tmp_path, "a.mat#s", mat({"s": {"x": 1}}))
    with pytest.raises(Unreadable, match="holds texts where numbers"):
        read(tmp_path, "a.npy", npy(np.array(["a", "b"])))
    with pytest.raises(Unreadable, match="is no file of arrays"):
        read(tmp_path, "a.bin", b"1")


@pytest.mark.parametrize("name", LIES)
def test_what_lies_is_unreadable_and_takes_no_memory(tmp_path: Path, name: str) -> None:
    path, content = LIES[name]
    with pytest.raises(Unreadable) as fault:
        read(tmp_path, path, content)
    assert str(fault.value).isprintable() and len(str(fault.value)) < 200


@pytest.mark.parametrize("name", HARMFUL)
def test_what_harms_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(HostileInputError):
        read(tmp_path, *HARMFUL[name])


def test_a_ring_of_groups_ends(tmp_path: Path) -> None:
    assert np.array_equal(read(tmp_path, "a.h5", ring()), GRID)


def test_filters_that_may_be_programs_are_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with h5py.File(stream, "w") as file:
        file.create_dataset("a", data=np.arange(100), scaleoffset=0)
    with pytest.raises(Unreadable, match="filter"):
        read(tmp_path, "a.h5", stream.getvalue())


def test_the_cap_is_told(tmp_path: Path) -> None:
    content = head(f"({MAX_NUMBERS + 1},)", "'|i1'") + bytes(MAX_NUMBERS + 1)
    with pytest.raises(Unreadable, match="more than 16,000,000 numbers"):
        read(tmp_path, "a.npy", content)
