"""What each command prints with `--json`: other programs read it, so it is a promise."""

from typing import Any, Literal

from pydantic import TypeAdapter

from studio.model.coverage_contract import SuiteReport, SuiteReportShown
from studio.model.frozen import Bounds, Fraction, Frozen
from studio.model.grade import Grade, TrialStatus
from studio.model.instruction_contract import AgentView, CoverageShown, DraftShown, FileList
from studio.model.occupation_contract import (
    OccupationSearch,
    OccupationShown,
    ReleaseList,
    SocTree,
)
from studio.model.package import PackagePlan
from studio.model.step import Action
from studio.model.trial import ReplayResult, TrialRow
from studio.model.validation import GateResult


class DoctorItem(Frozen):
    """One thing this machine can or cannot do; `install` is the command that mends it."""

    id: str
    ok: bool
    detail: str
    install: str | None


class DoctorReport(Frozen):
    """`studio doctor`."""

    items: tuple[DoctorItem, ...]


class DemoResult(Frozen):
    """`studio demo`: paths of what it left behind."""

    folder: str
    recording: str
    task: str
    package: str
    trials: str
    report: str


class CheckRow(Frozen):
    """A check as it is shown: its parts, its sentence, and why it is there."""

    id: str
    kind: str
    target: str
    parameters: dict[str, Any]
    tolerance: float | None
    gate: bool
    sentence: str
    checkpoint: str | None
    because: str


class ProposalList(Frozen):
    """`studio task propose`."""

    checks: tuple[CheckRow, ...]
    uncovered_instruction: tuple[str, ...]
    uncovered_reference: tuple[str, ...]
    unused_tolerances: tuple[str, ...] = ()


class CheckList(Frozen):
    """`studio task checks`."""

    checks: tuple[CheckRow, ...]


class KindRow(Frozen):
    """A kind of check: what it is called, and the JSON Schema of its parameters."""

    id: str
    family: str
    title: str
    gate_only: bool
    extra: str | None
    parameters: dict[str, Any]


class KindList(Frozen):
    """`studio task checks DIR kinds`."""

    kinds: tuple[KindRow, ...]


class MatrixRow(Frozen):
    """One output put before the checks: what it got and what it had to get.

    `did` says what makes a variant other than the reference, `fix` what would put a wrong verdict
    right; both are empty where there is nothing to say.
    """

    output: str
    status: TrialStatus
    score: Fraction | None
    expected: Literal["pass", "fail"]
    ok: bool
    did: str = ""
    fix: str = ""


class Matrix(Frozen):
    """`studio task check`."""

    matrix: tuple[MatrixRow, ...]


class ValidationResult(Frozen):
    """`studio validate`."""

    proven: bool
    validated: bool
    gates: tuple[GateResult, ...]


class TrialList(Frozen):
    """`studio run` and `studio trials list`."""

    out: str
    trials: tuple[TrialRow, ...]


class ElementRow(Frozen):
    """The accessible element that a step hit."""

    role: str
    name: str
    bounds: Bounds


class StepRow(Frozen):
    """A step as it is printed; `window` is a title, frames are ids.

    A merged step holds what it was merged of in `parts`; its action is that of the first.
    """

    id: int
    t_ns: int
    t_end_ns: int
    first_event: int
    last_event: int
    action: Action
    sentence: str
    element: ElementRow | None
    window: str | None
    frame_before: int | None
    frame_after: int | None
    monitor: str = ""
    note: str = ""
    left_out: bool = False
    by_place: bool = False
    parts: tuple["StepRow", ...] = ()


class StepList(Frozen):
    """`studio recording steps`."""

    steps: tuple[StepRow, ...]


class DialectStep(Frozen):
    """A step in the words of another interface, which may need several actions for it."""

    id: int
    sentence: str
    actions: tuple[Any, ...]


class DialectSteps(Frozen):
    """`studio recording steps --dialect`."""

    dialect: str
    steps: tuple[DialectStep, ...]


class Gap(Frozen):
    """A stretch that was not recorded."""

    t_ns: int
    seconds: float
    reason: str


class RecordingInfo(Frozen):
    """`studio recording info`.

    `marks` are the ends of checkpoints in seconds from the start, `changed` the files that did not
    stay as they were.
    """

    state: Literal["recording", "sealed", "recovered"]
    seconds: float
    events: int
    frames: int
    gaps: tuple[Gap, ...]
    marks: tuple[float, ...]
    changed: tuple[str, ...]
    lost: int
    withheld: int
    bytes: int


class Problem(Frozen):
    """A file of a recording that is not as it was sealed."""

    file: str
    what: str


