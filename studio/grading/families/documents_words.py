"""The check that amounts stand in words, too, and that these words are of the right amounts."""

from typing import Any

from pydantic import Field

from studio.grading.families.documents_reading import judged, reference_document
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.phrasing import listed
from studio.grading.readers.documents import Block, Document
from studio.grading.readers.numerals import numerals_in
from studio.grading.readers.parts import text_of_part
from studio.grading.readers.quantities import decimal_sign, quantities
from studio.grading.readers.values import fold, legible
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

LEAST_SPELLED = 100
_MAX_PASSAGES = 5_000


class AmountInWordsParameters(Frozen):
    """The amounts that a document must give in words."""

    values: tuple[int, ...] = Field(
        min_length=1,
        title="Amounts",
        description="Each stands in English words, and no other amount in words beside its figure.",
    )


def spelled_out(document: Document) -> list[tuple[list[tuple[int, str]], set[float]]]:
    """Return the amounts of 100 or more in words, with their spelling, and in figures.

    Those of one paragraph, item or row stand together.
    """
    decimal = decimal_sign(fold(document.text))
    found = []
    for part in document.parts[:_MAX_PASSAGES]:
        lines = [part.text] if isinstance(part, Block) else text_of_part(part).split("\n")
        for text in map(fold, lines):
            words = [
                (one.value, text[one.start : one.end])
                for one in numerals_in(text)
                if one.value >= LEAST_SPELLED
            ]
            figures = {one.value for one in quantities(text, decimal)} if words else set()
            found.append((words, figures))
    return found


def _verdict(document: Document, parameters: AmountInWordsParameters, target: Target) -> Judgement:
    lines = spelled_out(document)
    told = {value for words, _ in lines for value, _ in words}
    missing = [value for value in parameters.values if value not in told]
    wanted = set(parameters.values)
    others = [
        spelled
        for words, figures in lines
        for value, spelled in words
        if value not in wanted and value not in figures and wanted & figures
    ]
    evidence: dict[str, Any] = {"place": target.path, "facts": len(parameters.values)}
    if others:
        said = f"{target.path} says {legible(others[0][:120])} beside another figure."
        public = f"{target.path} has words and figures that are not the same amount."
        return failed(said, public=public, found=others[0][:120], **evidence)
    if missing:
        evidence["missing"] = missing
        named = listed([f"{value:,}" for value in missing[:3]])
        public = f"{target.path} lacks {len(missing)} of {len(parameters.values)} amounts in words."
        score = 1 - len(missing) / len(parameters.values)
        return Judgement(score, f"{target.path} does not give {named} in words.", evidence, public)
    said = f"{target.path} gives the amounts in words as in figures."
    return passed(said, public=said, **evidence)


def _judge(
    check: Check, parameters: AmountInWordsParameters, target: Target, grounds: Grounds
) -> Judgement:
    def judge(check: Check, document: Document) -> Judgement:
        return _verdict(document, parameters, target)

    return judged(judge, check, target, grounds)


def _fit(
    check: Check, parameters: AmountInWordsParameters, target: Target, grounds: Grounds
) -> str:
    verdict = _verdict(reference_document(target, grounds), parameters, target)
    return "" if verdict.score == 1 else f"The reference fails it: {verdict.sentence}"


def _sentence(
    check: Check, parameters: AmountInWordsParameters, target: Target, grounds: Grounds
) -> str:
    return f"{target.path} gives {listed([f'{v:,}' for v in parameters.values])} in words"


register(
    Kind(
        id="amount_in_words",
        family="documents",
        title="An amount stands in words, too",
        parameters=AmountInWordsParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
    )
)
