"""The package of the task: what is packed, and how far that is."""

from PySide6.QtCore import Signal

from studio.gui.language import tr
from studio.gui.widgets.parts import button
from studio.gui.widgets.undertaking import Undertaking, UndertakingPage

_EXPORT = "Packs the whole task, with its reference, as one file."


class ExportPage(UndertakingPage):
    """Packs the task."""

    pack_asked = Signal()
    cancel_asked = Signal()

    def __init__(self) -> None:
        self.pack = button(tr("Export…"), lambda: self.pack_asked.emit(), "", "")
        self.package = Undertaking(tr("Export"), tr(_EXPORT), self.pack)
        super().__init__(tr("Export"), self.package)
        self.package.cancel_asked.connect(self.cancel_asked)
