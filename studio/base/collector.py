"""Python's collector of cycles, held back while very many objects are made that hold none.

Each full collection looks at every object there is, with every thread standing still: while a
hundred thousand events are read that is a second for nothing, in which a window does not answer.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# New objects until they are looked at, and how often that is done until older ones are too.
_SELDOM = (10_000, 5, 80)
_lock = threading.Lock()
_holding = 0


@contextmanager
def held_back() -> Iterator[None]:
    """Hold the collector back; it goes on once nobody holds it any more."""
    global _holding
    with _lock:
        _holding += 1
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _holding -= 1
            if _holding == 0:
                gc.enable()


def spare_what_is_there() -> None:
    """Leave everything that is there now out of later collections: it stays to the end anyway."""
    gc.freeze()


def collect_seldom() -> None:
    """Let what lives long be looked at far less often than Python does by itself.

    A window that shows twenty thousand rows would stand still for a tenth of a second each time.
    What has no cycle is freed at once as ever.
    """
    gc.set_threshold(*_SELDOM)
