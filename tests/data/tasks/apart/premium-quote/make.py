"""Make the quote task: JSON and TOML as text, pdf by reportlab."""

import json
import tomllib
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

from tests.data.tasks.fixed_files import begin, finish, place, read_rows, write_rows

JSON, PDF, REFERENCE = "quote.json", "quote.pdf", "Q-2026-0417"
TARIFF = """# Property, commercial. Rates per 1,000 of sum insured.
minimum_premium = 850.00
multi_location_discount = 0.075
insurance_tax = 0.19

[base_rate]
masonry = 0.92
steel = 1.18
timber = 2.65

[factor.sprinklers]
yes = 0.80
no = 1.00

# by distance to the fire station in km: the first line that fits counts
[[factor.distance]]
up_to_km = 3.0
value = 0.95

[[factor.distance]]
up_to_km = 8.0
value = 1.00

[[factor.distance]]
up_to_km = 999.0
value = 1.15

[loading]
claim = 0.12
"""
HEAD = ["id", "address", "construction", "building", "contents", "sprinklers", "fire_station_km"]
LOCATIONS = [
    ("HS-1", "Harbour Street 4", "masonry", 4250000, 1180000, "yes", "3.0", 1),
    ("HS-2", "Harbour Street 9", "steel", 3600000, 2475500, "no", "3.4", 2),
    ("HS-3", "Harbour Street 11a", "timber", 240000, 65000, "yes", "3.6", 0),
]
ABOUT = {
    "title": "Quote three locations for a broker",
    "profession": "Insurance underwriter",
    "occupation": "13-2053.00",
    "work": "separate",
    "families": ["toml", "csv", "json", "pdf", "sum", "agreement of two outputs"],
    "alternate_correct": {
        "other_order": "Locations and keys in another order, whole numbers without decimals; "
        "the pdf is drawn line by line with amounts as 1,234.56 EUR.",
        "letter_paper": "JSON on one line; the pdf on other paper with a grid, the currency in "
        "the headings and the discount as a line of its own.",
    },
    "known_bad": {
        "loadings_compounded": "Two claims are taken as 1.12 times 1.12 instead of 1.24.",
        "discount_after_tax": "The tax is charged on the net before the discount.",
        "no_minimum": "The minimum premium of HS-3 is not applied.",
    },
}
CENT = Decimal("0.01")


def cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


def premium(row: dict[str, str], tariff: dict, compound: bool, minimum: bool) -> Decimal:
    distance = next(
        step["value"]
        for step in tariff["factor"]["distance"]
        if Decimal(row["fire_station_km"]) <= step["up_to_km"]
    )
    claims, loading = int(row["claims_5y"]), tariff["loading"]["claim"]
    loaded = (1 + loading) ** claims if compound else 1 + claims * loading
    value = Decimal(int(row["building"]) + int(row["contents"])) / 1000
    for factor in (
        tariff["base_rate"][row["construction"]],
        tariff["factor"]["sprinklers"][row["sprinklers"]],
        distance,
        loaded,
    ):
        value *= factor
    return cents(max(value, tariff["minimum_premium"]) if minimum else value)


def quote(source: Path, compound: bool = False, minimum: bool = True, late: bool = False) -> dict:
    tariff = tomllib.loads((source / "tariff.toml").read_text(), parse_float=Decimal)
    rows = read_rows(source / "locations.csv")
    listed = [{"id": row["id"], "premium": premium(row, tariff, compound, minimum)} for row in rows]
    total = sum(one["premium"] for one in listed)
    insured = sum(int(row["building"]) + int(row["contents"]) for row in rows)
    entitled = insured > 10_000_000 or all(row["sprinklers"] == "yes" for row in rows)
    discount = cents(total * tariff["multi_location_discount"]) if entitled else Decimal(0)
    net = total - discount
    tax = cents((total if late else net) * tariff["insurance_tax"])
    return {
        "reference": REFERENCE,
        "locations": listed,
        "net": net,
        "discount": discount,
        "tax": tax,
        "gross": net + tax,
    }


def plain(value: object, whole: bool = False) -> object:
    if isinstance(value, Decimal):
        return int(value) if whole and value % 1 == 0 else float(value)
    if isinstance(value, dict):
        return {key: plain(one, whole) for key, one in value.items()}
    return [plain(one, whole) for one in value] if isinstance(value, list) else value


