"""The drawings of the screen on made photos, as they were recorded: every size and distance of their layout."""

from __future__ import annotations

from dataclasses import replace

import pytest
from faces_posed import frontal_pair, posed_photo
from plans_drawn import drawn_pair, profiles
from recorded import check

from facebalance_desktop.analysis.guide_kinds import hand_point
from facebalance_desktop.comparison.alignment import pupil_distance
from facebalance_desktop.drawing.captions import place_captions, place_half_captions
from facebalance_desktop.drawing.framing import EARS, HEAD_ACROSS, head_frame, tall_head_frame
from facebalance_desktop.drawing.labels import Labels, plate
from facebalance_desktop.drawing.mirroring import in_the_mirror
from facebalance_desktop.drawing.panes import panes
from facebalance_desktop.drawing.primitives import (
    Area,
    Clip,
    ColourDifference,
    Disc,
    Drawing,
    Line,
    Picture,
    Scene,
    Segments,
    Sheet,
    Stroke,
    Text,
)
from facebalance_desktop.drawing.scene import compose
from facebalance_desktop.drawing.schematic import schematic
from facebalance_desktop.drawing.text_size import TextSize
from facebalance_desktop.drawing.view_options import ViewOptions
from facebalance_desktop.geometry import Rect, Similarity
from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.edits_photos import add_photos
from facebalance_desktop.project.model import Project, new_project
from facebalance_desktop.project.photo_grids import board_of

OPTIONS = {
    "side-by-side": ViewOptions(has_facts=True, has_match=True, text_scale=1.1),
    "wipe": ViewOptions("wipe", wipe=0.4, wipe_angle=50.0, is_light_matched=True, centre=(590.0, 600.0), scale=0.9),
    "overlay": ViewOptions("overlay", fade=0.7, has_match=True, is_numbered=True),
    "difference": ViewOptions("difference", threshold=7.0, text_scale=1.2),
    "aside": ViewOptions("blink", centre=(1100.0, 1310.0), scale=1.37, is_moving=True),
    "far": ViewOptions("wipe", wipe_angle=-70.0, centre=(-90.0, 20.0), scale=0.31, is_whole=True, has_handle=False),
    "thin": ViewOptions("wipe", wipe=0.001, wipe_angle=90.0, has_captions=False),
    "mirrored": ViewOptions("mirrored", has_facts=True),
    "live": ViewOptions(is_live=True, offset=Similarity.of(1.0, 1.02, (5.0, 3.0))),
    "live-values": ViewOptions("blink", is_live=True, has_values=True, is_blinked=True, has_signs=False),
}


def narrow(text: str, size: float, is_bold: bool) -> TextSize:
    """Letters of one width."""
    return TextSize(len(text) * size * (0.55 if is_bold else 0.5), size * 1.07, size * 0.29)


def composed(project: Project, options: ViewOptions, size: tuple[float, float] = (1600.0, 1000.0)) -> object:
    pair = pair_of(project)
    assert pair is not None
    return compose(project, pair, options, size, narrow)


def without_midline(project: Project) -> Project:
    """Without the guide that runs along the very edge of both halves, where the last digits decide what is drawn."""
    return replace(project, guides=tuple(state for state in project.guides if state.id != "midline"))


@pytest.mark.parametrize("name", OPTIONS)
def test_a_pair_with_all_that_can_be_drawn_stands_on_the_page_as_recorded(name: str) -> None:
    project = replace(drawn_pair(), is_demonstration=name == "wipe")
    check(f"scene-{name}", composed(without_midline(project) if name == "mirrored" else project, OPTIONS[name]))


@pytest.mark.parametrize("aspect", [0.2, 0.5, 0.7, 3.0])
def test_the_frame_of_a_tall_pane_keeps_the_ears(aspect: float) -> None:
    pair = pair_of(drawn_pair())
    assert pair is not None
    head, tall = head_frame(pair), tall_head_frame(pair, aspect)
    assert (tall.y, tall.height, tall.centre[0]) == pytest.approx((head.y, head.height, head.centre[0]))
    iod = head.width / HEAD_ACROSS
    assert tall.width == pytest.approx(min(head.width, max(aspect * head.height, EARS * iod)))
    assert iod == pytest.approx(pupil_distance(pair.before.points), rel=0.01)


def test_numbers_beside_a_photo_without_a_face_are_as_recorded() -> None:
    bare = tuple(replace(photo, face=None, faces=0) for photo in drawn_pair().photos)
    check("scene-numbers", composed(drawn_pair(photos=bare, comparisons=(), guides=()), OPTIONS["overlay"]))


