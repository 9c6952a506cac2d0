"""What guides may say: gated by view and pose, never without a range, sides in words, verticals by declaration."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from bare_sentences import with_spaces
from driving import needs_qt
from projects_made import FACE, made_face, made_photo
from PySide6.QtWidgets import QWidget

from facebalance_desktop.analysis.frontal_guides import Thirds, shares, thirds
from facebalance_desktop.analysis.guide_gate import Conditions
from facebalance_desktop.analysis.guide_kinds import guide_kinds, hand_point
from facebalance_desktop.analysis.guides import FaceGuides, face_frame, face_guides
from facebalance_desktop.analysis.measure_errors import own_errors
from facebalance_desktop.analysis.posture import pitch_slopes
from facebalance_desktop.analysis.precision import PointErrors, iod_of
from facebalance_desktop.cli.main import main
from facebalance_desktop.cli.photos import analysed_files
from facebalance_desktop.faces.anthropometry import point_kinds
from facebalance_desktop.faces.landmarks import Landmark, Pose
from facebalance_desktop.faces.pose import reference_face
from facebalance_desktop.faces.projection import seen
from facebalance_desktop.project.clinic_rules import POINT_ERRORS
from facebalance_desktop.project.clinic_values import CLINIC
from facebalance_desktop.project.derived import conditions_of, points_of
from facebalance_desktop.project.edits_photos import change_photo, confirm_point, set_point
from facebalance_desktop.project.model import Photo, Project, new_id, new_project
from facebalance_desktop.settings import Settings, clinic_dir
from facebalance_desktop.work import WorkerPool

ALL = frozenset(guide_kinds()) - {"grid", "outline"}
STRAIGHT = Conditions("frontal", Pose(0.0, 0.0, 0.0))
PROFILE = {
    "g": (210.0, 140.0),
    "se": (200.0, 168.0),
    "prn": (240.0, 215.0),
    "c": (225.0, 224.0),
    "sn": (212.0, 230.0),
    "ls": (218.0, 250.0),
    "pg": (210.0, 310.0),
    "me": (195.0, 325.0),
}


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    made = WorkerPool()
    yield made
    made.close()


def analysed(pool: WorkerPool, *paths: Path) -> list[Photo]:
    photos = [photo for _, photo in analysed_files(pool, [str(path) for path in paths])]
    assert all(isinstance(photo, Photo) for photo in photos)
    return [photo for photo in photos if isinstance(photo, Photo)]


def drawn_on(photo: Photo, shown: frozenset[str] = ALL) -> FaceGuides:
    return face_guides(points_of(photo), shown, conditions_of(photo))


def with_points(photo: Photo, places: dict[str, tuple[float, float]]) -> Photo:
    project: Project = replace(new_project(), photos=(photo,))
    for code, xy in places.items():
        project = set_point(photo.id, code, xy)(project)
    return project.photos[0]


# Gate


def test_a_45_degree_oblique_carries_no_thirds_tilts_or_e_line(photos: Path, pool: WorkerPool) -> None:
    (oblique,) = analysed(pool, photos / "london/002_r45_neutral.jpg")
    assert oblique.view == "oblique-right"
    drawn = drawn_on(oblique)
    assert not drawn.lines and not drawn.arcs and not drawn.notes
    said = " ".join(drawn.withheld)
    assert "Facial thirds" in said and "Canthal tilt" in said and "E-line" in said
    assert "a frontal photo is needed, and this is an oblique" in said
    assert "a profile is needed, and this is an oblique" in said


def test_a_frontal_carries_thirds_and_no_profile_guide(photos: Path, pool: WorkerPool) -> None:
    (frontal,) = analysed(pool, photos / "london/021_front_neutral.jpg")
    drawn = drawn_on(frontal)
    assert {"thirds", "midline", "canthal-tilt"} <= {line.guide for line in drawn.lines}
    assert not {"e-line", "nasolabial"} & {line.guide for line in drawn.lines}
    assert "a profile is needed, and this is a frontal photo" in " ".join(drawn.withheld)


def test_a_turned_frontal_keeps_thirds_and_loses_left_against_right(photos: Path, pool: WorkerPool) -> None:
    (turned,) = analysed(pool, photos / "london/012_front_neutral.jpg")
    assert turned.face is not None and turned.face.pose is not None
    assert abs(turned.face.pose.yaw) > 3, "the case of this test"
    drawn = drawn_on(turned)
    guides = {line.guide for line in drawn.lines}
    assert "thirds" in guides
    assert not guides & {kind.id for kind in guide_kinds().values() if kind.is_sided}
    assert "left and right are compared up to 3" in " ".join(drawn.withheld)
    assert any(note.text.startswith(("chin ", "head pitch")) for note in drawn.notes), "pitch is told beside thirds"


def test_a_profile_waits_for_points_that_a_human_accepted(photos: Path, pool: WorkerPool) -> None:
    (profile,) = analysed(pool, photos / "london/002_rprofile_neutral.jpg")
    assert profile.view == "profile-right"
    bare = drawn_on(profile)
    assert not bare.lines and "a frontal photo is needed, and this is a profile" in " ".join(bare.withheld)
    assert any(sentence.startswith("E-line: confirm or correct") for sentence in bare.missing), "found on the outline"
    placed = drawn_on(with_points(profile, {"prn": (990.0, 760.0), "pg": (930.0, 985.0)}))
    assert {line.guide for line in placed.lines} == {"e-line"}


def test_automatic_points_of_a_profile_ask_to_be_confirmed() -> None:
    points = {code: Landmark(*PROFILE[code], "automatic", 1.0) for code in ("prn", "pg")}
    drawn = face_guides(points, frozenset({"e-line"}), Conditions("profile-right"))
    assert not drawn.lines and drawn.missing == ("E-line: confirm or correct pronasale, pogonion.",)


def test_an_unknown_view_says_so_and_an_unknown_turn_too() -> None:
    photo = made_photo("one.jpg")
    assert "the view of this one is not known" in drawn_on(photo).withheld[0]
    frontal = replace(photo, view_by_hand="frontal")
    drawn = drawn_on(frontal)
    assert drawn.lines and "The rotation of the head is not known" in drawn.told[0]


# Ranges


def test_confirming_a_point_puts_the_operators_error_in_place_of_its_own() -> None:
    points = dict(made_face(sigma=0.5).points)
    before = PointErrors.of(points)
    rows = own_errors().points
    for code in ("sn", "me", "g"):
        assert before.down(code) == pytest.approx(math.hypot(rows[code].bias[1], rows[code].spread[1]), abs=1e-9)
    doubtful = dict(points) | {"me": replace(points["me"], sigma=8.0)}
    assert (PointErrors.of(doubtful).down("me") or 0.0) > 1.5 * (before.down("me") or 0.0), (
        "a photo that leaves more open"
    )
    points["me"] = replace(points["me"], is_confirmed=True)
    after = PointErrors.of(points)
    assert after.down("me") == pytest.approx(0.6), "the operator's"
    assert after.down("g") == before.down("g"), "other points keep theirs"
    points["me"] = Landmark(*FACE["me"], "placed", None, 1.0, is_confirmed=True)
    assert PointErrors.of(points).down("me") == pytest.approx(0.6)


def test_a_range_never_vanishes_by_looking(hopper_path: Path, pool: WorkerPool) -> None:
    """The portrait's lower third: each confirmed point narrows the range, none takes it away."""
    (photo,) = analysed(pool, hopper_path)
    project = replace(new_project(), photos=(photo,))
    ranges = []
    for code in (None, "me", "sn", "g", "tr"):
        if code is not None:
            project = confirm_point(photo.id, code, points_of(photo)[code].xy)(project)
        found = thirds(points_of(project.photos[0]))
        assert isinstance(found, Thirds)
        ranges.append(found.half_ranges[2] or 0.0)
    assert ranges == sorted(ranges, reverse=True) and ranges[-1] > 0.8
    lines = drawn_on(project.photos[0], frozenset({"thirds"}))
    assert all(line.band for line in lines.lines)
    assert all("±" in note.text for note in lines.notes[:3])


