"""Proposals for plain texts of records: one a line, the fields parted by tabs."""

import re
from pathlib import Path

from studio.grading.proposing.draft import Draft, name_words
from studio.grading.readers.places import decode, read_bytes

_ONE_A_LINE = re.compile(
    r"\b(?:one|a) (?:\w+ )?line (?:for|per|each|a)\b|\btabs?\b|\btab[- ](?:separated|delimited)\b|"
    r"\beach on (?:a|its own) line\b|\bone (?:[\w-]+ ){0,3}(?:per|a|on each|in each) line\b",
    re.IGNORECASE,
)
_LONGEST_FIELD = 60


def propose_records(draft: Draft, path: str, place: Path) -> bool:
    """Add the check of the lines of a text, where a sentence wants one a fact, parted by tabs.

    Return whether the text is one of records, so that nothing else is to be said in it.
    """
    if place.suffix.lower() not in (".txt", ".log"):
        return False
    lines = [line for line in decode(read_bytes(place)).splitlines() if line.strip()]
    fields = {len(line.split("\t")) for line in lines}
    longest = max((len(part) for line in lines for part in line.split("\t")), default=0)
    names = fields == {1} and all(draft.given.holds(line) for line in lines)
    if len(fields) != 1 or (not names and (len(lines) < 2 or fields == {1})):
        return False
    if longest > _LONGEST_FIELD:
        return False
    name = path.rpartition("/")[2].casefold()
    for sentence in draft.instruction.sentences:
        elsewhere = sentence.files and not any(name in file for file in sentence.files)
        if not elsewhere and _ONE_A_LINE.search(sentence.text):
            draft.add(
                f"lines {path}", "line_records", path,
                parameters={"spare": 0} if names else {},
                sentence=sentence, weak=name_words(path), reason="each line is a fact",
            )  # fmt: skip
            return True
    return False