class VerifyResult(Frozen):
    """`studio recording verify`."""

    ok: bool
    problems: tuple[Problem, ...]


class RecoverResult(Frozen):
    """`studio recording recover`; `dropped` counts lines that were cut off or damaged."""

    folder: str
    was_whole: bool
    events: int
    frames: int
    dropped: int


class TaskShown(Frozen):
    """`studio task new|show|set|checkpoint|link`: a task in short.

    `notes` says what its author should know, such as that it holds a code of an older edition;
    `standing` what is next or wrong.
    """

    folder: str
    digest: str
    foreign: bool
    task: dict[str, Any]
    prompt: str
    checks: int
    notes: tuple[str, ...] = ()
    standing: str = ""


class TemplateRow(Frozen):
    """A task to begin from; `recorded` says that it keeps the recording of the work."""

    name: str
    title: str
    occupation: str
    checkpoints: int
    checks: int
    recorded: bool
    folder: str


class TemplateList(Frozen):
    """`studio templates list`."""

    templates: tuple[TemplateRow, ...]


class StoredRow(Frozen):
    """A recording on the disk; `may_go` says that a task holds the same files."""

    folder: str
    bytes: int
    created: str
    state: Literal["sealed", "recovered", "unsealed", "running", "broken"]
    task: str | None
    may_go: bool


class StorageShown(Frozen):
    """`studio recording storage`: what the recordings take, and how much of it may go."""

    bytes: int
    may_go: int
    recordings: tuple[StoredRow, ...]


class SuggestedOccupation(Frozen):
    """An occupation that may do the work; `number` is what `--accept` takes."""

    number: int
    code: str
    soc: str
    title: str
    confidence: Fraction
    because: tuple[str, ...]


class OccupationSuggestions(Frozen):
    """`studio task link --suggest`; `read` names what the suggestions were drawn from."""

    suggestions: tuple[SuggestedOccupation, ...]
    read: tuple[str, ...]


class SuggestedTask(Frozen):
    """A task of the occupation; `chosen` says that the checkpoint is part of it already."""

    id: str
    text: str
    kind: str
    score: Fraction
    because: tuple[str, ...]
    chosen: bool


class OnetTaskSuggestions(Frozen):
    """`studio task link --checkpoint ID --suggest`: the occupation's O*NET tasks, best first."""

    checkpoint: str
    occupation: str
    release: str
    answer: Literal["chosen", "none_fits", "not_answered"]
    tasks: tuple[SuggestedTask, ...]
    credit: str


class PackageShown(Frozen):
    """`studio task pack|unpack|inspect`: a package in short."""

    path: str
    kind: Literal["full", "public"]
    task: str
    title: str
    task_digest: str
    commitment: str | None
    members: int
    foreign: bool | None


class TrialShown(Frozen):
    """`studio trials show`: a trial with its grade, if it got as far."""

    trial: dict[str, Any]
    grade: Grade | None
    folder: str


class ReportShown(Frozen):
    """`studio trials report`: where the page was written."""

    report: str


CONTRACTS: dict[str, type[Frozen] | TypeAdapter[Any]] = {
    "doctor": DoctorReport,
    "demo": DemoResult,
    "grade": Grade,
    "task-propose": ProposalList,
    "task-coverage": CoverageShown,
    "task-draft": DraftShown,
    "task-files": FileList,
    "task-show-as-agent": AgentView,
    "task-checks": CheckList,
    "task-checks-kinds": KindList,
    "task-check": Matrix,
    "task-link-suggest": OccupationSuggestions,
    "task-link-tasks": OnetTaskSuggestions,
    "task-show": TaskShown,
    "templates-list": TemplateList,
    "task-package": PackageShown,
    "task-plan": PackagePlan,
    "validate": ValidationResult,
    "trials-list": TrialList,
    "trials-show": TrialShown,
    "trials-report": ReportShown,
    "recording-steps": StepList,
    "recording-annotate": TypeAdapter(StepRow | StepList),
    "recording-dialect": DialectSteps,
    "recording-info": RecordingInfo,
    "recording-trim": RecordingInfo,
    "recording-join": RecordingInfo,
    "recording-redact": RecordingInfo,
    "recording-verify": VerifyResult,
    "recording-recover": RecoverResult,
    "recording-storage": StorageShown,
    "replay": ReplayResult,
    "occupations-coverage": SuiteReport,
    "occupations-install": ReleaseList,
    "occupations-search": OccupationSearch,
    "occupations-show": OccupationShown,
    "occupations-tree": SocTree,
    "suite-report": SuiteReportShown,
}
