"""Generated cases of the kinds of documents: a check, a right output and a near wrong one.

Each function takes a source of chance and an empty folder; it returns the check and the folders
`reference`, `input` and `wrong`. `suffix` fixes the format, else chance picks one.
"""

import random
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from studio.model.check import Check
from tests.unit.grading.families.document_files import Content, write

Case = tuple[Check, dict[str, Path]]
ALL = ("txt", "md", "html", "docx", "odt", "pptx", "pdf")

HEADINGS = ("Findings", "Methods", "Conclusion", "Recommendation", "Scope", "Costs", "History")
SENTENCES = (
    "The survey covered every room of the building.",
    "No incident was seen during the visit.",
    "The client asked for a second opinion on the matter.",
    "All records were compared with the register.",
    "Further work is planned for the spring.",
    "The equipment was found in good order.",
)
LABELS = ("Total dose", "Net amount", "Mean depth", "Heat loss", "Lease term")
UNITS = ("mGy", "EUR", "m", "kW", "")
WORDS = ("amber", "basalt", "cedar", "dune", "ember", "fjord", "grove", "heath")


def figure(chance: random.Random) -> float:
    return chance.randrange(1_000, 99_999) / 100


def content(chance: random.Random, extra: str = "") -> Content:
    """Return a report of three sections; `extra` is a line of the second one."""
    heads = chance.sample(HEADINGS, 3)
    sections = [(head, chance.sample(SENTENCES, 2)) for head in heads]
    if extra:
        sections[1][1].insert(1, extra)
    rows = [(word, str(chance.randrange(10, 99)), f"{figure(chance):.2f}") for word in WORDS[:4]]
    return Content("Report on the works", sections, [("Item", "Count", "Amount"), *rows])


def without_extra(given: Content) -> Content:
    """Return the report as it was before the work: no second section, no amounts."""
    rows = [given.table[0], *((row[0], row[1], "") for row in given.table[1:])]
    return replace(given, sections=[given.sections[0]], table=rows)


def laid(
    folder: Path, suffix: str, kind: str, versions: Sequence[Content], **parameters: Any
) -> Case:
    """Write the reference, a near wrong output and the input; return them with the check."""
    folders = {name: folder / name for name in ("reference", "wrong", "input")}
    for place, version in zip(folders.values(), versions, strict=True):
        write(version, place / f"report.{suffix}")
    return check(kind, suffix, **parameters), folders


def check(kind: str, suffix: str, **parameters: Any) -> Check:
    return Check(id="c", kind=kind, target=f"report.{suffix}", parameters=parameters)


def with_extra(given: Content, extra: str) -> Content:
    """Return the report with another line in the place of the extra one."""
    head, lines = given.sections[1]
    changed = [lines[0], extra, *lines[2:]]
    return replace(given, sections=[given.sections[0], (head, changed), given.sections[2]])


def text_contains(chance: random.Random, folder: Path, suffix: str = "") -> Case:
    suffix = suffix or chance.choice(ALL)
    value = figure(chance)
    right = content(chance, f"The sum comes to {value:.2f} in all.")
    wrong = with_extra(right, f"The sum comes to {value + 0.3:.2f} in all.")
    terms = [f"{value:.2f}", right.sections[1][0]]
    return laid(folder, suffix, "text_contains", [right, wrong, without_extra(right)], terms=terms)


def text_absent(chance: random.Random, folder: Path, suffix: str = "") -> Case:
    suffix = suffix or chance.choice(ALL)
    right = content(chance, "The owner is not named here.")
    wrong = with_extra(right, f"The owner is {chance.choice(('Ann', 'ann', 'ANN'))} Ames.")
    return laid(
        folder, suffix, "text_absent", [right, wrong, without_extra(right)], terms=["Ann Ames"]
    )


