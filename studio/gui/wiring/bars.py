"""What the side bar and the top bar show of the open task."""

from datetime import datetime

from studio.authoring.remaining import EXPORT, Thing, remaining
from studio.gui import heading
from studio.gui.actions import OF_DOCUMENT, title_of
from studio.gui.language import tr
from studio.gui.main_window import MainWindow
from studio.gui.wording import count

_NAME = "Task Authoring Studio"
_WHERE = {
    "mark": "steps",
    "write": "instruction",
    "link": "instruction",
    "propose": "checks",
    "give_check": "checks",
    "validate": "proof",
    "mend": "proof",
}
"""On which page each thing that is left is done."""


class _Bars:
    """Shows anew what the bars say, and does the one next thing."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._news: set[str] = set()

    def refresh(self) -> None:
        """Show anew what the bars say."""
        window, task = self._window, self._window.session.task
        name = (task.document.task.title or task.folder.name) if task else ""
        window.setWindowTitle(f"{name} - {_NAME}" if name else _NAME)
        of_task = window.current_page in OF_DOCUMENT and task is not None
        page = tr(_NAME) if window.current_page == "home" else title_of(window.current_page)
        window.bar.show_names(name if of_task else page, self._subtitle() if of_task else "")
        window.bar.show_history(of_task)
        actions = window.actions_
        window.bar.show_key(actions.shown_key("commands"), actions["commands"].toolTip())
        window.bar.show_unsaved(window.session.unsaved)
        window.side.show_document(name)
        window.side.show_current(window.current_page)
        self._show_left(of_task and not actions.reason("validate"))

    def _subtitle(self) -> str:
        recording = self._window.session.recording
        steps = self._window.steps.shown() if recording else ()
        lasted = (steps[-1].t_end_ns - steps[0].t_ns) / 1e9 if steps else None
        created = recording.manifest.created if recording else ""
        facts = heading.Facts(created, lasted, len(steps) or None, datetime.now().astimezone())
        template, values = heading.subtitle(facts)
        return tr(template).format(**values)

    def left(self) -> tuple[Thing, ...]:
        """Return what is left to do on the open task."""
        task, work = self._window.session.task, self._window.work
        if task is None or not task.has_private_side:
            return ()
        recorded = self._window.session.recording is not None
        proof = work.proof
        return remaining(task.document, recorded, proof.proven, proof.lead is not None)

    def _show_left(self, shown: bool) -> None:
        left, bar = self.left(), self._window.bar
        titles = [tr(thing.title) for thing in left]
        bar.show_left(_told(len(left)) if shown else "", titles, not left)
        thing = left[0] if left else EXPORT
        title = tr(thing.title)
        words = tr("Next: {thing}").format(thing=title[0].lower() + title[1:])
        reason = self._window.actions_.reason(thing.command)
        if self._next() == "pack":
            # Once it is written nothing is next: what can be done with it stands on the page.
            form = self._window.export
            words, reason = "" if form.exported else title, reason or form.refusal
        bar.show_next(words if shown else "", reason)
        places = [_WHERE.get(thing.command, "") for thing in left]
        for page, made in self._window.side.buttons.items():
            reason = self._window.actions_.reason(page)
            made.show_waiting(places.count(page), page in self._news, reason)

    def tell_news(self, page: str, _: str) -> None:
        """Mark a page on which something ended while another was shown."""
        if page != self._window.current_page:
            self._news.add(page)
            self.refresh()

    def forget_news(self, page: str) -> None:
        """Take the mark from a page that is shown."""
        self._news.discard(page)

    def go_on(self) -> None:
        """Do the one next thing."""
        self._window.actions_[self._next()].trigger()

    def _next(self) -> str:
        """Return the command of the one next thing; on the page of the package it is written."""
        if left := self.left():
            return left[0].command
        return "pack" if self._window.current_page == EXPORT.command else EXPORT.command


def _told(left: int) -> str:
    if not left:
        return tr("Proven: ready to export")
    return count(left, "1 thing left", "{count} things left")


def wire(window: MainWindow) -> None:
    """Wire the bars."""
    bars = _Bars(window)
    window.keep(bars)
    window.refreshed.connect(bars.refresh)
    window.ended.connect(bars.tell_news)
    window.page_shown.connect(bars.forget_news)
    window.bar.next_asked.connect(bars.go_on)
    window.side.asked.connect(lambda page: window.actions_[page].trigger())
