"""What an author would keep of the checks of documents: no fragments, no repeats."""

import io
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from studio.grading import propose
from studio.grading.kinds import Grounds
from studio.grading.verdicts import judge
from studio.model.check import Check
from tests.unit.grading.proposing.scenes import Content, Scene, slides, word

_CLAUSES = (
    "1.1 The monthly rent is EUR 900, payable in advance.",
    "1.2 The Tenant may end the lease with a notice period of six months to the end of a quarter.",
    "1.3 The Landlord may end the lease with a notice period of six months to the end of a year.",
    "1.4 The Tenant shall not leave any bicycles in the hall, and pays EUR 30 for each breach.",
)
_EDITS = {0: ("900", "850"), 1: ("six", "three"), 3: (_CLAUSES[3], "")}


def checks_of(scene: Scene, folder: Path) -> dict[str, Check]:
    return {check.id: check for check in propose(scene.lay(folder), {}).checks}


def said(
    prompt: str, text: str, folder: Path, given: Content = "flat,owes\nL-08,12\n"
) -> list[str]:
    """Return the statements that must not be denied, of the checks that are proposed."""
    scene = Scene("s", prompt, {"list.csv": given}, {"note.md": text})
    checks = checks_of(scene, folder).values()
    return [s for c in checks if c.kind == "not_contradicted" for s in c.parameters["statements"]]


def redlined(edits: dict[int, tuple[str, str]]) -> bytes:
    """Return the lease with edits as tracked changes: old words deleted, new ones inserted."""
    paper = docx.Document()
    for number, clause in enumerate(_CLAUSES):
        old, new = edits.get(number, ("", ""))
        before, _, after = clause.partition(old) if old else (clause, "", "")
        paragraph = paper.add_paragraph(before)
        for kind, text in (("del", old), ("ins", new)):
            if text:
                paragraph._p.append(_marked(kind, text))
        paragraph.add_run(after)
    stream = io.BytesIO()
    paper.save(stream)
    return stream.getvalue()


def _marked(kind: str, text: str) -> OxmlElement:
    mark, run = OxmlElement(f"w:{kind}"), OxmlElement("w:r")
    mark.set(qn("w:id"), "7")
    mark.set(qn("w:author"), "R. Tessier")
    words = OxmlElement("w:delText" if kind == "del" else "w:t")
    words.text = text
    run.append(words)
    mark.append(run)
    return mark


def lease(edits: dict[int, tuple[str, str]]) -> Scene:
    return Scene(
        "lease",
        "Please put our changes into `lease.docx` as tracked changes. The monthly rent in 1.1 is "
        "EUR 850. The notice period of the tenant is three months. Clause 1.4 on bicycles goes. "
        "Leave every other word as it is.",
        {"lease.docx": redlined({})},
        {"lease.docx": redlined(edits)},
        work="in_place",
    )


def test_each_edit_of_a_redline_is_checked_once(tmp_path: Path) -> None:
    checks = checks_of(lease(_EDITS), tmp_path / "task")
    kinds = sorted(check.kind for check in checks.values())
    assert kinds == ["text_absent", "text_kept", "text_pattern", "text_pattern", "tracked_changes"]
    task = lease(_EDITS).lay(tmp_path / "again")
    for number in _EDITS:
        left_out = {n: edit for n, edit in _EDITS.items() if n != number}
        output = lease(_EDITS).output(tmp_path / str(number), lease(left_out).right)
        grounds = Grounds.of(task, output)
        refused = [c.id for c in checks.values() if judge(c, grounds).status != "pass"]
        assert len(refused) == 1, number


def test_statements_are_whole_and_say_more_than_how_many(tmp_path: Path) -> None:
    prompt = "Write `note.md`: how many flats owe rent, which valves passed, what the pump is for."
    text = (
        "3 flats owe rent. The pump is for clear and muddy water. 2 of them passed.\n\n"
        "5 of 8 valves passed. Valve K-2 was left out.\n"
    )
    assert said(prompt, text, tmp_path) == ["5 of 8 valves passed", "Valve K-2 was left out"]


