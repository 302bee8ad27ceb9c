import json
from pathlib import Path

import jsonschema
import pytest

from studio.formats import layout, schemas
from studio.formats.documents import strict_json

KEPT = Path(__file__).parents[3] / "schemas"


def validate(name: str, value: object) -> None:
    schema = json.loads((KEPT / f"{name}.schema.json").read_text())
    jsonschema.Draft202012Validator(schema).validate(value)


def test_the_committed_schemas_are_those_of_the_types() -> None:
    assert schemas.drifted(KEPT) == []


def test_drift_is_told_and_mended(tmp_path: Path) -> None:
    schemas.write_all(tmp_path)
    assert schemas.drifted(tmp_path) == []
    (tmp_path / "task.schema.json").write_text("{}")
    (tmp_path / "cli" / "grade.schema.json").unlink()
    (tmp_path / "old.schema.json").write_text("{}")
    stale = ["cli/grade.schema.json", "old.schema.json", "task.schema.json"]
    assert schemas.drifted(tmp_path) == stale
    assert schemas.main(["--check", str(tmp_path)]) == 1
    assert schemas.main([str(tmp_path)]) == 0
    assert schemas.main(["--check", str(tmp_path)]) == 0
    assert not (tmp_path / "old.schema.json").exists()


@pytest.mark.parametrize("place", sorted(KEPT.rglob("*.json")), ids=lambda place: place.name)
def test_each_is_a_schema(place: Path) -> None:
    schema = json.loads(place.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"].endswith("2020-12/schema")
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate({"surprise": 1})


def test_what_is_written_fits_its_schema(recording: Path, task: Path) -> None:
    validate("task", strict_json((task / layout.TASK).read_text()))
    validate("checks", strict_json((task / layout.CHECKS).read_text()))
    validate("recording", strict_json((recording / layout.MANIFEST).read_text()))
    validate("seal", strict_json((recording / layout.SEAL).read_text()))
    lines = {
        "event": layout.event_segment(1),
        "frame": layout.FRAMES,
        "element": layout.ELEMENTS,
        "file": layout.FILES,
    }
    for name, file in lines.items():
        found = (recording / file).read_text().splitlines()
        assert found
        for line in found:
            validate(name, strict_json(line))


def test_an_event_without_checksum_does_not_fit() -> None:
    event = {"seq": 1, "t_ns": 1, "source": "input", "type": "move", "x": 1, "y": 1}
    with pytest.raises(jsonschema.ValidationError):
        validate("event", event)
    validate("event", {**event, "crc": "0011aabb"})
