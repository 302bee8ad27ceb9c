"""A recording: its manifest and the records of its files."""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from studio.model.frozen import Bounds, Digest, Frozen, Identifier, RelativePath, Size

CHECKPOINT = "checkpoint"
"""The key of a mark's detail that says that a checkpoint ended there."""


WithheldFor = Literal["password", "excluded", "not_allowed", "silent"]
"""Why a key is not kept: it went into a password field, an excluded application, one whose text was
not allowed, or one that does not tell which of its fields has the keyboard."""


class Watched(Frozen):
    """A folder whose files the recorder followed."""

    id: Identifier
    path: str


class Window(Frozen):
    """A top-level window as the window system described it."""

    id: int
    title: str
    application: str
    pid: int
    bounds: Bounds


class StartedApplication(Frozen):
    """An application that was open when the recording began."""

    application: str
    command: tuple[str, ...]
    documents: tuple[str, ...]
    title: str
    geometry: Bounds


class ClockAnchor(Frozen):
    """The same moment on the monotonic clock (ns) and in UTC."""

    monotonic_ns: int
    utc: str


class Monitor(Frozen):
    """One screen: its place on the desktop in physical pixels, and its scale."""

    id: str
    bounds: Bounds
    scale: float = 1.0


class RecordingManifest(Frozen):
    """`manifest.json` of a recording."""

    format: Literal["recording"] = "recording"
    version: Literal[1] = 1
    id: Identifier
    created: str
    clock: ClockAnchor
    platform: str
    studio_version: str
    screen: Size
    monitors: tuple[Monitor, ...]
    keyboard_layout: str
    fps: float
    allowed_applications: tuple[str, ...] = ()
    excluded_applications: tuple[str, ...] = ()
    region: Bounds | None = None
    codec: str = "vp9"
    watched: tuple[Watched, ...] = ()
    state: Literal["recording", "sealed", "recovered"] = "recording"
    start: tuple[StartedApplication, ...] = ()

    def monitor_at(self, x: int, y: int) -> str:
        """Return the id of the monitor that shows a point, empty if none does."""
        return next((monitor.id for monitor in self.monitors if monitor.bounds.holds(x, y)), "")


class _Event(Frozen):
    seq: int = Field(ge=1)
    t_ns: int


class ButtonEvent(_Event):
    """A mouse button went down or up; button 1 is left, 2 middle, 3 right."""

    source: Literal["input"] = "input"
    type: Literal["press", "release"]
    button: int
    x: int
    y: int


class MoveEvent(_Event):
    """The pointer moved."""

    source: Literal["input"] = "input"
    type: Literal["move"] = "move"
    x: int
    y: int


class ScrollEvent(_Event):
    """The wheel turned; dy is positive away from the user, in notches."""

    source: Literal["input"] = "input"
    type: Literal["scroll"] = "scroll"
    x: int
    y: int
    dx: int
    dy: int


class KeyEvent(_Event):
    """A key went down or up; `text` is what it would write, empty for a control key."""

    source: Literal["input"] = "input"
    type: Literal["key_press", "key_release"]
    keycode: int
    keysym: int
    key: str
    text: str
    modifiers: tuple[str, ...]


class LayoutEvent(_Event):
    """The keyboard layout became another; `layout` as XKB names it."""

    source: Literal["input"] = "input"
    type: Literal["layout"] = "layout"
    layout: str


class ClipboardEvent(_Event):
    """Something was put on the clipboard: its types and length in bytes, its text where allowed."""

    source: Literal["clipboard"] = "clipboard"
    type: Literal["copied"] = "copied"
    kinds: tuple[str, ...]
    length: int | None
    text: str | None = None


class FocusEvent(_Event):
    """Another window became active, or the active one changed title or place."""

    source: Literal["window"] = "window"
    type: Literal["focus"] = "focus"
    window: Window


