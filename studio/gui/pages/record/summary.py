"""What a recording caught, what was withheld from it, and what is to become of it."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.base.told import Told
from studio.gui.language import tr
from studio.gui.pages.record.caught_state import (
    facts_of,
    files_of,
    gaps_of,
    idle_of,
    unnamed_of,
    withheld_of,
)
from studio.gui.pages.record.form import section
from studio.gui.theme import px
from studio.gui.widgets.banner import Banner
from studio.gui.widgets.fields import Tick
from studio.gui.widgets.parts import headed, label
from studio.recordings.caught import Caught

_PICTURE = (320, 200)
_HEAD = 2


def _said(told: Told) -> str:
    return tr(told.sentence).format(**told.values) if told.sentence else ""


class CaughtFace(QWidget):
    """Shows a recording that was just sealed."""

    unnamed_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, px(16), px(16))
        column.setSpacing(px(24))
        self.word = label("", "caution", wrap=True)
        column.addWidget(self.word)
        self.unnamed = Banner()
        self.unnamed.acted.connect(self.unnamed_asked)
        column.addWidget(self.unnamed)
        column.addLayout(self._make_pictures())
        both = QHBoxLayout()
        both.setSpacing(px(32))
        self._facts_box, self._facts = section(tr("What was caught"))
        self._kept_box, self._kept = section(tr("What was withheld"))
        for box in (self._facts_box, self._kept_box):
            both.addWidget(box, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(both)
        self.trim = Tick("")
        column.addWidget(self.trim, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def _make_pictures(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(px(16))
        self.pictures = [label("", "sunken") for _ in range(2)]
        for made, title in zip(
            self.pictures, (tr("The first frame"), tr("The last frame")), strict=True
        ):
            made.setFixedSize(*(px(side) for side in _PICTURE))
            made.setAlignment(Qt.AlignmentFlag.AlignCenter)
            row.addWidget(headed(title, made))
        row.addStretch(1)
        return row

    def show_reading(self) -> None:
        """Show that the recording is being read."""
        for part in (self.word, self.trim, self.unnamed):
            part.hide()
        for made in self.pictures:
            made.clear()
        for column in (self._facts, self._kept):
            _clear(column)
        self._facts.addWidget(label(tr("Reading what was caught…"), "quiet"))

    def show_caught(self, caught: Caught, word: str, pictures: tuple[QImage, ...]) -> None:
        """Show what was caught.

        Args:
            caught: what the recording holds.
            word: what the recorder said at its end, if it did not end as asked.
            pictures: the first and the last frame, none that was not kept.
        """
        self.word.setText(word)
        self.word.setVisible(bool(word))
        for made, image in zip(self.pictures, pictures, strict=False):
            self._show_picture(made, image)
        for column in (self._facts, self._kept):
            _clear(column)
        self._facts.addWidget(_grid(facts_of(caught)))
        self._facts.addWidget(_lines(tr("Files that changed"), map(_said, files_of(caught))))
        self._kept.addWidget(_lines("", map(_said, withheld_of(caught))))
        self._kept.addWidget(_lines(tr("What is missing"), map(_said, gaps_of(caught))))
        self.unnamed.say(_said(unnamed_of(caught)), "waits", tr("Make a task and see them"))
        offer = _said(idle_of(caught))
        self.trim.setText(offer)
        self.trim.setChecked(False)
        self.trim.setVisible(bool(offer))

    def _show_picture(self, made: QLabel, image: QImage) -> None:
        size = made.size() * made.devicePixelRatioF()
        shown = QPixmap.fromImage(image).scaled(
            size,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        shown.setDevicePixelRatio(made.devicePixelRatioF())
        made.setPixmap(shown)


def _clear(column: QVBoxLayout) -> None:
    """Remove all of a section but its title and the line below it."""
    while column.count() > _HEAD:
        if (item := column.takeAt(_HEAD)) and (widget := item.widget()):
            widget.hide()
            widget.deleteLater()


def _grid(facts: Iterable[tuple[str, str]]) -> QWidget:
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(px(24))
    grid.setVerticalSpacing(px(4))
    for row, (name, value) in enumerate(fact for fact in facts if fact[1]):
        said = label(value)
        said.setAccessibleName(f"{tr(name)}: {value}")
        grid.addWidget(label(tr(name), "quiet"), row, 0)
        grid.addWidget(said, row, 1, Qt.AlignmentFlag.AlignRight)
    grid.setColumnStretch(2, 1)
    return box


def _lines(title: str, sentences: Iterable[str]) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(px(4))
    if title:
        column.addWidget(label(title, "caption"))
    for sentence in sentences:
        column.addWidget(label(sentence, wrap=True))
    return box
