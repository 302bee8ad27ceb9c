"""Which O*NET tasks a checkpoint is part of: a short list to pick from, with "None fits"."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.theme import px
from studio.gui.widgets.fields import Tick
from studio.gui.widgets.onet_offer import NONE_FITS, Offer, answer_for, pick_rows, picked
from studio.gui.widgets.parts import button, label, reveal
from studio.gui.widgets.picking import PickList
from studio.model.task import Checkpoint, OnetTasks, Task

_LEAST_HEIGHT = 120


class OnetPick(QWidget):
    """Shows the tasks of the linked occupation, the likeliest first; a press chooses or drops one.

    It asks for the tasks with `offer_asked` and gets them through `show_offer`; `answered` has the
    id of the checkpoint and those of its tasks: none if none fits, None if the answer is dropped.
    `release_asked`: a release of O*NET is to be installed.
    """

    answered = Signal(str, object)
    offer_asked = Signal(str)
    release_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._task: Task | None = None
        self._point: Checkpoint | None = None
        self._offer: Offer | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        self._heading = label(tr("O*NET tasks"), "caption")
        self.list = PickList()
        self.list.setAccessibleName(tr("O*NET tasks of the checkpoint"))
        self.list.setMinimumHeight(px(_LEAST_HEIGHT))
        self.list.chosen.connect(self._pick)
        self.none = Tick(tr("None fits"))
        self.none.clicked.connect(lambda: self._pick(NONE_FITS))
        self.sentence = label("", "caption", wrap=True)
        column.addWidget(self._heading)
        column.addWidget(self.list, 1)
        line = QHBoxLayout()
        # The boxes of the rows and this one stand in a column.
        line.setContentsMargins(px(4), 0, 0, 0)
        line.addWidget(self.none)
        column.addLayout(line)
        column.addWidget(self.sentence)
        self.install = button(tr("Install a release…"), self.release_asked.emit)
        column.addWidget(self.install, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(0)
        self.setVisible(False)

    def sizeHint(self) -> QSize:
        """Ask for the room of a few rows."""
        return QSize(px(240), 2 * px(_LEAST_HEIGHT))

    def show_checkpoint(self, task: Task | None, point: Checkpoint | None) -> None:
        """Show the answer of a checkpoint, and ask for the tasks if it is another one or says more.

        Without a checkpoint nothing is shown.
        """
        same = self._task == task and self._point == point
        asked = self._asked_for()
        self._task, self._point = task, point
        self.setVisible(point is not None)
        if point is None or task is None or same:
            return
        if self._asked_for() != asked:
            self._offer = None
            self.list.clear()
        self._show()
        self.offer_asked.emit(point.id)

    def _asked_for(self) -> tuple[str, str]:
        """Return the checkpoint and the occupation that an offer is made for."""
        link = self._task.occupation if self._task else None
        return self._point.id if self._point else "", link.code if link else ""

    def show_offer(self, offer: Offer) -> None:
        """Show the tasks on offer, unless another checkpoint is selected by now."""
        if self._point is not None and offer.checkpoint == self._point.id:
            self._offer = offer
            self._show()

    def _answer(self) -> OnetTasks | None:
        if self._point is None or self._task is None:
            return None
        return answer_for(self._point, self._task.occupation)

    def _show(self) -> None:
        offer = self._offer
        sentence = offer.sentence if offer else ""
        self.list.setVisible(offer is not None and bool(offer.ranked))
        self.none.setVisible(offer is not None and not sentence)
        self.sentence.setVisible(bool(sentence))
        self.sentence.setText(sentence)
        reveal(self.install, offer is not None and offer.lacks_release)
        link = self._task.occupation if self._task else None
        of_code = tr("O*NET tasks of {code}").format(code=link.code if link else "")
        self._heading.setText(of_code if link else tr("O*NET tasks"))
        answer = self._answer()
        self.list.show_rows(pick_rows(offer, answer) if offer else ())
        self.none.setChecked(answer is not None and not answer.ids)

    def _pick(self, row: str) -> None:
        if self._offer is None or self._task is None or self._point is None:
            return
        self.answered.emit(self._point.id, picked(self._offer, self._answer(), row))
