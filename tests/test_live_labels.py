"""Labels on a screen: names in the margin, figures where they are asked for, none on the face, no signs to patients."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from canvases_made import made_canvas, pair_with_faces, set_mode
from plans_drawn import profiles
from PySide6.QtCore import QPointF

from facebalance_desktop.analysis.guide_kinds import guide_kinds
from facebalance_desktop.analysis.guides import face_frame
from facebalance_desktop.drawing.guide_drawings import guide_segment
from facebalance_desktop.drawing.kept_free import eyes_and_lips, face_area, profile_places
from facebalance_desktop.drawing.labels import plate
from facebalance_desktop.drawing.primitives import Sheet, Text
from facebalance_desktop.drawing.scene import guides_of_side
from facebalance_desktop.geometry import Rect
from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.project.edits_annotations import add_annotation
from facebalance_desktop.project.edits_drawing import show_only_guides
from facebalance_desktop.render import fonts
from facebalance_desktop.ui.viewer.canvas import Canvas

SHOWN = ("thirds", "midline", "horizontals", "canthal-tilt")


@pytest.fixture
def canvas(qapp: object) -> Iterator[Canvas]:
    project = show_only_guides(SHOWN)(pair_with_faces())
    photo = project.photos[0]
    assert photo.face is not None
    x, y = photo.face.points["p_r"].xy
    corners = ((x, y + 30.0), (x + 25.0, y + 35.0), (x + 10.0, y + 60.0))
    zone = Annotation("z", photo.id, "Cheek", "#8fd3ff", corners, is_schematic=True)
    made = made_canvas(add_annotation(zone)(project), size=(1600, 900))
    yield made
    made.close()


def words(canvas: Canvas, place: int = 0) -> list[Text]:
    scene = canvas.scene()
    assert scene is not None
    sheet = [item for item in scene.items if isinstance(item, Sheet)][place]
    return [item for item in sheet.items if isinstance(item, Text)]


def face(canvas: Canvas, place: int = 0) -> Rect:
    pane = canvas.current_panes()[place]
    frame = face_frame(pane.side.points)
    assert frame is not None
    return face_area(pane.photo_to_page.point(frame.origin), frame.iod * pane.photo_to_page.scale)


def test_names_stand_in_the_outer_margin_and_nothing_on_the_face(canvas: Canvas) -> None:
    for place in (0, 1):
        pane = canvas.current_panes()[place]
        lines = [text for text in words(canvas, place) if text.text.startswith(("Glabella", "Subnasale", "Menton"))]
        assert len(lines) == 3
        for text in lines:
            box = plate(text, fonts.measure)
            away = box.x - pane.clear.x if place == 0 else pane.clear.right - box.right
            assert away < 6.0
        for text in words(canvas, place):
            assert not plate(text, fonts.measure).intersects(face(canvas, place)), text.text
            assert "%" not in text.text and "°" not in text.text


def test_figures_come_by_the_command_and_where_the_pointer_is(canvas: Canvas) -> None:
    pane = canvas.current_panes()[0]
    guides = guides_of_side(pane.side, frozenset(("thirds",)), pane.side.to_reference, False)
    ends = guide_segment(guides.lines[1], guides.extent, pane.photo_to_page, pane.frame)
    assert ends is not None
    at = (0.7 * ends[0][0] + 0.3 * ends[1][0], 0.7 * ends[0][1] + 0.3 * ends[1][1])
    canvas.pictures.point_at(at)
    (told,) = [item for item in canvas.pictures.drawings() if isinstance(item, Text)]
    assert told.text.startswith("Glabella") and "%" in told.text
    canvas.pictures.point_at((at[0], pane.frame.y + 3))
    assert canvas.pictures.drawings() == ()
    canvas.viewport.toggle_values()
    assert any("%" in text.text for text in words(canvas))
    assert any("°" in text.text for text in words(canvas))
    for place in (0, 1):
        pane = canvas.current_panes()[place]
        frame = face_frame(pane.side.points)
        assert frame is not None
        for spot in eyes_and_lips(pane, frame.iod):
            assert not any(plate(text, fonts.measure).intersects(spot) for text in words(canvas, place))
    canvas.pictures.point_at(at)
    assert canvas.pictures.drawings() == ()  # they are on the picture already
    canvas.viewport.toggle_values()
    assert not any("%" in text.text for text in words(canvas))


def test_labels_leave_when_the_face_fills_the_pane(canvas: Canvas) -> None:
    usual = {text.text for text in words(canvas)}
    assert any(name.startswith("Cheek") for name in usual) and any(name.startswith("Menton") for name in usual)
    size = [text.size for text in words(canvas)]
    x, y = canvas.page_size()
    for _ in range(5):
        canvas.viewport.zoom(1.4, (x / 4, y / 2))
    left = words(canvas)
    names = tuple(kind.name for kind in guide_kinds().values())
    assert [text.text for text in left if text.text.startswith(("Glabella", "Subnasale", "Cheek", *names))] == []
    assert {text.size for text in left} <= set(size)  # zoom changes no label's size


def test_before_a_patient_nothing_is_marked_as_schematic(canvas: Canvas) -> None:
    assert any(text.text.startswith("Cheek ~") for text in words(canvas))
    assert any("schematic" in text.text for text in words(canvas))
    canvas.viewport.has_signs = False
    canvas.viewport.changed.emit()
    said = [text.text for text in words(canvas)]
    assert "Cheek" in said and not any("~" in text or "schematic" in text for text in said)


def test_labels_are_as_large_on_every_canvas(canvas: Canvas) -> None:
    sizes: set[float] = set()
    for width, height in ((1600, 900), (1000, 600), (640, 400)):
        canvas.resize(width, height)
        sizes.update(round(text.size * canvas.unit(), 3) for text in words(canvas) if text.text.startswith("Menton"))
    assert len(sizes) == 1


def test_other_modes_keep_their_names_at_the_lines(canvas: Canvas) -> None:
    set_mode(canvas, "wipe")
    assert any(text.text.startswith("Menton") for text in words(canvas))
    assert canvas.press_at(QPointF(1.0, 1.0)).at[0] > 0


def test_no_label_lies_on_the_eye_the_lips_or_a_point_of_a_profile(qapp: object) -> None:
    canvas = made_canvas(profiles(), size=(1600, 900))
    canvas.viewport.toggle_values()
    for place, pane in enumerate(canvas.current_panes()):
        free, said = profile_places(pane), words(canvas, place)
        assert len(free) > 10 and len(said) > 8
        assert sum("°" in text.text for text in said) == 2, "angles are told all the same"
        for text in said:
            assert not any(plate(text, fonts.measure).intersects(spot) for spot in free), text.text
        se, prn = (pane.photo_to_page.point(pane.side.points[code].xy) for code in ("se", "prn"))
        eye = free[-1].centre
        assert (eye[0] < se[0]) == (se[0] < prn[0]) and eye[1] > se[1], "behind and below the hollow of the nose"
    canvas.close()


def test_other_views_have_no_places_of_a_profile(canvas: Canvas) -> None:
    assert profile_places(canvas.current_panes()[0]) == []
