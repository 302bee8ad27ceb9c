"""YAML that may be made to hurt: its size is counted before anything of it is built."""

from dataclasses import dataclass
from typing import Any

import yaml

from studio.base.errors import HostileInputError
from studio.grading.readers.archives import Unreadable

_LONGEST_NUMBER = 400
# Both read the same language; the one made in C is many times quicker.
_Base: Any = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


class _StrictLoader(_Base):  # type: ignore[misc]
    """Refuses a key that comes twice, and numbers too long to be read in time."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        """Return a mapping, each key of it once; what `<<` brings in may be written over."""
        written = [key for key, _ in node.value if key.tag != "tag:yaml.org,2002:merge"]
        names = [(key.tag, key.value) for key in written if isinstance(key, yaml.ScalarNode)]
        if len(set(names)) != len(names):
            raise yaml.constructor.ConstructorError(None, None, "a key comes twice", None)
        return super().construct_mapping(node, deep)

    def construct_number(self, node: Any) -> Any:
        """Return a whole or broken number."""
        if len(node.value) > _LONGEST_NUMBER:
            raise yaml.constructor.ConstructorError(None, None, "a number is too long", None)
        whole = node.tag == "tag:yaml.org,2002:int"
        return self.construct_yaml_int(node) if whole else self.construct_yaml_float(node)


_StrictLoader.add_constructor("tag:yaml.org,2002:int", _StrictLoader.construct_number)
_StrictLoader.add_constructor("tag:yaml.org,2002:float", _StrictLoader.construct_number)


@dataclass
class _Open:
    anchor: str | None
    size: int = 1


def refuse_laughs(text: str, max_depth: int, max_nodes: int) -> None:
    """Count what YAML unfolds to, aliases with all that they stand for, without building it.

    Raises:
        HostileInputError: if it unfolds to more than `max_nodes` values.
        Unreadable: if it is not YAML, nested deeper than `max_depth`, or part of itself.
    """
    sizes: dict[str, int] = {}
    opened = [_Open(None)]
    try:
        for event in yaml.parse(text, Loader=_Base):
            if isinstance(event, yaml.CollectionEndEvent):
                _close(opened, sizes)
            elif isinstance(event, yaml.CollectionStartEvent):
                opened.append(_Open(event.anchor))
            elif isinstance(event, yaml.AliasEvent):
                opened[-1].size += _size_of(str(event.anchor), sizes)
            elif isinstance(event, yaml.ScalarEvent):
                opened[-1].size += 1
                if event.anchor:
                    sizes[event.anchor] = 1
            if len(opened) > max_depth:
                raise Unreadable("is nested too deeply")
            if opened[-1].size > max_nodes:
                raise HostileInputError(f"The file unfolds to more than {max_nodes:,} values.")
    except (yaml.YAMLError, ValueError) as fault:
        raise Unreadable(f"is not valid YAML ({_told(fault)})") from None


def _close(opened: list[_Open], sizes: dict[str, int]) -> None:
    closed = opened.pop()
    opened[-1].size += closed.size
    if closed.anchor:
        sizes[closed.anchor] = closed.size


def _size_of(anchor: str, sizes: dict[str, int]) -> int:
    if anchor not in sizes:
        raise Unreadable("refers to a part that is not there or holds itself")
    return sizes[anchor]


def _told(fault: Exception) -> str:
    return str(getattr(fault, "problem", None) or fault)[:80]


def yaml_documents(text: str) -> list[Any]:
    """Return the documents of YAML text, read with the safe schema alone.

    Raises:
        Unreadable: if it is not such text or repeats a key.
    """
    try:
        return list(yaml.load_all(text, Loader=_StrictLoader))
    except (yaml.YAMLError, ValueError, OverflowError, TypeError, KeyError) as fault:
        raise Unreadable(f"is not valid YAML ({_told(fault)})") from None
