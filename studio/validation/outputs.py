"""The outputs of a task whose verdict is known beforehand, laid out to be graded."""

import io
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from studio.base.errors import HostileInputError
from studio.base.pace import UNHEARD, Pace
from studio.formats import digests, layout
from studio.formats.tasks import TaskFolder
from studio.grading.kept import Laid
from studio.grading.near_misses import Variant, variants_of_task
from studio.grading.readers.archives import Unreadable, refuse_hostile
from studio.model.check import Checks
from studio.sandbox.office import lay_out_ahead, recompute_ahead

Expected = Literal["pass", "fail"]
_LAID_OUT = (".docx", ".docm", ".odt")
_BOOKS = (".xlsx", ".xlsm", ".ods")
_MAX_LAID_BYTES = 1 << 30
_FORMULA = re.compile(rb"<(\w+:)?f[ >]")


@dataclass(frozen=True)
class KnownOutput:
    """An output and the verdict it must get; `variant` says what it is a variant of."""

    name: str
    laid: Laid
    expected: Expected
    variant: Variant | None = None

    @property
    def did(self) -> str:
        """What makes it other than the reference, in words; empty if nobody said so."""
        return self.variant.did if self.variant else ""


@contextmanager
def known_outputs(
    task: TaskFolder, near_misses: bool = False, pace: Pace = UNHEARD
) -> Iterator[tuple[KnownOutput, ...]]:
    """Lay out the reference, the input, an empty folder, the fixtures, and the near misses.

    What an author has answered is left out: it is a fixture then.
    """
    scratch = Path(tempfile.mkdtemp(prefix="studio-known-"))
    try:
        found = list(samples_of(task, scratch))
        if near_misses:
            found += lay_variants(task, open_variants(task, pace), scratch, pace)
        yield tuple(found)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def samples_of(task: TaskFolder, scratch: Path) -> Iterator[KnownOutput]:
    """Yield the reference, the input, an empty folder, which is made in `scratch`, and fixtures."""
    empty = scratch / "empty"
    empty.mkdir(exist_ok=True)
    sides = (("reference", task.reference, "pass"), ("input", task.input, "fail"))
    for name, folder, verdict in sides:
        yield KnownOutput(name, Laid(folder if folder.is_dir() else empty), _expected(verdict))
    yield KnownOutput("empty", Laid(empty), "fail")
    yield from _fixtures(task)


def _expected(verdict: str) -> Expected:
    return "pass" if verdict == "pass" else "fail"


def _fixtures(task: TaskFolder) -> Iterator[KnownOutput]:
    kinds = (("alternate", layout.ALTERNATES, "pass"), ("known_bad", layout.KNOWN_BAD, "fail"))
    for name, place, verdict in kinds:
        root = task.folder / place
        for folder in sorted(root.iterdir()) if root.is_dir() else ():
            if folder.is_dir() and not folder.is_symlink():
                yield KnownOutput(f"{name}:{folder.name}", Laid(folder), _expected(verdict))


def open_variants(task: TaskFolder, pace: Pace = UNHEARD) -> tuple[Variant, ...]:
    """Return the near misses and harmless variants that the author has not answered yet."""
    answered = answered_digests(task.document.checks)
    return tuple(found for found in all_variants(task, pace) if found.digest not in answered)


def all_variants(task: TaskFolder, pace: Pace = UNHEARD) -> tuple[Variant, ...]:
    """Return the near misses and harmless variants of the reference, answered ones too."""
    if not task.reference.is_dir():
        return ()
    size = sum(place.stat().st_size for _, place in digests.regular_files(task.reference))
    most = max(1, min(120, _MAX_LAID_BYTES // max(1, size)))
    return variants_of_task(task, most=most, pace=pace)


def answered_digests(checks: Checks) -> frozenset[str]:
    """Return the digests of the variants that were answered."""
    return frozenset(answer.digest for answer in checks.answered if answer.digest)


def lay_variants(
    task: TaskFolder, variants: Sequence[Variant], scratch: Path, pace: Pace = UNHEARD
) -> Iterator[KnownOutput]:
    """Write variants of the reference into folders below `scratch`, and yield them."""
    _compute(variants, pace)
    if counts_pages(task):
        _lay_out(variants, pace)
    for number, variant in enumerate(variants):
        pace.go_on()
        folder = scratch / f"variant-{number}"
        variant.lay(task.reference, folder)
        yield KnownOutput(variant.id, Laid(folder), "pass" if variant.harmless else "fail", variant)


def counts_pages(task: TaskFolder) -> bool:
    """Tell whether a check counts pages, so that documents are laid out by an office program."""
    return any(check.kind == "page_count" for check in task.document.checks.checks)


def _compute(variants: Sequence[Variant], pace: Pace) -> None:
    """Compute the workbooks among the variants together, which is quicker than one by one."""
    books = {
        digests.of_bytes(content): (Path(path).suffix.lower(), content)
        for variant in variants
        for path, content in variant.files.items()
        if content and Path(path).suffix.lower() in _BOOKS and _has_formulas(path, content)
    }
    recompute_ahead(books, pace)


def _lay_out(variants: Sequence[Variant], pace: Pace) -> None:
    """Lay out the documents among the variants together, where pages are counted."""
    lay_out_ahead(
        {
            digests.of_bytes(content): (Path(path).suffix.lower(), content)
            for variant in variants
            for path, content in variant.files.items()
            if content and Path(path).suffix.lower() in _LAID_OUT
        },
        pace,
    )


def _has_formulas(path: str, content: bytes) -> bool:
    """Tell whether a workbook will be computed: each ods, and an xlsx with a formula."""
    if path.lower().endswith(".ods"):
        return True
    try:
        refuse_hostile(content, path)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            sheets = [n for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
            return any(_FORMULA.search(archive.read(name)) for name in sheets)
    except (HostileInputError, Unreadable, zipfile.BadZipFile):
        return False
