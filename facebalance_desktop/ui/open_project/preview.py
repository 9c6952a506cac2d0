"""The small picture of a project that its file carries for lists."""

from __future__ import annotations

from collections.abc import Callable

from facebalance_desktop.drawing.primitives import page_of
from facebalance_desktop.drawing.scene import ViewOptions, compose
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.model import Project
from facebalance_desktop.render import fonts
from facebalance_desktop.render.formats import EXPORT_FORMATS, encoded
from facebalance_desktop.render.page import painted_page
from facebalance_desktop.ui.open_project.pixel_cache import PixelCache

SIZE = (384, 240)


class Preview:
    """Paints the pair small from the pixels that are at hand."""

    def __init__(self, pixel_cache: PixelCache) -> None:
        self._pixel_cache = pixel_cache

    def painter(self, project: Project) -> Callable[[], bytes | None]:
        """What paints the project as JPEG, in any thread; it returns None where the photos are not decoded."""
        shown = project.comparison
        photos = [] if shown is None else [project.photo(photo_id) for photo_id in (shown.before, shown.after)]
        pyramids = {photo.sha256: self._pixel_cache.pyramid(photo.sha256) for photo in photos if photo is not None}

        def paint() -> bytes | None:
            pair = pair_of(project)
            if pair is None or any(pyramids.get(side.photo.sha256) is None for side in pair.sides):
                return None
            scene = compose(project, pair, ViewOptions(), page_of(*SIZE), fonts.measure)
            return encoded(painted_page(scene, SIZE, pyramids.get), EXPORT_FORMATS["JPEG"])

        return paint
