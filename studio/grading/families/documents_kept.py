"""The check that a document still says what it said before, but for what was to be changed."""

import re
from typing import Any

from pydantic import Field

from studio.grading.families.documents_reading import document_in, judged, reference_document
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, failed, passed, register
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.documents import Document, text_of_part
from studio.grading.readers.fillings import filled_in
from studio.grading.readers.values import fold, legible
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

_WORD = re.compile(r"[^\W_]+(?:[.,][0-9]+)*")
_THOUSANDS = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_MAX_PASSAGES = 2_000
_LEAST_AROUND = 2


class TextKeptParameters(Frozen):
    """Which passages of the input must still be there: those that the reference holds too."""

    source: str | None = Field(
        default=None,
        title="File of the input",
        description="Whose passages must stay; the file of the same name if left out.",
    )
    least_words: int = Field(
        default=1,
        ge=1,
        title="Shortest passage",
        description="Passages of fewer words do not count.",
    )
    around: bool = Field(
        default=False,
        title="Around what was filled in, too",
        description="Of a line that was filled in, the words around stay as they are.",
    )


def _passage(text: str) -> str:
    """Return a text as it is compared: its words, without marks, capitals and separators."""
    plain = _THOUSANDS.sub(lambda found: found.group().replace(",", ""), fold(text).casefold())
    return " ".join(_WORD.findall(plain))


def _passages(document: Document) -> list[str]:
    found = [_passage(line) for part in document.parts for line in text_of_part(part).split("\n")]
    return [passage for passage in found if passage][:_MAX_PASSAGES]


def kept_passages(given: Document, reference: Document, least_words: int = 1) -> list[str]:
    """Return the passages that two documents both hold, as their words, each once."""
    held = set(_passages(given))
    both = [passage for passage in _passages(reference) if passage in held]
    return [p for p in dict.fromkeys(both) if p.count(" ") + 1 >= least_words]


def _wanted(parameters: TextKeptParameters, target: Target, grounds: Grounds) -> list[str]:
    try:
        source = Target(path=parameters.source) if parameters.source else target
        given = document_in(grounds.input, source)
    except Unreadable:
        return []
    reference = reference_document(target, grounds)
    kept = kept_passages(given, reference, parameters.least_words)
    return [*kept, *_around(given, reference)] if parameters.around else kept


def _around(given: Document, reference: Document) -> list[str]:
    """Return the words around what was filled in, up to what was, in runs of several."""
    runs = (_passage(" ".join(run)) for run in filled_in(given, reference).rest())
    return [run for run in dict.fromkeys(runs) if run.count(" ") + 1 >= _LEAST_AROUND]


def _judge(
    check: Check, parameters: TextKeptParameters, target: Target, grounds: Grounds
) -> Judgement:
    wanted = _wanted(parameters, target, grounds)

    def judge(check: Check, document: Document) -> Judgement:
        text = f" {' '.join(_passages(document))} "
        lost = [passage for passage in wanted if f" {passage} " not in text]
        evidence: dict[str, Any] = {"place": target.path, "facts": len(wanted)}
        if not lost:
            told = f"{target.path} still says what it said before."
            return passed(told, public=told, **evidence)
        evidence["wrong"] = [legible(passage[:120]) for passage in lost[:EVIDENCE_CAP]]
        more = f" and {len(lost) - 1} more passages" if len(lost) > 1 else ""
        return failed(
            f"{target.path} no longer says: {legible(lost[0][:80])}{more}.",
            public=f"{target.path} lacks {len(lost)} of {len(wanted)} passages of the input.",
            **evidence,
        )

    return judged(judge, check, target, grounds)


def _fit(check: Check, parameters: TextKeptParameters, target: Target, grounds: Grounds) -> str:
    if _wanted(parameters, target, grounds):
        return ""
    return f"The input and the reference have no passage of {target.path} in common."


def _sentence(
    check: Check, parameters: TextKeptParameters, target: Target, grounds: Grounds
) -> str:
    return f"What {target.path} said before is still there, but for what was to be changed"


register(
    Kind(
        id="text_kept",
        family="documents",
        title="A document still says what it said",
        parameters=TextKeptParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
        presence=True,
    )
)