def test_notes_at_the_edges_are_pushed_inside_as_recorded() -> None:
    notes = tuple(
        Annotation(
            f"n{n}", f"{1:032x}", "", "#ffffff", ((600.0, 600.0), at), "note", text="A note of several words " * 4
        )
        for n, at in enumerate(((215.0, 30.0), (970.0, 40.0), (230.0, 1150.0), (960.0, 1160.0)))
    )
    check("scene-notes", composed(drawn_pair(annotations=notes, guides=()), ViewOptions("side-by-side")))


@pytest.mark.parametrize(("angle", "low"), [(44.5, ""), (45.5, "After"), (-44.5, ""), (-45.5, "Before")])
def test_the_caption_of_the_lower_part_of_a_wipe_stands_low(angle: float, low: str) -> None:
    pair, options = pair_of(frontal_pair()), ViewOptions("wipe", wipe_angle=angle, has_sides=False)
    assert pair is not None
    for pane in panes(pair, options, 792.0, 495.0):
        labels = Labels(pane.clear, narrow)
        place_captions(pane, options, labels)
        is_low = labels.texts[0].at[1] > pane.clear.centre[1]
        assert is_low == (labels.texts[0].text == low)


def test_halves_of_a_tilted_face_stand_on_the_page_as_recorded() -> None:
    project = without_midline(drawn_pair())
    tilted = replace(project.comparisons[0], is_level=False)
    check("scene-mirrored-tilted", composed(replace(project, comparisons=(tilted,)), ViewOptions("mirrored")))


def test_profiles_with_their_guides_stand_on_the_page_as_recorded() -> None:
    check("scene-profiles", composed(profiles(), ViewOptions("side-by-side", has_facts=True), (1000.0, 1600.0)))
    first = replace(profiles(), comparisons=())
    check("scene-profile-alone", composed(first, ViewOptions(text_scale=0.9)))


def visits() -> Project:
    """Three visits, two of them with a view from each side."""
    first, second = frontal_pair().photos
    shots = [
        ("frontal", "2023-01-10"), ("profile-left", "2023-01-10"), ("frontal", "2023-06-11"),
        ("frontal-smile", "2023-06-11"), ("frontal", "2024-02-01"), ("profile-left", "2024-02-01"),
    ]  # fmt: skip
    photos = [
        posed_photo(n, (first, second)[n % 2].face, view=view, view_by_hand=view, taken=f"{day}T10:00:00")
        for n, (view, day) in enumerate(shots)
    ]
    return add_photos(photos)(new_project())


@pytest.mark.parametrize(
    "options",
    [
        ViewOptions("board", text_scale=1.2),
        ViewOptions("board", scroll=30.0, grown=2.0),
        ViewOptions("board", enlarged=f"{2:032x}", has_facts=True),
        ViewOptions("movement"),
    ],
    ids=["board", "board-grown", "board-enlarged", "movement"],
)
def test_many_photos_stand_on_the_page_as_recorded(options: ViewOptions, request: pytest.FixtureRequest) -> None:
    check(f"scene-{request.node.callspec.id}", composed(visits(), options))


def test_the_small_pictures_of_the_points_are_as_recorded() -> None:
    frame = Rect(10.0, 20.0, 200.0, 240.0)
    made = {
        f"{code}{', turned' if is_turned else ''}": schematic(hand_point(code, is_profile), frame, is_turned)
        for code, is_profile in (("sn", False), ("po", True))
        for is_turned in (False, True)
    }
    made["places"] = tuple(
        schematic(hand_point(code, True), frame)[-1] for code in ("se", "or", "neck", "border_r", "n")
    )
    check("small-pictures", made)


@pytest.mark.parametrize("name", ["side-by-side", "wipe", "overlay", "mirrored"])
def test_captions_take_the_places_that_were_recorded(name: str) -> None:
    pair, options = pair_of(drawn_pair()), replace(OPTIONS[name], has_facts=True)
    assert pair is not None
    made: dict[str, object] = {}
    for number, pane in enumerate(panes(pair, options, 792.0, 495.0)):
        labels = Labels(pane.clear, narrow)
        (place_half_captions if name == "mirrored" else place_captions)(pane, options, labels)
        made[f"pane {number}"] = labels.taken
    check(f"captions-{name}", made)


def test_captions_of_many_photos_take_the_places_that_were_recorded() -> None:
    project = visits()
    pair, board = pair_of(project), board_of(project)
    assert pair is not None and board is not None
    made: dict[str, object] = {}
    for number, pane in enumerate(panes(pair, ViewOptions("board", enlarged=""), 792.0, 495.0, board)):
        labels = Labels(pane.clear, narrow)
        place_captions(pane, ViewOptions("movement", has_facts=True), labels)
        made[f"pane {number}"] = labels.taken
    check("captions-board", made)


