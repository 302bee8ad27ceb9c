from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from studio.base.pace import Stage
from studio.gui.pages.proof.state import (
    ASKS,
    GOES,
    NAMES,
    Proof,
    age,
    cost,
    evidence,
    gate_rows,
    headline,
    span,
)
from studio.model.validation import GATES, GateResult, GateStatus, Lead, Thing, ValidationReport

NOW, BEFORE = "1" * 64, "2" * 64
TIME = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
SOON = timedelta(seconds=20)


def gate(
    id: str,
    status: GateStatus = "green",
    *told: str,
    of: str = NOW,
    leads: tuple[Lead | None, ...] = (),
    started: str = "2026-11-26T11:57:58.000Z",
) -> GateResult:
    return GateResult(
        id=id, status=status, evidence=told or ("It is so.",), leads=leads, started=started,
        seconds=2.0, task_digest=of,
    )  # fmt: skip


def proof(*gates: GateResult) -> Proof:
    return Proof(NOW, {one.id: one for one in gates})


def word(known: Proof, id: str) -> str:
    return next(row.word for row in gate_rows(known, TIME) if row.id == id)


def test_every_gate_has_a_name_and_a_question_and_every_lead_has_words() -> None:
    assert tuple(NAMES) == GATES == tuple(ASKS)
    assert set(GOES) == set(Thing.__args__)  # type: ignore[attr-defined]


def test_a_gate_says_how_it_stands_how_old_that_is_and_what_it_took() -> None:
    known = proof(gate("files"), gate("reference", "red"), gate("replay", of=BEFORE))
    rows = {row.id: row for row in gate_rows(known, TIME)}
    assert (rows["files"].word, rows["files"].tone) == ("passes", "good")
    assert rows["files"].caption == "2 min ago, took 2.0 s"
    assert (rows["reference"].word, rows["reference"].icon) == ("blocks", "x-circle")
    assert rows["replay"].word == "run again" and "changed since" in rows["replay"].caption
    assert rows["nothing"].word == "not run yet" and rows["nothing"].caption == ""


def test_results_arrive_in_place() -> None:
    known = Proof(NOW, {}).begun(("complete", "replay"))
    assert headline(known).sentence == "Starting…" and (known.through, known.asked) == (0, 2)
    known = known.told("complete", TIME)
    assert (word(known, "complete"), word(known, "replay")) == ("running…", "waiting")
    assert "Everything is filled in" in headline(known).sentence
    known = known.ended(gate("complete"))
    assert word(known, "complete") == "passes" and known.busy
    assert (known.through, known.asked) == (1, 2)
    known = known.told("replay", TIME).told("replay", TIME + SOON, Stage("acting", 3, 41))
    row = next(row for row in gate_rows(known, TIME + 4 * SOON) if row.id == "replay")
    assert (row.word, row.caption) == ("running…", "acting: 3 of 41, 1 min 20 s")
    assert known.through == 1
    # Cancelled: what ended stays.
    known = known.stopped()
    assert not known.busy and not known.asked and word(known, "complete") == "passes"
    assert word(known, "replay") == "not run yet"


def test_what_blocks_is_one_sentence_that_leads_to_the_first_thing() -> None:
    check = Lead(thing="check", id="total")
    known = proof(
        gate("replay", "cannot_run"),
        gate("known_bad", "red", "a passes.", "b passes."),
        gate("reference", "red", "It scores 0.", "B2 is 3.", leads=(None, check)),
    )
    told = headline(known)
    assert told.sentence == (
        "3 gates block: your own work does not pass; 2 wrong outputs still pass the checks; "
        "the recording could not be replayed."
    )
    assert told.lead == check == known.lead and told.tone == "bad"
    one = headline(proof(gate("nothing", "red")))
    assert one.sentence == "1 gate blocks: doing nothing earns points."


def test_proven_stale_and_unasked_are_told_apart() -> None:
    whole = proof(*(gate(id) for id in GATES))
    assert whole.proven and headline(whole).tone == "good"
    assert "proven: all 9 gates are green." in headline(whole).sentence
    without = replace(whole, found={**whole.found, "replay": gate("replay", "not_applicable")})
    assert without.proven
    assert "proven: 8 gates are green, 1 does not apply." in headline(without).sentence
    assert not proof(*(gate(id) for id in GATES[1:])).proven
    assert headline(proof(gate("files"))).sentence == "8 gates were not run yet."
    stale = proof(*(gate(id, of=BEFORE if id == "files" else NOW) for id in GATES))
    assert headline(stale).sentence == (
        "The task changed: 1 gate is to be run again; that takes about 2.0 s."
    )
    # What was found of an earlier state neither proves nor blocks.
    assert not proof(gate("files", "red", of=BEFORE)).blocking
    assert "9 gates look at the task" in headline(Proof(NOW)).sentence


def test_reading_the_report_keeps_what_was_heard_since() -> None:
    later = gate("files", "red", started="2026-11-26T11:59:00.000Z")
    report = ValidationReport(
        task_digest=NOW, created="", versions={}, proven=False, validated=False,
        gates=(gate("complete"), gate("files")),
    )  # fmt: skip
    read = proof(later).read(report, NOW)
    assert read.found["files"] == later and read.found["complete"].status == "green"
    assert proof(gate("files")).read(None, NOW).found["files"].status == "green"


def test_evidence_leads_and_calls_outputs_what_they_are() -> None:
    told = ("near_miss:cell-b2 passes (B2 was changed).", "known_bad:copied passes.", "And 3 more.")
    leads = (
        Lead(thing="output", id="near_miss:cell-b2"),
        Lead(thing="output", id="known_bad:copied"),
        None,
    )
    lines = evidence("known_bad", proof(gate("known_bad", "red", *told, leads=leads)))
    assert [line.sentence for line in lines] == [
        "A near miss passes (B2 was changed).",
        "The wrong output “copied” passes.",
        "And 3 more.",
    ]
    assert lines[0].goes == "Go to the output" and lines[2].goes == "Go to the checks"
    assert evidence("known_bad", proof(gate("known_bad")))[0].lead is None
    assert evidence("files", Proof(NOW)) == ()


@pytest.mark.parametrize(
    ("before", "told"),
    [(5, "just now"), (150, "2 min ago"), (7300, "2 h ago"), (200_000, "24 Nov")],
)
def test_age(before: int, told: str) -> None:
    moment = (TIME - timedelta(seconds=before)).isoformat().replace("+00:00", "Z")
    assert told in age(moment, TIME) or "2026-11-24" in age(moment, TIME)
    # Something is as old as its end.
    assert (
        told in age((TIME - timedelta(seconds=before + 90)).isoformat(), TIME, 90) or before > 9e4
    )
    assert age("never", TIME) == ""


def test_cost_is_that_of_the_last_time() -> None:
    known = proof(gate("files"), gate("complete"))
    assert cost(["files", "complete"], known) == "takes about 4.0 s"
    assert cost(GATES, known) == "takes about a minute"
    assert (span(42), span(240)) == ("42 s", "4 min")
