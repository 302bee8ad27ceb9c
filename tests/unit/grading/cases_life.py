"""Generated cases of sequences, variants and molecules, damaged more and more."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

from studio.model.check import Check
from tests.unit.grading.generated import Case, Damage, case_of

VCF_HEAD = "##fileformat=VCFv4.3\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tkid\n"
ACIDS = ("CC(=O)O", "OC(=O)c1ccccc1", "C[C@H](N)C(=O)O", "OC(=O)CCl", "F/C=C/C(=O)O", "OC(=O)C#N")
Row = tuple[str, str]


def fasta(rows: list[Row]) -> str:
    return "".join(f">{name}\n{letters}\n" for name, letters in rows)


def smiles(rows: list[Row]) -> str:
    return "".join(f"{text} {name}\n" for name, text in rows)


def vcf(rows: list[Row]) -> str:
    lines = (f"chr1\t{name}\t.\t{text}\t9\tPASS\t.\tGT\t0/1\n" for name, text in rows)
    return VCF_HEAD + "".join(lines)


def spoiler(
    rows: list[Row], name: str, write: Callable[[list[Row]], str], worse: tuple[str, ...]
) -> Damage:
    """Return what takes rows away, makes one another, or leaves rubbish."""
    left, spoilt = list(rows), set()

    def spoil(rng: random.Random, folder: Path) -> None:
        kind = rng.randrange(4)
        whole = [row for row in left if row[0] not in spoilt]
        if kind == 3 or not whole:
            junk = rng.choice([b"", b"\0\xff", b">", b"C1CC x\n", b"#CHROM\n", b"\x1f\x8b\x08"])
            (folder / name).write_bytes(junk)
            left.clear()
            return
        row = rng.choice(whole)
        if kind == 0 and len(left) > 1:
            left.remove(row)
        else:
            spoilt.add(row[0])
            left[left.index(row)] = (row[0], rng.choice([w for w in worse if w != row[1]]))
        (folder / name).write_text(write(left))

    return spoil


def case(
    kind: str,
    folder: Path,
    rows: list[Row],
    name: str,
    write: Callable[[list[Row]], str],
    worse: tuple[str, ...],
    **parameters: Any,
) -> Case:
    (folder / "reference").mkdir()
    (folder / "reference" / name).write_text(write(rows))
    check = Check(id="x", kind=kind, target=name, parameters=parameters)
    return Case(
        check,
        folder / "reference",
        folder / "input",
        spoiler(rows, name, write, worse),
        tuple(text for _, text in rows if len(text) > 9),
    )


@case_of("sequences_equal")
def sequences(rng: random.Random, folder: Path) -> Case:
    rows = [
        (f"gene{n}", "".join(rng.choice("ACGT") for _ in range(rng.randrange(20, 200))))
        for n in range(rng.randrange(1, 9))
    ]
    more = rng.choice([{}, {"either_strand": True}, {"names": False}, {"order": True}])
    return case("sequences_equal", folder, rows, "out.fa", fasta, ("AAAA", "CCCCC"), **more)


@case_of("variants_equal")
def variants(rng: random.Random, folder: Path) -> Case:
    rows = [
        (str(100 * n + rng.randrange(50)), rng.choice(["A\tG", "CT\tC", "G\tGTT", "T\tA,C"]))
        for n in range(1, rng.randrange(3, 12))
    ]
    more = rng.choice([{}, {"genotypes": True}, {"sorted": True}])
    return case("variants_equal", folder, rows, "out.vcf", vcf, ("A\tT", "C\tA"), **more)


@case_of("molecules_equal")
def molecules(rng: random.Random, folder: Path) -> Case:
    rows = [(f"M{n}", text) for n, text in enumerate(rng.sample(ACIDS, rng.randrange(1, 6)))]
    more = rng.choice([{}, {"by": "name"}, {"by": "place"}, {"salts": True}])
    return case("molecules_equal", folder, rows, "out.smi", smiles, ("CCCCI", "NCCS"), **more)


@case_of("molecule_properties")
def properties(rng: random.Random, folder: Path) -> Case:
    rows = [(f"M{n}", text) for n, text in enumerate(rng.sample(ACIDS, rng.randrange(2, 6)))]
    rules = [
        {"name": "substructure", "pattern": "C(=O)[OH]", "at_least": 1},
        {"name": "mass", "at_most": 200},
    ]
    return case(
        "molecule_properties", folder, rows, "out.smi", smiles, ("CCCCI", "NCCS"),
        rules=rules, least=len(rows),
    )  # fmt: skip
