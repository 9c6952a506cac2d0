"""The scene: a pair of photos in one aligned frame, with captions, R and L, guides and zones.

Screen, presentation and export all compose here; zoom and mode come in as `ViewOptions`: view state, never saved.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from facebalance_desktop.analysis.guide_kinds import guide_kinds
from facebalance_desktop.analysis.guide_shapes import Points
from facebalance_desktop.analysis.guides import FaceGuides, face_frame, face_guides
from facebalance_desktop.comparison.alignment import pupil_distance
from facebalance_desktop.drawing.annotations import annotation_drawings, legend
from facebalance_desktop.drawing.before_outline import outline_drawings
from facebalance_desktop.drawing.captions import (
    CAPTION,
    KNOB,
    MOST,
    badge,
    banner,
    divider_drawings,
    heading_drawings,
    legend_drawings,
    place_captions,
    place_half_captions,
)
from facebalance_desktop.drawing.framing import HEAD_ABOVE, HEAD_ACROSS, HEAD_BELOW, head_frame, whole_frame
from facebalance_desktop.drawing.guide_drawings import DrawingPlace, guide_drawings, look_of
from facebalance_desktop.drawing.kept_free import eyes_and_lips, face_area, profile_places
from facebalance_desktop.drawing.labels import NO_SHIFTS, Choices, Labels, Shifts, plate
from facebalance_desktop.drawing.measure_drawings import pinned_drawings
from facebalance_desktop.drawing.panes import GAP, Pane, fitted, home, pane_frames, panes
from facebalance_desktop.drawing.primitives import (
    ColourDifference,
    Drawing,
    Line,
    Measure,
    Picture,
    Scene,
    Segments,
    Sheet,
    Stroke,
    Text,
    page_of,
)
from facebalance_desktop.drawing.ramp import ramp_colour
from facebalance_desktop.drawing.view_options import SURROUND, Mode, ViewOptions
from facebalance_desktop.drawing.zone_numbers import numbers_of
from facebalance_desktop.geometry import Point, Rect, Similarity, clip_line
from facebalance_desktop.project.annotation_transfer import appearances
from facebalance_desktop.project.derived import Pair, Side, conditions_of
from facebalance_desktop.project.identity_cache import IdentityCache
from facebalance_desktop.project.model import Project
from facebalance_desktop.project.photo_grids import Board, board_of, movement_of
from facebalance_desktop.translation import side_letter, tr

__all__ = [
    "BACKGROUND",
    "GAP",
    "HEAD_ABOVE",
    "HEAD_ACROSS",
    "HEAD_BELOW",
    "Mode",
    "Pane",
    "ViewOptions",
    "board_for",
    "compose",
    "fitted",
    "head_frame",
    "home",
    "pane_frames",
    "panes",
    "whole_frame",
]

BACKGROUND = SURROUND
DEMONSTRATION = tr("Demonstration: the after photo is made from the before photo")
DEMONSTRATION_INK = "#7a3b00"
CANON = tr("Dashed violet lines: drawing canon, not a target")
CANONS = frozenset(kind.id for kind in guide_kinds().values() if kind.group == "canon")
GRID = 0.25
"""Side of the grid's squares in pupil distances of the before photo."""
KEPT = 8


@dataclass(frozen=True)
class Layout:
    """What does not change while a divider is dragged or photos fade: each photo's drawings on its own frame."""

    panes: tuple[Pane, ...]
    items: tuple[tuple[Drawing, ...], ...]
    shifts: Shifts


def board_for(project: Project, view_options: ViewOptions) -> Board | None:
    """The grid of photos that the mode shows; None where it shows the pair."""
    if view_options.mode == "board":
        return board_of(project)
    return movement_of(project) if view_options.mode == "movement" else None


