"""Checks of arrays, curves and quantities: right work of any format passes, wrong work does not."""

import json
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from tests.unit.grading.array_files import hdf5, mat, npy, npz, step, table, told_hdf5
from tests.unit.grading.families.grounds import Desk

RNG = np.random.default_rng(7)
K = RNG.normal(size=(6, 6)) * 1000


@pytest.fixture
def stiffness(tmp_path: Path) -> Desk:
    return Desk(tmp_path, {"k.npz": npz(K=K, n=6)}, {"k.npz": npz(K=np.eye(6), n=6)})


def test_elements_are_near_or_not(stiffness: Desk) -> None:
    check = stiffness.check("array_close", "k.npz#K", relative=0.001)
    stiffness.is_sound(check)
    assert stiffness.score(check, {"k.npz": npz(K=K * 1.0005)}) == 1
    assert stiffness.score(check, {"k.npz": npz(k=K.astype("f4"))}) == 1
    assert stiffness.score(check, {"k.npz": npz(K=K * 1.01)}) == 0
    one = K.copy()
    one[2, 3] *= -1
    told = stiffness.judged(check, {"k.npz": npz(K=one)})
    assert told.score == pytest.approx(35 / 36) and told.status == "fail"
    assert "[2, 3]" in told.sentence and "1 of 36" in told.public
    assert f"{K[2, 3]:.6g}" in told.sentence and f"{K[2, 3]:.6g}" not in told.public
    assert stiffness.score(check, {"k.npz": npz(K=K.T)}) < 0.5
    for wrong in (K[:5], np.zeros((6, 6)), np.full((6, 6), np.nan), K.astype(complex) * 1j):
        assert stiffness.score(check, {"k.npz": npz(K=wrong)}) == 0
    assert stiffness.score(check, {"k.npz": npz(M=K, n=6)}) == 0


TOLD = {"x": {"unit": "m/s2", "rate_hz": 512.0}, "y": {"unit": "m/s2"}, "": {"run": "7"}}
RUN = {"x": np.arange(9.0), "y": np.arange(9.0) ** 2}


@pytest.mark.parametrize(
    ("told", "score"),
    [
        ({"x": {"Unit": "m/s^2", "rate_hz": "512"}, "y": {"unit": "m·s-2"}, "": {"run": 7}}, 1),
        ({"x": {"unit": "m/s2", "rate_hz": 512}, "y": {"unit": b"m/s2"}}, 3 / 4),
        ({"x": {"unit": "g", "rate_hz": 1024}, "y": {"unit": "m/s2"}, "": {"run": 7}}, 2 / 4),
        ({"": {"unit": "m/s2", "rate_hz": 512, "run": 7}}, 1 / 4),
        ({"x": {"rate_hz": [512.0, 512.0]}, "y": {"unit": h5py.Empty("S1")}}, 0),
        ({}, 0),
    ],
)
def test_attributes_of_datasets(tmp_path: Path, told: dict[str, Any], score: float) -> None:
    desk = Desk(tmp_path, {"run.h5": told_hdf5(RUN, TOLD)}, {"run.h5": hdf5(RUN)})
    check = desk.check("array_attributes", "run.h5", names=["unit", "rate_hz", "run"])
    desk.is_sound(check)
    result = desk.judged(check, {"run.h5": told_hdf5(RUN, told)})
    assert result.score == pytest.approx(score)
    assert "m/s2" not in result.public and "512" not in result.public


def test_attributes_that_the_input_has_earn_nothing(tmp_path: Path) -> None:
    given = told_hdf5(RUN, {"y": {"unit": "m/s2"}})
    desk = Desk(tmp_path, {"run.h5": told_hdf5(RUN, TOLD)}, {"run.h5": given})
    check = desk.check("array_attributes", "run.h5", names=["unit"])
    desk.is_sound(check)
    assert desk.score(check, {"run.h5": told_hdf5(RUN, {"x": {"unit": "m/s2"}})}) == 0


