"""Points that two versions of the program found: old projects go on, and versions are not compared with each other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from faces_posed import posed_face, posed_photo
from projects_made import made_face, made_photo

from facebalance_desktop.comparison.alignment import Alignment, align
from facebalance_desktop.faces.landmarks import Face, FoundPoints, Landmark, Pose, own_errors
from facebalance_desktop.geometry import Similarity
from facebalance_desktop.project.codec import from_json, to_json
from facebalance_desktop.project.derived import pair_of, points_beside, points_of, version_words
from facebalance_desktop.project.edits_photos import add_photos, set_point
from facebalance_desktop.project.intake import Analysis, learned
from facebalance_desktop.project.measure_course import course_of
from facebalance_desktop.project.measurements import differences_of, table_in_use
from facebalance_desktop.project.model import new_project


def moved_pupils(version: str) -> Face:
    """A face whose pupils this version moves from where the mesh has them."""
    face = made_face()
    points = {
        code: replace(point, y=point.y - 3.0, sigma=2.0, repeat=0.2) if code in ("p_r", "p_l") else point
        for code, point in face.points.items()
    }
    return replace(face, points=points, version=version)


def test_points_of_one_version_are_compared_as_they_are() -> None:
    one, other = (made_photo(name, face=moved_pupils("3")) for name in ("one.jpg", "two.jpg"))
    assert points_beside(one, other) is points_of(one)


def test_points_of_two_versions_are_compared_on_the_mesh_they_share() -> None:
    old, new = (
        made_photo("old.jpg", face=replace(made_face(), version="2")),
        made_photo("new.jpg", face=moved_pupils("3")),
    )
    here, there = points_beside(old, new), points_beside(new, old)
    assert here["p_r"].xy == there["p_r"].xy
    fit = align(here, there)
    assert isinstance(fit, Alignment)
    assert fit.photo_to_reference.point((200.0, 200.0)) == pytest.approx((200.0, 200.0), abs=0.01)


def test_a_point_by_hand_stays_whatever_the_versions() -> None:
    old, new = (
        made_photo("old.jpg", face=replace(made_face(), version="2")),
        made_photo("new.jpg", face=moved_pupils("3")),
    )
    project = set_point(new.id, "p_r", (10.0, 20.0))(replace(new_project(), photos=(new,)))
    corrected = project.photos[0]
    assert points_beside(corrected, old)["p_r"].xy == (10.0, 20.0)
    again = learned(corrected, Analysis(1, made_face(Similarity(tx=5.0)), None))
    assert points_of(again)["p_r"].xy == (10.0, 20.0), "found anew, the hand's word stays"


def test_what_photos_of_one_face_share_falls_out_only_between_automatic_points() -> None:
    automatic = Landmark(0, 0, "automatic", 2.0, repeat=0.2)
    by_hand = Landmark(0, 0, "placed", None, 1.0)
    older = Landmark(0, 0, "automatic", 0.5)
    assert own_errors(automatic, automatic) == (0.2, 0.2)
    assert own_errors(automatic, by_hand) == (2.0, None)
    assert own_errors(older, older) == (0.5, 0.5)


def test_found_points_and_their_errors_survive_a_file() -> None:
    points = {"prn": Landmark(1.0, 2.0, "estimated", 1.5), "p_r": Landmark(3.0, 4.0, "edge", 1.0, 0.9, repeat=0.1)}
    photo = made_photo("profile.jpg", face=None, outline=FoundPoints(points, "outline", "1"), view="profile-left")
    project = replace(new_project(), photos=(photo,))
    kept = from_json(to_json(project)).photos[0]
    assert kept == photo and points_of(kept)["prn"].xy == (1.0, 2.0)
    assert not points_of(replace(kept, view_by_hand="frontal")), "a profile's points are those of a profile"
    older = to_json(project)
    del older["photos"][0]["outline"]
    assert from_json(older).photos[0].outline is None


def test_no_measure_differs_by_what_another_version_made_of_the_same_mesh() -> None:
    face = posed_face(Pose(0.0, 0.0, 0.0))
    edges = {code: replace(point, source="edge", response=0.9, repeat=0.5) for code, point in face.points.items()}
    moved = {code: replace(point, x=point.x + 8.0 * code.endswith("_r")) for code, point in edges.items()}
    old = posed_photo(1, replace(face, points=edges, version="2"))
    same = posed_photo(2, replace(face, points=moved, version="2"))
    new = posed_photo(3, replace(face, points=moved, version="3"))
    table = table_in_use()
    assert any(item.value for item in differences_of(old, same, table).values())
    assert not any(item.value for item in differences_of(old, new, table).values())
    assert {item.status for item in differences_of(old, new, table).values()} >= {"response"}


def test_a_course_over_visits_is_of_points_that_all_versions_find_alike() -> None:
    face = posed_face(Pose(0.0, 0.0, 0.0))
    moved = {code: replace(point, x=point.x + 8.0 * code.endswith("_r")) for code, point in face.points.items()}
    found = (("2", face.points), ("2", face.points), ("3", moved))
    photos = tuple(
        posed_photo(
            number,
            replace(face, points=points, version=version),
            view="frontal",
            taken=f"200{number}-06-01T10:00:00",
            taken_source="exif",
        )
        for number, (version, points) in enumerate(found, 1)
    )
    course = course_of(replace(new_project(), photos=photos), table_in_use(), "mouth-width", "frontal")
    assert course is not None
    assert len({value.value for value in course.values}) == 1


def test_that_two_versions_found_the_faces_is_told_with_what_to_do() -> None:
    def words(one: str, other: str) -> str:
        face = posed_face(Pose(0.0, 0.0, 0.0))
        photos = [posed_photo(number, replace(face, version=version)) for number, version in ((1, one), (2, other))]
        pair = pair_of(add_photos(photos)(new_project()))
        assert pair is not None and pair.after is not None
        return version_words(pair)

    assert words("2", "2") == ""
    assert "Find the faces again" in words("2", "3")
