"""Invented tasks whose outputs are texts, documents and slides."""

from tests.unit.grading.proposing.scenes import Content, Rows, Scene, csv_text, slides, word

Changes = dict[str, dict[str, Content | None]]

STOCK: Rows = [
    ["item", "supplier", "quantity", "unit_cost"],
    ["Filter F7", "Halden", 14, 12.5],
    ["Belt B2", "Norwood", 3, 88.0],
    ["Pump P9", "Kessler", 2, 640.35],
    ["Valve V1", "Miro", 25, 7.2],
]
_LETTER = (
    "# Stock valuation\n\nThe stock is worth 1,899.70 EUR in total. The most valuable item is "
    "Pump P9 at 1,280.70 EUR, which is 67.4% of the whole.\n"
)


def _note(text: str) -> dict[str, Content | None]:
    return {"note.md": text}


LETTER = Scene(
    "stock note",
    "Value the stock in `stock.csv` (quantity times unit cost) and write `note.md`: state the "
    "total value in EUR to the cent, name the most valuable item with its value, and give its "
    "share of the total in percent, to one decimal.",
    {"stock.csv": csv_text(STOCK)},
    {"note.md": _LETTER},
    {
        "other words": _note(
            "In total our stock comes to 1899.70 euro. Pump P9 leads with 1280.70 EUR (67.4 %)."
        ),
        "a list": _note(
            "- Total: EUR 1,899.70\n- Most valuable item: Pump P9\n- Its value: 1,280.70\n"
            "- Its share: 67.4%\n"
        ),
        "bold": _note(_LETTER.replace("1,899.70 EUR", "**1,899.70 EUR**")),
        "wrapped": _note(_LETTER.replace(". The most", ".\nThe most")),
        "with the other items": _note(_LETTER + "\nBelts B2 are worth 264.00 EUR.\n"),
    },
    {
        "wrong total": _note(_LETTER.replace("1,899.70", "1,889.70")),
        "wrong share": _note(_LETTER.replace("67.4", "64.7")),
        "wrong value": _note(_LETTER.replace("1,280.70", "640.35")),
        "another item": _note(_LETTER.replace("Pump P9", "Belt B2")),
        "no item": _note(_LETTER.replace("Pump P9 at", "worth")),
        "no share": _note(_LETTER.replace(", which is 67.4% of the whole", "")),
        "placeholder": _note(_LETTER.replace("1,899.70", "[amount]")),
        "sum of unit costs": _note(_LETTER.replace("1,899.70", "748.05")),
        "thousandfold": _note(_LETTER.replace("1,899.70", "1,899,700")),
        "empty": _note(""),
        "only a heading": _note("# Stock valuation\n"),
        "the input": _note(csv_text(STOCK)),
        "everything listed": _note(" ".join(f"{n / 10}" for n in range(1, 20_000))),
    },
)

_REPORT = [
    "# Summary",
    "The audit covered 4 sites. Total energy use was 5,215 kWh.",
    "# Findings",
    [["Site", "Energy (kWh)", "Cost (EUR)"], ["Aston", "1200", "324.00"],
     ["Birk", "2480", "669.60"], ["Cove", "640", "172.80"], ["Dale", "895", "241.65"]],
    "# Recommendations",
    "Insulate the roof of Birk first.",
]  # fmt: skip
READINGS: Rows = [["site", "start_kwh", "end_kwh"], ["Aston", 10_000, 11_200],
            ["Birk", 5_020, 7_500], ["Cove", 360, 1_000], ["Dale", 105, 1_000]]  # fmt: skip


def _report(**changes: object) -> dict[str, Content | None]:
    parts = list(_REPORT)
    for place, part in changes.items():
        parts[int(place[1:])] = part  # type: ignore[call-overload]
    return {"report.docx": word([p for p in parts if p is not None])}


def _table(**cells: str) -> list[list[str]]:
    table = [list(row) for row in _REPORT[3]]
    for place, text in cells.items():
        table[int(place[1])][int(place[2])] = text
    return table


