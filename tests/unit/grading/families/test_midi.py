"""The checks of MIDI files: the same music in another file passes, other music fails."""

import struct
from pathlib import Path

import pytest

from studio.grading.pitches import Key, estimated_key, matched
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.music import read_music
from tests.unit.grading.families.grounds import Desk, lay
from tests.unit.grading.music_files import SCALE, midi, moved

RIGHT = midi()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, {"a.mid": RIGHT})


@pytest.mark.parametrize("kind", ["midi_notes", "midi_tempo", "midi_key"])
def test_the_reference_passes_and_nothing_earns_nothing(desk: Desk, kind: str) -> None:
    desk.is_sound(desk.check(kind, "a.mid"))


def running_status() -> bytes:
    """Return a track whose notes leave out the status that stays the same, by hand."""
    events = bytearray(b"\x00\x90")
    first = True
    for beat, length, pitch in SCALE:
        gap = round(480 * (beat - (SCALE[0][0] if first else beat - 0.1)))
        events += _delta(gap) if not first else b""
        events += bytes([pitch, 90]) + _delta(round(480 * length)) + bytes([pitch, 0])
        first = False
    events += b"\x00\xff\x2f\x00"
    head = b"MThd" + struct.pack(">IHHH", 6, 0, 1, 480)
    return head + b"MTrk" + struct.pack(">I", len(events)) + bytes(events)


def _delta(ticks: int) -> bytes:
    return bytes([ticks]) if ticks < 128 else bytes([0x80 | ticks >> 7, ticks & 0x7F])


@pytest.mark.parametrize(
    "content",
    [
        midi(ticks=96), midi(ticks=960, tracks=3), midi(silent_ends=True), running_status(),
        midi(channel=5), midi(velocity=40), midi(program=40),
        midi([(b + 0.02, n, p) for b, n, p in SCALE]),
    ],
    ids=["ticks", "tracks", "velocity 0", "running status", "channel", "velocity", "program",
         "10 ms later"],
)  # fmt: skip
def test_the_same_music_in_another_file_is_right(desk: Desk, content: bytes) -> None:
    result = desk.judged(desk.check("midi_notes", "a.mid"), {"a.mid": content})
    assert result.status == "pass", result.sentence


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (midi(moved(SCALE, higher=1)), "C4 at 0.00 s"),
        (midi(moved(SCALE, higher=12)), "missing"),
        (midi(moved(SCALE, later=0.5)), "missing"),
        (midi(moved(SCALE, longer=0.4)), "missing"),
        (midi(SCALE[:-1]), "10 of 11 notes"),
        (midi([*SCALE, (2.5, 0.5, 90)]), "1 are extra"),
        (midi(bpm=100), "missing"),
    ],
    ids=["transposed", "octave", "late", "short", "dropped", "extra", "slow"],
)
def test_other_music_is_wrong(desk: Desk, content: bytes, told: str) -> None:
    result = desk.judged(desk.check("midi_notes", "a.mid"), {"a.mid": content})
    assert result.status == "fail" and told in result.sentence, result.sentence
    assert "C4 at" not in result.public


def test_beats_count_whatever_the_tempo_and_parts_count_where_they_are_asked(desk: Desk) -> None:
    beats = desk.check("midi_notes", "a.mid", clock="beats", onset_within=0.1)
    assert desk.score(beats, {"a.mid": midi(bpm=60)}) == 1
    for part, content in (("velocity", midi(velocity=60)), ("instrument", midi(program=40))):
        check = desk.check("midi_notes", "a.mid", parts=[part])
        desk.is_sound(check)
        assert desk.score(check, {"a.mid": content}) < 1
    onsets = desk.check("midi_notes", "a.mid", parts=[])
    assert desk.score(onsets, {"a.mid": midi(moved(SCALE, longer=0.4))}) == 1


def test_what_the_input_holds_already_is_worth_nothing(tmp_path: Path) -> None:
    given = midi(SCALE[:6])
    desk = Desk(tmp_path, {"a.mid": RIGHT}, {"a.mid": given})
    check = desk.check("midi_notes", "a.mid")
    assert desk.score(check, {"a.mid": given}) == 0
    assert 0 < desk.score(check, {"a.mid": midi(SCALE[:9])}) < 1
    lax = desk.check("midi_notes", "a.mid", at_least=0.9)
    assert desk.score(lax, {"a.mid": midi(SCALE[:10])}) == 1


def test_f1_is_that_of_the_literature(tmp_path: Path) -> None:
    lay(tmp_path, {"a.mid": RIGHT, "b.mid": midi([*SCALE[:8], (9.3, 1, 61)])})
    ours, theirs = (read_music(tmp_path, name).notes for name in ("a.mid", "b.mid"))
    # 8 agree of 11 and 9: precision 8/9, recall 8/11.
    assert matched(ours, theirs, 0.05, "seconds", ["duration"]).f1 == pytest.approx(0.8)


