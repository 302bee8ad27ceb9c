"""What the page says of a recording that was sealed; without Qt."""

from studio.base.clock import minutes
from studio.base.told import Told
from studio.model.recording import WithheldFor
from studio.recordings.caught import Caught

_SHOWN, _SHOWN_STEPS = 6, 8
_ONLY_UNNAMED = "The only click hit nothing that can be named; see step {steps}."
_ONE_UNNAMED = "1 of {clicks} clicks hit nothing that can be named; see step {steps}."
_UNNAMED = "{count} of {clicks} clicks hit nothing that can be named; see steps {steps}."
_UNNAMED_MORE = (
    "{count} of {clicks} clicks hit nothing that can be named; see steps {steps} and {more} more."
)
_WHY: dict[WithheldFor, str] = {
    "password": "{count} in password fields",
    "excluded": "{count} in applications that are filled grey",
    "not_allowed": "{count} in applications whose text was not ticked",
    "silent": "{count} in applications that do not tell which field has the keyboard",
}


def facts_of(caught: Caught) -> tuple[tuple[str, str], ...]:
    """Return what was caught: a name to be translated, and its value."""
    return (
        ("Time", minutes(caught.seconds).split(".")[0]),
        ("Steps", f"{caught.steps:,}"),
        ("Events", f"{caught.events:,}"),
        ("Frames", f"{caught.frames:,}"),
        ("Checkpoints marked", f"{caught.marks:,}"),
        ("Pauses", f"{caught.pauses:,}" if caught.pauses else ""),
    )


def files_of(caught: Caught) -> tuple[Told, ...]:
    """Return the files that changed, by name; of many only the first, and how many more."""
    if not caught.changed:
        return (Told("No file changed. A task needs one: was the work saved?", {}),)
    shown = [Told("{name}", {"name": name}) for name in caught.changed[:_SHOWN]]
    rest = len(caught.changed) - _SHOWN
    return (*shown, Told("and {count} more", {"count": f"{rest:,}"})) if rest > 0 else tuple(shown)


def withheld_of(caught: Caught) -> tuple[Told, ...]:
    """Return how many keys were withheld, and why."""
    if not caught.withheld:
        return (Told("Nothing was withheld.", {}),)
    told = [
        Told(_WHY[reason], {"count": f"{count:,}"}) for reason, count in caught.withheld_for.items()
    ]
    if told:
        return (Told("{count} keys were withheld:", {"count": f"{caught.withheld:,}"}), *told)
    said = "{count} keys were withheld: they were typed where text may not be kept."
    return (Told(said, {"count": f"{caught.withheld:,}"}),)


def gaps_of(caught: Caught) -> tuple[Told, ...]:
    """Return why something is missing."""
    if not caught.gaps:
        return (Told("Nothing is missing.", {}),)
    reasons = dict.fromkeys(caught.gaps)
    return tuple(Told("A gap: {reason}.", {"reason": reason}) for reason in reasons)


def unnamed_of(caught: Caught) -> Told:
    """Return which clicks hit nothing with a name, empty if all did; of many only the first."""
    if not caught.unnamed:
        return Told("", {})
    rest = len(caught.unnamed) - _SHOWN_STEPS
    values = {
        "count": f"{len(caught.unnamed):,}",
        "clicks": f"{caught.clicks:,}",
        "steps": ", ".join(map(str, caught.unnamed[:_SHOWN_STEPS])),
        "more": f"{rest:,}",
    }
    if len(caught.unnamed) == 1:
        return Told(_ONLY_UNNAMED if caught.clicks == 1 else _ONE_UNNAMED, values)
    return Told(_UNNAMED_MORE if rest > 0 else _UNNAMED, values)


def idle_of(caught: Caught) -> Told:
    """Return the offer to leave out the empty ends, empty if there are none."""
    if not caught.idle:
        return Told("", {})
    seconds = f"{caught.idle_seconds:.0f}"
    return Told("Leave out {seconds} s at the ends in which nothing was done", {"seconds": seconds})
