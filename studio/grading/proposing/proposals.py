"""Proposals: from what the expert changed to checks that tell good work from bad.

Derived values carry the weight; what the input held already becomes a gate that it is still there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from studio.formats import digests, layout
from studio.formats.tasks import TaskFolder
from studio.grading.plan_trees import is_tree
from studio.grading.proposing.allowances import unused_allowances
from studio.grading.proposing.answers import note_names
from studio.grading.proposing.app_settings import (
    APPLICATIONS,
    is_written_by_application,
    propose_settings,
)
from studio.grading.proposing.arrays import BINARY, propose_arrays
from studio.grading.proposing.curves import propose_curves
from studio.grading.proposing.databases import propose_database
from studio.grading.proposing.documents import TEXTS, propose_document
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.drawings import propose_drawing
from studio.grading.proposing.film import propose_film
from studio.grading.proposing.folders import (
    propose_counts,
    propose_moved,
    propose_untouched,
)
from studio.grading.proposing.given import Given
from studio.grading.proposing.images import propose_image
from studio.grading.proposing.instruction import Instruction
from studio.grading.proposing.life import FASTA, VCF, propose_sequences, propose_variants
from studio.grading.proposing.maps import MAPS, propose_map
from studio.grading.proposing.meshes import propose_mesh
from studio.grading.proposing.molecules import (
    MOLECULES,
    propose_molecules,
    propose_smiles_column,
)
from studio.grading.proposing.music import propose_music
from studio.grading.proposing.parting import part_by_checkpoint
from studio.grading.proposing.plan_figures import propose_figure_table, propose_figure_text
from studio.grading.proposing.plans import propose_plan
from studio.grading.proposing.predictions import propose_predictions
from studio.grading.proposing.records import propose_records
from studio.grading.proposing.reuse import PROGRAMS, propose_program, propose_reuse
from studio.grading.proposing.series import propose_series
from studio.grading.proposing.settling import settled, uncovered_demands
from studio.grading.proposing.sound import propose_sound
from studio.grading.proposing.trees import TREES, note_fields, propose_tree
from studio.grading.proposing.vectors import propose_vectors
from studio.grading.proposing.volume_tables import propose_stated_volumes
from studio.grading.proposing.volumes import SUFFIXES as VOLUMES
from studio.grading.proposing.volumes import propose_volume
from studio.grading.proposing.workbooks import propose_book, propose_writing
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import TABLES, read_book
from studio.grading.readers.databases import DATABASES
from studio.grading.readers.drawings import DRAWINGS
from studio.grading.readers.film import FILMS
from studio.grading.readers.images import IMAGES
from studio.grading.readers.maps import is_part
from studio.grading.readers.meshes import MESHES
from studio.grading.readers.music import MUSIC
from studio.grading.readers.sound import SOUNDS
from studio.grading.readers.vectors import VECTORS
from studio.model.check import Check


@dataclass(frozen=True)
class Proposal:
    """Checks, and what they leave out.

    `uncovered_instruction` are the sentences without a check, `uncovered_reference` the facts
    without one; `reasons` says by id why a check has its tolerance, key or weight;
    `unused_tolerances` are those of the instruction that no check has, each in a sentence.
    """

    checks: tuple[Check, ...]
    uncovered_instruction: tuple[str, ...]
    uncovered_reference: tuple[str, ...]
    reasons: Mapping[str, str] = field(default_factory=dict)
    unused_tolerances: tuple[str, ...] = ()


def propose(task: TaskFolder, touched: Mapping[str, frozenset[str]]) -> Proposal:
    """Return checks for what differs between the input and the reference.

    Args:
        task: the task, with its reference.
        touched: for each checkpoint the names of the elements that its steps acted on.
    """
    document = task.document
    given = Given.read(task.input)
    draft = Draft(
        Instruction(document.prompt, given.paths),
        given,
        touched,
        document.task.checkpoints,
        document.task.work == "in_place",
        hidden=hidden if (hidden := task.folder / layout.HIDDEN).is_dir() else None,
    )
    _propose_files(draft, _files(task.reference), _files(task.input))
    part_by_checkpoint(draft, task)
    settled(draft, task)
    return Proposal(
        tuple(draft.checks),
        uncovered_demands(draft),
        tuple(draft.uncovered),
        draft.reasons,
        unused_allowances(draft.instruction, draft.checks),
    )


def _files(folder: Path) -> dict[str, Path]:
    found = digests.regular_files(folder) if folder.is_dir() else ()
    return {
        path: place
        for path, place in found
        if not layout.is_office_litter(place.name) and not is_part(place)
    }


def _propose_files(draft: Draft, made: dict[str, Path], given: dict[str, Path]) -> None:
    note_fields(draft, made)
    note_names(draft, made)
    propose_stated_volumes(draft, made)
    moved = propose_moved(draft, made, given)
    series = propose_series(draft, made, given, moved)
    rest = {p: place for p, place in made.items() if p not in moved and p not in series}
    # What stands beside a plan depends on it, so plans come first.
    opened = [p for p, place in rest.items() if _propose_open(draft, p, place, given.get(p))]
    for path, place in rest.items():
        if path not in opened:
            _propose_file(draft, path, place, given.get(path))
    propose_counts(draft, made, given, moved)
    if draft.in_place:
        gone = given.keys() - made.keys()
        propose_untouched(draft, made, given, sorted_out=bool(moved or gone))


def _propose_file(draft: Draft, path: str, place: Path, given: Path | None) -> None:
    if given and digests.of_file(given) == digests.of_file(place):
        return
    if not draft.in_place:
        given = None
    before = len(draft.checks)
    try:
        _propose_content(draft, path, place, given)
    except Unreadable as fault:
        draft.skip(f"{path} {fault}")
    if all(check.gate for check in draft.checks[before:]):
        draft.add(f"file {path}", "file_exists", path, gate=True, weak=name_words(path))
        draft.skip(f"{path} was made or changed, but nothing of it is checked")


def _propose_open(draft: Draft, path: str, place: Path, given: Path | None) -> bool:
    """Propose a metric or rules for a file that many values are right in; tell whether it is one.

    These are predictions and plans.
    """
    if given and digests.of_file(given) == digests.of_file(place):
        return False
    try:
        if place.suffix.lower() in TABLES:
            return propose_predictions(draft, path, place) or propose_plan(draft, path, place)
        given = given if draft.in_place else None
        if given or not is_tree(path) or is_written_by_application(place, given):
            return False
        return propose_plan(draft, path, place)
    except Unreadable:
        # The turn of the file comes, and with it the sentence that says what is wrong.
        return False


def _propose_table(draft: Draft, path: str, place: Path, given: Path | None) -> None:
    if propose_figure_table(draft, path, place) or propose_curves(draft, path, place):
        return
    propose_smiles_column(draft, path, place)
    propose_book(draft, path, place, read_book(given) if given else None)
    propose_writing(draft, path, place)
    propose_reuse(draft, path, place)


def _propose_text(draft: Draft, path: str, place: Path, given: Path | None) -> None:
    if propose_curves(draft, path, place):
        return
    if given is None and propose_figure_text(draft, path, place):
        return
    if given is not None or not propose_records(draft, path, place):
        propose_document(draft, path, place, given)


def _propose_nested(draft: Draft, path: str, place: Path, given: Path | None) -> None:
    if is_written_by_application(place, given):
        propose_settings(draft, path, place, given)
    else:
        propose_tree(draft, path, place, given)


Proposer = Callable[[Draft, str, Path, Path | None], None]
_PROPOSERS: tuple[tuple[tuple[str, ...], Proposer], ...] = (
    (TABLES, _propose_table),
    (APPLICATIONS, propose_settings),
    (MAPS, propose_map),
    (FASTA, propose_sequences),
    (VCF, propose_variants),
    (MOLECULES, propose_molecules),
    (VECTORS, propose_vectors),
    (TREES, _propose_nested),
    (DATABASES, propose_database),
    (BINARY, propose_arrays),
    (DRAWINGS, propose_drawing),
    (IMAGES, propose_image),
    ((*TEXTS, ".dat"), _propose_text),
    (PROGRAMS, propose_program),
    (MESHES, propose_mesh),
    (VOLUMES, propose_volume),
    (SOUNDS, propose_sound),
    (MUSIC, propose_music),
    (FILMS, propose_film),
)


def _propose_content(draft: Draft, path: str, place: Path, given: Path | None) -> None:
    suffix = place.suffix.lower()
    for suffixes, propose_file in _PROPOSERS:
        if suffix in suffixes:
            propose_file(draft, path, place, given)
            return
