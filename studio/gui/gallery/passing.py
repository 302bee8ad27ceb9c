"""The specimens of what covers a window for a moment, of the timeline, and of what folds."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from studio.gui.gallery.frame import section
from studio.gui.theme import px
from studio.gui.widgets.countdown import Countdown
from studio.gui.widgets.drop_shade import DropShade
from studio.gui.widgets.facts import Facts
from studio.gui.widgets.flash import Flash
from studio.gui.widgets.folding import Fold
from studio.gui.widgets.parts import label
from studio.gui.widgets.sections import Sections
from studio.gui.widgets.timeline import Timeline
from studio.gui.widgets.timeline_data import Lane, StepSpan, TimelineData

_SECOND = 1_000_000_000


def _over(width: int, height: int, cover: Callable[[QWidget], QWidget]) -> QWidget:
    """Return a part of a window that something covers and goes on covering."""
    ground = QWidget()
    ground.setFixedSize(px(width), px(height))
    for timer in cover(ground).findChildren(QTimer):
        timer.stop()
    return ground


def _count(ground: QWidget) -> QWidget:
    made = Countdown(ground)
    made.begin(3)
    return made


def _shade(sentence: str, fits: bool) -> Callable[[QWidget], QWidget]:
    def cover(ground: QWidget) -> QWidget:
        made = DropShade(ground)
        made.say(sentence, fits)
        return made

    return cover


def _flash(ground: QWidget) -> QWidget:
    part = label("The weight was undone")
    part.setParent(ground)
    part.setContentsMargins(px(16), px(12), px(16), px(12))
    part.adjustSize()
    made = Flash(ground)
    made.show_around(part)
    return made


def _spans(first: float, apart: float, count: int, long: float) -> list[tuple[int, int]]:
    starts = (first + apart * number for number in range(count))
    return [(round(at * _SECOND), round((at + long) * _SECOND)) for at in starts]


def _timeline() -> QWidget:
    steps = [
        StepSpan(number, start, end, f"Step {number}")
        for number, (start, end) in enumerate(_spans(2, 3, 18, 2), 1)
    ]
    names = ("Amounts completed", "Totals computed", "Note written")
    windows = ("accruals_october.xlsx", "Save", "note.docx")
    lanes = (
        Lane.of("checkpoints", "Checkpoints", "bars", _spans(4, 16, 3, 12), names, (0, 1, 2)),
        Lane.of("keys", "Keys", "ticks", _spans(2, 1.4, 34, 0.8)),
        Lane.of("mouse", "Mouse", "ticks", _spans(3, 4, 13, 0.2)),
        Lane.of("windows", "Windows", "bars", _spans(0, 20, 3, 19), windows),
        Lane.of("files", "Files", "dots", _spans(14, 15, 3, 0)),
    )
    made = Timeline()
    made.show_data(TimelineData.of(60 * _SECOND, lanes, steps))
    made.show_playhead(23 * _SECOND)
    made.show_selection(20 * _SECOND, 30 * _SECOND)
    made.setFixedHeight(made.sizeHint().height())
    return made


def _folds() -> tuple[QWidget, QWidget]:
    folded, unfolded = Fold("Limits"), Fold("Rights", unfolded=True)
    folded.show_summary("10 minutes, no network")
    facts = Facts()
    facts.show_facts((("Licence", "CC BY 4.0"), ("Track", "public software")))
    unfolded.column.addWidget(facts)
    return folded, unfolded


def _sections() -> QWidget:
    made = Sections("Sections")
    for name in ("Text", "Files", "Limits"):
        words = label(f"What stands under {name.lower()}", "quiet")
        words.setContentsMargins(px(16), px(12), px(16), px(12))
        made.add(name, name, words)
    return made


def time() -> QWidget:
    """Return the timeline."""
    return section("Time", (("Timeline", [("", _timeline())]),), wide=True)


def passing() -> QWidget:
    """Return what covers a window, and what folds."""
    folded, unfolded = _folds()
    lines = (
        ("Folds", [("folded", folded), ("unfolded", unfolded)]),
        ("Sections", [("", _sections())]),
        ("Dropping", [("fits", _over(420, 140, _shade("Drop to open it", True))),
                      ("does not", _over(420, 140, _shade("This opens nothing", False)))]),
        ("Counting down", [("", _over(420, 280, _count))]),
        ("Just changed", [("", _over(420, 64, _flash))]),
    )  # fmt: skip
    return section("Comes and goes", lines, wide=True)
