"""Files and folders that are dropped onto the window."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from studio.gui.dropping import Drop, judge
from studio.gui.language import tr
from studio.gui.main_window import MainWindow
from studio.gui.widgets.drop_shade import DropShade


class _Dropping(QObject):
    """Shows what a drop will do, and does it."""

    def __init__(self, window: MainWindow, shade: DropShade) -> None:
        super().__init__(window)
        self._window, self._shade = window, shade

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what is dragged over the window and dropped onto it."""
        if isinstance(event, QDragEnterEvent):
            self._enter(event)
        elif event.type() == QEvent.Type.DragLeave:
            self._shade.hide()
        elif event.type() == QEvent.Type.Drop and isinstance(event, QDropEvent):
            self._shade.hide()
            event.acceptProposedAction()
            self._do(self._judged(event.mimeData()))
        else:
            return False
        return True

    def _enter(self, event: QDragEnterEvent) -> None:
        if not event.mimeData().hasUrls():
            return
        event.acceptProposedAction()
        drop = self._judged(event.mimeData())
        self._shade.say(_told(drop), drop.fits)

    def _judged(self, data: QMimeData) -> Drop:
        urls = data.urls()
        local = all(url.isLocalFile() for url in urls)
        places = [Path(url.toLocalFile()) for url in urls] if local else []
        window = self._window
        at_home = window.current_page == "home" and window.takes_files is not None
        return judge(places, at_home)

    def _do(self, drop: Drop) -> None:
        window = self._window
        if drop.place is not None:
            window.open(drop.place)
        elif drop.files and window.takes_files:
            window.takes_files(list(drop.files))
        else:
            window.toast.say(_told(drop))


def _told(drop: Drop) -> str:
    return tr(drop.sentence).format(name=drop.name)


def wire(window: MainWindow) -> None:
    """Wire dropping."""

    def refuse(page: str) -> None:
        # A field would take the file's address as text.
        for kind in (QPlainTextEdit, QLineEdit):
            for field in getattr(window, page).findChildren(kind):
                field.setAcceptDrops(False)

    window.page_made.connect(refuse)
    window.setAcceptDrops(True)
    window.installEventFilter(_Dropping(window, DropShade(window)))
