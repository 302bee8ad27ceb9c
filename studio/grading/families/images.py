"""The checks of pictures: their size and sort, and how like the reference they are."""

from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from studio.base.errors import FaultError
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.likeness import Likeness, has_shape_of, likeness, scaled_to
from studio.grading.phrasing import percent
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.images import Image4, is_grey, read_image
from studio.grading.readers.places import locate
from studio.grading.readers.values import legible
from studio.model.check import Check, Target, TargetText
from studio.model.frozen import Frozen

LEVEL = 16.0
WORST = 72.0
FLOOR = 0.998
Region = tuple[int, int, int, int]


def image_at(folder: Path, target: Target) -> Image4:
    """Return the picture at a target.

    Raises:
        HostileInputError: if it tries to harm.
        Unreadable: if it is missing or no picture.
    """
    place = locate(folder, target.path)
    if place is None:
        raise Unreadable("is missing")
    return read_image(place)


def reference_image(target: Target, grounds: Grounds) -> Image4:
    """Return the picture of the reference.

    Raises:
        FaultError: if it cannot be read.
    """
    try:
        return image_at(grounds.reference, target)
    except Unreadable as fault:
        raise FaultError(f"{target.path} of the reference {fault}.") from None


def output_image(target: Target, grounds: Grounds) -> Image4:
    """Return the picture that was handed in.

    Raises:
        Unreadable: if it is missing or no picture.
    """
    assert grounds.output is not None
    return image_at(grounds.output, target)


def unreadable(target: Target, fault: Unreadable) -> Judgement:
    """Return the judgement of a picture that cannot be read."""
    told = f"{target.path} {legible(str(fault))}."
    return failed(told, public=told)


class ImageSizeParameters(Frozen):
    """What size and sort of picture a file must be, as it is shown.

    Without any parameter it must have the size of the reference.
    """

    width: int | None = Field(default=None, ge=1, title="Width", description="In pixels.")
    height: int | None = Field(default=None, ge=1, title="Height", description="In pixels.")
    longest_at_most: int | None = Field(
        default=None, ge=1, title="Longest side", description="The most pixels of the longer side."
    )
    shortest_at_least: int | None = Field(
        default=None, ge=1, title="Shorter side", description="The least of the shorter side."
    )
    spare: int = Field(
        default=0, ge=0, title="Spare", description="How many pixels width and height may be off."
    )
    mode: Literal["colour", "grey", "bilevel"] | None = Field(
        default=None, title="Mode", description="Whether it shows colours, greys, or two levels."
    )
    alpha: bool | None = Field(
        default=None, title="Transparent", description="Whether something of it is transparent."
    )
    drawn: bool = Field(
        default=False, title="Drawn", description="Whether it must show more than one colour."
    )
    format: Literal["PNG", "JPEG", "WEBP", "TIFF", "GIF", "BMP"] | None = Field(
        default=None, title="Format", description="The format of the file."
    )
    dpi: float | None = Field(
        default=None, gt=0, title="Resolution", description="In dots per inch, as the file says."
    )
    kilobytes_at_most: float | None = Field(
        default=None, gt=0, title="File size", description="The most kB (1,000 bytes) of the file."
    )


def _asked(
    parameters: ImageSizeParameters, target: Target, grounds: Grounds
) -> ImageSizeParameters:
    """Return the parameters, with the size of the reference if nothing is asked for."""
    if parameters.model_copy(update={"spare": 0}) != ImageSizeParameters():
        return parameters
    image = reference_image(target, grounds)
    return parameters.model_copy(update={"width": image.width, "height": image.height})


def is_clear(image: Image4) -> bool:
    """Tell whether a part of a picture is transparent."""
    return bool((image.pixels[..., 3] < 250).any())


def is_drawn(image: Image4) -> bool:
    """Tell whether a picture shows more than one colour."""
    low = image.pixels.min(axis=(0, 1)).astype(np.int16)
    shown = image.pixels.max(axis=(0, 1)).astype(np.int16)
    return bool(shown[3] > 0 and (shown - low).max() > 8)


def _size_faults(asked: ImageSizeParameters, image: Image4) -> list[str]:
    """Return what of the size and sort of a picture is not as asked, in a few words each."""
    found = []
    for name, side in (("width", image.width), ("height", image.height)):
        wanted = getattr(asked, name)
        if wanted is not None and abs(side - wanted) > asked.spare:
            found.append(f"its {name} is {side} pixels")
    longest, shortest = max(image.width, image.height), min(image.width, image.height)
    if asked.longest_at_most is not None and longest > asked.longest_at_most + asked.spare:
        found.append(f"its longer side has {longest} pixels")
    if asked.shortest_at_least is not None and shortest < asked.shortest_at_least - asked.spare:
        found.append(f"its shorter side has {shortest} pixels")
    if asked.mode is not None and _sort_of(image) != asked.mode:
        found.append(f"it is {_sort_of(image)}")
    if asked.alpha is not None and is_clear(image) != asked.alpha:
        found.append("it is transparent" if is_clear(image) else "nothing of it is transparent")
    if asked.drawn and not is_drawn(image):
        found.append("it shows nothing")
    return found + _file_faults(asked, image)


