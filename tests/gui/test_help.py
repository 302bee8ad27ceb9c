"""F1 on every page, and what the guide holds."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from studio.gui.actions import PAGES
from studio.gui.guide import OF_PAGES, guide_folder, matching, of_link, section, sections, slug
from studio.gui.main_window import MainWindow
from studio.gui.widgets.help_window import HelpWindow
from studio.gui.widgets.reader import Reader

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
KEY = Qt.Key
PICTURE = re.compile(r"!\[([^]]*)\]\(([^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^]]+\]\(([^)]+)\)")


def help_of(window: MainWindow) -> HelpWindow:
    return next(part for part in window.findChildren(HelpWindow) if part.isVisible())


@pytest.mark.parametrize("page", PAGES)
def test_f1_shows_what_the_guide_says_of_each_page(
    window: MainWindow, qtbot: QtBot, page: str
) -> None:
    found = section(OF_PAGES[page])
    assert found is not None
    window.show_page(page)
    window.actions_["help"].trigger()
    shown = help_of(window)
    text = shown.reader.toPlainText()
    assert text.startswith(found.title) and len(text) > 60
    assert shown.reader.accessibleName() == f"Help: {found.title}"
    assert shown.list.currentItem().text() == found.title
    qtbot.keyClick(shown, KEY.Key_Escape)
    assert not shown.isVisible() and window.isVisible()


def test_f1_is_the_key_of_help(window: MainWindow) -> None:
    assert window.actions_.key("help") == "F1"


def test_the_guide_is_searched_and_read_back_and_forth(window: MainWindow, qtbot: QtBot) -> None:
    window.show_page("steps")
    window.actions_["help"].trigger()
    shown = help_of(window)
    begun = shown.reader.toPlainText()
    assert not shown.back.isEnabled()
    qtbot.keyClicks(shown.search, "folder trash")
    told = matching("folder trash")
    assert 0 < shown.list.count() == len(told) < len(sections())
    assert shown.reader.toPlainText() != begun and shown.reader.extraSelections()
    shown.back.click()
    assert shown.reader.toPlainText() == begun
    shown.search.setText("xylophone")
    assert shown.list.count() == 0 and "another word" in shown.told.text()
    shown.search.clear()
    assert shown.list.count() == len(sections()) and not shown.told.isVisible()
    shown.reader.link_pressed.emit("#settings-that-are-not-there")
    shown.reader.link_pressed.emit("guide.md#checks")
    assert shown.reader.toPlainText().startswith("Checks")


def test_pictures_fit_and_come_from_the_guide_alone(qtbot: QtBot) -> None:
    reader = Reader()
    qtbot.addWidget(reader)
    reader.resize(400, 300)
    reader.show()
    reader.show_text("![a](images/steps-light.png)\n\n![b](../README.md)", guide_folder())
    picture = reader._picture("images/steps-light.png")
    assert not picture.isNull() and picture.width() <= 400 * picture.devicePixelRatio()
    for name in ("../README.md", "/etc/passwd", "https://example.org/a.png", "images/none.png"):
        assert reader._picture(name).isNull()


def test_every_picture_and_link_of_the_guide_is_there() -> None:
    folder, seen = guide_folder(), 0
    for part in sections():
        for words, name in PICTURE.findall(part.text):
            assert words.strip(), f"{name} is told to nobody who cannot see it"
            assert not QImage(str(folder / name)).isNull(), name
            seen += 1
        for link in LINK.findall(part.text):
            is_there = link.startswith("https://") or of_link(link) or (folder / link).is_file()
            assert is_there, f"{part.title}: {link}"
    assert seen > 4
    names = [part.id for part in sections()]
    assert len(names) == len(set(names)), "two sections answer to one link"


def test_a_link_names_a_section_as_markdown_does() -> None:
    assert slug("What each output would score") == "what-each-output-would-score"
    assert of_link("#nothing") is None
