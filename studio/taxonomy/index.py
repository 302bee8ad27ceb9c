"""The index of the search that comes with the program, made by `studio.taxonomy.indexing`."""

import json
import zlib
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, cached_property
from importlib import resources

import numpy as np
from numpy.typing import NDArray

NAME = "search.z"


class Index:
    """How strongly each word points at each occupation, and the forms of the words known.

    `employed` holds the logarithm of how many persons work in each occupation, by place.
    """

    def __init__(self, stored: bytes) -> None:
        head, words, forms, _ = stored.split(b"\n", 3)
        sizes = json.loads(head)
        self.occupations: int = sizes["occupations"]
        self._words: list[str] = words.decode().split(" ")
        self.forms: list[str] = forms.decode().split(" ")
        place = len(head) + len(words) + len(forms) + 3
        self._ends = np.frombuffer(stored, "<u4", sizes["words"], place)
        place += 4 * sizes["words"]
        self._places = np.frombuffer(stored, "<u2", sizes["cells"], place)
        self._weights = np.frombuffer(stored, "<u1", sizes["cells"], place + 2 * sizes["cells"])
        self._step: float = sizes["step"]
        tens = np.frombuffer(stored, "<u1", self.occupations, len(stored) - self.occupations)
        self.employed = tens.astype(np.float32) * np.float32(self._step)

    @cached_property
    def known(self) -> frozenset[str]:
        """Return the forms of the words, for asking."""
        return frozenset(self.forms)

    def holds(self, word: str) -> bool:
        """Tell whether a stem or phrase is known."""
        return self._place(word) is not None

    def weights(self, word: str) -> NDArray[np.float32] | None:
        """Return how strongly a stem or phrase points at each occupation by place, or None."""
        place = self._place(word)
        if place is None:
            return None
        begin, end = int(self._ends[place - 1]) if place else 0, int(self._ends[place])
        found = np.zeros(self.occupations, np.float32)
        found[self._places[begin:end]] = self._weights[begin:end] * np.float32(self._step)
        return found

    def _place(self, word: str) -> int | None:
        place = bisect_left(self._words, word)
        return place if self._words[place : place + 1] == [word] else None

    def beginning(self, start: str, words: bool = False) -> Sequence[str]:
        """Return the forms, or else the stems and phrases, that begin with `start`."""
        of = self._words if words else self.forms
        return of[bisect_left(of, start) : bisect_left(of, start + "\U0010ffff")]


@cache
def load() -> Index:
    """Return the index, read when it is first asked for."""
    stored = resources.files("studio.taxonomy") / "data" / NAME
    return Index(zlib.decompress(stored.read_bytes()))
