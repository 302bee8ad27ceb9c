"""Proposals for drawings in SVG: the shapes and ids that the instruction or the input names."""

import re
from pathlib import Path
from typing import Any

from studio.grading.proposing.draft import Draft, name_words
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.vectors import VECTORS, Vectors, read_vectors

_SHARED = 0.3
_OPEN = re.compile(
    r"\b(?:any (?:layout|style|design|look)|design is|look is|up to you|as you (?:like|see fit)|"
    r"your choice|creative)\b",
    re.IGNORECASE,
)


def propose_vectors(draft: Draft, path: str, place: Path, given: Path | None) -> None:
    """Add the check of an SVG drawing."""
    drawing = read_vectors(place)
    before, before_path = _before(draft, path, drawing, given)
    named = [s.id for s in drawing.shapes if s.id and draft.instruction.states(s.id)]
    parameters: dict[str, Any] = {}
    if before_path and before_path != path:
        parameters["before"] = before_path
    if before is None:
        # A drawing that is made from nothing may look in many ways but for what is named.
        free = any(_OPEN.search(s.text) for s in draft.instruction.sentences)
        if not named:
            draft.skip(f"{path} was made from nothing and no id is named, so nothing compares it")
            return
        parameters["ids"] = list(dict.fromkeys(named))
        if free:
            parameters |= {"place": False, "colours": False}
    draft.add(
        f"shapes {path}",
        "svg_structure",
        path,
        parameters=parameters,
        strong=tuple(named[:12]),
        weak=(*name_words(path), "shape", "layer", "icon", "drawing"),
        reason="shapes are compared by place, colour and group, whatever elements draw them",
    )
    if before is not None:
        draft.used.update(s.text for s in draft.instruction.sentences if s.keeps)


def _before(
    draft: Draft, path: str, drawing: Vectors, given: Path | None
) -> tuple[Vectors | None, str | None]:
    """Return the drawing of the input that the work began with, and its path."""
    if given is not None:
        return read_vectors(given), path
    ids = {(s.id, s.tag, s.box) for s in drawing.shapes}
    best: tuple[float, Vectors, str] | None = None
    for name in [p for p in draft.given.paths if p.lower().endswith(VECTORS)][:20]:
        try:
            other = read_vectors(draft.given.folder / name) if draft.given.folder else None
        except Unreadable:
            continue
        if other is None or not other.shapes:
            continue
        share = sum((s.id, s.tag, s.box) in ids for s in other.shapes) / len(other.shapes)
        if share >= _SHARED and (best is None or share > best[0]):
            best = share, other, name
    return (best[1], best[2]) if best else (None, None)
