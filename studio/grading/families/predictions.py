"""The checks of predictions: how good they are beside hidden labels, never whether they are equal.

A floor that a constant answer, or the labels turned upside down, would reach is refused when the
check is added, and predictions that are all the same fail whatever the floor.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from pydantic import Field

from studio.base.errors import FaultError
from studio.grading import metrics
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.metrics import CHANCES, CLASSES, MORE_IS_BETTER, Numbers
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.predictions import classes_of, columns_of, ids_of, numbers_of
from studio.grading.readers.values import Scalar, legible
from studio.model.check import Check, Target, TargetText, parse_target
from studio.model.frozen import Frozen

Metric = Literal[
    "accuracy", "f1", "auc", "rmse", "mae", "r2", "ndcg", "map", "spearman", "brier", "ece"
]
SHOWN = {
    "accuracy": "accuracy", "f1": "F1", "auc": "AUC", "rmse": "RMSE", "mae": "MAE", "r2": "R²",
    "ndcg": "NDCG", "map": "mean average precision", "spearman": "Spearman correlation",
    "brier": "Brier score", "ece": "expected calibration error",
}  # fmt: skip
_NOISE = 1e-9
_LEAST_SKILL = 0.05


class PredictionScoreParameters(Frozen):
    """How predictions are compared with labels that were kept back, and how good they must be."""

    labels: TargetText = Field(
        title="Labels", description="The file with the right answers, below private/hidden/."
    )
    id: str = Field(default="id", title="Id", description="The column that tells cases apart.")
    label: str = Field(
        default="label", title="Label", description="The column of the right answers."
    )
    prediction: str = Field(
        default="prediction",
        title="Prediction",
        description="The column of the predictions: classes for accuracy and f1, chances or "
        "scores for the others, numbers for rmse, mae, r2 and spearman.",
    )
    metric: Metric = Field(title="Metric", description="How they are measured.")
    at_least: float | None = Field(
        default=None, title="At least", description="The floor, where more is better."
    )
    at_most: float | None = Field(
        default=None, title="At most", description="The ceiling, where less is better."
    )
    positive: str | float | bool | None = Field(
        default=None,
        title="Positive class",
        description="The class that counts for f1, auc, brier and ece; for f1 the mean over all "
        "classes if left out, for the others the last one of the two.",
    )
    group: str | None = Field(
        default=None,
        title="Group",
        description="The column of the labels that says which cases are ranked together.",
    )
    depth: int | None = Field(
        default=None, ge=1, title="Depth", description="How many places of a ranking ndcg counts."
    )

    @property
    def bound(self) -> float:
        """The floor or the ceiling.

        Raises:
            FaultError: if the one that the metric needs is missing.
        """
        more = MORE_IS_BETTER[self.metric]
        bound = self.at_least if more else self.at_most
        if bound is None:
            side = "at_least" if more else "at_most"
            raise FaultError(f"Say how good the {SHOWN[self.metric]} must be, with {side}.")
        return bound

    def is_met(self, value: float) -> bool:
        """Tell whether a value reaches the bound."""
        if MORE_IS_BETTER[self.metric]:
            return value >= self.bound - _NOISE
        return value <= self.bound + _NOISE


@dataclass(frozen=True)
class _Labels:
    """The right answers by id, in the order of the file, and the group of each."""

    ids: list[str]
    values: list[Scalar]
    groups: list[str]


def _labels(parameters: PredictionScoreParameters, grounds: Grounds) -> _Labels:
    """Return the labels.

    Raises:
        FaultError: if they cannot be read or an id is there twice.
    """
    target = parse_target(parameters.labels)
    names = [parameters.id, parameters.label, *([parameters.group] if parameters.group else [])]
    try:
        ids, values, *groups = columns_of(grounds.hidden, target, names)
    except Unreadable as fault:
        raise FaultError(f"The labels in private/hidden/{target.path}: it {fault}.") from None
    keys = ids_of(ids)
    if not keys:
        raise FaultError(f"private/hidden/{target.path} holds no labels.")
    if len(set(keys)) != len(keys):
        raise FaultError(f"An id is twice in private/hidden/{target.path}.")
    return _Labels(keys, values, classes_of(groups[0]) if groups else [""] * len(keys))


def _predicted(
    parameters: PredictionScoreParameters, target: Target, grounds: Grounds, labels: _Labels
) -> list[Scalar]:
    """Return the predictions in the order of the labels.

    Raises:
        Unreadable: if there are none, one is missing, or an id is there twice.
    """
    assert grounds.output is not None
    return _aligned(
        columns_of(grounds.output, target, [parameters.id, parameters.prediction]), labels
    )


def _aligned(columns: list[list[Scalar]], labels: _Labels) -> list[Scalar]:
    keys = ids_of(columns[0])
    if len(set(keys)) != len(keys):
        raise Unreadable("predicts for an id more than once")
    by_id = dict(zip(keys, columns[1], strict=True))
    missing = [key for key in labels.ids if key not in by_id]
    if missing:
        raise Unreadable(f"lacks predictions for {len(missing):,} of {len(labels.ids):,} ids")
    return [by_id[key] for key in labels.ids]


def measured(
    parameters: PredictionScoreParameters, labels: _Labels, predicted: Sequence[Scalar]
) -> float:
    """Return the value of the metric.

    Raises:
        Unreadable: if the predictions are not what the metric needs.
        FaultError: if the labels are not.
    """
    name = parameters.metric
    if name in CLASSES:
        return _of_classes(parameters, labels, predicted)
    right = _numeric_labels(parameters, labels)
    numbers = numbers_of(predicted)
    if name in ("brier", "ece") and not np.all((numbers >= 0) & (numbers <= 1)):
        raise Unreadable("has chances that are not between 0 and 1")
    return _of_numbers(parameters, right, numbers, labels.groups)


def _of_classes(
    parameters: PredictionScoreParameters, labels: _Labels, predicted: Sequence[Scalar]
) -> float:
    codes: dict[str, int] = {}
    right, found = (
        np.array([codes.setdefault(name, len(codes)) for name in classes_of(values)], np.int64)
        for values in (labels.values, predicted)
    )
    if parameters.metric == "accuracy":
        return metrics.accuracy(right, found)
    if parameters.positive is None:
        return metrics.macro_f1(right, found)
    positive = classes_of([_scalar(parameters.positive)])[0]
    return metrics.f1_of(right, found, codes.get(positive, -1))


def _scalar(value: str | float | bool) -> Scalar:
    return float(value) if isinstance(value, int | float) else value


def _numeric_labels(parameters: PredictionScoreParameters, labels: _Labels) -> Numbers:
    """Return the labels as numbers, for chances as 1 for the positive class and 0 for others."""
    try:
        if parameters.metric not in CHANCES:
            return numbers_of(labels.values)
    except Unreadable as fault:
        raise FaultError(f"The labels cannot be measured: the file {fault}.") from None
    names = classes_of(labels.values)
    classes = sorted(set(names), key=lambda name: (len(name), name))
    if parameters.positive is not None:
        positive = classes_of([_scalar(parameters.positive)])[0]
    elif len(classes) == 2:
        positive = _usual_positive(classes)
    else:
        raise FaultError(f"There are {len(classes)} classes; say with positive which one counts.")
    return np.array([float(name == positive) for name in names])


def _usual_positive(classes: list[str]) -> str:
    for name in ("1", "yes", "true", "positive", "pos"):
        if name in classes:
            return name
    return sorted(classes)[-1]


def _of_numbers(
    parameters: PredictionScoreParameters, right: Numbers, found: Numbers, groups: list[str]
) -> float:
    name = parameters.metric
    with np.errstate(over="ignore", invalid="ignore"):
        if name == "ndcg" or name == "map":
            _, codes = np.unique(np.array(groups), return_inverse=True)
            ranking = metrics.average_precision
            if name == "ndcg":
                return metrics.by_group(
                    lambda a, b: metrics.ndcg(a, b, parameters.depth), right, found, codes
                )
            return metrics.by_group(ranking, right, found, codes)
        plain = {
            "auc": metrics.auc, "rmse": metrics.rmse, "mae": metrics.mae, "r2": metrics.r2,
            "spearman": metrics.spearman, "brier": metrics.brier, "ece": metrics.ece,
        }  # fmt: skip
        return plain[name](right, found)


def _has_no_skill(
    parameters: PredictionScoreParameters, labels: _Labels, predicted: Sequence[Scalar]
) -> bool:
    """Tell whether chances are hardly better than the share of the class for all.

    Such chances are calibrated without any work (Murphy, Monthly Weather Review 101, 1973).
    """
    if parameters.metric != "ece":
        return False
    right = _numeric_labels(parameters, labels)
    worst = metrics.brier(right, np.full(len(right), right.mean()))
    return metrics.brier(right, numbers_of(predicted)) > (1 - _LEAST_SKILL) * worst


def _judge(
    check: Check, parameters: PredictionScoreParameters, target: Target, grounds: Grounds
) -> Judgement:
    labels = _labels(parameters, grounds)
    bound = f"{_side(parameters)} {parameters.bound:g}"
    name = SHOWN[parameters.metric]
    evidence: dict[str, Any] = {"metric": parameters.metric, "labels": len(labels.ids)}
    try:
        predicted = _predicted(parameters, target, grounds, labels)
        value = measured(parameters, labels, predicted)
        unskilled = _has_no_skill(parameters, labels, predicted)
    except Unreadable as fault:
        told = f"{target.path} {legible(str(fault))}."
        return failed(told, public=told, **evidence)
    if not np.isfinite(value):
        told = f"The predictions of {target.path} are too far off to be measured."
        return failed(told, public=told, **evidence)
    evidence["value"] = round(value, 12)
    if len(set(classes_of(predicted))) == 1 and len(set(classes_of(labels.values))) > 1:
        told = f"{target.path} predicts the same for all."
        return failed(told, public=told, **evidence)
    if unskilled:
        told = f"The chances of {target.path} are no better than the share of the class for all."
        return failed(told, public=told, **evidence)
    sentence = f"The {name} of {target.path} is {value:.4g}, which must be {bound}."
    if parameters.is_met(value):
        return passed(sentence, public=f"The {name} of {target.path} is {bound}.", **evidence)
    return failed(sentence, public=f"The {name} of {target.path} is not {bound}.", **evidence)


def _side(parameters: PredictionScoreParameters) -> str:
    return "at least" if MORE_IS_BETTER[parameters.metric] else "at most"


def _sentence(
    check: Check, parameters: PredictionScoreParameters, target: Target, grounds: Grounds
) -> str:
    bound = f"{_side(parameters)} {parameters.bound:g}"
    return (
        f"The {SHOWN[parameters.metric]} of {parameters.prediction} in {target.path} is {bound} "
        f"on the hidden labels of {parameters.labels}"
    )


def _idle(
    parameters: PredictionScoreParameters, labels: _Labels
) -> Iterator[tuple[str, list[Scalar]]]:
    """Yield predictions that know nothing, each with its name."""
    count = len(labels.ids)
    if parameters.metric in CLASSES:
        for name, _ in Counter(classes_of(labels.values)).most_common(20):
            yield f"{name} for all", [name] * count
        return
    right = _numeric_labels(parameters, labels)
    for title, number in (("the mean", right.mean()), ("the median", np.median(right))):
        yield f"{title} for all", [float(number)] * count
    yield "the labels turned upside down", [float(n) for n in right.max() + right.min() - right]


def idle_value(parameters: PredictionScoreParameters, labels: _Labels) -> tuple[str, float]:
    """Return the best that predictions without knowledge reach, with what they predict."""
    values = [
        (name, measured(parameters, labels, idle)) for name, idle in _idle(parameters, labels)
    ]
    sign = 1 if MORE_IS_BETTER[parameters.metric] else -1
    return max(values, key=lambda found: sign * found[1])


def labels_of(parameters: PredictionScoreParameters, grounds: Grounds) -> _Labels:
    """Return the labels that a check compares with.

    Raises:
        FaultError: if they cannot be read.
    """
    return _labels(parameters, grounds)


def labelled(
    parameters: PredictionScoreParameters, target: Target, grounds: Grounds
) -> tuple[list[Scalar], list[Scalar]]:
    """Return the labels and the predictions of an output in the same order.

    Raises:
        FaultError: if the labels cannot be read.
        Unreadable: if the predictions cannot, or one is missing.
    """
    labels = _labels(parameters, grounds)
    return labels.values, _predicted(parameters, target, grounds, labels)


def reference_value(
    parameters: PredictionScoreParameters, target: Target, grounds: Grounds
) -> float:
    """Return the value that the reference reaches.

    Raises:
        FaultError: if it cannot be measured.
    """
    labels = _labels(parameters, grounds)
    try:
        columns = columns_of(grounds.reference, target, [parameters.id, parameters.prediction])
        return measured(parameters, labels, _aligned(columns, labels))
    except Unreadable as fault:
        raise FaultError(f"{target.path} of the reference {fault}.") from None


def _fit(
    check: Check, parameters: PredictionScoreParameters, target: Target, grounds: Grounds
) -> str:
    try:
        value = reference_value(parameters, target, grounds)
        bound, name = parameters.bound, SHOWN[parameters.metric]
        if not parameters.is_met(value):
            return (
                f"The {name} of the reference is {value:.4g}, which is not "
                f"{_side(parameters)} {bound:g}."
            )
        idle, reached = idle_value(parameters, _labels(parameters, grounds))
    except FaultError as fault:
        return str(fault)
    if parameters.metric != "ece" and parameters.is_met(reached):
        known = f"{idle[:1].upper()}{idle[1:]} reaches {reached:.4g} already"
        return f"{known}; ask for more than {bound:g}."
    return ""


class PredictionIdsParameters(Frozen):
    """For which ids there must be a prediction, each once."""

    ids: TargetText = Field(
        title="Ids", description="The file that lists them, below private/hidden/ or the input."
    )
    id: str = Field(default="id", title="Id", description="The column of the ids, in both files.")
    extra: Literal["fail", "ignore"] = Field(
        default="fail",
        title="Other ids",
        description="What a prediction for an id that is not listed amounts to.",
    )


def _listed(parameters: PredictionIdsParameters, grounds: Grounds) -> list[str]:
    """Return the ids that are asked for.

    Raises:
        FaultError: if they cannot be read, or one is there twice.
    """
    target = parse_target(parameters.ids)
    faults = []
    for folder in (grounds.hidden, grounds.input):
        try:
            ids = ids_of(columns_of(folder, target, [parameters.id])[0])
        except Unreadable as fault:
            faults.append(str(fault))
            continue
        if not ids or len(set(ids)) != len(ids):
            raise FaultError(f"{target.path} does not list each id once.")
        return ids
    raise FaultError(f"{target.path} with the ids {faults[0]}.")


def _judge_ids(
    check: Check, parameters: PredictionIdsParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    wanted = _listed(parameters, grounds)
    try:
        found = Counter(ids_of(columns_of(grounds.output, target, [parameters.id])[0]))
    except Unreadable as fault:
        told = f"{target.path} {legible(str(fault))}."
        return failed(told, public=told, ids=len(wanted))
    missing = [name for name in wanted if name not in found]
    doubled = [name for name, count in found.items() if count > 1]
    extra = sorted(found.keys() - set(wanted)) if parameters.extra == "fail" else []
    faults = (("missing", missing), ("there more than once", doubled), ("not asked for", extra))
    told = ", ".join(f"{len(names):,} {how}" for how, names in faults if names)
    evidence = {"ids": len(wanted)} | {how: names[:20] for how, names in faults if names}
    if not told:
        line = f"{target.path} has each of {len(wanted):,} ids once."
        return passed(line, public=line, **evidence)
    wrong = len(missing) + len(doubled) + len(extra)
    line = f"Of the ids of {target.path} {told}."
    return Judgement(max(0.0, 1 - wrong / len(wanted)), line, evidence, line)


def _sentence_ids(
    check: Check, parameters: PredictionIdsParameters, target: Target, grounds: Grounds
) -> str:
    return f"{target.path} has each {parameters.id} of {parameters.ids} once"


def _fit_ids(
    check: Check, parameters: PredictionIdsParameters, target: Target, grounds: Grounds
) -> str:
    try:
        _listed(parameters, grounds)
    except FaultError as fault:
        return str(fault)
    return ""


register(
    Kind(
        id="prediction_score",
        family="predictions",
        title="Predictions are good enough",
        parameters=PredictionScoreParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
    )
)
register(
    Kind(
        id="prediction_ids",
        family="predictions",
        title="Each id has one prediction",
        parameters=PredictionIdsParameters,
        judge=_judge_ids,
        sentence=_sentence_ids,
        fit=_fit_ids,
        presence=True,
    )
)
