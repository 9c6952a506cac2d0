"""Rules of a line or two, by examples: ranges, months, moments, hollows of an outline."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from bare_sentences import with_spaces

from facebalance_desktop.analysis.guide_shapes import estimated_mark, lower_words, range_words
from facebalance_desktop.analysis.guides import face_frame
from facebalance_desktop.analysis.measure_errors import UNKNOWN, Errors, PointError, base_of
from facebalance_desktop.analysis.measure_kinds import own_measures
from facebalance_desktop.analysis.measures import MeasuredFace, facing
from facebalance_desktop.analysis.precision import PointErrors, iod_of
from facebalance_desktop.days import months_after
from facebalance_desktop.drawing.crops import Cell, widest
from facebalance_desktop.errors import Problem
from facebalance_desktop.faces.anthropometry import hidden_estimated
from facebalance_desktop.faces.landmarks import Landmark, Pose
from facebalance_desktop.faces.profile_line import ProfileLine
from facebalance_desktop.geometry import Rect
from facebalance_desktop.planning.ledger import reviews
from facebalance_desktop.planning.own_zones import right_half
from facebalance_desktop.planning.tables import load_tables
from facebalance_desktop.planning.treatments import Treatment
from facebalance_desktop.project import recovery
from facebalance_desktop.project.file_identity import Known, is_changed
from facebalance_desktop.project.model import new_project
from facebalance_desktop.project.reading_order import likely_pair
from facebalance_desktop.project.salvage import version_moment


@pytest.mark.parametrize(
    ("sigma", "unit", "digits", "words"),
    [
        (None, "°", 1, ", range not known"), (0.0, "°", 1, " ± 0.1°"), (0.05, "°", 1, " ± 0.1°"),
        (1.0, "°", 1, " ± 2.0°"), (0.001, " %", 2, " ± 0.01 %"), (0.4, " %", 0, " ± 1 %"), (1.5, " %", 0, " ± 3 %"),
    ],
)  # fmt: skip
def test_a_range_is_never_less_than_it_can_be_written(sigma: float | None, unit: str, digits: int, words: str) -> None:
    assert with_spaces(range_words(sigma, unit, digits)) == words


def test_the_lower_side_is_the_patient_s() -> None:
    told = [lower_words(tilt) for tilt in (2.04, -2.06, 0.04, -0.04, 0.06)]
    assert told == ["left lower 2.0°", "right lower 2.1°", "level 0.0°", "level 0.0°", "left lower 0.1°"]
    assert (estimated_mark(True), estimated_mark(False)) == (" est.", "")


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2024, 1, 31), 0, "2024-01-31"), (date(2024, 1, 31), 1, "2024-02-29"),
        (date(2023, 12, 15), 1, "2024-01-15"), (date(2023, 12, 15), 12, "2024-12-15"),
        (date(2024, 1, 1), 1.5, "2024-02-16"), (date(2024, 1, 10), 0.5, "2024-01-25"),
        (date(2024, 11, 30), 3.25, "2025-03-08"),
    ],
)  # fmt: skip
def test_months_after_a_day(day: date, months: float, then: str) -> None:
    assert months_after(day, months).isoformat() == then


def test_a_treatment_of_which_nothing_is_published_has_no_days_of_its_effect() -> None:
    done = Treatment("x", modality="of no table", state="done", date="2024-01-31")
    (review,) = reviews([done], load_tables())
    assert review.effect == (None, None)


def test_the_moment_of_a_kept_state() -> None:
    assert version_moment("20240131T095907") == "31 Jan 2024, 09:59 (UTC)"
    for at in ("20240131T09590", "", "20240131T0959071"):
        assert version_moment(at) == "an earlier time"


def line(*x: float) -> ProfileLine:
    places = np.array([(one, 10.0 * n) for n, one in enumerate(x)])
    return ProfileLine(places, np.array(x), np.zeros(len(x)), 100.0)


def test_hollows_and_bulges_of_an_outline() -> None:
    run = line(5, 3, 4, 4, 2, 6, 6, 1, 3)
    whole = run.along(0, 9)
    assert run.hollows(whole) == [1, 4, 7]
    assert (run.hollow(whole), run.bulge(whole)) == (7, 6)
    assert run.hollow(run.along(0, 6)) == 4 and run.bulge(run.along(1, 5)) == 3
    assert run.hollows(run.along(1, 4)) == [] and run.bulge(run.along(6, 9)) is None
    assert (run.along(-3, 4), run.along(7, 2), run.along(8, 8)) == (slice(0, 4), slice(2, 7), slice(8, 9))
    assert (run.sharpest(whole, 1), run.sharpest(whole, -1), run.sharpest(run.along(2, 5), -1)) == (5, 7, 4)
    straight = line(0, 0, 3, 0, 0)
    assert straight.off_chord(0, 4).tolist() == [0, 0, 3, 0, 0]
    assert straight.off_chord(3, 1).tolist() == [0, 0] and len(straight.off_chord(2, 99)) == 3


@pytest.mark.parametrize(
    ("places", "view", "side"),
    [
        ({}, None, "right"), ({}, "profile-left", "left"), ({}, "profile-right", "right"),
        ({"se": (0, 0), "me": (0, 10)}, "profile-left", "left"),
        ({"se": (0, 0), "me": (0, 10), "prn": (3, 5)}, "profile-left", "right"),
        ({"se": (0, 0), "me": (0, 10), "prn": (-3, 5)}, "profile-right", "left"),
        ({"se": (0, 0), "me": (0, 10), "prn": (0, 5)}, "profile-left", "left"),
        ({"g": (0, 0), "sn": (10, 0), "prn": (5, -3)}, None, "right"),
        ({"se": (9, 9), "n": (0, 0), "pg": (0, 10), "prn": (3, 5)}, None, "left"),
    ],
)  # fmt: skip
def test_a_profile_looks_where_its_nose_stands_else_as_its_view_says(
    places: dict[str, tuple[float, float]], view: str | None, side: str
) -> None:
    points = {code: Landmark(x, y, "placed") for code, (x, y) in places.items()}
    assert facing(MeasuredFace(points, view)) == side


def test_a_face_whose_pupils_coincide_or_are_missing_has_no_frame() -> None:
    points = {code: Landmark(x, 3.0, "placed") for code, x in (("p_r", 1.0), ("p_l", 5.0))}
    frame = face_frame(points)
    assert frame is not None and (frame.origin, frame.iod, frame.across) == ((3.0, 3.0), 4.0, (1.0, 0.0))
    assert face_frame({**points, "p_l": points["p_r"]}) is None and face_frame({"p_r": points["p_r"]}) is None


def test_errors_of_points_add_up_to_those_of_a_measure() -> None:
    """Slopes, spreads and biases by hand: outwards is left for the left point, right for the right one."""
    known = Errors({"brow": PointError((0.5, 0.25), (1.0, 2.0), 0.3, 0.7)}, {})
    kind = own_measures().kinds["mouth-width"]
    slopes = {"brow_r": (3.0, 4.0), "brow_l": (0.0, 1.0), "x": (0.0, 2.0)}
    points = {
        "brow_r": Landmark(0, 0, "automatic", 9.0, repeat=1.0),
        "brow_l": Landmark(0, 0, "edited"),
        "x": Landmark(0, 0, "automatic"),
    }
    found = known.of(kind, points, slopes, 2.0)
    assert found.repeat == pytest.approx(((0.5 * 5) ** 2 + 0.7**2 + (UNKNOWN * 2) ** 2) ** 0.5)
    assert found.place == pytest.approx((3.0**2 + 8.0**2 + 0.7**2 + (UNKNOWN * 2) ** 2) ** 0.5)
    assert found.expression == pytest.approx(0.3 * 5)
    assert found.bias == pytest.approx(-0.5 * 3 + 0.25 * 4)
    left = known.of(kind, {"brow_l": Landmark(0, 0, "automatic")}, {"brow_l": (3.0, 4.0)}, 2.0)
    assert left.bias == pytest.approx(0.5 * 3 + 0.25 * 4) and left.repeat == pytest.approx(5 * UNKNOWN)
    assert [base_of(one) for one in ("al_r", "al_l", "eye-right", "eye-left", "sn")] == ["al", "al", "eye", "eye", "sn"]


def test_errors_of_points_in_px_by_hand() -> None:
    """A pupil distance of 200 px: the table's figures count twice, and grow with a photo that leaves more open."""
    table = Errors({"al": PointError((0.6, 0.8), (0.8, 0.6), 0.0, 0.9)}, {})
    at = {"p_r": Landmark(0, 0, "automatic"), "p_l": Landmark(200, 0, "automatic")}
    usual = (2.0**0.5) / 2**0.5  # of the row: hypot(0.8, 0.6, 0.6, 0.8) / sqrt(2)
    for sigma, grown in ((None, 1.0), (1.0, 1.0), (2 * usual, 1.0), (6 * usual, 3.0)):
        points = {**at, "al_r": Landmark(0, 9, "automatic", sigma), "al_l": Landmark(9, 9, "automatic", sigma)}
        found = PointErrors.of(points, table)
        assert found.across("al_r") == found.down("al_r") == found.any_way("al_r") == pytest.approx(2 * grown)
        assert found.between("al_r", "al_l") == pytest.approx(1.2 * grown * 2**0.5)
    points = {**at, "al_r": Landmark(0, 9, "edited"), "al_l": Landmark(9, 9, "automatic", None)}
    found = PointErrors.of(points, table)
    assert found.down("al_r") == pytest.approx(1.8)
    assert found.between("al_r", "al_l") == pytest.approx((1.8**2 + 2.0**2) ** 0.5)
    assert found.down("nobody") is None and found.between("al_r", "nobody") is None
    assert PointErrors.of({"al_r": points["al_r"]}, table).down("al_r") is None
    assert iod_of({"sn": Landmark(0, 0, "placed"), "ls": Landmark(0, 24, "placed")}) == pytest.approx(100.0)
    assert iod_of({"p_r": at["p_r"], "p_l": at["p_r"]}) is None and iod_of({}) is None


