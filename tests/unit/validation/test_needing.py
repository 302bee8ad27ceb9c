"""How many wrong outputs pass without a check: those in which nothing else fails."""

from collections.abc import Mapping

from studio.model.contract import MatrixRow
from studio.model.grade import CheckpointResult, CheckResult, Grade
from studio.validation.needing import needed


def grade(**statuses: str) -> Grade:
    results = tuple(
        CheckResult.model_validate(
            {
                "id": id,
                "kind": "file_exists",
                "target": "a.txt",
                "status": status,
                "score": float(status == "pass"),
                "sentence": "",
                "evidence": {},
            }
        )
        for id, status in statuses.items()
    )
    points = (CheckpointResult(id="whole", score=0.0, checks=results),)
    return Grade(status="SCORED", reason=None, score=0.5, checkpoints=points)


def row(output: str, expected: str) -> MatrixRow:
    return MatrixRow.model_validate(
        {"output": output, "status": "SCORED", "score": 0.5, "expected": expected, "ok": True}
    )


def counted(grades: Mapping[str, Grade], expected: str = "fail") -> dict[str, int]:
    return needed([row(output, expected) for output in grades], grades)


def test_an_output_in_which_one_check_alone_fails_passes_without_it() -> None:
    grades = {
        "near_miss:a": grade(total="fail", rows="pass"),
        "near_miss:b": grade(total="fail", rows="skipped"),
        "near_miss:c": grade(total="fail", rows="fail"),
        "near_miss:d": grade(total="pass", rows="pass"),
    }
    assert counted(grades) == {"total": 2}


def test_right_outputs_and_the_only_check_of_a_task_do_not_count() -> None:
    assert counted({"harmless:a": grade(total="fail", rows="pass")}, "pass") == {}
    assert counted({"near_miss:a": grade(total="fail")}) == {}
    assert needed([row("near_miss:gone", "fail")], {}) == {}
