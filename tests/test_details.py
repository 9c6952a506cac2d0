"""The details of a photo and of visits, in words and in the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from driving import Script, drive, needs_qt, project, window, workspace
from projects_made import made_photo
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFormLayout, QLabel

from facebalance_desktop.project.details import bytes_words, details_of, taken_words
from facebalance_desktop.project.edits_photos import add_photos
from facebalance_desktop.project.edits_visits import choose_face, set_view
from facebalance_desktop.project.face_trust import VIEW
from facebalance_desktop.project.model import new_project
from facebalance_desktop.project.view_set import load_view_set

pytestmark = needs_qt


def test_what_a_photo_tells() -> None:
    photo = made_photo(
        "a.jpg",
        size=8_150_000,
        images=3,
        taken="2024-03-12T09:00:12+01:00",
        taken_source="exif",
        camera="Canon EOS R5",
        lens="RF100mm",
        focal_length=100.0,
        subject_distance=1.5,
    )
    told = dict(details_of(photo))
    assert told["Size"] == "400 x 400 px, 8.2 MB"
    assert told["Format"] == "JPEG, image 1 of 3"
    assert told["Taken"] == "12 Mar 2024, 09:00:12 +01:00, by the camera"
    assert told["Lens"] == "RF100mm, 100 mm"
    assert told["Distance"] == "1.50 m to the subject"
    assert told["Face"] == "found"
    assert told["SHA-256"] == photo.sha256


def test_what_a_photo_does_not_tell_is_left_out_or_said() -> None:
    photo = made_photo("a.jpg", faces=0, face=None, face_problem="No face was found.")
    told = dict(details_of(photo))
    assert "Camera" not in told
    assert told["Taken"] == "not known"
    assert told["Face"] == "No face was found."
    by_file = made_photo("a.jpg", taken="2024-03-12T09:00:12+00:00", taken_source="file")
    assert taken_words(by_file).endswith("date of the file, the camera recorded none")
    assert bytes_words(900) == "1 kB"


def test_the_clinics_views_replace_and_drop_rows(tmp_path: Path) -> None:
    (tmp_path / "views.toml").write_text(
        '[[row]]\nid = "basal"\nhidden = true\n'
        '[[row]]\nid = "cephalic"\nname = "From above"\nshort = "Above"\nis_wanted = true\nsource = "us"\n'
        '[[row]]\nid = "sideways"\nname = "x"\nshort = "x"\nis_wanted = true\nsource = "us"\n'
    )
    views = load_view_set(tmp_path)
    assert "basal" not in views.names
    assert views.name("cephalic") == "From above"
    assert "cephalic" in views.wanted
    (problem,) = views.problems
    assert "sideways is not a view" in problem


def test_one_of_several_faces_is_picked_by_a_click(photos: Path) -> None:
    def script() -> Script:
        yield lambda: [photo.faces for photo in project().photos] == [2]
        assert project().photos[0].face is None
        window().side.show_page("Photo")
        picture = window().details.picture
        assert window().details.hint.text()
        centre = project().photos[0].face_centres[1]
        QTest.mouseClick(picture, Qt.MouseButton.LeftButton, pos=picture.place_of(centre))
        assert project().photos[0].face_near == centre
        yield lambda: project().photos[0].face is not None
        assert project().photos[0].faces == 2
        window().session.undo()
        assert project().photos[0].face_near is None

    assert drive(script, [str(photos / "whitehouse" / "two_people.jpg")]) == 0


def test_a_view_and_a_date_by_hand(hopper_path: Path) -> None:
    def script() -> Script:
        yield lambda: len(project().photos) == 1 and project().photos[0].faces is not None
        window().side.show_page("Photo")
        details, visits = window().details, window().visits
        assert "Frontal" in details.view.itemText(0)
        details.view.setCurrentIndex(details.view.findData("basal"))
        details.view.activated.emit(details.view.currentIndex())
        assert project().photos[0].view_by_hand == "basal"
        assert visits.missing.text().startswith("Still missing: Frontal;")
        visits.date.setText("1999-13-01")
        QTest.keyClick(visits.date, Qt.Key.Key_Return)
        assert visits.problem.text()
        visits.date.setText("1999-12-01")
        QTest.keyClick(visits.date, Qt.Key.Key_Return)
        assert project().visits[0].date == "1999-12-01"
        yield lambda: visits.source.text() == "by hand"  # once the hand rests
        window().session.undo()
        window().session.undo()
        assert project().photos[0].view_by_hand is None
        assert project().visits == ()

    assert drive(script, [str(hopper_path)]) == 0


def test_a_face_that_contradicts_the_view_by_hand_says_why_it_is_not_used(hopper_path: Path) -> None:
    def said() -> str:
        form = window().details.form
        labels = [form.itemAt(row, QFormLayout.ItemRole.FieldRole) for row in range(form.rowCount())]
        widgets = [item.widget() for item in labels if item is not None]
        return "\n".join(widget.text() for widget in widgets if isinstance(widget, QLabel))

    def script() -> Script:
        yield lambda: len(project().photos) == 1 and project().photos[0].faces is not None
        window().side.show_page("Photo")
        photo = project().photos[0]
        window().session.do("Set the view", set_view(photo.id, "profile-left"))
        assert VIEW in said()
        pair = window().session.pair
        assert pair is not None and pair.before.photo.face is None
        workspace().actions["find-again"].trigger()
        assert workspace().project.importer.faces.is_searching
        yield lambda: not workspace().project.importer.faces.is_searching
        assert project().photos[0].face is not None, "what was found is kept"
        assert VIEW in said()
        window().session.do("Set the view", set_view(photo.id, None))
        assert VIEW not in said()
        pair = window().session.pair
        assert pair is not None and pair.before.photo.face is not None

    assert drive(script, [str(hopper_path)]) == 0


@pytest.mark.parametrize("size", [999_999, 1_000_000])
def test_sizes_change_unit_at_a_million(size: int) -> None:
    assert bytes_words(size).endswith("kB" if size < 1_000_000 else "MB")


def test_choosing_a_face_keeps_nothing_of_the_other() -> None:
    start = add_photos([made_photo("a.jpg")])(new_project())
    photo = choose_face(start.photos[0].id, (10.0, 20.0))(start).photos[0]
    assert (photo.face, photo.faces, photo.face_near) == (None, None, (10.0, 20.0))
