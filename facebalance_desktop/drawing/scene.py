"""The bench as a scene: a pair of photos in one aligned frame, with captions, R and L, guides and zones.

Screen, presentation and export all compose here; zoom and mode come in as a `Look`: view state, never saved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from facebalance_desktop.analysis.guides import face_frame, face_guides
from facebalance_desktop.drawing.faces import guide_drawings, zone_drawings
from facebalance_desktop.drawing.labels import Labels
from facebalance_desktop.drawing.primitives import (
    Clip,
    Disc,
    Drawing,
    Line,
    Measure,
    Picture,
    Scene,
    Stroke,
    Text,
    page_of,
)
from facebalance_desktop.geometry import Point, Rect, Similarity, bounds
from facebalance_desktop.project.conclusions import Pair, Side
from facebalance_desktop.project.model import Project

Mode = Literal["side-by-side", "wipe"]

BACKGROUND = "#1c2127"
PLATE = "#10151b"
GAP = 3.0
CAPTION = 10.0
DEMONSTRATION = "Demonstration: the after photo is made from the before photo"

HEAD_ACROSS, HEAD_ABOVE, HEAD_BELOW = 4.4, 2.7, 3.1
"""The head-and-neck frame round the middle of the pupils, in iod: whole width, height above, height below."""


@dataclass(frozen=True)
class Look:
    """How the bench is looked at. `centre` (reference px) stands in the middle of every pane, `scale` page points a
    reference px; both None: the head, as large as it fits. `wipe` is the divider's place, 0..1 of the page's width."""

    mode: Mode = "side-by-side"
    centre: Point | None = None
    scale: float | None = None
    wipe: float = 0.5
    text_scale: float = 1.0
    has_captions: bool = True


@dataclass(frozen=True)
class Pane:
    """One photo on the page: where, of which side of the pair, and how its px become page points.

    `frame` is what the photo is laid out in, `seen` the part of it that this photo shows (a wipe shares one frame).
    """

    side: Side
    frame: Rect
    seen: Rect
    photo_to_page: Similarity

    def page_to_photo(self, point: Point) -> Point:
        return self.photo_to_page.inverse().point(point)


def whole_frame(pair: Pair) -> Rect:
    """The whole before photo in the reference frame, in reference px."""
    photo = pair.before.photo
    corners = Rect(0, 0, photo.width, photo.height).corners
    return bounds(pair.before.to_reference.point(corner) for corner in corners)


def head_frame(pair: Pair) -> Rect:
    """Head and neck of the before photo in the reference frame; the whole photo where no face is known."""
    face = face_frame(pair.before.points)
    whole = whole_frame(pair)
    if face is None:
        return whole
    x, y = pair.before.to_reference.point(face.origin)
    iod = face.iod * pair.before.to_reference.scale
    return Rect(x - HEAD_ACROSS / 2 * iod, y - HEAD_ABOVE * iod, HEAD_ACROSS * iod, (HEAD_ABOVE + HEAD_BELOW) * iod)


def pane_frames(pair: Pair, look: Look, width: float, height: float) -> tuple[Rect, ...]:
    """Where each photo stands on a page of this size in points: beside each other, or the same place twice."""
    if pair.after is None:
        return (Rect(0, 0, width, height),)
    if look.mode == "wipe":
        return Rect(0, 0, width, height), Rect(0, 0, width, height)
    if width >= height:
        half = (width - GAP) / 2
        return Rect(0, 0, half, height), Rect(half + GAP, 0, half, height)
    half = (height - GAP) / 2
    return Rect(0, 0, width, half), Rect(0, half + GAP, width, half)


def fitted(pair: Pair, look: Look, width: float, height: float, frame: Rect) -> tuple[Point, float]:
    """Centre and scale that show `frame` (reference px) as large as it fits into a pane."""
    pane = pane_frames(pair, look, width, height)[0]
    return frame.centre, min(pane.width / frame.width, pane.height / frame.height)


def panes(pair: Pair, look: Look, width: float, height: float) -> tuple[Pane, ...]:
    """The photos' places on a page of this size in points, before first."""
    centre, scale = look.centre, look.scale
    if centre is None or scale is None:
        centre, scale = fitted(pair, look, width, height, head_frame(pair))
    frames = pane_frames(pair, look, width, height)
    sides = (pair.before,) if pair.after is None else (pair.before, pair.after)
    seen = frames
    if look.mode == "wipe" and len(sides) == 2:
        x = look.wipe * width
        seen = (Rect(0, 0, x, height), Rect(x, 0, width - x, height))
    made = []
    for side, frame, part in zip(sides, frames, seen, strict=True):
        x, y = frame.centre
        reference_to_page = Similarity(scale, 0.0, x - scale * centre[0], y - scale * centre[1])
        made.append(Pane(side, frame, part, side.to_reference.then(reference_to_page)))
    return tuple(made)


