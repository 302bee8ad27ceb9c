"""Programs spoilt and varied: what is spoilt is wrong on hidden cases, what is varied is not."""

from pathlib import Path

import pytest

from studio.grading.kinds import Grounds
from studio.grading.near_misses import OPERATORS, Made, Operator, Scene, made_by
from studio.grading.verdicts import judge
from tests.isolation import needs_isolation
from tests.unit.grading.families.grounds import Desk, lay
from tests.unit.grading.families.test_rerun import SUM, hidden

PROGRAMS = [operator for operator in OPERATORS.values() if operator.family == "rerun"]
NET = SUM.replace('sum(float(row["n"]) for row in rows)', "net(rows)").replace(
    "rows =", 'def net(rows):\n    """Sum."""\n    total = 0.0\n    for row in rows:\n'
    '        total = total + float(row["n"])\n    return total\n\n\nrows =',
)  # fmt: skip


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path, {"sum.py": NET}, {"orders.csv": "item,n\na,2\nb,3\n"})
    lay(tmp_path / "private/hidden/cases", hidden())
    return made


def made(desk: Desk, id: str) -> list[Made]:
    reference = desk.task.reference
    scene = Scene("sum.py", reference / "sum.py", None, "Write sum.py.", reference)
    return made_by(OPERATORS[id], scene)


@needs_isolation
@pytest.mark.parametrize("operator", PROGRAMS, ids=lambda operator: operator.id)
def test_what_is_spoilt_is_wrong_and_what_is_varied_is_right(
    desk: Desk, operator: Operator
) -> None:
    found = made(desk, operator.id)
    assert found == made(desk, operator.id)
    assert found, "it made nothing"
    check = desk.check("rerun_program", "sum.py", tolerance=0.005)
    for one in found[:1]:
        assert "sum.py" in one.did
        content = one.files["sum.py"]
        assert content is not None
        folder = lay(desk.folder / "varied", {"sum.py": content})
        score = judge(check, Grounds.of(desk.task, folder)).score
        assert (score == 1) == operator.harmless, one.did


def test_a_program_that_nobody_runs_is_left_alone(tmp_path: Path) -> None:
    lay(tmp_path, {"sum.py": SUM})
    scene = Scene("sum.py", tmp_path / "sum.py", None, "", tmp_path)
    assert all(made_by(operator, scene) == [] for operator in PROGRAMS)
