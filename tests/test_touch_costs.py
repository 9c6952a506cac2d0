"""What an edit or a step of a drag need not do again: counted, not timed."""

from __future__ import annotations

from typing import Any

import pytest
from canvases_made import drawn_pixels, made_canvas, pair_with_faces, pyramids_of, settled, values
from driving import application, needs_qt
from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QImage, QPainter
from workspaces import until

from facebalance_desktop.comparison.change_rules import Change
from facebalance_desktop.drawing import scene
from facebalance_desktop.drawing.guide_words import GuideWords, guide_words
from facebalance_desktop.drawing.primitives import Scene, Sheet, Text
from facebalance_desktop.drawing.scene import compose
from facebalance_desktop.drawing.view_options import ViewOptions
from facebalance_desktop.geometry import Rect
from facebalance_desktop.photos.pyramid import Pyramid
from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.project import annotation_transfer, derived
from facebalance_desktop.project.annotation_transfer import Appearance, appearances
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.edits_annotations import add_annotation
from facebalance_desktop.project.edits_drawing import show_only_guides
from facebalance_desktop.project.edits_photos import set_point
from facebalance_desktop.project.model import Photo, Project
from facebalance_desktop.render import fonts, live_layers
from facebalance_desktop.render.live import LiveLayers, paint_live
from facebalance_desktop.ui.compare.changes_panel import ChangesPanel
from facebalance_desktop.ui.open_project.after_gesture import AfterGesture
from facebalance_desktop.ui.open_project.session import BoundSession, Session


def drawn_on(project: Project, photo: Photo) -> tuple[Appearance, ...]:
    pair = pair_of(project)
    assert pair is not None
    return appearances(project, pair, photo)


def test_a_moved_point_of_a_guide_looks_no_drawing_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    made = pair_with_faces()
    corners = ((100.0, 100.0), (120.0, 100.0), (110.0, 120.0))
    project = add_annotation(Annotation("z", made.photos[0].id, "Cheek", "#8fd3ff", corners))(made)
    before = [drawn_on(project, photo) for photo in project.photos]
    assert all(len(found) == 1 for found in before)
    monkeypatch.setattr(annotation_transfer, "is_whole", None)  # whoever calls it fails
    moved = set_point(project.photos[0].id, "sn", (200.0, 230.0))(project)
    assert [drawn_on(moved, photo) for photo in moved.photos] == before


@needs_qt
def test_the_steps_of_a_drag_are_told_once_the_hand_rests(qapp: object) -> None:
    project = pair_with_faces()
    session, told = Session(project), list[int]()
    owner = QObject()
    after = AfterGesture(session, lambda: told.append(len(session.history.past)), owner)
    photo = project.photos[0].id
    for step in range(5):
        session.do("Move", set_point(photo, "sn", (200.0 + step, 230.0)), "one drag")
        after.ask()
    assert told == [], "the mouse moves"
    until(qapp, lambda: told == [1])
    for step in range(2):
        session.do("Move", set_point(photo, "sn", (220.0 + step, 230.0)))
        after.ask()
    assert len(told) == 3, "edits of their own are told at once"


@needs_qt
def test_another_project_is_told_at_once_though_its_last_edit_was_a_drag(qapp: object) -> None:
    before, coming = Session(pair_with_faces()), Session(pair_with_faces())
    photo = coming.project.photos[0].id
    coming.do("Move", set_point(photo, "sn", (200.0, 230.0)), "one drag")
    shown, told, owner = BoundSession(), list[str](), QObject()
    shown.bind(before)
    after = AfterGesture(shown, lambda: told.append(shown.project.id), owner)
    shown.changed.connect(lambda *_: after.ask())
    shown.bind(coming)
    assert told == [coming.project.id]
    coming.do("Move", set_point(photo, "sn", (201.0, 230.0)), "one drag")
    assert told == [coming.project.id], "its own drag waits"


