"""Proposals for lines that a text has from an earlier one with another date or name in them."""

import re

from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.wording import date_pattern, dates_in
from studio.grading.readers.documents import Document
from studio.grading.readers.values import fold

_DIGITS = re.compile(r"\d+")
_MOST = 6


def propose_renewed(draft: Draft, path: str, document: Document) -> None:
    """Add the checks of stated dates and quoted names in lines that were taken over and changed.

    Such a line stands in a document of the input too, but for its dates and numbers; a careless
    worker leaves the old ones.
    """
    earlier = [
        fold(block.text) for given in draft.given.documents.values() for block in given.blocks
    ]
    outlines = {_outline(line) for line in earlier}
    for block in document.blocks:
        line = fold(block.text)
        if line in earlier or _outline(line) not in outlines:
            continue
        stated = dates_in(draft.instruction.prompt)
        for iso in [iso for iso in dates_in(line) if iso in stated][:_MOST]:
            _propose_date(draft, path, iso)
        for name in _stated_names(draft, line, earlier):
            draft.add(
                f"says {name}",
                "text_contains",
                path,
                parameters={"terms": [name]},
                strong=(name,),
                weak=name_words(path),
                reason="the line stood there before with another name",
            )


def _propose_date(draft: Draft, path: str, iso: str) -> None:
    pattern = date_pattern(iso)
    if any(
        check.target == path and check.parameters.get("pattern") == pattern
        for check in draft.checks
    ):
        return
    draft.add(
        f"date {iso}",
        "text_pattern",
        path,
        parameters={"pattern": pattern, "case": False},
        weak=("date", *name_words(path)),
        reason=f"the line stood there before with another date; {iso} in any way of writing",
    )


def _stated_names(draft: Draft, line: str, earlier: list[str]) -> list[str]:
    """Return what the instruction quotes and the line says, if no text of the input says it."""
    small, before = line.casefold(), "\n".join(earlier).casefold()
    told = {
        str(term).casefold()
        for check in draft.checks
        if check.kind == "text_contains"
        for term in check.parameters.get("terms", ())
    }
    names = [name for sentence in draft.instruction.sentences for name in sentence.names]
    return [
        name
        for name in dict.fromkeys(names)
        if _DIGITS.search(name)
        and re.search(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", small)
        and name.casefold() not in before
        and name.casefold() not in told
    ][:_MOST]


def _outline(line: str) -> str:
    """Return a line without its dates and numbers."""
    for written in dates_in(line).values():
        line = line.replace(written, "0")
    return _DIGITS.sub("0", line)
