"""The words of annotations: names in columns beside the face with leaders to their places, notes, what rulers say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from facebalance_desktop.drawing.guide_drawings import PLATE, DrawingPlace
from facebalance_desktop.drawing.label_columns import COLUMN, LEADER, packed
from facebalance_desktop.drawing.labels import plate
from facebalance_desktop.drawing.primitives import Align, Drawing, Line, Text
from facebalance_desktop.drawing.text_size import words_of
from facebalance_desktop.drawing.zone_numbers import number_all
from facebalance_desktop.geometry import Point, Similarity, angle, bounds, distance, midpoint
from facebalance_desktop.planning.annotations import KINDS, Annotation, outline
from facebalance_desktop.planning.shapes import area_centre
from facebalance_desktop.planning.templates import SCHEMATIC
from facebalance_desktop.planning.treatments import Treatment
from facebalance_desktop.project.annotation_transfer import Appearance
from facebalance_desktop.project.identity_cache import IdentityCache
from facebalance_desktop.translation import decimal, tr

TREATABLE = frozenset(kind.id for kind in KINDS.values() if kind.is_treatable)
NOTE_SHARE = 44
"""Letters in a line of a note."""
MOST_NAMES = 28
"""Names in one picture; more cannot be read, and stand in the list only."""
SIGNS = (("~", SCHEMATIC), ("?", tr("place in doubt")), ("=", tr("approximate, treated")))
"""What the signs behind a name mean; said below where one is used."""


def measured(item: Annotation, iod: float | None) -> str:
    """What a ruler or an angle says: per cent of the pupil distance, or degrees."""
    if item.kind == "ruler" and len(item.points) == 2:
        length = distance(item.points[0], item.points[1])
        return f"{length:.0f} px" if not iod else tr("{iod:.1f} % of the pupil distance", iod=100 * length / iod)
    if item.kind == "angle" and len(item.points) == 3:
        first, vertex, second = item.points
        turn = abs((angle(vertex, first) - angle(vertex, second) + 180) % 360 - 180)
        return f"{decimal(turn, '.1f')}°"
    return ""


def signs_of(appearance: Appearance) -> str:
    """The signs behind a name: schematic, in doubt, approximate."""
    signs = "~" if appearance.original.is_schematic else ""
    if appearance.is_approximate:
        return signs + "="
    return signs + "?" if appearance.sight == "doubtful" else signs


def name_words(appearance: Appearance, treatments: Sequence[Treatment], has_signs: bool = True) -> str:
    """The name of a zone or point, whether something is planned or done there, and its signs if they are wanted."""
    states = {treatment.state for treatment in treatments}
    state = tr("performed") if "done" in states else tr("planned") if states else ""
    parts = [appearance.annotation.told, state]
    words = " · ".join(part for part in parts if part)
    signs = signs_of(appearance) if has_signs else ""
    return f"{words} {signs}".strip() if words else ""


def name_all(
    found: Sequence[Appearance], treated: Mapping[str, tuple[Treatment, ...]], place: DrawingPlace, iod: float | None
) -> tuple[Drawing, ...]:
    """Place every name, note and figure through the place's labels; the leaders that belong to them are returned."""
    named: list[tuple[Point, str, bool]] = []
    for appearance in reversed(found):
        item = appearance.annotation
        if item.kind == "note":
            _note(item, place)
        elif item.kind not in TREATABLE:
            _beside(item, place, " · ".join(word for word in (item.told, measured(item, iod)) if word))
        elif place.numbers is None and len(named) < MOST_NAMES:
            own = treated.get(appearance.original.id, ())
            at = place.photo_to_page.point(anchor(item))
            if place.frame.contains(at) and (words := name_words(appearance, own, place.has_signs)):
                named.append((at, words, bool(own)))
    if place.numbers is not None:
        return number_all(found, place.numbers, place, place.middle, (iod or 0.0) * place.photo_to_page.scale)
    leaders = _columns(named, place, iod)
    if place.has_signs:
        _explain(found, place)
    return leaders


_anchors: IdentityCache[Point] = IdentityCache(2000)


