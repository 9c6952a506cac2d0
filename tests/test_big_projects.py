"""Many large photos: each in its place and as sharp as it is shown, decoded no larger than that, and in good order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from canvases_made import drawn_pixels, exported, settled, values
from driving import needs_qt
from PIL import Image
from workspaces import lent_workspace, opened, until

from facebalance_desktop.photos.decode import decode
from facebalance_desktop.photos.pyramid import Pyramid
from facebalance_desktop.project.edits_photos import add_photos
from facebalance_desktop.project.intake import photo_of, stand_by
from facebalance_desktop.project.model import new_project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import save_project
from facebalance_desktop.render.layers import ExportLayers
from facebalance_desktop.ui.app import opening
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.work import Job, JobContext, WorkerPool

pytestmark = needs_qt
MANY, LARGE = 4, (3400, 2600)
"""Photos of which the smallest budget, 128 MiB, holds no more than three whole."""


@pytest.fixture
def workspace(qapp: object, home: Path) -> Iterator[Workspace]:
    home.mkdir(parents=True, exist_ok=True)
    (home / "settings.toml").write_text("gallery_budget_mib = 128\n", encoding="utf-8")
    for made in lent_workspace():
        made.window.show()
        yield made


def large_photo(seed: int) -> bytes:
    """A JPEG of 9 megapixels with a picture of its own."""
    store = BytesIO()
    Image.fromarray(cv2.resize(drawn_pixels(seed), LARGE, interpolation=cv2.INTER_CUBIC)).save(store, "JPEG")
    return store.getvalue()


@pytest.fixture
def big_file(tmp_path: Path) -> Path:
    """A project of many large photos whose faces were looked for."""
    originals = Originals(tmp_path / "originals")
    photos = [photo_of(large_photo(seed), f"{seed}.jpg", originals) for seed in range(MANY)]
    days = [f"2024-{month:02d}-05T09:00:00" for month in range(1, MANY + 1)]
    photos = [
        replace(photo, faces=0, taken=day, taken_source="exif", view="frontal")
        for photo, day in zip(photos, days, strict=True)
    ]
    path = tmp_path / "big.facebalance"
    save_project(JobContext(), add_photos(photos)(new_project()), path, originals)
    return path


def test_the_workers_begin_while_a_large_file_is_still_being_read(
    qapp: object, workspace: Workspace, big_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    submit = WorkerPool.submit

    def noted(pool: WorkerPool, function: Any, *args: Any, **words: Any) -> Job[Any]:
        asked.append(function.__name__)
        return submit(pool, function, *args, **words)

    monkeypatch.setattr(WorkerPool, "submit", noted)
    opened(qapp, workspace, big_file)
    assert stand_by.__name__ not in asked
    monkeypatch.setattr(opening, "LARGE", big_file.stat().st_size)
    copy = big_file.with_name("copy.facebalance")
    copy.write_bytes(big_file.read_bytes())
    asked.clear()
    opened(qapp, workspace, copy)
    until(qapp, lambda: asked.count(stand_by.__name__) == workspace.pool.size)


def show_board(qapp: object, workspace: Workspace) -> None:
    """Show the board and wait until all of its photos are there."""
    workspace.view.set_mode("board")
    photos = workspace.session.project.photos
    until(qapp, lambda: all(workspace.pixel_cache.pyramid(photo.sha256) is not None for photo in photos))
    until(qapp, lambda: not workspace.project.bridge.is_busy)


def test_each_cell_of_a_board_shows_its_photo_where_and_as_sharp_as_the_whole_one_is(
    qapp: object, workspace: Workspace, big_file: Path
) -> None:
    opened(qapp, workspace, big_file)
    show_board(qapp, workspace)
    canvas, originals = workspace.view.canvas, workspace.project.originals
    shown = values(settled(canvas))
    wholes = {
        photo.sha256: Pyramid.of(decode(originals.read(photo.sha256), photo.name).pixels)
        for photo in canvas.session.project.photos
    }
    size = canvas.width(), canvas.height()
    written = values(exported(canvas.session.project, canvas.view_options, size, ExportLayers(wholes.get)))
    assert np.abs(shown - written).mean() <= 2.0


def test_a_board_takes_the_memory_of_its_cells(qapp: object, workspace: Workspace, big_file: Path) -> None:
    opened(qapp, workspace, big_file)
    show_board(qapp, workspace)
    pair = workspace.session.pair
    assert pair is not None
    others = [photo for photo in workspace.session.project.photos if pair.side_of(photo.id) is None]
    held = [workspace.pixel_cache.pyramid(photo.sha256) for photo in others]
    assert sum(pyramid.nbytes for pyramid in held if pyramid is not None) < 4 * 2**20 * len(held)
