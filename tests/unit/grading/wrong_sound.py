"""Checks of sound, music and film that cannot be meant: target, parameters, why."""

from pathlib import Path
from typing import Any

from tests.unit.grading.film_files import film, shots
from tests.unit.grading.music_files import midi
from tests.unit.grading.sound_files import RATE, sound, tune

SOUND: dict[str, list[tuple[str, dict[str, Any], str]]] = {
    "audio_format": [
        ("voice.wav", {"rate": 44100}, "16,000 Hz"),
        ("voice.wav", {}, "at least one thing"),
        ("voice.wav", {"channels": 0}, "channels"),
        ("gone.wav", {"channels": 1}, "missing"),
        ("letter.txt", {"channels": 1}, "no sound"),
    ],
    "audio_loudness": [
        ("voice.wav", {"loudness": -60.0}, "LUFS"),
        ("voice.wav", {"loudness": -100.0}, "loudness"),
        ("voice.wav", {"peak_at_most": -60.0}, "peak"),
        ("gone.wav", {}, "missing"),
    ],
    "audio_similarity": [
        ("voice.wav", {"at_least": 1.5}, "at_least"),
        ("voice.wav", {"level": "loud"}, "level"),
        ("gone.wav", {}, "missing"),
    ],
    "audio_fade": [
        ("voice.wav", {"seconds": 0}, "seconds"),
        ("voice.wav", {"seconds": 500.0}, "no longer than a fade"),
    ],
    "midi_notes": [
        ("song.mid", {"at_least": 0}, "at_least"),
        ("song.mid", {"parts": ["loudness"]}, "parts"),
        ("gone.mid", {}, "missing"),
        ("voice.wav", {}, "no MIDI file"),
    ],
    "midi_tempo": [
        ("song.mid", {"bpm": 90.0}, "120 BPM"),
        ("song.mid", {"meter": "waltz"}, "meter"),
    ],
    "midi_key": [
        ("song.mid", {"key": "H major"}, "no pitch"),
        ("song.mid", {"key": "Bb minor"}, "C major"),
        ("song.mid", {"source": "signature"}, "no key signature"),
    ],
    "video_format": [
        ("clip.mp4", {"width": 320}, "width is 64"),
        ("clip.mp4", {}, "at least one thing"),
        ("clip.mp4", {"codec": "divx"}, "codec"),
        ("gone.mp4", {"width": 64}, "missing"),
        ("voice.wav", {"width": 64}, "no film"),
    ],
    "video_frames": [
        ("clip.mp4", {"times": [99.0]}, "lasts 2 s"),
        ("clip.mp4", {"at_least": 2}, "at_least"),
    ],
    "video_shots": [
        ("clip.mp4", {"times": [0.4]}, "must cut at 0.4 s"),
        ("still.mp4", {}, "no cuts"),
    ],
}


def write_sound(folder: Path) -> None:
    """Write a recording, a piece of music and two films."""
    (folder / "voice.wav").write_bytes(sound(tune(), RATE))
    (folder / "song.mid").write_bytes(midi())
    (folder / "clip.mp4").write_bytes(film(shots((10, 10))))
    (folder / "still.mp4").write_bytes(film(shots((8,))))
