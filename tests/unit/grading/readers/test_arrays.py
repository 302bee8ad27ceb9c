"""Reading arrays: each format as its own library writes it, and files that lie or harm."""

import io
import struct
import zipfile
import zlib
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

GRID = np.arange(12.0).reshape(3, 4)


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


def head(shape: str, descr: str = "'<f8'") -> bytes:
    """Return the head of an npy file of version 1, which says what it likes."""
    text = f"{{'descr': {descr}, 'fortran_order': False, 'shape': {shape}, }}"
    text = text.ljust(118 - 1) + "\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text.encode()


def element(kind: int, data: bytes, size: int | None = None) -> bytes:
    told = len(data) if size is None else size
    return struct.pack("<II", kind, told) + data + bytes(-len(data) % 8)


def variable(sides: tuple[int, ...], numbers: bytes, size: int | None = None) -> bytes:
    """Return a MAT variable of doubles that says what it likes of its sides and size."""
    flags = element(6, struct.pack("<II", 6, 0))
    shape = element(5, struct.pack(f"<{len(sides)}i", *sides))
    return element(14, flags + shape + element(1, b"a") + element(9, numbers, size))


MAT_HEAD = b"MATLAB 5.0 MAT-file".ljust(124) + b"\x00\x01IM"


def bomb_npz() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.npy", head(f"({200 << 17},)") + bytes(200 << 20))
    return stream.getvalue()


def bomb_mat() -> bytes:
    return MAT_HEAD + element(15, zlib.compress(bytes(200 << 20)))


def outside(how: str) -> bytes:
    """Return an HDF5 file that reads from another one."""
    stream = io.BytesIO()
    with h5py.File(stream, "w") as file:
        if how == "link":
            file["a"] = h5py.ExternalLink("/etc/passwd", "/a")
        elif how == "virtual":
            layout = h5py.VirtualLayout((3,), dtype="f8")
            layout[:] = h5py.VirtualSource("other.h5", "a", (3,))
            file.create_virtual_dataset("a", layout)
        else:
            file.create_dataset("a", (3,), "f8", external=[("/etc/passwd", 0, 24)])
    return stream.getvalue()


def ring() -> bytes:
    stream = io.BytesIO()
    with h5py.File(stream, "w") as file:
        group = file.create_group("g")
        group["back"] = file["/"]
        group["again"] = h5py.SoftLink("/g")
        file["a"] = GRID
    return stream.getvalue()


def huge_hdf5() -> bytes:
    """Return a dataset of 8 TB, none of which was ever written."""
    stream = io.BytesIO()
    with h5py.File(stream, "w") as file:
        file.create_dataset("a", (10**6, 10**6), "f8", chunks=(1000, 1000), compression="gzip")
    return stream.getvalue()


LIES: dict[str, tuple[str, bytes]] = {
    "npy says more than it has": ("a.npy", head("(1000000,)") + bytes(80)),
    "npy says far more": ("a.npy", head(f"({10**15},)") + bytes(80)),
    "npy says a negative side": ("a.npy", head("(-1, -8)") + bytes(64)),
    "npy of no bytes each": ("a.npy", head(f"({10**18},)", "'|V0'")),
    "npy of none but wide": ("a.npy", head(f"(0, {10**18})")),
    "npy of many sides": ("a.npy", head("(" + "1," * 30 + ")") + bytes(8)),
    "npy nested": ("a.npy", head("(" * 90)),
    "npy head is code": ("a.npy", head("__import__('os').system('true')")),
    "npy cut off": ("a.npy", npy(GRID)[:-8]),
    "npy cut off in its head": ("a.npy", npy(GRID)[:40]),
    "npy is text": ("a.npy", b"1,2,3\n"),
    "npy of version 9": ("a.npy", b"\x93NUMPY\x09\x00" + npy(GRID)[8:]),
    "npz is no archive": ("a.npz", b"PK\x03\x04junk"),
    "npz cut off": ("a.npz", npz(a=GRID)[:-30]),
    "mat says more than it has": ("a.mat", MAT_HEAD + variable((1000, 1000), bytes(80))),
    "mat says far more": ("a.mat", MAT_HEAD + variable((2**31 - 1, 2**31 - 1), bytes(80))),
    "mat numbers end late": ("a.mat", MAT_HEAD + variable((2, 5), bytes(80), 1 << 31)),
    "mat says a negative side": ("a.mat", MAT_HEAD + variable((-2, -5), bytes(80))),
    "mat cut off": ("a.mat", mat({"a": GRID})[:-40]),
    "mat is text": ("a.mat", b"MATLAB, in a way"),
    "h5 is huge": ("a.h5", huge_hdf5()),
    "h5 cut off": ("a.h5", hdf5({"a": GRID})[:-200]),
    "h5 head only": ("a.h5", b"\x89HDF\r\n\x1a\n" + bytes(90)),
    "h5 is text": ("a.h5", b"a,b\n1,2\n"),
    "csv without numbers": ("a.csv", b"a,b\nx,y\n"),
    "csv of zeros bytes": ("a.csv", bytes(1000)),
    "csv ragged": ("a.csv", b"a,b\n1,2\n1,2,3\n"),
}


@pytest.mark.parametrize("name", LIES)
def test_what_lies_is_unreadable_and_takes_no_memory(tmp_path: Path, name: str) -> None:
    path, content = LIES[name]
    with pytest.raises(Unreadable) as fault:
        read(tmp_path, path, content)
    assert str(fault.value).isprintable() and len(str(fault.value)) < 200


HARMFUL: dict[str, tuple[str, bytes]] = {
    "npy of objects": ("a.npy", npy(np.array([{}, 1], dtype=object), allow_pickle=True)),
    "npy of objects, spelled another way": ("a.npy", head("(1,)", "'O'") + b"cos\nsystem\n"),
    "npy of records of objects": ("a.npy", head("(1,)", "[('a', '<f8'), ('b', 'O')]")),
    "npz of objects": ("a.npz#b", npz(a=np.array([{}], dtype=object), b=[1])),
    "npz bomb": ("a.npz", bomb_npz()),
    "mat bomb": ("a.mat", bomb_mat()),
    "h5 link": ("a.h5", outside("link")),
    "h5 virtual": ("a.h5", outside("virtual")),
    "h5 storage": ("a.h5", outside("storage")),
}


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
