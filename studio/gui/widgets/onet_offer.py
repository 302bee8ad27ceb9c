"""The O*NET tasks on offer for a checkpoint, and what a press on one of them answers; no Qt."""

from dataclasses import dataclass

from studio.gui.widgets.pick_row import PickRow
from studio.model.task import Checkpoint, OccupationLink, OnetTasks
from studio.taxonomy.linking import Ranked

_SHARED = 4
# Stands for "None fits"; no task has an empty id.
NONE_FITS = ""


@dataclass(frozen=True)
class Offer:
    """The O*NET tasks that a checkpoint may be part of, best first, or why there are none.

    `lacks_release` says that they come with a release of O*NET that is not installed here.
    """

    checkpoint: str
    ranked: tuple[Ranked, ...] = ()
    sentence: str = ""
    lacks_release: bool = False


def answer_for(point: Checkpoint, link: OccupationLink | None) -> OnetTasks | None:
    """Return what was answered for the linked occupation; an answer for another is none."""
    answer = point.onet_tasks
    if answer and link and answer.occupation not in ("", link.code):
        return None
    return answer


def pick_rows(offer: Offer, answer: OnetTasks | None) -> tuple[PickRow, ...]:
    """Return the rows of the tasks on offer."""
    chosen = answer.ids if answer else ()
    return tuple(
        PickRow(
            made.statement.id,
            made.statement.text,
            f"Shares: {', '.join(made.because[:_SHARED])}" if made.because else "",
            made.statement.id in chosen,
            boxed=True,
        )
        for made in offer.ranked
    )


def picked(offer: Offer, answer: OnetTasks | None, row: str) -> tuple[str, ...] | None:
    """Return the ids after a row or `NONE_FITS` was pressed; None is no answer, none none fits."""
    if row == NONE_FITS:
        return None if answer is not None and not answer.ids else ()
    offered = [made.statement.id for made in offer.ranked]
    before = set(answer.ids if answer else ())
    after = before ^ {row}
    return tuple(id for id in offered if id in after) or None
