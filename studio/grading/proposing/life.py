"""Proposals for sequences and variants: by name, by allele, as loosely as the instruction says."""

import re
from pathlib import Path
from typing import Any

from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.instruction import Sentence
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.sequences import FASTA, Record, read_fasta
from studio.grading.readers.variants import VCF, Calls, genome_of, read_variants

__all__ = ["FASTA", "VCF", "propose_sequences", "propose_variants"]
_STRAND = re.compile(
    r"\b(?:either|any|both|whichever) (?:strand|orientation|direction)s?\b[^.;,]{0,20}\b(?:fine|"
    r"right|ok(?:ay)?|accept\w*|allowed|will do|do|possible|good)\b|"
    r"\b(?:may|can|accept)\b[^.;]{0,40}\b(?:either|any|both) (?:strand|orientation|direction)|"
    r"\b(?:strand|orientation)\b[^.;,]{0,20}\b"
    r"(?:do(?:es)? not matter|doesn't matter|is free|up to you)",
    re.IGNORECASE,
)
_FREE_NAMES = re.compile(
    r"\b(?:names?|ids?|identifiers?|headers?|headings?)\b[^.;]{0,30}\b(?:free|up to you|do(?:es)? "
    r"not matter|don't matter|any|your choice)\b|\bany (?:names?|ids?|headers?)\b",
    re.IGNORECASE,
)
_HEADINGS = re.compile(
    r"\b(?:descriptions?|full (?:header|heading)s?|headers? (?:lines? )?(?:must|as|unchanged|like)|"
    r"keep (?:the |all )?(?:headers?|headings?|descriptions?))\b",
    re.IGNORECASE,
)
_AS_GIVEN = re.compile(
    r"\b(?:keep|preserv|retain|maintain|leav)\w*\b[^.;]{0,40}\border\b|\bsame order\b|"
    r"\border (?:of|as in) the (?:input|original|file|list|table)\b|\bin (?:the )?input order\b",
    re.IGNORECASE,
)
_NO_GAPS = re.compile(
    r"\b(?:gaps?|dashes)\b[^.;]{0,20}\b(?:do(?:es)? not matter|are free|ignored?)\b", re.I
)
_GENOTYPES = re.compile(r"\b(?:genotyp\w+|zygos\w+|heterozyg\w+|homozyg\w+|GT)\b")
_PHASED = re.compile(r"\b(?:phas(?:e|ed|ing)|haplotypes?)\b", re.IGNORECASE)
_FILTERS = re.compile(r"\bFILTER\b|\bPASS\b(?! rate)")
_PARTED = re.compile(
    r"\b(?:split|decompos\w+|separate|break)\b[^.;]{0,30}\b(?:multi-?allelic|alleles|sites)|"
    r"\bone (?:alternate |alternative )?allele (?:a|per|on each) (?:line|row|record)|\bbiallelic\b",
    re.IGNORECASE,
)
_NORMAL = re.compile(
    r"\bleft-?(?: |-)?align\w*|\bnormali[sz]e\w* (?:the )?(?:variants|indels)", re.I
)
_SORTED = re.compile(
    r"\b(?:sort(?:ed|ing)?|ordered)\b(?! (?:\w+ )?(?:by|on|after|of)\b)|"
    r"\b(?:sort(?:ed)?|order(?:ed)?)(?: (?:them|it|\w+))? (?:by|on|of) (?:the |their |its )?"
    r"(?:genom\w+ |chromosom\w+ (?:and |then )?(?:by )?)?"
    r"(?:positions?|coordinates?|places?|locations?|pos|chromosomes?|chrom)\b|"
    r"\bin (?:genomic|coordinate|chromosomal|position\w*) order\b",
    re.IGNORECASE,
)
_AMOUNT = r"[^.;]{0,40}?(?<![\d.])(?P<number>\d+(?:\.\d+)?|\.\d+) ?(?P<percent>%|per ?cent)?"
_BEFORE = r"(?<![\d.])(?P<number>\d+(?:\.\d+)?|\.\d+) ?(?P<percent>%|per ?cent)? "
_RECALL = r"(?:recall|sensitivity|true positive rate)"
_PRECISION = r"(?:precision|positive predictive value|PPV)"


def propose_sequences(draft: Draft, path: str, place: Path, given: Path | None) -> None:
    """Add the check of a FASTA file."""
    records = read_fasta(place.parent, place.name)
    prompt = draft.instruction.prompt
    parameters: dict[str, Any] = {}
    reasons = ["letters are compared without case and line lengths"]
    names = [record.name for record in records]
    if len(set(names)) != len(names) or _FREE_NAMES.search(prompt):
        parameters["names"] = False
        reasons.append("names are free")
    elif _HEADINGS.search(prompt) and any(record.about for record in records):
        parameters["headings"] = True
    order = draft.instruction.order_for(path) or _given_order(draft, path)
    if order is not None and len(records) > 1:
        parameters["order"] = True
        draft.used.add(order.text)
    if _STRAND.search(prompt) and not any(record.is_protein for record in records):
        parameters["either_strand"] = True
    if _NO_GAPS.search(prompt):
        parameters["gaps"] = False
    draft.fields.setdefault(path, set()).update(("sequences", "genes", "records"))
    draft.compared |= {record.name.casefold() for record in records[:500]}
    _add(draft, "sequences", "sequences_equal", path, parameters, names, "; ".join(reasons))


