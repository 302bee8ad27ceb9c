"""Near misses and harmless variants of recordings."""

import io
import math
import random
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from studio.base.extras import import_extra
from studio.grading.near_misses.operators import Made, Scene, spoils, varies
from studio.grading.readers.sound import Samples, Sound, read_sound

# The writers of these leave the same bytes each time; that of Ogg draws a number by chance.
WRITTEN = (".wav", ".wave", ".flac", ".aif", ".aiff", ".mp3")
_FORMATS = {"WAV": "WAV", "FLAC": "FLAC", "AIFF": "AIFF", "MP3": "MP3"}
_OTHER_BITS = {16: "PCM_24", 24: "PCM_16"}


def written(sound: Sound, samples: Samples, rate: int | None = None, subtype: str = "") -> bytes:
    """Return samples as a file of the same form as a recording."""
    library = import_extra("soundfile", "audio", "Variants of sound")
    form = _FORMATS[sound.container]
    kinds = {8: "PCM_U8" if form == "WAV" else "PCM_S8", 16: "PCM_16", 24: "PCM_24", 32: "FLOAT"}
    kind = subtype or ("MPEG_LAYER_III" if form == "MP3" else kinds.get(sound.bits, "PCM_16"))
    stream = io.BytesIO()
    library.write(stream, np.clip(samples, -1, 1), rate or sound.rate, format=form, subtype=kind)
    return stream.getvalue()


Change = Callable[[Sound, random.Random], Samples | None]


def _operator(id: str, title: str, did: str, harmless: bool = False) -> Callable[[Change], Change]:
    """Register what changes samples; None is a change that does not apply."""
    register = varies if harmless else spoils

    def keep(change: Change) -> Change:
        def make(scene: Scene, rng: random.Random) -> Iterator[Made]:
            sound = read_sound(scene.reference, scene.path)
            changed = change(sound, rng)
            if changed is not None and not np.array_equal(changed, sound.samples):
                yield scene.made(did, written(sound, changed))

        register(id, "audio", title, WRITTEN)(make)
        return change

    return keep


@_operator("sound_silent", "Silence", "left nothing but silence")
def _silent(sound: Sound, rng: random.Random) -> Samples:
    return np.zeros_like(sound.samples)


@_operator("sound_reversed", "Played backwards", "turned the recording round")
def _reversed(sound: Sound, rng: random.Random) -> Samples:
    return sound.samples[::-1]


@_operator("sound_late", "Starts late", "put half a second of silence before it")
def _late(sound: Sound, rng: random.Random) -> Samples | None:
    late = sound.rate // 2
    return _moved(sound, late) if sound.frames > 2 * late else None


def _moved(sound: Sound, frames: int) -> Samples:
    """Return a recording that begins later and ends where it did."""
    return np.pad(sound.samples, ((frames, 0), (0, 0)))[: sound.frames]


