"""The checks of whole tables: facts addressed by key and column, or by position."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.grading.families.addressing import column_fault, place_fault, unreadable, within
from studio.grading.families.differences import Comparison, Room, paired_by_values
from studio.grading.families.loose_names import unlike_names
from studio.grading.families.preparing import Ready, prepare, reference_of
from studio.grading.families.sequels import Sequel, in_order_of_output, paired_anew
from studio.grading.families.table_parameters import TableEqualsParameters
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, register
from studio.grading.pairing import Pairing, pair, told
from studio.grading.phrasing import are, listed, percent
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.tables import Table, with_keys
from studio.grading.readers.totals import total_rows, with_total_labels
from studio.grading.readers.values import Scalar, shown
from studio.grading.readers.writing import heading
from studio.model.check import Check, Target

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class _Comparison:
    """The reference beside an output: which facts are asked for, and which of them are wrong."""

    reference: Table
    found: Table
    pairing: Pairing
    columns: tuple[int, ...]
    wanted: Mask
    wrong: Mask


def _small(names: Iterable[str]) -> frozenset[str]:
    return frozenset(heading(name).casefold() for name in names)


def _compare(
    check: Check, parameters: TableEqualsParameters, target: Target, grounds: Grounds
) -> _Comparison:
    ready = prepare(parameters, target, grounds)
    asked, found, columns = ready.asked, ready.found.table, ready.asked.columns
    reference = asked.side.table
    room = Room(check.tolerance, parameters.tolerances, parameters.relative, parameters.shares)
    sequel = Sequel(parameters.key, parameters.numbered, parameters.running)
    pairing = _paired(ready, parameters, room, sequel)
    wanted = ~_empty_beside_totals(reference, pairing, columns)
    if asked.facts is not None:
        wanted &= asked.facts
    reference = in_order_of_output(reference, pairing, sequel)
    sides = replace(asked.side, table=reference), ready.found
    seen = Comparison(*sides, pairing, columns, wanted, room, _small(parameters.worded))
    return _Comparison(reference, found, pairing, columns, wanted, _wrong(seen, parameters))


def _paired(ready: Ready, parameters: TableEqualsParameters, room: Room, sequel: Sequel) -> Pairing:
    reference, found, columns = ready.asked.side.table, ready.found.table, ready.asked.columns
    if not parameters.key and parameters.without_key == "by values":
        return paired_by_values(reference, found, columns, room)
    if not parameters.numbered:
        return ready.by_key
    widest = max(room.of(reference.header[c]) or 0.0 for c in columns)
    return paired_anew((reference, found, ready.asked.given), ready.by_key, sequel, columns, widest)


def _wrong(seen: Comparison, parameters: TableEqualsParameters) -> Mask:
    wrong = seen.wrong()
    if not parameters.case:
        wrong = seen.unlike_words(wrong)
    wrong |= seen.written_otherwise(parameters.key)
    if parameters.loose:
        wrong = unlike_names(seen, wrong, _small(parameters.loose))
    if parameters.empty_is_zero:
        wrong = seen.unlike_zero(wrong, _small(parameters.empty_is_zero))
    if parameters.typed:
        wrong |= seen.spelled()
    return wrong | seen.typed_in(_small(parameters.computed))


def _empty_beside_totals(reference: Table, pairing: Pairing, columns: tuple[int, ...]) -> Mask:
    """Return for each row of the pairing and each column whether a row of totals is empty there."""
    totals = total_rows(reference)
    empty = np.zeros((len(pairing.left), len(columns)), dtype=bool)
    for line in np.flatnonzero(np.isin(pairing.left, list(totals))) if totals else ():
        values = (reference.raw(column)[int(pairing.left[line])] for column in columns)
        empty[line] = [value is None for value in values]
    return empty


def _row_fault(seen: _Comparison, parameters: TableEqualsParameters) -> tuple[str, str] | None:
    """Return what is wrong with the rows as a whole: for the author, and for others."""
    pairing = seen.pairing
    if len(pairing.doubled):
        row = int(pairing.doubled[0])
        name = _row_name(seen.found, row, parameters.key)
        return f"{name} is there more than once", "a row is there more than once"
    if len(pairing.extra) and parameters.extra_rows == "fail":
        row = int(pairing.extra[0])
        place = seen.found.rows[row]
        name = _row_name(seen.found, row, parameters.key)
        return f"there is a row too many ({name}, in row {place})", (f"row {place} is one too many")
    if parameters.order_matters and not pairing.ordered:
        return "the rows are not in the order of the reference", "the rows are in another order"
    return None


def _row_name(table: Table, row: int, key: tuple[str, ...]) -> str:
    if not key:
        return f"row {row + 1}"
    positions = [table.position(name) for name in key]
    return " / ".join(heading(told(table.columns[p], row)) for p in positions if p is not None)


def _judge(
    check: Check, parameters: TableEqualsParameters, target: Target, grounds: Grounds
) -> Judgement:
    try:
        seen = _compare(check, parameters, target, grounds)
    except Unreadable as fault:
        return unreadable(check, target, fault)
    total, wrong = int(seen.wanted.sum()), int(seen.wrong.sum())
    evidence: dict[str, Any] = {"facts": total, "wrong": _evidence(seen, parameters)}
    if told_of_rows := _row_fault(seen, parameters):
        evidence["rows"], public = told_of_rows
        sentence = f"In {check.target} {evidence['rows']}."
        return Judgement(0.0, sentence, evidence, f"In {check.target} {public}.")
    if not wrong:
        sentence = f"All {total:,} values of {check.target} are right."
        return Judgement(1.0 if total else 0.0, sentence, evidence)
    return Judgement(
        1 - wrong / total,
        _first_difference(evidence["wrong"], wrong),
        evidence,
        _public_difference(check, evidence["wrong"], wrong, total),
    )


def _evidence(seen: _Comparison, parameters: TableEqualsParameters) -> list[dict[str, Any]]:
    wrong: list[dict[str, Any]] = []
    for number in np.flatnonzero(seen.wrong.any(axis=1))[:EVIDENCE_CAP]:
        for place in np.flatnonzero(seen.wrong[number]):
            wrong.append(_difference(seen, parameters, int(number), seen.columns[int(place)]))
    return wrong[:EVIDENCE_CAP]


def _difference(
    seen: _Comparison, parameters: TableEqualsParameters, number: int, column: int
) -> dict[str, Any]:
    row, partner = int(seen.pairing.left[number]), int(seen.pairing.right[number])
    position = seen.found.position(seen.reference.header[column])
    missing = partner < 0 or position is None
    found: Scalar = None
    if not missing and position is not None:
        found = told(seen.found.columns[position], partner)
    place = seen.reference.address(row, column)
    if not missing and position is not None:
        place = seen.found.address(partner, position)
    return {
        "cell": place,
        "row": _row_name(seen.reference, row, parameters.key),
        "column": seen.reference.header[column],
        "expected": told(seen.reference.columns[column], row),
        "found": found,
        "missing": missing,
    }


def _first_difference(wrong: list[dict[str, Any]], count: int) -> str:
    first = wrong[0]
    found = "missing" if first["missing"] else shown(first["found"])
    more = f" {count - 1:,} more differ." if count > 1 else ""
    return f"{first['cell']} is {found}, expected {shown(first['expected'])}.{more}"


def _public_difference(check: Check, wrong: list[dict[str, Any]], count: int, total: int) -> str:
    there = next((entry["cell"] for entry in wrong if not entry["missing"]), None)
    first = f", the first in {there}" if there else ""
    return f"{count:,} of {total:,} values of {check.target} are missing or wrong{first}."


def _sentence(
    check: Check, parameters: TableEqualsParameters, target: Target, grounds: Grounds
) -> str:
    place = check.target.partition("#")[2] or target.path
    place = f"the total row of {place}" if parameters.totals == "only" else place
    columns = listed(parameters.columns) if parameters.columns else ""
    ending = _ending(check, parameters)
    if parameters.facts == "changed":
        what = f"Each value to be completed{f' in {columns}' if columns else ''} of {place}"
        return f"{what} is as in the reference{ending}"
    if parameters.facts == "unchanged":
        return f"What {place} held before is still there{ending}"
    what = f"{columns} of {place}" if columns else place
    verb = are(len(parameters.columns or " "))
    return f"{what} {verb} as in the reference{ending}"


def _ending(check: Check, parameters: TableEqualsParameters) -> str:
    """Return the tolerances of a check as the end of a sentence."""
    rooms = [f"{column} within {room:g}" for column, room in parameters.tolerances.items()]
    rooms += [f"{column} within {share * 100:g}%" for column, share in parameters.shares.items()]
    told = f", {listed(rooms)}" if rooms else within(check)
    if parameters.computed:
        told = f", {listed(parameters.computed)} by formulas{told}"
    near = parameters.relative
    return f"{told}, within {percent(near)} of each value" if near else told


def _fit(check: Check, parameters: TableEqualsParameters, target: Target, grounds: Grounds) -> str:
    if fault := place_fault(grounds.reference, target):
        return fault
    table = reference_of(parameters, target, grounds)
    if fault := column_fault(table, (*parameters.key, *(parameters.columns or ()))):
        return fault
    table = with_keys(with_total_labels(table, parameters.key), parameters.key)
    if not table.height:
        return f"{check.target} of the reference holds no rows."
    if parameters.key:
        ambiguous = pair(table, table, parameters.key).ambiguous
        if len(ambiguous):
            name = _row_name(table, int(ambiguous[0]), parameters.key)
            return f"The key {listed(parameters.key)} is not unique: {name} is there twice."
    return ""


register(
    Kind(
        id="table_equals",
        family="tables",
        title="A table holds values",
        parameters=TableEqualsParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
    )
)
