"""Curves beside the right ones with the band they must keep to, and maps of where arrays differ."""

import io
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

from studio.base.errors import FaultError
from studio.grading.families.array_measures import (
    ArrayStatisticsParameters,
    statistic,
    wrong_statistics,
)
from studio.grading.families.array_pairs import pair_of, reference_array, wide
from studio.grading.families.arrays import ArrayCloseParameters, compared
from studio.grading.families.curves import CurveDistanceParameters, Measured, measured
from studio.grading.kinds import Grounds, target_of
from studio.grading.pictures.picture import (
    PLAIN,
    RIGHT,
    WRONG,
    Cell,
    Picture,
    drawn,
    mark,
    table,
    text_at,
)
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.arrays import read_array
from studio.grading.readers.plain_arrays import Plain
from studio.grading.readers.values import legible
from studio.grading.verdicts import parse_parameters
from studio.model.check import Check

_WIDE, _HIGH = 560.0, 260.0
_LEFT, _TOP = 66.0, 48.0
_MOST_POINTS = 600
_SIDE = 360
_GROUND = (255, 255, 255)
_HIGHER, _LOWER, _UNKNOWN = (179, 38, 30), (31, 95, 191), (120, 120, 120)


def curve_picture(check: Check, grounds: Grounds) -> Picture:
    """Return the curve of an output over the right one, with the band, and where it is left."""
    parameters = parse_parameters(check)
    assert isinstance(parameters, CurveDistanceParameters)
    title = f"{parameters.y or 'Curve'} of {check.target}"
    try:
        both = measured(parameters, target_of(check), grounds)
    except (Unreadable, FaultError) as fault:
        return table(title, ("what went wrong",), [[Cell(legible(str(fault)), WRONG)]])
    return _drawn_curves(title, both, parameters)


class _Frame:
    """Where the points of a plot lie: x across and y upwards, each within what it spans."""

    def __init__(self, x: Plain, low: float, high: float, ratios: bool) -> None:
        self._along = np.log10(x) if ratios else x
        self._low, self._high = low, high if high > low else low + 1

    def points(self, y: Plain) -> list[tuple[float, float]]:
        """Return the points of a curve on the picture, cut off where they leave the frame."""
        first, last = float(self._along[0]), float(self._along[-1])
        across = _LEFT + _WIDE * (self._along - first) / ((last - first) or 1)
        share = (np.clip(y, self._low, self._high) - self._low) / (self._high - self._low)
        return list(zip(across.tolist(), (_TOP + _HIGH * (1 - share)).tolist(), strict=True))


def _drawn_curves(title: str, both: Measured, parameters: CurveDistanceParameters) -> Picture:
    """Draw two curves; the extent is that of the right one, so that a wild one hides nothing."""
    keep = np.unique(np.linspace(0, len(both.apart.x) - 1, _MOST_POINTS).astype(int))
    x, right, found = (v[keep] for v in (both.apart.x, both.apart.expected, both.apart.found))
    room = max(float(np.ptp(right)), 2 * both.limit) * 0.25
    low, high = float(np.min(right)) - room, float(np.max(right)) + room
    frame = _Frame(x, low, high, parameters.scale == "logarithmic")
    upper, lower = frame.points(right + both.limit), frame.points(right - both.limit)
    line = frame.points(found)
    away = np.abs(found - right) > both.limit
    parts = [
        text_at(10, 18, title, bold=True),
        text_at(10, 36, _caption(both, parameters), WRONG if _is_off(both) else RIGHT),
        f'<rect x="{_LEFT}" y="{_TOP}" width="{_WIDE}" height="{_HIGH}" fill="none" '
        f'stroke="{PLAIN}"/>',
        _shape([*upper, *reversed(lower)], 'fill="#1b7f3b" fill-opacity="0.18" stroke="none"'),
        _shape(frame.points(right), f'fill="none" stroke="{RIGHT}" stroke-dasharray="6 4"'),
        _shape(line, 'fill="none" stroke="#1f5fbf" stroke-width="1.5"'),
    ]
    parts += [
        f'<circle cx="{px:.1f}" cy="{py:.1f}" r="2" fill="{WRONG}"/>'
        for (px, py), is_away in zip(line, away, strict=True)
        if is_away
    ]
    parts += _numbers_at_axes(x, low, high)
    return drawn(_LEFT + _WIDE + 40, _TOP + _HIGH + 62, parts, title)


def _is_off(both: Measured) -> bool:
    return both.distance > both.limit


def _caption(both: Measured, parameters: CurveDistanceParameters) -> str:
    how = "largest" if parameters.measure == "largest" else "RMS"
    verdict = "✗ too far off" if _is_off(both) else "✓ near enough"
    return f"{verdict}: {both.distance:.4g} ({how}), at most {both.limit:.4g}"


def _shape(points: Sequence[tuple[float, float]], style: str) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    name = "polygon" if 'stroke="none"' in style else "polyline"
    return f'<{name} points="{path}" {style}/>'


