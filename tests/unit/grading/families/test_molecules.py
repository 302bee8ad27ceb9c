"""Checks of molecules: identity whatever the spelling, and rules of which many obey."""

from pathlib import Path
from typing import Any

import pytest
from rdkit import Chem
from rdkit.Chem import AllChem

from tests.unit.grading.families.grounds import Desk

ALANINE, ASPIRIN, ACID = "C[C@H](N)C(=O)O", "CC(=O)Oc1ccccc1C(=O)O", "F/C=C/C(=O)O"
LINES = f"{ALANINE} A1\n{ASPIRIN} A2\n{ACID} A3\n"


def sdf(rows: list[tuple[str, str]], *, flat: bool = True, **fields: str) -> str:
    """Return MOL blocks of SMILES with names, drawn or folded in space."""
    text = ""
    for name, smiles in rows:
        graph = Chem.MolFromSmiles(smiles)
        if flat:
            AllChem.Compute2DCoords(graph)
        else:
            graph = Chem.AddHs(graph)
            AllChem.EmbedMolecule(graph, randomSeed=7)
        graph.SetProp("_Name", name)
        text += Chem.MolToMolBlock(graph) if flat else Chem.MolToV3KMolBlock(graph)
        text += "".join(f">  <{key}>\n{value}\n\n" for key, value in fields.items()) + "$$$$\n"
    return text


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, {"out.smi": LINES})


@pytest.mark.parametrize("by", ["name", "structure"])
@pytest.mark.parametrize(
    "other",
    [
        "smiles name\nOC(=O)[C@@H](N)C a1\nC1=CC=CC(=C1C(O)=O)OC(C)=O A2\nOC(=O)/C=C/F\tA3\n",
        "F/C=C/C(O)=O A3\n[H]OC(=O)c1ccccc1OC(=O)C A2\nN[C@@H](C)C(O)=O A1\n\n",
        f"[CH3:1][C@H](N)C(=O)O A1\n{ASPIRIN} A2\nC(=O)(O)\\C=C\\F A3",
    ],
)
def test_each_spelling_is_the_same(desk: Desk, by: str, other: str) -> None:
    check = desk.check("molecules_equal", "out.smi", by=by)
    desk.is_sound(check)
    assert desk.score(check, {"out.smi": other}) == 1


def test_stereochemistry_counts_where_the_reference_has_it(desk: Desk) -> None:
    check = desk.check("molecules_equal", "out.smi", by="name")
    for old, new in (
        ("[C@H]", "[C@@H]"),
        ("[C@H]", "C"),
        ("F/C=C/", "F/C=C\\"),
        ("F/C=C/", "FC=C"),
    ):
        told = desk.judged(check, {"out.smi": LINES.replace(old, new)})
        assert told.score == pytest.approx(2 / 3), new
        assert "stereochemistry" in told.sentence and "C(=O)" not in told.public
    open_one = Desk(desk.folder / "open", {"out.smi": "CC(N)C(=O)O A1\n"})
    check = open_one.check("molecules_equal", "out.smi")
    assert open_one.score(check, {"out.smi": f"{ALANINE} A1\n"}) == 1


def test_wrong_molecules_are_counted(desk: Desk) -> None:
    named = desk.check("molecules_equal", "out.smi", by="name")
    loose = desk.check("molecules_equal", "out.smi")
    placed = desk.check("molecules_equal", "out.smi", by="place")

    def scores(text: str) -> list[float]:
        return [desk.score(check, {"out.smi": text}) for check in (named, loose, placed)]

    third = pytest.approx(2 / 3)
    assert scores(LINES.replace(ASPIRIN, "CC(=O)Nc1ccccc1C(=O)O")) == [third, 0.5, third]
    assert scores(LINES.partition("\n")[2]) == [third, third, 0]
    assert scores(LINES + "CCO A4\n") == [0.75, 0.75, 0.75]
    assert scores(LINES + f"{ASPIRIN} A2\n")[:2] == [third, 0.75]
    assert scores(f"{ASPIRIN} A1\n{ALANINE} A2\n{ACID} A3\n") == [pytest.approx(1 / 3), 1,
                                                                  pytest.approx(1 / 3)]  # fmt: skip


@pytest.mark.parametrize(
    ("option", "one", "other"),
    [
        ("salts", "CCN", "CCN.Cl"),
        ("charges", "CC(=O)O", "CC(=O)[O-]"),
        ("tautomers", "Oc1ccccn1", "O=c1cccc[nH]1"),
    ],
)
def test_salts_charges_and_tautomers_are_free_only_if_that_is_said(
    tmp_path: Path, option: str, one: str, other: str
) -> None:
    desk = Desk(tmp_path, {"out.smi": one})
    assert desk.score(desk.check("molecules_equal", "out.smi"), {"out.smi": other}) == 0
    free: dict[str, Any] = {option: True}
    check = desk.check("molecules_equal", "out.smi", **free)
    desk.is_sound(check)
    assert desk.score(check, {"out.smi": other}) == 1
    assert option in desk.sentence(check)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("C1CC A1\n", "has a SMILES that does not parse: C1CC"),
        ("CC(C)(C)(C)C A1\n", "has a SMILES that does not parse"),
        ("aspirin\n", "does not parse: aspirin"),
        ("\n", "holds no molecules"),
        ("C" * 3000, "SMILES of more than 2,000 signs"),
        ("C" * 500, "more than 400 atoms"),
    ],
)
def test_what_does_not_parse_is_told(desk: Desk, text: str, told: str) -> None:
    for check in (
        desk.check("molecules_equal", "out.smi"),
        desk.check("molecule_properties", "out.smi", rules=[{"name": "mass", "at_most": 900}]),
    ):
        result = desk.judged(check, {"out.smi": text})
        assert result.score == 0 and told in result.public


