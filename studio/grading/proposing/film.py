"""Proposals for films: their form in the instruction's words, what they show when, where they cut.

Pictures are compared made small, so that another codec, quality or encoder is as right.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.instruction import Sentence
from studio.grading.proposing.media import about, files_of, length_wish, number, plain, room_in
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.film import FILMS, Film, read_film
from studio.grading.shots import cuts_of

_SIZE = re.compile(r"(?<![\w.])(\d{2,4}) ?(?:x|\u00d7|by) ?(\d{2,4})(?!\w)", re.IGNORECASE)
_LINES = re.compile(r"\b(240|360|480|576|720|1080|1440|2160)p(\d{2,3})?\b", re.IGNORECASE)
_RATE = re.compile(
    r"(?<![\w.])(?P<number>\d+(?:[.,]\d+)?) ?(?:fps\b|frames (?:per|a|/) ?(?:second|s)\b|pictures "
    r"(?:per|a) second\b)",
    re.IGNORECASE,
)
_RATE_WORD = re.compile(r"\bframe[- ]?rate\b|\bfps\b|\bframes per second\b", re.IGNORECASE)
_TONED = re.compile(
    r"\bgr[ea]y|\bblack[- ]and[- ]white\b|\bcolou?r|\bbright|\bcontrast", re.IGNORECASE
)
_CODECS = {
    "h264": r"\bH\.?264\b|\bAVC\b|\bx264\b", "hevc": r"\bH\.?265\b|\bHEVC\b|\bx265\b",
    "vp8": r"\bVP8\b", "vp9": r"\bVP9\b", "av1": r"\bAV1\b", "mpeg4": r"\bMPEG-?4 (?:part 2|ASP)\b",
    "prores": r"\bProRes\b", "mjpeg": r"\bM-?JPEG\b",
}  # fmt: skip
_EITHER = re.compile(r"\b(?:or|whatever|whichever|any)\b", re.IGNORECASE)
_MUTE = re.compile(
    r"\b(?:no|without|remove|drop|strip|delete|mute)(?: \w+){0,3}? (?:sound|audio|soundtrack)|"
    r"\bmuted?\b|\bsilent\b",
    re.IGNORECASE,
)
_CUTS = re.compile(
    r"\bcuts?\b|\bscenes?\b|\bshots?\b|\bclips?\b|\bsplic|\bjoin|\bconcat|\bmontage\b|\border\b|"
    r"\bsequence\b|\bappend",
    re.IGNORECASE,
)
_WORK = re.compile(
    r"\b(?:trim|cut|crop|film|video|clip|scene|shot|join|concat|rotat|flip|mirror|resiz|scal|"
    r"speed|slow|fps|frame|second|minute|sound|audio|mute|export|encod|convert|grey|gray|colou?r|"
    r"black|title|picture|footage|montage|codec|quality|\d+p)\w*",
    re.IGNORECASE,
)
_EACH_FRAME = re.compile(
    r"\b(?:frame|picture)[- ](?:accurate|exact|perfect)\b|"
    r"\b(?:exact|accurate) to the (?:frame|picture)\b|\bto the (?:exact )?frame\b|"
    r"\bno (?:single )?(?:frames?|pictures?) (?:of|from|more|less|too|extra|missing|lost)\b|"
    r"\b(?:not|without(?: \w+ing)?) (?:a|one|any|a single) (?:frame|picture)\b|"
    r"\b(?:every|each) (?:single )?frame\b|\bfirst (?:frame )?to (?:the )?last (?:frame|picture)\b|"
    r"\b(?:don't|do not|never) (?:lose|drop|add|repeat) (?:a|any) (?:frames?|pictures?)\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:about|around|roughly|approximately|approx\.?|circa|ca\.|some) (?:the )?\d[\d.,]*[ -]?"
    r"(?:s|secs?|seconds?|min|minutes?)\b|\b(?:seconds?|minutes?) or so\b",
    re.IGNORECASE,
)
_FRAMES, _HALF, _WITHIN_ONE = 1.5, 0.5, 0.4
_ROUGH = 0.15
_LEAST_NEAR = 0.02
_TONED_ROOM = 0.07
_MOMENTS = 24


def propose_film(draft: Draft, path: str, place: Path, given: Path | None) -> None:
    """Propose how a film is stored, what it shows at some times, and where it cuts.

    Raises:
        Unreadable: if it is no film.
    """
    film = read_film(place.parent, place.name)
    sentences = about(draft, path)
    _propose_format(draft, path, film, sentences)
    _propose_pictures(draft, path, film, sentences)
    draft.used |= {one.text for one in sentences if _WORK.search(one.text)}


def _first(sentences: Sequence[Sentence], pattern: "re.Pattern[str]") -> Sentence | None:
    return next((one for one in sentences if pattern.search(plain(one.text))), None)


def _given_films(draft: Draft) -> list[Film]:
    found = []
    for path in files_of(draft, FILMS):
        try:
            assert draft.given.folder is not None
            found.append(read_film(draft.given.folder, path))
        except Unreadable:
            continue
    return found


def _stated(film: Film, text: str) -> dict[str, Any]:
    """Return what a sentence states of the form of a film, as far as the reference has it."""
    found: dict[str, Any] = {}
    if (str(film.width), str(film.height)) in _SIZE.findall(text):
        found |= {"width": film.width, "height": film.height}
    for lines, rate in _LINES.findall(text):
        if int(lines) == film.height:
            found["height"] = film.height
        if rate and abs(int(rate) - film.rate) <= 0.01 * film.rate:
            found["rate"] = float(rate)
    for match in _RATE.finditer(text):
        if abs(number(match["number"]) - film.rate) <= 0.01 * film.rate:
            found["rate"] = number(match["number"])
    named = [c for c, pattern in _CODECS.items() if re.search(pattern, text, re.IGNORECASE)]
    if named == [film.codec] and not _EITHER.search(text):
        found["codec"] = film.codec
    if _MUTE.search(text) and not film.has_sound:
        found["sound"] = False
    return found


def _propose_format(draft: Draft, path: str, film: Film, sentences: list[Sentence]) -> None:
    parameters: dict[str, Any] = {}
    because = None
    for sentence in sentences:
        if stated := _stated(film, plain(sentence.text)):
            parameters |= stated
            because = because or sentence
    given = _given_films(draft)
    sizes = {(one.width, one.height) for one in given}
    if (film.width, film.height) in sizes:
        # Nothing asks for another size, and the input's own was kept.
        parameters |= {"width": film.width, "height": film.height}
    keeps_rate = _first(sentences, _RATE_WORD)
    if keeps_rate and any(abs(one.rate - film.rate) <= 0.01 * film.rate for one in given):
        parameters.setdefault("rate", round(film.rate, 3))
    if film.has_sound and any(one.has_sound for one in given):
        parameters["sound"] = True
    within = (_HALF if _first(sentences, _EACH_FRAME) else _FRAMES) / film.rate
    if _first(sentences, _ABOUT):
        within = max(within, _ROUGH)
    length, who, reason = length_wish(sentences, film.seconds, round(within, 4))
    draft.add(
        f"format {path}",
        "video_format",
        path,
        parameters=parameters | length,
        gate=True,
        weak=name_words(path),
        sentence=because or who,
        reason=f"the length is {reason}",
    )


def _propose_pictures(draft: Draft, path: str, film: Film, sentences: list[Sentence]) -> None:
    room = room_in(sentences)
    # There is more than one right grey for a colour, and more than one way to brighten it.
    toned = _first(sentences, _TONED)
    asked = {"room": _TONED_ROOM} if toned else {}
    each = None if room else _first(sentences, _EACH_FRAME)
    near = max(_LEAST_NEAR, room[0]) if room else _FRAMES / film.rate
    pictures = _each_frame(film) if each else {"near": round(near, 4)}
    reason = "as the instruction says" if room else "a picture or two of the film"
    draft.add(
        f"pictures {path}",
        "video_frames",
        path,
        parameters=pictures | asked,
        weak=name_words(path),
        sentence=each,
        reason="each frame counts, as the instruction says" if each else reason,
    )
    sentence = _first(sentences, _CUTS)
    if sentence is not None and len(cuts_of(film)):
        draft.add(
            f"cuts {path}",
            "video_shots",
            path,
            parameters={"near": round(_HALF / film.rate if each else near, 4)},
            sentence=sentence,
            reason="where the reference cuts",
        )


def _each_frame(film: Film) -> dict[str, Any]:
    """Return how single frames are looked at: in their middles, first and last among them."""
    chosen = np.unique(np.linspace(0, len(film.times) - 1, _MOMENTS).round().astype(int))
    ends = np.append(film.times, film.seconds)
    times = [round(float(ends[n] + ends[n + 1]) / 2, 4) for n in chosen]
    return {"times": times, "near": round(_WITHIN_ONE / film.rate, 4), "at_least": 1.0}
