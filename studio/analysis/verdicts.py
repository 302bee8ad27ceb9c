"""Checks and what was found, as parts of a page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from studio.formats.page import Content, Markup, pill, section, table, tag
from studio.formats.tasks import TaskDocument
from studio.model.grade import CheckResult, Grade

_TONES = {"pass": "good", "fail": "bad", "error": "waits", "skipped": "quiet"}
_SHOWN_ITEMS = 12
_SHOWN_SIGNS = 300
_HUES = 6


def hue(index: int) -> str:
    """Return the class of a checkpoint's colour."""
    return f"hue{index % _HUES + 1}"


def _status(found: CheckResult | None) -> Markup:
    if found is None:
        return pill("not judged", "quiet")
    partial = found.status == "fail" and found.score
    word = f"{found.status} {found.score:.2f}" if partial else found.status
    return pill(word, _TONES[found.status])


def short_list(grade: Grade) -> Markup:
    """Return the status of each check of one grade."""
    items = [
        tag("li", _status(check), tag("span", check.sentence), class_="mark")
        for checkpoint in grade.checkpoints
        for check in checkpoint.checks
    ]
    return tag("ul", items, class_="plain")


def checks_section(
    document: TaskDocument,
    sentences: Mapping[str, str],
    columns: Sequence[tuple[str, Grade]],
) -> Markup:
    """Return every check with its verdict and evidence on each named output.

    Args:
        document: the task, for the titles of checkpoints.
        sentences: what each check asks, by its id.
        columns: (name of the output, its grade); the first gives the order of the checks.
    """
    titles = {found.id: found for found in document.task.checkpoints}
    order = [checkpoint.id for checkpoint in document.task.checkpoints]
    blocks = []
    for part in columns[0][1].checkpoints:
        known = titles.get(part.id)
        title = known.title if known else "Conditions for all"
        weight = f"weight {known.weight:g}{', gate' if known.gate else ''}" if known else "gates"
        colour = hue(order.index(part.id)) if known else ""
        heading = tag("div", tag("h3", title), tag("span", weight, class_="quiet"), class_="row")
        rows = [
            _row(check.id, sentences.get(check.id, check.sentence), columns)
            for check in part.checks
        ]
        names = ["Check", *(name for name, _ in columns)]
        shown: Content = (
            table(names, rows, f"Checks of {title}", even=True) if rows else "No check yet."
        )
        blocks.append(tag("div", heading, shown, class_=f"checkpoint {colour}".strip()))
    return section("Checks", blocks or tag("p", "No check yet.", class_="quiet"))


def _find(grade: Grade, id: str) -> CheckResult | None:
    checks = (check for part in grade.checkpoints for check in part.checks)
    return next((check for check in checks if check.id == id), None)


def _row(id: str, sentence: str, columns: Sequence[tuple[str, Grade]]) -> list[Content]:
    cells: list[Content] = [sentence]
    for number, (_, grade) in enumerate(columns):
        result = _find(grade, id)
        failed = result is not None and result.status != "pass"
        words = [tag("p", result.sentence)] if result and failed else []
        told = result is not None and (failed or number == 0)
        cells.append([_status(result), words, list(_evidence(result)) if result and told else []])
    return cells


def _evidence(result: CheckResult) -> Iterator[Markup]:
    pairs = [(key, value) for key, value in result.evidence.items() if value not in ([], {})]
    if pairs:
        items = [tag("li", tag("span", f"{key}: ", class_="quiet"), _value(v)) for key, v in pairs]
        yield tag("ul", items, class_="plain")


def _value(value: Any) -> Content:
    match value:
        case dict():
            return _shortened(_record(value))
        case list() | tuple():
            return [tag("div", _value(item)) for item in value[:_SHOWN_ITEMS]] + _more(value)
        case _:
            return _shortened([_plain(value)])


def _record(value: dict[str, Any]) -> Iterator[str]:
    """Yield a difference as a person would say it: the cell, what was expected, what was found."""
    facts = {key: inner for key, inner in value.items() if inner is not False}
    place = facts.pop("cell", None) or facts.pop("place", None)
    if place is not None:
        yield _plain(place)
    yield from (f"{key} {_plain(inner)}" for key, inner in facts.items())


def _more(items: Sequence[Any]) -> list[Markup]:
    rest = len(items) - _SHOWN_ITEMS
    return [tag("div", f"and {rest:,} more", class_="quiet")] if rest > 0 else []


def _plain(value: Any) -> str:
    if value is None or value == "":
        return "nothing"
    if isinstance(value, float):
        return f"{value:,.12g}"
    return str(value)


def _shortened(words: Iterable[str]) -> str:
    text = ", ".join(words)
    return text if len(text) <= _SHOWN_SIGNS else text[: _SHOWN_SIGNS - 1] + "…"