class MarkEvent(_Event):
    """The recorder speaks of itself; `detail` holds counts, or `reason` and `from_ns` of a gap.

    In that of `stopped`, `withheld_for_...` divides the keys that were withheld by `WithheldFor`.
    A gap ends at the mark's own time. What happens between `paused` and `resumed` is not recorded.
    A further `started` whose detail holds `checkpoint` says that the expert marked the end of a
    checkpoint there, counted from 1, and went on.
    """

    source: Literal["recorder"] = "recorder"
    type: Literal["started", "stopped", "gap", "paused", "resumed", "sealed"]
    detail: dict[str, int | str] = Field(default_factory=dict)

    @property
    def ends_checkpoint(self) -> bool:
        """Whether the expert marked the end of a checkpoint here."""
        return self.type == "started" and CHECKPOINT in self.detail


Event = Annotated[
    ButtonEvent
    | MoveEvent
    | ScrollEvent
    | KeyEvent
    | LayoutEvent
    | ClipboardEvent
    | FocusEvent
    | MarkEvent,
    # The type alone says which one it is, so no other is tried.
    Field(discriminator="type"),
]
EVENT: TypeAdapter[Event] = TypeAdapter(Event)
EVENTS: TypeAdapter[list[Event]] = TypeAdapter(list[Event])


class FrameRecord(Frozen):
    """A line of `frames.jsonl`: one distinct screen image and how long it stood.

    `pts` counts milliseconds in the video segment; `digest` is SHA-256 of the raw BGRA bytes and
    names the lossless still in `keyframes/` where one was kept.
    """

    id: int = Field(ge=1)
    t_ns: int
    t_end_ns: int
    segment: int = Field(ge=1)
    pts: int = Field(ge=0)
    monitor: str
    digest: Digest


class ElementRecord(Frozen):
    """A line of `elements.jsonl`: the accessible element that the event `event` met.

    `of` is `press` for what lies under the pointer, `focus` for what has the keyboard; `value_kind`
    says what the element holds (`text`, `number`), empty if neither. `borrowed` says that the
    element has no name of its own, and `name` is that of what it belongs to.
    """

    event: int = Field(ge=1)
    t_ns: int
    role: str
    name: str
    path: str
    bounds: Bounds
    application: str
    value_kind: Literal["", "text", "number"] = ""
    of: Literal["press", "focus"] = "press"
    borrowed: bool = False


class FileRecord(Frozen):
    """A line of `files.jsonl`: a file as it was at first, or after a change."""

    t_ns: int
    watch: Identifier
    path: RelativePath
    size: int = Field(ge=0)
    digest: Digest | None
    event: Literal["initial", "saved", "deleted"]


class RecorderStatus(Frozen):
    """`recorder.json`, there while somebody records: counts, and the frame that stands now."""

    pid: int
    paused: bool
    seconds: float
    events: int
    frames: int
    elements: int
    files: int
    withheld: int
    marks: int = 0
    t_ns: int
    frame: FrameRecord | None


StepEdge = Literal["", "begins", "joins"]
"""Where a step begins against the reduction: `begins` at this event, `joins` the step before."""


class Annotation(Frozen):
    """A line of `annotations.jsonl`: what the expert says of the step that begins at `first_event`.

    None leaves a part as it was; `previous` is SHA-256 of the line before it (empty at the first).
    A wait has no event of its own: `wait` tells that the line speaks of the one after that event.
    `edge` is empty where a step begins as it was reduced; what is `left_out` is no part of the
    work; what is pressed `by_place` is found by its place in the window alone. `wait`, `edge` and
    `left_out` came with version 2, `by_place` with 3, which only a line that uses them names.
    """

    version: Literal[1, 2, 3] = 1
    t: str
    first_event: int = Field(ge=1)
    sentence: str | None = None
    note: str | None = None
    wait: bool = False
    edge: StepEdge | None = None
    left_out: bool | None = None
    by_place: bool | None = None
    previous: str = ""


class Seal(Frozen):
    """`seal.json`: the digest of every other file but the annotations."""

    format: Literal["seal"] = "seal"
    version: Literal[1] = 1
    recording: Identifier
    files: dict[RelativePath, Digest]
