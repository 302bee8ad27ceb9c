"""What a picture is shown from."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True)
class ImageHead:
    """A picture as a whole, made smaller where it is large.

    Attributes:
        width: of the picture itself, in pixels.
        height: of the picture itself, in pixels.
        kind: `bilevel`, `grey` or `colour`.
        format: of the file, such as PNG.
        compared: whether there is another picture of the same size.
        differs: how many pixels differ from the other one.
        why: why there is no comparison although there is another file; empty if there is none.
        arrays: the picture, shape (high, wide, 4) of uint8: red, green, blue and how opaque; then,
            if it is compared, where it differs, shape (high, wide) of uint8, 0 or 255.
    """

    width: int
    height: int
    kind: str
    format: str
    compared: bool = False
    differs: int = 0
    why: str = ""
    arrays: tuple[Any, ...] = ()


@dataclass(frozen=True)
class ImagePiece:
    """A piece of the picture in its full size, from (left, top) on, as in the head."""

    left: int
    top: int
    arrays: tuple[Any, ...] = ()


PARTS = MappingProxyType({"head": ImageHead, "piece": ImagePiece})
