"""Words by which English texts say how something came out, and those that say the opposite."""

import re
from functools import lru_cache

_PAIRS = (
    (
        "exceed exceeds exceeded exceeding exceedance surpass surpasses surpassed overrun "
        "overruns overspent",
        "underspent undershoots undershot kept keep keeps respected respects",
    ),
    (
        "pass passes passed passing accept accepts accepted approve approved",
        "fail fails failed failing reject rejects rejected refuse refused declined disapproved",
    ),
    (
        "comply complies complied compliant conform conforms conforming",
        "violate violates violated breach breaches breached noncompliant non-compliant "
        "nonconforming non-conforming",
    ),
    ("paid settled", "unpaid outstanding overdue"),
    ("complete completed finished", "incomplete unfinished pending"),
    ("valid", "invalid"),
    ("correct", "incorrect"),
    (
        "agree agrees agreed match matches matched reconcile reconciles reconciled",
        "differ differs differed disagree disagrees mismatch mismatched mismatches",
    ),
    (
        "rise rises rose risen increase increases increased grow grows grew grown",
        "fall falls fell fallen decrease decreases decreased decline declines shrank shrinks "
        "drop drops dropped",
    ),
    ("safe", "unsafe"),
    ("eligible", "ineligible"),
    ("present", "absent missing"),
    ("available", "unavailable"),
    ("profitable", "unprofitable"),
    ("sufficient adequate", "insufficient inadequate"),
    ("punctual", "late delayed"),
)
_BOUND = (
    r"(?: \w+){0,3}? (?:limits?|thresholds?|permit|norm|budget|range|levels?|tolerances?|targets?|"
    r"maximum|ceiling|allowance|reference|values?|it|them|that|\d[\d.,]*)\b"
)
_BOUNDED = (
    (re.compile(rf"\b(?:above|over|beyond|outside)(?={_BOUND})", re.IGNORECASE), "exceeds"),
    (re.compile(rf"\b(?:within|below|under)(?={_BOUND})", re.IGNORECASE), "undershoots"),
)
_GOOD = {**dict.fromkeys(["ok", "okay", "fine", "good", "alright", "satisfactory"], True)}
_GOOD |= dict.fromkeys(["bad", "unsatisfactory", "unacceptable", "critical"], False)
_YES = frozenset(["yes", "y", "true", "\u2713", "\u2714", "\u2611", "ja", "oui"])
_NO = frozenset(["no", "n", "false", "\u2717", "\u2718", "\u2610", "nein", "non"])
_SIDES = {
    word: (number, side)
    for number, pair in enumerate(_PAIRS)
    for side, words in zip((True, False), pair, strict=True)
    for word in words.split()
}


@lru_cache(maxsize=4096)
def side_of(word: str) -> tuple[int, bool] | None:
    """Return which pair of opposites a word belongs to, and on which side; None if to none."""
    return _SIDES.get(word.casefold())


def is_good(word: str) -> bool | None:
    """Tell whether a word praises or finds fault; None if it does neither."""
    return _GOOD.get(word.casefold())


def yes_or_no(text: str) -> bool | None:
    """Return what a cell or answer says that begins with yes or no, None for any other."""
    found = re.match(r"\W*(\w+|[\u2610-\u2718])", text.strip())
    first = found[1].casefold() if found else ""
    return True if first in _YES else False if first in _NO else None


def spelled_out(text: str) -> str:
    """Return a text with `above the limit` as `exceeds the limit`, and `within` as its opposite."""
    for pattern, word in _BOUNDED:
        text = pattern.sub(word, text)
    return text
