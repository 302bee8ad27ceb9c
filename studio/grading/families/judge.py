"""The check by a model: off unless asked for, never alone, and worth little.

The kind itself asks nobody, for graders have no network: it finds the text, and is skipped.
`studio.grading.opinions` asks the judge that a person has named, and takes its answer in.
"""

from pathlib import Path

from pydantic import Field

from studio.grading.kinds import Grounds, Judgement, Kind, register
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import TABLES, read_book
from studio.grading.readers.documents import read_document
from studio.grading.readers.places import locate
from studio.grading.readers.values import fold, is_blank, legible
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

COMMAND = "STUDIO_JUDGE"
SHARE = 0.2
_LONGEST_TEXT = 20_000


class ModelJudgeParameters(Frozen):
    """What a model is asked of a text."""

    question: str = Field(
        min_length=1,
        max_length=2_000,
        title="Question",
        description="Answered by a score from 0 to 1. The command that `STUDIO_JUDGE` names gets "
        "it with the text as one JSON object, `question` and `answer_text`, and prints `score` "
        "and `reason`. Without that command the check is skipped.",
    )


def _text_of(folder: Path, target: Target) -> str:
    place = locate(folder, target.path)
    if place is None:
        raise Unreadable("is missing")
    if place.suffix.lower() in TABLES:
        sheets = read_book(place).sheets.values()
        values = [sheet.value(*spot) for sheet in sheets for spot in sorted(sheet.cells)]
        text = "\n".join(str(value) for value in values if not is_blank(value))
    else:
        text = read_document(place).text
    if not fold(text):
        raise Unreadable("holds no text")
    return text[:_LONGEST_TEXT]


def _judge(
    check: Check, parameters: ModelJudgeParameters, target: Target, grounds: Grounds
) -> Judgement:
    """Skip the check; the text that a judge may be asked about is the evidence."""
    assert grounds.output is not None
    evidence = {"place": check.target, "question": parameters.question}
    try:
        evidence["answer_text"] = _text_of(grounds.output, target)
    except Unreadable as fault:
        evidence["fault"] = f"{target.path} {fault}."
    return Judgement(0.0, f"Not judged: no command is set in {COMMAND}.", evidence, skipped=True)


def _fit(check: Check, parameters: ModelJudgeParameters, target: Target, grounds: Grounds) -> str:
    if check.gate:
        return "A model's opinion may not be a gate; give it a weight."
    try:
        _text_of(grounds.reference, target)
    except Unreadable as fault:
        return f"The reference's {target.path} {fault}."
    return ""


def _sentence(
    check: Check, parameters: ModelJudgeParameters, target: Target, grounds: Grounds
) -> str:
    return f"A model says of {target.path}: {legible(fold(parameters.question))}"


register(
    Kind(
        id="model_judge",
        family="judge",
        title="What a model says of a text",
        parameters=ModelJudgeParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
        share=SHARE,
    )
)
