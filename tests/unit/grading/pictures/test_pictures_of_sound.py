"""Pictures of sound, music and films: what went wrong is seen, and nothing in them acts."""

import io
from pathlib import Path

import numpy as np
from defusedxml.ElementTree import fromstring
from PIL import Image

from studio.grading.kinds import Grounds
from studio.grading.pictures import PICTURES, Picture
from studio.model.check import Check
from tests.unit.grading.families.grounds import Desk, Files, lay
from tests.unit.grading.film_files import film, shots
from tests.unit.grading.music_files import SCALE, midi
from tests.unit.grading.sound_files import sound, tune


def picture(desk: Desk, check: Check, output: Files) -> Picture:
    folder = lay(desk.folder / "shown", output)
    made = PICTURES[check.kind](check, Grounds.of(desk.task, folder))
    assert made == PICTURES[check.kind](check, Grounds.of(desk.task, folder))
    assert len(made.content) < 200_000
    return made


def texts(made: Picture) -> str:
    assert made.suffix == ".svg"
    root = fromstring(made.content)
    assert not list(root.iter("script"))
    return " ".join(element.text or "" for element in root.iter())


def test_two_waves_and_their_difference(tmp_path: Path) -> None:
    wave = tune()
    desk = Desk(tmp_path, {"a.wav": sound(wave)})
    check = desk.check("audio_similarity", "a.wav")
    made = picture(desk, check, {"a.wav": sound(wave[: len(wave) // 2])})
    assert all(name in texts(made) for name in ("reference", "output", "difference", "2.00 s"))
    same = picture(desk, check, {"a.wav": sound(wave)})
    last = [
        element.get("d", "") for element in fromstring(same.content).iter() if "path" in element.tag
    ][-1]
    # Nothing differs, so the strokes of the last lane are as short as strokes are.
    assert {part.split()[1] for part in last.split("M")[1:]} == {"259.0V259.6"}
    assert "0 samples" in texts(picture(desk, check, {"a.wav": sound(np.zeros(0))}))


def test_a_piano_roll_tells_missing_from_extra(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"a.mid": midi()})
    check = desk.check("midi_notes", "a.mid")
    told = texts(picture(desk, check, {"a.mid": midi([*SCALE[:9], (9.5, 0.4, 61)])}))
    assert "✓ 9 right" in told and "✗ 2 missing" in told and "+ 1 extra" in told and "C5" in told
    assert "is missing" in texts(PICTURES["midi_notes"](check, Grounds.of(desk.task, tmp_path)))


def test_strips_of_a_film(tmp_path: Path) -> None:
    pictures = shots()
    desk = Desk(tmp_path, {"a.mp4": film(pictures)})
    check = desk.check("video_frames", "a.mp4")
    wrong = pictures.copy()
    wrong[10:20] = 0
    made = picture(desk, check, {"a.mp4": film(wrong)})
    assert made.suffix == ".png"
    shown = Image.open(io.BytesIO(made.content))
    assert shown.size == (80 + 4 * (3 * 64 + 6), 34 + 3 * (3 * 36 + 6) + 24)
    assert "neither" in texts(picture(desk, check, {"a.mp4": b"text"}))
