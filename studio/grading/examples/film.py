"""Examples of the checks of films."""

from studio.grading.examples.example import Example

FAMILIES = {
    "video": "Films (MP4, MOV, WebM, Matroska, AVI, GIF): their form, what they show at which time "
    "and where they cut, whatever codec wrote them.",
}

EXAMPLES = {
    "video_format": Example(
        "trailer.mp4", {"width": 1280, "height": 720, "rate": 25.0, "seconds": 30.0}
    ),
    "video_frames": Example("trailer.mp4", {"times": [1.0, 12.5, 29.0], "near": 0.1}),
    "video_shots": Example("trailer.mp4", {"times": [4.0, 9.5], "near": 0.1}),
}
