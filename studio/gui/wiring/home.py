"""The home page: opening and beginning, the list of tasks, the recordings on the disk."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from studio.gui import messages, window_state
from studio.gui.language import tr
from studio.gui.main_window import MainWindow
from studio.gui.pages.home.state import Card
from studio.gui.widgets.file_zone import FileZone

_OPENERS = ("open_recording", "open_task", "open_package")


def wire(window: MainWindow) -> None:
    """Wire the home page."""
    _wire_opening(window)
    _wire_list(window)
    _wire_beginning(window)
    _wire_storage(window)


def _wire_opening(window: MainWindow) -> None:
    actions, home, asking = window.actions_, window.home, window.asking

    def read(page: str) -> None:
        if page == "home" and window.isVisible():
            window.work.home.read_tasks()

    window.page_shown.connect(read)
    actions.attach("record", home.record)
    actions.bind("home", partial(_show_tasks, window))
    actions.bind("open_recording", partial(asking.which_folder, tr("Open a recording")))
    actions.bind("open_task", partial(asking.which_folder, tr("Open a task")))
    actions.bind("open_package", asking.which_package)
    home.tasks.offer_opening([actions[name] for name in _OPENERS])
    home.tasks.open_asked.connect(window.open)
    opening = window.work.opening
    home.tasks.cancel_asked.connect(opening.cancel)
    opening.told.connect(window.toast.say)
    opening.opened.connect(window.show_opened)
    opening.asked.connect(lambda name: actions[name].trigger() if name in actions.all() else None)


def _show_tasks(window: MainWindow) -> None:
    window.home.show_view("tasks")
    window.show_page("home")


def _wire_list(window: MainWindow) -> None:
    tasks, work = window.home.tasks, window.work.home
    work.told.connect(window.toast.say)
    tasks.again_asked.connect(work.read_tasks)
    tasks.forget_asked.connect(work.forget)
    tasks.delete_asked.connect(partial(_delete, window))
    tasks.folder_asked.connect(
        lambda place: QDesktopServices.openUrl(QUrl.fromLocalFile(str(place.parent)))
    )


def _delete(window: MainWindow, card: Card) -> None:
    task = window.session.task
    if task is not None and task.folder.resolve() == card.place.resolve():
        window.toast.say(tr("{name} is open now; open another one first.").format(name=card.title))
        return
    question = tr("Move {name} to the trash? It can be put back from there.")
    if messages.confirm(window, question.format(name=card.title), tr("Move to the trash")):
        window.work.home.delete(card.place)


def _wire_beginning(window: MainWindow) -> None:
    actions, home, work = window.actions_, window.home, window.work.beginning
    first = home.first
    actions.bind("new_files", partial(_begin, window, "files"))
    actions.bind("new_template", partial(_begin, window, "templates"))
    actions.bind("sample", partial(_try_sample, window))
    home.tasks.sample_asked.connect(actions["sample"].trigger)
    home.view_shown.connect(lambda name: work.read_templates() if name == "templates" else None)
    home.files.look_asked.connect(work.look)
    home.files.make_asked.connect(work.make)
    home.files.cancel_asked.connect(work.cancel_making)
    home.files.choose_asked.connect(partial(_choose, window))
    home.templates.use_asked.connect(work.use)
    home.tasks.cancel_asked.connect(work.cancel)
    work.told.connect(window.toast.say)
    work.made.connect(window.open)
    window.takes_files = partial(_take_files, window)
    first.sample_asked.connect(actions["sample"].trigger)
    first.record_asked.connect(first.ended)
    first.record_asked.connect(actions["record"].trigger)
    home.view_shown.connect(lambda name: window_state.remember_begun() if name != "first" else None)


def _begin(window: MainWindow, view: str) -> None:
    window.show_page("home")
    window.home.show_view(view)


def _take_files(window: MainWindow, places: list[Path]) -> None:
    window.show_page("home")
    window.home.take_files(places)


def _try_sample(window: MainWindow) -> None:
    window.show_page("home")
    window.work.beginning.try_sample()


def _choose(window: MainWindow, zone: FileZone, folder: bool) -> None:
    title = zone.accessibleName()
    if folder:
        found = messages.choose_folder(window, title, Path.home())
        places = [found] if found else []
    else:
        places = messages.choose_files(window, title, Path.home())
    if places:
        zone.add(places)


def _wire_storage(window: MainWindow) -> None:
    view, work = window.home.storage, window.work.storage
    window.work.home.read.connect(work.measure)
    window.home.view_shown.connect(lambda name: work.measure() if name == "storage" else None)
    view.clean_asked.connect(work.clean)
    view.back_asked.connect(work.put_back)
    view.cancel_asked.connect(work.cancel)
    work.told.connect(window.toast.say)
    work.changed.connect(window.work.home.read_tasks)
