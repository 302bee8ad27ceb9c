"""The names of files and folders in recordings, tasks and trials."""

MANIFEST = "manifest.json"
FRAMES = "frames.jsonl"
ELEMENTS = "elements.jsonl"
FILES = "files.jsonl"
ANNOTATIONS = "annotations.jsonl"
SEAL = "seal.json"
RECORDER = "recorder.json"
RESERVE = "reserve.tmp"
CONTENTS = "files"
KEYFRAMES = "keyframes"
VIDEO = "video"
EVENT_SEGMENTS = "events-*.jsonl"

TASK = "task.json"
PROMPT = "prompt.md"
INPUT = "input"
OUTPUT = "output"
VARIANTS = "variants"
PRIVATE = "private"
CHECKS = "private/checks.json"
SALT = "private/salt"
REFERENCE = "private/reference"
HIDDEN = "private/hidden"
SCRATCH = "private/scratch"
RECORDING = "private/recording"
ALTERNATES = "private/fixtures/alternate_correct"
KNOWN_BAD = "private/fixtures/known_bad"
REPORT = "validation/report.json"
OUTSIDE_DIGEST = ("validation", "review")

WORKSPACE_RECORDINGS = "recordings"
WORKSPACE_TASKS = "tasks"
TEMPLATES = "task_templates"
TRIALS = "trials"
TRIAL = "trial.json"
TRAJECTORY = "trajectory.json"
SCREENSHOTS = "screenshots"
LOGS = "logs"
GRADE = "grade.json"
PICTURES = "pictures"
TRIAL_EVENTS = "events.jsonl"

PACKED = "packed.json"
KNOWN_DIGESTS = "digests.json"
UNPACKED = "unpacked.json"


def event_segment(number: int) -> str:
    """Return the file name of an event segment, counted from 1."""
    return f"events-{number:04d}.jsonl"


def video_segment(number: int) -> str:
    """Return the path of a video segment, counted from 1."""
    return f"{VIDEO}/{number:04d}.mkv"


def keyframe(digest: str) -> str:
    """Return the path of the lossless still of the frame with this pixel digest."""
    return f"{KEYFRAMES}/{digest}.webp"


def content(digest: str) -> str:
    """Return the path of a stored file content."""
    return f"{CONTENTS}/{digest}"


def is_outside_digest(path: str) -> bool:
    """Tell whether a file of a task is no part of it: reports, reviews, and what was left out."""
    return path.split("/")[0] in OUTSIDE_DIGEST or path.startswith(f"{SCRATCH}/")


def is_office_litter(name: str) -> bool:
    """Tell whether a file name is a lock or temporary file of an office or desktop program."""
    return (
        name.startswith((".~lock.", "~$", ".goutputstream-"))
        or (name.startswith("lu") and name.endswith(".tmp"))
        or name.endswith((".part", ".swp", ".tmp~"))
    )
