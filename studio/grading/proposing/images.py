"""Proposals for pictures: size and sort in the instruction's words, likeness where one was edited.

A picture that was made from nothing may look in many ways; only what the instruction says of it is
asked for then.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import ImageColor

from studio.base.errors import FaultError
from studio.grading.families.image_colours import share_of
from studio.grading.families.images import FLOOR, LEVEL, WORST, is_clear, is_drawn
from studio.grading.likeness import Likeness, has_shape_of, likeness
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.instruction import Sentence
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.images import IMAGES, Image4, Pixels, is_grey, read_image
from studio.grading.readers.lettering import can_read, says, text_in

_MOST_GIVEN = 30
_LEVELS = (LEVEL, 10.0, 6.0, 4.0)
_LEAST_WORST = 12.0
_SIZE = re.compile(
    r"(?<![\d.])(\d{2,5})\s*(?:px|pixels?)?\s*(?:[x\u00d7*]|by)\s*(\d{2,5})(?![\d.])", re.I
)
_WIDE = re.compile(
    r"\b(?:width|wide)\D{0,15}?(\d{2,5})\b|(\d{2,5})\s*(?:px|pixels?)?\s*(?:wide|in width|width)",
    re.IGNORECASE,
)
_HIGH = re.compile(
    r"\b(?:height|high|tall)\D{0,15}?(\d{2,5})\b|"
    r"(\d{2,5})\s*(?:px|pixels?)?\s*(?:high|tall|in height|height)",
    re.IGNORECASE,
)
_LONGEST = re.compile(
    r"\b(?:long(?:er|est)|larg(?:er|est)) (?:side|edge|dimension)\D{0,40}?(\d{2,5})", re.IGNORECASE
)
_GREY = re.compile(
    r"\bgr[ea]y-?\s?scale\b|\bblack[- ]and[- ]white\b|\bto gr[ea]ys?\b|\bb/w\b", re.I
)
_BILEVEL = re.compile(r"\b(?:1[- ]bit|bilevel|bitonal|pure black and white|two levels)\b", re.I)
_CLEAR = re.compile(r"\btransparen(?:t|cy)\b|\balpha\b|\bcut ?out\b", re.IGNORECASE)
_SOLID = re.compile(r"\b(?:no|without|not) (?:\w+ )?(?:transparen\w*|alpha)|\bflatten", re.I)
_DPI = re.compile(r"\b(\d{2,4})\s*(?:dpi|ppi|dots per inch)\b", re.IGNORECASE)
_BYTES = re.compile(
    r"\b(?:at most|max(?:imum)?(?: of)?|under|below|less than|no (?:more|larger|bigger) than|up to|"
    r"not exceed)\D{0,20}?(\d+(?:\.\d+)?)\s*(kB|KB|kilobytes?|MB|megabytes?)\b",
    re.IGNORECASE,
)
_LIKE = re.compile(r"\b(\d{2}(?:\.\d+)?)\s?% (?:similar|alike|identical|like)", re.IGNORECASE)
_OPEN = re.compile(
    r"\b(?:invent|any (?:style|layout|design|look)|of your (?:own|choice)|creative)\b|"
    r"\b(?:design|look|style|layout|rest|everything else|otherwise)\b[^.;]{0,30}\b(?:up to you|"
    r"as you (?:like|see fit))\b|\b(?:up to you|as you (?:like|see fit)) otherwise\b",
    re.IGNORECASE,
)
_TASTE = re.compile(
    r"\b(?:retouch|inpaint|clone|heal|repair|restor|brighten|enhanc|sharpen|denois|improv|"
    r"colou?r[- ]?correct|white balance|contrast|blur|pixelat|background (?:removed|out))",
    re.IGNORECASE,
)
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b|\brgb\(\s*\d+\s*,\s*\d+\s*,\s*\d+\s*\)", re.IGNORECASE)
_NAMED = re.compile(
    r"\b(white|black|red|green|blue|yellow|orange|purple|grey|gray|navy|teal|maroon)\b"
    r"(?= (?:background|border|frame|margin|band|bar|box|rectangle|canvas|padding))|"
    r"(?<=background )(?:is |in |to )?(white|black|red|green|blue|yellow|grey|gray)\b",
    re.IGNORECASE,
)
_NOTHING_ELSE = re.compile(r"\bnothing else\b|\bmay change\b", re.IGNORECASE)
_SAME_COLOUR = 6
_LEAST_BLOCKS = 4
_WITHIN, _HALF = 12.0, 0.5
_FORMATS = {
    ".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP", ".tif": "TIFF",
    ".tiff": "TIFF", ".gif": "GIF", ".bmp": "BMP",
}  # fmt: skip


@dataclass
class Shown:
    """A picture of the reference, and those of the input."""

    draft: Draft
    path: str
    image: Image4

    @cached_property
    def sentences(self) -> list[Sentence]:
        """The sentences that are about the file."""
        instruction = self.draft.instruction
        return [s for s in instruction.sentences if instruction.is_about(s, self.path)]

    def says(self, pattern: "re.Pattern[str]") -> Sentence | None:
        """Return the first sentence that a pattern matches."""
        return next((s for s in self.sentences if pattern.search(s.text)), None)

    @cached_property
    def given(self) -> list[tuple[str, Image4]]:
        """The pictures of the input by path."""
        found = []
        names = [p for p in self.draft.given.paths if p.lower().endswith(IMAGES)][:_MOST_GIVEN]
        for name in names:
            try:
                if self.draft.given.folder:
                    found.append((name, read_image(self.draft.given.folder / name)))
            except Unreadable:
                continue
        return found

    @property
    def has_drawing(self) -> bool:
        """Whether the input has a drawing that a picture may be made of."""
        return any(path.lower().endswith((".svg", ".pdf")) for path in self.draft.given.paths)

    @cached_property
    def untouched(self) -> list[Likeness]:
        """How like the pictures of the input are, that have the shape of this one."""
        return [
            likeness(self.image.pixels, image.pixels, None)
            for _, image in self.given
            if has_shape_of(image.pixels, self.image.pixels)
        ]


def propose_image(draft: Draft, path: str, place: Path, given: Path | None) -> None:
    """Add the checks of a picture."""
    shown = Shown(draft, path, read_image(place))
    _propose_size(shown)
    _propose_likeness(shown)
    _propose_colours(shown)
    _propose_words(shown)


def _propose_size(shown: Shown) -> None:
    """Ask for the size and sort that the instruction gives, if the reference has them."""
    asked: dict[str, Any] = {}
    used: list[Sentence] = []
    for sentence in shown.sentences:
        for found in (_sides(shown, sentence), _sort(shown, sentence), _file(shown, sentence)):
            if found:
                asked |= found
                used.append(sentence)
    if not {"width", "height"} & asked.keys() and _keeps_size(shown):
        asked |= {"width": shown.image.width, "height": shown.image.height}
    suffix = Path(shown.path).suffix.lower()
    if _FORMATS.get(suffix) == shown.image.format:
        asked.setdefault("format", shown.image.format)
    if is_drawn(shown.image):
        asked["drawn"] = True
    if not asked:
        return
    shown.draft.used.update(sentence.text for sentence in used)
    shown.draft.add(
        f"size {shown.path}",
        "image_size",
        shown.path,
        parameters=asked,
        gate=True,
        weak=(*name_words(shown.path), "size", "pixels"),
        sentence=used[0] if used else None,
    )


def _keeps_size(shown: Shown) -> bool:
    """Tell whether the picture has the size of one of the input, upright or on its side."""
    size = {shown.image.width, shown.image.height}
    return any({image.width, image.height} == size for _, image in shown.given)


def _sides(shown: Shown, sentence: Sentence) -> dict[str, int]:
    image, text = shown.image, sentence.text
    for match in _SIZE.finditer(text):
        width, height = int(match[1]), int(match[2])
        if (width, height) == (image.width, image.height):
            return {"width": width, "height": height}
    found: dict[str, int] = {}
    longest = _LONGEST.search(text)
    if longest and max(image.width, image.height) <= int(longest[1]):
        found["longest_at_most"] = int(longest[1])
        if not re.search(r"\bat most|\bmax|\bno (?:more|longer)|\bup to", text, re.IGNORECASE):
            found["shortest_at_least"] = min(image.width, image.height) - 1
            found["spare"] = 1
    for name, pattern, side in (("width", _WIDE, image.width), ("height", _HIGH, image.height)):
        numbers = [int(n) for match in pattern.finditer(text) for n in match.groups() if n]
        if side in numbers:
            found[name] = side
    return found


def _sort(shown: Shown, sentence: Sentence) -> dict[str, Any]:
    image, text = shown.image, sentence.text
    if _BILEVEL.search(text) and is_grey(image.pixels):
        return {"mode": "bilevel"}
    if _GREY.search(text) and is_grey(image.pixels):
        return {"mode": "grey"}
    if _SOLID.search(text) and not is_clear(image):
        return {"alpha": False}
    if _CLEAR.search(text) and is_clear(image):
        return {"alpha": True}
    return {}


def _file(shown: Shown, sentence: Sentence) -> dict[str, float]:
    found: dict[str, float] = {}
    dpi = _DPI.search(sentence.text)
    if dpi and shown.image.dpi and abs(shown.image.dpi - int(dpi[1])) <= 1:
        found["dpi"] = float(dpi[1])
    size = _BYTES.search(sentence.text)
    if size:
        kilobytes = float(size[1]) * (1000 if size[2][0] in "Mm" else 1)
        if shown.image.size <= 1000 * kilobytes:
            found["kilobytes_at_most"] = kilobytes
    return found


def _propose_likeness(shown: Shown) -> None:
    """Ask that an edited picture looks like the reference, and the untouched one does not."""
    if not (shown.given or shown.has_drawing) or shown.says(_OPEN):
        shown.draft.skip(f"{shown.path} was made from nothing, so its look is not compared")
        return
    parameters = _room(shown)
    if parameters is None:
        shown.draft.skip(f"{shown.path} looks like a picture of the input, so nothing compares it")
        return
    shown.draft.add(
        f"looks {shown.path}",
        "image_similarity",
        shown.path,
        parameters=parameters,
        weak=(*name_words(shown.path), "crop", "rotate", "image", "picture", "photo"),
        reason="blocks of eight pixels are compared, so compression does no harm",
    )
    shown.draft.used.update(s.text for s in shown.sentences if s.keeps)
    shown.draft.used.update(s.text for s in shown.sentences if _NOTHING_ELSE.search(s.text))


def _room(shown: Shown) -> dict[str, float] | None:
    """Return the room that likeness leaves, None if the untouched picture is as like."""
    told = shown.says(_LIKE)
    stated = _LIKE.search(told.text) if told else None
    floor = float(stated[1]) / 100 if stated else FLOOR
    levels: Sequence[float] = _LEVELS
    worst = WORST
    if shown.says(_GREY):
        # There are several right ways to weigh the colours.
        levels, worst, floor = (44.0, *_LEVELS), 120.0, min(floor, 0.99)
    elif (shown.says(_CLEAR) and is_clear(shown.image)) or not shown.given:
        levels, worst, floor = (32.0, *_LEVELS), 255.0, min(floor, 0.985)
    elif shown.says(_TASTE):
        levels, worst, floor = (36.0, *_LEVELS), 160.0, min(floor, 0.97)
    for level in levels:
        least = max(_LEAST_WORST, level)
        parts = [max(least, min(worst, 0.5 * one.worst)) for one in shown.untouched]
        limit = min(parts, default=worst)
        if all(one.share(level) < floor or one.worst > limit for one in shown.untouched):
            return {"at_least": floor, "level": level, "worst": round(limit, 1)}
    return None


def _propose_colours(shown: Shown) -> None:
    """Ask for the colours that the instruction gives, where the reference has a field of them."""
    for sentence in shown.sentences:
        for spelled in _spelled(sentence.text):
            wanted = ImageColor.getrgb(spelled)[:3]
            parameters = _field(shown, wanted)
            if parameters:
                shown.draft.add(
                    f"colour {shown.path}",
                    "region_colour",
                    shown.path,
                    parameters=parameters,
                    sentence=sentence,
                    weak=name_words(shown.path),
                    reason="a field of that colour in the reference",
                )


def _field(shown: Shown, wanted: Sequence[int]) -> dict[str, Any]:
    """Return the parameters that ask for a colour, empty if the reference has no field of it.

    Where the layout is free any part of the picture may have it, half as much as the reference.
    """
    image = shown.image
    region = largest_field(image.pixels, wanted)
    if region is None:
        return {}
    colour = "#" + "".join(f"{level:02x}" for level in wanted[:3])
    if any(check.kind == "image_similarity" and check.target == shown.path
           for check in shown.draft.checks):  # fmt: skip
        return {"region": list(region), "colour": colour, "even": True}
    share = share_of(image.pixels, wanted, _WITHIN)
    whole = [0, 0, image.width, image.height]
    return {"region": whole, "colour": colour, "share": round(share * _HALF, 3)}


def _spelled(text: str) -> Iterator[str]:
    yield from dict.fromkeys(match.group() for match in _COLOUR.finditer(text))
    if not _COLOUR.search(text):
        found = (match[1] or match[2] for match in _NAMED.finditer(text))
        yield from dict.fromkeys(name.casefold() for name in found)


def largest_field(pixels: Pixels, colour: Sequence[int]) -> tuple[int, int, int, int] | None:
    """Return the largest square of one colour: left, top, width and height in pixels.

    The longest side of a square that ends at a block is one more than the least of its three
    neighbours before it.
    """
    near = np.abs(pixels[..., :3].astype(np.int16) - np.array(colour[:3], np.int16)).max(axis=2)
    held = (near <= _SAME_COLOUR) & (pixels[..., 3] > 250)
    step = max(4, min(pixels.shape[:2]) // 60)
    rows, columns = pixels.shape[0] // step, pixels.shape[1] // step
    whole = held[: rows * step, : columns * step].reshape(rows, step, columns, step)
    full: NDArray[np.bool_] = whole.mean(axis=(1, 3)) > 0.995
    sides = np.zeros((rows + 1, columns + 1), np.int32)
    for row in range(rows):
        for column in range(columns):
            if full[row, column]:
                before = sides[row, column + 1], sides[row + 1, column], sides[row, column]
                sides[row + 1, column + 1] = 1 + min(before)
    side = int(sides.max())
    if side * side < _LEAST_BLOCKS:
        return None
    row, column = (int(n) for n in np.argwhere(sides == side)[0])
    return (column - side) * step, (row - side) * step, side * step, side * step


def _propose_words(shown: Shown) -> None:
    """Ask for the words that the instruction puts in quotes and the reference shows."""
    named = [
        (name, sentence)
        for sentence in shown.sentences
        for name in sentence.names
        if re.search(r"[^\W_]{2}", name) and not re.search(r"\.\w{2,5}$|^#", name)
    ]
    if not named:
        return
    if not can_read():
        shown.draft.skip(f"{shown.path} may show words, which only Tesseract could read")
        return
    try:
        read = text_in(shown.image.pixels)
        before = [text_in(image.pixels) for _, image in shown.given[:3]]
    except (Unreadable, FaultError):
        return
    written = [(name, s) for name, s in named if says(read, name)]
    gone = [n for n, _ in named if not says(read, n) and any(says(text, n) for text in before)]
    if written or gone:
        shown.draft.add(
            f"words {shown.path}",
            "image_text",
            shown.path,
            parameters=({"texts": list(dict.fromkeys(n for n, _ in written))} if written else {})
            | ({"absent": list(dict.fromkeys(gone))} if gone else {}),
            strong=tuple(name for name, _ in named),
            weak=name_words(shown.path),
        )
