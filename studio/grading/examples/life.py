"""Examples of the checks of the life sciences."""

from studio.grading.examples.example import Example

FAMILIES = {
    "sequences": "Sequences (FASTA) by name, on the strand that is asked for, and variants (VCF), "
    "trimmed and aligned to the left, so that each way to write one is the same.",
    "molecules": "Molecules as SMILES, in a column of a table, or as MOL blocks (mol, sdf): which "
    "they are, whatever their spelling, and what holds of them.",
}

EXAMPLES = {
    "sequences_equal": Example("proteins.faa", {"order": True}),
    "variants_equal": Example("calls.vcf", {"genotypes": True, "sequence": "genome.fa"}),
    "molecules_equal": Example("products.smi", {"by": "name"}),
    "molecule_properties": Example(
        "designs.smi",
        {
            "least": 5,
            "rules": [
                {"name": "mass", "at_most": 350},
                {"name": "substructure", "pattern": "C(=O)[OH]", "at_least": 1},
            ],
        },
    ),
}
