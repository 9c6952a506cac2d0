"""More than two photos: the board of views and visits, movement, stepping through a series; snapshots of every mode."""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from canvases_made import exported, made_canvas, pair_with_faces, pyramids_of, set_mode, values
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from facebalance_desktop.analysis.guide_kinds import guide_kinds
from facebalance_desktop.drawing.primitives import Text
from facebalance_desktop.drawing.scene import compose
from facebalance_desktop.drawing.view_options import MODES, Mode, ViewOptions
from facebalance_desktop.geometry import bounds
from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.project.annotation_transfer import appearances
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.edits_drawing import show_only_guides
from facebalance_desktop.project.edits_photos import add_photos
from facebalance_desktop.project.model import Project, new_id, new_project
from facebalance_desktop.project.photo_grids import board_of, movement_of
from facebalance_desktop.render import fonts
from facebalance_desktop.render.fonts import measure
from facebalance_desktop.render.layers import ExportLayers
from facebalance_desktop.ui.viewer.blinking import Blinking
from facebalance_desktop.ui.viewer.view_modes import ViewModes

pytestmark = pytest.mark.usefixtures("qapp")
SNAPSHOTS = Path(__file__).parent / "snapshots"
WRITE = "FACEBALANCE_WRITE_SNAPSHOTS"
"""Set it to write the snapshots anew; then look at them before keeping them."""


def two_visits() -> Project:
    """Rest and smile before and after, and one oblique of the second visit."""
    first, second = pair_with_faces().photos
    shots = (
        (first, "frontal", "2024-03-12T10:00:00"),
        (second, "frontal", "2024-09-01T10:00:00"),
        (first, "frontal-smile", "2024-03-12T10:01:00"),
        (second, "frontal-smile", "2024-09-01T10:01:00"),
        (second, "oblique-right", "2024-09-01T10:02:00"),
    )
    photos = [
        replace(photo, id=new_id(), sha256=f"{number:064x}", view=view, taken=taken, taken_source="exif")
        for number, (photo, view, taken) in enumerate(shots)
    ]
    return add_photos(photos)(new_project())


def test_a_board_has_views_as_rows_and_visits_as_columns() -> None:
    board = board_of(two_visits())
    assert board is not None
    assert board.rows == ("Frontal", "Frontal, smile", "Oblique, right")
    assert board.columns == ("12 Mar 2024", "1 Sep 2024")
    assert board.cells[2][0] is None and board.cells[2][1] is not None


def forty_visits() -> Project:
    first = pair_with_faces().photos[0]
    photos = [
        replace(first, id=new_id(), sha256=f"{year:064x}", view="frontal", taken=f"20{year:02}-06-01T10:00:00")
        for year in range(40)
    ]
    return add_photos([replace(photo, taken_source="exif") for photo in photos])(new_project())


def test_headings_of_many_visits_do_not_run_into_each_other() -> None:
    project = forty_visits()
    pair = pair_of(project)
    assert pair is not None
    scene = compose(project, pair, ViewOptions("board"), (1200.0, 800.0), fonts.measure)
    headings = [item for item in scene.items if isinstance(item, Text)]
    ends = [(text.at[0], measure(text.text, text.size, True).width / 2) for text in headings]
    assert headings[0].text == "1 Jun 2000" and len(headings) == 40
    assert all(
        x + half < later - other or below.at[1] > above.at[1]
        for ((x, half), above), ((later, other), below) in pairwise(zip(ends, headings, strict=True))
    )
    assert ends[0][0] >= ends[0][1]


def test_a_board_of_many_visits_is_scrolled_and_zoomed() -> None:
    canvas = made_canvas(forty_visits())
    set_mode(canvas, "board")
    first = canvas.current_panes()[0]
    canvas.viewport.zoom(2.0)
    larger = canvas.current_panes()[0]
    assert larger.frame.width > 1.5 * first.frame.width
    assert len(canvas.current_panes()) < 40  # the others are out of sight
    canvas.pan(0.0, -1e6)
    assert (
        canvas.current_panes()[-1].side.photo.id == max(canvas.session.project.photos, key=lambda p: p.taken or "").id
    )
    canvas.viewport.fit_head()
    assert canvas.current_panes()[0].frame == first.frame


