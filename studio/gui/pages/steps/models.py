"""The Qt model of the list of steps."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from studio.base.clock import minutes
from studio.gui.language import tr
from studio.gui.pages.steps.filtering import Filter, Searched
from studio.gui.pages.steps.pictures import Pictures
from studio.gui.pages.steps.state import FOUND_BY, SHORTLY, Marked, found_by, short_note
from studio.gui.pages.steps.thumbs import Thumbs
from studio.gui.widgets.rows import CAPTION, HUE, IDENTITY, THUMBNAIL, TITLE
from studio.model.step import Step

Index = QModelIndex | QPersistentModelIndex
LEFT_OUT = Qt.ItemDataRole.UserRole + 20
UNNAMED = Qt.ItemDataRole.UserRole + 21


class StepModel(QAbstractListModel):
    """The steps that a filter lets through.

    Attributes:
        steps: all of them, those left out among them.
        whole: whether no other is still being read; before, no sentence is written.
        written: a step and the sentence that was written for it in the list.
    """

    written = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self.steps: tuple[Step, ...] = ()
        self.whole = True
        self.thumbs = Thumbs()
        self.thumbs.came.connect(self._show_thumbs)
        self._pictures: Pictures | None = None
        self._begin = 0
        self._marked: Mapping[int, Marked] = {}
        self._searched = Searched(())
        self.filter = Filter()
        self._rows: list[int] = []
        self._places: dict[int, int] = {}

    def show_steps(
        self,
        pictures: Pictures | None,
        steps: tuple[Step, ...],
        marked: Mapping[int, Marked] | None = None,
    ) -> None:
        """Show the steps of another recording, with the checkpoints that cover them."""
        self.beginResetModel()
        self.thumbs.forget()
        marked = marked or {}
        self._pictures, self.steps, self._marked = pictures, steps, marked
        self._begin = pictures.begin if pictures else 0
        self._searched = Searched(steps)
        self._take(self._searched.rows(self.filter, marked))
        self.endResetModel()

    def change_steps(self, steps: tuple[Step, ...], marked: Mapping[int, Marked]) -> None:
        """Show the steps as they are now: those at the head and the foot that stayed, stay."""
        searched = Searched(steps) if steps != self.steps else self._searched
        self._change(steps, searched, self.filter, marked)

    def show_filter(self, wanted: Filter) -> None:
        """Show what a filter lets through."""
        self._change(self.steps, self._searched, wanted, self._marked)

    def _change(
        self,
        steps: tuple[Step, ...],
        searched: Searched,
        wanted: Filter,
        marked: Mapping[int, Marked],
    ) -> None:
        rows = searched.rows(wanted, marked)
        before = [self.steps[place].keys[0] for place in self._rows]
        after = [steps[place].keys[0] for place in rows]
        head, foot = _alike(before, after)
        gone, new = len(before) - head - foot, len(after) - head - foot
        if gone:
            self.beginRemoveRows(QModelIndex(), head, head + gone - 1)
            self._take(self._rows[:head] + self._rows[head + gone :])
            self.endRemoveRows()
        if new:
            self.beginInsertRows(QModelIndex(), head, head + new - 1)
        self.steps, self._searched, self._marked = steps, searched, marked
        self.filter = wanted
        self._take(rows)
        if new:
            self.endInsertRows()
        if rows:
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))

    def _take(self, rows: list[int]) -> None:
        self._rows = rows
        self._places = {place: row for row, place in enumerate(rows)}

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of steps that are shown."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def step(self, row: int) -> Step:
        """Return the step of a row."""
        return self.steps[self._rows[row]]

    def row_of(self, number: int) -> int | None:
        """Return the row of the step with a number, None if it is not shown."""
        return self._places.get(number - 1)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that sentences can be written, once there are all."""
        flag = Qt.ItemFlag
        shown = flag.ItemIsEnabled | flag.ItemIsSelectable
        return shown | flag.ItemIsEditable if self.whole else shown

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tell what was written; the document says what becomes of it."""
        if role != Qt.ItemDataRole.EditRole:
            return False
        self.written.emit(self.step(index.row()), str(value))
        return True

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows."""
        step = self.step(index.row())
        match role:
            case int(r) if r in (TITLE, Qt.ItemDataRole.EditRole):
                return step.sentence
            case int(r) if r == CAPTION:
                return self._caption(step)
            case int(r) if r == HUE:
                marked = self._marked.get(step.id)
                return marked.place if marked else None
            case int(r) if r == THUMBNAIL:
                place = self._place(step)
                return self.thumbs.get(place) if place else None
            case int(r) if r == IDENTITY:
                return step.id
            case int(r) if r == LEFT_OUT:
                return step.left_out
            case int(r) if r == UNNAMED:
                return found_by(step) == "nothing"
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._said(step)
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(step)
            case _:
                return None

    def _place(self, step: Step) -> Path | None:
        return self._pictures.place(step.frame_after) if self._pictures else None

    def _caption(self, step: Step) -> str:
        told = [str(step.id), minutes((step.t_ns - self._begin) / 1e9)]
        if len(step.parts) > 1:
            told.append(tr("{count} acts").format(count=len(step.parts)))
        if step.left_out:
            told.append(tr("left out"))
        elif how := found_by(step):
            told.append(tr(SHORTLY[how]))
        if step.note:
            told.append(tr("Why: {note}").format(note=short_note(step)))
        return "   ".join(told)

    def _tip(self, step: Step) -> str:
        marked = self._marked.get(step.id)
        told = [step.sentence]
        told += [tr("Why: {note}").format(note=step.note)] if step.note else []
        told += [tr("Checkpoint: {title}").format(title=marked.checkpoint.title)] if marked else []
        return "\n".join(told)

    def _said(self, step: Step) -> str:
        marked = self._marked.get(step.id)
        told = [tr("Step {number}: {sentence}").format(number=step.id, sentence=step.sentence)]
        how = found_by(step)
        told += [tr("left out")] if step.left_out else [tr(FOUND_BY[how])] if how else []
        told += [tr("why: {note}").format(note=step.note)] if step.note else []
        told += [tr("checkpoint {title}").format(title=marked.checkpoint.title)] if marked else []
        return ", ".join(told)

    def _show_thumbs(self, places: set[Path]) -> None:
        """Paint the rows anew whose pictures came; only those on the screen are asked for."""
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1), [int(THUMBNAIL)])


def _alike(before: list[int], after: list[int]) -> tuple[int, int]:
    """Return how many rows at the head, and how many at the foot, are the same."""
    least = min(len(before), len(after))
    head = next((row for row in range(least) if before[row] != after[row]), least)
    rest = least - head
    foot = next((row for row in range(rest) if before[-1 - row] != after[-1 - row]), rest)
    return head, foot
