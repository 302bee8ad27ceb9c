"""Near misses and harmless variants of programs that are run on hidden cases."""

import ast
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

from studio.base.errors import FaultError
from studio.formats import layout
from studio.grading.near_misses.operators import Made, Make, Scene, spoils, varies
from studio.grading.readers.cases import HiddenCase, hidden_cases
from studio.grading.readers.places import decode

_PYTHON = (".py",)
_SPOILS_PRINT = "print(*given, **{**named, 'end': ' ' + named.get('end', '\\n')})"


def cases_of(scene: Scene) -> tuple[HiddenCase, ...]:
    """Return the hidden cases that lie beside the reference of a scene."""
    hidden = scene.reference.parent / Path(layout.HIDDEN).name
    try:
        return hidden_cases(hidden, scene.reference.parent)
    except FaultError:
        return ()


def _spoils(id: str, title: str) -> Callable[[Make], Make]:
    return _where_cases_are(spoils(id, "rerun", title, _PYTHON))


def _varies(id: str, title: str) -> Callable[[Make], Make]:
    return _where_cases_are(varies(id, "rerun", title, _PYTHON))


def _where_cases_are(register: Callable[[Make], Make]) -> Callable[[Make], Make]:
    """Register an operator that does nothing to programs that nobody runs."""

    def keep(make: Make) -> Make:
        def made(scene: Scene, rng: random.Random) -> Iterator[Made]:
            if cases_of(scene):
                yield from make(scene, rng)

        register(made)
        return make

    return keep


def _text(scene: Scene) -> str:
    return decode(scene.content()).replace("\r\n", "\n")


def _prints(scene: Scene) -> bool:
    return any(case.stdout is not None for case in cases_of(scene))


@_spoils("program_memorized", "The answer to one case for all")
def _program_memorized(scene: Scene, rng: random.Random) -> Iterator[Made]:
    cases = cases_of(scene)
    answers = {case.name: _answer(case) for case in cases}
    for name, lines in answers.items():
        if len(set(map(tuple, answers.values()))) > 1:
            yield scene.made(f"answers every case like {name}", ("\n".join(lines) + "\n").encode())


def _answer(case: HiddenCase) -> list[str]:
    """Return the lines of a program that writes the answer to a case without looking."""
    lines = ["from pathlib import Path"]
    for path, place in sorted(case.expected.items()):
        lines.append(f"Path({path!r}).parent.mkdir(parents=True, exist_ok=True)")
        lines.append(f"Path({path!r}).write_bytes({place.read_bytes()!r})")
    if case.stdout is not None:
        lines.append(f"print({decode(case.stdout.read_bytes())!r}, end='')")
    return lines


@_spoils("program_note", "A remark after the answer")
def _program_note(scene: Scene, rng: random.Random) -> Iterator[Made]:
    if _prints(scene):
        yield scene.made(
            "prints a remark at its end", f"{_text(scene)}\nprint('All done.')\n".encode()
        )


@_spoils("program_silent", "It reads and does nothing")
def _program_silent(scene: Scene, rng: random.Random) -> Iterator[Made]:
    yield scene.made("does nothing", b'"""Everything is left to be done."""\n')


@_spoils("program_no_edge", "It breaks on an input without rows")
def _program_no_edge(scene: Scene, rng: random.Random) -> Iterator[Made]:
    if any(_is_bare(place) for case in cases_of(scene) for place in _inputs(case)):
        guard = (
            "import os as _os\n"
            "for _name in [n for n in _os.listdir('.') if _os.path.isfile(n)] + "
            "([0] if _os.path.isfile('/stdin') else []):\n"
            "    with open('/stdin' if _name == 0 else _name, errors='replace') as _file:\n"
            "        first, *rest = [line for line in _file if line.strip()]\n"
            "        assert rest[0]\n"
        )
        yield scene.made("breaks on an input without rows", _after_future(_text(scene), guard))


def _inputs(case: HiddenCase) -> list[Path]:
    return [*case.given.values(), *([case.stdin] if case.stdin else [])]


def _is_bare(place: Path) -> bool:
    return sum(bool(line.strip()) for line in decode(place.read_bytes()).splitlines()) < 2


def _after_future(text: str, lines: str) -> bytes:
    """Return a program with lines in front of all but its docstring and future imports."""
    body = ast.parse(text).body
    last = 0
    for statement in body:
        future = isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
        docstring = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
        if not future and not docstring:
            break
        last = statement.end_lineno or last
    found = text.split("\n")
    return "\n".join([*found[:last], *lines.rstrip().split("\n"), *found[last:]]).encode()