def text_pattern(chance: random.Random, folder: Path, suffix: str = "") -> Case:
    suffix = suffix or chance.choice(ALL)
    number = chance.randrange(1000, 9999)
    right = content(chance, f"It is filed under case C-{number}.")
    wrong = with_extra(right, f"It is filed under case C-{number}7.")
    versions = [right, wrong, without_extra(right)]
    return laid(folder, suffix, "text_pattern", versions, pattern=r"\bC-[0-9]{4}\b", at_most=1)


def not_contradicted(chance: random.Random, folder: Path, suffix: str = "") -> Case:
    suffix = suffix or chance.choice(ALL)
    said = f"The limit for iron is exceeded at well {chance.choice('ABCDE')}-{chance.randrange(9)}"
    right = content(chance, f"{said}.")
    wrong = with_extra(right, f"{said}.".replace("is exceeded", "is not exceeded"))
    versions = [right, wrong, without_extra(right)]
    return laid(folder, suffix, "not_contradicted", versions, statements=[said])


def verdicts_told(chance: random.Random, folder: Path, suffix: str = "") -> Case:
    suffix = suffix or chance.choice(ALL)
    name, other = chance.sample(("Brunn", "Talmuehle", "Oberfeld", "Eichgrund"), 2)
    right = content(chance, f"The limit is exceeded at {name} but not exceeded at {other}.")
    wrong = with_extra(right, f"The limit is exceeded at {other} but not exceeded at {name}.")
    return laid(
        folder, suffix, "verdicts_told", [right, wrong, without_extra(right)],
        verdict="exceeded", holds=[name], not_holds=[other],
    )  # fmt: skip


def members_listed(chance: random.Random, folder: Path, suffix: str = "") -> Case:
    suffix = suffix or chance.choice(ALL)
    names = ["Brunn", "Talmuehle", "Oberfeld", "Eichgrund", "Wiesental"]
    chance.shuffle(names)
    first, second, third, *others = names
    right = content(chance, f"The limit is exceeded at {first} and {second} and {third}.")
    wrong = with_extra(right, f"The limit is exceeded at {first} and {second} and {others[0]}.")
    return laid(
        folder, suffix, "members_listed", [right, wrong, without_extra(right)],
        lists=[{"members": [first, second, third], "words": ["limit"]}], others=others,
    )  # fmt: skip


def amount_in_words(chance: random.Random, folder: Path, suffix: str = "") -> Case:
    suffix = suffix or chance.choice(ALL)
    amounts = {
        378_500: "three hundred and seventy-eight thousand five hundred",
        62_040: "sixty-two thousand and forty",
        1_200_000: "one million two hundred thousand",
    }
    first, second = chance.sample(sorted(amounts), 2)
    form = "The price is EUR {:,}.00 (in words: {} euros)."
    right = content(chance, form.format(first, amounts[first]))
    wrong = with_extra(right, form.format(first, amounts[second]))
    versions = [right, wrong, without_extra(right)]
    return laid(folder, suffix, "amount_in_words", versions, values=[first])


def no_placeholders(chance: random.Random, folder: Path, suffix: str = "") -> Case:
    suffix = suffix or chance.choice(ALL)
    right = content(chance, "The visit took place in May.")
    left = chance.choice(("TBD", "TODO", "XX", "[name]", "____", "lorem ipsum", "[Insert date]"))
    wrong = with_extra(right, f"The visit took place in {left}.")
    return laid(folder, suffix, "no_placeholders", [right, wrong, without_extra(right)])


def labelled_number(chance: random.Random, folder: Path, suffix: str = "") -> Case:
    suffix = suffix or chance.choice(ALL)
    label, unit, value = chance.choice(LABELS), chance.choice(UNITS), figure(chance)
    form = chance.choice(("{}: {} {}", "The {} was {} {}", "{} = {} {}", "The {} is about {} {}"))
    right = content(chance, form.format(label, f"{value:.2f}", unit).strip() + ".")
    off = chance.choice((value + 0.01, value * 10, -value, value + 1))
    wrong = with_extra(right, form.format(label, f"{off:.2f}", unit).strip() + ".")
    versions = [right, wrong, without_extra(right)]
    return laid(folder, suffix, "labelled_number", versions, label=label)


