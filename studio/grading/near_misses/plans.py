"""Near misses and harmless variants of plans that are judged by rules and a bound on their cost."""

import random
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from studio.base.errors import FaultError
from studio.formats import layout
from studio.formats.tasks import copy_tree
from studio.grading.families.feasibility import PlanCostParameters, PlanRulesParameters
from studio.grading.kinds import Grounds
from studio.grading.near_misses.grids import TABULAR, Grid, body, open_grid, rows_as
from studio.grading.near_misses.operators import Made, Scene, spoils, varies
from studio.grading.near_misses.workbooks import Written
from studio.grading.planning import moment_of
from studio.grading.readers.books import Sheet
from studio.grading.readers.structure import FoundTable
from studio.grading.readers.values import Scalar, fold
from studio.grading.rules import parse_rule
from studio.grading.verdicts import judge, parse_parameters

_TRIES = 12


@dataclass(frozen=True)
class _Rows:
    """A plan as cells: its table, and the columns that its rules look at."""

    scene: Scene
    grid: Grid
    sheet: Sheet
    table: FoundTable
    ruled: tuple[str, ...]

    @property
    def rows(self) -> list[int]:
        """The numbers of its rows in the sheet."""
        return list(body(self.table))

    def column(self, name: str) -> int | None:
        """Return where a column stands, None if there is none."""
        wanted = fold(name).casefold()
        return next((c for c, n in self.table.header.items() if n.casefold() == wanted), None)

    def named(self, part: str) -> Iterator[int]:
        """Yield the columns of the plan that a part of its rules names, such as `per`."""
        for text in self.ruled:
            rule = parse_rule(text)
            for column in rule.columns(part) if part in rule.parts else ():
                place = self.column(column.name) if not column.table else None
                if place is not None:
                    yield place

    def value(self, row: int, column: int) -> Scalar:
        """Return what stands in a cell."""
        return self.sheet.value(row, column)

    def changed(self, cells: Mapping[tuple[int, int], Written]) -> bytes:
        """Return the file with other values in some cells."""
        return self.grid.changed(self.sheet.name, cells)

    def ordered(self, order: list[int | None]) -> bytes:
        """Return the file with its rows in another order; None leaves one blank."""
        return self.changed(rows_as(self.sheet, self.table, order))


def _plan(scene: Scene) -> _Rows | None:
    check = next((c for c in scene.checks if c.kind in ("plan_rules", "plan_cost")), None)
    if check is None:
        return None
    try:
        parameters = parse_parameters(check)
    except FaultError:
        return None
    assert isinstance(parameters, PlanRulesParameters | PlanCostParameters)
    grid = open_grid(scene.place)
    for name, table in grid.tables.items():
        return _Rows(scene, grid, grid.book.sheets[name], table, parameters.rules)
    return None


def obeys(scene: Scene, content: bytes) -> bool:
    """Tell whether other content of a file passes the checks of its plan, and of its totals."""
    private = scene.reference.parent
    given = private.parent / layout.INPUT
    with tempfile.TemporaryDirectory(prefix="studio-plan-") as folder:
        output = Path(folder) / "output"
        copy_tree(scene.reference, output)
        (output / scene.path).write_bytes(content)
        grounds = Grounds(output, scene.reference, given, private / "hidden")
        asked = [check for check in scene.checks if check.kind.startswith("plan_")]
        return all((judge(check, grounds).score or 0.0) >= 1 - 1e-9 for check in asked)


Change = Callable[[_Rows, random.Random], Iterator[tuple[str, bytes]]]


def _operator(id: str, title: str, harmless: bool = False) -> Callable[[Change], Change]:
    """Register what changes a plan; what does not break it is no near miss, and so for the rest."""
    register = varies if harmless else spoils

    def keep(change: Change) -> Change:
        def make(scene: Scene, rng: random.Random) -> Iterator[Made]:
            plan = _plan(scene)
            for number, (did, content) in enumerate(change(plan, rng) if plan else ()):
                if obeys(scene, content) == harmless:
                    yield scene.made(did, content)
                if number == _TRIES:
                    return

        register(id, "feasibility", title, TABULAR)(make)
        return change

    return keep


def _shuffled(rows: list[int], rng: random.Random) -> list[int]:
    return rng.sample(rows, len(rows))


def _name(plan: _Rows, row: int) -> str:
    listed = next(plan.named("place"), min(plan.table.header))
    return str(plan.value(row, listed))


@_operator("plan_row_dropped", "Something is not planned")
def _dropped(plan: _Rows, rng: random.Random) -> Iterator[tuple[str, bytes]]:
    for gone in _shuffled(plan.rows, rng):
        left: list[int | None] = [row for row in plan.rows if row != gone]
        yield f"left out {_name(plan, gone)}", plan.ordered(left)


