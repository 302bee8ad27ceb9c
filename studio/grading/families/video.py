"""The checks of films: how they are stored, what they show when, and where they cut."""

from typing import Literal

import numpy as np
from pydantic import Field, model_validator

from studio.base.errors import FaultError
from studio.grading.families.audio import lengths
from studio.grading.families.media import (
    Fact,
    asked_of,
    fits_reference,
    of_reference,
    told_of,
    unreadable,
)
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.phrasing import listed, percent, seconds
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.film import MAX_SIDE, Film, read_film
from studio.grading.shots import Numbers, cuts_of, distance, paired
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

Codec = Literal["h264", "hevc", "vp8", "vp9", "av1", "mpeg4", "mjpeg", "prores", "ffv1", "gif"]
_MOMENTS = 24
_MOST_MOMENTS = 200
_TOLD = 5


class VideoFormatParameters(Frozen):
    """How a film is stored, and how long it is; what is left out is free."""

    width: int | None = Field(
        default=None, gt=0, le=MAX_SIDE, title="Width", description="In pixels."
    )
    height: int | None = Field(
        default=None, gt=0, le=MAX_SIDE, title="Height", description="In pixels."
    )
    rate: float | None = Field(
        default=None, gt=0, le=1000, title="Rate", description="Pictures a second."
    )
    codec: Codec | None = Field(
        default=None, title="Codec", description="How the pictures are coded."
    )
    sound: bool | None = Field(
        default=None, title="Sound", description="Whether it has a track of sound."
    )
    seconds: float | None = Field(
        default=None, gt=0, title="Seconds", description="How long it is."
    )
    within: float = Field(
        default=0.1, ge=0, title="Within", description="How many seconds it may be off."
    )
    at_least: float | None = Field(
        default=None, gt=0, title="At least", description="The least length in seconds."
    )
    at_most: float | None = Field(
        default=None, gt=0, title="At most", description="The greatest length in seconds."
    )

    @model_validator(mode="after")
    def _asks(self) -> "VideoFormatParameters":
        asked = self.model_dump(exclude={"within"}).values()
        if all(one is None for one in asked):
            raise ValueError("Say at least one thing that is asked for")
        return self


def _format_facts(asked: VideoFormatParameters, film: Film | None) -> list[Fact]:
    """Return what is asked of the form of a film; of none, only how it must be."""
    facts = []
    for name, side, there in (
        ("width", asked.width, film.width if film else 0),
        ("height", asked.height, film.height if film else 0),
    ):
        if side is not None:
            told = f"its {name} is {there:,}"
            facts.append(Fact(there == side, told, told, f"its {name} is {side:,}"))
    if asked.rate is not None:
        rate = film.rate if film else 0.0
        told = f"it has {_pictures(rate)}"
        near = abs(rate - asked.rate) <= 0.01 * asked.rate
        facts.append(Fact(near, told, told, f"it has {_pictures(asked.rate)}"))
    if asked.codec is not None:
        codec = film.codec if film else ""
        told = f"it is coded as {codec}"
        facts.append(Fact(codec == asked.codec, told, told, f"it is coded as {asked.codec}"))
    if asked.sound is not None:
        has = bool(film and film.has_sound)
        told = "it has sound" if has else "it has no sound"
        wanted = "it has sound" if asked.sound else "it has no sound"
        facts.append(Fact(has == asked.sound, told, told, wanted))
    now = film.seconds if film else 0.0
    return facts + lengths(asked.seconds, asked.within, asked.at_least, asked.at_most, now)


