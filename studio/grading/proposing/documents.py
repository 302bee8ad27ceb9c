"""Proposals for texts and documents: what they must say, never how they say it."""

import re
from dataclasses import dataclass, replace
from pathlib import Path

from studio.grading.families.documents_reading import prose_of
from studio.grading.kinds import KINDS
from studio.grading.proposing.answers import propose_answers
from studio.grading.proposing.beside import is_aside, is_counterpart, is_given_number
from studio.grading.proposing.charts import propose_slide_chart
from studio.grading.proposing.counts import answers_count
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.facts import propose_facts, spoken_names
from studio.grading.proposing.figures import (
    is_common,
    propose_figures,
    real_figures,
    tolerance_of,
)
from studio.grading.proposing.fills import Filling, filling_of, keep_around, propose_fills
from studio.grading.proposing.grids import propose_grids
from studio.grading.proposing.instruction import Sentence, stems_of
from studio.grading.proposing.layouts import is_number
from studio.grading.proposing.members import propose_members
from studio.grading.proposing.renewed import propose_renewed
from studio.grading.proposing.shapes import (
    leave_out_implied,
    propose_shape,
    source_of,
    spoken_headings,
)
from studio.grading.proposing.spoken import propose_spoken
from studio.grading.proposing.statements import propose_statements
from studio.grading.proposing.verdicts import propose_verdicts
from studio.grading.proposing.withheld import propose_withheld
from studio.grading.proposing.wording import (
    Figure,
    chosen_names,
    codes_in,
    date_pattern,
    dates_in,
    figures_of,
    is_asked_for,
    is_counted,
    is_dictated,
    is_known,
    is_name,
    is_spoken_of,
    is_told,
    labelled_pattern,
    labelled_texts,
    named_in,
    phrases_of,
    replaced_phrases,
    totals_in,
)
from studio.grading.readers.documents import (
    DOCUMENTS,
    Block,
    Document,
    DocumentTable,
    read_document,
)
from studio.grading.readers.labels import labelled_numbers
from studio.grading.readers.moments import day_and_month
from studio.grading.readers.outline import heading_key, headings_of, section
from studio.grading.readers.quantities import agrees
from studio.grading.readers.values import fold

TEXTS = (*DOCUMENTS, ".log")
_CHOOSES = re.compile(
    r"\b(?:each|which|names?|ids?|codes?|list|lists|excluded|left out|who|those)\b", re.IGNORECASE
)
_DIALLED = re.compile(r"(?<![\w.,+])\+?0\d[\d /()-]{4,16}\d(?![\w.,]\d)")
_MAX_FIGURES = 12
_LEAST_NAMES = 3
_MAX_LABELS = 6
_MAX_DATES = 4
_DATE_WORDS = stems_of(
    "january february march april may june july august september october november december"
)
_LEAST_NAMES = 3
_MAX_NAMES = 2_000


@dataclass(frozen=True)
class Writing:
    """A document of the reference beside the same document of the input."""

    path: str
    document: Document
    given: Document | None
    free: tuple[DocumentTable, ...] = ()
    judged: frozenset[str] = frozenset()
    filling: Filling | None = None

    @property
    def fresh(self) -> Document:
        """The passages that the input did not have, but for those that were just filled in."""
        held = {fold(block.text) for block in self.given.blocks} if self.given else set()
        fresh = (b for b in self.document.blocks if fold(b.text) not in held)
        return Document(tuple(block for block in fresh if not self._is_filled(block)))

    def _is_filled(self, block: Block) -> bool:
        """Tell whether checks of what was filled in say all that is new in a passage."""
        lines = self.filling.lines if self.filling else frozenset()
        known = {fold(line) for line in self.earlier.split("\n")}
        return bool(lines) and all(fold(x) in lines | known for x in block.text.split("\n"))

    @property
    def earlier(self) -> str:
        """The text that the input had."""
        return self.given.text if self.given else ""


