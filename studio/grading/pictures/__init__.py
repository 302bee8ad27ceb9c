"""Small pictures of the evidence, for people: each kind that has one, by its id.

Each module here that draws has `PICTURES`: what makes a picture of a check and its grounds.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from pkgutil import iter_modules

from studio.grading.kinds import Grounds
from studio.grading.pictures.picture import Picture
from studio.model.check import Check

Draw = Callable[[Check, Grounds], Picture]
_FOUND: dict[str, Draw] = {}

for _name in sorted(module.name for module in iter_modules(__path__)):
    _FOUND |= getattr(import_module(f"{__name__}.{_name}"), "PICTURES", {})

PICTURES: Mapping[str, Draw] = _FOUND

__all__ = ["PICTURES", "Draw", "Picture"]
