"""Invented texts with figures, told as sentences, lists, tables and in lines of any width."""

from textwrap import fill

from tests.unit.grading.proposing.scenes import Content, Scene, csv_text, word

_FALLS = [
    ["period", "ward", "falls", "bed_days"],
    ["P01", "Heron", 3, 1540], ["P01", "Linnet", 1, 980], ["P01", "Osprey", 2, 1210],
    ["P02", "Heron", 2, 1496], ["P02", "Linnet", 0, 1002], ["P02", "Osprey", 1, 1187],
    ["P03", "Heron", 1, 1533], ["P03", "Linnet", 5, 1011], ["P03", "Osprey", 2, 1204],
    ["P04", "Heron", 4, 1489], ["P04", "Linnet", 2, 967], ["P04", "Osprey", 5, 1195],
]  # fmt: skip


def _brief(text: str) -> dict[str, Content | None]:
    return {"brief.md": text}


FALLS = Scene(
    "falls",
    "Please write `brief.md` for the safety board from `falls.csv`, at most 120 words: the number "
    "of falls in all four periods, the ward and the period with the highest rate, and that rate "
    "(falls per 1,000 bed days, one decimal), and how many falls period P04 had compared with the "
    "period before, all wards together, both numbers.",
    {"falls.csv": csv_text(_FALLS)},
    _brief(
        "In the periods P01 to P04 there were 28 falls. The highest rate was that of Linnet in "
        "P03, with 4.9 falls per 1,000 bed days. In P04 there were 11 falls, more than in the "
        "period before (8).\n"
    ),
    {
        "list": _brief(
            "- All falls, P01 to P04: 28\n- Highest rate: 4.9 per 1000 (Linnet, P03)\n"
            "- P04: 11 falls, P03: 8 falls\n"
        ),
        "table": _brief(
            "# Falls\n\n| what | value |\n|---|---|\n| Falls in all | 28 |\n"
            "| Peak rate per 1 000 bed days | 4.9 on Linnet, P03 |\n| Falls in P03 | 8 |\n"
            "| Falls in P04 | 11 |\n"
        ),
        "other words": _brief(
            "P04 saw 11 falls after 8 in P03. The rate peaked on Linnet in P03 at 4.9 per 1,000 "
            "bed days. The four periods add up to 28 falls.\n"
        ),
        "wrapped": _brief(
            "In the periods P01 to P04 there were in all\n28 falls. The highest rate was that of "
            "Linnet in\nP03, with 4.9 falls per 1,000 bed days. In P04\nthere were 11 falls, more "
            "than in the period before\n(8).\n"
        ),
    },
    {
        "other ward": _brief(
            "In the periods P01 to P04 there were 28 falls. The highest rate was that of Osprey in "
            "P04, with 4.2 falls per 1,000 bed days. In P04 there were 11 falls, more than in the "
            "period before (8).\n"
        ),
        "per hundred": _brief(
            "- All falls, P01 to P04: 28\n- Highest rate: 0.5 per 100 (Linnet, P03)\n"
            "- P04: 11 falls, P03: 8 falls\n"
        ),
        "swapped periods": _brief(
            "- All falls, P01 to P04: 28\n- Highest rate: 4.9 per 1000 (Linnet, P03)\n"
            "- P04: 8 falls, P03: 11 falls\n"
        ),
        "one period less": _brief(
            "In the periods P01 to P03 there were 17 falls. The highest rate was that of Linnet in "
            "P03, with 4.9 falls per 1,000 bed days. In P03 there were 8 falls, more than in the "
            "period before (3).\n"
        ),
        "two values": _brief(
            "There were 28 falls, or 27 falls. The highest rate was that of Linnet in P03, with "
            "4.9 falls per 1,000 bed days. In P04 there were 11 falls, in the period before 8.\n"
        ),
    },
)

_BERTHS = [
    ["berth", "holder", "length_m", "old_fee_eur", "tariff_eur_per_m"],
    ["K1", "Ferreira", 9.2, 1104.00, 128.50], ["K2", "Haugen", 11.4, 1410.00, 128.50],
    ["K3", "Imbert", 7.8, 950.00, 131.00], ["K4", "Jovanovic", 12.6, 1575.00, 131.00],
]  # fmt: skip
_FEES = [
    ("K1 Ferreira", "1104.00", "1182.20", "78.20", "1406.82"),
    ("K2 Haugen", "1410.00", "1464.90", "54.90", "1743.23"),
    ("K3 Imbert", "950.00", "1021.80", "71.80", "1215.94"),
    ("K4 Jovanovic", "1575.00", "1650.60", "75.60", "1964.21"),
]

_LABELS = ("Old net fee (EUR)", "New net fee (EUR)", "Increase (EUR)", "Gross fee (EUR)")


