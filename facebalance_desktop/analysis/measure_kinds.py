"""The table of measures (resources/measures.toml and the clinic's own rows)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from facebalance_desktop import resources
from facebalance_desktop.analysis.guide_kinds import hand_point
from facebalance_desktop.analysis.measure_formulas import FORMULAS, Formula
from facebalance_desktop.translation import sided, tr

GROUPS: Mapping[str, str] = {
    "thirds": tr("Thirds and fifths"),
    "brows": tr("Brows"),
    "eyes": tr("Eyes"),
    "nose": tr("Nose"),
    "mouth": tr("Mouth"),
    "chin": tr("Chin, jaw and widths"),
    "midline": tr("Midline"),
    "symmetry": tr("Symmetry, right against left"),
    "profile-nose": tr("Profile: nose"),
    "profile-lips": tr("Profile: lips"),
    "profile-chin": tr("Profile: chin and neck"),
}
"""Sections of the panel; a clinic's row may name another, which follows them."""
SIDES = {"r": "right", "l": "left"}
WIDE, TALL = ("yaw",), ("pitch",)


@dataclass(frozen=True)
class Noticed:
    """The smallest asymmetry or deviation that observers notice: `size` in `unit` (mm or deg)."""

    size: float
    unit: Literal["mm", "deg"]
    source: str


@dataclass(frozen=True)
class MeasureKind:
    """A row of the table. `points` are tokens: a code, or several joined by + for their middle."""

    id: str
    name: str
    group: str
    definition: str
    kind: str
    points: tuple[str, ...]
    unit: str
    view: Literal["frontal", "profile"]
    source: str
    gates: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()
    confirm: tuple[str, ...] = ()
    noticed: Noticed | None = None
    weak: str = ""

    @property
    def formula(self) -> Formula:
        return FORMULAS[self.kind]

    @property
    def codes(self) -> tuple[str, ...]:
        """The named points it stands on, each once."""
        return tuple(dict.fromkeys(code for token in self.points for code in token.split("+")))

    @property
    def is_length(self) -> bool:
        """Whether it has a size in mm where a scale is known."""
        return self.unit in ("% iod", "% se-me")


@dataclass(frozen=True)
class MeasureTable:
    """Every measure by its id, in the order of the table; a sentence for each row that was left out."""

    kinds: Mapping[str, MeasureKind]
    problems: tuple[str, ...] = ()

    @property
    def groups(self) -> tuple[str, ...]:
        """Ours in their order, then the clinic's."""
        met = dict.fromkeys(kind.group for kind in self.kinds.values())
        return (*(group for group in GROUPS if group in met), *(group for group in met if group not in GROUPS))


TABLE = "measures"


def measure_table(clinic: resources.ClinicFolder | None = None) -> MeasureTable:
    """Our rows merged with the clinic's."""
    table = resources.table(TABLE, clinic, check_row)
    return replace(measures_of_rows(table.rows), problems=table.problems)


def measures_of_rows(rows: Iterable[resources.Row]) -> MeasureTable:
    """The measures of the table's rows, in their order."""
    kinds = (kind for row in rows for kind in _kinds(row))
    return MeasureTable({kind.id: kind for kind in kinds})


@lru_cache(maxsize=1)
def own_measures() -> MeasureTable:
    """Those of the program alone."""
    return measure_table()


def _kinds(row: resources.Row) -> tuple[MeasureKind, ...]:
    """One measure, or one for each side."""
    if row.get("side") != "pair":
        return (_kind(row, row["id"], row["name"], ""),)
    return tuple(_kind(row, f"{row['id']}-{word}", sided(row["name"], word), side) for side, word in SIDES.items())


def _kind(row: resources.Row, own_id: str, name: str, side: str) -> MeasureKind:
    def sided(key: str) -> tuple[str, ...]:
        tokens = tuple(row.get(key, ()))
        return tuple("+".join(_sided(code, side) for code in token.split("+")) for token in tokens)

    return MeasureKind(
        own_id,
        name,
        row["group"],
        row["definition"],
        row["kind"],
        sided("points"),
        row["unit"],
        row["view"],
        row["source"],
        tuple(row.get("gates", ())),
        sided("by_hand"),
        sided("confirm"),
        _noticed(row.get("noticed")),
        row.get("weak", ""),
    )


def _sided(code: str, side: str) -> str:
    return code[:-1] + side if side and code.endswith("_s") else code


def _noticed(value: Mapping[str, object] | None) -> Noticed | None:
    if value is None:
        return None
    unit: Literal["mm", "deg"] = "mm" if "mm" in value else "deg"
    size = value[unit]
    if isinstance(size, bool) or not isinstance(size, int | float) or size <= 0:
        raise ValueError(tr("noticed needs a number of mm or deg above 0"))
    return Noticed(float(size), unit, str(value["source"]))


def check_row(row: resources.Row) -> None:
    """Raise ValueError or KeyError with what is wrong with a row."""
    if row.get("hidden"):
        return
    for key in ("name", "group", "definition", "unit"):
        if not isinstance(row[key], str) or not row[key]:
            raise ValueError(tr("{key} must be text", key=key))
    formula = FORMULAS.get(row["kind"]) if isinstance(row["kind"], str) else None
    if formula is None:
        raise ValueError(
            tr("there is no formula {row}; there are {formulas}", row=row["kind"], formulas=", ".join(FORMULAS))
        )
    if row["unit"] not in formula.units:
        raise ValueError(
            tr(
                "the formula {row} has the unit {units}, not {row2}",
                row=row["kind"],
                units=tr(" or ").join(formula.units),
                row2=row["unit"],
            )
        )
    if row["view"] not in ("frontal", "profile"):
        raise ValueError(tr("view must be frontal or profile"))
    if (row["unit"] == "% iod" and row["view"] == "profile") or (row["unit"] == "% se-me" and row["view"] == "frontal"):
        raise ValueError(tr("a {row} measure cannot have the unit {row2}", row=row["view"], row2=row["unit"]))
    for key in ("points", "gates", "by_hand", "confirm"):
        texts = row[key] if key == "points" else row.get(key, [])
        if not isinstance(texts, list) or not all(isinstance(text, str) and text for text in texts):
            raise ValueError(tr("{key} must be a list of texts", key=key))
    if any(gate not in (*WIDE, *TALL) for gate in row.get("gates", [])):
        raise ValueError(tr("gates are yaw and pitch"))
    count = len(row["points"])
    if count != formula.count if formula.count else count == 0 or count % 2:
        wanted = formula.count or tr("an even number of")
        raise ValueError(
            tr("the formula {row} takes {wanted} points, not {count}", row=row["kind"], wanted=wanted, count=count)
        )
    for kind in _kinds(row):
        unknown = [code for code in (*kind.codes, *kind.by_hand, *kind.confirm) if not _is_named(code)]
        if unknown:
            raise ValueError(tr("there is no point {unknown}", unknown=unknown[0]))


def _is_named(code: str) -> bool:
    """Whether the tables know the point, in profile also without its side."""
    return any(hand_point(name, False).definition for name in (code, f"{code}_r"))