def compose(
    project: Project,
    pair: Pair,
    view_options: ViewOptions,
    size: tuple[float, float],
    measure: Measure,
    shifts: Shifts = NO_SHIFTS,
) -> Scene:
    """The scene on a page for a picture of `size` px (any unit with the same shape will do).

    A pure function. `shifts` are those of the scene before, for the moments in which the picture moves: labels keep
    their places then.
    """
    width, height = page_of(*size)
    page = Rect(0, 0, width, height)
    board = board_for(project, view_options)
    layout = _laid_out(project, pair, view_options, width, height, measure, shifts)
    made = panes(pair, view_options, width, height, board)
    items: list[Drawing] = []
    is_pair = len(made) == 2 and pair.after is not None
    if view_options.mode == "difference" and is_pair:
        items.extend(_difference(made, view_options, page))
    else:
        items.extend(_sheets(made, layout, view_options, is_pair))
    if view_options.mode == "overlay" and is_pair and view_options.has_captions:
        labels = Labels(page.grown(-4), measure)
        for pane in made:
            place_captions(pane, view_options, labels)
        items.extend(labels.texts)
    if view_options.mode == "wipe" and is_pair:
        knob = KNOB * view_options.line_scale if view_options.has_handle else 0.0
        items.extend(divider_drawings(view_options, page, knob))
    if view_options.mode == "board" and board is not None:
        items.extend(heading_drawings(board, view_options, width, height, measure))
    if view_options.has_match and view_options.mode not in ("mirrored", "board"):
        items.extend(badge(pair, page, view_options.text_scale, any(pane.is_moved for pane in made)))
    has_guides = view_options.mode not in ("board", "mirrored", "difference")
    if has_guides and any(state.is_shown and state.id in CANONS for state in project.guides):
        items.append(banner(CANON, page, view_options.text_scale, "#4a3a6e", 2))
    if project.is_demonstration:
        items.append(banner(DEMONSTRATION, page, view_options.text_scale, DEMONSTRATION_INK))
    return Scene(width, height, view_options.surround, tuple(items), layout.shifts, view_options.line_scale)


def _sheets(made: tuple[Pane, ...], layout: Layout, view_options: ViewOptions, is_pair: bool) -> list[Drawing]:
    """Each photo's sheet where the divider, the fade or the blink lets it be seen."""
    sheets: list[Drawing] = []
    for place, (pane, own) in enumerate(zip(made, layout.items, strict=True)):
        opacity = 1.0
        if view_options.mode == "overlay" and is_pair and place == 1:
            opacity = view_options.fade
        if view_options.mode == "blink" and is_pair and (place == 1) != view_options.is_blinked:
            continue
        if opacity > 0 and pane.seen.width > 0 and pane.seen.height > 0:
            sheets.append(Sheet(pane.frame, pane.shape, own, opacity))
    return sheets


_known: IdentityCache[Layout] = IdentityCache(KEPT)


def _laid_out(
    project: Project,
    pair: Pair,
    view_options: ViewOptions,
    width: float,
    height: float,
    measure: Measure,
    shifts: Shifts,
) -> Layout:
    """The photos' drawings, remembered for the same objects: dragging a divider lays nothing out again."""
    turn = view_options.wipe_angle
    angle = 90.0 if turn > 45 else -60.0 if turn < -45 else 0.0
    fade = 0.5 if view_options.fade >= 0.5 else 0.0  # whose labels are to be read
    still = replace(view_options, wipe=0.5, wipe_angle=angle, fade=fade, is_blinked=False, threshold=0.0)
    if not view_options.is_moving:
        shifts = NO_SHIFTS
    return _known.of(
        (project, pair, measure, shifts),
        (still, width, height),
        lambda: _new_layout(project, pair, still, width, height, measure, shifts),
    )


def _new_layout(
    project: Project, pair: Pair, still: ViewOptions, width: float, height: float, measure: Measure, shifts: Shifts
) -> Layout:
    made = panes(pair, still, width, height, board_for(project, still))
    items: list[tuple[Drawing, ...]] = []
    taken: dict[str, Choices] = {}
    for pane in made:
        if still.mode == "mirrored":
            items.append(_half_items(project, pane, still, measure))
        else:
            known = shifts.get(pane.side.photo.id, {})
            drawn, choices = _items(project, pair, pane, still, made[0], measure, known)
            items.append(drawn)
            taken[pane.side.photo.id] = choices
    is_known = all(choices is shifts.get(photo_id) for photo_id, choices in taken.items())
    return Layout(made, tuple(items), shifts if is_known else taken)


