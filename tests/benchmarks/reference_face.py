"""Makes resources/reference_face.json: the mean, symmetrised, of the meshes found on frontal photos.

    python tests/benchmarks/reference_face.py FRONTAL_PHOTO...

Run once on the fourteen neutral studio frontals of the Face Research Lab London set (DeBruine and Jones 2017, CC BY
4.0); only the mean of the 478 points is kept, no photo. Unit: the outer canthi are 88.9 apart (mm in an average adult).
x to image right, y down, z away from the camera, origin between the outer canthi. Its pitch is the mean pitch of the
photos, its yaw and roll are nothing by symmetry.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from mediapipe.python.solutions.face_mesh_connections import FACEMESH_TESSELATION

from facebalance_desktop import resources
from facebalance_desktop.faces.detection import VERSION, find_face
from facebalance_desktop.faces.pose import rigid_rotation
from facebalance_desktop.geometry import Array
from facebalance_desktop.photos.opencv import cv2

CANTHI = 88.9
MIDLINE = (
    10, 151, 9, 8, 168, 6, 197, 195, 5, 4, 1, 19, 94, 2, 164, 0, 11, 12, 13, 14, 15, 16, 17, 18, 200, 199, 175, 152,
)  # fmt: skip


def lost_edges(pairs: dict[int, int]) -> list[frozenset[int]]:
    edges = {frozenset(edge) for edge in FACEMESH_TESSELATION}
    return [edge for edge in edges if frozenset(pairs[i] for i in edge) not in edges]


def mirror_map(shapes: list[Array]) -> list[int]:
    """The index of the point on the other side for each point: the symmetry of the net of mesh edges.

    Nearest pairs under reflection first, then partners are swapped while that keeps more edges. The net itself is not
    quite symmetric (six diagonals); more lost edges raise ValueError.
    """
    cost = np.mean([np.linalg.norm(s[None, :468] - (s * (-1, 1, 1))[:468, None], axis=2) for s in shapes], axis=0)
    sides = [i for i in range(468) if i not in MIDLINE]
    pairs = {i: i for i in MIDLINE}
    for _, a, b in sorted((cost[i, j] + cost[j, i], i, j) for i in sides for j in sides if i < j):
        if a not in pairs and b not in pairs:
            pairs[a], pairs[b] = b, a
    best, improves = len(lost_edges(pairs)), True
    while improves:
        improves = False
        for a in {i for edge in lost_edges(pairs) for i in edge} - set(MIDLINE):
            close = sorted(sides, key=lambda i: float(np.linalg.norm(shapes[0][i] - shapes[0][a])))[1:13]
            for b in close:
                if b == pairs[a]:
                    continue
                swapped = dict(pairs)
                swapped[a], swapped[pairs[b]], swapped[b], swapped[pairs[a]] = pairs[b], a, pairs[a], b
                if len(lost_edges(swapped)) < best:
                    pairs, best, improves = swapped, len(lost_edges(swapped)), True
                    break
    if best > 6:
        raise ValueError(f"the mirror map loses {best} edges")
    irises = {468: 473, 469: 476, 470: 475, 471: 474, 472: 477}
    pairs.update({a: b for right, left in irises.items() for a, b in ((right, left), (left, right))})
    return [pairs[i] for i in range(478)]


def normal(mesh: Array) -> Array:
    """Eyes level, canthi at CANTHI apart, origin between them."""
    centred = mesh - (mesh[33] + mesh[263]) / 2
    x, y = centred[263, :2] - centred[33, :2]
    turn = np.array([[x, y], [-y, x]]) / np.hypot(x, y)
    centred[:, :2] = centred[:, :2] @ turn.T
    return np.asarray(centred * CANTHI / np.linalg.norm(centred[263] - centred[33]))


def mean_face(meshes: list[Array]) -> tuple[Array, list[int]]:
    """Mean of the meshes after rotation onto it (generalised Procrustes), symmetrised in each round."""
    shapes = [normal(mesh) for mesh in meshes]
    mean = np.mean(shapes, axis=0)
    mirror = mirror_map(shapes)
    for _ in range(10):
        mean = (mean + mean[mirror] * (-1, 1, 1)) / 2
        turned = [normal(shape @ rigid_rotation(shape, mean).T) for shape in shapes]
        mean = np.mean(turned, axis=0)
    mean = (mean + mean[mirror] * (-1, 1, 1)) / 2
    return mean, mirror


def main(paths: list[str]) -> None:
    meshes = []
    for path in paths:
        face = find_face(np.asarray(cv2.cvtColor(cv2.imread(path), cv2.COLOR_BGR2RGB), dtype=np.uint8)).face
        if face is not None:
            meshes.append(np.array(face.mesh))
    mean, mirror = mean_face(meshes)
    target = resources.path("reference_face.json")
    made = {
        "how": " ".join((__doc__ or "").split()),
        "photos": len(meshes),
        "model": VERSION,
        "xyz": np.round(mean, 2).tolist(),
        "mirror": mirror,
    }
    Path(target).write_text(json.dumps(made) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
