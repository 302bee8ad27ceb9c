"""The page of the kinds of checks, which must say what the registry says."""

from pathlib import Path

import pytest

from studio.grading import KINDS
from studio.grading.catalogue import example_sentence, main, page
from studio.grading.examples import EXAMPLES
from studio.model.frozen import Frozen

PAGE = Path(__file__).parents[3] / "docs/checks.md"


def test_the_page_has_not_drifted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--check", str(PAGE)]) == 0
    stale = tmp_path / "checks.md"
    assert main(["--check", str(stale)]) == 1
    stale.write_text(PAGE.read_text("utf-8").replace("gate only", "gate"), "utf-8")
    assert main(["--check", str(stale)]) == 1
    assert "has drifted" in capsys.readouterr().err
    assert main([str(stale)]) == 0
    assert main(["--check", str(stale)]) == 0


def test_every_kind_is_told_with_its_parameters() -> None:
    text = page()
    for kind in KINDS.values():
        _, _, after = text.partition(f"### `{kind.id}`: {kind.title}\n")
        section = after.partition("\n### ")[0]
        assert ("Gate only" in section) is kind.presence
        if kind.extra:
            assert f"`{kind.extra}`" in section
        for name in kind.parameters.model_json_schema(by_alias=True).get("properties", {}):
            assert f"| `{name}` |" in section
        assert (kind.parameters.__doc__ or "") != Frozen.__doc__


@pytest.mark.parametrize("id", sorted(EXAMPLES))
def test_examples_are_sentences(id: str) -> None:
    if id not in KINDS:
        pytest.fail(f"there is no kind {id}")
    sentence = example_sentence(KINDS[id], EXAMPLES[id])
    assert sentence and not sentence.endswith(".")
    assert "12,480" in sentence or "12480" not in str(EXAMPLES[id])
