"""Identifiers: short, sortable where time matters, and safe as file names."""

import re
import secrets
import unicodedata

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id(prefix: str = "") -> str:
    """Return a fresh random identifier of 12 characters after `prefix`."""
    return prefix + "".join(secrets.choice(_ALPHABET) for _ in range(12))


def slug(text: str, fallback: str = "task") -> str:
    """Return `text` as a portable file name: lower-case ASCII letters, digits and dashes."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:48].strip("-") or fallback


def in_words(name: str) -> str:
    """Return the name of a folder, or of a file without its ending, in plain words.

    `month_end-accruals` and `MonthEndAccruals` become `Month end accruals`; words that stand apart
    already keep their capitals.
    """
    text = " ".join(re.sub(r"[_-]+", " ", name).split())
    if " " not in text:
        parts = re.split(r"(?<=[a-z])(?=[A-Z][a-z])", text)
        text = " ".join([*parts[:1], *(part.lower() for part in parts[1:])])
    return text[:1].upper() + text[1:]
