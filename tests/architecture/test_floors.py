import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "studio"
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))
HARD_STOP_LINES = 500
HARD_STOP_CLASS = 300
FORBIDDEN_WORDS = ("helper", "utils", "misc", "common", "manager", "evaluator", "scorer")


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def test_the_floors_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([program], cwd=ROOT, capture_output=True, text=True, timeout=100)
    assert result.returncode == 0, result.stdout + result.stderr


def test_nothing_outside_the_windows_loads_qt() -> None:
    names = [
        name_of(path)
        for path in MODULES
        if path.relative_to(PACKAGE).parts[0] != "gui" and path.name != "__main__.py"
    ]
    assert len(names) > 30
    code = (
        "import importlib, sys\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
        "import studio.__main__\n"
        "bad = [n for n in sys.modules if n.split('.')[0] in ('PySide6', 'shiboken6', 'qtpy')]\n"
        "sys.exit(' '.join(bad) or 0)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=100
    )
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_modules_and_classes_stay_small(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= HARD_STOP_LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef):
            assert (node.end_lineno or 0) - node.lineno < HARD_STOP_CLASS, node.name


def test_the_glossary_has_no_banned_module_names() -> None:
    words = [word for path in MODULES for word in path.stem.split("_")]
    assert not [
        word for word in words if word.rstrip("s") in {w.rstrip("s") for w in FORBIDDEN_WORDS}
    ]


def test_only_packages_with_content() -> None:
    for folder in {path.parent for path in MODULES}:
        lines = [line for path in folder.rglob("*.py") for line in path.read_text().splitlines()]
        assert len(lines) > 3 or folder == PACKAGE, f"{name_of(folder / '__init__.py')} is empty"
