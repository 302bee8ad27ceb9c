"""Asking the model that a person has named, and taking its opinion into a grade.

Nothing is asked unless `STUDIO_JUDGE` names a command. What an agent wrote reaches it as data: one
JSON object on its standard input.
"""

import json
import math
import os
import shlex
import subprocess
import tempfile
from typing import Any

from studio.base import atomic
from studio.base.errors import FaultError
from studio.base.settings import cache_folder
from studio.formats import digests
from studio.formats.documents import strict_json
from studio.formats.tasks import TaskFolder
from studio.grading.families.judge import COMMAND
from studio.grading.readers.values import legible
from studio.grading.verdicts import grade_of
from studio.model.grade import PASS_MARGIN, CheckResult, Grade

DISAGREEMENT = 0.25
_TIMES = 2
_SECONDS = 120.0
_LONGEST_ANSWER = 100_000


def with_opinions(task: TaskFolder, grade: Grade) -> Grade:
    """Return a grade in which the checks that were left to a judge are judged.

    Without a command in `STUDIO_JUDGE` it is the grade itself. A judge that does not answer is a
    check in error, never a score.
    """
    command = os.environ.get(COMMAND, "").strip()
    found = {result.id: result for point in grade.checkpoints for result in point.checks}
    waiting = [r for r in found.values() if r.status == "skipped" and "question" in r.evidence]
    if not command or not waiting:
        return grade
    for result in waiting:
        found[result.id] = _judged(result, command)
    return grade_of(task, found).model_copy(update={"isolation": grade.isolation})


def _judged(result: CheckResult, command: str) -> CheckResult:
    evidence = result.evidence
    if fault := evidence.get("fault"):
        return _with(result, "fail", 0.0, fault, {"place": result.target, "found": None})
    try:
        opinions = _opinions(str(evidence["question"]), str(evidence["answer_text"]), command)
    except FaultError as refusal:
        return _with(result, "error", None, f"Could not be judged: {refusal}", {})
    scores = [opinion["score"] for opinion in opinions]
    apart = max(scores) - min(scores)
    agree = apart <= DISAGREEMENT
    score = math.fsum(scores) / len(scores) if agree else min(scores)
    quarrel = "" if agree else f" Asked twice it was {apart:.2f} apart, so the lower score counts."
    told = f"The judge gives {score:.2f}: {opinions[0]['reason']}{quarrel}"
    shown = {"place": result.target, "opinions": opinions, "apart": apart, "disagree": not agree}
    return _with(result, "pass" if score >= 1 - PASS_MARGIN else "fail", score, told, shown)


def _with(
    result: CheckResult, status: str, score: float | None, told: str, evidence: dict[str, Any]
) -> CheckResult:
    given = f"a judge gives {score:.2f}" if score is not None else "could not be judged"
    changed = {
        "status": status,
        "score": score,
        "sentence": told,
        "public": f"{result.target}: {given}.",
        "evidence": evidence,
    }
    return CheckResult.model_validate(result.model_dump() | changed)


def _opinions(question: str, text: str, command: str) -> list[dict[str, Any]]:
    """Return what the judge says when asked twice, from the cache if it was asked before."""
    asked = json.dumps({"question": question, "answer_text": text}, ensure_ascii=True)
    name = digests.of_bytes(json.dumps([command, asked]).encode())
    kept = cache_folder() / "judge" / f"{name}.json"
    if kept.is_file():
        return list(json.loads(kept.read_text("utf-8")))
    opinions = [_ask(command, asked) for _ in range(_TIMES)]
    atomic.write_text(kept, json.dumps(opinions))
    return opinions


def _ask(command: str, asked: str) -> dict[str, Any]:
    """Ask the judge once, in an empty folder.

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
