"""Make the hymn: every file is written by mido."""

import random
from pathlib import Path

import mido
from mido import Message, MetaMessage, MidiFile, MidiTrack

from tests.data.tasks.fixed_files import begin, finish, place

OLD, NEW = "hymn.mid", "hymn-in-d.mid"
TICKS, BAR = 480, 1920
DRUMS = 9
# The chords of eight bars (semitones of the root above F), and where each voice begins.
ROOTS = (0, 5, 7, 0, 9, 5, 7, 0)
VOICES = {"Soprano": 72, "Alto": 65, "Tenor": 57, "Bass": 45}
STEPS = (0, 2, 4, 5, 7, 9, 11)
ABOUT = {
    "title": "Transpose a hymn for the choir",
    "profession": "Choir director",
    "occupation": "27-2041.00",
    "work": "separate",
    "families": ["midi", "timing"],
    "alternate_correct": {
        "one_track": "Format 0 with everything in one track, note ends as note-on with velocity 0.",
        "finer_ticks": "960 ticks a beat instead of 480, voices in another order of tracks, "
        "no end velocities.",
    },
    "known_bad": {
        "drums_moved": "The notes of the drum part were moved too, so other drums play.",
        "up_a_sixth": "Up a major sixth instead of down a minor third: D major, but too high.",
        "tenor_forgotten": "The tenor stays in F major while the others are in D.",
    },
}


def voice(name: str, channel: int, draw: random.Random) -> MidiTrack:
    track = MidiTrack([MetaMessage("track_name", name=name, time=0)])
    track.append(Message("program_change", channel=channel, program=52, time=0))
    track.append(Message("control_change", channel=channel, control=7, value=96, time=0))
    middle = VOICES[name]
    scale = [5 + step + 12 * octave for octave in range(9) for step in STEPS]
    for bar, root in enumerate(ROOTS):
        chord = [pitch for pitch in scale if (pitch - 5 - root) % 12 in (0, 3, 4, 7)]
        lengths = [BAR] if bar == 7 else draw.choice([[960, 960], [960, 480, 480], [480] * 4])
        for length in lengths:
            near = sorted(chord, key=lambda pitch: abs(pitch - middle))[:3]
            pitch = near[0] if name == "Bass" else draw.choice(near)
            force = draw.randint(66, 84)
            track.append(Message("note_on", channel=channel, note=pitch, velocity=force, time=0))
            track.append(Message("note_off", channel=channel, note=pitch, velocity=64, time=length))
    return track


def beats(name: str, hits: list[int], step: int) -> MidiTrack:
    """Return a track of drum hits, one each `step` ticks, until the end."""
    track = MidiTrack([MetaMessage("track_name", name=name, time=0)])
    for at in range(8 * BAR // step):
        note = hits[at % len(hits)]
        track.append(Message("note_on", channel=DRUMS, note=note, velocity=70, time=0))
        track.append(Message("note_off", channel=DRUMS, note=note, velocity=0, time=step))
    return track


def hymn() -> MidiFile:
    made, draw = MidiFile(type=1, ticks_per_beat=TICKS), random.Random(1736)
    head = MidiTrack([MetaMessage("track_name", name="Now thank we all", time=0)])
    head.append(MetaMessage("time_signature", numerator=4, denominator=4, time=0))
    head.append(MetaMessage("key_signature", key="F", time=0))
    head.append(MetaMessage("set_tempo", tempo=mido.bpm2tempo(92), time=0))
    made.tracks.append(head)
    for channel, name in enumerate(VOICES):
        made.tracks.append(voice(name, channel, draw))
    made.tracks.append(beats("Drums", [36, 42, 38, 42], 480))
    made.tracks.append(beats("Click", [76, 77, 77, 77], 480))
    return made


def changed(
    old: MidiFile, by: int = -3, drums: bool = False, without: tuple[str, ...] = ()
) -> MidiFile:
    made = MidiFile(type=1, ticks_per_beat=old.ticks_per_beat)
    for track in old.tracks:
        if track.name == "Click":
            continue
        fresh = MidiTrack()
        for event in track:
            moved = event.copy()
            if event.type == "key_signature":
                moved = event.copy(key="D")
            elif event.type == "set_tempo":
                moved = event.copy(tempo=mido.bpm2tempo(76))
            elif event.type in ("note_on", "note_off") and track.name not in without:
                shift = by if drums or event.channel != DRUMS else 0
                moved = event.copy(note=event.note + shift)
            fresh.append(moved)
        made.tracks.append(fresh)
    return made


def one_track(song: MidiFile) -> MidiFile:
    made = MidiFile(type=0, ticks_per_beat=song.ticks_per_beat)
    track = MidiTrack()
    for event in mido.merge_tracks(song.tracks):
        if event.type == "note_off":
            end = {"channel": event.channel, "note": event.note, "time": event.time}
            event = Message("note_on", velocity=0, **end)
        track.append(event)
    made.tracks.append(track)
    return made


def finer(song: MidiFile) -> MidiFile:
    made = MidiFile(type=1, ticks_per_beat=960)
    for track in [song.tracks[0], *song.tracks[:0:-1]]:
        events = [event.copy(time=2 * event.time) for event in track]
        made.tracks.append(
            MidiTrack(
                event.copy(velocity=0) if event.type == "note_off" else event for event in events
            )
        )
    return made


def notes(song: MidiFile) -> list[tuple]:
    """Return start and length in beats, channel, pitch and velocity of every note."""
    found = []
    for track in song.tracks:
        now, running = 0, {}
        for event in track:
            now += event.time
            if event.type not in ("note_on", "note_off"):
                continue
            key = event.channel, event.note
            if event.type == "note_on" and event.velocity:
                running[key] = now, event.velocity
            else:
                start, force = running.pop(key)
                found.append(
                    (start / song.ticks_per_beat, (now - start) / song.ticks_per_beat, *key, force)
                )
        assert not running
    return sorted(found)


def metas(song: MidiFile) -> dict[str, list]:
    every = [event for track in song.tracks for event in track if event.is_meta]
    return {
        "key": [event.key for event in every if event.type == "key_signature"],
        "tempo": [round(mido.tempo2bpm(e.tempo), 2) for e in every if e.type == "set_tempo"],
        "time": [event.numerator for event in every if event.type == "time_signature"],
    }


def right(path: Path, source: Path) -> bool:
    old, song = MidiFile(source), MidiFile(path)
    # The click is on the channel of the drums, on notes that no drum of the hymn uses.
    kept = [note for note in notes(old) if note[3] not in (76, 77) or note[2] != DRUMS]
    wanted = sorted(
        (start, length, channel, pitch - (0 if channel == DRUMS else 3), force)
        for start, length, channel, pitch, force in kept
    )
    return notes(song) == wanted and metas(song) == {"key": ["D"], "tempo": [76.0], "time": [4]}


def main() -> None:
    folder = begin(__file__)
    source = folder / "input" / OLD
    hymn().save(source)
    old = MidiFile(source)
    made = {
        "reference": changed(old),
        "alternate_correct/one_track": one_track(changed(old)),
        "alternate_correct/finer_ticks": finer(changed(old)),
        "known_bad/drums_moved": changed(old, drums=True),
        "known_bad/up_a_sixth": changed(old, by=9),
        "known_bad/tenor_forgotten": changed(old, without=("Tenor",)),
    }
    for where, song in made.items():
        path = place(folder, where) / NEW
        song.save(path)
        assert right(path, source) == ("known_bad" not in where), where
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
