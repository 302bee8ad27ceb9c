"""`docs/checks.md`: every kind of check with its parameters, made from the registry.

`python -m studio.grading.catalogue [--check] [FILE]` writes it, or tells that it has drifted.
"""

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from studio.base import atomic
from studio.base.errors import FaultError, HostileInputError
from studio.grading.examples import EXAMPLES, FAMILIES, Example
from studio.grading.families import combinators
from studio.grading.kinds import KINDS, Grounds, Kind, target_of
from studio.grading.readers.archives import Unreadable
from studio.grading.verdicts import parse_parameters
from studio.model.check import Check

PAGE = Path("docs/checks.md")
_HEAD = """# Kinds of checks

Made by `python -m studio.grading.catalogue` from what each kind declares; edit the kinds, not this
page. A check is a kind, a target and parameters:

```
studio task checks DIR add KIND TARGET [--tolerance T] [--gate] [--weight W] [--param NAME=JSON]...
```

A target names a place of the output: `file.xlsx#Sheet!A1:B9`, `file.json#/pointer`,
`file.csv#column[key]`, or the whole `file`. Kinds that look at passages also take one paragraph,
item or row of a document by the heading above it and its number or words
(`report.docx#Findings[2]`), a section (`report.docx#Findings`), and where no heading can be named
`report.pdf#page 3[2]`, `note.docx#paragraph[4]` or `note.txt#line[12]`. Where a check is added,
also `file.nii.gz@label`, `plan.dxf@layer` or `shot.png#region[LEFT,TOP,WIDTH,HEIGHT]`; the check
then keeps it in its parameters, as `section_says` keeps the heading. A tolerance is absolute, in
the unit of the value.
A missing or unreadable file fails; a number that is not finite is never right. A kind marked
**gate only** asks for what may be there before any work is done: it carries no weight, and failing
it makes the whole 0.
"""
_RULES = (combinators.__doc__ or "").partition("\n\n")[2].strip()
_NAMES = {
    "string": "text",
    "number": "number",
    "integer": "whole number",
    "boolean": "`true` or `false`",
    "object": "object",
    "null": "",
}


def example_sentence(kind: Kind, example: Example) -> str:
    """Return what a kind says of an example, empty if it needs a reference to say anything."""
    check = Check(
        id="example",
        kind=kind.id,
        target=example.target,
        parameters=example.parameters,
        tolerance=example.tolerance,
    )
    with tempfile.TemporaryDirectory(prefix="studio-catalogue-") as folder:
        nowhere = Path(folder)
        grounds = Grounds(None, nowhere, nowhere, nowhere)
        try:
            return kind.sentence(check, parse_parameters(check), target_of(check), grounds)
        except (FaultError, HostileInputError, Unreadable, ValidationError):
            return ""


def _type_of(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> str:
    """Return the words for the type of a parameter."""
    if "$ref" in schema:
        return _type_of(definitions[str(schema["$ref"]).rpartition("/")[2]], definitions)
    if "enum" in schema or "const" in schema:
        return " or ".join(f"`{value}`" for value in schema.get("enum", [schema.get("const")]))
    if "anyOf" in schema:
        parts = [_type_of(part, definitions) for part in schema["anyOf"]]
        return " or ".join(dict.fromkeys(part for part in parts if part))
    if schema.get("type") == "array":
        inner = _type_of(schema.get("items", {}), definitions)
        return f"list of {inner}" if inner else "list"
    return _NAMES.get(str(schema.get("type", "")), "any value")


def _rows(kind: Kind) -> Iterator[str]:
    made = kind.parameters.model_json_schema(by_alias=True)
    for name, schema in made.get("properties", {}).items():
        told = str(schema.get("description", "")).replace("\n", " ").replace("|", "\\|")
        title = str(schema.get("title", name))
        default = schema.get("default")
        needed = name in made.get("required", ())
        shown = "must be given" if needed else _default(default)
        kinds = _type_of(schema, made.get("$defs", {}))
        yield f"| `{name}` | {kinds} | {title}. {told} | {shown} |".replace(".  |", ". |")


def _default(value: Any) -> str:
    if value is None or value in ([], {}, ""):
        return ""
    return f"`{str(value).lower()}`" if isinstance(value, bool) else f"`{value}`"


def _marks(kind: Kind) -> Iterator[str]:
    if kind.presence:
        yield "Gate only."
    if kind.share < 1:
        yield f"At most {kind.share:.0%} of the weight of its checkpoint, never alone."
    if kind.passages:
        yield "Looks at passages."
    if kind.extra:
        yield f"Needs the extra `{kind.extra}`."


def _section(kind: Kind) -> Iterator[str]:
    yield f"### `{kind.id}`: {kind.title}\n"
    marks = " ".join(_marks(kind))
    if marks:
        yield f"**{marks}**\n"
    told = (kind.parameters.__doc__ or "").strip().split("\n\n")[0]
    yield " ".join(told.split()) + "\n"
    example = EXAMPLES.get(kind.id)
    if example is not None and (sentence := example_sentence(kind, example)):
        ended = sentence if sentence.endswith("?") else f"{sentence}."
        yield f"> {ended}\n".replace("*", "\\*")
    rows = list(_rows(kind))
    if rows:
        yield "| parameter | type | what | if left out |\n|---|---|---|---|"
        yield "\n".join(rows) + "\n"


def page() -> str:
    """Return the text of the page, the same on every machine."""
    parts = [_HEAD]
    known = [*FAMILIES, *sorted({kind.family for kind in KINDS.values()} - FAMILIES.keys())]
    for family in known:
        kinds = sorted((k for k in KINDS.values() if k.family == family), key=lambda k: k.id)
        if kinds:
            parts.append(f"## {family.capitalize()}\n\n{FAMILIES.get(family, '')}\n")
            parts += [f"{_RULES}\n"] if family == "combinators" else []
            parts += [line for kind in kinds for line in _section(kind)]
    return "\n".join(parts).rstrip() + "\n"


def main(arguments: Sequence[str]) -> int:
    """Write the page, or with `--check` end with 1 if it has drifted."""
    words = [word for word in arguments if word != "--check"]
    place = Path(words[0]) if words else PAGE
    if "--check" not in arguments:
        atomic.write_text(place, page())
        return 0
    if place.is_file() and place.read_text("utf-8") == page():
        return 0
    sys.stderr.write(f"{place} has drifted; run python -m studio.grading.catalogue.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
