"""The check of a program: that it is right on inputs that whoever wrote it never saw."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import Field

from studio.base.errors import FaultError
from studio.grading.answers import difference
from studio.grading.families.combinators import nested
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, failed, register
from studio.grading.readers.cases import HiddenCase, hidden_cases
from studio.grading.readers.places import locate
from studio.grading.readers.values import legible
from studio.grading.reruns import PLACEHOLDER, Order, Run, Side, run_of, runs_for
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

RERUN = "rerun_program"
_LONGEST_COMMAND = 300


class RerunProgramParameters(Frozen):
    """How a program is started on each hidden case, and how its answers are compared."""

    command: str = Field(
        default=f"python3 {PLACEHOLDER}",
        min_length=1,
        max_length=_LONGEST_COMMAND,
        title="Command",
        description=f"What starts it in a copy of the case's input; `{PLACEHOLDER}`, or its own "
        "name, stands for the program. No shell takes part.",
    )
    seconds: float = Field(
        default=10.0,
        gt=0,
        le=60,
        title="Seconds",
        description="How long it may run on one case.",
    )
    memory_mib: int = Field(
        default=512,
        ge=64,
        le=4096,
        title="Memory",
        description="How much it may hold, its files included, in MiB.",
    )
    key: tuple[str, ...] = Field(
        default=(),
        title="Columns that tell rows apart",
        description="The columns that tell rows of its tables apart: rows may then be in any "
        "order; without any they are in the order of the expected files.",
    )


def orders_in(checks: Iterable[Check]) -> Iterator[Order]:
    """Yield what must be run before some checks are judged, for checks within checks too."""
    for check in checks:
        yield from _orders({"kind": check.kind, "target": check.target, **_own(check)})


def _own(check: Check) -> dict[str, Any]:
    return {"parameters": check.parameters}


def _orders(written: Any) -> Iterator[Order]:
    if not isinstance(written, dict):
        return
    given = written.get("parameters") or {}
    if written.get("kind") == RERUN:
        try:
            parameters = RerunProgramParameters.model_validate(given, strict=False)
        except ValueError:
            # The judge says what is wrong with them.
            return
        yield order_of(str(written.get("target")).partition("#")[0], parameters)
    for part in nested(given):
        yield from _orders(part)


def order_of(path: str, parameters: RerunProgramParameters) -> Order:
    """Return what is run for a program and the parameters of its check."""
    return Order(path, parameters.command, parameters.seconds, parameters.memory_mib)


@dataclass(frozen=True)
class Outcome:
    """What came of one case: `fault` for the author, `public` for everybody; empty if right."""

    case: str
    fault: str = ""
    public: str = ""


def _outcome(
    case: HiddenCase, run: Run | None, check: Check, parameters: RerunProgramParameters
) -> Outcome:
    if run is None:
        return Outcome(case.name, "there is no such program", "it was not run")
    if ended := _ended(run, parameters):
        last = legible(run.told.strip().rpartition("\n")[2][:200])
        return Outcome(case.name, f"it {ended}{f' ({last})' if last else ''}", f"it {ended}")
    for path, expected in case.expected.items():
        found = run.file(path)
        if found is None:
            return Outcome(case.name, f"it makes no {path}", "a file is missing")
        if fault := difference(expected, found, check.tolerance, parameters.key):
            return Outcome(case.name, f"{path} {fault}", "a file is wrong")
    if case.stdout is not None:
        printed = run.printed(case.stdout.name)
        if fault := difference(case.stdout, printed, check.tolerance, parameters.key):
            return Outcome(case.name, f"what it prints {fault}", "what it prints is wrong")
    return Outcome(case.name)


def _ended(run: Run, parameters: RerunProgramParameters) -> str:
    """Return how a run ended if not well, after `it`."""
    told = {
        "seconds": f"does not end within {parameters.seconds:g} s",
        "left": "was not run, for it did not end in other cases",
        "printed": "prints without end",
        "kept": "writes more files than it may",
        "missing": "cannot be started by the command",
        "exit": "",
    }.get(run.ended, "was ended, as a rule for taking too much memory")
    if told or not run.code:
        return told
    if run.code == -9:
        return f"was ended, as a rule for taking more than {parameters.memory_mib} MiB"
    return f"ends with the exit code {run.code}" if run.code > 0 else f"dies of signal {-run.code}"


def counted_cases(grounds: Grounds) -> tuple[HiddenCase, ...]:
    """Return the cases that the agent did not see.

    Raises:
        FaultError: if there are none.
    """
    cases = hidden_cases(grounds.hidden, grounds.input)
    counted = tuple(case for case in cases if not case.seen)
    if not cases:
        raise FaultError("There are no hidden cases; put them into private/hidden/cases/NAME/.")
    if not counted:
        raise FaultError("Each hidden case has the task's own input; add one that nobody saw.")
    return counted


def _judge(
    check: Check, parameters: RerunProgramParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    cases = counted_cases(grounds)
    if locate(grounds.output, target.path) is None:
        told = f"{target.path} is missing."
        return failed(told, public=told, place=check.target, found=None)
    with runs_for(order_of(target.path, parameters), grounds) as runs:
        sides: tuple[Side, ...] = ("handed", "given")
        handed, given = (
            [_outcome(case, run_of(runs, side, case.name), check, parameters) for case in cases]
            for side in sides
        )
    return verdict_on(target, handed, {found.case for found in given if not found.fault})


def verdict_on(target: Target, outcomes: list[Outcome], before: set[str]) -> Judgement:
    """Return the judgement of what came of all cases.

    What the input's own program gets right (`before`) earns nothing, and losing it costs as much
    as winning another case pays.
    """
    wrong = [outcome for outcome in outcomes if outcome.fault]
    right = {outcome.case for outcome in outcomes} - {outcome.case for outcome in wrong}
    open_cases = len(outcomes) - len(before)
    won = len(right - before) - len(before - right)
    score = max(0.0, won / open_cases) if open_cases else float(not wrong)
    told = f"{target.path} is right in {len(right)} of {len(outcomes)} hidden cases"
    evidence = {
        "cases": len(outcomes),
        "wrong": [{"case": o.case, "reason": o.fault} for o in wrong[:EVIDENCE_CAP]],
    }
    if not wrong:
        return Judgement(score, f"{told}.", evidence, f"{told}.")
    counts = Counter(outcome.public for outcome in wrong)
    reasons = ", ".join(f"in {count} {reason}" for reason, count in sorted(counts.items()))
    sentence = f"{told}; in {wrong[0].case} {wrong[0].fault}."
    return Judgement(score, sentence, evidence, f"{told}: {reasons}.")


def _sentence(
    check: Check, parameters: RerunProgramParameters, target: Target, grounds: Grounds
) -> str:
    try:
        count = len(counted_cases(grounds))
    except FaultError:
        count = 0
    cases = f"{count} hidden case{'' if count == 1 else 's'}" if count else "hidden cases"
    command = parameters.command.replace(PLACEHOLDER, target.path)
    within = f", numbers within {check.tolerance:g}" if check.tolerance else ""
    return f"“{command}” is right on {cases}{within}"


def _fit(check: Check, parameters: RerunProgramParameters, target: Target, grounds: Grounds) -> str:
    try:
        counted_cases(grounds)
        order_of(target.path, parameters).words()
    except FaultError as fault:
        return str(fault)
    if locate(grounds.reference, target.path) is None:
        return f"There is no {target.path} in the reference."
    return ""


register(
    Kind(
        id=RERUN,
        family="rerun",
        title="A program is right on hidden cases",
        parameters=RerunProgramParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
    )
)
