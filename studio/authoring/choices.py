"""What an author chose among occupations and their tasks, with how, by whom and when."""

from typing import Literal

from studio.base.clock import utc_now
from studio.base.settings import author
from studio.model.task import Choice, OccupationLink, OnetTasks, Task
from studio.taxonomy import occupations


def occupation_link(code: str, confidence: float | None = None) -> OccupationLink:
    """Return the link to an occupation that the author chose now.

    Args:
        code: an O*NET-SOC code; a SOC code stands for its `.00`.
        confidence: of the suggestion that was accepted; None if the author found it.

    Raises:
        UserError: if the code is unknown; the sentence names the nearest.
    """
    found = occupations.find(code)
    return OccupationLink(
        code=found.code,
        soc=found.soc,
        title=found.title,
        release=occupations.RELEASE,
        chosen=_chosen(confidence),
    )


def onet_answer(task: Task, ids: tuple[str, ...]) -> OnetTasks:
    """Return the answer that a checkpoint is part of the O*NET tasks `ids`; none fits without."""
    link = task.occupation
    return OnetTasks(
        ids=tuple(dict.fromkeys(ids)),
        occupation=link.code if link else "",
        chosen=_chosen(),
    )


def _chosen(confidence: float | None = None, note: str = "") -> Choice:
    how: Literal["expert", "suggested"] = "expert" if confidence is None else "suggested"
    return Choice(how=how, confidence=confidence, by=author(), at=utc_now(), note=note)
