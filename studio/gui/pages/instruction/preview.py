"""Exactly what an agent gets, and what it never sees."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QListView, QPlainTextEdit, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.pages.instruction.choices import option
from studio.gui.pages.instruction.models import SeenModel
from studio.gui.pages.instruction.seen_rows import opened_words, seen_rows, time_words
from studio.gui.theme import px
from studio.gui.widgets.lines import LineDelegate
from studio.gui.widgets.parts import empty, label
from studio.model.instruction_contract import AgentView

_TEXT_HEIGHT, _LINE, _MOST_LINES = 168, 22, 9
_NO_PROMPT = "There is no instruction yet: it would get an empty text."


class PreviewPane(QWidget):
    """Shows what the runner would stage, as the runner says it."""

    def __init__(self) -> None:
        super().__init__()
        self.model = SeenModel()
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(16), px(16), px(16))
        column.setSpacing(px(8))
        self.fault = label("", "fault", wrap=True)
        self.fault.hide()
        column.addWidget(self.fault)
        column.addWidget(label(tr("Its instruction"), "title"))
        self.prompt = QPlainTextEdit()
        self.prompt.setReadOnly(True)
        self.prompt.setTabChangesFocus(True)
        self.prompt.setAccessibleName(tr("The instruction as the agent gets it"))
        self.prompt.setPlaceholderText(tr(_NO_PROMPT))
        self.prompt.setFixedHeight(px(_TEXT_HEIGHT))
        column.addWidget(self.prompt)
        self._reading = label(tr("Reading what would be laid…"), "quiet")
        column.addWidget(self._reading)
        self._rest = QWidget()
        self._rest.hide()
        column.addWidget(self._rest)
        column.addStretch(1)
        self._fill_rest()

    def _fill_rest(self) -> None:
        """Add what is not known as long as no trial could be staged."""
        column = QVBoxLayout(self._rest)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(8))
        column.addWidget(label(tr("Its folders when it begins"), "title"))
        self.tree = QListView()
        self.tree.setModel(self.model)
        self.tree.setItemDelegate(LineDelegate(self.tree, _LINE))
        self.tree.setUniformItemSizes(True)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.tree.setAccessibleName(tr("The agent's folders"))
        column.addWidget(self.tree)
        column.addSpacing(px(8))
        column.addWidget(label(tr("Its desktop"), "title"))
        self._facts = _column(column)
        column.addSpacing(px(8))
        column.addWidget(label(tr("What its processes find in their environment"), "title"))
        self._environment = QGridLayout()
        self._environment.setHorizontalSpacing(px(16))
        self._environment.setVerticalSpacing(px(4))
        self._environment.setColumnStretch(1, 1)
        column.addLayout(self._environment)
        column.addSpacing(px(8))
        column.addWidget(label(tr("What it never sees"), "title"))
        self._withheld = _column(column)

    def show_prompt(self, text: str) -> None:
        """Show the instruction, which reaches the agent as it is."""
        if self.prompt.toPlainText() != text:
            self.prompt.setPlainText(text)

    def show_loading(self) -> None:
        """Show that what an agent is given is being found."""
        self.fault.hide()
        self._rest.hide()
        self._reading.show()

    def show_view(self, view: AgentView) -> None:
        """Show what an agent is given."""
        self.fault.hide()
        self._reading.hide()
        self._rest.show()
        self.show_prompt(view.prompt)
        self.model.show_rows(seen_rows(view))
        lines = min(self.model.rowCount(), _MOST_LINES)
        self.tree.setFixedHeight(lines * px(_LINE) + px(4))
        _fill(self._facts, _facts(view))
        _fill(self._withheld, [tr(told) for told in view.withheld])
        if not self._environment.count():
            for row, (name, meaning) in enumerate(view.environment.items()):
                self._environment.addWidget(label(name), row, 0)
                self._environment.addWidget(label(tr(meaning), "quiet", wrap=True), row, 1)

    def show_fault(self, sentence: str) -> None:
        """Say why no trial could be staged."""
        self.fault.setText(sentence)
        self.fault.show()
        self._reading.hide()
        self._rest.hide()

    @property
    def told(self) -> str:
        """All that is said of the desktop and of what is withheld, for tests and tools."""
        return "\n".join(_texts(self._facts) + _texts(self._withheld))


def _facts(view: AgentView) -> list[str]:
    lines = []
    for opened in view.opened:
        template, values = opened_words(opened)
        lines.append(tr(template).format(**values))
    if not view.opened:
        lines.append(tr("Nothing is open."))
    size = tr("The screen has {width} by {height} pixels.")
    lines.append(size.format(width=view.screen[0], height=view.screen[1]))
    template, values = time_words(view.seconds)
    time = tr(template).format(**values)
    lines.append(
        tr("It may work for {time}; then everything it started is ended.").format(time=time)
    )
    lines.append(tr(option("network", view.network).meaning))
    return lines


def _column(above: QVBoxLayout) -> QVBoxLayout:
    made = QVBoxLayout()
    made.setSpacing(px(4))
    above.addLayout(made)
    return made


def _texts(column: QVBoxLayout) -> list[str]:
    items = (column.itemAt(place) for place in range(column.count()))
    widgets = (item.widget() for item in items if item)
    return [str(widget.property("text")) for widget in widgets if widget]


def _fill(column: QVBoxLayout, lines: list[str]) -> None:
    if _texts(column) != lines:
        empty(column)
        for line in lines:
            column.addWidget(label(line, "quiet", wrap=True))