def test_movement_shows_rest_beside_expression_before_above_after() -> None:
    project = two_visits()
    board = movement_of(project)
    assert board is not None
    assert (board.rows, board.columns) == (("Before", "After"), ("At rest", "Smile"))
    canvas = made_canvas(project)
    set_mode(canvas, "movement")
    assert canvas.view_options.mode == "movement"
    panes = canvas.current_panes()
    assert [pane.title for pane in panes] == ["Before, at rest", "Before, smile", "After, at rest", "After, smile"]
    assert panes[0].frame.y == panes[1].frame.y < panes[2].frame.y
    places = [pane.photo_to_page.point(pane.side.points["p_r"].xy) for pane in panes]
    inside = [(x - pane.frame.x, y - pane.frame.y) for (x, y), pane in zip(places, panes, strict=True)]
    assert np.allclose(inside, inside[0], atol=0.5), "all lie on the before at rest"


def test_movement_is_only_for_like_with_like() -> None:
    project = two_visits()
    photos = tuple(photo if photo.view != "frontal-smile" else replace(photo, view=None) for photo in project.photos)
    assert movement_of(replace(project, photos=photos)) is None


def test_the_series_is_stepped_through_by_date() -> None:
    project = two_visits()
    later = replace(project.photos[1], id=new_id(), sha256="f" * 64, taken="2025-01-05T09:00:00")
    canvas = made_canvas(add_photos([later])(project))
    modes = ViewModes(canvas.session, lambda: [canvas.viewport], Blinking(canvas.viewport, canvas), canvas)
    modes.show_next(1)
    comparison = canvas.session.project.comparison
    assert comparison is not None
    assert comparison.after == later.id and comparison.before == project.photos[0].id
    told: list[str] = []
    canvas.session.told.connect(told.append)
    modes.show_next(1)
    assert "no further photo" in told[0]
    modes.show_next(-1)
    comparison = canvas.session.project.comparison
    assert comparison is not None and comparison.after == project.photos[1].id


def test_a_zone_appears_on_photos_outside_the_pair() -> None:
    project = pair_with_faces()
    before = project.photos[0]
    others = [replace(before, id=new_id(), sha256=str(n) * 64, taken=f"2025-0{n}-05T09:00:00") for n in (1, 2)]
    zone = Annotation(new_id(), before.id, "Chin", points=((190.0, 290.0), (210.0, 290.0), (200.0, 300.0)))
    project = replace(add_photos(others)(project), annotations=(zone,))
    pair = pair_of(project)
    assert pair is not None
    for photo in project.photos:
        (found,) = appearances(project, pair, photo)
        assert found.original is zone
        if photo in others:
            assert found.annotation.photo == photo.id
            assert bounds(found.annotation.points).centre == pytest.approx(bounds(zone.points).centre, abs=1.0)


@pytest.mark.parametrize("mode", MODES)
def test_each_mode_looks_as_it_did(mode: Mode) -> None:
    project = show_only_guides([guide for guide in guide_kinds() if guide != "midline-hand"])(two_visits())
    view_options = ViewOptions(
        mode, wipe=0.45, wipe_angle=20.0, fade=0.4, text_scale=1.6, has_facts=True, has_match=True
    )
    pyramids = pyramids_of(project)
    image = exported(project, view_options, (960, 600), ExportLayers(pyramids.get))
    small = image.scaled(320, 200, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
    path = SNAPSHOTS / f"{mode}.png"
    if WRITE in os.environ:
        SNAPSHOTS.mkdir(exist_ok=True)
        small.save(str(path))
    away = np.abs(values(small) - values(QImage(str(path))))
    assert away.mean() < 1.0 and (away.max(axis=-1) > 40).mean() < 0.002
