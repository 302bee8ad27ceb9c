"""An example of each kind of check and a line on each family, for the page that tells them.

Each module here has `EXAMPLES`, by the id of the kind, and `FAMILIES`, by the name of the family.
"""

from importlib import import_module
from pkgutil import iter_modules

from studio.grading.examples.example import Example

EXAMPLES: dict[str, Example] = {}
FAMILIES: dict[str, str] = {}

for _found in sorted(module.name for module in iter_modules(__path__) if module.name != "example"):
    _module = import_module(f"{__name__}.{_found}")
    EXAMPLES |= _module.EXAMPLES
    FAMILIES |= _module.FAMILIES

__all__ = ["EXAMPLES", "FAMILIES", "Example"]
