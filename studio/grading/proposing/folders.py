"""Proposals for whole files: moved, renamed, taken away, left alone."""

from pathlib import Path

from studio.formats import digests
from studio.grading.kinds import KINDS
from studio.grading.proposing.draft import Draft, name_words

_MAX_MOVED = 24


def propose_moved(draft: Draft, made: dict[str, Path], given: dict[str, Path]) -> set[str]:
    """Add checks of files whose content the input holds under another name; return their paths."""
    held = {digests.of_file(place): path for path, place in given.items()}
    moved = {
        path: held[digest]
        for path, place in made.items()
        if (digest := digests.of_file(place)) in held and path not in given
    }
    for path, source in list(moved.items())[:_MAX_MOVED]:
        draft.add(
            f"moved {path}",
            "file_digest",
            path,
            strong=name_words(source)[:1],
            weak=(*name_words(path), "move", "rename", "copy", *path.split("/")[:-1]),
            reason=f"it is {source} of the input",
        )
    for path in list(moved)[_MAX_MOVED:]:
        draft.skip(f"{path} is one of many moved files, so nothing checks it")
    return set(moved)


def propose_removed(draft: Draft, made: dict[str, Path], given: dict[str, Path]) -> None:
    """Add gates that files of the input which the reference lacks are gone."""
    for path in [path for path in given if path not in made][:_MAX_MOVED]:
        if "file_absent" in KINDS:
            draft.add(
                f"gone {path}",
                "file_absent",
                path,
                gate=True,
                strong=name_words(path)[:1],
                weak=("delete", "remove", "rename", "move", *name_words(path)[1:]),
            )


def propose_untouched(draft: Draft, made: dict[str, Path], given: dict[str, Path]) -> None:
    """Add the gate that files are as they were, if a sentence wants something left alone."""
    sentence = draft.instruction.first("keeps")
    same = [
        path
        for path, place in given.items()
        if path in made and digests.of_file(place) == digests.of_file(made[path])
    ]
    if sentence and same and "inputs_unchanged" in KINDS:
        draft.add(
            "inputs unchanged",
            "inputs_unchanged",
            same[0],
            parameters={"paths": same[1:]} if same[1:] else {},
            gate=True,
            sentence=sentence,
        )
