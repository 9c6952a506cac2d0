"""The small picture of a project that its file carries for lists."""

from __future__ import annotations

from facebalance_desktop.drawing.primitives import page_of
from facebalance_desktop.drawing.scene import Look, compose
from facebalance_desktop.project.conclusions import pair_of
from facebalance_desktop.project.model import Project
from facebalance_desktop.render import fonts
from facebalance_desktop.render.formats import encoded
from facebalance_desktop.render.page import painted_page
from facebalance_desktop.ui.darkroom import Darkroom

SIZE = (384, 240)


class Preview:
    """Paints the pair small from the pixels that are at hand."""

    def __init__(self, darkroom: Darkroom) -> None:
        self._darkroom = darkroom

    def picture(self, project: Project) -> bytes | None:
        """JPEG bytes, or None while the photos are not developed."""
        pair = pair_of(project)
        if pair is None or any(self._darkroom.pyramid(side.photo.sha256) is None for side in pair.sides):
            return None
        scene = compose(project, pair, Look(), page_of(*SIZE), fonts.measure)
        return encoded(painted_page(scene, SIZE, self._darkroom.pyramid), "JPEG")
