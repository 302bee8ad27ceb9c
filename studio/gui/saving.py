"""Writing the open document: at once, or in a thread that is waited for before anything else."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from studio.base.errors import UserError
from studio.formats import layout
from studio.gui.jobs import Newest

if TYPE_CHECKING:
    from studio.formats.tasks import TaskDocument


class Saving:
    """Writes the document of one task, always the newest that it was given.

    Args:
        folder: the task.
        document: what is on the disk now.
    """

    def __init__(self, folder: Path, document: "TaskDocument") -> None:
        self._folder, self._saved = folder, document
        self._thread = Newest()
        self._fault = ""

    @property
    def under_way(self) -> bool:
        """Whether something that was given to the thread may not be on the disk yet."""
        return self._thread.busy

    def now(self, document: "TaskDocument") -> str:
        """Write a document, after what was given before; return why it could not be, if so.

        What could not be written is written with the next document.
        """
        self.settle()
        return self._write(document)

    def soon(self, document: "TaskDocument", told: Callable[[str], None]) -> None:
        """Write a document without waiting for it, instead of what was given and not begun.

        Args:
            document: what is to be on the disk.
            told: gets why it could not be written, empty if it was.
        """
        self._thread.ask(lambda unwanted: self._write(document), told, told)

    def settle(self) -> str:
        """Wait for the thread; return why what was given last is not on the disk, if so."""
        self._thread.wait()
        self._thread.forget()
        return self._fault

    def close(self) -> None:
        """Wait for the thread and end it."""
        self._thread.wait()
        self._thread.close()

    def _write(self, document: "TaskDocument") -> str:
        self._fault = self._tried(document)
        if not self._fault:
            self._saved = document
        return self._fault

    def _tried(self, document: "TaskDocument") -> str:
        from studio.formats.tasks import save_document

        if not (self._folder / layout.TASK).is_file():
            # Writing anew would make a task of the one file that changed.
            name = self._folder.name
            return f"The change is not saved: {name} is gone; put it back, then try again."
        try:
            save_document(self._folder, document, self._saved)
        except UserError as fault:
            return str(fault)
        except OSError as fault:
            reason = fault.strerror or type(fault).__name__
            return f"The change is not saved yet ({reason}); mend that, then try again."
        return ""
