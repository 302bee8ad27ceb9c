"""What the first page says of tasks, files and recordings, without Qt."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from studio.authoring import Understood, find_template, lay_sample, new_from_template, new_task
from studio.base.errors import UserError
from studio.formats import digests, layout
from studio.gui.pages.home.pictures import icon_of, last_frame
from studio.gui.pages.home.state import (
    Card,
    caption_of,
    find_places,
    gone_cards,
    in_order,
    matching,
    read_cards,
    recording_cards,
)
from studio.gui.pages.home.storage_state import held_words, may_be_ticked, sums, ticked_at_first
from studio.gui.pages.home.words import SCREENS, handed_in_rows, suggested_title
from studio.gui.wording import told_size
from studio.recordings.storage import Stored


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    place = tmp_path / "work"
    (place / layout.WORKSPACE_TASKS).mkdir(parents=True)
    return place


def cards_of(workspace: Path, *recent: Path) -> tuple[Card, ...]:
    places = find_places(workspace, recent)
    return read_cards(places.tasks, workspace, digests.of_task, lambda: False)


def test_a_card_tells_of_the_sample(workspace: Path) -> None:
    sample = lay_sample(workspace / layout.WORKSPACE_TASKS)
    (card,) = cards_of(workspace, sample.folder)
    assert card.title == "Complete the October invoices and reconcile them"
    assert card.caption == "43-3031 Bookkeeping, Accounting, and Auditing Clerks"
    assert (card.words, card.tone) == ("Proven, ready to export", "good")
    assert (card.next, card.command, card.page) == ("Export", "export", "export")
    assert card.picture and card.picture.parent.name == layout.KEYFRAMES
    assert not card.outside


def test_what_lies_elsewhere_is_marked_and_what_went_is_kept_apart(
    workspace: Path, tmp_path: Path
) -> None:
    new_from_template(tmp_path / "far", find_template("complete-invoices"))
    places = find_places(workspace, [tmp_path / "far", tmp_path / "went"])
    assert places.gone == (tmp_path / "went",)
    (card,) = read_cards(places.tasks, workspace, digests.of_task, lambda: False)
    assert card.outside and card.words == "Not validated yet"
    (gone,) = gone_cards(places.gone)
    assert (gone.title, gone.next, gone.page) == ("went", "Remove from list", "")


def test_a_task_that_cannot_be_read_says_why(workspace: Path) -> None:
    broken = workspace / layout.WORKSPACE_TASKS / "broken"
    broken.mkdir()
    (broken / layout.TASK).write_text("{")
    (card,) = cards_of(workspace)
    assert (card.title, card.words, card.next, card.tone) == (
        "broken",
        "Cannot be opened",
        "",
        "bad",
    )
    assert "task.json" in caption_of(card)
    assert read_cards([broken], workspace, digests.of_task, lambda: True) == ()


def test_a_recording_is_listed_until_a_task_holds_it(workspace: Path, recording: Path) -> None:
    place = workspace / layout.WORKSPACE_RECORDINGS / "month.rec"
    place.parent.mkdir()
    shutil.move(recording, place)
    places = find_places(workspace, [])
    (card,) = recording_cards(places.recordings, ())
    assert (card.title, card.words, card.next) == ("month", "Recorded, not yet a task", "Continue")
    new_task(workspace / layout.WORKSPACE_TASKS / "month", recording=place)
    (held,) = cards_of(workspace)
    assert recording_cards(places.recordings, (held,)) == ()


def test_what_needs_one_first_comes_first() -> None:
    def card(tone: str, changed: float, kind: str = "task") -> Card:
        return Card(Path(f"{tone}{changed}"), kind, tone, "", "", tone, changed=changed)  # type: ignore[arg-type]

    cards = [
        card("good", 9), card("quiet", 8, "gone"), card("waits", 1), card("quiet", 5),
        card("waits", 7), card("bad", 2),
    ]  # fmt: skip
    assert [(found.title, found.changed) for found in in_order(cards)] == [
        ("bad", 2), ("waits", 7), ("waits", 1), ("quiet", 5), ("good", 9), ("quiet", 8),
    ]  # fmt: skip


def test_a_list_is_searched_by_every_word() -> None:
    one = Card(Path("/w/q3"), "task", "Quarter", "43-3031 Bookkeeping", "No checks yet", "waits")
    two = replace(one, title="Chest CT", caption="29-2034 Radiologic", place=Path("/w/ct"))
    assert matching([one, two], "") == (one, two)
    assert matching([one, two], "BOOK quarter") == (one,)
    assert matching([one, two], "29-20") == (two,)
    assert matching([one, two], "checks ct") == (two,)
    assert matching([one, two], "radiologic quarter") == ()


@pytest.mark.parametrize(
    ("size", "told"),
    [(0, "0 B"), (999, "999 B"), (12_345, "12 kB"), (1_940_000, "1.9 MB"), (812_000_000, "812 MB"),
     (1_234_000_000, "1.2 GB"), (45_600_000_000, "46 GB")],
)  # fmt: skip
def test_sizes_as_people_say_them(size: int, told: str) -> None:
    assert told_size(size) == told


def test_icons_by_the_kind_of_file(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    assert icon_of(tmp_path, tmp_path / "none") == "file"
    (tmp_path / "README").write_text("")
    (tmp_path / "deep" / "Scan.NII.GZ").write_text("")
    assert icon_of(tmp_path) == "heartbeat"


def test_the_last_frame_that_was_kept(recording: Path, tmp_path: Path) -> None:
    frames = (recording / layout.FRAMES).read_text()
    (recording / layout.FRAMES).write_text(frames + '{"id": 99, "cut o')
    found = last_frame(recording)
    stills = list((recording / layout.KEYFRAMES).glob("*"))
    assert (found in stills) if stills else found is None
    assert last_frame(tmp_path / "none") is None


def test_a_file_in_place_of_the_workspace_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / layout.WORKSPACE_TASKS).write_text("")
    with pytest.raises(UserError, match="cannot be read"):
        find_places(tmp_path, [])
    assert find_places(tmp_path / "none", []).tasks == ()


def test_the_first_start_is_short() -> None:
    assert len(SCREENS) <= 3
    for title, words, icon, _ in SCREENS:
        assert len(title) < 40 and len(words) < 320 and icon
    assert SCREENS[-1][-1] == "Try the sample"


def test_what_differs_comes_first_and_names_the_task() -> None:
    handed_in = (("a.txt", "same"), ("b/new_total-2.csv", "new"), ("c.xlsx", "changed"))
    found = Understood("in_place", ("a.txt",), handed_in, (), 1)  # type: ignore[arg-type]
    assert [name for name, _ in handed_in_rows(found)] == ["c.xlsx", "b/new_total-2.csv", "a.txt"]
    assert suggested_title(replace(found, handed_in=handed_in[1:2])) == "New total 2"  # type: ignore[arg-type]
    assert suggested_title(replace(found, handed_in=())) == ""
    packed = (("scans/LiverMask.nii.gz", "new"),)
    assert suggested_title(replace(found, handed_in=packed)) == "Liver mask"  # type: ignore[arg-type]
    assert suggested_title(found, "Add up the totals. Then stop.") == "Add up the totals"


def test_what_may_go_is_ticked_and_the_rest_is_told() -> None:
    whole = Stored(Path("a.rec"), 700, "2026", "sealed", Path("task"), True)
    alone = Stored(Path("b.rec"), 200, "2026", "sealed")
    other = Stored(Path("c.rec"), 100, "2026", "recovered", Path("task"), False)
    running = Stored(Path("d.rec"), 1, "2026", "running", Path("task"), True)
    found = (whole, alone, other, running)
    assert ticked_at_first(found) == {whole.folder}
    assert [may_be_ticked(stored) for stored in found] == [True, True, True, False]
    assert sums(found, frozenset({whole.folder, alone.folder})) == (2, 900, 1)
    assert "“{task}”" in held_words(whole)[0] and held_words(alone)[1] == ""
    assert "differs" in held_words(other)[0]
