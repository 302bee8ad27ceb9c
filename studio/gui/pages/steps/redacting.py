"""Redacting a region or words through the whole recording: choose, look through, do it."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.pages.steps.film import Film, Shown
from studio.gui.pages.steps.state import Selection
from studio.gui.theme import px
from studio.gui.widgets.controls import Segments, icon_button
from studio.gui.widgets.fields import Line, Tick
from studio.gui.widgets.parts import button, hairline, headed, label, panel, scrolled
from studio.gui.widgets.region_view import RegionView
from studio.gui.widgets.states import Progress
from studio.model.frozen import Bounds
from studio.recordings.redaction import Found, Region

_SIDE = 384
_WARNING = (
    "What you redact is taken out of keys, titles, elements and the clipboard, and filled in every "
    "picture of this task's recording. Ctrl+Z does not bring it back; the recording as it was goes "
    "to the trash."
)
_ENDLESS = 1 << 62


@dataclass(frozen=True)
class Asked:
    """What is to be redacted."""

    regions: tuple[Region, ...]
    words: tuple[str, ...]
    keep_files: bool


class RedactPane(QWidget):
    """Asks what to redact, shows where it was found, and tells how far the work has come.

    Attributes:
        find_asked: look for what is asked.
        redact_asked: take out what was found.
        cancel_asked: give up the work that is under way.
        ended: back to the steps.
    """

    find_asked = Signal(object)
    redact_asked = Signal(object)
    cancel_asked = Signal()
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._film: Film | None = None
        self._selection = Selection()
        self._found: Found | None = None
        self._asked: Asked | None = None
        self._frames: tuple[int, ...] = ()
        self._at = 0
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._make_picture(), 1)
        row.addWidget(self._make_side())

    def _make_picture(self) -> QWidget:
        box, column = panel("sunken", 0, 0)
        self.view = RegionView()
        self.view.drawn.connect(lambda region: self._change())
        column.addWidget(self.view, 1)
        foot, line = panel("panel", 0, 0)
        row = QHBoxLayout()
        row.setContentsMargins(px(16), px(8), px(16), px(8))
        row.setSpacing(px(8))
        self.before = icon_button("caret-left", tr("Frame before"), lambda: self._turn(-1))
        self.after = icon_button("caret-right", tr("Frame after"), lambda: self._turn(1))
        self._place = label("", "quiet")
        row.addWidget(self.before)
        row.addWidget(self.after)
        row.addWidget(self._place)
        row.addStretch(1)
        line.addLayout(row)
        column.addWidget(hairline())
        column.addWidget(foot)
        return box

    def _make_side(self) -> QWidget:
        box, column = panel()
        column.addWidget(label(tr("Redact"), "title"))
        column.addWidget(label(tr(_WARNING), "quiet", wrap=True))
        column.addWidget(hairline())
        self.word = Line()
        self.word.setPlaceholderText(tr("A name, a number, a phrase"))
        self.word.textChanged.connect(lambda: self._change())
        self.word.returnPressed.connect(self._find)
        column.addWidget(headed(tr("Words, wherever they stand"), self.word))
        self._region = label("", "quiet", wrap=True)
        column.addWidget(label(tr("Region"), "caption"))
        column.addWidget(self._region)
        spans = (("whole", tr("Whole recording")), ("steps", tr("Selected steps")))
        self.span = Segments(tr("When the region is filled"), spans)
        self.span.chosen.connect(lambda _: self._change())
        column.addWidget(self.span)
        self.keep = Tick(tr("Keep files that hold these words"))
        self.keep.clicked.connect(lambda: self._change())
        column.addWidget(self.keep)
        self.told = label("", "", wrap=True)
        column.addWidget(self.told)
        self.progress = Progress(tr("Redacting"))
        self.progress.cancel_asked.connect(self._cancel)
        column.addWidget(self.progress)
        self.find_ = button(tr("Find all places"), self._find, "primary")
        self.redact = button(tr("Redact"), self._redact, "danger")
        self.back = button(tr("Back to the steps"), self.ended.emit)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        for made in (self.find_, self.redact, self.back):
            row.addWidget(made)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        side = scrolled(box)
        side.setFixedWidth(px(_SIDE))
        return side

    def begin(self, film: Film | None, selection: Selection) -> None:
        """Show the frame of the first selected step, and let something be chosen on it."""
        self._film, self._selection = film, selection
        first = selection.first
        self._frames = (first.frame_before or 1,) if first else (1,)
        self._at, self._found = 0, None
        self.view.show_region(None)
        self.view.show_places(())
        self.word.clear()
        self.keep.setChecked(False)
        self.span.choose("whole")
        self.told.setText("")
        self._show_frame()
        self._show(False)
        self.word.setFocus()

    @property
    def asked(self) -> Asked:
        """What is to be redacted as it is chosen now."""
        regions: tuple[Region, ...] = ()
        if self.view.region:
            steps = self._selection.steps
            whole = self.span.current() == "whole" or not steps
            span = (0, _ENDLESS) if whole else (steps[0].t_ns, steps[-1].t_end_ns)
            regions = (Region(self.view.region, *span),)
        words = (" ".join(self.word.text().split()),)
        return Asked(regions, tuple(word for word in words if word), self.keep.isChecked())

    def _change(self) -> None:
        """Forget what was found: something else is asked for now."""
        self._found = None
        self.told.setText("")
        self.view.show_places(())
        self._show(False)

    def _show(self, working: bool) -> None:
        asked = self.asked
        region = self.view.region
        told = tr("{width} by {height} pixels at {x}, {y}")
        none = tr("Draw it on the frame, or press Enter there and use the arrow keys.")
        self._region.setText(
            told.format(width=region.width, height=region.height, x=region.x, y=region.y)
            if region
            else none
        )
        self.span.setVisible(region is not None and bool(self._selection.steps))
        self.keep.setVisible(bool(asked.words))
        self.progress.setVisible(working)
        some = bool(asked.regions or asked.words)
        self.find_.setEnabled(some and not working)
        self.find_.setVisible(self._found is None)
        self.redact.setVisible(self._found is not None)
        self.redact.setEnabled(not working)
        self.back.setEnabled(not working)
        for part in (self.word, self.view, self.span, self.keep):
            part.setEnabled(not working)
        self._show_place()

    def _find(self) -> None:
        asked = self.asked
        if not (asked.regions or asked.words):
            return
        self._asked = asked
        self.progress.show_progress(tr("Looking for it…"))
        self._show(True)
        self.find_asked.emit(asked)

    def _redact(self) -> None:
        if self._asked is None or self._found is None:
            return
        self.progress.show_progress(tr("Redacting…"))
        self._show(True)
        self.redact_asked.emit((self._asked, self._found))

    def _cancel(self) -> None:
        self.cancel_asked.emit()
        self.told.setText(tr("Cancelled; the recording is as it was."))
        self._show(False)

    def show_progress(self, told: str) -> None:
        """Show how far the work has come: a sentence, or `done/of: sentence`."""
        head, mark, sentence = told.partition(": ")
        done, _, of = head.partition("/")
        if mark and done.isdigit() and of.isdigit():
            self.progress.show_progress(sentence, int(done), int(of))
        else:
            self.progress.show_progress(told)

    def show_found(self, found: Found) -> None:
        """Show what was found, with the frames to look through."""
        self._found = found
        self._frames = tuple(found.places) or self._frames
        self._at = 0
        count = sum(len(places) for places in found.places.values())
        if not count and not found.keys and not found.texts:
            self._found = None
            self.told.setText(tr("Nothing of it is in the recording."))
        else:
            told = tr("{count} places on {frames} frames, {keys} keys and {texts} texts.")
            self.told.setText(
                told.format(
                    count=count, frames=len(found.places), keys=found.keys, texts=found.texts
                )
            )
        self._show(False)
        self._show_frame()
        (self.redact if self._found else self.word).setFocus()

    def show_fault(self, sentence: str) -> None:
        """Show why it could not be done; the recording is as it was."""
        self.told.setText(sentence)
        self._show(False)

    def _turn(self, by: int) -> None:
        self._at = min(max(0, self._at + by), len(self._frames) - 1)
        self._show_frame()
        self._show_place()

    def _show_place(self) -> None:
        last = len(self._frames) - 1
        self.before.setEnabled(self._at > 0)
        self.after.setEnabled(self._at < last)
        told = tr("Found on picture {number} of {count}").format(
            number=self._at + 1, count=last + 1
        )
        self._place.setText(told if self._found else "")

    def _show_frame(self) -> None:
        frame = self._frames[self._at]
        places: tuple[Bounds, ...] = self._found.places.get(frame, ()) if self._found else ()
        self.view.show_places(places)
        if self._film is None:
            self.view.show_sentence(tr("No picture was kept of this moment."))
            return
        corner = self._film.corner(frame)

        def done(shown: Shown) -> None:
            if shown.frame == self._frames[self._at]:
                self.view.show_image(shown.image, shown.size, corner)

        self._film.ask(frame, None, done, self.view.show_sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the steps on Escape, unless work is under way."""
        if event.key() == Qt.Key.Key_Escape and self.back.isEnabled():
            self.ended.emit()
        else:
            super().keyPressEvent(event)