def anchor(item: Annotation) -> Point:
    """The place in the photo (px) that a name belongs to."""
    return _anchors.of((item,), (), lambda: _anchor(item))


def _anchor(item: Annotation) -> Point:
    if item.is_zone:
        return area_centre(outline(item))
    if item.kind == "angle":
        return item.points[1]
    return midpoint(item.points[0], item.points[1]) if len(item.points) >= 2 else item.points[0]


def _columns(named: Sequence[tuple[Point, str, bool]], place: DrawingPlace, iod: float | None) -> tuple[Drawing, ...]:
    """Names in two columns, left and right of all that is drawn, each as high as its place or near it."""
    if not named:
        return ()
    size = place.size
    area = bounds([at for at, _, _ in named])
    half = max(area.width / 2 + size * 2, 0.0 if iod is None else COLUMN * iod * place.photo_to_page.scale)
    middle = area.centre[0]
    columns: dict[bool, list[tuple[Text, Point]]] = {True: [], False: []}
    for at, words, is_bold in sorted(named, key=lambda entry: entry[0][1]):
        is_left = at[0] < middle if abs(at[0] - middle) > size else len(columns[True]) <= len(columns[False])
        x = middle - half if is_left else middle + half
        align: Align = "right" if is_left else "left"
        text = Text(words, (x, at[1]), size, "#ffffff", align, "middle", is_bold=is_bold)
        columns[is_left].append((text, at))
    drawn: list[Drawing] = []
    for is_left, column in columns.items():
        for text, at in packed(column, place.labels):
            x, y = text.at[0] + (size * 0.5 if is_left else -size * 0.5), text.at[1]
            if (x < at[0] - size) == is_left:
                drawn.append(Line(((x, y), at), LEADER))
    return tuple(drawn)


def _explain(found: Sequence[Appearance], place: DrawingPlace) -> None:
    """Say below what the signs mean that are used in this picture."""
    used = "".join({signs_of(appearance) for appearance in found if appearance.annotation.kind in TREATABLE})
    words = "   ".join(f"{sign} {meaning}" for sign, meaning in SIGNS if sign in used)
    if words:
        size = place.size
        at = (place.frame.centre[0], place.frame.bottom - size * 0.8)
        text = Text(words, at, size, "#ffffff", "centre", "bottom")
        place.labels.place(text, [(0.0, -step * size * 2.2) for step in range(4)])


def _beside(item: Annotation, place: DrawingPlace, words: str) -> None:
    at = place.photo_to_page.point(anchor(item))
    if words and place.frame.contains(at):
        size = place.size
        text = Text(words, at, size, "#ffffff", "centre", "middle")
        place.labels.place(text, [(0.0, step * size * 1.5) for step in (1, -1, 2, -2, 3, -3)])


def note_lines(text: str) -> tuple[str, ...]:
    """A note in lines of at most NOTE_SHARE letters, broken between words."""
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line = ""
        for word in words_of(paragraph):
            if line and len(line) + 1 + len(word) > NOTE_SHARE:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        lines.append(line)
    return tuple(line for line in lines if line)


def _note(item: Annotation, place: DrawingPlace) -> None:
    if len(item.points) < 2:
        return
    to_page: Similarity = place.photo_to_page
    tip, at = (to_page.point(point) for point in item.points)
    size = place.size
    align: Align = "left" if at[0] >= tip[0] else "right"
    lines = note_lines(item.text) or (tr("Empty note"),)
    if not place.frame.contains(at):
        return
    frame, measure = place.labels.frame, place.labels.measure
    rows = [
        Text(
            line, (at[0], at[1] + (n - (len(lines) - 1) / 2) * size * 1.55), size, "#ffffff", align, "middle", box=PLATE
        )
        for n, line in enumerate(lines)
    ]
    boxes = [plate(row, measure) for row in rows]
    dx = max(0.0, *(frame.x - box.x for box in boxes)) + min(0.0, *(frame.right - box.right for box in boxes))
    dy = max(0.0, frame.y - boxes[0].y) + min(0.0, frame.bottom - boxes[-1].bottom)
    for row in rows:
        place.labels.texts.append(replace(row, at=(row.at[0] + dx, row.at[1] + dy), box_opacity=0.8))
