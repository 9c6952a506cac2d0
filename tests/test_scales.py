"""What a per cent is in mm, by each choice: values and errors by hand, and why there is none."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from bare_sentences import with_spaces
from faces_posed import frontal_pair, posed_photo, profile_photo

from facebalance_desktop.analysis.scale import Scale, ScaleChoice, scale_of, unit_of
from facebalance_desktop.faces.landmarks import Face, Landmark
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.edits_photos import set_point
from facebalance_desktop.project.measurements import (
    measured_face,
    measured_on,
    measures_of,
    pinned_on,
    scale_of_pair,
    scale_words,
    table_in_use,
)
from facebalance_desktop.project.model import MeasureSettings, Photo


def eyed(iod: float = 200.0, iris: float | None = None) -> Photo:
    """A frontal photo whose pupils lie so many px apart, and whose irises are so wide, ± 5 %."""
    points = {"p_r": Landmark(100.0, 300.0, "automatic", 1.0), "p_l": Landmark(100.0 + iod, 300.0, "automatic", 1.0)}
    told = {"irises": {"r": {"diameter": iris, "sigma": 0.05 * iris, "seen": True}}} if iris else {}
    return posed_photo(1, Face(((0.0, 0.0, 0.0),) * 478, None, points, extra=told))


def with_ends(photo: Photo, length: float) -> Photo:
    project = replace(frontal_pair(), photos=(photo,), comparisons=())
    for code, x in (("scale_a", 50.0), ("scale_b", 50.0 + length)):
        project = set_point(photo.id, code, (x, 700.0))(project)
    return project.photos[0]


def of(photo: Photo, choice: ScaleChoice) -> Scale | str | None:
    return scale_of(measured_face(photo), photo.face, choice)


@pytest.mark.parametrize(
    ("photo", "choice", "mm", "share"),
    [
        (eyed(), ScaleChoice("pupils", 62.5), 0.625, math.hypot(0.5 / 62.5, 0.01)),
        (eyed(), ScaleChoice("pupils", 1.0), 0.01, math.hypot(0.5, 0.01)),
        (eyed(), ScaleChoice("pupils", 500.0), 5.0, math.hypot(0.001, 0.01)),
        (with_ends(eyed(), 80.0), ScaleChoice("length", 20.0), 0.5, math.hypot(2**0.5 * 0.6 * 2 / 80, 0.01)),
        (eyed(iris=40.0), ScaleChoice("iris"), 2 * 11.71 / 40, math.hypot(0.42 / 11.71, 0.05)),
    ],
)
def test_a_per_cent_in_mm_by_each_choice(photo: Photo, choice: ScaleChoice, mm: float, share: float) -> None:
    found = of(photo, choice)
    assert isinstance(found, Scale)
    assert (found.mm, found.share) == pytest.approx((mm, share))
    assert found.of(10.0, 0.5) == pytest.approx((10 * mm, mm * math.hypot(0.5, 10 * share)))


@pytest.mark.parametrize(
    ("photo", "choice", "words"),
    [
        (eyed(), ScaleChoice("pupils"), "type a length from 1 to 500 mm"),
        (eyed(), ScaleChoice("pupils", 0.99), "type a length from 1 to 500 mm"),
        (eyed(), ScaleChoice("pupils", 500.1), "type a length from 1 to 500 mm"),
        (profile_photo(1), ScaleChoice("pupils", 62.0), "needs a photo from the front"),
        (eyed(), ScaleChoice("length", 20.0), "place both ends"),
        (with_ends(eyed(), 0.0), ScaleChoice("length", 20.0), "coincide"),
        (profile_photo(1), ScaleChoice("iris"), "where a face from the front is found"),
        (eyed(), ScaleChoice("iris"), "the irises were not found"),
    ],
)
def test_why_there_is_no_scale(photo: Photo, choice: ScaleChoice, words: str) -> None:
    found = of(photo, choice)
    assert isinstance(found, str) and words in found
    assert scale_words(found, "frontal") == found


def test_the_unit_of_a_photo_is_a_hundredth_of_its_span() -> None:
    assert unit_of(measured_face(eyed())) == 2.0
    profile = measured_face(profile_photo(1))
    assert unit_of(profile) == pytest.approx(math.hypot(812 - 810, 431 - 960) / 100)
    assert unit_of(replace(profile, points={})) is None and unit_of(measured_face(eyed(0.0))) is None
    assert of(eyed(), ScaleChoice()) is None


def test_one_scale_holds_for_both_photos_of_a_pair() -> None:
    choice = ScaleChoice("iris")
    both = scale_of_pair(eyed(iris=40.0), eyed(iris=50.0), choice)
    assert isinstance(both, Scale)
    assert both.mm == pytest.approx(11.71 * (2 / 40 + 2 / 50) / 2)
    for pair in ((eyed(), eyed(iris=40.0)), (eyed(iris=40.0), eyed())):
        assert isinstance(scale_of_pair(*pair, choice), str)
    assert with_spaces(scale_words(Scale(0.6, 0.02, "this"), "frontal")) == "mm by this; ± 3.9 % of every length."
    assert scale_words(None, "frontal") == "" and "menton" in scale_words(None, "profile-left")


def test_a_pair_is_measured_on_both_photos_and_a_single_photo_alone() -> None:
    project = replace(frontal_pair(), measures=MeasureSettings(("mouth-width", "none"), "pupils", 63.0))
    pair, table = pair_of(project), table_in_use()
    assert pair is not None and pair.after is not None
    found = measures_of(project, pair, table)
    widths = [side["mouth-width"].value or 0.0 for side in (found.before, found.after)]
    assert widths[0] != widths[1] and widths[0] > 50
    assert found.scale is not None and found.scale.mm == pytest.approx(0.63)
    alone = measures_of(project, replace(pair, after=None), table)
    assert alone.before == found.before and not alone.after and not alone.differences and alone.scale == found.scale
    waiting = replace(pair, after=replace(pair.after, photo=replace(pair.after.photo, faces=None)))
    assert measures_of(project, waiting, table).differences == {}
    assert measures_of(project, None, table).sentence == "The photo is still being analysed."
    known, scale = pinned_on(project, project.photos[0])
    assert [reading.id for reading in known] == ["mouth-width"] and scale == found.scale
    reading, _ = measured_on(project, project.photos[0], "mouth-width")
    assert reading is not None and reading.value == widths[0]
    assert measured_on(project, project.photos[0], "none")[0] is None


def test_a_plumb_camera_gives_the_photo_s_own_vertical() -> None:
    photo = posed_photo(1, None, is_plumb=True)
    points = measured_face(photo).points
    assert (points["plumb_top"].xy, points["plumb_low"].xy) == ((600.0, 0.0), (600.0, 1400.0))
    assert "plumb_top" not in measured_face(replace(photo, is_plumb=False)).points
