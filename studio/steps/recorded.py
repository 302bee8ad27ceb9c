"""Steps of a recording, arranged as the expert says."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from studio.formats import annotations
from studio.formats.annotations import NOTHING, Said
from studio.formats.recordings import Recording
from studio.model.recording import ButtonEvent, Event, FocusEvent
from studio.model.step import PressKeys, Scroll, Step, TypeText
from studio.steps.arranging import Earlier, arrange
from studio.steps.reading import StepReader
from studio.steps.reduce import reduce_events


class Cut(NamedTuple):
    """A place to cut a step at: the event at which another would begin, and when it was (ns)."""

    seq: int
    t_ns: int


def _is_cuttable(step: Step) -> bool:
    return isinstance(step.action, TypeText | PressKeys | Scroll)


class RecordedSteps:
    """The steps of a recording as they were reduced, and as the expert put them.

    What was done in the studio's own window is no step.

    Args:
        recording: what was recorded.
        read: what was read of it so far; all of it if this is None.

    Attributes:
        plain: the steps as they were reduced, numbered from 1, with the sentences made for them.
        whole: whether these are all; what is read later changes none of them.

    Raises:
        UserError: if a file of the recording is damaged.
    """

    # Events are many: only where steps could be cut is kept, and those of a step are read again.
    def __init__(self, recording: Recording, read: StepReader | None = None) -> None:
        self._recording = recording
        read = read or _whole(recording)
        self._cuts, self._moments = read.cuts, read.moments
        self._changes = [
            (record.t_ns, record.path) for record in recording.files if record.event != "initial"
        ]
        self._step, self._entered = read.maker.step, read.entered
        self.plain, self.whole = tuple(read.plain), read.ended
        self._earlier = Earlier()
        self._starts = [step.t_ns for step in self.plain]
        # A wait, or a drag that went on meanwhile, does not stand where its events do.
        self._cuttable = [place for place, step in enumerate(self.plain) if _is_cuttable(step)]
        self._firsts = [self.plain[place].first_event for place in self._cuttable]
        self._by_key = {step.keys[0]: step for step in self.plain}
        self._newest: tuple[Mapping[int, Said], tuple[Step, ...]] | None = None

    def arranged(self, said: Mapping[int, Said]) -> tuple[Step, ...]:
        """Return the steps as the expert put them, numbered from 1, those left out among them.

        As long as they are not whole, none of these changes by what is read later.
        """
        # Asked once where they are read, so that the window has them at hand.
        if self._newest is None or self._newest[0] != said:
            self._newest = (dict(said), self._arrange(said))
        return self._newest[1]

    def _arrange(self, said: Mapping[int, Said]) -> tuple[Step, ...]:
        # Releases before the second version of annotations named a wait as they named a step.
        old = {
            -key: found
            for key, found in said.items()
            if key not in self._by_key and -key in self._by_key and -key not in said
        }
        known = {**said, **old} if old else said
        steps = arrange(self._split(known), known, self._earlier)
        self._earlier = Earlier(known, {step.keys[0]: step for step in steps})
        # What is read next may be joined with the last.
        return steps if self.whole else steps[:-1]

    def made(self, step: Step, said: Mapping[int, Said]) -> str:
        """Return the sentence that an arranged step has where the expert wrote none for it."""
        split = self._split(said)
        whole = split is self.plain
        pieces = self._by_key if whole else {piece.keys[0]: piece for piece in split}
        known = {key: said[key] for key in step.keys if key in said}
        head = step.keys[0]
        known[head] = replace(known.get(head, NOTHING), sentence="")
        return arrange([pieces[key] for key in step.keys], known)[0].sentence

    def cuts(self, step: Step) -> tuple[Cut, ...]:
        """Return where within a step another could begin; a merged one has no such place."""
        if len(step.keys) != 1 or not _is_cuttable(step):
            return ()
        first = bisect_right(self._cuts, step.first_event)
        last = bisect_right(self._cuts, step.last_event)
        return tuple(map(Cut, self._cuts[first:last], self._moments[first:last]))

    def pieces(self, step: Step, event: int) -> tuple[Step, ...]:
        """Return what a step would become if it was cut at one of its `cuts`."""
        return tuple(
            self._step(piece._replace(window=step.window), step.element, "", None)
            for piece in reduce_events(self._events(step), {event})
        )

    def changed(self, first: Step, last: Step) -> tuple[str, ...]:
        """Return the files that changed from one step until what comes after another."""
        later = bisect_right(self._starts, last.t_end_ns)
        until = self._starts[later] if later < len(self._starts) else None
        found = (
            path
            for t_ns, path in self._changes
            if first.t_ns <= t_ns and (until is None or t_ns < until)
        )
        return tuple(dict.fromkeys(found))

    def _split(self, said: Mapping[int, Said]) -> Sequence[Step]:
        """Return the plain steps, those cut in which the expert lets another begin."""
        begins: dict[int, set[int]] = {}
        for key, found in said.items():
            before = bisect_right(self._firsts, key) - 1
            if found.edge == "begins" and before >= 0 and key not in self._by_key:
                begins.setdefault(self._cuttable[before], set()).add(key)
        if not begins:
            return self.plain
        steps = list(self.plain)
        for place in sorted(begins, reverse=True):
            steps[place : place + 1] = self._pieces(place, begins[place])
        return steps

    def _pieces(self, place: int, begins: set[int]) -> list[Step]:
        """Return what a plain step is cut into; nothing else is taken for a place to cut at."""
        whole = self.plain[place]
        cuts = begins.intersection(cut.seq for cut in self.cuts(whole))
        if not cuts:
            return [whole]
        found = reduce_events(self._events(whole), cuts)
        ends = [piece.t_ns for piece in found[1:]]
        following = self.plain[place + 1].t_ns if place + 1 < len(self.plain) else None
        return [
            self._step(piece._replace(window=whole.window), whole.element, entered, until)
            for piece, entered, until in zip(
                found,
                [self._entered[place], *([""] * len(ends))],
                [*ends, following],
                strict=True,
            )
        ]

    def _events(self, step: Step) -> Sequence[Event]:
        """Return the events of a step, after the focus that it began with."""
        found = self._recording.events_between(step.first_event, step.last_event)
        # What was pressed meanwhile is a step of its own.
        within: list[Event] = [e for e in found if not isinstance(e, ButtonEvent)]
        if step.window is None:
            return within
        return [FocusEvent(seq=step.first_event, t_ns=step.t_ns, window=step.window), *within]


def _whole(recording: Recording) -> StepReader:
    read = StepReader(recording)
    read.take(recording.events)
    read.end()
    return read


def reduce_steps(recording: Recording, left_out: bool = False) -> tuple[Step, ...]:
    """Return the steps of a recording as the expert put them, in the words that were given them.

    Args:
        recording: what was recorded.
        left_out: whether those are among them that are not part of the work. Without them the
            others keep their numbers.

    Raises:
        UserError: if a file of the recording is damaged, or newer than this program.
    """
    said = annotations.said(recording.folder)
    steps = RecordedSteps(recording).arranged(said)
    return steps if left_out else tuple(step for step in steps if not step.left_out)


def plain_steps(recording: Recording) -> tuple[Step, ...]:
    """Return the steps of a recording as they were reduced, with the sentences made for them.

    Raises:
        UserError: if a file of the recording is damaged.
    """
    return RecordedSteps(recording).plain
