"""How far long work is, told while it goes on, and whether anybody still waits for it."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol, TypeVar

Part = TypeVar("Part", covariant=True)


class Stopped(BaseException):
    """Nobody waits for the work any more, so it was left.

    It is no `Exception`: what is caught because a file cannot be read must not hold this up.
    """


_here = threading.local()


@contextmanager
def wanted_until(cancelled: Callable[[], bool]) -> Iterator[None]:
    """Let all work of this thread stop once `cancelled` says so, for the length of a `with` block.

    A file is read deep below whoever knows that it is not wanted any more, and an office program
    may be at work for it.
    """
    before = getattr(_here, "cancelled", None)
    _here.cancelled = cancelled
    try:
        yield
    finally:
        _here.cancelled = before


def _is_unwanted() -> bool:
    cancelled: Callable[[], bool] | None = getattr(_here, "cancelled", None)
    return cancelled is not None and cancelled()


class _Parts(Sized, Iterable[Part], Protocol[Part]):
    """Parts of work whose number is known."""


@dataclass(frozen=True)
class Stage:
    """How far one stage of long work is; `done` of `of` parts are, which were counted.

    `what` says what is done to each, as “making near misses”.
    """

    what: str
    done: int
    of: int


@dataclass(frozen=True)
class Pace:
    """Who hears how far work is, and may stop it.

    Attributes:
        tell: is given each stage.
        cancelled: says whether to stop; asked between any two parts.
    """

    tell: Callable[[Stage], None] = lambda _: None
    cancelled: Callable[[], bool] = lambda: False

    def at(self, what: str, done: int, of: int) -> None:
        """Tell how far it is.

        Raises:
            Stopped: if nobody waits for it any more.
        """
        self.go_on()
        self.tell(Stage(what, done, of))

    def go_on(self) -> None:
        """Do nothing as long as somebody waits.

        Raises:
            Stopped: if nobody waits for it any more.
        """
        if self.cancelled() or _is_unwanted():
            raise Stopped

    def over(self, what: str, parts: "_Parts[Part]") -> Iterator[Part]:
        """Yield some parts, and tell before the first and after each how many are done."""
        of = len(parts)
        for done, part in enumerate(parts):
            self.at(what, done, of)
            yield part
        if of:
            self.at(what, of, of)


UNHEARD = Pace()
"""That of work which nobody follows."""


def seldom(
    tell: Callable[[Stage], None], seconds: float, unchanged: float = 0.0
) -> Callable[[Stage], None]:
    """Return what passes on a stage at most once in some seconds, but each begin and end.

    Args:
        tell: what it is passed on to.
        seconds: how long it is quiet after each.
        unchanged: how long it is quiet at least where nothing has changed.
    """
    last, told_at = Stage("", 0, 0), 0.0

    def pass_on(stage: Stage) -> None:
        nonlocal last, told_at
        now = time.monotonic()
        turns = stage.what != last.what or stage.done >= stage.of
        quiet = unchanged if stage == last else 0.0 if turns else seconds
        if now - told_at >= quiet:
            last, told_at = stage, now
            tell(stage)

    return pass_on
