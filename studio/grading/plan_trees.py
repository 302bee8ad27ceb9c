"""Plans, and what is given beside them, in JSON, YAML or TOML: records as rows of a table."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from studio.grading.readers.archives import Unreadable
from studio.grading.readers.tables import Table
from studio.grading.readers.trees import JSON, LINES, read_tree, value_at
from studio.grading.readers.values import Scalar, scalar

TREES = (*JSON, *LINES, ".yaml", ".yml", ".toml")
_MOST_ROWS = 20_000
_MOST_COLUMNS = 200
_DEEP = 8
Record = dict[str, Scalar]


def is_tree(path: str) -> bool:
    """Tell whether a path, perhaps with a pointer after `#`, names such a file."""
    return path.partition("#")[0].lower().endswith(TREES)


def table_of_tree(place: Path, pointer: str = "", unfold: bool = False) -> Table:
    """Return the records of a tree as rows.

    A record within another one has the values of both, and where both use a name the outer one's
    is `LIST NAME`. A list of texts is one text, joined by `; `.

    Args:
        place: the file.
        pointer: where its records are, found if empty.
        unfold: whether a list of texts in the innermost records becomes a row for each instead, as
            the stops of a route.

    Raises:
        Unreadable: if it holds no records, or too many.
    """
    records: list[Record] = []
    for record in _records(value_at(read_tree(place), pointer), {}, "", unfold, 0):
        records.append(record)
        if len(records) > _MOST_ROWS:
            raise Unreadable(f"holds more than {_MOST_ROWS:,} records")
    header = tuple(dict.fromkeys(name for record in records for name in record))
    if not header or len(header) > _MOST_COLUMNS:
        raise Unreadable("holds no list of records")
    columns = tuple([scalar(record.get(name)) for record in records] for name in header)
    rows = range(1, len(records) + 1)
    return Table(place.name, header, columns, rows, tuple(range(1, len(header) + 1)))


def lists_of(place: Path) -> Iterator[str]:
    """Yield the pointers of what may be a table of its own: each list or mapping of records.

    Raises:
        Unreadable: if the file is none of its kind.
    """
    tree = read_tree(place)
    if not isinstance(tree, dict) or sum(isinstance(v, list | dict) for v in tree.values()) < 2:
        yield ""
    if isinstance(tree, dict):
        for key, value in tree.items():
            if isinstance(value, list | dict) and value:
                yield f"/{key.replace('~', '~0').replace('/', '~1')}"


def _records(value: Any, outer: Record, name: str, unfold: bool, depth: int) -> Iterator[Record]:
    if depth > _DEEP:
        raise Unreadable("is nested too deeply for a plan")
    if isinstance(value, list):
        for item in value:
            if isinstance(item, dict):
                yield from _record(item, outer, name, unfold, depth)
            elif not isinstance(item, list):
                yield {**outer, name or "item": item}
    elif isinstance(value, dict):
        yield from _mapped(value, outer, name, unfold, depth)


def _mapped(
    tree: dict[str, Any], outer: Record, name: str, unfold: bool, depth: int
) -> Iterator[Record]:
    """Yield the records of a mapping: those of its list, else one for each name."""
    nested: dict[str, Any] = {
        key: child for key, child in tree.items() if isinstance(child, list | dict)
    }
    listed = {k: c for k, c in nested.items() if isinstance(c, list) and _has_records(c)}
    if len(listed) == 1 and len(nested) == 1:
        ((key, child),) = listed.items()
        yield from _records(child, outer, key, unfold, depth + 1)
    elif nested and len(nested) == len(tree):
        for key, child in nested.items():
            own: Record = {**outer, "name": key}
            if isinstance(child, dict):
                yield from _record(child, own, name, unfold, depth + 1)
            elif _has_records(child):
                yield from _records(child, own, key, unfold, depth + 1)
            else:
                yield from _record({"item": child}, own, name, unfold, depth + 1)
    elif listed:
        key = max(listed, key=lambda key: len(listed[key]))
        yield from _records(listed[key], outer, key, unfold, depth + 1)
    elif tree and not nested:
        for key, child in tree.items():
            yield {**outer, "name": key, "value": child}


def _has_records(values: list[Any]) -> bool:
    return bool(values) and all(isinstance(value, dict) for value in values)


def _record(
    tree: dict[str, Any], outer: Record, name: str, unfold: bool, depth: int
) -> Iterator[Record]:
    """Yield the rows of one record: itself, or one for each that it lists."""
    if depth > _DEEP:
        raise Unreadable("is nested too deeply for a plan")
    own: Record = {}
    inner: dict[str, list[Any]] = {}
    for key, child in _flat(tree, depth):
        if not isinstance(child, list):
            own[key] = child
        elif _has_records(child) or (unfold and child):
            inner[key] = child
        else:
            own[key] = "; ".join(str(part) for part in child) if child else None
    own = _joined(own, outer, name)
    if not inner:
        yield own
        return
    key = max(inner, key=lambda key: (_has_records(inner[key]), len(inner[key])))
    for item in inner[key]:
        if isinstance(item, dict):
            yield from _record(item, own, key, unfold, depth + 1)
        else:
            yield {**own, key: item}


def _joined(own: Record, outer: Record, name: str) -> Record:
    kept = {f"{name} {key}" if key in own else key: value for key, value in outer.items()}
    if len(kept) + len(own) > _MOST_COLUMNS:
        raise Unreadable(f"holds records of more than {_MOST_COLUMNS} values")
    return {**kept, **own}


def _flat(tree: dict[str, Any], depth: int) -> Iterator[tuple[str, Any]]:
    """Yield the values of a record, those of a mapping in it by their own names too."""
    for key, child in tree.items():
        if isinstance(child, dict) and depth < _DEEP:
            for inner, value in _flat(child, depth + 1):
                yield f"{key} {inner}", value
        else:
            yield key, child
