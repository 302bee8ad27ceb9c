"""What is shown of a volume: its voxels with the axes right, front and up, and its labels."""

from dataclasses import dataclass
from typing import Any, ClassVar

Three = tuple[float, float, float]


@dataclass(frozen=True)
class Label:
    """A label of a volume.

    Attributes:
        value: its number.
        voxels: how many voxels have it.
        cubic_mm: how much room they take.
        place: one of its voxels, near its middle, as indices of the array.
    """

    value: int
    voxels: int
    cubic_mm: float
    place: tuple[int, int, int]


@dataclass(frozen=True, eq=False)
class VolumeData:
    """A volume to be looked at.

    Attributes:
        shape: how many voxels the file has to the right, to the front and upwards.
        spacing: how far apart they are, in millimetres.
        step: how many voxels of the file one of the array stands for along each axis.
        count: how many volumes the file holds; the first is shown.
        low, high: the least and the greatest value.
        window: the values that are shown as black and white at first.
        unread: how many voxels are no numbers.
        compared: whether there is another file that it is compared with.
        labels: the labels by number, empty if the volume is a picture and no volume of labels.
        affine: from indices of the file to millimetres to the right, to the front and upwards: the
            three rows one after the other.
        modality: `CT` where values are in Hounsfield units, `MR` or another as the file says,
            empty where nothing tells.
        arrays: the voxels, shape (right, front, up).
    """

    shape: tuple[int, int, int]
    spacing: Three
    step: int
    count: int
    low: float
    high: float
    window: tuple[float, float]
    unread: int
    compared: bool = False
    labels: tuple[Label, ...] = ()
    affine: tuple[float, ...] = ()
    modality: str = ""
    arrays: tuple[Any, ...] = ()
    needs_arrays: ClassVar[bool] = True

    def __post_init__(self) -> None:
        """See to it that the places of labels are in the array, for a reader may be broken.

        Raises:
            ValueError: if they are not, or there are other values than labels.
        """
        if self.arrays:
            (voxels,) = self.arrays
            places = [label.place for label in self.labels]
            inside = all(
                0 <= n < side
                for place in places
                for n, side in zip(place, voxels.shape, strict=True)
            )
            whole = not self.labels or voxels.dtype.name in ("uint8", "uint16")
            if voxels.ndim != 3 or not voxels.size or not inside or not whole:
                raise ValueError("the array of a volume does not fit what is said of it")


@dataclass(frozen=True, eq=False)
class OtherData:
    """The volume that one is compared with, on the same grid.

    Attributes:
        share: the share of voxels that differ.
        arrays: its voxels, and whether each differs (1) or not (0).
    """

    share: float
    arrays: tuple[Any, ...] = ()
    needs_arrays: ClassVar[bool] = True

    def __post_init__(self) -> None:
        """See to it that both arrays have one shape.

        Raises:
            ValueError: if they have not.
        """
        if self.arrays and (
            self.arrays[0].shape != self.arrays[1].shape or self.arrays[0].ndim != 3
        ):
            raise ValueError("the arrays of two volumes do not fit one another")


@dataclass(frozen=True, eq=False)
class ScanData:
    """The scan that labels belong to.

    Attributes:
        name: its file, empty if there is none.
        modality: as that of a volume.
        low, high: the least and the greatest value.
        window: the values that are shown as black and white at first.
        arrays: its voxels on the grid of the labels, shape (right, front, up); none without a scan.
    """

    name: str = ""
    modality: str = ""
    low: float = 0.0
    high: float = 1.0
    window: tuple[float, float] = (0.0, 1.0)
    arrays: tuple[Any, ...] = ()

    def __post_init__(self) -> None:
        """See to it that the array is a volume.

        Raises:
            ValueError: if it is not.
        """
        if any(array.ndim != 3 or not array.size for array in self.arrays):
            raise ValueError("the array of a scan is no volume")


PARTS = {"head": VolumeData, "other": OtherData, "scan": ScanData}
