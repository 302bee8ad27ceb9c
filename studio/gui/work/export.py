"""The package of the open task."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from studio.authoring import pack
from studio.base.settings import told_path
from studio.gui.jobs import Cancelled, Jobs, Progress
from studio.gui.pages.export.page import ExportPage
from studio.gui.session import Session
from studio.gui.work.undertaking import UndertakingWork


class ExportWork(QObject):
    """Packs the open task.

    Attributes:
        ended: what came of it.
    """

    ended = Signal(str)

    def __init__(self, session: Session, jobs: Jobs, page: ExportPage) -> None:
        super().__init__(page)
        self._session = session
        self._work = UndertakingWork("export", jobs, page.package)
        self._work.ended.connect(self.ended)
        self.cancel, self.forget = self._work.cancel, self._work.forget

    def pack(self, out: Path) -> None:
        """Pack the task; a cancelled package leaves what was there."""
        folder = self._session.open_task().folder

        def work(progress: Progress, cancelled: Cancelled) -> str:
            progress(f"Packing {folder.name}…")
            beside = out.with_name(f".{out.name}.part")
            try:
                manifest = pack(folder, beside)
                if cancelled():
                    return ""
                beside.replace(out)
            finally:
                beside.unlink(missing_ok=True)
            size = sum(member.size for member in manifest.members)
            found = f"{len(manifest.members)} files, {size:,} bytes, the reference included"
            return f"{found}: {told_path(out)}"

        self._work.start(work, str)
