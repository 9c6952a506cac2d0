"""Guides: the table, what each one draws on a made face, what is missing, sets and looks."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path

import pytest
from canvases_made import pair_with_faces
from projects_made import FACE, made_face

from facebalance_desktop.analysis.frontal_guides import MAKERS as FRONTAL
from facebalance_desktop.analysis.guide_gate import Conditions
from facebalance_desktop.analysis.guide_kinds import GROUPS, guide_kinds, hand_point, point_name
from facebalance_desktop.analysis.guide_sets import guide_sets, keep_set
from facebalance_desktop.analysis.guides import face_frame, face_guides, thirds, tilt_to_pupils
from facebalance_desktop.analysis.profile_guides import MAKERS as PROFILE
from facebalance_desktop.drawing.primitives import Line, Sheet, Text
from facebalance_desktop.drawing.scene import compose
from facebalance_desktop.drawing.view_options import ViewOptions
from facebalance_desktop.errors import Problem
from facebalance_desktop.faces.landmarks import Landmark, Pose
from facebalance_desktop.geometry import Similarity, angle
from facebalance_desktop.project.derived import conditions_of, pair_of
from facebalance_desktop.project.edits_drawing import show_guide, show_only_guides, style_guide
from facebalance_desktop.project.edits_photos import set_point
from facebalance_desktop.project.model import Project
from facebalance_desktop.render import fonts

POINTS = made_face(sigma=0.5).points
PLACED = {
    code: Landmark(*at, "placed", None, 1.0, is_confirmed=True)
    for code, at in {
        **FACE,
        "prn": (200.0, 215.0),
        "pg": (200.0, 310.0),
        "se": (200.0, 168.0),
        "c": (200.0, 224.0),
        "po": (60.0, 175.0),
        "or": (150.0, 185.0),
        "cerv": (190.0, 350.0),
        "border_r": (80.0, 162.0),
        "border_l": (320.0, 162.0),
        "mid_top": (200.0, 80.0),
        "mid_low": (204.0, 330.0),
        "brow_r": (150.0, 130.0),
        "brow_l": (250.0, 133.0),
        "al_r": (180.0, 225.0),
        "sbal_r": (185.0, 232.0),
        "al_l": (220.0, 225.0),
        "sbal_l": (215.0, 232.0),
        "li": (200.0, 268.0),
    }.items()
}


FRONTAL_PHOTO = Conditions("frontal", Pose(0.0, 0.0, 0.0))
AS = {"frontal": FRONTAL_PHOTO, "profile": Conditions("profile-right")}
"""A photo that may carry guides of such a view."""


def test_every_guide_of_the_table_can_be_drawn_and_has_its_own_key() -> None:
    kinds = guide_kinds()
    assert {kind.group for kind in kinds.values()} == set(GROUPS)
    assert {kind.draw for kind in kinds.values()} <= {*FRONTAL, *PROFILE, "grid", "outline"}
    keys = [kind.key for kind in kinds.values()]
    assert len(keys) == len(set(keys)) and all(keys)
    for kind in kinds.values():
        assert kind.source and kind.tip
        for code in kind.points:
            assert hand_point(code, False).definition, f"{code} is not explained"


@pytest.mark.parametrize("guide", [guide for guide in guide_kinds() if guide not in ("grid", "outline")])
def test_each_guide_draws_when_its_points_are_there_and_says_what_is_missing(guide: str) -> None:
    kind = guide_kinds()[guide]
    drawn = face_guides(PLACED, frozenset({guide}), AS[kind.view])
    assert drawn.lines and not drawn.missing
    is_dashed = kind.group == "canon" or kind.draw == "vertical"
    assert all(line.is_estimated == is_dashed for line in drawn.lines), "placed points draw full lines, canons dashed"
    none = face_guides({}, frozenset({guide}), AS[kind.view])
    assert none.missing and not none.lines


def test_estimated_points_draw_dashed_with_their_range() -> None:
    drawn = face_guides(POINTS, frozenset({"thirds"}), FRONTAL_PHOTO)
    bands = {line.points[0]: line.band for line in drawn.lines}
    assert all(line.is_estimated for line in drawn.lines)
    assert bands["tr"] == pytest.approx(1.96 * 0.5), "what the photo leaves open"
    assert bands["g"] == pytest.approx(1.96 * math.hypot(4.5, 4.2)), (
        "how far it lies from human marks, where that is more"
    )
    assert all("estimated" in note.text and "±" in note.text for note in drawn.notes[:3])


def test_thirds_are_shares_of_the_face() -> None:
    found = thirds(PLACED)
    assert found is not None
    assert sum(found.percents) == pytest.approx(100)
    assert found.lengths == pytest.approx((80, 90, 90))


@pytest.mark.parametrize("rotation", [-20.0, 0.0, 12.0])
def test_rolling_and_scaling_a_face_changes_no_figure(rotation: float) -> None:
    move = Similarity.of(rotation=rotation, scale=2.3, shift=(40, 9))
    moved = {code: Landmark(*move.point(point.xy), "placed") for code, point in PLACED.items()}
    shown = frozenset(guide_kinds())
    down = move.point((0, 1))[0] - move.point((0, 0))[0], move.point((0, 1))[1] - move.point((0, 0))[1]
    vertical = down[0] / 2.3, down[1] / 2.3
    for conditions in AS.values():
        ours, theirs = face_guides(PLACED, shown, conditions), face_guides(moved, shown, conditions, vertical)
        assert [note.text for note in ours.notes] == [note.text for note in theirs.notes]
        assert [arc.label for arc in ours.arcs] == [arc.label for arc in theirs.arcs]
    ours, theirs = face_guides(PLACED, shown, FRONTAL_PHOTO), face_guides(moved, shown, FRONTAL_PHOTO, vertical)
    rolled = [line.label for line in theirs.lines if not line.label.startswith("Pupils")]
    assert rolled == [line.label for line in ours.lines if not line.label.startswith("Pupils")]


def test_tilt_is_positive_when_the_subjects_left_is_lower() -> None:
    lower = {**PLACED, "ch_l": Landmark(235.0, 264.0, "placed")}
    assert tilt_to_pupils(lower, "ch_r", "ch_l") == pytest.approx(angle((165, 260), (235, 264)))


def test_canthal_tilt_says_in_words_which_corner_is_higher() -> None:
    higher = {**PLACED, "ex_r": Landmark(125.0, 158.0, "placed"), "ex_l": Landmark(275.0, 166.0, "placed")}
    arcs = face_guides(higher, frozenset({"canthal-tilt"}), FRONTAL_PHOTO).arcs
    assert [arc.label.split("°")[0] for arc in arcs] == ["R outer higher 4.6", "L outer lower 4.6"]
    assert all("±" in arc.label for arc in arcs)


def test_fifths_wait_for_borders_placed_by_hand() -> None:
    guessed = {**PLACED, "border_r": Landmark(80.0, 162.0, "automatic")}
    drawn = face_guides(guessed, frozenset({"fifths"}), FRONTAL_PHOTO)
    assert not drawn.lines and "right border of the face" in drawn.missing[0]


def test_the_profile_needs_no_pupils() -> None:
    side = {code: point for code, point in PLACED.items() if code in {"prn", "pg", "sn", "ls", "c"}}
    assert face_frame(side) is None
    drawn = face_guides(side, frozenset({"e-line", "nasolabial"}), AS["profile"])
    assert {line.guide for line in drawn.lines} == {"e-line", "nasolabial"}
    assert len(drawn.arcs) == 1
    assert "pupils" in face_guides(side, frozenset({"thirds"}), FRONTAL_PHOTO).missing[0]


def scene_texts(project: Project) -> list[str]:
    pair = pair_of(project)
    assert pair is not None
    scene = compose(project, pair, ViewOptions(), (1400, 800), fonts.measure)
    words = [item.text for item in scene.items if isinstance(item, Text)]
    for sheet in scene.items:
        if isinstance(sheet, Sheet):
            words.extend(item.text for item in sheet.items if isinstance(item, Text))
    return words


@pytest.mark.usefixtures("qapp")
def test_a_canon_says_that_it_is_no_target() -> None:
    project = pair_with_faces()
    assert not any("canon" in words for words in scene_texts(project))
    assert any("not a target" in words for words in scene_texts(show_guide("canon-thirds", True)(project)))


@pytest.mark.usefixtures("qapp")
def test_a_guide_keeps_its_own_colour_and_width() -> None:
    project = show_only_guides(["midline"])(pair_with_faces())
    project = style_guide("midline", "#123456", 2.5)(project)
    pair = pair_of(project)
    assert pair is not None
    sheet = compose(project, pair, ViewOptions(), (1400, 800), fonts.measure).items[0]
    assert isinstance(sheet, Sheet)
    strokes = [item.stroke for item in sheet.items if isinstance(item, Line)]
    assert [(stroke.colour, stroke.width) for stroke in strokes] == [("#123456", 2.5)]


def test_sets_show_their_guides_and_hide_the_rest() -> None:
    project = show_guide("thirds", True)(pair_with_faces())
    project = style_guide("thirds", "#abcdef", None)(project)
    project = show_only_guides(("midline", "e-line"))(project)
    assert [guide for guide in guide_kinds() if project.is_guide_shown(guide)] == ["midline", "e-line"]
    back = show_guide("thirds", True)(project)
    assert next(state for state in back.guides if state.id == "thirds").colour == "#abcdef"


def test_a_clinic_keeps_its_own_sets(tmp_path: Path) -> None:
    keep_set(tmp_path, "Dr Löwe's lips", ["horizontals", "midline"])
    keep_set(tmp_path, "Jaw", ["e-line"])
    keep_set(tmp_path, "Jaw", ["chin-neck"])
    own = {item.name: item.guides for item in guide_sets(tmp_path)}
    assert own["Jaw"] == ("chin-neck",) and own["Dr Löwe's lips"] == ("horizontals", "midline")
    assert "Proportions" in own, "ours stay"
    rows = tomllib.loads((tmp_path / "guide_sets.toml").read_text("utf-8"))["row"]
    assert [row["name"] for row in rows] == ["Dr Löwe's lips", "Jaw"], "one row a set, and none of ours"
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(Problem, match="could not be kept"):
        keep_set(blocked, "Jaw", [])


def test_points_are_spoken_of_in_plain_words() -> None:
    assert point_name("tr") == "hairline" and point_name("border_l") == "left border of the face"


def test_placing_a_point_draws_its_guide() -> None:
    project = pair_with_faces()
    photo = project.photos[0]
    for code in ("mid_top", "mid_low"):
        project = set_point(photo.id, code, PLACED[code].xy)(project)
    pair = pair_of(project)
    assert pair is not None
    drawn = face_guides(pair.before.points, frozenset({"midline-hand"}), conditions_of(photo))
    assert drawn.lines[0].label.startswith("Midline by hand") and not drawn.lines[0].is_estimated
