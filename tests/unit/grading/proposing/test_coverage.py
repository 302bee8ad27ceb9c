"""What an instruction asks for and no check tests is told, and nothing else."""

from pathlib import Path

from studio.grading import propose
from tests.unit.grading.proposing.scenes import Scene

_GIVEN = "database:\n  host: db-3.example\n  port: 5432\n  sslmode: prefer\n"


def uncovered(folder: Path, prompt: str) -> tuple[str, ...]:
    right = _GIVEN.replace("db-3", "db-7").replace("5432", "5433").replace("prefer", "verify-full")
    scene = Scene("move", prompt, {"app.yaml": _GIVEN}, {"app.yaml": right}, work="in_place")
    return propose(scene.lay(folder), {}).uncovered_instruction


def test_a_value_that_is_compared_is_covered(tmp_path: Path) -> None:
    prompt = (
        "`app.yaml` points at `db-3.example`. It has to point at `db-7.example` port 5433. Set "
        "`sslmode = verify-full` there."
    )
    assert uncovered(tmp_path, prompt) == ()


def test_a_value_that_is_not_there_is_not(tmp_path: Path) -> None:
    told = uncovered(tmp_path, "Let `app.yaml` point at `db-7.example`. Set `timeout = 30` there.")
    assert told == ("Set `timeout = 30` there.",)


def test_what_only_leads_in_is_no_demand(tmp_path: Path) -> None:
    prompt = "Please do two things:\n\n- point `app.yaml` at `db-7.example`\n- draw a chart of it\n"
    assert uncovered(tmp_path, prompt) == ("draw a chart of it",)
