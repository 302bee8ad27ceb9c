"""Examples of the checks of meshes and solids."""

from studio.grading.examples.example import Example

FAMILIES = {
    "meshes": "Meshes of triangles (STL, OBJ, PLY, GLB) and solids of CAD (STEP), compared as "
    "bodies: another program's triangles are as right. Numbers are in the units of the file, GLB "
    "in m, STEP in mm.",
}

EXAMPLES = {
    "mesh_watertight": Example("bracket.stl", {}),
    "mesh_measure": Example("bracket.stl", {"measure": "volume", "expected": [24000]}),
    "mesh_holes": Example("bracket.stl", {"count": ["through"], "expected": [5]}),
    "mesh_unit": Example("bracket.stl", {"unit": "mm"}),
    "surface_distance": Example("bracket.stl", {"at_most": 0.1, "alignment": "rigid"}),
}
