"""What is waited for where a program gets no time: not the screen, which stands still then too."""

import os
import signal
import threading
import time

import pytest

from studio.model.step import PressKeys, TypeText
from studio.running.actor import Actor
from studio.sandbox.desktop import PrivateDesktop, wait_until
from tests.e2e.recording_desk import open_program

pytestmark = [pytest.mark.e2e, pytest.mark.long, pytest.mark.timeout(300)]
TEXT = "日本語 Ωμέγα"


def test_a_program_that_is_held_up_is_waited_for(desktop: PrivateDesktop) -> None:
    note = desktop.home / "note.txt"
    note.write_text("\n")
    with Actor(desktop.environment) as actor:
        window = open_program(desktop, actor, ["mousepad", str(note)], "note.txt")
        free = threading.Event()

        def let_go() -> None:
            free.set()
            os.kill(window.pid, signal.SIGCONT)

        os.kill(window.pid, signal.SIGSTOP)
        threading.Timer(7, let_go).start()
        # No key of the layout writes these signs, so keys are lent to them until they are read.
        actor.act(TypeText(text=TEXT))
        actor.settle()
        assert free.is_set(), "it had read nothing yet"
        actor.act(PressKeys(keys=("ctrl", "s")))
        assert wait_until(lambda: TEXT in note.read_text(), 20, 0.1), note.read_text()


def test_a_program_that_hangs_is_not_waited_for_again(desktop: PrivateDesktop) -> None:
    note = desktop.home / "note.txt"
    note.write_text("\n")
    with Actor(desktop.environment) as actor:
        window = open_program(desktop, actor, ["mousepad", str(note)], "note.txt")
        os.kill(window.pid, signal.SIGSTOP)
        try:
            assert actor.settle()
            begun = time.monotonic()
            for _ in range(5):
                assert actor.settle(equal=2)
            # Were it waited for each time, it would be 100 s.
            assert time.monotonic() - begun < 60
        finally:
            os.kill(window.pid, signal.SIGCONT)
