"""What an instruction asks of a volume: overlap, distances, sizes, the grid, names of labels."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest

from studio.grading.families.volume_labels import Measure
from studio.grading.proposing.instruction import Instruction, Sentence
from studio.grading.proposing.wishes import is_wish
from studio.grading.readers.volumes import Grid

_OVERLAP = re.compile(r"\b(?:dice|dsc|s(?:ø|o)rensen)\b", re.IGNORECASE)
_JACCARD = re.compile(
    r"\b(?:iou|jaccard|intersection[- ]over[- ]union)\b|\boverlap\w*\b", re.IGNORECASE
)
_DISTANCE = re.compile(
    r"\bhausdorff|\bHD ?95\b|\bHD\b|\b(?:surface|boundary|contour|border)[- ]distances?\b|"
    r"\b(?:ASSD|ASD|MSD)\b",
    re.IGNORECASE,
)
_EDGE = re.compile(
    r"\b(?:boundar(?:y|ies)|borders?|contours?|outlines?|surfaces?|edges?)\b", re.IGNORECASE
)
_SHARE = re.compile(
    r"(?<![\w.,-])(?P<number>0?\.\d+|1\.0+|\d{2}(?:\.\d+)?(?= ?(?:%|percent|per cent)))"
    r" ?(?P<percent>%|percent|per cent)?(?![\w]|\.\d)"
)
_LENGTH = re.compile(
    r"(?<![\w.,-])(?P<number>\d+(?:\.\d+)?|\.\d+|one|two|three|half an?|a) ?-?"
    r"(?P<unit>mm|cm|millimet(?:re|er)s?|voxels?)\b",
    re.IGNORECASE,
)
_WORDS = {"one": 1.0, "a": 1.0, "two": 2.0, "three": 3.0, "half a": 0.5, "half an": 0.5}
_SIZE = re.compile(
    r"(?<![\w.,-])(?P<number>\d+(?:\.\d+)?|\.\d+) ?"
    r"(?P<unit>%|percent|per cent|m[lL]|ccm?|cm(?:3|³|\^3)|mm(?:3|³|\^3)|millilit(?:re|er)s?|"
    r"cubic (?:milli|centi)met(?:re|er)s?)(?!\w)",
    re.IGNORECASE,
)
_VOLUME = re.compile(r"\bvolumes?\b", re.IGNORECASE)
_ROOM = re.compile(
    r"\b(?:within|tolerance|deviat\w+|differ\w*|off by|at most|no more than|up to|agree\w*)\b|"
    r"±|\+/-",
    re.IGNORECASE,
)
_REPORTED = re.compile(
    r"\b(?:report\w*|stated?|written|tables?|csv|columns?|figures?|values? in)\b", re.IGNORECASE
)
_GRID = re.compile(
    r"\b(?:grid|geometry|affine|orientation|spacing|resolution|header|origin|"
    r"voxel (?:sizes?|dimensions?|grid)|(?:image |physical |native )?space|dimensions?|shape|"
    r"matrix(?: size)?|coordinates?|s-?form|q-?form)\b",
    re.IGNORECASE,
)
_SAME = re.compile(
    r"\b(?:same|identical|original|native|keep\w*|kept|preserv\w+|match\w*|unchanged|retain\w*|"
    r"equal\w*|(?:those|that) of|as (?:in )?the|like the|of the (?:scan|image|input|CT|MR\w*)|"
    r"do not (?:change|alter)|"
    r"must not change|aligned?|align with|on the)\b",
    re.IGNORECASE,
)
_RESAMPLED = re.compile(
    r"\b(?:isotropic|resampl\w+|resliced?|voxel size|spacing of)\b|"
    r"\bvoxels? (?:of|with) \d[\d.]* ?(?:mm|\u00b5m|x|\u00d7)",
    re.IGNORECASE,
)
_AXES = re.compile(
    r"\b(?:[Rr]eorient\w*|axis order|order of (?:the )?axes|axis codes?)\b|"
    r"\b[RL][AP][SI][+]?(?=\W|$)"
)
_CUT = re.compile(
    r"\b(?:crop(?:ped|ping)?|trim(?:med|ming)?|pad(?:ded|ding)?|field of view|bounding box|"
    r"cut (?:out|away|off|to|down))\b",
    re.IGNORECASE,
)
_EXACT = re.compile(
    r"\b(?:threshold\w*|hounsfield|binari[sz]e\w*|relabel\w*|renumber\w*|merge\w*|combine\w*|"
    r"connected|components?|islands?|mirror\w*|flip\w*|dilat\w+|erod\w+|erosion|fill\w*|crop\w*|"
    r"extract\w*|subtract\w*|intersect\w*|union|swap\w*|rename|split\w*|convert\w*)\b|\bHU\b",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"\b(?:largest|connected|components?|islands?|isolated|stray|specks?|spurious|debris|"
    r"disconnected|loose)\b",
    re.IGNORECASE,
)
_DRAWN = re.compile(
    r"\b(?:segment|outline|delineate|contour|draw|trace|paint|annotate|by hand|manual\w*)\b",
    re.IGNORECASE,
)
_INTERPOLATED = re.compile(
    r"\b(?:resampl\w+|interpolat\w+|regist\w+|smooth\w*|denois\w+|filter\w*|bias|isotropic|"
    r"reslic\w+|warp\w*)\b",
    re.IGNORECASE,
)
_FIRST = re.compile(
    r"(?<![\w.])(?P<label>\d{1,5})`?\s*(?:=|:|\u2192|->|is|for|means|stands for|\u2013|\||\()\s*"
    r"(?:the |a |an )?[`*\"]*(?P<name>[A-Za-z][A-Za-z]*(?:[ -](?!and\b|or\b|is\b|with\b)[A-Za-z]+)"
    r"{0,2})",
)
_LAST = re.compile(
    r"(?<![.\w])[`*\"]*(?P<name>[A-Za-z]+(?:[ -][A-Za-z]+){0,2})[`*\"]*\s*"
    r"(?:=|:|\u2192|->|\||\(|as|gets|has|to|with)\s*"
    r"(?:(?:the )?(?:label|value|number|voxel value)\s*)?[`*\"=]*(?P<label>\d{1,5})(?![\w.]*\d|\w)",
)
_PLAIN = (
    "the a an label labels value values number use used give gets set to as with and or by in of "
    "voxel voxels be is mm at least"
)
_NOT_NAMES = frozenset(_PLAIN.split())


@dataclass(frozen=True)
class Bound:
    """A number that is asked for, the label that it is for if it is one, and the sentence.

    `measure` is the sentence that names what is measured, which may be the one before.
    """

    value: float
    label: int | None
    sentence: Sentence
    unit: str = ""
    measure: str = ""


@dataclass(frozen=True)
class Bounds:
    """The numbers asked for of all labels and of single ones, and the sentence that says so."""

    sentence: Sentence
    measure: str
    every: float | None = None
    by_label: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def of(cls, found: Iterable[Bound]) -> "Bounds | None":
        """Return the bounds together, None if there are none."""
        bounds = list(found)
        if not bounds:
            return None
        every = next((bound.value for bound in bounds if bound.label is None), None)
        single = {str(bound.label): bound.value for bound in bounds if bound.label is not None}
        return cls(bounds[0].sentence, bounds[0].measure, every, single)


def label_names(prompt: str, labels: Iterable[int]) -> dict[str, str]:
    """Return what an instruction calls labels, by number: `1 = liver`, `liver (1)`."""
    there = set(labels)
    best: dict[str, str] = {}
    for pattern in (_FIRST, _LAST):
        found: dict[str, str] = {}
        for match in pattern.finditer(prompt):
            name = _name(match["name"])
            if int(match["label"]) in there and name:
                found.setdefault(match["label"].lstrip("0"), name)
        if len(found) > len(best) and len(set(found.values())) == len(found):
            best = found
    return best


def _name(text: str) -> str:
    words = text.split()
    while words and words[0].casefold() in _NOT_NAMES:
        words = words[1:]
    while words and words[-1].casefold() in _NOT_NAMES:
        words = words[:-1]
    return " ".join(words)


@dataclass(frozen=True)
class VolumeWishes:
    """What an instruction asks of one volume.

    Attributes:
        instruction: the instruction, read.
        path: where the volume is handed in.
        names: what its labels are called, by number.
        grid: the grid of the reference.
    """

    instruction: Instruction
    path: str
    names: Mapping[str, str]
    grid: Grid

    @property
    def _sentences(self) -> list[Sentence]:
        every = self.instruction.sentences
        return [one for one in every if self.instruction.is_about(one, self.path)]

    @property
    def overlap(self) -> Bounds | None:
        """The least Dice; an intersection over union J is a Dice of 2J / (1 + J)."""
        found = list(self._bounds(_is_overlap, _shares))
        plain = [bound for bound in found if 0.2 <= bound.value <= 1]
        return Bounds.of(
            bound if _OVERLAP.search(bound.measure) else _as_dice(bound) for bound in plain
        )

    @property
    def distance(self) -> tuple[Measure, Bounds] | None:
        """How distances are measured, and how large they may be in mm."""
        bounds = Bounds.of(self._bounds(_is_distance, self._lengths))
        return (_measure(bounds.measure), bounds) if bounds else None

    @property
    def size(self) -> Bound | None:
        """How far off the volume of labels may be."""
        for sentence in self._sentences:
            text = sentence.text
            told = _VOLUME.search(text) and not _REPORTED.search(text)
            if told and (room := _ROOM.search(text)):
                for found in _SIZE.finditer(text, room.start()):
                    return Bound(float(found["number"]), None, sentence, found["unit"])
        return None

    @property
    def grid_wish(self) -> tuple[Sentence, bool] | None:
        """The sentence that asks for a grid, and whether it fixes more than the spacing."""
        texts = self._sentences
        same = [s for s in texts if _GRID.search(s.text) and _SAME.search(s.text)]
        cut = [s for s in texts if _CUT.search(s.text)]
        axes = [s for s in texts if _AXES.search(s.text) and _is_asked(s.text)]
        if same or axes or cut:
            return (same or axes or cut)[0], True
        return next(((s, False) for s in texts if _RESAMPLED.search(s.text)), None)

    @property
    def fixes_axes(self) -> bool:
        """Whether the order of the axes is asked for."""
        return any(_AXES.search(sentence.text) for sentence in self._sentences)

    @property
    def is_exact(self) -> bool:
        """Whether the steps that are told lead to one result."""
        text = self.instruction.prompt
        return bool(_EXACT.search(text)) and not _DRAWN.search(text)

    @property
    def parts_sentence(self) -> Sentence | None:
        """The sentence that wants loose parts gone."""
        return next((s for s in self._sentences if _PARTS.search(s.text)), None)

    @property
    def is_interpolated(self) -> bool:
        """Whether right results differ a little from program to program."""
        return bool(_INTERPOLATED.search(self.instruction.prompt))

    def _bounds(
        self,
        speaks: Callable[[str], bool],
        amounts: Callable[[str], list[tuple[float, int, int]]],
    ) -> Iterator[Bound]:
        """Yield the amounts of the sentences that speak of something, or of the one after."""
        sentences = self._sentences
        for sentence, after in zip_longest(sentences, sentences[1:]):
            if not speaks(sentence.text):
                continue
            said, found = sentence.text, amounts(sentence.text)
            if not found and after is not None and not _is_other(after.text):
                sentence, found = after, amounts(after.text)
            yield from self._labelled(sentence, found, said)

    def _labelled(
        self, sentence: Sentence, found: list[tuple[float, int, int]], measure: str
    ) -> Iterator[Bound]:
        """Yield amounts with the label that stands after each, or before each."""
        text = sentence.text
        edges = [0, *(end for _, _, end in found)], [*(start for _, start, _ in found), len(text)]
        after = [self._label(text[end : edges[1][n + 1]]) for n, (_, _, end) in enumerate(found)]
        before = [self._label(text[edges[0][n] : start]) for n, (_, start, _) in enumerate(found)]
        if None in after and None not in before:
            after = before
        if len(found) > 1 and None in after and all(label is None for label in after[1:]):
            found, after = found[:1], after[:1]
        for (value, _, _), label in zip(found, after, strict=True):
            yield Bound(value, label, sentence, measure=measure)

    def _label(self, text: str) -> int | None:
        """Return the label that a piece of a sentence names, None if it is none or several."""
        named = {int(n) for n in re.findall(r"\blabel (\d{1,5})\b", text)}
        for number, name in self.names.items():
            if re.search(rf"\b{re.escape(name)}", text, re.IGNORECASE):
                named.add(int(number))
        return next(iter(named)) if len(named) == 1 else None

    def _lengths(self, text: str) -> list[tuple[float, int, int]]:
        return [
            (value, match.start(), match.end())
            for match in _LENGTH.finditer(text)
            if (value := self._in_mm(match)) > 0
        ]

    def _in_mm(self, match: "re.Match[str]") -> float:
        written = match["number"].casefold()
        number = _WORDS.get(written)
        value = float(written) if number is None else number
        unit = match["unit"].casefold()
        if unit.startswith("voxel"):
            return float(f"{value * max(self.grid.spacing):.4g}")
        return value * 10 if unit == "cm" else value


def _is_asked(text: str) -> bool:
    return is_wish(text) or bool(re.search(r"\breorient|\b(?:in|to|as) [RL][AP][SI]\b", text, re.I))


def _is_overlap(text: str) -> bool:
    return bool(_OVERLAP.search(text) or _JACCARD.search(text))


def _is_distance(text: str) -> bool:
    return bool(_DISTANCE.search(text)) or bool(
        _EDGE.search(text) and _ROOM.search(text) and _LENGTH.search(text)
    )


def _is_other(text: str) -> bool:
    return _is_overlap(text) or _is_distance(text) or bool(_VOLUME.search(text))


def _as_dice(bound: Bound) -> Bound:
    dice = 2 * bound.value / (1 + bound.value)
    return Bound(float(f"{dice:.6g}"), bound.label, bound.sentence, measure=bound.measure)


def _shares(text: str) -> list[tuple[float, int, int]]:
    return [
        (float(m["number"]) / (100 if m["percent"] else 1), m.start(), m.end())
        for m in _SHARE.finditer(text)
    ]


def _measure(text: str) -> Measure:
    if re.search(r"hausdorff|\bHD\b|\bHD ?95\b", text, re.IGNORECASE):
        return "hausdorff95" if re.search(r"(?<!\d)95", text) else "hausdorff"
    if _DISTANCE.search(text) and not re.search(r"\bmax(?:imum|imal)?\b", text, re.IGNORECASE):
        return "mean"
    return "hausdorff" if _DISTANCE.search(text) else _everywhere(text)


def _everywhere(text: str) -> Measure:
    """Return the measure of a border that must lie within some distance."""
    return "mean" if re.search(r"\b(?:average|mean|on average)\b", text, re.I) else "hausdorff"