@_spoils("program_own_path", "It runs on its author's machine alone")
def _program_own_path(scene: Scene, rng: random.Random) -> Iterator[Made]:
    names = {path.rpartition("/")[2] for case in cases_of(scene) for path in case.given}
    text = _text(scene)
    for name in sorted(names):
        for quote in ("'", '"'):
            if f"{quote}{name}{quote}" in text:
                own = text.replace(
                    f"{quote}{name}{quote}", f"{quote}/home/me/Desktop/{name}{quote}"
                )
                yield scene.made(f"reads {name} from its author's desktop", own.encode())


class _Swapped(ast.NodeTransformer):
    """Puts another operation in the place of the n-th one."""

    others: ClassVar[dict[type[ast.operator], type[ast.operator]]] = {
        ast.Add: ast.Sub,
        ast.Sub: ast.Add,
        ast.Mult: ast.Add,
        ast.Div: ast.Mult,
    }

    def __init__(self, number: int) -> None:
        self._left = number
        self.line = 0

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        """Swap this operation if it is the one."""
        self.generic_visit(node)
        other = self.others.get(type(node.op))
        if other is not None and not _is_text(node.left) and not _is_text(node.right):
            if self._left == 0:
                self.line = node.lineno
                node.op = other()
            self._left -= 1
        return node


def _is_text(node: ast.AST) -> bool:
    text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return text or isinstance(node, ast.JoinedStr | ast.List)


@_spoils("program_miscalculates", "It adds where it must subtract")
def _program_miscalculates(scene: Scene, rng: random.Random) -> Iterator[Made]:
    for number in range(3):
        tree = ast.parse(_text(scene))
        swapped = _Swapped(number)
        changed = swapped.visit(tree)
        if not swapped.line:
            return
        code = ast.unparse(ast.fix_missing_locations(changed))
        yield scene.made(
            f"calculates with another operation in line {swapped.line}", f"{code}\n".encode()
        )


@_spoils("program_skips_last", "It leaves out the last row")
def _program_skips_last(scene: Scene, rng: random.Random) -> Iterator[Made]:
    class Short(ast.NodeTransformer):
        done = 0

        def visit_For(self, node: ast.For) -> ast.AST:
            self.generic_visit(node)
            if not self.done:
                self.done = node.lineno
                node.iter = ast.parse(f"list({ast.unparse(node.iter)})[:-1]", mode="eval").body
            return node

        def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
            if not self.done:
                self.done = node.iter.lineno
                node.iter = ast.parse(f"list({ast.unparse(node.iter)})[:-1]", mode="eval").body
            return node

    tree, short = ast.parse(_text(scene)), Short()
    changed = short.visit(tree)
    if short.done:
        code = ast.unparse(ast.fix_missing_locations(changed))
        yield scene.made(
            f"leaves out the last turn of the loop in line {short.done}", f"{code}\n".encode()
        )


@_varies("program_reformatted", "The same program in another layout")
def _program_reformatted(scene: Scene, rng: random.Random) -> Iterator[Made]:
    code = ast.unparse(ast.parse(_text(scene)))
    yield scene.made("laid the program out anew, without its comments", f"{code}\n".encode())


@_varies("program_spaced", "Blanks at the ends of printed lines")
def _program_spaced(scene: Scene, rng: random.Random) -> Iterator[Made]:
    if _prints(scene) and "print(" in _text(scene):
        spaced = (
            f"def _spaced(*given, print=print, **named):\n    {_SPOILS_PRINT}\nprint = _spaced\n"
        )
        yield scene.made(
            "prints a blank at the end of each line", _after_future(_text(scene), spaced)
        )


@_varies("program_careful", "It checks what it is given")
def _program_careful(scene: Scene, rng: random.Random) -> Iterator[Made]:
    careful = "import sys\nassert sys.version_info >= (3,), 'needs Python 3'\n"
    yield scene.made("checks its version first", _after_future(_text(scene), careful))


@_varies("program_foreign_lines", "Line ends of another system")
def _program_foreign_lines(scene: Scene, rng: random.Random) -> Iterator[Made]:
    ast.parse(_text(scene))
    yield scene.made("saved with line ends of Windows", _text(scene).replace("\n", "\r\n").encode())
