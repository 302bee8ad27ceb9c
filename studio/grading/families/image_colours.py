"""The check of the colour of a region of a picture."""

import math
import re
from collections.abc import Sequence
from typing import Annotated

import numpy as np
from pydantic import AfterValidator, Field

from studio.base.errors import FaultError
from studio.grading.families.images import (
    Region,
    fails_itself,
    image_at,
    output_image,
    reference_image,
    unreadable,
)
from studio.grading.kinds import Grounds, Judgement, Kind, passed, register
from studio.grading.likeness import mean_colour
from studio.grading.phrasing import percent
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.images import Image4, Pixels
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def _hexadecimal(value: str) -> str:
    if not _HEX.fullmatch(value):
        raise ValueError(f"{value} is not a colour such as #1f5fbf")
    return value.lower()


Colour = Annotated[str, AfterValidator(_hexadecimal)]


class RegionColourParameters(Frozen):
    """Which colour a region of a picture must have on the mean."""

    region: Region = Field(
        title="Region", description="Left, top, width and height in pixels of the reference."
    )
    colour: Colour | None = Field(
        default=None,
        title="Colour",
        description="Such as #1f5fbf; that of the reference if left out.",
    )
    within: float = Field(
        default=12.0,
        gt=0,
        le=255,
        title="Within",
        description="By how many of 255 levels each of red, green and blue may be off.",
    )
    share: float | None = Field(
        default=None,
        gt=0,
        le=1,
        title="Share",
        description="How much of the region must have the colour, wherever; its mean counts if "
        "left out.",
    )
    even: bool = Field(
        default=False, title="Even", description="Whether all of the region must be near the mean."
    )


def region_pixels(image: Image4, region: Region, reference: Image4) -> Pixels:
    """Return the pixels of a region that is told in pixels of the reference.

    Raises:
        Unreadable: if the region lies outside.
    """
    across, down = image.width / reference.width, image.height / reference.height
    left, top, width, height = region
    x0, x1 = (round(x * across) for x in (left, left + width))
    y0, y1 = (round(y * down) for y in (top, top + height))
    found = image.pixels[max(0, y0) : max(y1, y0 + 1), max(0, x0) : max(x1, x0 + 1)]
    if not found.size:
        raise Unreadable("has nothing in the region that is asked for")
    return found


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _judge_colour(
    check: Check, parameters: RegionColourParameters, target: Target, grounds: Grounds
) -> Judgement:
    reference = reference_image(target, grounds)
    try:
        wanted = mean_colour(region_pixels(reference, parameters.region, reference))[:3]
    except Unreadable as fault:
        raise FaultError(f"{target.path} of the reference {fault}.") from None
    if parameters.colour is not None:
        wanted = _rgb(parameters.colour)
    try:
        pixels = region_pixels(output_image(target, grounds), parameters.region, reference)
    except Unreadable as fault:
        return unreadable(target, fault)
    if parameters.share is not None:
        return _judge_share(parameters, target, pixels, wanted)
    *found, opaque = mean_colour(pixels)
    off = max(abs(a - b) for a, b in zip(found, wanted, strict=True))
    spread = np.abs(pixels[..., :3].astype(np.float64) - np.array(found)).max(axis=2)
    uneven = parameters.even and float((spread > 2 * parameters.within).mean()) > 0.02
    spelled = "#" + "".join(f"{round(level):02x}" for level in found)
    evidence = {"colour": spelled, "off": round(off, 2)}
    if off <= parameters.within and opaque >= 128 and not uneven:
        told = f"The region of {target.path} is {spelled}."
        return passed(told, public=told, **evidence)
    idle = _idle_colour(parameters, reference, target, grounds, wanted)
    worth = 0.0 if uneven or opaque < 128 or not math.isfinite(idle) else _worth(off, idle)
    why = "not even" if uneven else "transparent" if opaque < 128 else spelled
    told = f"The region of {target.path} is {why}, which it must not be."
    return Judgement(worth, told, evidence, told)


def share_of(pixels: Pixels, colour: Sequence[float], within: float) -> float:
    """Return the share of pixels that have a colour, within some levels, and are opaque."""
    off = np.abs(pixels[..., :3].astype(np.float64) - np.array(colour[:3])).max(axis=2)
    return float(((off <= within) & (pixels[..., 3] >= 128)).mean())


def _judge_share(
    parameters: RegionColourParameters, target: Target, pixels: Pixels, wanted: Sequence[float]
) -> Judgement:
    assert parameters.share is not None
    share = share_of(pixels, wanted, parameters.within)
    told = f"{share:.0%} of the region of {target.path} has the colour that is asked for."
    if share >= parameters.share - 1e-9:
        return passed(told, public=told, share=round(share, 6))
    # A picture that holds hardly any of the colour was not worked on.
    worth = max(0.0, min(0.99, 2 * share / parameters.share - 1))
    return Judgement(worth, told, {"share": round(share, 6)}, told)


def _worth(off: float, idle: float) -> float:
    return max(0.0, min(0.99, 1 - off / idle)) if idle > 0 else 0.0


def _idle_colour(
    parameters: RegionColourParameters,
    reference: Image4,
    target: Target,
    grounds: Grounds,
    wanted: tuple[float, float, float],
) -> float:
    """Return by how much the untouched picture is off, endless if there is none."""
    try:
        given = region_pixels(image_at(grounds.input, target), parameters.region, reference)
    except Unreadable:
        return math.inf
    return max(abs(a - b) for a, b in zip(mean_colour(given)[:3], wanted, strict=True))


def _sentence_colour(
    check: Check, parameters: RegionColourParameters, target: Target, grounds: Grounds
) -> str:
    left, top, width, height = parameters.region
    colour = parameters.colour or "the colour of the reference"
    if parameters.share is not None:
        whole = f"{percent(parameters.share)} of the {width} x {height} pixels at {left}, {top}"
        return f"At least {whole} of {target.path} are {colour}"
    return (
        f"The {width} x {height} pixels at {left}, {top} of {target.path} are {colour}, "
        f"within {parameters.within:g} of 255 levels"
    )


def _fit_colour(
    check: Check, parameters: RegionColourParameters, target: Target, grounds: Grounds
) -> str:
    return fails_itself(_judge_colour, check, parameters, target, grounds)


register(
    Kind(
        id="region_colour",
        family="images",
        title="Colour of a region",
        parameters=RegionColourParameters,
        judge=_judge_colour,
        sentence=_sentence_colour,
        fit=_fit_colour,
    )
)
