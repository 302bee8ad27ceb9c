"""The one door for dialogs and toasts: one sentence each."""

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from studio.gui.language import tr
from studio.gui.theme import px
from studio.gui.widgets.ask_box import AskBox
from studio.gui.widgets.file_box import FileBox
from studio.gui.widgets.parts import button, label
from studio.gui.widgets.toast import Toast as Toast
from studio.taxonomy import occupations

CREDITS = f"{occupations.CREDIT}\n\n{occupations.SOC_CREDIT}"
_FORM_WIDTH = 568


def about(parent: QWidget, version: str) -> None:
    """Show the version and the credits."""
    title = tr("Task Authoring Studio {version}").format(version=version)
    box = AskBox(parent, CREDITS, "", tr("Close"), title)
    box.setWindowTitle(tr("About Task Authoring Studio"))
    box.exec()


def confirm(parent: QWidget, question: str, yes: str) -> bool:
    """Ask a question whose answer loses something; True if the button `yes` was pressed."""
    box = AskBox(parent, question, yes, tr("Cancel"))
    box.setWindowTitle(yes)
    return box.exec() == QDialog.DialogCode.Accepted


class Form(Protocol):
    """What a person fills in, and why it cannot be used yet."""

    changed: SignalInstance

    def refusal(self) -> str:
        """Return what must be changed first, empty if nothing."""


def fill_in(parent: QWidget, title: str, form: QWidget, asked: Form, yes: str) -> bool:
    """Show a form; True if it was filled in and the button `yes` was pressed.

    Args:
        parent: the window.
        title: what it is for.
        form: the widget to show.
        asked: the same, which tells whether it can be used.
        yes: the words on the button.
    """
    box = QDialog(parent)
    box.setWindowTitle(title)
    box.setObjectName("panel")
    column = QVBoxLayout(box)
    column.setContentsMargins(px(24), px(24), px(24), px(16))
    column.setSpacing(px(16))
    column.addWidget(form)
    column.addStretch(1)
    missing = label("", "caption", wrap=True)
    agree = button(yes, box.accept, "primary")
    agree.setDefault(True)
    row = QHBoxLayout()
    row.setSpacing(px(8))
    row.addWidget(missing, 1)
    row.addWidget(button(tr("Cancel"), box.reject))
    row.addWidget(agree)
    column.addLayout(row)

    def show_refusal() -> None:
        missing.setText(tr(asked.refusal()) if asked.refusal() else "")
        agree.setEnabled(not asked.refusal())

    asked.changed.connect(show_refusal)
    show_refusal()
    # Wrapped words ask for the height of a narrower window until they are given a width.
    width = px(_FORM_WIDTH)
    box.resize(width, column.totalHeightForWidth(width))
    return box.exec() == QDialog.DialogCode.Accepted


def choose_folder(parent: QWidget, title: str, start: Path) -> Path | None:
    """Ask for a folder."""
    box = FileBox(parent, title, start)
    box.setFileMode(QFileDialog.FileMode.Directory)
    box.setOption(QFileDialog.Option.ShowDirsOnly)
    return next(iter(box.ask()), None)


def choose_file(parent: QWidget, title: str, start: Path, kinds: str) -> Path | None:
    """Ask for a file."""
    box = FileBox(parent, title, start, kinds)
    box.setFileMode(QFileDialog.FileMode.ExistingFile)
    return next(iter(box.ask()), None)


def choose_files(parent: QWidget, title: str, start: Path) -> list[Path]:
    """Ask for one or several files; none if nothing was chosen."""
    box = FileBox(parent, title, start)
    box.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return box.ask()


def choose_save(parent: QWidget, title: str, start: Path, kinds: str) -> Path | None:
    """Ask where to save a file."""
    box = FileBox(parent, title, start, kinds)
    box.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    return next(iter(box.ask()), None)
