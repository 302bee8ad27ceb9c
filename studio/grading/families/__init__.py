"""The kinds of checks, one file a family; importing one adds its kinds to the registry."""

from importlib import import_module
from pkgutil import iter_modules

for _found in sorted(module.name for module in iter_modules(__path__)):
    import_module(f"{__name__}.{_found}")
