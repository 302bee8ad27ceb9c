"""Sentences with places for their values, so that they can be translated before those go in."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """A sentence with a place for each value, such as `{count}`, and the values."""

    sentence: str
    values: Mapping[str, str]

    def __str__(self) -> str:
        """Return it in English, with its values."""
        return self.sentence.format(**self.values)
