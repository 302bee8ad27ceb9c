"""Proposals for sequences, variants and molecules: what they are, whatever the way to write it."""

from pathlib import Path

import pytest

from studio.formats.tasks import TaskDocument, TaskFolder
from studio.grading import grade_output, propose, refusals
from studio.grading.near_misses import variants_of_task
from studio.model.check import Check, Checks
from studio.model.task import Task
from tests.unit.grading.families.grounds import Files, lay
from tests.unit.grading.families.test_molecules import ACID, ALANINE, ASPIRIN, sdf
from tests.unit.grading.families.test_sequences import CALLS, GENES, GENOME

LINES = f"{ALANINE} A1\n{ASPIRIN} A2\n{ACID} A3\n"
GIVEN = {
    "salts.smi": "C[C@H](N)C(=O)O.Cl A1\nCC(=O)Oc1ccccc1C(=O)[O-].[Na+] A2\nO.F/C=C/C(=O)O A3\n"
}


def proposed(folder: Path, prompt: str, reference: Files, given: Files) -> TaskFolder:
    task = TaskFolder(
        folder, TaskDocument(Task(id="t", created="now", work="separate"), prompt, Checks())
    )
    lay(task.reference, reference)
    lay(task.input, given)
    checks = Checks(checks=propose(task, {}).checks)
    return task.with_document(TaskDocument(task.document.task, prompt, checks))


def found(task: TaskFolder) -> dict[str, Check]:
    return {check.kind: check for check in task.document.checks.checks}


def tried(task: TaskFolder, folder: Path) -> set[str]:
    """Return the operators of the variants, each of which must fail or pass as it is meant."""
    assert refusals(task) == () and grade_output(task, task.reference).passed
    seen = set()
    for number, variant in enumerate(variants_of_task(task)):
        output = folder / f"v{number}"
        variant.lay(task.reference, output)
        assert grade_output(task, output).passed is variant.harmless, (variant.id, variant.did)
        seen.add(variant.id.partition(":")[2].partition("-")[0])
    return seen


def test_sequences(tmp_path: Path) -> None:
    prompt = "Save the coding sequence of each gene as `cds.fa`, under its name."
    task = proposed(tmp_path / "t", prompt, {"cds.fa": GENES}, {"genes.tsv": "abcA\nrecQ\n"})
    assert found(task)["sequences_equal"].parameters == {}
    assert found(task)["sequences_equal"].because
    assert tried(task, tmp_path) >= {
        "sequence_reversed", "sequence_letter_changed", "sequence_cut", "sequence_dropped",
        "sequence_names_swapped", "sequence_wrapped", "sequence_small_letters",
        "sequence_reordered",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "parameters"),
    [
        ("Either strand is fine.", {"either_strand": True}),
        ("The strand does not matter.", {"either_strand": True}),
        ("The same letters on either strand count as a duplicate.", {}),
        ("The names are up to you.", {"names": False}),
        ("Keep the full headers.", {"headings": True}),
        ("Sort them by name.", {"order": True}),
        ("Keep the names and the order of the input.", {"order": True}),
        ("Gaps do not matter.", {"gaps": False}),
    ],
)
def test_the_instructions_words_free_or_bind_sequences(
    tmp_path: Path, words: str, parameters: dict[str, bool]
) -> None:
    prompt = f"Save the sequences of the genes as `cds.fa`. {words}"
    task = proposed(tmp_path, prompt, {"cds.fa": GENES}, {"a.txt": "x"})
    assert found(task)["sequences_equal"].parameters == parameters


def test_variants(tmp_path: Path) -> None:
    prompt = "Save the variants of the kid with the genotypes of both as `calls.vcf`."
    described = CALLS.replace("#CHROM", "##source=caller\n#CHROM")
    task = proposed(tmp_path / "t", prompt, {"calls.vcf": described}, {"ref.fa": GENOME})
    assert found(task)["variants_equal"].parameters == {"genotypes": True, "sequence": "ref.fa"}
    assert tried(task, tmp_path) >= {
        "variant_dropped", "variant_invented", "variant_places_from_zero",
        "variant_alleles_swapped", "variant_genotype_wrong", "variants_reordered",
        "variants_plain_head", "variants_doubly_based",
    }  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        "The sensitivity must be at least 70%, the precision at least 0.6.",
        "We want 70% recall and a PPV of 60 %.",
    ],
)
def test_floors_of_a_caller_become_those_of_the_check(tmp_path: Path, words: str) -> None:
    prompt = f"Call the variants of the kid and save them as `calls.vcf`. {words}"
    task = proposed(tmp_path, prompt, {"calls.vcf": CALLS}, {"reads.txt": "x"})
    parameters = found(task)["variants_equal"].parameters
    assert (parameters["min_recall"], parameters["min_precision"]) == (0.7, 0.6)
    output = lay(tmp_path / "o", {"calls.vcf": "".join(CALLS.splitlines(True)[:-1])})
    assert grade_output(task, output).passed