def _judge_format(
    check: Check, parameters: VideoFormatParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    try:
        film = read_film(grounds.output, target.path)
    except Unreadable as fault:
        return unreadable(target, fault)
    evidence = {
        "width": film.width, "height": film.height, "rate": round(film.rate, 4),
        "seconds": round(film.seconds, 4), "codec": film.codec,
    }  # fmt: skip
    return told_of(target.path, _format_facts(parameters, film), whole=False, **evidence)


def _sentence_format(
    check: Check, parameters: VideoFormatParameters, target: Target, grounds: Grounds
) -> str:
    return asked_of(target.path, _format_facts(parameters, None))


class VideoFramesParameters(Frozen):
    """How close the pictures of a film must be to the reference's, whatever size and codec."""

    times: tuple[float, ...] = Field(
        default=(),
        max_length=_MOST_MOMENTS,
        title="Times",
        description="The seconds that are looked at; 24 spread evenly if left out.",
    )
    near: float = Field(
        default=0.1, ge=0, le=10, title="Near", description="How many seconds early or late."
    )
    room: float = Field(
        default=0.04,
        gt=0,
        lt=1,
        title="Room",
        description="How far off the colours may be, as a part of the whole range.",
    )
    at_least: float = Field(
        default=0.95, gt=0, le=1, title="At least", description="The part that must be right."
    )


def moments_of(parameters: VideoFramesParameters, reference: Film) -> Numbers:
    """Return the seconds that are looked at."""
    if parameters.times:
        return np.array(parameters.times)
    return (np.arange(_MOMENTS) + 0.5) * reference.seconds / _MOMENTS


def right_moments(parameters: VideoFramesParameters, reference: Film, film: Film) -> list[bool]:
    """Return for each time that is looked at whether a film shows what the reference does."""
    found = []
    for moment in moments_of(parameters, reference):
        (wanted,) = reference.around(float(moment), 0.0)[:1]
        apart = distance(wanted, film.around(float(moment), parameters.near))
        found.append(apart <= parameters.room)
    return found


def _judge_frames(
    check: Check, parameters: VideoFramesParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    reference = of_reference(read_film, target, grounds)
    moments = moments_of(parameters, reference)
    if not all(0 <= moment <= reference.seconds for moment in moments):
        raise FaultError(
            f"The reference lasts {seconds(reference.seconds)}; look at times within it."
        )
    try:
        film = read_film(grounds.output, target.path)
    except Unreadable as fault:
        return unreadable(target, fault)
    right = right_moments(parameters, reference, film)
    share = sum(right) / len(right)
    wrong = [round(float(m), 2) for m, ok in zip(moments, right, strict=True) if not ok]
    told = f"{sum(right)} of {len(right)} pictures of {target.path} are right"
    if share >= parameters.at_least - 1e-9:
        return passed(f"{told}.", public=f"{told}.", right=sum(right))
    places = ", ".join(f"{moment:g} s" for moment in wrong[:_TOLD])
    free = _free(parameters, target, reference, grounds)
    score = max(0.0, (share - free) / (1 - free)) if free < 1 else 0.0
    sentence = f"{told}; wrong at {places}."
    return Judgement(min(score, 0.99), sentence, {"wrong": wrong}, sentence)


def _free(
    parameters: VideoFramesParameters, target: Target, reference: Film, grounds: Grounds
) -> float:
    """Return what the untouched film of the input reaches, which is worth nothing."""
    try:
        right = right_moments(parameters, reference, read_film(grounds.input, target.path))
    except Unreadable:
        return 0.0
    return sum(right) / len(right)


def _pictures(rate: float) -> str:
    return f"{rate:.4g} picture{'s' * (rate != 1)} a second"


def _sentence_frames(
    check: Check, parameters: VideoFramesParameters, target: Target, grounds: Grounds
) -> str:
    where = f"at {listed(f'{time:g} s' for time in parameters.times[:_TOLD])}"
    where = where if parameters.times else f"at {_MOMENTS} times"
    return (
        f"{target.path} shows what the reference does {where}, within {parameters.near:g} s "
        f"(at least {percent(parameters.at_least)})"
    )


class VideoShotsParameters(Frozen):
    """Where a film cuts; the reference's own cuts count if no times are named."""

    times: tuple[float, ...] = Field(
        default=(), max_length=_MOST_MOMENTS, title="Times", description="The cuts in seconds."
    )
    near: float = Field(
        default=0.1, ge=0, le=10, title="Near", description="How many seconds early or late."
    )


def wanted_cuts(parameters: VideoShotsParameters, target: Target, grounds: Grounds) -> Numbers:
    """Return where a film must cut.

    Raises:
        FaultError: if no times are named and the reference has no cuts.
    """
    if parameters.times:
        return np.array(sorted(parameters.times))
    cuts = cuts_of(of_reference(read_film, target, grounds))
    if not len(cuts):
        raise FaultError(f"{target.path} of the reference has no cuts.")
    return cuts


def _listed(times: Numbers) -> str:
    return listed(map(seconds, times[:_TOLD])) or "nowhere"


def _judge_shots(
    check: Check, parameters: VideoShotsParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    wanted = wanted_cuts(parameters, target, grounds)
    try:
        found = cuts_of(read_film(grounds.output, target.path))
    except Unreadable as fault:
        return unreadable(target, fault)
    same = paired(wanted, found, parameters.near)
    told = f"{target.path} cuts at {_listed(found)}"
    if same == len(wanted) == len(found):
        return passed(f"{told}.", public=f"{told}.", cuts=len(found))
    public = f"{told}, of which {same} are right."
    sentence = f"{told}; it must cut at {_listed(wanted)}."
    return failed(sentence, public=public, right=same, found=len(found))


def _sentence_shots(
    check: Check, parameters: VideoShotsParameters, target: Target, grounds: Grounds
) -> str:
    where = "where the reference does"
    if parameters.times:
        where = f"at {_listed(np.array(sorted(parameters.times)))}"
    return f"{target.path} cuts {where}, within {parameters.near:g} s"


register(
    Kind(
        id="video_format",
        family="video",
        title="A film is stored as asked",
        parameters=VideoFormatParameters,
        judge=_judge_format,
        sentence=_sentence_format,
        fit=fits_reference(_judge_format),
        presence=True,
        extra="video",
    )
)
register(
    Kind(
        id="video_frames",
        family="video",
        title="A film shows the right pictures",
        parameters=VideoFramesParameters,
        judge=_judge_frames,
        sentence=_sentence_frames,
        fit=fits_reference(_judge_frames),
        extra="video",
    )
)
register(
    Kind(
        id="video_shots",
        family="video",
        title="A film cuts at the right times",
        parameters=VideoShotsParameters,
        judge=_judge_shots,
        sentence=_sentence_shots,
        fit=fits_reference(_judge_shots),
        extra="video",
    )
)
