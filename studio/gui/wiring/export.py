"""The page of the package."""

from studio.gui import messages
from studio.gui.language import tr
from studio.gui.main_window import EVERYTHING, MainWindow
from studio.gui.pages.proof.state import headline


def wire(window: MainWindow) -> None:
    """Wire the page of the package."""
    actions, page, work = window.actions_, window.export, window.work.export

    def show() -> None:
        window.go("export", page.sides[page.side])

    def pack() -> None:
        # What will be inside is seen before it is written.
        if window.current_page == "export":
            work.pack()
        else:
            show()

    def choose() -> None:
        if found := messages.choose_folder(window, tr("Folder"), page.place.parent):
            work.go_to(found)

    def show_proof() -> None:
        proof = window.work.proof
        known = proof.known
        why = tr("The gates are still at work.") if known.busy else headline(known).sentence
        why = "" if proof.proven else why
        page.show_proof(proof.proven, why, actions.reason("export"))

    actions.bind("export", show)
    actions.bind("pack", pack)
    page.pack_asked.connect(work.pack)
    page.side_chosen.connect(work.look)
    page.choose_asked.connect(choose)
    page.proof_asked.connect(actions["proof"].trigger)
    page.cancel_asked.connect(work.cancel)
    page.next_changed.connect(window.refresh)
    page.done.folder_asked.connect(work.open_folder)
    page.done.copy_asked.connect(work.copy_path)
    work.told.connect(window.toast.say)
    work.ended.connect(lambda sentence: window.ended.emit("export", sentence))
    window.page_shown.connect(lambda name: work.look() if name == "export" else None)
    window.refreshed.connect(show_proof)
    window.when_opened(work.forget)
    window.shows(EVERYTHING, lambda task: work.note_change())
