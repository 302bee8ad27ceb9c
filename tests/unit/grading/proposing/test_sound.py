"""Proposals for sound, music and films: the instruction's own words become the checks."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.formats.tasks import TaskDocument, TaskFolder
from studio.grading import grade_output, propose, refusals
from studio.grading.loudness import integrated_loudness
from studio.grading.near_misses import variants_of_task
from studio.grading.readers.sound import Sound
from studio.model.check import Check, Checks
from studio.model.task import Task
from tests.unit.grading.families.grounds import Files, lay
from tests.unit.grading.film_files import film, shots
from tests.unit.grading.music_files import SCALE, midi, moved
from tests.unit.grading.sound_files import RATE, sound, tune

LONG = np.tile(tune(), 2)
LOUD = LONG * 0.9 / np.abs(LONG).max()


def proposed(folder: Path, prompt: str, reference: Files, given: Files) -> TaskFolder:
    task = TaskFolder(
        folder, TaskDocument(Task(id="t", created="now", work="separate"), prompt, Checks())
    )
    lay(task.reference, reference)
    lay(task.input, given)
    found = propose(task, {})
    assert not found.uncovered_instruction, found.uncovered_instruction
    checks = Checks(checks=found.checks)
    return task.with_document(TaskDocument(task.document.task, prompt, checks))


def by_kind(task: TaskFolder) -> dict[str, Check]:
    return {check.kind: check for check in task.document.checks.checks}


@pytest.mark.parametrize(
    ("prompt", "parameters"),
    [
        ("Normalise take.wav to -23 LUFS ± 0.5 LU and save it as out.wav.",
         {"loudness": -23.0, "within": 0.5}),
        ("Bring take.wav to an integrated loudness of \u221223 LUFS, within 1 LU. Save out.wav.",
         {"loudness": -23.0, "within": 1.0}),
        ("Save take.wav as out.wav, within 0.7 LU of -23 LUFS.",
         {"loudness": -23.0, "within": 0.7}),
        ("Save take.wav as out.wav with a loudness between -24 and -22 LUFS.",
         {"loudness": -23.0, "within": 1.0}),
        ("Save take.wav as out.wav at -23 LKFS; the true peak must stay below -1 dBTP.",
         {"loudness": -23.0, "within": 0.5, "peak_at_most": -1.0, "true_peak": True}),
        ("Make out.wav from take.wav, softer, with its peak below -1 dBFS.",
         {"peak_at_most": -1.0}),
        ("Bring take.wav to -23 LUFS within one LU, no sample over -2 dBFS. Save out.wav.",
         {"loudness": -23.0, "within": 1.0, "peak_at_most": -2.0}),
        ("Save take.wav as out.wav: -23 LUFS within half an LU. Peak at most \u22121 dBFS.",
         {"loudness": -23.0, "within": 0.5, "peak_at_most": -1.0}),
        ("Save take.wav as out.wav, softer; nothing may go above \u20133 dBFS.",
         {"peak_at_most": -3.0}),
        ("Save take.wav as out.wav, softer, -1.5 dBFS at the most.",
         {"peak_at_most": -1.5}),
    ],
)  # fmt: skip
def test_words_of_loudness(tmp_path: Path, prompt: str, parameters: dict[str, Any]) -> None:
    now = integrated_loudness(Sound(RATE, LONG[:, None].astype(np.float32), "WAV", 16))
    right = LONG * 10 ** ((-23 - now) / 20)
    task = proposed(tmp_path, prompt, {"out.wav": sound(right)}, {"take.wav": sound(LOUD)})
    assert by_kind(task)["audio_loudness"].parameters == parameters
    assert by_kind(task)["audio_similarity"].parameters["level"] == "overall"
    assert refusals(task) == () and grade_output(task, task.reference).passed


@pytest.mark.parametrize(
    ("prompt", "kind", "parameters"),
    [
        ("Convert take.wav to mono, 16 kHz, 16-bit as out.wav.", "audio_format",
         {"rate": 16_000, "channels": 1, "bits": 16}),
        ("Cut take.wav to exactly 4 seconds, within 50 ms, as out.wav.", "audio_format",
         {"seconds": 4.0, "within": 0.05}),
        ("Cut out.wav from take.wav; it may last no longer than 0:05.", "audio_format",
         {"at_most": 5.0}),
        ("Make out.wav of take.wav and fade out over the last two seconds.", "audio_fade",
         {"side": "out", "seconds": 2.0}),
        ("Give take.wav a 1.5 s fade-out as out.wav.", "audio_fade",
         {"side": "out", "seconds": 1.5}),
    ],
)  # fmt: skip
def test_words_of_form_and_fades(
    tmp_path: Path, prompt: str, kind: str, parameters: dict[str, Any]
) -> None:
    faded = LONG.copy()
    faded[-2 * RATE :] *= np.linspace(1, 0, 2 * RATE) ** 1.5
    stereo = np.stack([LONG, LONG[::-1]], axis=1)
    given = {"take.wav": sound(np.concatenate([stereo, stereo]), RATE)}
    task = proposed(tmp_path, prompt, {"out.wav": sound(faded)}, given)
    found = by_kind(task)[kind].parameters
    assert {name: found.get(name) for name in parameters} == parameters


@pytest.mark.parametrize(
    ("prompt", "kind", "parameters"),
    [
        ("Write the scale as out.mid at 120 BPM.", "midi_tempo", {"bpm": 120.0}),
        ("Write the scale as out.mid in 3/4 time, tempo 120.", "midi_tempo",
         {"bpm": 120.0, "meter": "3/4"}),
        ("Transpose in.mid from D major to C major as out.mid.", "midi_key",
         {"key": "C major", "source": "notes"}),
        ("Transpose in.mid down by a whole tone to out.mid, each note within 20 ms.", "midi_notes",
         {"onset_within": 0.02, "clock": "seconds"}),
        ("Write out.mid an octave lower and set all velocities to 90.", "midi_notes",
         {"parts": ["duration", "velocity"]}),
        ("Transcribe the tune to out.mid; at least 90% of the notes must be right.", "midi_notes",
         {"at_least": 0.9}),
    ],
)  # fmt: skip
def test_words_of_music(tmp_path: Path, prompt: str, kind: str, parameters: dict[str, Any]) -> None:
    given = {"in.mid": midi(moved(SCALE, higher=2))}
    right = midi(key="C", meter=(3, 4))
    task = proposed(tmp_path, prompt, {"out.mid": right}, given)
    found = by_kind(task)[kind].parameters
    assert {name: found.get(name) for name in parameters} == parameters
    assert refusals(task) == () and grade_output(task, task.reference).passed


def test_a_key_signature_is_asked_beside_the_notes(tmp_path: Path) -> None:
    prompt = "Transpose in.mid from D major to C major. Set the key signature to C major, out.mid."
    given = {"in.mid": midi(moved(SCALE, higher=2), key="D")}
    task = proposed(tmp_path / "t", prompt, {"out.mid": midi(key="C")}, given)
    unsigned = lay(tmp_path / "o", {"out.mid": midi(key="D")})
    assert grade_output(task, task.reference).passed
    assert not grade_output(task, unsigned).passed


@pytest.mark.parametrize(
    ("wish", "signed", "right"),
    [
        ("Mind the key signature.", "C", True),
        ("Mind the key signature.", None, False),
        ("Mind the key signature.", "D", False),
        ("", "C", True),
        ("", None, True),
        ("", "D", False),
    ],
)
def test_a_signature_left_from_the_old_key_is_wrong(
    tmp_path: Path, wish: str, signed: str | None, right: bool
) -> None:
    prompt = f"Transpose in.mid from D major to C major, as out.mid. {wish}"
    given = {"in.mid": midi(moved(SCALE, higher=2), key="D")}
    task = proposed(tmp_path / "t", prompt, {"out.mid": midi(key="C")}, given)
    made = lay(tmp_path / "o", {"out.mid": midi(key=signed)})
    assert grade_output(task, made).passed is right


def test_a_reference_that_is_signed_otherwise_asks_for_no_key(tmp_path: Path) -> None:
    given = {"in.mid": midi(moved(SCALE, higher=2), key="D")}
    prompt = "Transpose in.mid from D major to C major, as out.mid."
    task = proposed(tmp_path, prompt, {"out.mid": midi(key="D")}, given)
    assert "midi_key" not in by_kind(task) and grade_output(task, task.reference).passed


def test_notes_that_were_not_quantized_are_wrong(tmp_path: Path) -> None:
    live = midi([(beat + 0.05 * (-1) ** n, length, p) for n, (beat, length, p) in enumerate(SCALE)])
    task = proposed(
        tmp_path / "t", "Quantise in.mid to quarters as out.mid.", {"out.mid": midi()},
        {"in.mid": live},
    )  # fmt: skip
    assert by_kind(task)["midi_notes"].parameters["onset_within"] < 0.02
    assert not grade_output(task, lay(tmp_path / "o", {"out.mid": live})).passed


def test_words_of_films(tmp_path: Path) -> None:
    pictures = shots()
    prompt = "Join the clips into out.mp4: 64x48, 10 fps, without sound, 3 seconds, hard cuts."
    given = {"a.mp4": film(pictures[:10], sound=True), "b.mp4": film(pictures[10:], sound=True)}
    task = proposed(tmp_path, prompt, {"out.mp4": film(pictures)}, given)
    found = by_kind(task)
    assert set(found) == {"video_format", "video_frames", "video_shots"}
    asked = {"width": 64, "height": 48, "rate": 10.0, "sound": False, "seconds": 3.0}
    assert asked.items() <= found["video_format"].parameters.items()


@pytest.mark.parametrize(
    ("words", "codec"), [("H.264 please", "h264"), ("H.264 or MPEG-4, whatever it writes", None)]
)
def test_a_codec_is_asked_for_where_one_alone_is_named(
    tmp_path: Path, words: str, codec: str | None
) -> None:
    prompt = f"Join the clips into out.mp4: 64x48, 10 fps, {words}."
    made = film(shots(), codec="libx264")
    found = by_kind(proposed(tmp_path, prompt, {"out.mp4": made}, {"a.mp4": film(shots((10,)))}))
    assert found["video_format"].parameters.get("codec") == codec


CUT = "Cut the second shot out of raw.mp4 as out.mp4. "


@pytest.mark.parametrize(
    ("words", "span", "right"),
    [
        ("", (20, 45), True),
        ("", (20, 44), True),
        ("", (20, 42), False),
        ("", (20, 48), False),
        ("", (25, 50), False),
        ("It takes about one second.", (20, 48), True),
        ("First frame to last frame, no frame of the others.", (20, 45), True),
        ("First frame to last frame, no frame of the others.", (20, 44), False),
        ("First frame to last frame, no frame of the others.", (20, 46), False),
        ("The cut must be frame-accurate.", (19, 44), False),
        ("The cut must be frame-accurate.", (22, 47), False),
    ],
)
def test_frames_that_a_cut_may_be_off(
    tmp_path: Path, words: str, span: tuple[int, int], right: bool
) -> None:
    raw = shots((20, 25, 20))
    task = proposed(
        tmp_path / "t", CUT + words, {"out.mp4": film(raw[20:45], 25)}, {"raw.mp4": film(raw, 25)}
    )
    made = film(raw[slice(*span)], 25, codec="libx264")
    assert grade_output(task, lay(tmp_path / "o", {"out.mp4": made})).passed is right


@pytest.mark.parametrize(
    ("words", "within"),
    [
        (
            "It starts with the second tone and stops after the fourth, give or take 30 ms each.",
            0.06,
        ),
        ("Cut at both ends within 20 ms.", 0.04),
        ("Cut it from 0:02 to 0:06, within 25 ms.", 0.05),
        ("It starts at the first tone and is exactly 4 seconds long, within 50 ms.", 0.05),
    ],
)
def test_a_room_at_both_ends_is_twice_as_much_of_the_length(
    tmp_path: Path, words: str, within: float
) -> None:
    prompt = f"Cut out.wav from take.wav. {words}"
    given = {"take.wav": sound(np.concatenate([LONG[:RATE], LONG, LONG[:RATE]]))}
    task = proposed(tmp_path / "t", prompt, {"out.wav": sound(LONG)}, given)
    assert by_kind(task)["audio_format"].parameters["within"] == within


def test_ends_that_are_both_off_within_their_room_are_right(tmp_path: Path) -> None:
    still = np.zeros(RATE // 4)
    prompt = "Cut the tune out of take.wav as out.wav, 250 ms before its start to 250 ms after "
    prompt += "its end, within 30 ms each."
    given = {"take.wav": sound(np.concatenate([np.zeros(RATE), LONG, np.zeros(RATE)]))}
    right = {"out.wav": sound(np.concatenate([still, LONG, still]))}
    task = proposed(tmp_path / "t", prompt, right, given)
    for name, off in (("a", 0.028), ("b", -0.028), ("c", 0.08)):
        ends = np.zeros(RATE // 4 + round(off * RATE))
        made = lay(tmp_path / name, {"out.wav": sound(np.concatenate([ends, LONG, ends]))})
        assert grade_output(task, made).passed is (name != "c")


WORK = {
    "out.wav": (
        "Cut the middle of take.wav as out.wav.",
        sound(np.concatenate([LONG, np.zeros(800)])), {"take.wav": sound(np.tile(LONG, 3))},
        {
            "sound_silent", "sound_reversed", "sound_late", "sound_hole", "sound_dropout",
            "sound_faster", "sound_noisy", "sound_clipped", "sound_softer", "sound_wrong_rate",
            "sound_cut_short", "sound_dithered", "sound_shifted", "sound_trace_softer",
            "sound_other_bits", "sound_tagged",
        },
    ),
    "low.flac": (
        "Save take.wav as low.flac at -20 LUFS, no sample above -2 dBFS.",
        sound(LONG * 0.0998 / np.sqrt(np.mean(LONG**2)), form="FLAC"), {"take.wav": sound(LOUD)},
        {"sound_peak_over", "sound_softer", "sound_trace_softer"},
    ),
    "out.mid": (
        "Transpose in.mid down a whole tone to C major as out.mid.", midi(key="C"),
        {"in.mid": midi(moved(SCALE, higher=2))},
        {
            "notes_semitone_up", "notes_octave_down", "notes_late", "notes_dropped",
            "notes_wrong_one", "notes_doubled", "notes_voice_missing", "notes_cut_short",
            "notes_short", "tempo_half", "notes_other_ticks", "notes_one_track", "notes_two_hands",
            "notes_silent_ends", "notes_jitter", "key_signed_otherwise",
        },
    ),
    "out.mp4": (
        "Join the clips to out.mp4, hard cuts.", film(shots(), codec="libx264"),
        {"a.mp4": film(shots((10,)))},
        {
            "film_mirrored", "film_grey", "film_frozen", "film_black", "film_cut_short",
            "film_backwards", "film_swapped", "film_late", "film_fast", "film_other_quality",
            "film_other_codec",
        },
    ),
    "each.mp4": (
        "Join the clips to each.mp4 without losing a frame, to the frame.",
        film(shots(), codec="libx264"), {"a.mp4": film(shots((10,)))},
        {"film_late", "film_cut_short", "film_other_quality", "film_other_codec"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WORK)
def test_near_misses_fail_and_other_right_work_passes(tmp_path: Path, name: str) -> None:
    prompt, right, given, operators = WORK[name]
    task = proposed(tmp_path / "t", prompt, {name: right}, given)
    seen = set()
    for number, variant in enumerate(variants_of_task(task)):
        folder = tmp_path / f"v{number}"
        variant.lay(task.reference, folder)
        grade = grade_output(task, folder)
        assert grade.passed is variant.harmless, (variant.id, variant.did, grade)
        seen.add(variant.id.partition(":")[2].partition("-")[0])
    assert operators <= seen, operators - seen
