"""The strip below the matrix: what an answer would do, and the buttons that give it."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QStackedLayout, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.theme import px
from studio.gui.widgets.clamped import Clamped
from studio.gui.widgets.controls import KeyButton

_HIGH, _ROW = 104, 40
_INFO, _DECIDE, _COVER = range(3)
_LOOKING = "Looking for what would change…"
_COVERING = "Looking for a check of just this…"
_COVER_TOLD = "Adds the best check for just this, as one change."
_NO_NEED_TOLD = "Notes that it needs no check."


class Deciding(QWidget):
    """Asks whether the selected output is wrong or fine, or whether to cover what is not checked.

    Attributes:
        asked: `wrong`, `fine`, `cover` or `no_need`.
    """

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[str, KeyButton] = {}
        self.words: dict[str, Clamped] = {}
        self.info = Clamped("quiet")
        self.info.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._faces = QStackedLayout(self)
        for face in (
            self._padded(self.info),
            self._grid((("wrong", tr("This is wrong")), ("fine", tr("This is fine")))),
            self._grid((("cover", tr("Cover this")), ("no_need", tr("No check needed")))),
        ):
            self._faces.addWidget(face)
        # It keeps its height, whatever it says: nothing above it jumps.
        self.setFixedHeight(px(_HIGH))

    def _padded(self, inner: QWidget) -> QWidget:
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(px(16), px(8), px(16), px(8))
        column.addWidget(inner, 1)
        return made

    def _grid(self, choices: tuple[tuple[str, str], ...]) -> QWidget:
        made = QWidget()
        grid = QGridLayout(made)
        grid.setContentsMargins(px(16), px(8), px(16), px(8))
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(8))
        grid.setColumnStretch(1, 1)
        for row, (name, title) in enumerate(choices):
            pressed = KeyButton(title, "", partial(self.asked.emit, name))
            words = Clamped("quiet")
            words.setAlignment(Qt.AlignmentFlag.AlignVCenter)
            words.setFixedHeight(px(_ROW))
            grid.addWidget(pressed, row, 0)
            grid.addWidget(words, row, 1)
            self.buttons[name], self.words[name] = pressed, words
        return made

    def show_keys(self, keys: Mapping[str, str]) -> None:
        """Show the keys of the answers."""
        for name, key in keys.items():
            self.buttons[name].keys.show_keys(key)

    def show_info(self, sentence: str) -> None:
        """Show a sentence, and nothing to answer."""
        self.info.show_text(sentence)
        self._faces.setCurrentIndex(_INFO)

    def show_looking(self) -> None:
        """Show that what the answers would do is being found."""
        for name in ("wrong", "fine"):
            self._tell(name, tr(_LOOKING))
            self.buttons[name].setEnabled(False)
        self._faces.setCurrentIndex(_DECIDE)

    def show_answers(self, told: Mapping[str, str]) -> None:
        """Show what each answer would do."""
        for name, sentence in told.items():
            self._tell(name, sentence)
            self.buttons[name].setEnabled(True)
        self._faces.setCurrentIndex(_DECIDE)

    def show_covering(self, busy: bool, fault: str = "") -> None:
        """Show what can be done about what is not checked, or why nothing was found."""
        told = tr(_COVERING) if busy else fault or tr(_COVER_TOLD)
        self._tell("cover", told)
        self._tell("no_need", tr(_NO_NEED_TOLD))
        for name in ("cover", "no_need"):
            self.buttons[name].setEnabled(not busy)
        self._faces.setCurrentIndex(_COVER)

    def _tell(self, name: str, sentence: str) -> None:
        self.words[name].show_text(sentence)
        self.buttons[name].setAccessibleDescription(sentence)
