"""How often a photo is decoded on its way from the file to the screen: once reduced, once whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from workspaces import lent_workspace, run_here, until

from facebalance_desktop.errors import Problem
from facebalance_desktop.faces.detection import Detection
from facebalance_desktop.photos.decode import Decoded, decode
from facebalance_desktop.photos.facts import Pixels
from facebalance_desktop.project import intake
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.work import WorkerPool

LARGE = (4200, 3300)
Decodes = list[tuple[str, bool]]


@pytest.fixture(name="decodes")
def fixture_decodes(monkeypatch: pytest.MonkeyPatch) -> Decodes:
    """Each decode: the photo's name, and whether it was the whole one. No face is ever found."""
    made: Decodes = []

    def counted(data: bytes, name: str, max_side: int | None = None, into: Pixels | None = None) -> Decoded:
        made.append((name, max_side is None))
        return decode(data, name, max_side, into)

    monkeypatch.setattr(intake, "decode", counted)
    monkeypatch.setattr(intake, "find_face", lambda *_: Detection(0, None, "No face.", (), None))
    monkeypatch.setattr(intake, "person_in", lambda _: None)
    monkeypatch.setattr(intake, "profile_view", lambda _: None)
    monkeypatch.setattr(WorkerPool, "submit", run_here)
    return made


@pytest.fixture(name="workspace")
def fixture_workspace(qapp: object, decodes: Decodes) -> Iterator[Workspace]:
    yield from lent_workspace()


def written(path: Path, shade: int) -> Path:
    ramp = np.linspace(0, 255, LARGE[0]).astype(np.uint8)
    pixels = np.full((LARGE[1], LARGE[0], 3), shade, np.uint8)
    pixels[:, :, 1] = ramp
    store = BytesIO()
    Image.fromarray(pixels).save(store, path.suffix[1:].replace("jpg", "jpeg"))
    path.write_bytes(store.getvalue())
    return path


def is_whole(workspace: Workspace, count: int) -> Callable[[], bool]:
    def whole() -> bool:
        photos = workspace.session.project.photos
        pixels = workspace.pixel_cache
        return len(photos) == count and all(
            photo.faces is not None and pixels.whole(photo.sha256) and pixels.thumbnail(photo) is not None
            for photo in photos
        )

    return whole


@pytest.mark.parametrize("ending", ["jpg", "png"])
def test_a_dropped_photo_is_decoded_once_reduced_and_once_whole(
    qapp: object, workspace: Workspace, decodes: Decodes, tmp_path: Path, ending: str
) -> None:
    paths = [written(tmp_path / f"{shade}.{ending}", shade) for shade in (80, 120)]
    workspace.incoming.receive(paths)
    until(qapp, is_whole(workspace, 2))
    assert sorted(decodes) == sorted((path.name, is_whole) for path in paths for is_whole in (False, True))


def test_a_search_that_fails_leaves_the_photo_on_the_screen(
    qapp: object, workspace: Workspace, decodes: Decodes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> Detection:
        raise Problem("The search broke.")

    monkeypatch.setattr(intake, "find_face", refuse)
    workspace.incoming.receive([written(tmp_path / f"{shade}.jpg", shade) for shade in (80, 120)])
    until(qapp, is_whole(workspace, 2))
    assert all(photo.face_problem == "The search broke." for photo in workspace.session.project.photos)
