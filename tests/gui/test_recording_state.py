import subprocess
import sys
from pathlib import Path

import pytest

from studio.capture.options import Ending, Look
from studio.gui import recording_state as state
from studio.gui.recording_state import Plan
from studio.model.recording import RecorderStatus

STATUS = RecorderStatus(
    pid=7, paused=False, seconds=62.4, events=1204, frames=96, elements=31, files=1, withheld=7,
    t_ns=1, frame=None,
)  # fmt: skip


def look(ending: Ending, paused: bool = False, told: str = "") -> Look:
    status = STATUS.model_copy(update={"paused": paused}) if ending == "running" else None
    return Look(Path("/w/Month end.rec"), ending, status, told)


def test_a_running_recorder_shows_its_counts_and_orders() -> None:
    face = state.face_of(look("running"), stopping=False)
    assert (face.pill, face.name, face.buttons) == ("Recording", "Month end", ("pause", "stop"))
    assert face.facts == ("01:02.4", "1,204 events", "96 frames", "1 file change", "7 withheld")
    told = "The screen channel ended; the gap is marked."
    assert state.face_of(look("running", told=told), stopping=False).sentence == told


def test_paused_stopping_and_sealing_say_so() -> None:
    assert state.face_of(look("running", paused=True), False).buttons == ("resume", "stop")
    assert state.face_of(look("running"), stopping=True).buttons == ()
    assert state.face_of(look("sealing"), False).pill == "Sealing"


def test_one_that_died_offers_to_recover() -> None:
    face = state.face_of(look("died"), False)
    assert face.buttons == ("recover", "dismiss") and "Month end" in face.sentence


def test_only_what_went_wrong_is_said_at_the_end() -> None:
    assert state.last_word(look("sealed", told="Sealed /w/Month end.rec: 3 events.")) == ""
    gone = "The display is gone; what was recorded until then is in Month end.rec."
    assert state.last_word(look("sealed", told=gone)) == gone


def test_a_plan_becomes_what_the_recorder_is_asked_for(tmp_path: Path) -> None:
    plan = Plan("Month end", "/books", "/done", ("soffice",))
    assert plan.options.watch == (Path("/books"), Path("/done"))
    assert plan.options.allow_apps == ("soffice",)
    assert Plan("a", "/books").options.watch == (Path("/books"),)
    assert plan.out(tmp_path) == tmp_path / "Month end.rec"


@pytest.mark.parametrize(
    ("name", "folder", "output", "says"),
    [
        ("", "books", "", "a name"),
        ("a/b", "books", "", "slashes"),
        ("..", "books", "", "short name"),
        ("x" * 200, "books", "", "short name"),
        ("taken", "books", "", "already"),
        ("new", "", "", "Choose the folder"),
        ("new", "nowhere", "", "no folder nowhere"),
        ("new", "books", "nowhere", "no folder nowhere"),
        ("new", "", "books", "Choose the folder"),
        ("new", "books", "books", "the same"),
        ("new", ".", "", "recordings themselves"),
    ],
)
def test_what_cannot_be_recorded_is_refused(
    tmp_path: Path, name: str, folder: str, output: str, says: str
) -> None:
    (tmp_path / "books").mkdir()
    (tmp_path / "recordings/taken.rec").mkdir(parents=True)
    places = [str(tmp_path / place) if place else "" for place in (folder, output)]
    assert says in state.refusal(Plan(name, *places), tmp_path / "recordings")
    assert state.refusal(Plan("new", str(tmp_path / "books")), tmp_path / "recordings") == ""


def test_the_name_that_is_proposed_is_free(tmp_path: Path) -> None:
    assert state.free_name(tmp_path, "2026-11-26") == "Work 2026-11-26"
    (tmp_path / "Work 2026-11-26.rec").mkdir()
    assert state.free_name(tmp_path, "2026-11-26") == "Work 2026-11-26 2"


def test_the_window_opens_without_what_only_recording_needs() -> None:
    code = (
        "import sys; import studio.gui.main_window\n"
        "bad = {'mss', 'av', 'Xlib', 'watchdog', 'jeepney'} & set(sys.modules)\n"
        "sys.exit(' '.join(bad) or 0)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
