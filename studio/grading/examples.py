"""An example of each kind of check, for the page that tells them."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Example:
    """A target, parameters and a tolerance that go together."""

    target: str
    parameters: dict[str, Any] = field(default_factory=dict)
    tolerance: float | None = None


_TOTAL = {"kind": "json_value", "target": "sum.json#/total", "parameters": {"expected": 12480.0}}
_TITLE = {
    "kind": "json_value",
    "target": "sum.json#/client",
    "parameters": {"expected": "Acme"},
}
_BOTH = {"checks": [_TOTAL, _TITLE]}

EXAMPLES = {
    "all_of": Example("sum.json", _BOTH),
    "any_of": Example("sum.json", _BOTH),
    "cell_equals": Example("book.xlsx#Summary!D14", {"expected": 12480.0}, 0.005),
    "file_absent": Example("**/*.tmp"),
    "file_count": Example("photos", {"pattern": "*.jpg", "at_least": 3, "at_most": 5}),
    "file_digest": Example("plan.pdf", {"digest": "ab" * 32}),
    "file_exists": Example("report.docx"),
    "first_failing": Example("sum.json", _BOTH),
    "folder_tree": Example("drawings", {"paths": ["plan.pdf", "sections/*.pdf"], "exact": True}),
    "fraction_of": Example("sum.json", _BOTH),
    "inputs_unchanged": Example("data/*.csv"),
    "json_value": Example("sum.json#/invoice/total", {"expected": 12480.0}, 0.005),
    "k_of_n": Example("sum.json", {**_BOTH, "k": 1}),
    "list_overlap": Example("codes.json#/codes", {"min_precision": 0.9, "min_recall": 0.8}),
    "model_judge": Example("letter.docx", {"question": "Is the refusal polite and clear?"}),
    "outputs_agree": Example("book.xlsx#Costs!B9", {"other": "note.md#total cost"}, 0.005),
    "sqlite_query": Example("shop.db", {"query": "SELECT name, price FROM items"}, 0.005),
    "sqlite_schema": Example("shop.db", {"tables": ["items"]}),
    "table_equals": Example(
        "book.xlsx#Costs!A1:D20", {"key": ["id"], "columns": ["net"], "facts": "changed"}, 0.005
    ),
    "text_contains": Example("letter.txt", {"terms": ["4,210.00", "30 days"]}),
    "tiers": Example(
        "sum.json",
        {
            "tiers": [
                {"title": "Basic", "checks": [_TITLE]},
                {"title": "Complete", "checks": [_TOTAL]},
            ]
        },
    ),
    "total_is_sum": Example("book.xlsx#Costs!B9", {"parts": "book.xlsx#Costs!B2:B8"}, 0.005),
    "tree_equals": Example("plan.json", {"facts": "changed", "ignore": ["/made"]}, 0.005),
    "tree_schema": Example("plan.json", {"schema": {"title": "Plan", "required": ["rooms"]}}),
    "xpath_value": Example("order.xml", {"xpath": "//line[@sku='A7']/sum", "expected": 10.25}),
}
