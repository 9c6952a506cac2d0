"""Shapes, places carried from face to face, zones of the table and the words of plans, as they were recorded."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from faces_posed import AT, frontal_pair, posed_face, posed_photo, profile_photo
from plans_drawn import drawn_pair, one_of_each, profiles
from recorded import check
from test_recorded_drawings import visits

from facebalance_desktop.analysis.guide_kinds import guide_kinds
from facebalance_desktop.analysis.guides import face_guides
from facebalance_desktop.analysis.norms import norms
from facebalance_desktop.analysis.posture import pitch_doubt, pitch_slopes, pitch_words
from facebalance_desktop.drawing.obstacles import obstacle
from facebalance_desktop.drawing.view_options import MODES
from facebalance_desktop.faces.expressions import expression_of
from facebalance_desktop.faces.landmarks import Face, Pose
from facebalance_desktop.faces.regions import points_of as points_of_regions
from facebalance_desktop.faces.silhouette import ear_view, profile_view
from facebalance_desktop.faces.views import proposed_view
from facebalance_desktop.geometry import Point, Similarity
from facebalance_desktop.photos.opencv import cv2
from facebalance_desktop.planning import shapes
from facebalance_desktop.planning.annotations import extent, is_touched, outline, strokes
from facebalance_desktop.planning.own_zones import keep_zone
from facebalance_desktop.planning.places import place_of, zones_within
from facebalance_desktop.planning.templates import load_templates, place, side_of
from facebalance_desktop.planning.transfer import Surface, carry, carry_by_similarity, mirror
from facebalance_desktop.planning.treatments import Plan
from facebalance_desktop.project.annotation_transfer import appearances, mirrored
from facebalance_desktop.project.derived import conditions_of, pair_of, points_of
from facebalance_desktop.project.model import Comparison, Project, new_project

ZIGZAG: tuple[Point, ...] = (
    (0.0, 0.0), (4.0, 1.0), (8.0, -1.0), (13.0, 6.0), (15.0, 14.0), (9.0, 17.0), (2.0, 15.0), (-1.0, 8.0), (0.5, 1.0),
)  # fmt: skip


def test_shapes_are_as_recorded() -> None:
    square = ((10.0, 10.0), (40.0, 12.0), (38.0, 44.0), (9.0, 40.0))
    made: dict[str, object] = {
        "simplified": [shapes.simplified(ZIGZAG, tolerance) for tolerance in (0.5, 1.5, 3.0, 9.0)],
        "smooth": np.array(shapes.smooth(square)).round(6).tolist(),
        "smooth first": shapes.smooth(square)[1:7],
        "steadied": shapes.steadied(ZIGZAG),
        "closed": shapes.closed_from_stroke(ZIGZAG, 1.2),
        "ellipse": shapes.ellipse((5.0, 6.0), (9.0, 7.0), (4.0, 9.0))[:3],
        "fan": shapes.fan_lines((1.0, 2.0), (9.0, 3.0), (-4.0, 9.0), 4),
        "fan back": shapes.fan_lines((1.0, 2.0), (-9.0, 1.0), (-4.0, 9.0), 3),
        "constrained": [shapes.constrained((1.0, 2.0), (9.0, 2.0 + y)) for y in (-30.0, -1.0, 1.0, 1.1, 5.0)],
        "centre": [shapes.area_centre(run) for run in (square, ZIGZAG, ((0.0, 0.0), (2.0, 0.0), (4.0, 0.0)))],
        "with corner": [shapes.with_corner(square, at) for at in ((25.0, 8.0), (8.0, 25.0), (39.0, 30.0))],
        "without corner": [shapes.without_corner(square[:count], n) for count, n in ((4, -1), (4, 0), (4, 4), (3, 1))],
    }
    stroke = ((20.0, 20.0), (50.0, 30.0))
    for radius in (3.0, 8.0):
        made[f"brushed {radius}"] = shapes.brushed(square, stroke, radius)
        made[f"erased {radius}"] = shapes.erased(square, ((5.0, 25.0), (60.0, 26.0)), radius)
        made[f"alone {radius}"] = shapes.brushed((), ((1.0, 2.0),), radius)
    check("shapes", made, 0.02)


def test_annotations_are_touched_and_bounded_as_recorded() -> None:
    made: dict[str, object] = {}
    for item in one_of_each("photo"):
        x, y = item.points[0]
        places = [(x + dx, y + dy) for dy in (-11, 0, 6.5, 7.5, 11) for dx in range(-30, 31, 3)]
        reached = "".join("x" if is_touched(item, at, 10.0) else "." for at in places)
        made[item.id] = (extent(item), len(outline(item, 20.0)), outline(item, 20.0)[:3], strokes(item), reached)
    check("annotations", made)


# From face to face

FACES = {
    "straight": posed_face(Pose(0.5, -1.0, 0.0)),
    "turned": posed_face(Pose(14.0, 4.0, 5.0), Similarity.of(3.0, 4.6, (600.0, 540.0)), smile=3.0),
    "oblique": posed_face(Pose(-44.0, 3.0, -6.0)),
    "aside": posed_face(Pose(75.0, 0.0, 0.0)),
}


def surface(name: str) -> Surface:
    return Surface(np.array(FACES[name].mesh))


def grid() -> list[Point]:
    return [(x, y) for y in range(60, 1200, 95) for x in range(100, 1100, 90)]


def test_places_are_carried_as_recorded() -> None:
    straight, points = surface("straight"), grid()
    made: dict[str, object] = {}
    for name in ("turned", "oblique", "aside"):
        there = carry(straight, surface(name), points)
        made[name] = [(x, y, sight) for (x, y), sight in zip(there.points, there.sights, strict=True)]
        made[f"{name} whole"] = there.sight
        back = carry(surface(name), straight, points[::3])
        made[f"from {name}"] = [(x, y, sight) for (x, y), sight in zip(back.points, back.sights, strict=True)]
        found, weights, away = surface(name).locate(np.array(points[::7]))
        made[f"in {name}"] = list(zip(found.tolist(), weights.tolist(), away.tolist(), strict=True))
    across = mirror(straight, points[::5])
    made["mirrored"] = (across.points, across.sights)
    made["alone"] = carry_by_similarity(AT, points[:2])
    made["nothing"] = carry(straight, straight, ())
    for name in FACES:
        one = surface(name)
        made[f"facing {name}"] = (one.iod, one.facing.mean(), one.outlook.mean(), one.facing[::97], one.outlook[::97])
    check("carried", made, 0.01)


def test_zones_of_the_table_lie_as_recorded(tmp_path: Path) -> None:
    known = load_templates()
    made: dict[str, object] = {"names": known.zones}
    for name, template in known.by_id.items():
        made[name] = [
            (laid.points, laid.sight) for laid in (place(template, surface(face)) for face in ("straight", "oblique"))
        ]
    made["sides"] = [side_of(x) for x in (-6.0, -5.9, 0.0, 5.9, 6.0)]
    keys = tuple(known.by_id.values())
    made["within"] = {zone: zones_within(zone, keys) for zone in known.zones}
    for item in one_of_each("photo")[:8]:
        found = place_of(item, surface("straight"), known)
        made[f"place of {item.id}"] = (found.template and found.template.id, found.zones, found.side)
    for name, corners in {
        "Cheek, right": ((380.0, 640.0), (450.0, 630.0), (440.0, 720.0), (390.0, 700.0)),
        "Cheek, left": ((760.0, 640.0), (830.0, 630.0), (820.0, 720.0), (770.0, 700.0)),
        "Chin": ((540.0, 930.0), (580.0, 920.0), (660.0, 925.0), (600.0, 990.0)),
        "Round": tuple((580 + 60 * math.cos(k / 6), 430 + 40 * math.sin(k / 6)) for k in range(37)),
    }.items():
        keep_zone(tmp_path, name, corners, surface("straight"))
    made["kept"] = (tmp_path / "zones.toml").read_text("utf-8").splitlines()
    check("zones", made, 0.01)


def test_drawings_appear_on_the_other_photo_as_recorded() -> None:
    project = drawn_pair()
    pair = pair_of(project)
    assert pair is not None
    made: dict[str, object] = {}
    for photo in project.photos:
        for one in appearances(project, pair, photo):
            item = one.annotation
            made[f"{photo.name}, {one.original.id}"] = (item.points, one.sight, one.is_own, one.is_approximate, one.why)
    for region in ("cheek_r", "cheek", "cheeks", "chin"):
        shown = replace(project.comparisons[0], treated=(region,))
        zone = replace(project.annotations[1], region="cheek-malar-right")
        treated = replace(project, comparisons=(shown,), annotations=(zone,), plan=Plan())
        treated_pair = pair_of(treated)
        assert treated_pair is not None
        made[f"treated {region}"] = [one.why for one in appearances(treated, treated_pair, treated.photos[1])]
    for item in project.annotations:
        other = mirrored(item, project.photos[0], "new")
        made[f"mirror of {item.id}"] = other and (other.name, other.points, other.region)
    two = profiles()
    both = pair_of(two)
    assert both is not None
    made["profiles"] = [(one.annotation.points, one.sight, one.why) for one in appearances(two, both, two.photos[1])]
    check("appearances", made)


# Guides


def test_guides_of_made_faces_are_as_recorded() -> None:
    shown = frozenset(guide_kinds())
    photos = {
        "frontal": posed_photo(1, FACES["straight"]),
        "turned": posed_photo(1, FACES["turned"], is_plumb=True),
        "oblique": posed_photo(1, FACES["oblique"], view="oblique-left"),
        "straight, canthi alone": posed_photo(1, without(FACES["straight"], "p_r", "p_l")),
        "canthi alone": posed_photo(1, without(FACES["turned"], "p_r", "p_l")),
        "profile": profile_photo(1),
        "plumb profile": profile_photo(1, Similarity.of(7.0, about=(600.0, 600.0)), is_plumb=True),
        "left profile": posed_photo(1, None, points=flipped(), view="profile-left", view_by_hand="profile-left"),
    }
    made = {
        name: face_guides(points_of(photo), shown, conditions_of(photo, name != "frontal"), (0.05, 0.99875))
        for name, photo in photos.items()
    }
    check("guides", made)


def without(face: Face, *codes: str) -> Face:
    return replace(face, points={code: point for code, point in face.points.items() if code not in codes})


def flipped() -> tuple[object, ...]:
    return tuple(replace(point, x=1200.0 - point.x) for point in profile_photo(1).points)


# Decisions and where they turn


def bust(nose: float, throat: float) -> np.ndarray[tuple[int, int], np.dtype[np.float32]]:
    """The mask of a head that looks to image right, its nose and throat as deep as told (px of 256)."""
    outline_px = [
        (100, 60), (150, 70), (160, 110), (160 + nose, 130), (160, 150), (158, 170), (150, 185), (160 - throat, 200),
        (160 - throat, 255), (60, 255), (70, 200), (60, 120),
    ]  # fmt: skip
    mask = np.zeros((256, 256), np.uint8)
    cv2.fillPoly(mask, [np.array(outline_px, np.int32)], (255,))
    return np.asarray(mask / 255.0, dtype=np.float32)


def test_a_profile_is_told_from_where_it_was_recorded() -> None:
    made: dict[str, object] = {}
    for throat in (12, 18, 21, 24, 28, 60):
        told = [profile_view(bust(nose, throat)) for nose in (2, 4, 5, 6, 8, 20)]
        made[f"throat {throat}"] = [view or "-" for view in told]
    whole = bust(20, 60)
    made["left"] = profile_view(np.ascontiguousarray(whole[:, ::-1]))
    made["cut off"] = profile_view(whole[:250])
    low = np.zeros_like(whole)
    low[:-9] = whole[9:]
    made["floating"] = profile_view(low)
    for width in (4, 9, 20):
        two = whole.copy()
        two[200:, 200 : 200 + width] = 1.0
        made[f"another person {width}"] = profile_view(two)
    for roll in (29.0, 31.0, -31.0):
        for size in (0.2, 1.5, 4.0):
            face = posed_face(Pose(0.0, 0.0, roll), Similarity.of(0.0, size, (580.0, 520.0)))
            made[f"ear {roll} {size}"] = ear_view(replace(face, pose=Pose(0.0, 0.0, roll)), whole, 1200)
    check("profile-views", made)


@pytest.mark.parametrize(("share", "view"), [(0.299, "profile-right"), (0.301, None)])
def test_a_mesh_is_taken_for_an_ear_up_to_its_share_of_the_person_s_height(share: float, view: str | None) -> None:
    person = bust(20, 60)
    rows = int((person > 0.5).any(axis=1).sum())
    face = posed_face(Pose(0.0, 0.0, 40.0), Similarity(1.0))
    wanted = share * rows * 4  # in a photo of four px a row
    scaled = replace(
        posed_face(Pose(0.0, 0.0, 40.0), Similarity(wanted / np.ptp(face.xy[:, 1]))), pose=Pose(0, 0, 40.0)
    )
    assert ear_view(scaled, person, 4 * len(person)) == view


def bent_mouth(**mm: float) -> Face:
    """The straight face with its mouth wider, its corners higher, its lips or lids apart by so many mm."""
    mesh = np.array(FACES["straight"].mesh)
    px = AT.scale
    mesh[61, 0] -= px * mm.get("wide", 0.0) / 2
    mesh[291, 0] += px * mm.get("wide", 0.0) / 2
    mesh[[61, 291], 1] -= px * mm.get("lift", 0.0)
    mesh[14, 1] += px * mm.get("open", 0.0)
    mesh[[159, 386], 1] += px * mm.get("shut", 0.0)
    return replace(FACES["straight"], mesh=tuple((float(x), float(y), float(z)) for x, y, z in mesh))


def test_expressions_and_views_turn_where_it_was_recorded() -> None:
    made: dict[str, object] = {
        name: [expression_of(bent_mouth(**more, **{name: least + step * n})) or "rest" for n in range(24)]
        for name, least, step, more in (
            ("lift", 0.0, 0.25, {"wide": 12.0}),
            ("wide", -18.0, 0.35, {}),
            ("shut", 5.0, 0.15, {}),
            ("open", 0.0, 1.2, {"wide": 12.0, "lift": 5.0}),
        )
    }
    for opening in (2.0, 5.0, 8.0, 20.0, 24.0):
        shown = [bent_mouth(open=opening, lift=5.0, wide=wide) for wide in (-20.0, -16.0, -10.0, 6.0, 12.0)]
        made[f"open {opening}"] = [expression_of(face) or "rest" for face in shown]
    made["views"] = [
        proposed_view(Pose(yaw, pitch, 0.0))
        for yaw, pitch in ((19.9, 0.0), (20.0, 0.0), (-20.0, 40.0), (65.0, 0.0), (-65.1, 0.0), (0.0, 29.9), (0.0, 30.0),
                           (0.0, -30.0), (0.0, -29.9))
    ]  # fmt: skip
    made["pitch"] = [
        (pitch_doubt(pose), pitch_words(pose)) for pose in (None, *(Pose(0, y, 0) for y in (-4.4, 0.4, 0.5, 3.7)))
    ]
    made["slopes"] = [
        pitch_slopes(codes) for codes in (("tr", "g", "sn", "me"), ("sn", "sto", "me"), ("n", "border_r"))
    ]
    made["regions"] = {region: sorted(points_of_regions((region,))) for region in ("nose", "chin", "upper-lip")}
    made["norms"] = [norm.words for norm in norms().all]
    check("decisions", made)


@pytest.mark.parametrize("name", ["pair", "profiles", "alone", "visits", "unaligned", "obliques"])
def test_modes_are_withheld_as_recorded(name: str) -> None:
    oblique = [posed_photo(n, FACES["oblique"], view="oblique-left") for n in (1, 2)]
    projects: dict[str, Callable[[], Project]] = {
        "pair": frontal_pair,
        "profiles": profiles,
        "alone": lambda: replace(frontal_pair(), photos=frontal_pair().photos[:1], comparisons=()),
        "visits": visits,
        "unaligned": lambda: with_photos(posed_photo(1, FACES["straight"]), posed_photo(2, None, faces=0)),
        "obliques": lambda: with_photos(*oblique),
    }
    project = projects[name]()
    pair = pair_of(project)
    assert pair is not None
    check(f"obstacles-{name}", {mode: obstacle(project, pair, mode) for mode in MODES})


def with_photos(*photos: object) -> Project:
    one, other = photos
    comparison = Comparison("c", one.id, other.id)  # type: ignore[attr-defined]  # photos
    return replace(new_project(), photos=photos, comparisons=(comparison,))  # type: ignore[arg-type]  # photos