def propose_document(draft: Draft, path: str, place: Path, given: Path | None) -> None:
    """Add the checks of a text or document; `given` is the same file of the input."""
    document = read_document(place)
    earlier = read_document(given) if given else None
    free = propose_grids(draft, path, document, earlier)
    if earlier is None and (source := source_of(draft, document)):
        writing = Writing(path, document, draft.given.documents[source])
    else:
        writing = Writing(path, document, earlier)
    source = path if earlier else source_of(draft, document)
    if writing.given is not None:
        filling = filling_of(draft, path, writing.given, document, source)
        writing = replace(writing, filling=filling)
    writing = replace(writing, free=tuple(free))
    judged = propose_verdicts(draft, path, document)
    writing = replace(writing, judged=judged)
    alone = writing.given is None
    told = propose_facts(draft, path, document, free, judged) if alone else set()
    labelled = _propose_labels(draft, writing, told)
    _propose_terms(draft, writing, labelled)
    if writing.filling:
        propose_fills(draft, path, writing.filling)
    _propose_dates(draft, writing)
    _propose_dialled(draft, writing)
    _propose_replaced(draft, writing)
    if alone:
        propose_renewed(draft, path, document)
    propose_spoken(draft, path, writing.fresh)
    propose_withheld(draft, path, document)
    propose_shape(draft, path, document, earlier)
    if writing.filling:
        keep_around(draft, path, writing.filling)
    propose_slide_chart(draft, path, place)
    propose_statements(draft, path, document, writing.fresh)
    answered = propose_answers(draft, path, document) if alone else frozenset[str]()
    propose_members(draft, path, document, answered)
    leave_out_implied(draft, path, document, writing.given)


def _is_named(draft: Draft, label: str) -> bool:
    return label.casefold() in draft.instruction.names


def _has_figures(draft: Draft, writing: Writing) -> bool:
    """Tell whether the sentences of a text give derived figures, so that its tables are extra."""
    return any(
        not is_known(figure, draft.instruction, draft.given)
        for figure in figures_of(writing.document)
    )


def _wanted_figures(draft: Draft, writing: Writing) -> list[Figure]:
    """Return the figures that the text must say: derived ones, and those asked for in words."""
    if writing.given is not None:
        return real_figures(figures_of(writing.fresh), draft.instruction)
    free = totals_in(writing.free) if _has_figures(draft, writing) else writing.free
    found = real_figures(figures_of(writing.document, free), draft.instruction)
    derived = [f for f in found if not is_known(f, draft.instruction, draft.given)]
    name = writing.path.rpartition("/")[2].casefold()
    names = spoken_names(draft, writing.path)
    told = [f for f in derived if is_told(f, draft.instruction, name)]
    found = [f for f in found if f in derived or not named_in(f.clause, writing.judged)]
    dictated = _dictated(draft, writing, found)
    spoken = told + [f for f in derived if is_spoken_of(f, draft.instruction, name)] or derived
    found = [f for f in found if f in dictated or not _is_extra(draft, f, names)]
    return [
        f
        for f in found
        if f in spoken
        or is_common(f)
        or _is_named(draft, f.label)
        or is_asked_for(f, draft.instruction)
        or is_counted(f, draft.instruction)
        or answers_count(f, draft.instruction)
        or is_counterpart(f, derived, draft.instruction)
        or f in dictated
    ]


def _is_extra(draft: Draft, figure: Figure, names: list[str]) -> bool:
    """Tell whether a figure is of the instruction, or an aside that nobody asks for."""
    if _is_named(draft, figure.label) or answers_count(figure, draft.instruction):
        return False
    return is_given_number(figure, draft.instruction) or is_aside(figure, draft.instruction, names)


def _dictated(draft: Draft, writing: Writing, figures: list[Figure]) -> list[Figure]:
    """Return the figures that the instruction itself gives to be said in the text."""
    heads = headings_of(writing.document)
    return [f for f in figures if is_dictated(f, draft.instruction, heads)]


def _propose_labels(draft: Draft, writing: Writing, told: set[float]) -> set[float]:
    """Add checks of figures and texts beside a label that the instruction speaks of.

    Return the values that are checked so, and those that were told before.
    """
    done = set(told)
    for figure in _wanted_figures(draft, writing):
        label, value = figure.label, round(figure.value, 9)
        if (
            not label
            or len(done - told) >= _MAX_LABELS
            or value in told
            or not _is_firm(writing.document, label, figure)
        ):
            continue
        if not _is_named(draft, label):
            continue
        done.add(value)
        draft.add(
            label,
            "labelled_number",
            writing.path,
            parameters={"label": label, "expected": _quantity(figure)},
            tolerance=_label_tolerance(draft, writing.path, figure),
            strong=(label,),
            weak=(figure.quantity.unit, *name_words(writing.path)),
            reason="half a unit of the last digit written",
        )
    for label, text in labelled_texts(writing.document):
        if _is_named(draft, label) and "text_pattern" in KINDS:
            draft.add(
                label,
                "text_pattern",
                writing.path,
                parameters={"pattern": labelled_pattern(label, text), "case": False},
                strong=(label,),
                weak=name_words(writing.path),
                reason=f"{text} stands beside {label}",
            )
    return done


def _label_tolerance(draft: Draft, path: str, figure: Figure) -> float | None:
    """Return the tolerance in the unit of the figure itself, where a percentage is no fraction."""
    room = tolerance_of(draft, path, figure)
    return room * 100 if room and figure.quantity.unit == "%" else room


