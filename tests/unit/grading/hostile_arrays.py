"""Files of arrays that lie about their size, or harm whoever reads them."""

import io
import struct
import zipfile
import zlib

import h5py
import numpy as np

from tests.unit.grading.array_files import hdf5, mat, npy, npz

GRID = np.arange(12.0).reshape(3, 4)


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
    "csv of too many rows": ("a.csv", b"a\r" + b"1\r" * 1_000_001),
    "csv ragged": ("a.csv", b"a,b\n1,2\n1,2,3\n"),
}


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
