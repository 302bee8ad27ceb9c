"""The home page: opening, the sample, the tasks of the workspace."""

from functools import partial

from studio.gui.main_window import MainWindow


def wire(window: MainWindow) -> None:
    """Wire the home page."""
    actions, home, asking = window.actions_, window.home, window.asking

    def read(page: str) -> None:
        if page == "home":
            window.work.home.read_tasks()

    window.page_shown.connect(read)
    actions.bind("home", partial(window.show_page, "home"))
    actions.bind("open_recording", partial(asking.which_folder, "Open a recording"))
    actions.bind("open_task", partial(asking.which_folder, "Open a task"))
    actions.bind("open_package", asking.which_package)
    actions.bind("sample", window.try_sample)
    home.sample_asked.connect(actions["sample"].trigger)
    home.recording_asked.connect(actions["open_recording"].trigger)
    home.task_asked.connect(actions["open_task"].trigger)
    home.package_asked.connect(actions["open_package"].trigger)
    home.open_asked.connect(window.open)
    home.cancel_asked.connect(window.work.opening.cancel)
    window.work.home.told.connect(window.toast.say)
    window.work.opening.told.connect(window.toast.say)
    window.work.opening.opened.connect(window.show_opened)