def test_attributes_are_read_within_caps(tmp_path: Path) -> None:
    right = {"a.h5": told_hdf5(RUN, {"x": {"unit": "mV"}})}
    desk = Desk(tmp_path, right)
    check = desk.check("array_attributes", "a.h5", names=["unit"])
    crowded = told_hdf5(RUN, {"x": {f"a{n}": n for n in range(2_001)}})
    assert "more than 2,000 attributes" in desk.judged(check, {"a.h5": crowded}).sentence
    long = told_hdf5(RUN, {"x": {"unit": np.zeros(8_000)}})
    assert desk.score(check, {"a.h5": long}) == 0
    assert "HDF5" in desk.judged(check, {"a.h5": b"\x89HDF\r\n\x1a\n" + bytes(99)}).sentence


def test_what_the_input_holds_earns_nothing(tmp_path: Path) -> None:
    given = np.arange(10.0)
    right = np.where(given > 6, given * 2, given)
    desk = Desk(tmp_path, {"a.npy": npy(right)}, {"a.npy": npy(given)})
    check = desk.check("array_close", "a.npy")
    desk.is_sound(check)
    half = np.where(given > 8, given * 2, given)
    assert desk.score(check, {"a.npy": npy(half)}) == pytest.approx(1 / 3)
    assert desk.score(check, {"a.npy": npy(half + (given < 5))}) < 1 / 3


def test_what_is_not_a_number_counts_as_asked(tmp_path: Path) -> None:
    right = np.array([1.0, np.nan, 3.0, 4.0])
    desk = Desk(tmp_path, {"a.npy": npy(right)})
    equal, ignore, fail = (desk.check("array_close", "a.npy", nan=n)
                           for n in ("equal", "ignore", "fail"))  # fmt: skip
    desk.is_sound(equal)
    desk.is_sound(ignore)
    filled, gap = np.array([1.0, 2, 3, 4]), np.array([1.0, np.nan, np.nan, 4])
    assert (
        desk.score(equal, {"a.npy": npy(filled)}) < 1 == desk.score(ignore, {"a.npy": npy(filled)})
    )
    assert desk.score(equal, {"a.npy": npy(gap)}) < 1 > desk.score(ignore, {"a.npy": npy(gap)})
    assert "set nan to equal" in desk.fault(fail)
    assert desk.score(equal, {"a.npy": npy(np.array([np.inf, np.nan, 3, 4]))}) < 1


def test_whole_numbers_are_exact_and_lists_stand_or_lie(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"a.npy": npy(np.arange(1_000_000, 1_000_050))})
    check = desk.check("array_close", "a.npy")
    assert desk.score(check, {"a.npy": npy(np.arange(1_000_000, 1_000_050).reshape(-1, 1))}) == 1
    assert desk.score(check, {"a.npy": npy(np.arange(1_000_001, 1_000_051))}) == 0


def test_shape_and_kind_of_numbers(stiffness: Desk) -> None:
    check = stiffness.check("array_shape", "k.npz#K")
    stiffness.is_sound(check)
    assert stiffness.score(check, {"k.npz": npz(K=np.zeros((6, 6)))}) == 1
    assert stiffness.score(check, {"k.npz": npz(K=np.zeros((6, 7)))}) == 0
    rows = stiffness.check("array_shape", "k.npz#K", shape=[None, 6], numbers="real")
    assert stiffness.score(rows, {"k.npz": npz(K=np.full((9, 6), 0.5))}) == 1
    assert stiffness.score(rows, {"k.npz": npz(K=np.zeros((9, 6), dtype=complex))}) == 0
    whole = stiffness.check("array_shape", "k.npz#n", numbers="integer")
    assert stiffness.score(whole, {"k.npz": npz(n=6.0)}) == 1
    assert stiffness.score(whole, {"k.npz": npz(n=6.5)}) == 0
    assert "does not fit" in stiffness.fault(stiffness.check("array_shape", "k.npz#K", shape=[7]))


