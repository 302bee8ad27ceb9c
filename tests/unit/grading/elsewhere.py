"""The verdicts on generated cases in a process with other surroundings.

Runs as `python -m tests.unit.grading.elsewhere backwards KIND FIRST COUNT [KIND ...]` and prints
one line of JSON: for each kind the digest of all its results. Folders are listed backwards, if the
first word asks for it; locale, time zone and hash seed are the caller's.
"""

import importlib
import json
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

from studio.formats import digests
from tests.unit.grading.generated import case_folder, judged, states

_scan, _list = os.scandir, os.listdir


class _Backwards:
    """A folder as `os.scandir` gives it, last name first."""

    def __init__(self, place: Any = ".") -> None:
        with _scan(place) as found:
            self._entries = iter(sorted(found, key=lambda entry: entry.name, reverse=True))

    def __iter__(self) -> "_Backwards":
        return self

    def __next__(self) -> os.DirEntry[str]:
        return next(self._entries)

    def close(self) -> None:
        """Close nothing: the folder was read at once."""

    def __enter__(self) -> "_Backwards":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def _listed_backwards(place: Any = ".") -> list[str]:
    return sorted(_list(place), reverse=True)


def verdicts(kind: str, first: int, count: int) -> str:
    """Return the digest of all that is said of the outputs of some generated cases."""
    told = []
    for seed in range(first, first + count):
        with case_folder() as folder:
            for state in states(kind, seed, folder):
                result = judged(state.case, state.output)
                told.append(result.model_dump_json().replace(str(folder), "FOLDER"))
    return digests.of_bytes("\n".join(told).encode())


def main(words: list[str]) -> None:
    """Print the digests that the command line asks for."""
    order, *asked = words
    if order == "backwards":
        os.scandir = _Backwards  # type: ignore[assignment]
        os.listdir = _listed_backwards  # type: ignore[assignment]
    for place in sorted(Path(__file__).parent.glob("cases_*.py")):
        importlib.import_module(f"tests.unit.grading.{place.stem}")
    groups = zip(asked[::3], asked[1::3], asked[2::3], strict=True)
    print(
        json.dumps({kind: verdicts(kind, int(first), int(count)) for kind, first, count in groups})
    )


if __name__ == "__main__":
    main(sys.argv[1:])
