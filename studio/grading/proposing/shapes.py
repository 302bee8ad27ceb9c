"""Proposals for the shape of documents: headings, counts, tracked changes, what must stay."""

import re
from pathlib import Path
from typing import Any

from studio.grading.families.documents_kept import kept_passages
from studio.grading.families.documents_shape import is_refused
from studio.grading.kinds import KINDS
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.edits import (
    are_short,
    edits_of,
    replaced_name,
    stale_numbers,
    taken_out,
)
from studio.grading.proposing.instruction import Sentence
from studio.grading.readers.documents import Document
from studio.grading.readers.fillings import filled_in
from studio.grading.readers.outline import heading_key, headings_of
from studio.grading.readers.values import fold

_COUNTS = re.compile(
    r"\b(?P<bound>exactly|at most|no more than|not more than|up to|maximum of|max\.?|at least|"
    r"no fewer than|minimum of|fewer than|under|within)?\s*(?P<number>\d[\d,]*|one|two|three|four|"
    r"five|six|seven|eight|nine|ten)[ -](?P<what>slides?|pages?|words?)\b",
    re.IGNORECASE,
)
_OF_THEM = re.compile(
    r"\b(?P<bound>exactly|at most|no more than|up to|at least)?\s*(?P<number>\d+|two|three|four|"
    r"five|six|seven|eight|nine|ten) of them\b",
    re.IGNORECASE,
)
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_IN_ORDER = re.compile(
    r"\bin (?:this|that|the following|the same|just this|the given|order) ?order\b|\bin order\b"
)
_SECTIONED = re.compile(
    r"\b(?:sections?|headings?|headed|headers?|titled?|titles|chapters?|slides?|parts|"
    r"Abschnitte?|Überschriften?)\b",
    re.IGNORECASE,
)
_KINDS = {"slide": "slide_count", "page": "page_count", "word": "word_count"}
_COUNTED = {
    "slide_count": (".pptx", ".pptm", ".odp"),
    "page_count": (".pdf", ".docx", ".docm", ".odt"),
}
_TRACKED = re.compile(
    r"\btrack(?:ed)? changes?\b|\bredlin|\bsuggest(?:ion|ing) mode\b|\bas tracked\b|"
    r"\btracking (?:turned |switched )?on\b",
    re.IGNORECASE,
)
_EVERYWHERE = re.compile(
    r"\b(?:everywhere|throughout|wherever|each time|(?:all|every|each) "
    r"(?:place|mention|occurrence|instance|reference)s?)\b",
    re.IGNORECASE,
)
_LEAST_WORDS = 4
_LEAST_PASSAGES = 3
_TEMPLATE = re.compile(r"\bplaceholders?\b|\btemplate\b", re.IGNORECASE)
_PLACEHOLDER = re.compile(
    r"\b(?:TODO|TBD|TBC|XXX+|N\.?N\.?|lorem ipsum)\b|_{3,}|\.{4,}|\[[^\[\]\n]{2,40}\]|"
    r"<[^<>\n]{2,40}>|\{\{[^{}\n]{1,40}\}\}|\bto be (?:added|advised|confirmed|completed|filled)\b",
    re.IGNORECASE,
)
_PROSE = re.compile(r"[^\W\d_]{2,}(?: [^\s]+){3,}")
_LEAST_PROSE = 6
_MAX_OWN = 20
_IMPLIED = ("figures_stated", "headings_present", "not_contradicted")
_HOLDING = re.compile(r"\b(?:with|has|have|contain\w*|includ\w*|say\w*) the words?\b", re.I)


def propose_shape(draft: Draft, path: str, document: Document, given: Document | None) -> None:
    """Add the gates of what a document looks like, where the instruction asks for it."""
    _propose_headings(draft, path, document, given)
    _propose_counts(draft, path)
    source = None if given else source_of(draft, document)
    earlier = draft.given.documents[source] if source else given
    _propose_tracked(draft, path, document, earlier, source)
    if _is_prose(draft, document, given):
        _propose_filled(draft, path, document, given)
    if given is not None:
        _propose_kept(draft, path, document, given)
        _propose_renamed(draft, path, document, given)
        _propose_renumbered(draft, path, document, given)
    else:
        _propose_taken_over(draft, path, document)


