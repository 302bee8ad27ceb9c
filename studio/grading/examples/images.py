"""Examples of the checks of pictures."""

from studio.grading.examples.example import Example

FAMILIES = {
    "images": "Pictures (PNG, JPEG, WebP, TIFF, GIF, BMP) and drawings in SVG: what they show, "
    "whatever program wrote them.",
}

EXAMPLES = {
    "image_size": Example("photo.jpg", {"width": 1200, "height": 800, "mode": "grey"}),
    "image_similarity": Example("photo.jpg", {"at_least": 0.998, "mask": "mask.png"}),
    "region_colour": Example("banner.png", {"region": [0, 0, 200, 80], "colour": "#1f5fbf"}),
    "svg_structure": Example("plan.svg", {"ids": ["stage", "exit-north"]}, 0.5),
    "image_text": Example("poster.png", {"texts": ["Open day", "14:30"], "absent": ["Draft"]}),
}
