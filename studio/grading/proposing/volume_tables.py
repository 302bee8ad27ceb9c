"""Proposals for tables that tell how large the labels of a volume are, in the same output.

Another hand draws other edges, so its table is right if it tells of its own labels.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from studio.base.errors import HostileInputError
from studio.grading.families.volume_stated import label_of
from studio.grading.overlaps import Pair
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.layouts import FoundTable, layout_of
from studio.grading.proposing.precision import decimals_of
from studio.grading.proposing.scopes import Subject, slack_for
from studio.grading.proposing.volume_wishes import VolumeWishes, label_names
from studio.grading.proposing.volumes import as_labels
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import TABLES, Sheet, read_book
from studio.grading.readers.columns import is_large
from studio.grading.readers.values import number_of
from studio.grading.readers.volumes import is_volume, read_volume

_SEPARATED = (".csv", ".tsv", ".parquet")
_UNITS = {"mL": 1e3, "mm3": 1.0, "L": 1e6}
_COARSEST = 0.05
# Half of the last digit and a little; a part of the smallest where no digits are asked for.
_ROUNDED, _PART = 0.6, 0.005
_DIGITS = re.compile(r"\b(?:decimals?|digits?|(?:decimal )?places|rounded)\b", re.IGNORECASE)
_OWN = re.compile(
    r"\b(?:your(?: own)?|own) (?:\w+ )?(?:labels?|masks?|segmentations?|outlines?|contours?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Found:
    """A column of a table that tells the volumes of labels: by which other one, in which unit.

    `digit` is what the last digit that is shown is worth, `smallest` the smallest volume.
    """

    labels: str
    values: str
    unit: str
    digit: float
    smallest: float


def propose_stated_volumes(draft: Draft, made: Mapping[str, Path]) -> None:
    """Propose that tables tell the volumes of the labels beside them, and note their columns."""
    tables = {path: place for path, place in made.items() if place.suffix.lower() in TABLES}
    for path, place in made.items() if tables else ():
        if not is_volume(path):
            continue
        with suppress(Unreadable, HostileInputError):
            volume = as_labels(read_volume(place))
            if volume is None:
                continue
            pair = Pair(volume.voxels, volume.voxels, volume.grid)
            names = label_names(draft.instruction.prompt, pair.labels)
            wishes = VolumeWishes(draft.instruction, path, names, volume.grid)
            if not wishes.is_exact or _OWN.search(draft.instruction.prompt):
                _propose(draft, path, pair, names, tables)


def _propose(
    draft: Draft, path: str, pair: Pair, names: dict[str, str], tables: Mapping[str, Path]
) -> None:
    sizes = {label: pair.sizes(label)[0] * pair.grid.voxel for label in pair.labels}
    for file, place in tables.items():
        for target, sheet, table in _tables(file, place):
            found = _found(sheet, table, sizes, names)
            if found is None or (file, found.values) in draft.apart:
                continue
            draft.apart.add((file, found.values))
            _note_names(draft, file, sheet, table, found.labels, names)
            draft.add(
                f"own {found.values} {file}",
                "label_volume",
                path,
                parameters={
                    "unit": found.unit,
                    "stated": {"target": target, "labels": found.labels, "values": found.values},
                    **({"names": names} if names else {}),
                },
                tolerance=_room(draft, file, found),
                strong=(found.values, *name_words(file)[:1]),
                weak=("volume", "label"),
                reason="its own labels say what is right, for another hand draws other edges",
            )


def _note_names(
    draft: Draft, file: str, sheet: Sheet, table: FoundTable, labels: str, names: Mapping[str, str]
) -> None:
    """Note the column of names beside one of numbers of labels."""
    columns = {name: table.column(sheet, number) for number, name in table.header.items()}
    codes = [number_of(value) for value in columns[labels]]
    if None in codes or len(set(codes)) < len(codes):
        return
    wanted = [names.get(f"{code:.0f}") for code in codes if code is not None]
    for name, values in columns.items():
        told = [label_of(v, list(map(int, names)), names) for v in values]
        if name != labels and None not in wanted and told == codes:
            draft.coded[file] = labels, name


def _room(draft: Draft, file: str, found: _Found) -> float:
    """Return how far off a volume may be: what is allowed, else what rounding leaves."""
    slack = slack_for(draft.instruction, Subject((found.values,), (found.labels,), file))
    if slack and (allowed := slack.of(found.smallest)):
        return float(f"{allowed:.6g}")
    room = _ROUNDED * found.digit
    if not _DIGITS.search(draft.instruction.prompt):
        room = max(room, _PART * found.smallest)
    return float(f"{room:.2g}")


def _tables(file: str, place: Path) -> Iterator[tuple[str, Sheet, FoundTable]]:
    """Yield the tables of a file with their targets."""
    if is_large(place):
        return
    book = read_book(place)
    alone = place.suffix.lower() in _SEPARATED or len(book.sheets) == 1
    for sheet in book.sheets.values():
        for table in layout_of(sheet).tables:
            yield file if alone else f"{file}#{sheet.name}", sheet, table


def _found(
    sheet: Sheet, table: FoundTable, sizes: Mapping[int, float], names: Mapping[str, str]
) -> _Found | None:
    """Return the columns of labels and of their volumes, None if there are none."""
    for number, name in table.header.items():
        labels = [label_of(v, sizes, names) for v in table.column(sheet, number)]
        if {label for label in labels if label is not None} != set(sizes):
            continue
        for other, values in table.header.items():
            if other != number and (unit := _unit(sheet, table, other, labels, sizes)):
                return _Found(name, values, *unit)
    return None


def _unit(
    sheet: Sheet,
    table: FoundTable,
    column: int,
    labels: Collection[int | None],
    sizes: Mapping[int, float],
) -> tuple[str, float, float] | None:
    """Return the unit in which a column tells the volumes, its last digit and the smallest."""
    cells = [sheet.cells.get((row, column)) for row in table.rows]
    numbers = [None if cell is None else number_of(cell.value) for cell in cells]
    shown = [decimals_of(cell.value, cell.number_format) for cell in cells if cell is not None]
    digit = 10.0 ** -max(shown, default=0)
    told = [(n, sizes[label]) for n, label in zip(numbers, labels, strict=True) if label]
    for unit, scale in _UNITS.items():
        near = all(n is not None and abs(n - size / scale) <= digit for n, size in told)
        smallest = min(sizes.values()) / scale
        if near and digit <= _COARSEST * smallest:
            return unit, digit, smallest
    return None
