"""Proposals for programs and workbooks that are to be used again, where hidden cases lie ready."""

import re
from pathlib import Path

from studio.base.errors import FaultError
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.instruction import Sentence
from studio.grading.readers.cases import HiddenCase, hidden_cases
from studio.grading.readers.trees import read_tree

PROGRAMS = (".py", ".sh")
_STARTS = {".py": "python3", ".sh": "sh"}
_COMMAND = re.compile(r"`+\s*(?:\$ )?((?:python3?|sh|bash) [^`\n]{1,200})`|^\s*(?:\$ )?"
                      r"((?:python3?|sh|bash) [^`\n]{1,200})$", re.MULTILINE)  # fmt: skip
_AGAIN = re.compile(
    r"\b(?:re-?us(?:e[ds]?|able|ing)|again|next (?:week|month|quarter|year|time)|"
    r"every (?:day|week|month|quarter|year)|each (?:day|week|month|quarter|year)|"
    r"(?:other|another|new|different|any|unseen|hidden) (?:\w+ )?"
    r"(?:inputs?|data|files?|cases?|values?|figures|numbers|rates?|prices|orders?|months?|export)|"
    r"program|script|command|template|calculator|tool|model|recalculate[sd]?|formulas?)\b",
    re.IGNORECASE,
)


def propose_program(draft: Draft, path: str, place: Path, given: Path | None) -> None:
    """Propose that a program is right on the hidden cases."""
    if not _is_meant(draft, path):
        return
    cases = _cases(draft, path)
    if not cases:
        draft.skip(
            f"{path} is a program; put inputs that nobody saw and their answers into "
            "private/hidden/cases/NAME/ to have it run on them"
        )
        return
    command = _command(draft.instruction.prompt, path)
    draft.add(
        f"run {path}",
        "rerun_program",
        path,
        parameters={"command": command} if command else {},
        tolerance=_tolerance(draft),
        strong=(path.rpartition("/")[2],),
        weak=name_words(path),
        sentence=_sentence(draft, path),
        reason=f"run on {len(cases)} hidden cases, as the instruction asks for a program",
    )
    name = path.rpartition("/")[2]
    draft.used |= {
        sentence.text
        for sentence in draft.instruction.sentences
        if name in sentence.text or _AGAIN.search(sentence.text)
    }


def propose_reuse(draft: Draft, path: str, place: Path) -> None:
    """Propose that a workbook is right when it is filled with the hidden cases."""
    cases = [case for case in _cases(draft, path) if _names_cells(case)]
    sentence = _sentence(draft, path)
    if cases and sentence is not None:
        draft.add(
            f"refill {path}",
            "rerun_workbook",
            path,
            tolerance=_tolerance(draft),
            sentence=sentence,
            reason=f"filled with {len(cases)} hidden cases, as the instruction wants it used again",
        )


def _is_meant(draft: Draft, path: str) -> bool:
    """Tell whether a program is the one to be run: it is named, or nothing else is."""
    name = path.rpartition("/")[2].casefold()
    named = [n for sentence in draft.instruction.sentences for n in sentence.files]
    programs = [n for n in named if n.endswith(PROGRAMS)]
    return any(n.endswith(name) for n in programs) or not programs


def _cases(draft: Draft, path: str) -> tuple[HiddenCase, ...]:
    if draft.hidden is None:
        return ()
    try:
        found = hidden_cases(draft.hidden, draft.given.folder or draft.hidden / "-")
        return tuple(case for case in found if not case.seen)
    except FaultError as fault:
        draft.skip(f"{path} is not run on the hidden cases. {str(fault).removesuffix('.')}")
        return ()


def _names_cells(case: HiddenCase) -> bool:
    """Tell whether the input of a case is one of a workbook: cells by name, or sheets."""
    trees = [place for place in case.given.values() if place.suffix.lower() == ".json"]
    return bool(trees) and isinstance(read_tree(trees[0]), dict)


def _command(prompt: str, path: str) -> str | None:
    """Return the command that the instruction gives for a program, None if it is the usual one."""
    name = path.rpartition("/")[2]
    for found in _COMMAND.finditer(prompt):
        command = re.split(r"\s*[<>|;&]", found[1] or found[2])[0].strip()
        words = command.split()
        if name in words or path in words:
            usual = [_STARTS[Path(path).suffix.lower()], *words[1:]]
            return (
                None if usual[1:] in ([name], [path]) and usual[0] == "python3" else " ".join(usual)
            )
    return None if path.lower().endswith(".py") else f"sh {name}"


def _tolerance(draft: Draft) -> float | None:
    """Return the tolerance that one wish to round leaves; None if there are several, or none."""
    every = [wish for sentence in draft.instruction.sentences for wish in sentence.roundings]
    return every[0].tolerance if len({wish.unit for wish in every}) == 1 else None


def _sentence(draft: Draft, path: str) -> Sentence | None:
    """Return the sentence that asks for work to be used again, best one that names the file."""
    name = path.rpartition("/")[2].casefold()
    wishes = [s for s in draft.instruction.sentences if _AGAIN.search(s.text)]
    named = [s for s in wishes if any(file.endswith(name) for file in s.files)]
    return next(iter((*named, *wishes)), None)