def test_every_figure_has_its_range() -> None:
    placed = {code: Landmark(*at, "placed", None, 1.0, is_confirmed=True) for code, at in FACE.items()}
    more = {"border_r": (80.0, 162.0), "border_l": (320.0, 162.0), "mid_top": (200.0, 80.0), "mid_low": (204.0, 330.0)}
    placed |= {code: Landmark(*at, "placed") for code, at in more.items()}
    drawn = face_guides(placed, ALL, STRAIGHT)
    midlines = [line.label for line in drawn.lines if line.label.startswith("Midline")]
    tilts = [line.label for line in drawn.lines if " lower " in line.label or " level " in line.label]
    fifths = [note.text for note in drawn.notes if note.guide == "fifths"]
    assert len(midlines) == 4 and len(fifths) == 5 and len(tilts) >= 3
    assert all("±" in text for text in (*midlines, *tilts, *fifths, *(arc.label for arc in drawn.arcs)))
    side = {code: Landmark(*at, "placed") for code, at in PROFILE.items()}
    angles = face_guides(side, ALL, Conditions("profile-right")).arcs
    assert len(angles) == 2 and all("±" in arc.label for arc in angles)


def test_an_angle_s_range_is_what_shifted_points_make_of_it() -> None:
    side = {code: Landmark(*at, "placed") for code, at in PROFILE.items()}
    (arc,) = face_guides(side, frozenset({"nasolabial"}), Conditions("profile-right")).arcs
    said = float(arc.label.split("±")[1].rstrip("°"))
    iod = iod_of(side)
    assert iod is not None
    rng = np.random.default_rng(3)
    angles = []
    for _ in range(4000):
        c, sn, ls = (np.array(PROFILE[code]) + rng.normal(0, 0.006 * iod, 2) for code in ("c", "sn", "ls"))
        one, other = c - sn, ls - sn
        angles.append(math.degrees(math.acos(one @ other / np.linalg.norm(one) / np.linalg.norm(other))))
    assert said == pytest.approx(1.96 * float(np.std(angles)), rel=0.1, abs=0.5)


