"""The check that a document does not say the opposite of statements, in whatever words."""

from typing import Any

from pydantic import Field, field_validator

from studio.grading.families.documents_reading import judged, reference_document
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.phrasing import listed
from studio.grading.readers.documents import Document
from studio.grading.readers.polarity import Clause
from studio.grading.readers.statements import (
    Statement,
    clauses_in,
    contradiction,
    statement_in,
)
from studio.grading.readers.values import legible
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

_MAX_SENTENCES = 5_000
_MAX_STATEMENTS = 40


class NotContradictedParameters(Frozen):
    """The statements of which a document must not say the opposite."""

    statements: tuple[str, ...] = Field(
        min_length=1,
        max_length=_MAX_STATEMENTS,
        title="Statements",
        description="Each in one English clause: The limit for nitrate is exceeded at Brunn.",
    )

    @field_validator("statements")
    @classmethod
    def _say_something(cls, statements: tuple[str, ...]) -> tuple[str, ...]:
        for text in statements:
            if statement_in(text) is None:
                raise ValueError(
                    f"“{text[:60]}” says nothing that can be denied: give what it is about, and "
                    "a verb such as is, was, has or must"
                )
        return statements


def sentences_in(document: Document) -> list[tuple[Clause, ...]]:
    """Return the clauses of the running text of a document, those of a sentence together."""
    text = "\n".join(block.text for block in document.blocks if block.kind != "note")
    return list(clauses_in(text))[:_MAX_SENTENCES]


def opposed(statement: Statement, document: Document) -> str:
    """Return the words by which a document says the opposite of a statement, empty if it does not.

    Tables do not count: their cells are no sentences.
    """
    found = contradiction(statement, sentences_in(document))
    return " ".join(found.words) if found else ""


def _verdict(
    document: Document, parameters: NotContradictedParameters, target: Target
) -> Judgement:
    sentences = sentences_in(document)
    wrong: dict[str, Clause] = {}
    for text in parameters.statements:
        statement = statement_in(text)
        found = contradiction(statement, sentences) if statement else None
        if found is not None:
            wrong[text] = found
    evidence: dict[str, Any] = {"place": target.path, "facts": len(parameters.statements)}
    if not wrong:
        told = f"{target.path} does not say the opposite of what it must say."
        return passed(told, public=told, **evidence)
    evidence["wrong"] = [
        {"expected": text, "found": legible(" ".join(clause.words)[:200])}
        for text, clause in wrong.items()
    ]
    text, clause = next(iter(wrong.items()))
    said = legible(" ".join(clause.words)[:120])
    return failed(
        f"{target.path} says “{said}”, the opposite of “{text}”.",
        public=f"{target.path} says the opposite of {len(wrong)} of {len(parameters.statements)} "
        "statements.",
        **evidence,
    )


def _judge(
    check: Check, parameters: NotContradictedParameters, target: Target, grounds: Grounds
) -> Judgement:
    def judge(check: Check, document: Document) -> Judgement:
        return _verdict(document, parameters, target)

    return judged(judge, check, target, grounds)


def _fit(
    check: Check, parameters: NotContradictedParameters, target: Target, grounds: Grounds
) -> str:
    verdict = _verdict(reference_document(target, grounds), parameters, target)
    return "" if verdict.score == 1 else f"The reference fails it: {verdict.sentence}"


def _sentence(
    check: Check, parameters: NotContradictedParameters, target: Target, grounds: Grounds
) -> str:
    shown = [f"“{text}”" for text in parameters.statements]
    more = [f"{len(shown) - 3} more statements"] if len(shown) > 4 else shown[3:]
    return f"{target.path} does not say the opposite of {listed([*shown[:3], *more])}"


register(
    Kind(
        id="not_contradicted",
        family="documents",
        title="A text does not say the opposite of statements",
        parameters=NotContradictedParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
        presence=True,
    )
)
