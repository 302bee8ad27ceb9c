"""Invented tasks whose documents are made from nothing, or edited with tracked changes."""

import io
import re
import zipfile

from tests.unit.grading.proposing.scenes import Content, Rows, Scene, csv_text, slides, word

_FERRIES: Rows = [
    ["day", "boat", "leaves", "skipper"],
    ["2026-05-04", "Alma", "07:30", "Holm"],
    ["2026-05-04", "Brisk", "13:05", "Vega"],
    ["2026-05-05", "Alma", "08:15", "Vega"],
    ["2026-05-05", "Cato", "18:40", "Ruud"],
]


def _deck(**changes: list[str]) -> dict[str, Content | None]:
    pages = {
        "Monday": ["07:30 Alma (Holm)", "13:05 Brisk (Vega)"],
        "Tuesday": ["08:15 Alma (Vega)", "18:40 Cato (Ruud)"],
    } | changes
    return {"ferries.pptx": slides([(title, lines) for title, lines in pages.items() if lines])}


FERRIES = Scene(
    "ferry slides",
    "From departures.csv make `ferries.pptx`, two slides, titled Monday and Tuesday in that "
    "order. Each lists every departure of the day in order of time, with boat and skipper.",
    {"departures.csv": csv_text(_FERRIES)},
    _deck(),
    {
        "other words": _deck(
            Monday=["Alma at 7.30, skipper Holm", "Brisk, 1:05 pm, with Vega"],
        ),
        "in one line": _deck(Tuesday=["08:15 Alma with Vega, 18:40 Cato with Ruud"]),
    },
    {
        "another skipper": _deck(Monday=["07:30 Alma (Holm)", "13:05 Brisk (Ruud)"]),
        "one departure lost": _deck(Tuesday=["08:15 Alma (Vega)"]),
        "times swapped": _deck(Tuesday=["18:40 Alma (Vega)", "08:15 Cato (Ruud)"]),
        "no Tuesday": _deck(Tuesday=[]),
        "left open": _deck(Tuesday=["08:15 Alma (Vega)", "time to follow Cato (Ruud)"]),
    },
)

_SHEET = [
    "# Order", "Two kayaks for Ms Dahl.", "# Sizes", "Length 4.5 m, width 0.6 m.",
    "# Collection", "Fetch them on 3 June 2026 at gate 7.",
]  # fmt: skip


def _order(*pairs: tuple[str, str], parts: list[str] = _SHEET) -> dict[str, Content | None]:
    made = list(parts)
    for old, new in pairs:
        made = [text.replace(old, new) for text in made]
    return {"order.docx": word(made)}


KAYAKS = Scene(
    "kayak order",
    "Write order.docx from notes.txt. The three sections, in this order: Order, Sizes, "
    "Collection. Give length and width in m, to the nearest half metre for the length. Under "
    "Collection the date, and say that they stand at gate 7.",
    {"notes.txt": "Ms Dahl, two kayaks\nlength 14 ft 8\nwidth 24 in\ncollect 2026-06-03\n"},
    _order(),
    {
        "other words": _order(("Fetch them on 3 June 2026 at", "Ready 2026-06-03,")),
        "unit in full": _order(("4.5 m", "4.5 metres"), ("0.6 m", "0.6 metres")),
    },
    {
        "another gate": _order(("gate 7", "gate 9")),
        "sections in another order": _order(parts=[*_SHEET[2:4], *_SHEET[:2], *_SHEET[4:]]),
        "a section lost": _order(parts=_SHEET[:4]),
        "no date": _order(("on 3 June 2026 ", "")),
        "date open": _order(("3 June 2026", "a date to be confirmed")),
        "a hole": _order(("gate 7", "gate ___")),
        "wrong length": _order(("4.5 m", "4.0 m")),
        "millimetres": _order(("4.5 m", "4500 mm")),
    },
)

_SPENT: Rows = [["fund", "last_year", "this_year"], ["Harbour", 2_400_100, 2_912_300],
          ["Theatre", 1_310_000, 1_021_800], ["Museums", 905_500, 961_200],
          ["Sports", 640_000, 655_000]]  # fmt: skip
_NOTE = (
    "The total of this year is £5,550,300. Harbour gains most: £512,200. Theatre is cut deepest, "
    "down 22.0%.\n"
)


def _spent(*pairs: tuple[str, str], text: str = _NOTE) -> dict[str, Content | None]:
    for pair in pairs:
        text = text.replace(*pair)
    return {"note.md": text}


