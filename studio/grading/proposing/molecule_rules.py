"""Rules for molecules in an instruction: bounds of properties, groups to have or to lack."""

import re
from collections.abc import Iterator
from typing import Any

from studio.grading.proposing.draft import Draft
from studio.grading.proposing.instruction import Sentence

_OPEN = re.compile(
    r"\b(?:design|propose|suggest|invent|come up with|think of|devise)\b[^.;]{0,60}"
    r"\b(?:molecules?|compounds?|structures?|analogu?e?s?|ligands?|inhibitors?|candidates?|drugs?|fragments?|leads?|hits?|"
    r"monomers?|dyes?)\b",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"\b(?P<count>\d{1,3}|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty) "
    r"(?:\w+ ){0,2}(?:molecules?|compounds?|structures?|analogu?e?s?|ligands?|inhibitors?|"
    r"candidates?|drugs?|fragments?|leads?|hits?|monomers?|dyes?)\b",
    re.IGNORECASE,
)
_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "twenty": 20,
}  # fmt: skip
_LACKS = r"(?:no|without(?: an?| any)?|free of|must not (?:have|contain)(?: an?)?)"
_HAS = r"(?:contain|with|has|have|having|bear|carry|include)"
_NAMES_OF: tuple[tuple[str, str], ...] = (
    ("exact_mass", r"exact mass|monoisotopic mass"),
    ("mass", r"molecular (?:weight|mass)|molar mass|mol\.? ?w(?:eigh)?t\.?|\bMW\b"),
    ("logp", r"c?log ?P\b|partition coefficient"),
    ("tpsa", r"T?PSA\b|polar surface(?: area)?"),
    ("donors", r"(?:H|hydrogen)[- ]?bond donors?|\bHBD\b|donors\b"),
    ("acceptors", r"(?:H|hydrogen)[- ]?bond acceptors?|\bHBA\b|acceptors\b"),
    ("rotatable_bonds", r"rotatable bonds?"),
    ("aromatic_rings", r"aromatic rings?"),
    ("rings", r"(?<!aromatic )rings?\b"),
    ("heavy_atoms", r"heavy atoms?"),
    ("charge", r"(?:formal |net )?charge"),
)  # fmt: skip
_UPPER = (
    r"(?:at most|below|under|less than|no more than|not more than|not above|up to|"
    r"maximum(?: of)?|<=?|≤)"
)
_LOWER = r"(?:at least|above|over|more than|no less than|not below|minimum(?: of)?|>=?|≥)"
_NUMBER = r"(?P<number>-?\d+(?:\.\d+)?|one|two|three|four|five|six|seven|eight|nine|ten)"
_RANGE = r"between (?P<low>-?\d+(?:\.\d+)?) and (?P<high>-?\d+(?:\.\d+)?)"
_GROUPS: tuple[tuple[str, str], ...] = (
    (r"carboxylic acid|carboxyl group", "[CX3](=O)[OX2H1]"),
    (r"primary amine", "[NX3;H2;!$(NC=O)]"),
    (r"sulfonamide", "S(=O)(=O)[NX3]"),
    (r"\bamide", "[NX3][CX3](=O)"),
    (r"\besters?\b", "[CX3](=O)[OX2][#6]"),
    (r"\bnitro\b", "[$([NX3](=O)=O),$([NX3+](=O)[O-])]"),
    (r"\bnitrile|\bcyano\b", "C#N"),
    (r"\bpyridine|\bpyridyl", "n1ccccc1"),
    (r"\bphenol", "c[OX2H]"),
    (r"\bbenzene ring|\bphenyl", "c1ccccc1"),
    (r"\bfluorine|\bfluoro", "F"),
)


def is_design(sentence: Sentence) -> bool:
    """Tell whether a sentence asks for molecules that the worker thinks up."""
    return _OPEN.search(sentence.text) is not None


def rules_of(draft: Draft) -> tuple[list[dict[str, Any]], Sentence | None]:
    """Return what the instruction wants of each molecule, and the sentence that says so first."""
    found: list[dict[str, Any]] = []
    first = None
    for sentence in draft.instruction.sentences:
        for rule in rules_in(sentence):
            first = first or sentence
            if rule not in found:
                found.append(rule)
    return found, first


def rules_in(sentence: Sentence) -> Iterator[dict[str, Any]]:
    """Yield what a sentence wants of each molecule."""
    for name, pattern in _NAMES_OF:
        yield from _bounds(sentence.text, name, pattern)
    for pattern, group in _GROUPS:
        lacks = rf"\b{_LACKS} (?:\w+ )?(?:{pattern})"
        has = rf"\b{_HAS}\w*\b[^.;]{{0,40}}?(?:{pattern})"
        if re.search(lacks, sentence.text, re.IGNORECASE):
            yield {"name": "substructure", "pattern": group, "at_most": 0.0}
        elif re.search(has, sentence.text, re.IGNORECASE):
            yield {"name": "substructure", "pattern": group, "at_least": 1.0}


def _bounds(text: str, name: str, pattern: str) -> Iterator[dict[str, Any]]:
    """Yield the bounds of a property that a sentence states, before or after its name."""
    named = rf"(?:{pattern})"
    between = r"(?: (?:is|are|must be|should be|of|stays?|lies?|a|an|has to be))* ?"
    for side, words in (("at_most", _UPPER), ("at_least", _LOWER)):
        after = rf"{named}{between}{words} ?{_NUMBER}"
        before = rf"\b{words} {_NUMBER} (?:g/mol )?{named}"
        for form in (after, before):
            found = re.search(form, text, re.IGNORECASE)
            if found:
                yield {"name": name, side: _number(found["number"])}
                break
    found = re.search(rf"{named}{between}{_RANGE}", text, re.IGNORECASE)
    if found:
        yield {"name": name, "at_least": float(found["low"]), "at_most": float(found["high"])}


def _number(text: str) -> float:
    return float(_WORDS.get(text.casefold(), 0)) if text.isalpha() else float(text)


def least_of(draft: Draft) -> int:
    """Return how many molecules the instruction wants, 1 if it does not say."""
    for sentence in draft.instruction.sentences:
        found = _COUNT.search(sentence.text) if _OPEN.search(sentence.text) else None
        if found:
            word = found["count"].casefold()
            return int(word) if word.isdigit() else _WORDS[word]
    return 1
