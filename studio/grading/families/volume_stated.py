"""Volumes of labels that a table of the same output tells, to be held against its own labels."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path

from pydantic import Field

from studio.grading.readers.archives import Unreadable
from studio.grading.readers.tables import Table, reference_table
from studio.grading.readers.values import Scalar, fold, number_of
from studio.model.check import TargetText, parse_target
from studio.model.frozen import Frozen

Told = Mapping[int, list[float | None]]
_MOST_COLUMNS = 24
_PARTED = re.compile(r"[\s_-]+")


class StatedVolumes(Frozen):
    """The table of the same output that tells how large its labels are."""

    target: TargetText = Field(
        title="Table", description="Such as `volumes.csv` or `report.xlsx#Volumes`."
    )
    labels: str = Field(
        title="Column of labels", description="That of their numbers, or of their names."
    )
    values: str = Field(title="Column of volumes", description="That of volumes in the unit.")


def label_of(value: Scalar, labels: Collection[int], names: Mapping[str, str]) -> int | None:
    """Return the label that a cell names by number or by name, None if it names none of them."""
    number = number_of(value)
    if number is not None:
        return int(number) if number in labels else None
    wanted = _plain(str(value))
    return next((n for n in labels if _plain(names.get(str(n), "")) == wanted != ""), None)


def _plain(text: str) -> str:
    return _PARTED.sub(" ", fold(text)).strip().casefold()


def stated_volumes(
    folder: Path,
    stated: StatedVolumes,
    labels: Collection[int],
    names: Mapping[str, str],
    holds: Callable[[int, float], bool],
) -> Told:
    """Return by label what the rows of a table say of it, None for a cell without a number.

    A column of another name is as good if there is none of the name: of several the one that is
    right for most labels.

    Args:
        folder: the output.
        stated: the table and its columns.
        labels: the labels that are looked for.
        names: what they are called, by number.
        holds: whether a label has a volume.

    Raises:
        Unreadable: if there is no such table.
    """
    table = reference_table(folder, parse_target(stated.target), (stated.labels, stated.values))
    found = [
        _told(table, label, value, labels, names)
        for label in _positions(table, stated.labels)
        for value in _positions(table, stated.values)
        if label != value
    ]
    if not found:
        raise Unreadable("has no column of labels beside one of volumes")

    def worth(told: Told) -> tuple[int, int]:
        right = sum(all_hold(told.get(label, []), label, holds) for label in labels)
        return right, len(told)

    return max(found, key=worth)


def all_hold(values: list[float | None], label: int, holds: Callable[[int, float], bool]) -> bool:
    """Tell whether a label has each volume that is told of it, and there is one."""
    return bool(values) and all(value is not None and holds(label, value) for value in values)


def _positions(table: Table, name: str) -> Iterator[int]:
    position = table.position(name)
    others = range(min(len(table.header), _MOST_COLUMNS))
    yield from others if position is None else (position,)


def _told(
    table: Table, label: int, value: int, labels: Collection[int], names: Mapping[str, str]
) -> Told:
    told: dict[int, list[float | None]] = defaultdict(list)
    for named, size in zip(table.values(label), table.values(value), strict=True):
        number = label_of(named, labels, names)
        if number is not None:
            told[number].append(number_of(size))
    return told
