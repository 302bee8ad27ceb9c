"""Make the translation task: string resources by lxml, tables by the csv module."""

import csv
from pathlib import Path

from lxml import etree

from tests.data.tasks.fixed_files import begin, finish, place, read_rows, write_rows

EN, DE, LIST = "values/strings.xml", "values-de/strings.xml", "delivery.csv"
ENGLISH = [
    ("app_name", "Velolend", False),
    ("welcome", "Welcome back, %1$s!", True),
    ("find_bike", "Find a bike near you", True),
    ("unlock", "Scan the code to unlock", True),
    ("ride_cost", "Your ride of %1$d minutes costs %2$s", True),
    ("helmet_hint", "Wear a helmet & stay visible", True),
    ("battery_low", "Only %d%% battery left", True),
    ("return_zone", "Return the bike inside the marked zone", True),
    ("deposit_info", "We hold a deposit of %s until you return the bike", True),
    ("api_host", "api.velolend.example", False),
    ("sign_out", "Sign out", True),
    ("thanks", "Thank you for riding with us", True),
]
GERMAN_OLD = [
    ("welcome", "Willkommen zurück, %1$s!"),
    ("find_bike", "Rad in der Nähe finden"),
    ("unlock", "Zum Öffnen Nummer eingeben"),
    ("coupon", "Gutschein einlösen"),
    ("ride_cost", "Ihre Fahrt kostet %2$s"),
    ("helmet_hint", "Tragen Sie Helm & bleiben Sie sichtbar"),
    ("return_zone", "Stellen Sie das Rad in der markierten Zone ab"),
    ("sign_out", "Abmelden"),
    ("old_terms", "AGB von 2021"),
]
CHANGED = ["unlock", "ride_cost"]
NEW = ["battery_low", "deposit_info", "thanks"]
REMOVED = ["coupon", "old_terms"]
MEMORY = [
    ("Sign out", "Ausloggen"),
    ("Scan the code to unlock", "Zum Entsperren Code scannen"),
    ("Scan the code", "Code scannen"),
    ("Only %d%% battery left", "Nur noch %d%% Akku"),
    ("Your ride of %1$d minutes costs %2$s", "Ihre Fahrt von %1$d Minuten kostet %2$s"),
    ("Your ride costs %2$s", "Ihre Fahrt kostet %2$s"),
    ("Find a bike near you", "Finden Sie ein Rad in Ihrer Nähe"),
    (
        "We hold a deposit of %s until you return the bike",
        "Bis zur Rückgabe behalten wir %s als Kaution ein",
    ),
    ("Thank you for riding with us", "Danke, dass Sie mit uns fahren"),
    ("Thank you", "Danke"),
]
ABOUT = {
    "title": "Bring the German strings of an app up to date",
    "profession": "Translator",
    "occupation": "27-3091.00",
    "work": "in_place",
    "families": ["xml", "tsv", "csv", "order", "sum"],
    "alternate_correct": {
        "no_comments_tabs": "Indented with tabs, no comment at the top, character references "
        "instead of umlauts.",
        "cdata_quoted": "A string with an ampersand in a CDATA section, double-quoted "
        "declaration, the list with every field quoted and CRLF.",
    },
    "known_bad": {
        "memory_everywhere": "Unchanged strings are overwritten from the memory.",
        "placeholder_lost": "A placeholder is lost in a changed string.",
        "appended_at_end": "New strings stand at the end instead of in the English order, and "
        "removed names are still there.",
    },
}


def resources(rows: list[tuple], comment: str = "Velolend 4.2") -> etree._Element:
    root = etree.Element("resources")
    if comment:
        root.append(etree.Comment(f" {comment} "))
    for name, text, *translatable in rows:
        entry = etree.SubElement(root, "string", name=name)
        if translatable == [False]:
            entry.set("translatable", "false")
        entry.text = text
    return root


