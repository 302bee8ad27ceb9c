"""Make the manifest task: csv and tsv by Python's csv module, the manifest by lxml."""

import xml.etree.ElementTree as plain_tree
from decimal import Decimal
from pathlib import Path

from lxml import etree

from tests.data.tasks.fixed_files import begin, finish, place, read_rows, write_rows

LAYOUT = """Manifest layout, version 3 (values are examples)

<manifest carrier="NORDFRACHT" destination="Rotterdam">
  <consignment ref="ORDER">
    <item sku="SKU" pieces="12" value="118.80"/>
    <grossWeight unit="kg">14.250</grossWeight>
    <customsValue currency="EUR">118.80</customsValue>
  </consignment>
  <totals>
    <consignments>1</consignments>
    <grossWeight unit="kg">14.250</grossWeight>
    <customsValue currency="EUR">118.80</customsValue>
  </totals>
</manifest>

Value of an item: pieces times unit value. Order of consignments and items is free.
"""
PRODUCTS = [
    ("VL-200", "Ball valve 20 mm", 412, "9.90"),
    ("VL-320", "Ball valve 32 mm", 873, "15.45"),
    ("FT-090", "Elbow fitting 90 deg", 96, "2.35"),
    ("FT-045", "Elbow fitting 45 deg", 88, "2.20"),
    ("HS-010", "Hose 10 m, reinforced", 2640, "31.00"),
    ("GK-001", "Gasket set", 37, "4.75"),
]
ORDERS = [
    ("40718", "released", "1350", [("VL-200", 40), ("GK-001", 12)]),
    ("40722", "hold", "900", [("HS-010", 6)]),
    ("40703", "released", "2100", [("HS-010", 9), ("FT-090", 150), ("FT-045", 75)]),
    ("40731", "released", "780", [("VL-320", 18)]),
    ("40729", "cancelled", "780", [("VL-320", 18), ("GK-001", 4)]),
    ("40699", "released", "1125", [("GK-001", 55), ("VL-200", 16), ("VL-320", 7)]),
]
HEAD = ["order", "sku", "description", "pieces"]
ABOUT = {
    "title": "Write the carrier's manifest and the packing list",
    "profession": "Shipping clerk",
    "occupation": "43-5071.00",
    "work": "separate",
    "families": ["csv", "xml", "tsv", "sum", "agreement of two outputs"],
    "alternate_correct": {
        "ascending_one_line": "Consignments in ascending order, XML without indentation, "
        "attributes in another order, no declaration.",
        "reversed_items": "Items and consignments in another order, tabs for indentation; the "
        "list as a spreadsheet saves it (CRLF), items sorted by number.",
    },
    "known_bad": {
        "grams": "Weights are in grams although the unit says kg.",
        "cancelled_travels": "The cancelled order is in the manifest and on the list.",
        "totals_of_draft": "The totals still hold order 40722, which is on hold, so they are "
        "not the sums.",
    },
}


def inputs(source: Path) -> None:
    (source / "manifest-layout.txt").write_text(LAYOUT)
    head = ["sku", "description", "net_g", "unit_value_eur"]
    write_rows(source / "products.csv", [head, *PRODUCTS])
    lines = [["order", "status", "packaging_g", "sku", "pieces"]]
    for order, status, packaging, items in ORDERS:
        for at, (sku, pieces) in enumerate(items):
            lines.append([order, status, packaging if at == 0 else "", sku, pieces])
    write_rows(source / "orders.csv", lines)


def consignments(source: Path, statuses: tuple[str, ...] = ("released",)) -> list[dict]:
    goods = {row["sku"]: row for row in read_rows(source / "products.csv")}
    made: dict[str, dict] = {}
    for row in read_rows(source / "orders.csv"):
        if row["status"] not in statuses:
            continue
        one = made.setdefault(row["order"], {"ref": row["order"], "items": [], "grams": 0})
        product, pieces = goods[row["sku"]], int(row["pieces"])
        value = pieces * Decimal(product["unit_value_eur"])
        one["items"].append((row["sku"], pieces, value, product["description"]))
        one["grams"] += pieces * int(product["net_g"]) + int(row["packaging_g"] or 0)
    return list(made.values())


