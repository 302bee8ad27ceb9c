"""Make the quarter report task: JSON, csv and HTML written by Python, one page by lxml."""

import json
import random
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from lxml import etree

from tests.data.tasks.fixed_files import begin, finish, place, read_rows, write_rows

PAGE, DATA = "quarter.html", "zones-summary.json"
SEED = 1907
ZONES = [("R1", "0.4", "0.8", 40), ("R2", "0.4", "1.2", 25), ("M1", "0.6", "2.4", 15)]
ZONES += [("C1", "0.8", "3.0", 0), ("P", "0.05", "0.05", 0)]
COUNTS = {"R1": 9, "R2": 7, "M1": 6, "C1": 3, "P": 4}
HEADS = ["Zone", "Parcels", "Land (ha)", "Built floor area (m2)", "Permitted floor area (m2)"]
HEADS += ["Reserve (m2)"]
ABOUT = {
    "title": "Report the building reserve of a quarter",
    "profession": "City planner",
    "occupation": "19-3051.00",
    "work": "separate",
    "families": ["json", "csv", "html", "sum", "agreement of two outputs"],
    "alternate_correct": {
        "thousands_two_tables": "Thousands separators, zones in alphabetical order, the "
        "parcels over their ratio as a second table; JSON in another order of keys.",
        "made_with_lxml": "XHTML without style, other words, the total in a table foot; "
        "areas in the JSON as decimals (2400.0).",
    },
    "known_bad": {
        "reserve_netted": "The excess of one parcel is set against the reserve of others.",
        "coverage_ratio_used": "Permitted floor area is taken from the site coverage ratio.",
        "streets_included": "Zone P is part of the table, the total and the JSON.",
    },
}


def parcels() -> list[dict]:
    draw, rows = random.Random(SEED), []
    over = {"R1": (2, 6), "R2": (3,), "M1": (1,), "C1": (), "P": ()}
    ratio = {zone: float(far) for zone, _, far, _ in ZONES}
    for zone, count in COUNTS.items():
        for at in range(count):
            land = draw.randrange(380, 2400) + draw.choice([0.0, 0.25, 0.75])
            used = draw.uniform(1.05, 1.3) if at in over[zone] else draw.uniform(0.3, 0.93)
            built = round(land * ratio[zone] * used) if zone != "P" else 0
            rows.append({"zone": zone, "land_m2": land, "built_floor_m2": built})
    draw.shuffle(rows)
    return [{"parcel": f"W-{310 + 4 * at}", **row} for at, row in enumerate(rows)]