def test_labels_go_to_the_first_free_place_and_keep_it_while_the_picture_moves() -> None:
    """Plates of 10 letters are 50 pt wide and 10.7 high, with their margins."""
    labels = Labels(Rect(0.0, 0.0, 300.0, 200.0), narrow, kept_clear=Rect(100.0, 100.0, 50.0, 50.0))
    text, shifts = Text("x" * 10, (20.0, 20.0), 10.0), [(0.0, 0.0), (0.0, 5.0), (0.0, 40.0)]
    assert [labels.place(text, shifts) for _ in range(3)] == [True, True, False]
    assert [one.at for one in labels.texts] == [(20.0, 20.0), (20.0, 60.0)]
    assert not labels.place(text.placed((110.0, 110.0)))
    assert labels.place(text.placed((110.0, 110.0)), may_lie_on_face=True)
    assert not labels.place(Text("x" * 100, (0.0, 150.0), 10.0))
    assert labels.place(text.placed((290.0, 195.0)))
    corner = plate(labels.texts[-1], narrow)
    assert (corner.right, corner.bottom) == pytest.approx((300.0, 200.0))
    assert list(labels.choices.items()) == [
        (("x" * 10, "left", 1), (0.0, 0.0)), (("x" * 10, "left", 2), (0.0, 40.0)), (("x" * 10, "left", 3), None),
        (("x" * 10, "left", 4), None), (("x" * 10, "left", 5), (0.0, 0.0)), (("x" * 100, "left", 1), None),
        (("x" * 10, "left", 6), (0.0, 0.0)),
    ]  # fmt: skip
    quick = Labels(labels.frame, narrow, choices=labels.choices, is_quick=True)
    assert [quick.place(text, shifts) for _ in range(3)] == [True, True, False]
    assert [one.at for one in quick.texts] == [(20.0, 20.0), (20.0, 60.0)] and not quick.taken


def test_a_mirrored_scene_has_every_place_on_the_other_side_of_its_sheet() -> None:
    dot = Disc((30.0, 7.0), 2.0, "#ffffff")
    picture = Picture("0" * 64, 400, 300, Similarity.of(10.0, 0.5, (20.0, 5.0)))
    items: tuple[Drawing, ...] = (
        dot,
        Line(((10.0, 1.0), (20.0, 2.0)), Stroke("#ffffff")),
        Segments((((10.0, 1.0), (20.0, 2.0)),), Stroke("#ffffff")),
        Area(((10.0, 1.0), (20.0, 2.0), (15.0, 9.0)), "#ffffff"),
        Text("After", (12.0, 3.0), 8.0),
        Text("R", (12.0, 3.0), 8.0),
        picture,
        ColourDifference(picture, picture, 3.0, 25.0),
        Clip(((10.0, 1.0), (20.0, 2.0), (15.0, 9.0)), (dot,)),
        Sheet(Rect(10.0, 0.0, 20.0, 9.0), ((10.0, 1.0), (20.0, 2.0), (15.0, 9.0)), (dot,)),
    )
    sheet = Sheet(Rect(5.0, 0.0, 100.0, 50.0), ((5.0, 0.0), (105.0, 0.0), (105.0, 50.0)), items)
    scene = Scene(200.0, 50.0, "#000000", (sheet, dot))
    made = in_the_mirror(scene)
    (there, outside) = made.items
    assert isinstance(there, Sheet) and outside == dot and there.frame == sheet.frame
    assert there.items[0] == Disc((80.0, 7.0), 2.0, "#ffffff")
    assert there.items[1] == Line(((100.0, 1.0), (90.0, 2.0)), Stroke("#ffffff"))
    assert there.items[2] == Segments((((100.0, 1.0), (90.0, 2.0)),), Stroke("#ffffff"))
    assert there.items[3] == Area(((100.0, 1.0), (90.0, 2.0), (95.0, 9.0)), "#ffffff")
    assert there.items[4] == items[4] and there.items[5] == Text("R", (98.0, 3.0), 8.0, align="right")
    flipped = there.items[6]
    assert isinstance(flipped, Picture) and flipped.is_flipped
    for x, y in ((0.0, 0.0), (400.0, 0.0), (130.0, 300.0)):
        left, top = picture.photo_to_page.point((x, y))
        assert flipped.photo_to_page.point((400.0 - x, y)) == pytest.approx((110.0 - left, top))
    assert there.items[7] == ColourDifference(flipped, flipped, 3.0, 25.0)
    corners = ((100.0, 1.0), (90.0, 2.0), (95.0, 9.0))
    assert there.items[8] == Clip(corners, (there.items[0],))
    assert there.items[9] == Sheet(Rect(80.0, 0.0, 20.0, 9.0), corners, (there.items[0],))
