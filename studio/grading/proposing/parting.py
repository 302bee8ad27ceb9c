"""Parting the check of a table among checkpoints: the total of one, and the columns of several.

A table is one check as long as one checkpoint speaks of all of it. Where the steps of another one
filled in its row of totals or some of its columns, or its title names them, each gets its part.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from studio.base.errors import FaultError
from studio.base.ids import slug
from studio.formats.tasks import TaskFolder
from studio.grading.families.preparing import compared_columns, reference_of
from studio.grading.families.table_parameters import TableEqualsParameters
from studio.grading.kinds import Grounds
from studio.grading.proposing.draft import Draft, stems_of_title
from studio.grading.proposing.instruction import stems_of
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import address
from studio.grading.readers.forms import is_total
from studio.grading.readers.tables import Table
from studio.grading.readers.totals import total_rows
from studio.grading.readers.values import Scalar, fold, is_blank
from studio.grading.verdicts import parse_parameters
from studio.model.check import Check, parse_target

SUMMED = stems_of("total totals sum sums grand")
_LISTS = ("computed", "worded", "empty_is_zero", "loose")
_TABLES = ("tolerances", "shares")
_OF_ROWS = ("order_matters", "numbered", "running", "sums", "without_key")
_TOGETHER = ("numbered", "running", "either", "order_matters")


@dataclass(frozen=True)
class _Parted:
    """A check of a table with the table of the reference, and its rows of totals, from 0."""

    check: Check
    table: Table
    columns: tuple[str, ...]
    totals: tuple[int, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that tell its rows apart."""
        return tuple(self.check.parameters.get("key", ()))

    @property
    def label(self) -> str:
        """What its first row of totals is called."""
        row = self.totals[0]
        values = (self.table.raw(column)[row] for column in range(len(self.table.header)))
        return next(fold(str(value)) for value in values if not is_blank(value))

    def places(self, rows: Iterable[int], columns: Iterable[str]) -> frozenset[str]:
        """Return the cells of some rows and columns, as a recording names them."""
        spots = [p for name in columns if (p := self.table.position(name)) is not None]
        return frozenset(
            address(self.table.rows[row], self.table.places[spot]) for row in rows for spot in spots
        )

    @property
    def rows(self) -> list[int]:
        """Its rows but for those of totals."""
        return [row for row in range(self.table.height) if row not in self.totals]

    @property
    def summed(self) -> list[str]:
        """The compared columns in which its rows of totals hold something."""
        return [
            name
            for name in self.columns
            if name not in self.key
            and (spot := self.table.position(name)) is not None
            and any(_is_summed(self.table.raw(spot)[row]) for row in self.totals)
        ]


def _is_summed(value: Scalar) -> bool:
    """Tell whether a cell of a row of totals holds something beside its label."""
    return not is_blank(value) and not is_total(value)


def part_by_checkpoint(draft: Draft, task: TaskFolder) -> None:
    """Part each check of a table whose total or columns belong to other checkpoints."""
    if len(draft.checkpoints) < 2:
        return
    for place, check in reversed(list(enumerate(draft.checks))):
        parted = None if check.gate or check.kind != "table_equals" else _read(check, task)
        if parted is not None:
            parts = list(_parts(draft, parted))
            draft.checks[place : place + 1] = parts
            for part in parts:
                if check.id in draft.reasons:
                    draft.reasons[part.id] = draft.reasons[check.id]


def _read(check: Check, task: TaskFolder) -> _Parted | None:
    parameters = parse_parameters(check)
    assert isinstance(parameters, TableEqualsParameters)
    grounds = Grounds.of(task, task.reference)
    try:
        table = reference_of(parameters, parse_target(check.target), grounds)
        columns = tuple(table.header[n] for n in compared_columns(table, parameters))
    except (FaultError, Unreadable):
        return None
    totals = total_rows(table) if parameters.totals == "compare" else []
    return _Parted(check, table, columns, tuple(totals))


def _parts(draft: Draft, parted: _Parted) -> Iterator[Check]:
    """Yield the checks that one becomes: that of its columns, of others' columns, of its total."""
    check, point = parted.check, _point_of_total(draft, parted)
    if point is not None:
        rest = _rest_of(draft, check, point)
        if rest == point:
            point = None
        else:
            check = _with(check, {"totals": "ignore"}, checkpoint=rest)
    claims = _claims(draft, replace(parted, check=check), point)
    own = [name for name in parted.columns if name not in claims]
    yield of_columns(check, own) if claims and own else check
    for other in dict.fromkeys(claims.values()):
        if own or other != next(iter(claims.values())):
            names = [name for name, owner in claims.items() if owner == other]
            yield _renamed(draft, of_columns(check, names), names, other)
    if point is not None:
        yield _of_total(draft, parted, point)


