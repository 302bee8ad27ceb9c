from pathlib import Path

import pytest

from studio.__main__ import _path_to_open
from studio.base.errors import UserError
from studio.capture.options import LAUNCHED
from studio.cli.app import run
from studio.cli.arguments import json_pairs, step_range, text_pairs
from studio.cli.printing import plain, table


@pytest.mark.parametrize(
    ("text", "steps"), [("3-9", (3, 9)), (" 3 - 9 ", (3, 9)), ("7", (7, 7)), (None, None)]
)
def test_steps(text: str | None, steps: tuple[int, int] | None) -> None:
    assert step_range(text) == steps


@pytest.mark.parametrize("text", ["", "-", "3-", "-9", "a-b", "1-2-3", "1.5", "9" * 40])
def test_no_steps(text: str) -> None:
    with pytest.raises(UserError, match="3-9"):
        step_range(text)


def test_pairs() -> None:
    assert json_pairs(["a=1", 'b="x=y"', "c=[true]"]) == {"a": 1, "b": "x=y", "c": [True]}
    assert text_pairs(["a=1", "b=x=y", "c="]) == {"a": "1", "b": "x=y", "c": ""}
    for word in ("a", "=1", "a=NaN", "a=word", 'a={"k":1,"k":2}'):
        with pytest.raises(UserError):
            json_pairs([word])
    with pytest.raises(UserError, match="KEY=VALUE"):
        text_pairs(["a"])


def test_control_signs_are_shown() -> None:
    assert plain("a\x1b[0m\tb\n\u202ec é") == "a\\x1b[0m\tb\n\\u202ec é"


def test_tables_line_up() -> None:
    assert list(table([("a", "bb"), ("ccc", "d")])) == ["a    bb", "ccc  d"]


def test_a_path_opens_the_window_and_a_word_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "month").mkdir()
    assert _path_to_open(["month"]) == Path("month")
    assert _path_to_open(["work.rec"]) == Path("work.rec")
    assert _path_to_open([str(tmp_path / "gone")]) == tmp_path / "gone"
    for words in ([], ["doctor"], ["--version"], ["month", "x"], ["-h"]):
        assert _path_to_open(words) is None


def test_a_command_is_named_in_a_shell_and_not_where_a_window_reads_what_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["task", "new", str(tmp_path / "a"), "--input", str(tmp_path), "--reference"]
    (tmp_path / "done").mkdir()
    (tmp_path / "done" / "a.csv").write_text("a\n")
    (tmp_path / "none").mkdir()
    words += [str(tmp_path / "done"), "--hidden", str(tmp_path / "none")]
    assert run(words) == 2
    assert capsys.readouterr().err == "none holds no file; leave --hidden out.\n"
    monkeypatch.setenv(LAUNCHED, "1")
    assert run(words) == 2
    assert capsys.readouterr().err == "none holds no file; leave it out.\n"
