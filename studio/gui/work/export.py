"""The package of the open task."""

import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication

from studio.authoring import inspect_package, pack, package_plan
from studio.base.errors import UserError
from studio.base.settings import workspace
from studio.formats import digests
from studio.gui.jobs import Cancelled, Jobs, Progress
from studio.gui.language import tr
from studio.gui.pages.export.page import ExportPage
from studio.gui.pages.export.state import Packed
from studio.gui.session import Session
from studio.model.package import PackagePlan

_PAUSE_MS = 300
_TELL_S = 0.1
_PACK, _PLAN = "export", "plan"


class ExportWork(QObject):
    """Looks at what the package of the open task would hold, and writes it.

    Attributes:
        ended: what came of it.
        told: a sentence for the person.
    """

    ended = Signal(str)
    told = Signal(str)

    def __init__(self, session: Session, jobs: Jobs, page: ExportPage) -> None:
        super().__init__(page)
        self._session, self._jobs, self._page = session, jobs, page
        self._packed: Packed | None = None
        self._folder: Path | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_PAUSE_MS)
        self._rest.timeout.connect(self.look)

    def forget(self) -> None:
        """Drop what is under way and known of the task that was open."""
        self._jobs.forget(_PACK)
        self._jobs.forget(_PLAN)
        self._packed = None
        if task := self._session.task:
            self._page.show_task(task.document.task.id, self._folder or workspace())

    def note_change(self) -> None:
        """The task changed: look anew at what a package would hold, once the changes rest."""
        self._rest.start()

    def look(self) -> None:
        """Look at what the package would hold, if the page shows it."""
        if self._session.task is None or not self._page.isVisible():
            return
        task, side = self._session.open_task(), self._page.side

        def work(progress: Progress, cancelled: Cancelled) -> PackagePlan:
            return package_plan(task, side)

        self._jobs.start(_PLAN, work, self._page.show_plan, self._page.show_unread)

    def go_to(self, folder: Path) -> None:
        """Take another folder for packages."""
        self._folder = folder
        self._page.show_folder(folder)

    def pack(self) -> None:
        """Write the package; a cancelled one leaves what was there."""
        page = self._page
        if not page.pack.isEnabled() or self._jobs.running(_PACK):
            return
        folder, out, side = self._session.open_task().folder, page.place, page.side
        page.show_packed(None)
        page.show_fault("")
        page.show_busy(True)

        def work(progress: Progress, cancelled: Cancelled) -> Packed:
            pack(folder, out, side, _telling(progress, cancelled))
            manifest = inspect_package(out)
            return Packed(out, out.stat().st_size, digests.of_file(out), manifest)

        self._jobs.start(_PACK, work, self._end, self._fail, page.show_progress)

    def _end(self, packed: Packed) -> None:
        self._packed = packed
        self._page.show_packed(packed)
        self.ended.emit(tr("{name} is written.").format(name=packed.place.name))

    def _fail(self, sentence: str) -> None:
        self._page.show_packed(None)
        self._page.show_fault(sentence)
        self.ended.emit(sentence)

    def cancel(self) -> None:
        """Give up; what was there stays."""
        self._jobs.forget(_PACK)
        self._page.show_packed(None)
        self._page.show_fault(tr("Cancelled; what was there is as it was."))

    def open_folder(self) -> None:
        """Open the folder of the package that was written."""
        if self._packed:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._packed.place.parent)))

    def copy_path(self) -> None:
        """Put the path of the package that was written on the clipboard."""
        if self._packed:
            QGuiApplication.clipboard().setText(str(self._packed.place))
            self.told.emit(tr("The path is copied."))


def _telling(progress: Progress, cancelled: Cancelled) -> Callable[[int, int], None]:
    """Return what tells how many bytes are packed, as `done/of`; it ends cancelled work."""
    last = 0.0

    def tell(done: int, of: int) -> None:
        nonlocal last
        if cancelled():
            raise UserError("It was cancelled.")
        now = time.monotonic()
        if now - last >= _TELL_S:
            last = now
            progress(f"{done}/{of}")

    return tell
