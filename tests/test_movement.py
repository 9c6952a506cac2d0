"""Movements: excursion per side with amount, direction and error, symmetry, against an earlier visit, and refusals."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from test_measures import FACES, mirrored, moved

from facebalance_desktop import resources
from facebalance_desktop.analysis.measures import MeasuredFace
from facebalance_desktop.analysis.movement import TABLE, against, kind_of, movement, movement_kinds, own_movements
from facebalance_desktop.faces.landmarks import Pose
from facebalance_desktop.geometry import Similarity

KINDS = {kind.id: kind for kind in own_movements()}
REST = FACES["frontal"]
IOD = 64.2
"""About the distance between the middles of the eyes of the made face, in its px."""


def smiling(right: tuple[float, float], left: tuple[float, float]) -> MeasuredFace:
    """Both mouth corners moved (outwards, down) in % of the pupil distance."""
    points = dict(REST.points)
    for code, sign, (out, down) in (("ch_r", -1, right), ("ch_l", 1, left)):
        point = points[code]
        points[code] = replace(point, x=point.x + sign * out * IOD / 100, y=point.y + down * IOD / 100)
    return MeasuredFace(points, "frontal-smile", Pose(0.0, 0.0, 0.0))


def test_a_smile_is_told_side_by_side_with_its_direction() -> None:
    found = movement(KINDS["smile"], REST, smiling((10, -8), (12, 0)))
    assert found.right.amount == pytest.approx(12.8, rel=0.05) and found.right.way == "up and out"
    assert found.left.amount == pytest.approx(12.0, rel=0.05) and found.left.way == "out"
    assert found.right.sigma is not None and 0.3 < found.right.sigma < 3
    assert found.words == "the sides differ by less than the error"
    assert found.symmetry == pytest.approx(94, abs=3)


def test_a_side_that_moves_less_is_named_and_rest_moves_nowhere() -> None:
    palsy = movement(KINDS["smile"], REST, smiling((14, -6), (0, 0)))
    assert palsy.words == "right moves further" and palsy.left.way == "" and palsy.symmetry is not None
    other = movement(KINDS["smile"], mirrored(REST), mirrored(smiling((14, -6), (0, 0))))
    assert other.words == "left moves further"
    assert other.left.amount == pytest.approx(palsy.right.amount)
    still = movement(KINDS["smile"], REST, smiling((0, 0), (0, 0)))
    assert still.right.amount == pytest.approx(0, abs=1e-9) and still.symmetry is None


def test_roll_scale_and_shift_of_either_photo_change_nothing() -> None:
    plain = movement(KINDS["smile"], REST, smiling((10, -8), (12, 0)))
    other = movement(KINDS["smile"], moved(REST, Similarity.of(20, 3.1, (50, 9))), smiling((10, -8), (12, 0)))
    assert other.right.out == pytest.approx(plain.right.out, abs=1e-9)
    assert other.left.down == pytest.approx(plain.left.down, abs=1e-9)


def test_an_automatic_point_that_answers_little_has_a_wide_error() -> None:
    deaf = smiling((10, -8), (12, 0))
    points = {
        **deaf.points,
        "ch_r": replace(deaf.points["ch_r"], source="automatic", response=0.3, sigma=0.2, is_confirmed=False),
    }
    found = movement(KINDS["smile"], REST, replace(deaf, points=points))
    assert found.right.sigma and found.left.sigma and found.right.sigma > 2 * found.left.sigma


@pytest.mark.parametrize(
    ("rest", "face", "status", "needs"),
    [
        (REST, replace(smiling((1, 1), (1, 1)), pose=Pose(3.5, 0, 0)), "pose", "heads turned"),
        (REST, replace(smiling((1, 1), (1, 1)), pose=Pose(0, -3.5, 0)), "pose", "heads turned"),
        (
            REST,
            replace(smiling((1, 1), (1, 1)), pose=None),
            "pose",
            "the turn of the head in the photo of the expression",
        ),
        (REST, replace(smiling((1, 1), (1, 1)), view="oblique-left"), "view", "a frontal photo of the expression"),
        (replace(REST, view=None), smiling((1, 1), (1, 1)), "view", "a frontal photo at rest"),
        (replace(REST, points={}), smiling((1, 1), (1, 1)), "needs-point", "ch_r"),
    ],
)
def test_photos_that_cannot_carry_it_say_why(rest: MeasuredFace, face: MeasuredFace, status: str, needs: str) -> None:
    found = movement(KINDS["smile"], rest, face)
    assert found.right.status == status and found.right.needs[0].startswith(needs) and found.right.amount is None
    assert found.difference is None and found.words == ""


def test_against_an_earlier_visit() -> None:
    then = movement(KINDS["smile"], REST, smiling((6, -4), (12, 0)))
    now = movement(KINDS["smile"], REST, smiling((12, -8), (12, 0)))
    further, sigma = against(now, then, "right") or (0.0, 0.0)
    assert further == pytest.approx(7.2, rel=0.06) and sigma > 0
    none = movement(KINDS["smile"], REST, replace(smiling((1, 1), (1, 1)), pose=None))
    assert against(now, none, "right") is None


def test_the_clinics_rows_are_checked(tmp_path: Path) -> None:
    row = '[[row]]\nid = "own"\nname = "x"\nview = "frontal-clench"\npoint = "{0}"\ndefinition = "x"\nsource = "c"\n\n'
    (tmp_path / "movements.toml").write_text(row.format("go_s") + row.format("nobody_s"), encoding="utf-8")
    table = resources.table(TABLE, tmp_path, kind_of)
    assert movement_kinds(table.rows)[-1].id == "own"
    assert len(table.problems) == 1 and "line 9" in table.problems[0]
