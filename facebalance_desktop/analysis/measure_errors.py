"""How far measures are from the truth: fitted figures (resources/measure_errors.toml), propagated from the points.

A row `point` holds, in % of the pupil distance, how the automatic point lies against human marks (`bias` outwards and
down, `spread` per axis) and how far it moves between really different exposures of an unchanged face (`expression`, per
axis, both photos together, pose and repeat taken out). A row `measure` holds the same for the measure itself, in its
unit: it outranks the points where all of them are automatic, for neighbouring points err together.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from facebalance_desktop import resources
from facebalance_desktop.analysis.measure_kinds import MeasureKind
from facebalance_desktop.faces.landmarks import Landmark
from facebalance_desktop.translation import tr

TABLE = "measure_errors"
OPERATOR = 0.6
"""Standard deviation per axis with which people place a well-defined point, % of the pupil distance or of se-me: twice
what one reader repeats on the marked London profiles."""
UNKNOWN = 2.5
"""The same of an automatic point that has no row and no sigma: MediaPipe's mean error, 3.96 % (arXiv 1907.06724)."""
SIDES = {"_r": -1.0, "_l": 1.0}
Slopes = Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class PointError:
    """Of one named point, for both sides alike; all in % of the pupil distance."""

    bias: tuple[float, float] = (0.0, 0.0)
    spread: tuple[float, float] = (UNKNOWN, UNKNOWN)
    expression: float = 0.0
    operator: float = OPERATOR


@dataclass(frozen=True)
class MeasureError:
    """Of one measure, in its unit; null where it could not be fitted."""

    bias: float | None = None
    spread: float | None = None
    expression: float | None = None


@dataclass(frozen=True)
class Budget:
    """The parts of a value's error, standard deviations: `repeat` of a copy of the same photo, `expression` of
    the difference of two exposures, `place` against human marks about `bias`."""

    repeat: float
    expression: float
    place: float
    bias: float


@dataclass(frozen=True)
class Errors:
    points: Mapping[str, PointError]
    measures: Mapping[str, MeasureError]

    def of(self, kind: MeasureKind, points: Mapping[str, Landmark], slopes: Slopes, unit: float) -> Budget:
        """The errors of a measure that stands on `points`, whose px are 1 / `unit` of its frame's."""
        repeat = expression = place = bias = 0.0
        is_automatic = True
        for code, (across, down) in slopes.items():
            point, error = points[code], self.points.get(base_of(code), PointError())
            size = math.hypot(across, down)
            if point.is_by_hand:
                is_automatic = False
                repeat += (error.operator * size) ** 2
                place += (error.operator * size) ** 2
                continue
            sigma = UNKNOWN if point.repeated is None else point.repeated / unit
            repeat += (sigma * size) ** 2
            expression += (error.expression * size) ** 2
            place += (error.spread[0] * across) ** 2 + (error.spread[1] * down) ** 2
            bias += error.bias[0] * SIDES.get(code[-2:], 0.0) * across + error.bias[1] * down
        own = self.measures.get(base_of(kind.id), MeasureError())
        if is_automatic:
            expression = expression if own.expression is None else own.expression**2
            if own.spread is not None and own.bias is not None:
                place, bias = own.spread**2, own.bias * _sign(kind)
        return Budget(math.sqrt(repeat), math.sqrt(expression), math.sqrt(place), bias)


def base_of(name: str) -> str:
    """A point's code or a measure's id without its side."""
    for ending in ("_r", "_l", "-right", "-left"):
        if name.endswith(ending):
            return name[: -len(ending)]
    return name


def _sign(kind: MeasureKind) -> float:
    """Measures of a side share one bias; those right against left have none by symmetry."""
    return 0.0 if kind.formula.more and kind.formula.needs == "frame" and kind.kind not in ("rise",) else 1.0


@lru_cache(maxsize=1)
def own_errors() -> Errors:
    """Those of the program alone."""
    return errors()


def errors(clinic: Path | None = None) -> Errors:
    return errors_of(resources.table(TABLE, clinic, check_row).rows)


def errors_of(rows: Sequence[resources.Row]) -> Errors:
    """The rows of the table."""
    points: dict[str, PointError] = {}
    measures: dict[str, MeasureError] = {}
    for row in rows:
        name = row["id"].split(":", 1)[1]
        if row["id"].startswith("point:"):
            points[name] = PointError(
                _two(row.get("bias", (0.0, 0.0))),
                _two(row.get("spread", (UNKNOWN, UNKNOWN))),
                row.get("expression", 0.0),
                row.get("operator", OPERATOR),
            )
        else:
            measures[name] = MeasureError(row.get("bias"), row.get("spread"), row.get("expression"))
    return Errors(points, measures)


def _two(values: Any) -> tuple[float, float]:
    across, down = values
    return float(across), float(down)


def check_row(row: resources.Row) -> None:
    """Raises ValueError for a row that cannot be used."""
    if not row["id"].startswith(("point:", "measure:")):
        raise ValueError(tr("the id must begin with point: or measure:"))
    for key in ("bias", "spread", "expression", "operator"):
        value = row.get(key, 0.0)
        numbers = value if isinstance(value, list) else [value]
        if any(isinstance(number, bool) or not isinstance(number, int | float) for number in numbers):
            raise ValueError(tr("{key} must be a number", key=key))
        if key != "bias" and any(number < 0 for number in numbers):
            raise ValueError(tr("{key} must not be negative", key=key))
        if isinstance(value, list) != (row["id"].startswith("point:") and key in ("bias", "spread") and key in row):
            raise ValueError(
                tr(
                    "{key} must be {words}",
                    key=key,
                    words=tr("two numbers") if not isinstance(value, list) else tr("one number"),
                )
            )
