"""A task: what anyone may know about it."""

from typing import Literal

from pydantic import Field

from studio.model.frozen import Bounds, Fraction, Frozen, Identifier, RelativePath


class Choice(Frozen):
    """How a link to the occupations came about.

    Attributes:
        how: `expert` found it, `suggested` is a suggestion that the expert accepted, `imported`
            came with the task from elsewhere.
        confidence: how likely the suggestion was held to be right, from 0 to 1; None if nobody
            said.
        by: the name of who chose, empty if it is not known.
        at: when, in UTC, empty if it is not known.
        note: what was done to the code on the way, such as an upgrade from an older edition.
    """

    how: Literal["expert", "suggested", "imported"] = "expert"
    confidence: Fraction | None = None
    by: str = ""
    at: str = ""
    note: str = ""


class OccupationLink(Frozen):
    """An O*NET-SOC 2019 code with its SOC 2018 parent and the release it was read from."""

    code: str = Field(pattern=r"^\d{2}-\d{4}\.\d{2}$")
    soc: str = Field(pattern=r"^\d{2}-\d{4}$")
    title: str
    release: str
    chosen: Choice = Choice()


class OnetTasks(Frozen):
    """The O*NET tasks that a checkpoint is part of; without an id, the answer is that none fits.

    Attributes:
        ids: task ids of O*NET.
        release: the release in which they were looked up, empty if it is not known.
        occupation: the O*NET-SOC code whose tasks were asked about, empty if it is not known.
        chosen: how, by whom and when.
    """

    ids: tuple[str, ...] = ()
    release: str = ""
    occupation: str = Field(default="", pattern=r"^(\d{2}-\d{4}\.\d{2})?$")
    chosen: Choice = Choice()


class Software(Frozen):
    """A program the work needs: a desktop-entry id or a program on the PATH."""

    id: Identifier
    min_version: str = ""
    package: str = ""


class Licences(Frozen):
    """SPDX names of the licences of the task's text and of its data."""

    task: str = ""
    data: str = ""


class Limits(Frozen):
    """What a trial may use."""

    seconds: float = Field(default=600, gt=0)


class Checkpoint(Frozen):
    """A milestone of the work with its share of the score.

    `onet_tasks` is None as long as nobody said which O*NET tasks it is part of.
    """

    id: Identifier
    title: str = Field(min_length=1)
    weight: float = Field(default=1.0, ge=0)
    gate: bool = False
    order: int | None = None
    onet_tasks: OnetTasks | None = None


class StartItem(Frozen):
    """A file that the runner opens before the clock starts, and the program to open it with."""

    open: RelativePath
    with_: Identifier = Field(alias="with")
    geometry: Bounds | None = None


class Task(Frozen):
    """`task.json`."""

    format: Literal["task"] = "task"
    version: Literal[2] = 2
    id: Identifier
    title: str = ""
    created: str
    occupation: OccupationLink | None = None
    subdomain: str = ""
    software: tuple[Software, ...] = ()
    licences: Licences = Licences()
    limits: Limits = Limits()
    network: Literal["none", "full"] = "none"
    tier: Literal["near-term", "full-spectrum", "last-exam"] = "near-term"
    track: Literal["public", "proprietary"] = "public"
    layers: tuple[str, ...] = ()
    checkpoints: tuple[Checkpoint, ...] = ()
    work: Literal["in_place", "separate"]
    start: tuple[StartItem, ...] = ()
