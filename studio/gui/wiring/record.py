"""Recording: the command, and what follows once a recording is sealed."""

from studio.gui.main_window import MainWindow


def wire(window: MainWindow) -> None:
    """Wire the recorder."""
    recording = window.recording
    window.actions_.attach("record", window.home.record)
    recording.told.connect(window.toast.say)
    recording.sealed.connect(window.open)
    recording.changed.connect(window.refresh)
