"""Volumes and series: a mask over the slice with the difference coloured, and tables of tags."""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from studio.base.errors import FaultError, HostileInputError
from studio.formats import digests
from studio.grading.families.volume_labels import pair_of, reference_pair
from studio.grading.kinds import Grounds, target_of
from studio.grading.overlaps import Pair
from studio.grading.pictures.picture import WRONG, Cell, Picture, mark, table
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.volumes import Grid, Volume, is_volume, read_volume
from studio.grading.verdicts import judge
from studio.model.check import Check

_SIDE = 384
_EDGE = 8
_LINE = 16
_MOST_GIVEN = 8
_GREY = 70
_BOTH, _MISSING, _MORE = (46, 160, 67), (214, 39, 40), (31, 119, 255)
_LEGEND = ((_BOTH, "right"), (_MISSING, "missing"), (_MORE, "too much or another label"))
Slice = NDArray[np.uint8]


def overlay(check: Check, grounds: Grounds) -> Picture:
    """Return the slice on which output and reference differ most, the difference coloured.

    It is seen as radiologists do, from below: the patient's right is on the left.
    """
    target = target_of(check)
    try:
        right = reference_pair(target, grounds)
        pair = pair_of(target, grounds, Volume(right.grid, right.right))
    except (Unreadable, FaultError) as fault:
        told = str(fault).rstrip(".")
        return table(f"{check.target}", ("what went wrong",), [[Cell(told, WRONG)]])
    return _drawn(check, pair, _scan(grounds, pair.grid))


def _drawn(check: Check, pair: Pair, scan: Volume | None) -> Picture:
    one, other = (Volume(pair.grid, side).turned() for side in (pair.right, pair.found))
    number = _most_telling(one.voxels, other.voxels)
    right, found = one.voxels[:, :, number], other.voxels[:, :, number]
    grey = _grey(scan.turned().voxels[:, :, number]) if scan else np.full(right.shape, _GREY, "u1")
    colours = np.stack([grey] * 3, axis=-1).astype(np.float64)
    shares = (
        (_BOTH, (right == found) & (right > 0)),
        (_MISSING, (right > 0) & (found == 0)),
        (_MORE, (found > 0) & (found != right)),
    )
    for colour, where in shares:
        colours[where] = 0.45 * colours[where] + 0.55 * np.array(colour)
    picture = _scaled(colours.astype(np.uint8), one.grid)
    amounts = [int(where.sum()) for _, where in shares]
    return _framed(picture, f"{check.target}, slice {number + 1}", amounts)


def _most_telling(right: NDArray[np.uint8], found: NDArray[np.uint8]) -> int:
    """Return the slice with the most voxels that differ, with the most labels if none does."""
    differing = (right != found).sum(axis=(0, 1))
    if not differing.any():
        differing = (right > 0).sum(axis=(0, 1))
    return int(differing.argmax())


def _scan(grounds: Grounds, grid: Grid) -> Volume | None:
    """Return a volume of the input on the grid that is no mask itself, None if there is none."""
    for place in _volumes(grounds):
        try:
            found = read_volume(place)
        except (Unreadable, HostileInputError):
            continue
        alike = found.grid.shape == grid.shape and found.grid.off_by(grid) < min(grid.spacing)
        if alike and len(np.unique(found.voxels[::4, ::4, ::4])) > 16:
            return found
    return None


def _volumes(grounds: Grounds) -> Iterator[Path]:
    if grounds.input.is_dir():
        found = [at for path, at in digests.regular_files(grounds.input) if is_volume(path)]
        yield from found[:_MOST_GIVEN]


def _grey(values: NDArray[np.float64]) -> Slice:
    """Return a slice in greys from its darkest to its brightest voxels, extremes cut."""
    held = np.nan_to_num(values.astype(np.float64))
    low, high = np.percentile(held, (1, 99))
    scaled = (held - low) / (high - low) if high > low else np.zeros_like(held)
    return (255 * np.clip(scaled, 0, 1)).astype(np.uint8)


