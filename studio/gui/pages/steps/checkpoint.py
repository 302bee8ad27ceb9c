"""The checkpoint of the selected steps: what it is, and the fields that change it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.authoring import onet_edit
from studio.base.errors import UserError
from studio.editing import AddCheckpoint, RemoveCheckpoint, SetCheckpoint
from studio.editing.checkpoint_edits import fresh_title
from studio.editing.shares import TENTHS, even_share, shown_share, weights_of
from studio.formats.tasks import TaskDocument
from studio.gui.language import tr
from studio.gui.pages.steps.state import Marked, Selection
from studio.gui.theme import px
from studio.gui.widgets.fields import Line
from studio.gui.widgets.marks import Dot
from studio.gui.widgets.onet_offer import Offer
from studio.gui.widgets.onet_pick import OnetPick
from studio.gui.widgets.parts import button, headed, label
from studio.gui.widgets.share_field import ShareField

_TITLE_SIGNS = 120


class CheckpointBlock(QWidget):
    """Shows the checkpoint of some steps and sends its edits; its fields come when asked for.

    Attributes:
        ended: the fields went away; the keyboard goes back to the list.
    """

    edit_asked = Signal(object)
    mark_asked = Signal()
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._document: TaskDocument | None = None
        self._selection = Selection()
        self._marked: Marked | None = None
        self._writing = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(label(tr("Checkpoint"), "caption"))
        column.addWidget(self._make_read())
        column.addWidget(self._make_fields())
        self.onet = OnetPick()
        self.onet.answered.connect(self._answer)
        column.addWidget(self.onet, 1)

    def _make_read(self) -> QWidget:
        self._read = QWidget()
        column = QVBoxLayout(self._read)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        self._dot, self._title = Dot(0), label("", wrap=True)
        self._share = label("", "quiet")
        line = QHBoxLayout()
        line.setSpacing(px(8))
        line.addWidget(self._dot)
        line.addWidget(self._title, 1)
        line.addWidget(self._share)
        column.addLayout(line)
        self._told = label("", "quiet", wrap=True)
        column.addWidget(self._told)
        self.change = button(tr("Change"), self.write)
        self.remove = button(tr("Remove"), self._remove)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.change)
        row.addWidget(self.remove)
        row.addStretch(1)
        column.addLayout(row)
        return self._read

    def _make_fields(self) -> QWidget:
        self._fields = QWidget()
        column = QVBoxLayout(self._fields)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        self.title = Line()
        self.title.setMaxLength(_TITLE_SIGNS)
        self.title.returnPressed.connect(self._keep)
        self.share = ShareField()
        self.share.lineEdit().returnPressed.connect(self._keep)
        column.addWidget(headed(tr("Title"), self.title))
        column.addWidget(headed(tr("Share of the score"), self.share))
        self.mark = button(tr("Mark"), self._keep)
        self.cancel = button(tr("Cancel"), self._drop)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.mark)
        row.addWidget(self.cancel)
        row.addStretch(1)
        column.addLayout(row)
        return self._fields

    def show_checkpoint(
        self, document: TaskDocument | None, selection: Selection, marked: Marked | None
    ) -> None:
        """Show the checkpoint of the selected steps, None if they have none."""
        same = selection.numbers == self._selection.numbers
        was = self._marked.checkpoint.id if self._marked else ""
        is_ = marked.checkpoint.id if marked else ""
        if not same or was != is_:
            self._writing = False
        self._document, self._selection, self._marked = document, selection, marked
        self._show()

    def _show(self) -> None:
        marked = self._marked
        self._read.setVisible(not self._writing)
        self._fields.setVisible(self._writing)
        for part in (self._dot, self._share, self.change, self.remove):
            part.setVisible(marked is not None)
        self._told.setVisible(marked is None)
        self._title.setVisible(marked is not None)
        if marked:
            self._dot.show_colour(marked.place)
            self._title.setText(marked.checkpoint.title)
            share = shown_share(marked.share)
            self._share.setText(share)
            told = tr("{share} of the score").format(share=share)
            self._share.setToolTip(told)
            self._share.setAccessibleName(told)
        else:
            several = tr("None yet. Select the steps that belong together, then press C.")
            self._told.setText(several if self._selection.steps else tr("No step is selected."))
        self.mark.setText(tr("Keep") if marked else tr("Mark"))
        task = self._document.task if self._document else None
        self.onet.show_checkpoint(task, marked.checkpoint if marked else None)

    def write(self) -> None:
        """Let title and share be written; a new checkpoint gets a title that no other has."""
        if self.offer():
            self.title.setFocus()
            self.title.selectAll()

    def offer(self) -> bool:
        """Show the fields, so that one press marks the steps; the keyboard stays where it is.

        Returns:
            whether there are steps to mark.
        """
        if not self._selection.steps or self._document is None:
            return False
        if not self._writing:
            point = self._marked.checkpoint if self._marked else None
            self.title.setText(point.title if point else fresh_title(self._document))
            self._show_share(self._document)
        self._writing = True
        self._show()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up writing on Escape."""
        if event.key() == Qt.Key.Key_Escape and self._writing:
            self._drop()
        else:
            super().keyPressEvent(event)

    def keep_unsent(self) -> None:
        """Keep what was written but not handed over, when the page is left."""
        point = self._marked.checkpoint if self._marked else None
        weighed = point is not None and self.share.is_changed
        if self._writing and (self.title.isModified() or weighed) and self.title.text().strip():
            self._keep()

    def _drop(self) -> None:
        self._writing = False
        self._show()
        self.ended.emit()

    def _keep(self) -> None:
        title = self.title.text().strip()
        steps = self._selection.steps
        if not title or not steps:
            self.title.setFocus()
            return
        share = self.share.tenths / 10 if self._marked is None or self.share.is_changed else None
        if self._marked:
            edit: object = SetCheckpoint(self._marked.checkpoint.id, title=title, share=share)
        else:
            first, last = steps[0].first_event, steps[-1].last_event
            edit = AddCheckpoint(title, first_event=first, last_event=last, share=share)
        self._drop()
        self.edit_asked.emit(edit)

    def _show_share(self, document: TaskDocument) -> None:
        """Show the share, or an even one for what is new; the only part counts for all."""
        others = len(weights_of(document)) - bool(self._marked)
        own = self._marked.share if self._marked else even_share(document)
        self.share.show_share(own if others else TENTHS)
        self.share.setEnabled(others > 0)
        alone = tr("The only checkpoint counts for the whole score.")
        self.share.setToolTip(tr("The others give way in proportion.") if others else alone)

    def _answer(self, checkpoint: str, ids: tuple[str, ...] | None) -> None:
        task = self._document.task if self._document else None
        if task is None:
            return
        try:
            edit = onet_edit(task, checkpoint, ids)
        except UserError as fault:
            # The release was removed or damaged since its tasks were read.
            self.onet.show_offer(Offer(checkpoint, sentence=str(fault)))
            return
        self.edit_asked.emit(edit)

    def _remove(self) -> None:
        if self._marked:
            self.edit_asked.emit(RemoveCheckpoint(self._marked.checkpoint.id))
