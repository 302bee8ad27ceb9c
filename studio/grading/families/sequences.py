"""The checks of sequences: their letters by name, on the strand that is asked for."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field

from studio.base.errors import FaultError
from studio.grading.families.addressing import of_reference
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, failed, passed, register
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.sequences import Record, read_fasta, reverse_complement
from studio.grading.readers.values import legible
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

Extra = Literal["fail", "ignore"]
EXTRA: Any = Field(default="fail", title="Others", description="What one too many amounts to.")


class SequencesEqualParameters(Frozen):
    """Which sequences there must be. Case, line lengths and a stop sign at the end are free."""

    names: bool = Field(
        default=True,
        title="Names count",
        description="Sequences belong together by the first word of their heading; off: by their "
        "letters, whatever they are called.",
    )
    headings: bool = Field(
        default=False, title="Headings count", description="The rest of the heading counts too."
    )
    order: bool = Field(
        default=False, title="Order counts", description="They stand as in the reference."
    )
    either_strand: bool = Field(
        default=False,
        title="Either strand",
        description="The reverse complement is right as well.",
    )
    gaps: bool = Field(
        default=True, title="Gaps count", description="Off: `-` and `.` are left out first."
    )
    extra: Extra = EXTRA


def letters_of(record: Record, parameters: SequencesEqualParameters) -> str:
    """Return the letters as they are compared."""
    letters = record.letters.upper().rstrip("*")
    if not parameters.gaps:
        return letters.replace("-", "").replace(".", "")
    return letters.replace(".", "-")


def same_sequence(one: Record, other: Record, parameters: SequencesEqualParameters) -> bool:
    """Tell whether two sequences are the same, on the strand that counts."""
    expected, found = letters_of(one, parameters), letters_of(other, parameters)
    if parameters.headings and one.about.casefold() != other.about.casefold():
        return False
    return expected == found or (
        parameters.either_strand and not one.is_protein and reverse_complement(expected) == found
    )


def reference_records(target: Target, grounds: Grounds) -> tuple[Record, ...]:
    """Return the sequences of the reference.

    Raises:
        FaultError: if they cannot be read.
    """
    return of_reference(lambda: read_fasta(grounds.reference, target.path), target)


def _judge_sequences(
    check: Check, parameters: SequencesEqualParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    expected = reference_records(target, grounds)
    try:
        found = read_fasta(grounds.output, target.path)
    except Unreadable as fault:
        return unreadable_records(check, target, fault)
    if not parameters.names:
        return _by_letters(check, parameters, target, expected, found)
    return _by_name(check, parameters, target, expected, found)


def _by_name(
    check: Check,
    parameters: SequencesEqualParameters,
    target: Target,
    expected: Sequence[Record],
    found: Sequence[Record],
) -> Judgement:
    counts = Counter(record.name for record in found)
    by_name = {record.name: record for record in found}
    missing = [record.name for record in expected if not counts[record.name]]
    doubled = [record.name for record in expected if counts[record.name] > 1]
    wrong = [
        (record, by_name[record.name])
        for record in expected
        if counts[record.name] == 1 and not same_sequence(record, by_name[record.name], parameters)
    ]
    wanted = {record.name for record in expected}
    extra = [name for name in counts if name not in wanted] if parameters.extra == "fail" else []
    parts = [
        (len(missing), "missing", _few(missing)),
        (len(extra), "too many", _few(extra)),
        (len(doubled), "there more than once", _few(doubled)),
        (len(wrong), "different", _difference(wrong, parameters)),
    ]
    right = len(expected) - len(missing) - len(doubled) - len(wrong)
    kept = [record.name for record in found if counts[record.name] == 1 and record.name in wanted]
    moved = parameters.order and kept != [r.name for r in expected if r.name in set(kept)]
    evidence = {
        "place": check.target,
        "missing": missing[:EVIDENCE_CAP],
        "extra": [legible(name[:80]) for name in extra[:EVIDENCE_CAP]],
        "wrong": [_seen(one, other, parameters) for one, other in wrong[:EVIDENCE_CAP]],
    }
    return _told(target, parts, right / (len(expected) + len(extra)), evidence, moved)


def _by_letters(
    check: Check,
    parameters: SequencesEqualParameters,
    target: Target,
    expected: Sequence[Record],
    found: Sequence[Record],
) -> Judgement:
    def form(record: Record) -> str:
        letters = letters_of(record, parameters)
        if parameters.either_strand and not record.is_protein:
            return min(letters, reverse_complement(letters))
        return letters

    wanted, there = Counter(map(form, expected)), Counter(map(form, found))
    missing, extra = (wanted - there).total(), (there - wanted).total()
    if parameters.extra == "ignore":
        extra = 0
    moved = parameters.order and [*map(form, expected)] != [*map(form, found)]
    parts = [(missing, "missing", ""), (extra, "too many", "")]
    evidence = {"place": check.target, "missing": missing, "extra": extra}
    score = (len(expected) - missing) / (len(expected) + extra)
    return _told(target, parts, score, evidence, moved and not missing and not extra)


def _told(
    target: Target,
    parts: list[tuple[int, str, str]],
    score: float,
    evidence: dict[str, Any],
    moved: bool,
) -> Judgement:
    found = [part for part in parts if part[0]]
    if not found and not moved:
        line = f"The sequences of {target.path} are those asked for."
        return passed(line, public=line, **evidence)
    if not found:
        line = f"The sequences of {target.path} are in another order."
        return failed(line, public=line, **evidence)
    line = f"Of the sequences of {target.path} "
    sentence = ", ".join(f"{n:,} {what}" + (f" ({which})" if which else "")
                         for n, what, which in found)  # fmt: skip
    public = ", ".join(f"{n:,} {what}" for n, what, _ in found)
    return Judgement(0.0 if moved else score, f"{line}{sentence}.", evidence, f"{line}{public}.")


def _few(names: list[str]) -> str:
    shown = ", ".join(legible(name[:40]) for name in names[:3])
    return f"{shown} and {len(names) - 3} more" if len(names) > 3 else shown


def first_difference(one: str, other: str) -> int:
    """Return the first place, counted from 1, at which two sequences differ."""
    for number, (a, b) in enumerate(zip(one, other, strict=False), 1):
        if a != b:
            return number
    return min(len(one), len(other)) + 1


def _difference(wrong: list[tuple[Record, Record]], parameters: SequencesEqualParameters) -> str:
    if not wrong:
        return ""
    return f"{legible(wrong[0][0].name[:40])}: {_how(*wrong[0], parameters)}"


def _how(one: Record, other: Record, parameters: SequencesEqualParameters) -> str:
    expected, found = letters_of(one, parameters), letters_of(other, parameters)
    if expected == found:
        return "another heading"
    if not one.is_protein and reverse_complement(expected) == found:
        return "the reverse complement"
    place = first_difference(expected, found)
    return f"first at {place:,}, {len(found):,} letters and not {len(expected):,}"


def _seen(one: Record, other: Record, parameters: SequencesEqualParameters) -> dict[str, Any]:
    expected, found = letters_of(one, parameters), letters_of(other, parameters)
    place = first_difference(expected, found)
    begin = max(0, place - 11)
    return {
        "name": legible(one.name[:80]),
        "how": _how(one, other, parameters),
        "from": begin + 1,
        "expected": expected[begin : begin + 40],
        "found": legible(found[begin : begin + 40]),
    }


def unreadable_records(check: Check, target: Target, fault: Unreadable) -> Judgement:
    """Return the judgement of an output whose sequences, variants or molecules nobody can read."""
    line = f"{target.path} {legible(str(fault))}."
    return failed(line, public=line, place=check.target, found=None)


def _sentence_sequences(
    check: Check, parameters: SequencesEqualParameters, target: Target, grounds: Grounds
) -> str:
    try:
        count = len(reference_records(target, grounds))
        what = f"the {f'{count:,} sequences' if count > 1 else 'sequence'} of the reference"
    except FaultError:
        what = "the sequences of the reference"
    how = "by name" if parameters.names else "whatever they are called"
    more = ", in their order" if parameters.order else ""
    strand = ", on either strand" if parameters.either_strand else ""
    return f"{check.target} has {what}, {how}{more}{strand}"


def _fit_sequences(
    check: Check, parameters: SequencesEqualParameters, target: Target, grounds: Grounds
) -> str:
    records = reference_records(target, grounds)
    names = [record.name for record in records]
    if parameters.names and len(set(names)) != len(names):
        return f"{target.path} of the reference has a name twice; let names not count."
    return ""


register(
    Kind(
        id="sequences_equal",
        family="sequences",
        title="Sequences of a FASTA file",
        parameters=SequencesEqualParameters,
        judge=_judge_sequences,
        sentence=_sentence_sequences,
        fit=_fit_sequences,
    )
)
