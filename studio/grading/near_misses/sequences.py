"""Near misses and harmless variants of sequences (FASTA) and variants (VCF)."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from studio.grading.near_misses.operators import Made, Scene, spoils, varies
from studio.grading.readers.sequences import FASTA, Record, read_fasta, reverse_complement
from studio.grading.readers.variants import VCF

_NEXT = {"A": "C", "C": "G", "G": "T", "T": "A", "U": "A", "L": "V", "K": "R", "E": "D"}


def _records(scene: Scene) -> list[Record]:
    return list(read_fasta(scene.place.parent, scene.place.name))


def _written(records: Sequence[Record], width: int = 60) -> bytes:
    lines = []
    for record in records:
        lines.append(f">{record.name} {record.about}".rstrip())
        letters = record.letters
        lines += [letters[n : n + width] for n in range(0, len(letters), width)]
    return ("\n".join(lines) + "\n").encode()


def _changed(records: Sequence[Record], number: int, letters: str) -> bytes:
    found = list(records)
    found[number] = replace(found[number], letters=letters)
    return _written(found)


@spoils("sequence_reversed", "sequences", "The other strand", FASTA)
def _reversed(scene: Scene, rng: random.Random) -> Iterator[Made]:
    records = _records(scene)
    if any(check.parameters.get("either_strand") for check in scene.checks):
        return
    for number, record in enumerate(records):
        other = reverse_complement(record.letters)
        if not record.is_protein and other != record.letters.upper():
            yield scene.made(
                f"gave the reverse complement of {record.name}", _changed(records, number, other)
            )


@spoils("sequence_letter_changed", "sequences", "A letter is another one", FASTA)
def _letter(scene: Scene, rng: random.Random) -> Iterator[Made]:
    records = _records(scene)
    for number in rng.sample(range(len(records)), min(2, len(records))):
        letters = records[number].letters
        place = rng.randrange(len(letters.rstrip("*")) or 1)
        other = _NEXT.get(letters[place].upper(), "A")
        told = f"changed letter {place + 1} of {records[number].name}"
        yield scene.made(
            told, _changed(records, number, letters[:place] + other + letters[place + 1 :])
        )


@spoils("sequence_cut", "sequences", "One letter too few at an end", FASTA)
def _cut(scene: Scene, rng: random.Random) -> Iterator[Made]:
    records = _records(scene)
    number = rng.randrange(len(records))
    letters = records[number].letters
    if len(letters.rstrip("*")) > 1:
        told = f"left out the first letter of {records[number].name}"
        yield scene.made(told, _changed(records, number, letters[1:]))
        told = f"left out the last letter of {records[number].name}"
        yield scene.made(told, _changed(records, number, letters.rstrip("*")[:-1]))


@spoils("sequence_dropped", "sequences", "A sequence is missing", FASTA)
def _dropped(scene: Scene, rng: random.Random) -> Iterator[Made]:
    records = _records(scene)
    if len(records) > 1:
        number = rng.randrange(len(records))
        rest = records[:number] + records[number + 1 :]
        yield scene.made(f"left out {records[number].name}", _written(rest))


@spoils("sequence_names_swapped", "sequences", "Two sequences have each other's name", FASTA)
def _swapped(scene: Scene, rng: random.Random) -> Iterator[Made]:
    records = _records(scene)
    free = any(check.parameters.get("names") is False for check in scene.checks)
    for number in range(len(records) - 1):
        one, other = records[number], records[number + 1]
        if one.letters.upper() != other.letters.upper() and not free:
            made = list(records)
            made[number] = replace(one, letters=other.letters)
            made[number + 1] = replace(other, letters=one.letters)
            yield scene.made(f"swapped {one.name} and {other.name}", _written(made))
            return


@varies("sequence_wrapped", "sequences", "Lines of another length", FASTA)
def _wrapped(scene: Scene, rng: random.Random) -> Iterator[Made]:
    yield scene.made("wrapped the lines at 17 letters", _written(_records(scene), 17))
    yield scene.made("wrote each sequence on one line", _written(_records(scene), 1 << 30))


@varies("sequence_small_letters", "sequences", "Small letters", FASTA)
def _small(scene: Scene, rng: random.Random) -> Iterator[Made]:
    small = [replace(record, letters=record.letters.lower()) for record in _records(scene)]
    yield scene.made("wrote small letters", _written(small))


@varies("sequence_reordered", "sequences", "Sequences in another order", FASTA)
def _reordered(scene: Scene, rng: random.Random) -> Iterator[Made]:
    records = _records(scene)
    if len(records) > 1 and not any(check.parameters.get("order") for check in scene.checks):
        yield scene.made("turned the order around", _written(records[::-1]))


def _rows(scene: Scene) -> tuple[list[str], list[list[str]]]:
    lines = [line for line in scene.content().decode().splitlines() if line]
    heads = [line for line in lines if line.startswith("#")]
    return heads, [line.split("\t") for line in lines if not line.startswith("#")]


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    return ("\n".join([*heads, *("\t".join(row) for row in rows)]) + "\n").encode()


@spoils("variant_dropped", "sequences", "A variant is missing", VCF)
def _missing(scene: Scene, rng: random.Random) -> Iterator[Made]:
    heads, rows = _rows(scene)
    number = rng.randrange(len(rows))
    if len(rows) > 1 and not _has_floor(scene, "min_recall"):
        rest = rows[:number] + rows[number + 1 :]
        yield scene.made(f"left out the variant at {rows[number][1]}", _table(heads, rest))


def _has_floor(scene: Scene, name: str) -> bool:
    return any(check.parameters.get(name, 1.0) < 1 for check in scene.checks)


@spoils("variant_invented", "sequences", "A variant too many", VCF)
def _invented(scene: Scene, rng: random.Random) -> Iterator[Made]:
    heads, rows = _rows(scene)
    if not _has_floor(scene, "min_precision"):
        number = rng.randrange(len(rows))
        row = list(rows[number])
        row[1], row[3], row[4] = str(int(row[1]) + 7), "A", "T"
        yield scene.made(f"invented a variant at {row[1]}", _table(heads, [*rows, row]))


@spoils("variant_places_from_zero", "sequences", "Places counted from 0", VCF)
def _from_zero(scene: Scene, rng: random.Random) -> Iterator[Made]:
    heads, rows = _rows(scene)
    made = [[row[0], str(int(row[1]) - 1), *row[2:]] for row in rows]
    yield scene.made("counted the places from 0", _table(heads, made))


@spoils("variant_alleles_swapped", "sequences", "Reference and alternate swapped", VCF)
def _alleles(scene: Scene, rng: random.Random) -> Iterator[Made]:
    heads, rows = _rows(scene)
    made = [[*row[:3], row[4].split(",")[0], row[3], *row[5:]] for row in rows]
    yield scene.made("swapped the alleles", _table(heads, made))


@spoils("variant_genotype_wrong", "sequences", "A genotype is another one", VCF)
def _genotype(scene: Scene, rng: random.Random) -> Iterator[Made]:
    if not any(check.parameters.get("genotypes") for check in scene.checks):
        return
    heads, rows = _rows(scene)
    for row in rng.sample(rows, len(rows)):
        if len(row) > 9 and row[9][:3] in ("0/1", "0|1", "1/1", "1|1"):
            row[9] = ("1/1" if row[9][0] == "0" else "0/1") + row[9][3:]
            yield scene.made(f"called {row[1]} otherwise", _table(heads, rows))
            return


@varies("variants_reordered", "sequences", "Variants in another order", VCF)
def _order(scene: Scene, rng: random.Random) -> Iterator[Made]:
    heads, rows = _rows(scene)
    if len(rows) > 1 and not _is_sorted(scene):
        yield scene.made("turned the order around", _table(heads, rows[::-1]))


def _is_sorted(scene: Scene) -> bool:
    return any(check.parameters.get("sorted") for check in scene.checks)


@spoils("variants_unsorted", "sequences", "Variants not sorted", VCF)
def _unsorted(scene: Scene, rng: random.Random) -> Iterator[Made]:
    heads, rows = _rows(scene)
    for number in range(len(rows) - 1 if _is_sorted(scene) else 0):
        one, other = rows[number : number + 2]
        if one[0] == other[0] and one[1] != other[1]:
            made = [*rows[:number], other, one, *rows[number + 2 :]]
            yield scene.made(f"put {other[1]} before {one[1]}", _table(heads, made))
            return


@varies("variants_plain_head", "sequences", "Fewer lines in the head", VCF)
def _head(scene: Scene, rng: random.Random) -> Iterator[Made]:
    heads, rows = _rows(scene)
    kept = ["##fileformat=VCFv4.3", *(head for head in heads if head.startswith("#CHROM"))]
    yield scene.made("left the description of the fields out", _table(kept, rows))


@varies("variants_doubly_based", "sequences", "Alleles with a base that both share", VCF)
def _based(scene: Scene, rng: random.Random) -> Iterator[Made]:
    heads, rows = _rows(scene)
    made = [
        [*row[:3], f"{row[3]}A", ",".join(f"{after}A" for after in row[4].split(",")), *row[5:]]
        if row[4].replace(",", "").isalpha()
        else row
        for row in rows
    ]
    yield scene.made("wrote a base more that both alleles share", _table(heads, made))