@pytest.mark.parametrize(
    ("more", "fails"),
    [
        ("The dose is to be added to the chart, the results are to follow.", False),
        ("To be confirmed by the ward: the new bed.", False),
        ("Ward: TBD", True),
        ("Ward: to be confirmed", True),
    ],
)
def test_everyday_words_are_no_placeholders(tmp_path: Path, more: str, fails: bool) -> None:
    text = "The total of the doses that Mrs Hill takes at home each day is 45.5 mg.\n"
    scene = Scene(
        "dose",
        "Write `note.md` with the total dose in mg, one decimal.",
        {"d.csv": "drug,mg\na,20\nb,25.5\n"},
        {"note.md": text},
    )
    checks = checks_of(scene, tmp_path / "task")
    output = scene.output(tmp_path / "out", {"note.md": f"{text}\n{more}\n"})
    grounds = Grounds.of(scene.lay(tmp_path / "again"), output)
    refused = [c.kind for c in checks.values() if judge(c, grounds).status != "pass"]
    assert refused == (["no_placeholders"] if fails else [])


def manual(*renamed: int) -> bytes:
    parts = ["# About the K-1", "Wash the K-1 well.", "The K-1 must have a 16 A fuse and 30 mA."]
    parts = [p.replace("K-1", "K-2") if n in renamed else p for n, p in enumerate(parts)]
    if renamed:
        parts[2] = parts[2].replace("16 A", "25 A")
    return word([*parts, "# History", "The K-1 came in 2019."])


def test_a_manual_of_the_next_model(tmp_path: Path) -> None:
    scene = Scene(
        "manual",
        "The K-1 becomes the K-2, update `manual.docx`. The name changes everywhere, except in "
        "the section History, which stays as it is. The fuse is 25 A now.",
        {"manual.docx": manual(), "note.txt": "Fuse: 25 A\n"},
        {"manual.docx": manual(0, 1, 2)},
        work="in_place",
    )
    checks = checks_of(scene, tmp_path / "task")
    kinds = [check.kind for check in checks.values()]
    assert "inputs_unchanged" not in kinds
    figures = [c for c in checks.values() if c.kind == "figures_stated" and not c.gate]
    assert [f["value"] for c in figures for f in c.parameters["figures"]] == ["25 A"]
    gone = next(check for check in checks.values() if check.kind == "text_absent")
    assert gone.parameters["terms"] == ["About the K-1", "the K-1 well", "The K-1 must"]
    output = scene.output(tmp_path / "out", {"manual.docx": manual(0, 2)})
    assert judge(gone, Grounds.of(scene.lay(tmp_path / "again"), output)).score == 0


def test_slides_are_counted_where_it_is_said(tmp_path: Path) -> None:
    pages = [("Staff", ["Spring"]), ("Joiners", ["4 joiners"])]
    scene = Scene(
        "deck",
        "Could you make the staff slides? The board gets two of them, in `deck.pptx`: a title "
        'slide "Staff", and the number of joiners.',
        {"staff.csv": "name,joined\nA,1\n"},
        {"deck.pptx": slides(pages)},
    )
    counted = [c for c in checks_of(scene, tmp_path).values() if c.kind == "slide_count"]
    assert [check.parameters for check in counted] == [{"exactly": 2}]


@pytest.mark.parametrize(
    "spelled", ["jobs[0].host", "jobs.night.host", "jobs/0/host", "jobs: host"]
)
def test_a_path_may_be_spelled_in_more_ways(tmp_path: Path, spelled: str) -> None:
    wanted = "a.toml\tjobs.host\told\tnew\na.toml\tjobs.port\t1\t2\n"
    scene = Scene("l", "Write it.", {"a.toml": "x = 1\n"}, {"changes.txt": wanted})
    check = Check(id="l", kind="line_records", target="changes.txt")
    task = scene.lay(tmp_path / "task")
    for text, passes in ((wanted.replace("jobs.host", spelled), True), (wanted[:20], False)):
        output = scene.output(tmp_path / str(passes), {"changes.txt": text})
        assert (judge(check, Grounds.of(task, output)).status == "pass") is passes
