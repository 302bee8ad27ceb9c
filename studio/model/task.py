"""A task: what anyone may know about it."""

from typing import Literal

from pydantic import Field

from studio.model.frozen import Bounds, Frozen, Identifier, RelativePath


class OccupationLink(Frozen):
    """An O*NET-SOC 2019 code with its SOC 2018 parent and the release it was read from."""

    code: str = Field(pattern=r"^\d{2}-\d{4}\.\d{2}$")
    soc: str = Field(pattern=r"^\d{2}-\d{4}$")
    title: str
    release: str


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
    """A milestone of the work with its share of the score."""

    id: Identifier
    title: str = Field(min_length=1)
    weight: float = Field(default=1.0, ge=0)
    gate: bool = False
    order: int | None = None
    onet_tasks: tuple[str, ...] = ()


class StartItem(Frozen):
    """A file that the runner opens before the clock starts, and the program to open it with."""

    open: RelativePath
    with_: Identifier = Field(alias="with")
    geometry: Bounds | None = None


class Task(Frozen):
    """`task.json`."""

    format: Literal["task"] = "task"
    version: Literal[1] = 1
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
