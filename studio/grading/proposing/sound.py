"""Proposals for sound: its form and loudness in the instruction's words, and how it sounds.

Files are never compared byte by byte: another codec, resampler or dither is as right.
"""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from studio.grading.loudness import integrated_loudness, peak, true_peak
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.instruction import Sentence
from studio.grading.proposing.media import (
    LENGTH,
    NUMBER,
    about,
    files_of,
    in_seconds,
    length_wish,
    number,
    plain,
    room_in,
    rooms_of,
)
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.sound import SOUNDS, Sound, read_sound
from studio.grading.spectra import Level, alike

_LOUDNESS = re.compile(
    rf"{NUMBER} ?(?:LUFS|LKFS)\b(?:,? ?(?:\(?±|\+/-|\+-|plus or minus|within|(?:with )?an? "
    r"tolerance of|give or take) ?(?P<room>\d+(?:[.,]\d+)?) ?(?:LU(?:FS)?|dB)?)?",
    re.IGNORECASE,
)
_ROOM_FIRST = re.compile(
    r"within (?P<room>\d+(?:[.,]\d+)?) ?(?:LU(?:FS)?|dB) of " + NUMBER + r" ?(?:LUFS|LKFS)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"between (?P<low>- ?\d+(?:[.,]\d+)?)(?: ?LUFS)? and (?P<high>- ?\d+(?:[.,]\d+)?) ?LUFS", re.I
)
_DECIBELS = re.compile(
    rf"{NUMBER} ?dB(?:FS|TP)?\b(?: ?(?:±|\+/-|\+-|plus or minus|within) ?"
    r"(?P<room>\d+(?:[.,]\d+)?) ?dB)?",
    re.IGNORECASE,
)
_PEAK = re.compile(r"\bpeak|\bdBTP\b|\bdBFS\b|\bceiling\b|\bnormali[sz]", re.IGNORECASE)
_TRUE_PEAK = re.compile(r"\btrue[- ]peaks?\b|\bdBTP\b", re.IGNORECASE)
_CEILING = re.compile(
    r"\b(?:below|under|at most|(?:no|not|never|nothing|nowhere|none|nor|without|neither|don't|must"
    r"n't|mustn't|shouldn't|doesn't|cannot)\b[^.;,]{0,30}?\b(?:above|over|higher|louder|hotter|beyond|"
    r"past|exceed\w*|more than)|maximum|max\.?|ceiling|exceeds?|(?:stays?|keep|held|hold) (?:below|"
    r"under)|or (?:lower|less|below)|at the (?:most|outside)|limit\w*)\b|≤|<",
    re.IGNORECASE,
)
_SPOKEN_ROOM = re.compile(r"\b(half an?|an?|one|two|three) (?=(?:LU(?:FS)?|dB)\b)", re.IGNORECASE)
_SPOKEN = {"a": "1", "an": "1", "one": "1", "two": "2", "three": "3"}
_RATE = re.compile(r"(?<![\w.,])(?P<number>\d+(?:[ .,]\d+)?) ?(?P<kilo>k)?Hz\b", re.IGNORECASE)
_BITS = re.compile(r"\b(8|16|20|24|32)[- ]?bits?\b", re.IGNORECASE)
_MONO = re.compile(r"\b(?:mono|single[- ]channel|one[- ]channel)\b", re.IGNORECASE)
_STEREO = re.compile(r"\b(?:stereo|two[- ]channel)\b", re.IGNORECASE)
_SHAPED = re.compile(
    r"\bcompressor\b|\bdynamic range\b|\blimiter\b|\bduck|\bexpander\b|"
    r"\bnoise gate\b|\bcrossfad",
    re.IGNORECASE,
)
_FADE = re.compile(
    r"\bfad(?:e|es|ed|ing)[- ]?(?:it |them |the \w+ )?(?P<side>in|out)\b", re.IGNORECASE
)
_BOTH = re.compile(r"\bfad(?:e|es|ed|ing)[- ]?in(?:s)? and (?:fade[- ]?)?outs?\b", re.IGNORECASE)
_QUIET = re.compile(r"\bsilen(?:ce|t)\b|\btrim", re.IGNORECASE)
_WORK = re.compile(
    r"\b(?:trim|cut|remov|fad|normali[sz]|convert|resampl|mix|master|mono|stereo|silen|crop|join|"
    r"loud|peak|peaks|LUFS|kHz|bit|record|clip|track|sound|audio|voice|noise|hum|channel|level|"
    r"volume|seconds?|speech|music|song|anything else|export|deliver|revers|speed|pitch|delay|"
    r"pan)\w*",
    re.IGNORECASE,
)
_ENDS = {"in": "start", "out": "end"}
_LOSSY = ("MP3", "Ogg")
_OTHERWISE, _QUIET_ROOM = 0.15, 0.3
_LEAST_ROOM = 0.3
_MOST_FLOOR = 0.995
_SAME = 0.999


