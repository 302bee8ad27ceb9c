"""Proposals for drawings: what is drawn where, in the instruction's layers, units and bounds."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from studio.grading.families.drawings import drawn_layers
from studio.grading.outlines import outlines_of
from studio.grading.overlays import moved, overlay, scales, usual_tolerance
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.drawing_texts import propose_texts
from studio.grading.proposing.drawn import Drawn
from studio.grading.proposing.instruction import EXACT, Sentence
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.drawings import METRES, Drawing, read_drawing
from studio.grading.readers.quantities import Quantity, quantities
from studio.grading.readers.values import fold
from studio.grading.tracing import TooMuch

_MOST_GIVEN = 20
_SHARED = 0.3
_COLOURS = {
    "red": 1, "yellow": 2, "green": 3, "cyan": 4, "blue": 5, "magenta": 6, "white": 7, "black": 7,
    "grey": 8, "gray": 8,
}  # fmt: skip
_COLOUR_WORD = rf"(?:{'|'.join(_COLOURS)})"
_PLACED = re.compile(
    r"\borigin\b|\bcoordinates?\b|\(\s*-?\d+(?:\.\d+)?\s*[,;|]\s*-?\d"
    r"|\b(?:at|from|in) 0\s*[,;/]\s*0"
    r"|\blower[- ]left\b|\bbottom[- ]left\b|\bsame (?:place|position)\b|\bx\s*=",
    re.IGNORECASE,
)
_AREA = re.compile(
    r"\bareas?\b|\bclosed\b|\boutlines?\b|\bboundar(?:y|ies)\b|\bsq(?:uare|\.)? ?(?:m|f|mm|met)|"
    r"\bm(?:²|2|\^2)(?!\w)",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\bclosed (?:lw)?poly ?lines?\b|\b(?:lw)?polylines? (?:that (?:is|are) )?closed\b"
    r"|\bclose (?:each|every|the|all) (?:of the )?(?:lw)?polylines?\b",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"\blengths?\b|\blong\b|\bmet(?:re|er)s of\b|\brunning (?:met|m\b)|\bperimeters?\b", re.I
)
_NO_OTHERS = re.compile(
    r"\bno (?:other|further|additional|extra) layers?\b|"
    r"\b(?:only|just|exactly) (?:these|the following|on these|the) (?:\w+ )?layers?\b",
    re.IGNORECASE,
)
_LEAST = r"(?:at least|no(?:t)? (?:less|fewer|smaller|shorter) than|minimum(?: of)?|min\.?)"
_MOST = r"(?:at most|no(?:t)? (?:more|longer|larger|greater) than|maximum(?: of)?|max\.?|up to)"
_EACH = re.compile(r"\b(?:each|every|per|one|an?y)\b", re.IGNORECASE)


def propose_drawing(draft: Draft, path: str, place: Path, given: Path | None) -> None:
    """Add the checks of a DXF drawing."""
    drawing = read_drawing(place)
    before, before_path = _before(draft, path, drawing, given)
    drawn = Drawn(draft, path, drawing, before, before_path)
    _propose_layers(drawn)
    _propose_entities(drawn)
    _propose_areas(drawn)
    _propose_lengths(drawn)
    propose_texts(drawn)
    if before is not None:
        draft.used.update(s.text for s in drawn.sentences if s.keeps)
    if drawing.unread:
        kinds = ", ".join(sorted(drawing.unread))
        draft.skip(f"{path} has entities that nothing checks: {kinds}")


def _before(
    draft: Draft, path: str, drawing: Drawing, given: Path | None
) -> tuple[Drawing | None, str | None]:
    """Return the drawing of the input that the work began with, and its path."""
    if given is not None:
        return read_drawing(given), path
    folder = draft.given.folder
    best: tuple[float, Drawing, str] | None = None
    for name in [p for p in draft.given.paths if p.lower().endswith(".dxf")][:_MOST_GIVEN]:
        try:
            other = read_drawing(folder / name) if folder else None
        except Unreadable:
            continue
        share = _share_kept(drawing, other) if other else 0.0
        if other and share >= _SHARED and (best is None or share > best[0]):
            best = share, other, name
    return (best[1], best[2]) if best else (None, None)


def _share_kept(drawing: Drawing, other: Drawing) -> float:
    """Return which share of the pieces of an earlier drawing stands in a later one."""
    scale = scales(drawing, other, "header")[0]
    given = moved(other.strokes, scale)
    count = sum(len(s.pieces) for s in given if s.entity != "hatch")
    try:
        found = overlay(drawing.strokes, given, (), usual_tolerance(drawing), True)
    except TooMuch:
        return 0.0
    return 1 - len(found.extra) / count if count else 0.0


def _propose_layers(drawn: Drawn) -> None:
    """Ask for the layers that the instruction names, in the colours that it names."""
    if not drawn.named:
        return
    layers = [_wanted_layer(drawn, name) for name in drawn.named]
    exact = any(_NO_OTHERS.search(s.text) for s in drawn.sentences)
    known = {name.casefold() for name in drawn.named} | {"0", "defpoints"}
    exact = exact and {n.casefold() for n in drawn_layers(drawn.drawing)} <= known
    drawn.draft.add(
        f"layers {drawn.path}",
        "drawing_layers",
        drawn.path,
        parameters={"layers": layers} | ({"exact": True} if exact else {}),
        gate=True,
        strong=tuple(drawn.named),
        weak=(*name_words(drawn.path), "layer"),
        sentence=drawn.layer_sentence,
    )


def _wanted_layer(drawn: Drawn, name: str) -> dict[str, Any]:
    """Return a layer with the colour that the instruction gives it, if the reference has it."""
    layer = drawn.drawing.layers[name.casefold()]
    plain = re.escape(fold(name))
    near = re.compile(
        rf"(?<![\w-]){plain}(?![\w-])[`\"'*]*[^.;,\n]{{0,30}}?\b(?:(?P<word>{_COLOUR_WORD})\b"
        rf"|colou?r (?:number |index |no\.? )?(?P<number>\d{{1,3}})\b|ACI (?P<aci>\d{{1,3}})\b)",
        re.IGNORECASE,
    )
    for sentence in drawn.sentences:
        found = near.search(sentence.text)
        if found:
            spoken = found["word"]
            number = _COLOURS[spoken.casefold()] if spoken else int(found["number"] or found["aci"])
            if number == layer.colour:
                return {"name": layer.name, "colour": number}
    return {"name": layer.name}


def _propose_entities(drawn: Drawn) -> None:
    """Ask for what the reference draws, unless the instruction leaves the layout free."""
    layers = drawn.layers
    if drawn.is_free or not drawn.strokes(layers):
        return
    parameters: dict[str, Any] = drawn.common()
    if layers is None:
        parameters["by_layer"] = False
    else:
        parameters["layers"] = layers
    placing = [s.text for s in drawn.sentences if _PLACED.search(s.text)]
    if drawn.before is None and not placing:
        parameters["placement"] = "free"
    only = [s.text for s in drawn.sentences if EXACT.search(s.text) and "layer" in s.folded]
    counted = [fold(name).casefold() for name in layers or ()]
    naming = [s.text for s in drawn.sentences if any(name in s.folded for name in counted)]
    drawn.draft.used.update((*placing, *only, *naming))
    drawn.draft.add(
        f"drawn {drawn.path}",
        "drawing_entities",
        drawn.path,
        parameters=parameters,
        tolerance=drawn.tolerance,
        strong=tuple(drawn.named),
        weak=(*name_words(drawn.path), "draw", "add", "move", "line", "wall"),
        sentence=drawn.layer_sentence if drawn.before is None else None,
        reason="pieces are compared by the ground they cover, so any entities may draw them",
    )


def _bound(text: str, words: str) -> Quantity | None:
    """Return the first quantity that follows words such as `at least`."""
    found = re.search(rf"{words}\s+", text, re.IGNORECASE)
    if found is None:
        return None
    after = quantities(fold(text[found.end() : found.end() + 40]))
    return after[0] if after and after[0].start < 3 else None


def _in_unit(quantity: Quantity | None, powers: str) -> tuple[float, str] | None:
    """Return a bound and its unit of length, None if it is no length (or area)."""
    if quantity is None:
        return None
    for unit in METRES:
        factor = quantity.in_unit(f"{unit}{powers}")
        if factor is not None and quantity.unit.replace("^", "").startswith(unit):
            return factor, unit
    return None


def _propose_areas(drawn: Drawn) -> None:
    """Ask for closed outlines and their areas where the instruction speaks of such."""
    asking = [s for s in drawn.sentences if _AREA.search(s.text)]
    layers = drawn.layers
    if not asking or (drawn.drawing.unit == "" and not drawn.strokes(layers)):
        return
    enclosing = _enclosing(drawn, [s.text for s in asking])
    if not enclosing:
        return
    whole = any(_WHOLE.search(s.text) for s in asking)
    parameters: dict[str, Any] = {"layers": enclosing} | drawn.common()
    parameters |= {"whole": True} if whole else {}
    bounds, sentence = _area_bounds(asking)
    if drawn.is_free and not bounds:
        return
    if bounds:
        parameters |= bounds
        parameters.pop("before", None)
    if not (bounds or whole or drawn.is_free) and _is_implied(drawn, enclosing):
        drawn.draft.used.update(s.text for s in asking)
        return
    drawn.draft.add(
        f"areas {drawn.path}",
        "drawing_areas",
        drawn.path,
        parameters=parameters,
        strong=tuple(enclosing),
        weak=(*name_words(drawn.path), "area", "closed", "outline"),
        sentence=sentence or asking[0],
        reason="outlines count by what they enclose, whatever draws them",
    )


def _is_implied(drawn: Drawn, layers: Sequence[str]) -> bool:
    """Tell whether a check of what is drawn looks at the layers already."""
    for check in drawn.draft.checks:
        if check.kind == "drawing_entities" and check.target == drawn.path:
            named = check.parameters.get("layers")
            return named is None or set(layers) <= set(named)
    return False


def _enclosing(drawn: Drawn, texts: Sequence[str]) -> list[str]:
    """Return the layers with closed outlines: those that the sentences name, else all named."""
    layers = drawn.layers or drawn_layers(drawn.drawing)
    near = usual_tolerance(drawn.drawing)
    held = [name for name in layers if outlines_of(drawn.strokes([name]), near)]
    spoken = [n for n in held if any(fold(n).casefold() in fold(t).casefold() for t in texts)]
    return spoken or held


def _area_bounds(asking: Sequence[Sentence]) -> tuple[dict[str, Any], Sentence | None]:
    """Return the bounds on areas that a sentence states, with the sentence."""
    for sentence in asking:
        found: dict[str, Any] = {}
        each = "each_" if _EACH.search(sentence.text) else ""
        for words, name in ((_LEAST, "at_least"), (_MOST, "at_most")):
            told = _in_unit(_bound(sentence.text, words), "2")
            if told is not None:
                found |= {f"{each}{name}": told[0], "unit": told[1]}
        if found:
            return found, sentence
    return {}, None


def _propose_lengths(drawn: Drawn) -> None:
    """Ask for bounds on lengths that the instruction states, or for lengths of a free layout."""
    asking = [s for s in drawn.sentences if _LENGTH.search(s.text)]
    layers = drawn.named and [n for n in drawn.named if drawn.strokes([n])]
    for sentence in asking:
        bounds: dict[str, Any] = {}
        for words, name in ((_LEAST, "at_least"), (_MOST, "at_most")):
            told = _in_unit(_bound(sentence.text, words), "")
            if told is not None:
                bounds |= {name: told[0], "unit": told[1]}
        spoken = [name for name in layers or () if fold(name).casefold() in sentence.folded]
        if bounds and (layers or drawn.is_free) and "total" in sentence.folded:
            parameters: dict[str, Any] = bounds | drawn.common()
            parameters.pop("before", None)
            parameters |= {"layers": spoken or layers} if layers else {}
            drawn.draft.add(
                f"lengths {drawn.path}",
                "drawing_lengths",
                drawn.path,
                parameters=parameters,
                sentence=sentence,
                strong=tuple(spoken),
                weak=name_words(drawn.path),
            )
            return
    if asking and _is_implied(drawn, ()):
        drawn.draft.used.update(s.text for s in asking)
