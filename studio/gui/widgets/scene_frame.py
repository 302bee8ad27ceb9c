"""What the views of drawn things share: a bar, the drawing beside its list, words below."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.theme import Theme, px
from studio.gui.widgets.elided import Elided
from studio.gui.widgets.file_marks import Side
from studio.gui.widgets.legend import Legend
from studio.gui.widgets.parts import panel, reveal

ONLY_FIRST, ONLY_SECOND = 4, 2
"""The hues of what only one of two has."""
_NAMES = {
    "difference": ("only in the reference", "only in the input"),
    "output": ("only in this output", "only in the reference"),
}


class SceneFrame:
    """Lays out a view: `bar`, a drawing beside its list, then `legend`, `spot` and `caption`.

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
        # Both share a line that stays one line whatever is under the pointer: nothing jumps.
        self.legend, self.spot, self.caption = Legend(), Elided("caption"), Elided("caption")
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
        foot.addWidget(self.legend)
        words = QHBoxLayout()
        words.setSpacing(px(16))
        words.addWidget(self.spot, 1 if spots else 0)
        words.addWidget(self.caption, 1)
        if spots:
            side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            self.caption.setAlignment(side)
        foot.addLayout(words)
        reveal(self.spot, spots)
        inner.addLayout(foot)
        column = QVBoxLayout(view)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(ground)

    def show_difference(self, side: Side, more: tuple[tuple[str, int | str], ...] = ()) -> None:
        """Say in words what the hues of a difference mean."""
        first, second = _NAMES.get(side, _NAMES["difference"])
        entries = ((tr(first), ONLY_FIRST), (tr(second), ONLY_SECOND), *more)
        self.legend.show_hues((*entries, (tr("the same in both"), plain_token())))


def plain_token() -> str:
    """Return the token of what is drawn without a hue."""
    return "line" if Theme.mode == "contrast" else "border"


def compares(side: Side) -> bool:
    """Tell whether a side is shown together with the file that it is compared with."""
    return side in ("difference", "output")
