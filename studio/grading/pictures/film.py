"""Strips of a film: the reference's pictures, the output's at the same times, and what differs."""

import io

import numpy as np
from PIL import Image, ImageDraw

from studio.base.errors import FaultError
from studio.grading.families.media import of_reference
from studio.grading.families.video import VideoFramesParameters, moments_of, right_moments
from studio.grading.kinds import Grounds, target_of
from studio.grading.pictures.picture import PLAIN, RIGHT, WRONG, Cell, Picture, table
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.film import HEIGHT, WIDTH, Film, Pictures, read_film
from studio.grading.verdicts import parse_parameters
from studio.model.check import Check

_SCALE = 3
_MOST = 4
_LEFT = 80
_TOP = 34
_GAP = 6


def picture(check: Check, grounds: Grounds) -> Picture:
    """Return the pictures of both films at some of the times that a check looks at."""
    target = target_of(check)
    parameters = parse_parameters(check)
    if not isinstance(parameters, VideoFramesParameters):
        parameters = VideoFramesParameters()
    try:
        reference = of_reference(read_film, target, grounds)
        assert grounds.output is not None
        film = read_film(grounds.output, target.path)
    except (Unreadable, FaultError) as fault:
        told = [[Cell(f"{target.path} {fault}", WRONG)]]
        return table(check.target, ("what went wrong",), told)
    return _strips(check.target, parameters, reference, film)


def _strips(title: str, parameters: VideoFramesParameters, reference: Film, film: Film) -> Picture:
    moments = [float(moment) for moment in moments_of(parameters, reference)]
    rights = right_moments(parameters, reference, film)
    # Those that are wrong are what one looks for.
    order = sorted(range(len(moments)), key=lambda place: (rights[place], place))[:_MOST]
    width, height = WIDTH * _SCALE, HEIGHT * _SCALE
    sheet = Image.new(
        "RGB", (_LEFT + len(order) * (width + _GAP), _TOP + 3 * (height + _GAP) + 24), "white"
    )
    pen = ImageDraw.Draw(sheet)
    pen.text((8, 8), f"{title} beside the reference", fill=PLAIN)
    for row, name in enumerate(("reference", "output", "difference")):
        pen.text((8, _TOP + row * (height + _GAP) + height // 2), name, fill=PLAIN)
    for column, place in enumerate(sorted(order)):
        left = _LEFT + column * (width + _GAP)
        for row, shown in enumerate(_three(reference, film, moments[place])):
            large = Image.fromarray(shown).resize((width, height), Image.Resampling.NEAREST)
            sheet.paste(large, (left, _TOP + row * (height + _GAP)))
        told = f"{moments[place]:.2f} s {'right' if rights[place] else 'WRONG'}"
        colour = RIGHT if rights[place] else WRONG
        pen.text((left, _TOP + 3 * (height + _GAP)), told, fill=colour)
    stream = io.BytesIO()
    sheet.save(stream, "PNG")
    return Picture(".png", stream.getvalue())


def _three(reference: Film, film: Film, moment: float) -> tuple[Pictures, Pictures, Pictures]:
    """Return a picture of the reference, that of the output, and their difference made bright."""
    empty = np.full((1, HEIGHT, WIDTH, 3), 255, np.uint8)
    ours = reference.around(moment, 0.0)[0]
    shown = film.around(moment, 0.0)
    theirs = (shown if len(shown) else empty)[0]
    apart = np.abs(ours.astype(np.int16) - theirs.astype(np.int16))
    return ours, theirs, np.minimum(255, 2 * apart).astype(np.uint8)


PICTURES = {"video_frames": picture, "video_shots": picture}
