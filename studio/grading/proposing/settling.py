"""Settling a draft: each check must pass the reference, and pay nothing for doing nothing."""

import re
from dataclasses import dataclass
from itertools import combinations

from studio.formats.tasks import TaskDocument, TaskFolder
from studio.grading.kinds import Grounds
from studio.grading.proposing.choosing import LISTS, leave_out_repeats
from studio.grading.proposing.draft import Draft, stems_of_title
from studio.grading.proposing.instruction import Sentence, stems_of
from studio.grading.proposing.margins import tell_margins
from studio.grading.verdicts import free_scores, grade_output, judge
from studio.model.check import Check, Checks, parse_target

_AGREE = re.compile(
    r"\b(?:agrees?|match(?:es)?|tie|ties|consistent|same (?:figure|total|value))\b", re.IGNORECASE
)
_VERBS = stems_of(
    "add build calculate complete compute create enter export fill give list make mark please put "
    "record report save set show state summarise summarize update write must should shall need "
    "want file sheet workbook document table result output"
)
_LOOKS = re.compile(
    r"\b(?:bold|italic|highlight|colou?r|font|shad(?:e|ing)|borders?|freeze|filter|print|logo|"
    r"hyperlinks?|styles?|charts?|graphs?|plots?|diagrams?|pivot|photos?|images?|pictures?|"
    r"currency format|format(?:ted)? as|explain|describe|discuss|justify|rationale|reasons?|why|"
    r"comments?|translate|tone|polite|plain language)\b",
    re.IGNORECASE,
)
_MOST_ITEMS = 16
_MOST_LEFT_OUT = 3


def settled(draft: Draft, task: TaskFolder) -> None:
    """Drop the checks that the reference itself fails, and make gates of those that are free."""
    results = _reference_results(draft, task)
    for place, check in reversed(list(enumerate(draft.checks))):
        if told := results.get(check.id, ""):
            part = _passing_part(check, task)
            draft.checks[place : place + 1] = [part] if part else []
            what = "Part of a check" if part else "A check"
            draft.skip(f"{what} of {check.target} is left out, for the reference fails it: {told}")
    _part_what_is_free(draft, task)
    free = free_scores(_with(draft, task)) if draft.checks else {}
    draft.checks = [
        check.model_copy(update={"gate": True, "checkpoint": check.checkpoint})
        if free.get(check.id, 0.0) > 0
        else check
        for check in draft.checks
    ]
    leave_out_repeats(draft, task)
    tell_margins(draft, task)
    _earn_bare_checkpoints(draft)
    _name_bare_checkpoints(draft)


def _passing_part(check: Check, task: TaskFolder) -> Check | None:
    """Return a check of a list without the few items for which the reference fails it."""
    # Figures that the reference seems to contradict were badly chosen, the others beside them too.
    name = "" if check.kind == "figures_stated" else LISTS.get(check.kind, "")
    items = list(check.parameters.get(name, ()))
    if not 1 < len(items) <= _MOST_ITEMS:
        return None
    grounds = Grounds.of(task, task.reference)
    for size in range(1, min(_MOST_LEFT_OUT, len(items) - 1) + 1):
        for left_out in combinations(range(len(items)), size):
            kept = [item for place, item in enumerate(items) if place not in left_out]
            part = check.model_copy(update={"parameters": check.parameters | {name: kept}})
            if judge(part, grounds).status == "pass":
                return part
    return None


def _part_what_is_free(draft: Draft, task: TaskFolder) -> None:
    """Part the lists of which the untouched input says some: the rest carries the weight."""
    grounds = Grounds.of(task, task.input)
    for place, check in reversed(list(enumerate(draft.checks))):
        name = LISTS.get(check.kind, "")
        items = list(check.parameters.get(name, ())) if draft.in_place and not check.gate else []
        parts: dict[bool, list[object]] = {True: [], False: []}
        for item in items if len(items) > 1 else ():
            alone = check.model_copy(update={"parameters": check.parameters | {name: [item]}})
            parts[judge(alone, grounds).status == "pass"].append(item)
        if parts[True] and parts[False]:
            work, said = (
                check.model_copy(update={"parameters": check.parameters | {name: parts[free]}})
                for free in (False, True)
            )
            said = said.model_copy(update={"id": f"{check.id}-kept", "gate": True})
            draft.checks[place : place + 1] = [work, said]


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


BARE = "The checkpoint {title} has a weight, but no check earns it"
"""What is said of a checkpoint that counts and that no proposed check belongs to."""


