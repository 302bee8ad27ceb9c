"""The window of the gallery: the mode and the zoom above, the specimens below."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from studio.gui import theme
from studio.gui.gallery import (
    checkpoints,
    controls,
    drawn,
    evidence,
    files,
    home,
    passing,
    shell,
    trying,
)
from studio.gui.gallery.showing import showing
from studio.gui.theme import MODES, Zoom, px
from studio.gui.widgets.controls import Segments
from studio.gui.widgets.parts import label, panel

WIDTH, HEIGHT = 1280, 860
_ZOOMS = ("100", "150", "200")
SECTIONS: tuple[Callable[[], QWidget], ...] = (
    evidence.words,
    evidence.marks,
    controls.buttons,
    controls.choices,
    controls.writing,
    evidence.lists,
    evidence.charts,
    checkpoints.checkpoints,
    trying.trials,
    passing.time,
    evidence.panes,
    files.shown_files,
    drawn.drawn_files,
    passing.passing,
    home.home,
    shell.frame,
    shell.recording,
)


def specimens() -> QWidget:
    """Return all of the specimens in one column."""
    made, column = panel("panel", 24, 32)
    for make in SECTIONS:
        column.addWidget(make())
    column.addStretch(1)
    return made


def put_on(mode: str, zoom: int) -> None:
    """Show the application in a mode at a zoom, with states that specimens ask for."""
    Zoom.percent = zoom
    theme.apply(mode)
    theme.dress(showing(theme.sheet()))


class GalleryWindow(QWidget):
    """Shows every widget in every state, in one mode at one zoom at a time."""

    def __init__(self, mode: str, zoom: int) -> None:
        super().__init__()
        self._mode, self._zoom = mode, zoom
        self.setWindowTitle("Gallery - Task Authoring Studio")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        # A window may be smaller than what is in it, which scrolls.
        self._column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        self._fill()
        self.resize(px(WIDTH), px(HEIGHT))

    def _fill(self) -> None:
        put_on(self._mode, self._zoom)
        bar, column = panel("bar", 12, 0)
        row = QHBoxLayout()
        row.addWidget(label("Gallery", "title"))
        row.addStretch(1)
        modes = Segments("Mode", [(mode, mode.capitalize()) for mode in MODES])
        modes.choose(self._mode)
        modes.chosen.connect(lambda mode: self.show_as(mode, self._zoom))
        zooms = Segments("Zoom", [(zoom, f"{zoom}%") for zoom in _ZOOMS])
        if str(self._zoom) in _ZOOMS:
            zooms.choose(str(self._zoom))
        zooms.chosen.connect(lambda zoom: self.show_as(self._mode, int(zoom)))
        row.addWidget(modes)
        row.addSpacing(px(16))
        row.addWidget(zooms)
        column.addLayout(row)
        self.area = QScrollArea()
        self.area.setAccessibleName("Specimens")
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.specimens = specimens()
        self.area.setWidget(self.specimens)
        self._column.addWidget(bar)
        self._column.addWidget(self.area, 1)

    def show_as(self, mode: str, zoom: int) -> None:
        """Show all anew in another mode or at another zoom."""
        self._mode, self._zoom = mode, zoom
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._fill()
