"""Proposals for MIDI files: the notes as they sound, and what the instruction says of them."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from studio.grading.families.midi import Source, key_of, signed_otherwise
from studio.grading.pitches import Clock, Key, Part, matched
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.instruction import Sentence
from studio.grading.proposing.media import about, files_of, number, plain, room_in
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.music import MUSIC, Music, read_music
from studio.grading.readers.sound import SOUNDS

_TEMPO = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)?) ?(?:BPM\b|beats per minute\b)|"
    r"\btempo (?:of |to |at |is |= ?|: ?)*"
    r"(?P<after>\d+(?:[.,]\d+)?)\b|[♩q] ?= ?(?P<mark>\d+(?:[.,]\d+)?)\b",
    re.IGNORECASE,
)
_TEMPO_WORD = re.compile(r"\btempo\b|\bBPM\b|\bbeats per minute\b|\bmetronome\b", re.IGNORECASE)
_METER = re.compile(r"(?<![\d/])(\d{1,2}/(?:1|2|4|8|16|32))(?![\d/])")
_KEY = re.compile(
    r"(?<![\w])(?P<name>[A-G])(?P<sign>[b#\u266d\u266f]|[- ](?:flat|sharp))?[- ]"
    r"(?P<mode>major|minor)\b"
)
_SIGNATURE = re.compile(r"\bkey[- ]signature", re.IGNORECASE)
_VELOCITY = re.compile(r"\bvelocit|\bdynamics\b|\baccent|\bcrescendo|\bdiminuendo", re.IGNORECASE)
_INSTRUMENT = re.compile(r"\binstrument|\bprograms?\b|\bpatch|\bGeneral MIDI\b|\bGM\b", re.I)
_ONSETS_ONLY = re.compile(
    r"\b(?:lengths?|durations?|note[- ]offs?) (?:do not|does not|don't|doesn't) (?:matter|count)|"
    r"\bonly (?:the )?(?:onsets?|starts?)\b",
    re.IGNORECASE,
)
_FLOOR = re.compile(
    r"\b(?:F1|F-measure|note accuracy)\b[^.;]{0,30}?(?P<number>0?\.\d+|\d{2}(?:\.\d+)? ?%)|"
    r"at least (?P<share>\d{2}(?:\.\d+)?) ?(?:%|percent) of (?:the |all )?notes",
    re.IGNORECASE,
)
_WORK = re.compile(
    r"\b(?:note|transpos|tempo|BPM|key|major|minor|track|channel|quanti[sz]|velocit|MIDI|melody|"
    r"chord|bass|drum|bars?|beats?|semitone|octave|instrument|program|arrang|duration|part|"
    r"measure|tune|song|piece|music|score|transcri|file|time|ms|second|merge|export)\w*",
    re.IGNORECASE,
)
_SAME = 0.98
_ROOM = 0.05
_LEAST_ROOM = 0.003


def propose_music(draft: Draft, path: str, place: Path, given: Path | None) -> None:
    """Propose that a piece has the reference's notes, and the tempo, meter and key asked for.

    Raises:
        Unreadable: if it is no MIDI file.
    """
    music = read_music(place.parent, place.name)
    sentences = about(draft, path)
    _propose_tempo(draft, path, music, sentences)
    _propose_key(draft, path, music, sentences)
    _propose_notes(draft, path, music, sentences)
    draft.used |= {one.text for one in sentences if _WORK.search(one.text)}


def _first(sentences: Sequence[Sentence], pattern: "re.Pattern[str]") -> Sentence | None:
    return next((one for one in sentences if pattern.search(plain(one.text))), None)


def _tempo_of(found: "re.Match[str]") -> float:
    return number(found["number"] or found["after"] or found["mark"])


def _has_tempo(music: Music, bpm: float) -> bool:
    return all(abs(mark.value - bpm) <= 0.5 for mark in music.tempos[1:] or music.tempos)


def _propose_tempo(draft: Draft, path: str, music: Music, sentences: list[Sentence]) -> None:
    parameters: dict[str, Any] = {}
    because = None
    for sentence in sentences:
        text = plain(sentence.text)
        for found in _TEMPO.finditer(text):
            if _has_tempo(music, _tempo_of(found)):
                parameters["bpm"], because = _tempo_of(found), because or sentence
        meters = {music.meters[0].value} if music.meters else {"4/4"}
        if meters & set(_METER.findall(text)):
            (parameters["meter"],) = meters
            because = because or sentence
    because = because or _first(sentences, _TEMPO_WORD)
    if because is not None:
        draft.add(
            f"tempo {path}",
            "midi_tempo",
            path,
            parameters=parameters,
            sentence=because,
            reason="as the instruction says" if parameters else "as in the reference",
        )


def _propose_key(draft: Draft, path: str, music: Music, sentences: list[Sentence]) -> None:
    """Propose the key that a sentence names: by the notes, and by the signature if one is asked."""
    wanted: dict[Source, tuple[Key, Sentence]] = {}
    signature = _first(sentences, _SIGNATURE)
    sources: tuple[Source, ...] = ("signature", "notes") if signature else ("notes",)
    for sentence in sentences:
        for found in _KEY.finditer(sentence.text):
            key = Key.parse(f"{found['name']}{found['sign'] or ''} {found['mode']}")
            if signed_otherwise(music, key) is not None:
                continue
            for source in sources:
                if key_of(music, source) == key:
                    told = signature if source == "signature" else None
                    wanted.setdefault(source, (key, told or sentence))
    for source, (key, sentence) in wanted.items():
        draft.add(
            f"{'signature' if source == 'signature' else 'key'} {path}",
            "midi_key",
            path,
            parameters={"key": str(key), "source": source},
            sentence=sentence,
            reason="as the instruction says",
        )


def _clock(draft: Draft, sentences: list[Sentence]) -> Clock:
    """Return how times are compared: in seconds where the input is heard, else in beats."""
    if any(_TEMPO.search(plain(one.text)) for one in sentences):
        return "beats"
    heard = any(True for _ in files_of(draft, (*MUSIC, *SOUNDS)))
    return "seconds" if heard else "beats"


def _parts(sentences: list[Sentence]) -> list[Part]:
    parts: list[Part] = [] if _first(sentences, _ONSETS_ONLY) else ["duration"]
    if _first(sentences, _VELOCITY):
        parts.append("velocity")
    if _first(sentences, _INSTRUMENT):
        parts.append("instrument")
    return parts


def _floor(sentences: list[Sentence]) -> float:
    for sentence in sentences:
        if found := _FLOOR.search(sentence.text):
            text = found["number"] or f"{found['share']}%"
            return number(text.rstrip(" %")) / (100 if text.endswith("%") else 1)
    return 1.0


def _propose_notes(draft: Draft, path: str, music: Music, sentences: list[Sentence]) -> None:
    clock, parts = _clock(draft, sentences), _parts(sentences)
    room = room_in(sentences)
    seconds = room[0] if room else _ROOM
    within = seconds * music.tempos[-1].value / 60 if clock == "beats" else seconds
    reason = "as the instruction says" if room else "50 ms, as notes are compared by mir_eval"
    if not room:
        within, reason = _below_mistakes(draft, music, within, clock, parts, reason)
    draft.add(
        f"notes {path}",
        "midi_notes",
        path,
        parameters={
            "onset_within": round(within, 6),
            "clock": clock,
            "parts": parts,
            "at_least": _floor(sentences),
        },
        weak=(*name_words(path), "notes"),
        reason=reason,
    )


def _below_mistakes(
    draft: Draft, music: Music, within: float, clock: Clock, parts: list[Part], reason: str
) -> tuple[float, str]:
    """Return a room in which the input's own notes, such as those not yet quantized, are wrong."""
    rooms = [within]
    while rooms[-1] > _LEAST_ROOM:
        rooms.append(rooms[-1] / 2)
    for path in files_of(draft, MUSIC):
        try:
            assert draft.given.folder is not None
            given = read_music(draft.given.folder, path)
        except Unreadable:
            continue
        if matched(music.notes, given.notes, within, clock, parts).f1 < _SAME:
            continue
        for room in rooms:
            if matched(music.notes, given.notes, room, clock, parts).f1 < _SAME:
                told = f"the input's own notes would be right within {2 * room:.4g}"
                return max(_LEAST_ROOM, room / 4), told
    return within, reason
