"""Examples of the checks of MIDI files."""

from studio.grading.examples.example import Example

FAMILIES = {
    "midi": "MIDI files: notes, tempo, meter and key as they sound, whatever tracks, ticks and "
    "running status they are stored with.",
}

EXAMPLES = {
    "midi_notes": Example("song.mid", {"onset_within": 0.05, "parts": ["duration"]}),
    "midi_tempo": Example("song.mid", {"bpm": 120.0, "meter": "3/4"}),
    "midi_key": Example("song.mid", {"key": "D major"}),
}