def _earn_bare_checkpoints(draft: Draft) -> None:
    """Give a checkpoint that only gates belong to a weighted check that its title speaks of.

    The check is one of several of another checkpoint, so that none is left without.
    """
    for point in draft.checkpoints:
        held = [check.checkpoint for check in draft.checks if not check.gate]
        if point.weight <= 0 or point.id in held:
            continue
        said = stems_of_title(point.title)
        worth = {
            check.id: len(said & _stems_of(check))
            for check in draft.checks
            if not check.gate and held.count(check.checkpoint) > 1
        }
        best = max(worth, key=lambda id: worth[id], default="")
        if worth.get(best):
            draft.checks[:] = [
                check.model_copy(update={"checkpoint": point.id}) if check.id == best else check
                for check in draft.checks
            ]


def _stems_of(check: Check) -> frozenset[str]:
    """Return the stems of what a check is about, without those of its file."""
    file = stems_of(check.target.replace("_", " ").replace(".", " "))
    return stems_of_title(f"{check.id} {_words_of(check)}") - file


def _name_bare_checkpoints(draft: Draft) -> None:
    weighted = {check.checkpoint for check in draft.checks if not check.gate}
    for point in draft.checkpoints:
        if point.weight > 0 and point.id not in weighted:
            draft.skip(BARE.format(title=point.title))


@dataclass(frozen=True)
class _Tested:
    """What the checks of a draft test: their sentences, their words, their kinds."""

    because: frozenset[str]
    blob: str
    stems: frozenset[str]
    kinds: frozenset[str]
    files: int
    keeps: bool

    @classmethod
    def of(cls, draft: Draft) -> "_Tested":
        checks = draft.checks
        words = " ".join(map(_words_of, checks)).casefold()
        fields = sorted(name for names in draft.fields.values() for name in names)
        return cls(
            frozenset(check.because for check in checks) | draft.used,
            " ".join((words, *sorted(draft.compared))).casefold(),
            stems_of(" ".join((words, *fields))),
            frozenset(check.kind for check in checks),
            len({parse_target(check.target).path for check in checks if not check.gate}),
            any(check.parameters.get("facts") == "unchanged" for check in checks),
        )


def uncovered_demands(draft: Draft) -> tuple[str, ...]:
    """Return the sentences that ask for something that no check tests.

    A sentence that only tells how to work out what is checked is no demand of its own: it names
    nothing that no check names, and asks for no look, chart or prose.
    """
    tested = _Tested.of(draft)
    return tuple(
        sentence.text
        for sentence in draft.instruction.sentences
        if is_demand(sentence)
        and sentence.text not in tested.because
        and not _is_tested(sentence, draft, tested)
    )


def is_demand(sentence: Sentence) -> bool:
    """Tell whether a sentence asks for something that a check can look at."""
    return sentence.asks and not sentence.leaves and not _leads_in(sentence)


def _leads_in(sentence: Sentence) -> bool:
    """Tell whether a sentence only announces the demands that follow it."""
    named = (*sentence.names, *sentence.cells, *sentence.files)
    return sentence.text.endswith(":") and not named and not _LOOKS.search(sentence.text)


def _is_tested(sentence: Sentence, draft: Draft, tested: _Tested) -> bool:
    if not tested.files:
        return False
    if sentence.keeps and (tested.keeps or tested.kinds & {"inputs_unchanged", "text_kept"}):
        return True
    if sentence.live and tested.kinds & {"formula_present", "formula_follows"}:
        return True
    if sentence.orders and tested.kinds & {"rows_sorted"}:
        return True
    if _AGREE.search(sentence.text) and tested.files > 1:
        return True
    if sentence.keeps or sentence.live or sentence.orders or _LOOKS.search(sentence.text):
        return False
    named = [n.casefold() for n in (*sentence.names, *sentence.cells, *sentence.files)]
    fresh = [name for name in named if not _is_given(name, draft)]
    said = sentence.stems - _VERBS
    known = tested.stems | stems_of(" ".join((*tested.because, *draft.given.names)))
    return all(_stands(name, tested.blob) for name in fresh) and (not said or bool(said & known))


def _is_given(name: str, draft: Draft) -> bool:
    """Tell whether a name is one of the input: a file, sheet, column, field or value."""
    files = {path.casefold().rpartition("/")[2] for path in draft.given.paths}
    return name in files or name in draft.given.names or draft.given.holds(name)


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


def _stands(name: str, blob: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", blob) is not None
