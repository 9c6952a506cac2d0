"""Small pictures of the steps of a show, painted as the patient will see them."""

from __future__ import annotations

from facebalance_desktop.drawing.primitives import Picture, Scene, page_of, pictures
from facebalance_desktop.drawing.scene import compose
from facebalance_desktop.drawing.show import ShowStep, staged
from facebalance_desktop.drawing.text_page import text_page
from facebalance_desktop.drawing.view_options import ViewOptions
from facebalance_desktop.photos.facts import Pixels
from facebalance_desktop.photos.pyramid import Pyramid
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.model import Project
from facebalance_desktop.render import fonts
from facebalance_desktop.render.page import painted_page
from facebalance_desktop.ui.open_project.pixel_cache import PixelCache
from facebalance_desktop.ui.widgets import theme

LABELS = 2.2
"""Size of what is written on a small picture, in that of the screen: names are too small to read, numbers are not."""


class StepPictures:
    """Paints the steps of one project from the small pictures of its photos; those that are missing are asked for."""

    def __init__(self, project: Project, pixel_cache: PixelCache) -> None:
        self._project = project
        self._pixel_cache = pixel_cache

    def picture(self, step: ShowStep, size: tuple[int, int]) -> Pixels | None:
        """The step as (h, w, 3) sRGB of `size` (w, h); None while its photos are not there."""
        scene = self._scene(step, size)
        found = {} if scene is None else {item.sha256: self._pyramid(item) for item in pictures(scene.items)}
        if scene is None or None in found.values():
            return None
        return painted_page(scene, size, found.get)

    def _scene(self, step: ShowStep, size: tuple[int, int]) -> Scene | None:
        if step.words:
            return text_page(step.words, page_of(*size), fonts.measure)
        project = staged(self._project, step)
        pair = pair_of(project)
        if pair is None:
            return None
        view_options = ViewOptions(
            step.mode,
            text_scale=LABELS,
            has_captions=False,
            has_sides=False,
            is_numbered=True,
            has_handle=False,
            has_signs=False,
            surround=theme.tokens().surround,
        )
        return compose(project, pair, view_options, page_of(*size), fonts.measure)

    def _pyramid(self, item: Picture) -> Pyramid | None:
        photo = next((photo for photo in self._project.photos if photo.sha256 == item.sha256), None)
        pixels = None if photo is None else self._pixel_cache.thumbnail(photo)
        return None if photo is None or pixels is None else Pyramid.of(pixels, (photo.width, photo.height))