def test_a_nod_is_part_of_a_thirds_range() -> None:
    """The slope is that of the reference face seen tipped; a photo with a larger nod has the wider range."""
    codes = ("g", "sn", "me")
    level, tipped = (
        {code: seen(Pose(0.0, pitch, 0.0))[list(point_kinds()[code].mesh)].mean(axis=0)[1] for code in codes}
        for pitch in (0.0, 5.0)
    )
    gained = [100 * (f["me"] - f["sn"]) / (f["me"] - f["g"]) for f in (level, tipped)]
    assert pitch_slopes(codes)[1] == pytest.approx((gained[1] - gained[0]) / 5, rel=0.15)
    points = made_face(sigma=0.5).points
    frame = face_frame(points)
    assert frame is not None
    errors = PointErrors.of(points)
    small, large = (
        shares(points, frame, ("tr", "g", "sn", "me"), errors, Pose(0.0, pitch, 0.0)) for pitch in (0.0, 12.0)
    )
    assert small is not None and large is not None
    assert all((a or 0) < (b or 0) for a, b in zip(small.half_ranges, large.half_ranges, strict=True))
    assert len(reference_face()) == 478


def test_a_clinic_s_own_operator_error_is_used(home: Path) -> None:
    clinic = clinic_dir(Settings())
    clinic.mkdir(parents=True)
    row = '[[row]]\nid = "point:me"\noperator = 1.5\nsource = "measured here"\n'
    assert POINT_ERRORS.value.points["me"] == own_errors().points["me"]
    (clinic / "measure_errors.toml").write_text(row + row.replace("1.5", '"much"').replace(":me", ":sn"))
    CLINIC.refresh()
    assert POINT_ERRORS.value.points["me"].operator == 1.5
    assert POINT_ERRORS.value.points["sn"] == own_errors().points["sn"]
    assert "line 5" in POINT_ERRORS.problems[0]
    photo = with_points(replace(made_photo("one.jpg"), view="frontal"), {"me": FACE["me"]})
    line = next(line for line in drawn_on(photo, frozenset({"thirds"})).lines if line.points == ("me",))
    assert line.band == pytest.approx(1.96 * 1.5)
    automatic = PointErrors.of(made_face().points, POINT_ERRORS.value)
    assert automatic.down("me") == PointErrors.of(made_face().points).down("me"), "it speaks of its operators alone"


# Words


def test_tilts_name_the_side_that_is_lower() -> None:
    lower = {code: Landmark(*at, "placed") for code, at in FACE.items()} | {"ch_l": Landmark(235.0, 262.5, "placed")}
    labels = [line.label for line in face_guides(lower, frozenset({"horizontals"}), STRAIGHT).lines]
    assert any(with_spaces(label).startswith("Mouth: left lower 2.0° ± ") for label in labels)
    assert not any("+" in label or " -" in label for label in labels)
    higher = lower | {"ch_l": Landmark(235.0, 257.5, "placed")}
    labels = [line.label for line in face_guides(higher, frozenset({"horizontals"}), STRAIGHT).lines]
    assert any(with_spaces(label).startswith("Mouth: right lower 2.0° ± ") for label in labels)


def test_a_midline_s_lean_names_the_patient_s_side() -> None:
    points = {code: Landmark(*at, "placed") for code, at in FACE.items()} | {"sn": Landmark(203.0, 230.0, "placed")}
    (line,) = face_guides(points, frozenset({"midline-nose"}), STRAIGHT).lines
    assert with_spaces(line.label).startswith("Midline n-sn: lower end 2.6° to the patient's left ± ")