def propose_sound(draft: Draft, path: str, place: Path, given: Path | None) -> None:
    """Propose how a recording is stored, how loud it is, and that it sounds like the reference.

    Raises:
        Unreadable: if it is no sound.
    """
    sound = read_sound(place.parent, place.name)
    sentences = about(draft, path)
    _propose_format(draft, path, sound, sentences)
    loudness = _propose_loudness(draft, path, sound, sentences)
    fades = _propose_fades(draft, path, sentences)
    _propose_likeness(draft, path, sound, sentences, bool(loudness), fades)
    draft.used |= {one.text for one in sentences if _WORK.search(one.text)}


def _first(sentences: Sequence[Sentence], pattern: "re.Pattern[str]") -> Sentence | None:
    return next((one for one in sentences if pattern.search(plain(one.text))), None)


def _rate_of(found: "re.Match[str]") -> int:
    if found["kilo"]:
        return round(1000 * float(found["number"].replace(",", ".").replace(" ", "")))
    return int(re.sub(r"\D", "", found["number"]))


def _propose_format(draft: Draft, path: str, sound: Sound, sentences: list[Sentence]) -> None:
    parameters: dict[str, Any] = {"container": sound.container}
    because = None
    for sentence in sentences:
        text = plain(sentence.text)
        if any(_rate_of(found) == sound.rate for found in _RATE.finditer(text)):
            parameters["rate"], because = sound.rate, because or sentence
        if any(int(found[1]) == sound.bits for found in _BITS.finditer(text)):
            parameters["bits"], because = sound.bits, because or sentence
        named = (_MONO, _STEREO)[sound.channels - 1] if sound.channels <= 2 else None
        if named and named.search(text):
            parameters["channels"], because = sound.channels, because or sentence
    otherwise = _QUIET_ROOM if _first(sentences, _QUIET) else _OTHERWISE
    length, who, reason = length_wish(sentences, sound.seconds, otherwise)
    draft.add(
        f"format {path}",
        "audio_format",
        path,
        parameters=parameters | length,
        gate=True,
        weak=name_words(path),
        sentence=because or who,
        reason=f"the length is {reason}",
    )


def _loudness_in(text: str) -> tuple[float, float] | None:
    """Return the loudness that a text asks for, and how far off it may be."""
    text = _SPOKEN_ROOM.sub(lambda found: f"{_SPOKEN.get(found[1].lower(), '0.5')} ", text)
    if found := _BETWEEN.search(text):
        low, high = number(found["low"]), number(found["high"])
        return (low + high) / 2, abs(high - low) / 2
    if found := _ROOM_FIRST.search(text) or _LOUDNESS.search(text):
        # EBU R 128 (2020) lets programmes be 0.5 LU off.
        return number(found["number"]), number(found["room"]) if found["room"] else 0.5
    return None


def _peak_in(text: str) -> dict[str, Any]:
    """Return what a text asks of the peak."""
    if not _PEAK.search(text):
        return {}
    spans = [found.span() for found in _LOUDNESS.finditer(text)]
    for found in _DECIBELS.finditer(text):
        if any(start <= found.start() < end for start, end in spans):
            continue
        true = {"true_peak": True} if _TRUE_PEAK.search(text) else {}
        level = number(found["number"])
        around = text[max(0, found.start() - 40) : found.end() + 12]
        if _CEILING.search(around):
            return {"peak_at_most": level} | true
        room = number(found["room"]) if found["room"] else 0.5
        return {"peak": level, "peak_within": room} | true
    return {}


