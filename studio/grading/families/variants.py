"""The checks of variants: which alleles there are, however they are written, and their calls."""

from pydantic import Field

from studio.base.errors import FaultError
from studio.grading.families.addressing import of_reference
from studio.grading.families.sequences import unreadable_records
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, passed, register
from studio.grading.phrasing import listed
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.places import locate
from studio.grading.readers.values import legible
from studio.grading.readers.variants import Allele, Call, Calls, genome_of, read_variants, told
from studio.model.check import Check, Target, TargetText, parse_target
from studio.model.frozen import Frozen

_UNSORTED = 0.5


class VariantsEqualParameters(Frozen):
    """Which variants there must be, however they are written.

    Alleles are trimmed, parted, and aligned to the left where the sequence is known.
    """

    genotypes: bool = Field(
        default=False, title="Genotypes count", description="Those of each sample, by its name."
    )
    phased: bool = Field(
        default=False, title="Phase counts", description="0|1 and 1|0 are not the same."
    )
    filters: bool = Field(
        default=False, title="Filters count", description="Whether a variant passed its filters."
    )
    fields: tuple[str, ...] = Field(
        default=(), title="Fields", description="Names of INFO that must agree, such as `AF`."
    )
    parted: bool = Field(
        default=False, title="One allele a line", description="Sites of many alleles are split."
    )
    normalised: bool = Field(
        default=False,
        title="Written normally",
        description="Alleles are trimmed and aligned to the left in the file itself.",
    )
    sorted: bool = Field(
        default=False,
        title="Sorted",
        description="Whether lines must stand chromosome by chromosome, the places ascending.",
    )
    sequence: TargetText | None = Field(
        default=None,
        title="Reference sequence",
        description="A FASTA file of the input or below private/hidden/ with the chromosomes.",
    )
    min_precision: float = Field(
        default=1.0, gt=0, le=1, title="Least precision",
        description="The share of the variants found that are right.",
    )  # fmt: skip
    min_recall: float = Field(
        default=1.0, gt=0, le=1, title="Least recall",
        description="The share of the variants wanted that are found (sensitivity).",
    )  # fmt: skip


def _genome(parameters: VariantsEqualParameters, grounds: Grounds) -> dict[str, str]:
    """Return the reference sequence.

    Raises:
        FaultError: if it cannot be read.
    """
    if parameters.sequence is None:
        return {}
    path = parse_target(parameters.sequence).path
    folder = next((f for f in (grounds.input, grounds.hidden) if locate(f, path)), grounds.input)
    try:
        return genome_of(folder, path)
    except Unreadable as fault:
        raise FaultError(f"The reference sequence {path} {fault}.") from None


def reference_calls(parameters: VariantsEqualParameters, target: Target, grounds: Grounds) -> Calls:
    """Return the calls of the reference.

    Raises:
        FaultError: if they cannot be read.
    """
    genome = _genome(parameters, grounds)
    return of_reference(
        lambda: read_variants(grounds.reference, target.path, genome, parameters.phased), target
    )


