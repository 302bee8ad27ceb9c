"""Replaying a recording by itself, on a private display, into a folder."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from studio.base.errors import UserError
from studio.formats import layout
from studio.formats.recordings import Recording
from studio.model.task import StartItem
from studio.model.trial import ReplayResult
from studio.running.actor import Actor
from studio.running.replay import Replay
from studio.running.staging import await_quiet, open_start
from studio.sandbox.desktop import PrivateDesktop
from studio.steps import reduce_steps


def replay_recording(
    recording: Recording, into: Path | None, progress: Callable[[str], None]
) -> ReplayResult:
    """Lay the first state of the watched folders in `into`, open what was open, and act.

    Args:
        recording: what to replay.
        into: an empty or new folder, or None for one that is thrown away.
        progress: told each step's sentence.

    Raises:
        UserError: if `into` holds something, or the first files were too large to keep.
    """
    if into is None:
        with tempfile.TemporaryDirectory(prefix="studio-replay-") as temporary:
            return _replay(recording, Path(temporary), progress)
    if into.exists() and any(into.iterdir()):
        raise UserError(f"{into.name} is not empty; choose a new folder.")
    return _replay(recording, into, progress)


def _lay_first_state(recording: Recording, into: Path) -> dict[str, str]:
    paths = {}
    for watch in recording.manifest.watched:
        folder = into / watch.id
        folder.mkdir(parents=True)
        paths[watch.path] = str(folder)
        for path, record in recording.before(watch.id).items():
            content = recording.folder / layout.content(record.digest or "")
            if not content.is_file():
                raise UserError(f"{path} was too large to keep, so this cannot be replayed.")
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content.read_bytes())
    return paths


def _start_items(recording: Recording, paths: dict[str, str], into: Path) -> list[StartItem]:
    items = []
    for started in recording.manifest.start:
        for document in started.documents:
            for recorded, folder in paths.items():
                if Path(document).is_relative_to(recorded):
                    place = Path(folder) / Path(document).relative_to(recorded)
                    value = {
                        "open": place.relative_to(into).as_posix(),
                        "with": started.application,
                        "geometry": started.geometry,
                    }
                    items.append(StartItem.model_validate(value))
    return items


def _replay(recording: Recording, into: Path, progress: Callable[[str], None]) -> ReplayResult:
    paths = _lay_first_state(recording, into)
    items = _start_items(recording, paths, into)
    screen = recording.manifest.screen
    with PrivateDesktop(screen) as desktop, Actor(desktop.environment) as actor:
        open_start(desktop, actor, items, into)
        replay = Replay(
            actor=actor,
            paths=paths,
            after_step=lambda step, _: progress(step.sentence),
            cancelled=lambda: False,
        )
        result = replay.run(reduce_steps(recording))
        await_quiet(into)
    return result
