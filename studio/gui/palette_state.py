"""Which commands and tasks a few typed words may mean, in plain Python."""

from dataclasses import dataclass

_LEAST = 72.0
_RECENT_BONUS = 6.0


@dataclass(frozen=True)
class Entry:
    """Something that can be chosen.

    Attributes:
        id: what is chosen.
        title: its words.
        caption: where it belongs, such as its menu.
        key: the key that does the same, empty if none.
        reason: why it cannot be chosen now, empty if it can.
    """

    id: str
    title: str
    caption: str = ""
    key: str = ""
    reason: str = ""


def found(entries: list[Entry], text: str, recent: list[str]) -> list[Entry]:
    """Return the entries that a text may mean, best first; all of them if it is empty.

    What was chosen lately comes first, and what cannot be used now comes after what can.

    Args:
        entries: everything that can be chosen, in the order of the menus.
        text: what was typed; the order of its words and slips of the key do not matter.
        recent: ids that were chosen lately, latest first.
    """
    words = text.casefold().split()
    if not words:
        return sorted(entries, key=lambda entry: _place(entry, recent))
    scored = [(_score(entry, words), entry) for entry in entries]
    kept = [(score, entry) for score, entry in scored if score >= _LEAST]

    def rank(pair: tuple[float, Entry]) -> tuple[bool, float, int]:
        score, entry = pair
        bonus = _RECENT_BONUS if entry.id in recent else 0
        return bool(entry.reason), -score - bonus, len(entry.title)

    return [entry for _, entry in sorted(kept, key=rank)]


def _place(entry: Entry, recent: list[str]) -> tuple[int, bool]:
    known = recent.index(entry.id) if entry.id in recent else len(recent)
    return known, bool(entry.reason)


def _score(entry: Entry, words: list[str]) -> float:
    """Return how well every word is met, 0 to 100: by a beginning, else by likeness."""
    title = entry.title.casefold().replace("…", "").replace(":", "").split()
    others = entry.caption.casefold().split()
    return min(max(_likeness(word, title), 0.9 * _likeness(word, others)) for word in words)


def _likeness(word: str, among: list[str]) -> float:
    # Imported where it is used: a window must be there at once.
    from rapidfuzz import fuzz

    best = 0.0
    for other in among:
        if other.startswith(word):
            best = max(best, 100.0 if other == word else 96.0)
        elif len(word) > 2 and word in other:
            best = max(best, 84.0)
        elif len(word) > 2:
            best = max(best, fuzz.ratio(word, other[: len(word) + 1]))
    return best
