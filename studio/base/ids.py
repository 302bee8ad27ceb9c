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
