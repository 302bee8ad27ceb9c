"""What of a window cannot be read whole."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from studio.gui.widgets.page_scroll import PageScroll


def clipped(window: QWidget) -> list[str]:
    """Return the labels and buttons whose text has less room than it needs."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or not isinstance(widget, QLabel | QAbstractButton | QLineEdit):
            continue
        text = widget.text()
        needs = widget.minimumSizeHint()
        if isinstance(widget, QLabel) and widget.wordWrap():
            short = widget.height() + 1 < widget.heightForWidth(widget.width())
        else:
            short = widget.width() + 1 < needs.width() or widget.height() + 1 < needs.height()
        corner = widget.mapTo(window, QPoint(0, 0))
        outside = corner.x() < 0 or corner.x() + widget.width() > window.width()
        outside = outside and not _scrolls(widget)
        if text and (short or outside):
            found.append(f"{type(widget).__name__}: {text}")
    return found


def _scrolls(widget: QWidget) -> bool:
    """Whether a part can be brought into sight by scrolling sideways the page that it is on."""
    above: QWidget | None = widget
    while above is not None:
        if isinstance(above, PageScroll):
            return above.horizontalScrollBar().maximum() > 0
        above = above.parentWidget()
    return False
