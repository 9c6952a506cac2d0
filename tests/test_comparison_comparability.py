"""Photo match: every difference is named by its own reason, and equal photos have none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bare_sentences import with_spaces
from numpy.typing import NDArray
from projects_made import made_photo

from facebalance_desktop.comparison.comparability import (
    GRADE_WORDS,
    Comparability,
    PhotoConditions,
    TreatmentSince,
    comparability,
)
from facebalance_desktop.comparison.pose_effects import faked
from facebalance_desktop.faces.crops import Pixels
from facebalance_desktop.faces.detection import find_face
from facebalance_desktop.faces.landmarks import Landmark, Pose
from facebalance_desktop.faces.views import proposed_view
from facebalance_desktop.photos.opencv import cv2
from facebalance_desktop.project.clinic_rules import LIMITS
from facebalance_desktop.project.clinic_values import CLINIC
from facebalance_desktop.project.derived import match_of
from facebalance_desktop.settings import Settings, clinic_dir


def shot(pixels: Pixels) -> PhotoConditions:
    found = find_face(pixels)
    face = found.face
    if face is None:
        return PhotoConditions()
    return PhotoConditions(face.points, face, found.light, proposed_view(face.pose))


def loaded(path: Path) -> Pixels:
    return np.asarray(cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB), dtype=np.uint8)


@pytest.fixture(scope="module")
def hopper(hopper_path: Path) -> Pixels:
    return loaded(hopper_path)


@pytest.fixture(scope="module")
def before(hopper: Pixels) -> PhotoConditions:
    return shot(hopper)


def what(found: Comparability) -> set[str]:
    return {reason.what for reason in found.reasons}


def test_a_photo_matches_itself(before: PhotoConditions) -> None:
    found = comparability(before, before)
    assert (found.grade, found.reasons) == ("good", ())
    assert {"make-up", "neck-posture", "distance"} <= found.unchecked.keys()
    assert "make-up" not in comparability(before, before, ticked=("make-up",)).unchecked


CHANGES: dict[str, Callable[[Pixels], NDArray[Any]]] = {
    "exposure": lambda p: np.clip(p.astype(float) * 1.5 + 15, 0, 255),
    "sharpness": lambda p: cv2.GaussianBlur(p, (0, 0), 3),
    "white-balance": lambda p: np.clip(p * np.array([1.12, 1.0, 0.75]), 0, 255),
    "light-direction": lambda p: p * np.clip(np.linspace(0.0, 1.4, p.shape[1]), 0.2, 1)[None, :, None],
    "compression": lambda p: cv2.imdecode(cv2.imencode(".jpg", p, (cv2.IMWRITE_JPEG_QUALITY, 8))[1], 1),
    "stretched": lambda p: cv2.resize(p, None, fx=1.0, fy=1.35),
    "mirror": lambda p: p[:, ::-1],
    "scale": lambda p: cv2.resize(p, None, fx=0.3, fy=0.3, interpolation=cv2.INTER_AREA),
}


@pytest.mark.parametrize("name", CHANGES)
def test_each_change_is_named(name: str, hopper: Pixels, before: PhotoConditions) -> None:
    after = shot(np.ascontiguousarray(CHANGES[name](hopper), dtype=np.uint8))
    found = comparability(before, after)
    assert name in what(found)
    for reason in found.reasons:
        assert reason.sentence.endswith(".") and "{" not in reason.sentence
    if name in {"mirror", "stretched"}:
        assert found.is_refused


@pytest.mark.parametrize("name", ["yaw", "pitch"])
def test_a_turned_head_says_what_it_fakes(name: str, before: PhotoConditions) -> None:
    assert before.face is not None and before.face.pose is not None
    turned = replace(before.face.pose, **{name: getattr(before.face.pose, name) + 5})
    found = comparability(before, replace(before, face=replace(before.face, pose=turned)))
    assert what(found) - {"symmetry"} == {name}
    assert found.grade == "poor"
    assert "5 degrees" in found.reasons[0].sentence and "pupil distance" in found.reasons[0].sentence


def test_five_degrees_of_yaw_move_the_nose_as_calculated() -> None:
    """clinical.md 3.3: about 3.6 mm, that is 5.7 % of 63 mm, and the chin far less."""
    moved = faked(Pose(0, 0, 0), Pose(5, 0, 0))
    assert moved["prn"] == pytest.approx(5.7, abs=1.5)
    assert moved["me"] < moved["prn"]
    assert moved["p_r"] < 1


def test_other_views_and_missing_faces_are_refused(before: PhotoConditions) -> None:
    assert comparability(before, replace(before, view="profile-right")).is_refused
    assert comparability(replace(before, view="frontal-smile"), before).grade == "good"
    missing = comparability(before, PhotoConditions())
    assert missing.is_refused and "pose" in missing.unchecked


def test_a_mesh_without_size_tells_no_expression(before: PhotoConditions) -> None:
    assert before.face is not None
    flat = replace(before, face=replace(before.face, mesh=((5.0, 5.0, 0.0),) * 478))
    found = comparability(before, flat)
    assert "expression" in found.unchecked and "expression" not in what(found)


def since(modality: str, days: int) -> tuple[TreatmentSince, ...]:
    return (TreatmentSince(modality, modality.replace("-", " "), days),)


@pytest.mark.parametrize(
    ("modality", "swollen", "settled"),
    [
        ("neuromodulator", 10, 20),
        ("ha-filler", 10, 20),
        ("laser-rf", 30, 60),
        ("facelift", 60, 120),
        ("rhinoplasty", 300, 400),
        ("a kind of the clinic's own", 10, 20),
    ],
)
def test_swelling_is_judged_by_kind_of_treatment_and_never_dropped(
    modality: str, swollen: int, settled: int, before: PhotoConditions
) -> None:
    assert "swelling" in comparability(before, before).unchecked
    found = comparability(before, before, treatments=since(modality, swollen))
    assert found.reasons[0].what == "swelling" and f"{swollen} days since" in found.reasons[0].sentence
    late = comparability(before, before, treatments=since(modality, settled))
    assert late.grade == "good" and not late.reasons
    assert f"Swelling was not checked: {settled} days since" in late.unchecked["swelling"]
    both = comparability(before, before, treatments=(*since(modality, swollen), *since("hyaluronidase", 900)))
    assert [reason.what for reason in both.reasons] == ["swelling"] and "swelling" not in both.unchecked


def test_a_table_of_the_clinic_decides(before: PhotoConditions, home: Path) -> None:
    """Written into the clinic's folder while the program runs; a wrong row is told with its line."""
    photo = made_photo("one.jpg", face=before.face, light=before.light, view="frontal")
    filler = since("ha-filler", 30)
    assert match_of(photo, photo, (), filler).grade == "good"
    clinic = clinic_dir(Settings())
    clinic.mkdir(parents=True)
    row = '[[row]]\nid = "swelling:ha-filler"\nunit = "days"\nbelow = true\ncare = 60\nsource = "clinic"\n'
    wrong = row.replace("swelling:ha-filler", "yawn")
    (clinic / "comparability.toml").write_text(f'{row}sentence = "{{size:.0f}} days."\n\n{wrong}sentence = "x"\n')
    CLINIC.refresh()  # what the window does when it sees that the file is another
    assert [reason.sentence for reason in match_of(photo, photo, (), filler).reasons] == ["30 days."]
    assert LIMITS.problems == (
        "comparability.toml, line 9: there is no limit yawn; this row is left out and the others are used.",
    )