def _letters(form: str, fees: list[tuple[str, ...]] = _FEES) -> dict[str, Content | None]:
    parts: list[str] = []
    for head, *values in fees:
        parts += [f"# {head}", *form.format(*values).split("\n")]
    return {"letters.docx": word(parts)}


_LETTER = (
    "Dear member,\nunder the tariff of the harbour your net berth fee rises from EUR {0} to EUR "
    "{1}, an increase of EUR {2}.\nThe gross fee with 19 % VAT from 1 April 2026 is EUR {3}."
)

BERTHS = Scene(
    "berth fees",
    "From `berths.csv`: the new net fee of a berth is its length times the tariff, to the cent. "
    "Write `letters.docx`, one short letter for each berth with the heading berth and holder as in "
    '"K1 Ferreira", saying the old and the new net fee, the increase in EUR, and the gross fee '
    "(with 19 % VAT) from 1 April 2026.",
    {"berths.csv": csv_text(_BERTHS)},
    _letters(_LETTER),
    {
        "one sentence": _letters(
            "From 1 April 2026 you pay a gross fee of {3} EUR (19 % VAT), because the net fee goes "
            "up by {2} EUR from {0} EUR to {1} EUR."
        ),
        "lines": _letters(
            "Old net fee: EUR {0}\nNew net fee: EUR {1}\nIncrease: EUR {2}\nGross fee from 1 April "
            "2026: EUR {3}",
            _FEES[::-1],
        ),
        "small tables": {
            "letters.docx": word(
                [
                    part
                    for head, *values in _FEES
                    for part in (f"# {head}", list(zip(_LABELS, values, strict=True)))
                ]
            )
        },
    },
    {
        "another increase": _letters(
            _LETTER, [*_FEES[:2], (*_FEES[2][:3], "72.80", _FEES[2][4]), _FEES[3]]
        ),
        "old and new swapped": _letters(
            _LETTER, [(head, new, old, rise, gross) for head, old, new, rise, gross in _FEES]
        ),
        "gross of another": _letters(
            _LETTER,
            [(*one[:4], other[4]) for one, other in zip(_FEES, _FEES[::-1], strict=True)],
        ),
        "net for gross": _letters(_LETTER, [(*fee[:4], fee[2]) for fee in _FEES]),
    },
)

_LAMPS = [
    ["hall", "lamps", "old_watt", "new_watt", "hours", "price_eur"],
    ["A", 42, 116, 38, 2600, 92.00], ["B", 18, 250, 96, 3100, 188.00],
    ["C", 30, 72, 24, 1900, 64.50],
]  # fmt: skip


def _audit(text: str, width: int = 0) -> dict[str, Content | None]:
    return {"audit.txt": (fill(text, width) if width else text) + "\n"}


_AUDIT = (
    "The lamps of the halls A to C can be replaced. The yearly saving is 4,961.70 EUR, and the "
    "emissions fall by 5,954 kg of CO2 a year. The investment is 9,183.00 EUR, the subsidy "
    "1,836.60 EUR, and the payback time 1.5 years."
)

LAMPS = Scene(
    "lamps",
    "Please write `audit.txt` about new lamps from `lamps.csv`: the yearly saving in EUR (0.25 EUR "
    "a kWh), the CO2 in kg a year (0.3 kg a kWh), the investment, the subsidy (20 % of it) and the "
    "payback in years (investment without subsidy by yearly saving), one decimal. A saving is the "
    "number of lamps times the watts less times the hours, in kWh.",
    {"lamps.csv": csv_text(_LAMPS)},
    _audit(_AUDIT),
    {
        "72 columns": _audit(_AUDIT, 72),
        "60 columns": _audit(_AUDIT, 60),
        "other words": _audit(
            "With an investment of 9183.00 EUR, of which the subsidy pays 1836.60 EUR, the owner "
            "saves 4961.70 EUR each year and avoids 5954 kg of CO2 a year. It pays back in 1.5 "
            "years.",
            66,
        ),
        "list": _audit(
            "Yearly saving: 4961.70 EUR\nCO2: 5954 kg a year\nInvestment: 9183.00 EUR\n"
            "Subsidy: 1836.60 EUR\nPayback: 1.5 years"
        ),
    },
    {
        "without the subsidy": _audit(_AUDIT.replace("1.5 years", "1.9 years"), 72),
        "another saving": _audit(_AUDIT.replace("4,961.70", "5,219.23"), 72),
        "swapped": _audit(
            _AUDIT.replace("9,183.00", "X").replace("4,961.70", "9,183.00").replace("X", "4,961.70")
        ),
        "one hall less": _audit(_AUDIT.replace("9,183.00", "7,248.00").replace("1.5", "1.2"), 60),
    },
)


def _text(name: str, text: str) -> dict[str, Content | None]:
    return {name: text}


