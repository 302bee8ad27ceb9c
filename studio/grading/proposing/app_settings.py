"""Proposals for settings that an application wrote: those that changed, and that no other did."""

import re
from pathlib import Path

from studio.grading.families.settings import changed_settings
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.instruction import Sentence
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.setting_values import is_volatile
from studio.grading.readers.settings import Settings, read_settings

__all__ = ["APPLICATIONS", "propose_settings"]
# Only applications write these; the others may be settings, or data of any kind.
APPLICATIONS = (".xcu", ".plist", ".desktop", ".keyfile", ".dconf", ".prefs", ".rc", ".js",
                ".reg")  # fmt: skip
_MOST_NAMED = 12
_NO_OTHER = re.compile(
    r"\b(?:no|not any|never any) other\b|\bonly (?:these|those|this)\b|\bnothing (?:else|more)\b|"
    r"\b(?:all |the |any )?others? (?:settings?|preferences?|options?|keys?|values?)\b",
    re.IGNORECASE,
)


def propose_settings(draft: Draft, path: str, place: Path, given: Path | None) -> None:
    """Add the checks of a file of settings; `given` is the same file of the input."""
    reference = read_settings(place.parent, place.name)
    before = read_settings(given.parent, given.name) if given else {}
    changed = changed_settings(reference, before)
    names = [part for key in changed for part in key.split("/")[-2:]]
    parameters = {} if before or path in draft.given.paths else {"keys": list(changed)}
    if changed:
        draft.add(
            f"settings {path}",
            "settings_saved",
            path,
            parameters=parameters,
            strong=names[: 2 * _MOST_NAMED],
            weak=(*name_words(path), "settings", "preferences", "options", "set", "turn"),
            reason="windows, recent files and times are left out",
        )
    else:
        draft.skip(f"{path} has no setting that was changed")
    draft.compared.update(f"{key} {value}" for key, value in changed.items())
    if before or path in draft.given.paths:
        keeps = _keeps(draft)
        draft.add(
            f"other settings {path}",
            "settings_unchanged",
            path,
            parameters={}
            if keeps and not draft.instruction.filled_in(path)
            else {"extra": "ignore"},
            gate=True,
            sentence=keeps,
            weak=name_words(path),
            reason="the input holds them already",
        )


def _keeps(draft: Draft) -> Sentence | None:
    """Return the sentence that wants all other settings as they are."""
    said = (s for s in draft.instruction.sentences if s.keeps or _NO_OTHER.search(s.text))
    return next(said, None)


def is_written_by_application(place: Path, given: Path | None) -> bool:
    """Tell whether nested data are settings that an application saved as it ended.

    They are if something changed beside the work that changes by use alone: a window, a list of
    recent files, a time.
    """
    if given is None:
        return False
    try:
        now, before = (read_settings(one.parent, one.name) for one in (place, given))
    except Unreadable:
        return False
    return bool(changed_settings(now, before)) and _volatile(now) != _volatile(before)


def _volatile(settings: Settings) -> dict[str, str]:
    return {key: value for key, value in settings.items() if is_volatile(key)}