def headings_present(chance: random.Random, folder: Path, suffix: str = "") -> Case:
    suffix = suffix or chance.choice(ALL)
    right = content(chance)
    wrong = replace(right, sections=chance.choice((right.sections[:2], right.sections[::-1])))
    versions = [right, wrong, without_extra(right)]
    names = [head for head, _ in right.sections]
    return laid(folder, suffix, "headings_present", versions, headings=names)


def section_says(chance: random.Random, folder: Path, suffix: str = "") -> Case:
    suffix = suffix or chance.choice(ALL)
    right = content(chance, "The roof is sound.")
    (first, one), (head, two), last = right.sections
    wrong = replace(right, sections=[(first, [*one, two[1]]), (head, [two[0], two[2]]), last])
    versions = [right, wrong, without_extra(right)]
    return laid(folder, suffix, "section_says", versions, heading=head, terms=["sound"])


def document_table(chance: random.Random, folder: Path, suffix: str = "") -> Case:
    suffix = suffix or chance.choice(ALL)
    right = content(chance)
    rows = [list(row) for row in right.table]
    place = chance.randrange(1, len(rows))
    rows[place][2] = f"{float(rows[place][2]) + 1:.2f}"
    versions = [right, replace(right, table=rows), without_extra(right)]
    return laid(folder, suffix, "document_table", versions, key=["Item"], columns=["Amount"])


def styles_used(chance: random.Random, folder: Path, suffix: str = "docx") -> Case:
    right = content(chance)
    wrong = replace(right, sections=[])
    return laid(folder, "docx", "styles_used", [right, wrong, wrong], styles=["heading 1"])


def word_count(chance: random.Random, folder: Path, suffix: str = "") -> Case:
    suffix = suffix or chance.choice(ALL)
    right = content(chance, "One line more.")
    wrong = with_extra(right, " ".join(chance.choices(WORDS, k=120)) + ".")
    return laid(folder, suffix, "word_count", [right, wrong, without_extra(right)], at_most=120)


def page_count(chance: random.Random, folder: Path, suffix: str = "pdf") -> Case:
    right = content(chance)
    wrong = replace(right, sections=right.sections * 9)
    return laid(folder, "pdf", "page_count", [right, wrong, without_extra(right)], exactly=1)


def slide_count(chance: random.Random, folder: Path, suffix: str = "pptx") -> Case:
    right = content(chance)
    wrong = replace(right, sections=right.sections[:2])
    return laid(folder, "pptx", "slide_count", [right, wrong, wrong], at_least=5)


def text_similarity(chance: random.Random, folder: Path, suffix: str = "") -> Case:
    suffix = suffix or chance.choice(ALL)
    right = content(chance)
    wrong = replace(right, sections=right.sections[:1])
    versions = [right, wrong, without_extra(right)]
    return laid(folder, suffix, "text_similarity", versions, floor=0.9)


def tracked_changes(chance: random.Random, folder: Path, suffix: str = "docx") -> Case:
    right = content(chance, "The term is five years.")
    told, folders = laid(
        folder, "docx", "tracked_changes", [right, right, right], state="present", by="Ann"
    )
    track(folders["reference"] / "report.docx", "five", chance.choice(("six", "seven")), "Ann")
    track(folders["wrong"] / "report.docx", "five", "six", chance.choice(("Bob", "Eve")))
    return told, folders


def track(place: Path, gone: str, new: str, author: str) -> None:
    """Replace a word of a docx file as a tracked change."""
    marks = f'w:id="9" w:author="{author}" w:date="2026-01-05T10:00:00Z"'
    keep = '<w:t xml:space="preserve">'
    change = (
        f"</w:t></w:r><w:del {marks}><w:r><w:delText>{gone}</w:delText></w:r></w:del>"
        f"<w:ins {marks}><w:r><w:t>{new}</w:t></w:r></w:ins><w:r>{keep}"
    )
    rewrite(place, "word/document.xml", lambda text: text.replace(gone, change, 1))
    rewrite(place, "word/document.xml", lambda text: text.replace("<w:t>", keep))


