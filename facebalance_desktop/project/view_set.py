"""The clinic's set of views (resources/views.toml): names, and which a visit should have."""

from __future__ import annotations

from dataclasses import dataclass

from facebalance_desktop import resources
from facebalance_desktop.faces.views import VIEWS
from facebalance_desktop.resources import Row
from facebalance_desktop.translation import tr


@dataclass(frozen=True)
class ViewSet:
    """Rows in the order in which a visit is photographed; `problems` are sentences of rows that were left out."""

    names: dict[str, str]
    shorts: dict[str, str]
    wanted: tuple[str, ...]
    problems: tuple[str, ...] = ()

    def name(self, view: str | None) -> str:
        return "" if view is None else self.names.get(view, view)

    def short(self, view: str | None) -> str:
        return "" if view is None else self.shorts.get(view, view)


def load_view_set(clinic: resources.ClinicFolder | None = None) -> ViewSet:
    """Our rows, with those of the clinic's folder."""
    table = resources.table("views", clinic, check)
    return ViewSet(
        {row["id"]: row["name"] for row in table.rows},
        {row["id"]: row["short"] for row in table.rows},
        tuple(row["id"] for row in table.rows if row["is_wanted"]),
        table.problems,
    )


def check(row: Row) -> None:
    """Raise ValueError for a row that cannot be used."""
    if row["id"] not in VIEWS:
        raise ValueError(tr("{row} is not a view that the program knows", row=row["id"]))
    if not isinstance(row["name"], str) or not isinstance(row["short"], str):
        raise ValueError(tr("name and short must be text"))
    if not isinstance(row["is_wanted"], bool):
        raise ValueError(tr("is_wanted must be true or false"))
