"""What keeps a task from being proven: in words, and the thing where each of it is mended."""

from studio.model.validation import GATES, GateResult, Lead, ValidationReport

_OTHERS = "And "
# What a red gate means: for one, for several.
_RED = {
    "complete": ("Something is not filled in", "{count} things are not filled in"),
    "files": ("1 file is not fit to travel", "{count} files are not fit to travel"),
    "reference": ("Your own work does not pass", ""),
    "nothing": ("Doing nothing earns points", ""),
    "known_bad": (
        "1 wrong output still passes the checks",
        "{count} wrong outputs still pass the checks",
    ),
    "alternates": ("1 right output fails the checks", "{count} right outputs fail the checks"),
    "regrade": ("Grading twice gives two scores", ""),
    "coverage": (
        "1 thing that is asked for has no check",
        "{count} things that are asked for have no check",
    ),
    "replay": ("The recording does not replay to a pass", ""),
}
# What a gate that could not run leaves open.
_OPEN = {
    "reference": "Your own work could not be judged",
    "nothing": "Doing nothing could not be judged",
    "known_bad": "Wrong outputs could not be judged",
    "alternates": "Other right outputs could not be judged",
    "regrade": "Grading anew could not be tried",
    "replay": "The recording could not be replayed",
}
# Where a gate is mended whose evidence names nothing.
_LEADS = {
    "complete": Lead(thing="prompt"),
    "files": Lead(thing="file"),
    "reference": Lead(thing="checks"),
    "nothing": Lead(thing="checks"),
    "known_bad": Lead(thing="checks"),
    "alternates": Lead(thing="checks"),
    "regrade": Lead(thing="checks"),
    "coverage": Lead(thing="checks"),
    "replay": Lead(thing="recording"),
}


def blocking(report: ValidationReport, digest: str) -> tuple[GateResult, ...]:
    """Return the gates that stand in the way of a task with this digest, the red ones first."""
    found = [gate for gate in report.of(digest) if not gate.fine]
    return tuple(sorted(found, key=lambda gate: (gate.status != "red", GATES.index(gate.id))))


def words_of(gate: GateResult) -> tuple[str, int]:
    """Return what a gate that is not fine means: a template with `{count}`, and the count."""
    if gate.status != "red":
        return _OPEN.get(gate.id, "A gate could not run here"), 1
    one, many = _RED.get(gate.id, ("A gate is red", ""))
    count = _count(gate) if many else 1
    return (many, count) if count > 1 else (one, 1)


def lead_of(gate: GateResult, place: int | None = None) -> Lead | None:
    """Return where a gate that is not fine is mended, None if it is fine.

    Args:
        gate: what it found.
        place: the sentence of its evidence; the first that names a thing by default.
    """
    if gate.fine:
        return None
    if place is not None:
        return gate.lead(place) or _LEADS.get(gate.id)
    return next((lead for lead in gate.leads if lead), None) or _LEADS.get(gate.id)


def _count(gate: GateResult) -> int:
    """Return of how many things a gate tells, those included that its last line only counts."""
    *told, last = gate.evidence or ("",)
    more = last.removeprefix(_OTHERS).removesuffix(" more.")
    return len(told) + (int(more) if last.startswith(_OTHERS) and more.isdigit() else 1)
