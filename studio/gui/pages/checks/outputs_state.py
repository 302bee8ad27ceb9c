"""What the pane of outputs shows, without Qt: its lines, their order and words, and their age."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from studio.formats.fixtures import place_of
from studio.gui.wording import count, say
from studio.model.check import Answer
from studio.model.grade import CheckResult, Grade

if TYPE_CHECKING:
    from studio.authoring.adjudication import Change, Foreseen
    from studio.model.contract import MatrixRow
    from studio.validation import Judged

SAMPLES = ("reference", "input", "empty")
_NAMES = {"reference": "Your work", "input": "Input, untouched", "empty": "Empty folder"}
_KINDS = {
    "alternate": "Another right work: {what}",
    "known_bad": "Known wrong: {what}",
    "near_miss": "Near miss: {what}",
    "harmless": "Harmless: {what}",
}
_SHORT = {
    "alternate": "Right work",
    "known_bad": "Known wrong",
    "near_miss": "Near miss",
    "harmless": "Harmless",
}
_FOLDED = {
    "alternate": "{count} other right works",
    "known_bad": "{count} known wrong works",
    "near_miss": "{count} near misses: {what}",
    "harmless": "{count} harmless variants: {what}",
}
_KEPT = {
    "wrong": "No check changes; it is kept as known wrong.",
    "fine": "No check changes; it is kept as another right work.",
}
_NO_HELP = {
    "wrong": "No small change of the checks refuses it without refusing what is right. It is kept "
    "as known wrong; then add a check that notices it.",
    "fine": "No small change of the checks lets it pass without letting wrong work pass. It is "
    "kept as another right work; then loosen the check that refuses it.",
}
_UNSOUGHT = {
    "wrong": "It is kept as known wrong; then add a check that notices it.",
    "fine": "It is kept as another right work; then loosen the check that refuses it.",
}
_FILE = re.compile(r" \([^()]+\)$")
_SECONDS, _MINUTE, _HOUR = 10, 60, 3600


@dataclass(frozen=True)
class Line:
    """A line of the matrix: an output, or a folded group of outputs that are as they should be.

    Attributes:
        output: the name of the output, empty for a group.
        group: what a group is known by, and that of an output inside of one.
        title: what it is, in words.
        must: `must pass` or `must fail`.
        score: 0 to 1, None while or if there is none; the highest one of a group.
        right: whether it got what it must, None while nobody knows.
        told: the verdict in words.
        inside: whether it stands below an unfolded group.
        unfolded: whether it is a group that is unfolded.
        decides: whether an author has to say if it is wrong or fine.
    """

    output: str
    group: str
    title: str
    must: str
    score: float | None
    right: bool | None
    told: str
    inside: bool = False
    unfolded: bool = False
    decides: bool = False

    @property
    def identity(self) -> str:
        """What the line is known by while lines come and go."""
        return self.output or f"group {self.group}"

    @property
    def shown_score(self) -> str:
        """The score as it is shown."""
        return "" if self.score is None else f"{self.score:.2f}"

    @property
    def spoken(self) -> str:
        """All of the line in words, for a screen reader."""
        fold = say("unfolded") if self.unfolded else say("folded")
        parts = (self.title, self.must, self.shown_score, self.told, "" if self.output else fold)
        return ", ".join(part for part in parts if part)


@dataclass
class OutputsState:
    """What is known of the outputs, and how the author looks at it.

    Attributes:
        rows: what each output got.
        grades: their grades by name.
        groups: what the operator of a variant does.
        folders: where each output lies.
        sentences: what each check asks, by its id.
        answers: what was answered, which names the fixtures that came of it.
        stale: whether the checks changed since.
        only_wrong: whether only those are shown that are not as they should be.
        unfolded: the groups that are unfolded.
    """

    rows: "tuple[MatrixRow, ...]" = ()
    grades: Mapping[str, Grade] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    folders: Mapping[str, Path] = field(default_factory=dict)
    sentences: Mapping[str, str] = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()
    stale: bool = False
    only_wrong: bool = False
    unfolded: set[str] = field(default_factory=set)
    _first: list[str] = field(default_factory=list)
    _file: str = ""

    def show(self, judged: "Judged", answers: tuple[Answer, ...], whole: bool) -> None:
        """Take new verdicts; `whole` tells that they are those of all outputs.

        Until then the near misses keep the verdicts that they had.
        """
        rows, grades, groups = judged.rows, dict(judged.grades), dict(judged.groups)
        if not whole:
            fresh = {row.output for row in rows}
            old = [row for row in self.rows if row.output in self.groups]
            rows += tuple(row for row in old if row.output not in fresh)
            grades = {**{row.output: self.grades[row.output] for row in old}, **grades}
            groups = dict(self.groups)
        self.rows, self.grades, self.groups = rows, grades, groups
        self.folders = {**self.folders, **judged.folders}
        self.answers, self.stale = answers, not whole
        files = {found[0] for row in rows if (found := _FILE.search(row.did))}
        self._file = files.pop() if len(files) == 1 else ""
        self._order()

    def forget(self) -> None:
        """Forget the outputs of the task that was open."""
        self.rows, self.grades, self.groups, self.answers = (), {}, {}, ()
        self.folders = {}
        self.stale, self._first = False, []
        self.unfolded.clear()

    def _order(self) -> None:
        """Keep the wrong ones first, and those that were wrong in their place: nothing jumps."""
        known = {row.output for row in self.rows}
        self._first = [name for name in self._first if name in known]
        wrong = [row.output for row in self.rows if not row.ok and row.output not in SAMPLES]
        self._first += [name for name in wrong if name not in self._first]

    def settle(self) -> None:
        """Let those that are as they should be go back to their groups."""
        self._first = []
        self._order()

    def wrong(self) -> int:
        """Return how many outputs did not get what they must."""
        return sum(not row.ok for row in self.rows)

    def undecided(self) -> list[str]:
        """Return the outputs that an author has to decide on, in the order they are shown in."""
        return [line.output for line in self.lines() if line.decides]

    def next_undecided(self, after: str) -> str:
        """Return what is to be decided after an output, beginning anew at the end; or nothing."""
        found = self.undecided()
        if after not in found:
            return found[0] if found else ""
        place = found.index(after)
        return next(iter(found[place + 1 :] + found[:place]), "")

    def toggle(self, group: str) -> None:
        """Fold a group, or unfold it."""
        self.unfolded ^= {group}

    def lines(self) -> list[Line]:
        """Return the lines: the samples, the wrong ones, then the others by what was done."""
        by_name = {row.output: row for row in self.rows}
        samples = [self._line(by_name[name]) for name in SAMPLES if name in by_name]
        first = [self._line(by_name[name]) for name in self._first]
        if self.only_wrong:
            return [line for line in (*samples, *first) if line.right is not True]
        chosen = {*SAMPLES, *self._first}
        rest = [self._line(row) for row in self.rows if row.output not in chosen]
        grouped: dict[str, list[Line]] = {}
        for line in rest:
            grouped.setdefault(line.group, []).append(line)
        found = [*samples, *first]
        for group, lines in grouped.items():
            found += self._folded(group, lines)
        return found

    def _folded(self, group: str, lines: list[Line]) -> list[Line]:
        if len(lines) == 1:
            return lines
        kind, _, what = group.partition(":")
        title = say(_FOLDED[kind]).format(count=f"{len(lines):,}", what=what.strip())
        scores = [line.score for line in lines if line.score is not None]
        told = say("as they should") if all(line.right for line in lines) else ""
        unfolded = group in self.unfolded
        head = Line("", group, title, lines[0].must, max(scores, default=None), True, told)
        inside = [replace(line, inside=True) for line in lines] if unfolded else []
        return [replace(head, unfolded=unfolded), *inside]

    def _line(self, row: "MatrixRow") -> Line:
        kind = row.output.partition(":")[0]
        must = say(f"must {row.expected}")
        decides = not row.ok and kind in _KINDS
        return Line(
            output=row.output,
            group=f"{kind}: {_lower(self.groups.get(row.output, ''))}",
            title=self.title(row.output, row.did),
            must=must,
            score=row.score,
            right=row.ok,
            told=_told(row, decides),
            decides=decides,
        )

    def kind_of(self, output: str) -> str:
        """Return what kind of output it is, in a word or two."""
        if output in _NAMES:
            return say(_NAMES[output])
        return say(_SHORT.get(output.partition(":")[0], "Output"))

    def title(self, output: str, did: str = "") -> str:
        """Return what an output is, in words."""
        if output in _NAMES:
            return say(_NAMES[output])
        kind, _, name = output.partition(":")
        # Where all was done to one file, its name on every line tells nothing.
        what = did.removesuffix(self._file) or self._answered(kind, name) or name.replace("-", " ")
        return say(_KINDS[kind]).format(what=what) if kind in _KINDS else output

    def _answered(self, kind: str, name: str) -> str:
        """Return what was done to the output that a fixture came of, empty if nobody knows."""
        for answer in self.answers:
            place = place_of(answer)
            if place.rpartition("/")[2] == name and kind in place:
                return answer.item.split(":", 2)[-1].strip()
        return ""

    def results(self, output: str) -> dict[str, CheckResult]:
        """Return how each check judged an output, by its id; nothing if it was not judged."""
        grade = self.grades.get(output)
        points = grade.checkpoints if grade else ()
        return {result.id: result for point in points for result in point.checks}

    def statuses(self, output: str) -> dict[str, str]:
        """Return the status that each check gave an output, by its id."""
        return {check: result.status for check, result in self.results(output).items()}

    def refusing(self, output: str) -> list[CheckResult]:
        """Return the checks that an output does not pass."""
        found = self.results(output).values()
        return [result for result in found if result.status not in ("pass", "skipped")]

    def refusal(self, output: str) -> str:
        """Return which checks refuse an output, in a sentence."""
        found = self.refusing(output)
        if not found:
            return say("No check refuses it.")
        named = (f"“{self.sentences.get(result.id, result.target)}”" for result in found)
        return say("Refused by: {checks}.").format(checks="; ".join(named))

    def tip(self, output: str, check: str) -> str:
        """Return what a check asks, and what it says of an output."""
        result = self.results(output).get(check)
        sentence = self.sentences.get(check, check)
        return f"{sentence}\n{result.sentence}" if result else sentence


def _lower(title: str) -> str:
    """Return a title as it goes on in a sentence; a name in capitals stays."""
    return title[:1].lower() + title[1:] if title[1:2].islower() or title[1:2] == " " else title


def _told(row: "MatrixRow", decides: bool) -> str:
    if row.score is None:
        return say("cannot be judged")
    if row.ok:
        return say("as it should")
    if row.expected == "pass":
        return say("refused: decide") if decides else say("does not pass")
    return say("passes: decide") if decides else say("scores")


def short_target(target: str) -> str:
    """Return what a check looks at in few letters: the cell, the field, or the file."""
    path, _, place = target.rpartition("#")
    if not path:
        path, at, label = target.rpartition("@")
        return label if at else target.rpartition("/")[2]
    place = place.rpartition("!")[2]
    return place.rstrip("/").rpartition("/")[2] or place if place.startswith("/") else place


def counted(words: str, number: int) -> str:
    """Return words with how many there are, such as `Only wrong (2)`."""
    return f"{words} ({number:,})" if number else words


def age(seconds: float) -> str:
    """Return how long ago the verdicts came, in words."""
    return say("updated {ago}").format(ago=ago(seconds))


def ago(seconds: float) -> str:
    """Return how long ago something was, in few words."""
    if seconds < 1:
        return say("{seconds} s ago").format(seconds=f"{max(0.1, seconds):.1f}")
    if seconds < _MINUTE:
        whole = int(seconds) if seconds < _SECONDS else int(seconds) // 10 * 10
        return say("{seconds} s ago").format(seconds=whole)
    if seconds < _HOUR:
        return count(int(seconds) // _MINUTE, "1 min ago", "{count} min ago")
    return count(int(seconds) // _HOUR, "1 h ago", "{count} h ago")


def next_look(seconds: float) -> float:
    """Return in how many seconds the age is to be told anew."""
    if seconds < _SECONDS:
        return 1.0
    return 10.0 if seconds < _MINUTE else 60.0


def foretold(foreseen: "Foreseen") -> str:
    """Return what an answer would do, in sentences: each check as it is and as it would be."""
    if not foreseen.sought:
        return say(_UNSOUGHT[foreseen.answer])
    if not foreseen.helps:
        return say(_NO_HELP[foreseen.answer])
    if not foreseen.changes:
        return say(_KEPT[foreseen.answer])
    told = [_changed(change) for change in foreseen.changes]
    return " ".join(told) if all(told) else foreseen.sentence


def _changed(change: "Change") -> str:
    """Return what becomes of a check, empty if its sentence does not show it."""
    if change.old == change.new:
        return ""
    if not change.old:
        form = "Adds “{new}”, which must pass." if change.gate else "Adds “{new}”."
    else:
        form = "“{old}” becomes “{new}”." if change.new else "Removes “{old}”."
    return say(form).format(old=change.old, new=change.new)
