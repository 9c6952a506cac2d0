"""What is made of a portrait, of drawn heads and of poses, as it was recorded.

A stored fact says which version found it. Whoever means to move one of these figures raises the version as well.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from faces_posed import bent, posed_face
from PIL import Image
from profiles_drawn import drawn, outline
from recorded import FOLDER, check

from facebalance_desktop.faces.anthropometry import hidden_estimated, named_points, on_mesh, point_kinds
from facebalance_desktop.faces.crops import (
    Patch,
    Pixels,
    eyes_apart,
    jitters,
    patch_of,
    photo_to_crop_of,
    reduced,
    steadied,
)
from facebalance_desktop.faces.detection import VERSION
from facebalance_desktop.faces.edges import Sight, edge_kinds, on_edges
from facebalance_desktop.faces.hairline import Person, hairline, trichion
from facebalance_desktop.faces.iris import iris_diameter, irises
from facebalance_desktop.faces.landmarks import Face, Pose
from facebalance_desktop.faces.light import asymmetry_of, light_of
from facebalance_desktop.faces.outline import front_outline
from facebalance_desktop.faces.pose import pose_of, reference_face
from facebalance_desktop.faces.profile import VERSION as PROFILE_VERSION
from facebalance_desktop.faces.profile import outline_points, profile_points
from facebalance_desktop.faces.profile_proposals import completed
from facebalance_desktop.faces.refinement import FINE, refined, rules
from facebalance_desktop.faces.tracing import traced
from facebalance_desktop.geometry import Array, Similarity
from facebalance_desktop.photos.opencv import cv2

PICTURE = 0.02
"""px, or other units: what is read from pictures may differ by so much between processors."""


def portrait(path: Path, move: Similarity | None = None, light: float = 1.0) -> tuple[Pixels, Face, Person]:
    """The portrait or a copy of it, moved and darker, with its mesh and the place of the person in it."""
    with np.load(FOLDER / "portrait.npz") as stored:
        mesh, sigma, person = (np.asarray(stored[key], dtype=np.float64) for key in ("mesh", "sigma", "person"))
    with Image.open(path) as image:
        pixels = np.asarray(image.convert("RGB"))
    height, width = pixels.shape[:2]
    mask = np.asarray(person / 255, dtype=np.float32)
    if move is not None:
        made = cv2.warpAffine(pixels, move.to_cv2(), (width, height), borderMode=cv2.BORDER_REPLICATE)
        pixels = np.asarray(np.clip(made * light, 0, 255), dtype=np.uint8)
        mask = np.asarray(cv2.resize(mask, (width, height)), dtype=np.float32)
        mask = np.asarray(cv2.warpAffine(mask, move.to_cv2(), (width, height)), dtype=np.float32)
        mesh = np.column_stack([move.points(mesh[:, :2]), mesh[:, 2] * move.scale])
        sigma = sigma * move.scale
    rows = tuple((float(x), float(y), float(z)) for x, y, z in mesh)
    face = Face(rows, tuple(sigma.tolist()), named_points(mesh, sigma), pose_of(mesh))
    return pixels, face, Person(mask, mask.shape[0] / height)


def facts(pixels: Pixels, face: Face, person: Person) -> Mapping[str, object]:
    """All that is found on a photo whose mesh is known."""
    mesh = np.array(face.mesh)
    upright = photo_to_crop_of(mesh)
    patch, fine = patch_of(pixels, upright), patch_of(pixels, upright, finest=FINE)
    points = on_edges(patch, mesh, refined(fine, mesh, face.points, face.pose, rules()), face.pose)
    seen = hairline(patch, mesh, person)
    sight = Sight(patch, mesh)
    found = {name: sight.edge(kind, sight.to_crop.point(face.points[name].xy)) for name, kind in edge_kinds().items()}
    return {
        "version": VERSION,
        "pose": face.pose,
        "hairline": seen,
        "points": {name: plain(point) for name, point in (points | {"tr": trichion(seen, points["tr"])}).items()},
        "opening": sight.opening,
        "edges": found,
        "contours": traced(patch, mesh, face.pose),
        "irises": irises(pixels, mesh),
        "light": light_of(pixels, face, patch),
        "asymmetry": [value / 100 for value in asymmetry_of(patch, face)],
    }


def plain(point: object) -> tuple[object, ...]:
    return tuple(getattr(point, name) for name in ("x", "y", "source", "sigma", "repeat", "response"))


COPIES = {
    "portrait": (None, 1.0, None),
    "portrait-dark": (Similarity.of(12.0, 0.55, (30.0, 60.0), (250.0, 250.0)), 0.4, None),
    "portrait-turned": (None, 1.0, Pose(12.0, 3.0, -4.0)),
    "portrait-oblique": (Similarity.of(-4.0, 1.1, about=(230.0, 230.0)), 1.3, Pose(-25.5, 3.0, -4.0)),
}


@pytest.mark.parametrize("name", COPIES)
def test_the_facts_of_a_portrait_are_those_of_this_version(name: str, hopper_path: Path) -> None:
    move, light, pose = COPIES[name]
    pixels, face, person = portrait(hopper_path, move, light)
    check(name, facts(pixels, replace(face, pose=pose or face.pose), person), PICTURE)


def test_crops_of_a_portrait_are_as_recorded(hopper_path: Path) -> None:
    pixels, face, _ = portrait(hopper_path)
    mesh = np.array(face.mesh)
    upright = photo_to_crop_of(mesh)

    def told(patch: Patch) -> tuple[object, ...]:
        crop = patch.crop(upright).astype(float)
        return (
            patch.photo_to_patch,
            patch.pixels.shape,
            crop.mean(axis=(0, 1)),
            crop.std(axis=(0, 1)),
            crop[200:203, 256],
        )

    patches = {
        "plain": patch_of(pixels, upright),
        "fine": patch_of(pixels, upright, finest=2.0, margin=0.1),
        "small": patch_of(pixels, upright.then(Similarity(0.3))),
        "steadied": steadied(patch_of(pixels, upright), upright),
        "outside": patch_of(pixels, upright.then(Similarity(tx=900.0, ty=-700.0))),
    }
    made: dict[str, object] = {name: told(patch) for name, patch in patches.items()}
    made["jitters"] = jitters(6)
    made["eyes apart"] = eyes_apart((10.0, 20.0), (40.0, 60.0))
    made["reduced"] = [(copy.shape, scale) for copy, scale in (reduced(pixels, longest) for longest in (100, 1500))]
    check("crops", made, PICTURE)


# Hairlines and profiles that are drawn


def head(
    height: float, hair: tuple[int, int, int], skin: tuple[int, int, int], burnt: float = 0.0
) -> tuple[Pixels, Array]:
    """Skin up to `height` pupil distances above the pupils, hair above it; `burnt`: share of the width that glares."""
    mesh = bent(reference_face()) * 2.0 + (400.0, 450.0, 0.0)
    pupils = mesh[[468, 473], :2].mean(axis=0)
    iod = float(np.linalg.norm(mesh[33] - mesh[263])) * 63.0 / 88.9
    pixels = np.empty((800, 800, 3), np.uint8)
    pixels[:] = skin
    edge = int(pupils[1] - height * iod)
    pixels[edge : edge + 60, 400 : 400 + int(burnt * 100)] = 255
    pixels[: max(edge, 0)] = hair
    noisy = pixels.astype(float) + np.random.default_rng(1).normal(0, 3, pixels.shape)
    return np.asarray(np.clip(noisy, 0, 255), dtype=np.uint8), mesh


def crowned(row: int) -> Person:
    """A person whose head ends at a row of the photo."""
    mask = np.ones((400, 400), np.float32)
    mask[: row // 2] = 0.0
    return Person(mask, 0.5)


def test_hairlines_of_drawn_heads_are_as_recorded() -> None:
    dark, fair, skin = (40, 30, 25), (150, 110, 60), (205, 160, 140)
    heights = (0.5, 0.8, 1.0, 1.188, 1.4, 1.54, 1.62)
    made: dict[str, object] = {
        f"{hair[0]} at {height}": hairline(Patch(pixels, Similarity()), mesh)
        for hair in (dark, fair)
        for height in heights
        for pixels, mesh in (head(height, hair, skin),)
    }
    for burnt in (0.0, 0.5, 1.0):
        pixels, mesh = head(1.1, dark, skin, burnt)
        made[f"burnt {burnt}"] = hairline(Patch(pixels, Similarity()), mesh)
    pixels, mesh = head(1.25, dark, skin)
    for row in range(250, 330, 10):
        made[f"crown at {row}"] = hairline(Patch(pixels, Similarity()), mesh, crowned(row))
    for part in (0.5, 0.3, 0.15):
        made[f"light {part}"] = hairline(Patch(np.asarray(pixels * part, np.uint8), Similarity()), mesh)
    brim = pixels.copy()
    for low in (330, 350, 370):
        brim[:low] = dark
        made[f"brim down to {low}"] = hairline(Patch(brim, Similarity()), mesh)
    check("hairlines", made, PICTURE)


def test_points_of_drawn_profiles_are_as_recorded() -> None:
    lines = {
        "plain": outline(),
        "fine": outline(step=1.0),
        "large": outline(8.0),
        "lips": outline(lips=12.0),
        "open": outline(lips=25.0),
        "mirrored": replace(outline(), is_mirrored=True, width=1400),
        "half seen": replace(outline(), seen=np.arange(len(outline().places)) % 3 > 0),
    }
    made: dict[str, object] = {"version": PROFILE_VERSION}
    for name, line in lines.items():
        made[name] = {code: (*plain(point), point.extra) for code, point in profile_points(line).items()}
    for dropped in (("ls",), ("li",), ("sl",), ("pg",), ("g",), ("se",), ("ls", "sto", "li"), ("g", "se"), ("c", "sn")):
        made[f"without {dropped}"] = {
            code: point.xy for code, point in profile_points(outline(without=dropped)).items()
        }
    for code, place in (
        ("g", (1085.0, 520.0)), ("pg", (1070.0, 940.0)), ("li", (1080.0, 860.0)), ("me", (980.0, 1010.0)),
        ("se", (985.0, 640.0)), ("cerv", (860.0, 1040.0)), ("prn", (1040.0, 740.5)),
    ):  # fmt: skip
        found = profile_points(outline(moved={code: place}))
        made[f"moved {code}"] = {name: point.xy for name, point in found.items()}
    check("profile-lines", made)
    made = {}
    pixels, person = drawn()
    for view in ("profile-right", "profile-left"):
        flip = slice(None, None, -1 if view == "profile-left" else 1)
        own, mask = np.ascontiguousarray(pixels[:, flip]), np.ascontiguousarray(person[:, flip])
        whole = outline_points(own, mask, view)
        assert whole is not None
        made[view] = {code: (*plain(point), point.extra) for code, point in whole.points.items()}
        narrow = front_outline(np.ascontiguousarray(own[150:]), np.ascontiguousarray(mask[28:]), view)
        assert narrow is not None
        made[f"cropped line {view}"] = (narrow.step, narrow.width, narrow.seen.sum(), narrow.places[::40].tolist())
        seen = front_outline(own, mask, view)
        assert seen is not None
        made[f"line {view}"] = (seen.step, seen.width, seen.is_mirrored, seen.seen.sum(), seen.places[::40].tolist())
    check("profiles", made, PICTURE)


@pytest.mark.parametrize("view", ["profile-right", "profile-left"])
def test_hair_on_a_drawn_chin_is_told_where_it_was_recorded(view: str) -> None:
    """The skin of the lower face is darkened from one row to another, more and more."""
    pixels, _ = drawn()
    made: dict[str, object] = {}
    for low, high in ((850, 1350), (904, 946), (885, 912), (926, 960), (900, 925), (960, 1350)):
        told = []
        for share in (0.76, 0.7, 0.66, 0.6, 0.3):
            beard = pixels.copy()
            beard[low:high] = np.asarray(beard[low:high] * share, np.uint8)
            flip = slice(None, None, -1 if view == "profile-left" else 1)
            points = profile_points(outline() if view == "profile-right" else replace(outline(), is_mirrored=True))
            found = completed(points, np.ascontiguousarray(beard[:, flip]), view)
            told.append((found["pg"].extra.get("outline", "shaven"), found["pg"].sigma, found["prn"].sigma))
        made[f"rows {low} to {high}"] = told
    check(f"beards-{view}", made, PICTURE)


def test_points_and_poses_of_turned_faces_are_as_recorded() -> None:
    made: dict[str, object] = {"kinds": {kind.id: kind.mirrored for kind in point_kinds().values()}}
    for yaw, pitch, roll in ((0, 0, 0), (19.9, 5, 0), (-20.1, -8, 30), (35, 0, -170), (-50, 12, 90)):
        face = posed_face(Pose(yaw, pitch, roll))
        assert face.pose is not None
        made[f"yaw {yaw}"] = {
            "pose": face.pose,
            **{name: plain(point) for name, point in hidden_estimated(face.points, face.pose).items()},
        }
    face = posed_face(Pose(3.0, 2.0, 1.0))
    moved = {name: replace(point, x=point.x + 5.0) for name, point in face.points.items()}
    made["on the mesh"] = {
        name: on_mesh(moved, face, {"n", "sn"})[name].x - face.points[name].x for name in ("n", "prn")
    }
    made["iris"] = iris_diameter(face)
    made["width"] = math.dist(face.xy[33], face.xy[263])
    check("poses", made)
