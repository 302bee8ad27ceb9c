"""What the page of trials says: whom to try, how a trial ended, what it found; without Qt."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from studio.base.told import Told
from studio.base.visible import visible
from studio.formats.trials import Act, KeptTrial, OpenTrial
from studio.gui.wording import count, say
from studio.model.check import CheckpointSteps
from studio.model.grade import PASS_MARGIN, CheckResult
from studio.model.task import Checkpoint
from studio.model.trial import (
    FAILED,
    IT,
    UNSAVED,
    WITHHELD,
    Halt,
    Trial,
    told_unsaved,
    told_withheld,
)
from studio.running.following import Advance

_LONGEST = 400
_MOST_LINES = 4


@dataclass(frozen=True)
class Choice:
    """An agent that can be tried: what it is called, what it does and must get."""

    agent: str
    name: str
    told: str


CHOICES = (
    Choice("noop", "Noop", "Does nothing: must get 0."),
    Choice("oracle", "Oracle", "Lays the reference: must get 1."),
    Choice("near-miss", "Near miss", "Lays spoilt work: must fail."),
    Choice("replay", "Replay", "Acts as recorded: must get 1."),
)


def name_of(agent: str) -> str:
    """Return what an agent is called."""
    known = (say(choice.name) for choice in CHOICES if choice.agent == agent)
    return next(known, shown(agent, 60))


def offered(has_recording: bool) -> tuple[str, ...]:
    """Return the agents that can be tried on a task."""
    return tuple(c.agent for c in CHOICES if c.agent != "replay" or has_recording)


def shown(text: str, longest: int = _LONGEST) -> str:
    """Return a text of an agent in one line, not too long, with the signs that act written out."""
    line = visible(" ".join(text.split()))
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


# How a trial ended.


@dataclass(frozen=True)
class Verdict:
    """How a trial ended.

    Attributes:
        pill: a few words.
        tone: good, bad or waits.
        sentence: what that means, and what to do if something is wrong.
    """

    pill: str
    tone: str
    sentence: str


def verdict_of(trial: Trial) -> Verdict:
    """Return how a trial ended: for the agents of the studio, whether it is as it should be."""
    if trial.status == "VOID":
        return _void(trial)
    if trial.status == "INVALID":
        told = say(
            "It counts as 0: {reason} The output tried to harm who looks at it; open none of its "
            "files, and look at what the agent did."
        )
        return Verdict(say("refused"), "bad", told.format(reason=_sentence(trial.reason)))
    score = trial.score or 0.0
    right, told = _expected(trial.agent, score)
    words = ("as it should", "not as it should")
    if trial.agent not in {choice.agent for choice in CHOICES}:
        words = ("passes", "does not pass")
    why = "" if right else _why(trial)
    sentence = f"{say(told)} {why}".rstrip()
    return Verdict(say(words[0 if right else 1]), "good" if right else "bad", sentence)


def _why(trial: Trial) -> str:
    """Return why a trial did not do better, and the screen that was kept where it halted."""
    said = trial.extra
    halt = trial.halt
    told = reason_of(halt, said.get(FAILED), said.get(UNSAVED), said.get(WITHHELD))
    if not halt or not halt.frames:
        return told
    kept = say("The screen then is kept as {place}.").format(place=shown(halt.frames[-1], 120))
    return f"{told} {kept}"


def reason_of(
    halt: Halt | None, failed: str | None, unsaved: str | None, withheld: str | None
) -> str:
    """Return why recorded work did not do better, perhaps nothing.

    That is where it halted, else what the recording lacks, what was not saved, or which check
    failed first.
    """
    if halt:
        told = {"does": shown(halt.does, 120), "why": _sentence(halt.why)}
        return _said(halt.model_copy(update=told).told(say(IT)))
    if withheld:
        return _said(told_withheld(withheld))
    if unsaved:
        return _said(told_unsaved(shown(unsaved, 120), say(IT)))
    if failed:
        first = say("The first check that failed: {check}")
        return first.format(check=_sentence(failed.partition(": ")[2]))
    return ""


def _said(told: Told) -> str:
    return say(told.sentence).format(**told.values)


def _void(trial: Trial) -> Verdict:
    reason = _sentence(trial.reason)
    if "cancelled" in reason:
        return Verdict(say("stopped"), "waits", say("You stopped it; run it again for a verdict."))
    if reason == "no private side.":
        told = say("This task holds only its public side, so nothing can be judged here.")
        return Verdict(say("no verdict"), "waits", told)
    told = say("{reason} That is no fault of the agent: mend it, then run it again.")
    return Verdict(say("no verdict"), "waits", told.format(reason=reason))


def _sentence(reason: str | None) -> str:
    told = shown(reason or say("The reason was not kept."))
    return told if told.endswith((".", "!", "?", "…")) else f"{told}."


def _expected(agent: str, score: float) -> tuple[bool, str]:
    """Return whether a score is as it should be, and what it means."""
    passes, nothing = score >= 1 - PASS_MARGIN, score <= PASS_MARGIN
    match agent:
        case "noop":
            bad = "Doing nothing earns something: a check passes before any work is done."
            return nothing, "Doing nothing gets nothing, as it should." if nothing else bad
        case "oracle":
            bad = "Your own finished work does not pass: a check asks for something else."
            return passes, "Your finished work passes, as it should." if passes else bad
        case "near-miss":
            bad = "Wrong work passes: add a check that sees what is wrong, or say that it is fine."
            return not passes, bad if passes else "Wrong work does not pass, as it should."
        case "replay":
            bad = "Your recorded work, done again, does not pass: look where it went another way."
            return passes, "Your recorded work, done again, passes." if passes else bad
    return passes, "It passes." if passes else "It does not pass."


@dataclass(frozen=True)
class Row:
    """A line of the list of trials.

    Attributes:
        key: the folder of the trial, "now" for the one that runs.
        title: who acted, and with what.
        caption: when, how long, on which variant.
        pill: how it ended, or how far it is.
        tone: good, bad, waits or neutral.
        share: how long the bar is, 0 to 1; None for no bar.
        score: the score in figures, empty if there is none.
        stale: whether the task is another one since.
    """

    key: str
    title: str
    caption: str
    pill: str
    tone: str
    share: float | None
    score: str = ""
    stale: bool = False

    @property
    def told(self) -> str:
        """All of it in words."""
        stale = say("the task has changed since") if self.stale else ""
        parts = (self.title, self.score, self.pill, self.caption, stale)
        return ", ".join(part for part in parts if part)


NOW = "now"


def rows(kept: Sequence[KeptTrial], digest: str) -> tuple[Row, ...]:
    """Return a line for each kept trial; `digest` is the task's as it is now, empty if unknown."""
    return tuple(_row(one, digest) for one in kept)


