"""Trees of values, shown node by node, with what differs from another tree."""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from studio.grading.readers.archives import Unreadable
from studio.grading.readers.trees import format_of, read_tree
from studio.grading.readers.values import legible
from studio.viewing.tree_data import NextNode, ShownNode, TreeHead, TreeNodes, TreePath

MAX_NODES = 500
_LONGEST = 2_000
_MISSING = object()


class OpenedTree:
    """An open tree, and the one that it is compared with."""

    def __init__(self, shown: Path, other: Path | None) -> None:
        self._tree = read_tree(shown)
        self._format = format_of(shown.suffix.lower())
        self._other_path = other

    @cached_property
    def _other(self) -> Any:
        """The other tree; one that cannot be read is compared with nothing."""
        try:
            return read_tree(self._other_path) if self._other_path else _MISSING
        except Unreadable:
            return _MISSING

    def head(self) -> TreeHead:
        """Return the root."""
        compared = self._other is not _MISSING
        root = self._node("", "", self._tree, self._other if compared else self._tree)
        return TreeHead(root, self._format, compared)

    def nodes(self, pointer: str, first: int, count: int) -> TreeNodes:
        """Return children of a node.

        Args:
            pointer: where the node is.
            first: the number of the first child, from 0.
            count: how many, at most `MAX_NODES`.
        """
        value, other = self._at(pointer)
        keys = _keys(value, other)[max(0, first) : max(0, first) + min(count, MAX_NODES)]
        found = [
            self._node(key, f"{pointer}/{_spelled(key)}", _child(value, key), _child(other, key))
            for key in keys
        ]
        return TreeNodes(pointer, first, tuple(found))

    def _at(self, pointer: str) -> tuple[Any, Any]:
        """Return the values at a place in both trees; one that is not compared is its own other."""
        value = self._tree
        other = self._tree if self._other is _MISSING else self._other
        for key in _parts(pointer):
            value, other = _child(value, key), _child(other, key)
        return value, other

    def _node(self, key: str, pointer: str, value: Any, other: Any) -> ShownNode:
        held = other if value is _MISSING else value
        change = _change(value, other)
        branch = isinstance(held, dict | list)
        return ShownNode(
            legible(key[:_LONGEST]),
            pointer,
            _kind(held),
            "" if branch else _told(held),
            len(_keys(value, other)) if branch else 0,
            change,
            _told(other) if change == "changed" else "",
        )

    def path(self, pointer: str) -> TreePath:
        """Return the way to a node; to the last one on it that is there."""
        steps, place = [], ""
        value, other = self._at("")
        for key in _parts(pointer):
            keys = _keys(value, other)
            if key not in keys:
                break
            steps.append(keys.index(key))
            place = f"{place}/{_spelled(key)}"
            value, other = _child(value, key), _child(other, key)
        return TreePath(place, tuple(steps))

    def next(self, pointer: str, back: bool = False) -> NextNode:
        """Return the next value that differs after a node, or before it, in order."""
        now = self.path(pointer).steps
        found = [steps for steps in self._differing if (steps < now if back else steps > now)]
        if not found:
            return NextNode("", ())
        steps = found[-1] if back else found[0]
        return NextNode(self._pointer(steps), steps)

    @cached_property
    def _differing(self) -> list[tuple[int, ...]]:
        return list(_walk(*self._at(""), ()))

    def _pointer(self, steps: tuple[int, ...]) -> str:
        pointer = ""
        for step in steps:
            pointer = f"{pointer}/{_spelled(_keys(*self._at(pointer))[step])}"
        return pointer


def opened(shown: Path, other: Path | None) -> OpenedTree:
    """Return an open tree.

    Raises:
        HostileInputError: if it tries to harm.
        Unreadable: if it is not what its name says.
    """
    return OpenedTree(shown, other)


def _walk(value: Any, other: Any, steps: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    change = _change(value, other)
    if change == "inside":
        for number, key in enumerate(_keys(value, other)):
            yield from _walk(_child(value, key), _child(other, key), (*steps, number))
    elif change and steps:
        yield steps


def _parts(pointer: str) -> list[str]:
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def _spelled(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _keys(value: Any, other: Any) -> list[str]:
    """Return the keys of a node in order, then those that only the other one has."""
    if isinstance(value, dict):
        more = [key for key in other if key not in value] if isinstance(other, dict) else []
        return [*value, *more]
    if isinstance(value, list):
        most = max(len(value), len(other)) if isinstance(other, list) else len(value)
        return [str(number) for number in range(most)]
    return _keys(other, None) if value is _MISSING and other is not _MISSING else []


def _child(value: Any, key: str) -> Any:
    if isinstance(value, dict):
        return value.get(key, _MISSING)
    if isinstance(value, list) and key.isdecimal() and int(key) < len(value):
        return value[int(key)]
    return _MISSING


def _change(value: Any, other: Any) -> str:
    if value is _MISSING or other is _MISSING:
        return "gone" if value is _MISSING else "new"
    if _same(value, other):
        return ""
    both_branch = (isinstance(value, dict) and isinstance(other, dict)) or (
        isinstance(value, list) and isinstance(other, list)
    )
    return "inside" if both_branch else "changed"


def _same(value: Any, other: Any) -> bool:
    """Tell whether values are the same; a truth is never a number."""
    if isinstance(value, bool) or isinstance(other, bool):
        return value is other
    if isinstance(value, dict) and isinstance(other, dict):
        return value.keys() == other.keys() and all(_same(value[k], other[k]) for k in value)
    if isinstance(value, list) and isinstance(other, list):
        return len(value) == len(other) and all(map(_same, value, other))
    return bool(value == other)


def _kind(value: Any) -> str:
    if isinstance(value, dict):
        return "object"
    if isinstance(value, list):
        return "list"
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "truth"
    return "text" if isinstance(value, str) else "number"


def _told(value: Any) -> str:
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return legible(str(value)[:_LONGEST])
