"""Fits the errors of points and measures (resources/measure_errors.toml) to human marks and to different exposures.

`python tests/benchmarks/measures.py --fit` writes the fitted rows; the rows that people wrote stay above them.
"""

from __future__ import annotations

import csv
import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from unittest.mock import patch

import hand_points
import numpy as np
from faces_photos import PhotoSet
from refinement import School

from facebalance_desktop.analysis.guide_shapes import RANGE
from facebalance_desktop.analysis.measure_differences import Difference, differences, is_found_otherwise
from facebalance_desktop.analysis.measure_errors import Errors, MeasureError, PointError, base_of, own_errors
from facebalance_desktop.analysis.measure_kinds import own_measures
from facebalance_desktop.analysis.measures import MeasuredFace, Reading, measure
from facebalance_desktop.faces import detection
from facebalance_desktop.faces.landmarks import Landmark, Pose
from facebalance_desktop.faces.views import proposed_view

FITTED = "# --- fitted by tests/benchmarks/measures.py --fit "
STRAIGHT = Pose(0.0, 0.0, 0.0)
PEOPLE: Mapping[str, Sequence[str]] = {
    "lisa": ("lisa/lisa1.jpg", "lisa/lisa2.jpg", "lisa/lisa3.jpg", "lisa/lisa4.jpg", "lisa/zoom_45cm.jpg",
             "lisa/zoom_60cm.jpg"),
    "marshall": ("congress/marshall_house.jpg", "congress/marshall_senate.jpg"),
    "posey": ("congress/posey_a_175px.jpg", "congress/posey_b.jpg"),
    "ferguson": ("nasa/ferguson_portrait_13mp.jpg", "nasa/ferguson_inflight_12mp.jpg"),
    "obama": ("whitehouse/obama_2009_official_adobergb.png", "whitehouse/obama_2012.jpg"),
    "biden": ("whitehouse/biden_2010.jpg", "whitehouse/biden_2013_official.jpg"),
    "rudd": ("wikimedia/rudd_2009.jpeg", "wikimedia/rudd_b.jpeg"),
}  # fmt: skip
"""The same face on really different exposures, nothing treated between them."""
CANTHAL = frozenset({"p_r", "p_l", "ex_r", "ex_l", "en_r", "en_l"})
"""Points that a smile leaves in place: for measures on them alone a smile is one more exposure."""
FURTHEST = 1.05
"""How far beyond the furthest error met the range of 95 % reaches at least, as a factor."""
Pairing = tuple[str, str, str, Mapping[str, Difference]]
"""Person, both photos, and their differences."""
MOST_TURN, MOST_SMILE = 8.0, 4.0
"""Pairs turned further (degrees), or whose mouth corners or lids moved further (% of iod), teach nothing."""
LEAST = 0.3
"""Least part of the expression, as a share of the error against human marks: a fit on few people never says nil."""


def automatic(photo_set: PhotoSet, name: str) -> MeasuredFace:
    """The face as the program finds it."""
    face = photo_set.face(name)
    return MeasuredFace(face.points, proposed_view(face.pose), face.pose)


def by_hand(photo_set: PhotoSet, name: str) -> MeasuredFace:
    """The face by human marks alone, looking straight: its own turn is not the marks' error."""
    at = hand_points.named(photo_set.hand_points(name))
    points = {code: Landmark(float(x), float(y), "placed", None, 1.0, is_confirmed=True) for code, (x, y) in at.items()}
    return MeasuredFace(points, "frontal", STRAIGHT)


def left_out(photo_set: PhotoSet, school: School, name: str) -> MeasuredFace:
    """The face as the program finds it by rules that were learned from the other people."""
    learned = school.learn_without(name.split("/")[1][:3])
    with patch.object(detection, "rules", lambda: learned):
        face = detection.find_face(photo_set.pixels(name)).face
    assert face is not None, name
    return MeasuredFace(face.points, "frontal", STRAIGHT)  # a turn withholds; here the points are judged