def _quantity(figure: Figure) -> str | float:
    unit = figure.quantity.unit
    number = f"{figure.quantity.value:.{figure.quantity.decimals}f}"
    return f"{number} {unit}" if unit else float(number)


def _is_firm(document: Document, label: str, figure: Figure) -> bool:
    """Tell whether each mention of a label stands right beside just this figure."""
    unit = figure.quantity.unit
    found = labelled_numbers(document, label, unit)
    numbers = [number for one in found for number in one.numbers]
    return (
        bool(found)
        and all(one.firm for one in found)
        and all(agrees(figure.quantity.value, number, unit, None) for number in numbers)
    )


def _propose_terms(draft: Draft, writing: Writing, labelled: set[float]) -> None:
    figures = [f for f in _wanted_figures(draft, writing) if round(f.value, 9) not in labelled]
    phrases = _plain_phrases(draft, writing)
    names = _propose_names(draft, writing)
    dictated = _dictated(draft, writing, figures)
    propose_figures(draft, writing.path, writing.document, figures, dictated)
    codes = codes_in(writing.fresh.text) if writing.given is not None else []
    words = [*names, *(phrase for phrase, _ in phrases), *codes]
    words = [word for word in dict.fromkeys(words) if not _is_told_already(draft, writing, word)]
    tables = fold("\n".join(" ".join(r) for t in writing.document.tables for r in t.rows))
    chosen = [word for word in words if word in names and word in tables]
    for terms in (chosen, [word for word in words if word not in chosen]):
        if not terms:
            continue
        draft.add(
            f"text {writing.path}",
            "text_contains",
            writing.path,
            parameters={"terms": terms} | ({"prose": True} if terms is chosen else {}),
            strong=[phrase for phrase, _ in phrases],
            weak=name_words(writing.path),
            reason="names and phrases that the text must say",
        )


def _is_told_already(draft: Draft, writing: Writing, word: str) -> bool:
    """Tell whether a word stands in the facts, or was filled in, which is checked anyway."""
    if writing.filling and writing.filling.says(word):
        return True
    facts = [
        str(term).casefold()
        for check in draft.checks
        if check.target == writing.path and check.kind == "facts_told"
        for fact in check.parameters["facts"]
        for term in fact["terms"]
    ]
    return word.casefold() in facts


def _plain_phrases(draft: Draft, writing: Writing) -> list[tuple[str, Sentence]]:
    """Return quoted phrases that are neither headings nor labels of something checked."""
    checked = {
        fold(str(name)).casefold()
        for check in draft.checks
        for part in ("columns", "key", "headings")
        for name in (check.parameters.get("label"), *check.parameters.get(part, ()))
        if name
    }
    checked |= {label.casefold() for label, _ in labelled_texts(writing.document)}
    heads = set(map(heading_key, spoken_headings(draft, writing.path, writing.document)))
    found = phrases_of(draft.instruction, draft.given, writing.document.text, writing.earlier)
    return [
        (phrase, sentence)
        for phrase, sentence in found
        if phrase.casefold() not in checked and heading_key(phrase) not in heads
    ]


def _propose_names(draft: Draft, writing: Writing) -> list[str]:
    """Return the names that a text chose; those of a section asked for get a check of their own."""
    prose = prose_of(writing.document)
    free = () if _has_figures(draft, writing) else writing.free
    told = [fold(cell) for table in free for row in table.rows[1:] for cell in row]
    tables = fold("\n".join(" ".join(r) for t in writing.document.tables for r in t.rows))
    loose = [name for name in dict.fromkeys(told) if _is_told(draft, name)][:_MAX_FIGURES]
    by_heading: dict[str, list[str]] = {}
    for name in chosen_names(draft.instruction, draft.given, prose, writing.earlier):
        heading = _heading_above(writing.document, name)
        if heading and draft.instruction.states(heading) and name.casefold() in tables.casefold():
            by_heading.setdefault(heading, []).append(name)
        else:
            loose.append(name)
    for heading, names in _names_by_section(draft, writing).items():
        by_heading[heading] = list(dict.fromkeys([*by_heading.get(heading, []), *names]))
    for heading, names in by_heading.items():
        draft.add(
            f"{heading} {' '.join(names)}",
            "section_says",
            writing.path,
            parameters={"heading": heading, "terms": names},
            strong=(heading,),
            weak=name_words(writing.path),
            reason="the choice among the names of the input",
        )
    return loose


