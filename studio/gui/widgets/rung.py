"""One rung of the ladder of outputs, in plain Python."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rung:
    """An output: its name, what it must do, its score (None while unknown), and the verdict."""

    name: str
    must: str
    score: float | None
    right: bool | None
    told: str
