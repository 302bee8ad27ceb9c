"""Pictures of sequences, variants and molecules: sound SVG of what differs, inert."""

from pathlib import Path

from defusedxml.ElementTree import fromstring

from studio.grading.kinds import Grounds
from studio.grading.pictures import PICTURES
from studio.model.check import Check
from tests.unit.grading.families.grounds import Desk, Files, lay
from tests.unit.grading.families.test_molecules import LINES
from tests.unit.grading.families.test_sequences import CALLS, GENES


def texts(desk: Desk, check: Check, output: Files) -> list[str]:
    folder = lay(desk.folder / "shown", output)
    made = PICTURES[check.kind](check, Grounds.of(desk.task, folder))
    assert made.suffix == ".svg" and len(made.content) < 200_000
    assert made == PICTURES[check.kind](check, Grounds.of(desk.task, folder))
    root = fromstring(made.content)
    assert not list(root.iter("script"))
    return [element.text or "" for element in root.iter()]


def test_letters_that_differ_are_marked(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"cds.fa": GENES})
    check = desk.check("sequences_equal", "cds.fa")
    told = texts(desk, check, {"cds.fa": GENES.replace("ATGCCC", "ATGCTC") + ">x\nA\n"})
    assert "recQ: first at 5, 12 letters and not 12" in told and "extra: x" in told
    assert told.count("found") == 1 and "".join(t for t in told if len(t) == 1).count("T") >= 4
    assert "✓ right" in texts(desk, check, {"cds.fa": GENES})
    assert any("begin with a heading" in one for one in texts(desk, check, {"cds.fa": "<x>"}))


def test_variants_and_molecules_are_listed(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"calls.vcf": CALLS, "out.smi": LINES})
    check = desk.check("variants_equal", "calls.vcf", genotypes=True)
    told = texts(desk, check, {"calls.vcf": CALLS.replace("\t5\t", "\t6\t")})
    assert "chr1:5 GCA>G" in told and "chr1:6 GCA>G" in told
    check = desk.check("molecules_equal", "out.smi", by="name")
    told = texts(desk, check, {"out.smi": LINES.replace("@", "@@")})
    assert "another or no stereochemistry" in told
    check = desk.check("molecule_properties", "out.smi", rules=[{"name": "mass", "at_most": 500}])
    told = texts(desk, check, {"out.smi": "C" * 99 + " <b>\n"})
    assert any("above 500" in one for one in told) and "<b>" in told
