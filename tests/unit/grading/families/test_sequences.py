"""Checks of sequences and variants: what is free in their writing, and what is wrong."""

import gzip
from pathlib import Path
from typing import Any

import pytest

from studio.grading.readers.variants import Calls
from tests.unit.grading.families.grounds import Desk

GENES = ">abcA first\nATGGCGTTT\nAAATAA\n>recQ\nATGCCCGGGTAG\n"
HEAD = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tkid\tdad\n"
GENOME = ">chr1\nTTTTGCACACACATTTTGGGCCC\n"


def rows(*lines: str) -> str:
    """Return a VCF of lines such as `5 GCA G 0/1 0/0`; the rest is filled in."""
    found = "##fileformat=VCFv4.3\n" + HEAD
    for line in lines:
        place, before, after, kid, dad, *more = line.split()
        fields, passed = more or ("AF=0.5", "PASS")
        found += (
            f"chr1\t{place}\t.\t{before}\t{after}\t9\t{passed}\t{fields}\tGT:DP\t{kid}:9\t{dad}\n"
        )
    return found


@pytest.fixture
def genes(tmp_path: Path) -> Desk:
    return Desk(tmp_path, {"cds.fa": GENES})


def test_case_wrapping_order_and_headings_are_free(genes: Desk) -> None:
    check = genes.check("sequences_equal", "cds.fa")
    genes.is_sound(check)
    other = ">recQ a gene\r\natgcccgggtag*\r\n\r\n>abcA\r\nATGGCGTTTAAATAA\r\n"
    assert genes.score(check, {"cds.fa": other}) == 1
    assert genes.score(check, {"cds.fa": gzip.compress(other.encode())}) == 1
    strict = genes.check("sequences_equal", "cds.fa", headings=True)
    assert genes.score(strict, {"cds.fa": other}) == 0
    ordered = genes.check("sequences_equal", "cds.fa", order=True)
    assert "another order" in genes.judged(ordered, {"cds.fa": other}).public
    assert genes.score(ordered, {"cds.fa": GENES}) == 1


def test_what_is_wrong_with_a_sequence_is_told(genes: Desk) -> None:
    check = genes.check("sequences_equal", "cds.fa")

    def told(text: str) -> tuple[float | None, str]:
        result = genes.judged(check, {"cds.fa": text})
        assert "GGG" not in result.public and "recQ" not in result.public
        return result.score, result.sentence

    assert told(GENES.replace("ATGCCC", "ATGCTC"))[0] == 0.5
    assert "first at 5, 12 letters" in told(GENES.replace("ATGCCC", "ATGCTC"))[1]
    assert "the reverse complement" in told(GENES.replace("ATGCCCGGGTAG", "CTACCCGGGCAT"))[1]
    assert told(GENES.partition(">recQ")[0]) == (
        0.5,
        "Of the sequences of cds.fa 1 missing (recQ).",
    )
    assert told(GENES + ">more\nACGT\n")[0] == pytest.approx(2 / 3)
    assert "more than once" in told(GENES + ">recQ\nACGT\n")[1]


def test_strand_and_names_are_free_where_that_is_said(genes: Desk) -> None:
    turned = {"cds.fa": ">x\nCTACCCGGGCAT\n>y\nATGGCGTTTAAATAA\n"}
    free = genes.check("sequences_equal", "cds.fa", names=False, either_strand=True)
    genes.is_sound(free)
    assert genes.score(free, turned) == 1
    assert genes.score(genes.check("sequences_equal", "cds.fa", names=False), turned) < 1
    assert genes.score(genes.check("sequences_equal", "cds.fa", either_strand=True), turned) == 0


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "does not begin with a heading"),
        ("ATGC", "does not begin with a heading"),
        (">a\n>b\nATG\n", "has no sequence below the heading a"),
        (">a\nATG12\n", "signs that are no letters in the sequence a"),
        (">a\n\0", "is not a text"),
    ],
)
def test_what_is_no_fasta_is_told(genes: Desk, text: str, told: str) -> None:
    check = genes.check("sequences_equal", "cds.fa")
    result = genes.judged(check, {"cds.fa": text})
    assert result.score == 0 and told in result.public


