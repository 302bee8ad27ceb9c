"""Proposals for arrays, curves and quantities: the instruction's words, and room for other work."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.formats.tasks import TaskDocument, TaskFolder
from studio.grading import grade_output, propose, refusals
from studio.grading.near_misses import OPERATORS, variants_of_task
from studio.model.check import Check, Checks
from studio.model.task import Task
from tests.unit.grading.array_files import hdf5, mat, npy, npz, step, table, told_hdf5
from tests.unit.grading.families.grounds import Files, lay

T, X = step().values()
MODES = np.linalg.qr(np.random.default_rng(3).normal(size=(6, 3)))[0]
FORCE = np.column_stack([T + X, 3 * X - 2 * T, np.sqrt(1 + X**2)])


def proposed(folder: Path, prompt: str, reference: Files, given: Files | None = None) -> TaskFolder:
    work = "in_place" if given else "separate"
    task = TaskFolder(
        folder, TaskDocument(Task(id="t", created="now", work=work), prompt, Checks())
    )
    lay(task.reference, reference)
    lay(task.input, given or {"plant.txt": "m = 2 kg\nk = 32 N/m\n"})
    checks = Checks(checks=propose(task, {}).checks)
    return task.with_document(TaskDocument(task.document.task, prompt, checks))


def only(task: TaskFolder, kind: str) -> list[Check]:
    return [check for check in task.document.checks.checks if check.kind == kind]


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("with the attributes gain and rate_hz", ["gain", "rate_hz"]),
        ("with its gain as an attribute", ["gain"]),
        ("in single precision", None),
    ],
)
def test_attributes_that_are_named(tmp_path: Path, words: str, names: list[str] | None) -> None:
    made = told_hdf5({"volts": T}, {"volts": {"gain": 20.0, "rate_hz": 40.0, "by": "rig 2"}})
    prompt = f"Write `run.h5` with a dataset `volts` {words}."
    task = proposed(tmp_path / "t", prompt, {"run.h5": made})
    found = only(task, "array_attributes")
    assert [check.parameters["names"] for check in found] == ([names] if names else [])
    assert refusals(task) == () and grade_output(task, task.reference).passed
    bare = lay(tmp_path / "bare", {"run.h5": hdf5({"volts": T})})
    assert grade_output(task, bare).passed is (names is None)


SAVE = "Simulate the step response and save step.csv with the columns `time (s)` and `x (mm)`. "


@pytest.mark.parametrize(
    ("wish", "parameters"),
    [
        ("No point may be off by more than 0.1 mm.", {"at_most": 0.1, "measure": "largest"}),
        ("The curve must be within 100 µm of the exact one.", {"at_most": 0.1}),
        ("The RMS error must be below 2% of its range.", {"relative": 0.02, "measure": "rms"}),
        ("The position must not deviate by 5 µm.", {"at_most": 0.005}),
        ("Any sampling is fine.", {"relative": 0.01, "of": "spread", "sampling": None}),
        ("Take steps of 0.025 s.", {"sampling": "reference"}),
        ("Sample it every 25 ms.", {"sampling": "reference"}),
        ("Sample it at 40 Hz with a sampling rate that never changes.", {"sampling": "reference"}),
        ("Sample it at least every 30 ms.", {"sampling": None, "step": 0.03}),
        ("Sample it at least every 10 ms.", {"sampling": None, "step": None}),
        ("Points are at most 0.05 s apart.", {"step": 0.05}),
    ],
)
def test_curves_by_the_words_of_the_instruction(
    tmp_path: Path, wish: str, parameters: dict[str, Any]
) -> None:
    task = proposed(tmp_path, SAVE + wish, {"step.csv": table(step())})
    (check,) = task.document.checks.checks
    assert check.kind == "curve_distance" and not check.gate
    assert {name: check.parameters.get(name) for name in parameters} == pytest.approx(parameters)
    assert check.parameters["x"] == "time (s)" and check.parameters["y"] == "x (mm)"
    assert refusals(task) == () and grade_output(task, task.reference).passed


def test_tables_of_numbers_that_are_no_curves_stay_tables(tmp_path: Path) -> None:
    rows = {"id": np.arange(1, 41), "score": np.arange(40) ** 2, "weight": np.arange(40) * 1.5}
    task = proposed(tmp_path, "Filter the history and save list.csv with `id`, `score` and "
                    "`weight`.", {"list.csv": table(rows)})  # fmt: skip
    assert not only(task, "curve_distance") and only(task, "table_equals")


def test_columns_that_nobody_named_are_told_by_their_places(tmp_path: Path) -> None:
    task = proposed(tmp_path, "Simulate the response; save it as step.csv.",
                    {"step.csv": table(step())})  # fmt: skip
    renamed = {"step.csv": table({"t": T, "position": X})}
    assert grade_output(task, lay(tmp_path / "o", renamed)).passed
    swapped = {"step.csv": table({"position": X, "t": T})}
    assert not grade_output(task, lay(tmp_path / "s", swapped)).passed


def test_each_file_has_its_own_bound(tmp_path: Path) -> None:
    task = proposed(
        tmp_path,
        "Simulate both responses. Save the open loop as open.csv; it must be within 0.5 mm at "
        "every point. Save the closed loop as closed.csv; it must be within 0.1 mm at every point.",
        {"open.csv": table(step()), "closed.csv": table(step(gain=5))},
    )
    found = {check.target: check.parameters["at_most"] for check in only(task, "curve_distance")}
    assert found == {"open.csv": 0.5, "closed.csv": 0.1}


def test_two_columns_with_bounds_of_their_own(tmp_path: Path) -> None:
    f = np.logspace(-1, 2, 150)
    bode = {"f (Hz)": f, "magnitude (dB)": -20 * np.log10(1 + f), "phase (deg)": -45 * np.log10(f)}
    task = proposed(
        tmp_path,
        "Compute the frequency response and save bode.csv with `f (Hz)`, `magnitude (dB)` and "
        "`phase (deg)`. The magnitude must be within 0.5 dB and the phase within 3 degrees at "
        "every frequency.",
        {"bode.csv": table(bode)},
    )
    size, phase = only(task, "curve_distance")
    assert size.parameters["at_most"] == 0.5 and phase.parameters["at_most"] == 3
    assert phase.parameters["period"] == 360 and "period" not in size.parameters
    assert size.parameters["scale"] == phase.parameters["scale"] == "logarithmic"


@pytest.mark.parametrize(
    ("wish", "kind", "parameters", "tolerance"),
    [
        ("Each value must be within 2% of the exact one.", "array_close", {"relative": 0.02}, ...),
        ("No value may be off by more than 0.5 N.", "array_close", {}, 0.5),
        ("Curves must agree within 1% of the peak.", "array_close", {"peak": 0.01}, None),
        ("The relative error in the Frobenius norm must be below 1e-3.", "array_norm",
         {"at_most": 0.001}, None),
        ("Round to two decimals.", "array_close", {}, 0.005005),
        ("", "array_close", {"relative": 0.001}, ...),
        ("Draw the noise at random.", "array_statistics", {"relative": 0.0}, ...),
    ],
)  # fmt: skip
def test_arrays_by_the_words_of_the_instruction(
    tmp_path: Path, wish: str, kind: str, parameters: dict[str, Any], tolerance: Any
) -> None:
    prompt = f"Compute the contact forces and save them as `force` in out.npz. {wish}"
    task = proposed(tmp_path, prompt, {"out.npz": npz(force=FORCE)})
    (shape,) = only(task, "array_shape")
    assert shape.gate and shape.parameters["shape"] == [201, 3]
    (check,) = only(task, kind)
    assert check.target == "out.npz#force" and not check.gate
    found = {name: check.parameters.get(name) for name in parameters}
    assert found == pytest.approx(parameters)
    assert tolerance is ... or check.tolerance == pytest.approx(tolerance)
    assert refusals(task) == () and grade_output(task, task.reference).passed


def test_random_numbers_by_what_chance_leaves_of_them(tmp_path: Path) -> None:
    draw = [np.random.default_rng(seed).normal(100, 0.08, 20_000) for seed in range(4)]
    prompt = "Draw 20,000 random lengths and save them as lengths.npy. The standard deviation "
    task = proposed(tmp_path, f"{prompt}must be right to 3%.", {"lengths.npy": npy(draw[0])})
    spread, rest = only(task, "array_statistics")
    assert spread.parameters == {"statistics": ["std"], "relative": 0.03}
    assert rest.tolerance == pytest.approx(0.0057, abs=0.0005)
    outputs = {
        "a": draw[1],
        "b": draw[2].astype("f4"),
        "c": draw[3] + 0.05,
        "d": draw[3] * 1.5 - 50,
    }
    passed = {
        name: grade_output(task, lay(tmp_path / name, {"lengths.npy": npy(values)})).passed
        for name, values in outputs.items()
    }
    assert passed == {"a": True, "b": True, "c": False, "d": False}


def test_lists_over_an_axis_that_may_have_any_step(tmp_path: Path) -> None:
    prompt = "Integrate the flight; save flight.mat with `t` (s), `z` (m) and the mass `m` (kg). "
    prompt += "Use any time step you like. The maximum error of z is 0.1 m."
    task = proposed(tmp_path, prompt, {"flight.mat": mat({"m": 3.5, "z": X, "t": T})})
    (curve,) = only(task, "curve_distance")
    assert curve.parameters == {"x": "t", "y": "z", "at_most": 0.1, "measure": "largest"}
    assert [check.target for check in only(task, "array_close")] == ["flight.mat#m"]
    t, z = step(333).values()
    other = mat({"t": t[:, None], "z": z[:, None], "m": 3.5}, do_compression=True)
    assert grade_output(task, lay(tmp_path / "o", {"flight.mat": other})).passed


LAID = (
    "Save `step.npy`: two columns, time in seconds and position in mm, at least one point every "
    "50 ms. I lay it over my own curve and accept 0.1 mm deviation anywhere."
)


def columns(points: int, offset: float = 0.0) -> np.ndarray:
    t, x = step(points).values()
    return np.column_stack([t, x + offset])


@pytest.mark.parametrize("points", [201, 101])
def test_a_curve_in_a_matrix_that_is_laid_over_another(tmp_path: Path, points: int) -> None:
    task = proposed(tmp_path, LAID, {"step.npy": npy(columns(points))})
    shape, check = task.document.checks.checks
    assert shape.kind == "array_shape" and shape.parameters == {"shape": [None, 2]}
    assert check.kind == "curve_distance" and check.target == "step.npy"
    assert check.parameters == {"at_most": 0.1, "measure": "largest", "step": 0.05}
    assert refusals(task) == () and grade_output(task, task.reference).passed
    finer = np.concatenate([columns(1601)[::8][:100], columns(1601)[800:]])
    outputs = {
        "finer": npy(np.asfortranarray(finer.astype("f4"))),
        "in rows": npy(columns(150).T),
        "near": npy(columns(300, 0.05)),
        "off": npy(columns(300, 0.2)),
        "swapped": npy(columns(300)[:, ::-1]),
        "half": npy(columns(300)[:150]),
        "too coarse": npy(columns(91)),
        "flat": npy(columns(300) * [1, 0]),
    }
    passed = {
        name: grade_output(task, lay(tmp_path / name, {"step.npy": values})).passed
        for name, values in outputs.items()
    }
    assert passed == {name: name in ("finer", "near") for name in outputs}


def test_further_columns_of_a_matrix_are_told_by_their_places(tmp_path: Path) -> None:
    prompt = "Save run.npy with the columns: time in s, position in mm and speed in mm/s. Any "
    prompt += "time step is fine. The position must be within 0.1 mm, the speed within 2 mm/s."
    values = np.column_stack([T, X, np.gradient(X, T)])
    task = proposed(tmp_path, prompt, {"run.npy": npy(values)})
    found = {check.parameters["y"]: check.parameters for check in only(task, "curve_distance")}
    assert {y: one["at_most"] for y, one in found.items()} == {"column 2": 0.1, "column 3": 2}
    assert all(one["x"] == "column 1" for one in found.values())
    assert [check.parameters["shape"] for check in only(task, "array_shape")] == [[None, 3]]
    assert grade_output(task, task.reference).passed


@pytest.mark.parametrize("columns", [FORCE, np.column_stack([X, T]), np.column_stack([T, X * 1j])])
def test_a_matrix_without_an_axis_stays_a_matrix(tmp_path: Path, columns: np.ndarray) -> None:
    task = proposed(tmp_path, LAID, {"step.npy": npy(columns)})
    assert not only(task, "curve_distance") and only(task, "array_close")


def test_a_share_of_a_signal_is_one_of_its_size(tmp_path: Path) -> None:
    prompt = "Save run.h5 with the signal `a` and its `envelope`. In levels.csv then the peak. "
    prompt += "Half a per cent is good enough, the sensors aren't better than that."
    signal, envelope = np.sin(5 * T), 2 + np.cos(T)
    reference: Files = {
        "run.h5": hdf5({"a": signal, "envelope": envelope}),
        "levels.csv": "peak\n1.000\n",
    }
    task = proposed(tmp_path, prompt, reference)
    room = {check.target: check.parameters for check in only(task, "array_close")}
    assert room == {"run.h5#a": {"peak": 0.005}, "run.h5#envelope": {"relative": 0.005}}
    outputs = {
        "shifted": {"a": signal + 0.004, "envelope": envelope},
        "scaled": {"a": (signal * 1.004).astype("f4"), "envelope": envelope * 0.996},
        "too far": {"a": signal + 0.006, "envelope": envelope},
        "least": {"a": signal, "envelope": envelope + 0.012},
    }
    passed = {
        name: grade_output(task, lay(tmp_path / name, {**reference, "run.h5": hdf5(values)})).passed
        for name, values in outputs.items()
    }
    assert passed == {"shifted": True, "scaled": True, "too far": False, "least": False}


def test_a_share_that_is_said_of_something_else_is_not_taken(tmp_path: Path) -> None:
    prompt = "Save the signal as a.npy. In levels.csv then the peak; the peak within 5% is fine."
    task = proposed(tmp_path, prompt, {"a.npy": npy(np.sin(5 * T)), "levels.csv": "peak\n1.0\n"})
    (check,) = only(task, "array_close")
    assert check.parameters == {"relative": 0.001}


def test_vectors_of_either_sign_and_frequencies(tmp_path: Path) -> None:
    task = proposed(
        tmp_path,
        "Save the natural frequencies `f` and the mode shapes `phi` in modes.mat. The sign of a "
        "mode shape is free. Frequencies must be right to 0.1%, mode shapes to a relative error "
        "below 1%.",
        {"modes.mat": mat({"f": np.array([1.5, 2.5, 4.0]), "phi": MODES})},
    )
    f, phi = only(task, "array_norm")
    assert f.parameters == {"at_most": 0.001}
    assert phi.parameters == {"at_most": 0.01, "sign_free": True}
    other = mat({"f": np.array([[1.5], [2.5], [4.0]]), "phi": -MODES})
    assert grade_output(task, lay(tmp_path / "o", {"modes.mat": other})).passed


def test_what_the_input_holds_is_a_gate(tmp_path: Path) -> None:
    given = hdf5({"raw": X, "fs": 40.0})
    task = proposed(
        tmp_path,
        "Add `clean`, the signal without its mean, to run.h5. Leave the rest as it is.",
        {"run.h5": hdf5({"raw": X, "fs": 40.0, "clean": X - X.mean()})},
        {"run.h5": given},
    )
    gates = {check.target: check.gate for check in only(task, "array_close")}
    assert gates == {"run.h5#raw": True, "run.h5#fs": True, "run.h5#clean": False}
    other = {"run.h5": hdf5({"raw": X + 1, "fs": 40.0, "clean": X - X.mean()})}
    assert grade_output(task, lay(tmp_path / "o", other)).score == 0


def test_quantities_in_a_summary_may_have_another_unit(tmp_path: Path) -> None:
    prompt = "Write sum.json with `overshoot` in percent as a number, and `settling_time` and "
    prompt += "`peak_force` with their units. The peak force must be within 10 N."
    right = {"overshoot": 37.23, "settling_time": "0.84 s", "peak_force": "12.4 kN"}
    task = proposed(tmp_path, prompt, {"sum.json": json.dumps(right)})
    time, force = only(task, "quantity_close")
    assert time.tolerance == pytest.approx(0.01) and force.tolerance == pytest.approx(0.1)
    for number, (other, passes) in enumerate([
        ({"settling_time": "840 ms", "peak_force": "12400 N"}, True),
        ({"settling_time": {"value": 0.84, "unit": "s"}, "peak_force": "12.4kN"}, True),
        ({"settling_time": "0.84 s", "peak_force": "12.4 N"}, False),
        ({"settling_time": "0.84", "peak_force": "12.4 kN"}, False),
        ({"settling_time": "0.91 s", "peak_force": "12.4 kN"}, False),
    ]):  # fmt: skip
        output = lay(tmp_path / f"o{number}", {"sum.json": json.dumps({**right, **other})})
        assert grade_output(task, output).passed is passes, other


def arrays_task(folder: Path) -> TaskFolder:
    given = npz(force=FORCE, raw=FORCE[:, :1])
    reference = npz(force=FORCE * 1.7 + 3, raw=FORCE[:, :1], load=X * 2, other=X**2)
    prompt = "Calibrate `force`, and add `load` and `other` to run.npz."
    return proposed(folder, prompt, {"run.npz": reference}, {"run.npz": given})


def curve_task(folder: Path) -> TaskFolder:
    columns = {**step(), "v (mm/s)": np.gradient(X, T)}
    prompt = "Simulate the response; save step.csv with `time (s)`, `x (mm)` and `v (mm/s)`."
    return proposed(folder, prompt, {"step.csv": table(columns)})


def matrix_task(folder: Path) -> TaskFolder:
    return proposed(folder, LAID, {"step.npy": npy(columns(201))})


def told_task(folder: Path) -> TaskFolder:
    made = told_hdf5({"volts": X}, {"volts": {"gain": 20.0, "rate_hz": 40.0}})
    prompt = "Write `run.h5` with a dataset `volts` that has the attributes gain and rate_hz."
    return proposed(folder, prompt, {"run.h5": made})


def table_task(folder: Path) -> TaskFolder:
    prompt = "Save the stiffness matrix as k.npy."
    return proposed(folder, prompt, {"k.npy": npy(FORCE[:9])})


@pytest.mark.parametrize("make", [arrays_task, curve_task, matrix_task, table_task, told_task])
def test_near_misses_fail_and_other_right_work_passes(
    tmp_path: Path, make: Callable[[Path], TaskFolder]
) -> None:
    task = make(tmp_path / "t")
    for number, variant in enumerate(variants_of_task(task)):
        folder = tmp_path / f"v{number}"
        variant.lay(task.reference, folder)
        assert grade_output(task, folder).passed is variant.harmless, (variant.id, variant.did)


def test_every_operator_applies_somewhere(tmp_path: Path) -> None:
    seen = {
        variant.id.partition(":")[2].partition("-")[0]
        for make in (arrays_task, curve_task, table_task, told_task)
        for variant in variants_of_task(make(tmp_path / make.__name__))
    }
    own = {operator.id for operator in OPERATORS.values() if operator.family == "arrays"}
    assert len(own) >= 19 and own <= seen
