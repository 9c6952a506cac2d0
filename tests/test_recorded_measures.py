"""Measures, their errors and differences, alignments and the photo match of made faces, as they were recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from faces_posed import AT, LIGHT, frontal_pair, posed_face, posed_photo, profile_photo
from recorded import check
from test_recorded_faces import PICTURE, plain, portrait

from facebalance_desktop.analysis.measure_differences import differences, summary
from facebalance_desktop.analysis.measure_kinds import own_measures
from facebalance_desktop.analysis.measure_lines import measure_lines
from facebalance_desktop.analysis.measures import MeasuredFace, measure
from facebalance_desktop.analysis.movement import Excursion, Movement, against, own_movements
from facebalance_desktop.comparison.alignment import METHODS, Alignment, NoAlignment, align, level
from facebalance_desktop.comparison.changes import View, changes
from facebalance_desktop.comparison.comparability import PhotoConditions, TreatmentSince, comparability
from facebalance_desktop.comparison.expression import expression
from facebalance_desktop.comparison.flow import Follower, evened
from facebalance_desktop.comparison.gaze import gaze, gaze_difference, gaze_differs
from facebalance_desktop.comparison.hand_changes import hand_changes
from facebalance_desktop.comparison.light_match import light_match, shifted
from facebalance_desktop.comparison.pose_effects import faked, stretch
from facebalance_desktop.faces.landmarks import Face, Landmark, Pose
from facebalance_desktop.geometry import Similarity
from facebalance_desktop.photos.opencv import cv2
from facebalance_desktop.project.derived import points_of
from facebalance_desktop.project.edits_photos import add_photos
from facebalance_desktop.project.measurements import measured_face
from facebalance_desktop.project.model import Photo, new_project
from facebalance_desktop.project.movements import movements_of_pair

NEARER = Similarity.of(3.0, 6.6, (600.0, 540.0))
FACES = {
    "straight": posed_face(Pose(0.5, -1.0, 0.0)),
    "turned": posed_face(Pose(2.9, 2.0, 4.0), NEARER, smile=2.0, lips=3.0),
    "nodded": posed_face(Pose(-1.0, 6.5, -2.0)),
    "aside": posed_face(Pose(3.2, 0.0, 0.0)),
    "oblique": posed_face(Pose(35.0, 1.0, 2.0)),
    "more oblique": posed_face(Pose(42.0, -2.0, -1.0), NEARER),
}


def by_hand(face: Face) -> Face:
    """The face with every point set by a human, a little off, without a known error."""
    points = {
        name: replace(point, x=point.x + n % 5 - 2, y=point.y + n % 3 - 1, source="edited", sigma=None)
        for n, (name, point) in enumerate(face.points.items())
    }
    return replace(face, points=points)


def refined(face: Face) -> Face:
    """The face as if its points had been read from the picture: repeated well, following most of a change."""
    points = {
        name: replace(point, source="automatic", response=0.72 + n % 4 / 12, repeat=0.4 * (point.sigma or 1.0))
        for n, (name, point) in enumerate(face.points.items())
    }
    return replace(face, points=points)


def with_all(face: MeasuredFace) -> MeasuredFace:
    """The face with whatever points a measure may ask for, placed by hand where none is known."""
    asked = dict.fromkeys(code for kind in own_measures().kinds.values() for code in (*kind.codes, *kind.by_hand))
    placed = {
        code: Landmark(300.0 + 37 * n % 610, 250.0 + 53 * n % 900, "placed", None, 1.0, is_confirmed=True)
        for n, code in enumerate(asked)
        if not {code, f"{code}_r", f"{code}_l"} & face.points.keys()
    }
    return replace(face, points={**face.points, **placed})


def measured(face: Face, view: str | None = "frontal") -> MeasuredFace:
    return MeasuredFace(face.points, view, face.pose)


def photo_measured(photo: Photo) -> MeasuredFace:
    return MeasuredFace(points_of(photo), photo.view_by_hand, None)


PROFILES = [
    photo_measured(profile_photo(1)),
    photo_measured(profile_photo(2, Similarity.of(4.0, 1.2, (9.0, 5.0)))),
    photo_measured(profile_photo(3, Similarity.of(-30.0, 0.8), view="profile-right")),
]


def test_measures_of_made_faces_are_as_recorded() -> None:
    shown = {name: measured(FACES[name]) for name in ("straight", "turned", "aside")}
    shown["by hand"] = measured(by_hand(FACES["straight"]))
    shown["refined"] = with_all(measured(refined(FACES["turned"])))
    shown["profile"] = PROFILES[0]
    shown["whole profile"] = with_all(PROFILES[1])
    made = {
        name: {
            key: tuple(value for field, value in reading.as_json().items() if field not in ("id", "unit"))
            for key, reading in measure(face).items()
            if reading.status != "view"
        }
        for name, face in shown.items()
    }
    check("measures", made)


def test_lines_of_measures_are_as_recorded() -> None:
    made: dict[str, object] = {}
    for face in (with_all(measured(by_hand(FACES["turned"]))), with_all(PROFILES[1])):
        for name, reading in measure(face).items():
            lines = measure_lines(reading, face.points)
            if lines is not None:
                made[name] = (lines.drawn, lines.against, lines.at)
    check("measure-lines", made)


def test_differences_of_made_faces_are_as_recorded() -> None:
    pairs = {
        "frontal": (measured(FACES["straight"]), measured(FACES["turned"])),
        "nodded": (measured(FACES["straight"]), measured(FACES["nodded"])),
        "by hand": (with_all(measured(by_hand(FACES["straight"]))), with_all(measured(by_hand(FACES["turned"])))),
        "refined": (measured(refined(FACES["straight"])), measured(refined(FACES["turned"]))),
        "profile": (PROFILES[0], with_all(PROFILES[1])),
        "profile turned": (PROFILES[0], PROFILES[2]),
    }
    made: dict[str, object] = {}
    for name, (before, after) in pairs.items():
        found = differences(before, after)
        told = {
            key: tuple(value for field, value in item.as_json().items() if field not in ("id", "unit", "before"))
            for key, item in found.items()
            if item.status != "view"
        }
        made[name] = {"summary": summary(found.values(), "profile" not in name), **told}
    check("differences", made)


# How photos lie on each other


def test_alignments_of_made_faces_are_as_recorded() -> None:
    made: dict[str, object] = {}
    straight = FACES["straight"]
    for name, face in {**FACES, "by hand": by_hand(FACES["turned"])}.items():
        for method in METHODS:
            made[f"{name}, {method}"] = align(
                straight.points,
                face.points,
                method,
                treated=("upper-lip", "nose"),
                reference_face=straight,
                photo_face=face,
            )
    one, other = FACES["oblique"], FACES["more oblique"]
    made["both oblique"] = align(one.points, other.points, reference_face=one, photo_face=other)
    made["both oblique, untreated"] = align(
        one.points, other.points, "untreated", treated=("chin",), reference_face=one, photo_face=other
    )
    made["points alone"] = align(straight.points, FACES["turned"].points, "whole-face")
    made["two by hand"] = align(by_hand(straight).points, by_hand(FACES["turned"]).points, "points")
    few = {name: straight.points[name] for name in ("p_r", "sn")}
    made["one eye"] = align(straight.points, few, "untreated")
    made["too few"] = align(straight.points, {"sn": straight.points["sn"]}, "whole-face")
    made["level"] = [level(face.points) for face in FACES.values()]
    assert all(isinstance(one, Alignment | NoAlignment | list) for one in made.values())
    check("alignments", made)


def test_what_a_turn_fakes_is_as_recorded() -> None:
    made: dict[str, object] = {
        f"{before} to {after}": faked(Pose(*before, 0.0), Pose(*after, 2.0))
        for before, after in (((0.0, 0.0), (4.0, 0.0)), ((0.0, 0.0), (0.0, 5.0)), ((10.0, -3.0), (-8.0, 6.0)))
    }
    straight = FACES["straight"]
    wide = replace(straight, mesh=tuple((x * 1.07, y, z) for x, y, z in straight.mesh))
    for name, face in {**FACES, "wide": wide, "no pose": replace(wide, pose=None)}.items():
        made[name] = {
            "stretch": (stretch(straight, face), stretch(face, straight)),
            "expression": expression(face),
            "gaze": gaze(face.points),
            "looks aside": (gaze_difference(straight.points, face.points), gaze_differs(straight.points, face.points)),
        }
    check("turns", made)


# The photo match

FACTS = ("lightness", "a", "b", "light_x", "light_y", "sharpness", "blockiness")


def conditions(**changes: object) -> PhotoConditions:
    face = FACES["straight"]
    values: dict[str, object] = {
        "points": face.points, "face": face, "light": LIGHT, "view": "frontal", "subject_distance": 1.5,
        "focal_length": 50.0, "focal_length_35": 85.0, "camera": "one",
    }  # fmt: skip
    return PhotoConditions(**(values | changes))  # type: ignore[arg-type]  # fields by name


def faced(face: Face) -> PhotoConditions:
    return conditions(face=face, points=face.points)


def matches() -> Mapping[str, tuple[PhotoConditions, PhotoConditions, Mapping[str, object]]]:
    plain_one = conditions()
    made: dict[str, tuple[PhotoConditions, PhotoConditions, Mapping[str, object]]] = {}
    for turn in (1.0, 3.5, -5.5, 9.0, -16.0):
        made[f"yaw {turn}"] = plain_one, faced(posed_face(Pose(turn, -1.0, 0.0))), {}
        made[f"pitch {turn}"] = plain_one, faced(posed_face(Pose(0.5, turn, 0.0))), {}
        made[f"roll {turn}"] = plain_one, faced(posed_face(Pose(0.5, -1.0, 2 * turn + 90))), {}
    for times in (0.2, 0.6, 1.3, 2.1):
        at = Similarity.of(0.0, 6.0 * times, (580.0, 520.0))
        made[f"scale {times}"] = plain_one, faced(posed_face(Pose(0.5, -1.0, 0.0), at)), {}
        made[f"distance {times}"] = plain_one, conditions(subject_distance=1.5 * times), {}
        made[f"focal length {times}"] = conditions(focal_length_35=None), conditions(focal_length=50.0 * times), {}
        made[f"film {times}"] = plain_one, conditions(focal_length_35=85.0 * times), {}
    for fact in FACTS:
        for times in (0.3, 0.7, 1.2, 1.9):
            value = LIGHT[fact] * times if LIGHT[fact] else times / 3
            made[f"{fact} {times}"] = plain_one, conditions(light=LIGHT | {fact: value}), {}
    for smile in (1.0, 3.0, 6.0):
        made[f"smile {smile}"] = plain_one, faced(posed_face(Pose(0.5, -1.0, 0.0), AT, smile)), {}
        made[f"movement {smile}"] = plain_one, faced(posed_face(Pose(0.5, -1.0, 0.0), AT, smile)), {"is_movement": True}
    for days in (0, 5, 20, 100, 1000):
        since = tuple(TreatmentSince(kind, kind, days) for kind in ("ha-filler", "neuromodulator", "facelift", "own"))
        made[f"days {days}"] = plain_one, plain_one, {"treatments": since}
    nothing = PhotoConditions()
    made["nothing known"] = nothing, nothing, {}
    made["by hand"] = nothing, plain_one, {"is_by_hand": True}
    made["no face after"] = plain_one, conditions(face=None, points={}), {}
    made["views"] = plain_one, conditions(view="oblique-right"), {"ticked": ("hair",)}
    made["faces of a view"] = conditions(view="frontal-smile"), plain_one, {}
    sides = tuple(range(-40, 56))
    for share in (1.0, -1.0, -0.5):
        there = replace(FACES["straight"], extra={"asymmetry": tuple(share * one + (one % 7) * 2 for one in sides)})
        here = replace(FACES["straight"], extra={"asymmetry": sides})
        made[f"mirrored {share}"] = faced(here), faced(there), {}
    for nod in (4.0, -6.0):
        nodding = posed_face(Pose(0.5, nod, 0.0))
        wider = replace(nodding, mesh=tuple((x * 1.13, y, z) for x, y, z in nodding.mesh))
        made[f"stretched, nod {nod}"] = plain_one, faced(wider), {}
    made["stretched"] = (
        plain_one,
        faced(replace(FACES["straight"], mesh=tuple((x * 1.05, y, z) for x, y, z in FACES["straight"].mesh))),
        {},
    )
    return made


def test_the_photo_match_finds_what_was_recorded() -> None:
    made: dict[str, object] = {}
    for name, (before, after, more) in matches().items():
        found = comparability(before, after, **more)  # type: ignore[arg-type]  # keywords by name
        reasons = [tuple(reason.as_json().values()) for reason in found.reasons]
        made[name] = {"grade": found.grade, "reasons": reasons, "unchecked": tuple(found.unchecked)}
    made["words"] = comparability(
        PhotoConditions(), conditions(), treatments=(TreatmentSince("own", "X", 900),)
    ).unchecked
    check("matches", made)


# What changed, on pictures


def pushed(pixels: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], at: tuple[float, float], by: float) -> object:
    """The picture with the skin round a place moved down."""
    height, width = pixels.shape[:2]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    away = np.exp(-(((x - at[0]) ** 2 + (y - at[1]) ** 2) / (2 * 25.0**2))).astype(np.float32)
    return cv2.remap(pixels, x, y - np.float32(by) * away, cv2.INTER_LINEAR)


@pytest.mark.parametrize("by", [0.0, 4.0])
def test_changes_on_a_portrait_are_as_recorded(by: float, hopper_path: Path) -> None:
    pixels, face, _ = portrait(hopper_path)
    moved, other, _ = portrait(hopper_path, Similarity.of(1.5, 1.02, (2.0, 1.0), (260.0, 230.0)))
    after = np.asarray(pushed(moved, other.points["me"].xy, by), dtype=np.uint8)
    aligned = align(face.points, other.points, reference_face=face, photo_face=other)
    assert isinstance(aligned, Alignment)
    before = View(pixels, face, face.points)
    hand = {
        name: replace(point, source="edited", sigma=None) for name, point in face.points.items() if name in ("sn", "tr")
    }
    by_hands = View(after, other, {**other.points, **hand})
    found = {
        "automatic": changes(before, View(after, other, other.points), aligned),
        "by hand": changes(View(pixels, face, {**face.points, **hand}), by_hands, aligned),
    }
    made = {name: {code: tuple(one.as_json().values()) for code, one in each.items()} for name, each in found.items()}
    check(f"changes-{by:.0f}", {"alignment": aligned, **made}, PICTURE)


def test_the_flow_between_crops_is_as_recorded(hopper_path: Path) -> None:
    pixels, _, _ = portrait(hopper_path)
    one = np.ascontiguousarray(pixels[60:380, 100:420])
    other = np.asarray(pushed(np.ascontiguousarray(pixels[58:378, 103:423]), (160.0, 160.0), 3.0), np.uint8)
    follower = Follower(one, other)
    places = [(x, y) for x in (3.9, 4.0, 100.0, 160.0, 315.9, 316.0) for y in (3.9, 4.0, 160.0, 250.0, 316.0)]
    made: dict[str, object] = {str(place): follower.at(place) for place in places}
    even = evened(one).astype(float)
    made["evened"] = (even.mean(), even.std(), even[100, 100:106], even[300, 5:9])
    before = {"lightness": 60.0, "a": 10.0, "b": 12.0}
    for name, value in (("a", 34.9), ("a", 35.1), ("lightness", 50.0), ("b", -13.1)):
        made[f"{name} {value}"] = light_match(before, before | {name: value})
    made["shifted"] = shifted(one[:1, :4], (5.0, -3.0, 2.0))
    check("flow", made, 0.05)


def test_changes_of_profiles_by_hand_are_as_recorded() -> None:
    move = Similarity.of(4.0, 1.2, (9.0, 5.0))
    before, after = points_of(profile_photo(1)), points_of(profile_photo(2, move))
    after = {code: replace(one, x=one.x + (30.0 if code in ("pg", "prn") else 2.0)) for code, one in after.items()}
    lay = Alignment(move.inverse(), "points", 0.5, 1.4, ("po", "se"))
    check("hand-changes", hand_changes(before, after, lay, 400.0))


def test_movements_in_a_visit_are_as_recorded() -> None:
    views = {
        "frontal": posed_face(Pose(0.5, -1.0, 0.0)),
        "frontal-smile": posed_face(Pose(1.5, 0.0, 0.0), NEARER, smile=6.0),
        "frontal-brow-raise": posed_face(Pose(0.0, 1.0, 2.0), lips=-2.0),
        "frontal-eyes-closed": posed_face(Pose(-2.0, 1.0, 2.0)),
        "frontal-pucker": posed_face(Pose(4.5, 1.0, 2.0), lips=6.0),
    }
    photos = [
        posed_photo(n, face, view=view, view_by_hand=view, taken=f"2024-02-0{1 + n // 5}T10:0{n % 5}:00")
        for n, (view, face) in enumerate([*views.items(), *views.items()])
    ]
    now, _ = movements_of_pair(add_photos(photos)(new_project()))
    made: dict[str, object] = {"missing": now.missing}
    for one in now.movements:
        sides = [
            (side.status, side.out, side.down, side.sigma, side.amount, side.way, side.needs)
            for side in (one.right, one.left)
        ]
        made[one.kind.id] = (sides, one.difference, one.sigma, one.symmetry, one.words)
    check("movements", made)


def excursions(right: tuple[float, float], left: tuple[float, float], sigma: float = 1.0) -> Movement:
    sides = [Excursion("right", "ok", *right, sigma), Excursion("left", "ok", *left, sigma)]
    return Movement(own_movements()[0], sides[0], sides[1])


def test_sides_of_a_movement_are_compared_within_their_errors() -> None:
    further, less = excursions((6.0, 8.0), (3.0, 4.0)), excursions((3.0, 4.0), (6.0, 8.0))
    assert further.difference == pytest.approx(5.0) and further.sigma == pytest.approx(2**0.5)
    assert further.symmetry == pytest.approx(50.0) and further.words == "right moves further"
    assert less.difference == pytest.approx(-5.0) and less.words == "left moves further"
    slightly = excursions((0.4, 0.0), (0.1, 0.0), 0.1)
    assert (
        slightly.words == "right moves further"
        and excursions((0.1, 0.0), (0.4, 0.0), 0.1).words == "left moves further"
    )
    assert excursions((3.0, 0.0), (0.3, 0.0)).words == "the sides differ by less than the error"
    assert excursions((1.9, 0.0), (1.9, 0.0)).symmetry is None
    assert excursions((1.97, 0.0), (0.0, 0.0)).symmetry == 0.0
    ways = [
        Excursion("right", "ok", x, y, 0.1).way for x, y in ((1, 0), (1, 1), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1))
    ]
    assert len(set(ways)) == 7 and Excursion("right", "ok", 0.1, 0.1, 0.1).way == ""
    assert against(further, less, "right") == pytest.approx((5.0, 2**0.5))
    assert against(further, excursions((0.0, 0.0), (9.0, 12.0), 2.0), "left") == pytest.approx((-10.0, 5**0.5))


def test_a_wrong_view_is_told_before_a_missing_point() -> None:
    bare, profile = MeasuredFace({}, "frontal"), PROFILES[0]
    for before, after in ((bare, profile), (profile, bare)):
        assert differences(before, after)["mouth-width"].status == "view"


def test_the_effective_points_of_photos_are_as_recorded() -> None:
    pair = frontal_pair()
    made = {photo.name: measured_face(photo) for photo in pair.photos}
    check(
        "measured", {name: {code: plain(point) for code, point in face.points.items()} for name, face in made.items()}
    )
