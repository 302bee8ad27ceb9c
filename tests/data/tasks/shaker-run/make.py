"""Make the shaker run: signals by numpy, the MAT file by scipy, HDF5 by h5py, Python's csv."""

import io
from pathlib import Path

import h5py
import numpy as np
from scipy.io import loadmat, savemat

from tests.data.tasks.fixed_files import begin, finish, place, read_rows, write_rows

RAW, SIGNALS, LEVELS = "run7.mat", "run7.h5", "levels.csv"
RATE, SECONDS, START = 400, 3.2, 1.0
NAMES = ("x", "z", "y")
STANDARD = 9.80665
HEAD = b"MATLAB 5.0 MAT-file, rig 2, run 7".ljust(116)
ABOUT = {
    "title": "Convert a shaker run to SI units",
    "profession": "Test engineer",
    "occupation": "17-2141.00",
    "work": "separate",
    "families": ["mat", "hdf5", "csv", "units", "tolerance", "agreement of two outputs"],
    "alternate_correct": {
        "single_compressed": "Single precision, compressed, 9.81 m/s2 for g, the rate as a whole "
        "number, channels in the order of the alphabet.",
        "one_sample_less": "The offset from one sample less, a further attribute and a group with "
        "notes; levels with two decimals.",
    },
    "known_bad": {
        "still_in_g": "The attribute says m/s2 but values and levels are still in g.",
        "whole_mean": "The mean of the whole run was taken for the offset.",
        "columns_in_order": "Columns were taken as x, y, z, so y and z have each other's signal.",
    },
}


def recorded() -> np.ndarray:
    """Return the samples in g: noise and offsets, then the table with a shock at its start."""
    draw = np.random.default_rng(7)
    moment = np.arange(round(SECONDS * RATE)) / RATE
    after = np.clip(moment - START, 0, None)
    on = moment >= START
    shock = np.exp(-after * 9) * on
    sweep = np.sin(2 * np.pi * (9 + 3 * after) * after)
    made = np.column_stack(
        [
            0.042 + 0.62 * sweep * on + 0.5 * shock,
            1.013 + 0.95 * np.sin(2 * np.pi * 17 * after) * on + 0.9 * shock,
            -0.118 + 0.31 * np.cos(2 * np.pi * 9 * after) * on + 0.35 * shock,
        ]
    )
    return np.round(made + draw.normal(0, 0.004, made.shape), 5)


def write_mat(path: Path) -> None:
    """Write the MAT file with a head of its own, since scipy puts the time into it."""
    data = io.BytesIO()
    names = np.array(NAMES, dtype=object)
    values = {"acc": recorded(), "fs": float(RATE), "names": names, "start": START}
    savemat(data, values, do_compression=True)
    path.write_bytes(HEAD + data.getvalue()[len(HEAD) :])


def read_mat(path: Path) -> dict[str, np.ndarray]:
    found = loadmat(path, squeeze_me=True)
    assert (found["fs"], found["start"]) == (RATE, START)
    return dict(zip(map(str, found["names"]), found["acc"].T, strict=True))


def converted(
    raw: dict[str, np.ndarray], g: float = STANDARD, less: int = 0, whole: bool = False
) -> dict[str, np.ndarray]:
    still = round((START - 0.1) * RATE) - less
    return {
        name: (values - (values if whole else values[:still]).mean()) * g
        for name, values in raw.items()
    }


def levels(signals: dict[str, np.ndarray], places: int = 4) -> list[list[str]]:
    made = []
    for name, values in signals.items():
        peak = float(np.abs(values).max())
        rms = float(np.sqrt(np.mean(values[round(START * RATE) :] ** 2)))
        made.append([name, *(f"{one:.{places}f}" for one in (peak, rms, peak / rms))])
    return made


def write_signals(
    path: Path, signals: dict[str, np.ndarray], single: bool = False, notes: bool = False
) -> None:
    with h5py.File(path, "w", track_order=False) as file:
        for name, values in signals.items():
            more = {"compression": "gzip", "chunks": (320,)} if single else {}
            data = file.create_dataset(name, data=values.astype("<f4" if single else "<f8"), **more)
            data.attrs["unit"] = np.bytes_(b"m/s2") if single else "m/s2"
            data.attrs["rate_hz"] = RATE if single else float(RATE)
            if notes:
                data.attrs["sensor"] = f"B{len(values)}-{name}"
        if notes:
            file.create_group("notes").attrs["source"] = RAW


def right(made: Path) -> bool:
    """Compare with the signals worked out from what was recorded, without the MAT file."""
    table = {row["channel"]: row for row in read_rows(made / LEVELS)}
    columns = dict(zip(NAMES, recorded().T, strict=True))
    good = set(table) == set(NAMES)
    with h5py.File(made / SIGNALS) as file:
        for name, column in columns.items():
            data = file[name]
            unit = data.attrs["unit"]
            unit = unit.decode() if isinstance(unit, bytes) else unit
            wanted = (column - column[:360].mean()) * 9.80665
            peak, rms = np.abs(wanted).max(), np.sqrt((wanted[400:] ** 2).mean())
            good &= (unit, data.attrs["rate_hz"], data.shape) == ("m/s2", 400, column.shape)
            good &= bool(np.abs(data[:] - wanted).max() <= 0.005 * peak)
            for kind, value in (("peak", peak), ("rms", rms), ("crest", peak / rms)):
                good &= abs(float(table[name][kind]) / value - 1) <= 0.005
    return bool(good)


def main() -> None:
    folder = begin(__file__)
    write_mat(folder / "input" / RAW)
    raw = read_mat(folder / "input" / RAW)

    def store(where: str, signals: dict[str, np.ndarray], places: int = 4, **style: bool) -> None:
        made = place(folder, where)
        write_signals(made / SIGNALS, signals, **style)
        head = ["channel", "peak", "rms", "crest"]
        write_rows(made / LEVELS, [head, *levels(signals, places)])
        assert right(made) == ("known_bad" not in where), where

    store("reference", converted(raw))
    by_name = dict(sorted(converted(raw, g=9.81).items()))
    store("alternate_correct/single_compressed", by_name, single=True)
    store("alternate_correct/one_sample_less", converted(raw, less=1), 2, notes=True)
    store("known_bad/still_in_g", converted(raw, g=1))
    store("known_bad/whole_mean", converted(raw, whole=True))
    swapped = dict(zip(("x", "y", "z"), raw.values(), strict=True))
    store("known_bad/columns_in_order", converted(swapped))
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
