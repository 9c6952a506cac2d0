"""Which photos a page shows, and which part of them; the expression and hairline of a made face; what is due next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from figures_made import template
from projects_made import made_photo

from facebalance_desktop.drawing.framing import head_of, whole_of
from facebalance_desktop.drawing.subjects import frame_of, interval, subjects_of
from facebalance_desktop.faces.anthropometry import estimated_trichion
from facebalance_desktop.faces.expressions import expression_of
from facebalance_desktop.faces.landmarks import Face
from facebalance_desktop.faces.pose import reference_face
from facebalance_desktop.geometry import Array, Rect
from facebalance_desktop.planning.tables import load_tables
from facebalance_desktop.planning.treatments import Plan, PlanSession
from facebalance_desktop.project.derived import Pair, pair_of
from facebalance_desktop.project.edits_photos import add_photos, nudge_comparison
from facebalance_desktop.project.model import Project, new_project
from facebalance_desktop.project.recent_facts import next_due


def project_of(count: int) -> tuple[Project, Pair]:
    """Photos of one view, a month apart."""
    photos = [
        made_photo(f"{n}.jpg", view="frontal", taken=f"2026-{n + 1:02}-10T10:00:00", taken_source="exif")
        for n in range(count)
    ]
    project = add_photos(photos)(new_project())
    pair = pair_of(project)
    assert pair is not None
    return project, pair


@pytest.mark.parametrize(("limit", "shown"), [(0, range(7)), (7, range(7)), (4, (0, 2, 4, 6)), (2, (0, 6))])
def test_a_series_that_is_too_long_keeps_its_ends_and_even_steps(limit: int, shown: range | tuple[int, ...]) -> None:
    project, pair = project_of(7)
    cells = subjects_of(project, pair, template("series", limit=limit), None).cells
    assert [cell.side.photo.name for cell in cells if cell.side] == [f"{n}.jpg" for n in shown]
    assert [cell.title for cell in cells] == ["Before", *[""] * (len(cells) - 2), "Latest"]


def test_a_series_of_one_photo_is_shown_as_the_pair() -> None:
    project, pair = project_of(1)
    cells = subjects_of(project, pair, template("series"), None).cells
    assert [cell.side.photo.name for cell in cells if cell.side] == ["0.jpg"]


def test_only_the_framing_of_the_screen_shows_what_the_screen_shows() -> None:
    project, pair = project_of(2)
    visible = Rect(10.0, 20.0, 30.0, 40.0)
    assert frame_of(project, pair, "screen", visible) == visible
    assert frame_of(project, pair, "screen", None) == frame_of(project, pair, "head", None)
    assert frame_of(project, pair, "whole", visible) == whole_of(pair.before)
    for framing in ("whole", "clean", "treated", "head", "face", "lower-face"):
        assert frame_of(project, pair, framing, visible) == frame_of(project, pair, framing, None) != visible
    alone = replace(pair, after=None)
    assert frame_of(project, alone, "head", None).centre[0] == pytest.approx(head_of(pair.before).centre[0])


def test_a_photo_that_was_moved_by_hand_says_so_and_the_other_does_not() -> None:
    project, pair = project_of(2)
    assert [cell.title for cell in subjects_of(project, pair, template("chart"), None).cells] == ["Before", "After"]
    moved = nudge_comparison(project.comparisons[-1].id, dx=5.0)(project)
    pair_now = pair_of(moved)
    assert pair_now is not None and pair_now.is_nudged
    titles = [cell.title for cell in subjects_of(moved, pair_now, template("chart"), None).cells]
    assert titles == ["Before", "After, moved by hand"]


def face(mesh: Array) -> Face:
    return Face(tuple((float(x), float(y), float(z)) for x, y, z in mesh), None, {}, by="test", version="1")


def with_mouth(out: float, up: float, sides: tuple[int, ...] = (61, 291)) -> Face:
    """The reference face with the corners of its mouth moved, in % of the pupil distance."""
    mesh = np.array(reference_face(), dtype=np.float64)
    unit = float(np.linalg.norm(mesh[468] - mesh[473])) / 100
    for corner in sides:
        away = np.sign(mesh[corner, 0] - mesh[13, 0])
        mesh[corner] += (away * out * unit, -up * unit, 0.0)
    return face(mesh)


def test_a_smile_is_broad_with_both_corners_up() -> None:
    assert expression_of(with_mouth(0.0, 0.0)) is None
    assert expression_of(with_mouth(12.0, 11.0)) == "smile"
    assert expression_of(with_mouth(12.0, 0.0)) is None  # broad, not up
    assert expression_of(with_mouth(-4.0, 11.0)) is None  # up, not broad
    for corner in (61, 291):
        assert expression_of(with_mouth(24.0, 11.0, (corner,))) is None  # one side alone lifts the mean by half
    assert expression_of(with_mouth(-16.0, 0.0)) == "pucker"


def test_the_hairline_of_the_average_face_stands_over_the_middle_of_its_pupils() -> None:
    mesh = np.array(reference_face(), dtype=np.float64)
    iod = float(np.linalg.norm(mesh[468] - mesh[473]))
    plain = estimated_trichion(mesh)
    middle = (mesh[468] + mesh[473]) / 2
    assert abs(plain.x - middle[0]) < 0.02 * iod
    for scale in (0.5, 3.0):
        other = estimated_trichion(mesh * scale)
        assert (other.x, other.y) == pytest.approx((plain.x * scale, plain.y * scale))
        assert other.sigma == pytest.approx((plain.sigma or 0.0) * scale, abs=0.001)
    turn = np.radians(40)
    turned = mesh @ np.array([[np.cos(turn), 0, -np.sin(turn)], [0, 1, 0], [np.sin(turn), 0, np.cos(turn)]])
    height = float((turned[468, 1] + turned[473, 1]) / 2) - estimated_trichion(turned).y
    assert height == pytest.approx(middle[1] - plain.y, rel=0.03)  # a turned head has no lower hairline


def test_what_is_due_next_or_was_due_last() -> None:
    def due(*sessions: tuple[str, str]) -> tuple[str, bool]:
        plan = Plan(tuple(PlanSession(name, name, date=day) for name, day in sessions), ())
        return next_due(plan, load_tables(), date(2026, 6, 15))

    assert due() == ("", False)
    assert due(("First", "2026-03-01"), ("Second", "2026-05-02")) == ("Second overdue, 2 May 2026", True)
    assert due(("First", "2026-03-01"), ("Third", "2026-08-02"), ("Second", "2026-07-03")) == (
        "Second, 3 Jul 2026",
        False,
    )
    assert due(("Today", "2026-06-15")) == ("Today, 15 Jun 2026", False)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2024-01-01", "same day"), ("2024-01-02", "1 day later"), ("2024-01-14", "13 days later"),
        ("2024-01-15", "2 weeks later"), ("2024-02-29", "8 weeks later"), ("2024-03-01", "2 months later"),
        ("2025-12-30", "24 months later"), ("2025-12-31", "2 years later"), ("2028-12-31", "5 years later"),
        ("2023-12-31", "1 day earlier"), ("2023-11-02", "2 months earlier"), (None, ""), ("soon", ""),
    ],
)  # fmt: skip
def test_intervals_are_told_in_the_unit_that_fits(day: str | None, words: str) -> None:
    assert interval("2024-01-01", day) == words
    assert interval(None, day) == interval("soon", day) == ""
