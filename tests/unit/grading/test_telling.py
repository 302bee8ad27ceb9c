"""The values in the sentence of a check: found where they stand, and changed there."""

from pathlib import Path

import pytest

from studio.authoring import new_task
from studio.base.errors import FaultError, UserError
from studio.formats.tasks import TaskFolder
from studio.grading import KINDS, tell
from studio.grading.examples import EXAMPLES
from studio.grading.kinds import Grounds, target_of
from studio.grading.telling import Part, Told, changes_of, tell_on
from studio.grading.verdicts import parse_parameters
from studio.model.check import Check


def check_of(kind: str) -> Check:
    example = EXAMPLES[kind]
    return Check(
        id="c",
        kind=kind,
        target=example.target,
        parameters=example.parameters,
        tolerance=example.tolerance,
    )


def told(check: Check, folder: Path) -> Told:
    grounds = Grounds(None, folder, folder, folder)
    kind = KINDS[check.kind]
    sentence = kind.sentence(check, parse_parameters(check), target_of(check), grounds)
    return tell_on(check, sentence, grounds)


def marked(told: Told) -> str:
    """Return a sentence with its values in brackets."""
    shown = told.sentence
    for part in reversed(told.parts):
        shown = f"{shown[: part.begin]}[{shown[part.begin : part.end]}]{shown[part.end :]}"
    return shown


def other_than(part: Part, shown: str) -> str:
    if isinstance(part.value, str):
        return shown.replace(shown[0], "Q", 1) if part.path[-1] == "target" else f"{shown}7"
    return f"{shown.rstrip('%')[:-1]}7{'%' if part.percent else ''}"


@pytest.mark.parametrize("kind", sorted(EXAMPLES))
def test_a_value_is_changed_where_it_stands(kind: str, tmp_path: Path) -> None:
    check = check_of(kind)
    before = told(check, tmp_path)
    assert before.parts, before.sentence
    for part in before.parts:
        if part.choices:
            continue
        typed = other_than(part, before.text(part))
        changed = check.model_copy(update=changes_of(check, part, typed))
        try:
            after = told(changed, tmp_path).sentence
        except FaultError:
            # Not every other word is a unit or a pattern that there is.
            continue
        assert after.startswith(before.sentence[: part.begin]), part.path
        assert after.endswith(before.sentence[part.end :]), part.path
        # A key is read as musicians write it, so a sign more may be the same key.
        assert after != before.sentence or part.name == "key", part.path


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("cell_equals", "[Summary!D14] is [12,480], within [0.005]"),
        ("text_contains", "[letter.txt] says [4,210.00] and [30 days]"),
        ("label_value", "[Total due] is [12,480], within [0.005]"),
        ("file_count", "There are [3] to [5] files [photos]/[*.jpg]"),
        (
            "array_close",
            "Each number of [stiffness.npz#K] is that of the reference, within [0.5] or [0.1%] "
            "of it",
        ),
        (
            "any_of",
            'One of these: [sum.json#/total] is [12,480]; [sum.json#/client] is "[Acme]"',
        ),
        # The command holds the name of the target, which is no value apart from it.
        (
            "rerun_program",
            "“[python3 summary.py orders.csv]” is right on hidden cases, numbers within [0.005]",
        ),
        ("video_shots", "[trailer.mp4] cuts at [4] s and [9.5] s, within [0.1] s"),
        (
            "label_volume",
            "In [organs.nii.gz] label [1] has the volume of the reference, within [5%]",
        ),
        # What a rule names is marked as a person marks it, and still one value.
        (
            "plan_total",
            '[totals.json#/boxes] is [the sum of "demand" of "stops.csv" by "stop"], computed from '
            "the [routes.csv] that was handed in",
        ),
        (
            "array_norm",
            "The difference of [modes.npy] from the reference is at most [2%] of it "
            "([euclidean] norm)",
        ),
    ],
)
def test_what_can_be_changed_in_a_sentence(kind: str, shown: str, tmp_path: Path) -> None:
    assert marked(told(check_of(kind), tmp_path)) == shown