def profile_marks(photo_set: PhotoSet) -> dict[tuple[str, str], MeasuredFace]:
    """The London profiles that were marked by eye, by photo and reading; a second reading borrows what it lacks."""
    points: dict[tuple[str, str], dict[str, Landmark]] = {}
    with (photo_set.folder / "marks_profile.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["x"]:
                code = {"C": "cerv", "ac": "ac_r", "t": "po"}.get(row["point"], row["point"])
                mark = Landmark(float(row["x"]), float(row["y"]), "placed", None, 1.0, is_confirmed=True)
                points.setdefault((row["file"], row["pass"]), {})[code] = mark
    made = {}
    for (name, reading), found in points.items():
        view = "profile-left" if "_lprofile" in name else "profile-right"
        made[name, reading] = MeasuredFace({**points[name, "1"], **found}, view)
    return made


@dataclass(frozen=True)
class Marked:
    """One London face: what is measured by the program and by human marks, and each point's offset in % of iod."""

    name: str
    found: Mapping[str, Reading]
    truth: Mapping[str, float]
    offsets: Mapping[str, tuple[float, float]]


def marked_faces(photo_set: PhotoSet) -> list[Marked]:
    made, school = [], School(photo_set)
    for name in photo_set.london():
        one, other = left_out(photo_set, school, name), by_hand(photo_set, name)
        truth = {key: reading.value for key, reading in measure(other).items() if reading.value is not None}
        made.append(Marked(name, measure(one), truth, _offsets(one, other)))
    return made


def _offsets(found: MeasuredFace, truth: MeasuredFace) -> dict[str, tuple[float, float]]:
    """Program less human, outwards (to image right on the midline) and down, % of the human pupil distance."""
    right, left = (complex(*truth.points[code].xy) for code in ("p_r", "p_l"))
    made = {}
    for code, point in truth.points.items():
        if code in found.points:
            away = (complex(*found.points[code].xy) - complex(*point.xy)) * 100 / (left - right)
            made[code] = (-away.real if code.endswith("_r") else away.real, away.imag)
    return made


def students(freedom: int) -> float:
    """Student's 97.5 % point, within 2 % from 4 degrees of freedom on."""
    return RANGE + 2.4 / max(freedom, 1) + 1.5 / max(freedom, 1) ** 2


def widened(values: Sequence[float]) -> float:
    """Standard deviation about the mean, widened so that 1.96 of it hold 95 % of further faces: by Student's factor for
    few faces, and to a little beyond the furthest met, for the errors have heavier tails than a normal curve."""
    n = len(values)
    student = students(n - 1) / RANGE
    by_spread = float(np.std(values, ddof=1)) * student * math.sqrt(1 + 1 / n)
    return max(by_spread, FURTHEST * float(np.abs(np.array(values) - np.mean(values)).max()) / RANGE)


def fit_place(faces: Iterable[Marked]) -> tuple[dict[str, PointError], dict[str, MeasureError]]:
    """Bias and spread of points and measures against human marks; both sides of a pair teach one row."""
    faces = list(faces)
    offsets: dict[str, list[tuple[float, float]]] = {}
    errors: dict[str, list[float]] = {}
    for face in faces:
        for code, offset in face.offsets.items():
            offsets.setdefault(base_of(code), []).append(offset)
        for key, truth in face.truth.items():
            value = face.found[key].value
            if value is not None:
                errors.setdefault(base_of(key), []).append(value - truth)
    points = {}
    for code, both in offsets.items():
        across, down = ([offset[axis] for offset in both] for axis in (0, 1))
        is_pair = any(f"{code}_r" in face.offsets for face in faces)
        bias = (float(np.mean(across)) if is_pair else 0.0, float(np.mean(down)))
        points[code] = PointError(bias, (widened(across), widened(down)))
    return points, {key: MeasureError(float(np.mean(values)), widened(values)) for key, values in errors.items()}


@cache
def unfitted() -> Errors:
    return Errors(own_errors().points, {})


def exposures(photo_set: PhotoSet, errors: Errors | None = None) -> list[Pairing]:
    """Person, both photos and their differences for every pair that teaches something."""
    made = []
    for person, names in PEOPLE.items():
        for one, other in itertools.combinations(names, 2):
            before, after = automatic(photo_set, one), automatic(photo_set, other)
            if before.pose is None or after.pose is None or not _is_alike(photo_set, one, other):
                continue
            made.append((person, one, other, opened_differences(before, after, errors)))
    return made


def smiles(photo_set: PhotoSet, errors: Errors | None = None) -> list[Pairing]:
    """Person, rest and smile, and the differences, of the London set."""
    made = []
    for name in photo_set.london():
        smile = name.replace("neutral", "smile")
        if (photo_set.folder / smile).is_file():
            before, after = automatic(photo_set, name), automatic(photo_set, smile)
            made.append((name, name, smile, opened_differences(before, after, errors)))
    return made


def canthal(found: Mapping[str, Difference]) -> dict[str, Difference]:
    """The differences of measures that stand on canthi and pupils alone."""
    return {key: item for key, item in found.items() if set(item.kind.codes) <= CANTHAL}


def opened_differences(
    before: MeasuredFace, after: MeasuredFace, errors: Errors | None = None
) -> Mapping[str, Difference]:
    """The differences with every gate open but one: a point that was found in two ways teaches nothing."""
    found = differences(opened(before), opened(after), errors=errors)
    return {
        key: item
        for key, item in found.items()
        if not any(is_found_otherwise(before, after, code) for code in item.kind.codes)
    }


def opened(face: MeasuredFace) -> MeasuredFace:
    """The face with every gate open: fitting needs what a surgeon is not shown. The pose stays."""
    points = {
        code: replace(point, response=1.0, is_confirmed=not point.is_by_hand) for code, point in face.points.items()
    }
    return MeasuredFace(points, face.view, face.pose)


def _is_alike(photo_set: PhotoSet, one: str, other: str) -> bool:
    from facebalance_desktop.comparison.expression import expression

    here, there = photo_set.face(one), photo_set.face(other)
    assert here.pose is not None and there.pose is not None
    turn = max(abs(here.pose.yaw - there.pose.yaw), abs(here.pose.pitch - there.pose.pitch))
    moved = [
        abs(expression(here)[key] - expression(there)[key])
        for key in ("mouth-corners", "mouth-opening", "lid-aperture")
    ]
    return turn <= MOST_TURN and max(moved) <= MOST_SMILE


def fit_expression(pairs: Iterable[Pairing]) -> dict[str, float]:
    """What is left of differences between exposures when repeat and pose are taken out: standard deviation by measure,
    raised where 1.96 of the whole do not hold 95 % of them, and by Student's factor for as few photos."""
    met: dict[str, list[Difference]] = {}
    photos: dict[str, set[str]] = {}
    people: dict[str, set[str]] = {}
    for person, one, other, found in pairs:
        for key, item in found.items():
            if item.value is not None:
                met.setdefault(base_of(key), []).append(item)
                photos.setdefault(base_of(key), set()).update((one, other))
                people.setdefault(base_of(key), set()).add(person)
    made = {}
    for key, items in met.items():
        rest = [(i.value or 0.0) ** 2 - (i.repeat or 0.0) ** 2 - (i.pose or 0.0) ** 2 for i in items]
        needed = sorted(((i.value or 0.0) / RANGE) ** 2 - (i.repeat or 0.0) ** 2 - (i.pose or 0.0) ** 2 for i in items)
        last = needed[min(len(needed) - 1, math.ceil(0.95 * len(needed)) - 1)]
        few = students(len(photos[key]) - len(people[key])) / RANGE
        made[key] = few * math.sqrt(max(0.0, float(np.mean(rest)), last))
    return made


def fitted(faces: Iterable[Marked], pairs: Iterable[Pairing]) -> Errors:
    """Points and measures together, with the rows that people wrote."""
    points, measures = fit_place(faces)
    left = fit_expression(pairs)
    for code, error in own_errors().points.items():
        known = points.get(code, PointError())
        points[code] = PointError(known.bias, known.spread, known.expression, error.operator)
    for key in {*measures, *left}:
        known_measure = measures.get(key, MeasureError())
        least = LEAST * (known_measure.spread or 0.0)
        measures[key] = MeasureError(
            known_measure.bias, known_measure.spread, max(least, left[key]) if key in left else None
        )
    return Errors(points, measures)


def write(errors: Errors, path: Path, faces: int, pairs: int, people: int) -> None:
    """Replace the fitted rows of the table."""
    above = path.read_text(encoding="utf-8").split(FITTED)[0].rstrip()
    lines = [above, "", f"{FITTED}{'-' * 60}", ""]
    place = f"own: {faces} London frontals against human marks"
    between = f"{pairs} pairs of different exposures of {people} untreated people"
    known = [key for key in dict.fromkeys(base_of(kind) for kind in own_measures().kinds) if key in errors.measures]
    written = {line for line in above.splitlines() if line.startswith("id = ")}
    for code, error in sorted(errors.points.items()):
        if f'id = "point:{code}"' in written:
            continue
        bias, spread = ([round(v, 2) + 0.0 for v in pair] for pair in (error.bias, error.spread))
        lines += ["[[row]]", f'id = "point:{code}"', f"bias = {bias}", f"spread = {spread}", f'source = "{place}"', ""]
    for key in known:
        found = errors.measures[key]
        lines += ["[[row]]", f'id = "measure:{key}"']
        for name in ("bias", "spread", "expression"):
            value = getattr(found, name)
            if value is not None:
                lines.append(f"{name} = {float(f'{value:.3g}')}")
        both = [place] if found.spread is not None else []
        both += [between] if found.expression is not None else []
        lines += [f'source = "{"; ".join(both)}"', ""]
    path.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")
