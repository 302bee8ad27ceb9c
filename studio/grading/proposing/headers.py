"""Proposals for the head of a table: which columns it must have, in which order, and no others."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from studio.grading.proposing.columns import Column
from studio.grading.proposing.draft import Draft
from studio.grading.proposing.instruction import Sentence

_IN_ORDER = re.compile(
    r"\bin (?:exactly |just )?(?:this|that|the following|the given|the same) order\b", re.IGNORECASE
)
_NO_OTHERS = re.compile(
    r"\b(?:exactly|only|just) (?:these|those|the following|this) (?:\w+ )?(?:columns|fields)\b|"
    r"\bno (?:other|further|additional|extra|more) (?:columns|fields)\b|"
    r"\b(?:columns|fields)\b[^.;]{0,40}\b(?:and|,) (?:no others?|nothing else)\b",
    re.IGNORECASE,
)


def propose_header(
    draft: Draft, path: str, target: str, columns: Sequence[Column], rows_ordered: bool
) -> None:
    """Add the gate of the columns, where a sentence wants their order or no others.

    That they are there is told by the check of what they hold.
    """
    for sentence in draft.instruction.sentences:
        elsewhere = sentence.files and not any(_name(path) in file for file in sentence.files)
        named = [c for c in columns if c.stated and _says(sentence, c.name)]
        exact = _NO_OTHERS.search(sentence.text) is not None
        order = not rows_ordered and _IN_ORDER.search(sentence.text) is not None
        if elsewhere or len(named) < 2 or not (exact or order) or not _are_so(named, sentence):
            continue
        parameters: dict[str, Any] = {"columns": [{"name": c.name} for c in named]}
        if exact and len(named) == len(columns):
            parameters["exact"] = True
        if order:
            parameters["order"] = True
        if len(parameters) > 1:
            draft.add(
                f"{Path(path).stem} columns",
                "table_schema",
                target,
                parameters=parameters,
                sentence=sentence,
            )
        return


def _name(path: str) -> str:
    return path.rpartition("/")[2].casefold()


def _says(sentence: Sentence, name: str) -> bool:
    return _place(sentence, name) >= 0


def _place(sentence: Sentence, name: str) -> int:
    found = re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", sentence.folded)
    return found.start() if found else -1


def _are_so(named: Sequence[Column], sentence: Sentence) -> bool:
    """Tell whether the reference has the columns in the order of the sentence."""
    places = [_place(sentence, column.name) for column in named]
    return places == sorted(places)