@pytest.mark.parametrize(
    ("words", "name"),
    [("Split multi-allelic sites.", "parted"), ("Left-align the indels.", "normalised")],
)
def test_the_way_to_write_variants_counts_where_it_is_asked_for(
    tmp_path: Path, words: str, name: str
) -> None:
    prompt = f"Save the variants as `calls.vcf`. {words}"
    split = CALLS.replace("A,C", "A").replace("1/2", "1/0")
    task = proposed(tmp_path, prompt, {"calls.vcf": split}, {"ref.fa": GENOME})
    assert found(task)["variants_equal"].parameters[name] is True


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("Save the variants as `calls.vcf`, sorted.", True),
        ("Save the variants as `calls.vcf`. Sort them by position.", True),
        ("Save the variants as `calls.vcf`, in genomic order.", True),
        ("Save the variants as `calls.vcf` sorted by chromosome and position.", True),
        ("Save the variants as `calls.vcf`.", False),
        ("Save the variants as `calls.vcf`. Any order is fine, sorted or not.", False),
        ("Save the variants as `calls.vcf` and a sorted list as `list.txt`.", True),
        ("Save the variants as `calls.vcf` and `list.txt`, sorted.", False),
        ("Save the variants as `calls.vcf`, sorted by quality.", False),
    ],
)
def test_variants_are_sorted_where_it_is_asked(tmp_path: Path, words: str, asked: bool) -> None:
    heads = [line for line in CALLS.splitlines() if line.startswith("#")]
    rows = [line.split("\t") for line in CALLS.splitlines() if not line.startswith("#")]
    rows.sort(key=lambda row: (row[0], int(row[1])))

    def calls(rows: list[list[str]]) -> Files:
        return {"calls.vcf": "\n".join([*heads, *("\t".join(row) for row in rows), ""])}

    task = proposed(tmp_path / "t", words, calls(rows), {"ref.fa": GENOME})
    assert found(task)["variants_equal"].parameters.get("sorted", False) is asked
    assert grade_output(task, task.reference).passed
    turned = grade_output(task, lay(tmp_path / "o", calls(rows[::-1])))
    assert turned.passed is not asked and turned.score > 0
    seen = tried(task, tmp_path)
    assert ("variants_unsorted" in seen, "variants_reordered" in seen) == (asked, not asked)


def test_molecules_by_name(tmp_path: Path) -> None:
    prompt = "Strip the salts and save the parents as `out.smi`, each with its code."
    task = proposed(tmp_path / "t", prompt, {"out.smi": LINES}, GIVEN)
    assert found(task)["molecules_equal"].parameters == {"by": "name"}
    assert tried(task, tmp_path) >= {
        "molecule_stereo_lost", "molecule_mirrored", "molecule_atom_changed", "molecule_dropped",
        "molecule_salted", "molecule_names_swapped", "molecule_no_smiles", "molecule_respelled",
        "molecule_kekulised", "molecule_reordered",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Any tautomer will do.", "tautomers"),
        ("Counter-ions do not matter.", "salts"),
        ("The protonation state is free.", "charges"),
    ],
)
def test_what_makes_no_difference_is_as_the_instruction_says(
    tmp_path: Path, words: str, name: str
) -> None:
    task = proposed(tmp_path, f"Save the parents as `out.smi`. {words}", {"out.smi": LINES}, GIVEN)
    assert found(task)["molecules_equal"].parameters == {"by": "name", name: True}


def test_open_designs_are_held_to_their_rules(tmp_path: Path) -> None:
    prompt = (
        "Design three compounds for our library and save them as `out.smi`. Each must have a "
        "molecular weight below 200 and contain a carboxylic acid, without any nitro group."
    )
    task = proposed(tmp_path / "t", prompt, {"out.smi": LINES}, {"a.txt": "x"})
    assert set(found(task)) == {"molecule_properties"}
    assert found(task)["molecule_properties"].parameters["least"] == 3
    tried(task, tmp_path)
    others = "OC(=O)c1ccccc1\nOC(=O)CCCC\nOC(=O)C#N\n"
    assert grade_output(task, lay(tmp_path / "a", {"out.smi": others})).passed
    heavy = others.replace("C#N", "C(I)I")
    assert not grade_output(task, lay(tmp_path / "b", {"out.smi": heavy})).passed


def test_fields_of_blocks_are_checked_by_what_they_follow_from(tmp_path: Path) -> None:
    blocks = sdf([("A1", ALANINE)], MW="89.09", IC50="12.5")
    prompt = "Save the hits as `hits.sdf` with the fields `MW` and `IC50`."
    task = proposed(tmp_path / "t", prompt, {"hits.sdf": blocks}, {"a.csv": "id,x\nA1,1\nA2,2\n"})
    checks = found(task)
    assert checks["molecules_equal"].parameters == {"by": "name", "fields": ["IC50"]}
    (rule,) = checks["molecule_properties"].parameters["rules"]
    assert (rule["name"], rule["stated"]) == ("mass", "MW")
    assert "molecule_other_drawing" in tried(task, tmp_path)


def test_smiles_in_a_table_are_compared_as_molecules(tmp_path: Path) -> None:
    table = f"code,smiles,atoms\nK1,{ALANINE},6\nK2,{ASPIRIN},13\nK3,{ACID},6\n"
    prompt = "Save `out.csv` with `code`, `smiles` and `atoms`, the number of heavy atoms."
    given = {"codes.csv": "code,name\nK1,alanine\nK2,aspirin\nK3,acid\n"}
    task = proposed(tmp_path, prompt, {"out.csv": table}, given)
    checks = found(task)
    assert checks["molecules_equal"].parameters["column"] == "smiles"
    assert checks["table_equals"].parameters["columns"] == ["atoms"]
    other = (
        "atoms,smiles,code\n13,OC(=O)c1ccccc1OC(C)=O,K2\n6,N[C@@H](C)C(O)=O,K1\n6,OC(=O)/C=C/F,K3\n"
    )
    assert grade_output(task, lay(tmp_path / "o", {"out.csv": other})).passed
    wrong = other.replace("@@", "@")
    assert not grade_output(task, lay(tmp_path / "w", {"out.csv": wrong})).passed
