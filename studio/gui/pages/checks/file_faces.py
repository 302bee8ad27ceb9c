"""What stands below the file beside the checks, and in its place while it is read."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.theme import px
from studio.gui.widgets.controls import icon_button
from studio.gui.widgets.elided import Elided
from studio.gui.widgets.file_legend import FileLegend
from studio.gui.widgets.file_marks import Side
from studio.gui.widgets.parts import reveal
from studio.gui.widgets.states import Progress, Skeleton

_LEGENDS: dict[str, tuple[tuple[str, str], ...]] = {
    "reference": (("checked", "checked"), ("changed", "changed by you, not checked")),
    "input": (("checked", "checked"),),
    "difference": (
        ("checked", "changed by you, checked"),
        ("changed", "changed by you, not checked"),
    ),
    "output": (
        ("checked", "checked"),
        ("caught", "other than in the reference, checked"),
        ("wrong", "not checked"),
    ),
}
_LATE_MS = 1_000


class FileFoot(QWidget):
    """What highlights mean, what a press does, and the way to the next difference.

    Attributes:
        wanted: the next difference, or the one before.
    """

    wanted = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        self.legend = FileLegend()
        self.hint = Elided("caption")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        before, after = tr("Difference before (Shift+F8)"), tr("Next difference (F8)")
        self.before = icon_button("caret-up", before, lambda: self.wanted.emit(True))
        self.after = icon_button("caret-down", after, lambda: self.wanted.emit(False))
        row.addWidget(self.legend, 3, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.hint, 2)
        row.addWidget(self.before)
        row.addWidget(self.after)

    def event(self, event: QEvent) -> bool:
        """Give the words on what a press does the room that they need; the legend can wrap."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            wanted = min(self.hint.sizeHint().width(), self.width() * 3 // 5)
            if wanted != self.hint.minimumWidth():
                self.hint.setMinimumWidth(wanted)
        return super().event(event)

    def explain(self, side: Side, has_legend: bool, goes_on: bool) -> None:
        """Say what the highlights of a side mean, unless the view does, and show the way on."""
        legend = () if has_legend else _LEGENDS[side]
        self.legend.show_entries([(state, tr(words)) for state, words in legend])
        reveal(self.legend, bool(legend))
        for made in (self.before, self.after):
            reveal(made, goes_on and side != "input")


class Reading(QWidget):
    """What stands there while a file is read; what takes long can be ended.

    Attributes:
        stop_asked: it is not to be read any further.
    """

    stop_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self.progress = Progress(tr("Reading"))
        self.progress.cancel_asked.connect(self.stop_asked)
        column.addWidget(Skeleton(5), 1)
        column.addWidget(self.progress)
        self.progress.hide()
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_LATE_MS)
        self._late.timeout.connect(self.progress.show)

    def begin(self, path: str) -> None:
        """Say what is read, once it takes long."""
        self.end()
        name = path.rpartition("/")[2]
        self.progress.show_progress(tr("Reading {name}…").format(name=name))
        self._late.start()

    def end(self) -> None:
        """Say nothing any more."""
        self._late.stop()
        self.progress.hide()