def _scaled(colours: Slice, grid: Grid) -> Image.Image:
    """Return a slice as a picture in the shape that it has in space."""
    width, height = (n * s for n, s in zip(colours.shape[:2], grid.spacing[:2], strict=True))
    scale = _SIDE / max(width, height)
    seen = np.ascontiguousarray(colours[::-1, ::-1].transpose(1, 0, 2))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return Image.fromarray(seen).resize(size, Image.Resampling.NEAREST)


def _framed(picture: Image.Image, title: str, amounts: list[int]) -> Picture:
    """Return a picture with its title above and what the colours mean below."""
    width = max(_SIDE, picture.width) + 2 * _EDGE
    top, bottom = _EDGE + _LINE, _LINE * len(_LEGEND) + _EDGE
    made = Image.new("RGB", (width, top + picture.height + bottom + _EDGE), "white")
    made.paste(picture, ((width - picture.width) // 2, top))
    pen, font = ImageDraw.Draw(made), ImageFont.load_default(12)
    pen.text((_EDGE, 4), title, "#333333", font)
    beside = (width - picture.width) // 2 + 4
    pen.text((beside, top + picture.height // 2), "R", "#ffffff", font)
    for line, ((colour, name), amount) in enumerate(zip(_LEGEND, amounts, strict=True)):
        y = top + picture.height + _EDGE + line * _LINE
        pen.rectangle((_EDGE, y + 2, _EDGE + 10, y + 12), colour)
        pen.text((_EDGE + 18, y), f"{name}: {amount:,} voxels of this slice", "#333333", font)
    stream = io.BytesIO()
    made.save(stream, "PNG", optimize=True)
    return Picture(".png", stream.getvalue())


def tags(check: Check, grounds: Grounds) -> Picture:
    """Return a table of the tags of a series that are not as they must be."""
    result = judge(check, grounds)
    wrong = result.evidence.get("wrong", [])
    rows = [
        [mark(False), Cell(str(one["tag"])), Cell(f"{one['found'] or 'empty'}, not "
         f"{one['expected'] or 'empty'}"), Cell(f"{one['instances']} instances")]
        for one in wrong
    ]  # fmt: skip
    if not rows:
        right = result.status == "pass"
        rows = [[mark(right), Cell("", WRONG), Cell(result.sentence), Cell("")]]
    return table(f"Tags of {check.target}", ("", "tag", "what it says", "where"), rows)


def identity(check: Check, grounds: Grounds) -> Picture:
    """Return a table of what was left of a series that tells whose it is, or was spoiled."""
    result = judge(check, grounds)
    left, faults = result.evidence.get("left", []), result.evidence.get("faults", [])
    rows = [[mark(False), Cell(str(name)), Cell("it still tells whose it is")] for name in left]
    rows += [[mark(False), Cell(""), Cell(str(fault))] for fault in faults]
    if not rows:
        rows = [[mark(result.status == "pass"), Cell(""), Cell(result.sentence)]]
    return table(f"De-identification of {check.target}", ("", "tag", "what is wrong"), rows)


def grid(check: Check, grounds: Grounds) -> Picture:
    """Return a table of the grid of a volume, and how it must be."""
    result = judge(check, grounds)
    expected = result.evidence.get("expected", {})
    names = ("shape", "spacing", "axes")
    rows = [
        [mark(name not in expected), Cell(name), Cell(_plain(result.evidence[name])),
         Cell(str(expected.get(name, "")))]
        for name in names
        if name in result.evidence
    ]  # fmt: skip
    if "affine" in expected:
        rows.append([mark(False), Cell("affine"), Cell("elsewhere"), Cell(expected["affine"])])
    if not rows:
        rows = [[mark(result.status == "pass"), Cell(""), Cell(result.sentence), Cell("")]]
    return table(f"Grid of {check.target}", ("", "", "it is", "it must be"), rows)


def _plain(value: object) -> str:
    return " x ".join(f"{n:g}" for n in value) if isinstance(value, list | tuple) else str(value)


PICTURES = {
    "label_overlap": overlay,
    "label_distance": overlay,
    "label_volume": overlay,
    "volume_geometry": grid,
    "dicom_tags": tags,
    "dicom_deidentified": identity,
}
