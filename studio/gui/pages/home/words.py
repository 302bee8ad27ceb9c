"""What the first start says, and what the form of files says, without Qt."""

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from studio import authoring
from studio.base.ids import in_words

if TYPE_CHECKING:
    from studio.authoring import Understood

SCREENS = (
    (
        "Good work becomes a good test",
        "You work as you always do, and the studio records it. You mark what matters and say who "
        "does this work. The studio proposes the checks that tell good work from bad, proves them, "
        "and packs all of it as a task that computer agents can be tried on.",
        "record",
        "Next",
    ),
    (
        "Nothing leaves this computer",
        "There is no account and no upload. What goes into a password field is never kept, nor "
        "anything while you pause. You choose which applications' text may be kept, and you can "
        "take out words and places afterwards.",
        "lock-simple",
        "Next",
    ),
    (
        "See a finished one first",
        "The sample is a whole task: somebody completes a month's invoices. Open it and press "
        "“Replay it”: the recorded work is done again on a private screen, and its checks say "
        "whether it passes.",
        "play-circle",
        "Try the sample",
    ),
)
"""Title, words, icon and button of each screen."""

BECAME = {"new": "new", "changed": "changed", "same": "unchanged", "left": "stays as it is"}
IN_PLACE = "The work is done in the given files: the finished ones have the same names."
SEPARATE = "The work is put elsewhere: the agent begins with an empty output folder."
_SHOWN = 200
_PACKED = (".gz", ".bz2", ".xz")


def given_lines(found: "Understood") -> tuple[str, ...]:
    """Return the names of the files that the agent gets, as many as can be read."""
    return _cut(found.given)


def handed_in_rows(found: "Understood") -> tuple[tuple[str, str], ...]:
    """Return the finished files, those first that were changed or are new, each with which."""
    order = {"changed": 0, "new": 1, "same": 2, "left": 3}
    rows = sorted(found.handed_in, key=lambda pair: (order[pair[1]], pair[0]))
    return tuple((name, BECAME[became]) for name, became in rows[:_SHOWN])


def _cut(names: tuple[str, ...]) -> tuple[str, ...]:
    return names[:_SHOWN]


def suggested_title(found: "Understood", prompt: str = "") -> str:
    """Return a title: the first sentence of the instruction, else what the work is called.

    That is the name of the first finished file that differs, in plain words:
    "month_end-accruals.xlsx" becomes "Month end accruals".
    """
    if prompt.strip():
        return authoring.first_sentence(prompt)
    name = PurePosixPath(next(iter(handed_in_rows(found)), ("", ""))[0])
    packed = name.suffix in _PACKED and PurePosixPath(name.stem).suffix
    return in_words(PurePosixPath(name.stem).stem if packed else name.stem)
