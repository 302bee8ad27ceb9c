"""Where the Tab key goes in a window."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot


def told(widget: QWidget) -> str:
    words = widget.accessibleName() or getattr(widget, "text", str)()
    return f"{type(widget).__name__} {words!r}"


def focusable(window: QWidget) -> set[QWidget]:
    """Return the controls that Tab ought to reach; the parts of a spin box are not their own."""
    return {
        found
        for found in window.findChildren(QWidget)
        if found.window() is window.window()
        and found.isVisible()
        and found.isEnabled()
        and found.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not _is_part(found)
    }


def _is_part(widget: QWidget) -> bool:
    parent = widget.parentWidget()
    return widget.focusProxy() is not None or (
        parent is not None
        and parent.focusProxy() is None
        and parent.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
        and widget.objectName().startswith("qt_")
    )


def tabbed(window: QWidget, qtbot: QtBot, back: bool = False) -> list[QWidget]:
    """Press Tab until the keyboard is where it was; return what it met in order."""
    key = Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab
    order: list[QWidget] = []
    for _ in range(200):
        focused = QApplication.focusWidget()
        assert focused is not None, order[-1:]
        if focused in order:
            return order[order.index(focused) :]
        order.append(focused)
        qtbot.keyClick(focused, key)
    raise AssertionError(f"Tab never comes round: {[told(widget) for widget in order]}")
