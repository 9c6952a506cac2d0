"""The scales of assessments and outcomes, and the questions that are asked before anything is planned."""

from __future__ import annotations

from dataclasses import dataclass

from facebalance_desktop.resources import Row
from facebalance_desktop.translation import tr

USES = ("assessment", "outcome")


@dataclass(frozen=True)
class GradingScale:
    """A scale with its grades in order; `has_sides`: graded on the right and the left. `use`: assessment or outcome."""

    id: str
    name: str
    use: str
    grades: tuple[str, ...]
    source: str
    has_sides: bool = False


@dataclass(frozen=True)
class Question:
    """A question whose answer is yes, no or not asked."""

    id: str
    name: str
    source: str


def scale_of(row: Row) -> GradingScale:
    """A row of scales.toml; ValueError says what is wrong with it, KeyError what is missing."""
    grades = row["grades"]
    if not isinstance(grades, list) or len(grades) < 2 or not all(isinstance(item, str) and item for item in grades):
        raise ValueError(tr("grades must name at least two grades"))
    if row["use"] not in USES:
        raise ValueError(tr("use must be one of {uses}", uses=", ".join(USES)))
    has_sides = row.get("sides", False)
    if not isinstance(has_sides, bool):
        raise ValueError(tr("sides must be true or false"))
    return GradingScale(row["id"], _name(row), row["use"], tuple(grades), row["source"], has_sides)


def question_of(row: Row) -> Question:
    """A row of flags.toml."""
    return Question(row["id"], _name(row), row["source"])


def _name(row: Row) -> str:
    if not isinstance(row["name"], str) or not row["name"]:
        raise ValueError(tr("name must be text"))
    return str(row["name"])