_SURVEY = csv_text(
    [
        ["respondent", "age", "uses_bus", "satisfaction"],
        ["r1", 23, "yes", 4],
        ["r2", 31, "no", 2],
        ["r3", 45, "yes", 5],
        ["r4", 52, "yes", 3],
        ["r5", 19, "no", 1],
        ["r6", 64, "yes", 4],
        ["r7", 37, "no", 3],
        ["r8", 28, "yes", 2],
        ["r9", 71, "yes", 5],
        ["r10", 40, "no", 4],
    ]
)
RIDERS = Scene(
    "riders",
    "Write `summary.md` about the bus survey in `survey.csv`: how many people "
    "answered, how many of them use the bus, the mean satisfaction (one decimal) of "
    "those who use it and of those who do not, and the age of the oldest and the "
    "youngest respondent.",
    {"survey.csv": _SURVEY},
    _text(
        "summary.md",
        "10 people answered the survey; 6 of them use the bus. The mean satisfaction is "
        "3.8 among bus users and 2.5 among the others. The oldest respondent is 71 and "
        "the youngest 19.\n",
    ),
    {
        "list": _text(
            "summary.md",
            "- Answers: 10\n- Bus users: 6\n- Mean satisfaction, users: 3.8\n- Mean "
            "satisfaction, non-users: 2.5\n- Oldest: 71\n- Youngest: 19\n",
        ),
        "table": _text(
            "summary.md",
            "| | users | others | all |\n|---|---|---|---|\n| people | 6 | 4 | 10 |\n| "
            "satisfaction | 3.8 | 2.5 | 3.3 |\n\nAges run from 19 (youngest) to 71 "
            "(oldest).\n",
        ),
        "more": _text(
            "summary.md",
            "We got ten answers. Six people ride the bus, four do not. Riders gave 3.8 on "
            "average, non-riders gave 2.5; the overall mean satisfaction is 3.3. Respondents "
            "were between 19 and 71 years old.\n",
        ),
    },
    {
        "four": _text(
            "summary.md",
            "10 people answered the survey; 4 of them use the bus. The mean satisfaction is "
            "3.8 among bus users and 2.5 among the others. The oldest respondent is 71 and "
            "the youngest 19.\n",
        ),
        "one less": _text(
            "summary.md",
            "9 people answered the survey; 6 of them use the bus. The mean satisfaction is "
            "3.8 among bus users and 2.5 among the others. The oldest respondent is 64 and "
            "the youngest 19.\n",
        ),
    },
)
_SUPPLIES = csv_text(
    [
        ["item", "shelf", "qty", "unit_cost", "expires"],
        ["Gauze", "A", 120, 0.35, "2026-09-30"],
        ["Syringe 5 ml", "A", 400, 0.12, "2026-05-31"],
        ["Gloves M", "B", 250, 0.09, "2027-01-31"],
        ["Saline 500 ml", "C", 36, 2.40, "2026-04-30"],
        ["Plaster", "B", 90, 0.22, "2026-04-15"],
        ["Mask", "C", 0, 0.15, "2027-03-31"],
    ]
)
SUPPLIES = Scene(
    "supplies",
    "Please make `memo.txt` for the head nurse from `stock.csv` (counted on 20 April "
    "2026): the value of the whole stock in EUR, the value of what is past its "
    "expiry date that day or expires before 1 June 2026, the share of that in the "
    "whole value in percent (one decimal), and which item has the highest value, "
    "with that value.",
    {"stock.csv": _SUPPLIES},
    _text(
        "memo.txt",
        "The stock is worth 218.70 EUR in total. Items that are expired or expire before "
        "1 June 2026 make up 154.20 EUR of it, which is 70.5 % of the value. The most "
        "valuable item is Saline 500 ml with 86.40 EUR.\n",
    ),
    {
        "list": _text(
            "memo.txt",
            "Stock value: EUR 218.70\nExpired or expiring: EUR 154.20 (70.5%)\nHighest "
            "value: Saline 500 ml, EUR 86.40\n",
        ),
        "prose": _text(
            "memo.txt",
            "Dear Ms Hall,\n\nSaline 500 ml ties up most money, 86.40 EUR. All items "
            "together come to 218.70 EUR; 154.20 EUR of\nthis, or 70.5 percent, will be lost "
            "by the end of May 2026 if nothing is used. (Syringes: 48.00 EUR, Plaster: 19.80 "
            "EUR.)\n",
        ),
        "table": _text(
            "memo.txt",
            "Memo\n\nwhat | EUR | share\n--- | --- | ---\nwhole stock | 218.70 | 100.0 %\n"
            "expired or soon | 154.20 | 70.5 %\n\nHighest: Saline 500 ml (86.40 EUR)\n",
        ),
    },
    {
        "without expired": _text(
            "memo.txt",
            "The stock is worth 218.70 EUR in total. Items that are expired or expire before "
            "1 June 2026 make up 134.40 EUR of it, which is 61.5 % of the value. The most "
            "valuable item is Saline 500 ml with 86.40 EUR.\n",
        ),
        "other item": _text(
            "memo.txt",
            "The stock is worth 218.70 EUR in total. Items that are expired or expire before "
            "1 June 2026 make up 154.20 EUR of it, which is 70.5 % of the value. The most "
            "valuable item is Syringe 5 ml with 48.00 EUR.\n",
        ),
        "swap": _text(
            "memo.txt",
            "The stock is worth 154.20 EUR in total. Items that are expired or expire before "
            "1 June 2026 make up 218.70 EUR of it, which is 70.5 % of the value. The most "
            "valuable item is Saline 500 ml with 86.40 EUR.\n",
        ),
    },
)
_WELL = csv_text(
    [
        ["week", "well", "level_m", "pumped_m3"],
        [14, "W1", 12.4, 310],
        [14, "W2", 9.8, 150],
        [15, "W1", 12.1, 355],
        [15, "W2", 9.9, 140],
        [16, "W1", 11.6, 420],
        [16, "W2", 9.7, 165],
        [17, "W1", 11.9, 300],
        [17, "W2", 9.5, 180],
    ]
)
WELLS = Scene(
    "wells",
    "From `wells.csv` write `note.md`, no more than 80 words: the water pumped in "
    "weeks 14 to 17 from both wells together (m3), the week with the most water "
    "pumped and how much that was, by how many metres the level of each well changed "
    "from week 14 to week 17 (one decimal, with sign), and how many weeks well W1 "
    "was below 12.0 m.",
    {"wells.csv": _WELL},
    _text(
        "note.md",
        "In weeks 14 to 17 2020 m3 were pumped from both wells. Most was pumped in week "
        "16: 585 m3. The level of W1 changed by -0.5 m, that of W2 by -0.3 m. W1 was "
        "below 12.0 m in 2 weeks.\n",
    ),
    {
        "list": _text(
            "note.md",
            "- Total pumped: 2,020 m³\n- Peak week: 16 (585 m³)\n- W1: -0.5 m\n- W2: -0.3 m\n"
            "- Weeks with W1 under 12.0 m: 2\n",
        ),
        "prose": _text(
            "note.md",
            "Both wells gave 2020 m3 together, week 16 being the strongest with 585 m3. W1 "
            "fell by 0.5 m from 12.4 m to 11.9 m and W2 fell by 0.3 m from 9.8 m to 9.5 m. "
            "In two weeks (16 and 17) W1 stood below 12.0 m.\n",
        ),
        "table": _text(
            "note.md",
            "| Well | Change of level |\n|---|---|\n| W1 | \u22120.5 m |\n| W2 | \u22120.3 m |\n\n"
            "Pumped in all: 2020 m3, most of it in week 16 (585 m3). Well W1 was below 12.0 "
            "m for two weeks.\n",
        ),
    },
    {
        "wells swapped": _text(
            "note.md",
            "In weeks 14 to 17 2020 m3 were pumped from both wells. Most was pumped in week "
            "16: 585 m3. The level of W1 changed by -0.3 m, that of W2 by -0.5 m. W1 was "
            "below 12.0 m in 2 weeks.\n",
        ),
        "week 15": _text(
            "note.md",
            "In weeks 14 to 17 2020 m3 were pumped from both wells. Most was pumped in week "
            "15: 495 m3. The level of W1 changed by -0.5 m, that of W2 by -0.3 m. W1 was "
            "below 12.0 m in 2 weeks.\n",
        ),
        "sign": _text(
            "note.md",
            "In weeks 14 to 17 2020 m3 were pumped from both wells. Most was pumped in week "
            "16: 585 m3. The level of W1 changed by +0.5 m, that of W2 by +0.3 m. W1 was "
            "below 12.0 m in 2 weeks.\n",
        ),
        "three weeks": _text(
            "note.md",
            "In weeks 14 to 17 2020 m3 were pumped from both wells. Most was pumped in week "
            "16: 585 m3. The level of W1 changed by -0.5 m, that of W2 by -0.3 m. W1 was "
            "below 12.0 m in 3 weeks.\n",
        ),
        "one well": _text(
            "note.md",
            "In weeks 14 to 17 1385 m3 were pumped from both wells. Most was pumped in week "
            "16: 420 m3. The level of W1 changed by -0.5 m, that of W2 by -0.3 m. W1 was "
            "below 12.0 m in 2 weeks.\n",
        ),
    },
)

SCENES = [FALLS, BERTHS, LAMPS, RIDERS, SUPPLIES, WELLS]
