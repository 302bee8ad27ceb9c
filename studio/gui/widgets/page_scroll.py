"""A page that scrolls only where the window is smaller than the page can be."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

P = TypeVar("P", bound=QWidget)


class _Holder(QWidget):
    """Gives the page all room; asks for the least that the page needs at its width."""

    page: QWidget | None = None

    def minimumSizeHint(self) -> QSize:
        """Return the least size of the page, lines wrapped at the present width."""
        if self.page is None:
            return QSize(0, 0)
        layout = self.page.layout()
        if layout is None:
            return self.page.minimumSizeHint()
        least = layout.totalMinimumSize()
        if not layout.hasHeightForWidth():
            return least
        width = max(least.width(), self.width())
        return QSize(least.width(), layout.totalMinimumHeightForWidth(width))

    def sizeHint(self) -> QSize:
        """Return the least size."""
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the page all room."""
        if self.page:
            self.page.setGeometry(self.rect())
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        """Ask anew when what the page needs has changed."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().event(event)


class PageScroll(QScrollArea):
    """Holds a page of a stack.

    Qt's own would give the page the height that it wishes for, and scroll where it could shrink.
    """

    def __init__(self, stack: QStackedWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setObjectName("page")
        stack.addWidget(self)
        self._holder = _Holder(self.viewport())
        self.setWidget(self._holder)

    def fill(self, make: Callable[[QWidget], P]) -> P:
        """Make the page that is held, and return it.

        It is made in its place: each part of a page is styled anew whenever the page changes its
        parent.
        """
        page = make(self._holder)
        self._holder.page = page
        page.setGeometry(self._holder.rect())
        page.show()
        self._holder.updateGeometry()
        return page
