"""Small parts: labels that never read markup, headed fields, hairlines, buttons."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from studio.gui.theme import px


def label(text: str = "", name: str = "", wrap: bool = False) -> QLabel:
    """Return a plain-text label with a style name."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setObjectName(name)
    made.setWordWrap(wrap)
    if wrap:
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return made


def flowing(text: str = "", name: str = "") -> QLabel:
    """Return a wrapped label that takes the width it is given, and the height that needs."""
    made = label(text, name, wrap=True)
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    made.setSizePolicy(policy)
    return made


def button(text: str, pressed: Callable[[], object], name: str = "", tip: str = "") -> QPushButton:
    """Return a button that calls `pressed`."""
    made = QPushButton(text)
    made.setObjectName(name)
    made.setToolTip(tip)
    made.clicked.connect(lambda: pressed())
    return made


def reveal(widget: QWidget, shown: bool) -> None:
    """Show or hide a part; one that has no place yet must not become a window of its own."""
    if widget.parentWidget() is not None or not shown:
        widget.setVisible(shown)


def restyle(widget: QWidget, name: str) -> None:
    """Give a widget another style name."""
    if widget.objectName() != name:
        widget.setObjectName(name)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def hairline() -> QFrame:
    """Return a line of one pixel."""
    made = QFrame()
    made.setObjectName("hairline")
    made.setFixedHeight(1)
    return made


def headed(title: str, field: QWidget) -> QWidget:
    """Return a field under its caption."""
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(px(4))
    caption = label(title, "caption")
    caption.setBuddy(field)
    if not field.accessibleName():
        field.setAccessibleName(title)
    layout.addWidget(caption)
    layout.addWidget(field)
    return box


def panel(name: str = "panel", margin: int = 16, spacing: int = 12) -> tuple[QWidget, QVBoxLayout]:
    """Return a widget with a background and its column; the distances are those of 100%."""
    made = QWidget()
    made.setObjectName(name)
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    column = QVBoxLayout(made)
    column.setContentsMargins(px(margin), px(margin), px(margin), px(margin))
    column.setSpacing(px(spacing))
    return made, column


def scrolled(
    inner: QWidget, put: Callable[[QWidget], object] = lambda _: None, name: str = ""
) -> QScrollArea:
    """Return a pane that scrolls from top to bottom where there is too little room.

    Args:
        inner: what it holds.
        put: puts the pane in its place before it is filled; what is put elsewhere afterwards is
            styled anew with all that it holds.
        name: what it is called.
    """
    made = QScrollArea()
    made.setObjectName("flat")
    made.setAccessibleName(name)
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setMinimumWidth(inner.minimumWidth())
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    if not inner.objectName():
        inner.setObjectName("panel")
        inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    put(made)
    made.setWidget(inner)
    return made


def page_column(width: int = 960) -> tuple[QWidget, QVBoxLayout]:
    """Return a pane whose column is never wider than can be read; `width` is that of 100%."""
    outer, around = panel("panel", 24, 0)
    row = QHBoxLayout()
    middle = QWidget()
    middle.setMaximumWidth(px(width))
    row.addWidget(middle, 1)
    row.addStretch(0)
    around.addLayout(row)
    column = QVBoxLayout(middle)
    column.setContentsMargins(0, 0, 0, 0)
    return outer, column


def empty(layout: QBoxLayout) -> None:
    """Remove all that a column holds."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
