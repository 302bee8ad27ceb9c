"""The nodes of a tree that are known so far; the children of a node come when it is opened."""

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from studio.gui.language import tr
from studio.gui.widgets.file_marks import Mark, Side, state_of
from studio.gui.wording import count
from studio.viewing.tree_data import ShownNode, TreeNodes

NODE = Qt.ItemDataRole.UserRole + 1
STATE = Qt.ItemDataRole.UserRole + 2
STRONG = Qt.ItemDataRole.UserRole + 3
SHOWS_BEFORE = Qt.ItemDataRole.UserRole + 4
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_TOGETHER = 200
_HEADS = ("Field", "Value")


@dataclass(eq=False)
class Held:
    """A node, its place among its siblings, and its children as far as they are known."""

    node: ShownNode
    parent: "Held | None" = None
    row: int = 0
    children: list["Held"] = field(default_factory=list)
    asked: int = -1


class TreeModel(QAbstractItemModel):
    """A tree of two columns: fields and their values.

    Attributes:
        wanted: the pointer of a node, the number of the first child and how many are wanted.
    """

    wanted = Signal(str, int, int)

    def __init__(self) -> None:
        super().__init__()
        self.side: Side = "reference"
        self._root: Held | None = None
        self._by_pointer: dict[str, Held] = {}
        self._marks: dict[str, list[Mark]] = {}
        self._above: set[str] = set()

    def show_root(self, node: ShownNode) -> None:
        """Begin another tree."""
        self.beginResetModel()
        self._root = Held(node)
        self._by_pointer = {"": self._root}
        self.endResetModel()

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """Mark the fields that checks look at, and what they lie in."""
        self._marks, self._above = {}, set()
        for mark in marks:
            pointer = mark.target.partition("#")[2]
            self._marks.setdefault(pointer, []).append(mark)
            while pointer:
                pointer = pointer.rpartition("/")[0]
                self._above.add(pointer)
        self.layoutChanged.emit()

    def take(self, part: TreeNodes) -> None:
        """Take children of a node."""
        held = self._by_pointer.get(part.pointer)
        if held is None or part.first != len(held.children) or not part.nodes:
            return
        last = part.first + len(part.nodes) - 1
        self.beginInsertRows(self.index_of(held), part.first, last)
        for row, node in enumerate(part.nodes, part.first):
            child = Held(node, held, row)
            held.children.append(child)
            self._by_pointer[node.pointer] = child
        self.endInsertRows()

    def known(self, pointer: str) -> QModelIndex:
        """Return the index of a node, an invalid one if it is not known yet."""
        held = self._by_pointer.get(pointer)
        return self.index_of(held) if held is not None else _ROOT

    def index_of(self, held: Held) -> QModelIndex:
        """Return the index of a node."""
        return self.createIndex(held.row, 0, held)

    def held(self, index: Index) -> Held | None:
        """Return the node of an index."""
        found = index.internalPointer() if index.isValid() else None
        return found if isinstance(found, Held) else None

    def index(self, row: int, column: int, parent: Index = _ROOT) -> QModelIndex:
        """Return the index of a child."""
        held = self.held(parent)
        if held is None:
            return self.createIndex(0, column, self._root) if self._root and not row else _ROOT
        if 0 <= row < len(held.children):
            return self.createIndex(row, column, held.children[row])
        return _ROOT

    def parent(self, index: Index = _ROOT) -> QModelIndex:  # type: ignore[override]
        """Return the index of what a node lies in."""
        held = self.held(index)
        return _ROOT if held is None or held.parent is None else self.index_of(held.parent)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many children are known."""
        held = self.held(parent)
        if held is None:
            return 1 if self._root is not None and not parent.isValid() else 0
        return len(held.children) if parent.column() == 0 else 0

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return two."""
        return len(_HEADS)

    def hasChildren(self, parent: Index = _ROOT) -> bool:
        """Tell whether a node has children, known or not."""
        held = self.held(parent)
        return held.node.children > 0 if held else self._root is not None

    def canFetchMore(self, parent: Index) -> bool:
        """Tell whether there are children that are not known."""
        held = self.held(parent)
        return held is not None and len(held.children) < held.node.children

    def fetchMore(self, parent: Index) -> None:
        """Ask for further children, once."""
        held = self.held(parent)
        if held is not None and held.asked < len(held.children):
            held.asked = len(held.children)
            self.wanted.emit(held.node.pointer, len(held.children), _TOGETHER)

    def state(self, held: Held) -> str:
        """Return `checked`, `changed`, `caught`, `wrong`, or nothing."""
        change = held.node.change
        differs = bool(change) and change != "inside"
        return state_of(self.side, differs, held.node.pointer in self._marks)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what is painted, and what is said."""
        held = self.held(index)
        if held is None:
            return None
        if role == NODE:
            return held.node
        if role == SHOWS_BEFORE:
            return self.side in ("difference", "output")
        if role == STATE:
            return self.state(held)
        if role == STRONG:
            return any(mark.selected for mark in self._marks.get(held.node.pointer, ()))
        if role == Qt.ItemDataRole.DisplayRole:
            return self._name(held) if index.column() == 0 else self._value(held.node)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.told(index)
        return None

    @staticmethod
    def _name(held: Held) -> str:
        if held.parent is None:
            return tr("whole file")
        in_list = held.parent.node.kind == "list"
        return f"[{held.node.key}]" if in_list else held.node.key

    @staticmethod
    def _value(node: ShownNode) -> str:
        if node.kind == "object":
            return count(node.children, "1 field", "{count} fields")
        if node.kind == "list":
            return count(node.children, "1 element", "{count} elements")
        return node.text.replace("\n", " ")

    def told(self, index: Index) -> str:
        """Return a node in words: where it is, its value, how it differs, what is checked."""
        held = self.held(index)
        if held is None:
            return ""
        node = held.node
        parts = [f"{node.pointer or self._name(held)}: {self._value(node)}"]
        if node.change:
            parts.append(self._difference(node))
        checks = [mark.sentence for mark in self._marks.get(node.pointer, ())]
        if checks:
            parts.append(tr("checked: {checks}").format(checks="; ".join(checks[:3])))
        elif node.pointer in self._above:
            parts.append(tr("holds what is checked"))
        elif self.state(held) == "changed":
            parts.append(tr("changed by you, not checked"))
        return "\n".join(parts)

    def _difference(self, node: ShownNode) -> str:
        beside = tr("input") if self.side in ("reference", "difference") else tr("reference")
        told = {
            "new": tr("not in the {side}"),
            "gone": tr("in the {side}, and gone"),
            "inside": tr("holds what differs from the {side}"),
            "changed": tr("{side}: {before}"),
        }[node.change]
        return told.format(side=beside, before=node.before)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return what the columns hold."""
        shown = role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal
        return tr(_HEADS[section]) if shown else None