def _propose_headings(draft: Draft, path: str, document: Document, given: Document | None) -> None:
    if given is not None:
        _propose_outline(draft, path, document, given)
        return
    wanted = spoken_headings(draft, path, document)
    if wanted:
        sentences = list(wanted.values())
        spoken = [heading_key(name) for name in wanted]
        there = [key for key in map(heading_key, headings_of(document)) if key in spoken]
        ordered = there == spoken or any(_IN_ORDER.search(s.folded) for s in sentences)
        draft.add(
            f"headings {path}",
            "headings_present",
            path,
            parameters={"headings": list(wanted), "in_order": ordered, **_filled(path)},
            gate=True,
            sentence=sentences[0],
        )


def _filled(path: str) -> dict[str, bool]:
    """Return that something stands below each heading; a slide may hold a picture alone."""
    return {} if path.lower().endswith((".pptx", ".pptm", ".odp")) else {"filled": True}


def spoken_headings(draft: Draft, path: str, document: Document) -> dict[str, Sentence]:
    """Return the headings that the instruction names, in its order, each with its sentence.

    A name in quotes is one; a plain name is one where the sentence speaks of sections, headings
    or slides and names at least two that the document has.
    """
    heads = {heading_key(text): text for text in headings_of(document)}
    wanted: dict[str, Sentence] = {}
    lead = False
    for sentence in draft.instruction.sentences:
        spoken = bool(_SECTIONED.search(sentence.text))
        plain = _named_in(sentence, heads) if spoken or lead else []
        lead = spoken and sentence.text.endswith(":")
        elsewhere = sentence.files and not any(path.casefold().endswith(f) for f in sentence.files)
        if elsewhere:
            continue
        held = _HOLDING.search(sentence.text)
        quoted = [n for n in sentence.names if heading_key(n) in heads] if not held else []
        keys = {heading_key(name) for name in quoted}
        for name in [*quoted, *(n for n in plain if len(plain) > 1 and heading_key(n) not in keys)]:
            if heading_key(name) not in map(heading_key, wanted):
                wanted[name] = sentence
    return wanted


def _named_in(sentence: Sentence, heads: dict[str, str]) -> list[str]:
    """Return the headings that a sentence says word for word, in its order."""
    places = {
        text: found.start()
        for key, text in heads.items()
        if key and (found := re.search(rf"(?<!\w){re.escape(key)}(?!\w)", sentence.folded))
    }
    return sorted(places, key=lambda text: places[text])


def _propose_outline(draft: Draft, path: str, document: Document, given: Document) -> None:
    """Add the gate that headings stand as in the reference, where the document had some."""
    if headings_of(given) and headings_of(document):
        draft.add(
            f"outline {path}",
            "headings_present",
            path,
            parameters={"in_order": True, **_filled(path)},
            gate=True,
            strong=[h for h in headings_of(document) if h not in headings_of(given)],
            weak=("section", *name_words(path)),
        )


def _propose_counts(draft: Draft, path: str) -> None:
    suffix = Path(path).suffix.lower()
    if suffix in _COUNTED["slide_count"]:
        _propose_counted_slides(draft, path)
    for sentence in draft.instruction.sentences:
        for found in _COUNTS.finditer(sentence.text):
            kind = _KINDS[found["what"].casefold().rstrip("s")]
            fits = _COUNTED.get(kind)
            if kind not in KINDS or (fits and suffix not in fits):
                continue
            meant = any(path.casefold().endswith(file) for file in sentence.files)
            if not meant and (sentence.files or not sentence.asks):
                continue
            draft.add(
                f"{found['what']} {path}", kind, path,
                parameters=_bounds(found), sentence=sentence,
            )  # fmt: skip


