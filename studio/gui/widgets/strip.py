"""The strip that shows a recorder at work: its state, its counts and its orders."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from studio.gui.recording_state import Button, Face
from studio.gui.theme import px
from studio.gui.widgets.parts import button, label, panel, restyle
from studio.gui.widgets.shell import Elided

_HEIGHT = 64
_FACTS = 5
_TITLES: dict[Button, str] = {
    "pause": "Pause",
    "resume": "Resume",
    "stop": "Stop",
    "recover": "Recover",
    "dismiss": "Dismiss",
}
_ANYWHERE: dict[Button, str] = {
    "pause": "Ctrl+Shift+F9",
    "resume": "Ctrl+Shift+F9",
    "stop": "Ctrl+Shift+F10",
}


class Strip(QWidget):
    """Shows one recording; hidden while there is none."""

    asked = Signal(str)

    def __init__(self, pause: QAction, stop: QAction) -> None:
        super().__init__()
        box, column = panel("bar", 0, 0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(box)
        self.setFixedHeight(px(_HEIGHT))
        self.pill = label("", "bad")
        self.pill.setFixedHeight(px(24))
        self._name, self._sentence = Elided("title"), Elided("quiet")
        few = QSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._name.setSizePolicy(few)
        self._facts = [label("", "quiet") for _ in range(_FACTS)]
        first = QHBoxLayout()
        first.setSpacing(px(12))
        for widget in (self.pill, self._name, *self._facts):
            first.addWidget(widget)
        first.addStretch(1)
        rows = QVBoxLayout()
        rows.setSpacing(px(4))
        rows.addLayout(first)
        rows.addWidget(self._sentence)
        row = QHBoxLayout()
        row.setContentsMargins(px(16), px(8), px(16), px(8))
        row.setSpacing(px(8))
        row.addLayout(rows, 1)
        keys = {"pause": pause, "resume": pause, "stop": stop}
        self.buttons = {}
        for name, title in _TITLES.items():
            tip = f"{title} ({keys[name].shortcut().toString()})" if name in keys else title
            tip += f"; in any program {_ANYWHERE[name]}" if name in _ANYWHERE else ""
            self.buttons[name] = button(title, partial(self.asked.emit, name), "", tip)
            row.addWidget(self.buttons[name])
        column.addLayout(row)
        self.setAccessibleName("Recording")
        self.hide()

    def show_face(self, face: Face | None) -> None:
        """Show a face; None hides the strip."""
        self.setVisible(face is not None)
        if face is None:
            return
        self.pill.setText(f"● {face.pill}")
        restyle(self.pill, face.tone)
        self._name.show_text(face.name)
        self._name.setVisible(bool(face.name))
        for place, fact in enumerate(self._facts):
            self._show_fact(fact, face.facts[place] if place < len(face.facts) else "")
        self._sentence.show_text(face.sentence)
        for name, made in self.buttons.items():
            made.setVisible(name in face.buttons)
        self.setAccessibleDescription(", ".join((face.pill, *face.facts, face.sentence)))

    def _show_fact(self, fact: QLabel, text: str) -> None:
        fact.setVisible(bool(text))
        # Nothing jumps: what grew with a number keeps its width until the strip is for another.
        fact.setText(text)
        fact.setMinimumWidth(max(fact.minimumWidth(), fact.sizeHint().width()) if text else 0)
