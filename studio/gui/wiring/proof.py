"""The page of the gates."""

from functools import partial

from studio.gui.main_window import EVERYTHING, MainWindow
from studio.gui.wiring.places import follow


def wire(window: MainWindow) -> None:
    """Wire the page of the gates."""
    actions, page, work = window.actions_, window.proof, window.work.proof

    def mend() -> None:
        """Go where what blocks first is mended, or to the gates if that is not known."""
        if lead := work.lead:
            follow(window, lead)
        else:
            window.show_page("proof")

    actions.bind("proof", partial(window.go, "proof", page.list))
    actions.bind("validate", partial(window.on, "proof", work.validate))
    actions.bind("mend", partial(work.when_known, mend))
    actions.attach("validate", page.validate)
    page.one_asked.connect(lambda gate: work.validate([gate]))
    page.go_asked.connect(partial(follow, window))
    page.cancel_asked.connect(work.cancel)
    work.ended.connect(lambda sentence: window.ended.emit("proof", sentence))
    work.proof_known.connect(window.refresh)
    window.refreshed.connect(lambda: page.allow(actions.reason("validate")))
    window.when_opened(work.forget)
    window.when_opened(work.read_report)
    window.shows(EVERYTHING, lambda task: work.note_change())
