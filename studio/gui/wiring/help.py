"""F1: the section of the guide that tells of the page which is shown."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from studio.gui import window_state
from studio.gui.guide import (
    OF_PAGES,
    TUTORIAL,
    Section,
    guide_folder,
    matching,
    of_link,
    section,
    sections,
)
from studio.gui.language import tr
from studio.gui.main_window import MainWindow
from studio.gui.widgets.help_window import HelpWindow


class _Reading:
    """Keeps the help window, made when it is first asked for, and what was read in it."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._help: HelpWindow | None = None
        self._listed: tuple[Section, ...] = ()
        self._read: list[Section] = []
        self._found: Section | None = None

    def ask(self) -> None:
        """Show what the guide says of the page that is shown."""
        self._open(section(OF_PAGES[self._window.current_page]))

    def ask_tutorial(self) -> None:
        """Show the tutorial from its beginning."""
        self._open(of_link(TUTORIAL))

    def _open(self, wanted: Section | None) -> None:
        if not sections():
            self._window.toast.say(tr("The guide is not installed; read docs/guide.md instead."))
            return
        made = self._help or self._make()
        made.search.clear()
        self._find("")
        self._show(wanted or sections()[0])
        made.show()
        made.raise_()
        made.activateWindow()
        made.reader.setFocus()

    def _make(self) -> HelpWindow:
        made = self._help = HelpWindow(self._window)
        if not window_state.recall_help(made):
            made.stand_beside(self._window)
        made.placed.connect(lambda: window_state.remember_help(made))
        made.typed.connect(self._find)
        made.chosen.connect(lambda name: self._show(section(name)))
        made.link_pressed.connect(self._follow)
        made.back_asked.connect(self._go_back)
        return made

    def _find(self, text: str) -> None:
        assert self._help
        self._listed = matching(text)
        rows = [(found.id, found.title) for found in self._listed]
        nothing = tr("Nothing in the guide says that; try another word.")
        self._help.show_sections(rows, "" if rows else nothing)
        if text.strip() and self._listed:
            # Every letter may find another section; only the last is gone back from.
            if self._found is not None and self._read[-1] == self._found and len(self._read) > 1:
                self._read.pop()
            found = self._listed[0]
            self._show(found)
            self._found = found

    def _show(self, wanted: Section | None) -> None:
        if wanted is None or self._help is None:
            return
        self._found = None
        if not self._read or self._read[-1] != wanted:
            self._read.append(wanted)
        row = self._listed.index(wanted) if wanted in self._listed else -1
        self._help.show_section(row, wanted.title, wanted.text, guide_folder())
        self._help.allow_back(len(self._read) > 1)

    def _go_back(self) -> None:
        if len(self._read) > 1:
            self._read.pop()
            self._show(self._read[-1])

    def _follow(self, link: str) -> None:
        if link.startswith(("https://", "http://")):
            QDesktopServices.openUrl(QUrl(link))
        else:
            self._show(of_link(link))


def wire(window: MainWindow) -> None:
    """Wire help and the tutorial."""
    reading = _Reading(window)
    window.keep(reading)
    window.actions_.bind("help", reading.ask)
    window.actions_.bind("tutorial", reading.ask_tutorial)