def test_a_norm_of_the_difference(tmp_path: Path) -> None:
    modes = np.linalg.qr(RNG.normal(size=(8, 3)))[0]
    desk = Desk(tmp_path, {"m.mat": mat({"phi": modes})})
    free = desk.check("array_norm", "m.mat#phi", at_most=0.02, sign_free=True)
    fixed = desk.check("array_norm", "m.mat#phi", at_most=0.02)
    desk.is_sound(free)
    turned = {"m.mat": mat({"phi": modes * [1, -1, 1] * 1.01})}
    assert desk.score(free, turned) == 1 and desk.score(fixed, turned) == 0
    assert desk.score(free, {"m.mat": mat({"phi": modes[:, ::-1]})}) == 0
    assert desk.score(free, {"m.mat": mat({"phi": modes * 1.05})}) == 0
    gap = modes.copy()
    gap[0, 0] = np.nan
    assert desk.score(free, {"m.mat": mat({"phi": gap})}) == 0
    flat = Desk(tmp_path / "flat", {"m.npy": npy(np.array([9.99, 10, 10.01]))})
    assert "The mean for each" in flat.fault(flat.check("array_norm", "m.npy", at_most=0.1))


def test_statistics_of_random_numbers(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"n.npy": npy(RNG.normal(5, 2, 20_000))})
    check = desk.check(
        "array_statistics", "n.npy", statistics=["mean", "std", "q95"], relative=0.03
    )
    desk.is_sound(check)
    assert desk.score(check, {"n.npy": npy(RNG.normal(5, 2, 20_000))}) == 1
    assert desk.score(check, {"n.npy": npy(RNG.normal(5, 4, 20_000))}) == pytest.approx(1 / 3)
    assert desk.score(check, {"n.npy": npy(np.full(20_000, 5.0))}) == 0
    fixed = desk.check("array_statistics", "n.npy", statistics=["mean"], expected={"mean": 7})
    assert desk.score(fixed, {"n.npy": npy(np.array([6.0, 8.0]))}) == 1
    assert "no statistic" in desk.fault(
        desk.check("array_statistics", "n.npy", statistics=["mode"])
    )


@pytest.fixture
def response(tmp_path: Path) -> Desk:
    return Desk(tmp_path, {"step.csv": table(step())})


def test_a_curve_at_any_rate_is_the_same(response: Desk) -> None:
    check = response.check(
        "curve_distance", "step.csv", x="time (s)", y="x (mm)", measure="largest", at_most=0.1
    )
    response.is_sound(check)
    for count in (60, 101, 333, 5001):
        assert response.score(check, {"step.csv": table(step(count))}) == 1
    right = step()
    t, x = right["time (s)"], right["x (mm)"]
    shuffled = RNG.permutation(len(t))
    for other in (
        table({"x (mm)": x, "time (s)": t}),
        table({"Time [s]": t, "X [mm]": x}),
        table({"time (ms)": t * 1000, "x (m)": x / 1000}),
        table({"time_s": t[shuffled], "x_mm": x[shuffled]}),
        table({"time (s)": t, "x (mm)": x}, ";", ","),
        table({"time (s)": np.append(t, t[-1] + 1), "x (mm)": np.append(x, 9)}),
    ):
        assert response.score(check, {"step.csv": other}) == 1, other[:60]


def test_points_of_a_curve_may_be_so_far_apart(response: Desk) -> None:
    check = response.check(
        "curve_distance", "step.csv", x="time (s)", y="x (mm)", relative=0.05, step=0.05
    )
    response.is_sound(check)
    scores = {n: response.score(check, {"step.csv": table(step(n))}) for n in (90, 101, 1001)}
    assert scores == {90: 0, 101: 1, 1001: 1}
    told = response.judged(check, {"step.csv": table(step(51))})
    assert "has points 0.1 apart where 0.05 is the most" in told.sentence


