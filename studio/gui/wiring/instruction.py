"""The instruction page: its commands, its edits, and what it shows."""

from functools import partial
from pathlib import Path

from studio.authoring.files import Role
from studio.editing import SetPrompt
from studio.gui import messages
from studio.gui.language import tr
from studio.gui.main_window import MainWindow


def wire(window: MainWindow) -> None:
    """Wire the instruction page."""
    actions, page, session = window.actions_, window.instruction, window.session
    work = window.work.instruction

    def choose(role: Role) -> None:
        places = messages.choose_files(window, tr("Add files to the task"), Path.home())
        if places:
            work.add_files(places, role)

    def allow() -> None:
        refusal = actions.reason("validate")
        page.files.allow(refusal)
        page.writing.allow_draft(refusal)

    actions.bind("instruction", partial(window.show_page, "instruction"))
    actions.bind("write", partial(window.on, "instruction", page.writing.begin))
    actions.bind("draft", partial(window.on, "instruction", work.draft))
    actions.bind("link", partial(window.on, "instruction", page.find_occupation))
    page.edit_asked.connect(lambda edit: window.edit(edit, soon=isinstance(edit, SetPrompt)))
    page.typing_rested.connect(session.end_typing)
    page.typing_rested.connect(work.find_demands)
    page.typing_rested.connect(work.show_preview)
    page.preview_shown.connect(work.show_preview)
    page.writing.draft_asked.connect(actions["draft"].trigger)
    page.files.role_asked.connect(work.give_role)
    page.files.add_asked.connect(work.add_files)
    page.files.choose_asked.connect(choose)
    page.files.cancel_asked.connect(work.cancel_adding)
    page.settings.recorded_start_asked.connect(work.take_start)
    work.edit_asked.connect(window.edit)
    work.told.connect(window.toast.say)
    window.refreshed.connect(allow)
    window.when_opened(page.search.clear)
    window.when_opened(work.begin)
    window.when_opened(window.work.linking.begin)
    window.shows(frozenset({"task", "prompt"}), lambda task: page.show_document(task.document))
    window.shows(frozenset({"files"}), work.follow)
    window.shows(frozenset({"task"}), work.follow_settings)
    window.shows(frozenset({"checks"}), lambda task: work.find_demands())