@pytest.mark.parametrize(
    ("limit", "share"),
    [
        (None, 0.5), (Rect(0, 0, 200, 100), 1.5), (Rect(45, 0, 200, 100), 0.6), (Rect(0, 0, 130, 100), 1.1),
        (Rect(70, 0, 20, 100), 0.5),
    ],
)  # fmt: skip
def test_a_place_is_as_wide_as_its_photo_reaches_on_both_sides(limit: Rect | None, share: float) -> None:
    """The frame is 50 px wide and 100 high about x = 75: the shorter side of the photo counts twice."""
    cells = [Cell(None, Rect(50, 0, 50, 100), limit=limit), Cell(None, Rect(0, 0, 900, 100))]
    assert widest(cells) == pytest.approx(share)


def test_a_file_whose_place_is_not_known_is_told_by_size_and_time(tmp_path: Path) -> None:
    path = tmp_path / "one"
    path.write_bytes(b"12345")
    found = path.stat()
    assert not is_changed(path, Known(5, found.st_mtime_ns, ""))
    assert not is_changed(path, Known(5, found.st_mtime_ns, "", place=(found.st_dev, found.st_ino)))
    for other in (Known(4, found.st_mtime_ns, ""), Known(5, found.st_mtime_ns, "", place=(found.st_dev, 0))):
        assert is_changed(path, other)
    assert not is_changed(tmp_path / "none", Known(5, 0, ""))


