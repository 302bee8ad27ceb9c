"""The base of every type: immutable, strict, finite, without unknown keys."""

from pathlib import PurePosixPath
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

JsonValue = Any


class Frozen(BaseModel):
    """An immutable value; unknown keys and non-finite numbers are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


def portable_path(text: str) -> str:
    """Return `text` if it is a relative POSIX path that stays inside its folder.

    Raises:
        ValueError: if it is absolute, climbs, is empty or holds control characters.
    """
    parts = PurePosixPath(text).parts
    plain = "/".join(parts) == text and bool(parts)
    if not plain or text.startswith("/") or ".." in parts or "\\" in text or ":" in parts[0]:
        raise ValueError(f"{text!r} is not a path inside the folder")
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in text):
        raise ValueError("a file name holds a control character")
    return text


RelativePath = Annotated[str, AfterValidator(portable_path)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
Fraction = Annotated[float, Field(ge=0, le=1)]


class Size(Frozen):
    """A width and a height in physical pixels."""

    width: int = Field(gt=0)
    height: int = Field(gt=0)


class Bounds(Frozen):
    """A rectangle in physical pixels of the whole screen."""

    x: int
    y: int
    width: int = Field(ge=0)
    height: int = Field(ge=0)

    def holds(self, x: int, y: int) -> bool:
        """Tell whether the point lies inside."""
        return self.x <= x < self.x + self.width and self.y <= y < self.y + self.height

    @property
    def centre(self) -> tuple[int, int]:
        """The middle point."""
        return self.x + self.width // 2, self.y + self.height // 2
