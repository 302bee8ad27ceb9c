"""The one door for dialogs and toasts: one sentence each."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QWidget

from studio.gui import window_state
from studio.gui.language import tr
from studio.gui.widgets.ask_box import AskBox
from studio.gui.widgets.file_box import FileBox
from studio.gui.widgets.toast import Toast as Toast


def credits() -> str:
    """Return who made what the studio stands on."""
    from studio.taxonomy import occupations

    return f"{occupations.CREDIT}\n\n{occupations.SOC_CREDIT}"


def about(parent: QWidget, version: str) -> None:
    """Show the version and the credits."""
    title = tr("Task Authoring Studio {version}").format(version=version)
    box = AskBox(parent, credits(), "", tr("Close"), title)
    box.setWindowTitle(tr("About Task Authoring Studio"))
    box.exec()


def confirm(parent: QWidget, question: str, yes: str) -> bool:
    """Ask a question whose answer loses something; True if the button `yes` was pressed."""
    box = AskBox(parent, question, yes, tr("Cancel"))
    box.setWindowTitle(yes)
    return box.exec() == QDialog.DialogCode.Accepted


def choose_folder(parent: QWidget, title: str, start: Path) -> Path | None:
    """Ask for a folder; the box begins beside the one that it gave the last time."""
    box = FileBox(parent, title, _last(title, start))
    box.setFileMode(QFileDialog.FileMode.Directory)
    box.setOption(QFileDialog.Option.ShowDirsOnly)
    return next(iter(_asked(box, title)), None)


def choose_file(parent: QWidget, title: str, start: Path, kinds: str) -> Path | None:
    """Ask for a file; the box begins in the folder that it was last in."""
    box = FileBox(parent, title, _last(title, start), kinds)
    box.setFileMode(QFileDialog.FileMode.ExistingFile)
    return next(iter(_asked(box, title)), None)


def choose_files(parent: QWidget, title: str, start: Path) -> list[Path]:
    """Ask for one or several files; none if nothing was chosen."""
    box = FileBox(parent, title, _last(title, start))
    box.setFileMode(QFileDialog.FileMode.ExistingFiles)
    return _asked(box, title)


def choose_save(parent: QWidget, title: str, start: Path, kinds: str) -> Path | None:
    """Ask where to save a file; the name is the one of `start`."""
    folder = _last(title, start.parent)
    box = FileBox(parent, title, folder / start.name, kinds)
    box.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    return next(iter(_asked(box, title)), None)


def _last(title: str, start: Path) -> Path:
    """Return the folder that the box of a title was last in, `start` if that is gone or unknown."""
    last = window_state.last_folders().get(title, "")
    return Path(last) if last and Path(last).is_dir() else start


def _asked(box: FileBox, title: str) -> list[Path]:
    """Ask, and remember the folder in which something was chosen."""
    found = box.ask()
    if found:
        window_state.remember_last_folder(title, str(found[0].parent))
    return found