def _judge_variants(
    check: Check, parameters: VariantsEqualParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    genome = _genome(parameters, grounds)
    expected = reference_calls(parameters, target, grounds)
    try:
        found = read_variants(grounds.output, target.path, genome, parameters.phased)
    except Unreadable as fault:
        return unreadable_records(check, target, fault)
    ours = {call.allele: call for call in expected.calls}
    theirs = {call.allele: call for call in found.calls}
    missing = sorted(ours.keys() - theirs.keys())
    extra = sorted(theirs.keys() - ours.keys())
    doubled = len(found.calls) - len(theirs)
    wrong = [
        (allele, how)
        for allele in sorted(ours.keys() & theirs.keys())
        if (how := _call_fault(parameters, ours[allele], theirs[allele]))
    ]
    right = len(ours) - len(missing) - len(wrong)
    seen = _Variants(right, len(ours), missing, extra, doubled, wrong)
    judgement = _told_variants(check, parameters, target, seen)
    if parameters.sorted and not found.is_sorted:
        return _unsorted(target, judgement)
    return judgement


def _unsorted(target: Target, judgement: Judgement) -> Judgement:
    line = f"The variants of {target.path} are not sorted by chromosome and place."
    if judgement.score >= 1:
        return Judgement(_UNSORTED, line, judgement.evidence, line)
    told = f"{judgement.sentence} {line}"
    public = f"{judgement.public} {line}"
    return Judgement(_UNSORTED * judgement.score, told, judgement.evidence, public)


class _Variants:
    """What came of the variants of an output."""

    def __init__(
        self,
        right: int,
        wanted: int,
        missing: list[Allele],
        extra: list[Allele],
        doubled: int,
        wrong: list[tuple[Allele, str]],
    ) -> None:
        self.right, self.wanted, self.missing, self.extra = right, wanted, missing, extra
        self.doubled, self.wrong = doubled, wrong
        found = right + len(wrong) + len(extra) + doubled
        self.recall = right / wanted if wanted else 1.0
        self.precision = right / found if found else 0.0


def _call_fault(parameters: VariantsEqualParameters, expected: Call, found: Call) -> str:
    """Return what is wrong with a call of the right allele, empty if nothing is."""
    if parameters.parted and not found.alone:
        return "not on a line of its own"
    if parameters.normalised and not found.normal:
        return "not trimmed and aligned to the left"
    if parameters.genotypes:
        for sample, genotype in expected.genotypes.items():
            if found.genotypes.get(sample) != genotype:
                return f"genotype of {legible(sample[:40])}"
    passed_both = (expected.passed in ("PASS", ".")) == (found.passed in ("PASS", "."))
    if parameters.filters and not passed_both:
        return "filter"
    for name in parameters.fields:
        if not _same_field(expected.fields.get(name), found.fields.get(name)):
            return name
    return ""


def _same_field(expected: str | None, found: str | None) -> bool:
    if expected == found or expected is None or found is None:
        return expected == found
    try:
        a, b = float(expected), float(found)
    except ValueError:
        return False
    return abs(a - b) <= 1e-6 * max(1.0, abs(a))


def _told_variants(
    check: Check, parameters: VariantsEqualParameters, target: Target, seen: _Variants
) -> Judgement:
    evidence = {
        "place": check.target,
        "recall": round(seen.recall, 6),
        "precision": round(seen.precision, 6),
        "missing": [legible(str(allele)) for allele in seen.missing[:EVIDENCE_CAP]],
        "extra": [legible(str(allele)) for allele in seen.extra[:EVIDENCE_CAP]],
        "wrong": [
            {"variant": legible(str(allele)), "how": how}
            for allele, how in seen.wrong[:EVIDENCE_CAP]
        ],
    }
    enough = (
        seen.recall >= parameters.min_recall - 1e-9
        and seen.precision >= parameters.min_precision - 1e-9
    )
    if enough:
        line = f"The variants of {target.path} are those asked for."
        return passed(line, public=line, **evidence)
    parts = [
        (len(seen.missing), "missing", told(seen.missing)),
        (len(seen.extra), "too many", told(seen.extra)),
        (seen.doubled, "there more than once", ""),
        (len(seen.wrong), "called otherwise", _first_call(seen.wrong)),
    ]
    line = f"Of the variants of {target.path} "
    found = [part for part in parts if part[0]]
    sentence = ", ".join(f"{n:,} {what}" + (f" ({which})" if which else "")
                         for n, what, which in found)  # fmt: skip
    public = ", ".join(f"{n:,} {what}" for n, what, _ in found)
    score = seen.right / (seen.wanted + len(seen.extra) + seen.doubled)
    return Judgement(score, f"{line}{sentence}.", evidence, f"{line}{public}.")


def _first_call(wrong: list[tuple[Allele, str]]) -> str:
    return f"{legible(str(wrong[0][0]))}: {wrong[0][1]}" if wrong else ""


def _sentence_variants(
    check: Check, parameters: VariantsEqualParameters, target: Target, grounds: Grounds
) -> str:
    try:
        count = len({call.allele for call in reference_calls(parameters, target, grounds).calls})
        what = f"the {f'{count:,} variants' if count > 1 else 'variant'} of the reference"
    except FaultError:
        what = "the variants of the reference"
    parts = [name for name in ("genotypes", "filters") if getattr(parameters, name)]
    parts += parameters.fields
    form = "normalised" if parameters.normalised else "however they are written"
    form += ", one allele a line" if parameters.parted else ""
    form += ", sorted by chromosome and place" if parameters.sorted else ""
    more = f" with {listed(parts)}" if parts else ""
    floors = []
    if parameters.min_precision < 1:
        floors.append(f"precision of at least {parameters.min_precision:g}")
    if parameters.min_recall < 1:
        floors.append(f"recall of at least {parameters.min_recall:g}")
    ends = f", {' and '.join(floors)}" if floors else ""
    return f"{check.target} has {what}{more}, {form}{ends}"


def _fit_variants(
    check: Check, parameters: VariantsEqualParameters, target: Target, grounds: Grounds
) -> str:
    calls = reference_calls(parameters, target, grounds)
    if not calls.calls:
        return f"{target.path} of the reference has no variants."
    if parameters.sorted and not calls.is_sorted:
        return f"The variants of {target.path} of the reference are not sorted."
    if parameters.genotypes and not calls.samples:
        return f"{target.path} of the reference has no samples, so it has no genotypes."
    for call in calls.calls:
        if how := _call_fault(parameters, call, call):
            return f"{call.allele} of the reference is {how}."
    for name in parameters.fields:
        if not any(name in call.fields for call in calls.calls):
            return f"No variant of the reference has the field {name}."
    return ""


register(
    Kind(
        id="variants_equal",
        family="sequences",
        title="Variants of a VCF file",
        parameters=VariantsEqualParameters,
        judge=_judge_variants,
        sentence=_sentence_variants,
        fit=_fit_variants,
    )
)
