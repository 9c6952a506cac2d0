"""Photo match: every difference is named by its own reason, and equal photos have none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from facebalance_desktop.comparison.comparability import Comparability, PhotoConditions, comparability, limits
from facebalance_desktop.comparison.pose_effects import faked
from facebalance_desktop.faces.crops import Pixels
from facebalance_desktop.faces.detection import find_face
from facebalance_desktop.faces.landmarks import Pose
from facebalance_desktop.faces.views import proposed_view
from facebalance_desktop.photos.opencv import cv2


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
    assert what(found) == {name}
    assert found.grade == "care"
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


def test_days_since_treatment(before: PhotoConditions) -> None:
    assert "swelling" in comparability(before, before).unchecked
    assert comparability(before, before, days_since_treatment=10).reasons[0].what == "swelling"
    late = comparability(before, before, days_since_treatment=90)
    assert late.grade == "good" and "swelling" not in late.unchecked


def test_a_table_of_the_clinic_decides(before: PhotoConditions, tmp_path: Path) -> None:
    (tmp_path / "comparability.toml").write_text(
        '[[row]]\nid = "swelling"\nunit = "days"\nbelow = true\ncare = 60\n'
        'source = "clinic"\nsentence = "{size:.0f} days."\n'
    )
    found = comparability(before, before, days_since_treatment=30, table=limits(tmp_path))
    assert [reason.sentence for reason in found.reasons] == ["30 days."]


@pytest.mark.parametrize(
    ("pair", "expected"),
    [
        (("wikimedia/maher_source.jpg", "wikimedia/maher_quality10.jpg"), {"compression"}),
        (("wikimedia/maher_source.jpg", "wikimedia/maher_blur.jpg"), {"sharpness"}),
        (("whitehouse/obama_2012.jpg", "whitehouse/obama_2012_letterbox_480p.jpg"), set()),
        (("london/002_front_neutral.jpg", "london/002_front_smile.jpg"), {"expression"}),
        (("london/042_front_neutral.jpg", "london/042_front_smile.jpg"), {"expression"}),
    ],
)
def test_real_pairs(pair: tuple[str, str], expected: set[str], photos: Path) -> None:
    one, other = (shot(loaded(photos / name)) for name in pair)
    assert what(comparability(one, other)) == expected


def test_a_human_may_lay_photos_over_each_other_without_a_face() -> None:
    nobody = PhotoConditions(view="profile-right")
    assert comparability(nobody, nobody).grade == "refused"
    by_hand = comparability(nobody, nobody, is_by_hand=True)
    assert by_hand.grade == "care"
    assert "for the eye to judge" in by_hand.reasons[0].sentence
    turned = comparability(nobody, PhotoConditions(view="frontal"), is_by_hand=True)
    assert turned.grade == "refused"
