import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from studio.capture.options import Ending, Look, OpenApplication
from studio.capture.selftest import Probe
from studio.gui import recording_state as state
from studio.gui.pages.record import caught_state, trial
from studio.gui.pages.record.state import (
    Applications,
    Plan,
    folder_refusal,
    free_name,
    name_refusal,
    names_in,
    refusal,
)
from studio.model.recording import RecorderStatus
from studio.recordings.caught import Caught

STATUS = RecorderStatus(
    pid=7, paused=False, seconds=62.4, events=1204, frames=96, elements=31, files=1, withheld=7,
    marks=2, t_ns=1, frame=None,
)  # fmt: skip
SCREEN = (0, 0, 1280, 800)


def look(ending: Ending, paused: bool = False, told: str = "") -> Look:
    status = STATUS.model_copy(update={"paused": paused}) if ending == "running" else None
    return Look(Path("/w/Month end.rec"), ending, status, told)


def test_a_running_recorder_shows_its_counts_and_orders() -> None:
    face = state.face_of(look("running"), stopping=False)
    assert (face.state, face.name, face.time) == ("Recording", "Month end", "01:02")
    assert face.buttons == ("pause", "mark", "stop")
    assert dict(face.facts) == {
        "Events": 1204, "Frames": 96, "File changes": 1, "Checkpoints marked": 2,
        "Keys withheld": 7,
    }  # fmt: skip
    told = "The screen channel ended; the gap is marked."
    assert state.face_of(look("running", told=told), stopping=False).news == told
    ordinary = state.face_of(look("running", told="Checkpoint 2 is marked."), stopping=False)
    assert (ordinary.news, ordinary.marks) == ("", 2)


def test_paused_stopping_and_sealing_say_so() -> None:
    assert state.face_of(look("running", paused=True), False).buttons == ("resume", "mark", "stop")
    assert state.face_of(look("running"), stopping=True).buttons == ()
    assert state.face_of(look("sealing"), False).state == "Sealing"


def test_one_that_died_offers_to_recover() -> None:
    face = state.face_of(look("died"), False)
    assert (face.buttons, face.name) == (("recover", "dismiss"), "Month end")


def test_only_what_went_wrong_is_said_at_the_end() -> None:
    assert state.last_word(look("sealed", told="Sealed /w/Month end.rec: 3 events.")) == ""
    gone = "The display is gone; what was recorded until then is in Month end.rec."
    assert state.last_word(look("sealed", told=gone)) == gone


def test_the_meter_measures_what_came_in_a_second() -> None:
    meter = state.Meter()
    assert meter.take(STATUS).last == (0.0, 0.0)
    assert meter.take(STATUS).events == (), "the same word twice is no second"
    later = STATUS.model_copy(update={"seconds": 64.4, "events": 1234, "frames": 100})
    assert meter.take(later).last == pytest.approx((15.0, 2.0))


def test_the_bar_gets_away_from_a_point_and_stays_on_the_screen() -> None:
    bar = (900, 700, 300, 50)
    assert state.is_near((880, 690), bar, 48) and not state.is_near((800, 600), bar, 48)
    assert state.corner_away((1000, 720), (300, 50), SCREEN, 16) == (16, 16)
    assert state.corner_away((10, 10), (300, 50), SCREEN, 16) == (964, 734)
    assert state.inside((1200, -30), (300, 50), SCREEN) == (980, 0)


def test_a_plan_becomes_what_the_recorder_is_asked_for(tmp_path: Path) -> None:
    plan = Plan("Month end", "/books", "/done", ("soffice",), ("keepassxc",))
    assert plan.options.watch == (Path("/books"), Path("/done"))
    assert plan.options.allow_apps == ("soffice",)
    assert plan.options.exclude_apps == ("keepassxc",)
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
    told = refusal(Plan(name, *places), tmp_path / "recordings")
    assert says in told.sentence.format(**told.values)
    fit = Plan("new", str(tmp_path / "books"))
    assert refusal(fit, tmp_path / "recordings").sentence == ""
    assert name_refusal(Plan("new", ""), tmp_path).sentence == ""
    assert folder_refusal(Plan("", str(tmp_path / "books")), tmp_path / "recordings").sentence == ""


