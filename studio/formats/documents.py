"""JSON files and JSON lines that hold one of our types, read strictly and written atomically."""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from studio.base import atomic
from studio.base.errors import UserError
from studio.formats import migrations
from studio.formats.broken import NoNumber, RepeatedName, at_line, position_of, told_broken
from studio.formats.unfit import first_unfit

MAX_JSON_BYTES = 32 * 1024 * 1024
_AT_ONCE = 512
Document = TypeVar("Document", bound=BaseModel)


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise RepeatedName(key)
        found[key] = value
    return found


def _refuse_constant(name: str) -> Any:
    raise NoNumber(name)


def strict_json(text: str) -> Any:
    """Return the value of JSON text, without duplicate keys and non-finite numbers.

    Raises:
        ValueError: if it is not such text.
    """
    try:
        return json.loads(text, object_pairs_hook=_no_duplicates, parse_constant=_refuse_constant)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def dump_json(document: BaseModel) -> str:
    """Return the text that `write_document` would write."""
    return json.dumps(document.model_dump(mode="json", by_alias=True), indent=2, ensure_ascii=False)


def write_document(path: Path, document: BaseModel) -> None:
    """Write `document` as indented JSON, atomically."""
    atomic.write_text(path, dump_json(document) + "\n")


def json_line(document: BaseModel) -> str:
    """Return `document` as one line of compact JSON with its line end."""
    value = document.model_dump(mode="json", by_alias=True)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def read_text(path: Path, limit: int = MAX_JSON_BYTES) -> str:
    """Return the text of a regular UTF-8 file of at most `limit` bytes.

    Raises:
        UserError: if there is no such file.
    """
    if path.is_symlink() or not path.is_file():
        raise UserError(f"{path.name} is missing in {path.parent.name}.")
    if path.stat().st_size > limit:
        told = f"{path.name} is larger than {limit >> 20:,} MiB, which no such file is"
        raise UserError(f"{told}; put back an earlier copy of it.")
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError:
        raise UserError(f"{path.name} cannot be read as text; save it as UTF-8.") from None


def parse_document(text: str, name: str, model: type[Document]) -> Document:
    """Return the document in `text`; `name` stands for it in sentences.

    Raises:
        UserError: if it is cut off, newer than this program, or not what it should be.
    """
    try:
        value = strict_json(text)
    except ValueError as fault:
        raise UserError(told_broken(fault, name, text)) from None
    _refuse_other_formats(value, name, model)
    if {"format", "version"} <= model.model_fields.keys():
        current = model.model_fields["version"].default
        value = migrations.converted(value, value["format"], current)
    try:
        return model.model_validate_json(json.dumps(value))
    except ValidationError as fault:
        path, told = first_unfit(fault, value)
        place = at_line(name, text, position_of(text, path))
        raise UserError(f"{place}: {told}.") from None


def _refuse_other_formats(value: Any, name: str, model: type[BaseModel]) -> None:
    if not isinstance(value, dict):
        raise UserError(f"{name} must hold one object: names and values between {{ and }}.")
    if "version" not in model.model_fields or "format" not in model.model_fields:
        return
    expected = model.model_fields["format"].default
    if value.get("format") != expected:
        raise UserError(f"{name} is not the file it should be: its “format” must be “{expected}”.")
    version = value.get("version")
    if isinstance(version, int) and version > model.model_fields["version"].default:
        raise UserError(
            f"{name} was made by a newer release (format version {version}); "
            "update Task Authoring Studio to open it."
        )


def read_document(path: Path, model: type[Document]) -> Document:
    """Return the document of type `model` in `path`.

    Raises:
        UserError: with one sentence, if it cannot be had.
    """
    return parse_document(read_text(path), path.name, model)


def split_lines(text: str) -> tuple[list[str], str]:
    """Return the whole lines of a text, and what follows the last line end.

    Only a line feed ends a line: other signs that Python takes for one may stand within a value.
    """
    *lines, rest = text.split("\n")
    return lines, rest


def read_lines(path: Path, model: type[Document], tolerant: bool = False) -> Iterator[Document]:
    """Yield the documents of a JSON Lines file, one a line.

    Args:
        path: the file; a missing one has no lines.
        model: the type of each line.
        tolerant: ignore a last line without its line end, as a killed writer leaves it.

    Raises:
        UserError: if a line is not valid.
    """
    if not path.exists():
        return
    lines, rest = split_lines(read_text(path, limit=1 << 30))
    if rest and not tolerant:
        lines.append(rest)
    for begin in range(0, len(lines), _AT_ONCE):
        some = lines[begin : begin + _AT_ONCE]
        found = _at_once(some, model)
        if found is not None:
            yield from found
            continue
        for number, line in enumerate(some, begin + 1):
            yield parse_document(line, f"{path.name} line {number}", model)


def _at_once(lines: Sequence[str], model: type[Document]) -> list[Document] | None:
    """Return the documents of many lines in a fifth of the time, None if one is not as it should.

    A format that has versions is left to `parse_document`, which knows the older ones.
    """
    if {"format", "version"} <= model.model_fields.keys():
        return None
    text = f"[{','.join(lines)}]"
    try:
        strict_json(text)
        found = _list_of(model).validate_json(text)
    except ValueError:
        return None
    return found if len(found) == len(lines) else None


@cache
def _list_of(model: type[Document]) -> TypeAdapter[list[Document]]:
    return TypeAdapter(list[model])  # type: ignore[valid-type]