@_operator("plan_row_doubled", "Something is planned twice")
def _doubled(plan: _Rows, rng: random.Random) -> Iterator[tuple[str, bytes]]:
    end = plan.rows[-1] + 1
    for row in _shuffled(plan.rows, rng):
        cells = {(end, column): plan.value(row, column) for column in plan.table.header}
        yield f"planned {_name(plan, row)} twice", plan.changed(cells)


@_operator("plan_overloaded", "Too much for one")
def _overloaded(plan: _Rows, rng: random.Random) -> Iterator[tuple[str, bytes]]:
    for column in dict.fromkeys(plan.named("per")):
        for row in _shuffled(plan.rows, rng):
            for other in dict.fromkeys(plan.value(row, column) for row in plan.rows):
                if other != plan.value(row, column):
                    told = f"gave {_name(plan, row)} to {other}"
                    yield told, plan.changed({(row, column): other})


@_operator("plan_swapped", "Two change their places")
def _swapped(plan: _Rows, rng: random.Random) -> Iterator[tuple[str, bytes]]:
    for column in dict.fromkeys((*plan.named("place"), *plan.named("by"))):
        rows = _shuffled(plan.rows, rng)
        for one in rows:
            for other in rows:
                if one < other:
                    cells = {
                        (one, column): plan.value(other, column),
                        (other, column): plan.value(one, column),
                    }
                    yield (
                        f"swapped {_name(plan, one)} and {_name(plan, other)}",
                        plan.changed(cells),
                    )


@_operator("plan_too_late", "Too late")
def _late(plan: _Rows, rng: random.Random) -> Iterator[tuple[str, bytes]]:
    parts = ("value", "start", "end", "time")
    for column in dict.fromkeys(c for part in parts for c in plan.named(part)):
        for row in _shuffled(plan.rows, rng):
            if moment_of(plan.value(row, column)) is not None:
                heading = plan.table.header[column]
                told = f"put {heading} of {_name(plan, row)} to 23:30"
                yield told, plan.changed({(row, column): _evening(plan.value(row, column))})


def _evening(value: Scalar) -> str:
    """Return half past eleven at night, of the same day where one is told."""
    day, mark, _ = str(value).replace("T", " ").rpartition(" ")
    return f"{day}{mark}23:30" if mark and day[:1].isdigit() and "-" in day else "23:30"


@_operator("plan_unknown_name", "A name that nobody knows")
def _unknown(plan: _Rows, rng: random.Random) -> Iterator[tuple[str, bytes]]:
    for column in dict.fromkeys(plan.named("place")):
        for row in _shuffled(plan.rows, rng):
            told = f"wrote {_name(plan, row)}-X for {_name(plan, row)}"
            yield told, plan.changed({(row, column): f"{plan.value(row, column)}-X"})


@_operator("plan_dear", "It obeys, but costs too much")
def _dear(plan: _Rows, rng: random.Random) -> Iterator[tuple[str, bytes]]:
    rules_alone = [check for check in plan.scene.checks if check.kind == "plan_rules"]
    if len(rules_alone) == len(plan.scene.checks):
        return
    for column in dict.fromkeys((*plan.named("per"), *plan.named("by"))):
        for row in _shuffled(plan.rows, rng):
            alone = f"{plan.value(row, column)}-2"
            yield f"gave {_name(plan, row)} one of its own", plan.changed({(row, column): alone})


@_operator("plan_groups_renamed", "Other names for the groups", harmless=True)
def _renamed(plan: _Rows, rng: random.Random) -> Iterator[tuple[str, bytes]]:
    for column in dict.fromkeys(plan.named("per")):
        names = dict.fromkeys(plan.value(row, column) for row in plan.rows)
        others = dict(zip(names, [*list(names)[1:], *list(names)[:1]], strict=True))
        cells = {(row, column): others[plan.value(row, column)] for row in plan.rows}
        yield f"exchanged the names of {plan.table.header[column]}", plan.changed(cells)


@_operator("plan_rows_moved", "Rows in another order", harmless=True)
def _moved(plan: _Rows, rng: random.Random) -> Iterator[tuple[str, bytes]]:
    order: list[int | None] = list(_shuffled(plan.rows, rng))
    yield "put the rows into another order", plan.ordered(order)


@_operator("plan_slightly_later", "A minute later", harmless=True)
def _later(plan: _Rows, rng: random.Random) -> Iterator[tuple[str, bytes]]:
    for column in dict.fromkeys((*plan.named("value"), *plan.named("end"))):
        for row in _shuffled(plan.rows, rng):
            clock = moment_of(plan.value(row, column))
            if clock is not None and clock < 23 * 60:
                text = f"{int(clock + 1) // 60}:{int(clock + 1) % 60:02d}"
                heading = plan.table.header[column]
                told = f"put {heading} of {_name(plan, row)} a minute later"
                yield told, plan.changed({(row, column): text})
