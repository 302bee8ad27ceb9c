"""Make the trio's variants: VCF, BED and csv are plain text, written by Python."""

import csv
from pathlib import Path

from tests.data.tasks.fixed_files import begin, finish, place, read_rows, write_rows

VARIANTS, NOVEL = "candidates.vcf", "de-novo.csv"
PEOPLE = ("mother", "father", "child")
PANEL = [("chr1", 10000, 10500), ("chr1", 20000, 20400), ("chr7", 5000, 5600), ("chrX", 800, 1200)]
# chrom, pos, ref, alt, quality, filter, genotypes and depths of mother, father, child
CALLS = """\
chr1 9990 A G 90 PASS 0/1 0/0 0/1 31 28 30
chr1 10000 C T 77 PASS 0/0 0/1 0/1 27 26 30
chr1 10001 G A 55 PASS 0/1 0/0 0/1 22 35 29
chr1 10044 T TA 61 PASS 0/0 0/0 0/1 30 27 25
chr1 10120 C G,T 120 PASS 0/1 0/0 1/2 41 33 40
chr1 10300 A C 30 PASS 1/1 0/1 0/1 18 21 12
chr1 10377 G T 29.9 PASS 0/1 0/0 0/1 25 24 23
chr1 10410 CTT C 88 PASS 0/1 0/1 1/1 36 31 33
chr1 10455 T C 95 LowQual 0/0 0/1 0/1 29 28 27
chr1 10500 A T 64 PASS 0/1 0/0 0/1 30 22 26
chr1 10501 G C 70 PASS 0/0 0/1 0/1 24 25 28
chr1 20150 G A 71 PASS ./. 0/0 0/1 3 27 28
chr1 20210 T G 50 PASS 0/0 0/0 0/1 22 26 11
chr1 20333 A G,AC 99 PASS 0/2 0/1 0/2 32 30 35
chr1 20390 C A 47 . 0/1 0/0 0/1 28 29 21
chr7 5005 T A,C,G 110 PASS 0/1 0/2 1/3 38 34 31
chr7 5100 AG A 66 PASS 0/0 0/1 0/1 26 23 24
chr7 5322 C T 140 PASS 0/0 0/0 0/1 40 37 39
chr7 5599 G T 38 PASS 0/1 0/1 0/1 21 20 17
chr7 5601 A G 92 PASS 0/0 0/0 0/1 31 33 30
chrX 800 T G 60 PASS 0/1 0/0 0/1 27 15 29
chrX 801 G A 58 PASS 0/1 0/0 0/1 25 14 26
chrX 1000 T C 82 PASS 0/0 ./. 0/1 24 2 22
chrX 1177 A G 45 PASS 0/0 0/0 0/1 26 13 15
chrX 1200 C T 52 PASS 0/1 0/0 0/1 23 12 20
"""
HEAD = [
    "##fileformat=VCFv4.2",
    "##contig=<ID=chr1,length=248956422>",
    "##contig=<ID=chr7,length=159345973>",
    "##contig=<ID=chrX,length=156040895>",
    '##FILTER=<ID=LowQual,Description="Low quality">',
    '##INFO=<ID=DP,Number=1,Type=Integer,Description="Depth of all samples">',
    '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">',
    '##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth of the sample">',
    '##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="Quality of the genotype">',
]
COLUMNS = ["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT", *PEOPLE]
ABOUT = {
    "title": "Filter the variants of a family",
    "profession": "Bioinformatician",
    "occupation": "19-1029.01",
    "work": "separate",
    "families": ["vcf", "csv", "bed", "variants", "agreement of two outputs"],
    "alternate_correct": {
        "lean_records": "Only GT and DP, no INFO, genotypes with the lower allele first, a shorter "
        "header; the csv in the opposite order.",
        "another_tool": "Lines of the tool in the header, qualities with decimals, an INFO of its "
        "own, the csv quoted with Windows line ends.",
    },
    "known_bad": {
        "bed_from_one": "The BED is read as counting from 1 with both ends in.",
        "missing_is_reference": "A missing genotype of a parent counts as not carrying the allele.",
        "not_recoded": "Records are split but the genotypes still count the old alleles.",
    },
}


def write_calls(path: Path) -> None:
    lines = [*HEAD, "\t".join(COLUMNS)]
    for at, call in enumerate(CALLS.splitlines()):
        chrom, pos, ref, alt, quality, passed, *samples = call.split()
        depths = samples[3:]
        fields = [chrom, pos, ".", ref, alt, quality, passed, f"DP={sum(map(int, depths))}"]
        cells = [
            f"{genotype}:{depth}:{99 - 7 * ((at + 3 * who) % 6)}"
            for who, (genotype, depth) in enumerate(zip(samples[:3], depths, strict=True))
        ]
        lines.append("\t".join([*fields, "GT:DP:GQ", *cells]))
    path.write_text("\n".join([*lines, ""]), encoding="ascii")


def read_calls(path: Path) -> list[dict[str, str]]:
    lines = path.read_text("ascii").splitlines()
    rows = [line.lstrip("#").split("\t") for line in lines if not line.startswith("##")]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def of(row: dict[str, str], who: str, what: str) -> str:
    return row[who].split(":")[row["FORMAT"].split(":").index(what)]


def recoded(genotype: str, allele: str) -> str:
    if genotype == "./.":
        return genotype
    return "/".join("1" if one == allele else "0" for one in genotype.split("/"))