def test_the_name_that_is_proposed_is_free(tmp_path: Path) -> None:
    assert free_name(tmp_path, "2026-11-26") == "Work 2026-11-26"
    (tmp_path / "Work 2026-11-26.rec").mkdir()
    assert free_name(tmp_path, "2026-11-26") == "Work 2026-11-26 2"


def test_what_was_chosen_of_an_application_stays_when_it_is_looked_for_again() -> None:
    calc = OpenApplication("calc", ("a.xlsx", "a.xlsx", ""))
    mail = OpenApplication("mail", ("Inbox",))
    chosen = Applications().found((calc, mail)).caring("mail", "grey").keeping_all(True)
    assert chosen.allowed == ("calc",) and chosen.excluded == ("mail",) and chosen.keeps_all
    again = chosen.found((calc, mail, OpenApplication("new", ())))
    assert (again.allowed, again.excluded, again.keeps_all) == (("calc",), ("mail",), False)
    assert [row.name for row in again.matching("INBOX")] == ["mail"]
    assert again.rows[0].shown_titles == "a.xlsx"
    assert names_in(" KeePassXC, ,mail,mail") == ("keepassxc", "mail")


def test_the_self_test_goes_on_line_by_line_until_all_was_tried() -> None:
    lines = trial.begun()
    assert [line.state for line in lines[:2]] == ["runs", "waits"]
    for place, (name, _) in enumerate(trial.CHANNELS):
        assert not trial.ended(lines)
        lines = trial.with_probe(lines, Probe(name, name != "elements", "Told.", needed=place < 3))
    assert trial.fit(lines) and trial.verdict(lines) == ("Ready", "good")
    broken = trial.with_probe(lines, Probe("keys", False, "No keys."))
    assert trial.verdict(broken) == ("Not ready", "bad")


def test_what_was_caught_and_withheld_is_told_in_words() -> None:
    caught = Caught(
        seconds=62.4, steps=3, events=12, frames=4, marks=0, changed=tuple(map(str, range(8))),
        withheld=5, withheld_for={"password": 5}, pauses=0, gaps=("the screen ended",) * 2,
        clicks=41, unnamed=(4, 9, 12),
        idle=((0, 7_000_000_000),), first=None, last=None,
    )  # fmt: skip

    def said(found: tuple[caught_state.Told, ...]) -> list[str]:
        return [told.sentence.format(**told.values) for told in found]

    assert dict(caught_state.facts_of(caught))["Time"] == "01:02"
    assert said(caught_state.files_of(caught))[-1] == "and 2 more"
    assert said(caught_state.withheld_of(caught)) == [
        "5 keys were withheld:", "5 in password fields",
    ]  # fmt: skip
    assert said(caught_state.gaps_of(caught)) == ["A gap: the screen ended."]
    assert "7 s" in said((caught_state.idle_of(caught),))[0]
    unnamed = "{} of 41 clicks hit nothing that can be named; see step"
    for numbers, told in (
        ((4, 9, 12), "s 4, 9, 12."),
        ((7,), " 7."),
        (tuple(range(1, 11)), "s 1, 2, 3, 4, 5, 6, 7, 8 and 2 more."),
    ):
        found = caught_state.unnamed_of(replace(caught, unnamed=numbers))
        assert said((found,)) == [unnamed.format(len(numbers)) + told]
    assert not caught_state.unnamed_of(replace(caught, unnamed=())).sentence


def test_the_window_opens_without_what_only_recording_needs() -> None:
    code = (
        "import sys; import studio.gui.main_window\n"
        "bad = {'mss', 'av', 'Xlib', 'watchdog', 'jeepney'} & set(sys.modules)\n"
        "sys.exit(' '.join(bad) or 0)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
