"""The real app on a private desktop: found by accessibility, worked by real mouse and keys."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from studio.capture.accessibility import Unanswered
from studio.formats.tasks import TaskFolder, open_task
from studio.model.recording import Window
from studio.model.step import Click, PressKeys, TypeText
from studio.running.actor import Actor
from studio.sandbox.desktop import PrivateDesktop, wait_until
from tests.e2e.at_spi import Node, Reader
from tests.e2e.names import APPLICATION, Control

_START = 60
APP = (sys.executable, "-m", "studio")


class Hand:
    """One who works with the app and has nothing but the screen, the mouse and the keys."""

    def __init__(self, desktop: PrivateDesktop, actor: Actor, command: Sequence[str] = APP) -> None:
        self.desktop, self.actor = desktop, actor
        self.actions = 0
        self.workspace = desktop.home / "Work"
        self.log = desktop.folder / "app.log"
        with self.log.open("ab") as stream:
            self.process = subprocess.Popen(
                list(command),
                env=desktop.environment | {"STUDIO_WORKSPACE": str(self.workspace)},
                stdout=stream,
                stderr=stream,
            )
        self.reader = Reader(desktop.environment, self.process.pid)

    def wait_shown(self) -> None:
        assert wait_until(self._is_there, _START, 0.1), self.log.read_text()
        self.actor.settle()

    def _is_there(self) -> bool:
        try:
            return bool(self.reader.nodes())
        except Unanswered:
            return False

    def window(self, title: str = APPLICATION) -> Window | None:
        found = [window for window in self.actor.windows() if window.title.endswith(title)]
        return found[-1] if found else None

    def wait_title(self, title: str, seconds: float = 40) -> None:
        ready = wait_until(lambda: self.window(title) is not None, seconds, 0.1)
        assert ready, (title, [window.title for window in self.actor.windows()], self.told())

    def front(self) -> None:
        window = self.window()
        assert window
        self.actor.activate(window)

        def active() -> bool:
            now = self.actor.active()
            return now is not None and now.id == window.id

        assert wait_until(active, 10, 0.1)
        self.actor.settle()

    def act(self, action: Click | PressKeys | TypeText) -> None:
        """Do one thing with the mouse or the keys, and count it."""
        self.actions += 1
        self.actor.act(action)

    def picture(self, name: str) -> None:
        """Keep a picture of the window for the tutorial, if pictures are wanted."""
        if place := os.environ.get("STUDIO_PICTURES"):
            self.actor.settle()
            window = self.window()
            assert window
            box = window.bounds
            screen = self.actor.grab()
            # The foot of a window may be lower than the screen.
            right, foot = box.x + box.width, box.y + box.height
            edges = (box.x, box.y, min(right, screen.width), min(foot, screen.height))
            screen.crop(edges).save(Path(place) / f"tutorial-{name}-light.png")

    def press(self, control: Control) -> None:
        """Click a control where it stands on the screen."""
        self.click(self.reader.wait(*control))

    def click(self, node: Node) -> None:
        x, y = node.bounds.centre
        self.act(Click(x=x, y=y))

    def keys(self, *keys: str, count: int = 1) -> None:
        self.act(PressKeys(keys=keys, count=count))

    def type(self, text: str) -> None:
        self.act(TypeText(text=text))

    def fill(self, control: Control, text: str) -> None:
        """Click a field and type over what it holds."""
        self.press(control)
        self.keys("ctrl", "a")
        self.type(text)

    def tab_to(self, control: Control, most: int = 60) -> None:
        """Press Tab until the keyboard is on a control."""
        for _ in range(most):
            focused = self.reader.focused()
            if focused and focused.role == control[0] and focused.name == control[1]:
                return
            self.keys("Tab")
        raise AssertionError(f"Tab does not reach {control}: {self.told()}")

    def task(self, name: str) -> TaskFolder:
        return open_task(self.workspace / "tasks" / name)

    def told(self) -> str:
        return f"{self.reader.told()}\n{self.log.read_text()}"


@contextmanager
def hand_on(desktop: PrivateDesktop, command: Sequence[str] = APP) -> Iterator[Hand]:
    with Actor(desktop.environment) as actor:
        actor.wake_accessibility()
        hand = Hand(desktop, actor, command)
        try:
            hand.wait_shown()
            yield hand
        finally:
            if hand.process.poll() is None:
                hand.process.kill()
            hand.process.wait()
            hand.reader.close()