def _row(kept: KeptTrial, digest: str) -> Row:
    trial = kept.trial
    if trial is None:
        told = say("Its record is damaged")
        return Row(str(kept.folder), shown(kept.folder.name, 60), told, say("damaged"), "bad", None)
    verdict = verdict_of(trial)
    score = None if trial.status == "VOID" else trial.score or 0.0
    return Row(
        str(kept.folder),
        title_of(trial),
        caption_of(trial, year=False),
        verdict.pill,
        verdict.tone,
        score,
        "" if score is None else f"{score:.2f}",
        bool(digest) and trial.task_digest != digest,
    )


def title_of(trial: Trial) -> str:
    """Return who acted; of a near miss, what was done to the reference."""
    did = trial.extra.get("did")
    return f"{name_of(trial.agent)}: {shown(did, 120)}" if did else name_of(trial.agent)


def caption_of(trial: Trial, year: bool = True) -> str:
    """Return when a trial began, how long the agent worked, and on which variant."""
    variant = "" if trial.variant == "base" else shown(trial.variant, 60)
    parts = (moment(trial.started, year), length(trial.seconds), variant)
    return ", ".join(part for part in parts if part)


def moment(text: str, year: bool = True) -> str:
    """Return a moment as `26 Nov 2026, 22:05`, in the time of this machine; or without its year."""
    try:
        found = datetime.fromisoformat(text).astimezone()
    except ValueError:
        return shown(text, 30)
    return f"{found.day} {found:%b %Y, %H:%M}" if year else f"{found.day} {found:%b, %H:%M}"


