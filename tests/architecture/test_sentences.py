"""What is told where anybody reads it knows no command: that stands in what is told in a shell."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2] / "studio"
_FAULTS = ("UserError", "FaultError", "HostileInputError")
_TYPED = re.compile(r"`studio |`run |`propose |(?<![\w-])--[a-z]|with: (sudo|pip|studio) ")
# Only who types commands reads these.
_IN_A_SHELL = ("cli", "demo")


def _sentences(source: str) -> Iterator[tuple[int, str]]:
    """Yield the words of each fault's first sentence, with its line."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _FAULTS and node.args:
            parts = [part for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant)]
            yield node.lineno, "".join(str(part.value) for part in parts)


def test_no_fault_names_a_command_where_the_window_shows_it() -> None:
    found = [
        f"{path.relative_to(_ROOT)}:{line}: {said}"
        for path in sorted(_ROOT.rglob("*.py"))
        if path.relative_to(_ROOT).parts[0] not in _IN_A_SHELL
        for line, said in _sentences(path.read_text("utf-8"))
        if _TYPED.search(said)
    ]
    assert found == []
