"""The page of the gates."""

from functools import partial

from studio.gui.main_window import EVERYTHING, MainWindow


def wire(window: MainWindow) -> None:
    """Wire the page of the gates."""
    actions, page, work = window.actions_, window.proof, window.work.proof
    actions.bind("proof", partial(window.show_page, "proof"))
    actions.bind("validate", partial(window.on, "proof", work.validate))
    actions.attach("validate", page.validate)
    page.cancel_asked.connect(work.cancel)
    work.ended.connect(lambda sentence: window.ended.emit("proof", sentence))
    work.proof_known.connect(window.refresh)
    window.when_opened(work.forget)
    window.when_opened(work.read_report)
    window.shows(EVERYTHING, lambda task: work.note_change())
