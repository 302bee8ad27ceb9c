"""What a package of a task would hold, before it is written."""

import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from studio.formats import digests, layout
from studio.formats.packages import MAX_BYTES, MAX_MEMBERS, goes_in, listing_fault
from studio.formats.tasks import TaskFolder
from studio.model.package import FileRole, LeftOut, PackagePlan, PlannedFile

_SAMPLES, _SAMPLE_BYTES = 4, 64 * 1024
# A member has a header of 30 bytes and an entry of 46 in the listing, each with its path, and a
# line of about 140 bytes in the manifest before that is packed (PKWARE's APPNOTE, section 4.3).
_PER_MEMBER, _MANIFEST = 120, 400
_ROLES: tuple[tuple[str, FileRole], ...] = (
    (layout.TASK, "task"),
    (layout.PROMPT, "task"),
    (layout.CHECKS, "checks"),
    (layout.SALT, "salt"),
    (f"{layout.INPUT}/", "input"),
    (f"{layout.REFERENCE}/", "output"),
    (f"{layout.HIDDEN}/", "hidden"),
    (f"{layout.RECORDING}/", "recording"),
    (f"{layout.SCRATCH}/", "scratch"),
    (f"{layout.PRIVATE}/fixtures/", "fixture"),
    ("validation/", "report"),
    ("review/", "review"),
)
_OF_VARIANTS: dict[str, FileRole] = {"input": "input", "reference": "output", "hidden": "hidden"}


def role_of(path: str) -> FileRole:
    """Return what a file of a task is for, by its path in it."""
    for start, role in _ROLES:
        if path == start or (start.endswith("/") and path.startswith(start)):
            return role
    parts = path.removeprefix(f"{layout.PRIVATE}/").split("/")
    if parts[0] == layout.VARIANTS and len(parts) > 2:
        return _OF_VARIANTS.get(parts[2], "other")
    return "other"


def package_plan(task: TaskFolder, kind: str = "full") -> PackagePlan:
    """Return what the package of a task would hold, what not, and about how large it would be.

    Args:
        task: as it is on disk.
        kind: "full" for everything, "public" for what the agent may know.

    Raises:
        HostileInputError: if the task holds a link or a device.
    """
    found = sorted(digests.regular_files(task.folder))
    inside = [(path, place) for path, place in found if goes_in(path, kind)]
    files = tuple(
        PlannedFile(path=path, size=place.stat().st_size, role=role_of(path))
        for path, place in inside
    )
    return PackagePlan(
        kind="full" if kind == "full" else "public",
        task=task.document.task.id,
        files=files,
        left_out=_left_out([pair for pair in found if not goes_in(pair[0], kind)]),
        size=sum(file.size for file in files),
        packed=_packed([place for _, place in inside], files),
        problems=tuple(_problems(task, kind, files)),
    )


def _left_out(found: Sequence[tuple[str, Path]]) -> tuple[LeftOut, ...]:
    sizes: dict[FileRole, list[int]] = defaultdict(list)
    for path, place in found:
        sizes[role_of(path)].append(place.stat().st_size)
    return tuple(
        LeftOut(role=role, files=len(sizes[role]), size=sum(sizes[role])) for role in sorted(sizes)
    )


def _packed(places: Sequence[Path], files: Sequence[PlannedFile]) -> int:
    """Return about how many bytes the package would have, from samples of each kind of file."""
    share = _share_of_kinds(places)
    packed = sum(file.size * share(Path(file.path).suffix.lower()) for file in files)
    listed = sum(_PER_MEMBER + 2 * len(file.path) for file in files)
    return round(packed) + listed + _MANIFEST


def _share_of_kinds(places: Sequence[Path]) -> Callable[[str], float]:
    """Return what says by a file's suffix which share of it is left once it is deflated."""
    before, after = defaultdict[str, int](int), defaultdict[str, int](int)
    seen = defaultdict[str, int](int)
    for place in sorted(places, key=lambda one: -one.stat().st_size):
        kind = place.suffix.lower()
        if seen[kind] >= _SAMPLES:
            continue
        seen[kind] += 1
        with place.open("rb") as stream:
            sample = stream.read(_SAMPLE_BYTES)
        before[kind] += len(sample)
        after[kind] += len(zlib.compress(sample, 6))
    return lambda kind: min(1.0, after[kind] / before[kind]) if before[kind] else 1.0


def _problems(task: TaskFolder, kind: str, files: Sequence[PlannedFile]) -> Iterator[str]:
    name = task.folder.name
    if kind == "full" and not task.has_private_side:
        yield f"{name} holds only the public side; pack that."
    if kind != "full" and not (task.folder / layout.SALT).is_file():
        yield f"{name} has no {layout.SALT}; without it the public side cannot be told to be its."
    if fault := listing_fault([file.path for file in files]):
        yield f"{fault}."
    if sum(file.size for file in files) > MAX_BYTES or len(files) >= MAX_MEMBERS:
        yield f"{name} is larger than a package may be ({MAX_BYTES >> 20} MiB)."
