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

SCENES = [FALLS, BERTHS, LAMPS]
