"""Each page by keyboard alone, and what assistive technology is told of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QGraphicsView, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from studio.gui.actions import PAGES
from studio.gui.main_window import MainWindow
from tests.gui.focusing import focusable, tabbed, told

LONG_MS = 30_000
ROLES = QAccessible.Role
# A control that calls itself one of these tells nobody what it is for.
_VAGUE = {ROLES.NoRole, ROLES.Client, ROLES.Grouping, ROLES.Pane, ROLES.Whitespace}


@pytest.fixture
def marked(window: MainWindow, desk: Path, qtbot: QtBot) -> MainWindow:
    window.open(desk)
    qtbot.waitUntil(lambda: bool(window.steps.model.steps), timeout=LONG_MS)
    window.steps.select(1, 4)
    window.steps.title.setText("Amounts completed")
    window.steps.mark.click()
    window.occupations.search.setText("radiographer")
    return window


def pages(window: MainWindow, qtbot: QtBot) -> Iterator[str]:
    for page in PAGES:
        window.show_page(page)
        qtbot.wait(30)
        yield page


def test_tab_reaches_every_control_of_a_page_and_comes_round(
    marked: MainWindow, qtbot: QtBot
) -> None:
    for page in pages(marked, qtbot):
        next(iter(focusable(marked))).setFocus()
        forth = tabbed(marked, qtbot)
        missed = focusable(marked) - set(forth)
        assert not missed, (page, sorted(map(told, missed)))
        assert set(tabbed(marked, qtbot, back=True)) == set(forth), page


def test_every_control_tells_its_name_and_role(marked: MainWindow, qtbot: QtBot) -> None:
    found: list[str] = []
    for page in pages(marked, qtbot):
        for control in focusable(marked):
            known = QAccessible.queryAccessibleInterface(control)
            assert known is not None, told(control)
            # What can be scrolled by keys has no other role in Qt than that of a place.
            vague = known.role() in _VAGUE and not isinstance(control, QScrollArea)
            if vague or not known.text(QAccessible.Text.Name).strip():
                found.append(f"{page}: {told(control)} is {known.role()}")
    assert found == []


def test_what_is_drawn_in_a_scene_is_told_beside_it(marked: MainWindow, qtbot: QtBot) -> None:
    """The items of a scene are invisible to assistive technology."""
    for page in pages(marked, qtbot):
        for view in marked.findChildren(QGraphicsView):
            known = QAccessible.queryAccessibleInterface(view)
            assert known is not None
            words = known.text(QAccessible.Text.Name), known.text(QAccessible.Text.Description)
            silent = view.isVisible() and not (all(words) or known.childCount() > 0)
            assert not silent, (page, type(view).__name__)


def test_the_order_of_tab_is_the_order_of_reading(marked: MainWindow, qtbot: QtBot) -> None:
    """On the steps page: the list, then what lies right of it at the same height."""
    marked.show_page("steps")
    first = marked.steps.list
    first.setFocus()
    order = [found for found in tabbed(marked, qtbot) if marked.steps.isAncestorOf(found)]

    def place(widget: QWidget) -> QRect:
        return QRect(widget.mapTo(marked, QPoint(0, 0)), widget.size())

    beside = [found for found in order if place(found).left() > place(first).right()]
    level = [found for found in beside if place(found).top() < place(first).bottom()]
    assert level and all(order.index(found) > order.index(first) for found in level)
