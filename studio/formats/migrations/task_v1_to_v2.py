"""Version 2 of `task.json` says how an occupation and O*NET tasks were chosen, and by whom.

In version 1 the author named the occupation by hand, and a checkpoint without O*NET tasks did not
tell "none fits" from "not asked yet"; nobody can have answered "none fits".
"""

from typing import Any

_BY_HAND = {"how": "expert", "confidence": None, "by": "", "at": "", "note": ""}


def converted(value: dict[str, Any]) -> dict[str, Any]:
    """Return a task of version 1 with the links of version 2."""
    changed = dict(value)
    link = value.get("occupation")
    if isinstance(link, dict):
        changed["occupation"] = {"chosen": _BY_HAND, **link}
    points = value.get("checkpoints")
    if isinstance(points, list):
        changed["checkpoints"] = [_checkpoint(point) for point in points]
    return changed


def _checkpoint(point: Any) -> Any:
    if not isinstance(point, dict) or not isinstance(point.get("onet_tasks"), list):
        return point
    ids = point["onet_tasks"]
    tasks = {"ids": ids, "release": "", "occupation": "", "chosen": _BY_HAND} if ids else None
    return {**point, "onet_tasks": tasks}
