"""Settling a draft: each check must pass the reference, and pay nothing for doing nothing."""

import re

from studio.formats.tasks import TaskDocument, TaskFolder
from studio.grading.proposing.draft import Draft
from studio.grading.proposing.instruction import Sentence, stems_of
from studio.grading.verdicts import free_scores, grade_output
from studio.model.check import Check, Checks, parse_target

_MOST_STEMS = 0.6
_AGREE = re.compile(
    r"\b(?:agrees?|match(?:es)?|tie|ties|consistent|same (?:figure|total|value))\b", re.I
)
_VERBS = stems_of(
    "add build calculate complete compute create enter export fill give list make mark please put "
    "record report save set show state summarise summarize update write must should shall need "
    "want file sheet workbook document table result output"
)


def settled(draft: Draft, task: TaskFolder) -> None:
    """Drop the checks that the reference itself fails, and make gates of those that are free."""
    results = _reference_results(draft, task)
    for check in list(draft.checks):
        told = results.get(check.id, "")
        if told:
            draft.checks.remove(check)
            draft.skip(f"A check of {check.target} is left out, for the reference fails it: {told}")
    free = free_scores(_with(draft, task)) if draft.checks else {}
    draft.checks = [
        check.model_copy(update={"gate": True, "checkpoint": check.checkpoint})
        if free.get(check.id, 0.0) > 0
        else check
        for check in draft.checks
    ]
    _name_bare_checkpoints(draft)


def _with(draft: Draft, task: TaskFolder) -> TaskFolder:
    document = TaskDocument(
        task.document.task, task.document.prompt, Checks(checks=tuple(draft.checks))
    )
    return task.with_document(document)


def _reference_results(draft: Draft, task: TaskFolder) -> dict[str, str]:
    """Return for the id of each check that the reference fails the sentence that says so."""
    if not draft.checks or not task.reference.is_dir():
        return {}
    grade = grade_output(_with(draft, task), task.reference)
    return {
        result.id: result.sentence
        for checkpoint in grade.checkpoints
        for result in checkpoint.checks
        if result.status != "pass"
    }


def _name_bare_checkpoints(draft: Draft) -> None:
    weighted = {check.checkpoint for check in draft.checks if not check.gate}
    for point in draft.checkpoints:
        if point.weight > 0 and point.id not in weighted:
            draft.skip(f"The checkpoint {point.title} has a weight, but no check earns it")


def uncovered_demands(draft: Draft) -> tuple[str, ...]:
    """Return the sentences that ask for something that no check tests."""
    because = {check.because for check in draft.checks}
    blob = " ".join(_words_of(check) for check in draft.checks).casefold()
    stems = stems_of(blob)
    files = {parse_target(check.target).path for check in draft.checks if not check.gate}
    kinds = {check.kind for check in draft.checks}
    given = frozenset(
        part
        for path in draft.given.paths
        for part in (path.casefold(), path.casefold().split("/")[-1])
    )
    kept = any(check.parameters.get("facts") == "unchanged" for check in draft.checks)
    return tuple(
        sentence.text
        for sentence in draft.instruction.sentences
        if sentence.asks
        and not sentence.leaves
        and sentence.text not in because
        and not _is_met(sentence, blob, stems, given)
        and not (sentence.keeps and (kept or "inputs_unchanged" in kinds))
        and not (_AGREE.search(sentence.text) and len(files) > 1)
        and not (sentence.live and kinds & {"formula_present", "formula_follows"})
        and not (not sentence.names and (sentence.roundings or sentence.slacks) and draft.checks)
    )


def _words_of(check: Check) -> str:
    """Return the words of a check: its target and all texts of its parameters."""
    found = [check.target.replace("#", " ").replace("_", " "), check.target]

    def walk(value: object) -> None:
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, dict):
            for child in value.values():
                walk(child)
        elif isinstance(value, list | tuple):
            for child in value:
                walk(child)

    walk(check.parameters)
    return " ".join(found)


def _is_met(sentence: Sentence, blob: str, stems: frozenset[str], given: frozenset[str]) -> bool:
    """Tell whether all that a sentence names, or most of what it says, is in the checks."""
    named = [name.casefold() for name in (*sentence.names, *sentence.cells, *sentence.files)]
    named = [name for name in named if name not in given]
    if named and all(_stands(name, blob) for name in named):
        return True
    said = sentence.stems - _VERBS
    return bool(said) and len(said & stems) >= _MOST_STEMS * len(said)


def _stands(name: str, blob: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", blob) is not None
