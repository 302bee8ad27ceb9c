"""Examples of the checks of arrays, curves and quantities."""

from studio.grading.examples.example import Example

FAMILIES = {
    "arrays": "Arrays of numbers (npy, npz, MAT, HDF5), curves in columns of numbers, and values "
    "with their units. An array is named after `#`: `run.npz#force`, `run.h5#/left/force`.",
}

EXAMPLES = {
    "array_attributes": Example("run.h5", {"names": ["unit", "rate_hz"]}),
    "array_close": Example("stiffness.npz#K", {"relative": 0.001}, 0.5),
    "array_shape": Example("stiffness.npz#K", {"shape": [6, 6]}),
    "array_norm": Example("modes.npy", {"at_most": 0.02, "sign_free": True}),
    "array_statistics": Example("noise.npy", {"statistics": ["mean", "std", "q95"]}),
    "curve_distance": Example(
        "step.csv", {"x": "time (s)", "y": "position (mm)", "relative": 0.02}
    ),
    "quantity_close": Example(
        "result.json#/peak_force", {"unit": "N", "expected": 12400, "relative": 0.01}
    ),
}
