"""Small pieces of music, written by mido as other programs would: other ticks, tracks and ends."""

import io
from collections.abc import Sequence

import mido

# Beat, length in beats, pitch.
Tune = Sequence[tuple[float, float, int]]
SCALE: Tune = [
    (n * 1.0, 0.9, pitch) for n, pitch in enumerate((60, 62, 64, 65, 67, 69, 71, 72, 67, 64, 60))
]


def midi(
    tune: Tune = SCALE,
    *,
    bpm: float = 120,
    ticks: int = 480,
    tracks: int = 1,
    silent_ends: bool = False,
    velocity: int = 90,
    program: int = 0,
    channel: int = 0,
    key: str | None = None,
    meter: tuple[int, int] | None = None,
) -> bytes:
    """Return a tune as a MIDI file, its notes dealt to the tracks in turn."""
    made = mido.MidiFile(type=1, ticks_per_beat=ticks)
    marks = mido.MidiTrack([mido.MetaMessage("set_tempo", tempo=round(6e7 / bpm))])
    if key:
        marks.append(mido.MetaMessage("key_signature", key=key))
    if meter:
        marks.append(mido.MetaMessage("time_signature", numerator=meter[0], denominator=meter[1]))
    made.tracks.append(marks)
    for track in range(tracks):
        events = [(0, 0, mido.Message("program_change", program=program, channel=channel))]
        for beat, length, pitch in tune[track::tracks]:
            on = mido.Message("note_on", note=pitch, velocity=velocity, channel=channel)
            off = (
                mido.Message("note_on", note=pitch, velocity=0, channel=channel)
                if silent_ends
                else mido.Message("note_off", note=pitch, channel=channel)
            )
            events += [(round(beat * ticks), 2, on), (round((beat + length) * ticks), 1, off)]
        at, found = 0, mido.MidiTrack()
        for tick, _, message in sorted(events, key=lambda event: event[:2]):
            found.append(message.copy(time=tick - at))
            at = tick
        made.tracks.append(found)
    stream = io.BytesIO()
    made.save(file=stream)
    return stream.getvalue()


def moved(tune: Tune, *, later: float = 0.0, higher: int = 0, longer: float = 1.0) -> Tune:
    """Return a tune later in beats, higher in semitones, with longer notes."""
    return [(beat + later, length * longer, pitch + higher) for beat, length, pitch in tune]
