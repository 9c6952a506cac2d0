"""Templates of exported figures: what is on the page, for whom, in which size. Rows of resources/templates.toml."""

from __future__ import annotations

import re
import tomllib
import typing
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import tomli_w

from facebalance_desktop import resources
from facebalance_desktop.atomic_files import reason, write_atomically
from facebalance_desktop.errors import Problem
from facebalance_desktop.translation import tr

Layout = Literal["pair", "wipe", "overlay", "series", "board", "plan", "photo"]
Use = Literal["record", "patient", "teaching", "publication", "marketing"]
Dates = Literal["none", "dates", "intervals"]
Captions = Literal["none", "inside", "above"]
Measures = Literal["none", "told", "all"]
Paper = Literal["a4", "letter"]

LAYOUTS: typing.Mapping[Layout, str] = {
    "pair": tr("Side by side"),
    "wipe": tr("Wipe"),
    "overlay": tr("Overlay"),
    "series": tr("Series by date"),
    "board": tr("Board of all views"),
    "plan": tr("One photo and the plan"),
    "photo": tr("One photo"),
}
PAPERS: typing.Mapping[str, tuple[str, tuple[float, float]]] = {
    "a4": (tr("A4 upright"), (595.0, 842.0)),
    "a4-landscape": (tr("A4 across"), (842.0, 595.0)),
    "letter": (tr("Letter upright"), (612.0, 792.0)),
    "letter-landscape": (tr("Letter across"), (792.0, 612.0)),
}
"""Name and size in points (1/72 inch) of the papers that a page may have."""
LOCAL_PAPERS = ("paper", "paper-landscape")
"""Pages on the paper of the place; `templates` puts its name there."""
PIXELS = re.compile(r"(\d{2,5})\s*[xX]\s*(\d{2,5})")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
LEAST_TEXT = 9.0
"""Points: the smallest words on a page."""
SMALLEST = 5.0
"""A text size that earlier versions allowed; read as LEAST_TEXT."""
LIMITS: typing.Mapping[str, tuple[float, float]] = {
    "margin": (0, 120),
    "spacing": (0, 60),
    "text_size": (LEAST_TEXT, 24),
    "limit": (0, 60),
}


