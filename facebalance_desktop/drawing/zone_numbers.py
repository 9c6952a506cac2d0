"""Numbers of zones beside the face, each with a leader to the edge of its zone; a list beside the photo names them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from facebalance_desktop.drawing.guide_drawings import DrawingPlace
from facebalance_desktop.drawing.label_columns import COLUMN, LEADER, packed
from facebalance_desktop.drawing.primitives import Align, Disc, Drawing, Line, Stroke, Text
from facebalance_desktop.geometry import Point, distance
from facebalance_desktop.planning.annotations import Annotation, outline
from facebalance_desktop.project.annotation_transfer import Appearance
from facebalance_desktop.translation import tr

TIP = 1.1
"""Radius in points of the dot at the end of a leader."""


def number_all(
    found: Sequence[Appearance], numbers: Mapping[str, int], place: DrawingPlace, middle: Point | None, iod: float
) -> tuple[Drawing, ...]:
    """Place the numbers in two columns beside the face; their leaders are returned.

    `middle` is the middle of the pupils in page points, None without a face; `iod` their distance in page points.
    """
    shown = []
    for appearance in found:
        number, item = numbers.get(appearance.original.id), appearance.annotation
        points = [place.photo_to_page.point(point) for point in (outline(item) if item.is_zone else item.points)]
        seen = [point for point in points if place.frame.contains(point)]
        if number is not None and seen:
            shown.append((number, seen))
    if not shown:
        return ()
    every = [point for _, points in shown for point in points]
    low, high = min(x for x, _ in every), max(x for x, _ in every)
    centre = (low + high) / 2 if middle is None else middle[0]
    columns: dict[bool, list[tuple[Text, Point]]] = {True: [], False: []}
    for number, points in sorted(shown, key=lambda entry: _height(entry[1])):
        x, y = _middle(points)[0], _height(points)
        is_left = x < centre if abs(x - centre) > place.size else len(columns[True]) < len(columns[False])
        away = COLUMN * iod if middle is not None else (high - low) / 2 + 2 * place.size
        away = max(away, (centre - low if is_left else high - centre) + 1.5 * place.size)
        align: Align = "right" if is_left else "left"
        at = (centre - away if is_left else centre + away, y)
        text = Text(str(number), at, place.size, "#ffffff", align, "middle", is_bold=True)
        columns[is_left].append((text, min(points, key=lambda point: distance(point, at))))
    drawn: list[Drawing] = []
    for is_left, column in columns.items():
        for text, tip in packed(column, place.labels):
            start = (text.at[0] + (place.size if is_left else -place.size) * 0.4, text.at[1])
            drawn += [Line((start, tip), LEADER), Disc(tip, TIP, "#ffffff", 1.0, Stroke("#10151b", 0.5))]
    return tuple(drawn)


def _middle(points: Sequence[Point]) -> Point:
    return sum(x for x, _ in points) / len(points), _height(points)


def _height(points: Sequence[Point]) -> float:
    return sum(y for _, y in points) / len(points)


def doubts(found: Sequence[Appearance], numbers: Mapping[str, int]) -> tuple[str, ...]:
    """What is to be said of the places of numbered zones on the photos of a page."""
    known = [item for item in found if item.original.id in numbers]

    def listed(items: Sequence[Appearance]) -> str:
        return ", ".join(str(number) for number in sorted({numbers[item.original.id] for item in items}))

    doubtful = listed([item for item in known if item.sight == "doubtful" and not item.is_own])
    treated = listed([item for item in known if item.is_approximate])
    said = (
        tr("Place in doubt on the other photo: {numbers}.", numbers=doubtful) if doubtful else "",
        tr("Place approximate after treatment: {numbers}.", numbers=treated) if treated else "",
    )
    return tuple(sentence for sentence in said if sentence)


def numbers_of(annotations: Sequence[Annotation]) -> Mapping[str, int]:
    """The number of every drawing that a treatment can be planned for, by its id, in their order, from 1."""
    treatable = [item.id for item in annotations if item.is_shown and item.is_treatable]
    return {item_id: number for number, item_id in enumerate(treatable, start=1)}
