"""What an example of a kind of check is."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Example:
    """A target, parameters and a tolerance that go together."""

    target: str
    parameters: dict[str, Any] = field(default_factory=dict)
    tolerance: float | None = None