@dataclass(frozen=True)
class FigureTemplate:
    """What one figure shows. `margin`, `spacing` and `text_size` are points of a page; `limit` is the largest number of
    photos of a series (0: all). `measures`: none, the ones that are pinned or told, or all; `has_limits`: what cannot
    be said."""

    id: str
    name: str
    source: str
    words: str = ""
    layout: Layout = "pair"
    use: Use = "record"
    page: str = "fit"
    framing: str = "whole"
    captions: Captions = "inside"
    dates: Dates = "none"
    background: str = "#ffffff"
    margin: float = 28.0
    spacing: float = 12.0
    text_size: float = 9.0
    limit: int = 0
    title: str = ""
    watermark: str = ""
    measures: Measures = "none"
    is_moving: bool = False
    has_views: bool = False
    has_sides: bool = True
    has_guides: bool = False
    has_zones: bool = False
    has_legend: bool = False
    has_plan: bool = False
    has_amounts: bool = False
    has_match: bool = False
    has_limits: bool = False
    has_statement: bool = False
    has_identifiers: bool = False
    has_clinic: bool = False
    has_risks: bool = False
    has_purpose: bool = False

    @property
    def is_dark(self) -> bool:
        red, green, blue = (int(self.background[at : at + 2], 16) for at in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue < 128

    @property
    def is_numbered(self) -> bool:
        """Whether zones have numbers, which a list explains."""
        return self.has_zones and (self.has_plan or self.has_legend)

    @property
    def pixels(self) -> tuple[int, int] | None:
        """The exact size in px, where the page is one."""
        found = PIXELS.fullmatch(self.page)
        return (int(found[1]), int(found[2])) if found else None


@cache
def hints() -> typing.Mapping[str, Any]:
    """The declared type of every field, in their order."""
    known = typing.get_type_hints(FigureTemplate)
    return {item.name: known[item.name] for item in fields(FigureTemplate)}


def template_of(row: resources.Row) -> FigureTemplate:
    """A row of the table as a template; ValueError says in words what is wrong with it, KeyError what is missing."""
    values: dict[str, Any] = {}
    for name, hint in hints().items():
        if name in row:
            values[name] = _checked(name, hint, row[name])
    if not values.get("name"):
        raise KeyError("name")
    page = values.get("page", "fit")
    if page not in ("fit", *LOCAL_PAPERS, *PAPERS) and not PIXELS.fullmatch(page):
        papers = ", ".join((*LOCAL_PAPERS, *PAPERS))
        raise ValueError(tr('page must be fit, {papers} or pixels such as "1920x1080"', papers=papers))
    if not COLOUR.fullmatch(values.get("background", "#ffffff")):
        raise ValueError(tr('background must be a colour such as "#ffffff"'))
    return FigureTemplate(**values)


def _checked(name: str, hint: Any, value: Any) -> Any:
    if typing.get_origin(hint) is Literal:
        choices = typing.get_args(hint)
        if value not in choices:
            raise ValueError(tr("{name} must be one of {choices}", name=name, choices=", ".join(choices)))
        return value
    if hint is bool and not isinstance(value, bool):
        raise ValueError(tr("{name} must be true or false", name=name))
    if hint is str and not isinstance(value, str):
        raise ValueError(tr("{name} must be text in quotes", name=name))
    if hint in (float, int):
        low, high = LIMITS[name]
        if name == "text_size" and isinstance(value, int | float) and value >= SMALLEST:
            value = max(value, LEAST_TEXT)
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise ValueError(tr("{name} must be a number from {low:g} to {high:g}", name=name, low=low, high=high))
        return hint(value)
    return value


def row_of(template: FigureTemplate) -> dict[str, Any]:
    """The template as a row: what differs from the defaults, and what every row needs."""
    plain = FigureTemplate("", "", "")
    return {
        item.name: getattr(template, item.name)
        for item in fields(FigureTemplate)
        if item.name in ("id", "name", "source") or getattr(template, item.name) != getattr(plain, item.name)
    }


@dataclass(frozen=True)
class FigureTemplates:
    """All templates in their order; a sentence for each row that was left out."""

    all: tuple[FigureTemplate, ...]
    problems: tuple[str, ...] = ()

    def named(self, name: str) -> FigureTemplate:
        """By id or name, case aside. Raises Problem."""
        wanted = name.strip().casefold()
        for template in self.all:
            if wanted in (template.id.casefold(), template.name.casefold()):
                return template
        known = ", ".join(template.id for template in self.all)
        raise Problem(
            tr("There is no template {name}; there are {known}. Nothing was written.", name=name, known=known)
        )


def templates(clinic: resources.ClinicFolder | None = None, paper: Paper = "a4") -> FigureTemplates:
    """Our templates and the clinic's; pages on the paper of the place are on `paper`."""
    table = resources.table("templates", clinic, template_of)
    return FigureTemplates(tuple(_on(paper, template_of(row)) for row in table.rows), table.problems)


def _on(paper: Paper, template: FigureTemplate) -> FigureTemplate:
    if template.page not in LOCAL_PAPERS:
        return template
    return replace(template, page=template.page.replace("paper", paper))


def paper_name(page: str, usual: Paper) -> Paper:
    """The paper that a page is printed on: its own, else the usual one."""
    if page not in PAPERS:
        return usual
    return "letter" if page.startswith("letter") else "a4"


def keep_template(clinic: Path, template: FigureTemplate) -> None:
    """Add a template to the clinic's own table, or replace the row of its id. Raises Problem; the table stays whole."""
    place = clinic / "templates.toml"
    try:
        table = tomllib.loads(place.read_text(encoding="utf-8-sig")) if place.is_file() else {}
        rows = [row for row in table.get("row", []) if row.get("id") != template.id]
        clinic.mkdir(parents=True, exist_ok=True)
        write_atomically(place, tomli_w.dumps({**table, "row": [*rows, row_of(template)]}).encode(), is_shared=True)
    except OSError as error:
        raise Problem(
            tr("The template could not be saved: {reason}. Nothing was changed.", reason=reason(error))
        ) from None
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise Problem(
            tr(
                "The template was not kept: templates.toml in the clinic's folder cannot be read; correct it "
                "first. Nothing was changed."
            )
        ) from None


def drop_template(clinic: Path, template_id: str) -> None:
    """Take a template out of the clinic's table; ours of the same id comes back. Raises Problem."""
    place = clinic / "templates.toml"
    try:
        table = tomllib.loads(place.read_text(encoding="utf-8-sig"))
        rows = [row for row in table.get("row", []) if row.get("id") != template_id]
        write_atomically(place, tomli_w.dumps({**table, "row": rows}).encode(), is_shared=True)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise Problem(tr("The template could not be removed from the clinic's table. Nothing was changed.")) from None


def id_of(name: str) -> str:
    """An id for a template's name: `before-after-small` for `Before/after, small`."""
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "template"