@pytest.mark.parametrize(
    ("yaw", "hidden"), [(19.99, ""), (20.0, "_l"), (-19.99, ""), (-20.0, "_r"), (0.0, ""), (60.0, "_l")]
)
def test_the_far_side_of_a_head_is_estimated_from_twenty_degrees_on(yaw: float, hidden: str) -> None:
    points = {code: Landmark(x, 0.0, "automatic", 3.0) for code, x in (("p_r", 0.0), ("p_l", 100.0), ("sn", 50.0))}
    found = hidden_estimated(points, Pose(yaw, 0.0, 0.0))
    for code, point in found.items():
        is_hidden = bool(hidden) and code.endswith(hidden)
        assert point.source == ("estimated" if is_hidden else "automatic")
        assert point.sigma == pytest.approx((9 + 36) ** 0.5 if is_hidden else 3.0, abs=0.001)


def test_every_kept_state_is_counted_once() -> None:
    window = recovery.begin()
    for count in (1, 2, 3):
        window.write(new_project(), None)
        assert window.writes == count
    window.end()


def test_the_right_half_of_a_zone_runs_down_from_the_midline() -> None:
    across = [(-10.0, 0.0), (-12.0, 10.0), (0.0, 20.0), (8.0, 10.0), (6.0, 0.0), (0.0, -2.0)]
    wanted = [[0.0, -2.0], [-10.0, 0.0], [-12.0, 10.0], [0.0, 20.0]]
    for turn in range(6):
        for places in (across[turn:] + across[:turn], (across[turn:] + across[:turn])[::-1]):
            assert right_half(np.array(places)).tolist() == wanted
    with pytest.raises(Problem, match="could not be halved"):
        right_half(np.array([(1.0, 0.0), (1.1, 5.0), (9.0, 9.0)]))


def test_the_pair_is_looked_for_on_the_first_and_the_last_day() -> None:
    first, second, third = "2024-01-01T09:00", "2024-02-01T09:00", "2024-03-01T09:00"
    assert likely_pair([(first, 0.0), (second, 9.0), (first, 5.0), (third, 1.0), (None, 9.0)]) == (2, 3)
    assert likely_pair([(third, 5.0), (third, 9.0), (first, 5.0)]) == (2, 1)
    assert likely_pair([(first, 5.0), (first, 9.0)]) is None and likely_pair([(None, 1.0)]) is None
