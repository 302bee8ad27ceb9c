"""Proposals: from what the expert changed to checks that tell good work from bad.

Derived values carry the weight; what the input held already becomes a gate that it is still there.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from studio.base.ids import slug
from studio.formats import digests, layout
from studio.formats.documents import strict_json
from studio.formats.tasks import TaskFolder
from studio.grading.families.documents import numbers_in
from studio.grading.proposing.instruction import asked_by, demands, quoted
from studio.grading.proposing.structure import FoundTable, find_table, tolerance
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import (
    TABLES,
    Book,
    Sheet,
    address,
    read_book,
)
from studio.grading.readers.places import decode
from studio.grading.readers.values import Scalar, fold, is_blank, same, scalar, spelled_numbers
from studio.model.check import Check

Place = tuple[int, int]
_TEXTS = (".txt", ".md", ".html", ".xml", ".log")
_MAX_LEAVES = 40
_MAX_FIGURES = 12
_SPARE_NUMBERS = 6


@dataclass(frozen=True)
class Proposal:
    """Checks, the sentences of the instruction and the facts of the reference without one."""

    checks: tuple[Check, ...]
    uncovered_instruction: tuple[str, ...]
    uncovered_reference: tuple[str, ...]


@dataclass
class _Draft:
    prompt: str
    touched: Mapping[str, frozenset[str]]
    checkpoints: tuple[str, ...]
    checks: list[Check] = field(default_factory=list)
    uncovered: list[str] = field(default_factory=list)

    def add(
        self,
        name: str,
        kind: str,
        target: str,
        *,
        parameters: dict[str, Any] | None = None,
        tolerance: float | None = None,
        gate: bool = False,
        places: frozenset[str] = frozenset(),
        strong: tuple[str, ...] = (),
        weak: tuple[str, ...] = (),
    ) -> None:
        """Add a check, tied to its sentence and to the checkpoint whose steps touched it."""
        taken = {check.id for check in self.checks}
        base = slug(name, kind)[:56]
        number = 1
        identifier = base
        while identifier in taken:
            number += 1
            identifier = f"{base}-{number}"
        self.checks.append(
            Check(
                id=identifier,
                checkpoint=self._checkpoint(places, gate),
                kind=kind,
                target=target,
                parameters=parameters or {},
                tolerance=tolerance,
                gate=gate,
                origin="proposed",
                because=asked_by(self.prompt, (*strong, *places), weak),
            )
        )

    def _checkpoint(self, places: frozenset[str], gate: bool) -> str | None:
        counts = {name: len(places & touched) for name, touched in self.touched.items()}
        best = max(counts, key=lambda name: counts[name], default=None)
        if best is not None and counts[best]:
            return best
        return None if gate or not self.checkpoints else self.checkpoints[-1]


def propose(task: TaskFolder, touched: Mapping[str, frozenset[str]]) -> Proposal:
    """Return checks for what differs between the input and the reference.

    Args:
        task: the task, with its reference.
        touched: for each checkpoint the names of the elements that its steps acted on.
    """
    document = task.document
    draft = _Draft(document.prompt, touched, tuple(point.id for point in document.task.checkpoints))
    if task.reference.is_dir():
        for path, place in digests.regular_files(task.reference):
            if not layout.is_office_litter(place.name):
                _propose_file(draft, path, place, _same_file(task.input, path))
    covered = {check.because for check in draft.checks}
    missing = tuple(s for s in demands(document.prompt) if s not in covered)
    return Proposal(tuple(draft.checks), missing, tuple(draft.uncovered))


def _same_file(folder: Path, path: str) -> Path | None:
    place = folder / path
    return place if place.is_file() and not place.is_symlink() else None


def _propose_file(draft: _Draft, path: str, place: Path, given: Path | None) -> None:
    if given and digests.of_file(given) == digests.of_file(place):
        return
    before = len(draft.checks)
    if given is None:
        draft.add(f"file {path}", "file_exists", path, gate=True, weak=_name_words(path))
    try:
        if place.suffix.lower() in TABLES:
            _propose_book(draft, path, read_book(place), read_book(given) if given else None)
        elif place.suffix.lower() == ".json":
            _propose_json(draft, path, place, given)
        elif place.suffix.lower() in _TEXTS:
            _propose_text(draft, path, decode(place.read_bytes()), given)
    except Unreadable as fault:
        draft.uncovered.append(f"{path} {fault}")
    if len(draft.checks) == before + (given is None):
        draft.uncovered.append(f"{path} was made or changed, but nothing of it is checked")


def _name_words(path: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[a-z0-9]+", path.casefold()))


def _propose_book(draft: _Draft, path: str, book: Book, given: Book | None) -> None:
    for sheet in book.sheets.values():
        earlier = given.sheet(sheet.name) if given else None
        _propose_sheet(draft, path, sheet, earlier or Sheet(sheet.name, {}))


def _target(path: str, sheet: Sheet, cells: str) -> str:
    if Path(path).suffix.lower() in (".csv", ".tsv"):
        return path
    return f"{path}#{sheet.name}!{cells}"


def _propose_sheet(draft: _Draft, path: str, sheet: Sheet, given: Sheet) -> None:
    changed = {
        place
        for place in sheet.cells.keys() | given.cells.keys()
        if not same(sheet.value(*place), given.value(*place), None)
    }
    table = find_table(sheet)
    inside = {place for place in changed if table and table.holds(*place)}
    if table:
        _propose_table(draft, path, sheet, given, table, inside)
    for row, column in sorted(changed - inside):
        if table and row == table.area[0] and column in table.header:
            continue
        _propose_cell(draft, path, sheet, (row, column))
    _propose_rest(draft, path, sheet, table, changed)


def _propose_table(
    draft: _Draft, path: str, sheet: Sheet, given: Sheet, table: FoundTable, inside: set[Place]
) -> None:
    target = _target(path, sheet, table.cells)
    common: dict[str, Any] = {"key": list(table.key)} if table.key else {}
    columns = [name for column, name in table.header.items() if column in {c for _, c in inside}]
    if inside:
        draft.add(
            f"{sheet.name} {' '.join(columns)}",
            "table_equals",
            target,
            parameters=common | {"columns": columns, "facts": "changed"},
            tolerance=_table_tolerance(sheet, inside),
            places=frozenset(address(*place) for place in inside),
            strong=tuple(columns),
            weak=(sheet.name, *_name_words(path)),
        )
    held = sheet.cells.keys() - inside
    if given.cells and any(table.holds(*place) for place in held):
        draft.add(
            f"{sheet.name} kept",
            "table_equals",
            target,
            parameters=common | {"facts": "unchanged"},
            gate=True,
            strong=("change", "unchanged", "keep"),
            weak=(sheet.name, *(name for name in table.header.values() if name not in columns)),
        )


def _table_tolerance(sheet: Sheet, inside: set[Place]) -> float | None:
    found = [
        tolerance(cell.value, cell.number_format)
        for place in inside
        if (cell := sheet.cells.get(place)) and isinstance(cell.value, float)
    ]
    known = [value for value in found if value is not None]
    return min(known) if known else None


def _propose_cell(draft: _Draft, path: str, sheet: Sheet, place: Place) -> None:
    name = address(*place)
    cell = sheet.cells.get(place)
    target = _target(path, sheet, name)
    if cell is None or is_blank(cell.value):
        draft.uncovered.append(f"{sheet.name}!{name} was emptied")
        return
    if isinstance(cell.value, float):
        formula = "formula" in draft.prompt.casefold() and cell.formula is not None
        draft.add(
            f"cell {name}",
            "cell_equals",
            target,
            parameters={"formula": True} if formula else {},
            tolerance=tolerance(cell.value, cell.number_format),
            places=frozenset({name}),
            weak=(sheet.name,),
        )
        return
    _propose_cell_text(draft, sheet, name, target, str(cell.value))


def _propose_cell_text(draft: _Draft, sheet: Sheet, name: str, target: str, text: str) -> None:
    places = frozenset({name})
    if fold(text).casefold() in quoted(draft.prompt):
        draft.add(
            f"label {name}",
            "cell_equals",
            target,
            parameters={"case": False},
            gate=True,
            places=places,
        )
        return
    figures = _figures(text)
    if figures:
        draft.add(
            f"text {name}",
            "text_contains",
            target,
            parameters={
                "terms": figures,
                "max_numbers": len(numbers_in(text)) + _SPARE_NUMBERS,
            },
            places=places,
            weak=(sheet.name,),
        )
    else:
        draft.add(f"cell {name}", "cell_equals", target, parameters={"case": False}, places=places)


def _figures(text: str) -> list[str]:
    """Return the figures of a text that are worth a check: those with decimals, else all."""
    spelled = [word for word, _ in spelled_numbers(text)]
    exact = [word for word in spelled if "." in word]
    return list(dict.fromkeys(exact or spelled))[:_MAX_FIGURES]


def _propose_rest(
    draft: _Draft, path: str, sheet: Sheet, table: FoundTable | None, changed: set[Place]
) -> None:
    """Add one gate over what the input held outside the table, if that is a block of its own."""
    kept = [
        place
        for place in sheet.cells
        if place not in changed and not (table and _in_area(table.area, place))
    ]
    if not kept:
        return
    rows, columns = [row for row, _ in kept], [column for _, column in kept]
    area = (min(rows), min(columns), max(rows), max(columns))
    if table and _overlap(area, table.area):
        draft.uncovered.append(f"{len(kept)} unchanged cells beside the table of {sheet.name}")
        return
    first, left, last, right = area
    cells = f"{address(first, left)}:{address(last, right)}"
    draft.add(
        f"{sheet.name} {cells} kept",
        "table_equals",
        _target(path, sheet, cells),
        parameters={"facts": "unchanged", "header": False, "extra_rows": "ignore"},
        gate=True,
        strong=("change", "unchanged", "keep"),
    )


def _in_area(area: tuple[int, int, int, int], place: Place) -> bool:
    first, left, last, right = area
    return first <= place[0] <= last and left <= place[1] <= right


def _overlap(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    rows = one[0] <= other[2] and other[0] <= one[2]
    return rows and one[1] <= other[3] and other[1] <= one[3]


def _leaves(value: Any, pointer: str = "") -> Iterator[tuple[str, Scalar]]:
    if isinstance(value, dict):
        for key, child in value.items():
            yield from _leaves(child, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}")
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _leaves(child, f"{pointer}/{index}")
    else:
        yield pointer, scalar(value)


def _json_leaves(place: Path | None) -> dict[str, Scalar]:
    if place is None:
        return {}
    try:
        return dict(_leaves(strict_json(decode(place.read_bytes()))))
    except ValueError as fault:
        raise Unreadable(f"is not valid JSON ({fault})") from None


def _propose_json(draft: _Draft, path: str, place: Path, given: Path | None) -> None:
    earlier = _json_leaves(given)
    derived = [
        (pointer, value)
        for pointer, value in _json_leaves(place).items()
        if pointer and (pointer not in earlier or not same(value, earlier[pointer], None))
    ]
    for pointer, value in derived[:_MAX_LEAVES]:
        draft.add(
            f"json {pointer}",
            "json_value",
            f"{path}#{pointer}",
            tolerance=tolerance(value, "") if isinstance(value, float) else None,
            weak=(*_name_words(pointer), *_name_words(path)),
        )
    if len(derived) > _MAX_LEAVES:
        draft.uncovered.append(f"{len(derived) - _MAX_LEAVES} more fields of {path}")


def _propose_text(draft: _Draft, path: str, text: str, given: Path | None) -> None:
    earlier = decode(given.read_bytes()) if given else ""
    known = numbers_in(earlier)
    figures = [
        word
        for word, number in dict(spelled_numbers(text)).items()
        if not any(same(number, other, None) for other in known)
    ]
    phrases = [
        phrase
        for phrase in sorted(quoted(draft.prompt))
        if phrase in fold(text).casefold() and phrase not in fold(earlier).casefold()
    ]
    terms = [*figures[:_MAX_FIGURES], *phrases]
    if terms:
        draft.add(
            f"text {path}",
            "text_contains",
            path,
            parameters={"terms": terms, "max_numbers": len(numbers_in(text)) + _SPARE_NUMBERS},
            weak=_name_words(path),
        )