def write(path: Path, root: etree._Element, space: str = "    ", encoding: str = "utf-8") -> None:
    path.parent.mkdir(exist_ok=True)
    etree.indent(root, space)
    path.write_bytes(etree.tostring(root, xml_declaration=True, encoding=encoding) + b"\n")


def translated(source: Path) -> list[tuple[str, str]]:
    """Do what the prompt says, from the input files alone."""
    memory = {row["english"]: row["german"] for row in read_rows(source / "memory.tsv", "\t")}
    fresh = [
        line.split()[1]
        for line in (source / "changed.txt").read_text().splitlines()
        if line.startswith(("new ", "changed "))
    ]
    old = {one.get("name"): one.text for one in etree.parse(source / DE).iter("string")}
    rows = []
    for one in etree.parse(source / EN).iter("string"):
        name = one.get("name")
        if one.get("translatable") != "false":
            rows.append((name, memory[one.text] if name in fresh else old[name]))
    return rows


def delivery() -> list[list[object]]:
    words = {name: len(text.split()) for name, text, _ in ENGLISH}
    rows: list[list[object]] = [[n, "changed", words[n]] for n in CHANGED]
    rows += [[n, "new", words[n]] for n in NEW] + [[n, "removed", 0] for n in REMOVED]
    total = sum(row[2] for row in rows)
    return [["name", "status", "words"], *sorted(rows), ["total", "", total]]


def store(made: Path, rows: list[tuple[str, str]]) -> None:
    write(made / DE, resources(rows))
    write_rows(made / LIST, delivery())


def inputs(source: Path) -> None:
    write(source / EN, resources(ENGLISH))
    write(source / DE, resources(GERMAN_OLD, "Velolend 4.1"))
    write_rows(source / "memory.tsv", [("english", "german"), *MEMORY], "\t")
    lines = ["Changes in values/strings.xml since 4.1", ""]
    lines += [f"changed {name}" for name in CHANGED] + [f"new {name}" for name in NEW]
    lines += [f"removed {name}" for name in REMOVED]
    (source / "changed.txt").write_text("\n".join(lines) + "\n")


def wrong(right: list[tuple[str, str]]) -> dict[str, list[tuple[str, str]]]:
    memory, english = dict(MEMORY), {name: text for name, text, _ in ENGLISH}
    lost = [(n, t.replace("%1$d Minuten", "einigen Minuten")) for n, t in right]
    texts = dict(right)
    appended = [(name, texts.get(name, text)) for name, text in GERMAN_OLD]
    return {
        "memory_everywhere": [(n, memory.get(english[n], t)) for n, t in right],
        "placeholder_lost": lost,
        "appended_at_end": [*appended, *((name, texts[name]) for name in NEW)],
    }


def main() -> None:
    folder = begin(__file__)
    source = folder / "input"
    inputs(source)
    right = translated(source)
    assert [n for n, _ in right] == [n for n, _, yes in ENGLISH if yes]
    assert dict(right)["sign_out"] == "Abmelden"
    store(place(folder, "reference", source), right)

    made = place(folder, "alternate_correct/no_comments_tabs", source)
    write(made / DE, resources(right, ""), "\t", "us-ascii")
    write_rows(made / LIST, delivery())
    made = place(folder, "alternate_correct/cdata_quoted", source)
    root = resources(right)
    for one in root.iter("string"):
        one.text = etree.CDATA(one.text) if "&" in one.text else one.text
    etree.indent(root, "  ")
    body = etree.tostring(root, encoding="unicode")
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    (made / DE).write_text(head + body + "\n", encoding="utf-8")
    write_rows(made / LIST, delivery(), end="\r\n", quoting=csv.QUOTE_ALL)
    for name in ("no_comments_tabs", "cdata_quoted"):
        path = folder / "alternate_correct" / name / DE
        assert [(s.get("name"), s.text) for s in etree.parse(path).iter("string")] == right

    for name, rows in wrong(right).items():
        assert rows != right
        store(place(folder, f"known_bad/{name}", source), rows)
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