AUDIT = Scene(
    "energy audit",
    "Write an energy report, report.docx, from readings.csv. It has the sections "
    '"Summary", "Findings" and "Recommendations", in this order. The summary states the total '
    "energy use in kWh. The findings hold a table with the columns Site, Energy (kWh) and Cost "
    "(EUR), one row per site; a kWh costs 0.27 EUR, cost to the cent. In the recommendations say "
    "which site to insulate first: the one that used most.",
    {"readings.csv": csv_text(READINGS)},
    {"report.docx": word(_REPORT)},
    {
        "other words": _report(
            p1="Four sites were audited; together they used 5215 kWh in total.",
            p5="Begin with the roof at Birk.",
        ),
        "rows moved": _report(p3=[_REPORT[3][0], *_REPORT[3][:0:-1]]),
        "written otherwise": _report(p3=_table(c21="2,480", c22="669.6")),
        "numbered sections": _report(
            p0="# 1. Summary", p2="# 2. Findings", p4="# 3. Recommendations"
        ),
        "columns moved": _report(p3=[[r[0], r[2], r[1]] for r in _REPORT[3]]),
    },
    {
        "wrong total": _report(p1="Total energy use was 5,512 kWh."),
        "no total": _report(p1="Energy use was high."),
        "wrong cost": _report(p3=_table(c22="696.60")),
        "wrong energy": _report(p3=_table(c31="604")),
        "swapped": _report(p3=_table(c11="2480", c21="1200")),
        "dropped": _report(p3=_table()[:-1]),
        "doubled": _report(p3=[*_table(), _table()[1]]),
        "another site": _report(p5="Insulate the roof of Aston first."),
        "no recommendations": _report(p4=None),
        "no table": _report(p3=None),
        "cents as euros": _report(p3=_table(c12="32400")),
        "placeholder": _report(p1="Total energy use was TBD kWh."),
        "blank": {"report.docx": word([""])},
        "not a document": {"report.docx": b"PK"},
        "only headings": {"report.docx": word(["# Summary", "# Findings", "# Recommendations"])},
    },
)  # fmt: skip

_DECK = [
    ("Quarter in review", ["Revenue: 84,300", "Costs: 61,750", "Profit: 22,550"]),
    ("Next steps", ["Hire two technicians", "Margin is 26.7%"]),
]
BOOKS: Rows = [["month", "revenue", "costs"], ["Jan", 27_100, 20_000], ["Feb", 25_900, 21_250],
         ["Mar", 31_300, 20_500]]  # fmt: skip


def _deck(*pairs: tuple[str, str]) -> dict[str, Content | None]:
    made = []
    for title, lines in _DECK:
        text = "\n".join(lines)
        for old, new in pairs:
            title, text = title.replace(old, new), text.replace(old, new)
        made.append((title, text.split("\n")))
    return {"review.pptx": slides(made)}


DECK = Scene(
    "quarter review",
    "Prepare `review.pptx` with exactly two slides from `books.csv`. The first slide, titled "
    '"Quarter in review", shows revenue, costs and profit of the quarter. The second slide, titled '
    '"Next steps", gives the margin (profit as a share of revenue) in percent with one decimal, '
    "and your ideas.",
    {"books.csv": csv_text(BOOKS)},
    {"review.pptx": slides(_DECK)},
    {
        "other ideas": _deck(("Hire two technicians", "Renegotiate the lease")),
        "no commas": _deck(("84,300", "84300"), ("22,550", "22550")),
        "with currency": _deck(("61,750", "EUR 61,750")),
        "sentences": _deck(("Margin is 26.7%", "Our margin was 26.7 %")),
        "dashes": _deck(("Revenue: ", "Revenue \u2013 "), ("Costs: ", "Costs \u2013 ")),
    },
    {
        "wrong profit": _deck(("22,550", "25,250")),
        "wrong revenue": _deck(("84,300", "83,400")),
        "wrong costs": _deck(("61,750", "61,570")),
        "swapped": _deck(("84,300", "x"), ("61,750", "84,300"), ("x", "61,750")),
        "wrong margin": _deck(("26.7", "36.5")),
        "no margin": _deck(("Margin is 26.7%", "Margin is fine")),
        "another title": _deck(("Quarter in review", "Title")),
        "one slide": {"review.pptx": slides(_DECK[:1])},
        "three slides": {"review.pptx": slides([*_DECK, ("More", ["x"])])},
        "blank": {"review.pptx": slides([("", [""]), ("", [""])])},
        "last month": _deck(("84,300", "31,300"), ("61,750", "20,500"), ("22,550", "10,800")),
    },
)

