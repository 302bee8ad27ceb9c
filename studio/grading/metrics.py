"""How good predictions are: the usual metrics, each with the source of its formula.

All take arrays of one dimension and one length, labels first, and return a float; what cannot be
computed (one class only, no spread) is the value of knowing nothing. Ties are settled by the
average over all orders, so that equal predictions never gain from where they stand.
"""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Codes = NDArray[np.int64]
_BINS = 10


def accuracy(labels: Codes, predicted: Codes) -> float:
    """Return the share of predictions that are the label."""
    return float(np.mean(labels == predicted))


def f1_of(labels: Codes, predicted: Codes, positive: int) -> float:
    """Return F1 of one class, 2TP / (2TP + FP + FN) (van Rijsbergen, 1979, chapter 7)."""
    hits = float(np.sum((labels == positive) & (predicted == positive)))
    named = float(np.sum(labels == positive) + np.sum(predicted == positive))
    return 2 * hits / named if named else 0.0


def macro_f1(labels: Codes, predicted: Codes) -> float:
    """Return the mean of F1 over the classes of the labels."""
    return float(np.mean([f1_of(labels, predicted, int(c)) for c in np.unique(labels)]))


def ranks(values: Numbers) -> Numbers:
    """Return the ranks from 1, equal values sharing the mean of theirs."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[inverse], dtype=np.float64)


def auc(labels: Numbers, scores: Numbers) -> float:
    """Return the area under the ROC curve by rank sums (Hanley and McNeil, Radiology 143, 1982)."""
    positive = labels > 0.5
    ones, zeros = int(positive.sum()), int((~positive).sum())
    if not ones or not zeros:
        return 0.5
    total = float(ranks(scores)[positive].sum())
    return (total - ones * (ones + 1) / 2) / (ones * zeros)


def rmse(labels: Numbers, predicted: Numbers) -> float:
    """Return the root of the mean squared error, in the unit of the labels."""
    return float(np.sqrt(np.mean((labels - predicted) ** 2)))


def mae(labels: Numbers, predicted: Numbers) -> float:
    """Return the mean absolute error, in the unit of the labels."""
    return float(np.mean(np.abs(labels - predicted)))


def r2(labels: Numbers, predicted: Numbers) -> float:
    """Return the coefficient of determination, 1 - SSE / SST."""
    spread = float(np.sum((labels - labels.mean()) ** 2))
    return 1 - float(np.sum((labels - predicted) ** 2)) / spread if spread else 0.0


def spearman(labels: Numbers, predicted: Numbers) -> float:
    """Return the correlation of ranks (Spearman, 1904), ties at their mean rank."""
    one, other = ranks(labels), ranks(predicted)
    one, other = one - one.mean(), other - other.mean()
    scale = float(np.sqrt(np.sum(one**2) * np.sum(other**2)))
    return float(np.sum(one * other)) / scale if scale else 0.0


def brier(labels: Numbers, chances: Numbers) -> float:
    """Return the mean squared error of chances (Brier, Monthly Weather Review 78, 1950)."""
    return float(np.mean((labels - chances) ** 2))


def ece(labels: Numbers, chances: Numbers) -> float:
    """Return the expected calibration error over ten bins of equal width.

    Source: Naeini, Cooper and Hauskrecht, "Obtaining Well Calibrated Probabilities Using Bayesian
    Binning", AAAI 2015.
    """
    bins = np.clip((chances * _BINS).astype(np.int64), 0, _BINS - 1)
    off = [
        abs(float(labels[bins == b].mean() - chances[bins == b].mean())) * float(np.mean(bins == b))
        for b in np.unique(bins)
    ]
    return float(np.sum(off))


def ndcg(labels: Numbers, scores: Numbers, depth: int | None = None) -> float:
    """Return the normalized discounted cumulated gain of one ranking, gains as they are.

    Source: Järvelin and Kekäläinen, ACM TOIS 20(4), 2002. Equal scores share the mean discount of
    their places (McSherry and Najork, ECIR 2008).
    """
    discounts = 1 / np.log2(np.arange(2, len(labels) + 2))
    if depth is not None:
        discounts[depth:] = 0
    best = float(np.sum(np.sort(labels)[::-1] * discounts))
    return float(np.sum(labels * _shared(discounts, scores))) / best if best > 0 else 0.0


def _shared(worth: Numbers, scores: Numbers) -> Numbers:
    """Return what each place is worth by descending score, equal scores sharing alike."""
    order = np.argsort(-scores, kind="stable")
    _, groups = np.unique(-scores, return_inverse=True)
    sums = np.bincount(groups[order], weights=worth)
    return np.asarray((sums / np.bincount(groups))[groups], dtype=np.float64)


def average_precision(labels: Numbers, scores: Numbers) -> float:
    """Return the average precision of one ranking, equal scores taken together.

    Source: Manning, Raghavan and Schütze, "Introduction to Information Retrieval", 2008, 8.4.
    """
    relevant = labels > 0.5
    total = int(relevant.sum())
    if not total:
        return 0.0
    found = 0.0
    for score in np.unique(scores[relevant]):
        above = scores >= score
        here = int((relevant & (scores == score)).sum())
        found += here * float(relevant[above].mean())
    return found / total


def by_group(
    measure: Callable[[Numbers, Numbers], float],
    labels: Numbers,
    scores: Numbers,
    groups: Codes,
) -> float:
    """Return the mean of a metric over groups, such as the queries of a ranking."""
    each = [measure(labels[groups == g], scores[groups == g]) for g in np.unique(groups)]
    return float(np.mean(each))


# Whether more is better.
CLASSES: Mapping[str, bool] = {"accuracy": True, "f1": True}
CHANCES: Mapping[str, bool] = {"auc": True, "brier": False, "ece": False}
NUMBERS: Mapping[str, bool] = {"rmse": False, "mae": False, "r2": True, "spearman": True}
RANKINGS: Mapping[str, bool] = {"ndcg": True, "map": True}
MORE_IS_BETTER: Mapping[str, bool] = {**CLASSES, **CHANCES, **NUMBERS, **RANKINGS}
