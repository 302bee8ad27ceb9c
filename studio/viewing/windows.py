"""Which values of a volume go from black to white, by what one wants to see.

Source of the windows for CT, as level and width in Hounsfield units: Radiopaedia, "Windowing (CT)".
"""

from dataclasses import dataclass

AUTO, ALL = "auto", "all"
_OF_CT = (
    ("soft", "Soft tissue", 40, 400),
    ("lung", "Lung", -600, 1_500),
    ("bone", "Bone", 400, 1_800),
    ("brain", "Brain", 40, 80),
)


@dataclass(frozen=True)
class GreyWindow:
    """A window.

    Attributes:
        id: its name in the program.
        title: its name in words.
        low: the value that is shown black.
        high: the value that is shown white.
    """

    id: str
    title: str
    low: float
    high: float


def windows_of(
    modality: str, low: float, high: float, auto: tuple[float, float]
) -> tuple[GreyWindow, ...]:
    """Return the windows of a volume, the one that is shown at first before the others.

    Args:
        modality: `CT` if its values are in Hounsfield units.
        low: its least value.
        high: its greatest value.
        auto: the values between which nearly all lie.
    """
    found = [GreyWindow(AUTO, "Automatic", *auto)]
    if modality == "CT":
        found += [
            GreyWindow(id, title, level - width / 2, level + width / 2)
            for id, title, level, width in _OF_CT
        ]
    return (*found, GreyWindow(ALL, "All values", low, high))


def unit_of(modality: str) -> str:
    """Return the unit of the values of a volume, empty where nothing tells."""
    return "HU" if modality == "CT" else ""
