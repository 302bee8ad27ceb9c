"""The steps page: its commands, its edits, and what it shows."""

from functools import partial

from studio.gui.main_window import MainWindow
from studio.gui.wiring.places import install_release

_WORDS = ("reword", "note")
_ARRANGING = (
    "merge",
    "split",
    "by_place",
    "redact",
    "leave_out",
    "bring_back",
    "trim_before",
    "trim_after",
)
"""What acts on the selected steps; these keys count on their page only."""


def wire(window: MainWindow) -> None:
    """Wire the steps page."""
    actions, steps, work = window.actions_, window.steps, window.work.steps

    def mark() -> None:
        if window.current_page == "steps":
            steps.do("mark")
        else:
            window.go("steps", steps.list)

    def show_unnamed() -> None:
        window.show_page("steps")
        steps.steps_list.show_unnamed()

    steps.onet.release_asked.connect(partial(install_release, window))
    actions.bind("steps", partial(window.show_page, "steps"))
    actions.bind("unnamed", show_unnamed)
    actions.bind("find_step", partial(window.on, "steps", steps.steps_list.seek))
    actions.bind("mark", mark)
    for name in (*_ARRANGING, *_WORDS):
        actions.bind(name, partial(window.on, "steps", partial(steps.do, name)))
        actions.confine(name, steps.stack)
    actions.bind("play", partial(window.on, "steps", steps.panes.player.toggle))
    actions.confine("play", steps.stack)
    steps.take_actions({name: actions[name] for name in ("mark", *_ARRANGING, *_WORDS)})
    steps.edit_asked.connect(window.edit)
    window.flushed.connect(steps.detail.checkpoint.keep_unsent)
    for speaker in (steps, work):
        speaker.told.connect(window.toast.say)
    steps.redacting.find_asked.connect(work.find_redactions)
    steps.redacting.redact_asked.connect(work.redact)
    steps.redacting.cancel_asked.connect(work.cancel_redacting)
    work.replaced.connect(window.open)

    def settle() -> None:
        # The list could not take the keyboard while there was nothing in it.
        focused = window.focusWidget()
        held = focused and any(part.isAncestorOf(focused) for part in (steps, window.hint))
        if window.current_page == "steps" and not held:
            steps.list.setFocus()

    for came in (work.begun, work.shown):
        came.connect(settle)
    work.shown.connect(window.refreshed)
    window.when_opened(work.read_steps)
    window.shows(
        frozenset({"checkpoints", "steps"}), lambda task: steps.show_document(task.document)
    )
