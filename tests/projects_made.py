"""Projects for tests, made without a camera."""

from __future__ import annotations

from collections.abc import Mapping

from facebalance_desktop.faces.landmarks import Face, Landmark
from facebalance_desktop.geometry import Point, Similarity
from facebalance_desktop.project.edits_photos import add_photos
from facebalance_desktop.project.model import Photo, Project, new_id, new_project

FACE: Mapping[str, Point] = {
    "tr": (200.0, 60.0),
    "g": (200.0, 140.0),
    "n": (200.0, 165.0),
    "sn": (200.0, 230.0),
    "ls": (200.0, 250.0),
    "sto": (200.0, 258.0),
    "me": (200.0, 320.0),
    "p_r": (150.0, 160.0),
    "p_l": (250.0, 160.0),
    "en_r": (175.0, 162.0),
    "en_l": (225.0, 162.0),
    "ex_r": (125.0, 162.0),
    "ex_l": (275.0, 162.0),
    "ch_r": (165.0, 260.0),
    "ch_l": (235.0, 260.0),
}
"""A symmetric face of 100 px between the pupils, in a photo of 400 x 400 px."""


def made_face(onto: Similarity | None = None, sigma: float | None = 0.5) -> Face:
    """The face above, moved by `onto`; its mesh holds the irises where the program looks for them."""
    move = onto or Similarity()
    points = {
        code: Landmark(*move.point(at), "estimated" if code == "tr" else "automatic", sigma)
        for code, at in FACE.items()
    }
    mesh = [(*move.point((200.0, 200.0)), 0.0)] * 478
    mesh[468] = (*points["p_r"].xy, 0.0)
    mesh[473] = (*points["p_l"].xy, 0.0)
    return Face(tuple(mesh), None, points, by="test", version="1")


def made_photo(name: str, onto: Similarity | None = None, **changes: object) -> Photo:
    """A photo of 400 x 400 px with the face above."""
    values: dict[str, object] = {
        "id": new_id(),
        "name": name,
        "sha256": new_id() * 2,
        "size": 1,
        "width": 400,
        "height": 400,
        "format": "JPEG",
        "profile": "sRGB",
        "faces": 1,
        "face": made_face(onto),
    }
    return Photo(**(values | changes))  # type: ignore[arg-type]  # the caller names real fields


MOVED = Similarity.of(rotation=6, scale=1.25, shift=(12, -7), about=(200, 200))
"""How the after photo of `made_pair` is moved against the before photo."""


def made_pair() -> Project:
    """Two photos of one face, the second moved by `MOVED`."""
    return add_photos([made_photo("before.jpg"), made_photo("after.jpg", MOVED)])(new_project())
