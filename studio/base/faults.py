"""Faults of the studio itself: each is written down, and told in one sentence."""

import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from studio.base.errors import UserError
from studio.base.settings import state_folder, told_path

_FILE = "faults.log"
_MOST_BYTES = 1 << 18
_NOTED = "The studio made a mistake of its own; what happened is written in {place}."
_UNNOTED = "The studio made a mistake of its own, and could not write down what happened."


def note(fault: BaseException) -> Path | None:
    """Write down what happened, with its trace, for whoever mends it.

    Returns:
        the file that it stands in; None if nothing can be written there.
    """
    trace = "".join(traceback.format_exception(fault))
    sys.stderr.write(trace)
    path = state_folder() / _FILE
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file() and path.stat().st_size > _MOST_BYTES:
            path.replace(path.with_suffix(".old.log"))
        with path.open("a", encoding="utf-8", errors="backslashreplace") as lines:
            lines.write(f"{datetime.now(UTC).isoformat(timespec='seconds')}\n{trace}\n")
    except OSError:
        return None
    return path


def told(fault: BaseException) -> tuple[str, str]:
    """Return what a person reads of a fault: a sentence, and what stands at its `{place}`.

    What a person can mend says so itself; of anything else the trace is noted.
    """
    if isinstance(fault, UserError):
        return str(fault), ""
    place = note(fault)
    if place is None:
        return _UNNOTED, ""
    return _NOTED, told_path(place)
