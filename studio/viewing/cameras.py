"""Where a mesh is looked at from: turned about its upright axis, tilted, moved and enlarged."""

import math
from dataclasses import dataclass, replace

Row = tuple[float, float, float]
STEEPEST = 90.0
CLOSEST, FARTHEST = 200.0, 0.2
_FILLED = 0.98


@dataclass(frozen=True)
class Camera:
    """How a mesh is seen, without perspective as in drawings of trades.

    Attributes:
        turn: degrees about the upright axis; 0 looks along +y, from the front.
        tilt: degrees from above; 90 looks straight down.
        zoom: how many times larger than what fits.
        x, y: by how much of the height of the view the middle is moved right and down.
    """

    turn: float = 30.0
    tilt: float = 25.0
    zoom: float = 1.0
    x: float = 0.0
    y: float = 0.0

    def turned(self, right: float, up: float) -> "Camera":
        """Return the camera with the mesh turned by degrees."""
        tilt = min(STEEPEST, max(-STEEPEST, self.tilt + up))
        return replace(self, turn=(self.turn + right) % 360.0, tilt=tilt)

    def moved(self, x: float, y: float) -> "Camera":
        """Return the camera with the middle moved by parts of the height of the view."""
        most = max(2.0, self.zoom)
        return replace(
            self, x=min(most, max(-most, self.x + x)), y=min(most, max(-most, self.y + y))
        )

    def zoomed(self, factor: float, x: float = 0.0, y: float = 0.0) -> "Camera":
        """Return the camera nearer by a factor, with one place of the view staying where it is.

        Args:
            factor: how many times larger.
            x: that place to the right of the middle, in parts of the height of the view.
            y: that place below the middle.
        """
        zoom = min(CLOSEST, max(FARTHEST, self.zoom * factor))
        grown = zoom / self.zoom
        return replace(
            self, zoom=zoom, x=x + (self.x - x) * grown, y=y + (self.y - y) * grown
        ).moved(0.0, 0.0)

    @property
    def axes(self) -> tuple[Row, Row, Row]:
        """What of x, y and z goes to the right, downwards, and away from the eye."""
        a, b = math.radians(self.turn), math.radians(self.tilt)
        right = (math.cos(a), math.sin(a), 0.0)
        down = (math.sin(a) * math.sin(b), -math.cos(a) * math.sin(b), -math.cos(b))
        away = (-math.sin(a) * math.cos(b), math.cos(a) * math.cos(b), -math.sin(b))
        return right, down, away

    def scale(self, diagonal: float, size: tuple[int, int]) -> float:
        """Return how many pixels of a view a unit of a mesh with that diagonal takes."""
        return _FILLED * min(size) / max(diagonal, 1e-300) * self.zoom


FRONT = Camera(0.0, 0.0)
TOP = Camera(0.0, 90.0)
SIDE = Camera(90.0, 0.0)
ASLANT = Camera()
