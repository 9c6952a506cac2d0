"""Reference values of measures (resources/norms.toml), offered only where typed sex and ancestry match."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from facebalance_desktop import resources
from facebalance_desktop.analysis.measure_errors import base_of
from facebalance_desktop.translation import tr

TITLE = tr("Reference, not a target")
NO_SET = tr("No matching reference set: sex and ancestry must be typed in the assessment and match one.")
SEXES: Mapping[str, tuple[str, ...]] = {
    "male": ("male", "m", "man", "men"),
    "female": ("female", "f", "woman", "women"),
}
ANCESTRIES: Mapping[str, tuple[str, ...]] = {"european": ("european", "white", "caucasian")}
"""Other words for an ancestry of the table; any other must be typed as the table has it."""


@dataclass(frozen=True)
class Norm:
    """One measure of one population: `mean` and `sd` in `unit`."""

    measure: str
    sex: str
    ancestry: str
    age: float | None
    n: str
    mean: float
    sd: float
    unit: str
    method: str
    source: str

    @property
    def words(self) -> str:
        """Whose values these are and how they were found."""
        age = "" if self.age is None else tr(", age {age:g}", age=self.age)
        people = tr("{ancestry} ancestry, {sex}{age}, n {n}", ancestry=self.ancestry, sex=self.sex, age=age, n=self.n)
        figures = tr(
            "{mean:g} ± {sd:g} {unit} (mean ± one standard deviation)", mean=self.mean, sd=self.sd, unit=self.unit
        )
        return f"{TITLE}: {figures}; {people}; {self.method}. {self.source}"


@dataclass(frozen=True)
class Norms:
    """The rows of the table; a sentence for each that was left out."""

    all: tuple[Norm, ...]
    problems: tuple[str, ...] = ()

    def of(self, sex: str, ancestry: str) -> Mapping[str, Norm]:
        """The values for a person so described, by measure (without its side); none where nothing matches."""
        if not sex.strip() or not ancestry.strip():
            return {}
        return {
            norm.measure: norm for norm in self.all if _is_sex(norm.sex, sex) and _is_ancestry(norm.ancestry, ancestry)
        }


def norm_of(found: Mapping[str, Norm], measure_id: str) -> Norm | None:
    """The value that stands beside a measure; both sides share one."""
    return found.get(measure_id) or found.get(base_of(measure_id))


def norms(clinic: resources.ClinicFolder | None = None) -> Norms:
    """Our rows merged with the clinic's."""
    table = resources.table("norms", clinic, norm_of_row)
    return Norms(tuple(norm_of_row(row) for row in table.rows), table.problems)


def _is_sex(wanted: str, typed: str) -> bool:
    return typed.strip().casefold() in SEXES.get(wanted.casefold(), (wanted.casefold(),))


def _is_ancestry(wanted: str, typed: str) -> bool:
    words = re.split(r"[^\w]+", typed.casefold())
    return [word for word in words if word] in [
        [name] for name in ANCESTRIES.get(wanted.casefold(), (wanted.casefold(),))
    ]


def norm_of_row(row: resources.Row) -> Norm:
    numbers = {"mean": row["mean"], "sd": row["sd"]}
    for name, value in numbers.items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(tr("{name} must be a number", name=name))
    if row["sd"] <= 0:
        raise ValueError(tr("sd must be above 0"))
    if row["unit"] not in ("mm", "deg", "%", "ratio"):
        raise ValueError(tr("unit must be mm, deg, % or ratio"))
    texts = {key: str(row[key]) for key in ("measure", "sex", "ancestry", "n", "unit", "source")}
    age = row.get("age")
    return Norm(
        texts["measure"],
        texts["sex"],
        texts["ancestry"],
        None if age is None else float(age),
        texts["n"],
        float(row["mean"]),
        float(row["sd"]),
        texts["unit"],
        str(row.get("method", "")),
        texts["source"],
    )
