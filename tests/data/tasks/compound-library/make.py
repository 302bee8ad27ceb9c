"""Make the compound library: RDKit reads the SMILES and writes the SDF, Python's csv the rest."""

from collections.abc import Callable
from pathlib import Path

from rdkit import Chem, RDLogger
from rdkit.Chem import Descriptors, Mol, rdDepictor
from rdkit.Chem.MolStandardize import rdMolStandardize

from tests.data.tasks.fixed_files import begin, finish, place, read_rows, write_rows

LIBRARY, DROPPED = "library.sdf", "dropped.csv"
HEAVY = 450.0
# What the vendors sent, and the parent as a chemist would draw it by hand.
SENT = {
    "AC-1001": ("CC(=O)Oc1ccccc1C(=O)[O-].[Na+]", "CC(=O)Oc1ccccc1C(=O)O"),
    "AC-1002": ("CCN(CC)CC(=O)Nc1c(C)cccc1C.Cl", "CCN(CC)CC(=O)Nc1c(C)cccc1C"),
    "AC-1003": ("CC(C)Cc1ccc(cc1)[C@H](C)C(=O)O", "CC(C)Cc1ccc(cc1)[C@H](C)C(=O)O"),
    "AC-1004": ("[Cl-].C[N+](C)(C)CCO", "C[N+](C)(C)CCO"),
    "AC-1005": ("O=[N+]([O-])c1ccc(O)cc1", "O=[N+]([O-])c1ccc(O)cc1"),
    "AC-1006": ("CN1C=NC2=C1C(=O)N(C)C(=O)N2C.O", "Cn1cnc2c1c(=O)n(C)c(=O)n2C"),
    "AC-1007": (
        "CC(C)c1c(C(=O)Nc2ccccc2)c(-c2ccccc2)c(-c2ccc(F)cc2)n1CC[C@@H](O)C[C@@H](O)CC(=O)[O-]."
        "CC(C)c1c(C(=O)Nc2ccccc2)c(-c2ccccc2)c(-c2ccc(F)cc2)n1CC[C@@H](O)C[C@@H](O)CC(=O)[O-]."
        "[Ca+2]",
        "CC(C)c1c(C(=O)Nc2ccccc2)c(-c2ccccc2)c(-c2ccc(F)cc2)n1CC[C@@H](O)C[C@@H](O)CC(=O)O",
    ),
    "AC-1008": (
        "OC(=O)COCCN1CCN(CC1)C(c1ccccc1)c1ccc(Cl)cc1.Cl.Cl",
        "OC(=O)COCCN1CCN(CC1)C(c1ccccc1)c1ccc(Cl)cc1",
    ),
    "AC-1009": (r"OC(=O)/C=C\c1ccccc1", r"OC(=O)/C=C\c1ccccc1"),
    "AC-1010": ("COc1ccc2cc(ccc2c1)[C@H](C)C([O-])=O.[Na+]", "COc1ccc2cc(ccc2c1)[C@H](C)C(O)=O"),
    "BL-2001": ("OC(=O)C1=CC=CC=C1OC(C)=O", "CC(=O)Oc1ccccc1C(=O)O"),
    "BL-2002": ("[Cl-].Cc1cccc(C)c1NC(=O)C[NH+](CC)CC", "CCN(CC)CC(=O)Nc1c(C)cccc1C"),
    "BL-2003": ("OC(=O)[C@H](C)c1ccc(CC(C)C)cc1", "CC(C)Cc1ccc(cc1)[C@@H](C)C(=O)O"),
    "BL-2004": ("OC(=O)[C@@H](C)c1ccc(CC(C)C)cc1", "CC(C)Cc1ccc(cc1)[C@H](C)C(=O)O"),
    "BL-2005": ("[K+].[O-]c1ccc(cc1)[N+]([O-])=O", "O=[N+]([O-])c1ccc(O)cc1"),
    "BL-2006": ("Cn1cnc2c1c(=O)n(C)c(=O)n2C", "Cn1cnc2c1c(=O)n(C)c(=O)n2C"),
    "BL-2007": (
        "Cc1ccc(NC(=O)c2ccc(CN3CCN(C)CC3)cc2)cc1Nc1nccc(-c2cccnc2)n1.CS(O)(=O)=O",
        "Cc1ccc(NC(=O)c2ccc(CN3CCN(C)CC3)cc2)cc1Nc1nccc(-c2cccnc2)n1",
    ),
    "BL-2008": ("OC(=O)/C=C/c1ccccc1", "OC(=O)/C=C/c1ccccc1"),
    "BL-2009": ("CCO.OC(=O)Cc1ccccc1Nc1c(Cl)cccc1Cl", "OC(=O)Cc1ccccc1Nc1c(Cl)cccc1Cl"),
    "BL-2010": ("[Na+].[O-]C(=O)Cc1ccccc1Nc1c(Cl)cccc1Cl", "OC(=O)Cc1ccccc1Nc1c(Cl)cccc1Cl"),
}
ABOUT = {
    "title": "Register the compounds of two vendors",
    "profession": "Chemist",
    "occupation": "19-2031.00",
    "work": "separate",
    "families": ["csv", "sdf", "molecules", "agreement of two outputs"],
    "alternate_correct": {
        "v3000_reversed": "V3000 records in the opposite order, atoms renumbered, double bonds of "
        "rings in other places.",
        "with_hydrogens": "Hydrogens drawn, two more fields (the SMILES and the vendor), the "
        "dropped ones sorted by reason and quoted.",
    },
    "known_bad": {
        "salts_left": "Counter-ions and solvents stay, in the structure and in the weight.",
        "stereo_lost": "Stereo was thrown away, so enantiomers and cis/trans acids became one.",
        "spellings_compared": "Structures were compared as the vendors spell them, so each "
        "duplicate is registered again.",
    },
}


