"""The row of photos: what stands above a visit is whole, also where the visit has one photo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from canvases_made import pair_with_faces
from driving import application
from PIL import Image
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPaintEvent
from workspaces import lent_workspace, opened, show_project, until

from facebalance_desktop.photos.facts import Pixels
from facebalance_desktop.project.edits_photos import add_photos
from facebalance_desktop.project.intake import load_thumbnail, photo_of
from facebalance_desktop.project.model import Photo, new_project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import save_project
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.open_project.pixel_cache import PixelCache
from facebalance_desktop.ui.photos import filmstrip
from facebalance_desktop.ui.photos.thumb import Thumb
from facebalance_desktop.work import Job, JobContext, WorkerPool


@pytest.fixture
def workspace(qapp: object) -> Iterator[Workspace]:
    for made in lent_workspace():
        made.window.resize(1366, 768)
        made.window.show()
        show_project(qapp, made, pair_with_faces())
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


MANY = 60


@pytest.fixture
def long_file(tmp_path: Path) -> Path:
    """A project of many small photos whose faces were looked for."""
    originals = Originals(tmp_path / "originals")
    photos = []
    for shade in range(MANY):
        store = BytesIO()
        Image.new("RGB", (90, 120), (4 * shade, 90, 60)).save(store, "JPEG")
        photos.append(replace(photo_of(store.getvalue(), f"{shade}.jpg", originals), faces=0, view="frontal"))
    path = tmp_path / "long.facebalance"
    save_project(JobContext(), add_photos(photos)(new_project()), path, originals)
    return path


def test_only_photos_in_view_are_painted_and_described(
    qapp: object, workspace: Workspace, long_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: set[str] = set()
    described: list[str] = []
    paint = Thumb.paintEvent

    def noted(thumb: Thumb, event: QPaintEvent) -> None:
        painted.add(thumb.photo.id)
        paint(thumb, event)

    def told(photo: Photo, _: str | None) -> str:
        described.append(photo.name)
        return ""

    monkeypatch.setattr(Thumb, "paintEvent", noted)
    monkeypatch.setattr(filmstrip, "described", told)
    opened(qapp, workspace, long_file)
    strip = workspace.window.filmstrip
    until(qapp, lambda: len(strip.thumbs) == MANY and painted)
    until(qapp, lambda: all(thumb.has_pixmap for thumb in strip.thumbs.values()))
    width = next(iter(strip.thumbs.values())).width()
    assert 0 < len(painted) <= strip.width() // width + 3
    assert described == []


def test_pictures_are_asked_for_as_photos_are_seen_then_one_after_the_other(
    qapp: object, workspace: Workspace, long_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    strip = workspace.window.filmstrip
    photos = workspace.session.project.photos
    until(qapp, lambda: all(workspace.pixel_cache.is_making(photo) for photo in photos))  # not asked for below
    under_way: set[Job[object]] = set()
    most = 0
    submit = WorkerPool.submit

    def counted(pool: WorkerPool, function: object, *args: object, **words: object) -> Job[object]:
        nonlocal most
        job: Job[object] = submit(pool, function, *args, **words)  # type: ignore[arg-type]  # passed on as it came
        if function is load_thumbnail:
            under_way.add(job)
            most = max(most, sum(not job.is_done for job in under_way))
        return job

    monkeypatch.setattr(WorkerPool, "submit", counted)
    opened(qapp, workspace, long_file)
    until(qapp, lambda: len(strip.thumbs) == MANY and all(thumb.has_pixmap for thumb in strip.thumbs.values()))
    assert len(under_way) == MANY
    width = next(iter(strip.thumbs.values())).width()
    assert most <= strip.width() // width + 3


def test_photos_that_are_decoded_already_do_not_end_the_row_of_pictures(
    qapp: object, workspace: Workspace, long_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    strip = workspace.window.filmstrip
    thumbnail = PixelCache.thumbnail

    def there_at_once(cache: PixelCache, photo: Photo) -> Pixels | None:
        number = photo.name.removesuffix(".jpg")  # out of sight, and no job ends that would tell
        if number.isdigit() and MANY // 3 < int(number) < MANY - 2:
            return np.zeros((12, 9, 3), np.uint8)
        return thumbnail(cache, photo)

    monkeypatch.setattr(PixelCache, "thumbnail", there_at_once)
    opened(qapp, workspace, long_file)
    until(qapp, lambda: len(strip.thumbs) == MANY and all(thumb.has_pixmap for thumb in strip.thumbs.values()))
