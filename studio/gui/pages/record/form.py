"""What is asked before a recording: its name, folders, applications, and what is private."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from studio.base.settings import told_path
from studio.capture.options import OpenApplication
from studio.gui.language import tr
from studio.gui.pages.record.models import ApplicationsModel
from studio.gui.pages.record.state import (
    NEVER_KEPT,
    Applications,
    Care,
    Plan,
    folder_refusal,
    name_refusal,
    names_in,
)
from studio.gui.theme import px
from studio.gui.widgets.fields import Line, Tick
from studio.gui.widgets.parts import button, hairline, headed, label
from studio.gui.widgets.tick_table import TickTable

_SHOWN_ROWS, _ROW, _HEAD = 5, 44, 30


class FolderLine(Line):
    """A line for a folder; one that is dropped on it is taken."""

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a folder of this computer, and text."""
        if _folder_in(event):
            event.acceptProposedAction()
        else:
            super().dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Fill in the folder that was dropped."""
        if found := _folder_in(event):
            event.acceptProposedAction()
            self.setText(str(found))
        else:
            super().dropEvent(event)


def _folder_in(event: QDropEvent) -> Path | None:
    """Return the first folder that is dropped; of a file the one that it lies in."""
    places = (Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
    return next((place if place.is_dir() else place.parent for place in places), None)


def section(title: str, told: str = "") -> tuple[QWidget, QVBoxLayout]:
    """Return a part of the form under its title, with a sentence on what it is for."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(px(8))
    column.addWidget(label(title, "title"))
    column.addWidget(hairline())
    if told:
        column.addWidget(label(told, "quiet", wrap=True))
    return box, column


