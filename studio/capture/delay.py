"""Lines in the order of their times, each held until it may be judged."""

import heapq
from collections.abc import Callable, Iterator
from typing import Any

from studio.capture.withholding import HOLD_NS, UNKNOWN_NS

Line = dict[str, Any]


class DelayLine:
    """Holds each line for `HOLD_NS` from its own time, and longer what is still undecided."""

    def __init__(self) -> None:
        self._waiting: list[tuple[int, bool, int, Line]] = []
        self._count = 0

    def put(self, line: Line) -> None:
        """Take a line; its `t_ns` says where it belongs."""
        self._count += 1
        # A window that became active in the very millisecond of a press did so because of it.
        follows = line["type"] == "focus"
        heapq.heappush(self._waiting, (line["t_ns"], follows, self._count, line))

    def due(self, now_ns: int, undecided: Callable[[Line], bool]) -> Iterator[Line]:
        """Yield the lines whose time has come.

        Args:
            now_ns: the present on the clock of the lines.
            undecided: tells whether a line waits for an answer; it holds back those behind it.
        """
        while self._waiting and self._waiting[0][0] + HOLD_NS <= now_ns:
            t_ns, _, _, line = self._waiting[0]
            if undecided(line) and now_ns < t_ns + UNKNOWN_NS:
                return
            heapq.heappop(self._waiting)
            yield line

    def __len__(self) -> int:
        return len(self._waiting)
