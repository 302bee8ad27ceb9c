"""Waiting for what the recording saw saved: a busy program saves long after the key that asks it.

What the screen shows tells nothing of it: a program that is busy stands still too.
"""

import time
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from studio.formats import digests
from studio.formats.recordings import Recording
from studio.model.step import Step, acts
from studio.sandbox.desktop import stretched, wait_until

_PATIENCE = 30.0
_QUIET = 0.4
_Stamp = tuple[int, int, int]


@dataclass
class _Known:
    """A file as it was when it was last read; it is read again once it has changed and stays so."""

    digest: str | None
    stamp: _Stamp | None
    since: float = 0.0


class Saves:
    """The files that the recording saw change after each step, and their places in a replay.

    Made when those files lie as they are at the start. A step that the expert left out counts with
    what was saved after it, so that no other step is waited at for that.
    """

    def __init__(
        self,
        recording: Recording,
        steps: Sequence[Step],
        paths: Mapping[str, str],
        cancelled: Callable[[], bool] = lambda: False,
        patience: float = _PATIENCE,
    ) -> None:
        """Prepare for the steps of a recording.

        Args:
            recording: what was recorded.
            steps: its steps in order, those left out among them.
            paths: recorded folder to folder of the replay; files of others are not waited for.
            cancelled: asked while it waits.
            patience: for how many seconds a file is waited for.
        """
        folders = {
            watch.id: Path(paths[watch.path])
            for watch in recording.manifest.watched
            if watch.path in paths
        }
        changes = [
            (record.t_ns, folders[record.watch] / record.path)
            for record in recording.files
            if record.event != "initial" and record.watch in folders
        ]
        self._after = _by_step(tuple(acts(steps)), changes)
        self._known = {place: _Known(_digest(place), _stamp(place)) for _, place in changes}
        self._cancelled, self._patience = cancelled, patience
        self._late: set[Path] = set()

    def wait(self, step: Step) -> str:
        """Wait until what was saved after a step is saved here too; tell what is not, else nothing.

        What was waited for in vain is not waited for again: perhaps no step saved it.
        """
        late = [place for place in self._after.get(step.keys[0], ()) if not self._is_saved(place)]
        self._late.update(late)
        return f"{late[0].name} was saved then, and is not now." if late else ""

    def missed(self) -> list[str]:
        """Return the names of the files that were waited for in vain and are still as they were."""
        return sorted(
            place.name for place in self._late if _digest(place) == self._known[place].digest
        )

    def _is_saved(self, place: Path) -> bool:
        return place in self._late or wait_until(
            lambda: self._cancelled() or self._has_changed(place), stretched(self._patience), 0.1
        )

    def _has_changed(self, place: Path) -> bool:
        known, stamp, now = self._known[place], _stamp(place), time.monotonic()
        if stamp != known.stamp:
            known.stamp, known.since = stamp, now
        elif known.since and now - known.since >= _QUIET:
            known.since, before = 0.0, known.digest
            known.digest = _digest(place)
            return known.digest != before
        return False


def _by_step(
    steps: Sequence[Step], changes: Iterable[tuple[int, Path]]
) -> dict[int, tuple[Path, ...]]:
    """Return the files that changed from each step until the next one, by the step's first key."""
    starts, found = [step.t_ns for step in steps], dict[int, dict[Path, None]]()
    for t_ns, place in changes:
        if number := bisect_right(starts, t_ns):
            found.setdefault(steps[number - 1].keys[0], {})[place] = None
    return {key: tuple(places) for key, places in found.items()}


def _stamp(place: Path) -> _Stamp | None:
    with suppress(OSError):
        status = place.stat()
        return status.st_mtime_ns, status.st_size, status.st_ino
    return None


def _digest(place: Path) -> str | None:
    with suppress(OSError):
        return digests.of_file(place)
    return None
