"""The line of views and the row of photos: pairs by one click, a photo into its place by one drag."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from canvases_made import pair_with_faces
from PySide6.QtCore import QByteArray, QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from workspaces import lent_workspace, show_project, until

from facebalance_desktop.comparison.comparability import GRADE_WORDS
from facebalance_desktop.project.edits_photos import add_photos
from facebalance_desktop.project.model import Project, new_id, new_project
from facebalance_desktop.ui.app.main_window import PHOTO
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.photos.thumb import PHOTO_MIME
from facebalance_desktop.ui.widgets.grade_sign import HOW, NOT_ALIGNED

VIEWS = ("frontal", "frontal-smile", "oblique-right", "profile-left")


def visits() -> Project:
    """Frontal and oblique at both visits, a smile at the second alone, a profile without a face at both."""
    first, second = pair_with_faces().photos
    shots = [
        (first, "frontal", "2024-03-12T10:00:00"),
        (first, "oblique-right", "2024-03-12T10:01:00"),
        (first, "profile-left", "2024-03-12T10:02:00"),
        (second, "frontal", "2024-09-01T10:00:00"),
        (second, "frontal-smile", "2024-09-01T10:01:00"),
        (second, "oblique-right", "2024-09-01T10:02:00"),
        (second, "profile-left", "2024-09-01T10:03:00"),
    ]
    photos = [
        replace(
            photo,
            id=new_id(),
            sha256=f"{number:064x}",
            view=view,
            taken=taken,
            taken_source="exif",
            face=None if view.startswith("profile") else photo.face,
        )
        for number, (photo, view, taken) in enumerate(shots)
    ]
    return add_photos(photos)(new_project())


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    for made in lent_workspace():
        made.window.show()
        QTest.qWaitForWindowActive(made.window)
        show_project(qapp, made, visits())
        yield made


def compared(workspace: Workspace) -> tuple[str | None, str | None]:
    pair = workspace.session.pair
    assert pair is not None and pair.after is not None
    return pair.before.photo.view, pair.after.photo.view


def days(workspace: Workspace) -> list[str]:
    pair = workspace.session.pair
    assert pair is not None
    return [(side.photo.taken or "")[:10] for side in pair.sides]


def click(workspace: Workspace, view: str) -> None:
    QTest.mouseClick(workspace.window.view_rail.buttons[view], Qt.MouseButton.LeftButton)


def test_a_view_tells_whether_it_is_a_pair(workspace: Workspace) -> None:
    states = {view: button.state for view, button in workspace.window.view_rail.buttons.items()}
    assert states["frontal"] == states["oblique-right"] == "pair"
    assert states["frontal-smile"] == "one visit" and states["basal"] == "missing"
    assert not workspace.window.view_rail.buttons["basal"].isEnabled()
    assert "12 Mar 2024" in workspace.window.view_rail.dates.text()
    assert "25 weeks" in workspace.window.view_rail.dates.text() or "months" in workspace.window.view_rail.dates.text()


def test_one_click_on_a_view_compares_it(workspace: Workspace) -> None:
    click(workspace, "oblique-right")
    assert compared(workspace) == ("oblique-right", "oblique-right")
    assert days(workspace) == ["2024-03-12", "2024-09-01"]
    assert workspace.window.view_rail.buttons["oblique-right"].isChecked()
    click(workspace, "frontal-smile")  # of one visit: against the face at rest
    assert compared(workspace) == ("frontal", "frontal-smile")
    assert days(workspace) == ["2024-09-01", "2024-09-01"]


def test_an_unaligned_profile_says_how_to_align_it(workspace: Workspace) -> None:
    click(workspace, "profile-left")
    match = workspace.window.top_bar.match
    assert match.words == NOT_ALIGNED and HOW in match.toolTip()
    assert GRADE_WORDS["refused"] not in match.words.lower()


def test_the_guides_that_are_listed_are_those_of_the_view(workspace: Workspace) -> None:
    guides = workspace.window.guides
    workspace.window.side.show_page("Guides")
    click(workspace, "frontal")
    assert guides.boxes["thirds"].isVisible() and not guides.boxes["e-line"].isVisible()
    click(workspace, "profile-left")
    assert guides.boxes["e-line"].isVisible() and not guides.boxes["thirds"].isVisible()


def test_no_verdict_is_told_while_photos_come_in(workspace: Workspace) -> None:
    match, pair = workspace.window.top_bar.match, workspace.session.pair
    click(workspace, "frontal")
    match.show_pair(pair, False, True)
    assert match.words == ""
    match.show_pair(pair, False, False)
    assert match.words != ""


@pytest.mark.parametrize(("side", "place"), [(0.25, "before"), (0.75, "after")])
def test_a_photo_is_dragged_into_its_place(workspace: Workspace, side: float, place: str) -> None:
    assert PHOTO == PHOTO_MIME
    photo = workspace.session.project.photos[4]
    data = QMimeData()
    data.setData(PHOTO, QByteArray(photo.id.encode()))
    canvas = workspace.window.canvas
    at = QPointF(canvas.mapTo(workspace.window, canvas.rect().center()))
    at.setX(canvas.width() * side)
    how = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(at.toPoint(), *how)
    QApplication.sendEvent(workspace.window, entered)
    assert entered.isAccepted()
    dropped = QDropEvent(at, *how)
    QApplication.sendEvent(workspace.window, dropped)
    comparison = workspace.session.project.comparison
    assert comparison is not None and getattr(comparison, place) == photo.id
    assert workspace.window.filmstrip.thumbs[photo.id].place == {"before": "B", "after": "A"}[place]


def test_the_row_of_photos_tells_visits_and_what_is_missing(qapp: object, workspace: Workspace) -> None:
    strip = workspace.window.filmstrip
    until(qapp, lambda: all(photo.faces is not None for photo in workspace.session.project.photos))
    assert [group.heading.text().split(" · ")[0] for group in strip.groups] == [
        "<b>12 Mar 2024</b>",
        "<b>1 Sep 2024</b>",
    ]
    assert strip.missing == ("oblique-left", "profile-right", "basal")
    assert "3 missing" in strip.groups[1].heading.text()
    strip.fold(True)
    assert strip.height() < 30
