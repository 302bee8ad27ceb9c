"""Examples of the checks of work that is used again."""

from studio.grading.examples.example import Example

FAMILIES = {
    "rerun": "Programs and workbooks used again, on hidden cases that nobody saw: what they make "
    "of an input, in a sandbox of their own.",
}

EXAMPLES = {
    "rerun_program": Example("summary.py", {"command": "python3 summary.py orders.csv"}, 0.005),
    "rerun_workbook": Example("quote.xlsx", {"names": {"rate": "Inputs!B2"}}, 0.005),
}