def insured() -> dict[str, int]:
    return {row[0]: row[3] + row[4] for row in LOCATIONS}


def paper(path: Path, found: dict, size: tuple[float, float] = A4, full: bool = False) -> None:
    unit = "" if full else "EUR "
    head = (
        ["Location", "Sum insured (EUR)", "Premium (EUR)"]
        if full
        else ["Location", "Sum insured", "Premium"]
    )
    rows = [
        [one["id"], f"{unit}{insured()[one['id']]:,}", f"{unit}{one['premium']:,.2f}"]
        for one in found["locations"]
    ]
    lines = [("Net after discount", "net"), ("Insurance tax 19 %", "tax"), ("Gross", "gross")]
    if full:
        lines.insert(0, ("Multi-location discount", "discount"))
    rows += [[text, "", f"{unit}{found[key]:,.2f}"] for text, key in lines]
    style = getSampleStyleSheet()
    grid = [("GRID", (0, 0), (-1, -1), 0.5, colors.grey)] if full else []
    page = SimpleDocTemplate(str(path), pagesize=size, invariant=True, title="Quote")
    page.build(
        [
            Paragraph(f"Quote {found['reference']}", style["Title"]),
            Paragraph("Commercial property, Harbour Street", style["Normal"]),
            Spacer(1, 12),
            Table([head, *rows], style=grid),
            Spacer(1, 12),
            Paragraph("This quote is valid until 30 April 2026.", style["Normal"]),
        ]
    )


def drawn(path: Path, found: dict) -> None:
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    street = {row[0]: row[1] for row in LOCATIONS}
    lines = [f"Our reference: {found['reference']}", "Dear Mr Castellan, we offer:"]
    lines += [
        f"{one['id']}, {street[one['id']]}: sum insured {insured()[one['id']]:,} EUR, "
        f"premium {one['premium']:,.2f} EUR"
        for one in found["locations"]
    ]
    lines += [
        f"Net premium after {found['discount']:,.2f} EUR discount: {found['net']:,.2f} EUR",
        f"19% insurance tax: {found['tax']:,.2f} EUR",
        f"Gross premium: {found['gross']:,.2f} EUR",
        "Valid until 30 April 2026",
    ]
    for at, line in enumerate(lines):
        canvas.drawString(72, 770 - 20 * at, line)
    canvas.save()


def store(made: Path, found: dict, **style: object) -> None:
    (made / JSON).write_text(json.dumps(plain(found), **(style or {"indent": 2})) + "\n")


def prove(found: dict) -> None:
    """Compare with the sums as done on paper."""
    one = cents(
        Decimal(5430) * Decimal("0.92") * Decimal("0.8") * Decimal("0.95") * Decimal("1.12")
    )
    two = cents(Decimal("6075.5") * Decimal("1.18") * Decimal("1.24"))
    three = Decimal(850)
    net = one + two + three - cents((one + two + three) * Decimal("0.075"))
    assert [loc["premium"] for loc in found["locations"]] == [one, two, three], found
    assert (found["net"], found["gross"]) == (net, net + cents(net * Decimal("0.19"))), found


def main() -> None:
    folder = begin(__file__)
    source = folder / "input"
    (source / "tariff.toml").write_text(TARIFF)
    write_rows(source / "locations.csv", [[*HEAD, "claims_5y"], *LOCATIONS])
    right = quote(source)
    prove(right)
    made = place(folder, "reference")
    store(made, right)
    paper(made / PDF, right)

    made = place(folder, "alternate_correct/other_order")
    turned = dict(reversed(plain(right, whole=True).items()))
    turned["locations"].reverse()
    (made / JSON).write_text(json.dumps(turned, indent=1) + "\n")
    drawn(made / PDF, right)
    made = place(folder, "alternate_correct/letter_paper")
    store(made, right, separators=(",", ":"))
    paper(made / PDF, right, LETTER, full=True)

    wrong = {"loadings_compounded": quote(source, compound=True)}
    wrong |= {"discount_after_tax": quote(source, late=True)}
    wrong |= {"no_minimum": quote(source, minimum=False)}
    for name, found in wrong.items():
        assert found["gross"] != right["gross"]
        made = place(folder, f"known_bad/{name}")
        store(made, found)
        paper(made / PDF, found)
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
