"""Which tasks the window knows: those of the workspace and those opened lately."""

from pathlib import Path

from studio.formats import layout


def known_tasks(folder: Path, recent: list[Path]) -> list[Path]:
    """Return the folders of tasks in `folder` and in `recent`, the newest work first."""
    places = [*recent, *(folder.iterdir() if folder.is_dir() else ())]
    tasks = {place.resolve(): place for place in places if (place / layout.TASK).is_file()}
    return sorted(
        tasks.values(), key=lambda place: (place / layout.TASK).stat().st_mtime, reverse=True
    )
