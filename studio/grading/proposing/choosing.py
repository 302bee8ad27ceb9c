"""Leaving out what repeats: what another check of the same file refuses in every way.

A check of a text repeats others if the least text that they accept passes it, and if no near miss
of the reference is refused by it alone. The first keeps what guards against mistakes that no near
miss imitates; the second finds where the first is too simple.
"""

import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path

from studio.formats.tasks import TaskFolder
from studio.grading.families.documents_claims import starts_of
from studio.grading.kinds import KINDS, Grounds
from studio.grading.near_misses.operators import variants_of
from studio.grading.near_misses.scenes import scenes_of
from studio.grading.proposing.draft import Draft
from studio.grading.proposing.least import least_text
from studio.grading.readers.documents import DOCUMENTS, read_document
from studio.grading.readers.outline import headings_of
from studio.grading.verdicts import judge
from studio.model.check import Check, parse_target

_LEAST = "least.md"
_TELLS_LITTLE = (
    "no_placeholders",
    "text_pattern",
    "text_contains",
    "figures_stated",
    "headings_present",
)
LISTS = {"text_contains": "terms", "figures_stated": "figures", "facts_told": "facts"}
_WORD = re.compile(r"[^\W_]+")
_MOST_VARIANTS = 60
_LARGEST = 2 << 20


def leave_out_repeats(draft: Draft, task: TaskFolder) -> None:
    """Take out of a draft what other checks of the same file say already."""
    for path in dict.fromkeys(_path(check) for check in draft.checks):
        if Path(path).suffix.lower() in DOCUMENTS:
            with tempfile.TemporaryDirectory(prefix="studio-near-") as folder:
                _thin(draft, task, path, _Trials(task, path, Path(folder)))


def _thin(draft: Draft, task: TaskFolder, path: str, trials: "_Trials") -> None:
    """Thin the checks of one file, those that tell least first."""
    for kind in _TELLS_LITTLE:
        for check in [c for c in draft.checks if c.kind == kind and _path(c) == path]:
            others = [c for c in draft.checks if c is not check and _reads_only(c, path)]
            rest = _rest(check, others, task)
            if rest == check or (rest is None and _is_only_weight(check, draft.checks)):
                continue
            if not trials.tells_alone(check, [*others, rest] if rest else others):
                place = draft.checks.index(check)
                draft.checks[place : place + 1] = [rest] if rest else []


def _reads_only(check: Check, path: str) -> bool:
    return _path(check) == path and KINDS[check.kind].family == "documents"


def _path(check: Check) -> str:
    return parse_target(check.target).path


def _is_only_weight(check: Check, checks: Iterable[Check]) -> bool:
    if check.gate:
        return False
    return not any(
        other is not check
        and not other.gate
        and other.checkpoint == check.checkpoint
        and _path(other) == _path(check)
        for other in checks
    )


def _rest(check: Check, others: Sequence[Check], task: TaskFolder) -> Check | None:
    """Return what of a check the others do not say: all, some of its items, or nothing."""
    said = [least_text(other, task.reference, task.input) for other in others]
    whole = _with_headings(check, task)
    text = "\n\n".join(part for part in said if part)
    if not text:
        return check
    if check.kind == "no_placeholders":
        return None if _leaves_nothing(text, check, task) else check
    name = LISTS.get(check.kind, "")
    items = list(check.parameters.get(name, ()))
    apart = [item for item in items if _is_apart(item, text)]
    with tempfile.TemporaryDirectory(prefix="studio-least-") as folder:
        (Path(folder) / _LEAST).write_text(text)
        grounds = Grounds.of(task, Path(folder))
        if not apart and _passes(whole, grounds):
            return None
        fresh = [
            item
            for item in items
            if item in apart or not _passes(_with_items(check, [item]), grounds)
        ]
    return check if len(fresh) in (0, len(items)) else _with_items(check, fresh)


def _is_apart(item: object, text: str) -> bool:
    """Tell whether a text has none of the words that a figure stands beside."""
    words = item.get("words", ()) if isinstance(item, dict) else ()
    small = text.casefold()
    return bool(words) and not any(start in small for start in starts_of(words))


def _leaves_nothing(text: str, check: Check, task: TaskFolder) -> bool:
    """Tell whether a text says all that the reference does, but for its headings."""
    document = read_document(task.reference / _path(check))
    words = _WORD.findall(text)
    heads = _WORD.findall(" ".join(headings_of(document)))
    return not Counter(_WORD.findall(document.text)) - Counter(words) - Counter(heads)


def _with_headings(check: Check, task: TaskFolder) -> Check:
    """Return a check of headings with those that it finds in the reference."""
    if check.kind != "headings_present" or check.parameters.get("headings"):
        return check
    lines = least_text(check, task.reference, task.input).split("\n\n")
    headings = [line.removeprefix("# ") for line in lines]
    return check.model_copy(update={"parameters": check.parameters | {"headings": headings}})


def _with_items(check: Check, items: list[object]) -> Check:
    parameters = check.parameters | {LISTS[check.kind]: items}
    return check.model_copy(update={"parameters": parameters})


def _passes(check: Check, grounds: Grounds) -> bool:
    return judge(check.model_copy(update={"target": _LEAST}), grounds).status == "pass"


class _Trials:
    """Near misses of one file of the reference, always the same ones, and which check refuses them.

    They are made and laid out when first asked for.
    """

    def __init__(self, task: TaskFolder, path: str, folder: Path) -> None:
        self._task, self._path, self._folder = task, path, folder
        self._refused: dict[str, frozenset[int]] = {}

    @cached_property
    def _outputs(self) -> list[Path]:
        scenes = [scene for scene in scenes_of(self._task) if scene.path == self._path]
        small = [scene for scene in scenes if scene.place.stat().st_size <= _LARGEST]
        found = [v for v in variants_of(small, most=_MOST_VARIANTS) if not v.harmless]
        outputs = [self._folder / str(number) for number in range(len(found))]
        for variant, output in zip(found, outputs, strict=True):
            for path, content in variant.files.items():
                (output / path).parent.mkdir(parents=True, exist_ok=True)
                if content is not None:
                    (output / path).write_bytes(content)
        return outputs

    def _refused_by(self, check: Check) -> frozenset[int]:
        asked = check.model_dump_json()
        if asked not in self._refused:
            self._refused[asked] = frozenset(
                number
                for number, output in enumerate(self._outputs)
                if judge(check, Grounds.of(self._task, output)).status != "pass"
            )
        return self._refused[asked]

    def tells_alone(self, check: Check, others: Iterable[Check]) -> bool:
        """Tell whether a check refuses a near miss that none of the others refuses."""
        left = self._refused_by(check)
        for other in others:
            if not left:
                break
            left -= self._refused_by(other)
        return bool(left)
