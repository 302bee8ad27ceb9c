"""Every word that the window shows goes through the translator."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from studio.gui.actions import PAGES
from studio.gui.jobs import Jobs
from studio.gui.main_window import MainWindow
from studio.gui.session import Session
from studio.gui.widgets.brief import Brief
from studio.gui.wiring import build

LONG_MS = 30_000
# What is no language: keys, sizes, versions, names that products have.
_DATA = re.compile(
    r"(Ctrl|Shift|Alt|Del|Ins|F\d+|Return|CC-BY|Task Authoring Studio|O\*NET|STUDIO_\w+"
    r"|[Mm]onth[- ]end\w*|~?/[\w./-]+|[\d.,%:/+~$ ]+|invoices\.xlsx|\.task|\.rec)"
)


class Bracketing(QTranslator):
    """Puts every text in brackets."""

    def translate(self, context: str, source: str, *rest: object) -> str:
        return f"⟦{source}⟧"

    def isEmpty(self) -> bool:
        return False


@pytest.fixture
def bracketed(qtbot: QtBot, desk: Path) -> Iterator[MainWindow]:
    translator = Bracketing()
    QCoreApplication.installTranslator(translator)
    window = build(Session(), Jobs())
    qtbot.addWidget(window)
    window.show()
    window.open(desk)
    qtbot.waitUntil(lambda: bool(window.steps.model.steps), timeout=LONG_MS)
    yield window
    window.close()
    QCoreApplication.removeTranslator(translator)


def words_of(widget: QWidget) -> Iterator[str]:
    yield widget.toolTip()
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    match widget:
        case Brief():
            # Its text is broken into lines; what it says is its name, as yielded above.
            pass
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QLineEdit() | QPlainTextEdit():
            yield widget.placeholderText()
        case QComboBox():
            yield from (widget.itemText(row) for row in range(widget.count()))
        case QTreeView() if model := widget.model():
            way = Qt.Orientation.Horizontal
            yield from (str(model.headerData(at, way) or "") for at in range(model.columnCount()))


def bare(texts: Iterator[str], data: tuple[str, ...] = ()) -> set[str]:
    """Return the texts with words of a language that did not go through the translator."""
    found = (text for text in texts if "⟦" not in text and text not in data)
    return {text for text in found if re.search(r"[A-Za-z]{2}", _DATA.sub("", text))}


def test_menus_bars_and_pages_are_translated(bracketed: MainWindow) -> None:
    actions = [*bracketed.findChildren(QAction), *bracketed.menuBar().actions()]
    assert bare(text for action in actions for text in (action.text(), action.toolTip())) == set()
    for part in (bracketed.bar, bracketed.side):
        assert bare(text for w in part.findChildren(QWidget) for text in words_of(w)) == set()
    steps = bracketed.steps.model.steps
    elements = [step.element for step in steps if step.element]
    data = (
        *(step.sentence for step in steps),
        *(step.window.title for step in steps if step.window),
        *(f"{one.role[:1].upper()}{one.role[1:]}, {one.name}" for one in elements),
    )
    found = {}
    for page in PAGES:
        bracketed.actions_[page].trigger()
        shown = getattr(bracketed, page)
        widgets = [shown, *shown.findChildren(QWidget)]
        if texts := bare((text for w in widgets for text in words_of(w)), data):
            found[page] = texts
    assert found == {}
