"""The menu that filters the list of steps."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton

from studio.gui.language import tr
from studio.gui.pages.steps.filtering import KINDS, Filter, applications
from studio.model.step import Step

_KIND_NAMES = {
    "clicks": "Clicks and drags",
    "typing": "Typing",
    "keys": "Keys",
    "scrolls": "Scrolls",
    "waits": "Waits",
}
_MARKED = {True: "With a checkpoint", False: "Without a checkpoint"}


class _Staying(QMenu):
    """A menu that stays open while boxes in it are ticked."""

    def mouseReleaseEvent(self, event: object) -> None:
        """Tick and stay."""
        action = self.activeAction()
        if action and action.isEnabled() and action.isCheckable():
            action.trigger()
        else:
            super().mouseReleaseEvent(event)  # type: ignore[arg-type]


class FilterButton(QPushButton):
    """A button with a menu of kinds, applications and marks."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Filter"))
        self.setAccessibleName(tr("Filter the steps"))
        self.menu_ = _Staying(self)
        self.setMenu(self.menu_)
        self._kinds = {kind: self._add(tr(_KIND_NAMES[kind])) for kind in KINDS}
        self.menu_.addSeparator()
        self._marked = {value: self._add(tr(name)) for value, name in _MARKED.items()}
        self._group = QActionGroup(self)
        self._group.setExclusionPolicy(QActionGroup.ExclusionPolicy.ExclusiveOptional)
        for action in self._marked.values():
            self._group.addAction(action)
        self._noted = self._add(tr("With a note"))
        self._unnamed = self._add(tr("That hit nothing with a name"))
        self.menu_.addSeparator()
        self._left_out = self._add(tr("Show what is left out"))
        self._end = self.menu_.addSeparator()
        self._applications: dict[str, QAction] = {}
        self._all = self.menu_.addAction(tr("Show all steps"))
        self._all.triggered.connect(lambda: self._reset_all())

    def _add(self, title: str) -> QAction:
        action = self.menu_.addAction(title)
        action.setCheckable(True)
        action.triggered.connect(lambda: self._tell())
        return action

    def _tell(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        """Say on the button itself that not everything is shown."""
        count = sum(action.isChecked() for action in self._narrowing())
        self.setText(tr("Filter ({count})").format(count=count) if count else tr("Filter"))
        self._all.setEnabled(bool(count) or self._left_out.isChecked())

    def _narrowing(self) -> list[QAction]:
        chosen = [*self._kinds.values(), *self._marked.values(), *self._applications.values()]
        return [*chosen, self._noted, self._unnamed]

    def show_choices(self, steps: Sequence[Step]) -> None:
        """Offer the applications of these steps, where there are several."""
        names = applications(steps)
        if names == tuple(self._applications):
            return
        for action in self._applications.values():
            self.menu_.removeAction(action)
        self._applications = {}
        for name in names if len(names) > 1 else ():
            action = QAction(name, self.menu_)
            action.setCheckable(True)
            action.triggered.connect(lambda: self._tell())
            self.menu_.insertAction(self._end, action)
            self._applications[name] = action

    def wanted(self, text: str) -> Filter:
        """Return what is chosen, with what is searched for."""
        marked = [value for value, action in self._marked.items() if action.isChecked()]
        return Filter(
            text=text,
            kinds=frozenset(kind for kind, action in self._kinds.items() if action.isChecked()),
            applications=frozenset(
                name for name, action in self._applications.items() if action.isChecked()
            ),
            marked=marked[0] if marked else None,
            noted=self._noted.isChecked(),
            unnamed=self._unnamed.isChecked(),
            left_out=self._left_out.isChecked(),
        )

    def reset(self) -> None:
        """Choose nothing, and tell nobody."""
        for action in (*self._narrowing(), self._left_out):
            action.setChecked(False)
        self._show()

    def choose_unnamed(self) -> None:
        """Choose the steps that hit nothing with a name, and tell nobody."""
        self.reset()
        self._unnamed.setChecked(True)
        self._show()

    def _reset_all(self) -> None:
        self.reset()
        self.changed.emit()
