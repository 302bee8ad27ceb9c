"""The checks of sound: right work of any codec passes, wrong work fails with a plain sentence."""

import io
import struct
from pathlib import Path

import numpy as np
import pytest
import soundfile
from scipy import signal

from studio.grading.loudness import integrated_loudness, peak, true_peak
from studio.grading.readers.sound import MAX_SAMPLES, Sound
from tests.unit.grading.families.grounds import Desk
from tests.unit.grading.sound_files import RATE, Wave, sound, tune

TUNE = tune()
WAV = sound(TUNE)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, {"a.wav": WAV})


def tone(hertz: float, level: float, rate: int = 48_000, seconds: float = 4.0) -> Sound:
    """Return a sine of a level in dBFS on both of two channels."""
    time = np.arange(int(rate * seconds)) / rate
    wave = 10 ** (level / 20) * np.sin(2 * np.pi * hertz * time)
    return Sound(rate, np.stack([wave, wave], axis=1).astype(np.float32), "WAV", 32)


@pytest.mark.parametrize("rate", [22_050, 44_100, 48_000, 96_000])
def test_loudness_is_that_of_the_recommendation(rate: int) -> None:
    # EBU Tech 3341, case 1: a stereo sine of 1 kHz at -23 dBFS is as loud as -23 LUFS.
    assert integrated_loudness(tone(1000, -23.0, rate)) == pytest.approx(-23.0, abs=0.1)
    assert peak(tone(997, -6.0, rate)) == pytest.approx(-6.0, abs=0.02)


def test_silence_does_not_count_and_quiet_parts_are_gated() -> None:
    # EBU Tech 3341, case 3: between -36 dBFS the loud part at -23 decides.
    parts = [tone(1000, level, seconds=s).samples for level, s in ((-36, 4), (-23, 24), (-36, 4))]
    whole = Sound(48_000, np.concatenate(parts), "WAV", 32)
    assert integrated_loudness(whole) == pytest.approx(-23.0, abs=0.1)
    assert integrated_loudness(tone(1000, -200.0)) == -np.inf


def test_a_true_peak_lies_between_the_samples() -> None:
    # A quarter of the rate, 45 degrees off, never has a sample at its top.
    wave = np.sin(np.pi / 2 * np.arange(48_000) + np.pi / 4)[:, None].astype(np.float32)
    found = Sound(48_000, 0.5 * wave, "WAV", 32)
    assert peak(found) == pytest.approx(-9.03, abs=0.02)
    assert true_peak(found) == pytest.approx(-6.02, abs=0.4)


@pytest.mark.parametrize("kind", ["audio_format", "audio_loudness", "audio_similarity"])
def test_the_reference_passes_and_nothing_earns_nothing(desk: Desk, kind: str) -> None:
    desk.is_sound(desk.check(kind, "a.wav", **{"rate": RATE} if kind == "audio_format" else {}))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"rate": 44_100}, "its rate is 16,000 Hz"),
        ({"channels": 2}, "it is mono"),
        ({"bits": 24}, "16 bits"),
        ({"container": "FLAC"}, "file of WAV"),
        ({"seconds": 3.0}, "lasts 2 s"),
        ({"at_most": 1.5}, "lasts 2 s"),
        ({"at_least": 2.5}, "lasts 2 s"),
    ],
)
def test_each_trait_of_the_form_can_be_asked(
    desk: Desk, asked: dict[str, object], told: str
) -> None:
    check = desk.check("audio_format", "a.wav", **asked)
    result = desk.judged(check, {"a.wav": WAV})
    assert result.status == "fail" and told in result.sentence and told in result.public
    right = next(iter(asked.values()))
    assert str(right) not in result.public