def compose(project: Project, pair: Pair, look: Look, size: tuple[float, float], measure: Measure) -> Scene:
    """The bench on a page for a picture of `size` px (any unit with the same shape will do)."""
    width, height = page_of(*size)
    made = panes(pair, look, width, height)
    items: list[Drawing] = []
    for pane in made:
        if pane.seen.width > 0:
            items.append(Clip(pane.seen.corners, _pane_items(project, pane, look, measure)))
    if look.mode == "wipe" and len(made) == 2:
        items.extend(_divider(look.wipe * width, height))
    if project.is_demonstration:
        at = (width / 2, height - CAPTION * look.text_scale * 0.8)
        items.append(
            Text(
                DEMONSTRATION, at, 8.5 * look.text_scale, "#ffffff", "centre", "bottom", box="#7a3b00", box_opacity=0.9
            )
        )
    return Scene(width, height, BACKGROUND, tuple(items))


def _pane_items(project: Project, pane: Pane, look: Look, measure: Measure) -> tuple[Drawing, ...]:
    photo, seen = pane.side.photo, pane.seen
    labels = Labels(seen.grown(-4), measure)
    items: list[Drawing] = [Picture(photo.sha256, photo.width, photo.height, pane.photo_to_page)]
    if look.has_captions:
        _place_captions(pane, labels, look.text_scale)
    zones = [zone for zone in project.annotations if zone.photo == photo.id]
    items.extend(zone_drawings(zones, pane.photo_to_page, seen, labels, look.text_scale))
    face = face_frame(pane.side.points)
    shown = frozenset(state.id for state in project.guides if state.is_shown)
    if face is not None and shown:
        guides = face_guides(pane.side.points, shown)
        items.extend(guide_drawings(guides, face, pane.photo_to_page, pane.frame, labels, look.text_scale))
    return (*items, *labels.texts)


def _place_captions(pane: Pane, labels: Labels, text_scale: float) -> None:
    size, seen = CAPTION * text_scale, pane.seen
    is_after = pane.side.caption == "After"
    x = seen.right - size if is_after else seen.x + size
    caption = Text(
        pane.side.caption,
        (x, seen.y + size),
        size,
        "#ffffff",
        "right" if is_after else "left",
        "top",
        is_bold=True,
        box=PLATE,
    )
    if pane.side.caption:
        labels.place(caption)
    for name, is_left in (("R", not pane.side.is_mirrored), ("L", pane.side.is_mirrored)):
        align: Literal["left", "right"] = "left" if is_left else "right"
        at = (pane.frame.x + size if is_left else pane.frame.right - size, seen.y + size * 3.1)
        if seen.contains(at):
            labels.place(Text(name, at, size, "#ffffff", align, "top", is_bold=True, box=PLATE))


def _divider(x: float, height: float) -> tuple[Drawing, ...]:
    stroke = Stroke("#ffffff", 1.2)
    arrow = 3.6
    y = height * 0.5
    ink = Stroke("#10151b", 1.4, has_halo=False)
    chevrons = tuple(
        Line(((x + s * 3.2, y - arrow), (x + s * (3.2 + arrow), y), (x + s * 3.2, y + arrow)), ink) for s in (-1, 1)
    )
    return Line(((x, 0.0), (x, height)), stroke), Disc((x, y), 11.0, "#ffffff", 0.92, Stroke("#10151b", 0.8)), *chevrons