def _file_faults(asked: ImageSizeParameters, image: Image4) -> list[str]:
    found = []
    if asked.format is not None and image.format != asked.format:
        found.append(f"it is {image.format}")
    if asked.dpi is not None and (image.dpi is None or abs(image.dpi - asked.dpi) > 1):
        found.append("its resolution is " + (f"{image.dpi:.0f} dpi" if image.dpi else "not told"))
    if asked.kilobytes_at_most is not None and image.size > 1000 * asked.kilobytes_at_most:
        found.append(f"it has {image.size / 1000:,.0f} kB")
    return found


def _sort_of(image: Image4) -> str:
    """Return what sort of picture it shows, however it is stored."""
    if image.kind == "bilevel":
        return "bilevel"
    if not is_grey(image.pixels):
        return "colour"
    values = np.flatnonzero(np.bincount(image.pixels[..., 0].ravel(), minlength=256))
    return "bilevel" if set(values.tolist()) <= {0, 255} else "grey"


def _judge_size(
    check: Check, parameters: ImageSizeParameters, target: Target, grounds: Grounds
) -> Judgement:
    asked = _asked(parameters, target, grounds)
    try:
        image = output_image(target, grounds)
    except Unreadable as fault:
        return unreadable(target, fault)
    faults = _size_faults(asked, image)
    if asked.mode == "grey" and _sort_of(image) == "bilevel":
        faults = [told for told in faults if told != "it is bilevel"]
    evidence = {"width": image.width, "height": image.height, "format": image.format}
    if not faults:
        told = f"{target.path} has {image.width} x {image.height} pixels and is as it must be."
        return passed(told, public=told, **evidence)
    told = f"{target.path} is not as it must be: {', '.join(faults)}."
    return failed(told, public=told, **evidence)


def _pixels(number: int | None) -> str:
    return f"{number} pixel{'s' * (number != 1)}"


def _sentence_size(
    check: Check, parameters: ImageSizeParameters, target: Target, grounds: Grounds
) -> str:
    asked = _asked(parameters, target, grounds)
    told = []
    if asked.width is not None and asked.height is not None:
        told.append(f"has {asked.width} x {asked.height} pixels")
    elif asked.width or asked.height:
        side = "wide" if asked.width else "high"
        told.append(f"is {_pixels(asked.width or asked.height)} {side}")
    if asked.longest_at_most:
        told.append(f"is at most {_pixels(asked.longest_at_most)} long")
    if asked.shortest_at_least:
        told.append(f"is at least {_pixels(asked.shortest_at_least)} on its shorter side")
    told += [f"is {asked.mode}"] if asked.mode else []
    if asked.alpha is not None:
        told.append("is transparent in parts" if asked.alpha else "is nowhere transparent")
    told += ["shows something"] if asked.drawn else []
    told += [f"is {asked.format}"] if asked.format else []
    told += [f"has {asked.dpi:g} dpi"] if asked.dpi else []
    told += [f"has at most {asked.kilobytes_at_most:g} kB"] if asked.kilobytes_at_most else []
    return f"{target.path} {', '.join(told)}"


def _fit_size(
    check: Check, parameters: ImageSizeParameters, target: Target, grounds: Grounds
) -> str:
    return fails_itself(_judge_size, check, parameters, target, grounds)


def fails_itself(
    judge: Any, check: Check, parameters: Any, target: Target, grounds: Grounds
) -> str:
    """Return why the reference fails a check, empty if it passes."""
    own = Grounds(grounds.reference, grounds.reference, grounds.input, grounds.hidden)
    try:
        reference_image(target, grounds)
        told: Judgement = judge(check, parameters, target, own)
    except FaultError as fault:
        return str(fault)
    return "" if told.score == 1 else f"The reference fails it: {told.sentence}"


class ImageSimilarityParameters(Frozen):
    """How like the reference a picture must be, block by block of eight pixels.

    Compression, another format or size do no harm; a spot that is wrong does.
    """

    at_least: float = Field(
        default=FLOOR, gt=0, le=1, title="At least", description="The share of like blocks."
    )
    level: float = Field(
        default=LEVEL,
        gt=0,
        le=255,
        title="Level",
        description="By how many of 255 levels the mean colour of a like block may be off.",
    )
    worst: float = Field(
        default=WORST, gt=0, le=255, title="Worst", description="By how many any block may be off."
    )
    mask: TargetText | None = Field(
        default=None,
        title="Mask",
        description="A picture below private/hidden/ or the input: only where it is white counts.",
    )
    region: Region | None = Field(
        default=None,
        title="Region",
        description="Left, top, width and height in pixels of the reference; all if left out.",
    )


