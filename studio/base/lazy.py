"""Packages that import a part of theirs only when a name of it is asked for (PEP 562).

A window must be there at once, and the graders that it may need later take a second to import.
"""

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def names_of(package: str, parts: Mapping[str, str]) -> Callable[[str], Any]:
    """Return the `__getattr__` of a package.

    Args:
        package: its name.
        parts: the modules in it, each with the names that the package hands on from it, divided
            by spaces.
    """
    places = {name: part for part, names in parts.items() for name in names.split()}

    def find(name: str) -> Any:
        if name not in places:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f"{package}.{places[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return find


def import_graders() -> None:
    """Import all of the graders, or wait until another thread has.

    Python imports a part of a package without waiting for the package, so two threads that begin
    at different parts would each meet the other's half-made modules. Work in a thread that needs
    graders, however far down, asks for the whole of them here before it imports anything.
    """
    import_module("studio.grading")


class Later:
    """A module that is imported when something of it is first asked for.

    Args:
        name: its name.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        value = getattr(import_module(self._name), attribute)
        self.__dict__[attribute] = value
        return value
