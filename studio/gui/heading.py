"""What the top bar says of the open task below its name, in plain Python."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Facts:
    """What is known of how a task was made.

    Attributes:
        created: the moment its recording began, ISO 8601, empty if it keeps none.
        seconds: how long the recording lasts, None while that is not known.
        steps: how many steps it has, None while they are not read.
        today: the present day, which leaves out the year of a moment in it.
    """

    created: str
    seconds: float | None
    steps: int | None
    today: datetime


def subtitle(facts: Facts) -> tuple[str, dict[str, str]]:
    """Return a template and its values, such as `Recorded 12 Nov, 14 min 08 s, 46 steps`."""
    if not facts.created:
        return "Made from files", {}
    values = {"day": _day(facts.created, facts.today)}
    template = "Recorded {day}"
    if facts.seconds is not None:
        values["length"] = length(facts.seconds)
        template += ", {length}"
    if facts.steps is not None:
        values["steps"] = f"{facts.steps:,}"
        template += ", 1 step" if facts.steps == 1 else ", {steps} steps"
    return template, values


def _day(moment: str, today: datetime) -> str:
    try:
        found = datetime.fromisoformat(moment).astimezone()
    except ValueError:
        return moment
    year = "" if found.year == today.year else f" {found.year}"
    return f"{found.day} {found:%b}{year}"


def length(seconds: float) -> str:
    """Return a duration as `48 s`, `14 min 08 s` or `1 h 02 min`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole // 60 % 60:02d} min"
