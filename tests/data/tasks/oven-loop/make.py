"""Make the step response of the oven: numpy and scipy integrate and write npy, Python the rest."""

import json
import math
from pathlib import Path

import numpy as np
from scipy.linalg import expm

from tests.data.tasks.fixed_files import begin, finish, place

CURVE, FIGURES = "response.npy", "figures.json"
LOOP = {
    "plant": {"gain_K_per_percent": 1.6, "T1_s": 95.0, "T2_s": 22.0},
    "controller": {"Kp_percent_per_K": 3.2, "Ki_percent_per_K_s": 0.028, "Kd_percent_s_per_K": 30},
    "setpoint_step_K": 60,
    "horizon_s": 600,
}
ABOUT = {
    "title": "Simulate the step response of a control loop",
    "profession": "Control engineer",
    "occupation": "17-2199.05",
    "work": "separate",
    "families": ["npy", "json", "series", "tolerance", "agreement of two outputs"],
    "alternate_correct": {
        "runge_kutta": "Integrated by Runge-Kutta with another step and stored every 2 s, as "
        "Fortran-ordered array; figures rounded to one decimal.",
        "uneven_steps": "Dense in the beginning and sparse later, in single precision; the figures "
        "in another order and with all digits.",
    },
    "known_bad": {
        "derivative_on_error": "The derivative acts on the error, so the step kicks the output.",
        "open_loop": "The plant alone was scaled to the setpoint; the controller has no effect.",
        "standard_form": "Ki was multiplied by Kp as in the standard form, not taken as it is.",
    },
}


def matrices(loop: dict) -> tuple[np.ndarray, np.ndarray]:
    """Return A and b of dx/dt = A x + b r, with x = (y, dy/dt, integral of the error)."""
    plant, control = loop["plant"], loop["controller"]
    gain, one, two = (plant[name] for name in ("gain_K_per_percent", "T1_s", "T2_s"))
    kp, ki, kd = (
        control[name] for name in ("Kp_percent_per_K", "Ki_percent_per_K_s", "Kd_percent_s_per_K")
    )
    square = one * two
    a = np.array(
        [
            [0, 1, 0],
            [-(1 + gain * kp) / square, -(one + two + gain * kd) / square, gain * ki / square],
            [-1, 0, 0],
        ]
    )
    return a, np.array([0, gain * kp / square, 1])


def exact(loop: dict, moments: np.ndarray, kick: bool = False) -> np.ndarray:
    """Return y by the matrix exponential; a kick is a jump of dy/dt by K Kd r / (T1 T2)."""
    a, b = matrices(loop)
    step = loop["setpoint_step_K"]
    whole = np.zeros((4, 4))
    whole[:3, :3], whole[:3, 3] = a, b * step
    start = np.array([0, 0, 0, 1.0])
    if kick:
        plant = loop["plant"]
        force = plant["gain_K_per_percent"] * loop["controller"]["Kd_percent_s_per_K"] * step
        start[1] = force / (plant["T1_s"] * plant["T2_s"])
    made, state, now = [], start, 0.0
    steps: dict[float, np.ndarray] = {}
    for moment in moments:
        width = round(float(moment) - now, 9)
        if width not in steps:
            steps[width] = expm(whole * width)
        state, now = steps[width] @ state, float(moment)
        made.append(state[0])
    return np.array(made)


def runge_kutta(loop: dict, width: float, count: int) -> np.ndarray:
    a, b = matrices(loop)
    drive = b * loop["setpoint_step_K"]
    state, made = np.zeros(3), [0.0]
    for _ in range(count):
        k1 = a @ state + drive
        k2 = a @ (state + width / 2 * k1) + drive
        k3 = a @ (state + width / 2 * k2) + drive
        k4 = a @ (state + width * k3) + drive
        state = state + width / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
        made.append(float(state[0]))
    return np.array(made)


