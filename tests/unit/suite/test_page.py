import re
from pathlib import Path

from studio.suite import report, write_page
from tests.unit.suite.test_reporting import linked


def test_the_page_holds_all_and_fetches_nothing(tmp_path: Path) -> None:
    suite = tmp_path / "<b>suite"
    linked(suite / "ledger", "43-3031.00")
    linked(suite / "buyers", "13-1022.00")
    linked(suite / "soldier", "55-3016.00")
    linked(suite / "<script>", None)
    linked(suite / "old", "15-2091.00", "O*NET 24.1")
    (suite / "cut.task").write_bytes(b"PK")
    page = write_page(tmp_path / "out" / "page.html", report(suite)).read_text()
    assert "<script" not in page and not re.search(r'(?:src|href)="(?!data:)', page)
    assert "Coverage of &lt;b&gt;suite" in page and "&lt;script&gt;" in page
    rows = {re.sub("<[^>]+>", " ", row) for row in re.findall("<tr>.*?</tr>", page, re.S)}
    texts = [" ".join(row.split()) for row in rows]

    def row(*words: str) -> str:
        return next(text for text in texts if all(word in text for word in words))

    assert row("This suite").startswith("This suite the occupations of its tasks 4 4 of 23")
    assert "46 13 of 23 19.2% 28.6%" in row("GDPval", "the 44 occupations")
    assert "primary SOC codes of its subdomains, inferred by this project" in row("paper v2")
    assert "1 of 35 0% to 4.7%" in row("13-0000")
    assert "no estimate no estimate -" in row("55-0000")
    assert "one estimate for 31-1121, 31-1122" in row("31-1120", "3,988,140")
    assert row("13-1020", "Manufacturing").endswith("1 of its 3 SOC codes Manufacturing 1")
    assert "none site" in row("8.3", "Fashion")
    assert "not read" in row("cut.task") and "no occupation" in row("&lt;script&gt;")
    assert "counted as 15-2099.00" in row("old", "15-2091.00")
    assert "The estimate 13-1020 of 486,900 persons is covered in" in page
    assert "USDOL/ETA" in page and "together they are 57" in page


def test_nothing_to_look_at_is_not_shown(tmp_path: Path) -> None:
    suite = linked(tmp_path / "ledger", "43-3031.00")
    page = write_page(tmp_path / "page.html", report(suite)).read_text()
    assert "Tasks to look at" not in page and "covered in part" not in page
