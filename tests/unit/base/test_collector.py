import gc
import threading

import pytest

from studio.base import collector


def test_it_goes_on_once_nobody_holds_it_back() -> None:
    entered, may_end = threading.Event(), threading.Event()

    def hold() -> None:
        with collector.held_back():
            entered.set()
            may_end.wait(10)

    other = threading.Thread(target=hold)
    with collector.held_back():
        other.start()
        assert entered.wait(10) and not gc.isenabled()
    assert not gc.isenabled()
    may_end.set()
    other.join()
    assert gc.isenabled()


def test_a_fault_lets_it_go_on() -> None:
    with pytest.raises(ZeroDivisionError), collector.held_back():
        assert not gc.isenabled()
        _ = 1 / 0
    assert gc.isenabled()