def open_loop(loop: dict, moments: np.ndarray) -> np.ndarray:
    one, two = loop["plant"]["T1_s"], loop["plant"]["T2_s"]
    decay = (one * np.exp(-moments / one) - two * np.exp(-moments / two)) / (one - two)
    return loop["setpoint_step_K"] * (1 - decay)


def crossing(moments: np.ndarray, values: np.ndarray, level: float) -> float:
    at = int(np.argmax(values >= level))
    share = (level - values[at - 1]) / (values[at] - values[at - 1])
    return float(moments[at - 1] + share * (moments[at] - moments[at - 1]))


def figures(moments: np.ndarray, values: np.ndarray, step: float) -> dict[str, float]:
    top = int(np.argmax(values))
    outside = np.flatnonzero(np.abs(values - step) > 0.02 * step)
    return {
        "rise_time_s": crossing(moments, values, 0.9 * step)
        - crossing(moments, values, 0.1 * step),
        "overshoot_percent": max(0.0, float(values[top] / step - 1) * 100),
        "peak_time_s": float(moments[top]),
        "settling_time_s": float(moments[outside[-1]]),
        "final_value_K": float(values[-1]),
    }


def right(made: Path, loop: dict) -> bool:
    table = np.load(made / CURVE)
    moments, values = table[:, 0].astype(float), table[:, 1].astype(float)
    dense = np.linspace(0, 600, 6001)
    truth = exact(loop, dense)
    close = np.abs(np.interp(dense, moments, values) - truth).max() <= 0.2
    covers = moments[0] == 0 and moments[-1] == 600 and np.diff(moments).max() <= 2.0
    said = json.loads((made / FIGURES).read_text("utf-8"))
    wanted = figures(dense, truth, loop["setpoint_step_K"])
    allowed = {"overshoot_percent": 0.5, "final_value_K": 0.2}
    near = all(abs(said[name] - wanted[name]) <= allowed.get(name, 2.0) for name in wanted)
    return bool(close and covers and near and set(said) == set(wanted))


def uneven() -> np.ndarray:
    return np.concatenate([np.arange(0, 120, 0.25), np.arange(120, 300, 0.5), np.arange(300, 601)])


def main() -> None:
    folder = begin(__file__)
    source = folder / "input" / "loop.json"
    source.write_text(json.dumps(LOOP, indent=1) + "\n", encoding="utf-8")
    step = LOOP["setpoint_step_K"]

    def store(
        where: str,
        moments: np.ndarray,
        values: np.ndarray,
        places: int = 3,
        kind: str = "<f8",
        back: bool = False,
    ) -> None:
        made = place(folder, where)
        table = np.column_stack([moments, values]).astype(kind)
        np.save(made / CURVE, np.asfortranarray(table) if places == 1 else table)
        said = {name: round(one, places) for name, one in figures(moments, values, step).items()}
        said = dict(reversed(said.items())) if back else said
        (made / FIGURES).write_text(json.dumps(said, indent=1) + "\n", encoding="utf-8")
        assert right(made, LOOP) == ("known_bad" not in where), where

    usual = np.linspace(0, 600, 601)
    store("reference", usual, exact(LOOP, usual))
    rough = np.linspace(0, 600, 301)
    store("alternate_correct/runge_kutta", rough, runge_kutta(LOOP, 2.0, 300), places=1)
    other = uneven()
    store("alternate_correct/uneven_steps", other, exact(LOOP, other), 10, "<f4", back=True)
    store("known_bad/derivative_on_error", usual, exact(LOOP, usual, kick=True))
    store("known_bad/open_loop", usual, open_loop(LOOP, usual))
    timed = json.loads(json.dumps(LOOP))
    timed["controller"]["Ki_percent_per_K_s"] = 3.2 * LOOP["controller"]["Ki_percent_per_K_s"]
    store("known_bad/standard_form", usual, exact(timed, usual))
    assert math.isclose(exact(LOOP, usual)[-1], step, abs_tol=0.2)
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