def _point_of_total(draft: Draft, parted: _Parted) -> str | None:
    """Return the checkpoint that speaks of the row of totals, None if none does for sure."""
    if not parted.totals or not parted.rows or not parted.summed:
        return None
    places = parted.places(parted.totals, parted.summed)
    own = parted.places(parted.rows, parted.columns)
    steps = {
        name: len(places & touched)
        for name, touched in draft.touched.items()
        if len(places & touched) > len(own & touched)
    }
    if steps:
        return max(steps, key=lambda name: steps[name])
    words = stems_of(parted.label) | SUMMED
    worth = {p.id: len(stems_of_title(p.title) & words) for p in draft.checkpoints}
    best = max(worth, key=lambda name: worth[name])
    return best if worth[best] else None


def _rest_of(draft: Draft, check: Check, point: str) -> str | None:
    """Return the checkpoint of what is left of a table without its total.

    Where it would be that of the total, one that no check earns yet is as likely meant.
    """
    if check.checkpoint != point:
        return check.checkpoint
    earned = {c.checkpoint for c in draft.checks if not c.gate and c is not check}
    free = [p.id for p in draft.checkpoints if p.id != point and p.id not in earned and p.weight]
    return free[0] if free else point


def _claims(draft: Draft, parted: _Parted, point: str | None) -> dict[str, str]:
    """Return the compared columns that belong to another checkpoint, each with it."""
    check = parted.check
    if any(check.parameters.get(name) for name in _TOGETHER):
        return {}
    found = {}
    for name in parted.columns:
        owner = None if name in parted.key else _owner(draft, parted, name, point)
        if owner is not None and owner != check.checkpoint:
            found[name] = owner
    return found


def _owner(draft: Draft, parted: _Parted, name: str, point: str | None) -> str | None:
    """Return the checkpoint whose steps filled in a column, else whose title names it.

    None if none does, or if the own one does as well.
    """
    places = parted.places(parted.rows, [name])
    steps = {id: len(places & touched) for id, touched in draft.touched.items() if places & touched}
    own = parted.check.checkpoint
    if steps:
        best = max(steps, key=lambda id: (steps[id], id == own))
        return best if 2 * steps[best] > len(places) else None
    words = stems_of(name)
    worth = {
        p.id: len(stems_of_title(p.title) & words)
        for p in draft.checkpoints
        if p.id != point or words & SUMMED
    }
    best = max(worth, key=lambda id: (worth[id], id == own), default="")
    return best if best and worth[best] else None


def _with(check: Check, parameters: dict[str, Any], **changes: Any) -> Check:
    return check.model_copy(update={"parameters": check.parameters | parameters, **changes})


def of_columns(check: Check, names: list[str]) -> Check:
    """Return the check of some columns of a table."""
    kept = {*names, *check.parameters.get("key", ())}
    found = {name: value for name, value in check.parameters.items()}
    for name in _LISTS:
        if name in found:
            found[name] = [column for column in found[name] if column in kept]
    for name in _TABLES:
        if name in found:
            found[name] = {c: room for c, room in found[name].items() if c in kept}
    if "free_names" in found:
        found["free_names"] = [column for column in found["free_names"] if column in kept]
    found = {name: value for name, value in found.items() if value not in ([], {})}
    return check.model_copy(update={"parameters": found | {"columns": names}})


def _renamed(draft: Draft, check: Check, names: Sequence[str], point: str) -> Check:
    """Return a check with an id, a checkpoint and a sentence of its own."""
    found = draft.instruction.sentence_of(names)
    if found:
        draft.used.add(found.text)
    return check.model_copy(
        update={
            "id": draft.fresh_id(slug(f"{' '.join(names)} {check.id}")),
            "checkpoint": point,
            "because": found.text if found else check.because,
        }
    )


def _of_total(draft: Draft, parted: _Parted, point: str) -> Check:
    """Return the check of the rows of totals alone."""
    own = of_columns(parted.check, parted.summed)
    bare = {n: v for n, v in own.parameters.items() if n not in _OF_ROWS}
    check = own.model_copy(update={"parameters": bare | {"totals": "only"}})
    return _renamed(draft, check, (parted.label,), point)
