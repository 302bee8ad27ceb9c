"""Make the reconciliation task: JSON and text by Python, the ward chart by lxml."""

import json
from decimal import Decimal
from pathlib import Path

from lxml import etree

from tests.data.tasks.fixed_files import begin, finish, place, read_rows, write_rows

PATIENT = "Aldous, Margaret"
HOME = [
    ("metformin", "500", "mg", 2, False),
    ("ramipril", "5", "mg", 1, False),
    ("levothyroxine", "75", "mcg", 1, False),
    ("bisoprolol", "2.5", "mg", 1, False),
    ("simvastatin", "40", "mg", 1, False),
    ("omeprazole", "20", "mg", 1, False),
    ("furosemide", "40", "mg", 1, False),
    ("paracetamol", "1", "g", 4, True),
    ("colecalciferol", "25", "mcg", 1, False),
]
WARD = [
    ("Glucophage SR", "1", "g", 1, False),
    ("Tritace", "5", "mg", 2, False),
    ("Eltroxin", "0.1", "mg", 1, False),
    ("bisoprolol", "1.25", "mg", 2, False),
    ("simvastatin", "40", "mg", 1, False),
    ("Lasix", "40", "mg", 1, False),
    ("Clexane", "40", "mg", 1, False),
    ("codeine", "30", "mg", 4, True),
    ("colecalciferol", "25", "mcg", 1, False),
]
BRANDS = [("Clexane", "enoxaparin"), ("Eltroxin", "levothyroxine")]
BRANDS += [("Glucophage SR", "metformin"), ("Lasix", "furosemide"), ("Losec", "omeprazole")]
BRANDS += [("Tritace", "ramipril"), ("Zocor", "simvastatin")]
MG = {"mg": Decimal(1), "g": Decimal(1000), "mcg": Decimal("0.001")}
ABOUT = {
    "title": "Reconcile home medicines with the ward chart",
    "profession": "Pharmacist",
    "occupation": "29-1051.00",
    "work": "separate",
    "families": ["json", "xml", "md", "agreement of two outputs"],
    "alternate_correct": {
        "compact_other_order": "JSON on one line, lists and keys in another order, whole numbers "
        "written as 40.0; the note is a table.",
        "micrograms_in_note": "Alphabetical order, CRLF; the note gives small doses in "
        "micrograms as well and words everything differently.",
    },
    "known_bad": {
        "brands_not_resolved": "Brand names are taken for other medicines, so they appear as "
        "omitted and added.",
        "micrograms_as_mg": "Micrograms are read as milligrams.",
        "note_miscounts": "The note leaves out the added medicine and counts the agreed ones "
        "wrongly, so it contradicts the JSON.",
    },
}


def inputs(source: Path) -> None:
    keys = ("drug", "dose", "unit", "times_per_day", "prn")
    listed = [dict(zip(keys, (n, float(d), *rest), strict=True)) for n, d, *rest in HOME]
    home = {"patient": PATIENT, "born": "1948-11-02", "source": "GP", "medication": listed}
    (source / "home-medication.json").write_text(json.dumps(home, indent=2) + "\n")
    chart = etree.Element("chart", ward="4B", patient=PATIENT)
    for name, dose, unit, times, prn in WARD:
        entry = etree.SubElement(chart, "entry", prn="yes" if prn else "no")
        etree.SubElement(entry, "product").text = name
        etree.SubElement(entry, "dose", unit=unit).text = dose
        etree.SubElement(entry, "timesPerDay").text = str(times)
    tree = etree.ElementTree(chart)
    tree.write(source / "ward-chart.xml", pretty_print=True, xml_declaration=True, encoding="UTF-8")
    write_rows(source / "brands.tsv", [("brand", "generic"), *BRANDS], delimiter="\t")


def daily(
    source: Path, resolve: bool = True, units: dict[str, Decimal] = MG
) -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    """Return the daily dose in mg of each regular medicine at home and on the ward."""
    rows = read_rows(source / "brands.tsv", "\t")
    generic = {row["brand"]: row["generic"] for row in rows} if resolve else {}
    home = {
        one["drug"]: Decimal(str(one["dose"])) * units[one["unit"]] * one["times_per_day"]
        for one in json.loads((source / "home-medication.json").read_text())["medication"]
        if not one["prn"]
    }
    ward = {}
    for entry in etree.parse(source / "ward-chart.xml").iter("entry"):
        if entry.get("prn") == "no":
            name, dose = entry.findtext("product"), entry.find("dose")
            times = int(entry.findtext("timesPerDay"))
            ward[generic.get(name, name).lower()] = (
                Decimal(dose.text) * units[dose.get("unit")] * times
            )
    return home, ward


