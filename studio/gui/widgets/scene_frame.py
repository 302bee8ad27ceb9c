"""What the views of drawn things share: a bar, the drawing beside its list, words below."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.theme import px
from studio.gui.widgets.elided import Elided
from studio.gui.widgets.file_marks import Side
from studio.gui.widgets.legend import Legend
from studio.gui.widgets.parts import flowing, panel, reveal

ONLY_FIRST, ONLY_SECOND = 4, 2
"""The hues of what only one of two has."""
_NAMES = {
    "difference": ("only in the reference", "only in the input"),
    "output": ("only in this output", "only in the reference"),
}


class SceneFrame:
    """Lays out a view: `bar`, a drawing beside its list, then `spot`, `legend` and `caption`.

    Args:
        view: the view.
        drawing: what is drawn.
        parts: its list.
        spots: whether the view tells what is under the pointer.
    """

    def __init__(self, view: QWidget, drawing: QWidget, parts: QWidget, spots: bool) -> None:
        self.bar = QHBoxLayout()
        self.bar.setContentsMargins(px(8), px(4), px(8), px(4))
        self.bar.setSpacing(px(4))
        self.legend, self.caption = Legend(), flowing("", "caption")
        # What is under the pointer has a line of its own, so that nothing jumps.
        self.spot = Elided("caption")
        ground, inner = panel("panel", 0, 0)
        inner.addLayout(self.bar)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(drawing, 1)
        row.addWidget(parts)
        inner.addLayout(row, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(px(12), px(8), px(12), px(8))
        foot.setSpacing(px(4))
        foot.addWidget(self.spot)
        foot.addWidget(self.legend)
        foot.addWidget(self.caption)
        reveal(self.spot, spots)
        inner.addLayout(foot)
        column = QVBoxLayout(view)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(ground)

    def show_difference(self, side: Side, more: tuple[tuple[str, int | str], ...] = ()) -> None:
        """Say in words what the hues of a difference mean."""
        first, second = _NAMES.get(side, _NAMES["difference"])
        entries = ((tr(first), ONLY_FIRST), (tr(second), ONLY_SECOND), *more)
        self.legend.show_hues((*entries, (tr("the same in both"), "border")))


def compares(side: Side) -> bool:
    """Tell whether a side is shown together with the file that it is compared with."""
    return side in ("difference", "output")