def other_writers() -> dict[str, bytes]:
    later = np.pad(TUNE, (300, 0))[: len(TUNE)]
    return {
        "24 bits": sound(TUNE, subtype="PCM_24"),
        "floats": sound(TUNE, subtype="FLOAT"),
        "FLAC under this name": sound(TUNE, form="FLAC"),
        "two channels": sound(np.stack([TUNE, TUNE], axis=1)),
        "48 kHz": sound(signal.resample_poly(TUNE, 3, 1), 48_000),
        "19 ms later": sound(later),
        "MP3": sound(TUNE, form="MP3"),
        "streamed": WAV[:40] + b"\xff\xff\xff\xff" + WAV[44:],
    }


@pytest.mark.parametrize("writer", other_writers())
def test_the_same_sound_in_another_file_is_right(desk: Desk, writer: str) -> None:
    check = desk.check("audio_similarity", "a.wav", at_least=0.9)
    result = desk.judged(check, {"a.wav": other_writers()[writer]})
    assert result.status == "pass", result.sentence


def wrong_sounds() -> dict[str, Wave]:
    half = len(TUNE) // 2
    return {
        "late": np.pad(TUNE, (RATE // 2, 0))[: len(TUNE)],
        "cut": TUNE[:half],
        "backwards": TUNE[::-1],
        "other notes": tune((220, 349, 440, 550)),
        "a part is silent": np.concatenate([TUNE[:half], np.zeros(half)]),
        "higher": signal.resample_poly(TUNE, 50, 53),
        "softer": TUNE * 0.5,
        "silent": np.zeros(len(TUNE)),
        "clipped": np.clip(TUNE * 9, -0.4, 0.4),
        "noisy": TUNE + np.random.default_rng(1).normal(0, 0.1, len(TUNE)),
    }


@pytest.mark.parametrize("name", wrong_sounds())
def test_another_sound_is_wrong(desk: Desk, name: str) -> None:
    check = desk.check("audio_similarity", "a.wav", at_least=0.9)
    assert desk.score(check, {"a.wav": sound(wrong_sounds()[name])}) == 0


def test_a_gain_is_free_where_it_is_left_free(desk: Desk) -> None:
    softer = {"a.wav": sound(TUNE * 0.5)}
    swelling = {"a.wav": sound(TUNE * np.linspace(0.3, 1, len(TUNE)))}
    overall = desk.check("audio_similarity", "a.wav", level="overall")
    free = desk.check("audio_similarity", "a.wav", level="free")
    assert (desk.score(overall, softer), desk.score(overall, swelling)) == (1, 0)
    assert (desk.score(free, softer), desk.score(free, swelling)) == (1, 1)


def test_channels_that_are_swapped_are_wrong(tmp_path: Path) -> None:
    sides = np.stack([TUNE, tune((262, 392, 523, 659))], axis=1)
    desk = Desk(tmp_path, {"a.wav": sound(sides)})
    check = desk.check("audio_similarity", "a.wav")
    desk.is_sound(check)
    assert desk.score(check, {"a.wav": sound(sides[:, ::-1])}) == 0
    assert desk.score(check, {"a.wav": sound(sides.mean(axis=1))}) == 0


def test_loudness_and_peak_are_asked_together(desk: Desk) -> None:
    found = integrated_loudness(Sound(RATE, TUNE[:, None].astype(np.float32), "WAV", 16))
    check = desk.check("audio_loudness", "a.wav", loudness=found, within=0.5, peak_at_most=-1.0)
    desk.is_sound(check)
    assert desk.score(check, {"a.wav": sound(TUNE * 10 ** (-0.4 / 20))}) == 1
    assert desk.score(check, {"a.wav": sound(TUNE * 10 ** (-0.7 / 20))}) == 0
    spiked = TUNE.copy()
    spiked[100] = 1.0
    result = desk.judged(check, {"a.wav": sound(spiked)})
    assert result.status == "fail" and "its peak is" in result.sentence
    assert desk.score(check, {"a.wav": sound(np.zeros(RATE))}) == 0


@pytest.mark.parametrize("curve", ["straight", "cosine", "exponential", "squared"])
def test_a_fade_may_have_any_curve(tmp_path: Path, curve: str) -> None:
    way = np.linspace(0, 1, RATE)
    gains = {
        "straight": 1 - way, "cosine": np.cos(way * np.pi / 2),
        "exponential": 10 ** (-3 * way), "squared": (1 - way) ** 2,
    }  # fmt: skip
    wave = np.tile(TUNE, 2)
    faded = wave.copy()
    faded[-RATE:] *= gains[curve]
    desk = Desk(tmp_path, {"a.wav": sound(faded)})
    check = desk.check("audio_fade", "a.wav", seconds=1.0)
    desk.is_sound(check)
    assert desk.score(check, {"a.wav": sound(wave)}) == 0
    short = wave.copy()
    short[-RATE // 8 :] *= np.linspace(1, 0, RATE // 8)
    assert desk.score(check, {"a.wav": sound(short)}) == 0
    early = wave.copy()
    early[-RATE:] = 0
    assert desk.score(check, {"a.wav": sound(early)}) == 0
    assert desk.score(check, {"a.wav": sound(faded[::-1])}) == 0
    grown = desk.check("audio_fade", "a.wav", seconds=1.0, side="in")
    assert desk.score(grown, {"a.wav": sound(faded[::-1])}) == 1


def with_rate(rate: int) -> bytes:
    return WAV[:24] + struct.pack("<I", rate) + WAV[28:]


def lying_flac() -> bytes:
    """Return a FLAC whose header declares 2 to the 36th samples, some 30 days."""
    content = bytearray(sound(TUNE, form="FLAC"))
    content[21] |= 0x0F
    content[22:26] = b"\xff\xff\xff\xff"
    return bytes(content)


def endless() -> bytes:
    """Return a small FLAC that unpacks to more samples than are read."""
    stream = io.BytesIO()
    with soundfile.SoundFile(stream, "w", 8000, 8, "PCM_16", format="FLAC") as made:
        block = np.zeros((1 << 20, 8), np.int16)
        for _ in range(MAX_SAMPLES // block.size + 1):
            made.write(block)
    return stream.getvalue()


BROKEN = {
    "sample rate 0": (with_rate(0), "sample rate of 0 Hz"),
    "zero length": (sound(np.zeros(0)), "its length is 0 samples"),
    "header says more": (WAV[:40] + struct.pack("<I", 1 << 30) + WAV[44:], "but ends after"),
    "cut off": (WAV[: len(WAV) // 2], "but ends after"),
    "no data": (WAV[:36], "without any samples"),
    "a lying FLAC": (lying_flac(), "a.wav"),
    "text": (b"RIFF of the week, a column on guitars", "no sound"),
    "empty": (b"", "no sound"),
    "an MP3 cut off": (sound(TUNE, form="MP3")[:50], "no sound"),
    "an Ogg cut off": (sound(TUNE, form="OGG")[:900], "no sound"),
    "not numbers": (sound(np.full(RATE, np.nan), subtype="FLOAT"), "no numbers"),
    "too many channels": (WAV[:22] + struct.pack("<H", 60_000) + WAV[24:], "a.wav"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_fails_with_a_sentence_of_the_trade(desk: Desk, name: str) -> None:
    content, told = BROKEN[name]
    for check in (
        desk.check("audio_format", "a.wav", channels=1),
        desk.check("audio_loudness", "a.wav"),
        desk.check("audio_similarity", "a.wav"),
        desk.check("audio_fade", "a.wav", seconds=0.5),
    ):
        result = desk.judged(check, {"a.wav": content})
        assert (result.status, result.score) == ("fail", 0.0)
        assert told in result.sentence, result.sentence


@pytest.mark.long
def test_sound_that_unpacks_to_too_much_is_not_read(desk: Desk) -> None:
    content = endless()
    assert len(content) < 1 << 20
    result = desk.judged(desk.check("audio_format", "a.wav", channels=1), {"a.wav": content})
    assert "holds more than 60,000,000 samples" in result.sentence
