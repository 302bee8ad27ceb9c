"""Proposals for predictions: a metric and a floor on hidden labels, in the instruction's words."""

import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

from studio.base.errors import FaultError
from studio.formats import digests
from studio.grading.families.predictions import (
    SHOWN,
    PredictionScoreParameters,
    idle_value,
    labels_of,
    reference_value,
)
from studio.grading.kinds import Grounds
from studio.grading.metrics import MORE_IS_BETTER
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.instruction import Sentence
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import TABLES
from studio.grading.readers.cases import FOLDER as CASES
from studio.grading.readers.predictions import ids_of
from studio.grading.readers.tables import Table, reference_table
from studio.grading.readers.values import number_of
from studio.model.check import Target

# The first that matches wins, so that the mean absolute error is no mean.
_METRICS: tuple[tuple[str, str], ...] = (
    ("rmse", r"\brmse\b|root[- ]mean[- ]squared? error"),
    ("mae", r"\bmae\b|mean absolute error"),
    ("r2", r"\br(?:2|²|-squared)(?!\w)|\br squared\b|coefficient of determination"),
    ("auc", r"\b(?:roc[- ]?)?auc(?:[- ]?roc)?\b|\bauroc\b|area under the (?:roc )?curve"),
    ("f1", r"\bf1\b|\bf-?1[- ]?(?:score|measure)\b"),
    ("ndcg", r"\bndcg(?:@(\d+))?"),
    ("map", r"\bmean average precision\b|\bmap@\d+|\bMAP\b"),
    ("spearman", r"\bspearman|\brank correlation"),
    ("brier", r"\bbrier"),
    ("ece", r"\bece\b|\bcalibration error\b"),
    ("accuracy", r"\baccuracy\b|\bshare of (?:right|correct) "),
)
_AMOUNT = re.compile(
    r"(?<![\w.@-])(?P<number>\d+(?:\.\d+)?|\.\d+) ?(?P<percent>%|percent\b|per cent\b)?"
    r"(?![\w%]|\.\d)"
)
_BOUND = re.compile(
    r"\b(?:at least|at most|no (?:more|less|worse) than|below|under|above|over|reach(?:es)?|"
    r"exceeds?|better|minimum|maximum|floor|ceiling)\b",
    re.IGNORECASE,
)
_HALF = 0.5


def propose_predictions(draft: Draft, path: str, place: Path) -> bool:
    """Propose how good predictions must be if labels for them lie hidden; tell whether they do.

    Equality with the reference is not proposed then, for other right work has other predictions.
    """
    wish = _wish(draft)
    if draft.hidden is None or wish is None:
        return False
    try:
        table = reference_table(place.parent, Target(path=place.name))
    except Unreadable:
        return False
    for labels, known in _tables(draft.hidden):
        columns = _columns(draft, table, known)
        if columns is not None:
            _propose(draft, path, {"labels": labels, **columns}, wish)
            return True
    return False


def _wish(draft: Draft) -> tuple[Sentence, str, float | None] | None:
    """Return where the instruction names a metric, which, and how good it must be if it says so."""
    sentences = draft.instruction.sentences
    found = [
        (sentence, metric, _stated(sentence, after, metric))
        for sentence, after in zip_longest(sentences, sentences[1:])
        if (metric := _metric_in(sentence.text))
    ]
    return next((wish for wish in found if wish[2] is not None), found[0] if found else None)


def _metric_in(text: str) -> str | None:
    for metric, pattern in _METRICS:
        if re.search(pattern, text, _flags(metric)):
            return metric
    return None


def _flags(metric: str) -> re.RegexFlag:
    """Return how a metric is looked for: MAP in capitals alone, for a map is something else."""
    return re.IGNORECASE if metric != "map" else re.RegexFlag(0)


