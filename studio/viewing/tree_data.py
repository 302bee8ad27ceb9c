"""What a tree of values (JSON, YAML, TOML, INI, XML) is shown from."""

from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class ShownNode:
    """A field or element of a tree.

    Attributes:
        key: its name, or its number in a list.
        pointer: where it is (RFC 6901), empty for the root.
        kind: `object`, `list`, `text`, `number`, `truth` or `nothing`.
        text: its value as text, empty where it has children.
        children: how many it has, those that are gone too.
        change: `new`, `changed`, `gone`, `inside` (something in it differs) or empty.
        before: its value in the other file, where it is another.
    """

    key: str
    pointer: str
    kind: str
    text: str = ""
    children: int = 0
    change: str = ""
    before: str = ""


@dataclass(frozen=True)
class TreeHead:
    """The root of a tree.

    Attributes:
        root: the root.
        format: the format of the file, such as JSON.
        compared: whether there is another file to compare it with.
    """

    root: ShownNode
    format: str
    compared: bool = False


@dataclass(frozen=True)
class TreeNodes:
    """The children of a node from the `first` on, in order."""

    pointer: str
    first: int
    nodes: tuple[ShownNode, ...]


@dataclass(frozen=True)
class TreePath:
    """The way to a node: for each node on it its pointer and its number among its siblings."""

    pointer: str
    steps: tuple[int, ...]


@dataclass(frozen=True)
class NextNode:
    """The next value that differs, as the way to it; empty steps where there is none."""

    pointer: str
    steps: tuple[int, ...]


PARTS = MappingProxyType({"head": TreeHead, "nodes": TreeNodes, "path": TreePath, "next": NextNode})