def counted_pixels(
    parameters: ImageSimilarityParameters, reference: Image4, grounds: Grounds
) -> NDArray[np.bool_] | None:
    """Return which pixels of the reference count, None if all do.

    Raises:
        FaultError: if the mask cannot be read, or nothing counts.
    """
    counted = np.ones(reference.pixels.shape[:2], np.bool_)
    if parameters.mask is not None:
        counted &= _mask(parameters.mask, reference, grounds)
    if parameters.region is not None:
        inside = np.zeros_like(counted)
        left, top, width, height = parameters.region
        inside[max(0, top) : top + height, max(0, left) : left + width] = True
        counted &= inside
    if not counted.any():
        raise FaultError("No pixel of the reference lies within the mask and the region.")
    return None if counted.all() else counted


def _mask(name: str, reference: Image4, grounds: Grounds) -> NDArray[np.bool_]:
    for folder in (grounds.hidden, grounds.input):
        try:
            mask = image_at(folder, Target(path=name))
        except Unreadable as fault:
            told = str(fault)
            continue
        if not has_shape_of(mask.pixels, reference.pixels):
            raise FaultError(f"The mask {name} has another shape than the reference.")
        pixels = scaled_to(mask.pixels, reference.width, reference.height)
        white: NDArray[np.bool_] = pixels[..., :3].mean(axis=2) * (pixels[..., 3] / 255) >= 128
        return white
    raise FaultError(f"The mask {name} {told}.")


def compared(
    parameters: ImageSimilarityParameters, reference: Image4, image: Image4, grounds: Grounds
) -> Likeness:
    """Return how like a picture is to the reference.

    Raises:
        Unreadable: if it has another shape.
        FaultError: if the mask cannot be read.
    """
    counted = counted_pixels(parameters, reference, grounds)
    if not has_shape_of(image.pixels, reference.pixels):
        raise Unreadable(f"has another shape ({image.width} x {image.height} pixels)")
    return likeness(reference.pixels, image.pixels, counted)


def _idle(
    parameters: ImageSimilarityParameters, reference: Image4, target: Target, grounds: Grounds
) -> float:
    """Return how like the untouched picture of the input is, 0 if there is none."""
    try:
        given = image_at(grounds.input, target)
        return compared(parameters, reference, given, grounds).share(parameters.level)
    except Unreadable:
        return 0.0


def _judge_similarity(
    check: Check, parameters: ImageSimilarityParameters, target: Target, grounds: Grounds
) -> Judgement:
    reference = reference_image(target, grounds)
    try:
        found = compared(parameters, reference, output_image(target, grounds), grounds)
    except Unreadable as fault:
        return unreadable(target, fault)
    share, worst = found.share(parameters.level), found.worst
    evidence = {"share": round(share, 6), "worst": round(worst, 2)}
    sentence = f"{share:.2%} of {target.path} is like the reference, the worst spot is {worst:.0f}"
    sentence += " of 255 levels off."
    if share >= parameters.at_least - 1e-12 and worst <= parameters.worst:
        return passed(sentence, public=f"{target.path} looks as it must.", **evidence)
    idle = _idle(parameters, reference, target, grounds)
    worth = (share - idle) / (parameters.at_least - idle) if parameters.at_least > idle else 0.0
    # What is like almost nowhere was not worked on; half is what a blank sheet may reach.
    worth = max(0.0, 2 * min(worth, 0.99) - 1)
    return Judgement(worth, sentence, evidence, f"{target.path} does not look as it must.")


def _sentence_similarity(
    check: Check, parameters: ImageSimilarityParameters, target: Target, grounds: Grounds
) -> str:
    where = f" where {parameters.mask} is white" if parameters.mask else ""
    if parameters.region:
        left, top, width, height = parameters.region
        where += f" in the {width} x {height} pixels at {left}, {top}"
    return f"{target.path} looks like the reference{where}, {percent(parameters.at_least)} of it"


def _fit_similarity(
    check: Check, parameters: ImageSimilarityParameters, target: Target, grounds: Grounds
) -> str:
    try:
        counted_pixels(parameters, reference_image(target, grounds), grounds)
    except FaultError as fault:
        return str(fault)
    return ""


register(
    Kind(
        id="image_size",
        family="images",
        title="Size of a picture",
        parameters=ImageSizeParameters,
        judge=_judge_size,
        sentence=_sentence_size,
        fit=_fit_size,
        presence=True,
    )
)
register(
    Kind(
        id="image_similarity",
        family="images",
        title="Looks like the reference",
        parameters=ImageSimilarityParameters,
        judge=_judge_similarity,
        sentence=_sentence_similarity,
        fit=_fit_similarity,
    )
)
