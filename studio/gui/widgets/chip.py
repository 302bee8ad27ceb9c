"""A value in a sentence, in plain Python."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Chip:
    """A value in a sentence: where it stands, what it is called, what else it may be.

    Attributes:
        begin: where it begins in the sentence.
        end: where it ends.
        name: what it is called, for a screen reader.
        typed: what the field begins with in which it is changed.
        choices: the values to choose from; it is typed if there are none.
    """

    begin: int
    end: int
    name: str
    typed: str
    choices: tuple[str, ...] = ()
