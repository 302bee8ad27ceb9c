"""What an author chose among occupations and their tasks, with how, by whom and when."""

from collections.abc import Iterator
from typing import Literal

from studio.base.clock import shown_moment, utc_now
from studio.base.errors import UserError
from studio.base.settings import author
from studio.editing import LinkOnetTasks
from studio.model.task import Choice, OccupationLink, OnetTasks, Task
from studio.taxonomy import crosswalks, occupations, releases
from studio.taxonomy.crosswalks import Upgrade

_HOW = {"expert": "Chosen", "suggested": "Suggested and accepted", "imported": "Imported"}


def occupation_link(
    code: str, confidence: float | None = None, old: Upgrade | None = None
) -> OccupationLink:
    """Return the link to an occupation that the author chose now.

    Args:
        code: an O*NET-SOC 2019 code, a SOC 2018 code for its `.00`, or one of 2010 that became
            a single one; the link then says so in its note.
        confidence: of the suggestion that was accepted; None if the author found it.
        old: the older code among whose successors the author chose this one.

    Raises:
        UserError: if the code is unknown, or an old one that became several.
    """
    found, _ = crosswalks.followed(code)
    old = old or crosswalks.upgraded(code)
    return OccupationLink(
        code=found.code,
        soc=found.soc,
        title=found.title,
        release=occupations.RELEASE,
        chosen=_chosen(confidence, _upgrade_note(old) if old else ""),
    )


def _upgrade_note(old: Upgrade) -> str:
    count = len(old.choices)
    several = f" as one of the {count} that it became" if count > 1 else ""
    return f"Upgraded from {old.old}{several} ({old.basis})."


def onet_answer(task: Task, ids: tuple[str, ...]) -> OnetTasks:
    """Return the answer that a checkpoint is part of the O*NET tasks `ids`; none fits without.

    With a release installed they must be tasks of the linked occupation; else they are kept as
    they were given, and no release is named.

    Raises:
        UserError: if one is not.
    """
    link, release = task.occupation, releases.release_of(None)
    if link and release and ids:
        _refuse_others(link, release, ids)
    return OnetTasks(
        ids=tuple(dict.fromkeys(ids)),
        release=release.name if link and release else "",
        occupation=link.code if link else "",
        chosen=_chosen(),
    )


def onet_edit(task: Task, checkpoint: str, ids: tuple[str, ...] | None) -> LinkOnetTasks:
    """Return the edit that answers which O*NET tasks a checkpoint is part of.

    Args:
        task: what it is a checkpoint of.
        checkpoint: its id.
        ids: the tasks; without any, none fits; None takes the answer back.

    Raises:
        UserError: if a task is of another occupation.
    """
    return LinkOnetTasks(checkpoint, None if ids is None else onet_answer(task, ids))


def _refuse_others(link: OccupationLink, release: releases.Release, ids: tuple[str, ...]) -> None:
    known = {statement.id for statement in releases.statements(link.code)}
    for wrong in (id for id in ids if id not in known):
        told = f"{wrong!r} is not a task of {link.code} ({link.title}) in {release.name}; "
        raise UserError(
            f"{told}choose one of its tasks.",
            f"{told}list its tasks with `studio task link DIR --checkpoint ID --suggest`.",
        )


def _chosen(confidence: float | None = None, note: str = "") -> Choice:
    how: Literal["expert", "suggested"] = "expert" if confidence is None else "suggested"
    return Choice(how=how, confidence=confidence, by=author(), at=utc_now(), note=note)


def told_choice(link: OccupationLink) -> str:
    """Return how an occupation was chosen, by whom and when, and from which release."""
    chosen = link.chosen
    how = _HOW[chosen.how]
    if chosen.confidence is not None:
        how += f" at {chosen.confidence:.0%}"
    by = f" by {chosen.by}" if chosen.by else ""
    at = f" on {shown_moment(chosen.at)}" if chosen.at else ""
    note = f" {chosen.note}" if chosen.note else ""
    return f"{how}{by}{at}, from {link.release}.{note}"


def link_notes(task: Task) -> Iterator[str]:
    """Yield what the author should know of the links of a task: old codes, answers to others."""
    link = task.occupation
    if link is None:
        return
    try:
        old = crosswalks.upgraded(link.code, link.release)
    except UserError as fault:
        yield str(fault)
    else:
        if old:
            yield old.note
    for point in task.checkpoints:
        answered = point.onet_tasks.occupation if point.onet_tasks else ""
        if answered and answered != link.code:
            yield (
                f"The O*NET tasks of the checkpoint {point.id} were chosen for {answered}; "
                f"choose them anew for {link.code}."
            )
