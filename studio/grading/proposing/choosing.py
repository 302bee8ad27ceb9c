"""Choosing the few checks that together refuse every near miss."""

from collections.abc import Callable, Sequence

from studio.grading.kinds import KINDS
from studio.model.check import Check

Kills = Callable[[Check], frozenset[str]]


def choose(checks: Sequence[Check], kills: Kills) -> tuple[Check, ...]:
    """Return the checks that earn their place: each refuses a near miss that no other does.

    Greedy cover: the check that refuses most of what is left is taken first; of equal ones a
    check with weight before a gate, then the first proposed. A task keeps at least one check with
    weight for each checkpoint that has one, and the gates of presence, which cost nothing to read.

    Args:
        checks: the checks to choose from.
        kills: the ids of the near misses that a check alone refuses.
    """
    refused = {check.id: kills(check) for check in checks}
    left = frozenset().union(*refused.values())
    taken: set[str] = set()
    while left:
        best = max(
            (check for check in checks if check.id not in taken),
            key=lambda check: (len(refused[check.id] & left), not check.gate),
        )
        taken.add(best.id)
        left -= refused[best.id]
    for check in checks:
        if not check.gate and not _has_weight(check.checkpoint, checks, taken):
            taken.add(check.id)
    return tuple(check for check in checks if check.id in taken or _is_presence(check))


def _has_weight(checkpoint: str | None, checks: Sequence[Check], taken: set[str]) -> bool:
    return any(
        check.id in taken and not check.gate and check.checkpoint == checkpoint for check in checks
    )


def _is_presence(check: Check) -> bool:
    return check.kind in KINDS and KINDS[check.kind].presence