def test_a_vertical_is_true_only_where_the_photo_was_declared_plumb() -> None:
    side = {code: Landmark(*at, "placed") for code, at in PROFILE.items()}
    leaning = (math.sin(math.radians(4)), math.cos(math.radians(4)))
    shown = frozenset({"true-vertical-sn"})
    (line,) = face_guides(side, shown, Conditions("profile-right"), leaning).lines
    assert line.label == "Before vertical, sn" and line.direction == leaning and line.is_estimated
    (line,) = face_guides(side, shown, Conditions("profile-right", is_plumb=True), leaning).lines
    assert line.label == "True vertical, sn" and line.direction == (0.0, 1.0) and not line.is_estimated
    hung = side | {"plumb_top": Landmark(20.0, 10.0, "placed"), "plumb_low": Landmark(26.0, 210.0, "placed")}
    (line,) = face_guides(hung, shown, Conditions("profile-right"), leaning).lines
    assert line.label == "True vertical, sn" and line.direction == pytest.approx((0.03, 1.0), abs=0.001)
    photo = replace(made_photo("one.jpg"), view="profile-right")
    project = change_photo(photo.id, is_plumb=True)(replace(new_project(), photos=(photo, made_photo("two.jpg"))))
    assert [conditions_of(item).is_plumb for item in project.photos] == [True, False], "never carried"
    assert conditions_of(photo, is_alone=True).upright == "Photo's vertical"


def test_fifths_say_whether_ears_count() -> None:
    placed = {code: Landmark(*at, "placed") for code, at in FACE.items()}
    placed |= {"border_r": Landmark(80.0, 162.0, "placed"), "border_l": Landmark(320.0, 162.0, "placed")}
    labels = [line.label for line in face_guides(placed, frozenset({"fifths"}), STRAIGHT).lines]
    assert "Fifths, ears not counted" in labels
    assert "ear, which does not count" in hand_point("border_r", False).definition


# Landmarks


def test_the_wing_s_widest_point_its_crease_and_its_base_are_three_points(photos: Path, pool: WorkerPool) -> None:
    """Alare lies nearest to the contour that hands placed; the crease lies outside, the base inside and below."""
    off: dict[str, list[float]] = {"al": [], "ac": []}
    for path in sorted((photos / "london").glob("*_front_neutral.jpg"))[::2]:
        (photo,) = analysed(pool, path)
        assert photo.face is not None
        lines = path.with_suffix(".tem").read_text(encoding="utf-8").splitlines()
        hand = np.array([[float(v) for v in line.split()] for line in lines[1 : int(lines[0]) + 1]])
        points = points_of(photo)
        for side, pair in (("r", [62, 63]), ("l", [67, 68])):
            truth = hand[pair].mean(axis=0)
            for name, sizes in off.items():
                mesh = photo.face.xy[list(point_kinds()[f"{name}_{side}"].mesh)].mean(axis=0)
                sizes.append(100 * float(np.hypot(*(mesh - truth))) / photo.face.iod)
            assert points[f"sbal_{side}"].y > points[f"al_{side}"].y
    assert np.mean(off["al"]) < 3.0 < np.mean(off["ac"])


def test_gnathion_lies_between_pogonion_and_menton() -> None:
    kinds = point_kinds()
    assert set(kinds["gn"].mesh) == {*kinds["pg"].mesh, *kinds["me"].mesh}
    assert guide_kinds()["alar-line"].points == ("sbal_r", "sbal_l")
    for code in ("brow_head_r", "brow_r", "brow_tail_l", "cph_l", "ac_r"):
        assert kinds[code].mirrored in kinds
    assert "most anterior" in kinds["ls"].definition and "most anterior" in kinds["li"].definition
    assert "felt" not in hand_point("or", True).definition.split(":")[0]


@needs_qt
def test_the_panel_says_why_and_which_view_it_needs(photos: Path, pool: WorkerPool) -> None:
    from facebalance_desktop.ui.compare.guides_panel import GuidesPanel
    from facebalance_desktop.ui.open_project.clinic import Clinic
    from facebalance_desktop.ui.open_project.session import Session

    (oblique,) = analysed(pool, photos / "london/002_r45_neutral.jpg")
    session = Session(replace(new_project(), id=new_id(), photos=(oblique,)))
    holder = QWidget()
    panel = GuidesPanel(session, Clinic(session), holder)
    holder.show()  # a hidden panel is brought up to date when it is seen
    panel.toggle("thirds")
    panel.toggle("true-vertical-sn")
    assert "a frontal photo is needed, and this is an oblique" in panel.withheld.text()
    assert panel.plumb.boxes[0].text() == "This photo: the camera was plumb"
    panel.plumb.boxes[0].click()
    assert session.project.photos[0].is_plumb
    session.undo()
    assert not session.project.photos[0].is_plumb and not panel.plumb.boxes[0].isChecked()
    holder.deleteLater()


def test_the_command_line_says_which_guides_it_left_out(
    photos: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [str(photos / f"london/{person}_r45_neutral.jpg") for person in ("002", "008")]
    assert main(["compare", *names, "-o", str(tmp_path / "out.png"), "--guides", "thirds,e-line"]) == 0
    told = capsys.readouterr().err
    assert "Both: no Facial thirds: a frontal photo is needed, and this is an oblique." in told
    assert "Both: no E-line: a profile is needed, and this is an oblique." in told
