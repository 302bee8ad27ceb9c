"""Slices of a volume as they are looked at, and as pictures.

As radiographers look at them: the patient's right is at the left of the picture, the front or the
head at the top. A place in a picture is (row, column), in the volume (right, front, up).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from studio.viewing.colours import Colour

Place = tuple[int, int, int]


@dataclass(frozen=True)
class Plane:
    """A way to cut a volume.

    Attributes:
        name: what it is called.
        across: the axis that the slices follow one another along.
        row, column: the axes from bottom to top and from right to left.
        ends: the letters at the left, the right, the top and the bottom.
    """

    name: str
    across: int
    row: int
    column: int
    ends: tuple[str, str, str, str]

    def shape(self, shape: tuple[int, ...]) -> tuple[int, int]:
        """Return how many rows and columns a slice has."""
        return shape[self.row], shape[self.column]

    def spot(self, place: Place, shape: tuple[int, ...]) -> tuple[int, int]:
        """Return where a voxel is in the picture of its slice."""
        rows, columns = self.shape(shape)
        return rows - 1 - place[self.row], columns - 1 - place[self.column]

    def place(self, spot: tuple[int, int], number: int, shape: tuple[int, ...]) -> Place:
        """Return which voxel is at a spot of the picture of a slice."""
        rows, columns = self.shape(shape)
        found = [0, 0, 0]
        found[self.across], found[self.row] = number, rows - 1 - spot[0]
        found[self.column] = columns - 1 - spot[1]
        return found[0], found[1], found[2]


AXIAL = Plane("axial", 2, 1, 0, ("R", "L", "A", "P"))
CORONAL = Plane("coronal", 1, 2, 0, ("R", "L", "S", "I"))
SAGITTAL = Plane("sagittal", 0, 2, 1, ("A", "P", "S", "I"))
PLANES = {plane.name: plane for plane in (AXIAL, CORONAL, SAGITTAL)}


def cut(voxels: "NDArray[Any]", plane: Plane, number: int) -> "NDArray[Any]":
    """Return a slice as it is looked at, shape (rows, columns)."""
    found = voxels.take(number, axis=plane.across)
    # What is left has its axes in the order of the volume, so the column's comes first.
    turned: NDArray[Any] = found.T[::-1, ::-1]
    return turned


def grey(slice_: "NDArray[Any]", window: tuple[float, float]) -> "NDArray[Any]":
    """Return a slice in grey between two values, shape (rows, columns, 4), unsigned bytes."""
    import numpy as np

    low, high = window
    with np.errstate(invalid="ignore", over="ignore"):
        share = (slice_.astype(np.float32) - low) * (255.0 / max(high - low, 1e-12))
        levels = np.clip(np.nan_to_num(share, nan=0.0), 0, 255).astype(np.uint8)
    made = np.empty((*levels.shape, 4), np.uint8)
    made[..., :3], made[..., 3] = levels[..., None], 255
    return made


def painted(
    picture: "NDArray[Any]", labels: "NDArray[Any]", colours: "dict[int, Colour]", share: float
) -> None:
    """Paint labels over a picture in their colours, so much of each pixel as `share` says."""
    import numpy as np

    table = np.zeros((256, 4), np.float32)
    places = np.zeros(65_536, np.uint8)
    for number, (value, colour) in enumerate(colours.items(), 1):
        places[value], table[number] = number % 256, (*colour, 255)
    own = places[labels]
    there = own > 0
    picture[there] = ((1 - share) * picture[there] + share * table[own[there]]).astype(np.uint8)


def outlined(picture: "NDArray[Any]", there: "NDArray[Any]", colour: "Colour") -> None:
    """Draw the edge of a region, one pixel wide, inside of it."""
    import numpy as np

    inner = there.copy()
    inner[1:], inner[:-1] = inner[1:] & there[:-1], inner[:-1] & there[1:]
    inner[:, 1:] &= there[:, :-1]
    inner[:, :-1] &= there[:, 1:]
    picture[there & ~inner] = np.array((*colour, 255), np.uint8)
