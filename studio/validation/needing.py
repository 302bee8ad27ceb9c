"""Which wrong outputs only one check notices."""

from collections import Counter
from collections.abc import Iterable, Mapping

from studio.model.contract import MatrixRow
from studio.model.grade import Grade


def needed(rows: Iterable[MatrixRow], grades: Mapping[str, Grade]) -> dict[str, int]:
    """Return for the ids of checks how many wrong outputs would pass without them.

    An output passes when every check passes, so those are the ones in which nothing else fails.

    Args:
        rows: what the outputs of a task got, beside what they had to get.
        grades: their grades, by their names.
    """
    found: Counter[str] = Counter()
    for row in rows:
        grade = grades.get(row.output)
        if row.expected != "fail" or grade is None or grade.status != "SCORED":
            continue
        judged = [result for point in grade.checkpoints for result in point.checks]
        failing = [result.id for result in judged if result.status not in ("pass", "skipped")]
        if len(failing) == 1 and len(judged) > 1:
            found[failing[0]] += 1
    return dict(found)