def _stated(sentence: Sentence, after: Sentence | None, metric: str) -> float | None:
    """Return the number that is asked of a metric, nearest to its name or in the next sentence."""
    pattern = next(pattern for name, pattern in _METRICS if name == metric)
    named = re.search(pattern, sentence.text, _flags(metric))
    assert named is not None
    near = [
        (min(abs(found.start() - named.end()), abs(named.start() - found.end())), found)
        for found in _AMOUNT.finditer(sentence.text)
        if not named.start() <= found.start() < named.end()
    ]
    if near:
        return _share(min(near, key=lambda pair: pair[0])[1], metric)
    if after is not None and _BOUND.search(after.text) and not _metric_in(after.text):
        found = _AMOUNT.search(after.text)
        return _share(found, metric) if found else None
    return None


def _share(found: "re.Match[str]", metric: str) -> float | None:
    number = number_of(found["number"].lstrip("0") if "." in found["number"] else found["number"])
    if number is None:
        return None
    percent = bool(found["percent"]) or (metric in ("accuracy", "f1", "auc") and number > 1)
    return number / 100 if percent else number


def _tables(hidden: Path) -> Iterator[tuple[str, Table]]:
    for path, place in digests.regular_files(hidden):
        if place.suffix.lower() in TABLES and not path.startswith(f"{CASES}/"):
            try:
                yield path, reference_table(hidden, Target(path=path))
            except Unreadable:
                continue


def _columns(draft: Draft, table: Table, labels: Table) -> dict[str, str] | None:
    """Return the columns of ids, labels and predictions, None if the tables do not belong."""
    shared = [name for name in labels.header if table.position(name) is not None]
    keys = [name for name in shared if _same_ids(table, labels, name)]
    if not keys:
        return None
    key = keys[0]
    right = [name for name in labels.header if name != key]
    made = [name for name in table.header if name.casefold() != key.casefold()]
    if not right or not made:
        return None
    return {"id": key, "label": _likely(draft, right), "prediction": _likely(draft, made)}


def _same_ids(table: Table, labels: Table, name: str) -> bool:
    found, wanted = (
        ids_of(one.values(position))
        for one in (table, labels)
        if (position := one.position(name)) is not None
    )
    return len(set(wanted)) == len(wanted) == len(set(found)) and set(found) == set(wanted)


def _likely(draft: Draft, names: list[str]) -> str:
    """Return the column that holds the answers: one that the instruction names, else the last."""
    named = [name for name in names if draft.instruction.states(name)]
    return (named or names)[-1]


def _propose(
    draft: Draft, path: str, columns: dict[str, str], wish: tuple[Sentence, str, float | None]
) -> None:
    sentence, metric, bound = wish
    parameters: dict[str, Any] = {"metric": metric, **columns}
    draft.add(
        f"ids {path}",
        "prediction_ids",
        path,
        parameters={"ids": columns["labels"], "id": columns["id"]},
        gate=True,
        strong=(columns["id"],),
        weak=name_words(path),
    )
    reason = "as the instruction says"
    try:
        if bound is None:
            bound, reason = _between(draft, path, parameters)
    except FaultError as fault:
        draft.skip(f"{path} holds predictions that cannot be measured. {str(fault).rstrip('.')}")
        return
    side = "at_least" if MORE_IS_BETTER[metric] else "at_most"
    draft.add(
        f"score {path}",
        "prediction_score",
        path,
        parameters=parameters | {side: bound},
        strong=(columns["prediction"],),
        sentence=sentence,
        reason=f"{SHOWN[metric]} {reason}",
    )


def _between(draft: Draft, path: str, parameters: dict[str, Any]) -> tuple[float, str]:
    """Return a bound half way from what no knowledge reaches to what the reference does."""
    assert draft.hidden is not None
    private = draft.hidden.parent
    grounds = Grounds(None, private / "reference", private.parent / "input", draft.hidden)
    asked = PredictionScoreParameters.model_validate(parameters)
    reached = reference_value(asked, Target(path=path), grounds)
    _, idle = idle_value(asked, labels_of(asked, grounds))
    bound = float(f"{idle + _HALF * (reached - idle):.3g}")
    return bound, f"half way from {idle:.3g}, which takes no knowledge, to the reference's"
