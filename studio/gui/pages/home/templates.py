"""The templates: what each holds, and the button that begins from it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.theme import px
from studio.gui.widgets.parts import button, label, panel
from studio.gui.widgets.pick_row import PickRow
from studio.gui.widgets.picking import PickList

if TYPE_CHECKING:
    from studio.formats.tasks import TaskFolder


_LIST = 320
_WIDEST = 1080


class TemplatesView(QWidget):
    """A list of templates, and the chosen one beside it."""

    ended = Signal()
    use_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._templates: dict[str, TaskFolder] = {}
        self._chosen = ""
        inner, column = panel("panel", 32, 16)
        inner.setMaximumWidth(px(_WIDEST))
        column.addWidget(label(tr("Start from a template"), "pageTitle"))
        story = tr("A template is a whole working task. Yours begins as a copy that you change.")
        column.addWidget(label(story, "quiet", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(px(24))
        self.list = PickList()
        self.list.setAccessibleName(tr("Templates"))
        self.list.setFixedWidth(px(_LIST))
        self.list.currentRowChanged.connect(self._show_row)
        row.addWidget(self.list)
        row.addLayout(self._make_shown(), 1)
        column.addLayout(row, 1)
        column.addLayout(self._make_buttons())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(inner)
        self.show_templates(())
        self._told.setText(tr("Looking for templates…"))

    def _make_shown(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(px(8))
        self._title = label("", "title", wrap=True)
        self._occupation = label("", "quiet", wrap=True)
        self._told = label("", "", wrap=True)
        self.prompt = QPlainTextEdit()
        self.prompt.setReadOnly(True)
        self.prompt.setTabChangesFocus(True)
        self.prompt.setAccessibleName(tr("Its instruction"))
        self._head = label(tr("Its instruction"), "caption")
        for made in (self._title, self._occupation, self._told, self._head):
            column.addWidget(made)
        column.addWidget(self.prompt, 1)
        return column

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addStretch(1)
        self.use = QPushButton(tr("Use this template"))
        self.use.setObjectName("primary")
        self.use.clicked.connect(lambda: self.use_asked.emit(self._chosen))
        row.addWidget(button(tr("Cancel"), self.ended.emit))
        row.addWidget(self.use)
        return row

    def show_templates(self, templates: "tuple[TaskFolder, ...]") -> None:
        """List the templates and show the first."""
        self._templates = {found.folder.name: found for found in templates}
        self.list.show_rows(tuple(map(_row, templates)))
        if templates:
            self.list.setCurrentRow(0)
        self._show_row(0 if templates else -1)

    def _show_row(self, row: int) -> None:
        names = list(self._templates)
        self._chosen = names[row] if 0 <= row < len(names) else ""
        found = self._templates.get(self._chosen)
        self.use.setEnabled(found is not None)
        self._head.setVisible(found is not None)
        self.prompt.setVisible(found is not None)
        if found is None:
            self._title.setText("")
            self._occupation.setText("")
            self._told.setText(tr("No template came with the app; install it anew."))
            return
        facts = found.document.task
        self._title.setText(facts.title)
        self._occupation.setText(_occupation(found))
        self._told.setText(_holds(found))
        self.prompt.setPlainText(found.document.prompt)


def _row(template: "TaskFolder") -> PickRow:
    facts = template.document.task
    return PickRow(template.folder.name, facts.title, _occupation(template))


def _occupation(template: "TaskFolder") -> str:
    link = template.document.task.occupation
    return f"{link.soc} {link.title}" if link else tr("No occupation yet")


def _holds(template: "TaskFolder") -> str:
    words = tr("It holds {points} checkpoints and {checks} checks.")
    if template.recording is not None:
        words = tr("It holds {points} checkpoints, {checks} checks and the recording of the work.")
    document = template.document
    return words.format(points=len(document.task.checkpoints), checks=len(document.checks.checks))
