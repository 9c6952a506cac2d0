"""What `landmarks` says in words: the view, and the points of a profile whose place is not seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from projects_made import made_photo

from facebalance_desktop.cli.report import landmarks_words
from facebalance_desktop.faces.landmarks import FoundPoints, Landmark
from facebalance_desktop.project.model import Photo


def profile(**hidden: str) -> Photo:
    """A right profile with four points on its outline; `hidden` says why some are not seen."""
    points = {
        code: Landmark(100.0, 20.0 * row, "estimated", 3.0, extra={"outline": hidden[code]} if code in hidden else {})
        for row, code in enumerate(("prn", "sn", "pg", "me"))
    }
    return made_photo("a.jpg", faces=0, face=None, view="profile-right", outline=FoundPoints(points))


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ("frontal", "frontal"),
        ("frontal-smile", "frontal, smile"),
        ("oblique-left", "oblique, left"),
        ("oblique-right", "oblique, right"),
        (None, "view not set"),
    ],
)
def test_a_face_is_told_with_its_view(view: str | None, said: str) -> None:
    line = landmarks_words("a.jpg", made_photo("a.jpg", view=view))
    assert line == f"a.jpg: 400 x 400 px, {said}, one face, pupil distance 100.0 px"


def test_the_view_that_a_human_said_comes_first() -> None:
    assert ", oblique, left, " in landmarks_words("a", made_photo("a", view="frontal", view_by_hand="oblique-left"))


@pytest.mark.parametrize(
    ("hidden", "more"),
    [
        ({}, []),
        ({"prn": "unseen", "me": "unseen"}, ["  edge not seen, check: pronasale (prn), menton (me)"]),
        ({"pg": "beard"}, ["  on a beard, check: pogonion (pg)"]),
        (
            {"prn": "unseen", "pg": "beard"},
            ["  edge not seen, check: pronasale (prn)", "  on a beard, check: pogonion (pg)"],
        ),
    ],
)
def test_the_points_that_a_profile_does_not_show_are_named(hidden: Mapping[str, str], more: list[str]) -> None:
    first = "a.jpg: 400 x 400 px, profile, right, 4 points on the outline, estimated"
    assert landmarks_words("a.jpg", profile(**hidden)).splitlines() == [first, *more]


def test_a_point_that_was_set_by_hand_is_named_no_more() -> None:
    photo = profile(pg="beard")
    assert photo.outline is not None
    by_hand = replace(photo.outline.points["pg"], is_confirmed=True)
    points = {**photo.outline.points, "pg": by_hand}
    assert "beard" not in landmarks_words("a", replace(photo, outline=FoundPoints(points)))
