"""The private screen of the trial that runs, as it is at this moment."""

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSizePolicy, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.theme import px
from studio.gui.widgets.elided import Elided
from studio.gui.widgets.frame_view import FrameView
from studio.gui.widgets.parts import label, panel


class LiveView(QWidget):
    """Shows what the private screen shows, under how far the trial is."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head, inner = panel("panel", 12, 8)
        row = QHBoxLayout()
        row.setSpacing(px(12))
        self.title = label("", "title")
        self.told = Elided("quiet")
        row.addWidget(self.title)
        row.addWidget(self.told, 1)
        row.addWidget(label(tr("Live, on a private screen"), "waits"))
        inner.addLayout(row)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("How far the trial is"))
        inner.addWidget(self.bar)
        column.addWidget(head)
        self.frame = FrameView()
        self.frame.setAccessibleName(tr("The private screen"))
        policy = QSizePolicy.Policy.Expanding
        self.frame.setSizePolicy(policy, policy)
        column.addWidget(self.frame, 1)

    def show_progress(self, title: str, told: str, step: int, steps: int) -> None:
        """Show how far it is; without a number of steps the bar says only that it goes on."""
        self.title.setText(title)
        self.told.show_text(told)
        self.bar.setRange(0, steps)
        self.bar.setValue(step)
        self.bar.setAccessibleDescription(told)

    def show_waiting(self, sentence: str) -> None:
        """Say that there is no picture yet."""
        self.frame.show_sentence(sentence)

    def show_picture(self, image: QImage, screen: tuple[int, int]) -> None:
        """Show what the screen shows, perhaps with fewer pixels than it has."""
        self.frame.show_frame(image, screen)
