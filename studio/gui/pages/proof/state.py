"""What the page of the gates says of them, without Qt: templates with their values."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from studio.authoring.blocking import lead_of, words_of
from studio.base import clock
from studio.base.pace import Stage
from studio.gui.wording import count, elapsed, say, told_stage
from studio.model.validation import GATES, GateResult, Lead, ValidationReport

NAMES = {
    "complete": "Everything is filled in",
    "files": "Files are portable and whole",
    "reference": "Your own work passes",
    "nothing": "Doing nothing fails",
    "known_bad": "Wrong work and near misses fail",
    "alternates": "Other right work passes",
    "regrade": "Three regrades agree",
    "coverage": "Everything asked for is checked",
    "replay": "Your recording acts again and passes",
}
ASKS = {
    "complete": "Title, instruction, occupation and a check with weight must be there.",
    "files": "Files must have names that every system takes, and the recording be as it was made.",
    "reference": "What you handed in must score 1.",
    "nothing": "The untouched input and an empty folder must score 0.",
    "known_bad": "Each output that is known to be wrong, and each near miss, must score below 1.",
    "alternates": "Each other right output, and each harmless variant, must score 1.",
    "regrade": "Three fresh processes, each in another language and time zone, must agree.",
    "coverage": "What the instruction asks for and what you changed must be looked at by a check.",
    "replay": "Your recording is acted out again on a private screen; what it makes must score 1.",
}
GOES = {
    "title": "Go to the title",
    "prompt": "Go to the instruction",
    "occupation": "Go to the occupation",
    "checks": "Go to the checks",
    "check": "Go to the check",
    "checkpoint": "Go to the checkpoint",
    "file": "Go to the file",
    "start": "Go to the settings",
    "recording": "Go to the steps",
    "step": "Go to the step",
    "output": "Go to the output",
    "uncovered": "Go to what is not covered",
}
_WORDS = {
    "green": ("passes", "good", "check-circle"),
    "red": ("blocks", "bad", "x-circle"),
    "cannot_run": ("could not run", "waits", "warning"),
    "not_applicable": ("does not apply", "neutral", "minus-circle"),
    "unasked": ("not run yet", "neutral", "circle"),
    "stale": ("run again", "waits", "arrow-clockwise"),
    "waiting": ("waiting", "neutral", "hourglass"),
    "running": ("running…", "neutral", "play-circle"),
}
_OUTPUTS = {
    "near_miss:": "A near miss",
    "harmless:": "A harmless variant",
    "alternate:": "The other right output",
    "known_bad:": "The wrong output",
}
_NAMED = ("alternate:", "known_bad:")
_MINUTE, _HOUR, _DAY = 60.0, 3600.0, 86400.0


@dataclass(frozen=True)
class Proof:
    """What is known of the gates of the open task.

    Attributes:
        digest: that of the task as it is now; empty while it is not known.
        found: what each gate found when it was last asked.
        asked: how many gates the run under way was asked for.
        waiting: those that are still to be asked.
        running: the gate that is asked now, empty if none is.
        since: when it was begun.
        stage: what it is doing, None as long as that is not known.
        fault: why nothing can be told, empty if it can.
    """

    digest: str = ""
    found: Mapping[str, GateResult] = field(default_factory=dict)
    waiting: frozenset[str] = frozenset()
    running: str = ""
    fault: str = ""
    asked: int = 0
    since: datetime | None = None
    stage: Stage | None = None

    @property
    def busy(self) -> bool:
        """Whether gates are being asked."""
        return bool(self.waiting or self.running)

    @property
    def through(self) -> int:
        """How many of the gates that were asked for are through."""
        return self.asked - len(self.waiting) - bool(self.running)

    def is_fresh(self, gate: str) -> bool:
        """Whether a gate was asked of the task as it is now."""
        return gate in self.found and self.found[gate].task_digest == self.digest

    @property
    def proven(self) -> bool:
        """Whether every gate was asked of the task as it is now, and is fine."""
        return all(self.is_fresh(gate) and self.found[gate].fine for gate in GATES)

    @property
    def blocking(self) -> tuple[GateResult, ...]:
        """The gates that stand in the way, the red ones first."""
        found = [self.found[gate] for gate in GATES if self.is_fresh(gate)]
        not_fine = [gate for gate in found if not gate.fine]
        return tuple(sorted(not_fine, key=lambda gate: gate.status != "red"))

    @property
    def lead(self) -> Lead | None:
        """Where what blocks first is mended, None if nothing does."""
        return lead_of(self.blocking[0]) if self.blocking else None

    def begun(self, gates: Collection[str]) -> "Proof":
        """Return it after some gates were asked for."""
        return replace(self.stopped(), fault="", waiting=frozenset(gates), asked=len(gates))

    def told(self, gate: str, now: datetime, stage: Stage | None = None) -> "Proof":
        """Return it after a gate said what it does."""
        since = self.since if gate == self.running else now
        waiting = self.waiting - {gate}
        return replace(self, waiting=waiting, running=gate, since=since, stage=stage)

    def ended(self, gate: GateResult) -> "Proof":
        """Return it after a gate was asked."""
        found = {**self.found, gate.id: gate}
        running = "" if gate.id == self.running else self.running
        return replace(
            self, found=found, waiting=self.waiting - {gate.id}, running=running, stage=None
        )

    def stopped(self) -> "Proof":
        """Return it after the run ended or was cancelled."""
        return replace(self, waiting=frozenset(), running="", stage=None, since=None, asked=0)

    def read(self, report: ValidationReport | None, digest: str) -> "Proof":
        """Return it after the report was read; what was heard since it was written stays."""
        kept = {} if report is None else {gate.id: gate for gate in report.gates}
        newer = {
            id: gate
            for id, gate in self.found.items()
            if id not in kept or kept[id].started < gate.started
        }
        return replace(self, digest=digest, found={**kept, **newer}, fault="")


@dataclass(frozen=True)
class GateRow:
    """A line of the list: a gate, how it stands in a word, how old that is and what it took."""

    id: str
    name: str
    word: str
    tone: str
    icon: str
    caption: str


def gate_rows(proof: Proof, now: datetime) -> tuple[GateRow, ...]:
    """Return a line for each gate."""
    return tuple(_row(gate, proof, now) for gate in GATES)


def standing(gate: str, proof: Proof) -> str:
    """Return how a gate stands: its status, or that it is stale, unasked, waiting or running."""
    if gate == proof.running:
        return "running"
    if gate in proof.waiting:
        return "waiting"
    if gate not in proof.found:
        return "unasked"
    return proof.found[gate].status if proof.is_fresh(gate) else "stale"


def _row(gate: str, proof: Proof, now: datetime) -> GateRow:
    state = standing(gate, proof)
    word, tone, icon = _WORDS[state]
    caption = _doing(proof, now) if state == "running" else _caption(gate, proof, now)
    return GateRow(gate, say(NAMES[gate]), say(word), tone, icon, caption)


def _doing(proof: Proof, now: datetime) -> str:
    """Return what the gate that is asked now does, how far that is, and for how long already."""
    seconds = (now - proof.since).total_seconds() if proof.since else 0.0
    parts = [told_stage(proof.stage) if proof.stage else "", elapsed(seconds)]
    return ", ".join(part for part in parts if part)


def _caption(gate: str, proof: Proof, now: datetime) -> str:
    """Return when a gate was asked and what that took."""
    found = proof.found.get(gate)
    if found is None:
        return ""
    parts = [age(found.started, now, found.seconds or 0.0)]
    if found.seconds is not None:
        parts.append(say("took {time}").format(time=span(found.seconds)))
    if not proof.is_fresh(gate):
        parts.append(say("the task changed since"))
    return ", ".join(part for part in parts if part)


def age(moment: str, now: datetime, after: float = 0.0) -> str:
    """Return how long ago a moment of `clock.utc_now` was, empty if it says nothing.

    Args:
        moment: when something began.
        now: the time that it is.
        after: how many seconds it took, so that it is as old as its end.
    """
    try:
        then = datetime.fromisoformat(moment)
    except ValueError:
        return ""
    seconds = (now - then.replace(tzinfo=then.tzinfo or UTC)).total_seconds() - after
    if seconds < _MINUTE:
        return say("just now")
    if seconds < _HOUR:
        return say("{count} min ago").format(count=int(seconds // _MINUTE))
    if seconds < _DAY:
        return say("{count} h ago").format(count=int(seconds // _HOUR))
    return clock.shown_moment(moment)


def span(seconds: float) -> str:
    """Return a length of time as people say it."""
    if seconds < 10:
        return say("{count} s").format(count=f"{seconds:.1f}")
    if seconds < 100:
        return say("{count} s").format(count=round(seconds))
    return say("{count} min").format(count=round(seconds / _MINUTE))


def cost(gates: Collection[str], proof: Proof) -> str:
    """Return how long it will take to ask some gates, from how long it took the last time."""
    known = [found.seconds for id, found in proof.found.items() if id in gates]
    seconds = [one for one in known if one is not None]
    if len(seconds) < len(gates):
        return say("takes about a minute")
    return say("takes about {time}").format(time=span(sum(seconds)))


@dataclass(frozen=True)
class Headline:
    """What all gates together amount to, in one sentence; `lead` is where to go on."""

    sentence: str
    tone: str
    icon: str
    lead: Lead | None = None


def headline(proof: Proof) -> Headline:
    """Return what the gates amount to."""
    if proof.fault:
        return Headline(say(proof.fault), "bad", "warning-circle")
    if proof.busy:
        return Headline(_under_way(proof), "accent", "shield")
    if proof.proven:
        told = say("This task is proven: {gates}. It can be exported.")
        return Headline(told.format(gates=_greens(proof)), "good", "shield-check")
    if proof.blocking:
        tone = "bad" if proof.blocking[0].status == "red" else "waits"
        return Headline(_blocks(proof.blocking), tone, "shield-warning", proof.lead)
    return Headline(_left(proof), "waits", "shield")


def _greens(proof: Proof) -> str:
    """Return how many gates are green, and how many do not apply."""
    green = sum(gate.status == "green" for gate in proof.found.values())
    others = len(proof.found) - green
    if not others:
        return say("all {count} gates are green").format(count=green)
    told = count(green, "1 gate is green", "{count} gates are green")
    return f"{told}, {count(others, '1 does not apply', '{count} do not apply')}"


def _under_way(proof: Proof) -> str:
    if not proof.running:
        return say("Starting…")
    return say("Now: {name}").format(name=say(NAMES[proof.running]))


def _blocks(gates: tuple[GateResult, ...]) -> str:
    told = [_lowered(_spoken(gate)) for gate in gates]
    head = count(len(gates), "1 gate blocks", "{count} gates block")
    return f"{head}: {'; '.join(told)}."


def _spoken(gate: GateResult) -> str:
    words, number = words_of(gate)
    return say(words).format(count=f"{number:,}")


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]


def _left(proof: Proof) -> str:
    stale = [gate for gate in GATES if standing(gate, proof) == "stale"]
    if not proof.found:
        told = say("Nothing is proven yet: {count} gates look at the task; that {time}.")
        return told.format(count=len(GATES), time=cost(GATES, proof))
    if stale:
        told = count(
            len(stale),
            "The task changed: 1 gate is to be run again",
            "The task changed: {count} gates are to be run again",
        )
        return say("{told}; that {time}.").format(told=told, time=cost(stale, proof))
    unasked = sum(gate not in proof.found for gate in GATES)
    return count(unasked, "1 gate was not run yet.", "{count} gates were not run yet.")


@dataclass(frozen=True)
class Evidence:
    """A sentence that a gate found, and where it leads; `goes` are the words on the button."""

    sentence: str
    lead: Lead | None = None
    goes: str = ""
    place: str = ""


def evidence(gate: str, proof: Proof) -> tuple[Evidence, ...]:
    """Return what a gate found, a line for each sentence."""
    found = proof.found.get(gate)
    if found is None:
        return ()
    return tuple(_line(found, place) for place in range(len(found.evidence)))


def _line(gate: GateResult, place: int) -> Evidence:
    lead, sentence = lead_of(gate, place), gate.evidence[place]
    if lead is None:
        return Evidence(sentence)
    return Evidence(_plain(sentence, lead), lead, say(GOES[lead.thing]), lead.id)


def _plain(sentence: str, lead: Lead) -> str:
    """Return a sentence with a variant called what it is, for its id says nothing to an author."""
    if lead.thing != "output" or not sentence.startswith(lead.id):
        return sentence
    kind = next((kind for kind in _OUTPUTS if lead.id.startswith(kind)), "")
    if not kind:
        return sentence
    name = f" “{lead.id.removeprefix(kind)}”" if kind in _NAMED else ""
    return f"{say(_OUTPUTS[kind])}{name}{sentence.removeprefix(lead.id)}"