def _picture(pane: Pane) -> Picture:
    photo = pane.side.photo
    return Picture(photo.sha256, photo.width, photo.height, pane.photo_to_page, pane.is_flipped, pane.shift)


def _items(
    project: Project,
    pair: Pair,
    pane: Pane,
    view_options: ViewOptions,
    first: Pane,
    measure: Measure,
    known: Choices,
) -> tuple[tuple[Drawing, ...], Choices]:
    """One photo with all that stands on it, and where its labels stand: `known`, if that is where they stood."""
    photo = pane.side.photo
    labels = Labels(pane.clear.grown(-4), measure, choices=dict(known), is_quick=view_options.is_moving)
    items: list[Drawing] = [_picture(pane)]
    if view_options.has_captions:
        place_captions(pane, view_options, labels)
    words = len(labels.texts) if view_options.mode == "overlay" else 0
    is_right = pane.side is pair.after and (pane.frame == first.frame or view_options.mode == "side-by-side")
    is_small = view_options.mode == "board" and not view_options.enlarged
    numbers = {} if is_small else numbers_of(project.annotations) if view_options.is_numbered else None
    face = face_frame(pane.side.points) if numbers or view_options.is_live else None
    middle = None if face is None else pane.photo_to_page.point(face.origin)
    if view_options.is_live and face is not None and middle is not None:
        labels.kept_clear = face_area(middle, face.iod * pane.photo_to_page.scale)
        labels.taken.extend(eyes_and_lips(pane, face.iod))
    labels.taken.extend(profile_places(pane))
    has_values = view_options.has_values or not view_options.is_live
    place = DrawingPlace(
        pane.photo_to_page, pane.frame, labels, view_options.text_scale, is_right, numbers, middle,
        view_options.is_live and view_options.mode == "side-by-side", has_values, view_options.has_signs,
    )  # fmt: skip
    drawn = appearances(project, pair, photo)
    if pane is first and numbers is None:
        colours = legend(project.plan, drawn, pane.clear, view_options.text_scale)
        items.extend(colours)
        labels.taken.extend(plate(item, measure) for item in colours if isinstance(item, Text))
    items.extend(annotation_drawings(drawn, project.plan, place, pupil_distance(pane.side.points)))
    states = {state.id: state for state in project.guides}
    shown = frozenset(name for name, state in states.items() if state.is_shown)
    if "grid" in shown and view_options.mode != "board":
        items.extend(_grid(first, pane, *look_of("grid", states)))
    if shown and not is_small:
        guides = guides_of_side(pane.side, shown, pane.side.to_reference, pair.after is None)
        items.extend(guide_drawings(guides, place, states))
    if project.measures.pinned and not is_small:
        items.extend(pinned_drawings(project, pane.side, place))
    if "outline" in shown and pane.side is pair.after and view_options.mode != "board":
        look = look_of("outline", states)
        items.extend(outline_drawings(pair.before, pane.side, place, look, view_options.is_moving))
    choices = known if labels.choices == known else labels.choices
    is_out_of_reach = view_options.mode == "overlay" and not pane.is_reachable
    return tuple(items if is_out_of_reach else [*items, *labels.texts[words:]]), choices


_guides_of_faces: IdentityCache[FaceGuides] = IdentityCache(4 * KEPT)


def guides_of_side(
    side: Side, shown: frozenset[str], to_reference: Similarity, is_alone: bool, points: Points | None = None
) -> FaceGuides:
    """The guides of a face, remembered: they do not depend on where the photo is on the page. `points` are reflected
    ones in place of the photo's."""
    points = side.points if points is None else points
    conditions = conditions_of(side.photo, is_alone)
    down = to_reference.inverse()
    vertical = (-down.b / down.scale, down.a / down.scale)
    return _guides_of_faces.of(
        (points, side.photo, conditions.errors),
        (shown, vertical, is_alone),
        lambda: face_guides(points, shown, conditions, vertical),
    )


