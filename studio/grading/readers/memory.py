"""What was read once and may be asked for again: a matrix reads each file for each check."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Memory(Generic[T]):
    """The last things that were made, by name; the oldest go first.

    Args:
        most: how many are kept.
        weight: how much one of them takes, in the unit of `limit`.
        limit: how much all of them may take.
    """

    def __init__(self, most: int, weight: Callable[[T], int], limit: int) -> None:
        self._most, self._weight, self._limit = most, weight, limit
        self._held: dict[str, tuple[int, T]] = {}
        self._taken = 0

    def get(self, name: str, make: Callable[[], T]) -> T:
        """Return what goes by a name, made now if it is not held; the name tells all of it."""
        held = self._held.get(name)
        if held is not None:
            return held[1]
        made = make()
        size = self._weight(made)
        while self._held and (len(self._held) >= self._most or self._taken + size > self._limit):
            gone, _ = self._held.pop(next(iter(self._held)))
            self._taken -= gone
        self._held[name] = size, made
        self._taken += size
        return made

    def forget(self) -> None:
        """Let go of everything."""
        self._held.clear()
        self._taken = 0