_CONTRACT = [
    "# Lease agreement",
    "This lease is made between Alder Homes Ltd and Jo Reyes.",
    "The lease begins on 1 March 2026 and runs for 24 months.",
    "The monthly rent is EUR 950.00, payable on the third working day.",
    "# Termination",
    "Either party may end this lease with three months' notice in writing.",
    "# Law",
    "The courts of Lund have jurisdiction over all disputes from this lease.",
]
_AMENDED = [
    text.replace("Alder Homes Ltd", "Birch Estates AB")
    .replace("1 March 2026", "15 April 2026")
    .replace("950.00", "978.50")
    for text in _CONTRACT
]


def _lease(*pairs: tuple[str, str], base: list[str] = _AMENDED) -> dict[str, Content | None]:
    made = list(base)
    for old, new in pairs:
        made = [text.replace(old, new) for text in made]
    return {"lease.docx": word([text for text in made if text])}


LEASE = Scene(
    "lease amendment",
    'In lease.docx, replace the landlord "Alder Homes Ltd" by "Birch Estates AB", let the lease '
    "begin on 15 April 2026, and raise the monthly rent by 3%. Leave everything else as it is.",
    {"lease.docx": word(_CONTRACT)},
    {"lease.docx": word(_AMENDED)},
    {
        "no currency sign": _lease(("EUR 978.50", "978.50 EUR")),
        "date in figures": _lease(("15 April 2026", "2026-04-15")),
        "American date": _lease(("15 April 2026", "April 15, 2026")),
    },
    {
        "wrong rent": _lease(("978.50", "987.50")),
        "old rent": _lease(("978.50", "950.00")),
        "old date": _lease(("15 April 2026", "1 March 2026")),
        "wrong date": _lease(("15 April 2026", "15 May 2026")),
        "old landlord": _lease(("Birch Estates AB", "Alder Homes Ltd")),
        "both landlords": _lease(("Birch Estates AB", "Birch Estates AB (was Alder Homes Ltd)")),
        "a section lost": {"lease.docx": word(_AMENDED[:4])},
        "only the changes": {"lease.docx": word(_AMENDED[1:4])},
        "stale": {"lease.docx": word(_CONTRACT)},
        "blank": {"lease.docx": word([""])},
    },
    "in_place",
)

SHIFTS = "Night shift, ward 4\n21:40 bed 12 fall, no injury\n23:05 bed 3 fever 39.2\n" \
    "02:15 bed 12 fall, wrist sprained\n04:50 bed 7 medication given late\n"  # fmt: skip
_HANDOVER = "FALLS: 2\nINCIDENTS: 4\nHIGHEST TEMPERATURE: 39.2\nBED: 12\n"


def _handover(*pairs: tuple[str, str]) -> dict[str, Content | None]:
    text = _HANDOVER
    for pair in pairs:
        text = text.replace(*pair)
    return {"handover.txt": text}


HANDOVER = Scene(
    "handover",
    "Summarise `shift.log` in handover.txt, one line each: `FALLS:` the number of falls, "
    "`INCIDENTS:` the number of incidents, `HIGHEST TEMPERATURE:` the highest temperature, and "
    "`BED:` the bed with most incidents.",
    {"shift.log": SHIFTS},
    {"handover.txt": _HANDOVER},
    {
        "other order": {"handover.txt": "".join(reversed(_HANDOVER.splitlines(keepends=True)))},
        "small letters": _handover(("FALLS", "Falls"), ("BED", "Bed")),
        "spaces": _handover((": ", ":   "), ("\n", "\r\n")),
    },
    {
        "wrong count": _handover(("FALLS: 2", "FALLS: 3")),
        "swapped": _handover(("FALLS: 2", "FALLS: 4"), ("INCIDENTS: 4", "INCIDENTS: 2")),
        "wrong temperature": _handover(("39.2", "38.2")),
        "wrong bed": _handover(("BED: 12", "BED: 3")),
        "a line left out": _handover(("BED: 12\n", "")),
        "blank values": _handover((" 2", ""), (" 4", "")),
        "the input": {"handover.txt": SHIFTS},
        "empty": {"handover.txt": ""},
    },
)

SCENES = [LETTER, AUDIT, DECK, LEASE, HANDOVER]
