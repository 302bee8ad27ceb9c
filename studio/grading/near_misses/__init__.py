"""Near misses and harmless variants of a reference: mutation testing for graders.

Importing a module of operators adds them to the registry.
"""

from importlib import import_module
from pkgutil import iter_modules

from studio.grading.near_misses.operators import OPERATORS, Made, Operator, Scene, Variant, made_by
from studio.grading.near_misses.scenes import scenes_of, variants_of_task

for _found in sorted(module.name for module in iter_modules(__path__)):
    import_module(f"{__name__}.{_found}")

__all__ = [
    "OPERATORS",
    "Made",
    "Operator",
    "Scene",
    "Variant",
    "made_by",
    "scenes_of",
    "variants_of_task",
]