WRONG: dict[str, Any] = {
    "another damping": step(damping=0.33),
    "another gain": step(gain=10.5),
    "too late": {**step(), "x (mm)": np.roll(step()["x (mm)"], 4)},
    "another sign": {**step(), "x (mm)": -step()["x (mm)"]},
    "in metres, called millimetres": {**step(), "x (mm)": step()["x (mm)"] / 1000},
    "in another unit of something else": {
        "time (s)": step()["time (s)"], "x (N)": step()["x (mm)"]
    },
    "half of it": {name: values[:100] for name, values in step().items()},
    "two points": {name: values[[0, -1]] for name, values in step().items()},
    "a gap": {name: np.delete(values, range(30, 90)) for name, values in step().items()},
    "flat": {**step(), "x (mm)": np.full(201, 10.0)},
    "not numbers": {**step(), "x (mm)": np.full(201, np.nan)},
    "one not a number": {**step(), "x (mm)": np.where(np.arange(201) == 7, np.nan, 9)},
    "another name": {"time (s)": step()["time (s)"], "y (mm)": step()["x (mm)"]},
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_another_curve_is_not(response: Desk, name: str) -> None:
    check = response.check(
        "curve_distance", "step.csv", x="time (s)", y="x (mm)", measure="largest", at_most=0.1
    )
    told = response.judged(check, {"step.csv": table(WRONG[name])})
    assert told.score == 0 and told.status == "fail", told.sentence


def test_phases_turn_round_and_frequencies_have_ratios(tmp_path: Path) -> None:
    f = np.logspace(-1, 2, 120)
    phase = -np.degrees(np.arctan2(0.2 * f, 1 - (f / 8) ** 2)) - 90 * np.log10(f) / 2
    desk = Desk(tmp_path, {"bode.csv": table({"f (Hz)": f, "phase (deg)": phase})})
    check = desk.check(
        "curve_distance", "bode.csv", at_most=2, measure="largest", scale="logarithmic", period=360
    )
    desk.is_sound(check)
    wrapped = (phase + 180 + 360) % 360 - 180
    assert desk.score(check, {"bode.csv": table({"f": f, "phase": wrapped + 360})}) == 1
    fine = np.logspace(-1, 2, 400)
    other = np.interp(np.log10(fine), np.log10(f), phase)
    rad = {"f (Hz)": fine, "phase (rad)": np.radians(other)}
    assert desk.score(check, {"bode.csv": table(rad)}) == 1
    assert desk.score(check, {"bode.csv": table({"f": f, "phase": phase + 5})}) == 0
    even = np.linspace(0.1, 100, 120)
    coarse = {"f": even, "phase": np.interp(even, f, phase)}
    assert desk.score(check, {"bode.csv": table(coarse)}) == 0


def test_curves_of_binary_files_and_a_fixed_sampling(tmp_path: Path) -> None:
    t, x = step().values()
    desk = Desk(tmp_path, {"r.npz": npz(t=t, x=x)})
    check = desk.check("curve_distance", "r.npz", x="t", y="x", relative=0.01)
    desk.is_sound(check)
    fine = step(999)
    assert desk.score(check, {"r.npz": npz(x=fine["x (mm)"], t=fine["time (s)"])}) == 1
    fixed = desk.check("curve_distance", "r.npz", x="t", y="x", relative=0.01, sampling="reference")
    assert desk.score(fixed, {"r.npz": npz(x=x * 1.001, t=t)}) == 1
    assert desk.score(fixed, {"r.npz": npz(x=fine["x (mm)"], t=fine["time (s)"])}) == 0
    part = desk.check("curve_distance", "r.npz", x="t", y="x", relative=0.01, low=1, high=3)
    late = (t > 0.9) & (t < 3.1)
    assert desk.score(part, {"r.npz": npz(x=x[late], t=t[late])}) == 1
    assert desk.score(check, {"r.npz": npz(x=x[late], t=t[late])}) == 0
    matrix = Desk(tmp_path / "m", {"r.npy": npy(np.column_stack([t, x]))})
    whole = matrix.check("curve_distance", "r.npy", relative=0.01)
    matrix.is_sound(whole)
    assert matrix.score(whole, {"r.npy": npy(np.vstack([t, x]))}) == 1


def test_what_cannot_be_asked_of_a_curve_is_refused(response: Desk) -> None:
    assert "flat line" in response.fault(response.check("curve_distance", "step.csv", at_most=30))
    assert "has no column y" in response.fault(
        response.check("curve_distance", "step.csv", y="y", relative=0.1)
    )
    assert "either at_most" in response.fault(response.check("curve_distance", "step.csv"))


QUANTITIES: list[tuple[Any, float]] = [
    ("12.4 kN", 1), ("12400 N", 1), ("12,400 N", 1), (12400, 1), ("12.41kN", 1), ("1.24e4 N", 1),
    ({"value": 12.4, "unit": "kN"}, 1), ({"unit": "N", "value": "12400"}, 1), ("2788 lbf", 1),
    ("12.4 N", 0), ("12.4 MN", 0), ("12400 Pa", 0), ("12.4 kg", 0), (12.4, 0), ("-12.4 kN", 0),
    ("about 12.4 kN", 0), (True, 0), (None, 0), ([12400], 0), ("12.4", 0), ("", 0),
    ({"value": 12.4, "unit": "furlongs"}, 0), ("1e999 N", 0), ("NaN N", 0),
]  # fmt: skip


@pytest.mark.parametrize(("value", "score"), QUANTITIES)
def test_a_quantity_in_any_unit(tmp_path: Path, value: Any, score: float) -> None:
    desk = Desk(tmp_path, {"r.json": json.dumps({"peak": "12.4 kN"})})
    check = desk.check("quantity_close", "r.json#/peak", unit="N", relative=0.001)
    desk.is_sound(check)
    assert desk.score(check, {"r.json": json.dumps({"peak": value})}) == score


def test_units_in_names(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"r.json": '{"peak_kN": 12.4}', "r.csv": "part,Temp (°C)\nA,25\nB,30\n"})
    check = desk.check("quantity_close", "r.json#/peak_kN", relative=0.001)
    desk.is_sound(check)
    assert desk.score(check, {"r.json": '{"peak_N": 12400}'}) == 1
    assert desk.score(check, {"r.json": '{"peak": "12.4 kN"}'}) == 1
    assert desk.score(check, {"r.json": '{"peak_N": 12.4}'}) == 0
    warm = desk.check("quantity_close", "r.csv#Temp (°C)[A]", tolerance=0.01)
    desk.is_sound(warm)
    assert desk.score(warm, {"r.csv": "part,Temp (K)\nA,298.15\nB,303.15\n"}) == 1
    assert desk.score(warm, {"r.csv": "part,Temp (K)\nA,25\nB,30\n"}) == 0
    strict = desk.check("quantity_close", "r.json#/peak_kN", bare="fail", relative=0.001)
    assert desk.score(strict, {"r.json": '{"peak": 12.4}'}) == 0
    assert "no unit that is known" in desk.fault(
        desk.check("quantity_close", "r.json#/peak_kN", unit="quux")
    )
    assert "lets 0 pass" in desk.fault(
        desk.check("quantity_close", "r.json#/peak_kN", unit="N", tolerance=20_000)
    )


@pytest.mark.parametrize(
    ("target", "content", "told"),
    [
        ("s.csv", "time (s),x (mm)\n" + "1,2\n" * 40, "the same x at all of its points"),
        ("s.csv", "time (s),x (mm)\n", "holds no numbers"),
        ("s.csv", "time (s),x (mm)\n0,one\n1,two\n2,three\n", "for a number in row 1"),
        ("s.csv", "", "holds no numbers"),
    ],
)
def test_bad_input_is_told_in_words_of_the_trade(
    tmp_path: Path, target: str, content: str, told: str
) -> None:
    desk = Desk(tmp_path, {target: table(step())})
    check = desk.check("curve_distance", target, x="time (s)", y="x (mm)", relative=0.01)
    assert told in desk.judged(check, {target: content}).public


def test_a_file_of_another_library_is_read_all_the_same(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"a.h5": hdf5({"run/force": np.arange(9.0)})})
    check = desk.check("array_close", "a.h5#/run/force", relative=0.01)
    desk.is_sound(check)
    packed = hdf5({"run/force": np.arange(9, dtype="f4").reshape(1, 9)}, compression="gzip")
    assert desk.score(check, {"a.h5": packed}) == 1
