"""What the pane of coverage shows, without Qt."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from studio.gui.wording import count, say

if TYPE_CHECKING:
    from studio.authoring.coverage import Coverage, FileCover, RegionCover, SentenceCover

_STATES = {"new": "made", "changed": "changed", "gone": "taken away", "unchanged": "as it was"}
_WAITS = "No check looks at it: press to cover it"
_LET_BE = "You said that no check is needed"
_ASKED = "The instruction asks"
_ALL = "All files together"


@dataclass(frozen=True)
class CoverRow:
    """A line of the list: a heading, or something with whether a check looks at it.

    Attributes:
        title: its words.
        caption: what is said of it.
        tone: good, waits or plain; empty for a heading.
        check: the id of the check that looks at it, empty if there is none.
    """

    title: str
    caption: str = ""
    tone: str = ""
    check: str = ""

    @property
    def is_heading(self) -> bool:
        """Whether others stand below it."""
        return not self.tone


def cover_rows(found: "Coverage") -> tuple[CoverRow, ...]:
    """Return what is asked for and then what was handed in, file by file."""
    return tuple(_rows(found))


def _rows(found: "Coverage") -> Iterator[CoverRow]:
    asked = [one for one in found.sentences if one.cover != "plain" or one.let_be]
    if asked:
        checked = sum(one.cover == "checked" for one in asked)
        yield CoverRow(say(_ASKED), _of(checked, len(asked)))
        yield from map(_sentence, asked)
    for file in found.files:
        yield CoverRow(_file_title(file), _file_caption(file))
        yield from map(_region, file.regions)


def _of(checked: int, all_: int) -> str:
    return say("{checked} of {all} checked").format(checked=f"{checked:,}", all=f"{all_:,}")


def _sentence(one: "SentenceCover") -> CoverRow:
    if one.cover == "waits":
        return CoverRow(one.text, say(_WAITS), "waits")
    if one.let_be:
        return CoverRow(one.text, say(_LET_BE), "plain")
    told = count(len(one.checks), "1 check looks at it", "{count} checks look at it")
    told = told if one.checks else say("Checked together with the rest")
    return CoverRow(one.text, told, "good", next(iter(one.checks), ""))


def _file_title(file: "FileCover") -> str:
    if not file.path:
        return say(_ALL)
    state = _STATES.get(file.state)
    return f"{file.path}, {say(state)}" if state else file.path


def _file_caption(file: "FileCover") -> str:
    if not file.regions:
        return say("nothing to check")
    return _of(sum(one.cover == "checked" for one in file.regions), len(file.regions))


def _region(one: "RegionCover") -> CoverRow:
    told = {"checked": "A check looks at it", "waits": _WAITS, "plain": _LET_BE}[one.cover]
    tone = {"checked": "good", "waits": "waits", "plain": "plain"}[one.cover]
    return CoverRow(one.text, say(told), tone, one.check)


def legend(found: "Coverage") -> tuple[tuple[str, str], ...]:
    """Return the words of the colours of the sentences, each with its tone and its count."""
    covers = [one.cover for one in found.sentences]
    words = (
        ("good", say("Checked"), covers.count("checked")),
        ("waits", say("Asked for, not checked"), covers.count("waits")),
        ("neutral", say("Asks for nothing"), covers.count("plain")),
    )
    return tuple((tone, f"{word}: {number:,}") for tone, word, number in words)


def waiting(found: "Coverage") -> tuple[str, str]:
    """Return the tone and the words that stand beside the title of the pane."""
    if not found.sentences and not found.files:
        return "", ""
    if not found.waiting:
        return "good", say("All that is asked for is checked")
    return "waits", count(found.waiting, "1 waits for a check", "{count} wait for a check")