@needs_qt
def test_a_dragged_point_matches_no_photos_until_the_hand_rests(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    project = pair_with_faces()
    session = Session(project)
    panel = ChangesPanel(session)
    panel.show_changes({"me": Change(0.2, 0.1, 0.78, "within-error")})
    said = panel.measured.text() + panel.unmoved.text()
    match_of, matched = derived.match_of, list[object]()

    def counted(*given: Any) -> Any:
        matched.append(given)
        return match_of(*given)

    monkeypatch.setattr(derived, "match_of", counted)
    for step in range(3):
        session.do("Move", set_point(project.photos[0].id, "sn", (200.0 + step, 230.0)), "one drag")
    assert said and not panel.measured.text() + panel.unmoved.text(), "what was measured holds no longer"
    assert matched == []
    until(qapp, lambda: matched)
    pair = session.pair
    assert pair is not None and pair.match is not None
    assert panel.button.isEnabled() is not pair.match.is_refused
    panel.close()
    panel.deleteLater()


def test_the_words_of_the_page_and_the_lines_on_the_photos_are_made_from_the_same_guides(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    project = show_only_guides(("thirds", "horizontals"))(pair_with_faces())
    pair = pair_of(project)
    assert pair is not None
    compose(project, pair, ViewOptions(), (800.0, 500.0), fonts.measure)
    monkeypatch.setattr(scene, "face_guides", None)  # whoever calls it fails
    assert guide_words(project, pair.sides) == GuideWords(), "all guides have their points"


@needs_qt
def test_a_word_on_either_side_of_a_photo_has_one_image(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    class CountingBrush(live_layers.WordBrush):
        def text(self, item: Text) -> None:
            made.append(item.text)
            super().text(item)

    monkeypatch.setattr(live_layers, "WordBrush", CountingBrush)
    layers = LiveLayers(lambda _: None)
    left, right = Text("Menton", (10.0, 20.0), 12.0), Text("Menton", (90.0, 60.0), 12.0, align="right", rise="bottom")
    places = []
    for item in (left, right):
        image, dx, dy = layers.words(item, 2.0)
        x, y = round(item.at[0] * 2) - dx, round(item.at[1] * 2) - dy
        places.append((x, y, x + image.width(), y + image.height()))
    assert made == ["Menton"]
    (x1, y1, _, _), (_, _, x2, y2) = places
    assert abs(x1 - 20) < 14 and abs(y1 - 40) < 10, "from its left upper corner on"
    assert abs(x2 - 180) < 14 and abs(y2 - 120) < 10, "up to its right lower corner"


@needs_qt
def test_only_what_no_photo_hides_is_filled_with_the_surround() -> None:
    whole, gap = QRect(0, 0, 100, 50), 20
    frames = [Rect(0.0, 0.0, 40.0, 50.0), Rect(60.0, 0.0, 40.0, 50.0)]
    sheets = tuple(Sheet(frame, frame.corners, ()) for frame in frames)
    image = QImage(whole.size(), QImage.Format.Format_RGB32)
    image.fill(0xFF0000)
    painter = QPainter(image)
    paint_live(painter, Scene(100.0, 50.0, "#00ff00", sheets), 1.0, LiveLayers(lambda _: None))
    painter.end()
    shown = values(image)
    assert (shown[:, 40 : 40 + gap, 1] == 255).all(), "between the photos"
    assert (shown[2:-2, 2:38, 1] == 0).all(), "what a photo is painted over is left alone"


@needs_qt
def test_a_repaired_picture_is_that_of_the_photo_and_its_drawings(qapp: object) -> None:
    project = pair_with_faces()
    pyramids = pyramids_of(project, drawn_pixels)
    canvas = made_canvas(project, LiveLayers(pyramids.get), size=(800, 500))
    settled(canvas)
    photo = project.photos[0]
    corners = ((100.0, 100.0), (160.0, 100.0), (130.0, 160.0))
    canvas.session.do("Draw", add_annotation(Annotation("z", photo.id, "", "#8fd3ff", corners)))
    application(qapp).processEvents()
    quick = values(canvas.grab().toImage())
    exact = values(settled(canvas))
    assert abs(quick - exact).max() < 40 and isinstance(pyramids[photo.sha256], Pyramid)
    canvas.close()
