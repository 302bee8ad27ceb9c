"""Checks of the shape of a document: its styles, its length, its tracked changes, its likeness."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, model_validator
from rapidfuzz.distance import Indel

from studio.grading.families.documents_reading import (
    document_in,
    judged,
    reference_document,
    unread,
)
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.phrasing import counted, listed, percent
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.documents import Document, read_document
from studio.grading.readers.outline import headings_of, section
from studio.grading.readers.places import locate
from studio.grading.readers.values import fold, legible
from studio.model.check import Check, Target
from studio.model.frozen import Frozen
from studio.sandbox.office import OfficeRefusal, lay_out

_MAX_WORDS = 100_000


class StylesUsedParameters(Frozen):
    """The styles that a document must use: of paragraphs, of words, of tables, of slides."""

    styles: tuple[str, ...] = Field(
        min_length=1,
        title="Styles",
        description="Names such as Heading 1; layouts of slides, classes of HTML.",
    )


def _styles_used(
    check: Check, parameters: StylesUsedParameters, target: Target, grounds: Grounds
) -> Judgement:
    def judge(check: Check, document: Document) -> Judgement:
        missing = _missing_styles(document, parameters)
        evidence: dict[str, Any] = {"place": target.path, "expected": list(parameters.styles)}
        evidence |= {"missing": missing, "found": sorted(document.styles)[:100]}
        if not missing:
            told = f"{target.path} uses the styles that it must."
            return passed(told, public=told, **evidence)
        score = 1 - len(missing) / len(parameters.styles)
        public = f"{target.path} lacks {len(missing)} of {len(parameters.styles)} styles."
        sentence = f"{target.path} does not use the style {listed(missing)}."
        return Judgement(score, sentence, evidence, public)

    return judged(judge, check, target, grounds)


def _missing_styles(document: Document, parameters: StylesUsedParameters) -> list[str]:
    used = {fold(style).casefold() for style in document.styles}
    return [style for style in parameters.styles if fold(style).casefold() not in used]


def _styles_fit(
    check: Check, parameters: StylesUsedParameters, target: Target, grounds: Grounds
) -> str:
    document = reference_document(target, grounds)
    missing = _missing_styles(document, parameters)
    if not missing:
        return ""
    used = ", ".join(sorted(document.styles)[:20]) or "no styles"
    return f"The reference's {target.path} does not use {listed(missing)}; it uses {used}."


def _styles_sentence(
    check: Check, parameters: StylesUsedParameters, target: Target, grounds: Grounds
) -> str:
    word = "style" if len(parameters.styles) == 1 else "styles"
    return f"{target.path} uses the {word} {listed(parameters.styles)}"


class CountParameters(Frozen):
    """How many there must be."""

    exactly: int | None = Field(default=None, ge=0, title="Exactly")
    at_least: int | None = Field(default=None, ge=0, title="At least")
    at_most: int | None = Field(default=None, ge=0, title="At most")

    @model_validator(mode="after")
    def _can_be_met(self) -> "CountParameters":
        if self.exactly is None and self.at_least is None and self.at_most is None:
            raise ValueError("give exactly, at_least or at_most")
        if self.exactly is not None and (self.at_least, self.at_most) != (None, None):
            raise ValueError("give either exactly, or at_least and at_most")
        if self.at_least is not None and self.at_most is not None and self.at_most < self.at_least:
            raise ValueError("at_most is less than at_least")
        return self

    def admits(self, count: int) -> bool:
        """Tell whether a count is within the bounds."""
        if self.exactly is not None:
            return count == self.exactly
        least, most = self.at_least, self.at_most
        return (least is None or count >= least) and (most is None or count <= most)

    def told(self) -> str:
        """Return the bounds as a person says them."""
        if self.exactly is not None:
            return f"exactly {self.exactly:,}"
        parts = [f"at least {self.at_least:,}"] if self.at_least is not None else []
        parts += [f"at most {self.at_most:,}"] if self.at_most is not None else []
        return " and ".join(parts)


Counter = Callable[[Document, Path], int | None]
_SLIDES = (".pptx", ".pptm", ".odp")
_LAID_OUT = (".docx", ".docm", ".odt")


def _words(document: Document, place: Path) -> int | None:
    return len(fold(document.text).split())


def _pages(document: Document, place: Path) -> int | None:
    """Return the pages of a document as it is printed; those of docx and odt are laid out first."""
    suffix = place.suffix.lower()
    if suffix not in _LAID_OUT:
        return document.pages if suffix in (".pdf", *_SLIDES) else None
    try:
        return read_document(lay_out(place)).pages
    except OfficeRefusal as fault:
        raise Unreadable(f"has pages that nobody can count ({fault})") from None


def _slides(document: Document, place: Path) -> int | None:
    return document.pages if place.suffix.lower() in _SLIDES else None


def _register_count(
    kind: str,
    title: str,
    word: str,
    files: str,
    counter: Counter,
    endings: tuple[str, ...] = ("",),
    extra: str | None = None,
) -> None:
    """Register a kind that counts something in a document whose name has one of some endings."""

    def verdict(
        document: Document, parameters: CountParameters, target: Target, folder: Path
    ) -> Judgement:
        place = locate(folder, target.path)
        try:
            count = counter(document, place) if place else None
        except Unreadable as fault:
            return unread(target, fault)
        evidence = {"place": target.path, "expected": parameters.told(), "found": count}
        if count is None:
            told = f"{target.path} has no {word} to count."
            return failed(told, public=told, **evidence)
        told = f"{target.path} has {counted(count, word.removesuffix('s'))}"
        if parameters.admits(count):
            return passed(f"{told}.", public=f"{told}.", **evidence)
        sentence = f"{told}, expected {parameters.told()}."
        return failed(sentence, public=f"{told}, which is not as many as it must.", **evidence)

    def judge(
        check: Check, parameters: CountParameters, target: Target, grounds: Grounds
    ) -> Judgement:
        folder = grounds.output
        assert folder is not None
        return judged(lambda _, d: verdict(d, parameters, target, folder), check, target, grounds)

    def fit(check: Check, parameters: CountParameters, target: Target, grounds: Grounds) -> str:
        document = reference_document(target, grounds)
        if not target.path.lower().endswith(endings):
            return f"Only {files} have {word} of their own; choose another check."
        told = verdict(document, parameters, target, grounds.reference)
        return "" if told.score == 1 else f"The reference fails it: {told.sentence}"

    def sentence(
        check: Check, parameters: CountParameters, target: Target, grounds: Grounds
    ) -> str:
        bounds = parameters.exactly, parameters.at_most, parameters.at_least
        one = next(bound for bound in bounds if bound is not None) == 1
        return f"{target.path} has {parameters.told()} {word.removesuffix('s') if one else word}"

    register(
        Kind(
            id=kind,
            family="documents",
            title=title,
            parameters=CountParameters,
            judge=judge,
            sentence=sentence,
            fit=fit,
            presence=True,
            extra=extra,
        )
    )


class TrackedChangesParameters(Frozen):
    """Whether tracked changes must be there, or must all have been accepted or refused."""

    state: Literal["none left", "present"] = Field(
        title="Changes", description="None left open, or present for the reader to decide."
    )
    by: str | None = Field(
        default=None, title="By", description="The author of the changes that count."
    )
    at_least: int = Field(default=1, ge=1, title="At least so many, if present")
    nothing_else: bool = Field(
        default=False,
        title="Nothing else is changed",
        description="Who refuses all the changes must have the text of the input again (docx).",
    )
    source: str | None = Field(
        default=None,
        title="File of the input",
        description="Whose text that is; the file of the same name if left out.",
    )


def _before(target: Target, parameters: TrackedChangesParameters, grounds: Grounds) -> str | None:
    """Return the letters of the input's text, None if they do not count or cannot be told."""
    if not parameters.nothing_else:
        return None
    source = Target(path=parameters.source) if parameters.source else target
    try:
        given = document_in(grounds.input, source)
    except Unreadable:
        return None
    return _letters(given.original) or None


