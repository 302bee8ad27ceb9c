"""Files of a task that somebody broke by hand: one sentence says where, and what is expected."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from studio.base.errors import UserError
from studio.cli.app import run
from studio.formats import layout
from studio.formats.broken import position_of
from studio.formats.tasks import open_task
from tests.unit.making import write_task

TECHNICAL = re.compile(
    r"Expecting|delimiter|char \d|column \d|Input should|Value error|Extra inputs|Field required"
    r"|pattern|\^|Unterminated|Invalid|pydantic|array|decode|\\u|dict|tuple|NoneType"
)
Damage = Callable[[bytes], bytes]


def replaced(old: str, new: str) -> Damage:
    return lambda content: content.replace(old.encode(), new.encode(), 1)


def edited(edit: Callable[[dict[str, Any]], object]) -> Damage:
    def damage(content: bytes) -> bytes:
        value = json.loads(content)
        edit(value)
        return json.dumps(value, indent=2).encode()

    return damage


def in_check(**values: Any) -> Damage:
    return edited(lambda value: value["checks"][0].update(values))


TASK, CHECKS = layout.TASK, layout.CHECKS
ENTRY = "of entry 1 (“amount-a-2”) of “checks”"
DAMAGES: list[tuple[str, Damage, str]] = [
    (TASK, replaced('"task",', '"task"'),
     "task.json, line 3: a comma or a closing bracket is missing before “\"version\": 2,”."),
    (TASK, lambda content: content.rstrip()[:-1].rstrip() + b",\n}",
     "task.json, line 45: the comma before } is one too many."),
    (TASK, replaced('"format"', "'format'"),
     "task.json, line 2: names and texts stand in double quotes, not in single ones."),
    (TASK, replaced('"task",', '"task,'), "task.json, line 2: a text has no closing quote."),
    (TASK, replaced('"task"', ""),
     "task.json, line 2: a value is missing before “,”; it may be a text in double quotes, a "
     "number, true, false, null, a list or an object."),
    (TASK, replaced('"format":', '"format"'),
     "task.json, line 2: a colon is missing before “\"task\",”."),
    (TASK, replaced('"format"', "format"),
     "task.json, line 2: a name in double quotes is missing before “format: \"task\",”."),
    (TASK, replaced('"task"', '"ta\tsk"'),
     "task.json, line 2: a tab or another sign that cannot be seen stands in a text."),
    (TASK, replaced('"task"', '"t\\ask"'),
     "task.json, line 2: a backslash stands in a text; write it twice."),
    (TASK, lambda content: content[: len(content) // 2],
     "task.json, line 20: the file breaks off here; put back an earlier copy of it."),
    (TASK, lambda content: content + b"}", "task.json, line 46: it should end before “}”."),
    (TASK, replaced('"id"', '"format": "task",\n  "id"'),
     "task.json, line 4: “format” stands twice in one object; take one out."),
    (TASK, replaced("600.0", "NaN"), "task.json, line 27: NaN stands where a number must be."),
    (TASK, replaced("600.0", '"ten"'),
     "task.json, line 27: “seconds” of “limits” must be a number, without quotes."),
    (TASK, replaced("600.0", "0"),
     "task.json, line 27: “seconds” of “limits” must be more than 0."),
    (TASK, edited(lambda value: value.update(colour="red")),
     "task.json, line 45: “colour” is no name that belongs there; look how it is spelled, or take "
     "it out."),
    (TASK, edited(lambda value: value.pop("work")), "task.json, line 1: “work” is missing."),
    (TASK, edited(lambda value: value.update(work="inplace")),
     'task.json, line 43: “work” must be "in_place" or "separate".'),
    (TASK, edited(lambda value: value["checkpoints"].append(value["checkpoints"][0])),
     "task.json, line 43: two of the checkpoints have the id “amounts”; give each its own."),
    (TASK, lambda content: b"", "task.json is empty; put back an earlier copy of it."),
    (TASK, lambda content: content.replace(b'"title": "', b'"title": "\xff', 1),
     "task.json cannot be read as text; save it as UTF-8."),
    (TASK, lambda content: b"\xef\xbb\xbf" + content,
     "task.json, line 1: it begins with a mark of its encoding (BOM); save it as UTF-8 without "
     "one."),
    (TASK, lambda content: b"[" + content + b"]",
     "task.json must hold one object: names and values between { and }."),
    (TASK, lambda content: content + b" " * (33 << 20),
     "task.json is larger than 32 MiB, which no such file is; put back an earlier copy of it."),
    (TASK, replaced('"task"', '"checks"'),
     "task.json is not the file it should be: its “format” must be “task”."),
    (CHECKS, in_check(weight=-1), f"checks.json, line 14: “weight” {ENTRY} must be more than 0."),
    (CHECKS, in_check(target="../x"), f"checks.json, line 10: “target” {ENTRY} does not fit: "
     "'../x' is not a path inside the folder."),
    (CHECKS, in_check(kind="Cell Equals"), f"checks.json, line 9: “kind” {ENTRY} may hold up to 64 "
     "small letters, digits, dots, hyphens and underscores, and begins with a letter or a digit."),
    (CHECKS, edited(lambda value: value.update(checks={})),
     "checks.json, line 5: “checks” must be a list: values between [ and ]."),
    (CHECKS, edited(lambda value: value["checks"].append(value["checks"][0])),
     "checks.json, line 19: two of the checks have the id “amount-a-2”; give each its own."),
]  # fmt: skip


@pytest.mark.parametrize(("path", "damage", "told"), DAMAGES, ids=range(len(DAMAGES)))
def test_damage_is_told_by_file_line_and_what_is_expected(
    tmp_path: Path, path: str, damage: Damage, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_task(tmp_path / "ledger")
    place = folder / path
    place.write_bytes(damage(place.read_bytes()))
    with pytest.raises(UserError) as refused:
        open_task(folder)
    assert str(refused.value) == told
    assert run(["task", "show", str(folder)]) == 2
    assert capsys.readouterr().err == f"{told}\n"


def test_an_unknown_kind_is_named_with_those_that_are_meant(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_task(tmp_path / "ledger")
    place = folder / CHECKS
    place.write_bytes(in_check(kind="cell_equal")(place.read_bytes()))
    assert run(["task", "checks", str(folder), "list"]) == 0
    told = capsys.readouterr().out
    assert "'cell_equal' is not a kind of check; did you mean cell_equals or" in told


def test_wherever_a_file_breaks_off_or_loses_a_sign_it_is_told_in_plain_words(
    tmp_path: Path,
) -> None:
    folder = write_task(tmp_path / "ledger")
    for path in (TASK, CHECKS):
        place = folder / path
        whole = place.read_bytes()
        for at in range(len(whole) - 1):
            begin, rest = whole[:at], whole[at:]
            for broken in (begin, begin + rest[1:], begin + b"," + rest):
                place.write_bytes(broken)
                try:
                    open_task(folder)
                except UserError as fault:
                    said = str(fault)
                    assert said.startswith(place.name) and said.endswith("."), said
                    assert "\n" not in said and not TECHNICAL.search(said), said
        place.write_bytes(whole)
    assert open_task(folder)


def test_a_value_is_found_in_the_text_that_holds_it() -> None:
    text = '{"a": [1, {"b": "]}", "c": {"d": 2}}],\n "e": 3}'
    assert text[position_of(text, ("a", 1, "c", "d"))] == "2"
    assert text[position_of(text, ("a", 1, "nowhere"))] == "{"
    assert text[position_of(text, ("e",))] == "3"
