"""The row of photos: what stands above a visit is whole, also where the visit has one photo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from benches_made import pair_with_faces
from driving import application
from PySide6.QtCore import QPoint, QRect
from workspaces import lent_workspace, put_on_bench

from facebalance_desktop.ui.app.workspace import Workspace


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    for made in lent_workspace():
        made.window.resize(1366, 768)
        made.window.show()
        put_on_bench(qapp, made, pair_with_faces())
        application(qapp).processEvents()
        yield made


def test_the_headings_of_two_visits_with_one_photo_each_are_whole(qapp: object, workspace: Workspace) -> None:
    project = pair_with_faces()
    days = ("2026-02-11T10:00:00", "2026-09-28T10:00:00")
    photos = (replace(photo, taken=day, taken_source="exif") for photo, day in zip(project.photos, days, strict=True))
    dated = replace(project, photos=tuple(photos))
    workspace.session.learn(lambda _: dated)
    application(qapp).processEvents()
    strip = workspace.window.filmstrip
    assert len(strip.groups) == 2
    places = []
    for group in strip.groups:
        heading, inside = group.heading, group.parentWidget()
        area = None if inside is None else inside.parentWidget()
        assert area is not None
        place = QRect(heading.mapTo(strip, QPoint(0, 0)), heading.sizeHint())
        assert place.right() <= area.mapTo(strip, QPoint(area.width(), 0)).x(), heading.text()
        assert heading.toolTip() == heading.text().replace("<b>", "").replace("</b>", "")
        places.append(place)
    assert not places[0].intersects(places[1])
