"""What is proposed before anybody has written the instruction."""

from pathlib import Path

import pytest

from studio.authoring import new_task, propose_checks


@pytest.mark.parametrize("name", ["list.csv", "close.json", "note.md", "plan.ini", "page.html"])
@pytest.mark.parametrize("prompt", ["", "\n", "# Close the month\n"])
def test_files_are_proposed_for_without_an_instruction(
    tmp_path: Path, name: str, prompt: str
) -> None:
    texts = {
        "list.csv": "id,net\nA-1,10.50\nA-2,20.25\n",
        "close.json": '{"total": 30.75}',
        "note.md": "# Note\n\nThe total is 30.75 EUR.\n",
        "plan.ini": "[plan]\ntotal = 30.75\n",
        "page.html": "<h1>Note</h1><p>The total is 30.75 EUR.</p>",
    }
    for folder in ("input", "reference"):
        (tmp_path / folder).mkdir()
    (tmp_path / "reference" / name).write_text(texts[name])
    new_task(
        tmp_path / "task",
        input=tmp_path / "input",
        reference=tmp_path / "reference",
        prompt=prompt,
        work="separate",
    )
    assert propose_checks(tmp_path / "task").checks
