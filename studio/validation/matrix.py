"""What each known output of a task earns, beside what it must earn."""

from collections.abc import Callable, Iterable, Sequence

from studio.base.pace import UNHEARD, Pace
from studio.formats import trust
from studio.formats.tasks import TaskFolder
from studio.grading import grade_isolated
from studio.grading.kept import KeptVerdicts
from studio.grading.live import JUDGING
from studio.model.contract import MatrixRow
from studio.model.grade import Grade
from studio.validation.outputs import KnownOutput, known_outputs


class LiveVerdict:
    """The matrix of a task while its checks are being edited: only what changed is judged again.

    The files of a task from elsewhere are opened in the sandbox alone, and each time.
    """

    def __init__(
        self, task: TaskFolder, outputs: Sequence[KnownOutput], kept: KeptVerdicts | None = None
    ) -> None:
        self.outputs = tuple(outputs)
        foreign = trust.is_foreign(task.folder)
        self._kept = None if foreign else kept or KeptVerdicts(task)

    def grader(self, task: TaskFolder) -> Callable[[KnownOutput], Grade]:
        """Return what grades outputs by the checks that the task has now."""
        if self._kept is None:
            return lambda output: grade_isolated(task, output.laid.folder)
        grade = self._kept.grader(task)
        return lambda output: grade(output.laid)

    def grades(self, task: TaskFolder, pace: Pace = UNHEARD) -> tuple[Grade, ...]:
        """Return the grade of each output by the checks that the task has now."""
        self.prepare(task, self.outputs, pace)
        if self._kept is None:
            return tuple(map(self.grader(task), pace.over(JUDGING, self.outputs)))
        return tuple(map(self.grader(task), self.outputs))

    def prepare(
        self, task: TaskFolder, outputs: Iterable[KnownOutput], pace: Pace = UNHEARD
    ) -> None:
        """Judge what is not known yet of some outputs together, which is quicker."""
        if self._kept is not None:
            self._kept.prepare(task, (output.laid for output in outputs), pace)

    def grade(self, task: TaskFolder, output: KnownOutput) -> Grade:
        """Return the grade of one output by the checks that the task has now."""
        return self.grader(task)(output)

    def rows(self, task: TaskFolder, pace: Pace = UNHEARD) -> tuple[MatrixRow, ...]:
        """Return the matrix by the checks that the task has now."""
        pairs = zip(self.outputs, self.grades(task, pace), strict=True)
        return tuple(row_of(output, grade) for output, grade in pairs)


def row_of(output: KnownOutput, grade: Grade) -> MatrixRow:
    """Return what an output got beside what it had to get."""
    return MatrixRow(
        output=output.name,
        status=grade.status,
        score=grade.score,
        expected=output.expected,
        ok=is_right(output, grade),
        did=output.did,
    )


def is_right(output: KnownOutput, grade: Grade) -> bool:
    """Tell whether an output got what it must: doing nothing earns exactly nothing."""
    if output.expected == "pass":
        return grade.passed
    if output.name in ("input", "empty"):
        return grade.score == 0
    return grade.score is not None and not grade.passed


def matrix_of(
    task: TaskFolder, near_misses: bool = False, pace: Pace = UNHEARD
) -> tuple[MatrixRow, ...]:
    """Return the verdicts on the reference, the input, the empty folder, fixtures and variants."""
    with known_outputs(task, near_misses, pace) as outputs:
        return LiveVerdict(task, outputs).rows(task, pace)
