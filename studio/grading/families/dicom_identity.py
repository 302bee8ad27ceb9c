"""The check of de-identification: who it was cannot be told any more, and the pictures are whole.

It compares the series with the one of the input, by rules and not with the reference, for each
program gives other new identifiers. Source of the rules: DICOM PS3.15, annex E.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from pydantic import Field, field_validator

from studio.base.errors import FaultError
from studio.grading.families.dicoms import known_tags, same_value
from studio.grading.families.volumes import told
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, passed, register
from studio.grading.phrasing import are, listed
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.dicoms import (
    Instance,
    Series,
    is_uid,
    like_in_number,
    read_series,
    tag_of,
)
from studio.grading.readers.values import legible
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

USUAL = ("PatientName", "PatientID", "PatientBirthDate")
GROUPED = (
    "PatientID",
    "StudyInstanceUID",
    "SeriesInstanceUID",
    "FrameOfReferenceUID",
    "AccessionNumber",
)
PICTURE = (
    "Rows",
    "Columns",
    "BitsAllocated",
    "BitsStored",
    "HighBit",
    "PixelRepresentation",
    "SamplesPerPixel",
    "RescaleSlope",
    "RescaleIntercept",
    "PixelSpacing",
    "SliceThickness",
    "ImagePositionPatient",
    "ImageOrientationPatient",
)
_INSTANCE = 0x00080018
_PAIRING = (0x00200013, 0x00200032, 0x00200012, 0x00540081)
_NAMING = ("PN", "LO", "SH", "LT", "ST", "UT", "UI", "AE")
_SHORTEST = 4
_PIXELS = {
    "given": "pixels untouched",
    "reference": "pixels as in the reference",
    "elsewhere": "pixels untouched but for the pictures that the reference changes",
}


class DicomDeidentifiedParameters(Frozen):
    """What must be gone from a series of the input, and what of it must stay."""

    tags: tuple[str, ...] = Field(
        default=USUAL,
        min_length=1,
        title="Tags",
        description="Which must be gone, empty, or replaced, by keyword or groups; what they said "
        "may not stand in any other tag or in a file's name.",
    )
    source: str = Field(
        default="",
        title="Source",
        description="The folder of the input with the series as it was, `*` for all of the input; "
        "the target's if left out.",
    )
    kept: tuple[str, ...] = Field(
        default=(), title="Kept", description="Tags that must be as they were."
    )
    consistent: tuple[str, ...] = Field(
        default=GROUPED,
        title="Consistent",
        description="Tags whose new values must be the same where the old ones were.",
    )
    private: Literal["any", "remove"] = Field(
        default="any", title="Private tags", description="Whether tags of makers must be gone."
    )
    pixels: Literal["given", "reference", "elsewhere"] = Field(
        default="given",
        title="Pixels",
        description="As they were, `given`; those of the `reference`, where a name was burned in "
        "and is blanked in one way; or as they were `elsewhere`, while the pictures that the "
        "reference changes are changed in any way.",
    )

    @field_validator("tags", "kept", "consistent")
    @classmethod
    def _are_tags(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return known_tags(names)


Pairs = list[tuple[Instance, Instance]]


def _source(parameters: DicomDeidentifiedParameters, target: Target, grounds: Grounds) -> Series:
    """Return the series as it was.

    Raises:
        FaultError: if the input has none.
    """
    path = parameters.source or target.path
    try:
        return read_series(grounds.input, path)
    except Unreadable as fault:
        raise FaultError(f"{path} of the input {fault}.") from None


def _key(one: Instance) -> tuple[str, ...]:
    return tuple(one.text(tag) for tag in _PAIRING)


def counterparts(given: Series, made: Series) -> Pairs | None:
    """Return each instance with the one of its number and place, or of its path.

    None if some have no other, or two have the same.
    """
    counts = [Counter(map(_key, series)) for series in (given, made)]
    by_key = {_key(one): one for one in made if all(count[_key(one)] == 1 for count in counts)}
    by_path = {one.path: one for one in made}
    options = [(one, by_key.get(_key(one), by_path.get(one.path))) for one in given]
    pairs = [(one, other) for one, other in options if other is not None]
    apart = len({id(other) for _, other in pairs})
    return pairs if apart == len(given) == len(made) else None


Looks = Mapping[str, Instance]


def _looks(
    parameters: DicomDeidentifiedParameters,
    given: Series,
    found: Series,
    target: Target,
    grounds: Grounds,
) -> Looks:
    """Return by path in the input who has the pixels that an instance must have, if others may.

    Raises:
        FaultError: if the reference holds other instances than the input.
        Unreadable: if the output does, or what was to be blanked still shows.
    """
    if parameters.pixels == "given":
        return {}
    right = counterparts(given, _reference(target, grounds))
    if right is None:
        raise FaultError(f"{target.path} of the reference holds other instances than the input.")
    if parameters.pixels == "reference":
        return {one.path: other for one, other in right}
    made = counterparts(given, found)
    if made is None:
        raise Unreadable("holds other instances than the input")
    redrawn = {one.path for one, other in right if not one.has_pixels_of(other)}
    changed = [(one, other) for one, other in made if one.path in redrawn]
    if left := sum(one.has_pixels_of(other) for one, other in changed):
        raise Unreadable(f"still shows what was to be blanked in {left} instances")
    return {one.path: other for one, other in changed}


def _matched(given: Series, found: Series, looks: Looks) -> Pairs:
    """Return each instance of the input with the one that has the pixels it must have.

    Raises:
        Unreadable: if one has none, or there are others.
    """
    by_key: dict[tuple[str, ...], list[Instance]] = defaultdict(list)
    for one in found:
        by_key[_key(one)].append(one)
    pairs, left = [], []
    for one in given:
        key = _key(one)
        options = by_key.get(key, [])
        if len(options) == 1 and looks.get(one.path, one).has_pixels_of(options[0]):
            pairs.append((one, by_key.pop(key)[0]))
        else:
            left.append(one)
    rest = [one for options in by_key.values() for one in options]
    pairs += _by_pixels(left, rest, looks, len(given))
    if len(found) > len(pairs):
        raise Unreadable(f"holds {len(found) - len(pairs)} instances that the input does not")
    return pairs


def _by_pixels(given: list[Instance], found: list[Instance], looks: Looks, count: int) -> Pairs:
    by_pixels: dict[str, list[Instance]] = defaultdict(list)
    for one in found:
        by_pixels[one.pixels].append(one)
    pairs, lost = [], 0
    for one in given:
        options = by_pixels.get(looks.get(one.path, one).pixels, [])
        if not options:
            lost += 1
            continue
        best = max(options, key=lambda other: (_key(other) == _key(one), other.path == one.path))
        options.remove(best)
        pairs.append((one, best))
    if lost:
        pixels = "are not as asked for" if looks else "were changed"
        raise Unreadable(f"lacks {lost} of {count} instances, or their pixels {pixels}")
    return pairs


@dataclass(frozen=True, eq=False)
class _Found:
    """A series beside the one of the input, with what is asked of it."""

    parameters: DicomDeidentifiedParameters
    pairs: Pairs
    reference: Any

    @cached_property
    def asked(self) -> list[tuple[str, int]]:
        """The tags that must be gone and that the input has."""
        numbers = [(name, tag_of(name) or 0) for name in self.parameters.tags]
        return [(n, t) for n, t in numbers if any(given.text(t) for given, _ in self.pairs)]

    def left(self) -> dict[str, str]:
        """Return the tags that are still there, each with where."""
        wrong = {}
        for name, tag in self.asked:
            count = sum(
                bool(before := given.text(tag)) and same_value(before, made.text(tag))
                for given, made in self.pairs
            )
            if count:
                wrong[name] = f"{name} is as it was in {count}"
            elif place := self._leak(tag):
                wrong[name] = f"what {name} said still stands in {legible(place)}"
        return wrong

    def _leak(self, tag: int) -> str:
        """Return the file in which the old value of a tag still stands, empty if none."""
        terms = {term for given, _ in self.pairs for term in _terms(given, tag)}
        for _, made in self.pairs:
            text = made.head.lower() + made.path.lower().encode("utf-8", "replace")
            if any(term in text and not self._is_harmless(term) for term in terms):
                return made.path
        return ""

    def _is_harmless(self, term: bytes) -> bool:
        """Tell whether the reference says it, too: a short name may be a word of its own."""
        heads: Iterable[bytes] = self.reference()
        return any(term in head for head in heads)

    def faults(self) -> Iterator[str]:
        """Yield what was not to be touched and was, or does not fit together."""
        yield from self._picture_faults()
        yield from self._kept_faults()
        yield from self._group_faults()
        yield from self._uid_faults()
        if self.parameters.private == "remove" and any(m.has_private for _, m in self.pairs):
            yield "it has private tags"

    def _picture_faults(self) -> Iterator[str]:
        for name in PICTURE:
            tag = tag_of(name) or 0
            if any(_was_changed(given, made, tag) for given, made in self.pairs):
                yield f"{name}, which the pictures need, is not as it was"

    def _kept_faults(self) -> Iterator[str]:
        for name in self.parameters.kept:
            tag = tag_of(name) or 0
            count = sum(_was_changed(given, made, tag) for given, made in self.pairs)
            if count:
                yield f"{name} is not as it was in {count}"

    def _group_faults(self) -> Iterator[str]:
        for name in self.parameters.consistent:
            tag = tag_of(name) or 0
            new: dict[str, set[str]] = defaultdict(set)
            for given, made in self.pairs:
                new[given.text(tag)].add(made.text(tag))
            if any(len(values) > 1 for values in new.values()):
                yield f"{name} is not the same through the series"
            found = [value for values in new.values() for value in values if value]
            if name.endswith("UID") and len(set(found)) < len(found):
                yield f"{name} is the same for what was apart"

    def _uid_faults(self) -> Iterator[str]:
        uids = [made.text(_INSTANCE) for _, made in self.pairs]
        if len(set(uids)) < len(uids) or not all(map(is_uid, uids)):
            yield "SOPInstanceUID does not tell the instances apart"
        for _, made in self.pairs:
            if made.meta_uid and made.meta_uid != made.text(_INSTANCE):
                yield "the meta header gives another instance than SOPInstanceUID"
                return


def _was_changed(given: Instance, made: Instance, tag: int) -> bool:
    if given.raw(tag) == made.raw(tag) and given.syntax == made.syntax:
        return False
    return not same_value(given.text(tag), made.text(tag))


def _terms(given: Instance, tag: int) -> Iterator[bytes]:
    """Yield what an old value may be recognised by, in small letters."""
    kind = given.kind(tag)
    if kind not in _NAMING:
        return
    whole = given.raw(tag).lower() or given.text(tag).lower().encode("utf-8", "replace")
    if len(whole) >= _SHORTEST:
        yield whole
    if kind == "PN":
        yield from (part for part in whole.split(b"^")[:2] if len(part) >= _SHORTEST)


def _judge(
    check: Check, parameters: DicomDeidentifiedParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    given = _source(parameters, target, grounds)
    try:
        series = read_series(grounds.output, target.path)
        like_in_number(series, given)
        pairs = _matched(given, series, _looks(parameters, given, series, target, grounds))
        found = _Found(parameters, pairs, _reference_heads(target, grounds))
        if not found.asked:
            raise FaultError(f"The input has none of the tags {', '.join(parameters.tags)}.")
        left, faults = found.left(), list(found.faults())
    except Unreadable as fault:
        return told(target, fault)
    evidence: dict[str, Any] = {
        "instances": len(pairs),
        "left": list(left)[:EVIDENCE_CAP],
        "faults": faults[:EVIDENCE_CAP],
    }
    count = len(found.asked)
    if not left and not faults:
        line = (
            f"{count} tags are gone or replaced in all {len(pairs)} instances of {target.path}, "
            f"the pictures as they {'were' if parameters.pixels == 'given' else 'must be'}."
        )
        return passed(line, public=line, **evidence)
    line = f"In {target.path} {'; '.join([*left.values(), *faults][:5])}."
    return Judgement(0.0 if faults else (count - len(left)) / count, line, evidence, line)


def _reference(target: Target, grounds: Grounds) -> Series:
    """Return the series of the reference.

    Raises:
        FaultError: if it has none.
    """
    try:
        return read_series(grounds.reference, target.path)
    except Unreadable as fault:
        raise FaultError(f"{target.path} of the reference {fault}.") from None


def _reference_heads(target: Target, grounds: Grounds) -> Any:
    """Return what gives the headers of the reference, read when first wanted."""
    kept: list[list[bytes]] = []

    def heads() -> list[bytes]:
        if not kept:
            kept.append([one.head.lower() for one in _reference(target, grounds)])
        return kept[0]

    return heads


def _sentence(
    check: Check, parameters: DicomDeidentifiedParameters, target: Target, grounds: Grounds
) -> str:
    were = "it was" if len(parameters.kept) == 1 else "they were"
    kept = f", {listed(parameters.kept)} as {were}" if parameters.kept else ""
    private = ", no private tags" if parameters.private == "remove" else ""
    where = "all files" if target.path == "*" else target.path
    gone = f"{listed(parameters.tags)} {are(len(parameters.tags))} gone or replaced"
    return (
        f"In {where} {gone}, identifiers the same through the series, "
        f"{_PIXELS[parameters.pixels]}{kept}{private}"
    )


def _fit(
    check: Check, parameters: DicomDeidentifiedParameters, target: Target, grounds: Grounds
) -> str:
    as_output = Grounds(grounds.reference, grounds.reference, grounds.input, grounds.hidden)
    try:
        judged = _judge(check, parameters, target, as_output)
    except FaultError as fault:
        return str(fault)
    return "" if judged.score == 1 else f"In the reference itself: {judged.sentence}"


register(
    Kind(
        id="dicom_deidentified",
        family="medical",
        title="A series is de-identified",
        parameters=DicomDeidentifiedParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
        extra="medical",
    )
)
