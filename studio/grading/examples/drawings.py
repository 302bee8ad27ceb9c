"""Examples of the checks of drawings."""

from studio.grading.examples.example import Example

FAMILIES = {
    "drawings": "Drawings in DXF, compared by the ground that they cover: lines or polylines, "
    "blocks or what they hold, in any order and version.",
}

EXAMPLES = {
    "drawing_layers": Example(
        "plan.dxf", {"layers": [{"name": "A-WALL", "colour": 1}, {"name": "A-DOOR"}]}
    ),
    "drawing_entities": Example("plan.dxf", {"layers": ["A-WALL", "A-DOOR"]}, 1.0),
    "drawing_lengths": Example("plan.dxf", {"expected": {"P-PIPE": 48.2}, "unit": "m"}, 0.05),
    "drawing_areas": Example(
        "plan.dxf", {"layers": ["A-AREA"], "each_at_least": 12.5, "unit": "m"}
    ),
    "drawing_text": Example("plan.dxf", {"texts": ["Kitchen", "12.4 m²"], "within": 900.0}),
}