def _propose_counted_slides(draft: Draft, path: str) -> None:
    """Add the check of `three of them, in deck.pptx`, where the sentence before says slides."""
    before = ""
    for sentence in draft.instruction.sentences:
        found = _OF_THEM.search(sentence.text)
        meant = any(path.casefold().endswith(file) for file in sentence.files)
        if found and meant and re.search(r"\bslides\b", before, re.IGNORECASE):
            draft.add(
                f"slides {path}", "slide_count", path,
                parameters=_bounds(found), sentence=sentence,
            )  # fmt: skip
        before = sentence.text


def _bounds(found: "re.Match[str]") -> dict[str, Any]:
    word = found["number"].casefold().replace(",", "")
    number = _WORDS.index(word) + 1 if word in _WORDS else int(word)
    bound = (found["bound"] or "").casefold()
    if bound in ("at least", "no fewer than", "minimum of"):
        return {"at_least": number}
    if bound in ("", "exactly"):
        return {"exactly": number}
    return {"at_most": number - 1 if bound == "fewer than" else number}


def _propose_tracked(
    draft: Draft, path: str, document: Document, given: Document | None, source: str | None
) -> None:
    sentence = _sentence_with(draft, _TRACKED)
    if sentence is None or "tracked_changes" not in KINDS:
        return
    if document.revisions:
        draft.add(
            f"tracked {path}", "tracked_changes", path,
            parameters=_all_tracked(document, given, source), sentence=sentence,
        )  # fmt: skip
        _propose_edits(draft, path, document, given, sentence)
        if given is not None:
            _propose_taken_out(draft, path, document, given, sentence)
    elif given is not None and given.revisions:
        draft.add(
            f"tracked {path}", "tracked_changes", path,
            parameters={"state": "none left"}, sentence=sentence,
        )  # fmt: skip


def _all_tracked(document: Document, given: Document | None, source: str | None) -> dict[str, Any]:
    """Return that changes must be there, and that nothing else is changed where that holds."""
    told: dict[str, Any] = {"state": "present"}
    if given is not None and fold(document.original) and is_refused(document, given):
        told |= {"nothing_else": True, "source": source} if source else {"nothing_else": True}
    return told


def _propose_edits(
    draft: Draft, path: str, document: Document, given: Document | None, sentence: Sentence
) -> None:
    """Add the checks that each short edit is made: the new words are there, the old ones gone."""
    earlier, now = (fold(d.text).casefold() if d else "" for d in (given, document))
    for edit in edits_of(given, document) if given is not None else ():
        if len(re.findall(edit.gone, earlier)) != 1 or re.search(edit.gone, now):
            continue
        draft.add(
            f"edit {' '.join(edit.new)}",
            "text_pattern",
            path,
            parameters={"pattern": edit.made, "case": False},
            sentence=draft.instruction.sentence_of((" ".join(edit.new),), edit.after) or sentence,
            reason=f"it said {' '.join((*edit.before, *edit.old, *edit.after))} before",
        )


def _propose_renamed(draft: Draft, path: str, document: Document, given: Document) -> None:
    """Add the gate that a name that changes everywhere is left nowhere but where it may be."""
    sentence = _sentence_with(draft, _EVERYWHERE)
    name, places = replaced_name(given, document, draft.instruction.prompt)
    if sentence is not None and places and not document.revisions:
        draft.add(
            f"renamed {path}",
            "text_absent",
            path,
            parameters={"terms": places},
            sentence=sentence,
            reason=f"{name} stood there before",
        )


def _propose_renumbered(draft: Draft, path: str, document: Document, given: Document) -> None:
    """Add the gate that no number is left that had to change, where all else must stay."""
    sentence = draft.instruction.first("keeps")
    stale = stale_numbers(given, document)
    if sentence is not None and stale and not document.revisions:
        draft.add(
            f"stale {path}",
            "text_absent",
            path,
            parameters={"terms": stale},
            sentence=sentence,
            reason="other numbers stand there now",
        )


