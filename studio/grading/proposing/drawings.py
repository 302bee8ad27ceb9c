"""Proposals for drawings: what is drawn where, in the instruction's layers, units and bounds."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import Any

from studio.grading.families.drawings import drawn_layers
from studio.grading.families.drawings_text import DrawingTextParameters as TextParameters
from studio.grading.families.drawings_text import wanted_labels
from studio.grading.outlines import outlines_of
from studio.grading.overlays import moved, overlay, scales, usual_tolerance
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.instruction import EXACT, Sentence, words_of
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.drawings import METRES, Drawing, read_drawing
from studio.grading.readers.quantities import Quantity, quantities
from studio.grading.readers.strokes import Label, Stroke
from studio.grading.readers.values import fold
from studio.grading.tracing import TooMuch

_MOST_GIVEN = 20
_SHARED = 0.3
_MOST_KEPT = 200
# A tolerance so much below what a drawing can be drawn to is told in another unit.
_FAR = 0.02
_COLOURS = {
    "red": 1, "yellow": 2, "green": 3, "cyan": 4, "blue": 5, "magenta": 6, "white": 7, "black": 7,
    "grey": 8, "gray": 8,
}  # fmt: skip
_COLOUR_WORD = rf"(?:{'|'.join(_COLOURS)})"
_UNIT_WORDS = {
    "mm": r"mm|millimet(?:re|er)s?", "cm": r"cm|centimet(?:re|er)s?", "m": r"m|met(?:re|er)s?",
    "in": r"in|inch(?:es)?", "ft": r"ft|feet|foot",
}  # fmt: skip
_DRAWN_IN = re.compile(
    r"\b(?:units?|insunits|coordinates?|dimensions?|draw(?:n|ing)?|everything|all (?:sizes|values|"
    r"measures|measurements|lengths)|scale|work)\b",
    re.IGNORECASE,
)
_HEADER = re.compile(r"\$?\binsunits\b|\bdrawing units?\b|\bunits? (?:of the drawing|header)", re.I)
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
_WRITES = re.compile(
    r"\b(?:texts?|labels?|labelled|labeled|annotat\w*|names?|naming|titles?|numbers?|numbered|"
    r"dimension(?:s|ed|ing)?|writ(?:e|ten)|tags?|marks?|notes?|attributes?|captions?|renam\w*)\b",
    re.IGNORECASE,
)
_FREE = re.compile(
    r"\bfree to (?:place|arrange|choose|lay)|\bany (?:layout|arrangement|route|shape)\b|"
    r"\bwherever you\b|\bshortest\b|\bas (?:short|many) as\b|"
    r"\b(?:layout|arrangement|route|positions?|shape|placement)\b[^.;]{0,30}\b(?:up to you|your "
    r"choice|as you (?:like|see fit)|(?:is|are) (?:free|yours))\b",
    re.IGNORECASE,
)
_CHECKED = re.compile(
    r"\b(?:check\w*|position\w*|toleranc\w*|accura\w*|deviat\w*|off|precis\w*|"
    r"right|exact\w*|correct|true|good)\b[^.;]{0,40}?"
    r"(?:\bto|\bwithin|\bof|\bby|±|\+/-)\s*(?:±\s*)?(?P<number>\d+(?:\.\d+)?)\s?"
    r"(?P<unit>mm|cm|m|in|ft)\b",
    re.IGNORECASE,
)
_NO_OTHERS = re.compile(
    r"\bno (?:other|further|additional|extra) layers?\b|"
    r"\b(?:only|just|exactly) (?:these|the following|on these|the) (?:\w+ )?layers?\b",
    re.IGNORECASE,
)
_LEAST = r"(?:at least|no(?:t)? (?:less|fewer|smaller|shorter) than|minimum(?: of)?|min\.?)"
_MOST = r"(?:at most|no(?:t)? (?:more|longer|larger|greater) than|maximum(?: of)?|max\.?|up to)"
_EACH = re.compile(r"\b(?:each|every|per|one|an?y)\b", re.IGNORECASE)


@dataclass
class Drawn:
    """A drawing of the reference beside the one that the work began with."""

    draft: Draft
    path: str
    drawing: Drawing
    before: Drawing | None
    before_path: str | None

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences that are about the file."""
        instruction = self.draft.instruction
        return [s for s in instruction.sentences if instruction.is_about(s, self.path)]

    @cached_property
    def named(self) -> list[str]:
        """The layers that the reference draws on and the instruction names."""
        return [name for name in drawn_layers(self.drawing) if self.is_named(name)]

    @cached_property
    def layer_sentence(self) -> Sentence | None:
        """The sentence that names the most layers, the first of those that speak of layers."""

        def worth(sentence: Sentence) -> tuple[int, bool]:
            named = sum(fold(name).casefold() in sentence.folded for name in self.named)
            return named, "layer" in sentence.folded

        best = max(self.sentences, key=worth, default=None)
        return best if best is not None and worth(best)[0] else None

    def is_named(self, name: str) -> bool:
        """Tell whether the instruction says the name of a layer as one."""
        if name == "0":
            return any(re.search(r"\blayer [`\"']?0\b", s.text, re.I) for s in self.sentences)
        plain = re.compile(rf"(?<![\w-]){re.escape(fold(name).casefold())}(?![\w-])")
        return any(plain.search(s.folded) for s in self.draft.instruction.sentences)

    @cached_property
    def tolerance(self) -> float:
        """How far off a point may lie: what the instruction says, else a ten-thousandth."""
        for sentence in self.sentences:
            for slack in sentence.slacks:
                if slack.margin:
                    return self._in_drawing(slack.margin, slack.unit)
            found = _CHECKED.search(sentence.text)
            if found and float(found["number"]):
                self.draft.used.add(sentence.text)
                return self._in_drawing(float(found["number"]), found["unit"].casefold())
        return usual_tolerance(self.drawing)

    def _in_drawing(self, number: float, unit: str) -> float:
        """Return a length in the unit of the drawing, which headers do not always tell."""
        own = self.told_unit or self.drawing.unit
        if unit not in METRES or not own:
            return number
        room = number * METRES[unit] / METRES[own]
        usual = usual_tolerance(self.drawing)
        return room if room > usual * _FAR or number > usual / _FAR else number

    @cached_property
    def units(self) -> str:
        """Whose word counts for the unit of an output."""
        told = self.told_unit
        if not told or not self.drawing.unit:
            return "either"
        return "header" if told == self.drawing.unit else "numbers"

    @cached_property
    def told_unit(self) -> str:
        """The unit that the instruction says the drawing is in, empty if it says none."""
        for sentence in self.sentences:
            if _DRAWN_IN.search(sentence.text):
                for unit, words in _UNIT_WORDS.items():
                    spoken = (
                        rf"(?:\b(?:in|are|is|to|units?:?)|=) ?(?:1 |one )?(?:{words})\b(?!\s*[²2])"
                    )
                    if re.search(spoken, sentence.text, re.IGNORECASE):
                        return unit
        return ""

    @cached_property
    def layers(self) -> list[str] | None:
        """The layers whose strokes count, None if the names of layers are free."""
        earlier = self.before.strokes if self.before else ()
        drawn = {s.layer.casefold(): s.layer for s in (*earlier, *self.drawing.strokes)}
        given = {s.layer.casefold() for s in self.before.strokes} if self.before else set()
        named = {name.casefold() for name in self.named}
        counted = [name for key, name in sorted(drawn.items()) if key in named | given]
        free = [key for key in drawn if key not in named | given]
        if not counted or (free and not named and self._has_new(free)):
            return None
        return counted

    def _has_new(self, layers: Iterable[str]) -> bool:
        return any(self.drawing.on(frozenset([layer])) for layer in layers)

    @cached_property
    def is_free(self) -> bool:
        """Whether the instruction leaves the layout to the worker."""
        return any(_FREE.search(sentence.text) for sentence in self.sentences)

    def strokes(self, layers: Sequence[str] | None) -> list[Stroke]:
        """Return the strokes of some layers without hatches."""
        named = None if layers is None else frozenset(name.casefold() for name in layers)
        return [s for s in self.drawing.on(named) if s.entity != "hatch"]

    def common(self) -> dict[str, Any]:
        """Return the parameters that most checks share."""
        found: dict[str, Any] = {} if self.units == "either" else {"units": self.units}
        if self.before_path and self.before_path != self.path:
            found["before"] = self.before_path
        return found


def propose_drawing(draft: Draft, path: str, place: Path, given: Path | None) -> None:
    """Add the checks of a DXF drawing."""
    drawing = read_drawing(place)
    before, before_path = _before(draft, path, drawing, given)
    drawn = Drawn(draft, path, drawing, before, before_path)
    _propose_layers(drawn)
    _propose_entities(drawn)
    _propose_areas(drawn)
    _propose_lengths(drawn)
    _propose_texts(drawn)
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


def _propose_texts(drawn: Drawn) -> None:
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
