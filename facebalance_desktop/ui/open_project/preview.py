"""The small picture of a project that its file carries for lists."""

from __future__ import annotations

from collections.abc import Callable

from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.model import Project
from facebalance_desktop.render.small_picture import painted_small
from facebalance_desktop.ui.open_project.pixel_cache import PixelCache


class Preview:
    """Paints the pair small from the pixels that are at hand."""

    def __init__(self, pixel_cache: PixelCache) -> None:
        self._pixel_cache = pixel_cache

    def painter(self, project: Project) -> Callable[[], bytes | None]:
        """What paints the project as JPEG, in any thread; it returns None where the photos are not decoded."""
        pair = pair_of(project)
        photos = () if pair is None else tuple(side.photo for side in pair.sides)
        pyramids = {photo.sha256: self._pixel_cache.pyramid(photo.sha256) for photo in photos}
        return lambda: painted_small(project, pyramids.get)
