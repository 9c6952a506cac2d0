"""A measure on a photo: its lines and its value, as it is hovered over or pinned."""

from __future__ import annotations

from facebalance_desktop.analysis.guide_shapes import RANGE
from facebalance_desktop.analysis.measure_differences import digits
from facebalance_desktop.analysis.measure_lines import measure_lines
from facebalance_desktop.analysis.measures import Reading
from facebalance_desktop.analysis.scale import Scale
from facebalance_desktop.drawing.guide_drawings import PLATE, DrawingPlace
from facebalance_desktop.drawing.primitives import Drawing, Line, Mark, Stroke, Text
from facebalance_desktop.project.derived import Side
from facebalance_desktop.project.measurements import measured_face, measured_on, pinned_on
from facebalance_desktop.project.model import Project
from facebalance_desktop.translation import NO_BREAK, decimal, tr

COLOUR = "#ffe08a"
DOT = 1.6
"""Radius of the points that a measure stands on, page points."""
LOPSIDED = 0.25
"""Share of the half range from which the bias is told as an interval that is not about the value."""
MINUS = "\u2013"
"""The bundled font has no minus sign; an en dash stands for it."""


def measure_drawings(
    reading: Reading, side: Side, place: DrawingPlace, scale: Scale | None = None
) -> tuple[Drawing, ...]:
    """Lines in page points; the value is placed through the place's labels."""
    points = measured_face(side.photo).points
    lines = measure_lines(reading, points)
    if lines is None or reading.value is None:
        return ()
    is_doubtful = reading.status == "unconfirmed"
    drawn: list[Drawing] = []
    for segment in lines.against:
        drawn.append(Line(_on(place, segment), Stroke(COLOUR, 0.7, True, 0.85)))
    for segment in lines.drawn:
        drawn.append(Line(_on(place, segment), Stroke(COLOUR, 1.3, is_doubtful)))
    for code in reading.codes:
        at = place.photo_to_page.point(points[code].xy)
        drawn.append(Mark(at, DOT * place.text_scale, COLOUR, 1.0, Stroke("#000000", 0.5, has_halo=False)))
    at = place.photo_to_page.point(lines.at)
    if place.frame.contains(at):
        size = place.size
        text = Text(value_words(reading, scale), at, size, COLOUR, "centre", "middle", is_bold=True, box=PLATE)
        place.labels.place(text, [(0.0, -size * 1.7), (0.0, size * 1.7), (size * 6, 0.0), (-size * 6, 0.0), (0.0, 0.0)])
    return tuple(drawn)


def pinned_drawings(project: Project, side: Side, place: DrawingPlace) -> tuple[Drawing, ...]:
    """The measures that are pinned, on one photo."""
    found, scale = pinned_on(project, side.photo)
    return tuple(item for reading in found for item in measure_drawings(reading, side, place, scale))


def hovered_drawings(project: Project, measure_id: str, side: Side, place: DrawingPlace) -> tuple[Drawing, ...]:
    """One measure on a photo, whether pinned or not."""
    reading, scale = measured_on(project, side.photo, measure_id)
    return () if reading is None else measure_drawings(reading, side, place, scale)


def _on(
    place: DrawingPlace, segment: tuple[tuple[float, float], tuple[float, float]]
) -> tuple[tuple[float, float], ...]:
    return tuple(place.photo_to_page.point(end) for end in segment)


def value_words(reading: Reading, scale: Scale | None = None) -> str:
    """`79.4 ± 2.1 % iod`, in mm where a scale is known; `101 (96 to 117) % iod` where the automatic points are known to
    lie off human marks, so that the interval is not about the value. `unconfirmed` with points not set by hand."""
    if reading.value is None or reading.sigma is None or reading.budget is None:
        return ""
    mm = None if scale is None else scale.reading(reading)
    value, sigma, unit = (reading.value, reading.sigma, reading.kind.unit) if mm is None else (*mm, "mm")
    bias = reading.budget.bias * (1.0 if mm is None or scale is None else scale.mm)
    half = RANGE * sigma
    places = digits(half)
    mark = tr("unconfirmed ") if reading.status == "unconfirmed" else ""
    figure = f"{signed(value, places, False)} ±{NO_BREAK}{decimal(half, f'.{places}f')}"
    if abs(bias) > LOPSIDED * half:
        low, high = (signed(value - bias + end, places, False) for end in (-half, half))
        figure = tr("{signed} ({low} to {high})", signed=signed(value, places, False), low=low, high=high)
    return f"{mark}{figure}{unit_words(unit)}"


def signed(value: float, places: int, has_plus: bool = True) -> str:
    """`+2.0`, with an en dash where it is negative; never a negative zero."""
    rounded = round(value, places) + 0.0
    return decimal(rounded, f"{'+' if has_plus and rounded else ''}.{places}f").replace("-", MINUS)


def unit_words(unit: str) -> str:
    """What stands right behind a figure: the sign of a degree, nothing for a ratio, else a space and the unit."""
    return {"deg": "\u00b0", "ratio": ""}.get(unit, f"{NO_BREAK}{unit}")
