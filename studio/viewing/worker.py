"""The reader inside the sandbox: keeps files open and answers what is asked of them.

Runs as `python -m studio.viewing.worker`. Standard input takes one JSON object a line: `{"kind":
id, "shown": file, "other": file or null, "what": part, "arguments": {...}}`. Each is answered by
one answer as `frames` describes. `{"learn": [kind, ...]}` has no answer: what reads these kinds is
imported and tried meanwhile. Ends when standard input closes.
"""

import json
import os
import sys
import tempfile
import threading
from collections import OrderedDict
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import studio
from studio.base.errors import FaultError, HostileInputError
from studio.base.settings import PRIVATE_CACHE
from studio.viewing import frames
from studio.viewing.kinds import KINDS, kind_named
from studio.viewing.rehearsing import rehearse

_KEPT = 6
_LONGEST = 300
_opened: OrderedDict[tuple[str, str, str | None], Any] = OrderedDict()


def _answer(order: dict[str, Any]) -> list[bytes]:
    from studio.grading.readers.archives import Unreadable

    name = Path(order["shown"]).name
    try:
        held = _held(order["kind"], order["shown"], order["other"])
        return frames.packed(getattr(held, order["what"])(**order["arguments"]))
    except (HostileInputError, FaultError) as fault:
        return [frames.line({"refused": str(fault)[:_LONGEST]})]
    except Unreadable as fault:
        return [frames.line({"refused": f"{name} {fault}."[:_LONGEST]})]
    except MemoryError:
        return [frames.line({"refused": f"{name} needs more memory than is allowed."})]
    except RecursionError:
        return [frames.line({"refused": f"{name} is nested too deeply."})]


def _held(kind: str, shown: str, other: str | None) -> Any:
    key = (kind, shown, other)
    if key not in _opened:
        reader = import_module(kind_named(kind).reader)
        _opened[key] = reader.opened(Path(shown), Path(other) if other else None)
        while len(_opened) > _KEPT:
            _opened.popitem(last=False)
    _opened.move_to_end(key)
    return _opened[key]


def _stand_in() -> None:
    """Let the package of the graders stand as a bare folder of modules.

    It would import all of them, for two seconds; only its readers are wanted here.
    """
    package = ModuleType("studio.grading")
    package.__path__ = [str(Path(studio.__file__).parent / "grading")]
    sys.modules[package.__name__] = package


def _learn(kinds: list[str], scratch: Path) -> None:
    """Import what reads some kinds of files, with libraries that are installed, and try it."""
    for kind in (kind for kind in KINDS if kind.id in kinds):
        for name in kind.libraries:
            with suppress(ImportError):
                import_module(name)
        with suppress(ImportError):
            rehearse(kind.id, import_module(kind.reader), scratch)


def main() -> None:
    """Answer orders until standard input closes."""
    with tempfile.TemporaryDirectory(prefix="viewing-", ignore_cleanup_errors=True) as scratch:
        os.environ[PRIVATE_CACHE] = scratch
        _stand_in()
        _say([frames.line({"ready": True})])
        while line := sys.stdin.buffer.readline():
            try:
                order = json.loads(line)
                if kinds := order.get("learn"):
                    # An order that comes meanwhile waits only for what it needs itself.
                    learning = (kinds, Path(scratch))
                    threading.Thread(target=_learn, args=learning, daemon=True).start()
                    continue
                answer = _answer(order)
            except Exception as fault:
                # Whatever breaks here is the reader's fault; the next order finds it alive.
                told = f"{type(fault).__name__}: {fault}"[:_LONGEST]
                answer = [frames.line({"fault": told})]
            _say(answer)


def _say(parts: list[bytes]) -> None:
    for part in parts:
        sys.stdout.buffer.write(part)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
