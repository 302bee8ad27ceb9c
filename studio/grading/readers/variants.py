"""Reading variants in VCF, each allele for itself and written in the one normal way.

Sources: The Variant Call Format specification 4.3 (hts-specs); Tan, Abecasis and Kang, "Unified
representation of genetic variants", Bioinformatics 31(13), 2015 (trimming and left alignment).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from pathlib import Path

from studio.grading.readers.archives import Unreadable
from studio.grading.readers.sequences import read_fasta, text_of
from studio.grading.readers.values import legible

VCF = (".vcf",)
MAX_VARIANTS = 200_000
_MOST_STEPS = 5_000
_FIXED = ["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO"]
_BASES = re.compile("[ACGTN]+")
_LONGEST = 10_000
_MOST_ALLELES = 100


@dataclass(frozen=True, order=True)
class Allele:
    """A change of the reference sequence: where (from 1), what stands there, what stands instead.

    Without both it is a symbol such as `<DEL>`, which is kept as it is written.
    """

    chromosome: str
    place: int
    before: str
    after: str

    def __str__(self) -> str:
        """Return it as people write it: `chr1:1234 A>G`."""
        return f"{self.chromosome}:{self.place} {self.before[:20]}>{self.after[:20]}"


@dataclass(frozen=True)
class Call:
    """An allele as a file calls it: the genotype of each sample, its filter, and its fields.

    `alone` tells whether no other allele shares its line, `normal` whether it is written trimmed
    and as far to the left as it goes.
    """

    allele: Allele
    genotypes: Mapping[str, str] = field(default_factory=dict)
    passed: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    alone: bool = True
    normal: bool = True


@dataclass(frozen=True)
class Calls:
    """The calls of a file, the names of its samples, and chromosome and place of each line."""

    calls: tuple[Call, ...]
    samples: tuple[str, ...]
    lines: tuple[tuple[str, int], ...] = ()

    @property
    def is_sorted(self) -> bool:
        """Whether each chromosome is one block, its places ascending; their order is free."""
        blocks = [chromosome for chromosome, _ in groupby(self.lines, key=lambda line: line[0])]
        rising = all(a[0] != b[0] or a[1] <= b[1] for a, b in pairwise(self.lines))
        return rising and len(set(blocks)) == len(blocks)


def read_variants(
    folder: Path, path: str, genome: Mapping[str, str] | None = None, phased: bool = False
) -> Calls:
    """Return the calls of a VCF file, one for each allele.

    Args:
        folder: where it lies.
        path: its path.
        genome: the reference sequence by chromosome, to align to the left where it is known.
        phased: whether the order of the alleles of a genotype is kept.

    Raises:
        Unreadable: if there is none, or it is no VCF.
    """
    lines = [line for line in text_of(folder, path).split("\n") if line]
    heads = [line for line in lines if line.startswith("#CHROM")]
    if not heads:
        raise Unreadable("is not VCF: it has no line of headings (#CHROM)")
    header = heads[0].split("\t")
    if header[: len(_FIXED)] != _FIXED:
        raise Unreadable("is not VCF: its headings are not separated by tabs, or lack one")
    samples = tuple(header[9:])
    rows = [line for line in lines if not line.startswith("#")]
    if len(rows) > MAX_VARIANTS:
        raise Unreadable(f"holds more than {MAX_VARIANTS:,} variants")
    parted = [row.split("\t") for row in rows]
    calls = [
        call
        for number, parts in enumerate(parted, 1)
        for call in _calls(parts, samples, number, genome or {}, phased)
    ]
    return Calls(tuple(calls), samples, tuple((parts[0], int(parts[1])) for parts in parted))


def _calls(
    parts: list[str], samples: tuple[str, ...], number: int, genome: Mapping[str, str], phased: bool
) -> list[Call]:
    if len(parts) < len(_FIXED) or not parts[1].isascii() or not parts[1].isdigit():
        raise Unreadable(f"has no place and alleles in variant {number}")
    before = parts[3].upper()
    if not _BASES.fullmatch(before) or len(before) > _LONGEST or len(parts[1]) > 10:
        raise Unreadable(f"has a reference allele that is no bases in variant {number}")
    if parts[4].count(",") >= _MOST_ALLELES:
        raise Unreadable(f"has more than {_MOST_ALLELES} alleles in variant {number}")
    found = []
    alternatives = parts[4].split(",")
    fields = _fields(parts[7])
    for index, after in enumerate(alternatives, 1):
        if after in (".", ""):
            continue
        raw = Allele(parts[0], int(parts[1]), before, after)
        allele = normal(raw, genome)
        genotypes = _genotypes(parts, samples, index, phased)
        own = {name: _own(value, index, len(alternatives)) for name, value in fields.items()}
        alone, as_is = len(alternatives) == 1, allele.place == raw.place
        as_is = as_is and len(allele.before) == len(before)
        found.append(Call(allele, genotypes, parts[6], own, alone, as_is))
    return found


def normal(allele: Allele, genome: Mapping[str, str]) -> Allele:
    """Return an allele without the bases that both sides share, as far to the left as it goes.

    Without the sequence of its chromosome it is only trimmed.
    """
    before, after, place = allele.before, allele.after.upper(), allele.place
    if not _BASES.fullmatch(after) or len(after) > _LONGEST or before == after:
        return Allele(allele.chromosome, place, before, allele.after)
    sequence = genome.get(allele.chromosome, "")
    for _ in range(_MOST_STEPS):
        if before and after and before[-1] == after[-1] and (len(before) > 1 < len(after)):
            before, after = before[:-1], after[:-1]
        elif before[-1] == after[-1] and 1 < place <= len(sequence) + 1:
            sign = sequence[place - 2]
            before, after, place = sign + before[:-1], sign + after[:-1], place - 1
        else:
            break
    while len(before) > 1 < len(after) and before[0] == after[0]:
        before, after, place = before[1:], after[1:], place + 1
    return Allele(allele.chromosome, place, before, after)


def _genotypes(
    parts: list[str], samples: tuple[str, ...], index: int, phased: bool
) -> dict[str, str]:
    """Return for each sample which of its alleles are this one: 0, 1, another (x) or unknown."""
    if len(parts) < 10 or parts[8].split(":")[0] != "GT":
        return {}
    found = {}
    for sample, text in zip(samples, parts[9:], strict=False):
        called = text.split(":")[0]
        alleles = re.split(r"[/|]", called[:200])
        known = {"0": "0", str(index): "1", ".": "."}
        signs = [known.get(allele, "x") for allele in alleles]
        found[sample] = ("|" if "|" in called else "/").join(signs)
        if not phased:
            found[sample] = "/".join(sorted(signs))
    return found


def _fields(text: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in text.split(";") if part not in ("", "."))
    return {name: value for name, _, value in pairs}


def _own(value: str, index: int, alternatives: int) -> str:
    """Return the part of a value that is about one allele, if it has a part for each."""
    parts = value.split(",")
    return parts[index - 1] if len(parts) == alternatives else value


def genome_of(folder: Path, path: str) -> dict[str, str]:
    """Return the sequences of a reference genome by name.

    Raises:
        Unreadable: if it cannot be read.
    """
    return {record.name: record.letters.upper() for record in read_fasta(folder, path)}


def told(alleles: list[Allele]) -> str:
    """Return the first alleles of some for a sentence."""
    shown = ", ".join(legible(str(allele)) for allele in alleles[:3])
    return f"{shown} and {len(alleles) - 3} more" if len(alleles) > 3 else shown
