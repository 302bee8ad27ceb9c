"""Real recordings act again elsewhere, and halt before a wrong act."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import openpyxl
import pytest
from Xlib.display import Display

from studio.formats.recordings import Recording, open_recording
from studio.model.frozen import Bounds, Size
from studio.model.step import Action, Click, Drag, PressKeys, Scroll, TypeText
from studio.model.trial import ReplayResult
from studio.running import rerun
from studio.running.actor import Actor
from studio.running.evidence import RecordedEvidence
from studio.running.replay import Replay
from studio.running.rerun import Manner, _lay_first_state, _start_items, replay_recording
from studio.running.staging import await_quiet, open_start
from studio.sandbox.desktop import PrivateDesktop, wait_until
from studio.steps import reduce_steps
from tests.e2e.conftest import studio
from tests.e2e.recording_desk import open_program, recording

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
SAMPLE = Path(__file__).parents[2] / "recordings/invoices.rec"
BOOK = "w1/invoices_october.xlsx"
Change = Callable[[PrivateDesktop, Actor], None]


@contextmanager
def opened(
    folder: Path, screen: Size, geometry: Bounds | None, environment: dict[str, str] | None = None
) -> Iterator[tuple[PrivateDesktop, Actor, dict[str, str]]]:
    sample = open_recording(SAMPLE)
    paths = _lay_first_state(sample, folder)
    items = _start_items(sample, paths, folder)
    if geometry:
        items = [item.model_copy(update={"geometry": geometry}) for item in items]
    with PrivateDesktop(screen) as desktop:
        desktop.environment |= environment or {}
        with Actor(desktop.environment) as actor:
            open_start(desktop, actor, items, folder)
            yield desktop, actor, paths


def act(actor: Actor, paths: dict[str, str], folder: Path) -> ReplayResult:
    sample = open_recording(SAMPLE)
    replay = Replay(actor, RecordedEvidence(sample), paths, folder / "pictures")
    result = replay.run(reduce_steps(sample))
    await_quiet(folder / "w1")
    return result


def amounts(book: Path) -> list[object]:
    sheet = openpyxl.load_workbook(book)["Invoices"]
    return [sheet[place].value for place in ("F4", "F7", "F10", "F13", "E14", "F14")]


RIGHT = ["=D4*E4", "=D7*E7", "=D10*E10", "=D13*E13", "Total", "=SUM(F2:F13)"]
PLACES = {
    "moved": (Size(width=1280, height=800), Bounds(x=90, y=70, width=1100, height=700), {}),
    "resized": (Size(width=1280, height=800), Bounds(x=1, y=20, width=1000, height=640), {}),
    "screen": (Size(width=1600, height=1000), None, {}),
    "theme": (Size(width=1280, height=800), None, {"GTK_THEME": "Adwaita:dark"}),
}


def replays_elsewhere(folder: Path, place: str) -> ReplayResult:
    screen, geometry, environment = PLACES[place]
    with opened(folder, screen, geometry, environment) as (_, actor, paths):
        return act(actor, paths, folder)


@pytest.mark.parametrize("place", ["moved", "screen"])
def test_a_replay_finds_its_targets_elsewhere(tmp_path: Path, place: str) -> None:
    result = replays_elsewhere(tmp_path, place)
    assert result.passed, [step for step in result.steps if step.verdict != "done"][:1]
    assert amounts(tmp_path / BOOK) == RIGHT


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_twenty_of_twenty_over_four_places(tmp_path: Path) -> None:
    passed = []
    for number in range(20):
        place = list(PLACES)[number % 4]
        folder = tmp_path / str(number)
        folder.mkdir()
        result = replays_elsewhere(folder, place)
        good = result.passed and amounts(folder / BOOK) == RIGHT
        passed.append(good)
        halts = [step.sentence for step in result.steps if step.verdict == "halted"]
        print(f"\n{number} {place}: {'right' if good else halts}", flush=True)
    print(f"\n{sum(passed)} of 20 replays elsewhere were right (limit 20)")
    assert all(passed)


def dialog_in_the_way(desktop: PrivateDesktop, actor: Actor) -> None:
    actor.act(PressKeys(keys=("ctrl", "Home")))
    actor.act(PressKeys(keys=("ctrl", "h")))
    assert wait_until(lambda: "Find" in str(actor.active()), 20, interval=0.2)
    actor.settle()


def renamed_sheet(desktop: PrivateDesktop, actor: Actor) -> None:
    actor.act(PressKeys(keys=("alt", "o")))
    actor.settle()
    actor.act(PressKeys(keys=("Escape",)))
    actor.act(PressKeys(keys=("Escape",)))
    before = actor.grab().tobytes()
    tab = next(tab for tab in actor.open_tabs(actor.windows()[-1].pid) if tab["name"])
    box = tab["bounds"]
    x, y = box["x"] + box["width"] // 2, box["y"] + box["height"] // 2
    actor.act(Click(x=x, y=y, count=2))
    assert wait_until(lambda: "Rename" in str(actor.active()), 20, interval=0.2)
    actor.act(PressKeys(keys=("ctrl", "a")))
    actor.act(TypeText(text="September"))
    actor.act(PressKeys(keys=("Return",)))
    actor.settle()
    assert actor.grab().tobytes() != before


def other_file(desktop: PrivateDesktop, actor: Actor) -> None:
    actor.act(PressKeys(keys=("ctrl", "n")))
    assert wait_until(lambda: "Untitled" in str(actor.active()), 40, interval=0.2)
    actor.settle()


SABOTAGE: dict[str, Change] = {
    "dialog": dialog_in_the_way,
    "file": other_file,
    "sheet": renamed_sheet,
}


def halts(folder: Path, sabotage: str) -> tuple[ReplayResult, bool]:
    """Return the result, and whether the file is as it was before."""
    with opened(folder, Size(width=1280, height=800), None) as (desktop, actor, paths):
        before = (folder / BOOK).read_bytes()
        SABOTAGE[sabotage](desktop, actor)
        result = act(actor, paths, folder)
        return result, (folder / BOOK).read_bytes() == before


@pytest.mark.parametrize("sabotage", ["dialog", "file"])
def test_a_sabotaged_replay_halts_before_a_wrong_act(tmp_path: Path, sabotage: str) -> None:
    result, untouched = halts(tmp_path, sabotage)
    assert not result.passed and untouched
    first = result.steps[0]
    assert first.verdict == "halted" and first.sentence
    assert len(first.pictures) == 2 and all(Path(place).is_file() for place in first.pictures)
    assert all(step.verdict == "skipped" for step in result.steps[1:])


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_twenty_sabotaged_replays(tmp_path: Path) -> None:
    good = []
    for number in range(20):
        sabotage = list(SABOTAGE)[number % 3]
        folder = tmp_path / str(number)
        folder.mkdir()
        result, untouched = halts(folder, sabotage)
        halted = any(step.verdict == "halted" for step in result.steps)
        good.append(halted and untouched)
        told = [step.sentence for step in result.steps if step.verdict == "halted"]
        print(f"\n{number} {sabotage}: {told or 'went on'}", flush=True)
    print(f"\n{sum(good)} of 20 sabotaged replays halted before a wrong act (limit 20)")
    assert all(good)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_twenty_replays_in_a_fresh_display(tmp_path: Path) -> None:
    passed = 0
    for number in range(20):
        folder = tmp_path / str(number)
        manner = Manner(display="private", into=folder, pictures=tmp_path / f"p{number}")
        result = replay_recording(open_recording(SAMPLE), manner)
        passed += result.passed and amounts(folder / BOOK) == RIGHT
    print(f"\n{passed} of 20 replays in a fresh display were right (limit 20)")
    assert passed == 20


def record_text(tmp_path: Path, work: Callable[[Actor, Path], None]) -> Recording:
    """Record work on a text file in a text editor."""
    watched = tmp_path / "notes"
    watched.mkdir()
    note = watched / "note.txt"
    note.write_text("alpha\nbeta\ngamma\n")
    out = tmp_path / "text.rec"
    words = ("--watch", str(watched), "--allow-app", "all")
    with PrivateDesktop() as desktop, Actor(desktop.environment) as actor:
        open_program(desktop, actor, ["mousepad", str(note)], "note.txt")
        with recording(desktop, out, *words) as recorder:
            work(actor, note)
            actor.settle()
            time.sleep(1)
            recorder.stop()
    return open_recording(out)


def replayed(found: Recording, tmp_path: Path) -> Path:
    into = tmp_path / "again"
    manner = Manner(display="private", into=into, pictures=tmp_path / "pictures")
    result = replay_recording(found, manner)
    assert result.passed, [step for step in result.steps if step.verdict == "halted"]
    return into / "w1"


class Hindrance(Actor):
    """Presses keys while their program is held up, as on a machine that is busy with others."""

    document = Path()

    def act(self, action: Action) -> None:
        """Do one action; hold the program up at keys."""
        if isinstance(action, PressKeys):
            (busy,) = programs_with(self.document)
            os.kill(busy, signal.SIGSTOP)
            threading.Timer(8, os.kill, (busy, signal.SIGCONT)).start()
        super().act(action)


@pytest.mark.long
def test_a_program_that_saves_late_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(actor: Actor, note: Path) -> None:
        actor.act(TypeText(text="new "))
        actor.settle()
        actor.act(PressKeys(keys=("ctrl", "s")))

    found = record_text(tmp_path, work)
    monkeypatch.setattr(rerun, "Actor", Hindrance)
    monkeypatch.setattr(Hindrance, "document", tmp_path / "again/w1/note.txt")
    assert (replayed(found, tmp_path) / "note.txt").read_text().startswith("new alpha")


def programs_with(document: Path) -> list[int]:
    """Return the processes that were started with a document."""
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if place.read_bytes().rstrip(b"\0").endswith(str(document).encode()):
                found.append(int(place.parent.name))
    return found


def test_every_script_goes_in_right(tmp_path: Path) -> None:
    text = "Größe <ça> Ωμέγα Привет 日本語 €5 ₿"

    def work(actor: Actor, note: Path) -> None:
        actor.act(PressKeys(keys=("ctrl", "End")))
        actor.settle(equal=3)
        actor.act(TypeText(text=text))
        actor.settle()
        actor.act(PressKeys(keys=("ctrl", "s")))

    found = record_text(tmp_path, work)
    (typed,) = [s.action for s in reduce_steps(found) if isinstance(s.action, TypeText)]
    assert typed == TypeText(text=text)
    assert (replayed(found, tmp_path) / "note.txt").read_text().rstrip("\n").endswith(text)


def test_a_drag_a_scroll_a_context_menu_and_a_file_dialog(tmp_path: Path) -> None:
    def work(actor: Actor, note: Path) -> None:
        box = actor.windows()[-1].bounds
        left, top = box.x + 12, box.y + 62
        path = tuple((left + 4 * n, top, 30 * n) for n in range(12))
        actor.act(Drag(path=path))
        actor.settle()
        for turns in (-2, 2):
            actor.act(Scroll(x=left, y=top, dx=0, dy=turns))
            actor.settle(equal=3)
        actor.act(PressKeys(keys=("ctrl", "c")))
        actor.settle(equal=3)
        actor.act(PressKeys(keys=("ctrl", "End")))
        actor.settle(equal=3)
        actor.act(Click(x=box.x + 300, y=box.y + 300, button="right"))
        actor.settle()
        actor.act(PressKeys(keys=("Escape",)))
        actor.settle(equal=3)
        actor.act(PressKeys(keys=("ctrl", "v")))
        actor.act(PressKeys(keys=("ctrl", "shift", "s")))
        assert wait_until(lambda: "Save As" in str(actor.active()), 20, interval=0.2)
        actor.settle()
        actor.act(PressKeys(keys=("ctrl", "a")))
        actor.act(TypeText(text="köpie.txt"))
        actor.settle(equal=3)
        actor.act(PressKeys(keys=("Return",)))

    found = record_text(tmp_path, work)
    made = {record.path for record in found.after("w1").values()}
    assert made == {"note.txt", "köpie.txt"}
    kinds = [step.action.type for step in reduce_steps(found)]
    assert {"drag", "scroll"} <= set(kinds)
    content = found.folder / "files" / str(found.after("w1")["köpie.txt"].digest)
    assert (replayed(found, tmp_path) / "köpie.txt").read_text() == content.read_text()


def test_nothing_stays_pressed_when_the_actor_dies(desktop: PrivateDesktop) -> None:
    def held() -> bool:
        os.environ["XAUTHORITY"] = desktop.environment["XAUTHORITY"]
        display = Display(desktop.environment["DISPLAY"])
        down = any(display.query_keymap())
        mask = display.screen().root.query_pointer().mask
        display.close()
        return down or bool(mask & 0x1F05)

    program = (
        "import os, time\n"
        "from studio.running.actor import Actor\n"
        "from studio.model.step import Drag\n"
        "actor = Actor(os.environ)\n"
        "print('ready', flush=True)\n"
        "path = tuple((100 + n, 100, 40 * n) for n in range(200))\n"
        "actor.act(Drag(path=path, modifiers=('ctrl',)))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], env=desktop.environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout and process.stdout.readline().strip() == "ready"
        assert wait_until(held, 20)
        process.send_signal(signal.SIGKILL)
    assert wait_until(lambda: not held(), 20)


def test_refusals_are_one_sentence(tmp_path: Path) -> None:
    for words, told in (
        (("--pause",), "--pause asks at a terminal"),
        (("--into", str(SAMPLE)), "is not empty"),
        (("--display", "current"), "No display is open here"),
    ):
        environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY",)}
        answer = studio("replay", str(SAMPLE), *words, environment=environment)
        assert answer.returncode == 2
        assert answer.stderr.count("\n") == 1 and told in answer.stderr