def is_refused(document: Document, given: Document) -> bool:
    """Tell whether a document reads as another one once its tracked changes are refused."""
    return _letters(document.original) == _letters(given.original)


def _letters(text: str) -> str:
    return fold(text).replace(" ", "")


def _changes_verdict(
    document: Document,
    parameters: TrackedChangesParameters,
    target: Target,
    before: str | None = None,
) -> Judgement:
    by = fold(parameters.by or "").casefold()
    found = [r for r in document.revisions if not by or fold(r.author).casefold() == by]
    evidence: dict[str, Any] = {"place": target.path, "expected": parameters.state}
    evidence["found"] = [
        f"{r.kind} by {legible(r.author[:40])}: {legible(fold(r.text)[:80])}" for r in found[:20]
    ]
    count = f"{len(found)} tracked change{'' if len(found) == 1 else 's'}"
    if parameters.state == "none left":
        told = f"{target.path} has {count} left." if found else f"{target.path} has none left."
        return (failed if found else passed)(told, public=told, **evidence)
    if before is not None and _letters(document.original) != before:
        told = f"{target.path} is changed in a place where that is not tracked."
        return failed(told, public=told, **evidence)
    told = f"{target.path} has {count}"
    if len(found) >= parameters.at_least:
        return passed(f"{told}.", public=f"{told}.", **evidence)
    sentence = f"{told}, expected at least {parameters.at_least}."
    return failed(sentence, public=f"{told}, which is too few.", **evidence)