CALLS = rows("5 GCA G 0/1 0/0", "14 T A,C 1/2 0/1", "18 G GTT 1/1 0/1 AF=0.1 LowQual")


@pytest.fixture
def calls(tmp_path: Path) -> Desk:
    return Desk(tmp_path, {"calls.vcf": CALLS}, {"ref.fa": GENOME})


@pytest.mark.parametrize(
    ("lines", "right"),
    [
        ([("c2", 9), ("c1", 3), ("c1", 3), ("c1", 7)], True),
        ([("c1", 3), ("c1", 7), ("c2", 1)], True),
        ([("c1", 7), ("c1", 3)], False),
        ([("c1", 3), ("c2", 1), ("c1", 7)], False),
        ([], True),
    ],
)
def test_chromosomes_stand_in_blocks_and_places_ascend(
    lines: list[tuple[str, int]], right: bool
) -> None:
    assert Calls((), (), tuple(lines)).is_sorted is right


def every(desk: Desk, **more: Any) -> Any:
    return desk.check("variants_equal", "calls.vcf", genotypes=True, sequence="ref.fa", **more)


@pytest.mark.parametrize(
    "other",
    [
        rows("18 G GTT 1/1 0/1", "5 GCA G 0/1 0/0", "14 T C 0/2 0/0", "14 T A 1/0 0/1").replace(
            "0/2", "./1"
        ),
        rows("10 CAC C 1|0 0|0", "14 T A,C 2/1 1/0", "18 GG GTTG 1/1 1/0"),
        rows("4 TGCA TG 0/1 0/0", "13 AT AA,AC 1/2 0/1", "17 TG TGTT 1|1 1|0"),
    ],
)
def test_each_way_to_write_a_variant_is_the_same(calls: Desk, other: str) -> None:
    alleles = calls.check("variants_equal", "calls.vcf", sequence="ref.fa")
    calls.is_sound(alleles)
    assert calls.score(alleles, {"calls.vcf": other}) == 1
    calls.is_sound(every(calls))
    if "./1" not in other:
        assert calls.score(every(calls), {"calls.vcf": other}) == 1


def test_without_the_sequence_alleles_are_only_trimmed(calls: Desk) -> None:
    bare = calls.check("variants_equal", "calls.vcf")
    right_aligned = {"calls.vcf": CALLS.replace("\t5\t.\tGCA\tG\t", "\t10\t.\tCAC\tC\t")}
    assert calls.score(bare, right_aligned) < 1
    assert calls.score(every(calls), right_aligned) == 1


def test_wrong_variants_are_counted(calls: Desk) -> None:
    check = every(calls)

    def told(text: str) -> tuple[float | None, str]:
        result = calls.judged(check, {"calls.vcf": text})
        assert "GCA" not in result.public
        return result.score, result.public

    assert told(CALLS.replace("\t5\t", "\t6\t"))[0] == pytest.approx(3 / 5)
    assert told(CALLS.replace("0/1:9\t0/0", "1/1:9\t0/0")) == (
        0.75,
        "Of the variants of calls.vcf 1 called otherwise.",
    )
    assert told("".join(CALLS.splitlines(True)[:-1]))[0] == 0.75
    assert told(CALLS + CALLS.splitlines(True)[-1])[0] == 0.8
    assert told(CALLS.replace("kid\tdad", "dad\tkid"))[0] == 0
    assert told(CALLS.replace("T\tA,C", "A\tT,C"))[0] == pytest.approx(2 / 6)


