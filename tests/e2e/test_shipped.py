import json
import shutil
from pathlib import Path

import pytest

from studio.formats.digests import regular_files
from studio.formats.wholeness import verify
from studio.validation import validate

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "recordings/invoices.rec"
_GATES = ("complete", "files", "reference", "nothing", "known_bad", "alternates", "coverage")
TEMPLATE = ROOT / "task_templates/complete-invoices"


def test_the_sample_is_whole_and_small() -> None:
    assert verify(SAMPLE) == []
    assert sum(place.stat().st_size for _, place in regular_files(SAMPLE)) <= 3_000_000


def test_the_template_was_made_from_the_sample_and_still_passes(tmp_path: Path) -> None:
    kept = json.loads((TEMPLATE / "private/recording/manifest.json").read_text())
    assert kept["id"] == json.loads((SAMPLE / "manifest.json").read_text())["id"]
    copy = tmp_path / "copy"
    for path, place in regular_files(TEMPLATE):
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        (copy / path).write_bytes(place.read_bytes())
    report = validate(copy, _GATES)
    # What was asked before of the same task stands in the report too.
    statuses = {gate.id: gate.status for gate in report.gates if gate.id in _GATES}
    assert statuses == dict.fromkeys(_GATES, "green")
    assert (
        report.task_digest
        == json.loads((TEMPLATE / "validation/report.json").read_text())["task_digest"]
    )


@pytest.mark.long
@pytest.mark.parametrize("name", ["gradebook"])
def test_other_templates_still_pass(tmp_path: Path, name: str) -> None:
    copy = tmp_path / name
    shutil.copytree(TEMPLATE.with_name(name), copy)
    report = validate(copy)
    assert report.proven, [gate for gate in report.gates if gate.status == "red"]
    kept = json.loads((TEMPLATE.with_name(name) / "validation/report.json").read_text())
    assert report.task_digest == kept["task_digest"]
