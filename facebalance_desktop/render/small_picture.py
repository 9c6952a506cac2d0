"""The small picture of a project that its file carries for lists, and that is shown of the states kept in it."""

from __future__ import annotations

from dataclasses import replace

from facebalance_desktop.drawing.clean import core_of
from facebalance_desktop.drawing.framing import tall_head_frame
from facebalance_desktop.drawing.panes import clean_frame, fitted, kept_inside, pane_frames
from facebalance_desktop.drawing.primitives import page_of
from facebalance_desktop.drawing.scene import ViewOptions, compose
from facebalance_desktop.geometry import Rect
from facebalance_desktop.project.derived import pair_of
from facebalance_desktop.project.intake import PhotoBytes, decode_pyramid, decoded_bytes
from facebalance_desktop.project.model import Project
from facebalance_desktop.render import fonts
from facebalance_desktop.render.formats import EXPORT_FORMATS, encoded
from facebalance_desktop.render.layers import Pyramids
from facebalance_desktop.render.offscreen import ensure_painting
from facebalance_desktop.render.page import painted_page
from facebalance_desktop.work import JobContext

SIZE = (472, 452)
"""px: twice the place of the start page's cards, for screens with twice the points."""
LOOK = ViewOptions(has_captions=False, has_sides=False, has_signs=False, surround="#777777")
"""The photos alone: words would not be readable, and drawings would hide the face by which a patient is known. What no
photo covers is a grey that suits either theme."""


def painted_small(project: Project, pyramids: Pyramids) -> bytes | None:
    """The pair as JPEG; None where there is none, or a photo of it is not decoded."""
    pair = pair_of(project)
    if pair is None or any(pyramids(side.photo.sha256) is None for side in pair.sides):
        return None
    page = page_of(*SIZE)
    (pane, *_) = pane_frames(pair, LOOK, *page)
    centre, scale = fitted(pair, LOOK, *page, tall_head_frame(pair, pane.width / pane.height))
    if (clean := clean_frame(pair, LOOK)) is not None:
        core = core_of(pair.before)
        if core is not None:
            ears = tall_head_frame(pair, 0.0).width
            scale = filling(scale, pane, clean, Rect(core.x, core.y, max(core.width, ears), core.height))
        centre = kept_inside(centre, scale, pane, clean)
    look = replace(LOOK, centre=centre, scale=scale)
    scene = compose(replace(project, annotations=(), guides=()), pair, look, page, fonts.measure)
    return encoded(painted_page(scene, SIZE, pyramids), EXPORT_FORMATS["JPEG"])


def filling(scale: float, pane: Rect, clean: Rect, core: Rect) -> float:
    """The scale, or a larger one at which what the photos cover fills the pane, as long as the face is whole."""
    cover = max(pane.width / clean.width, pane.height / clean.height)
    return max(scale, min(cover, pane.width / core.width, pane.height / core.height))


def decoded_small(context: JobContext, source: PhotoBytes, project: Project) -> bytes | None:
    """The same from the photos' bytes: a job for a worker. Raises Problem where a photo cannot be read."""
    pair = pair_of(project)
    if pair is None:
        return None
    photos = [side.photo for side in pair.sides]
    context.await_room(sum(decoded_bytes(photo) for photo in photos if photo.format != "JPEG"))
    ensure_painting()
    pyramids = {photo.sha256: decode_pyramid(context, source, photo.sha256, photo.name, SIZE[0]) for photo in photos}
    return painted_small(project, pyramids.get)
