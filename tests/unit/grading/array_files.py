"""Files of arrays as the libraries of the trades write them."""

import io
from collections.abc import Mapping
from typing import Any

import h5py
import numpy as np
import scipy.io

Arrays = Mapping[str, Any]


def npy(values: Any, **more: Any) -> bytes:
    stream = io.BytesIO()
    np.save(stream, values, **more)
    return stream.getvalue()


def npz(**arrays: Any) -> bytes:
    stream = io.BytesIO()
    np.savez_compressed(stream, **arrays)
    return stream.getvalue()


def mat(arrays: Arrays, **more: Any) -> bytes:
    stream = io.BytesIO()
    scipy.io.savemat(stream, dict(arrays), **more)
    return stream.getvalue()


def told_hdf5(arrays: Arrays, attributes: Mapping[str, Arrays]) -> bytes:
    """Return an HDF5 file whose datasets have attributes; those of the file itself are at ""."""
    stream = io.BytesIO(hdf5(arrays))
    with h5py.File(stream, "r+") as file:
        for path, held in attributes.items():
            for name, value in held.items():
                (file[path] if path else file).attrs[name] = value
    return stream.getvalue()


def hdf5(arrays: Arrays, **more: Any) -> bytes:
    stream = io.BytesIO()
    with h5py.File(stream, "w") as file:
        for name, values in arrays.items():
            file.create_dataset(name, data=values, **more)
    return stream.getvalue()


def mat73(arrays: Arrays) -> bytes:
    """Return what MATLAB writes with -v7.3: HDF5 behind a head of text, sides turned round."""
    stream = io.BytesIO()
    with h5py.File(stream, "w", userblock_size=512) as file:
        for name, values in arrays.items():
            turned = np.atleast_2d(values).T
            if np.iscomplexobj(turned):
                pairs = np.zeros(turned.shape, dtype=[("real", "f8"), ("imag", "f8")])
                pairs["real"], pairs["imag"] = turned.real, turned.imag
                turned = pairs
            file.create_dataset(name, data=turned, compression="gzip")
    head = b"MATLAB 7.3 MAT-file, Platform: GLNXA64".ljust(124) + b"\x00\x02IM"
    return head.ljust(512, b"\0") + stream.getvalue()[512:]


def table(columns: Arrays, sign: str = ",", decimal: str = ".") -> str:
    rows = zip(*(np.asarray(values).tolist() for values in columns.values()), strict=True)
    lines = [sign.join(f"{value:.9g}".replace(".", decimal) for value in row) for row in rows]
    return "\n".join([sign.join(columns), *lines]) + "\n"


def step(count: int = 201, damping: float = 0.3, gain: float = 10.0) -> dict[str, Any]:
    """Return the step response of an oscillator: its time in s, its position in mm.

    Source: Ogata, "Modern Control Engineering", 5th edition, equation 5-12.
    """
    t = np.linspace(0, 5, count)
    ringing = np.sqrt(1 - damping**2)
    phase = 4 * ringing * t + np.arccos(damping)
    return {
        "time (s)": t,
        "x (mm)": gain * (1 - np.exp(-4 * damping * t) * np.sin(phase) / ringing),
    }