def _given_order(draft: Draft, path: str) -> Sentence | None:
    for sentence in draft.instruction.sentences:
        if _AS_GIVEN.search(sentence.text) and draft.instruction.is_about(sentence, path):
            return sentence
    return next((wish for wish, _ in draft.instruction.given_orders_for(path)), None)


def _add(
    draft: Draft,
    name: str,
    kind: str,
    path: str,
    parameters: dict[str, Any],
    strong: list[str],
    reason: str,
) -> None:
    draft.add(
        f"{name} {path}",
        kind,
        path,
        parameters=parameters,
        strong=[word for word in strong[:4] if word],
        weak=(*name_words(path), name),
        reason=reason,
    )


def propose_variants(draft: Draft, path: str, place: Path, given: Path | None) -> None:
    """Add the check of a VCF file."""
    calls = read_variants(place.parent, place.name)
    if not calls.calls:
        draft.skip(f"{path} has no variants, so nothing of it is checked")
        return
    draft.fields.setdefault(path, set()).update(("variants", "alleles", "genotypes", "calls"))
    reasons = ["each way to write an allele is right"]
    parameters = _of_calls(draft, calls)
    if calls.is_sorted and len(calls.lines) > 1 and (wish := _sorted_wish(draft, path)):
        parameters["sorted"] = True
        draft.used.add(wish.text)
    if fields := _fields(draft, calls):
        parameters["fields"] = fields
    if sequence := _sequence(draft, calls):
        parameters["sequence"] = sequence
        reasons.append(f"aligned to the left along {sequence}")
    if _NORMAL.search(draft.instruction.prompt) and _are_normal(draft, place, sequence):
        parameters["normalised"] = True
    for name, what in (("min_recall", _RECALL), ("min_precision", _PRECISION)):
        floor = _floor(draft, what)
        if floor is not None:
            parameters[name] = floor
            reasons.append("the instruction states the share")
    _add(draft, "variants", "variants_equal", path, parameters, fields, "; ".join(reasons))


def _of_calls(draft: Draft, calls: Calls) -> dict[str, Any]:
    """Return what the instruction wants of the calls beside their alleles."""
    prompt = draft.instruction.prompt
    parameters: dict[str, Any] = {}
    if calls.samples and (_GENOTYPES.search(prompt) or _has_derived_genotypes(draft, calls)):
        parameters["genotypes"] = True
        if _PHASED.search(prompt) and "unphased" not in prompt:
            parameters["phased"] = True
    if _FILTERS.search(prompt) and len({call.passed for call in calls.calls}) > 1:
        parameters["filters"] = True
    if _PARTED.search(prompt) and all(call.alone for call in calls.calls):
        parameters["parted"] = True
    return parameters


def _sorted_wish(draft: Draft, path: str) -> Sentence | None:
    """Return the sentence that wants the lines of a file by place; it names no other file since."""
    name = path.rpartition("/")[2].casefold()
    spoken = [s for s in draft.instruction.sentences if draft.instruction.is_about(s, path)]
    if any(sentence.frees_order for sentence in spoken):
        return None
    for sentence in spoken:
        for found in _SORTED.finditer(sentence.text):
            before = sentence.folded[: found.start()]
            last = max(sentence.files, key=before.rfind, default=name)
            if last.rpartition("/")[2] == name or before.rfind(last) < 0:
                return sentence
    return None


def _are_normal(draft: Draft, place: Path, sequence: str) -> bool:
    """Tell whether the reference itself is written trimmed and aligned to the left."""
    folder = draft.given.folder
    genome = genome_of(folder, sequence) if sequence and folder else {}
    found = read_variants(place.parent, place.name, genome)
    return all(call.normal for call in found.calls)


def _has_derived_genotypes(draft: Draft, calls: Calls) -> bool:
    """Tell whether genotypes of samples that the instruction or the input names were worked out."""
    prompt = draft.instruction.prompt.casefold()
    called = any(set(call.genotypes.values()) - {"", ".", "./."} for call in calls.calls)
    return called and (len(calls.samples) > 1 or calls.samples[0].casefold() in prompt)


def _fields(draft: Draft, calls: Calls) -> list[str]:
    """Return the fields of INFO that the instruction names."""
    held = dict.fromkeys(name for call in calls.calls for name in call.fields)
    return [name for name in held if draft.instruction.fixes(name)]


def _sequence(draft: Draft, calls: Calls) -> str:
    """Return the FASTA file of the input that holds the chromosomes, empty if there is none."""
    wanted = {call.allele.chromosome for call in calls.calls}
    folder = draft.given.folder
    for path in draft.given.paths:
        if folder is not None and path.casefold().endswith(FASTA):
            try:
                records: tuple[Record, ...] = read_fasta(folder, path)
            except Unreadable:
                continue
            if wanted <= {record.name for record in records}:
                return path
    return ""


def _floor(draft: Draft, what: str) -> float | None:
    """Return the share that the instruction wants at least, None if it states none."""
    for sentence in draft.instruction.sentences:
        for pattern in (rf"{_BEFORE}{what}\b", rf"\b{what}{_AMOUNT}"):
            found = re.search(pattern, sentence.text, re.IGNORECASE)
            if found:
                number = float(found["number"]) / (100 if found["percent"] else 1)
                if 0 < number <= 1:
                    return number
    return None