def _half_items(project: Project, pane: Pane, view_options: ViewOptions, measure: Measure) -> tuple[Drawing, ...]:
    """A half of a face, or its copy, with the midline; words stand on the half that is no copy."""
    labels = Labels(pane.frame.grown(-4), measure)
    if view_options.has_captions:
        place_half_captions(pane, view_options, labels)
    items: list[Drawing] = [_picture(pane)]
    items.extend(_half_guides(project, pane, labels, view_options))
    face = face_frame(pane.side.points)
    if face is not None:
        tip = face.at(0.0, face.iod)
        ends = [pane.photo_to_page.point(_flipped(pane, point)) for point in (face.origin, tip)]
        run = clip_line(ends[0], (ends[1][0] - ends[0][0], ends[1][1] - ends[0][1]), pane.frame)
        if run is not None:
            items.append(Line(run, Stroke("#ffffff", 0.5, opacity=0.35, has_halo=False)))
    return (*items, *labels.texts)


def _half_guides(project: Project, pane: Pane, labels: Labels, view_options: ViewOptions) -> tuple[Drawing, ...]:
    """The guides on a half of the face and on its copy, where they lie as reflected as the picture."""
    states = {state.id: state for state in project.guides}
    shown = frozenset(state.id for state in project.guides if state.is_shown) - {"grid", "outline"} - CANONS
    if not shown:
        return ()
    points: Points = pane.side.points
    onto = pane.side.to_reference
    if pane.is_flipped:
        points = {code: replace(mark, x=pane.side.photo.width - mark.x) for code, mark in points.items()}
        onto = Similarity(onto.a, -onto.b)
    own = Labels(pane.seen.grown(-4), labels.measure, taken=list(labels.taken))
    guides = guides_of_side(pane.side, shown, onto, True, points)
    drawn = guide_drawings(guides, DrawingPlace(pane.photo_to_page, pane.seen, own, view_options.text_scale), states)
    return drawn if pane.is_flipped else (*drawn, *own.texts)


def _flipped(pane: Pane, point: Point) -> Point:
    return (pane.side.photo.width - point[0], point[1]) if pane.is_flipped else point


def _grid(first: Pane, pane: Pane, colour: str, width: float) -> tuple[Drawing, ...]:
    """Squares on the before's pupil line, the same on the page over every photo."""
    face = face_frame(first.side.points)
    if face is None:
        return ()
    dx, dy = pane.frame.x - first.frame.x, pane.frame.y - first.frame.y

    def at(across: float, down: float) -> Point:
        x, y = first.photo_to_page.point(face.at(across * face.iod, down * face.iod))
        return x + dx, y + dy

    ends: list[tuple[Point, Point]] = []
    left, right, top, bottom = -6, 6, -8, 10
    for step in range(left, right + 1):
        ends.append((at(step * GRID, top * GRID), at(step * GRID, bottom * GRID)))
    for step in range(top, bottom + 1):
        ends.append((at(left * GRID, step * GRID), at(right * GRID, step * GRID)))
    return (Segments(tuple(ends), Stroke(colour, 0.8 * width, opacity=0.7)),)


def _difference(made: tuple[Pane, ...], view_options: ViewOptions, page: Rect) -> list[Drawing]:
    before, after = (_picture(pane) for pane in made)
    items: list[Drawing] = [ColourDifference(before, after, view_options.threshold, MOST)]
    items.extend(legend_drawings(view_options, page, ramp_colour))
    size = CAPTION * view_options.text_scale
    side = made[0].side
    words = banner(tr("Before and after, where they differ"), page, view_options.text_scale, "#10151b")
    items.append(
        replace(
            words, text=tr("Difference"), at=(size, size), size=size, align="left", rise="top", is_bold=True, box=None
        )
    )
    for is_right in (True, False) if view_options.has_sides else ():
        is_left, name = is_right != side.is_mirrored, side_letter(is_right)
        at = (size if is_left else page.width - size, page.height - 0.7 * size)
        mark = replace(words, text=name, at=at, size=0.92 * size, rise="bottom", is_bold=True, box=None)
        items.append(replace(mark, align="left" if is_left else "right"))
    return items
