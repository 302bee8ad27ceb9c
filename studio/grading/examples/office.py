"""Examples of the checks of office files."""

from studio.grading.examples.example import Example

FAMILIES = {
    "files": "Files and folders: there, not there, so many, or the very bytes.",
    "tables": "Workbooks, CSV and Parquet: cells, ranges, formulas and whole tables.",
    "trees": "JSON, YAML, TOML, INI and XML: values, lists and whole trees.",
    "documents": "Texts, documents, slides and pages: what they say and how they are built.",
    "databases": "SQLite databases, opened for reading and nothing else.",
    "consistency": "An output against itself.",
    "judge": "A model's opinion: off unless it is asked for, never alone, and worth little.",
    "combinators": "Checks made of checks.",
}

_TOTAL = {"kind": "json_value", "target": "sum.json#/total", "parameters": {"expected": 12480.0}}
_TITLE = {
    "kind": "json_value",
    "target": "sum.json#/client",
    "parameters": {"expected": "Acme"},
}
_BOTH = {"checks": [_TOTAL, _TITLE]}

EXAMPLES = {
    "all_of": Example("sum.json", _BOTH),
    "amount_in_words": Example("letter.docx", {"values": [12480]}),
    "any_of": Example("sum.json", _BOTH),
    "cell_equals": Example("book.xlsx#Summary!D14", {"expected": 12480.0}, 0.005),
    "chart_present": Example("book.xlsx#Summary", {"type": "line", "title": "Sales"}),
    "column_aggregate": Example(
        "costs.csv", {"column": "net", "function": "sum", "expected": 12480.0}, 0.005
    ),
    "csv_writing": Example("costs.csv", {"between": "semicolon", "decimal": "comma"}),
    "column_unique": Example("costs.csv", {"columns": ["id"]}),
    "column_values": Example("costs.csv", {"column": "state", "allowed": ["open", "paid"]}),
    "document_table": Example("report.docx", {"key": ["room"], "columns": ["area"]}, 0.05),
    "facts_told": Example(
        "report.docx", {"facts": [{"terms": ["Hall", "12.4 m²"]}, {"terms": ["Attic", "9.1 m²"]}]}
    ),
    "figures_stated": Example(
        "letter.docx", {"figures": [{"value": "4,210.00 EUR", "words": ["total"]}]}
    ),
    "file_absent": Example("**/*.tmp"),
    "file_count": Example("photos", {"pattern": "*.jpg", "at_least": 3, "at_most": 5}),
    "file_digest": Example("plan.pdf", {"digest": "ab" * 32}),
    "file_exists": Example("report.docx"),
    "first_failing": Example("sum.json", _BOTH),
    "folder_tree": Example("drawings", {"paths": ["plan.pdf", "sections/*.pdf"], "exact": True}),
    "formula_follows": Example(
        "book.xlsx", {"change": {"Rates!B2": 0.25}, "reads": ["Summary!D14"]}, 0.005
    ),
    "formula_present": Example("book.xlsx#Summary!D14", {"functions": ["SUM"]}),
    "fraction_of": Example("sum.json", _BOTH),
    "headings_present": Example(
        "report.docx", {"headings": ["Findings", "Advice"], "in_order": True}
    ),
    "inputs_unchanged": Example("data/*.csv"),
    "json_value": Example("sum.json#/invoice/total", {"expected": 12480.0}, 0.005),
    "k_of_n": Example("sum.json", {**_BOTH, "k": 1}),
    "label_value": Example("book.xlsx#Summary", {"label": "Total due", "expected": 12480.0}, 0.005),
    "labelled_number": Example("letter.docx", {"label": "total due", "expected": 12480.0}, 0.005),
    "line_records": Example("changes.txt"),
    "list_overlap": Example("codes.json#/codes", {"min_precision": 0.9, "min_recall": 0.8}),
    "members_listed": Example(
        "letter.docx",
        {"lists": [{"members": ["B-2", "B-5"], "words": ["refused"]}], "others": ["B-1", "B-3"]},
    ),
    "model_judge": Example("letter.docx", {"question": "Is the refusal polite and clear?"}),
    "no_placeholders": Example("letter.docx"),
    "not_contradicted": Example(
        "report.docx", {"statements": ["The limit for iron is exceeded at well B-2"]}
    ),
    "number_format": Example("book.xlsx#Summary!B2:B9", {"decimals": 2}),
    "outputs_agree": Example("book.xlsx#Costs!B9", {"other": "note.md#total cost"}, 0.005),
    "page_count": Example("report.pdf", {"at_most": 4}),
    "pivot_present": Example("book.xlsx", {"fields": ["region"]}),
    "range_equals": Example("book.xlsx#Summary!B2:B9", {"facts": "changed"}, 0.005),
    "row_count": Example("costs.csv", {"at_least": 12}),
    "rows_sorted": Example("costs.csv", {"columns": ["date"], "descending": True}),
    "section_says": Example("report.docx", {"heading": "Advice", "terms": ["replace the valley"]}),
    "slide_count": Example("talk.pptx", {"exactly": 8}),
    "sqlite_query": Example("shop.db", {"query": "SELECT name, price FROM items"}, 0.005),
    "sqlite_schema": Example("shop.db", {"tables": ["items"]}),
    "styles_used": Example("report.docx", {"styles": ["Heading 1"]}),
    "table_equals": Example(
        "book.xlsx#Costs!A1:D20", {"key": ["id"], "columns": ["net"], "facts": "changed"}, 0.005
    ),
    "table_schema": Example("costs.csv", {"columns": [{"name": "net", "type": "number"}]}),
    "table_subset": Example("codes.csv", {"columns": ["code", "name"]}, 0.005),
    "text_absent": Example("letter.txt", {"terms": ["lorem ipsum"]}),
    "text_contains": Example("letter.txt", {"terms": ["4,210.00", "30 days"]}),
    "text_kept": Example("contract.docx"),
    "text_pattern": Example("letter.txt", {"pattern": "INV-[0-9]{4}", "at_least": 1}),
    "text_similarity": Example("summary.txt", {"floor": 0.8}),
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
    "tracked_changes": Example("contract.docx", {"state": "none left"}),
    "tree_equals": Example("plan.json", {"facts": "changed", "ignore": ["/made"]}, 0.005),
    "tree_schema": Example("plan.json", {"schema": {"title": "Plan", "required": ["rooms"]}}),
    "verdicts_told": Example(
        "report.docx", {"verdict": "exceeded", "holds": ["B-2"], "not_holds": ["B-1", "B-3"]}
    ),
    "word_count": Example("summary.txt", {"at_most": 200}),
    "xpath_value": Example("order.xml", {"xpath": "//line[@sku='A7']/sum", "expected": 10.25}),
}
