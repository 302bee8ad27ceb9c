"""The page while a recorder works, and after one that died."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.recording_state import Button, Face
from studio.gui.theme import px
from studio.gui.widgets.parts import button, label, restyle

_WIDE, _FACTS = 560, 5
_TITLES: dict[Button, str] = {
    "stop": "Stop and look at it",
    "pause": "Pause",
    "resume": "Go on",
    "mark": "Mark checkpoint",
    "recover": "Recover what was kept",
    "dismiss": "Leave it as it is",
}
_DIED = "Recording {name} ended without its seal. What was kept until then can be made whole."


class RunningFace(QWidget):
    """Tells of the recorder, and takes the orders that the bar takes too."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        middle = QWidget()
        middle.setMaximumWidth(px(_WIDE))
        outer.addWidget(middle)
        outer.addStretch(1)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        self.pill, self.name = label("", "bad"), label("", "title", wrap=True)
        self.time = label("", "pageTitle")
        self.sentence = label("", "quiet", wrap=True)
        head = QHBoxLayout()
        head.setSpacing(px(12))
        head.addWidget(self.pill)
        head.addWidget(self.name, 1)
        column.addLayout(head)
        column.addWidget(self.time)
        column.addLayout(self._make_facts())
        column.addWidget(self.sentence)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        self.buttons = {name: self._make_button(name) for name in _TITLES}
        for made in self.buttons.values():
            row.addWidget(made)
        row.addStretch(1)
        column.addLayout(row)

    def _make_button(self, name: Button) -> QWidget:
        style = "primary" if name in ("stop", "recover") else ""
        return button(tr(_TITLES[name]), partial(self.asked.emit, name), style)

    def _make_facts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(24))
        grid.setVerticalSpacing(px(4))
        self._facts: list[tuple[QLabel, QLabel]] = []
        for row in range(_FACTS):
            pair = label("", "quiet"), label("")
            self._facts.append(pair)
            grid.addWidget(pair[0], row, 0)
            grid.addWidget(pair[1], row, 1, Qt.AlignmentFlag.AlignRight)
        grid.setColumnStretch(2, 1)
        return grid

    def show_face(self, face: Face) -> None:
        """Show how it stands."""
        self.pill.setText(tr(face.state))
        restyle(self.pill, face.tone)
        self.name.setText(face.name)
        self.time.setText(face.time)
        self.time.setVisible(bool(face.time))
        for place, (caption, value) in enumerate(self._facts):
            there = place < len(face.facts)
            word, number = face.facts[place] if there else ("", 0)
            caption.setText(tr(word) if there else "")
            value.setText(f"{number:,}" if there else "")
            for part in (caption, value):
                part.setVisible(there)
        died = tr(_DIED).format(name=face.name) if "recover" in face.buttons else ""
        self.sentence.setText(died or tr(face.sentence))
        self.sentence.setVisible(bool(self.sentence.text()))
        for name, made in self.buttons.items():
            made.setVisible(name in face.buttons)
        counts = ", ".join(f"{tr(word)} {number:,}" for word, number in face.facts)
        told = (tr(face.state), face.time, counts, self.sentence.text())
        self.setAccessibleName(", ".join(part for part in told if part))