def test_both_heads_turned_alike_say_that_symmetry_cannot_be_judged(before: PhotoConditions) -> None:
    assert before.face is not None and before.face.pose is not None
    turned = replace(before, face=replace(before.face, pose=replace(before.face.pose, yaw=12.0)))
    found = comparability(turned, turned)
    assert found.grade == "care" and what(found) == {"symmetry"}
    assert "turned 12 degrees towards the right of the image before and 12 degrees" in found.reasons[0].sentence
    assert "symmetry cannot be judged" in found.reasons[0].sentence
    oblique = replace(turned, view="oblique-right")
    assert "symmetry" not in what(comparability(oblique, oblique)), "an oblique shows no symmetry anyway"


@pytest.mark.parametrize("missing", ["face", "pose", "light"])
def test_good_needs_pose_expression_and_light(missing: str, before: PhotoConditions) -> None:
    assert before.face is not None
    blind: dict[str, dict[str, Any]] = {
        "face": {"face": None},
        "pose": {"face": replace(before.face, pose=None)},
        "light": {"light": None},
    }
    found = comparability(before, replace(before, **blind[missing]))
    assert found.grade == "eye" and GRADE_WORDS[found.grade] == "not measured"


def test_two_photos_with_points_by_hand_alone_are_for_the_eye() -> None:
    placed = {code: Landmark(x, y, "placed") for code, (x, y) in (("prn", (9.0, 5.0)), ("pg", (8.0, 9.0)))}
    profile = PhotoConditions(placed, view="profile-right")
    found = comparability(profile, profile)
    assert found.grade == "eye"
    assert {"pose", "expression", "light"} <= found.unchecked.keys()


