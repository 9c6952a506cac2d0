"""Rest beside the expressions of one and the same visit, on made and on real photos."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from canvases_made import made_canvas, pair_with_faces, set_mode

from facebalance_desktop.drawing.obstacles import obstacle
from facebalance_desktop.faces.detection import find_face
from facebalance_desktop.photos.decode import decode
from facebalance_desktop.project.derived import match_of, pair_of
from facebalance_desktop.project.edits_photos import add_photos, compare_photos
from facebalance_desktop.project.edits_visits import move_to_visit
from facebalance_desktop.project.model import Photo, Project, new_id, new_project
from facebalance_desktop.project.photo_grids import movement_of
from facebalance_desktop.project.visits import visits_of
from facebalance_desktop.ui.open_project.clinic import Clinic
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.photos.visits_panel import VisitsPanel

pytestmark = pytest.mark.usefixtures("qapp")
VIEWS = ("frontal", "frontal-smile", "frontal-brow-raise", "frontal-frown", "frontal-eyes-closed")


def one_visit(views: tuple[str, ...] = VIEWS, day: str = "2024-03-12") -> Project:
    """The made face once for each view, within minutes."""
    first = pair_with_faces().photos[0]
    photos = [
        replace(first, id=new_id(), sha256=f"{number:064x}", view=view, taken=f"{day}T10:0{number}:00",
                taken_source="exif")
        for number, view in enumerate(views)
    ]  # fmt: skip
    return add_photos(photos)(new_project())


def test_rest_smile_brow_raise_frown_and_closure_of_one_day() -> None:
    project = one_visit()
    board = movement_of(project)
    assert board is not None
    assert board.rows == ("12 Mar 2024",)
    assert board.columns == ("At rest", "Smile", "Brow raise", "Frown", "Eyes closed")
    pair = pair_of(project)
    assert pair is not None
    assert obstacle(project, pair, "movement") is None
    canvas = made_canvas(project)
    set_mode(canvas, "movement")
    assert canvas.view_options.mode == "movement"
    panes = canvas.current_panes()
    assert panes[0].title == "12 Mar 2024, at rest"
    places = [pane.photo_to_page.point(pane.side.points["p_r"].xy) for pane in panes]
    inside = [(x - pane.frame.x, y - pane.frame.y) for (x, y), pane in zip(places, panes, strict=True)]
    assert np.allclose(inside, inside[0], atol=0.5), "all lie on the photo at rest"


def test_without_rest_or_without_an_expression_there_is_no_movement() -> None:
    assert movement_of(one_visit(("frontal-smile", "frontal-frown"))) is None
    assert movement_of(one_visit(("frontal", "oblique-right"))) is None
    assert movement_of(new_project()) is None


def test_of_two_visits_the_one_that_has_expressions_is_shown() -> None:
    project = one_visit(("frontal", "frontal-smile"))
    later = replace(project.photos[0], id=new_id(), sha256="e" * 64, taken="2024-09-01T10:00:00")
    project = add_photos([later])(project)
    assert project.comparison is not None and project.comparison.after == later.id
    board = movement_of(project)
    assert board is not None
    assert (board.rows, board.columns) == (("12 Mar 2024",), ("At rest", "Smile"))


def test_a_pair_of_one_visit_is_named_by_its_expressions() -> None:
    project = one_visit()
    rest, smile = project.photos[:2]
    pair = pair_of(compare_photos(rest.id, smile.id)(project))
    assert pair is not None and pair.after is not None
    assert (pair.before.title, pair.after.title) == ("At rest", "Smile")
    assert pair.is_movement
    apart = move_to_visit(smile.id, "2025-01-01")(compare_photos(rest.id, smile.id)(project))
    pair = pair_of(apart)
    assert pair is not None and not pair.is_movement


def test_the_visit_offers_rest_beside_each_of_its_expressions() -> None:
    session = Session(one_visit())
    panel = VisitsPanel(session, Clinic())
    words = [panel.movement.itemText(place) for place in range(panel.movement.count())]
    assert words[1:] == [
        "At rest and smile", "At rest and brow raise", "At rest and frown", "At rest and eyes closed",
    ]  # fmt: skip
    panel.movement.setCurrentIndex(3)
    panel.movement.activated.emit(3)
    pair = pair_of(session.project)
    assert pair is not None and pair.after is not None
    assert (pair.before.title, pair.after.title) == ("At rest", "Frown")
    assert session.history.undo_label == "Compare movement"
    panel.deleteLater()


def real(path: Path, view: str, time: str) -> Photo:
    decoded = decode(path.read_bytes(), path.name)
    found = find_face(decoded.pixels)
    height, width = decoded.pixels.shape[:2]
    return Photo(
        new_id(), path.name, new_id() * 2, 1, width, height, "JPEG", "sRGB", taken=f"2024-03-12T{time}",
        taken_source="exif", faces=1, face=found.face, view=view,
    )  # fmt: skip


def test_a_real_smile_beside_rest_is_no_fault_of_the_match(photos: Path) -> None:
    london = photos / "london"
    smiles = sorted(london.glob("*_front_smile.jpg"))[:3]
    assert smiles
    for smile in smiles:
        path = smile.with_name(smile.name.replace("smile", "neutral"))
        pair_photos = [real(path, "frontal", "10:00:00"), real(smile, "frontal-smile", "10:01:00")]
        project = add_photos(pair_photos)(new_project())
        project = compare_photos(pair_photos[0].id, pair_photos[1].id)(project)
        assert len(visits_of(project)) == 1
        pair = pair_of(project)
        assert pair is not None and pair.match is not None
        as_usual = match_of(pair_photos[0], pair_photos[1])
        assert any(reason.what == "expression" for reason in as_usual.reasons), path.name
        assert not any(reason.what == "expression" for reason in pair.match.reasons), path.name
        board = movement_of(project)
        assert board is not None and board.columns == ("At rest", "Smile")
