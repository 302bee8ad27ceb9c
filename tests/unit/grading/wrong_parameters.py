"""A wrong parameter or more for each kind of check, beside one small task of many files."""

import json
import sqlite3
from pathlib import Path
from typing import Any, NamedTuple

import docx
import numpy as np
import openpyxl
import pptx
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

from tests.unit.grading.drawing_files import plan
from tests.unit.grading.families.grounds import lay
from tests.unit.grading.image_files import card
from tests.unit.grading.map_files import square, write_layer
from tests.unit.grading.medical_files import nifti, organs, series
from tests.unit.grading.mesh_files import block
from tests.unit.grading.vector_files import HALL
from tests.unit.grading.wrong_sound import SOUND, write_sound


class Wrong(NamedTuple):
    """A check that cannot be meant, and a part of the sentence that says why."""

    target: str
    parameters: dict[str, Any]
    why: str
    tolerance: float | None = None


PART = {"kind": "json_value", "target": "sum.json#/total", "parameters": {}}
NOWHERE = {"kind": "json_value", "target": "sum.json#/nowhere", "parameters": {}}
UNKNOWN = {"kind": "banana", "target": "sum.json", "parameters": {}}
HASH = "ab" * 32

WRONG: dict[str, list[Wrong]] = {
    "all_of": [
        Wrong("sum.json", {"checks": []}, "checks"),
        Wrong("sum.json", {"checks": [PART, NOWHERE]}, "nowhere"),
        Wrong("sum.json", {"checks": [PART, UNKNOWN]}, "banana"),
    ],
    "amount_in_words": [
        Wrong("letter.txt", {"values": []}, "values"),
        Wrong("letter.txt", {"values": [385000]}, "385,000"),
        Wrong("gone.docx", {"values": [100]}, "gone.docx"),
    ],
    "any_of": [
        Wrong("sum.json", {"checks": []}, "checks"),
        Wrong("sum.json", {"checks": [NOWHERE, PART]}, "nowhere"),
    ],
    "array_close": [
        Wrong("grid.npy", {"relative": 2}, "relative"),
        Wrong("grid.npy", {"nan": "maybe"}, "nan"),
        Wrong("grid.npy", {}, "lets the mean pass", 1e6),
        Wrong("gone.npy", {}, "gone.npy"),
    ],
    "array_attributes": [
        Wrong("grid.npy", {"names": ["unit"]}, "no HDF5 file"),
        Wrong("gone.h5", {"names": ["unit"]}, "gone.h5"),
        Wrong("gone.h5", {"names": []}, "names"),
    ],
    "array_norm": [
        Wrong("grid.npy", {"at_most": 1}, "at_most"),
        Wrong("grid.npy", {"at_most": 0.99}, "mean"),
        Wrong("sum.json", {}, "no file of arrays"),
    ],
    "array_shape": [
        Wrong("grid.npy", {"shape": [7, 7]}, "7 x 7"),
        Wrong("grid.npy", {"numbers": "odd"}, "numbers"),
    ],
    "array_statistics": [
        Wrong("grid.npy", {"statistics": ["mode"]}, "no statistic"),
        Wrong("grid.npy", {"statistics": ["mean"], "expected": {"max": 3}}, "max"),
    ],
    "curve_distance": [
        Wrong("curve.csv", {}, "at_most"),
        Wrong("curve.csv", {"relative": 0.9}, "flat line"),
        Wrong("curve.csv", {"relative": 0.1, "step": 1e-6}, "apart"),
        Wrong("curve.csv", {"y": "speed", "relative": 0.1}, "speed"),
        Wrong("letter.txt", {"relative": 0.1}, "letter.txt"),
    ],
    "quantity_close": [
        Wrong("sum.json#/total", {"unit": "quux"}, "no unit that is known"),
        Wrong("sum.json#/total", {"expected": 70, "unit": "N"}, "60.5"),
        Wrong("sum.json#/codes", {}, "holds no number"),
        Wrong("sum.json#/total", {"unit": "N"}, "lets 0 pass", 90.0),
    ],
    "settings_saved": [
        Wrong("editor.conf", {"keys": ["Editor/colour"]}, "no setting Editor/colour"),
        Wrong("editor.conf", {"expected": {"tab_width": 8}}, "otherwise"),
        Wrong("curve.csv", {}, "no file of settings"),
        Wrong("gone.conf", {}, "gone.conf"),
    ],
    "settings_unchanged": [
        Wrong("editor.conf", {}, "the input holds no settings"),
        Wrong("editor.conf", {"extra": "perhaps"}, "extra"),
    ],
    "first_failing": [Wrong("sum.json", {"checks": [NOWHERE]}, "nowhere")],
    "fraction_of": [Wrong("sum.json", {"checks": [NOWHERE, PART]}, "nowhere")],
    "k_of_n": [
        Wrong("sum.json", {"checks": [PART, PART], "k": 3}, "3"),
        Wrong("sum.json", {"checks": [PART, PART], "k": 0}, "k"),
    ],
    "tiers": [
        Wrong("sum.json", {"tiers": []}, "tiers"),
        Wrong("sum.json", {"tiers": [{"title": "One", "checks": [NOWHERE]}]}, "nowhere"),
    ],
    "plan_cost": [
        Wrong("costs.csv", {"cost": "whatever it takes", "rules": ["`net` is at least 1"]}, "cost"),
        Wrong(
            "costs.csv",
            {"cost": "the sum of `weight`", "rules": ["`net` is at least 1"]},
            "weight",
        ),
        Wrong("costs.csv", {"cost": "the sum of `net`", "rules": []}, "rules"),
    ],
    "plan_rules": [
        Wrong("costs.csv", {"rules": []}, "rules"),
        Wrong("costs.csv", {"rules": ["be reasonable"]}, "be reasonable"),
        Wrong("costs.csv", {"rules": ["`weight` is at least 1"]}, "weight"),
        Wrong("costs.csv", {"rules": ["`net` is at least 15"]}, "net"),
        Wrong("gone.csv", {"rules": ["`net` is at least 1"]}, "gone.csv"),
    ],
    "plan_total": [
        Wrong("sum.json#/total", {"plan": "costs.csv", "figure": "all of it"}, "all of it"),
        Wrong("sum.json#/total", {"plan": "costs.csv", "figure": "the sum of `weight`"}, "weight"),
        Wrong("sum.json#/total", {"plan": "costs.csv", "figure": "the number of rows"}, "total"),
        Wrong("sum.json#/total", {"plan": "gone.csv", "figure": "the number of rows"}, "gone.csv"),
        Wrong(
            "sum.json#/nowhere", {"plan": "costs.csv", "figure": "the number of rows"}, "nowhere"
        ),
    ],
    "prediction_ids": [
        Wrong("costs.csv", {"ids": "labels.csv"}, "labels.csv"),
        Wrong("costs.csv", {}, "ids"),
    ],
    "prediction_score": [
        Wrong(
            "costs.csv",
            {"labels": "labels.csv", "prediction": "net", "metric": "rmse", "at_most": 1.0},
            "labels.csv",
        ),
        Wrong("costs.csv", {"labels": "labels.csv", "metric": "beauty"}, "metric"),
    ],
    "rerun_program": [
        Wrong("prog.py", {}, "cases"),
        Wrong("prog.py", {"seconds": 0}, "seconds"),
    ],
    "rerun_workbook": [
        Wrong("book.xlsx", {}, "cases"),
        Wrong("book.xlsx", {"names": "rate"}, "names"),
    ],
    "mesh_watertight": [
        Wrong("open.stl", {}, "open edges"),
        Wrong("gone.stl", {}, "gone.stl"),
        Wrong("letter.txt", {}, "no mesh"),
    ],
    "mesh_measure": [
        Wrong("part.stl", {"measure": "weight"}, "measure"),
        Wrong("part.stl", {"measure": "box", "expected": [1, 2]}, "3 numbers"),
        Wrong("part.stl", {"measure": "volume", "expected": [5]}, "12,000"),
        Wrong("part.stl", {"measure": "faces", "at_most": 3}, "12"),
        Wrong("open.stl", {"measure": "volume"}, "not closed"),
    ],
    "mesh_holes": [
        Wrong("part.stl", {"count": ["dents"]}, "count"),
        Wrong("part.stl", {"count": ["through"], "expected": [2]}, "0 through-holes"),
        Wrong("part.stl", {"expected": [1]}, "a number for each"),
    ],
    "mesh_unit": [
        Wrong("part.stl", {"unit": "parsec"}, "unit"),
        Wrong("part.glb", {"unit": "mm"}, "m"),
    ],
    "surface_distance": [
        Wrong("part.stl", {"at_most": 0}, "at_most"),
        Wrong("part.stl", {"at_most": 40.0}, "no limit"),
        Wrong("part.stl", {"at_most": 0.1, "of_input": "notes.txt"}, "no mesh"),
        Wrong("gone.stl", {"at_most": 0.1}, "gone.stl"),
    ],
    "dicom_deidentified": [
        Wrong("ct", {}, "input"),
        Wrong("ct", {"tags": ["PatientBanana"]}, "PatientBanana"),
        Wrong("ct", {"private": "maybe"}, "private"),
        Wrong("ct", {"pixels": "maybe"}, "pixels"),
    ],
    "dicom_tags": [
        Wrong("ct", {"tags": {}}, "tags"),
        Wrong("ct", {"tags": {"PatientBanana": "x"}}, "PatientBanana"),
        Wrong("ct", {"tags": {"PatientID": "X-1"}}, "PatientID"),
        Wrong("photos", {"tags": {"PatientID": "X-1"}}, "DICOM"),
    ],
    "label_distance": [
        Wrong("seg.nii.gz", {}, "at_most"),
        Wrong("seg.nii.gz", {"at_most": 0}, "at_most"),
        Wrong("seg.nii.gz", {"at_most": 1.0, "labels": [9]}, "label 9"),
    ],
    "label_overlap": [
        Wrong("seg.nii.gz", {"at_least": 1.2}, "at_least"),
        Wrong("seg.nii.gz", {"floors": {"1": 0}}, "floor"),
        Wrong("seg.nii.gz", {"labels": [9]}, "label 9"),
        Wrong("costs.csv", {}, "no volume"),
    ],
    "label_volume": [
        Wrong("seg.nii.gz", {"unit": "mm"}, "unit of volume"),
        Wrong("seg.nii.gz", {"expected": {"1": 12.0}}, "reference"),
        Wrong("seg.nii.gz", {"stated": {"target": "sizes.csv"}}, "labels"),
    ],
    "volume_geometry": [
        Wrong("gone.nii", {}, "gone.nii"),
        Wrong("seg.nii.gz", {"compare": []}, "compare"),
    ],
    "volume_values": [
        Wrong("costs.csv", {}, "no volume"),
        Wrong("seg.nii.gz", {"at_least": 0}, "at_least"),
    ],
    "outputs_agree": [
        Wrong("book.xlsx#Costs!B2", {"other": "book.xlsx#Cost!B2"}, "Cost"),
        Wrong("book.xlsx#Costs!B2", {"other": "gone.txt#total"}, "gone.txt"),
    ],
    "total_is_sum": [
        Wrong("book.xlsx#Costs!C5", {"parts": "book.xlsx#Nowhere!C2:C4"}, "Nowhere"),
        Wrong("book.xlsx#Costs!C5", {"parts": "costs.csv#weight"}, "weight"),
    ],
    "sqlite_query": [
        Wrong("shop.db", {"query": "SELEC name FROM items"}, "SELEC"),
        Wrong("shop.db", {"query": "SELECT colour FROM items"}, "colour"),
        Wrong("shop.db", {"query": "DELETE FROM items"}, "SELECT"),
    ],
    "sqlite_schema": [Wrong("shop.db", {"tables": ["orders"]}, "orders")],
    "document_table": [
        Wrong("report.docx", {"key": ["colour"]}, "colour"),
        Wrong("report.docx", {"table": 7}, "tables only"),
        Wrong("letter.txt", {}, "table"),
    ],
    "drawing_areas": [
        Wrong("plan.dxf", {"layers": ["A-ROOF"]}, "A-ROOF"),
        Wrong("plan.dxf", {"unit": "furlong"}, "furlong"),
        Wrong("plan.dxf", {"each_at_least": -1}, "each_at_least"),
        Wrong("plan.dxf", {"count": 7}, "reference fails"),
    ],
    "drawing_entities": [
        Wrong("plan.dxf", {"layers": ["A-ROOF"]}, "A-ROOF"),
        Wrong("plan.dxf", {"before": "gone.dxf"}, "gone.dxf"),
        Wrong("letter.txt", {}, "DXF"),
    ],
    "drawing_layers": [
        Wrong("plan.dxf", {"layers": [{"name": "A-ROOF"}]}, "A-ROOF"),
        Wrong("plan.dxf", {"layers": [{"name": "A-WALL", "colour": 300}]}, "colour"),
        Wrong("gone.dxf", {}, "gone.dxf"),
    ],
    "drawing_lengths": [
        Wrong("plan.dxf", {"expected": {"A-WALL": 3.0}}, "reference fails"),
        Wrong("plan.dxf", {"at_most": 1.0, "unit": "m"}, "reference fails"),
        Wrong("plan.dxf", {"layers": ["A-ROOF"]}, "A-ROOF"),
    ],
    "drawing_text": [
        Wrong("plan.dxf", {"texts": ["Roof"]}, "Roof"),
        Wrong("plan.dxf", {"within": 0}, "within"),
    ],
    "facts_told": [
        Wrong("report.docx", {"facts": []}, "facts"),
        Wrong("report.docx", {"facts": [{"terms": ["Kitchen", "99"]}]}, "Kitchen, 99"),
        Wrong("gone.docx", {"facts": [{"terms": ["Kitchen"]}]}, "gone.docx"),
        Wrong("report.docx", {"facts": [{"terms": ["Kitchen"]}], "within": -1}, "within"),
    ],
    "figures_stated": [
        Wrong("letter.txt", {"figures": [{"value": "99 EUR"}]}, "99 EUR"),
        Wrong("letter.txt", {"figures": [{"value": "30 days", "within": -1}]}, "within"),
    ],
    "headings_present": [
        Wrong("report.docx", {"headings": ["Nothing of the kind"]}, "Nothing of the kind"),
        Wrong("letter.txt", {}, "headings"),
    ],
    "labelled_number": [
        Wrong("letter.txt", {"label": "Weight"}, "Weight"),
        Wrong("letter.txt", {"label": "Total due", "expected": "many"}, "expected"),
    ],
    "line_records": [
        Wrong("report.docx", {}, "report.docx"),
        Wrong("letter.txt", {"spare": -1}, "spare"),
    ],
    "no_placeholders": [Wrong("letter.txt", {"also": ["days"]}, "days")],
    "not_contradicted": [
        Wrong("letter.txt", {"statements": ["Hello"]}, "Hello"),
        Wrong("letter.txt", {"statements": ["The invoice is not due in 30 days"]}, "reference"),
    ],
    "page_count": [
        Wrong("report.pdf", {"exactly": -1}, "exactly"),
        Wrong("report.pdf", {"at_least": 3, "at_most": 2}, "at_most"),
        Wrong("report.pdf", {}, "exactly"),
        Wrong("letter.txt", {"exactly": 1}, "pages"),
    ],
    "section_says": [
        Wrong("report.docx", {"heading": "Costs", "terms": ["x"]}, "Costs"),
        Wrong("report.docx", {"heading": "Rooms"}, "terms"),
    ],
    "slide_count": [
        Wrong("talk.pptx", {"at_least": -3}, "at_least"),
        Wrong("talk.pptx", {"exactly": 9}, "9"),
        Wrong("report.docx", {"exactly": 1}, "slides"),
    ],
    "styles_used": [Wrong("report.docx", {"styles": ["Fancy"]}, "Fancy")],
    "text_absent": [
        Wrong("letter.txt", {}, "terms"),
        Wrong("letter.txt", {"pattern": "(["}, "RE2"),
        Wrong("letter.txt", {"terms": ["30 days"]}, "30 days"),
    ],
    "text_contains": [
        Wrong("letter.txt", {"pattern": "(?=x)"}, "RE2"),
        Wrong("letter.txt", {"terms": ["lorem ipsum"]}, "lorem ipsum"),
        Wrong("letter.txt", {"terms": ["30 days"], "max_numbers": -1}, "max_numbers"),
    ],
    "text_kept": [
        Wrong("report.docx", {}, "in common"),
        Wrong("letter.txt", {"source": "gone.txt"}, "in common"),
        Wrong("letter.txt", {"least_words": 0}, "least_words"),
    ],
    "text_pattern": [
        Wrong("letter.txt", {"pattern": "(a+"}, "RE2"),
        Wrong("letter.txt", {"pattern": r"(\w)\1"}, "RE2"),
        Wrong("letter.txt", {"pattern": "zebra"}, "zebra"),
        Wrong("letter.txt", {"pattern": "due", "at_least": 2, "at_most": 1}, "at_most"),
    ],
    "text_similarity": [
        Wrong("letter.txt", {"floor": 0}, "floor"),
        Wrong("letter.txt", {"floor": 1.2}, "floor"),
        Wrong("letter.txt", {"floor": 0.9, "section": "Costs"}, "Costs"),
    ],
    "tracked_changes": [
        Wrong("letter.txt", {"state": "present"}, "docx and odt"),
        Wrong("report.docx", {"state": "gone"}, "state"),
        Wrong("report.docx", {"state": "present", "at_least": 0}, "at_least"),
    ],
    "verdicts_told": [
        Wrong("letter.txt", {"verdict": "banana", "holds": ["A"]}, "banana"),
        Wrong("letter.txt", {"verdict": "paid"}, "holds"),
        Wrong("letter.txt", {"verdict": "paid", "holds": ["A-1", "A-2"]}, "reference"),
    ],
    "members_listed": [
        Wrong("letter.txt", {"lists": []}, "lists"),
        Wrong("letter.txt", {"lists": [{"members": []}]}, "needs the name"),
        Wrong("letter.txt", {"lists": [{"of": "A-1", "members": ["x"]}]}, "whole numbers"),
        Wrong("letter.txt", {"lists": [{"members": ["Quito", "Lima"]}]}, "reference"),
        Wrong("letter.txt", {"lists": [{"members": ["Quito"], "answer": True}]}, "words"),
    ],
    "word_count": [
        Wrong("letter.txt", {"at_most": -1}, "at_most"),
        Wrong("letter.txt", {"exactly": 3, "at_most": 4}, "exactly"),
    ],
    "file_absent": [
        Wrong("letter.txt", {}, "letter.txt"),
        Wrong("../letter.txt", {}, "letter.txt"),
    ],
    "file_count": [
        Wrong("photos", {"pattern": "*.jpg", "at_least": -1}, "at_least"),
        Wrong("photos", {"pattern": "*.jpg", "at_least": 3, "at_most": 1}, "at_most"),
        Wrong("photos", {"pattern": "[a", "at_least": 1}, "photos/[a"),
        Wrong("photos", {"pattern": "*.png", "at_least": 1}, "reference"),
    ],
    "file_digest": [
        Wrong("letter.txt", {"digest": "xyz"}, "digest"),
        Wrong("letter.txt", {"digest": HASH}, "another SHA-256"),
        Wrong("gone.txt", {}, "gone.txt"),
    ],
    "file_exists": [
        Wrong("gone.txt", {}, "gone.txt"),
        Wrong("letter.txt", {"min_bytes": -1}, "min_bytes"),
    ],
    "folder_tree": [
        Wrong("photos", {"paths": ["plan.pdf"]}, "plan.pdf"),
        Wrong("gone", {"paths": ["*"]}, "reference"),
        Wrong("photos", {"paths": ["../x"]}, "../x"),
    ],
    "image_similarity": [
        Wrong("card.png", {"at_least": 1.5}, "at_least"),
        Wrong("card.png", {"mask": "gone.png"}, "gone.png"),
        Wrong("card.png", {"region": [9000, 0, 5, 5]}, "No pixel"),
        Wrong("letter.txt", {}, "not a picture"),
    ],
    "image_size": [
        Wrong("card.png", {"width": 7}, "reference fails"),
        Wrong("card.png", {"mode": "sepia"}, "mode"),
        Wrong("gone.png", {}, "gone.png"),
    ],
    "image_text": [
        Wrong("card.png", {}, "texts"),
        Wrong("card.png", {"texts": ["Good bye"]}, "reference fails"),
    ],
    "region_colour": [
        Wrong("card.png", {"region": [0, 0, 9, 9], "colour": "blue"}, "blue"),
        Wrong("card.png", {"region": [0, 0, 9, 9], "colour": "#00ff00"}, "reference fails"),
        Wrong("card.png", {}, "region"),
    ],
    "inputs_unchanged": [
        Wrong("nothing/*.csv", {}, "nothing"),
        Wrong("**", {"paths": ["nothing*.csv"]}, "reference"),
    ],
    "model_judge": [
        Wrong("letter.txt", {"question": ""}, "question"),
        Wrong("gone.txt", {"question": "Is it polite?"}, "gone.txt"),
    ],
    "cell_equals": [
        Wrong("book.xlsx#Nowhere!B2", {}, "Nowhere"),
        Wrong("book.xlsx#Costs!ZZZZ9", {}, "ZZZZ9"),
        Wrong("gone.xlsx#Costs!B2", {}, "gone.xlsx"),
        Wrong("book.xlsx#Costs!B2", {}, "tolerance", tolerance=-1.0),
        Wrong("book.xlsx#Costs!B2", {}, "tolerance", tolerance=float("nan")),
    ],
    "chart_present": [
        Wrong("book.xlsx#Costs", {"type": "pyramid"}, "type"),
        Wrong("book.xlsx#Costs", {}, "chart"),
        Wrong("book.xlsx#Nowhere", {}, "Nowhere"),
    ],
    "column_aggregate": [
        Wrong("costs.csv", {"column": "weight", "function": "sum"}, "weight"),
        Wrong("costs.csv", {"column": "net", "function": "mode"}, "function"),
        Wrong(
            "costs.csv",
            {"column": "net", "function": "sum", "where": [{"column": "colour", "is": "x"}]},
            "where",
        ),
    ],
    "column_unique": [Wrong("costs.csv", {"columns": ["weight"]}, "weight")],
    "column_values": [
        Wrong("costs.csv", {"column": "weight", "allowed": ["a"]}, "weight"),
        Wrong("costs.csv", {"column": "state", "allowed": ["gone"]}, "state"),
    ],
    "csv_writing": [
        Wrong("book.xlsx", {"between": "comma"}, "book.xlsx"),
        Wrong("costs.csv", {"between": "pipe"}, "between"),
        Wrong("costs.csv", {"between": "semicolon"}, "reference"),
    ],
    "formula_follows": [
        Wrong("book.xlsx", {"change": {"Nowhere!B2": 1}, "reads": ["Costs!C5"]}, "Nowhere"),
        Wrong("book.xlsx", {"change": {}}, "change"),
    ],
    "formula_present": [
        Wrong("book.xlsx#Nowhere!B2", {}, "Nowhere"),
        Wrong("book.xlsx#Costs!A2", {}, "formula"),
    ],
    "label_value": [
        Wrong("book.xlsx#Costs", {"label": "Weight"}, "Weight"),
        Wrong("book.xlsx#Nowhere", {"label": "Total"}, "Nowhere"),
        Wrong("book.xlsx#Costs", {"label": "Total", "where": "left"}, "where"),
    ],
    "number_format": [
        Wrong("book.xlsx#Costs!C2", {"decimals": -1}, "decimals"),
        Wrong("book.xlsx#Costs!C2", {}, "decimals"),
        Wrong("book.xlsx#Nowhere!C2", {"decimals": 2}, "Nowhere"),
    ],
    "pivot_present": [
        Wrong("book.xlsx", {"fields": ["region"]}, "pivot"),
        Wrong("book.xlsx", {"at_least": 0}, "at_least"),
    ],
    "range_equals": [
        Wrong("book.xlsx#Nowhere!A1:B2", {}, "Nowhere"),
        Wrong("book.xlsx#Costs!A1:B2", {"facts": "some"}, "facts"),
    ],
    "row_count": [
        Wrong("costs.csv", {"exactly": -1}, "exactly"),
        Wrong("costs.csv", {"exactly": 99}, "3 rows"),
    ],
    "rows_sorted": [
        Wrong("costs.csv", {"columns": ["weight"]}, "weight"),
        Wrong("costs.csv", {"columns": ["net"], "descending": True}, "reference"),
    ],
    "svg_structure": [
        Wrong("hall.svg", {"ids": ["door"]}, "door"),
        Wrong("hall.svg", {"before": "gone.svg"}, "gone.svg"),
        Wrong("letter.txt", {}, "SVG"),
    ],
    "table_equals": [
        Wrong("costs.csv", {"key": ["weight"]}, "weight"),
        Wrong("costs.csv", {"key": ["state"]}, "state"),
        Wrong("costs.csv", {"key": ["id"], "tolerances": {"net": -1}}, "tolerances"),
        Wrong("book.xlsx#Nowhere", {}, "Nowhere"),
    ],
    "table_schema": [
        Wrong("costs.csv", {"columns": [{"name": "weight"}]}, "weight"),
        Wrong("costs.csv", {"columns": [{"name": "net", "type": "date"}]}, "net"),
    ],
    "table_subset": [
        Wrong("costs.csv", {"columns": ["weight"]}, "weight"),
        Wrong("costs.csv", {"most_extra": -1}, "most_extra"),
    ],
    "map_areas": [
        Wrong("plots.geojson", {"key": ["plot"]}, "unit"),
        Wrong("plots.geojson", {"key": ["plot"], "unit": "furlong"}, "unit"),
        Wrong("plots.geojson", {"key": ["plot"], "unit": "m2", "attribute": "ha"}, "measures"),
        Wrong("plots.geojson", {"unit": "ha", "method": "planar"}, "degrees"),
    ],
    "map_features": [
        Wrong("plots.geojson", {"key": ["parcel"]}, "parcel"),
        Wrong("plots.geojson", {"key": ["ha"]}, "apart"),
        Wrong("plots.geojson", {"attributes": ["owner"]}, "owner"),
        Wrong("plots.geojson", {"tolerances": {"ha": -1}}, "tolerances"),
        Wrong("gone.geojson", {}, "gone.geojson"),
    ],
    "map_overlap": [
        Wrong("plots.geojson", {"at_least": 1.5}, "at_least"),
        Wrong("plots.geojson", {"crs": "EPSG:1"}, "EPSG:1"),
        Wrong("plots.geojson", {"crs": "EPSG:4326"}, "degrees"),
        Wrong("sum.json", {}, "features"),
    ],
    "map_projection": [
        Wrong("plots.geojson", {"crs": "the usual one"}, "the usual one"),
        Wrong("plots.geojson", {"crs": "EPSG:25832"}, "projection asked for"),
    ],
    "molecule_properties": [
        Wrong("out.smi", {"rules": []}, "rules"),
        Wrong("out.smi", {"rules": [{"name": "colour"}]}, "rules"),
        Wrong("out.smi", {"rules": [{"name": "mass", "at_most": 10}]}, "breaks a rule"),
        Wrong("out.smi", {"rules": [{"name": "substructure", "pattern": "C("}]}, "SMARTS"),
    ],
    "molecules_equal": [
        Wrong("out.smi", {"by": "colour"}, "by"),
        Wrong("out.smi", {"fields": ["IC50"]}, "IC50"),
        Wrong("costs.csv", {"column": "smiles"}, "smiles"),
        Wrong("gone.smi", {}, "gone.smi"),
    ],
    "sequences_equal": [
        Wrong("sum.json", {}, "FASTA"),
        Wrong("gone.fa", {}, "gone.fa"),
        Wrong("twice.fa", {}, "twice"),
    ],
    "variants_equal": [
        Wrong("calls.vcf", {"genotypes": True}, "samples"),
        Wrong("calls.vcf", {"fields": ["AF"]}, "AF"),
        Wrong("calls.vcf", {"min_recall": 2}, "min_recall"),
        Wrong("calls.vcf", {"sequence": "gone.fa"}, "gone.fa"),
    ],
    "json_value": [
        Wrong("sum.json#/nowhere", {}, "nowhere"),
        Wrong("sum.json#/codes/9", {}, "nothing at 9"),
        Wrong("gone.json#/total", {}, "gone.json"),
    ],
    "list_overlap": [
        Wrong("sum.json#/total", {}, "no list"),
        Wrong("sum.json#/codes", {"min_recall": 2}, "min_recall"),
    ],
    "tree_equals": [
        Wrong("gone.json", {}, "gone.json"),
        Wrong("sum.json", {"relative": -1}, "relative"),
        Wrong("sum.json", {"tolerances": {"total": -1}}, "tolerances"),
    ],
    "tree_schema": [
        Wrong("sum.json", {"schema": {"type": "nonsense"}}, "nonsense"),
        Wrong("sum.json", {"schema": {"required": ["rooms"]}}, "rooms"),
    ],
    "xpath_value": [
        Wrong("order.xml", {"xpath": "//line["}, "XPath"),
        Wrong("order.xml", {"xpath": "//nothing"}, "nothing"),
        Wrong("order.xml", {"xpath": "//x:line"}, "x"),
    ],
}


