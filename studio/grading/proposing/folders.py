"""Proposals for whole files: moved, renamed, taken away, left alone."""

import re
from collections import Counter
from pathlib import Path, PurePosixPath

from studio.formats import digests
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.instruction import Sentence
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.documents import DOCUMENTS, read_document
from studio.grading.readers.values import fold

_MAX_MOVED = 2_000
_FEW = 3
_OF_FILES = re.compile(
    r"\b(?:files?|folders?|inputs?|sources?|originals?|exports?|director(?:y|ies)|documents?|"
    r"(?:everything|anything|nothing|all|whatever)(?: else)?|the (?:rest|others?))\b",
    re.IGNORECASE,
)
Files = dict[str, Path]


def propose_moved(draft: Draft, made: Files, given: Files) -> set[str]:
    """Add the check of files whose content the input holds under another name.

    Return the paths of such files, and of those that were copied as they are.
    """
    held = {digests.of_file(place): path for path, place in given.items()}
    found = {p: held[d] for p, place in made.items() if (d := digests.of_file(place)) in held}
    moved = {path: source for path, source in found.items() if path not in given}
    copied = {} if draft.in_place else {p: s for p, s in found.items() if p in given}
    _propose_very(draft, made, given, moved)
    _propose_very(draft, made, given, copied)
    return {*moved, *copied}


def _propose_very(draft: Draft, made: Files, given: Files, moved: dict[str, str]) -> None:
    """Add the check that files are the very ones of the input, or of two that say the same one."""
    paths = list(moved)[:_MAX_MOVED]
    if more := list(moved)[_MAX_MOVED:]:
        draft.skip(f"{more[0]} and {len(more) - 1} more of many moved files: nothing checks them")
    if not paths:
        return
    also = _twins(paths, made, given)
    parameters: dict[str, object] = {"paths": paths[1:]} if paths[1:] else {}
    names = paths[0] if len(paths) == 1 else f"{len(paths)} files of {_folder_of(paths)}"
    told = (
        "they are files of the input" if len(paths) > 1 else f"it is {moved[paths[0]]} of the input"
    )
    either = "; of files that say the same, either will do" if also else ""
    draft.add(
        f"moved {names}",
        "file_digest",
        paths[0],
        parameters=parameters | ({"also": also} if also else {}),
        strong=name_words(moved[paths[0]])[:1],
        weak=(*name_words(paths[0]), "move", "rename", "copy", "sort", *paths[0].split("/")[:-1]),
        reason=told + either,
    )


def _folder_of(paths: list[str]) -> str:
    tops = {path.partition("/")[0] for path in paths}
    return min(tops) if len(tops) == 1 else "the output"


def _twins(paths: list[str], made: Files, given: Files) -> dict[str, list[str]]:
    """Return for each path the digests of other files of the input that say the same."""
    by_text: dict[tuple[str, str], set[str]] = {}
    for place in given.values():
        if text := _text(place):
            by_text.setdefault((place.suffix.lower(), text), set()).add(digests.of_file(place))
    found = {}
    for path in paths:
        alike = by_text.get((made[path].suffix.lower(), _text(made[path])), set())
        if others := sorted(alike - {digests.of_file(made[path])}):
            found[path] = others
    return found


def _text(place: Path) -> str:
    """Return what a document says, empty if it is none or says nothing."""
    if place.suffix.lower() not in DOCUMENTS:
        return ""
    try:
        return fold(read_document(place).text)
    except Unreadable:
        return ""


def propose_counts(draft: Draft, made: Files, given: Files, moved: set[str]) -> None:
    """Add gates that no file too many is there of the kinds that were moved or taken away."""
    gone = [path for path in given if path not in made] if draft.in_place else []
    if len(moved) < 2 and len(gone) <= _FEW:
        for path in gone:
            _propose_absent(draft, path, path)
        return
    there = Counter(PurePosixPath(path).suffix for path in made)
    for suffix in sorted({PurePosixPath(path).suffix for path in (*moved, *gone)}):
        example = next(path for path in (*gone, *moved) if path.endswith(suffix))
        if not suffix:
            for path in (p for p in gone if not PurePosixPath(p).suffix):
                _propose_absent(draft, path, path)
        elif not there[suffix]:
            _propose_absent(draft, f"**/*{suffix}", example)
        else:
            draft.add(
                f"count {suffix}",
                "file_count",
                f"**/*{suffix}",
                parameters={"at_most": there[suffix]},
                weak=("delete", "remove", "move", "keep", "only", *name_words(example)),
                reason="a file too many was not taken away, or is there twice",
            )


def _propose_absent(draft: Draft, pattern: str, path: str) -> None:
    draft.add(
        f"gone {path}",
        "file_absent",
        pattern,
        gate=True,
        strong=name_words(path)[:1],
        weak=("delete", "remove", "rename", "move", *name_words(path)[1:]),
    )


def propose_untouched(draft: Draft, made: Files, given: Files, sorted_out: bool) -> None:
    """Add the gate that files are as they were.

    It is wanted if a sentence says so, or if files were `sorted_out`: moved or taken away.
    """
    same = [
        path
        for path, place in given.items()
        if path in made and digests.of_file(place) == digests.of_file(made[path])
    ]
    sentence = _sentence_that_keeps(draft, same)
    if (sentence or sorted_out) and same:
        patterns = _patterns(same, list(given))
        draft.add(
            "inputs unchanged",
            "inputs_unchanged",
            patterns[0],
            parameters={"paths": patterns[1:]} if patterns[1:] else {},
            gate=True,
            sentence=sentence,
            weak=("stay", "leave", *name_words(same[0])),
        )


def _sentence_that_keeps(draft: Draft, paths: list[str]) -> Sentence | None:
    """Return the sentence that wants files to stay: it names one, or speaks of files or of all."""
    names = {path.rpartition("/")[2].casefold() for path in paths}
    keeping = (sentence for sentence in draft.instruction.sentences if sentence.keeps)
    return next(
        (s for s in keeping if _OF_FILES.search(s.text) or any(n in s.folded for n in names)), None
    )


def _patterns(paths: list[str], files: list[str]) -> list[str]:
    """Return patterns for some of the files: one for a folder in which all files are meant."""
    found: list[str] = []
    for path in paths:
        folder = path.rpartition("/")[0]
        start = f"{folder}/" if folder else ""
        beside = [other for other in files if other.rpartition("/")[0] == folder]
        all_meant = len(beside) > _FEW and set(beside) <= set(paths)
        found.append(f"{start}*" if all_meant else path)
    return list(dict.fromkeys(found))
