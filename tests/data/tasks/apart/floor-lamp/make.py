"""Make the floor lamp: meshes by numpy, STL and GLB by trimesh, the finishes by Python's csv."""

import json
import struct
from pathlib import Path

import numpy as np
import trimesh
from trimesh.visual import TextureVisuals
from trimesh.visual.material import PBRMaterial

from tests.data.tasks.fixed_files import begin, finish, place, read_rows, write_rows

NAME = "lamp.glb"
PARTS = ("Base", "Stem", "Shade")
FINISHES = [
    ["part", "colour", "metallic", "roughness"],
    ["Base", "#1F2933", "0.1", "0.8"],
    ["Stem", "#C9A227", "1.0", "0.25"],
    ["Shade", "#F3EDE0", "0.0", "0.9"],
]
# CAD has Z up: x stays, z becomes y, y becomes -z; millimetres become metres.
TO_GLTF = np.array([[1, 0, 0, 0], [0, 0, 1, 0], [0, -1, 0, 0], [0, 0, 0, 1.0]])
ABOUT = {
    "title": "Prepare a floor lamp for the web viewer",
    "profession": "3D artist",
    "occupation": "27-1014.00",
    "work": "separate",
    "families": ["stl", "glb", "csv", "units", "colours"],
    "alternate_correct": {
        "turned_by_nodes": "Meshes as CAD has them; the nodes turn and scale them. Under a node of "
        "their own, materials named after the finish.",
        "finer": "More triangles, other points on the round parts, parts in another order.",
    },
    "known_bad": {
        "millimetres": "The coordinates are still millimetres, so the lamp is 1.5 km high.",
        "z_up": "In metres, but Z is still up, so the lamp lies on its side in the viewer.",
        "finishes_swapped": "Base and Shade have each other's material.",
    },
}
Profile = list[tuple[float, float]]


def turned(profile: Profile, parts: int, turn: float = 0.0) -> trimesh.Trimesh:
    """Return the closed solid of a profile (radius, z) turned about the Z axis."""
    angles = turn + 2 * np.pi * np.arange(parts) / parts
    rings = []
    for radius, height in profile:
        xyz = [radius * np.cos(angles), radius * np.sin(angles), np.full(parts, height)]
        rings.append(np.column_stack(xyz))
    ends = np.array([[0, 0, profile[0][1]], [0, 0, profile[-1][1]]])
    points = np.concatenate([*rings, ends])
    bottom, top = len(points) - 2, len(points) - 1
    faces = []
    for at in range(parts):
        after = (at + 1) % parts
        faces.append([bottom, after, at])
        last = (len(profile) - 1) * parts
        faces.append([top, last + at, last + after])
        for low in range(0, last, parts):
            high = low + parts
            faces += [[low + at, low + after, high + after], [low + at, high + after, high + at]]
    return trimesh.Trimesh(points, faces, process=False)


def bent(parts: int, steps: int) -> trimesh.Trimesh:
    """Return the stem: a tube of 12 mm, straight up and then bent towards +X."""
    path = [(0.0, 30.0), (0.0, 1200.0)]
    for at in range(1, steps + 1):
        angle = np.pi / 2 * at / steps
        path.append((300 - 300 * np.cos(angle), 1200 + 300 * np.sin(angle)))
    path.append((420.0, 1500.0))
    made = turned([(6, float(at)) for at in range(len(path))], parts)
    points = made.vertices.copy()
    which = np.rint(points[:, 2]).astype(int)
    line = np.array(path)
    ahead = np.gradient(line, axis=0)
    ahead[[0, 1]] = (0, 1)
    ahead[[-2, -1]] = (1, 0)
    ahead /= np.linalg.norm(ahead, axis=1)[:, None]
    across = np.column_stack([ahead[:, 1], -ahead[:, 0]])
    placed = line[which] + across[which] * points[:, :1]
    return trimesh.Trimesh(
        np.column_stack([placed[:, 0], points[:, 1], placed[:, 1]]), made.faces, process=False
    )


