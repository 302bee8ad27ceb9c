"""The user guide as sections to read in the window: the same files that stand in `docs/`."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import studio

GUIDE, TUTORIAL = "guide.md", "tutorial.md"
_HEADING = re.compile(r"^(#{1,2}) (.+)$", re.MULTILINE)

OF_PAGES = {
    "home": "begin",
    "record": "record",
    "steps": "steps",
    "instruction": "say-what-is-asked",
    "checkpoints": "checkpoints",
    "checks": "checks",
    "proof": "validate",
    "trials": "try-it",
    "export": "export",
    "occupations": "occupations",
    "settings": "the-window",
}
"""The section that tells of each page."""


@dataclass(frozen=True)
class Section:
    """A part of the guide.

    Attributes:
        id: its title in small letters with hyphens, as links name it.
        file: the file it stands in.
        title: its heading.
        text: its Markdown, with the heading.
    """

    id: str
    file: str
    title: str
    text: str


def guide_folder() -> Path:
    """Return the folder of the guide, which stands beside the program's source."""
    return Path(studio.__file__).parents[1] / "docs"


def slug(title: str) -> str:
    """Return what a link calls the section with this title."""
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")


@lru_cache
def sections() -> tuple[Section, ...]:
    """Return the sections of the tutorial and of the guide in order; none without the files."""
    return (*_sections(TUTORIAL), *_sections(GUIDE))


@lru_cache
def _sections(file: str) -> tuple[Section, ...]:
    place = guide_folder() / file
    return _divided(file, place.read_text("utf-8")) if place.is_file() else ()


def _divided(file: str, text: str) -> tuple[Section, ...]:
    """Return the sections of a file; what comes before the first is its title and no section."""
    heads = [head for head in _HEADING.finditer(text) if head[1] == "##"]
    ends = [head.start() for head in heads[1:]] + [len(text)]
    return tuple(
        Section(slug(head[2]), file, head[2], text[head.start() : end].strip())
        for head, end in zip(heads, ends, strict=True)
    )


def section(identifier: str) -> Section | None:
    """Return the section of this id, None if there is none."""
    return next((found for found in sections() if found.id == identifier), None)


def of_link(link: str) -> Section | None:
    """Return the section that a link within the guide leads to.

    Args:
        link: `#steps`, or with a file of the same folder, `checks.md#feasibility`; a file alone
            leads to its first section.
    """
    file, _, name = link.partition("#")
    # A link names a file of the folder and nothing outside it.
    found = _sections(Path(file).name) if file else sections()
    return next((part for part in found if name in ("", part.id)), None)


def matching(text: str) -> tuple[Section, ...]:
    """Return the sections that hold every word of a text, those with a word in the title first."""
    words = text.lower().split()
    found = [part for part in sections() if all(word in part.text.lower() for word in words)]
    return tuple(sorted(found, key=lambda part: not any(w in part.title.lower() for w in words)))