def rewrite(place: Path, part: str, change: Callable[[str], str]) -> None:
    """Change a part of a zipped document in place."""
    with zipfile.ZipFile(place) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, held in parts.items():
            archive.writestr(name, held)


def figures_stated(chance: random.Random, folder: Path, suffix: str = "") -> Case:
    suffix = suffix or chance.choice(ALL)
    income, costs, unit = figure(chance), figure(chance), chance.choice(("EUR", "kg", "%"))
    form = "The revenue comes to {:.2f} {unit}. The costs come to {:.2f} {unit}."
    right = content(chance, form.format(income, costs, unit=unit))
    off = chance.choice(((costs, income), (income, costs + 0.5), (income, -costs)))
    wrong = with_extra(right, form.format(*off, unit=unit))
    figures = [
        {"value": f"{value:.2f} {unit}", "words": [word], "within": chance.choice((None, 0.004))}
        for value, word in ((income, "revenue"), (costs, "costs"))
    ]
    versions = [right, wrong, without_extra(right)]
    return laid(folder, suffix, "figures_stated", versions, figures=figures, max_numbers=60)


def facts_told(chance: random.Random, folder: Path, suffix: str = "") -> Case:
    suffix = suffix or chance.choice(ALL)
    right = content(chance)
    rows = [list(row) for row in right.table]
    first, second = chance.sample(range(1, len(rows)), 2)
    facts = [{"terms": [rows[n][0], rows[n][2]]} for n in sorted((first, second))]
    rows[first][2] = f"{float(rows[first][2]) + 0.7:.2f}"
    versions = [right, replace(right, table=rows), without_extra(right)]
    in_order = chance.random() < 0.5
    return laid(folder, suffix, "facts_told", versions, facts=facts, in_order=in_order)


def text_kept(chance: random.Random, folder: Path, suffix: str = "") -> Case:
    suffix = suffix or chance.choice(ALL)
    right = content(chance, "The rent is due on the first of the month.")
    (head, lines), *others = right.sections
    kept = f"The register lists {chance.randrange(100, 999)} rooms on the upper floor."
    right = replace(right, sections=[(head, [kept, *lines]), *others])
    spoiled = chance.choice(([kept.replace("upper", "lower")], [kept.replace("rooms", "")], []))
    wrong = replace(right, sections=[(head, [*spoiled, *lines]), *others])
    least = chance.choice((1, 5))
    versions = [right, wrong, without_extra(right)]
    return laid(folder, suffix, "text_kept", versions, least_words=least)


CASES: dict[str, Callable[..., Case]] = {
    "text_contains": text_contains,
    "text_absent": text_absent,
    "text_pattern": text_pattern,
    "not_contradicted": not_contradicted,
    "verdicts_told": verdicts_told,
    "members_listed": members_listed,
    "amount_in_words": amount_in_words,
    "no_placeholders": no_placeholders,
    "labelled_number": labelled_number,
    "headings_present": headings_present,
    "section_says": section_says,
    "document_table": document_table,
    "styles_used": styles_used,
    "word_count": word_count,
    "page_count": page_count,
    "slide_count": slide_count,
    "tracked_changes": tracked_changes,
    "text_similarity": text_similarity,
    "figures_stated": figures_stated,
    "facts_told": facts_told,
    "text_kept": text_kept,
}
FORMATS: dict[str, Sequence[str]] = {
    **dict.fromkeys(CASES, ALL),
    "styles_used": ("docx",),
    "page_count": ("pdf",),
    "slide_count": ("pptx",),
    "tracked_changes": ("docx",),
}
