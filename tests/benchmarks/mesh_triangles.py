"""Make resources/mesh.json: the triangles of the face mesh. Run: python tests/benchmarks/mesh_triangles.py

MediaPipe names the edges of its mesh, not the triangles. A triangle is three points that are all joined to each other
(a 3-clique of FACEMESH_TESSELATION); one whose three edges each belong to three cliques is the gap between its
neighbours at the wing of the nose, not a surface, and is left out. Corners run clockwise as seen on a frontal photo.
"""

from __future__ import annotations

import json
from collections import Counter
from itertools import combinations

from mediapipe.python.solutions.face_mesh_connections import FACEMESH_TESSELATION

from facebalance_desktop import resources
from facebalance_desktop.faces.pose import reference_face

Triangle = tuple[int, int, int]


def cliques() -> list[Triangle]:
    """Every three points that are all joined to each other, without the gaps."""
    joined: dict[int, set[int]] = {}
    for a, b in FACEMESH_TESSELATION:
        joined.setdefault(a, set()).add(b)
        joined.setdefault(b, set()).add(a)
    found = {tuple(sorted((a, b, c))) for a in joined for b in joined[a] for c in joined[a] & joined[b]}
    shared = Counter(edge for triangle in found for edge in combinations(triangle, 2))
    kept = [(a, b, c) for a, b, c in found if min(shared[edge] for edge in combinations((a, b, c), 2)) < 3]
    return sorted(kept)


def clockwise(triangle: Triangle) -> Triangle:
    """The corners in the order in which they are met clockwise on the frontal reference face (y points down)."""
    a, b, c = triangle
    p, q, r = (reference_face()[i] for i in triangle)
    area = (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
    return triangle if area > 0 else (a, c, b)


def main() -> None:
    triangles = [clockwise(triangle) for triangle in cliques()]
    made = {"how": " ".join((__doc__ or "").split()), "triangles": triangles}
    resources.path("mesh.json").write_text(json.dumps(made) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
