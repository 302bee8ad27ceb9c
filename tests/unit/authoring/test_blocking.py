import pytest

from studio.authoring.blocking import blocking, lead_of, words_of
from studio.model.validation import GATES, GateResult, GateStatus, Lead, ValidationReport

NOW, BEFORE = "1" * 64, "2" * 64


def gate(id: str, status: GateStatus = "red", *evidence: str, of: str = NOW) -> GateResult:
    return GateResult(id=id, status=status, evidence=evidence or ("It is so.",), task_digest=of)


def report(*gates: GateResult) -> ValidationReport:
    return ValidationReport(
        task_digest=NOW, created="", versions={}, proven=False, validated=False, gates=gates
    )


def test_only_what_was_found_of_the_present_task_blocks_and_red_comes_first() -> None:
    found = blocking(
        report(
            gate("complete", of=BEFORE),
            gate("files", "green"),
            gate("reference", "cannot_run"),
            gate("known_bad"),
            gate("replay", "not_applicable"),
        ),
        NOW,
    )
    assert [one.id for one in found] == ["known_bad", "reference"]


@pytest.mark.parametrize("id", GATES)
def test_every_gate_says_what_it_means_and_leads_somewhere(id: str) -> None:
    words, count = words_of(gate(id, "red", "a", "b"))
    assert words and words != "A gate is red" and ("{count}" in words) == (count == 2)
    assert words_of(gate(id, "cannot_run"))[0].endswith(("here", "judged", "tried", "replayed"))
    assert lead_of(gate(id)) is not None and lead_of(gate(id), 0) is not None
    assert lead_of(gate(id, "green")) is None


def test_the_first_sentence_that_names_a_thing_leads() -> None:
    check = Lead(thing="check", id="total")
    found = gate("reference", "red", "It scores 0.", "B2 is 3.")
    found = found.model_copy(update={"leads": (None, check)})
    assert lead_of(found) == check == lead_of(found, 1)
    assert lead_of(found, 0) == Lead(thing="checks")


def test_what_is_only_counted_counts() -> None:
    told = ("x passes.", "y passes.", "And 15 more.")
    assert words_of(gate("known_bad", "red", *told)) == (
        "{count} wrong outputs still pass the checks",
        17,
    )
