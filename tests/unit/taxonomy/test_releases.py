import csv
import json
from pathlib import Path

import pytest

from studio.base import settings
from studio.base.errors import UserError
from studio.taxonomy import releases
from studio.taxonomy.occupations import find
from studio.taxonomy.rows import Occupation
from tests.unit import onet_release
from tests.unit.onet_release import FORMS, official_tables, text_members, write_zip

HOME = "onet"


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_release(form: str, tmp_path: Path) -> None:
    told: list[str] = []
    made = releases.install(FORMS[form](tmp_path), tell=told.append)
    assert made.name == "O*NET 30.1"
    assert (made.occupations, made.statements, made.activities) == (10, 17, 3)
    assert releases.installed() == (made,)
    assert any("Task Statements" in one or "onet_tasks" in one for one in told)
    texts = [(one.id, one.text, one.kind) for one in releases.statements("13-2011.00")]
    assert texts == [
        ("101", "Compare the ledger with the bank\u2019s statement, line by line.", "Core"),
        ("102", "Write down which receipts are missing.", "Supplemental"),
    ]
    assert [one.id for one in releases.statements("43-3031")] == ["803", "1801", "802"]
    assert [one.kind for one in releases.statements("15-2041.01")] == ["Core", ""]
    assert releases.definition("13-2011.00").startswith("Keep the money of others")
    assert [one.text for one in releases.activities("601")] == [
        "Check books against vouchers.",
        "Judge pictures of bodies.",
    ]
    assert releases.activities("102") == ()
    assert made.notes == ("It holds 10 of the 1,016 occupations; the others have no statements.",)


def test_the_forms_agree_to_the_digest(tmp_path: Path) -> None:
    digests = set()
    for form in FORMS:
        made = releases.install(FORMS[form](tmp_path))
        digests.add(made.digest)
        releases.remove("30.1")
    assert len(digests) == 1


def test_codes_without_tasks_are_there_and_empty(tmp_path: Path) -> None:
    releases.install(FORMS["csv"](tmp_path))
    for code in ("55-3016.00", "15-1299.00"):
        assert isinstance(find(code), Occupation)
        assert releases.statements(code) == ()
    assert releases.definition("55-3016.00") == "Serve on foot."
    # Known to the program, absent from this small release.
    assert releases.statements("11-1011.00") == () and releases.definition("11-1011.00") == ""


def test_without_a_release_there_is_nothing_but_the_way_to_one() -> None:
    assert releases.installed() == () and releases.release_of(None) is None
    assert releases.statements("43-3031.00") == ()
    assert releases.definition("43-3031.00") == "" and releases.activities("803") == ()
    assert "studio occupations install" in releases.how_to_get()
    assert releases.PAGE in releases.how_to_get()
    with pytest.raises(UserError, match="nearest"):
        releases.statements("43-3031.09")


def test_releases_stand_side_by_side_and_the_newest_is_meant(tmp_path: Path) -> None:
    for number in ("30_9", "28_3", "30_10"):
        tables = official_tables()
        tables["Task Statements"][1][2] = f"As in {number}."
        releases.install(write_zip(tmp_path / f"{number}.zip", text_members(tables, number)))
    assert [one.number for one in releases.installed()] == ["30.10", "30.9", "28.3"]
    assert releases.statements("13-2011.00")[0].text == "As in 30_10."
    assert releases.statements("13-2011.00", "O*NET 28.3")[0].text == "As in 28_3."
    assert releases.statements("13-2011.00", "30.9")[0].text == "As in 30_9."
    assert releases.statements("13-2011.00", "O*NET 29.0") == ()
    assert releases.remove("O*NET 30.10") == "30.10"
    assert releases.statements("13-2011.00")[0].text == "As in 30_9."
    with pytest.raises(UserError, match=r"installed: 28\.3, 30\.9\."):
        releases.remove("30.10")