def _names_by_section(draft: Draft, writing: Writing) -> dict[str, list[str]]:
    """Return the names of the input in each section of which a sentence asks for a choice."""
    heads = headings_of(writing.document)
    found: dict[str, list[str]] = {}
    for heading in spoken_headings(draft, writing.path, writing.document):
        spoken = [s for s in draft.instruction.sentences if _says_word(s.folded, heading)]
        held = section(writing.document, heading, heads)
        if held is None or not any(_CHOOSES.search(sentence.text) for sentence in spoken):
            continue
        tables = fold("\n".join(" ".join(r) for t in writing.document.tables for r in t.rows))
        text = "\n".join(line for line in held.text.split("\n") if fold(line) not in tables)
        for _, column in draft.given.named_columns:
            names = sorted(name for name in column if is_name(name) and len(name) > 1)
            said = [name for name in names if _says_word(text.casefold(), name)]
            codes = all(any(map(str.isdigit, name)) for name in said)
            if said and codes and len(names) >= _LEAST_NAMES and len(said) < len(names):
                found[heading] = list(dict.fromkeys([*found.get(heading, []), *said]))[
                    :_MAX_FIGURES
                ]
    return found


def _says_word(text: str, word: str) -> bool:
    plain = fold(word).casefold()
    return re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", fold(text).casefold()) is not None


def _is_told(draft: Draft, cell: str) -> bool:
    """Tell whether a cell of a table that nobody asked for is a name or code of the input."""
    telling = any(sign.isupper() or sign.isdigit() for sign in cell)
    return telling and not is_number(cell) and len(cell) <= 40 and draft.given.holds(cell)


def _heading_above(document: Document, name: str) -> str:
    heading = ""
    cells = {fold(cell) for table in document.tables for row in table.rows for cell in row}
    for block in document.blocks:
        if block.kind in ("heading", "title") and fold(block.text) not in cells:
            heading = block.text
        elif any(
            name.casefold() in line.casefold()
            for line in map(fold, block.text.split("\n"))
            if line not in cells
        ):
            return heading
    return ""


def _propose_dates(draft: Draft, writing: Writing) -> None:
    known = set(dates_in(writing.earlier))
    if writing.given is None:
        known |= dates_in(draft.given.words).keys() | dates_in(draft.instruction.prompt).keys()
        known |= draft.given.keys
    if writing.filling:
        known |= dates_in("\n".join(writing.filling.lines)).keys()
    fresh = [
        iso
        for iso, spelled in _asked_dates(draft, writing.document).items()
        if iso not in known and not _is_day_told(draft, writing, spelled)
    ]
    for iso in fresh[:_MAX_DATES]:
        draft.add(
            f"date {iso}",
            "text_pattern",
            writing.path,
            parameters={"pattern": date_pattern(iso), "case": False},
            weak=("date", "due", "deadline", "begin", *name_words(writing.path)),
            reason=f"the date {iso} in any of the ways that people write it",
        )


def _asked_dates(draft: Draft, document: Document) -> dict[str, str]:
    """Return the dates in blocks of which, or of whose heading, the instruction speaks."""
    found: dict[str, str] = {}
    heading = ""
    for block in document.blocks:
        heading = block.text if block.kind in ("heading", "title") else heading
        words = stems_of(f"{heading} {block.text}") - _DATE_WORDS
        if words & draft.instruction.stems:
            found = dates_in(block.text) | found
    return found


def _is_day_told(draft: Draft, writing: Writing, spelled: str) -> bool:
    """Tell whether a day stands in the facts that the text must tell anyway."""
    day = day_and_month(spelled)
    return any(
        day_and_month(str(term)) == day
        for check in draft.checks
        if check.target == writing.path and check.kind == "facts_told"
        for fact in check.parameters["facts"]
        for term in fact["terms"]
    )


def _propose_replaced(draft: Draft, writing: Writing) -> None:
    """Add the gate that what was to be replaced is gone."""
    gone = replaced_phrases(draft.instruction, writing.document.text, writing.earlier)
    if gone and "text_absent" in KINDS:
        draft.add(
            f"gone {writing.path}",
            "text_absent",
            writing.path,
            parameters={"terms": [phrase for phrase, _ in gone]},
            gate=True,
            sentence=gone[0][1],
        )


def _propose_dialled(draft: Draft, writing: Writing) -> None:
    """Add the checks of telephone numbers and the like that the instruction gives to be said."""
    digits = re.sub(r"[^\d+]", "", writing.document.text)
    for sentence in draft.instruction.sentences:
        for match in _DIALLED.finditer(sentence.text):
            groups = re.findall(r"\d+", match.group())
            if "".join(groups) in digits and "".join(groups) not in re.sub(
                r"\D", "", writing.earlier
            ):
                draft.add(
                    f"number {match.group()}",
                    "text_pattern",
                    writing.path,
                    parameters={"pattern": r"[\s./()-]{0,3}".join(groups), "case": False},
                    sentence=sentence,
                    reason=f"{match.group()}, however its digits are grouped",
                )