WRONG |= {kind: [Wrong(*one) for one in cases] for kind, cases in SOUND.items()}


def write_reference(folder: Path) -> None:
    """Write a small file of every sort."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Costs"
    for row in (
        ("id", "state", "net"),
        ("A-1", "open", 10.5),
        ("A-2", "paid", 20),
        ("A-3", "paid", 30),
    ):
        sheet.append(row)
    sheet.append(("Total", None, 60.5))
    book.save(folder / "book.xlsx")
    (folder / "costs.csv").write_text("id,state,net\nA-1,open,10.5\nA-2,paid,20\nA-3,paid,30\n")
    (folder / "sum.json").write_text(json.dumps({"total": 60.5, "codes": ["a", "b"]}))
    (folder / "order.xml").write_text("<order><line sku='A7'><sum>10.25</sum></line></order>")
    (folder / "letter.txt").write_text(
        "The invoice is due in 30 days.\n\nTotal due: 60.50 EUR\n\nA-1 is unpaid. A-2 is paid.\n"
    )
    np.save(folder / "grid.npy", np.arange(12.0).reshape(3, 4))
    (folder / "curve.csv").write_text("t,x\n" + "".join(f"{n},{n * n}\n" for n in range(30)))
    (folder / "editor.conf").write_text("[Editor]\ntab_width=4\n")
    (folder / "photos").mkdir()
    (folder / "photos" / "one.jpg").write_bytes(b"picture")
    (folder / "seg.nii.gz").write_bytes(nifti(organs()))
    lay(folder, series(2))
    connection = sqlite3.connect(folder / "shop.db")
    connection.execute("CREATE TABLE items (name TEXT, price REAL)")
    connection.execute("INSERT INTO items VALUES ('pen', 1.5)")
    connection.commit()
    connection.close()
    (folder / "part.stl").write_bytes(block().stl())
    (folder / "part.glb").write_bytes(block().glb())
    (folder / "open.stl").write_bytes(block().without(0).stl())
    (folder / "plan.dxf").write_bytes(plan())
    (folder / "card.png").write_bytes(card())
    (folder / "hall.svg").write_text(HALL)
    _write_documents(folder)
    (folder / "out.smi").write_text("CCO ethanol\nCC(=O)O acid\n")
    (folder / "twice.fa").write_text(">a\nACGT\n>a\nACG\n")
    (folder / "calls.vcf").write_text(
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\nchr1\t5\t.\tA\tG\t.\tPASS\t.\n"
    )
    plots = [({"plot": "A1", "ha": 4.0}, (9.0, 50.0)), ({"plot": "A2", "ha": 4.0}, (9.1, 50.0))]
    write_layer(
        folder / "plots.geojson",
        [(about, square(x, y, 0.002)) for about, (x, y) in plots],
        crs=None,
    )
    write_sound(folder)


def _write_documents(folder: Path) -> None:
    report = docx.Document()
    report.add_heading("Rooms", 1)
    report.add_paragraph("The kitchen is the largest room.")
    table = report.add_table(rows=0, cols=2)
    for row in (("room", "area"), ("Kitchen", "20"), ("Hall", "8")):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    report.save(str(folder / "report.docx"))
    talk = pptx.Presentation()
    talk.slides.add_slide(talk.slide_layouts[5]).shapes.title.text = "Costs"
    talk.save(str(folder / "talk.pptx"))
    SimpleDocTemplate(str(folder / "report.pdf")).build(
        [Paragraph("One page.", getSampleStyleSheet()["Normal"])]
    )
