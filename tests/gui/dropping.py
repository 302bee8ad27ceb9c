"""Dropping things on a window, by the events that Qt sends for it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

_ACTIONS = Qt.DropAction.CopyAction
_LEFT, _NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def mime_of(places: Sequence[Path]) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(place)) for place in places])
    return data


def drop(window: QWidget, data: QMimeData) -> bool:
    """Drag over the middle of a window and let go; return whether the window took it.

    Qt hands the events on from the widget under the pointer to the first one above that accepts.
    """
    middle = QPoint(window.width() // 2, window.height() // 2)
    under = window.childAt(middle) or window
    place = under.mapFrom(window, middle)
    enter = QDragEnterEvent(place, _ACTIONS, data, _LEFT, _NO_KEYS)
    QApplication.sendEvent(under, enter)
    if not enter.isAccepted():
        return False
    QApplication.sendEvent(under, QDragMoveEvent(place, _ACTIONS, data, _LEFT, _NO_KEYS))
    let_go = QDropEvent(QPointF(place), _ACTIONS, data, _LEFT, _NO_KEYS)
    QApplication.sendEvent(under, let_go)
    return let_go.isAccepted()
