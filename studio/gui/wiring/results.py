"""The page of proof and trials: validate, run, export."""

from functools import partial

from studio.gui.main_window import EVERYTHING, MainWindow


def wire(window: MainWindow) -> None:
    """Wire the page of proof and trials."""
    actions, page, work = window.actions_, window.results, window.work.results
    actions.bind("results", partial(window.show_page, "results"))
    actions.bind("validate", partial(window.on, "results", work.validate))
    actions.bind("export", partial(window.on, "results", window.asking.where_to_export))
    page.validate_asked.connect(actions["validate"].trigger)
    page.run_asked.connect(actions["run"].trigger)
    page.export_asked.connect(actions["export"].trigger)
    page.cancel_asked.connect(work.cancel)
    work.told.connect(window.toast.say)
    work.ended.connect(lambda sentence: window.ended.emit("results", sentence))
    work.proof_known.connect(window.refresh)
    window.session.opened.connect(work.forget)
    window.session.opened.connect(work.read_proof)
    window.shows(EVERYTHING, lambda task: work.note_change())

    def allow() -> None:
        reason = actions.reason("validate")
        for made in (page.validate, page.run, page.export):
            made.setEnabled(not reason)
            made.setToolTip(reason)

    window.refreshed.connect(allow)