def test_two_equal_values_are_told_apart(tmp_path: Path) -> None:
    check = check_of("array_close").model_copy(
        update={"tolerance": 0.5, "parameters": {"relative": 0.005}}
    )
    found = told(check, tmp_path)
    assert [part.name for part in found.parts] == ["target", "tolerance", "relative"]
    six = told(check_of("array_shape"), tmp_path)
    assert [part.path[-1] for part in six.parts] == ["target", 0, 1]


def test_a_value_of_the_reference_can_be_replaced_by_ones_own(tmp_path: Path) -> None:
    task = task_with_sum(tmp_path)
    check = Check(id="c", kind="json_value", target="sum.json#/total", tolerance=0.005)
    found = tell(check, task)
    assert marked(found) == "[sum.json#/total] is [12,480], within [0.005]"
    value = found.parts[1]
    assert value.value is None and changes_of(check, value, "12,500.50") == {
        "parameters": {"expected": 12500.5}
    }
    own = check.model_copy(update=changes_of(check, value, "12500"))
    assert tell(own, task).sentence == "sum.json#/total is 12,500, within 0.005"
    assert changes_of(own, tell(own, task).parts[1], "") == {"parameters": {}}
    text = Check(id="c", kind="json_value", target="sum.json#/client")
    assert marked(tell(text, task)) == '[sum.json#/client] is ["Acme"]'
    assert changes_of(text, tell(text, task).parts[1], '"Bolt"') == {
        "parameters": {"expected": "Bolt"}
    }


def test_a_row_is_named_in_words_and_changed_as_it_is_written(tmp_path: Path) -> None:
    check = Check(
        id="c",
        kind="cell_equals",
        target="sums.csv#net[ink]",
        parameters={"expected": 3010.0},
    )
    found = told(check, tmp_path)
    assert marked(found) == "[net of ink] is [3,010]"
    assert found.typed(found.parts[0]) == "sums.csv#net[ink]"
    changed = changes_of(check, found.parts[0], "sums.csv#net[paper]")
    assert changed == {"target": "sums.csv#net[paper]"}


def task_with_sum(folder: Path) -> TaskFolder:
    sides = folder / "input", folder / "reference"
    for side in sides:
        side.mkdir()
        (side / "sum.json").write_text('{"total": 12480, "client": "Acme"}')
    return new_task(folder / "task", input=sides[0], reference=sides[1])


def test_what_is_typed_must_be_able_to_stand_there(tmp_path: Path) -> None:
    check = check_of("cell_equals")
    target, value, tolerance = told(check, tmp_path).parts
    with pytest.raises(UserError, match="A number has to stand here"):
        changes_of(check, tolerance, "about one")
    with pytest.raises(UserError, match="Type a value"):
        changes_of(check, target, " ")
    with pytest.raises(UserError, match="names no cells"):
        changes_of(check, target, "Summary!nowhere")
    assert changes_of(check, target, "Summary!D15") == {"target": "book.xlsx#Summary!D15"}
    assert changes_of(check, target, "book.xlsx#Costs!A1") == {"target": "book.xlsx#Costs!A1"}
    assert changes_of(check, tolerance, "") == {"tolerance": None}
    assert changes_of(check, value, "-1 250") == {"parameters": {"expected": -1250}}
    share = told(check_of("text_similarity"), tmp_path).parts[1]
    for typed in ("90", "90%"):
        changed = changes_of(check_of("text_similarity"), share, typed)
        assert changed == {"parameters": {"floor": 0.9}}


def test_the_other_values_keep_their_place_when_one_is_changed(tmp_path: Path) -> None:
    found = told(check_of("cell_equals"), tmp_path)
    longer = found.said(found.parts[1], "1,234,567")
    assert marked(longer) == "[Summary!D14] is [1,234,567], within [0.005]"


def test_a_check_that_nobody_can_read_has_no_values(tmp_path: Path) -> None:
    task = task_with_sum(tmp_path)
    unknown = Check(id="c", kind="nothing_such", target="sum.json")
    assert tell(unknown, task).parts == ()
    broken = Check(id="c", kind="page_count", target="sum.json", parameters={"at_most": "many"})
    assert tell(broken, task).parts == ()