def lamp(parts: int, steps: int, turn: float = 0.0) -> dict[str, trimesh.Trimesh]:
    base: Profile = [(140, 0), (140, 18), (132, 26), (20, 30)]
    shade: Profile = [(150, 1300), (60, 1470), (20, 1494)]
    hood = turned(shade, parts, turn)
    hood.apply_translation([420, 0, 0])
    return {"Base": turned(base, parts, turn), "Stem": bent(parts // 4, steps), "Shade": hood}


def materials(path: Path) -> dict[str, PBRMaterial]:
    made = {}
    for row in read_rows(path):
        shade = [int(row["colour"][at : at + 2], 16) for at in (1, 3, 5)]
        made[row["part"]] = PBRMaterial(
            name=row["part"],
            baseColorFactor=[*shade, 255],
            metallicFactor=float(row["metallic"]),
            roughnessFactor=float(row["roughness"]),
        )
    return made


def scene(
    meshes: dict[str, trimesh.Trimesh],
    finish_of: dict[str, PBRMaterial],
    move: np.ndarray,
    by_nodes: bool = False,
) -> trimesh.Scene:
    made = trimesh.Scene()
    if by_nodes:
        made.graph.update(frame_to="Lamp", frame_from="world", matrix=move)
    for name, mesh in meshes.items():
        shown = mesh.copy()
        if not by_nodes:
            shown.apply_transform(move)
        shown.visual = TextureVisuals(material=finish_of[name])
        parent = "Lamp" if by_nodes else None
        made.add_geometry(shown, node_name=name, geom_name=name, parent_node_name=parent)
    return made


def read_glb(path: Path) -> tuple[dict, bytes]:
    data = path.read_bytes()
    size = struct.unpack_from("<I", data, 12)[0]
    return json.loads(data[20 : 20 + size]), data[28 + size :]


def placed(path: Path) -> dict[str, tuple[np.ndarray, dict, int]]:
    """Return points in the world, material and triangles of each named mesh, without trimesh."""
    told, binary = read_glb(path)
    found = {}

    def visit(at: int, above: np.ndarray) -> None:
        node = told["nodes"][at]
        here = above @ np.array(node.get("matrix", np.eye(4).T.ravel())).reshape(4, 4).T
        if "mesh" in node:
            piece = told["meshes"][node["mesh"]]["primitives"][0]
            accessor = told["accessors"][piece["attributes"]["POSITION"]]
            view = told["bufferViews"][accessor["bufferView"]]
            start = view.get("byteOffset", 0) + accessor.get("byteOffset", 0)
            raw = np.frombuffer(binary, "<f4", accessor["count"] * 3, start).reshape(-1, 3)
            points = raw @ here[:3, :3].T + here[:3, 3]
            triangles = told["accessors"][piece["indices"]]["count"] // 3
            found[node["name"]] = points, told["materials"][piece["material"]], triangles
        for child in node.get("children", []):
            visit(child, here)

    for root in told["scenes"][told.get("scene", 0)]["nodes"]:
        visit(root, np.eye(4))
    return found


def right(path: Path) -> bool:
    found = placed(path)
    boxes = {
        "Base": [[-0.14, 0, -0.14], [0.14, 0.03, 0.14]],
        "Stem": [[-0.006, 0.03, -0.006], [0.42, 1.506, 0.006]],
        "Shade": [[0.27, 1.3, -0.15], [0.57, 1.494, 0.15]],
    }
    if set(found) != set(boxes) or sum(one[2] for one in found.values()) > 3000:
        return False
    for row in read_rows(path.parents[1 + ("reference" not in path.parts)] / "input/finishes.csv"):
        points, material, _ = found[row["part"]]
        box = np.array([points.min(0), points.max(0)])
        if np.abs(box - boxes[row["part"]]).max() > 0.0012:
            return False
        pbr = material["pbrMetallicRoughness"]
        shade = [int(row["colour"][at : at + 2], 16) / 255 for at in (1, 3, 5)]
        said = [*pbr["baseColorFactor"][:3], pbr.get("metallicFactor", 1)]
        said.append(pbr.get("roughnessFactor", 1))
        wanted = [*shade, float(row["metallic"]), float(row["roughness"])]
        if np.abs(np.array(said) - wanted).max() > 0.003:
            return False
    return True


def main() -> None:
    folder = begin(__file__)
    source = folder / "input"
    for name, mesh in lamp(120, 24).items():
        mesh.export(source / f"{name.lower()}.stl")
    write_rows(source / "finishes.csv", FINISHES)
    finishes = materials(source / "finishes.csv")
    metres = np.diag([0.001, 0.001, 0.001, 1])
    usual = lamp(48, 14)

    def store(where: str, made: trimesh.Scene) -> None:
        path = place(folder, where) / NAME
        path.write_bytes(made.export(file_type="glb"))
        assert right(path) == ("known_bad" not in where), where

    store("reference", scene(usual, finishes, TO_GLTF @ metres))
    named = materials(source / "finishes.csv")
    for at, one in enumerate(named.values(), 1):
        one.name = f"finish {at}"
    store("alternate_correct/turned_by_nodes", scene(usual, named, TO_GLTF @ metres, True))
    finer = dict(reversed(lamp(64, 18, 0.03).items()))
    store("alternate_correct/finer", scene(finer, finishes, TO_GLTF @ metres))
    store("known_bad/millimetres", scene(usual, finishes, TO_GLTF))
    store("known_bad/z_up", scene(usual, finishes, metres))
    swapped = {**finishes, "Base": finishes["Shade"], "Shade": finishes["Base"]}
    store("known_bad/finishes_swapped", scene(usual, swapped, TO_GLTF @ metres))
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