class RecordForm(QWidget):
    """Asks for a plan, and says beside each part what is not fit yet.

    Args:
        recordings: the folder that the recording goes into.
    """

    changed = Signal()
    folders_changed = Signal()
    choose_asked = Signal(str)
    look_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._recordings = Path()
        self.applications = Applications()
        self._looking = True
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, px(16), px(16))
        column.setSpacing(px(24))
        for part in (
            self._make_folders(),
            self._make_applications(),
            self._make_privacy(),
        ):
            column.addWidget(part)
        column.addStretch(1)
        self._show_applications()

    def _make_folders(self) -> QWidget:
        told = tr(
            "One folder: you work in place, and its files change. Two: the first holds what you "
            "are given, the second what you make. Drop folders here, or choose them."
        )
        box, column = section(tr("Work"), told)
        self.name, self.folder, self.output = Line(), FolderLine(), FolderLine()
        self.output.setPlaceholderText(tr("The same folder: the work is done in place"))
        self.unfit_name, self.unfit_folder = (
            label("", "fault", wrap=True),
            label("", "fault", wrap=True),
        )
        column.addWidget(headed(tr("Name of the recording"), self.name))
        column.addWidget(self.unfit_name)
        self.recent = {name: QPushButton(tr("Recent")) for name in ("folder", "output")}
        folder = tr("Folder with the files of this work")
        output = tr("Folder for the results, if it is another")
        column.addWidget(self._with_choice("folder", folder, self.folder))
        column.addWidget(self._with_choice("output", output, self.output))
        column.addWidget(self.unfit_folder)
        self.name.textChanged.connect(lambda _: self._tell())
        for line in (self.folder, self.output):
            line.textChanged.connect(lambda _: self._tell(folders=True))
        return box

    def _with_choice(self, which: str, title: str, field: Line) -> QWidget:
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addWidget(field, 1)
        field.setAccessibleName(title)
        made = button(tr("Choose…"), partial(self.choose_asked.emit, which))
        made.setAccessibleName(tr("Choose: {title}").format(title=title))
        self.recent[which].setAccessibleName(tr("Recent: {title}").format(title=title))
        row.addWidget(self.recent[which])
        row.addWidget(made)
        both.setAccessibleName(title)
        return headed(title, both)

    def _make_applications(self) -> QWidget:
        told = tr(
            "The whole screen is recorded. Tick whose typed text may be kept; of all others only "
            "shortcuts are. Fill grey what nobody may see."
        )
        box, column = section(tr("Applications"), told)
        self.search = Line()
        self.search.setPlaceholderText(tr("Find an application or a window"))
        self.search.setAccessibleName(tr("Find an application or a window"))
        self.search.textChanged.connect(lambda _: self._show_applications())
        self.every = Tick(tr("All open applications"))
        self.every.clicked.connect(self._keep_all)
        self.again = button(tr("Look again"), self.look_asked.emit)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.search, 1)
        row.addWidget(self.every)
        row.addWidget(self.again)
        column.addLayout(row)
        self.model = ApplicationsModel()
        self.model.cared.connect(self._care)
        self.table = TickTable(self.model, tr("Open applications"))
        self.table.setFixedHeight(px(_ROW * _SHOWN_ROWS + _HEAD))
        self.none = label("", "quiet", wrap=True)
        column.addWidget(self.table)
        column.addWidget(self.none)
        return box

    def _make_privacy(self) -> QWidget:
        box, column = section(tr("Privacy"), tr("Nothing leaves this computer. Never kept:"))
        for sentence in NEVER_KEPT:
            column.addWidget(label(f"•  {tr(sentence)}", wrap=True))
        self.others = Line()
        self.others.setPlaceholderText(tr("Such as keepassxc, thunderbird"))
        title = tr("Fill these grey too, should they open while you record")
        column.addWidget(headed(title, self.others))
        self.others.textChanged.connect(lambda _: self._tell())
        return box

    def _tell(self, folders: bool = False) -> None:
        self.show_unfit()
        self.changed.emit()
        if folders:
            self.folders_changed.emit()

    def _care(self, name: str, care: Care) -> None:
        self.applications = self.applications.caring(name, care)
        self._show_applications()
        self._tell()

    def _keep_all(self, keep: bool) -> None:
        self.applications = self.applications.keeping_all(keep)
        self._show_applications()
        self._tell()

    def show_looking(self) -> None:
        """Show that the open applications are being looked for."""
        self._looking = True
        self._show_applications()

    def show_applications(self, found: Sequence[OpenApplication]) -> None:
        """Show the applications that are open now."""
        self._looking = False
        self.applications = self.applications.found(found)
        self._show_applications()

    def _show_applications(self) -> None:
        rows = self.applications.matching(self.search.text())
        self.model.show_rows(rows)
        self.every.setChecked(self.applications.keeps_all)
        self.every.setEnabled(bool(self.applications.rows))
        self.table.setVisible(bool(rows))
        self.none.setVisible(not rows)
        if self._looking:
            self.none.setText(tr("Looking for open applications…"))
        elif self.applications.rows:
            self.none.setText(tr("No open application is called so."))
        else:
            told = "No other application is open. Open the one of your work; it is then listed."
            self.none.setText(tr(told))

    def show_recent(self, folders: Sequence[str]) -> None:
        """Offer the folders that were used lately."""
        for which, made in self.recent.items():
            line = self.folder if which == "folder" else self.output
            menu = QMenu(made)
            for folder in folders:
                entry = menu.addAction(told_path(Path(folder)))
                entry.triggered.connect(partial(line.setText, folder))
            made.setMenu(menu)
            made.setEnabled(bool(folders))

    def begin(self, recordings: Path, name: str) -> None:
        """Ask for another recording, which goes into a folder; what was chosen before stays."""
        self._recordings = recordings
        self.name.setText(name)
        self.show_unfit()

    def fill(self, which: str, folder: Path) -> None:
        """Fill in a folder that was chosen."""
        (self.folder if which == "folder" else self.output).setText(str(folder))

    def plan(self) -> Plan:
        """Return what was filled in."""
        others = names_in(self.others.text())
        chosen = Applications(self.applications.rows, others)
        return Plan(
            name=self.name.text().strip(),
            folder=self.folder.text().strip(),
            output=self.output.text().strip(),
            allowed=chosen.allowed,
            excluded=chosen.excluded,
        )

    def show_unfit(self) -> None:
        """Say what is not fit yet where it stands; a folder that is still to come is no fault."""
        plan = self.plan()
        named, placed = name_refusal(plan, self._recordings), folder_refusal(plan, self._recordings)
        empty = not plan.folder and not plan.output
        for made, told in ((self.unfit_name, named), (self.unfit_folder, placed)):
            text = tr(told.sentence).format(**told.values) if told.sentence else ""
            made.setText("" if made is self.unfit_folder and empty else text)
            made.setVisible(bool(made.text()))

    @property
    def is_fit(self) -> bool:
        """Whether the plan can be recorded."""
        plan = self.plan()
        named, placed = name_refusal(plan, self._recordings), folder_refusal(plan, self._recordings)
        return not named.sentence and not placed.sentence