def test_tempo_and_meter(desk: Desk, tmp_path: Path) -> None:
    check = desk.check("midi_tempo", "a.mid", bpm=120.0, within=1.0)
    assert desk.score(check, {"a.mid": midi(bpm=120.5, ticks=96)}) == 1
    result = desk.judged(check, {"a.mid": midi(bpm=60)})
    assert result.status == "fail" and "60 BPM" in result.sentence and "120" not in result.public
    waltz = Desk(tmp_path / "w", {"a.mid": midi(meter=(3, 4))})
    meter = waltz.check("midi_tempo", "a.mid", meter="3/4")
    waltz.is_sound(meter)
    assert waltz.score(meter, {"a.mid": RIGHT}) == 0


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("C major", Key(0, False)), ("Bb minor", Key(10, True)), ("F#m", Key(6, True)),
        ("E-flat major", Key(3, False)), ("c sharp minor", Key(1, True)), ("G", Key(7, False)),
    ],
)  # fmt: skip
def test_keys_as_they_are_written(text: str, key: Key) -> None:
    assert Key.parse(text) == key


def test_the_key_of_notes_and_of_a_signature(desk: Desk, tmp_path: Path) -> None:
    check = desk.check("midi_key", "a.mid", key="C major")
    assert desk.score(check, {"a.mid": midi()}) == desk.score(check, {"a.mid": midi(key="C")}) == 1
    left = desk.judged(check, {"a.mid": midi(key="G")})
    assert left.score == 0 and "its key signature is that of G major" in left.sentence
    assert "C major" not in left.public
    result = desk.judged(check, {"a.mid": midi(moved(SCALE, higher=2))})
    assert "in D major, not in C major" in result.sentence and "C major" not in result.public
    lay(tmp_path / "k", {"a.mid": midi([(n, 1, p) for n, p in enumerate((57, 60, 64, 68, 69))])})
    assert estimated_key(read_music(tmp_path / "k", "a.mid")) == Key(9, True)
    signed = Desk(tmp_path / "s", {"a.mid": midi(key="Eb")})
    signature = signed.check("midi_key", "a.mid", source="signature")
    signed.is_sound(signature)
    assert signed.score(signature, {"a.mid": midi(key="E")}) == 0
    assert signed.score(signature, {"a.mid": RIGHT}) == 0


def test_a_minor_piece_may_be_signed_with_its_relative_major(tmp_path: Path) -> None:
    tune = [(n, 1, p) for n, p in enumerate((57, 60, 64, 68, 69))]
    desk = Desk(tmp_path, {"a.mid": midi(tune)})
    check = desk.check("midi_key", "a.mid", key="A minor")
    assert [desk.score(check, {"a.mid": midi(tune, key=key)}) for key in ("Am", "C", "A")] == [
        1, 1, 0,
    ]  # fmt: skip


def header(tracks: int = 2, division: int = 480, kind: int = 1) -> bytes:
    return b"MThd" + struct.pack(">IHHH", 6, kind, tracks, division) + RIGHT[14:]


BROKEN = {
    "empty": (b"", "no MIDI file"),
    "text": (b"MThd is how a piece begins", "a.mid"),
    "no ticks": (header(division=0), "a beat has 0 ticks"),
    "no frames": (header(division=0x8000), "a.mid"),
    "more tracks": (header(tracks=40_000), "says that it has 40,000 tracks"),
    "cut off": (RIGHT[:-30], "before the length that it declares"),
    "a long track": (RIGHT.replace(b"MTrk\0\0", b"MTrk\x7f\xff", 1), "before the length"),
    "several pieces": (header(kind=2), "several pieces"),
    "no notes": (midi([]), "holds no notes"),
    "a beat of no time": (
        RIGHT.replace(b"\xff\x51\x03\x07\xa1\x20", b"\xff\x51\x03\0\0\0"),
        "tempo",
    ),
    "a long message": (
        b"MThd" + struct.pack(">IHHH", 6, 0, 1, 480) + b"MTrk\0\0\0\x08\0\xf0\xff\xff\xff\x7f\0\0",
        "damaged",
    ),
    "megabytes": (RIGHT + bytes(1 << 20), "larger than 1 MiB"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_fails_with_a_sentence_of_the_trade(desk: Desk, name: str) -> None:
    content, told = BROKEN[name]
    for kind in ("midi_notes", "midi_tempo", "midi_key"):
        result = desk.judged(desk.check(kind, "a.mid"), {"a.mid": content})
        assert (result.status, result.score) == ("fail", 0.0)
        assert told in result.sentence, result.sentence


def test_time_code_counts_frames_and_not_beats(tmp_path: Path) -> None:
    # 25 frames of 40 ticks: a tick is a millisecond.
    lay(tmp_path, {"a.mid": header(division=0xE728)})
    music = read_music(tmp_path, "a.mid")
    assert [round(note.onset, 3) for note in music.notes[:2]] == [0.0, 0.48]
    lay(tmp_path, {"b.mid": b"MThd"})
    with pytest.raises(Unreadable):
        read_music(tmp_path, "b.mid")