def weigh(parent: etree._Element, grams: int, value: Decimal, per: int) -> None:
    etree.SubElement(parent, "grossWeight", unit="kg").text = f"{Decimal(grams) / per:.3f}"
    etree.SubElement(parent, "customsValue", currency="EUR").text = f"{value:.2f}"


def manifest(found: list[dict], totals: list[dict], per: int = 1000) -> etree._Element:
    root = etree.Element("manifest", carrier="NORDFRACHT", destination="Rotterdam")
    worth = {id(c): sum(item[2] for item in c["items"]) for c in [*found, *totals]}
    for one in found:
        entry = etree.SubElement(root, "consignment", ref=one["ref"])
        for sku, pieces, value, _ in one["items"]:
            etree.SubElement(entry, "item", sku=sku, pieces=str(pieces), value=f"{value:.2f}")
        weigh(entry, one["grams"], worth[id(one)], per)
    end = etree.SubElement(root, "totals")
    etree.SubElement(end, "consignments").text = str(len(totals))
    grams, value = sum(c["grams"] for c in totals), sum(worth[id(c)] for c in totals)
    weigh(end, grams, value, per)
    return root


def packing(found: list[dict]) -> list[list[object]]:
    rows = [[c["ref"], sku, text, n] for c in found for sku, n, _, text in c["items"]]
    return [HEAD, *sorted(rows, key=lambda row: row[0])]


def store(
    made: Path, root: etree._Element, rows: list[list[object]], end: str = "\n", **style: object
) -> None:
    style = style or {"pretty_print": True, "xml_declaration": True, "encoding": "UTF-8"}
    (made / "manifest.xml").write_bytes(etree.tostring(root, **style))
    write_rows(made / "packing-list.tsv", rows, "\t", end)


def prove(path: Path) -> None:
    """Check the manifest against sums worked out by hand."""
    root = plain_tree.parse(path).getroot()
    grams = {"40718": 40 * 412 + 12 * 37 + 1350, "40731": 18 * 873 + 780}
    grams["40703"] = 9 * 2640 + 150 * 96 + 75 * 88 + 2100
    grams["40699"] = 55 * 37 + 16 * 412 + 7 * 873 + 1125
    found = {c.get("ref"): c.findtext("grossWeight") for c in root.iter("consignment")}
    assert found == {ref: f"{g / 1000:.3f}" for ref, g in grams.items()}, found
    assert root.findtext("totals/grossWeight") == f"{sum(grams.values()) / 1000:.3f}"
    values = [Decimal(item.get("value")) for item in root.iter("item")]
    assert Decimal(root.findtext("totals/customsValue")) == sum(values)


def other_order(found: list[dict]) -> list[dict]:
    return [{**c, "items": sorted(c["items"], reverse=True)} for c in found[::-1]]


def main() -> None:
    folder = begin(__file__)
    source = folder / "input"
    inputs(source)
    right = consignments(source)
    made = place(folder, "reference")
    store(made, manifest(right, right), packing(right))
    prove(made / "manifest.xml")

    made = place(folder, "alternate_correct/ascending_one_line")
    ascending = sorted(right, key=lambda c: c["ref"])
    root = manifest(ascending, ascending)
    for item in root.iter("item"):
        values = dict(reversed(item.items()))
        item.attrib.clear()
        item.attrib.update(values)
    store(made, root, packing(ascending), encoding="UTF-8", xml_declaration=False)
    prove(made / "manifest.xml")

    made = place(folder, "alternate_correct/reversed_items")
    other = other_order(right)
    root = manifest(other, other)
    etree.indent(root, "\t")
    rows = [HEAD, *sorted(packing(right)[1:])]
    store(made, root, rows, "\r\n", encoding="utf-8", xml_declaration=True)
    prove(made / "manifest.xml")

    store(place(folder, "known_bad/grams"), manifest(right, right, per=1), packing(right))
    more = consignments(source, ("released", "cancelled"))
    store(place(folder, "known_bad/cancelled_travels"), manifest(more, more), packing(more))
    held = consignments(source, ("released", "hold"))
    store(place(folder, "known_bad/totals_of_draft"), manifest(right, held), packing(right))
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