def test_another_content_under_the_same_number_is_refused(tmp_path: Path) -> None:
    first = releases.install(FORMS["text"](tmp_path))
    assert releases.install(FORMS["csv"](tmp_path)) == first
    tables = official_tables()
    tables["Task Statements"][1][2] = "Something else."
    other = write_zip(tmp_path / "other.zip", text_members(tables))
    with pytest.raises(UserError, match="remove it first"):
        releases.install(other)
    releases.remove("30.1")
    releases.install(other)
    assert releases.statements("13-2011.00")[0].text == "Something else."


def test_a_part_of_a_release_gives_way_to_more_of_it(tmp_path: Path) -> None:
    tables = official_tables()
    for rows in tables.values():
        if rows[0][0] == "O*NET-SOC Code":
            rows[1:] = [row for row in rows[1:] if row[0] == "13-2011.00"]
    part = releases.install(write_zip(tmp_path / "part.zip", text_members(tables)))
    assert part.occupations == 1

    def cancel(sentence: str) -> None:
        if sentence == "Writing":
            raise UserError("Cancelled.")

    with pytest.raises(UserError, match="Cancelled"):
        releases.install(FORMS["text"](tmp_path), tell=cancel)
    assert releases.installed() == (part,)
    told: list[str] = []
    whole = releases.install(FORMS["text"](tmp_path), tell=told.append)
    assert releases.installed() == (whole,) and whole.occupations == 10
    assert any("part that holds 1 occupation" in sentence for sentence in told)
    with pytest.raises(UserError, match="remove it first"):
        releases.install(tmp_path / "part.zip")


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = FORMS["text"](tmp_path)

    def full(path: Path, text: str) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(releases.atomic, "write_text", full)
        with pytest.raises(OSError, match="No space"):
            releases.install(source)
    assert list((settings.state_folder() / HOME).iterdir()) == []
    assert releases.install(source).number == "30.1"


@pytest.mark.parametrize("fault", ["cut", "gone", "latin", "link"])
def test_a_damaged_installation_says_what_to_do(fault: str, tmp_path: Path) -> None:
    source = FORMS["text"](tmp_path)
    releases.install(source)
    place = settings.state_folder() / HOME / "30.1" / "statements.tsv"
    content = place.read_bytes()
    place.unlink()
    if fault == "cut":
        place.write_bytes(content[:100] + b"\n")
    elif fault == "latin":
        place.write_bytes(content + b"9\t13-2011.00\tCore\t\xe9\n")
    elif fault == "link":
        (tmp_path / "elsewhere").write_bytes(content)
        place.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UserError, match="remove it and install it again") as refused:
        releases.statements("13-2011.00")
    assert "install --remove 30.1 and install it again" in refused.value.in_shell
    with pytest.raises(UserError, match="remove it first"):
        releases.install(source)
    releases.remove("30.1")
    assert releases.install(source).statements == 17
    assert len(releases.statements("13-2011.00")) == 2


@pytest.mark.parametrize("fault", ["newer", "no record", "renamed", "not json"])
def test_what_cannot_be_read_is_named_and_removable(fault: str, tmp_path: Path) -> None:
    releases.install(FORMS["text"](tmp_path))
    folder = settings.state_folder() / HOME / "30.1"
    record = folder / "release.json"
    if fault == "newer":
        record.write_text(json.dumps(json.loads(record.read_text()) | {"version": 2}))
    elif fault == "no record":
        record.unlink()
    elif fault == "not json":
        record.write_text("{")
    else:
        folder = folder.rename(folder.with_name("31.0"))
    assert releases.installed() == ()
    assert releases.damaged() == (folder.name,)
    assert releases.statements("13-2011.00") == ()
    releases.remove(folder.name)
    assert releases.damaged() == ()


@pytest.mark.parametrize("name", ["../30.1", "", ".", "release.json", "29.0"])
def test_only_what_is_installed_is_removed(name: str, tmp_path: Path) -> None:
    releases.install(FORMS["text"](tmp_path))
    with pytest.raises(UserError, match=r"is not installed; installed: 30\.1\."):
        releases.remove(name)
    assert len(releases.installed()) == 1


def test_the_invented_release_names_real_occupations() -> None:
    with (onet_release.CSV_FOLDER / "onet_occupations.csv").open(newline="") as stream:
        for row in csv.DictReader(stream):
            assert find(row["onet_code"]).title == row["title"]
