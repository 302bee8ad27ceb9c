"""What was open when a recording began, so that it can be opened again."""

from contextlib import suppress
from pathlib import Path

from studio.model.recording import StartedApplication, Watched, Window
from studio.sandbox.windows import Windows


def started_applications(
    windows: Windows, watched: tuple[Watched, ...]
) -> tuple[StartedApplication, ...]:
    """Return each open window with its command and the watched files that it shows."""
    return tuple(_started(window, watched) for window in windows.all() if window.application)


def _started(window: Window, watched: tuple[Watched, ...]) -> StartedApplication:
    command = _command(window.pid)
    documents = []
    for watch in watched:
        for place in sorted(Path(watch.path).rglob("*")):
            if place.is_file() and (place.name in window.title or str(place) in command):
                documents.append(str(place))
    return StartedApplication(
        application=window.application,
        command=command,
        documents=tuple(documents),
        title=window.title,
        geometry=window.bounds,
    )


def _command(pid: int) -> tuple[str, ...]:
    with suppress(OSError):
        content = Path(f"/proc/{pid}/cmdline").read_bytes()
        return tuple(part.decode("utf-8", "replace") for part in content.split(b"\0") if part)
    return ()
