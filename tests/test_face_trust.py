"""An ear is not a face: which found faces are used for framing, alignment, guides, boards, shows and exports."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from projects_made import made_face, made_photo

from facebalance_desktop.drawing.framing import head_of, region_frame
from facebalance_desktop.faces.landmarks import FoundPoints, Landmark, Pose
from facebalance_desktop.geometry import Rect, Similarity
from facebalance_desktop.project.consent import consent_for
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.details import details_of
from facebalance_desktop.project.edits_photos import add_photos, set_point
from facebalance_desktop.project.edits_visits import set_view
from facebalance_desktop.project.face_trust import ROLL, SIZE, VIEW, face_doubts, with_trusted_faces
from facebalance_desktop.project.intake import Analysis, analysis_in, learned
from facebalance_desktop.project.model import Comparison, Consent, Photo, Project, new_project
from facebalance_desktop.project.photo_grids import board_of

TAKEN = {"taken": "2024-03-12T09:00:00+00:00", "taken_source": "exif"}
UPRIGHT = Pose(0.0, 0.0, 0.0)


def photo_with(name: str, pose: Pose = UPRIGHT, scale: float = 1.0, **changes: object) -> Photo:
    move = Similarity.of(pose.roll, scale, about=(200.0, 200.0))
    return made_photo(name, None, **({**TAKEN, "face": replace(made_face(move), pose=pose)} | changes))


def of(*photos: Photo) -> Project:
    """The first compared with the last."""
    project = add_photos(photos)(new_project())
    return replace(project, comparisons=(Comparison("c", photos[0].id, photos[-1].id),))


FRONT, SMILE = photo_with("front.jpg"), photo_with("smile.jpg")
EAR_TURNED = photo_with("ear.jpg", Pose(8.0, -9.0, 131.0), 0.9)
EAR_SMALL = photo_with("ear.jpg", Pose(8.0, -9.0, 40.0), 0.35)


@pytest.mark.parametrize(("ear", "why"), [(EAR_TURNED, ROLL), (EAR_SMALL, SIZE)])
def test_an_ear_is_no_face_of_its_sitting(ear: Photo, why: str) -> None:
    project = of(FRONT, SMILE, ear)
    assert face_doubts(project) == {ear.id: why}
    pair = pair_of(project)
    assert pair is not None and pair.after is not None
    assert pair.after.photo.face is None and pair.after.points == {}
    assert pair.alignment is None and why in (pair.problem or "")
    frame = region_frame(pair, "eyes")
    assert frame == region_frame(replace(pair, after=None), "eyes")
    assert head_of(pair.after) == Rect(0.0, 0.0, 400.0, 400.0), "the whole photo is framed, not the ear"
    board = board_of(project)
    assert board is not None
    assert [side.photo.name for side in board.sides if side.photo.face is None] == ["ear.jpg"]
    assert dict(details_of(ear, face_doubts(project)[ear.id]))["Face"] == why
    assert "Find the faces again" in why
    assert project.photos[2].face is ear.face, "the fact stays"


def test_a_visits_consent_counts_for_a_photo_whose_face_is_not_used() -> None:
    no = Consent("n", "teaching", is_given=False, scope="visit", of="2024-03-12")
    project = replace(of(FRONT, SMILE, EAR_TURNED), consents=(Consent("y", "teaching", is_given=True), no))
    pair = pair_of(project)
    assert pair is not None and pair.after is not None
    assert consent_for(project, pair.after.photo, "teaching") is no


def test_a_word_of_a_human_brings_the_face_back_and_points_by_hand_stay_in_force() -> None:
    project = set_point(EAR_TURNED.id, "prn", (210.0, 205.0))(of(FRONT, SMILE, EAR_TURNED))
    pair = pair_of(project)
    assert pair is not None and pair.after is not None
    assert {code: point.xy for code, point in pair.after.points.items()} == {"prn": (210.0, 205.0)}
    back = set_view(EAR_TURNED.id, "frontal")(project)
    assert face_doubts(back) == {} and with_trusted_faces(back) is back


def test_two_photos_alone_do_not_tell_which_is_wrong() -> None:
    assert face_doubts(of(FRONT, EAR_TURNED)) == {}
    other_day = replace(SMILE, taken="2024-06-04T09:00:00+00:00")
    assert face_doubts(of(FRONT, other_day, EAR_TURNED)) == {}


@pytest.mark.parametrize(
    ("view", "yaw", "pitch", "is_used"),
    [
        ("profile-right", 8.0, 0.0, False),
        ("profile-right", 58.0, 0.0, False),
        ("frontal", 18.0, 0.0, True),
        ("frontal-smile", 62.0, 0.0, False),
        ("oblique-right", 40.0, 0.0, True),
        ("oblique-right", 5.0, 0.0, True),
        ("oblique-right", -40.0, 0.0, False),
        ("oblique-left", -40.0, 0.0, True),
        ("oblique-left", 40.0, 0.0, False),
        ("basal", 0.0, 35.0, False),
        ("basal", 0.0, -35.0, True),
        ("cephalic", 0.0, -35.0, False),
    ],
)
def test_a_view_set_by_hand_discards_what_contradicts_it(view: str, yaw: float, pitch: float, is_used: bool) -> None:
    photo = photo_with("a.jpg", Pose(yaw, pitch, 0.0), view_by_hand=view)
    assert face_doubts(of(photo)) == ({} if is_used else {photo.id: VIEW})


def test_a_profile_by_hand_has_the_points_of_its_outline_once_it_was_looked_at_anew() -> None:
    photo = photo_with("a.jpg", Pose(8.0, -9.0, 131.0), view_by_hand="profile-right")
    outline = FoundPoints({"prn": Landmark(300.0, 200.0, "estimated", 3.0)})
    again = learned(photo, Analysis(1, photo.face, None, (), "frontal", None, outline))
    pair = pair_of(of(again))
    assert pair is not None and set(pair.before.points) == {"prn"}


def test_the_project_is_the_same_where_all_faces_are_used() -> None:
    project = of(FRONT, SMILE)
    assert with_trusted_faces(project) is project
    pair = pair_of(project)
    assert pair is not None and pair.before.photo is FRONT


def pixels_of(photos: Path, name: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    with Image.open(photos / "london" / name) as image:
        return np.asarray(image.convert("RGB"))


def test_a_face_on_an_ear_is_proposed_as_the_profile_it_is(photos: Path) -> None:
    """Half as bright, the mesh lies on the ear of this profile: 18 % of the person high, rolled by 132 degrees."""
    dark = (pixels_of(photos, "021_rprofile_neutral.jpg") * 0.5).astype(np.uint8)
    found = analysis_in(dark)
    assert (found.view, found.face) == ("profile-right", None)
    assert found.outline is not None


def test_an_ear_that_was_found_is_not_used_beside_real_faces(photos: Path) -> None:
    """This crop cuts the person's outline off, so that only the sitting and a view by hand tell the ear."""
    ear = np.ascontiguousarray(pixels_of(photos, "034_rprofile_smile.jpg")[450:1000, 350:1000])
    shots = [pixels_of(photos, f"034_{name}.jpg") for name in ("front_neutral", "l45_neutral")] + [ear]
    taken = [
        learned(
            made_photo(f"{number}.jpg", None, **TAKEN, width=shot.shape[1], height=shot.shape[0]), analysis_in(shot)
        )
        for number, shot in enumerate(shots)
    ]
    assert taken[2].face is not None, "the mesh lies on the ear"
    assert face_doubts(of(*taken)) == {taken[2].id: ROLL}
    profile = set_view(taken[2].id, "profile-right")(of(*taken))
    assert face_doubts(profile) == {taken[2].id: VIEW}
