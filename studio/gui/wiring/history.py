"""Undo and redo: whatever page is shown, what changed comes into sight."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from studio.gui import window_state
from studio.gui.changed import Changed, where
from studio.gui.language import tr
from studio.gui.main_window import MainWindow
from studio.gui.widgets.flash import Flash

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from studio.model.step import Step


class _History:
    """Goes back and forward, and shows what that changed."""

    def __init__(self, window: MainWindow) -> None:
        self._window, self._flash = window, Flash(window)

    def undo(self) -> None:
        """Go back one edit."""
        session = self._window.session
        titled = lambda: session.history.undo_title if session.history else ""  # noqa: E731
        self._step(session.undo, titled, tr("Undone: {title}"))

    def redo(self) -> None:
        """Go forward one edit."""
        session = self._window.session
        titled = lambda: session.history.redo_title if session.history else ""  # noqa: E731
        self._step(session.redo, titled, tr("Done again: {title}"))

    def _step(self, do: Callable[[], object], titled: Callable[[], str], told: str) -> None:
        window, session = self._window, self._window.session
        focused = window.focusWidget()
        window.flush()
        if not (title := titled()):
            return
        before = session.document
        window.attempt(do)
        changed = where(before, session.document, session.last_changes, window.current_page)
        if changed.page == window.current_page:
            if focused and focused.isVisible():
                focused.setFocus()
        else:
            window.show_page(changed.page)
        if not session.unsaved:
            window.toast.say(told.format(title=tr(title)))
        self._point_at(changed)

    def _point_at(self, changed: Changed) -> None:
        window = self._window
        part = self._list_of(changed.page)
        if changed.check:
            window.checks.select(changed.check)
        if changed.checkpoint:
            window.checkpoints.select(changed.checkpoint)
        if changed.events:
            first, last = changed.events
            ids = [step.id for step in window.steps.model.steps if self._holds(step, first, last)]
            if ids:
                window.work.steps.select(ids[0], ids[-1])
        if part and part.isVisible() and not window_state.still():
            self._flash.show_around(part)

    def _list_of(self, page: str) -> "QWidget | None":
        if page == "steps":
            return self._window.steps.list
        if page == "checkpoints":
            return self._window.checkpoints.list
        return self._window.checks.claims.list if page == "checks" else None

    @staticmethod
    def _holds(step: "Step", first: int, last: int) -> bool:
        return step.first_event <= last and step.last_event >= first


def wire(window: MainWindow) -> None:
    """Wire undo and redo."""
    history = _History(window)
    window.keep(history)
    window.actions_.bind("undo", history.undo)
    window.actions_.bind("redo", history.redo)
