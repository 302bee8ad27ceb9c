"""A field for files and folders: drop them on it, or choose them."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.theme import px
from studio.gui.widgets.parts import button, label, restyle

_SHOWN = 3


class FileZone(QWidget):
    """Holds the places that were chosen; says their names, and tells when they change."""

    changed = Signal()
    files_asked = Signal()
    folder_asked = Signal()

    def __init__(self, title: str, hint: str) -> None:
        super().__init__()
        self.places: tuple[Path, ...] = ()
        self._hint = hint
        self.setObjectName("zone")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self.setAccessibleName(title)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(12), px(8), px(12), px(8))
        column.setSpacing(px(4))
        column.addWidget(label(title, "strong"))
        self.told = label(hint, "quiet", wrap=True)
        column.addWidget(self.told)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        self.files = button(tr("Choose files…"), self.files_asked.emit)
        self.folder = button(tr("Choose a folder…"), self.folder_asked.emit)
        self.clear = button(tr("Clear"), lambda: self.show_places(()))
        for made in (self.files, self.folder, self.clear):
            made.setAccessibleName(f"{title}: {made.text()}")
            row.addWidget(made)
        row.addStretch(1)
        column.addLayout(row)
        self.show_places(())

    def show_places(self, places: tuple[Path, ...]) -> None:
        """Hold other places than before."""
        before, self.places = self.places, places
        names = [f"{place.name}/" if place.is_dir() else place.name for place in places]
        more = tr("and {count} more").format(count=f"{len(names) - _SHOWN:,}")
        shown = [*names[:_SHOWN], *([more] if len(names) > _SHOWN else [])]
        self.told.setText(", ".join(shown) or self._hint)
        self.told.setToolTip("\n".join(map(str, places[:40])))
        self.clear.setVisible(bool(places))
        if places != before:
            self.changed.emit()

    def add(self, places: list[Path]) -> None:
        """Hold some more places; each is held once."""
        held = {place.resolve(): place for place in (*self.places, *places)}
        self.show_places(tuple(held.values()))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders of this computer."""
        if _local(event):
            event.acceptProposedAction()
            restyle(self, "zoneOver")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Look as before."""
        restyle(self, "zone")

    def dropEvent(self, event: QDropEvent) -> None:
        """Hold what was dropped."""
        restyle(self, "zone")
        self.add(_local(event))
        event.acceptProposedAction()


def _local(event: QDropEvent) -> list[Path]:
    urls = event.mimeData().urls()
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