def reconcile(home: dict[str, Decimal], ward: dict[str, Decimal]) -> dict[str, object]:
    def entry(drug: str, kind: str) -> dict[str, object]:
        doses = {"home_mg": home.get(drug), "ward_mg": ward.get(drug)}
        shown = {k: None if v is None else plain(v) for k, v in doses.items()}
        return {"drug": drug, "kind": kind, **shown}

    agreed = [drug for drug in home if home[drug] == ward.get(drug)]
    found = [entry(drug, "omitted") for drug in home if drug not in ward]
    found += [entry(d, "dose") for d in home if d in ward and home[d] != ward[d]]
    found += [entry(drug, "added") for drug in ward if drug not in home]
    return {"patient": PATIENT, "agreed": agreed, "discrepancies": found}


def plain(value: Decimal) -> float | int:
    return int(value) if value == value.to_integral_value() else float(value)


def dose(value: object) -> str:
    return "none" if value is None else f"{value} mg"


def bullets(result: dict[str, object], of: int) -> str:
    lines = ["# Medicines reconciliation: Aldous, Margaret", ""]
    for one in result["discrepancies"]:
        doses = f"home {dose(one['home_mg'])}, ward {dose(one['ward_mg'])} per day"
        lines.append(f"- {one['drug']} ({one['kind']}): {doses}")
    lines += ["", f"{len(result['agreed'])} of {of} home medicines agree.", ""]
    return "\n".join(lines)


def grid(result: dict[str, object], of: int) -> str:
    lines = ["## Reconciliation for Mrs M. Aldous", ""]
    lines += ["| Medicine | Finding | At home (mg/day) | On 4B (mg/day) |", "|---|---|---:|---:|"]
    for one in result["discrepancies"]:
        doses = [("-" if v is None else str(v)) for v in (one["home_mg"], one["ward_mg"])]
        lines.append(f"| {one['drug']} | {one['kind']} | {doses[0]} | {doses[1]} |")
    lines += ["", f"Of {of} regular home medicines, {len(result['agreed'])} agree.", ""]
    return "\n".join(lines)


WORDED = """Reconciliation on admission
===========================

Dear Dr Okafor, please look at these:

* **Enoxaparin** 40 mg daily is new on the ward; she had none at home.
* **Levothyroxine**: she takes 0.075 mg (75 micrograms) a day; chart: 0.1 mg (100 micrograms).
* **Omeprazole** 20 mg a day at home has been left off the chart (ward: 0 mg).
* **Ramipril**: 5 mg a day at home but 10 mg a day here.

Agreement: 5 of 8 home medicines.
"""


def prove(result: dict[str, object]) -> None:
    kinds = {one["drug"]: one["kind"] for one in result["discrepancies"]}
    assert kinds == {
        "omeprazole": "omitted",
        "ramipril": "dose",
        "levothyroxine": "dose",
        "enoxaparin": "added",
    }, kinds
    assert len(result["agreed"]) == 5


def store(made: Path, result: dict[str, object], note: str, **style: object) -> None:
    text = json.dumps(result, **(style or {"indent": 2}))
    (made / "reconciliation.json").write_text(text + "\n")
    (made / "note.md").write_text(note)


def main() -> None:
    folder = begin(__file__)
    source = folder / "input"
    inputs(source)
    home, ward = daily(source)
    right = reconcile(home, ward)
    prove(right)
    store(place(folder, "reference"), right, bullets(right, len(home)))

    other = json.loads(json.dumps(right), parse_int=float)
    other["discrepancies"] = [dict(reversed(one.items())) for one in other["discrepancies"][::-1]]
    other = {key: other[key] for key in ("discrepancies", "patient", "agreed")}
    other["agreed"].reverse()
    made = place(folder, "alternate_correct/compact_other_order")
    store(made, other, grid(right, len(home)), separators=(",", ":"))

    sorted_ = {**right, "agreed": sorted(right["agreed"])}
    sorted_["discrepancies"] = sorted(right["discrepancies"], key=lambda one: one["drug"])
    made = place(folder, "alternate_correct/micrograms_in_note")
    store(made, sorted_, WORDED.replace("\n", "\r\n"), indent="\t")

    wrong = reconcile(*daily(source, resolve=False))
    store(place(folder, "known_bad/brands_not_resolved"), wrong, bullets(wrong, len(home)))
    wrong = reconcile(*daily(source, units={**MG, "mcg": Decimal(1)}))
    store(place(folder, "known_bad/micrograms_as_mg"), wrong, bullets(wrong, len(home)))
    short = {**right, "discrepancies": right["discrepancies"][:-1], "agreed": [1] * 6}
    store(place(folder, "known_bad/note_miscounts"), right, bullets(short, len(home)))
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
