"""What is told of the instruction, the files and the start of a task: other programs read it."""

from typing import Literal

from studio.model.frozen import Frozen


class FileRow(Frozen):
    """A file of a task.

    Attributes:
        path: where it lies in the task.
        name: what it is called among the files of its role.
        role: what it is for.
        size: in bytes.
        state: of an output, `new`, `changed` or `unchanged`; of an input that is not there any
            more afterwards, `gone`; else empty.
        fault: why it cannot be used, empty if it can.
    """

    path: str
    name: str
    role: Literal["input", "output", "hidden", "scratch"]
    size: int
    state: Literal["", "unchanged", "changed", "new", "gone"]
    fault: str


class FileList(Frozen):
    """`studio task files`: every file that has a role, by name."""

    files: tuple[FileRow, ...]


class DraftShown(Frozen):
    """`studio task draft`: the text, the gaps that it leaves, and whether it was written."""

    text: str
    gaps: tuple[str, ...]
    written: bool


class SeenFile(Frozen):
    """A file that lies there when an agent begins: its path in the working folder, in bytes."""

    path: str
    size: int


class OpenedFile(Frozen):
    """What is open when an agent begins.

    Attributes:
        path: the file, in the working folder.
        program: the program by its id.
        name: what the program calls itself on this machine.
        found: whether this machine has it.
        there: whether the file is there to be opened.
    """

    path: str
    program: str
    name: str
    found: bool
    there: bool


class AgentView(Frozen):
    """`studio task show --as-agent`: all that an agent is given, and what is kept from it.

    Attributes:
        prompt: the instruction as it gets it.
        variant: which variant of the task.
        files: what lies in the working folder.
        opened: what the desktop shows, in the order of opening.
        screen: width and height of the desktop in pixels.
        seconds: how long it may work.
        network: whether it reaches the network.
        environment: what its processes find in their environment, name and meaning.
        withheld: what it never sees, a sentence each.
    """

    prompt: str
    variant: str
    files: tuple[SeenFile, ...]
    opened: tuple[OpenedFile, ...]
    screen: tuple[int, int]
    seconds: float
    network: Literal["none", "full"]
    environment: dict[str, str]
    withheld: tuple[str, ...]


class CoverRow(Frozen):
    """Something that is asked for or was handed in, and whether a check looks at it.

    Attributes:
        text: what it is, in a sentence.
        cover: whether a check looks at it, it waits for one, or nothing is asked.
        checks: the ids of the checks that look at it.
        let_be: the author said that no check is needed.
    """

    text: str
    cover: Literal["checked", "waits", "plain"]
    checks: tuple[str, ...]
    let_be: bool


class FileCoverRow(Frozen):
    """What was made or changed in a file; without a path, what is true of all of them."""

    path: str
    state: Literal["", "unchanged", "changed", "new", "gone"]
    regions: tuple[CoverRow, ...]


class CoverageShown(Frozen):
    """`studio task coverage`: the sentences of the instruction, and the files handed in."""

    waiting: int
    sentences: tuple[CoverRow, ...]
    files: tuple[FileCoverRow, ...]
