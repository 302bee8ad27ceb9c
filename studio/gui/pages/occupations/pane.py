"""The page of an occupation or of a group: what is known of it, and where one can go from it."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.gui.language import tr
from studio.gui.pages.occupations.state import GroupShown, Shown, Use, uses_of, wage_figures
from studio.gui.theme import px
from studio.gui.widgets.links import Link
from studio.gui.widgets.parts import button, empty, hairline, label, panel
from studio.model.occupation_contract import NamedCode, OccupationShown, SubdomainShown

_T = TypeVar("_T")
_EMPTY = (
    "Say above what you do, or open a group on the left. What is known of an occupation stands "
    "here: its titles, software, wages, tasks and what is near to it."
)
_GET = (
    "Task statements come with a release of the O*NET database: download its text archive, "
    "such as db_30_1_text.zip, and install it here."
)
_WHERE = "From onetcenter.org/database.html; nothing is fetched by this app."
_A_ROW = 3
_FEW = {"title": 24, "software": 24, "link": 8, "task": 8}


class OccupationPane(QScrollArea):
    """Shows one occupation or group; names on it lead to others."""

    place_asked = Signal(str)
    open_asked = Signal(Path)
    install_asked = Signal()
    cancel_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Occupation"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner, self._column = panel("panel", 24, 8)
        self._column.setContentsMargins(px(24), px(4), px(24), px(24))
        self.setWidget(inner)
        self.shown: Shown | None = None
        self._uses: tuple[Use, ...] = ()
        self._whole: set[str] = set()
        self._installing, self._fault = "", ""
        self._draw()

    def show_place(self, shown: Shown) -> None:
        """Show an occupation or a group from its top."""
        again = self.shown is not None and self.shown.code == shown.code
        self.shown = shown
        if not again:
            self._whole.clear()
            self._fault = ""
            self.verticalScrollBar().setValue(0)
        self._draw()

    def show_uses(self, uses: tuple[Use, ...]) -> None:
        """Show which tasks of this workspace are linked to what is shown."""
        if uses != self._uses:
            self._uses = uses
            self._draw()

    def show_installing(self, sentence: str, fault: str = "") -> None:
        """Show that a release is being installed, or why it was not."""
        redraw = bool(sentence) != bool(self._installing) or fault != self._fault
        self._installing, self._fault = sentence, fault
        if redraw:
            self._draw()
        elif self._told:
            self._told.setText(sentence)

    def _draw(self) -> None:
        focused = QApplication.focusWidget()
        if focused and self.isAncestorOf(focused):
            # What had the keyboard goes away; the page keeps it.
            self.setFocus()
        empty(self._column)
        self._told: QLabel | None = None
        shown = self.shown
        if shown is None:
            self._add(label(tr("No occupation is chosen"), "title"))
            self._add(label(tr(_EMPTY), "quiet", wrap=True))
        elif isinstance(shown, GroupShown):
            self._draw_group(shown)
        else:
            self._draw_occupation(shown)
        self._column.addStretch(1)

    def _add(self, widget: QWidget) -> None:
        self._column.addWidget(widget)

    def _head(self, shown: Shown, kind: str) -> None:
        # A group of one occupation has its title, and would lead to the same again.
        above = [one for one in shown.parents if one.title != shown.title]
        self._add(_line_of(above, self.place_asked.emit))
        self._add(label(shown.title, "pageTitle", wrap=True))
        self._add(label(f"{shown.code}   {kind}", "quiet", wrap=True))

    def _draw_group(self, shown: GroupShown) -> None:
        self._head(shown, shown.kind)
        self._figures(shown.figures, shown.sentence)
        self._tasks_here(shown)
        self._links("inside", "In this group", shown.inside)

    def _draw_occupation(self, shown: OccupationShown) -> None:
        self._head(shown, tr("Occupation of {table}").format(table=shown.table))
        if shown.in_gdpval:
            self._add(label(tr("Among the 44 occupations of GDPval"), "caption"))
        if shown.definition:
            self._add(label(shown.definition, wrap=True))
        self._figures(wage_figures(shown.wages), shown.wages.sentence)
        self._tasks_here(shown)
        self._statements(shown)
        titles = (*shown.alternate_titles, *shown.short_titles)
        self._words("title", "Also called", titles, "No other titles are known.")
        self._words("software", "Software", shown.software, "O*NET lists no software for it.")
        self._links("link", "Related occupations", shown.related)
        self._subdomains(shown)
        self._add(hairline())
        self._add(label(shown.credit, "caption", wrap=True))

    def _heading(self, title: str, count: int | None = None) -> None:
        self._column.addSpacing(px(12))
        title = tr(title)
        text = title if count is None else f"{title} ({count:,})"
        self._add(label(text, "title", wrap=True))

    def _figures(self, figures: Iterable[tuple[str, str]], sentence: str) -> None:
        self._column.addSpacing(px(8))
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(px(12))
        for number, (caption, figure) in enumerate(figures):
            both = QVBoxLayout()
            both.setSpacing(0)
            both.addWidget(label(figure, "title"))
            both.addWidget(label(tr(caption), "caption"))
            grid.addLayout(both, *divmod(number, _A_ROW))
        for column in range(_A_ROW):
            grid.setColumnStretch(column, 1)
        self._add(box)
        self._add(label(sentence, "caption", wrap=True))

    def _tasks_here(self, shown: Shown) -> None:
        found = uses_of(shown, self._uses)
        self._heading("Tasks in this workspace", len(found))
        if not found:
            self._add(label(tr("None is linked to it yet."), "quiet", wrap=True))
        for use in found:
            self._add(_link(use.title, partial(self.open_asked.emit, use.folder)))

    def _statements(self, shown: OccupationShown) -> None:
        if shown.statements:
            self._heading(f"Tasks in {shown.release}", len(shown.statements))
            texts = [one.text for one in shown.statements]
            for text in self._first("task", texts):
                self._add(label(text, wrap=True))
            self._more("task", len(texts))
            return
        self._heading("Tasks in O*NET")
        if shown.release or not shown.software:
            self._add(
                label(shown.note or tr("This release holds none for it."), "quiet", wrap=True)
            )
        else:
            self._offer_release()

    def _offer_release(self) -> None:
        self._add(label(tr(_GET), "quiet", wrap=True))
        if self._fault:
            self._add(label(self._fault, "fault", wrap=True))
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(12))
        if self._installing:
            self._told = label(self._installing, "quiet", wrap=True)
            bar = QProgressBar()
            bar.setRange(0, 0)
            bar.setTextVisible(False)
            bar.setAccessibleName(tr("Installing a release"))
            row.addWidget(self._told, 1)
            row.addWidget(bar, 1)
            row.addWidget(button(tr("Cancel"), self.cancel_asked.emit))
        else:
            row.addWidget(button(tr("Install a release…"), self.install_asked.emit))
            row.addWidget(label(tr(_WHERE), "caption", wrap=True), 1)
        self._add(box)

    def _words(self, name: str, title: str, words: tuple[str, ...], none: str) -> None:
        self._heading(title, len(words))
        first = self._first(name, words)
        self._add(label(" · ".join(first) if first else tr(none), "quiet", wrap=True))
        self._more(name, len(words))

    def _links(self, name: str, title: str, named: tuple[NamedCode, ...]) -> None:
        self._heading(title, len(named))
        shown = named if name == "inside" else self._first(name, named)
        for one in shown:
            self._add(_link(one.title, partial(self.place_asked.emit, one.code)))
        if name in _FEW:
            self._more(name, len(named))

    def _first(self, name: str, listed: Sequence[_T]) -> Sequence[_T]:
        return listed if name in self._whole else listed[: _FEW[name]]

    def _more(self, name: str, count: int) -> None:
        if count <= _FEW[name]:
            return
        whole = name in self._whole
        words = tr("Show fewer") if whole else tr("Show all {count}").format(count=f"{count:,}")
        self._add(_link(words, partial(self._turn, name)))

    def _turn(self, name: str) -> None:
        self._whole ^= {name}
        self._draw()

    def _subdomains(self, shown: OccupationShown) -> None:
        self._heading("Subdomains of Agents' Last Exam", len(shown.subdomains))
        if not shown.subdomains:
            self._add(label(tr("None stands for it."), "quiet", wrap=True))
        for one in shown.subdomains:
            self._add(label(f"{one.id}  {one.name}", wrap=True))
            self._add(label(_basis(one), "caption", wrap=True))


def _basis(one: SubdomainShown) -> str:
    lists = {
        (True, True): "in both lists",
        (True, False): "in the paper only",
        (False, True): "on the site only",
        (False, False): "in neither list",
    }[one.in_paper, one.on_site]
    return f"{one.relation.capitalize()}; {tr(lists)}; {one.basis}"


def _link(text: str, pressed: Callable[[], object], wide: bool = True) -> Link:
    made = Link(text, wide)
    made.clicked.connect(lambda: pressed())
    return made


def _line_of(parents: Sequence[NamedCode], go: Callable[[str], object]) -> QWidget:
    """Return the groups above as names to press, the widest first."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(px(4))
    for number, one in enumerate(parents):
        if number:
            row.addWidget(label(">", "quiet"))
        row.addWidget(_link(one.title, partial(go, one.code), wide=False))
    row.addStretch(1)
    return box
