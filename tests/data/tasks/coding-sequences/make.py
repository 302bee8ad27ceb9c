"""Make the coding sequences: Biopython cuts and translates, FASTA and GFF are written as text."""

import random
from pathlib import Path

from Bio.Seq import Seq
from Bio.SeqIO.FastaIO import SimpleFastaParser

from tests.data.tasks.fixed_files import begin, finish, place

CDS, PROTEINS = "cds.fasta", "proteins.fasta"
CONTIG = "pOD31"
# gene: strand, start codon, codons between start and stop, stop
GENES = {
    "repA": ("+", "ATG", 96, "TAA"),
    "bla2": ("-", "ATG", 118, "TGA"),
    "ccdX": ("+", "TTG", 57, "TAG"),
    "tetR": ("-", "GTG", 83, "TAA"),
    "mobC": ("+", "ATG", 68, "TGA"),
}
OVER = "mobC"
BEFORE_ORIGIN = 97
CODONS = "GCG TGC GAT GAA TTC GGC CAT ATC AAA CTG ATG AAC CCG CAG CGT AGC ACC GTG TGG TAT"
RESIDUES = dict(zip("ACDEFGHIKLMNPQRSTVWY", CODONS.split(), strict=True))
ABOUT = {
    "title": "Extract the coding sequences of a plasmid",
    "profession": "Microbiologist",
    "occupation": "19-1022.00",
    "work": "separate",
    "families": ["fasta", "gff3", "sequences", "agreement of two outputs"],
    "alternate_correct": {
        "small_letters": "Small letters, 60 a line, a description behind each name.",
        "one_line_each": "One line a sequence, Windows line ends, no newline at the end.",
    },
    "known_bad": {
        "not_complemented": "Genes on the minus strand are turned round but not complemented.",
        "parts_swapped": "The gene over the origin is joined in the order of the positions.",
        "first_residue_kept": "Start codons GTG and TTG are translated as V and L.",
    },
}
Records = list[tuple[str, str]]


def drawn() -> tuple[str, dict[str, str], dict[str, list[tuple[int, int]]], dict[str, str]]:
    """Return the contig, and coding sequence, parts (1-based, inclusive) and protein by gene."""
    draw = random.Random(4711)
    coding, proteins = {}, {}
    for name, (_, start, count, stop) in GENES.items():
        residues = "".join(draw.choice(list(RESIDUES)) for _ in range(count))
        coding[name] = start + "".join(RESIDUES[one] for one in residues) + stop
        proteins[name] = "M" + residues
    contig = coding[OVER][BEFORE_ORIGIN:]
    parts = {OVER: [(1, len(contig))]}
    for name, (strand, *_) in GENES.items():
        contig += "".join(draw.choice("ACGT") for _ in range(draw.randint(50, 110)))
        if name == OVER:
            parts[name].append((len(contig) + 1, len(contig) + BEFORE_ORIGIN))
            contig += coding[name][:BEFORE_ORIGIN]
            continue
        shown = coding[name] if strand == "+" else complement(coding[name])[::-1]
        parts[name] = [(len(contig) + 1, len(contig) + len(shown))]
        contig += shown
    return contig, coding, parts, proteins


def complement(text: str) -> str:
    return text.translate(str.maketrans("ACGT", "TGCA"))


def annotation(parts: dict[str, list[tuple[int, int]]], length: int) -> str:
    lines = ["##gff-version 3", f"##sequence-region {CONTIG} 1 {length}"]
    rows = [(at, name) for name in GENES for at in parts[name]]
    for (start, end), name in sorted(rows, key=lambda row: row[0]):
        phase = 0
        if name == OVER and start == 1:
            phase = -BEFORE_ORIGIN % 3
        fields = [CONTIG, "prokka", "CDS", start, end, ".", GENES[name][0], phase]
        lines.append("\t".join(map(str, [*fields, f"ID=cds-{name};gene={name}"])))
    return "\n".join([*lines, ""])


def read_parts(path: Path) -> dict[str, tuple[str, list[tuple[int, int]]]]:
    found: dict[str, tuple[str, list[tuple[int, int]]]] = {}
    for line in path.read_text("ascii").splitlines():
        if not line.startswith("#"):
            fields = line.split("\t")
            name = fields[8].split(";")[0].removeprefix("ID=")
            found.setdefault(name, (fields[6], []))[1].append((int(fields[3]), int(fields[4])))
    return found


def extract(source: Path, turned: bool = False, swapped: bool = False) -> Records:
    (_, contig) = next(SimpleFastaParser((source / "plasmid.fasta").open()))
    records = []
    for name, (strand, parts) in read_parts(source / "genes.gff3").items():
        ordered = parts if swapped or len(parts) == 1 else parts[::-1]
        piece = Seq("".join(contig[start - 1 : end] for start, end in ordered))
        if strand == "-":
            piece = piece[::-1] if turned else piece.reverse_complement()
        records.append((name, str(piece)))
    return records


def translated(coding: Records, first: str | None = "M") -> Records:
    made = []
    for name, text in coding:
        protein = str(Seq(text).translate(table=11)).removesuffix("*")
        made.append((name, (first or protein[0]) + protein[1:]))
    return made


def write_fasta(
    path: Path,
    records: Records,
    width: int = 70,
    end: str = "\n",
    note: str = "",
    last: bool = True,
) -> None:
    lines = []
    for name, text in records:
        step = width or len(text)
        lines.append(f">{name}{note and f' {note}'}")
        lines += [text[at : at + step] for at in range(0, len(text), step)]
    path.write_bytes((end.join(lines) + (end if last else "")).encode("ascii"))


def read_fasta(path: Path) -> Records:
    with path.open() as file:
        return [(name.split()[0], text.upper()) for name, text in SimpleFastaParser(file)]


def right(made: Path, coding: dict[str, str], proteins: dict[str, str]) -> bool:
    """Compare with what was drawn in the beginning, before the contig was put together."""
    order = [OVER, *(name for name in GENES if name != OVER)]
    return all(
        read_fasta(made / file) == [(f"cds-{name}", truth[name]) for name in order]
        for file, truth in ((CDS, coding), (PROTEINS, proteins))
    )


def main() -> None:
    folder = begin(__file__)
    source = folder / "input"
    contig, coding, parts, proteins = drawn()
    write_fasta(source / "plasmid.fasta", [(CONTIG, contig)], note="circular, complete")
    (source / "genes.gff3").write_text(annotation(parts, len(contig)), encoding="ascii")

    def store(
        where: str, found: Records, first: str | None = "M", small: bool = False, **style: object
    ) -> None:
        made = place(folder, where)
        for name, records in ((CDS, found), (PROTEINS, translated(found, first))):
            shown = [(one, text.lower() if small else text) for one, text in records]
            write_fasta(made / name, shown, **style)
        assert right(made, coding, proteins) == ("known_bad" not in where), where

    good = extract(source)
    store("reference", good)
    store("alternate_correct/small_letters", good, small=True, width=60, note="pOD31 sequence")
    store("alternate_correct/one_line_each", good, width=0, end="\r\n", last=False)
    store("known_bad/not_complemented", extract(source, turned=True))
    store("known_bad/parts_swapped", extract(source, swapped=True))
    store("known_bad/first_residue_kept", good, None)
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
