"""JSON Schemas (draft 2020-12) of every file and of what commands print, made from the types.

`python -m studio.formats.schemas [--check] [FOLDER]` writes them, or tells which have drifted.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, TypeAdapter

from studio.base import atomic
from studio.model.check import Checks
from studio.model.contract import CONTRACTS
from studio.model.grade import GradeFile
from studio.model.package import PackageManifest
from studio.model.recording import (
    EVENT,
    ElementRecord,
    FileRecord,
    FrameRecord,
    RecordingManifest,
    Seal,
)
from studio.model.task import Task
from studio.model.trajectory import Trajectory
from studio.model.trial import PhaseRecord, Trial
from studio.model.validation import ValidationReport

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
FILES: dict[str, type[BaseModel] | TypeAdapter[Any]] = {
    "checks": Checks,
    "element": ElementRecord,
    "event": EVENT,
    "file": FileRecord,
    "frame": FrameRecord,
    "grade": GradeFile,
    "package": PackageManifest,
    "phase": PhaseRecord,
    "recording": RecordingManifest,
    "seal": Seal,
    "task": Task,
    "trajectory": Trajectory,
    "trial": Trial,
    "validation": ValidationReport,
}
EVENT_CHECKSUM = {
    "type": "string",
    "pattern": "^[0-9a-f]{8}$",
    "description": "CRC-32 of the line before this key, as UTF-8.",
}


def schema_of(
    model: type[BaseModel] | TypeAdapter[Any], mode: Literal["validation", "serialization"]
) -> dict[str, Any]:
    """Return the JSON Schema of what is read into `model`, or of what is written of it.

    What is written holds every key; what is read may leave out those with a default.
    """
    if isinstance(model, TypeAdapter):
        return {"$schema": _DIALECT, **model.json_schema(mode=mode)}
    return {"$schema": _DIALECT, **model.model_json_schema(mode=mode)}


def _with_checksums(schema: dict[str, Any]) -> dict[str, Any]:
    """Add to each kind of event the checksum that its line ends with."""
    kinds = [kind for kind in schema["$defs"].values() if "seq" in kind.get("properties", {})]
    for kind in kinds:
        kind["properties"]["crc"] = EVENT_CHECKSUM
        kind["required"] = [*kind.get("required", ()), "crc"]
    return schema


def all_schemas() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (path below `schemas/`, schema) of every file format and every command."""
    for name, model in sorted(FILES.items()):
        made = schema_of(model, "validation")
        yield f"{name}.schema.json", _with_checksums(made) if name == "event" else made
    for name, contract in sorted(CONTRACTS.items()):
        yield f"cli/{name}.schema.json", schema_of(contract, "serialization")


def text_of(schema: dict[str, Any]) -> str:
    """Return the text that is kept of a schema, the same on every machine."""
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def drifted(folder: Path) -> list[str]:
    """Return the names below `folder` that are missing, stale or unknown."""
    wanted = {name: text_of(schema) for name, schema in all_schemas()}
    kept = {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*.json")
    }
    return sorted(
        name for name in wanted.keys() | kept.keys() if wanted.get(name) != kept.get(name)
    )


def write_all(folder: Path) -> None:
    """Write every schema below `folder` and remove what is no longer made."""
    made = dict(all_schemas())
    for name in drifted(folder):
        if name in made:
            atomic.write_text(folder / name, text_of(made[name]))
        else:
            (folder / name).unlink()


def main(arguments: Sequence[str]) -> int:
    """Write the schemas, or with `--check` end with 1 if they have drifted."""
    words = [word for word in arguments if word != "--check"]
    folder = Path(words[0] if words else "schemas")
    if "--check" not in arguments:
        write_all(folder)
        return 0
    names = drifted(folder)
    for name in names:
        sys.stderr.write(f"{folder / name} has drifted; run python -m studio.formats.schemas.\n")
    return 1 if names else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