def test_focal_lengths_are_compared_where_they_are_known(before: PhotoConditions) -> None:
    assert "lens was not checked" in comparability(before, before).unchecked["focal-length"]
    one, other = replace(before, focal_length_35=26.0), replace(before, focal_length_35=85.0)
    found = comparability(one, other)
    assert what(found) == {"focal-length"} and "26 mm before and 85 mm after (35 mm equiv" in found.reasons[0].sentence
    assert found.grade == "poor" and "focal-length" not in found.unchecked
    assert comparability(one, one).grade == "good"
    half = comparability(one, before)
    assert half.grade == "good" and "focal-length" in half.unchecked, "unknown stays unknown"
    same, zoomed = (replace(before, focal_length=mm, camera="Nikon D850") for mm in (50.0, 105.0))
    assert what(comparability(same, zoomed)) == {"focal-length"}
    assert "focal-length" in comparability(same, replace(zoomed, camera="Canon R5")).unchecked


def test_what_no_program_sees_is_listed(before: PhotoConditions) -> None:
    listed = comparability(before, before).unchecked
    assert {"glasses", "clothing", "tan", "posture", "make-up", "hair", "weight", "swelling"} <= listed.keys()


def test_five_degrees_of_pitch_move_nose_and_lip_and_hardly_the_chin() -> None:
    """About 6 % and 3 % of the pupil distance, menton least once the eyes are aligned."""
    moved = faked(Pose(0, 0, 0), Pose(0, 5, 0))
    assert moved["prn"] == pytest.approx(5.8, abs=0.5) and moved["ls"] == pytest.approx(3.1, abs=0.6)
    assert moved["me"] < 1.5


def test_pitch_names_what_moves(before: PhotoConditions) -> None:
    assert before.face is not None and before.face.pose is not None
    pose = replace(before.face.pose, pitch=before.face.pose.pitch + 4)
    (reason,) = comparability(before, replace(before, face=replace(before.face, pose=pose))).reasons
    told = with_spaces(reason.sentence)
    assert "moves the nose tip about 4 %" in told and "the upper lip about 2 %" in told
    for part in ("chin and neck look", "nose length, lip height, chin, jaw line, neck or thirds"):
        assert part in reason.sentence


@pytest.mark.parametrize(
    ("pair", "expected"),
    [
        (("wikimedia/maher_source.jpg", "wikimedia/maher_quality10.jpg"), {"compression", "symmetry"}),
        (("wikimedia/maher_source.jpg", "wikimedia/maher_blur.jpg"), {"sharpness", "symmetry"}),
        (("whitehouse/obama_2012.jpg", "whitehouse/obama_2012_letterbox_480p.jpg"), set()),
        (("london/002_front_neutral.jpg", "london/002_front_smile.jpg"), {"expression", "symmetry"}),
        (("london/042_front_neutral.jpg", "london/042_front_smile.jpg"), {"expression", "symmetry", "pitch"}),
    ],
)
def test_real_pairs(pair: tuple[str, str], expected: set[str], photos: Path) -> None:
    one, other = (shot(loaded(photos / name)) for name in pair)
    assert what(comparability(one, other)) == expected


def test_a_human_may_lay_photos_over_each_other_without_a_face() -> None:
    nobody = PhotoConditions(view="profile-right")
    assert comparability(nobody, nobody).grade == "refused"
    by_hand = comparability(nobody, nobody, is_by_hand=True)
    assert by_hand.grade == "eye"
    assert "not measured" in by_hand.reasons[0].sentence
    turned = comparability(nobody, PhotoConditions(view="frontal"), is_by_hand=True)
    assert turned.grade == "refused"
