import pytest

from studio.taxonomy import programs
from studio.taxonomy.linking import Seen, rank, screen_words, suggest
from studio.taxonomy.releases import Statement

STATEMENTS = (
    Statement(id="1", text="Teach apprentices the trade.", kind="Core"),
    Statement(id="2", text="Reconcile bank records with the ledger.", kind="Core"),
    Statement(id="3", text="Write letters about missing invoices.", kind="Supplemental"),
    Statement(id="4", text="Keep the ledger of invoices.", kind="Supplemental"),
)


def ids(title: str, rest: str = "") -> list[str]:
    return [made.statement.id for made in rank(STATEMENTS, title, rest)]


def test_statements_that_share_words_come_first() -> None:
    first, *_ = rank(STATEMENTS, "Reconciliation of the bank account")
    assert first.statement.id == "2" and set(first.because) == {"reconcile", "bank"}
    assert 0 < first.score <= 1


def test_the_title_says_more_than_the_rest() -> None:
    assert ids("Letter", "Keep the ledger of invoices")[0] == "3"
    assert ids("", "Keep the ledger of invoices")[0] == "4"


@pytest.mark.parametrize("title", ["", "the of and", "zyzzyva", "!?", "\u202e"])
def test_without_shared_words_the_order_stays_and_all_are_there(title: str) -> None:
    assert ids(title) == ["1", "2", "3", "4"]
    assert all(made.score == 0 for made in rank(STATEMENTS, title))


def test_an_occupation_without_statements_has_none() -> None:
    assert rank((), "Reconcile") == ()


@pytest.mark.parametrize(
    ("application", "software"),
    [
        ("qgis", "qgis"),
        ("org.qgis.qgis", "qgis"),
        ("QGIS-bin", "qgis"),
        ("/usr/bin/freecad", "dassault systemes solidworks"),
        ("libreoffice-calc", "microsoft excel"),
        ("tableau", "tableau"),
    ],
)
def test_a_program_is_known_by_its_name_or_stands_for_another(
    application: str, software: str
) -> None:
    assert software in programs.software_of(application)


@pytest.mark.parametrize("application", ["", "7", "x", "no-such-program", "....", "desktop"])
def test_a_program_that_nobody_lists_tells_nothing(application: str) -> None:
    assert programs.software_of(application) == ()
    assert not programs.users([application])


def test_every_program_stands_for_software_that_somebody_uses() -> None:
    for name, software in programs.STANDS_FOR.items():
        assert len(programs.software_of(name)) == len(software), name


def test_a_program_that_few_use_tells_more_than_one_that_all_use() -> None:
    drawn = programs.users(["qgis"])
    counted = programs.users(["libreoffice-calc"])
    assert max(told for told, _ in drawn.values()) > 0.8
    clerk = "43-3031.00"
    assert counted[clerk][0] < 0.4 and counted[clerk][1] == "libreoffice-calc"


def test_words_of_every_window_are_not_words_of_the_work() -> None:
    seen = Seen(
        applications=("libreoffice-calc",),
        screen=("Save As", "F4", "Calc", "Cancel", "Ledger"),
        files=("invoices_october.xlsx",),
    )
    assert screen_words(seen).split() == ["invoices", "october", "xlsx", "ledger"]


def test_what_was_seen_suggests_who_did_it() -> None:
    seen = Seen(
        applications=("qgis",),
        screen=("Parcel map of the county",),
        instruction="Survey the parcels and draw the cadastral map from the survey data.",
    )
    found = suggest(seen)
    assert 1 <= len(found) <= 5
    assert {made.occupation.soc for made in found} & {"17-1021", "17-1022", "17-3031"}
    assert [made.confidence for made in found] == sorted(
        (made.confidence for made in found), reverse=True
    )
    assert all(0 < made.confidence < 1 and made.because for made in found)
    assert any("qgis" in reason for made in found for reason in made.because)


def test_several_witnesses_leave_less_doubt_than_one() -> None:
    words = Seen(instruction="Survey the parcels and draw the cadastral map.")
    both = Seen(applications=("qgis",), instruction=words.instruction)
    alone = {made.occupation.code: made.confidence for made in suggest(words, 40)}
    helped = {made.occupation.code: made.confidence for made in suggest(both, 40)}
    shared = [code for code in helped if code in alone and code in programs.users(["qgis"])]
    assert shared and all(helped[code] > alone[code] for code in shared)


def test_nothing_seen_suggests_nothing() -> None:
    assert suggest(Seen()) == ()


@pytest.mark.parametrize(
    "instruction",
    [
        "80 x 40 x 6",
        "x",
        "12 x 3.5 -> out.csv, in.xlsx",
        "Make `bracket.stl` 80 x 40 x 6 mm.",
        "1.",
    ],
)
def test_numbers_and_names_of_files_suggest_nothing(instruction: str) -> None:
    assert suggest(Seen(files=("bracket.stl", "in.xlsx"), instruction=instruction)) == ()


def test_numbers_do_not_speak_beside_words() -> None:
    words = "Model the steel bracket of the drawing for machining."
    found = suggest(Seen(instruction=f"{words} 80 x 40 x 6 mm, bracket.stl"))
    assert found and not any(" 80" in why or ", x" in why for one in found for why in one.because)
    assert [one.occupation for one in found] == [
        one.occupation for one in suggest(Seen(instruction=words))
    ]


def test_much_that_was_seen_takes_no_longer_than_little() -> None:
    seen = Seen(
        applications=tuple(f"program-{number}" for number in range(5000)),
        screen=tuple("word " * 5000 for _ in range(2000)),
        instruction="ledger " * 200_000,
    )
    assert len(suggest(seen)) <= 5