def whole(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def study(
    source: Path, ratio: str = "floor_area_ratio", netted: bool = False, streets: bool = False
) -> tuple[list[dict], list[tuple[str, int]]]:
    """Return the figures of each zone, and the parcels over their ratio with the excess."""
    rules = {row["zone"]: Decimal(row[ratio]) for row in read_rows(source / "zones.csv")}
    zones: dict[str, dict] = {}
    over = []
    for one in json.loads((source / "parcels.json").read_text())["parcels"]:
        if one["zone"] == "P" and not streets:
            continue
        land = Decimal(str(one["land_m2"]))
        permitted = whole(land * rules[one["zone"]])
        room = permitted - one["built_floor_m2"]
        keys = ("parcels", "land_m2", "built_m2", "permitted_m2", "reserve_m2")
        zone = zones.setdefault(one["zone"], {"zone": one["zone"], **dict.fromkeys(keys, 0)})
        room_kept = room if netted else max(room, 0)
        values = (1, land, one["built_floor_m2"], permitted, room_kept)
        for key, value in zip(keys, values, strict=True):
            zone[key] += value
        if room < 0:
            over.append((one["parcel"], -room))
    order = [zone for zone, *_ in ZONES]
    return sorted(zones.values(), key=lambda z: order.index(z["zone"])), over


def total(rows: list[dict]) -> dict:
    return {
        "zone": "Weaver quarter",
        **{key: sum(row[key] for row in rows) for key in rows[0] if key != "zone"},
    }


def cells(row: dict, number: str) -> list[str]:
    hectares = (row["land_m2"] / 10000).quantize(Decimal("0.01"), ROUND_HALF_UP)
    areas = [number.format(row[key]) for key in ("built_m2", "permitted_m2", "reserve_m2")]
    return [row["zone"], str(row["parcels"]), str(hectares), *areas]


def tr(values: list[str], tag: str = "td") -> str:
    return "<tr>" + "".join(f"<{tag}>{value}</{tag}>" for value in values) + "</tr>"


def page(rows: list[dict], over: list[tuple[str, int]]) -> str:
    lines = ["<!DOCTYPE html>", '<html lang="en">', "<head>", '<meta charset="utf-8">']
    lines += ["<title>Weaver quarter: what the plan allows</title>", "</head>", "<body>"]
    lines += ["<h1>Weaver quarter: what the plan allows</h1>", "<table>", tr(HEADS, "th")]
    lines += [tr(cells(row, "{}")) for row in [*rows, total(rows)]]
    lines += ["</table>", "<h2>Parcels above their floor area ratio</h2>", "<ul>"]
    lines += [f"<li>{parcel}: {excess} m2 too much</li>" for parcel, excess in over]
    return "\n".join([*lines, "</ul>", "</body>", "</html>", ""])


def tables_page(rows: list[dict], over: list[tuple[str, int]]) -> str:
    rows = sorted(rows, key=lambda row: row["zone"])
    lines = ["<html><head><title>Weaver</title></head><body>", "<h1>The Weaver quarter</h1>"]
    lines += ['<table class="wide"><thead>', tr(HEADS, "th"), "</thead><tbody>"]
    lines += [tr(cells(row, "{:,}")) for row in [*rows, total(rows)]]
    lines += ["</tbody></table>", "<h3>Over the limit</h3>", "<table>"]
    lines += [tr(["Parcel", "Excess (m2)"], "th")]
    lines += [tr([parcel, f"{excess:,}"]) for parcel, excess in sorted(over)]
    return "\n".join([*lines, "</table></body></html>"])


def lxml_page(rows: list[dict], over: list[tuple[str, int]]) -> bytes:
    root = etree.Element("html", xmlns="http://www.w3.org/1999/xhtml")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = "Weaver quarter"
    body = etree.SubElement(root, "body")
    etree.SubElement(body, "h2").text = "Reserve in the Weaver quarter"
    table = etree.SubElement(body, "table")
    parts = {"thead": [HEADS], "tbody": [cells(row, "{}") for row in rows]}
    parts["tfoot"] = [cells({**total(rows), "zone": "Total"}, "{}")]
    for part, lines in parts.items():
        section = etree.SubElement(table, part)
        for line in lines:
            row = etree.SubElement(section, "tr")
            for text in line:
                etree.SubElement(row, "td").text = text
    etree.SubElement(body, "p").text = "These parcels are built beyond their ratio:"
    listed = etree.SubElement(body, "ol")
    for parcel, excess in sorted(over, key=lambda pair: -pair[1]):
        etree.SubElement(listed, "li").text = f"Parcel {parcel} by {excess} square metres"
    return etree.tostring(root, pretty_print=True, encoding="utf-8", xml_declaration=True)


def data(path: Path, rows: list[dict], decimals: bool = False, turned: bool = False) -> None:
    made = []
    for row in rows:
        plain = {k: float(v) if isinstance(v, Decimal) else v for k, v in row.items()}
        if decimals:
            plain = {k: float(v) if k.endswith("m2") else v for k, v in plain.items()}
        made.append(dict(reversed(plain.items())) if turned else plain)
    path.write_text(json.dumps(made[::-1] if turned else made, indent=None if turned else 2) + "\n")


def store(made: Path, found: tuple[list[dict], list[tuple[str, int]]]) -> None:
    (made / PAGE).write_text(page(*found))
    data(made / DATA, found[0])


def prove(found: tuple[list[dict], list[tuple[str, int]]], source: Path) -> None:
    rows, over = found
    listed = [
        one
        for one in json.loads((source / "parcels.json").read_text())["parcels"]
        if one["zone"] != "P"
    ]
    assert len(over) == 4 and sum(row["parcels"] for row in rows) == len(listed) == 25
    ratio = {zone: Decimal(far) for zone, _, far, _ in ZONES}
    exact = [Decimal(str(one["land_m2"])) * ratio[one["zone"]] for one in listed]
    assert all(area % 1 != Decimal("0.5") for area in exact), "nothing may hang on half a metre"
    excess, net = sum(area for _, area in over), total(rows)
    assert net["permitted_m2"] - net["built_m2"] == net["reserve_m2"] - excess
    assert float(net["land_m2"]) == sum(one["land_m2"] for one in listed)
    shown = [Decimal(cells(row, "{}")[2]) for row in [*rows, net]]
    assert sum(shown[:-1]) == shown[-1], "the hectares must add up as printed"


def main() -> None:
    folder = begin(__file__)
    source = folder / "input"
    listed = {"quarter": "Weaver", "date": "2026-01-15", "parcels": parcels()}
    (source / "parcels.json").write_text(json.dumps(listed, indent=1) + "\n")
    head = ["zone", "site_coverage_ratio", "floor_area_ratio", "open_space_m2_per_dwelling"]
    write_rows(source / "zones.csv", [head, *ZONES])
    right = study(source)
    prove(right, source)
    store(place(folder, "reference"), right)
    made = place(folder, "alternate_correct/thousands_two_tables")
    (made / PAGE).write_text(tables_page(*right))
    data(made / DATA, right[0], turned=True)
    made = place(folder, "alternate_correct/made_with_lxml")
    (made / PAGE).write_bytes(lxml_page(*right))
    data(made / DATA, right[0], decimals=True)
    store(place(folder, "known_bad/reserve_netted"), study(source, netted=True))
    coverage = study(source, ratio="site_coverage_ratio")
    store(place(folder, "known_bad/coverage_ratio_used"), coverage)
    store(place(folder, "known_bad/streets_included"), study(source, streets=True))
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
