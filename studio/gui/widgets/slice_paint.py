"""A slice of a volume as a picture: grey, its labels over it, or how it differs from another."""

from typing import Any

from PySide6.QtGui import QImage

from studio.gui.theme import MARKS, Theme
from studio.gui.widgets.drawing import colour, hue_colour, image_of
from studio.gui.widgets.scene_frame import ONLY_FIRST, ONLY_SECOND, plain_token
from studio.viewing.slices import Plane, cut, grey, outlined, painted
from studio.viewing.volume_data import OtherData, ScanData

OVER = 0.5
"""How much of each pixel a label takes at first that lies over its scan."""
_SEEN, _FAINT = 0.75, 0.25
_MOST = 1024


class SlicePainter:
    """Paints slices of one volume.

    Args:
        voxels: the voxels, shape (right, front, up).
        labels: the place of the hue of each label by its value, empty for a picture.

    Attributes:
        other: the volume that it is compared with.
        checked: the labels that checks look at.
        looked: the label that is looked at, None for none.
        scan: the scan that the labels lie on.
        strength: how much of each pixel a label takes.
    """

    def __init__(self, voxels: Any = None, labels: dict[int, int] | None = None) -> None:
        self._voxels, self._labels = voxels, labels or {}
        self.other: OtherData | None = None
        self.checked: frozenset[int] = frozenset()
        self.looked: int | None = None
        self.scan: ScanData | None = None
        self.strength = _SEEN

    def image(self, plane: Plane, number: int, window: tuple[float, float]) -> QImage:
        """Return a slice, with the values between which it goes from black to white."""
        own = cut(self._voxels, plane, number)
        step = max(1, -(-max(own.shape) // _MOST))
        own = own[::step, ::step]
        picture = self._ground(plane, number, own, step, window)
        if self._labels:
            self._paint_labels(picture, own)
        if self.other is not None:
            there = cut(self.other.arrays[1], plane, number)[::step, ::step] > 0
            values = cut(self.other.arrays[0], plane, number)[::step, ::step]
            self._paint_other(picture, own, values, there)
        return image_of(picture)

    def _ground(
        self, plane: Plane, number: int, own: Any, step: int, window: tuple[float, float]
    ) -> Any:
        """Return what lies below labels: the scan, or black; or the picture itself."""
        if not self._labels:
            return grey(own, window)
        if self.scan is None or not self.scan.arrays:
            return grey(own * 0, (0.0, 1.0))
        below = self.scan.arrays[0]
        # A scan that takes more room may be sent coarser than its labels.
        sides = self._voxels.shape
        at = min(
            number * below.shape[plane.across] // sides[plane.across], below.shape[plane.across] - 1
        )
        found = cut(below, plane, at)
        rows, columns = (
            [n * step * b // side for n in range(shown)]
            for shown, side, b in zip(own.shape, plane.shape(sides), found.shape, strict=True)
        )
        return grey(found[rows][:, columns], window)

    def _paint_labels(self, picture: Any, own: Any) -> None:
        if self.other is not None:
            painted(
                picture,
                own,
                dict.fromkeys(self._labels, colour(getattr(Theme.tokens, plain_token()))),
                self.strength,
            )
            return
        hues = {value: hue_colour(place) for value, place in self._labels.items()}
        faint = {value: made for value, made in hues.items() if self.looked not in (None, value)}
        seen = {value: made for value, made in hues.items() if value not in faint}
        painted(picture, own, faint, self.strength * _FAINT / _SEEN)
        painted(picture, own, seen, self.strength)
        for value in self.checked:
            outlined(picture, own == value, colour(MARKS.around))

    def _paint_other(self, picture: Any, own: Any, other: Any, there: Any) -> None:
        only, second = hue_colour(ONLY_FIRST), hue_colour(ONLY_SECOND)
        if not self._labels:
            painted(picture, there.astype("uint8"), {1: second}, _SEEN)
            return
        which = there * (1 + (own == 0))
        which[there & (own > 0) & (other > 0)] = 3
        waits = colour(Theme.tokens.waits)
        painted(picture, which.astype("uint8"), {1: only, 2: second, 3: waits}, 1.0)
