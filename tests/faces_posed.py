"""A face that is alike on no two sides, seen from wherever is wanted: the reference face, bent and projected."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from facebalance_desktop.faces.anthropometry import named_points
from facebalance_desktop.faces.landmarks import Face, Landmark, Pose
from facebalance_desktop.faces.pose import pose_of, reference_face
from facebalance_desktop.faces.projection import DISTANCE, rotation
from facebalance_desktop.geometry import Array, Similarity
from facebalance_desktop.project.edits_photos import add_photos
from facebalance_desktop.project.model import Photo, PointRecord, Project, new_project

SIDE = 1200
PX = 6.0
"""px a mm of the reference face."""
AT = Similarity(PX, 0.0, 580.0, 520.0)
LIGHT = {"lightness": 60.0, "a": 10.0, "b": 12.0, "light_x": 0.1, "light_y": -0.2, "sharpness": 5.0, "blockiness": 1.0}
PROFILE = {
    "tr": (700, 190), "g": (842, 368), "n": (815, 425), "se": (812, 431), "prn": (960, 610), "sn": (870, 675),
    "ls": (895, 730), "sto": (868, 765), "li": (885, 800), "sl": (850, 850), "pg": (872, 910), "gn": (850, 945),
    "me": (810, 960), "cerv": (640, 985), "neck": (600, 1130), "c": (868, 655), "po": (430, 565), "or": (752, 560),
    "al_r": (868, 655), "ex_r": (735, 470),
}  # fmt: skip
"""Points of a profile that looks to image right, in px."""


def bent(mesh: Array, smile: float = 0.0, lips: float = 0.0) -> Array:
    """The reference face with one side lower and broader; `smile` lifts the mouth's corners, `lips` brings them forward
    (mm)."""
    made = mesh.copy()
    x, y = mesh[:, 0], mesh[:, 1]
    made[:, 1] += 0.03 * x + 1.5 * np.exp(-(((x - 40) / 30) ** 2) - (((y - 60) / 40) ** 2))
    made[:, 0] += 0.02 * np.maximum(x, 0.0) + 0.01 * (y - 20)
    corner = np.exp(-(((np.abs(x) - 25) / 10) ** 2) - (((y - 72) / 12) ** 2))
    made[:, 1] -= smile * corner
    middle = np.exp(-((x / 18) ** 2) - (((y - 74) / 12) ** 2))
    made[:, 2] -= lips * middle
    made[:, 1] += 0.5 * lips * middle
    return made


def posed_face(pose: Pose, at: Similarity = AT, smile: float = 0.0, lips: float = 0.0) -> Face:
    """The bent face at a pose, in px."""
    turned = bent(reference_face(), smile, lips) @ rotation(pose).T
    flat = turned[:, :2] * (DISTANCE / (DISTANCE + turned[:, 2:]))
    xy = at.points(flat)
    mesh = np.column_stack([xy, turned[:, 2] * at.scale])
    sigma = np.linspace(0.8, 1.6, len(mesh))
    rows = tuple((float(x), float(y), float(z)) for x, y, z in mesh)
    return Face(rows, tuple(sigma.tolist()), named_points(mesh, sigma), pose_of(mesh), by="test", version="1")


def posed_photo(number: int, face: Face | None, **changes: object) -> Photo:
    values: dict[str, object] = {
        "id": f"{number:032x}",
        "name": f"IMG_{number}.JPG",
        "sha256": f"{number:064x}",
        "size": 1000 + number,
        "width": SIDE,
        "height": SIDE + 200,
        "format": "JPEG",
        "profile": "sRGB",
        "faces": 0 if face is None else 1,
        "face": face,
        "view": "frontal",
        "light": LIGHT,
        "taken": f"2024-0{1 + number}-12T10:00:00",
        "taken_source": "exif",
        "focal_length_35": 85.0,
    }
    return Photo(**(values | changes))  # type: ignore[arg-type]  # fields by name


def frontal_pair() -> Project:
    """A frontal photo, and a later one: nearer, turned, tilted, smiling a little, its light another."""
    after = posed_face(Pose(4.0, 2.0, 3.0), Similarity.of(0.0, 6.6, (600.0, 540.0)), smile=2.0, lips=3.0)
    light = LIGHT | {"lightness": 55.0, "b": 15.0, "light_x": 0.3}
    photos = [posed_photo(1, posed_face(Pose(1.0, -2.0, -2.0))), posed_photo(2, after, light=light)]
    return add_photos(photos)(replace(new_project(), id="0" * 32))


def profile_photo(number: int, move: Similarity | None = None, **changes: object) -> Photo:
    """A right profile, whose points were placed by hand."""
    onto = move or Similarity()
    points = tuple(
        PointRecord(code, *onto.point((float(x), float(y))), "placed", "2024-05-01T10:00:00+00:00")
        for code, (x, y) in PROFILE.items()
    )
    return posed_photo(
        number, None, points=points, **({"view": "profile-right", "view_by_hand": "profile-right"} | changes)
    )


def moved_point(face: Face, code: str, dx: float, dy: float) -> Face:
    """The face with one named point elsewhere."""
    point = face.points[code]
    placed: Landmark = replace(point, x=point.x + dx, y=point.y + dy)
    return replace(face, points={**face.points, code: placed})