def _tracked_changes(
    check: Check, parameters: TrackedChangesParameters, target: Target, grounds: Grounds
) -> Judgement:
    before = _before(target, parameters, grounds)

    def judge(check: Check, document: Document) -> Judgement:
        return _changes_verdict(document, parameters, target, before)

    return judged(judge, check, target, grounds)


def _changes_fit(
    check: Check, parameters: TrackedChangesParameters, target: Target, grounds: Grounds
) -> str:
    if not target.path.lower().endswith((".docx", ".docm", ".odt")):
        return "Only docx and odt files track changes; choose another check."
    before = _before(target, parameters, grounds)
    if parameters.nothing_else and before is None:
        source = parameters.source or target.path
        return f"The input has no text of {source} to compare with; leave nothing_else out."
    verdict = _changes_verdict(reference_document(target, grounds), parameters, target, before)
    return "" if verdict.score == 1 else f"The reference fails it: {verdict.sentence}"


def _changes_sentence(
    check: Check, parameters: TrackedChangesParameters, target: Target, grounds: Grounds
) -> str:
    by = f" by {parameters.by}" if parameters.by else ""
    if parameters.state == "none left":
        return f"{target.path} has no tracked changes{by} left open"
    if parameters.nothing_else:
        return f"Each place that is changed in {target.path} shows as a tracked change{by}"
    return f"{target.path} shows at least {parameters.at_least} of the changes{by} as tracked"


class TextSimilarityParameters(Frozen):
    """How like the reference's a text must be, word by word."""

    floor: float = Field(
        gt=0,
        le=1,
        title="Least likeness",
        description="1 is the same words in the same order; 0.9 leaves one word in ten free.",
    )
    section: str | None = Field(
        default=None, title="Section", description="The heading of the section that counts."
    )


def _compared(
    document: Document, parameters: TextSimilarityParameters, others: tuple[str, ...]
) -> list[str]:
    text = document.text
    if parameters.section is not None:
        found = section(document, parameters.section, others)
        text = found.text if found else ""
    return fold(text).casefold().split()[:_MAX_WORDS]


def _text_similarity(
    check: Check, parameters: TextSimilarityParameters, target: Target, grounds: Grounds
) -> Judgement:
    reference = reference_document(target, grounds)
    others = headings_of(reference)
    expected = _compared(reference, parameters, others)

    def judge(check: Check, document: Document) -> Judgement:
        found = _compared(document, parameters, others)
        likeness = Indel.normalized_similarity(expected, found) if found and expected else 0.0
        evidence = {"place": target.path, "expected": parameters.floor}
        evidence["found"] = round(likeness, 4)
        told = f"{target.path} is {likeness:.0%} like the reference"
        if likeness >= parameters.floor - 1e-9:
            public = f"{target.path} is like enough to what was asked for."
            return passed(f"{told}.", public=public, **evidence)
        public = f"{target.path} is not like enough to what was asked for."
        return failed(f"{told}, expected {parameters.floor:.0%}.", public=public, **evidence)

    return judged(judge, check, target, grounds)


def _similarity_fit(
    check: Check, parameters: TextSimilarityParameters, target: Target, grounds: Grounds
) -> str:
    reference = reference_document(target, grounds)
    if _compared(reference, parameters, headings_of(reference)):
        return ""
    return f"The reference's {target.path} has no text in a section {parameters.section}."


def _similarity_sentence(
    check: Check, parameters: TextSimilarityParameters, target: Target, grounds: Grounds
) -> str:
    where = f"The section {parameters.section} of " if parameters.section else ""
    return f"{where}{check.target} is at least {percent(parameters.floor)} like the reference's"


_register_count("word_count", "A document has a length in words", "words", "texts", _words)
_register_count(
    "page_count",
    "A document has a number of pages",
    "pages",
    "pdf, docx, odt, pptx and odp files",
    _pages,
    (".pdf", *_LAID_OUT, *_SLIDES),
    "documents",
)
_register_count(
    "slide_count",
    "A presentation has a number of slides",
    "slides",
    "presentations",
    _slides,
    _SLIDES,
)
register(
    Kind(
        id="styles_used",
        family="documents",
        title="A document uses styles",
        parameters=StylesUsedParameters,
        judge=_styles_used,
        sentence=_styles_sentence,
        fit=_styles_fit,
        presence=True,
    )
)
register(
    Kind(
        id="tracked_changes",
        family="documents",
        title="Changes are tracked, or all decided",
        parameters=TrackedChangesParameters,
        judge=_tracked_changes,
        sentence=_changes_sentence,
        fit=_changes_fit,
    )
)
register(
    Kind(
        id="text_similarity",
        family="documents",
        title="A text is like the reference's",
        parameters=TextSimilarityParameters,
        judge=_text_similarity,
        sentence=_similarity_sentence,
        fit=_similarity_fit,
        passages=True,
    )
)
