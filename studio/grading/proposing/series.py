"""Proposals for series in DICOM: what is gone, what tags say, what must stay as it was."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from studio.base.errors import FaultError, HostileInputError
from studio.grading.families.dicom_identity import GROUPED, PICTURE, USUAL, counterparts
from studio.grading.families.dicoms import same_value
from studio.grading.proposing.draft import Draft
from studio.grading.proposing.instruction import Sentence
from studio.grading.proposing.series_words import (
    ALL_OF_IT,
    BLANKED,
    EMPTIED,
    FILLED,
    GONE,
    HIDES,
    IDENTITY,
    KEEPING,
    LEFT_OPEN,
    OR_OTHERWISE,
    PRIVATE,
    REST,
    REST_GONE,
    SHIFT,
    SPOKEN,
    TAKEN,
    WHERE,
)
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.dicoms import (
    SUFFIXES,
    Instance,
    Series,
    is_dicom,
    keyword_of,
    read_series,
    tag_of,
)
from studio.grading.readers.values import fold

Files = dict[str, Path]
_ALL = "*"
_MOST_FOLDERS = 4
_MOST_TAGS = 40
_HEAD = 132
_SHORTEST = 4


def propose_series(draft: Draft, made: Files, given: Files, moved: set[str]) -> set[str]:
    """Propose checks of the series in DICOM among the files; return the paths of those."""
    found = {path for path, place in made.items() if _is_dicom(place)}
    held = {path for path, place in given.items() if _is_dicom(place)}
    try:
        for folder in _folders(found):
            paths = {path for path in found if _is_below(path, folder)}
            if not paths <= moved:
                base = _base(made[min(paths)], min(paths))
                _propose(draft, folder, base, _folders(held))
    except (Unreadable, FaultError, HostileInputError) as fault:
        draft.skip(f"The files in DICOM cannot be judged: {str(fault).rstrip('.')}")
    return found


def _is_dicom(place: Path) -> bool:
    if place.suffix and place.suffix.lower() not in SUFFIXES:
        return False
    with place.open("rb") as stream:
        return is_dicom(stream.read(_HEAD))


def _base(place: Path, path: str) -> Path:
    """Return the folder that a relative path of a file starts at."""
    return place.parents[len(PurePosixPath(path).parts) - 1]


def _folders(paths: Iterable[str]) -> list[str]:
    """Return the folders that hold files, `*` for all if there are many or some lie outside."""
    parents = sorted({str(PurePosixPath(path).parent) for path in paths})
    if "." in parents or len(parents) > _MOST_FOLDERS:
        return [_ALL] if "." in parents or not parents else _tops(parents)
    return parents


def _tops(parents: list[str]) -> list[str]:
    tops = sorted({parent.partition("/")[0] for parent in parents})
    return tops if len(tops) <= _MOST_FOLDERS else [_ALL]


def _is_below(path: str, folder: str) -> bool:
    return folder == _ALL or path.startswith(f"{folder}/")


def _propose(draft: Draft, folder: str, base: Path, sources: list[str]) -> None:
    series = read_series(base, folder)
    source, pairs = _source(draft, series, folder, sources)
    if pairs is None:
        source, pairs = _redrawn(draft, series, folder, sources)
    work = _Work(draft, folder, series, source, pairs)
    if pairs is None:
        work.propose_new()
    elif work.hides:
        work.propose_hidden()
    else:
        work.propose_tags()


Pairs = list[tuple[Instance, Instance]]


def _source(
    draft: Draft, series: Series, folder: str, sources: list[str]
) -> tuple[str, Pairs | None]:
    """Return the folder of the input with the same pictures, and what belongs together."""
    for name, given in _given(draft, folder, sources):
        pairs = _pairs(given, series)
        if pairs is not None:
            return name, pairs
    return "", None


def _redrawn(
    draft: Draft, series: Series, folder: str, sources: list[str]
) -> tuple[str, Pairs | None]:
    """Return the folder of the input whose series hides who it was in some of its pictures, too."""
    for name, given in _given(draft, folder, sources):
        pairs = counterparts(given, series)
        if pairs is None:
            continue
        work = _Work(draft, folder, series, name, pairs)
        if work.hides and not set(work.changed) & set(PICTURE):
            return name, pairs
    return "", None


def _given(draft: Draft, folder: str, sources: list[str]) -> Iterator[tuple[str, Series]]:
    """Yield the series of the input, that of the same folder first."""
    if draft.given.folder is None:
        return
    for name in sorted(sources, key=lambda name: name != folder):
        try:
            yield name, read_series(draft.given.folder, name)
        except Unreadable:
            continue


def _pairs(given: Series, made: Series) -> Pairs | None:
    """Return the instances that have the same pixels, None if some have no other."""
    by_pixels: dict[str, list[Instance]] = defaultdict(list)
    for one in given:
        by_pixels[one.pixels].append(one)
    pairs = []
    for one in made:
        options = by_pixels.get(one.pixels, [])
        if not options:
            return None
        number = one.text(0x00200013)
        best = max(options, key=lambda o: (o.text(0x00200013) == number, o.path == one.path))
        options.remove(best)
        pairs.append((best, one))
    return pairs if len(given) == len(made) else None


@dataclass
class _Work:
    """One series of the reference, with that of the input that has the same pictures."""

    draft: Draft
    folder: str
    series: Series
    source: str
    pairs: Pairs | None

    @cached_property
    def changed(self) -> list[str]:
        """The tags that the work changed, made or took away."""
        tags = {tag for pair in self.pairs or () for one in pair for tag in one.tags}
        return [
            keyword_of(tag)
            for tag in sorted(tags)
            if not (tag >> 16) % 2
            and any(not same_value(a.text(tag), b.text(tag)) for a, b in self.pairs or ())
        ]

    @property
    def hides(self) -> bool:
        """Whether it was to be hidden whose pictures they are."""
        if HIDES.search(self.draft.instruction.prompt):
            return bool(set(self.changed) & set(IDENTITY))
        return len(set(self.changed) & set(USUAL)) >= 2 and any(
            not one.text(tag_of(name) or 0) for one in self.series for name in USUAL
        )

    @property
    def is_redrawn(self) -> bool:
        """Whether some of the pictures are no more what they were."""
        return any(not one.has_pixels_of(other) for one, other in self.pairs or ())

    def _pixels(self) -> str:
        """Return whether it is told which pixels are blanked and how, or left to the worker."""
        told = [s for s in self.draft.instruction.sentences if BLANKED.search(s.text)]
        self.draft.used |= {sentence.text for sentence in told}
        exact = (s for s in told if WHERE.search(s.text) and FILLED.search(s.text))
        return "reference" if next(exact, None) is not None else "elsewhere"

    def values(self, name: str) -> set[str]:
        """Return what a tag says through the series."""
        return {one.text(tag_of(name) or 0) for one in self.series}

    def propose_hidden(self) -> None:
        """Propose that the series is de-identified, with the new values that are stated."""
        stated = self._stated()
        asked = [name for name in self.changed if self._sentence(name) is not None]
        general = [name for name in self.changed if name in IDENTITY]
        tags = list(dict.fromkeys([*asked, *(general if self._asks_for_all(asked) else ())]))
        parameters: dict[str, Any] = {"tags": tags or general}
        if self.source != self.folder:
            parameters["source"] = self.source
        if kept := self._kept():
            parameters["kept"] = kept
        if loose := [name for name in GROUPED if not self._is_grouped(name)]:
            parameters["consistent"] = [name for name in GROUPED if name not in loose]
        if self._private() is not None:
            parameters["private"] = "remove"
        if self.is_redrawn:
            parameters["pixels"] = self._pixels()
        sentence = next((s for s in self.draft.instruction.sentences if HIDES.search(s.text)), None)
        self.draft.add(
            f"identity {self.folder}",
            "dicom_deidentified",
            self.folder,
            parameters=parameters,
            sentence=sentence if sentence is not None else self._sentence(parameters["tags"][0]),
            reason="other programs give other identifiers, so rules are asked for",
        )
        self.draft.used |= {
            found.text for name in self.changed if (found := self._sentence(name)) is not None
        }
        if private := self._private():
            self.draft.used.add(private.text)
        self._note_kept(kept)
        if stated:
            self._add_tags(stated, pixels=False)

    def _note_kept(self, names: list[str]) -> None:
        for sentence in self.draft.instruction.sentences:
            if sentence.keeps and (
                re.search(r"\b(?:pixels?|images?|pictures?|slices?)\b", sentence.text, re.I)
                or REST.search(sentence.text)
                or any(_mentions(sentence.text, name) for name in names)
            ):
                self.draft.used.add(sentence.text)

    def _asks_for_all(self, asked: list[str]) -> bool:
        """Tell whether all that tells who it was is meant, and not only a list of tags."""
        sentences = self.draft.instruction.sentences
        listed = [
            sentence
            for sentence in sentences
            if TAKEN.search(sentence.text)
            and sum(_mentions(sentence.text, name) for name in asked) > 1
        ]
        return not listed or any(ALL_OF_IT.search(sentence.text) for sentence in sentences)

    def propose_tags(self) -> None:
        """Propose what the tags must say that the work changed, and that the pixels stay."""
        stated = self._stated()
        others = {
            name: None
            for name in self.changed
            if name not in stated and not name.endswith("UID") and self._is_wanted(name)
        }
        tags: dict[str, str | None] = {**stated, **others}
        if self._keeps_rest:
            tags |= {n: None for n in self.changed if n not in tags and not n.endswith("UID")}
        if not tags:
            self.draft.skip(f"No tag of {self.folder} was changed that the instruction speaks of")
            return
        self._add_tags(tags, pixels=True)
        for name in self.changed:
            if name.endswith("UID") and self._sentence(name) is not None:
                self.draft.skip(f"{name} of {self.folder} is new; nothing checks what it is")

    def _is_wanted(self, name: str) -> bool:
        """Tell whether a changed tag is the work, and not what a program writes by itself."""
        if self._sentence(name) is not None:
            return True
        return not any(self._sentence(other) is not None for other in self.changed)

    def propose_new(self) -> None:
        """Propose what the instruction says of the tags of pictures that are new."""
        tags = {keyword_of(tag) for one in self.series for tag in one.tags}
        stated = {
            name: value
            for name in sorted(tags)
            if len(values := self.values(name)) == 1
            and (value := next(iter(values)))
            and self._says(name, value) is not None
        }
        self.draft.skip(f"The pixels of {self.folder} are new; nothing checks them")
        if stated:
            self._add_tags(stated, pixels=False)

    def _add_tags(self, tags: dict[str, Any], *, pixels: bool) -> None:
        kept = dict(list(tags.items())[:_MOST_TAGS])
        told = [
            found
            for name, value in kept.items()
            if (found := self._says(name, value) or self._sentence(name)) is not None
        ]
        self.draft.add(
            f"tags {self.folder}",
            "dicom_tags",
            self.folder,
            parameters={
                "tags": kept,
                **({"others": "same"} if pixels and self._keeps_rest else {}),
                **({"pixels": "same"} if pixels else {}),
            },
            strong=tuple(kept),
            weak=("tag", "header", "DICOM"),
            sentence=told[0] if told else None,
            reason="the tags that the work changed",
        )
        self.draft.used |= {sentence.text for sentence in told}
        if pixels:
            self._note_kept([])

    def _stated(self) -> dict[str, str | None]:
        """Return the new values that the instruction gives, by tag; None is the reference's."""
        found: dict[str, str | None] = {}
        for name in self.changed:
            values = self.values(name)
            value = next(iter(values)) if len(values) == 1 else ""
            if self._says(name, value) is not None:
                found[name] = value
            elif name.endswith("Date") and self._shift(name) is not None:
                found[name] = None
            elif self._is_looked_up(name, value):
                found[name] = value
            elif self._is_emptied(name):
                found[name] = ""
        return found

    def _is_emptied(self, name: str) -> bool:
        """Tell whether a tag must be empty or gone, and no other value will do."""
        if name.endswith("UID") or self.values(name) != {""}:
            return False
        speaking = [s.text for s in self.draft.instruction.sentences if _mentions(s.text, name)]
        return any(EMPTIED.search(text) for text in speaking) and not any(
            OR_OTHERWISE.search(text) for text in speaking
        )

    def _is_looked_up(self, name: str, value: str) -> bool:
        """Tell whether the new value of a tag that is asked for stands in a table of the input."""
        plain = value.rstrip("^")
        long = len(plain) >= _SHORTEST and not name.endswith("UID")
        return long and self._sentence(name) is not None and self.draft.given.holds(plain)

    def _shift(self, name: str) -> Sentence | None:
        """Return the sentence that moves a date by a stated span."""
        return next(
            (
                s
                for s in self.draft.instruction.sentences
                if SHIFT.search(s.text) and _mentions(s.text, name)
            ),
            None,
        )

    def _says(self, name: str, value: str | None) -> Sentence | None:
        """Return the sentence that gives a tag its value, by its name unless none other has it."""
        if not value:
            return None
        alone = bool(re.search(r"[\d^]", value)) and len(value) >= _SHORTEST
        alone = alone and sum(self.values(other) == {value} for other in self.changed) == 1
        for sentence in self.draft.instruction.sentences:
            text = fold(sentence.text)
            plain = re.escape(value.rstrip("^"))
            found = re.search(rf"(?<![\w.^]){plain}(?![\w^]|\.\d)", text)
            if found and (alone or _mentions(text, name)):
                return sentence
        return None

    @property
    def _keeps_rest(self) -> bool:
        """Whether all other tags must stay as they are."""
        sentences = self.draft.instruction.sentences
        return any(REST.search(sentence.text) for sentence in sentences)

    def _sentence(self, name: str) -> Sentence | None:
        """Return the sentence that speaks of a tag and does not only want it kept."""
        speaking = [s for s in self.draft.instruction.sentences if _mentions(s.text, name)]
        return next((s for s in speaking if not s.keeps), None)

    def _kept(self) -> list[str]:
        """Return the tags that a sentence wants to stay, and that did."""
        tags = {keyword_of(tag) for one in self.series for tag in one.tags}
        same = sorted(tags - set(self.changed))
        keeping = [s.text for s in self.draft.instruction.sentences if _is_keeping(s)]
        whole = any(REST.search(text) and not REST_GONE.search(text) for text in keeping)
        named = [name for name in same if any(_mentions(text, name) for text in keeping)]
        rest = [name for name in same if whole and _is_held(name)]
        return sorted({*named, *rest} - set(PICTURE))[:_MOST_TAGS]

    def _is_grouped(self, name: str) -> bool:
        """Tell whether new values of a tag are the same where the old ones were."""
        tag = tag_of(name) or 0
        new = Counter((a.text(tag), b.text(tag)) for a, b in self.pairs or ())
        return len(new) == len({old for old, _ in new})

    def _private(self) -> Sentence | None:
        """Return the sentence that wants private tags gone, if they are."""
        if any(one.has_private for one in self.series):
            return None
        wanted = (s for s in self.draft.instruction.sentences if PRIVATE.search(s.text))
        return next((s for s in wanted if GONE.search(s.text)), None)


def _is_keeping(sentence: Sentence) -> bool:
    return sentence.keeps or bool(KEEPING.search(sentence.text))


def _is_held(name: str) -> bool:
    """Tell whether a tag stays where all the rest does: it does not tell who it was."""
    known = name[0] != "("
    return known and name not in LEFT_OPEN and not name.endswith(("Date", "DateTime", "UID"))


def _mentions(text: str, name: str) -> bool:
    """Tell whether a text speaks of a tag, by keyword, groups or in words."""
    return any(re.search(pattern, text, re.IGNORECASE) for pattern in _patterns(name))


def _patterns(name: str) -> Iterator[str]:
    yield rf"\b{re.escape(name)}\b"
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z]+", name)
    if len(words) > 1:
        yield r"\b" + r"(?:'s)?[ -]".join(map(re.escape, words)) + r"\b"
    if name in SPOKEN:
        yield rf"\b(?:{SPOKEN[name]})\b"
    number = tag_of(name)
    if number is not None:
        yield rf"\b{number >> 16:04X}, ?{number & 0xFFFF:04X}\b"
