"""Version 2 of `validation/report.json` keeps for each gate when and of what it was asked.

In version 1 all gates of a report were asked in one go, of the one task whose digest it names.
"""

from typing import Any


def converted(value: dict[str, Any]) -> dict[str, Any]:
    """Return a report of version 1 with the digests and times of version 2."""
    asked = {"started": value.get("created", ""), "task_digest": value.get("task_digest")}
    gates = value.get("gates")
    if not isinstance(gates, list):
        return value
    return {**value, "gates": [{**asked, **g} if isinstance(g, dict) else g for g in gates]}
