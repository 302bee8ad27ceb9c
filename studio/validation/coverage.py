"""What an instruction demands or a reference holds that no check looks at and nobody answered."""

from studio.formats.tasks import TaskFolder
from studio.grading import propose

UNCOVERED = "uncovered: "


def uncovered(task: TaskFolder) -> tuple[str, ...]:
    """Return the sentences and facts that no check covers, but for those answered as fine."""
    proposal = propose(task, {})
    asked = {check.because for check in task.document.checks.checks}
    answered = {answer.item for answer in task.document.checks.answered if answer.answer == "fine"}
    items = [text for text in proposal.uncovered_instruction if text not in asked]
    items += proposal.uncovered_reference
    return tuple(text for text in dict.fromkeys(items) if f"{UNCOVERED}{text}" not in answered)
