import json
from pathlib import Path

import pytest

from studio.base.errors import UserError
from studio.formats.documents import (
    dump_json,
    json_line,
    parse_document,
    read_document,
    read_lines,
    read_text,
    write_document,
)
from studio.model.task import Task
from studio.model.trial import PhaseRecord

GOOD = {"format": "task", "version": 2, "id": "t", "created": "2026-01-01", "work": "in_place"}


def refused(text: str) -> str:
    with pytest.raises(UserError) as fault:
        parse_document(text, "task.json", Task)
    sentence = str(fault.value)
    assert sentence.startswith("task.json") and "\n" not in sentence and sentence.endswith(".")
    return sentence


def test_a_written_document_reads_back_equal(tmp_path: Path) -> None:
    task = parse_document(json.dumps(GOOD), "task.json", Task)
    write_document(tmp_path / "task.json", task)
    assert read_document(tmp_path / "task.json", Task) == task
    assert [place.name for place in tmp_path.iterdir()] == ["task.json"]


def test_every_prefix_of_a_document_is_refused() -> None:
    text = dump_json(parse_document(json.dumps(GOOD), "task.json", Task))
    for length in range(len(text)):
        refused(text[:length])


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"version": 3}, "newer release"),
        ({"version": 0}, "version"),
        ({"version": "1"}, "version"),
        ({"version": True}, "version"),
        ({"format": "recording"}, "its “format” must be “task”"),
        ({"limits": {"seconds": -1}}, "“seconds” of “limits”"),
        ({"limits": {"seconds": True}}, "“seconds” of “limits”"),
        ({"limits": {"seconds": "600"}}, "“seconds” of “limits”"),
        ({"surprise": 1}, "surprise"),
        ({"id": "../t"}, "id"),
        ({"start": [{"open": "../../etc/passwd", "with": "x"}]}, "“open” of entry 1"),
        ({"start": [{"open": "/etc/passwd", "with": "x"}]}, "“open” of entry 1"),
    ],
)
def test_a_wrong_value_is_named(change: dict[str, object], word: str) -> None:
    assert word in refused(json.dumps({**GOOD, **change}))


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_a_number_must_be_finite(number: str) -> None:
    refused(json.dumps(GOOD)[:-1] + f', "limits": {{"seconds": {number}}}}}')


def test_a_key_may_stand_once() -> None:
    assert "twice" in refused(json.dumps(GOOD)[:-1] + ', "id": "other"}')


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "[]", "null", "7", '"x"', ""])
def test_odd_shapes_are_one_sentence(text: str) -> None:
    refused(text)


def test_files_that_are_not_text(tmp_path: Path) -> None:
    place = tmp_path / "prompt.md"
    with pytest.raises(UserError, match="missing"):
        read_text(place)
    place.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(UserError, match="UTF-8"):
        read_text(place)
    with pytest.raises(UserError, match="larger"):
        read_text(place, limit=2)
    (tmp_path / "link.md").symlink_to("/etc/hostname")
    with pytest.raises(UserError, match="missing"):
        read_text(tmp_path / "link.md")


def test_a_cut_last_line_is_forgiven_only_to_the_tolerant(tmp_path: Path) -> None:
    place = tmp_path / "events.jsonl"
    record = PhaseRecord(t="2026-01-01", phase="created")
    place.write_text(json_line(record) + json_line(record)[:9])
    assert list(read_lines(place, PhaseRecord, tolerant=True)) == [record]
    with pytest.raises(UserError, match="line 2"):
        list(read_lines(place, PhaseRecord))
    place.write_text(json_line(record)[:9] + "\n" + json_line(record))
    with pytest.raises(UserError, match="line 1"):
        list(read_lines(place, PhaseRecord, tolerant=True))


def test_many_lines_are_read_as_one_by_one(tmp_path: Path) -> None:
    """However many are read at once, each is a document of its own, and a wrong one is named."""
    place = tmp_path / "events.jsonl"
    lines = [json_line(PhaseRecord(t=str(number), phase="created")) for number in range(1_100)]
    place.write_text("".join(lines))
    assert [found.t for found in read_lines(place, PhaseRecord)] == [str(n) for n in range(1_100)]
    wrong = {
        '{"t":"x"}': "“phase” is missing",
        lines[0].strip()[:-1] + ',"t":"y"}': "twice",
        lines[0].strip() + "," + lines[1].strip(): "should end before",
        "": "is empty",
        lines[0].strip()[:-1] + ',"more":NaN}': "NaN",
    }
    for text, told in wrong.items():
        place.write_text("".join([*lines[:700], f"{text}\n", *lines[701:]]))
        read = read_lines(place, PhaseRecord)
        assert [next(read).t for _ in range(700)] == [str(number) for number in range(700)]
        with pytest.raises(UserError, match=f"line 701.*{told}|{told}.*line 701"):
            next(read)
