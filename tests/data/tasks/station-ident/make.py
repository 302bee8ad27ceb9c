"""Make the station ident: sound by numpy, files by soundfile, loudness by plain code."""

import math
from pathlib import Path

import numpy as np
import soundfile
from scipy.signal import lfilter

from tests.data.tasks.fixed_files import begin, finish, place

RATE, NAME = 16000, "ident.wav"
NOTES = ((0.0, 392.00), (0.24, 493.88), (0.48, 587.33), (0.72, 783.99))
START, LONG, TAKE = 0.62, 1.02, 2.3
LEAD, TAIL = 0.1, 0.2
ABOUT = {
    "title": "Cut and level a station ident",
    "profession": "Sound engineer",
    "occupation": "27-4014.00",
    "work": "separate",
    "families": ["wav", "loudness", "tolerance"],
    "alternate_correct": {
        "wide_and_faded": "24 bit, short fades at both cuts, 15 ms more in front, 0.3 LU louder.",
        "later_end": "Ends 20 ms later and starts 10 ms later, 0.3 LU softer, with dither, and "
        "the extensible kind of WAV header.",
    },
    "known_bad": {
        "clap_left": "The take is cut at the end only, so the slate clap is still there.",
        "peak_for_loudness": "Brought to a peak of -1 dBFS, which is far louder than -20 LUFS.",
        "plays_faster": "The header says 22.05 kHz while the samples are those of 16 kHz.",
    },
}


def ident() -> np.ndarray:
    """Return four plucked notes; the last one dies away within the last 30 ms."""
    moment = np.arange(round(LONG * RATE)) / RATE
    made = np.zeros_like(moment)
    for start, pitch in NOTES:
        after = np.clip(moment - start, 0, None)
        tone = sum(np.sin(2 * np.pi * pitch * n * after) / n**1.5 for n in (1, 2, 3))
        made += np.where(moment >= start, tone * np.exp(-2.2 * after), 0)
    made *= np.clip((LONG - moment) / 0.03, 0, 1)
    return 0.055 * made


def take() -> np.ndarray:
    draw = np.random.default_rng(41)
    made = draw.normal(0, 0.0004, round(TAKE * RATE))
    clap = draw.normal(0, 0.2, 900) * np.exp(-np.arange(900) / 160)
    made[2100:3000] += np.clip(clap, -0.8, 0.8)
    begin_at = round(START * RATE)
    sound = ident()
    made[begin_at : begin_at + len(sound)] += sound
    return made


def biquad(sound: np.ndarray, pitch: float, quality: float, gain: float | None) -> np.ndarray:
    """Filter as BS.1770 does: its shelf with a gain in dB, its high pass without."""
    k = math.tan(math.pi * pitch / RATE)
    below = 1 + k / quality + k * k
    a = [1, 2 * (k * k - 1) / below, (1 - k / quality + k * k) / below]
    if gain is None:
        return lfilter([1, -2, 1], a, sound)
    high = 10 ** (gain / 20)
    middle = high**0.4996667741545416 * k / quality
    b = [high + middle + k * k, 2 * (k * k - high), high - middle + k * k]
    return lfilter(np.array(b) / below, a, sound)


def loudness(sound: np.ndarray) -> float:
    """Return the integrated loudness in LUFS: 400 ms blocks, 75 % overlap, both gates."""
    shelf = biquad(sound, 1681.974450955533, 0.7071752369554196, 3.999843853973347)
    weighted = biquad(shelf, 38.13547087602444, 0.5003270373238773, None)
    size, step = round(0.4 * RATE), round(0.1 * RATE)
    starts = range(0, len(weighted) - size + 1, step)
    power = np.array([np.mean(weighted[at : at + size] ** 2) for at in starts])
    level = -0.691 + 10 * np.log10(power)
    loud = power[level > -70]
    gate = -0.691 + 10 * math.log10(loud.mean()) - 10
    return -0.691 + 10 * math.log10(power[(level > -70) & (level > gate)].mean())


def cut(sound: np.ndarray, start: float = 0.0, end: float = 0.0) -> np.ndarray:
    first, last = START - LEAD + start, START + LONG + TAIL + end
    return sound[round(first * RATE) : round(last * RATE)].copy()


def levelled(sound: np.ndarray, target: float = -20.0) -> np.ndarray:
    return sound * 10 ** ((target - loudness(sound)) / 20)


def faded(sound: np.ndarray) -> np.ndarray:
    ramp = np.linspace(0, 1, round(0.01 * RATE))
    made = sound.copy()
    made[: len(ramp)] *= ramp
    made[-len(ramp) :] *= ramp[::-1]
    return made


def dithered(sound: np.ndarray) -> np.ndarray:
    return sound + np.random.default_rng(3).triangular(-1, 0, 1, len(sound)) / 32768


def edges(sound: np.ndarray) -> tuple[float, float]:
    """Return the seconds before the first and after the last sound above the noise."""
    heard = np.flatnonzero(np.abs(sound) > 0.02 * np.abs(sound).max())
    return heard[0] / RATE, (len(sound) - 1 - heard[-1]) / RATE


def right(path: Path, raw: np.ndarray) -> bool:
    about = soundfile.info(path)
    if (about.samplerate, about.channels) != (RATE, 1):
        return False
    sound = soundfile.read(path)[0]
    before, after = edges(sound)
    whole = cut(raw)
    inner = whole[round(0.13 * RATE) : round(1.0 * RATE)]
    # A start of up to 30 ms more or less, so far the same sound is looked for.
    window = sound[: len(inner) + round(0.17 * RATE)]
    lag = int(np.argmax(np.correlate(window, inner, "valid")))
    piece = sound[lag : lag + len(inner)]
    alike = np.corrcoef(piece, inner)[0, 1] > 0.9999
    return (
        about.subtype in ("PCM_16", "PCM_24")
        and abs(before - LEAD) <= 0.03
        and abs(after - TAIL) <= 0.03
        and abs(loudness(sound) + 20) <= 0.5
        and np.abs(sound).max() <= 10 ** (-1 / 20)
        and bool(alike)
    )


def main() -> None:
    folder = begin(__file__)
    recorded = folder / "input" / "take2.wav"
    soundfile.write(recorded, take(), RATE, "PCM_16")
    raw = soundfile.read(recorded)[0]

    def store(
        where: str, sound: np.ndarray, rate: int = RATE, kind: str = "PCM_16", head: str = "WAV"
    ) -> None:
        path = place(folder, where) / NAME
        soundfile.write(path, sound, rate, kind, format=head)
        assert right(path, raw) == ("known_bad" not in where), where

    whole = levelled(cut(raw))
    store("reference", whole)
    wide = faded(levelled(cut(raw, start=-0.015), -19.7))
    store("alternate_correct/wide_and_faded", wide, kind="PCM_24")
    later = dithered(levelled(cut(raw, start=0.01, end=0.02), -20.3))
    store("alternate_correct/later_end", later, head="WAVEX")
    store("known_bad/clap_left", levelled(cut(raw, start=LEAD - START)))
    store("known_bad/peak_for_loudness", whole * 10 ** (-1.01 / 20) / np.abs(whole).max())
    store("known_bad/plays_faster", whole, rate=22050)
    assert loudness(soundfile.read(folder / "known_bad/peak_for_loudness" / NAME)[0]) > -19
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