def _propose_loudness(
    draft: Draft, path: str, sound: Sound, sentences: list[Sentence]
) -> dict[str, Any]:
    """Propose the loudness and the peak that the instruction asks for; return them."""
    parameters: dict[str, Any] = {}
    because = None
    for sentence in sentences:
        text = plain(sentence.text)
        wanted = _loudness_in(text)
        if wanted and "loudness" not in parameters:
            loudness, room = wanted
            if abs(integrated_loudness(sound) - loudness) <= room + 0.05:
                parameters |= {"loudness": loudness, "within": room}
                because = because or sentence
        peaks = _peak_in(text)
        if peaks and not parameters.keys() & {"peak", "peak_at_most"} and _holds(sound, peaks):
            parameters |= peaks
            because = because or sentence
    if parameters:
        draft.add(
            f"loudness {path}",
            "audio_loudness",
            path,
            parameters=parameters,
            weak=name_words(path),
            sentence=because,
            reason="as the instruction says",
        )
    return parameters


def _holds(sound: Sound, peaks: dict[str, Any]) -> bool:
    """Tell whether the reference itself has the peak that a sentence seems to ask for."""
    level = true_peak(sound) if peaks.get("true_peak") else peak(sound)
    if "peak" in peaks:
        return abs(level - float(peaks["peak"])) <= float(peaks["peak_within"]) + 0.05
    return level <= float(peaks["peak_at_most"]) + 0.05


def _fades_in(sentence: Sentence) -> dict[str, float]:
    """Return how long the fades of a sentence take, by their side."""
    text = plain(sentence.text)
    stated = [
        (found.span(), in_seconds(found))
        for found in LENGTH.finditer(text)
        if not any(start <= found.start() < end for start, end in rooms_of(text))
    ]
    if not stated:
        return {}
    if _BOTH.search(text) and len(stated) == 1:
        return {"in": stated[0][1], "out": stated[0][1]}
    found = {}
    for fade in _FADE.finditer(text):
        gaps = [
            (max(start - fade.end(), fade.start() - end), seconds)
            for (start, end), seconds in stated
        ]
        found[fade["side"].lower()] = min(gaps)[1]
    return found


def _propose_fades(draft: Draft, path: str, sentences: list[Sentence]) -> dict[str, float]:
    """Propose the fades that the instruction asks for; return how long each takes."""
    found: dict[str, float] = {}
    for sentence in sentences:
        for side, seconds in _fades_in(sentence).items():
            if side not in found:
                found[side] = seconds
                draft.add(
                    f"fade {side} {path}",
                    "audio_fade",
                    path,
                    parameters={"side": side, "seconds": seconds},
                    sentence=sentence,
                    reason="as the instruction says, with any curve",
                )
    return found


def _propose_likeness(
    draft: Draft,
    path: str,
    sound: Sound,
    sentences: list[Sentence],
    loudness: bool,
    fades: dict[str, float],
) -> None:
    level: Level = "overall" if loudness or _first(sentences, _MONO) else "same"
    if _first(sentences, _SHAPED):
        level = "free"
    room = room_in(sentences)
    near = min(room[0], _LEAST_ROOM) if room else 0.05
    floor, reason = _floor(draft, sound, near, level)
    draft.add(
        f"sound {path}",
        "audio_similarity",
        path,
        parameters={"at_least": floor, "near": near, "level": level}
        | {f"skip_{_ENDS[side]}": seconds for side, seconds in fades.items()},
        weak=name_words(path),
        reason=reason,
    )


def _floor(draft: Draft, sound: Sound, near: float, level: Level) -> tuple[float, str]:
    """Return how alike right work is at least: above what the input's own recordings are."""
    floor = 0.88 if sound.container in _LOSSY else 0.95
    likest = 0.0
    for path in files_of(draft, SOUNDS):
        try:
            assert draft.given.folder is not None
            likest = max(
                likest, alike(sound, read_sound(draft.given.folder, path), near, level).share
            )
        except Unreadable:
            continue
    above = likest + (1 - likest) / 3
    if likest < _SAME and above > floor:
        floor = min(_MOST_FLOOR, round(above, 4))
        return (
            floor,
            f"a third of the way up from {likest:.1%}, which the input's own sound reaches",
        )
    return floor, "what another codec or resampler leaves alike"
