"""Two pictures side by side, with what differs marked, as PNG."""

import io

import numpy as np
from PIL import Image, ImageDraw

from studio.base.errors import FaultError
from studio.grading.families.images import (
    ImageSimilarityParameters,
    compared,
    output_image,
    reference_image,
)
from studio.grading.kinds import Grounds, target_of
from studio.grading.likeness import scaled_to
from studio.grading.pictures.picture import WRONG, Cell, Picture, mark, table
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.images import Pixels
from studio.grading.verdicts import judge, parse_parameters
from studio.model.check import Check

_SIDE = 420
_GAP = 12
_HEAD = 24


def picture(check: Check, grounds: Grounds) -> Picture:
    """Return the reference, the output, and the output pale with its wrong blocks in red."""
    parameters = parse_parameters(check)
    if not isinstance(parameters, ImageSimilarityParameters):
        parameters = ImageSimilarityParameters()
    try:
        reference = reference_image(target_of(check), grounds)
        output = output_image(target_of(check), grounds)
        found = compared(parameters, reference, output, grounds)
    except (Unreadable, FaultError) as fault:
        return table(str(check.target), ("what went wrong",), [[Cell(str(fault), WRONG)]])
    scale = min(1.0, _SIDE / max(reference.width, reference.height))
    size = max(1, round(reference.width * scale)), max(1, round(reference.height * scale))
    panes = [_pane(pixels, size) for pixels in (reference.pixels, output.pixels)]
    wrong = (found.off > parameters.level) & found.counted
    panes.append(_marked(panes[1], wrong))
    titles = ("reference", "output", f"{int(wrong.sum())} blocks differ")
    return _side_by_side(panes, titles)


def _pane(pixels: Pixels, size: tuple[int, int]) -> Image.Image:
    """Return a small picture on a light grey ground."""
    small = Image.fromarray(scaled_to(pixels, *size), "RGBA")
    ground = Image.new("RGBA", size, (225, 225, 225, 255))
    ground.alpha_composite(small)
    return ground.convert("RGB")


def _marked(
    pane: Image.Image, wrong: "np.ndarray[tuple[int, int], np.dtype[np.bool_]]"
) -> Image.Image:
    pale = Image.blend(pane.convert("L").convert("RGB"), Image.new("RGB", pane.size, "white"), 0.6)
    # Blocks at the edges may be smaller, so the mask is laid over as a whole.
    mask = Image.fromarray((wrong * np.uint8(255)).astype(np.uint8)).resize(
        pane.size, Image.Resampling.NEAREST
    )
    pale.paste((179, 38, 30), mask=mask)
    return pale


def _side_by_side(panes: list[Image.Image], titles: tuple[str, ...]) -> Picture:
    width, height = panes[0].size
    sheet = Image.new("RGB", (3 * width + 4 * _GAP, height + _HEAD + _GAP), "white")
    draw = ImageDraw.Draw(sheet)
    for number, (pane, title) in enumerate(zip(panes, titles, strict=True)):
        left = _GAP + number * (width + _GAP)
        draw.text((left, 6), title, fill=(51, 51, 51))
        sheet.paste(pane, (left, _HEAD))
        draw.rectangle((left - 1, _HEAD - 1, left + width, _HEAD + height), outline=(150, 150, 150))
    stream = io.BytesIO()
    sheet.save(stream, "PNG", optimize=True)
    return Picture(".png", stream.getvalue())


def words(check: Check, grounds: Grounds) -> Picture:
    """Return a table of what is wrong with the words or the size of a picture."""
    result = judge(check, grounds)
    rows = [[mark(False), Cell(str(text))] for text in result.evidence.get("missing", ())]
    rows += [
        [mark(False), Cell(f"{text} (should be gone)")] for text in result.evidence.get("stale", ())
    ]
    rows += [
        [mark(False), Cell(str(told))]
        for name in ("wrong", "left")
        for told in result.evidence.get(name, ())
    ]
    rows = rows or [[mark(result.status == "pass"), Cell(result.sentence)]]
    return table(f"{check.kind} of {check.target}", ("", "what"), rows)


PICTURES = {
    "image_similarity": picture,
    "region_colour": picture,
    "image_size": words,
    "image_text": words,
    "svg_structure": words,
}