def candidates(source: Path, first: int = 0, recode: bool = True) -> list[dict[str, str]]:
    """Return one row for each allele; `first` is what the BED counts from."""
    panel = [line.split("\t") for line in (source / "panel.bed").read_text("ascii").splitlines()]
    made = []
    for row in read_calls(source / "trio.vcf"):
        inside = any(
            row["CHROM"] == chrom and int(start) + 1 - first <= int(row["POS"]) <= int(end)
            for chrom, start, end in panel
        )
        deep = int(of(row, "child", "DP")) >= 12
        if row["FILTER"] != "PASS" or float(row["QUAL"]) < 30 or not (inside and deep):
            continue
        for allele, alt in enumerate(row["ALT"].split(","), 1):
            if str(allele) not in of(row, "child", "GT").split("/"):
                continue
            fresh = {**row, "ALT": alt}
            for who in PEOPLE:
                genotype, rest = row[who].split(":", 1)
                kept = recoded(genotype, str(allele)) if recode else genotype
                fresh[who] = f"{kept}:{rest}"
            made.append(fresh)
    return made


def novel(rows: list[dict[str, str]], missing: bool = False) -> list[list[str]]:
    without = ("0/0", "./.") if missing else ("0/0",)
    return [
        [row["CHROM"], row["POS"], row["REF"], row["ALT"], of(row, "child", "DP")]
        for row in rows
        if all(of(row, who, "GT") in without for who in PEOPLE[:2])
    ]


def lean(row: dict[str, str]) -> dict[str, str]:
    made = {**row, "INFO": ".", "FORMAT": "GT:DP"}
    for who in PEOPLE:
        genotype = "/".join(sorted(of(row, who, "GT").split("/")))
        made[who] = f"{genotype}:{of(row, who, 'DP')}"
    return made


def other_tool(row: dict[str, str]) -> dict[str, str]:
    return {**row, "QUAL": f"{float(row['QUAL']):.2f}", "INFO": row["INFO"] + ";PANEL"}


def write_variants(path: Path, rows: list[dict[str, str]], head: list[str]) -> None:
    names = [name.lstrip("#") for name in COLUMNS]
    lines = [*head, "\t".join(COLUMNS), *("\t".join(row[name] for name in names) for row in rows)]
    path.write_text("\n".join([*lines, ""]), encoding="ascii")


def right(made: Path) -> bool:
    """Compare with what follows from the list at the top, worked out in another way."""
    wanted, fresh = [], []
    for call in CALLS.splitlines():
        chrom, pos, ref, alts, quality, passed, *samples = call.split()
        place_at = {(name, at) for name, start, end in PANEL for at in range(start + 1, end + 1)}
        good = passed == "PASS" and float(quality) >= 30 and int(samples[5]) >= 12
        if not good or (chrom, int(pos)) not in place_at:
            continue
        assert samples[2] not in ("0/0", "./.")
        for allele, alt in enumerate(alts.split(","), 1):
            counts = [
                None if one == "./." else one.split("/").count(str(allele)) for one in samples[:3]
            ]
            if counts[2]:
                wanted.append((chrom, pos, ref, alt, counts, samples[3:]))
            if counts[2] and counts[:2] == [0, 0]:
                fresh.append((chrom, pos, ref, alt, samples[5]))
    found = []
    for row in read_calls(made / VARIANTS):
        genotypes = [of(row, who, "GT") for who in PEOPLE]
        if any(set(one) - set("01./") for one in genotypes):
            return False
        counts = [None if "." in one else one.count("1") for one in genotypes]
        depths = [of(row, who, "DP") for who in PEOPLE]
        found.append((*(row[name] for name in ("CHROM", "POS", "REF", "ALT")), counts, depths))
    rows = [tuple(row.values()) for row in read_rows(made / NOVEL)]
    return found == wanted and sorted(rows) == sorted(fresh)


def main() -> None:
    folder = begin(__file__)
    source = folder / "input"
    write_calls(source / "trio.vcf")
    write_rows(source / "panel.bed", PANEL, "\t")

    def store(
        where: str,
        rows: list[dict[str, str]],
        fresh: list[list[str]],
        head: list[str] = HEAD,
        end: str = "\n",
        quoting: int = csv.QUOTE_MINIMAL,
    ) -> None:
        made = place(folder, where)
        write_variants(made / VARIANTS, rows, head)
        lines = [["chrom", "pos", "ref", "alt", "child_depth"], *fresh]
        write_rows(made / NOVEL, lines, end=end, quoting=quoting)
        assert right(made) == ("known_bad" not in where), where

    rows = candidates(source)
    store("reference", rows, novel(rows))
    short = [HEAD[0], *HEAD[6:8]]
    where = "alternate_correct/lean_records"
    store(where, [lean(row) for row in rows], novel(rows)[::-1], short)
    tool = [*HEAD, '##INFO=<ID=PANEL,Number=0,Type=Flag,Description="In the panel">']
    tool.append("##filterCommand=filter -p panel.bed trio.vcf")
    where = "alternate_correct/another_tool"
    others = [other_tool(row) for row in rows]
    store(where, others, novel(rows), tool, "\r\n", csv.QUOTE_ALL)
    wide = candidates(source, first=1)
    store("known_bad/bed_from_one", wide, novel(wide))
    store("known_bad/missing_is_reference", rows, novel(rows, missing=True))
    store("known_bad/not_recoded", candidates(source, recode=False), novel(rows))
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
