"""Proposals for the texts of drawings: those that are new, where they stand, and those kept."""

import math
import re
from collections.abc import Sequence
from itertools import combinations
from typing import Any

from studio.grading.families.drawings_text import DrawingTextParameters as TextParameters
from studio.grading.families.drawings_text import labels_inside, wanted_labels
from studio.grading.outlines import outlines_of
from studio.grading.overlays import usual_tolerance
from studio.grading.proposing.draft import name_words
from studio.grading.proposing.drawn import Drawn
from studio.grading.proposing.instruction import words_of
from studio.grading.readers.strokes import Label
from studio.grading.readers.values import fold

_MOST_KEPT = 200
_WRITES = re.compile(
    r"\b(?:texts?|labels?|labelled|labeled|annotat\w*|names?|naming|titles?|numbers?|numbered|"
    r"dimension(?:s|ed|ing)?|writ(?:e|ten)|tags?|marks?|notes?|attributes?|captions?|renam\w*)\b",
    re.IGNORECASE,
)
_INSIDE = re.compile(
    r"\b(?:inside|within)(?: of)? (?:(?:the|its|each|their) )?(?:\w+ )?"
    r"(?:contours?|outlines?|boundar(?:y|ies)|borders?|frames?|profiles?|edges?|plates?|parts?)\b",
    re.IGNORECASE,
)


def propose_texts(drawn: Drawn) -> None:
    """Ask for the texts that are new, where the instruction wants some written."""
    fresh = wanted_labels(TextParameters(), drawn.drawing, drawn.before)
    stale = _stale(drawn)
    asking = [s for s in drawn.sentences if _WRITES.search(s.text)]
    if not asking and not any(drawn.draft.instruction.states(label.text) for label in fresh):
        if fresh:
            drawn.draft.skip(f"{drawn.path} has texts that the instruction does not ask for")
        _keep_texts(drawn)
        return
    written = [label for label in fresh if label.number is None and _is_asked(drawn, label)]
    measured = [label for label in fresh if label.number is not None]
    _add_texts(drawn, "texts", written, stale, near=True)
    _keep_texts(drawn)
    if measured and any("dimension" in s.folded for s in asking):
        _add_texts(drawn, "dimensions", measured, [], near=False)
    left = len(fresh) - len(written) - len(measured)
    if left:
        drawn.draft.skip(f"{drawn.path} has {left} texts that the instruction does not ask for")


def _keep_texts(drawn: Drawn) -> None:
    """Ask for the texts of the earlier drawing that are there still."""
    if drawn.before is None:
        return
    now = {fold(label.text) for label in drawn.drawing.labels}
    kept = [fold(label.text) for label in drawn.before.labels if fold(label.text) in now]
    if kept:
        drawn.draft.add(
            f"texts kept {drawn.path}",
            "drawing_text",
            drawn.path,
            parameters={"texts": kept[:_MOST_KEPT]} | drawn.common(),
            gate=True,
            weak=name_words(drawn.path),
        )


def _is_asked(drawn: Drawn, label: Label) -> bool:
    """Tell whether a text is a fact: named, of the input, a number, or on a layer that is named."""
    draft = drawn.draft
    on_named = label.layer.casefold() in {name.casefold() for name in drawn.named}
    digits = any(sign.isdigit() for sign in label.text)
    return (
        on_named or digits or draft.instruction.states(label.text) or draft.given.holds(label.text)
    )


def _stale(drawn: Drawn) -> list[str]:
    """Return texts of the earlier drawing that nothing says any more."""
    if drawn.before is None:
        return []
    now = {fold(label.text).casefold() for label in drawn.drawing.labels}
    earlier = dict.fromkeys(fold(label.text) for label in drawn.before.labels)
    return [text for text in earlier if text and text.casefold() not in now]


def _add_texts(
    drawn: Drawn, name: str, labels: Sequence[Label], stale: Sequence[str], near: bool
) -> None:
    if not labels:
        return
    parameters: dict[str, Any] = {"texts": [fold(label.text) for label in labels]} | drawn.common()
    named = {layer.casefold(): layer for layer in drawn.named}
    layers = dict.fromkeys(named.get(label.layer.casefold(), "") for label in labels)
    if "" not in layers:
        parameters["layers"] = list(layers)
    if stale:
        parameters["absent"] = list(stale)
    if near and (layer := _around(drawn, labels)):
        parameters["inside"] = layer
    room = _nearest(labels) if near and not _stands_free(drawn) else None
    if room:
        parameters["within"] = room
    drawn.draft.add(
        f"{name} {drawn.path}",
        "drawing_text",
        drawn.path,
        parameters=parameters,
        strong=tuple(fold(label.text) for label in labels[:12]),
        weak=(*name_words(drawn.path), "label", "text", "name"),
        reason="a text may stand anywhere nearer to its place than to that of another"
        if room
        else "",
    )


def _around(drawn: Drawn, labels: Sequence[Label]) -> str:
    """Return the layer within whose outlines texts must stand, empty if that is not asked."""
    spoken = (s.text for s in drawn.sentences if _INSIDE.search(s.text))
    if not any(_WRITES.search(text) for text in spoken):
        return ""
    drawing, near = drawn.drawing, usual_tolerance(drawn.drawing)
    areas = {n: [o.area for o in outlines_of(drawn.strokes([n]), near)] for n in drawn.named}
    layer = max(drawn.named, key=lambda name: max(areas[name], default=0.0), default="")
    return layer if layer and labels_inside(drawing, labels, layer) == list(labels) else ""


def _stands_free(drawn: Drawn) -> bool:
    return any(
        check.parameters.get("placement") == "free"
        for check in drawn.draft.checks
        if check.target == drawn.path
    )


def _sort(label: Label) -> str:
    """Return of what sort a text is: words, a code, or a number with its unit."""
    text = fold(label.text)
    if not any(sign.isdigit() for sign in text):
        return "words"
    return re.sub(r"\d+", "0", text) if len(words_of(text)) <= 3 else "words"


def _nearest(labels: Sequence[Label]) -> float | None:
    """Return half the distance of the two nearest texts of one sort that say different things."""
    apart = [
        math.dist(one.place, other.place)
        for one, other in combinations(labels[:200], 2)
        if fold(one.text) != fold(other.text) and _sort(one) == _sort(other)
    ]
    shortest = min((d for d in apart if d > 0), default=None)
    return float(f"{shortest / 2:.3g}") if shortest else None
