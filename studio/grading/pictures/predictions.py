"""Predictions beside their labels: points for numbers and chances, counts for classes."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from studio.base.errors import FaultError
from studio.grading.families.predictions import (
    SHOWN,
    PredictionScoreParameters,
    labelled,
)
from studio.grading.kinds import Grounds, target_of
from studio.grading.metrics import CLASSES, Numbers
from studio.grading.pictures.picture import (
    PLAIN,
    RIGHT,
    WRONG,
    Cell,
    Picture,
    drawn,
    table,
    text_at,
)
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.predictions import classes_of, numbers_of
from studio.grading.readers.values import Scalar
from studio.grading.verdicts import parse_parameters
from studio.model.check import Check

_SIDE = 320.0
_EDGE = 50.0
_MOST_POINTS = 2_000
_MOST_PAIRS = 30


def picture(check: Check, grounds: Grounds) -> Picture:
    """Return labels across and predictions upwards, or how often each pair of classes occurs."""
    parameters = parse_parameters(check)
    assert isinstance(parameters, PredictionScoreParameters)
    title = f"{SHOWN[parameters.metric]} of {check.target}"
    try:
        labels, predicted = labelled(parameters, target_of(check), grounds)
        if parameters.metric in CLASSES:
            return _counts(title, labels, predicted)
        return _points(title, _as_numbers(labels), numbers_of(predicted))
    except (Unreadable, FaultError) as fault:
        return table(title, ("what went wrong",), [[Cell(str(fault), WRONG)]])


def _as_numbers(labels: Sequence[Scalar]) -> Numbers:
    """Return labels as numbers; classes are numbered in order."""
    try:
        return numbers_of(labels)
    except Unreadable:
        names = classes_of(labels)
        order = {name: float(n) for n, name in enumerate(sorted(set(names)))}
        return np.array([order[name] for name in names])


def _counts(title: str, labels: Sequence[Scalar], predicted: Sequence[Scalar]) -> Picture:
    pairs = Counter(zip(classes_of(labels), classes_of(predicted), strict=True))
    rows = [
        [Cell(label), Cell(found, RIGHT if label == found else WRONG), Cell(f"{count:,}")]
        for (label, found), count in pairs.most_common(_MOST_PAIRS)
    ]
    return table(title, ("label", "predicted", "cases"), rows)


def _points(title: str, labels: Numbers, predicted: Numbers) -> Picture:
    step = max(1, len(labels) // _MOST_POINTS)
    across, upwards = _scaled(labels[::step]), _scaled(predicted[::step])
    parts = [text_at(10, 18, title, bold=True)]
    parts.append(
        f'<rect x="{_EDGE}" y="30" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="{PLAIN}"/>'
    )
    parts += [
        f'<circle cx="{_EDGE + _within(x):.1f}" cy="{30 + _within(1 - y):.1f}" r="2.5" '
        f'fill="#1f5fbf" fill-opacity="0.5"/>'
        for x, y in zip(across, upwards, strict=True)
    ]
    bottom = 30 + _SIDE + 18
    parts.append(text_at(_EDGE, bottom, f"label {labels.min():.4g}"))
    parts.append(text_at(_EDGE + _SIDE - 90, bottom, f"label {labels.max():.4g}"))
    parts.append(text_at(4, 30 + _SIDE, f"{predicted.min():.3g}"))
    parts.append(text_at(4, 42, f"{predicted.max():.3g}"))
    return drawn(_EDGE + _SIDE + 40, bottom + 20, parts, title)


def _scaled(values: Numbers) -> list[float]:
    low, high = float(values.min()), float(values.max())
    return [(float(v) - low) / (high - low) if high > low else 0.5 for v in values]


def _within(share: float) -> float:
    """Return where a share of a side lies, a little away from its ends."""
    return (0.04 + 0.92 * share) * _SIDE


PICTURES = {"prediction_score": picture}
