"""The one door for dialogs and toasts: one sentence each."""

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt, QTimer, SignalInstance
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from studio.gui.theme import px
from studio.gui.widgets.parts import button, label
from studio.taxonomy import occupations

CREDITS = f"{occupations.CREDIT}\n\n{occupations.SOC_CREDIT}"
_SECONDS = 6
_FORM_WIDTH = 568


class Toast(QLabel):
    """A sentence at the foot of the window that goes away by itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.setObjectName("toast")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAccessibleName("Message")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show a sentence for some seconds."""
        self.setText(sentence)
        parent = self._parent
        width = min(px(640), parent.width() - px(48))
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((parent.width() - width) // 2, parent.height() - self.height() - px(24))
        self.show()
        self.raise_()
        self._timer.start(_SECONDS * 1000)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))


def about(parent: QWidget, version: str) -> None:
    """Show the version and the credits."""
    box = QMessageBox(parent)
    box.setWindowTitle("About Task Authoring Studio")
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(f"Task Authoring Studio {version}")
    box.setInformativeText(CREDITS)
    box.exec()


def confirm(parent: QWidget, question: str, yes: str) -> bool:
    """Ask a question whose answer loses something; True if the button `yes` was pressed."""
    box = QMessageBox(parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(question)
    agree = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    box.addButton("Cancel", QMessageBox.ButtonRole.RejectRole)
    box.exec()
    return box.clickedButton() is agree


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
    row.addWidget(button("Cancel", box.reject))
    row.addWidget(agree)
    column.addLayout(row)

    def show_refusal() -> None:
        missing.setText(asked.refusal())
        agree.setEnabled(not asked.refusal())

    asked.changed.connect(show_refusal)
    show_refusal()
    # Wrapped words ask for the height of a narrower window until they are given a width.
    width = px(_FORM_WIDTH)
    box.resize(width, column.totalHeightForWidth(width))
    return box.exec() == QDialog.DialogCode.Accepted


def choose_folder(parent: QWidget, title: str, start: Path) -> Path | None:
    """Ask for a folder."""
    found = QFileDialog.getExistingDirectory(parent, title, str(start))
    return Path(found) if found else None


def choose_file(parent: QWidget, title: str, start: Path, kinds: str) -> Path | None:
    """Ask for a file."""
    found, _ = QFileDialog.getOpenFileName(parent, title, str(start), kinds)
    return Path(found) if found else None


def choose_files(parent: QWidget, title: str, start: Path) -> list[Path]:
    """Ask for files; none if it was cancelled."""
    found, _ = QFileDialog.getOpenFileNames(parent, title, str(start))
    return [Path(name) for name in found]


def choose_save(parent: QWidget, title: str, start: Path, kinds: str) -> Path | None:
    """Ask where to save a file."""
    found, _ = QFileDialog.getSaveFileName(parent, title, str(start), kinds)
    return Path(found) if found else None
