"""A drawing of the reference, and what the instruction says of its layers, units and room."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from studio.grading.families.drawings import drawn_layers
from studio.grading.overlays import usual_tolerance
from studio.grading.proposing.draft import Draft
from studio.grading.proposing.instruction import Sentence
from studio.grading.readers.drawings import METRES, Drawing
from studio.grading.readers.strokes import Stroke
from studio.grading.readers.values import fold

# A tolerance so much below what a drawing can be drawn to is told in another unit.
_FAR = 0.02
_UNIT_WORDS = {
    "mm": r"mm|millimet(?:re|er)s?", "cm": r"cm|centimet(?:re|er)s?", "m": r"m|met(?:re|er)s?",
    "in": r"in|inch(?:es)?", "ft": r"ft|feet|foot",
}  # fmt: skip
_DRAWN_IN = re.compile(
    r"\b(?:units?|insunits|coordinates?|dimensions?|draw(?:n|ing)?|everything|all (?:sizes|values|"
    r"measures|measurements|lengths)|scale|work)\b",
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
