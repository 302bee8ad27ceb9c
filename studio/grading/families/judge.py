"""The check by a model: off unless asked for, never alone, and worth little."""

import json
import math
import os
import shlex
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from pydantic import Field

from studio.base import atomic
from studio.base.errors import FaultError
from studio.base.settings import cache_folder
from studio.formats import digests
from studio.formats.documents import strict_json
from studio.grading.kinds import Grounds, Judgement, Kind, failed, register
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import TABLES, read_book
from studio.grading.readers.documents import read_document
from studio.grading.readers.places import locate
from studio.grading.readers.values import fold, is_blank, legible
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

COMMAND = "STUDIO_JUDGE"
SHARE = 0.2
DISAGREEMENT = 0.25
_ASKED = 2
_SECONDS = 120.0
_LONGEST_TEXT = 20_000
_LONGEST_ANSWER = 100_000


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


def _opinions(question: str, text: str, command: str) -> list[dict[str, Any]]:
    """Return what the judge says when asked twice, from the cache if it was asked before."""
    asked = json.dumps({"question": question, "answer_text": text}, ensure_ascii=False)
    name = digests.of_bytes(json.dumps([command, asked]).encode())
    kept = cache_folder() / "judge" / f"{name}.json"
    if kept.is_file():
        return list(json.loads(kept.read_text("utf-8")))
    opinions = [_ask(command, asked) for _ in range(_ASKED)]
    atomic.write_text(kept, json.dumps(opinions, ensure_ascii=False))
    return opinions


def _ask(command: str, asked: str) -> dict[str, Any]:
    """Ask the judge once; its folder is empty, and the text reaches it as data alone.

    Raises:
        FaultError: if it does not answer as it must; that is no verdict on the output.
    """
    with tempfile.TemporaryDirectory(prefix="studio-judge-") as folder:
        try:
            answer = subprocess.run(
                shlex.split(command),
                input=asked.encode(),
                capture_output=True,
                cwd=folder,
                timeout=_SECONDS,
                check=True,
            ).stdout
        except (OSError, ValueError, subprocess.SubprocessError) as fault:
            raise FaultError(f"The judge did not answer ({type(fault).__name__}).") from None
    return _read_opinion(answer[:_LONGEST_ANSWER])


def _read_opinion(answer: bytes) -> dict[str, Any]:
    try:
        told = strict_json(answer.decode("utf-8", "replace"))
    except ValueError:
        raise FaultError("The judge did not print one JSON object.") from None
    score = told.get("score") if isinstance(told, dict) else None
    if isinstance(score, bool) or not isinstance(score, int | float) or not 0 <= score <= 1:
        raise FaultError("The judge's score is not a number from 0 to 1.")
    return {"score": float(score), "reason": legible(str(told.get("reason", ""))[:500])}


def _judge(
    check: Check, parameters: ModelJudgeParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    command = os.environ.get(COMMAND, "").strip()
    if not command:
        return Judgement(0.0, f"Not judged: no command is set in {COMMAND}.", skipped=True)
    try:
        text = _text_of(grounds.output, target)
    except Unreadable as fault:
        told = f"{target.path} {fault}."
        return failed(told, public=told, place=check.target, found=None)
    opinions = _opinions(parameters.question, text, command)
    scores = [opinion["score"] for opinion in opinions]
    apart = max(scores) - min(scores)
    agree = apart <= DISAGREEMENT
    score = math.fsum(scores) / len(scores) if agree else min(scores)
    evidence = {
        "place": check.target,
        "opinions": opinions,
        "apart": apart,
        "disagree": not agree,
    }
    quarrel = "" if agree else f" Asked twice it was {apart:.2f} apart, so the lower score counts."
    told = f"The judge gives {score:.2f}: {opinions[0]['reason']}{quarrel}"
    return Judgement(score, told, evidence, f"{check.target}: a judge gives {score:.2f}.")


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