def test_blocks_are_read_flat_or_in_space(tmp_path: Path) -> None:
    rows = [("A1", ALANINE), ("A2", ASPIRIN)]
    desk = Desk(tmp_path, {"out.sdf": sdf(rows, IC50="12.5")})
    check = desk.check("molecules_equal", "out.sdf", by="name", fields=["IC50"])
    desk.is_sound(check)
    assert desk.score(check, {"out.sdf": sdf(rows[::-1], flat=False, ic50="12.50")}) == 1
    told = desk.judged(check, {"out.sdf": sdf(rows, flat=False, IC50="99")})
    assert told.score == 0 and "IC50 is 99" in told.sentence and "12.5" not in told.public
    other = [("A1", ALANINE.replace("@", "@@")), rows[1]]
    assert desk.score(check, {"out.sdf": sdf(other, IC50="12.5")}) == 0.5
    block = sdf(rows, IC50="12.5").replace("V2000", "V9000")
    assert "no MOL block in molecule 1" in desk.judged(check, {"out.sdf": block}).public
    crowded = "\n\n\n  1  0  0  0  0  0  0  0  0  0999 V2000\nM  END\n$$$$\n"
    assert "makes no chemical sense" in desk.judged(check, {"out.sdf": crowded}).public


def test_a_column_of_a_table_is_read(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"out.csv": f"code,smiles\nK1,{ALANINE}\nK2,{ASPIRIN}\n"})
    check = desk.check("molecules_equal", "out.csv", column="smiles", names="code", by="name")
    desk.is_sound(check)
    other = "smiles,nr,code\nO=C(O)c1ccccc1OC(C)=O,1,K2\nN[C@@H](C)C(O)=O,2,K1\n"
    assert desk.score(check, {"out.csv": other}) == 1
    assert desk.score(check, {"out.csv": other.replace("smiles", "structure")}) == 0
    assert "row without" in desk.judged(check, {"out.csv": "code,smiles\nK1,\nK2,C\n"}).public


RULES = [
    {"name": "mass", "at_most": 200},
    {"name": "substructure", "pattern": "C(=O)[OH]", "at_least": 1},
]


def test_rules_let_other_molecules_pass(desk: Desk) -> None:
    check = desk.check("molecule_properties", "out.smi", rules=RULES, least=3)
    desk.is_sound(check)
    assert desk.score(check, {"out.smi": "OC(=O)C x\nOC(=O)CC y\nOC(=O)CCC z\n"}) == 1
    told = desk.judged(check, {"out.smi": "OC(=O)C x\nOC(=O)CI y\nCCCC z\nOC(=O)CC u\n"})
    assert told.score == pytest.approx(1 - 1 / 8) and "matches of C(=O)[OH]" in told.public
    assert desk.score(check, {"out.smi": "OC(=O)C x\nOC(=O)CCCI y\nOC(=O)CC z\n"}) < 1
    few = desk.judged(check, {"out.smi": "OC(=O)C x\nC(O)(=O)C y\nCC(O)=O z\n"})
    assert few.score is not None and few.score < 1
    assert "too few different molecules" in few.public


def test_formula_and_mass_are_those_of_the_reference_or_as_stated(tmp_path: Path) -> None:
    rows = [("A1", ALANINE), ("A2", ASPIRIN)]
    desk = Desk(tmp_path, {"out.sdf": sdf(rows[1:], MW="180.16", F="C9H8O4")})
    same = desk.check(
        "molecule_properties", "out.sdf", rules=[{"name": "formula"}, {"name": "exact_mass"}]
    )
    desk.is_sound(same)
    isomer = [("A2", "COC(=O)c1ccccc1C(=O)O")]
    assert desk.score(same, {"out.sdf": sdf(isomer)}) == 1
    assert desk.score(same, {"out.sdf": sdf(rows[:1])}) == 0
    stated = desk.check(
        "molecule_properties", "out.sdf",
        rules=[{"name": "mass", "stated": "MW", "tolerance": 0.05},
               {"name": "formula", "stated": "F"}],
    )  # fmt: skip
    desk.is_sound(stated)
    assert desk.score(stated, {"out.sdf": sdf(isomer, MW="180.2", F="C₉H₈O₄")}) == 1
    for wrong in ("180.9", "nan", "1e999", "", "about 180"):
        assert desk.score(stated, {"out.sdf": sdf(isomer, MW=wrong, F="C9H8O4")}) == 0.5
    assert desk.score(stated, {"out.sdf": sdf(isomer)}) == 0


def test_what_a_check_cannot_mean_is_refused(desk: Desk) -> None:
    def fault(**more: Any) -> str:
        return desk.fault(desk.check("molecule_properties", "out.smi", **more))

    assert "no SMARTS" in fault(rules=[{"name": "substructure", "pattern": "C(", "at_least": 1}])
    assert "how often" in fault(rules=[{"name": "substructure", "pattern": "C"}])
    assert "breaks a rule" in fault(rules=[{"name": "mass", "at_most": 50}])
    assert "fewer than 9" in fault(rules=RULES, least=9)
    twice = Desk(desk.folder / "twice", {"out.smi": "C a\nCC a\n"})
    assert "apart" in twice.fault(twice.check("molecules_equal", "out.smi", by="name"))
    told = desk.sentence(desk.check("molecule_properties", "out.smi", rules=RULES))
    assert "the molar mass is at most 200" in told
