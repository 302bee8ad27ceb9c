"""The real app on a private desktop: found by accessibility, worked by real mouse and keys."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from studio.capture.accessibility import Unanswered
from studio.formats.tasks import TaskFolder, open_task
from studio.model.recording import Window
from studio.model.step import Click, PressKeys, TypeText
from studio.running.actor import Actor
from studio.sandbox.desktop import PrivateDesktop, wait_until
from tests.e2e.at_spi import PRESS, SHOW_MENU, TOGGLE, Node, Reader, same_name
from tests.e2e.names import APPLICATION, APPLICATIONS, PAGE_KEYS, STOP, STOP_KEYS, Control

_START = 60
_LETTERS_A_SECOND, _MOST_ROWS = 5, 12
APP = (sys.executable, "-m", "studio")


class Hand:
    """One who works with the app and has nothing but the screen, the mouse and the keys."""

    def __init__(
        self,
        desktop: PrivateDesktop,
        actor: Actor,
        command: Sequence[str] = APP,
        pause: float = 0.0,
    ) -> None:
        self.desktop, self.actor = desktop, actor
        self.actions, self._pause = 0, pause
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
        """Do one thing with the mouse or the keys, and count it.

        With a pause, take the time that a person takes: to look, and for each letter to type.
        """
        self.actions += 1
        if self._pause:
            letters = len(action.text) if isinstance(action, TypeText) else 0
            time.sleep(self._pause + letters / _LETTERS_A_SECOND)
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

    def select_first(self, rows: Control, start: str) -> None:
        """Select the first row of a list, whose name begins so."""
        self.click(self.reader.wait_like("list item", start))

    def select_all(self, rows: Control, start: str) -> None:
        """Select every row of a list, the first of which has a name that begins so."""
        self.select_first(rows, start)
        self.keys("shift", "End")

    def choose(self, rows: Control, start: str) -> None:
        """Choose the row of a list whose name begins so."""
        self.click(self.reader.wait_like("list item", start))

    def stop_recording(self) -> None:
        self.keys(*STOP_KEYS)

    def quit(self) -> None:
        self.keys("ctrl", "q")

    def tab_to(self, control: Control, most: int = 60) -> None:
        """Press Tab until the keyboard is on a control."""
        for _ in range(most):
            focused = self.reader.focused()
            if focused and focused.role == control[0] and same_name(focused.name, control[1]):
                return
            self.keys("Tab")
        raise AssertionError(f"Tab does not reach {control}: {self.told()}")

    def task(self, name: str) -> TaskFolder:
        return open_task(self.workspace / "tasks" / name)

    def told(self) -> str:
        return f"{self.reader.told()}\n{self.log.read_text()}"


class KeyHand(Hand):
    """One who has no mouse."""

    def press(self, control: Control) -> None:
        """Tab to a control and press Space; go to a page by its key."""
        if control in PAGE_KEYS:
            self.keys("ctrl", PAGE_KEYS[control])
            self.actor.settle()
        elif control[0] == "cell":
            self._tick(control)
        else:
            self.reader.wait(*control)
            self.tab_to(control)
            self.keys("space")

    def _tick(self, cell: Control) -> None:
        self.tab_to(APPLICATIONS)
        self.keys("Right")
        for _ in range(_MOST_ROWS):
            now = self.reader.find(*cell)
            if now and {"focused", "selected"} & now.states:
                self.keys("space")
                return
            self.keys("Down")
        raise AssertionError(f"The arrows do not reach {cell}: {self.told()}")

    def fill(self, control: Control, text: str) -> None:
        """Tab to a field and type over what it holds."""
        self.reader.wait(*control)
        self.tab_to(control)
        self.keys("ctrl", "a")
        self.type(text)

    def select_first(self, rows: Control, start: str) -> None:
        """Tab to a list and go to its first row."""
        self.reader.wait_like("list item", start)
        self.tab_to(rows)
        self.keys("Home")

    def choose(self, rows: Control, start: str) -> None:
        """Tab to a list and enter its first row."""
        self.select_first(rows, start)
        self.keys("Return")


class SwitchHand(Hand):
    """One who has neither a mouse nor keys for the studio: accessibility alone, as with a switch.

    It takes nothing to the front, for what is covered can be acted on too.
    """

    def front(self) -> None:
        """Leave the windows as they lie."""

    def _do(self, node: Node, action: str = PRESS) -> None:
        self.actions += 1
        self.reader.do(node, action)

    def press(self, control: Control) -> None:
        """Do what a control is for."""
        self._do(self.reader.wait(*control), TOGGLE if control[0] == "cell" else PRESS)

    def fill(self, control: Control, text: str) -> None:
        """Put a text into a field."""
        self.actions += 1
        self.reader.write(self.reader.wait(*control), text)

    def select_first(self, rows: Control, start: str) -> None:
        """Select the row of a list whose name begins so."""
        self.actions += 1
        self.reader.select(self.reader.wait_like("list item", start))

    def select_all(self, rows: Control, start: str) -> None:
        """Select every row of a list, once one is there whose name begins so."""
        self.actions += 1
        self.reader.wait_like("list item", start)
        self.reader.select_all(self.reader.wait(*rows))

    def choose(self, rows: Control, start: str) -> None:
        """Toggle the row of a list whose name begins so."""
        self._do(self.reader.wait_like("list item", start), TOGGLE)

    def stop_recording(self) -> None:
        """Press the button of the bar, which takes the keyboard from no program."""
        self.press(STOP)

    def quit(self) -> None:
        """Open the menu, and press its item."""
        self._do(self.reader.wait("menu item", "File"), SHOW_MENU)
        self._do(self.reader.wait("menu item", "Quit"))


@contextmanager
def hand_on(
    desktop: PrivateDesktop,
    command: Sequence[str] = APP,
    pause: float = 0.0,
    kind: type[Hand] = Hand,
) -> Iterator[Hand]:
    with Actor(desktop.environment) as actor:
        actor.wake_accessibility()
        hand = kind(desktop, actor, command, pause)
        try:
            hand.wait_shown()
            yield hand
        finally:
            if hand.process.poll() is None:
                hand.process.kill()
            hand.process.wait()
            hand.reader.close()
