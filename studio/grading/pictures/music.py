"""A piano roll: the notes that are right, missing and extra, told by form and colour."""

from collections.abc import Iterator, Sequence

from studio.base.errors import FaultError
from studio.grading.families.media import of_reference
from studio.grading.families.midi import MidiNotesParameters, compared, pitch_name
from studio.grading.kinds import Grounds, target_of
from studio.grading.pictures.picture import RIGHT, WRONG, Cell, Picture, drawn, table, text_at
from studio.grading.pitches import Clock
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.music import Note, read_music
from studio.grading.verdicts import parse_parameters
from studio.model.check import Check

_EXTRA = "#b26a00"
_WIDTH = 640.0
_LEFT = 56.0
_TOP = 56.0
_MOST_NOTES = 1_200
_TALLEST = 420.0
_FORMS = {
    "right": f'fill="{RIGHT}" fill-opacity="0.55"',
    "missing": f'fill="none" stroke="{WRONG}" stroke-width="1.6" stroke-dasharray="3 2"',
    "extra": f'fill="{_EXTRA}" stroke="#000000" stroke-width="0.8"',
}

Shown = tuple[str, Note]


def picture(check: Check, grounds: Grounds) -> Picture:
    """Return the notes of the reference and of the output over time and pitch."""
    title = f"notes of {check.target}"
    target = target_of(check)
    parameters = parse_parameters(check)
    assert isinstance(parameters, MidiNotesParameters)
    try:
        reference = of_reference(read_music, target, grounds)
        assert grounds.output is not None
        music = read_music(grounds.output, target.path)
    except (Unreadable, FaultError) as fault:
        return table(title, ("what went wrong",), [[Cell(f"{target.path} {fault}", WRONG)]])
    found = compared(parameters, target, reference, music)
    shown: list[Shown] = [("missing", reference.notes[place]) for place in found.missing]
    shown += [("extra", music.notes[place]) for place in found.extra]
    shown += [("right", music.notes[place]) for _, place in found.pairs]
    counts = {"right": len(found.pairs), "missing": len(found.missing), "extra": len(found.extra)}
    return _roll(title, shown[:_MOST_NOTES], counts, parameters.clock)


def _roll(title: str, shown: Sequence[Shown], counts: dict[str, int], clock: Clock) -> Picture:
    pitches = [note.pitch for _, note in shown]
    low, high = min(pitches) - 1, max(pitches) + 1
    row = min(12.0, _TALLEST / (high - low + 1))
    end = max(_span(note, clock)[1] for _, note in shown) or 1.0
    height = row * (high - low + 1)
    parts = [text_at(10, 18, title, bold=True), *_legend(counts)]
    parts.append(
        f'<rect x="{_LEFT}" y="{_TOP}" width="{_WIDTH}" height="{height:.1f}" fill="#f6f6f6"/>'
    )
    for pitch in range(low, high + 1):
        if pitch % 12 == 0:
            y = _TOP + (high - pitch + 0.8) * row
            parts.append(text_at(10, y, pitch_name(pitch)))
    for form, note in reversed(shown):
        start, stop = _span(note, clock)
        x, width = _LEFT + _WIDTH * start / end, max(1.5, _WIDTH * (stop - start) / end - 0.6)
        y = _TOP + (high - note.pitch) * row
        parts.append(
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{row - 1:.1f}" '
            f"{_FORMS[form]}/>"
        )
    unit = "s" if clock == "seconds" else "beats"
    parts.append(text_at(_LEFT, _TOP + height + 16, "0"))
    parts.append(text_at(_LEFT + _WIDTH - 70, _TOP + height + 16, f"{end:.2f} {unit}"))
    return drawn(_LEFT + _WIDTH + 20, _TOP + height + 28, parts, title)


def _legend(counts: dict[str, int]) -> Iterator[str]:
    signs = {"right": "✓", "missing": "✗", "extra": "+"}
    for number, (form, count) in enumerate(counts.items()):
        x = _LEFT + 150 * number
        yield f'<rect x="{x}" y="30" width="18" height="10" {_FORMS[form]}/>'
        yield text_at(x + 26, 40, f"{signs[form]} {count:,} {form}")


def _span(note: Note, clock: Clock) -> tuple[float, float]:
    if clock == "beats":
        return note.beat, note.beat + note.beats
    return note.onset, note.onset + note.seconds


PICTURES = {"midi_notes": picture}