def _numbers_at_axes(x: Plain, low: float, high: float) -> list[str]:
    bottom = _TOP + _HIGH + 18
    return [
        text_at(_LEFT, bottom, f"{x[0]:.4g}"),
        text_at(_LEFT + _WIDE - 40, bottom, f"{x[-1]:.4g}"),
        text_at(4, _TOP + _HIGH, f"{low:.3g}"),
        text_at(4, _TOP + 10, f"{high:.3g}"),
        text_at(_LEFT, bottom + 20, "- - right, with the band it must keep to", RIGHT),
        text_at(_LEFT + 280, bottom + 20, "— handed in; dots where it leaves", "#1f5fbf"),
    ]


def array_picture(check: Check, grounds: Grounds) -> Picture:
    """Return a map of an array: white where it is right, red where higher, blue where lower."""
    title = f"Difference of {check.target}"
    try:
        expected, found = pair_of(target_of(check), grounds)
    except (Unreadable, FaultError) as fault:
        return table(title, ("what went wrong",), [[Cell(legible(str(fault)), WRONG)]])
    parameters = parse_parameters(check)
    if not isinstance(parameters, ArrayCloseParameters):
        parameters = ArrayCloseParameters()
    judged = compared(parameters, check.tolerance, expected, found)
    off = np.real(wide(found)) - np.real(wide(expected))
    off = np.where(judged.right | ~judged.counted, 0.0, off)
    wrong = int(np.count_nonzero(judged.counted & ~judged.right))
    return _map(_flat(off), f"{title}: {wrong:,} of {off.size:,} off")


def _flat(values: Plain) -> Plain:
    """Return an array as rows and columns; further sides are laid side by side."""
    if values.ndim == 2:
        return values
    if values.ndim > 2:
        return values.reshape(values.shape[0], -1)
    count = max(1, values.size)
    width = int(np.ceil(np.sqrt(count))) if count > _SIDE else count
    padded = np.zeros(width * -(-count // width))
    padded[: values.size] = values.reshape(-1)
    return padded.reshape(-1, width)


def _map(off: Plain, title: str) -> Picture:
    rows, columns = (_picked(side) for side in off.shape)
    shown = off[np.ix_(rows, columns)]
    known = np.where(np.isfinite(shown), shown, 0.0)
    scale = float(np.max(np.abs(known))) or 1.0
    share = np.sqrt(np.abs(known) / scale)[..., None]
    towards = np.where((known > 0)[..., None], _HIGHER, _LOWER)
    colours = np.array(_GROUND) * (1 - share) + towards * share
    colours[~np.isfinite(shown)] = _UNKNOWN
    tile = Image.fromarray(colours.astype(np.uint8), "RGB")
    size = max(1, _SIDE // shown.shape[1]), max(1, _SIDE // shown.shape[0])
    step = min(size) if min(shown.shape) > 2 else max(4, min(24, *size))
    tile = tile.resize((shown.shape[1] * step, shown.shape[0] * step), Image.Resampling.NEAREST)
    return _framed(tile, title, scale)


def _picked(side: int) -> Plain:
    return np.unique(np.linspace(0, side - 1, min(side, _SIDE)).astype(int))


def _framed(tile: Image.Image, title: str, scale: float) -> Picture:
    caption = f"red higher, blue lower, at most {scale:.4g}; grey is not a number"
    width = max(tile.width + 20, 7 * max(len(title), len(caption)))
    whole = Image.new("RGB", (width, tile.height + 56), _GROUND)
    pen = ImageDraw.Draw(whole)
    pen.text((10, 6), legible(title).encode("ascii", "replace").decode(), fill=(51, 51, 51))
    pen.text((10, tile.height + 36), caption, fill=(51, 51, 51))
    whole.paste(tile, (10, 28))
    pen.rectangle((9, 27, 10 + tile.width, 28 + tile.height), outline=(51, 51, 51))
    stream = io.BytesIO()
    whole.save(stream, "PNG", optimize=True)
    return Picture(".png", stream.getvalue())


def statistics_picture(check: Check, grounds: Grounds) -> Picture:
    """Return each statistic as it is and as it must be."""
    parameters = parse_parameters(check)
    assert isinstance(parameters, ArrayStatisticsParameters) and grounds.output is not None
    target, title = target_of(check), f"Statistics of {check.target}"
    try:
        reference = reference_array(target, grounds)
        values = read_array(grounds.output, target)
    except (Unreadable, FaultError) as fault:
        return table(title, ("what went wrong",), [[Cell(legible(str(fault)), WRONG)]])
    wrong = wrong_statistics(check, parameters, reference, values)
    rows = [
        [
            Cell(name),
            Cell(f"{statistic(name, values):.6g}"),
            Cell(f"{parameters.expected.get(name, statistic(name, reference)):.6g}"),
            mark(name not in wrong),
        ]
        for name in parameters.statistics
    ]
    return table(title, ("statistic", "is", "must be", ""), rows)


PICTURES = {
    "array_statistics": statistics_picture,
    "curve_distance": curve_picture,
    "array_close": array_picture,
    "array_norm": array_picture,
}
