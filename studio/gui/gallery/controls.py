"""The specimens of buttons, fields and what else is pressed or filled in."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPushButton, QRadioButton, QSlider, QTabBar, QWidget

from studio.gui.gallery.frame import FIELD_STATES, STATES, in_states, section
from studio.gui.theme import icon, px
from studio.gui.widgets import fields
from studio.gui.widgets.controls import KeyButton, Segments, Switch, icon_button
from studio.gui.widgets.links import Link
from studio.gui.widgets.parts import button
from studio.gui.widgets.searching import SearchField

_LONG = "A name that is much longer than the place it stands in, as names of files are"
_SENTENCE = "The total of the month is under the amounts, as a formula."
_BOXES = ("normal", "hover", "focus", "disabled", "checked", "checked focus", "checked disabled")
_CHECKED = (*STATES, "checked", "checked focus")


def _nothing() -> None:
    """Do nothing: a specimen is only looked at."""


def _button(text: str, name: str = "", tall: bool = False, picture: str = "") -> QPushButton:
    made = button(text, _nothing, name)
    made.setProperty("tall", tall)
    made.setCheckable(name in ("toggle", "nav"))
    if picture:
        made.setIcon(icon(picture))
    return made


def _undo() -> QPushButton:
    return _button("Undo", "bare", picture="arrow-u-up-left")


def _field(made: QWidget, width: int = 200) -> QWidget:
    made.setFixedWidth(px(width))
    return made


def _line(text: str) -> QWidget:
    made = fields.Line()
    made.setText(text)
    made.setCursorPosition(0)
    made.setPlaceholderText("Title of the task")
    return _field(made)


def _selected_line() -> QWidget:
    made = fields.Line()
    made.setText("Month-end accruals")
    made.selectAll()
    return _field(made)


def _choice() -> QWidget:
    made = fields.Choice()
    made.addItems(["Must pass", "Carries weight", _LONG])
    return _field(made)


def _text(make: Callable[[], fields.Text | fields.Words], text: str) -> QWidget:
    made = make()
    made.setPlainText(text)
    made.setFixedHeight(px(76))
    return _field(made, 240)


def _searching(text: str) -> QWidget:
    made = SearchField("Find a step")
    made.setText(text)
    return _field(made)


def _slider() -> QWidget:
    made = QSlider(Qt.Orientation.Horizontal)
    made.setValue(40)
    return _field(made, 160)


def _tabs() -> QWidget:
    made = QTabBar()
    for name in ("Reference", "Input", "Difference"):
        made.addTab(name)
    made.setDrawBase(False)
    return made


def _segments() -> QWidget:
    made = Segments("Moment", (("before", "Before"), ("press", "At the press"), ("after", "After")))
    made.choose("press")
    return made


def _tristate() -> QWidget:
    made = QCheckBox("Some of them")
    made.setTristate(True)
    made.setCheckState(Qt.CheckState.PartiallyChecked)
    return made


def _wide_link() -> QWidget:
    made = Link(_LONG)
    made.setFixedWidth(px(200))
    return made


def buttons() -> QWidget:
    """Return the buttons."""
    return section(
        "Buttons",
        (
            ("The next thing", in_states(lambda: _button("Next: finish checks", "primary"))),
            ("Others", in_states(lambda: _button("Propose again"))),
            ("With an icon", in_states(lambda: _button("Open", picture="folder-open"))),
            ("Will lose something", in_states(lambda: _button("Record your work", "danger"))),
            ("On the first page", in_states(lambda: _button("Start from a template", tall=True))),
            ("Without an edge", in_states(_undo)),
            ("An icon alone", in_states(lambda: icon_button("dots-three", "More", _nothing))),
            ("With its key", in_states(lambda: KeyButton("Commands", "Ctrl+K", _nothing))),
            ("In the side bar", in_states(lambda: _button("Checks", "nav", False, "check-square"),
                                          _CHECKED)),
            ("Quiet toggles", in_states(lambda: _button("Difference", "toggle"), _CHECKED)),
            ("Links", [*in_states(lambda: Link("Bookkeeping clerks", wide=False)),
                       ("long", _wide_link())]),
        ),
    )  # fmt: skip


def choices() -> QWidget:
    """Return what is ticked, switched or chosen."""
    return section(
        "Choices",
        (
            ("A box to tick", in_states(lambda: fields.Tick("Keep text"), _BOXES)),
            ("Some of several", [("", _tristate())]),
            ("One of several", in_states(lambda: QRadioButton("In place"), _BOXES)),
            ("On or off", in_states(lambda: Switch("Follow"), _BOXES)),
            ("Segments", [("", _segments())]),
            ("Tabs", [("", _tabs())]),
            ("A list that opens", in_states(_choice, FIELD_STATES)),
            ("A slider", in_states(_slider, FIELD_STATES)),
        ),
    )


def writing() -> QWidget:
    """Return what is written in."""
    return section(
        "Fields",
        (
            ("A line", in_states(lambda: _line("Month-end accruals"), (*FIELD_STATES, "error"))),
            ("", [("empty", _line("")), ("long", _line(_LONG)), ("selected", _selected_line())]),
            ("A number", in_states(lambda: _field(fields.Number(0, 1e6, 3, 12480.005), 120),
                                   FIELD_STATES)),
            ("Searching", [*in_states(lambda: _searching("total"), FIELD_STATES),
                           ("empty", _searching(""))]),
            ("A sentence", in_states(lambda: _text(fields.Words, _SENTENCE), FIELD_STATES)),
            ("A text", in_states(lambda: _text(fields.Text, _SENTENCE), FIELD_STATES)),
            ("Several lines", [("", _field(fields.Lines("One sentence\nand another"), 240))]),
        ),
    )  # fmt: skip