def _propose_taken_out(
    draft: Draft, path: str, document: Document, given: Document, sentence: Sentence
) -> None:
    """Add the gate that the passages that a redline strikes out are gone when it is accepted."""
    if gone := taken_out(given, document):
        draft.add(
            f"struck {path}",
            "text_absent",
            path,
            parameters={"terms": gone},
            sentence=draft.instruction.sentence_of((), gone) or sentence,
            reason="the reference strikes these passages out",
        )


def leave_out_implied(draft: Draft, path: str, document: Document, given: Document | None) -> None:
    """Take out what the edits of a redline, and that nothing else is changed, say already."""
    tracked = any(
        check.kind == "tracked_changes" and check.target == path
        and check.parameters.get("nothing_else")
        for check in draft.checks
    )  # fmt: skip
    if tracked and given is not None and are_short(given, document):
        draft.checks[:] = [c for c in draft.checks if c.target != path or c.kind not in _IMPLIED]


def _sentence_with(draft: Draft, pattern: "re.Pattern[str]") -> Sentence | None:
    return next((s for s in draft.instruction.sentences if pattern.search(s.text)), None)


def _is_prose(draft: Draft, document: Document, given: Document | None) -> bool:
    """Tell whether a document may hold placeholders: it has sentences of its own, or had some."""
    if any(_TEMPLATE.search(sentence.text) for sentence in draft.instruction.sentences):
        return True
    if given is not None:
        return bool(_PLACEHOLDER.search(given.text))
    return any(
        _PROSE.search(block.text) and len(block.text.split()) >= _LEAST_PROSE
        for block in document.blocks
        if block.kind in ("paragraph", "item")
    )


def _propose_filled(draft: Draft, path: str, document: Document, given: Document | None) -> None:
    """Add the gate that no placeholder is left in a document, nor one of its own template."""
    source = source_of(draft, document) if given is None else None
    template = draft.given.documents[source] if source else given
    spelled = [m.group() for m in _PLACEHOLDER.finditer(template.text)] if template else []
    own = [one for one in dict.fromkeys(spelled) if one[0] in "[<{" and one not in document.text]
    draft.add(
        f"filled {path}",
        "no_placeholders",
        path,
        parameters={"also": own[:_MAX_OWN]} if own else {},
        sentence=_sentence_with(draft, _TEMPLATE),
        weak=name_words(path),
    )


def source_of(draft: Draft, document: Document) -> str | None:
    """Return the document of the input that another one was made from, None if there is none."""
    for source, given in draft.given.documents.items():
        if document.revisions and fold(document.original) and is_refused(document, given):
            return source
    lines = sum(1 for line in document.text.split("\n") if line.strip())
    shares = {
        source: len(kept_passages(given, document, _LEAST_WORDS))
        for source, given in draft.given.documents.items()
    }
    best = max(shares, key=lambda name: shares[name], default=None)
    taken = best is not None and shares[best] >= max(_LEAST_PASSAGES, lines / 3)
    return best if taken else _form_of(draft, document)


def _form_of(draft: Draft, document: Document) -> str | None:
    """Return the document of the input whose blanks were filled in, None if there is none."""
    shares = {
        source: filled.share
        for source, given in draft.given.documents.items()
        if (filled := filled_in(given, document)).is_form and filled.has_blanks
    }
    return max(shares, key=lambda name: shares[name], default=None)


def _propose_taken_over(draft: Draft, path: str, document: Document) -> None:
    """Add the gate that a document made from another one still says the rest of it."""
    source = source_of(draft, document)
    if source is None:
        return
    draft.add(
        f"kept {path}",
        "text_kept",
        path,
        parameters={"source": source, "least_words": _LEAST_WORDS},
        sentence=draft.instruction.first("keeps"),
        weak=(*name_words(path), *name_words(source)),
        reason=f"{source} says it already",
    )


def _propose_kept(draft: Draft, path: str, document: Document, given: Document) -> None:
    """Add the gate that what was there before is, but for the edits."""
    if kept_passages(given, document):
        draft.add(
            f"kept {path}",
            "text_kept",
            path,
            sentence=draft.instruction.first("keeps"),
            weak=name_words(path),
            reason="the input says it already",
        )
