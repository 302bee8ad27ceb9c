"""Checks for exactly one thing that no check looks at: a sentence, a fact, or a target."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from studio.authoring.changes import applied, saved, with_private_side
from studio.authoring.checks import of_place
from studio.authoring.earning import (
    asked_of,
    checkpoint_meant,
    nothing_found,
    places_of_steps,
    proposed_for,
    speaks_of,
)
from studio.authoring.proposals import proposal_of, touched_by_steps
from studio.base.errors import FaultError, HostileInputError, UserError
from studio.editing import AddAnswer, AddCheck, Edit, Several
from studio.editing.shares import unjudged
from studio.formats import digests
from studio.formats.tasks import TaskFolder
from studio.grading import KINDS, Proposal, describe, fault_of, suits
from studio.grading.kinds import Grounds
from studio.grading.near_misses.differences import checks_of_file, checks_that_notice
from studio.grading.near_misses.digits import tolerance
from studio.grading.proposing.instruction import stems_of
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import TABLES, parse_cells, read_book
from studio.grading.readers.documents import read_document, text_of_part
from studio.grading.readers.passages import BETWEEN, is_heading, passage_of, passages_in
from studio.grading.readers.values import spelled_numbers
from studio.grading.verdicts import free_scores, judge
from studio.model.check import Answer, Check, Checks, Target, parse_target, texts_in
from studio.model.task import Checkpoint
from studio.validation.coverage import UNCOVERED, Uncovered, overlap, uncovered_of
from studio.validation.open_matrix import sides_of

_OF_LABELS = ("label_overlap", "label_volume", "drawing_entities", "drawing_lengths")
_OF_REGIONS = ("image_similarity", "region_colour")
_MOST_TRIES, _OFFERS, _FIGURES, _SHORT, _IN_SECTION = 60, 8, 3, 120, 2
_NO_SENTENCE = (
    "The studio finds no check for “{text}” by itself. Press the place in the file that shows it, "
    "or add a check that names what it asks for; else say that none is needed."
)
_NO_FACT = (
    "No check can be found of itself: {text}. Propose checks again, let one belong there, or add "
    "one by hand."
)
_TOLERANCE = (
    "{text}: change the tolerance of the check that it is meant for, or say that no check needs it."
)
_NO_PLACE = (
    "No check can be found for {text}: the reference holds nothing there that the input does not. "
    "Name another place, or add a check by hand."
)


@dataclass(frozen=True)
class Covering:
    """A check that covers something, its sentence, and the edit that adds it."""

    check: Check
    sentence: str
    edit: Several


class Openings:
    """What no check of an open task looks at, asked again and again while its checks change.

    Proposing takes time and does not depend on the checks, so it is done once; to be used by one
    thread at a time.
    """

    def __init__(self) -> None:
        self._asked: tuple[object, ...] | None = None
        self._proposal: Proposal | None = None

    def of(self, task: TaskFolder) -> tuple[Uncovered, ...]:
        """Return what no check of the task looks at and nobody answered."""
        document = task.document
        checks = document.checks
        points, work = document.task.checkpoints, document.task.work
        asked = (document.prompt, points, work, checks.steps, checks.answered, sides_of(task))
        if self._proposal is None or asked != self._asked:
            self._asked, self._proposal = asked, proposal_of(task)
        return uncovered_of(task, self._proposal)


def open_items(task: TaskFolder) -> tuple[Uncovered, ...]:
    """Return what no check of the task looks at and nobody answered; proposes, so it takes time."""
    return Openings().of(task)


def no_check_needed(item: str) -> Several:
    """Return the edit that notes that something needs no check."""
    answer = Answer(item=f"{UNCOVERED}{item}", answer="fine")
    return Several("Say that no check is needed", (AddAnswer(answer),))


def cover(task: TaskFolder, wanted: str) -> Covering:
    """Return the best check for exactly what is wanted.

    Args:
        task: as its checks are now.
        wanted: the text of something uncovered, a target such as `file.xlsx#Sheet!A1`, or a
            checkpoint by its id or title.

    Raises:
        UserError: if no check can be found that the reference passes and doing nothing fails.
    """
    proposal = proposal_of(task)
    if point := checkpoint_meant(task, wanted):
        return _cover_checkpoint(task, point, proposal)
    items = uncovered_of(task, proposal)
    item = next((found for found in items if found.text == wanted), None) or _item(task, wanted)
    if item.origin == "tolerance":
        raise UserError(_TOLERANCE.format(text=wanted))
    found: list[Check] = []
    for check in _tried(task, item, proposal):
        settled = _settled(task, check, item)
        if settled is not None and not settled.gate:
            return _covering(task, settled, item)
        found += [settled] if settled else []
    if found:
        return _covering(task, found[0], item)
    told = {"sentence": _NO_SENTENCE, "place": _NO_PLACE, "fact": _NO_FACT}[item.origin]
    raise UserError(told.format(text=wanted))


def _cover_checkpoint(task: TaskFolder, point: Checkpoint, proposal: Proposal) -> Covering:
    """Return the best check that earns a checkpoint.

    Raises:
        UserError: if there is none; it names what no check holds yet.
    """
    item = asked_of(point)
    for check in _untried(task, _for_checkpoint(task, point, proposal)):
        found = _settled(task, check.model_copy(update={"checkpoint": point.id}), item)
        if found is not None and not found.gate:
            found = found.model_copy(update={"because": check.because})
            return _covering(task, found, item)
    raise UserError(nothing_found(task, proposal, point))


def _for_checkpoint(task: TaskFolder, point: Checkpoint, proposal: Proposal) -> Iterator[Check]:
    """Yield what is proposed for a checkpoint, what its steps filled in, what its title names."""
    yield from proposed_for(proposal, point)
    for place in places_of_steps(task, touched_by_steps(task).get(point.id, ())):
        yield from _of_target(task, place, parse_target(place))
    yield from _differing(task, asked_of(point))


def checks_at(task: TaskFolder, target: str, words: str = "") -> tuple[Covering, ...]:
    """Return checks that could be added at a place, best first; the reference passes each.

    Args:
        task: as its checks are now.
        target: a place in the reference.
        words: what stands there, for a place that a target cannot name, such as a paragraph.

    Raises:
        UserError: if there is no such place.
    """
    item = replace(_item(task, target), text=words or target)
    tried = (*_of_words(task, target, words), *_tried(task, item, proposal_of(task)))
    found: dict[str, Covering] = {}
    for settled in (_settled(task, check, item) for check in tried):
        if settled is not None:
            covering = _covering(task, settled, item)
            found.setdefault(covering.sentence, covering)
        if len(found) == _OFFERS:
            break
    return tuple(found.values())


def _of_words(task: TaskFolder, target: str, words: str) -> Iterator[Check]:
    """Yield checks that a text says what stands at a place: all of it if short, and its figures.

    The section that a passage stands in is offered after the passage, for work that is as good may
    say the same in another of its paragraphs.
    """
    place = parse_target(target)
    figures = dict.fromkeys(spelled for spelled, _ in spelled_numbers(words))
    whole = [words.strip()] if 0 < len(words.strip()) <= _SHORT else []
    terms = [*whole, *islice(figures, _FIGURES)]
    heading = _heading_above(task, place) if place.column else ""
    for term in terms:
        yield Check(
            id="text-contains", kind="text_contains", target=target, parameters={"terms": [term]}
        )
    for term in terms[:_IN_SECTION] if heading else ():
        parameters = {"heading": heading, "terms": [term]}
        yield Check(
            id="section-says", kind="section_says", target=place.path, parameters=parameters
        )


def _heading_above(task: TaskFolder, place: Target) -> str:
    """Return the heading that a passage of the reference stands below, empty if it has none."""
    named = place.column or ""
    if is_heading(named):
        return named.rpartition(BETWEEN)[2]
    try:
        said = passage_of(task.reference / place.path, named, place.key).text
        found = passages_in(read_document(task.reference / place.path).parts)
    except (Unreadable, FaultError, HostileInputError):
        return ""
    held = [one for one in found if said and said in text_of_part(one.part)]
    return held[0].above[-1][0] if held and held[0].above else ""


def cover_on_disk(folder: Path, wanted: str, write: bool) -> Covering:
    """Return the best check for what is wanted; with `write`, add it to the task in `folder`.

    Raises:
        UserError: as `cover` does.
    """
    task = with_private_side(folder)
    covering = cover(task, wanted)
    if write:
        saved(task, applied(task.document, covering.edit))
    return covering


def _item(task: TaskFolder, wanted: str) -> Uncovered:
    """Return what is meant by a target, or by a sentence that only partly is uncovered."""
    try:
        target = parse_target(wanted)
    except ValueError:
        target = Target(path="")
    if target.path and (task.reference / target.path).is_file():
        return Uncovered(wanted, "place", wanted)
    if wanted and wanted in task.document.prompt:
        return Uncovered(wanted, "sentence")
    told = f"{wanted} is neither a place in the reference, nor a sentence of the instruction, nor "
    rest = "as not covered, nor a checkpoint."
    raise UserError(
        f"{told}anything that is listed {rest}",
        f"{told}anything that `studio task propose` lists {rest}",
    )


def _tried(task: TaskFolder, item: Uncovered, proposal: Proposal) -> Iterator[Check]:
    """Yield checks that may do, best first, those that the task has already left out."""
    yield from _untried(task, _candidates(task, item, proposal))


def _untried(task: TaskFolder, candidates: Iterable[Check]) -> Iterator[Check]:
    known = {_asked(check) for check in task.document.checks.checks}
    count = 0
    for check in candidates:
        if _asked(check) not in known and check.kind in KINDS:
            known.add(_asked(check))
            yield check
            count += 1
        if count == _MOST_TRIES:
            return


def _asked(check: Check) -> str:
    return f"{check.kind} {check.target} {sorted(check.parameters.items())} {check.tolerance}"


def _candidates(task: TaskFolder, item: Uncovered, proposal: Proposal) -> Iterator[Check]:
    if item.check is not None:
        yield item.check
    if item.origin == "sentence":
        yield from (check for check in proposal.checks if check.because == item.text)
    elif item.target:
        target = parse_target(item.target)
        exact = (check for check in proposal.checks if check.target == item.target)
        yield from exact
        yield from _of_target(task, item.target, target)
        near = (c for c in proposal.checks if overlap(parse_target(c.target), target))
        yield from (check for check in near if _is_within(check, target, item.text))
    yield from _differing(task, item)


def _of_target(task: TaskFolder, text: str, target: Target) -> Iterator[Check]:
    """Yield the plain comparison of a place with that of the reference."""
    if target.label is not None:
        yield from _of_place(text, _OF_LABELS)
    if target.region:
        yield from _of_place(text, _OF_REGIONS)
    kind = ""
    if target.cells:
        kind = "range_equals" if ":" in target.cells else "cell_equals"
    elif target.pointer is not None:
        kind = "json_value"
    elif target.column and target.path.lower().endswith(TABLES):
        kind = "column_values"
    if kind:
        within = _within(task, target) if kind == "cell_equals" else None
        yield Check(id=kind.replace("_", "-"), kind=kind, target=text, tolerance=within)


def _of_place(text: str, kinds: tuple[str, ...]) -> Iterator[Check]:
    """Yield comparisons of a label, a layer or a region, by kinds that take it as a parameter."""
    for kind in kinds:
        path, parameters = of_place(kind, text, {})
        if parameters and suits(KINDS[kind], path):
            id = kind.replace("_", "-")
            yield Check(id=id, kind=kind, target=path, parameters=dict(parameters))


def _within(task: TaskFolder, target: Target) -> float | None:
    """Return how far off the number in a cell may be by how it is written, None for exactly."""
    try:
        sheet = read_book(task.reference / target.path).sheet(target.sheet or "")
    except (Unreadable, FaultError, HostileInputError):
        return None
    row, column, _, _ = parse_cells(target.cells or "A1")
    cell = sheet.cells.get((row, column)) if sheet else None
    if cell is None or not isinstance(cell.value, float):
        return None
    return tolerance(cell.value, cell.number_format)


def _is_within(check: Check, target: Target, words: str) -> bool:
    """Tell whether a check looks only where the target is: all of a file is not within a cell.

    A check of a whole document is within a passage if it asks for words that stand there.
    """
    if target.column and not target.path.lower().endswith(TABLES):
        return any(len(text) > 2 and text in words for text in texts_in(check.parameters))
    bare = not (target.cells or target.pointer or target.column)
    return bare or "#" in check.target


def _differing(task: TaskFolder, item: Uncovered) -> Iterator[Check]:
    """Yield checks of what differs between the input and the reference, as the item names it."""
    words = stems_of(item.text)
    paths = _paths(task, item)
    found = [
        check
        for check in (*checks_that_notice(task.reference, task.input), *_whole(task, paths))
        if parse_target(check.target).path in paths
    ]
    if item.origin == "sentence":
        found = [check for check in found if words & stems_of(_words(check))]
    elif item.target and "#" in item.target:
        target = parse_target(item.target)
        found = [c for c in found if "#" in c.target and overlap(parse_target(c.target), target)]
    found.sort(key=lambda check: -len(words & stems_of(_words(check))))
    yield from found


def _paths(task: TaskFolder, item: Uncovered) -> frozenset[str]:
    """Return the files that an item is about: those that it names, or all for a sentence.

    A sentence that names only what was given, such as one that it stays as it is, is about no file
    of the reference.
    """
    made = [path for path, _ in digests.regular_files(task.reference)]
    if item.target:
        return frozenset((parse_target(item.target).path,))
    named = frozenset(path for path in made if path in item.text)
    given = (path for path, _ in digests.regular_files(task.input))
    if named or item.origin != "sentence" or any(path in item.text for path in given):
        return named
    return frozenset(made)


def _whole(task: TaskFolder, paths: frozenset[str]) -> Iterator[Check]:
    for path in sorted(paths):
        yield from checks_of_file(path, task.reference / path)


def _words(check: Check) -> str:
    place = check.target.rpartition("#")[2]
    return f"{place} {' '.join(str(value) for value in check.parameters.values())}"


def _settled(task: TaskFolder, check: Check, item: Uncovered) -> Check | None:
    """Return a check as the task would take it, None if the reference fails it or it does not fit.

    What doing nothing earns becomes a gate.
    """
    if fault_of(check, task):
        return None
    try:
        if judge(check, Grounds.of(task, task.reference)).status != "pass":
            return None
    except HostileInputError:
        return None
    alone = replace(task.document, checks=Checks(checks=(check,)))
    free = KINDS[check.kind].presence or free_scores(task.with_document(alone))[check.id] > 0
    because = item.text if item.origin == "sentence" else check.because
    point = None if free else check.checkpoint or _checkpoint(task, check)
    changes = {"gate": free, "because": because, "checkpoint": point, "origin": "authored"}
    return check.model_copy(update=changes)


def _checkpoint(task: TaskFolder, check: Check) -> str | None:
    """Return the checkpoint that a check counts for.

    It is one without a check whose title speaks of it, else that of its file, else the last.
    """
    if bare := speaks_of(unjudged(task.document), check, _words(check)):
        return bare
    path = parse_target(check.target).path
    known = task.document.checks.checks
    near = (c.checkpoint for c in known if parse_target(c.target).path == path and c.checkpoint)
    points = task.document.task.checkpoints
    return next(near, points[-1].id if points else None)


def _covering(task: TaskFolder, check: Check, item: Uncovered) -> Covering:
    edits: list[Edit] = [AddCheck(check)]
    if item.origin == "fact":
        # Proposals go on leaving it out; that it is looked at now is what the author says.
        edits += no_check_needed(item.text).edits
    return Covering(
        check, describe(check, task), Several("Cover what was not checked", tuple(edits))
    )