def whole(smiles: str) -> Mol:
    return Chem.MolFromSmiles(smiles)


def parent(smiles: str) -> Mol:
    kept = rdMolStandardize.LargestFragmentChooser().choose(whole(smiles))
    return rdMolStandardize.Uncharger().uncharge(kept)


def flat(smiles: str) -> Mol:
    made = parent(smiles)
    Chem.RemoveStereochemistry(made)
    return made


def register(
    rows: list[dict[str, str]],
    make: Callable[[str], Mol] = parent,
    spelled: Callable[[str, Mol], str] = lambda _, made: Chem.MolToSmiles(made),
) -> tuple[dict[str, Mol], list[list[str]]]:
    """Return the registered molecules by id, and the lines about the dropped ones."""
    kept: dict[str, Mol] = {}
    known: dict[str, str] = {}
    dropped = []
    for row in sorted(rows, key=lambda row: row["id"]):
        made = make(row["smiles"])
        name = spelled(row["smiles"], made)
        if Descriptors.MolWt(made) > HEAVY:
            dropped.append([row["id"], "too heavy", ""])
        elif name in known:
            dropped.append([row["id"], "duplicate", known[name]])
        else:
            known[name] = row["id"]
            kept[row["id"]] = made
    return kept, dropped


def drawn(made: Mol) -> Mol:
    copy = Chem.Mol(made)
    rdDepictor.Compute2DCoords(copy)
    return copy


def renumbered(made: Mol) -> Mol:
    return drawn(Chem.RenumberAtoms(made, list(range(made.GetNumAtoms()))[::-1]))


def write_library(
    path: Path, kept: dict[str, Mol], v3000: bool = False, hydrogens: bool = False
) -> None:
    with Chem.SDWriter(str(path)) as writer:
        writer.SetForceV3000(v3000)
        for name, made in kept.items():
            shown = renumbered(made) if v3000 else drawn(Chem.AddHs(made) if hydrogens else made)
            shown.SetProp("_Name", name)
            shown.SetProp("ID", name)
            shown.SetProp("MW", f"{Descriptors.MolWt(made):.2f}")
            if hydrogens:
                shown.SetProp("SMILES", Chem.MolToSmiles(made))
                shown.SetProp("VENDOR", name[:2])
            writer.write(shown)


def by_hand() -> tuple[dict[str, tuple[str, str]], dict[str, tuple[str, str]]]:
    """Return InChI and weight of what belongs into the library, and what is dropped why."""
    kept, known, dropped = {}, {}, {}
    for name, (_, drawing) in sorted(SENT.items()):
        made = Chem.MolFromSmiles(drawing)
        key = Chem.MolToInchi(made)
        if Descriptors.MolWt(made) > HEAVY:
            dropped[name] = ("too heavy", "")
        elif key in known:
            dropped[name] = ("duplicate", known[key])
        else:
            known[key] = name
            kept[name] = (key, f"{Descriptors.MolWt(made):.2f}")
    return kept, dropped


def right(made: Path) -> bool:
    found = {}
    records = list(Chem.SDMolSupplier(str(made / LIBRARY)))
    for record in records:
        assert record.GetProp("_Name") == record.GetProp("ID")
        found[record.GetProp("ID")] = (Chem.MolToInchi(record), record.GetProp("MW"))
    rows = read_rows(made / DROPPED)
    dropped = {row["id"]: (row["reason"], row["same_as"]) for row in rows}
    alone = len(records) == len(found) and len(rows) == len(dropped)
    return alone and (found, dropped) == by_hand()


def main() -> None:
    RDLogger.DisableLog("rdApp.*")
    folder = begin(__file__)
    source = folder / "input" / "vendors.csv"
    names = sorted(SENT, key=lambda name: (name[-1], name))
    write_rows(source, [["id", "smiles"], *([name, SENT[name][0]] for name in names)])
    rows = read_rows(source)

    def store(
        where: str, result: tuple[dict[str, Mol], list[list[str]]], quoting: int = 0, **style: bool
    ) -> None:
        made = place(folder, where)
        write_library(made / LIBRARY, result[0], **style)
        lines = [["id", "reason", "same_as"], *result[1]]
        write_rows(made / DROPPED, lines, quoting=quoting)
        assert right(made) == ("known_bad" not in where), where

    kept, dropped = register(rows)
    store("reference", (kept, dropped))
    back = dict(reversed(list(kept.items())))
    store("alternate_correct/v3000_reversed", (back, dropped), v3000=True)
    by_reason = sorted(dropped, key=lambda line: (line[1], line[0]))
    store("alternate_correct/with_hydrogens", (kept, by_reason), 1, hydrogens=True)
    store("known_bad/salts_left", register(rows, whole))
    store("known_bad/stereo_lost", register(rows, flat))
    as_sent = register(rows, spelled=lambda text, _: text)
    store("known_bad/spellings_compared", as_sent)
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
