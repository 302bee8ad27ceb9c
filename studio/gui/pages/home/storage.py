"""What the recordings take on the disk, and what may be cleaned up."""

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QProgressBar,
    QPushButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from studio.gui.language import tr
from studio.gui.pages.home.storage_model import StorageModel
from studio.gui.pages.home.storage_state import sums
from studio.gui.theme import px
from studio.gui.widgets.parts import button, label, panel
from studio.gui.widgets.tick_rows import TickRows, tick_marked
from studio.gui.wording import told_size

if TYPE_CHECKING:
    from studio.recordings.storage import Stored


_WIDEST = 1080
_COLUMNS = (0, 80, 96, 152, 0)


class _Table(QTreeView):
    """Rows that are ticked, and never selected."""

    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Select nothing by mouse and keys."""
        return QItemSelectionModel.SelectionFlag.NoUpdate


class StorageView(QWidget):
    """A table of recordings; what is ticked goes to the trash."""

    ended = Signal()
    clean_asked = Signal(object)
    back_asked = Signal()
    cancel_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        inner, column = panel("panel", 32, 12)
        inner.setMaximumWidth(px(_WIDEST))
        column.addWidget(label(tr("Recordings on this disk"), "pageTitle"))
        story = tr("A task keeps its own copy of its recording. Where that copy is whole, the "
                   "recording itself can go to the trash; those are ticked.")  # fmt: skip
        column.addWidget(label(story, "quiet", wrap=True))
        self.model = StorageModel()
        self.model.ticks_changed.connect(self._show_sums)
        column.addWidget(self._make_table(), 1)
        self._none = label("", "quiet", wrap=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._none, 1)
        column.addLayout(self._make_result())
        column.addLayout(self._make_buttons())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(inner)
        self.show_measuring()

    def _make_table(self) -> _Table:
        self.table = _Table()
        self.table.setModel(self.model)
        tick_marked(self.table)
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.setAllColumnsShowFocus(True)
        self.table.setAccessibleName(tr("Recordings"))
        self.table.setItemDelegate(TickRows(self.table))
        head = self.table.header()
        head.setStretchLastSection(False)
        # Names and copies share what is left; size, date and state have the room they need.
        for number, width in enumerate(_COLUMNS):
            if width:
                self.table.setColumnWidth(number, px(width))
            else:
                head.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        return self.table

    def _make_result(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(px(8))
        self.told = label("", "quiet", wrap=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Under way"))
        self.put_back = button(tr("Put back"), self.back_asked.emit)
        row.addWidget(self.told, 3)
        row.addWidget(self._bar, 1)
        row.addWidget(self.put_back)
        return row

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(px(8))
        self._sums = label("", "caption", wrap=True)
        self.close_ = button(tr("Back"), self._leave)
        self.clean = QPushButton()
        self.clean.setObjectName("primary")
        self.clean.clicked.connect(lambda: self.clean_asked.emit(self.model.chosen()))
        row.addWidget(self._sums, 1)
        row.addWidget(self.close_)
        row.addWidget(self.clean)
        return row

    @property
    def is_busy(self) -> bool:
        """Whether something is under way."""
        return not self._bar.isHidden()

    def _show(self, busy: bool, told: str, undoable: bool = False) -> None:
        self._bar.setVisible(busy)
        self.told.setText(told)
        self.put_back.setVisible(undoable)
        self.close_.setText(tr("Cancel") if busy else tr("Back"))
        self._show_sums()

    def show_measuring(self) -> None:
        """Show that the recordings are being measured."""
        if not self.model.found:
            self.table.hide()
            self._none.show()
            self._none.setText(tr("Measuring the recordings…"))
        self._show(True, tr("Measuring the recordings…"))

    def show_found(self, found: "tuple[Stored, ...]") -> None:
        """List the recordings, the largest first."""
        told, undoable = self.told.text(), not self.put_back.isHidden()
        self.model.show_found(found)
        self.table.setVisible(bool(found))
        self._none.setVisible(not found)
        self._none.setText(tr("There is no recording in the workspace."))
        self._show(False, told if undoable else "", undoable)

    def show_busy(self, sentence: str) -> None:
        """Show how far the cleaning is."""
        self._show(True, sentence)

    def show_ended(self, sentence: str, undoable: bool) -> None:
        """Show what came of it, and whether it can be put back."""
        self._show(False, sentence, undoable)

    def _show_sums(self) -> None:
        count, size, alone = sums(self.model.found, self.model.ticked)
        words = tr("Move {count} to the trash ({size})") if count else tr("Move to the trash")
        self.clean.setText(words.format(count=count, size=told_size(size)))
        self.clean.setEnabled(bool(count) and not self.is_busy)
        lost = tr("{count} of them are in no task: once the trash is emptied, they are lost.")
        self._sums.setText(lost.format(count=alone) if alone else "")

    def _leave(self) -> None:
        if self.is_busy:
            self.cancel_asked.emit()
        else:
            self.ended.emit()