def length(seconds: float) -> str:
    """Return how long something took, as `9 min 40 s`; under a minute with tenths."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    return f"{int(seconds) // 60} min {int(seconds) % 60:02d} s"


# What goes on.

_STRETCHES = {
    "display": "making a private screen",
    "programs": "opening the task's programs",
    "acting": "acting",
    "grading": "judging what was handed in",
}


def progress_of(advance: Advance, stopping: bool = False) -> Row:
    """Return the line of the trial that runs now."""
    told = say("stopping") if stopping else _stretch(advance)
    place = ""
    if advance.trials > 1:
        place = say("Trial {number} of {count}").format(number=advance.trial, count=advance.trials)
    share = advance.step / advance.steps if advance.steps else 0.0
    return Row(NOW, name_of(advance.agent), place, told, "neutral", share)


def _stretch(advance: Advance) -> str:
    if advance.stretch == "acting" and advance.steps:
        told = say("step {number} of {count}")
        return told.format(number=advance.step, count=advance.steps)
    return say(_STRETCHES[advance.stretch])


def ended_sentence(rows: Sequence[tuple[str, str | None, float | None]], planned: int) -> str:
    """Return what came of an experiment.

    Args:
        rows: (agent, status, score) of each trial that ended.
        planned: how many were to be run.
    """
    kept = count(len(rows), "1 trial ended", "{count} trials ended")
    if len(rows) < planned:
        told = say("{ended} of {planned}; what ended is kept.")
        return told.format(ended=kept, planned=planned)
    wrong = sum(1 for one in rows if not _fine(*one))
    if not wrong:
        return say("{ended}, each as it should.").format(ended=kept)
    others = count(wrong, "1 is not as it should be", "{count} are not as they should be")
    return f"{kept}; {others}."


def _fine(agent: str, status: str | None, score: float | None) -> bool:
    return status == "SCORED" and score is not None and _expected(agent, score)[0]


# What a trial found.


@dataclass(frozen=True)
class Found:
    """A line of what was found: a checkpoint (`check` is empty) or one of its checks.

    Attributes:
        checkpoint: its id; empty for the conditions that hold for all.
        check: the id of the check.
        title: the checkpoint's title, or the sentence of the check.
        caption: share and score, or what was found and wanted.
        place: the checkpoint's place among all, for its hue; None if it has none.
        sign: right, wrong or waits.
        heading: whether the line only heads those below it.
    """

    checkpoint: str
    check: str
    title: str
    caption: str
    place: int | None
    sign: str
    heading: bool = False

    @property
    def told(self) -> str:
        """All of it in words."""
        sign = {"right": "passes", "wrong": "does not pass"}.get(self.sign, "was not judged")
        told = "" if self.heading else say(sign)
        return ", ".join(part for part in (self.title, told, self.caption) if part)


def points_of(found: Sequence[Found], at: Mapping[str, int], followed: bool) -> tuple[Found, ...]:
    """Return the checkpoints of what was found, with the step at which each was done.

    Args:
        found: all that was found.
        at: the place of the act with which a checkpoint's work ended.
        followed: whether the acts are those of the recording, so that a checkpoint which has none
            was never worked on.
    """
    lines = []
    for line in found:
        if line.check:
            continue
        told = line.caption
        if line.checkpoint in at:
            told = say("{score}, at step {number}").format(
                score=line.caption, number=at[line.checkpoint] + 1
            )
        elif followed and line.place is not None:
            told = say("{score}, never reached").format(score=line.caption)
        lines.append(replace(line, caption=told))
    return tuple(lines)


def checks_of(found: Sequence[Found]) -> tuple[Found, ...]:
    """Return what was found with its checkpoints as headings."""
    return tuple(line if line.check else replace(line, heading=True) for line in found)


def found_of(opened: OpenTrial, points: Sequence[Checkpoint]) -> tuple[Found, ...]:
    """Return what was found at each checkpoint, in the order of the grade."""
    places = {point.id: place for place, point in enumerate(points)}
    titles = {point.id: point.title for point in points}
    lines: list[Found] = []
    for part in opened.grade.checkpoints if opened.grade else ():
        known = part.id in places
        title = shown(titles.get(part.id, "")) or say("Holds for all")
        if not known and part.id != "whole":
            title = shown(part.id)
        score = say("no score") if part.score is None else f"{part.score:.2f}"
        sign = (
            "waits" if part.score is None else "right" if part.score >= 1 - PASS_MARGIN else "wrong"
        )
        lines.append(Found(part.id, "", title, score, places.get(part.id), sign))
        lines += [_check(part.id, check, places.get(part.id)) for check in part.checks]
    return tuple(lines)


def _check(checkpoint: str, check: CheckResult, place: int | None) -> Found:
    sign = {"pass": "right", "fail": "wrong"}.get(check.status, "waits")
    lines = wanted(check) if sign == "wrong" else []
    if check.status == "fail" and check.score:
        lines.insert(0, say("gets {score}").format(score=f"{check.score:.2f}"))
    return Found(checkpoint, check.id, shown(check.sentence), "\n".join(lines), place, sign)


def wanted(check: CheckResult) -> list[str]:
    """Return the differences that a check lists, each as `F4: found nothing, wanted 1,438.20`."""
    wrong = check.evidence.get("wrong")
    if not isinstance(wrong, list | tuple):
        return []
    told = say("{place}: found {found}, wanted {wanted}")
    lines = []
    for item in wrong[:_MOST_LINES]:
        if isinstance(item, dict) and "expected" in item and "found" in item:
            place = item.get("cell") or item.get("place") or item.get("row") or ""
            lines.append(
                told.format(
                    place=_plain(place),
                    found=_plain(item["found"]),
                    wanted=_plain(item["expected"]),
                )
            )
    if lines and len(wrong) > len(lines):
        lines.append(say("and {count} more").format(count=f"{len(wrong) - len(lines):,}"))
    return lines


def _plain(value: object) -> str:
    if value is None or value == "":
        return say("nothing")
    if isinstance(value, float):
        return (
            f"{value:,.2f}" if abs(value) < 1e12 and round(value, 2) == value else f"{value:,.9g}"
        )
    return shown(f"{value:,}" if type(value) is int else str(value), 80)


def missed(found: Collection[Found]) -> str:
    """Return how many checkpoints were not reached, nothing if all were."""
    count_ = sum(1 for line in found if not line.check and line.sign == "wrong")
    return count(count_, "1 checkpoint missed", "{count} checkpoints missed") if count_ else ""


# Which act goes with which checkpoint.


def reached(acts: Sequence[Act], spans: Sequence[CheckpointSteps]) -> dict[str, int]:
    """Return the place of the act with which each checkpoint's work ended, where that is known."""
    found: dict[str, int] = {}
    for place, act in enumerate(acts):
        if act.events is None or not act.done:
            continue
        for span in spans:
            if span.holds(act.events[0]):
                found[span.checkpoint] = place
    return found


def place_of(
    act: Act, spans: Sequence[CheckpointSteps], points: Sequence[Checkpoint]
) -> int | None:
    """Return the place of the checkpoint that an act belongs to, for its hue."""
    ids = [point.id for point in points]
    if act.events is None:
        return None
    held = (span.checkpoint for span in spans if span.holds(act.events[0]))
    return next((ids.index(one) for one in held if one in ids), None)


def act_words(acts: Sequence[Act], place: int) -> str:
    """Return `Step 12 of 41`, or that nothing was kept."""
    if not acts:
        return say("Nothing was kept of what it did.")
    return say("Step {number} of {count}").format(number=place + 1, count=len(acts))


def selected_after(rows: Sequence[Row], before: str, followed: bool) -> str:
    """Return the key of the row that is selected once the rows have changed.

    Args:
        rows: as they are now.
        before: the key that was selected.
        followed: whether what runs is followed.
    """
    keys = [row.key for row in rows]
    if followed and NOW in keys:
        return NOW
    return before if before in keys else (keys[0] if keys else "")
