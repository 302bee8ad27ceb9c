"""Make the readmission task: patients and models by numpy, everything written by Python's csv."""

import csv
import math
from pathlib import Path

import numpy as np

from tests.data.tasks.fixed_files import begin, finish, place, read_rows, write_rows

NAME = "predictions.csv"
HEAD = ["id", "age", "days", "earlier_stays", "haemoglobin", "lives_alone", "ward"]
WARDS = ("cardiology", "surgery", "general")
ABOUT = {
    "title": "Predict who is readmitted within 30 days",
    "profession": "Data scientist",
    "occupation": "15-2051.00",
    "work": "separate",
    "families": ["csv", "predictions", "hidden labels"],
    "alternate_correct": {
        "nearest_patients": "Another model, the nearest known patients, sorted by id; ten digits.",
        "boosted_stumps": "Another model, boosted stumps, every field quoted, two decimals.",
    },
    "known_bad": {
        "other_class": "The probability of not being readmitted.",
        "incomplete_dropped": "Patients without a haemoglobin value have no line.",
        "out_of_step": "The ids were sorted after predicting, the probabilities were not.",
    },
}


def patients(count: int, first: int, seed: int) -> tuple[list[list[object]], list[int]]:
    draw = np.random.default_rng(seed)
    rows, outcomes = [], []
    for at in range(count):
        age, days = int(draw.integers(24, 93)), 1 + int(draw.gamma(2.0, 2.6))
        earlier, alone = int(draw.poisson(0.9)), int(draw.random() < 0.35)
        blood, ward = round(float(draw.normal(12.9, 1.7)), 1), WARDS[draw.integers(3)]
        risk = -5.1 + 0.034 * age + 0.16 * days + 1.35 * earlier + 0.9 * alone
        risk += -0.6 * (blood - 12.9) + (0.8 if ward == "cardiology" else 0)
        tested = draw.random() < (0.9 if risk > -1 else 0.7)
        outcomes.append(int(draw.random() < 1 / (1 + math.exp(-1.25 * risk))))
        code = f"P{(first + at) * 7919 % 9973:04d}"
        rows.append([code, age, days, earlier, blood if tested else "", alone, ward])
    return rows, outcomes


def columns(rows: list[dict[str, str]]) -> np.ndarray:
    """Return one row of numbers a patient; a missing value is the normal one, and said so."""
    made = []
    for row in rows:
        blood = row["haemoglobin"]
        values = [float(row[name]) for name in ("age", "days", "earlier_stays", "lives_alone")]
        values += [float(blood or 12.9), float(not blood), float(row["ward"] == "cardiology")]
        made.append(values)
    return np.array(made)


def logistic(known: np.ndarray, outcome: np.ndarray, asked: np.ndarray) -> np.ndarray:
    mean, spread = known.mean(0), known.std(0)
    x, new = ((np.c_[np.ones(len(one)), (one - mean) / spread]) for one in (known, asked))
    weights = np.zeros(x.shape[1])
    for _ in range(12):
        chance = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (outcome - chance) - 0.5 * weights
        bend = (x.T * (chance * (1 - chance))) @ x + 0.5 * np.eye(len(weights))
        weights += np.linalg.solve(bend, slope)
    return 1 / (1 + np.exp(-new @ weights))


def neighbours(known: np.ndarray, outcome: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Return the weighted share of the readmitted among the nearest 40 known patients."""
    mean, spread = known.mean(0), known.std(0)
    near = ((asked - mean) / spread)[:, None] - (known - mean) / spread
    away = np.sqrt((near**2).sum(2))
    closest = np.argsort(away, axis=1, kind="stable")[:, :40]
    weights = np.exp(-np.take_along_axis(away, closest, 1))
    return (outcome[closest] * weights).sum(1) / weights.sum(1)


def stumps(known: np.ndarray, outcome: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Boost trees of one split each, by the gradient of the log loss."""
    score, new = np.zeros(len(known)), np.zeros(len(asked))
    for _ in range(80):
        rest = outcome - 1 / (1 + np.exp(-score))
        best = (math.inf, 0, 0.0)
        for feature in range(known.shape[1]):
            for limit in np.unique(np.quantile(known[:, feature], np.linspace(0.05, 0.95, 13))):
                side = known[:, feature] > limit
                if 0 < side.sum() < len(side):
                    error = rest[side].var() * side.sum() + rest[~side].var() * (~side).sum()
                    best = min(best, (float(error), feature, float(limit)))
        _, feature, limit = best
        side, other = known[:, feature] > limit, asked[:, feature] > limit
        high, low = 0.5 * rest[side].mean(), 0.5 * rest[~side].mean()
        score += np.where(side, high, low)
        new += np.where(other, high, low)
    return 1 / (1 + np.exp(-new))


def auc(chance: np.ndarray, outcome: np.ndarray) -> float:
    high, low = chance[outcome == 1], chance[outcome == 0]
    wins = (high[:, None] > low).sum() + 0.5 * (high[:, None] == low).sum()
    return float(wins / len(high) / len(low))


def right(path: Path, labels: dict[str, int]) -> bool:
    rows = read_rows(path)
    found = {row["id"]: float(row["probability"]) for row in rows}
    if len(rows) != len(labels) or set(found) != set(labels):
        return False
    outcome = np.array(list(labels.values()))
    chance = np.array([found[name] for name in labels])
    brier = float(((chance - outcome) ** 2).mean())
    between = chance.min() >= 0 and chance.max() <= 1
    return auc(chance, outcome) >= 0.8 and brier <= 0.2 and bool(between)


def main() -> None:
    folder = begin(__file__)
    train, outcomes = patients(320, 1, 11)
    holdout, later = patients(160, 2000, 12)
    rows = [[*row, outcome] for row, outcome in zip(train, outcomes, strict=True)]
    write_rows(folder / "input" / "train.csv", [[*HEAD, "readmitted"], *rows])
    write_rows(folder / "input" / "holdout.csv", [HEAD, *holdout])
    labels = {str(row[0]): outcome for row, outcome in zip(holdout, later, strict=True)}
    (folder / "hidden").mkdir()
    write_rows(folder / "hidden" / "labels.csv", [["id", "readmitted"], *labels.items()])
    known, asked = (read_rows(folder / "input" / name) for name in ("train.csv", "holdout.csv"))
    outcome = np.array([int(row["readmitted"]) for row in known])
    data = columns(known), outcome, columns(asked)
    names = [row["id"] for row in asked]

    def store(
        where: str,
        chance: np.ndarray,
        ids: list[str] = names,
        places: int = 4,
        quoting: int = csv.QUOTE_MINIMAL,
    ) -> None:
        path = place(folder, where) / NAME
        shown = [f"{p:.{places}f}" for p in chance]
        lines = list(zip(ids, shown, strict=True))
        write_rows(path, [["id", "probability"], *lines], quoting=quoting)
        assert right(path, labels) == ("known_bad" not in where), where

    best = logistic(*data)
    store("reference", best)
    order = np.argsort(names)
    other = neighbours(*data)[order]
    store("alternate_correct/nearest_patients", other, [names[at] for at in order], 10)
    store("alternate_correct/boosted_stumps", stumps(*data), places=2, quoting=csv.QUOTE_ALL)
    store("known_bad/other_class", 1 - best)
    kept = [at for at, row in enumerate(asked) if row["haemoglobin"]]
    store("known_bad/incomplete_dropped", best[kept], [names[at] for at in kept])
    store("known_bad/out_of_step", best, sorted(names))
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