SPENDING = Scene(
    "spending note",
    "From funds.csv write note.md: the total of this year, which fund gains most and by how much, "
    "and which fund is cut deepest, in % with one decimal. Pounds in full or in £m.",
    {"funds.csv": csv_text(_SPENT)},
    {"note.md": _NOTE},
    {
        "millions": _spent(("£5,550,300", "£5.55m"), ("£512,200", "0.51 million £")),
        "other words": _spent(
            text="£5,550,300 is spent in all. Theatre (\u221222 per cent) suffers, while Harbour "
            "enjoys another £512,200."
        ),
    },
    {
        "another winner": _spent(("Harbour", "Museums")),
        "wrong million": _spent(("£5,550,300", "£5.65m")),
        "swapped": _spent(("Harbour gains", "Theatre gains"), ("Theatre is", "Harbour is")),
        "hedged": _spent(("£512,200", "£512,200 or £518,000")),
        "two answers": _spent(text=_NOTE + "\nThe total of this year is £5,640,900.\n"),
        "to come": _spent(("22.0%", "TK%")),
    },
)

_GUESTS: Rows = [["club", "sport", "players"], ["Reds", "rowing", 9], ["Blues", "tennis", 14],
           ["Reds", "tennis", 5], ["Greens", "squash", 7], ["Blues", "rowing", 6]]  # fmt: skip


def _letter(text: str) -> dict[str, Content | None]:
    return {"letter.docx": word(["# Players", *text.split("\n")])}


CLUBS = Scene(
    "clubs letter",
    "Write letter.docx with the number of players in total and the number of players of each "
    "sport, from players.csv.",
    {"players.csv": csv_text(_GUESTS)},
    _letter("We expect 41 players.\nRowing 15, tennis 19, squash 7."),
    {
        "the other way round": _letter(
            "There will be 41 players: 15 of them for rowing, 19 for tennis and 7 for squash."
        ),
        "lines": _letter("Players: 41\nSquash: 7\nTennis: 19\nRowing: 15"),
    },
    {
        "swapped": _letter("We expect 41 players.\nRowing 19, tennis 15, squash 7."),
        "shifted": _letter("41 players: 19 for rowing, 7 for tennis and 15 for squash."),
        "one sport lost": _letter("We expect 41 players.\nRowing 15, tennis 19."),
        "clubs counted": _letter("We expect 5 players.\nRowing 15, tennis 19, squash 7."),
    },
)


def _tracked(*edits: tuple[str, str], untracked: tuple[tuple[str, str], ...] = ()) -> bytes:
    """Return the terms with some words replaced as tracked changes, and others typed over."""
    texts = ["# Terms", "Rent is due every two weeks.", "Notice is given 20 days before."]
    source = word(texts)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(source)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                content = _edited(content.decode(), edits, untracked).encode()
            new.writestr(name, content)
    return made.getvalue()


def _edited(
    text: str, edits: tuple[tuple[str, str], ...], untracked: tuple[tuple[str, str], ...]
) -> str:
    for before, after in untracked:
        text = text.replace(before, after)
    for before, after in edits:
        change = 'w:id="7" w:author="Ed" w:date="2026-01-01T00:00:00Z"'
        keep = 'xml:space="preserve"'
        pieces = (
            rf"<w:r><w:t {keep}>\1</w:t></w:r>"
            f"<w:del {change}><w:r><w:delText>{before}</w:delText></w:r></w:del>"
            f"<w:ins {change}><w:r><w:t>{after}</w:t></w:r></w:ins>"
            rf"<w:r><w:t {keep}>\2</w:t></w:r>"
        )
        text = re.sub(rf"<w:r><w:t>([^<]*){before}([^<]*)</w:t></w:r>", pieces, text)
    return text


_BOTH = (("two", "four"), ("20", "45"))
TERMS = Scene(
    "tracked terms",
    "In terms.docx make two amendments as tracked changes: rent is due every four weeks, and "
    "notice is 45 days. Nothing else is to change.",
    {"terms.docx": _tracked()},
    {"terms.docx": _tracked(*_BOTH)},
    {"in figures": {"terms.docx": _tracked(("two", "4"), ("20", "45"))}},
    {
        "one forgotten": {"terms.docx": _tracked(_BOTH[1])},
        "one not tracked": {"terms.docx": _tracked(_BOTH[1], untracked=(_BOTH[0],))},
        "none tracked": {"terms.docx": _tracked(untracked=_BOTH)},
        "wrong number": {"terms.docx": _tracked(("two", "eight"), _BOTH[1])},
        "one word more": {"terms.docx": _tracked(*_BOTH, untracked=(("given", "sent"),))},
    },
    "in_place",
)


def _under(
    name: str, outputs: dict[str, dict[str, Content | None]]
) -> dict[str, dict[str, Content | None]]:
    return {title: {name: files["terms.docx"]} for title, files in outputs.items()}


RENAMED = Scene(
    "tracked terms under another name",
    "Prepare the redline of `terms.docx` and save it as `redline.docx`, all changes as tracked "
    "changes: rent is due every four weeks, and notice is 45 days. Nothing else is to change.",
    {"terms.docx": _tracked()},
    {"redline.docx": _tracked(*_BOTH)},
    _under("redline.docx", TERMS.alternates),
    _under("redline.docx", TERMS.wrongs),
)

SCENES = [FERRIES, KAYAKS, SPENDING, CLUBS, TERMS, RENAMED]
