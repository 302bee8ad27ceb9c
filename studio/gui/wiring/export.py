"""The page of the package."""

from functools import partial

from studio.gui.main_window import MainWindow


def wire(window: MainWindow) -> None:
    """Wire the page of the package."""
    actions, page, work = window.actions_, window.export, window.work.export
    actions.bind("export", partial(window.show_page, "export"))
    actions.bind("pack", partial(window.on, "export", window.asking.where_to_export))
    actions.attach("pack", page.pack)
    page.cancel_asked.connect(work.cancel)
    work.ended.connect(lambda sentence: window.ended.emit("export", sentence))
    window.when_opened(work.forget)
