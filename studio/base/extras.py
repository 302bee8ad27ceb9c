"""The one door to optional dependencies."""

from importlib import import_module
from types import ModuleType

from studio.base.remedies import to_install_extra


def import_extra(module: str, extra: str, what: str) -> ModuleType:
    """Return an optional module.

    Args:
        module: its dotted name.
        extra: the extra of this project that brings it.
        what: what cannot be done without it, as the subject of a sentence in the plural.

    Raises:
        FaultError: if it is not installed; names the extra and says how to get it.
    """
    try:
        return import_module(module)
    except ImportError:
        raise to_install_extra(f"{what} need the extra {extra}", extra) from None