@_operator("sound_cut_short", "Its end is missing", "left out the last tenth, a second at least")
def _cut_short(sound: Sound, rng: random.Random) -> Samples | None:
    gone = max(sound.frames // 10, sound.rate)
    return sound.samples[:-gone] if sound.frames > 2 * gone else None


@_operator("sound_hole", "A part is missing", "left out a second from its loudest part")
def _hole(sound: Sound, rng: random.Random) -> Samples | None:
    if sound.frames < 3 * sound.rate:
        return None
    start = _loudest(sound)
    return np.concatenate([sound.samples[:start], sound.samples[start + sound.rate :]])


def _loudest(sound: Sound) -> int:
    """Return where the loudest second begins."""
    seconds = sound.frames // sound.rate
    kept = sound.samples[: seconds * sound.rate].astype(np.float64)
    powers = (kept.reshape(seconds, -1) ** 2).mean(axis=1)
    return int(np.argmax(powers)) * sound.rate


@_operator("sound_dropout", "It drops out", "silenced its loudest second")
def _dropout(sound: Sound, rng: random.Random) -> Samples | None:
    if sound.frames < 2 * sound.rate:
        return None
    changed = sound.samples.copy()
    start = _loudest(sound)
    changed[start : start + sound.rate] = 0
    return changed


@_operator("sound_faster", "Too fast and too high", "played it six percent faster")
def _faster(sound: Sound, rng: random.Random) -> Samples:
    signal = import_extra("scipy.signal", "audio", "Variants of sound")
    return np.asarray(signal.resample_poly(sound.samples, 50, 53, axis=0), np.float32)


@_operator("sound_noisy", "Noise over it", "left loud noise over it")
def _noisy(sound: Sound, rng: random.Random) -> Samples:
    noise = np.random.default_rng(rng.randrange(1 << 30)).standard_normal(sound.samples.shape)
    level = float(np.sqrt(np.mean(sound.samples.astype(np.float64) ** 2)))
    return np.asarray(sound.samples + level * noise, np.float32)


@_operator("sound_clipped", "Clipped", "drove it twelve decibels into the limit")
def _clipped(sound: Sound, rng: random.Random) -> Samples | None:
    highest = float(np.max(np.abs(sound.samples), initial=0.0))
    if highest == 0:
        return None
    return np.asarray(np.clip(sound.samples * (4 / highest), -1, 1) * highest, np.float32)


@_operator("sound_muffled", "Only its low part", "let nothing above 1 kHz through")
def _muffled(sound: Sound, rng: random.Random) -> Samples | None:
    if sound.rate < 4000:
        return None
    signal = import_extra("scipy.signal", "audio", "Variants of sound")
    low = signal.butter(6, 1000, fs=sound.rate, output="sos")
    changed = np.asarray(signal.sosfilt(low, sound.samples, axis=0), np.float32)
    lost = np.sum((sound.samples - changed) ** 2) / max(np.sum(sound.samples**2), 1e-12)
    return changed if lost > 0.05 else None


@_operator("sound_one_sided", "A channel is silent", "left the right channel silent")
def _one_sided(sound: Sound, rng: random.Random) -> Samples | None:
    if sound.channels < 2 or not sound.samples[:, 1].any():
        return None
    changed = sound.samples.copy()
    changed[:, 1] = 0
    return changed


def _asked(scene: Scene, name: str) -> bool:
    """Tell whether a check of the scene asks for something by name."""
    return any(check.parameters.get(name) is not None for check in scene.checks)


def _level_counts(scene: Scene) -> bool:
    levels = [c.parameters.get("level", "same") for c in scene.checks if "similar" in c.kind]
    return "same" in levels or any(check.kind == "audio_loudness" for check in scene.checks)


@spoils("sound_softer", "audio", "Too soft", WRITTEN)
def _softer(scene: Scene, rng: random.Random) -> Iterator[Made]:
    sound = read_sound(scene.reference, scene.path)
    bounded = any(check.parameters.get("peak_at_most") is not None for check in scene.checks)
    if _level_counts(scene) and (not bounded or _asked(scene, "loudness")):
        yield scene.made("made it six decibels softer", written(sound, sound.samples * 0.5))


@spoils("sound_peak_over", "audio", "One peak over the limit", (".wav", ".wave", ".flac"))
def _peak_over(scene: Scene, rng: random.Random) -> Iterator[Made]:
    asked = [c.parameters.get("peak_at_most") for c in scene.checks if c.kind == "audio_loudness"]
    ceiling = min((float(one) for one in asked if one is not None), default=0.0)
    if ceiling <= -0.2:
        sound = read_sound(scene.reference, scene.path)
        changed = sound.samples.copy()
        place = np.unravel_index(int(np.argmax(np.abs(changed))), changed.shape)
        changed[place] = math.copysign(10 ** (min(ceiling + 0.5, -0.01) / 20), changed[place])
        yield scene.made("left one peak over the limit", written(sound, changed))


@spoils("sound_wrong_rate", "audio", "Labelled with another rate", WRITTEN)
def _wrong_rate(scene: Scene, rng: random.Random) -> Iterator[Made]:
    sound = read_sound(scene.reference, scene.path)
    other = 48_000 if sound.rate != 48_000 else 44_100
    yield scene.made("labelled it with another rate", written(sound, sound.samples, other))


def _harmless_copy(scene: Scene, did: str, change: Callable[[Sound], Any]) -> Iterator[Made]:
    sound = read_sound(scene.reference, scene.path)
    changed = change(sound)
    if changed is not None:
        yield scene.made(did, changed)


@varies("sound_dithered", "audio", "Dither", WRITTEN)
def _dithered(scene: Scene, rng: random.Random) -> Iterator[Made]:
    noise = np.random.default_rng(rng.randrange(1 << 30))

    def change(sound: Sound) -> bytes:
        faint = noise.triangular(-1, 0, 1, sound.samples.shape) / 32768
        return written(sound, np.asarray(sound.samples + faint, np.float32))

    yield from _harmless_copy(scene, "added dither of one bit", change)


@varies("sound_shifted", "audio", "A few milliseconds later", WRITTEN)
def _shifted(scene: Scene, rng: random.Random) -> Iterator[Made]:
    def change(sound: Sound) -> bytes | None:
        end = sound.samples[-sound.rate // 100 :]
        silent = float(np.max(np.abs(end), initial=0.0)) < 0.01
        return written(sound, _moved(sound, sound.rate // 200)) if silent else None

    yield from _harmless_copy(scene, "began five milliseconds later", change)


@varies("sound_trace_softer", "audio", "A trace softer", WRITTEN)
def _trace_softer(scene: Scene, rng: random.Random) -> Iterator[Made]:
    yield from _harmless_copy(
        scene,
        "made it a tenth of a decibel softer",
        lambda sound: (
            written(sound, sound.samples * 10 ** (-0.1 / 20)) if _has_room(scene) else None
        ),
    )


def _has_room(scene: Scene) -> bool:
    rooms = [
        float(check.parameters.get(name, 0.5))
        for check in scene.checks
        if check.kind == "audio_loudness"
        for name in ("within", "peak_within")
    ]
    return all(room >= 0.3 for room in rooms)


@varies("sound_other_bits", "audio", "Another resolution", (".wav", ".wave", ".flac"))
def _other_bits(scene: Scene, rng: random.Random) -> Iterator[Made]:
    def change(sound: Sound) -> bytes | None:
        if sound.bits not in _OTHER_BITS or _asked(scene, "bits"):
            return None
        return written(sound, sound.samples, subtype=_OTHER_BITS[sound.bits])

    yield from _harmless_copy(scene, "saved it with another number of bits", change)


@varies("sound_tagged", "audio", "Tags in the file", (".wav", ".wave"))
def _tagged(scene: Scene, rng: random.Random) -> Iterator[Made]:
    content = scene.content()
    if content[:4] == b"RIFF" and int.from_bytes(content[4:8], "little") + 8 == len(content):
        tag = b"LIST" + (26).to_bytes(4, "little") + b"INFOISFT" + (14).to_bytes(4, "little")
        body = content + tag + b"Sound writer\0\0"
        yield scene.made(
            "added the name of the program",
            body[:4] + (len(body) - 8).to_bytes(4, "little") + body[8:],
        )
