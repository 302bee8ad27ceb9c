"""Proposals for single values: beside a label, in a named cell, or in a sentence of a cell."""

from studio.grading.families.documents import numbers_in
from studio.grading.kinds import KINDS
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.formulas import is_live, is_live_label
from studio.grading.proposing.instruction import Sentence
from studio.grading.proposing.layouts import Pair, Place, find_pairs
from studio.grading.proposing.precision import Precision, precision_of
from studio.grading.proposing.scopes import Subject
from studio.grading.readers.books import Sheet, address
from studio.grading.readers.values import fold, is_blank, number_of, spelled_numbers

SPARE_NUMBERS = 6
_MAX_FIGURES = 12
_MAX_TERM = 60


def figures_of(text: str) -> list[str]:
    """Return the figures of a text that are worth a check: those with decimals, else all."""
    spelled = [word for word, _ in spelled_numbers(text)]
    exact = [word for word in spelled if "." in word]
    return list(dict.fromkeys(exact or spelled))[:_MAX_FIGURES]


def propose_cell(draft: Draft, path: str, sheet: Sheet, given: Sheet, place: Place) -> None:
    """Add the check of one cell that changed outside the tables of a sheet."""
    cell = sheet.cells.get(place)
    name = address(*place)
    if cell is None or is_blank(cell.value):
        draft.skip(f"{sheet.name}!{name} of {path} was emptied")
        return
    pair = next((p for p in find_pairs(sheet, []) if p.place == place), None)
    if isinstance(cell.value, str) and number_of(cell.value) is None:
        _propose_text(draft, path, sheet, place, cell.value)
    elif pair is not None and _is_free(draft, given, pair, name):
        propose_pair(draft, path, f"{path}#{sheet.name}", sheet, pair)
    else:
        label = pair.label if pair else ""
        live = is_live(draft, sheet, [place])
        precision = _precision(draft, path, sheet, place, label)
        draft.add(
            f"cell {label or name}",
            "formula_present" if live else "cell_equals",
            target_of(path, sheet, name),
            tolerance=precision.tolerance,
            places=frozenset({name}),
            strong=(label,) if label else (),
            weak=(sheet.name,),
            reason=precision.reason,
        )


def target_of(path: str, sheet: Sheet, cells: str) -> str:
    """Return the target of cells of a sheet."""
    if path.lower().endswith((".csv", ".tsv")):
        return path
    return f"{path}#{sheet.name}!{cells}"


def _is_free(draft: Draft, given: Sheet, pair: Pair, name: str) -> bool:
    """Tell whether the worker chose the place: the input has no such label, nobody names it."""
    held = given.value(*pair.label_place)
    if held is not None and fold(str(held)).rstrip(" :") == pair.label:
        return False
    named = any(name in sentence.cells for sentence in draft.instruction.sentences)
    return "label_value" in KINDS and not named


def _precision(draft: Draft, path: str, sheet: Sheet, place: Place, label: str) -> Precision:
    cell = sheet.cells[place]
    names = tuple(name for name in (label, address(*place)) if name)
    others = tuple(pair.label for pair in find_pairs(sheet, []) if pair.label not in names)
    subject = Subject(names, others, path)
    return precision_of(
        draft.instruction, subject, [(cell.value, cell.number_format)], draft.given.decimals
    )


def _propose_text(draft: Draft, path: str, sheet: Sheet, place: Place, text: str) -> None:
    name = address(*place)
    target = target_of(path, sheet, name)
    places = frozenset({name})
    if fold(text).casefold() in draft.instruction.names:
        draft.add(
            f"label {name}", "cell_equals", target,
            parameters={"case": False}, gate=True, places=places, strong=(fold(text),),
        )  # fmt: skip
        return
    figures = figures_of(text)
    if figures:
        draft.add(
            f"text {name}",
            "text_contains",
            target,
            parameters={"terms": figures, "max_numbers": len(numbers_in(text)) + SPARE_NUMBERS},
            places=places,
            weak=(sheet.name,),
        )
    elif len(fold(text)) <= _MAX_TERM:
        draft.add(f"cell {name}", "cell_equals", target, parameters={"case": False}, places=places)
    else:
        draft.skip(f"{sheet.name}!{name} of {path} is free text, so nothing checks it")


def propose_pair(draft: Draft, path: str, target: str, sheet: Sheet, pair: Pair) -> None:
    """Add the check of a value beside its label, wherever the two stand.

    Where a sentence gives its place it counts there, whatever its label says.
    """
    cell = sheet.cells[pair.place]
    value = cell.value
    if isinstance(value, str) and number_of(value) is None and len(fold(value)) > _MAX_TERM:
        draft.skip(f"{pair.label} of {path} is free text, so nothing checks it")
        return
    precision = _precision(draft, path, sheet, pair.place, pair.label)
    if cell.formula is None and (placed := _sentence_of_place(draft, sheet, pair)):
        draft.add(
            pair.label,
            "cell_equals",
            target_of(path, sheet, address(*pair.place)),
            tolerance=precision.tolerance,
            places=frozenset({address(*pair.place)}),
            sentence=placed,
            reason=precision.reason,
        )
        return
    draft.add(
        pair.label,
        "label_value",
        target,
        parameters={
            "label": pair.label,
            **({} if draft.instruction.fixes(pair.label) else {"free": True}),
            **({"computed": True} if is_live_label(draft, sheet, pair) else {}),
        },
        tolerance=precision.tolerance,
        places=frozenset({address(*pair.place)}),
        strong=(pair.label,),
        weak=(sheet.name, *name_words(path)),
        reason=precision.reason,
    )


def _sentence_of_place(draft: Draft, sheet: Sheet, pair: Pair) -> Sentence | None:
    """Return the sentence that names the cell of a value and its sheet, None if none does."""
    if not draft.instruction.fixes_sheet(sheet.name):
        return None
    name = fold(sheet.name).casefold()
    return next(
        (
            sentence
            for sentence in draft.instruction.sentences
            if address(*pair.place) in sentence.cells and name in sentence.folded
        ),
        None,
    )


def propose_loose_figures(
    draft: Draft, path: str, sheet: Sheet, pairs: list[Pair], beside: bool
) -> None:
    """Note or check figures whose labels the instruction does not speak of.

    They are checked only where nothing else of the sheet is (`beside` is false): as figures that
    stand anywhere on it.
    """
    figures = [pair for pair in pairs if number_of(sheet.value(*pair.place)) is not None]
    if beside or not figures:
        for pair in pairs:
            draft.skip(f"{pair.label} of {path} is not asked for, so nothing checks it")
        return
    rows, columns = sheet.size
    terms = [_spelled(sheet, pair) for pair in figures[:_MAX_FIGURES]]
    counted = sum(number_of(cell.value) is not None for cell in sheet.cells.values())
    draft.add(
        f"figures {sheet.name}",
        "text_contains",
        target_of(path, sheet, f"A1:{address(rows + 20, columns + 10)}"),
        parameters={"terms": terms, "max_numbers": counted + SPARE_NUMBERS},
        tolerance=0.005 if any("." in term for term in terms) else None,
        weak=(sheet.name, *name_words(path), *(pair.label for pair in figures)),
    )


def _spelled(sheet: Sheet, pair: Pair) -> str:
    number = number_of(sheet.value(*pair.place)) or 0.0
    return f"{number:.6f}".rstrip("0").rstrip(".")
