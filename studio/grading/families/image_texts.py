"""The check of the words in a picture, read by a program of the system."""

from pydantic import Field

from studio.base.errors import FaultError
from studio.grading.families.image_colours import region_pixels
from studio.grading.families.images import Region, output_image, reference_image, unreadable
from studio.grading.kinds import Grounds, Judgement, Kind, passed, register
from studio.grading.phrasing import listed
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.images import Image4
from studio.grading.readers.lettering import says, text_in
from studio.grading.readers.values import legible
from studio.model.check import Check, Target
from studio.model.frozen import Frozen


class ImageTextParameters(Frozen):
    """Which words must be readable in a picture, and which must not.

    They are read by Tesseract, if that is installed; letters that it misreads are forgiven,
    digits are not.
    """

    texts: tuple[str, ...] = Field(
        default=(), title="Texts", description="The texts that must be readable."
    )
    absent: tuple[str, ...] = Field(
        default=(), title="Absent", description="The texts that must not be readable any more."
    )
    region: Region | None = Field(
        default=None,
        title="Region",
        description="Left, top, width and height in pixels of the reference; all if left out.",
    )


def _text(parameters: ImageTextParameters, image: Image4, reference: Image4) -> str:
    if parameters.region is None:
        return text_in(image.pixels)
    return text_in(region_pixels(image, parameters.region, reference))


def _judge(
    check: Check, parameters: ImageTextParameters, target: Target, grounds: Grounds
) -> Judgement:
    reference = reference_image(target, grounds)
    try:
        read = _text(parameters, output_image(target, grounds), reference)
    except Unreadable as fault:
        return unreadable(target, fault)
    missing = [text for text in parameters.texts if not says(read, text)]
    stale = [text for text in parameters.absent if says(read, text)]
    evidence = {"missing": missing, "stale": stale, "read": legible(read[:400])}
    count = len(parameters.texts) + len(parameters.absent)
    if not missing and not stale:
        told = f"{count} texts of {target.path} are as they must be."
        return passed(told, public=told, **evidence)
    public = f"{len(missing)} texts cannot be read in {target.path}"
    public += f", and {len(stale)} should be gone." if stale else "."
    first = f" {legible(missing[0])} is not there." if missing else ""
    found = len(parameters.texts) - len(missing) - len(stale)
    worth = max(0.0, found / max(1, len(parameters.texts)))
    return Judgement(min(worth, 0.99), public + first, evidence, public)


def _sentence(
    check: Check, parameters: ImageTextParameters, target: Target, grounds: Grounds
) -> str:
    told = []
    if parameters.texts:
        told.append("says " + listed(f'"{legible(text)}"' for text in parameters.texts[:8]))
    if parameters.absent:
        gone = listed((f'"{legible(text)}"' for text in parameters.absent[:8]), "or")
        told.append(f"does not say {gone}")
    return f"{target.path} {' and '.join(told)}"


def _fit(check: Check, parameters: ImageTextParameters, target: Target, grounds: Grounds) -> str:
    if not parameters.texts and not parameters.absent:
        return "Say with texts which words must be readable, or with absent which must not."
    own = Grounds(grounds.reference, grounds.reference, grounds.input, grounds.hidden)
    try:
        told = _judge(check, parameters, target, own)
    except FaultError as fault:
        return str(fault)
    return "" if told.score == 1 else f"The reference fails it: {told.sentence}"


register(
    Kind(
        id="image_text",
        family="images",
        title="Words in a picture",
        parameters=ImageTextParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
    )
)