def test_filters_fields_phase_and_floors(calls: Desk) -> None:
    filters = calls.check("variants_equal", "calls.vcf", filters=True, fields=["AF"])
    calls.is_sound(filters)
    assert calls.score(filters, {"calls.vcf": CALLS.replace("LowQual", "PASS")}) == 0.75
    assert calls.score(filters, {"calls.vcf": CALLS.replace("LowQual", "q20;LowQual")}) == 1
    assert calls.score(filters, {"calls.vcf": CALLS.replace("AF=0.1", "AF=0.10")}) == 1
    assert calls.score(filters, {"calls.vcf": CALLS.replace("AF=0.1", "AF=0.3")}) == 0.75
    parted = rows("5 GCA G 0/1 0/0", "14 T A 1/x 0/1 AF=0.2 PASS", "14 T C 1/x 0/0 AF=0.3 PASS")
    both = rows("5 GCA G 0/1 0/0", "14 T A,C 1/2 0/1 AF=0.2,0.3 PASS")
    desk = Desk(calls.folder / "parted", {"calls.vcf": parted})
    fields = desk.check("variants_equal", "calls.vcf", fields=["AF"])
    assert desk.score(fields, {"calls.vcf": both}) == 1
    apart = desk.check("variants_equal", "calls.vcf", parted=True)
    assert desk.score(apart, {"calls.vcf": both}) < 1 and "line" in desk.sentence(apart)
    assert "not on a line of its own" in calls.fault(every(calls, parted=True))
    desk.is_sound(apart)
    tidy = desk.check("variants_equal", "calls.vcf", normalised=True)
    desk.is_sound(tidy)
    assert desk.score(tidy, {"calls.vcf": parted.replace("14\t.\tT\tA", "13\t.\tAT\tAA")}) < 1
    phased = calls.check("variants_equal", "calls.vcf", genotypes=True, phased=True)
    assert calls.score(phased, {"calls.vcf": CALLS.replace("1/2", "2|1")}) == 0.5
    loose = calls.check("variants_equal", "calls.vcf", min_recall=0.7, min_precision=0.7)
    assert calls.score(loose, {"calls.vcf": "".join(CALLS.splitlines(True)[:-1])}) == 1
    assert calls.score(loose, {"calls.vcf": "".join(CALLS.splitlines(True)[:-2])}) == 0.25


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("chr1\t5\t.\tA\tG\n", "no line of headings"),
        (HEAD.replace("\t", " "), "not separated by tabs"),
        (CALLS.replace("\t5\t", "\tfive\t"), "no place and alleles in variant 1"),
        (CALLS.replace("GCA\tG", "G-A\tG"), "reference allele that is no bases"),
    ],
)
def test_what_is_no_vcf_is_told(calls: Desk, text: str, told: str) -> None:
    result = calls.judged(every(calls), {"calls.vcf": text})
    assert result.score == 0 and told in result.public


def test_symbols_are_compared_as_they_stand(tmp_path: Path) -> None:
    text = rows("5 G <DEL> 0/1 0/0", "9 A A[chr2:7[ 0/1 0/0")
    desk = Desk(tmp_path, {"sv.vcf": text})
    check = desk.check("variants_equal", "sv.vcf", genotypes=True)
    desk.is_sound(check)
    assert desk.score(check, {"sv.vcf": text.replace("<DEL>", "<DUP>")}) == pytest.approx(1 / 3)


def test_what_a_check_cannot_mean_is_refused(genes: Desk, calls: Desk) -> None:
    assert "no field DP" in calls.fault(every(calls, fields=["DP"])).replace("has the", "no")
    gone = calls.check("variants_equal", "calls.vcf", sequence="gone.fa")
    assert "gone.fa is missing" in calls.fault(gone)
    twice = Desk(genes.folder / "twice", {"cds.fa": GENES + ">recQ\nACG\n"})
    assert "name twice" in twice.fault(twice.check("sequences_equal", "cds.fa"))
    assert "5 variants" not in calls.sentence(every(calls))
    assert "the 4 variants of the reference with genotypes" in calls.sentence(every(calls))
