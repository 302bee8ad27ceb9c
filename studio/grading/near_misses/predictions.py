"""Near misses and harmless variants of predictions that are measured on hidden labels."""

import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.base.errors import FaultError
from studio.formats import layout
from studio.grading.families.predictions import PredictionScoreParameters
from studio.grading.kinds import Grounds
from studio.grading.metrics import CHANCES, RANKINGS
from studio.grading.near_misses.grids import (
    TABULAR,
    Grid,
    body,
    open_grid,
    rows_as,
)
from studio.grading.near_misses.operators import Made, Make, Scene, spoils, varies
from studio.grading.readers.books import Sheet
from studio.grading.readers.structure import FoundTable
from studio.grading.readers.values import Scalar, number_of
from studio.grading.verdicts import judge, parse_parameters

_RANKED = ("auc", "spearman", *RANKINGS)


@dataclass(frozen=True)
class _Predictions:
    """A table of predictions: its cells, and the column that is measured."""

    grid: Grid
    sheet: Sheet
    table: FoundTable
    column: int
    parameters: PredictionScoreParameters

    @property
    def values(self) -> list[Scalar]:
        """The predictions from the first row to the last."""
        return [self.sheet.value(row, self.column) for row in body(self.table)]

    def with_values(self, values: Sequence[Scalar]) -> bytes:
        """Return the file with other predictions."""
        rows = zip(body(self.table), values, strict=True)
        return self.grid.changed(
            self.sheet.name, {(row, self.column): _written(value) for row, value in rows}
        )

    def with_rows(self, order: Sequence[int | None]) -> bytes:
        """Return the file with its rows in another order; None leaves one blank."""
        return self.grid.changed(self.sheet.name, rows_as(self.sheet, self.table, order))


def _written(value: Scalar) -> Scalar:
    return repr(value) if isinstance(value, float) and abs(value) < 1e-9 else value


def _predictions(scene: Scene) -> _Predictions | None:
    """Return the predictions of a scene, None if none are measured there."""
    check = next((check for check in scene.checks if check.kind == "prediction_score"), None)
    if check is None:
        return None
    try:
        parameters = parse_parameters(check)
    except FaultError:
        return None
    assert isinstance(parameters, PredictionScoreParameters)
    grid = open_grid(scene.place)
    for name, table in grid.tables.items():
        for column, heading in table.header.items():
            if heading.casefold() == parameters.prediction.casefold():
                return _Predictions(grid, grid.book.sheets[name], table, column, parameters)
    return None


def _is_good(scene: Scene, content: bytes) -> bool:
    """Tell whether other content of a file passes the checks of its predictions."""
    hidden = scene.reference.parent / Path(layout.HIDDEN).name
    with tempfile.TemporaryDirectory(prefix="studio-predicted-") as folder:
        place = Path(folder) / scene.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        grounds = Grounds(Path(folder), scene.reference, scene.reference, hidden)
        asked = [check for check in scene.checks if check.kind.startswith("prediction_")]
        return all((judge(check, grounds).score or 0.0) >= 1 - 1e-9 for check in asked)


Change = Callable[[_Predictions, random.Random], bytes | None]


def _operator(id: str, title: str, did: str, harmless: bool = False) -> Callable[[Change], Change]:
    """Register what changes predictions; None is a change that does not apply."""
    register = varies if harmless else spoils

    def keep(change: Change) -> Change:
        def make(scene: Scene, rng: random.Random) -> Iterator[Made]:
            found = _predictions(scene)
            content = change(found, rng) if found is not None else None
            if content is not None and _is_good(scene, content) == harmless:
                yield scene.made(did, content)

        kept: Make = make
        register(id, "predictions", title, TABULAR)(kept)
        return change

    return keep


@_operator("predictions_constant", "The same prediction for all", "predicted the same for all")
def _constant(found: _Predictions, rng: random.Random) -> bytes:
    values = [value for value in found.values if value is not None]
    common = max(sorted(set(values), key=str), key=values.count)
    return found.with_values([common] * len(found.values))


@_operator("predictions_inverted", "Predictions upside down", "turned the predictions upside down")
def _inverted(found: _Predictions, rng: random.Random) -> bytes | None:
    numbers = [number_of(value) for value in found.values]
    known = [number for number in numbers if number is not None]
    if len(known) == len(numbers) and len(set(known)) > 1:
        top = max(known) + min(known)
        return found.with_values([_spelled(found, row, top - n) for row, n in enumerate(known)])
    classes = sorted({str(value) for value in found.values})
    if len(classes) < 2:
        return None
    others = dict(zip(classes, [*classes[1:], classes[0]], strict=True))
    return found.with_values([others[str(value)] for value in found.values])


def _spelled(found: _Predictions, row: int, number: float) -> Scalar:
    before = found.values[row]
    return repr(round(number, 12)) if isinstance(before, str) else number


@_operator("predictions_shuffled", "Predictions for other cases", "gave each case another's value")
def _shuffled(found: _Predictions, rng: random.Random) -> bytes | None:
    values = list(found.values)
    if len(set(map(str, values))) < 2:
        return None
    rng.shuffle(values)
    return found.with_values(values)


@_operator("predictions_incomplete", "Cases without a prediction", "left out the last cases")
def _incomplete(found: _Predictions, rng: random.Random) -> bytes:
    rows = list(body(found.table))
    return found.with_rows(rows[: len(rows) - max(1, len(rows) // 10)])


@_operator("predictions_doubled", "A case predicted twice", "predicted the first case again")
def _doubled(found: _Predictions, rng: random.Random) -> bytes:
    rows = list(body(found.table))
    first = found.table.area[0] + 1
    cells = rows_as(found.sheet, found.table, [*rows])
    for column in found.table.header:
        cells[rows[-1] + 1, column] = found.sheet.value(first, column)
    return found.grid.changed(found.sheet.name, cells)


@_operator("predictions_not_numbers", "Not a number among the chances", "left NaN for a chance")
def _not_numbers(found: _Predictions, rng: random.Random) -> bytes | None:
    if found.parameters.metric == "accuracy" or found.parameters.metric == "f1":
        return None
    return found.with_values(["NaN", *found.values[1:]])


@_operator(
    "predictions_reordered", "Rows in another order", "put the rows into another order", True
)
def _reordered(found: _Predictions, rng: random.Random) -> bytes:
    rows = list(body(found.table))
    rng.shuffle(rows)
    return found.with_rows(rows)


@_operator(
    "predictions_rescaled", "Scores on another scale", "gave the scores on another scale", True
)
def _rescaled(found: _Predictions, rng: random.Random) -> bytes | None:
    numbers = [number_of(value) for value in found.values]
    known = [number for number in numbers if number is not None]
    if found.parameters.metric not in _RANKED or len(known) != len(numbers):
        return None
    return found.with_values([_spelled(found, row, 10 * n + 3) for row, n in enumerate(known)])


@_operator("predictions_finer", "A trace less exact", "rounded in the ninth digit", True)
def _finer(found: _Predictions, rng: random.Random) -> bytes | None:
    numbers = [number_of(value) for value in found.values]
    known = [number for number in numbers if number is not None]
    if found.parameters.metric not in (*CHANCES, "rmse", "mae") or len(known) != len(numbers):
        return None
    return found.with_values([_spelled(found, row, n * (1 - 1e-10)) for row, n in enumerate(known)])
