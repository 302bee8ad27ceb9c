"""Recording: its page, its commands, and what follows once a recording is sealed."""

from functools import partial

from studio.gui.main_window import MainWindow


def wire(window: MainWindow) -> None:
    """Wire the recorder."""
    actions, recording = window.actions_, window.work.recording

    def ask() -> None:
        window.go("record", window.record.form.name)
        recording.prepare()

    actions.bind("record", ask)
    actions.bind("pause", recording.pause_or_resume)
    actions.bind("stop", partial(recording.obey, "stop"))
    actions.bind("checkpoint", partial(recording.obey, "mark"))
    recording.page_asked.connect(partial(window.show_page, "record"))
    recording.told.connect(window.toast.say)
    recording.open_asked.connect(window.open)
    recording.changed.connect(window.refresh)
    recording.take_up()
