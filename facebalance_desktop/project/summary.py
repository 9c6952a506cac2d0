"""The member `card.json` of a project's file: what a list shows of it, without the meshes.

It is written with every save and names the `project.json` it was made from by CRC-32 and size; both stand in the zip's
own list, so that a card that is out of date is noticed without reading anything else.
"""

from __future__ import annotations

import json
import platform
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from facebalance_desktop.errors import Problem
from facebalance_desktop.planning.ledger import reviews
from facebalance_desktop.planning.tables import Tables, load_tables
from facebalance_desktop.planning.treatments import modality_words, product_words, region_words
from facebalance_desktop.project.archive import CARD, PREVIEW, PROJECT, UNREADABLE, open_archive, parse, read_json
from facebalance_desktop.project.document_lock import user_name
from facebalance_desktop.project.limits import LIMITS
from facebalance_desktop.project.model import Project, now
from facebalance_desktop.project.visits import visits_of


@dataclass(frozen=True)
class VisitSummary:
    """One visit: its day (YYYY-MM-DD) or None, its role, and the views of its photos."""

    date: str | None
    role: str
    views: tuple[str, ...]
    photos: int


@dataclass(frozen=True)
class SavedBy:
    """Who saved a state, on which machine, and when (ISO 8601 with offset)."""

    host: str
    user: str
    at: str


@dataclass(frozen=True)
class ProjectSummary:
    """What a list shows of one project. Dates are ISO 8601, `due` the days to look at treatments again, in order.

    `procedures` are modality and place of what was done, `consents` the uses that the patient agreed to.
    """

    name: str = ""
    id: str = ""
    birth_date: str = ""
    photos: int = 0
    visits: tuple[VisitSummary, ...] = ()
    procedures: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    lots: tuple[str, ...] = ()
    due: tuple[str, ...] = ()
    consents: tuple[str, ...] = ()
    preview: str = ""

    @property
    def last_visit(self) -> str | None:
        """The day of the latest visit that has one."""
        return max((visit.date for visit in self.visits if visit.date), default=None)

    def next_due(self, today: date) -> str | None:
        """The first day from today on, else the last one that has passed."""
        later = [day for day in self.due if day >= today.isoformat()]
        return later[0] if later else (self.due[-1] if self.due else None)


def summary_of(project: Project, tables: Tables | None = None) -> ProjectSummary:
    """The summary of a project; due dates follow from the clinic's tables, ours without them."""
    done = [item for item in project.plan.treatments if item.state == "done"]
    procedures = (f"{modality_words(item) or item.modality}: {region_words(item)}".strip(": ") for item in done)
    due = {day for review in reviews(done, tables or _our_tables()) for day in (review.due, review.result) if day}
    return ProjectSummary(
        name=project.patient.name,
        id=project.patient.id,
        birth_date=project.patient.birth_date or "",
        photos=len(project.photos),
        visits=tuple(
            VisitSummary(visit.date, visit.role, tuple(sorted(visit.views)), len(visit.photos))
            for visit in visits_of(project)
        ),
        procedures=tuple(dict.fromkeys(words for words in procedures if words)),
        products=tuple(dict.fromkeys(product_words(item) for item in done if item.product_name)),
        lots=tuple(dict.fromkeys(item.lot for item in done if item.lot)),
        due=tuple(sorted(due)),
        consents=tuple(sorted({item.use for item in project.consents if item.is_given})),
        preview=PREVIEW,
    )


@cache
def _our_tables() -> Tables:
    return load_tables()


def card_bytes(
    project: Project,
    content: bytes,
    tables: Tables | None = None,
    versions: Mapping[str, SavedBy] = MappingProxyType({}),
) -> bytes:
    """The card of a project whose project.json is `content`; `versions` tells who saved the kept states."""
    told = {
        "of": {"crc32": zlib.crc32(content), "size": len(content)},
        "saved": asdict(SavedBy(platform.node(), user_name(), now())),
        "versions": {member: asdict(by) for member, by in versions.items()},
    }
    return json.dumps({**told, **asdict(summary_of(project, tables))}, ensure_ascii=False).encode(
        "utf-8", "backslashreplace"
    )


@dataclass(frozen=True)
class Savers:
    """Who saved the present state of a file and the states kept in it, by their members; what was not noted is absent.

    What a card says is told only, never relied on: any program can write a file.
    """

    present: SavedBy | None = None
    versions: Mapping[str, SavedBy] = field(default_factory=dict)


def savers_in(archive: zipfile.ZipFile) -> Savers:
    """Who saved what is in the file, as its card tells; of the present state only where the card belongs to it."""
    with suppress(*UNREADABLE, TypeError, AttributeError):
        record = archive.getinfo(PROJECT)
        if archive.getinfo(CARD).file_size > LIMITS.card_bytes:
            return Savers()
        value = json.loads(archive.read(CARD))
        is_fresh = value["of"] == {"crc32": record.CRC, "size": record.file_size}
        found = {str(member): _saved_by(by) for member, by in value.get("versions", {}).items()}
        return Savers(_saved_by(value["saved"]) if is_fresh and "saved" in value else None, found)
    return Savers()


def _saved_by(value: dict[str, Any]) -> SavedBy:
    return SavedBy(str(value["host"])[:100], str(value["user"])[:100], str(value["at"])[:40])


def read_summary(path: Path) -> ProjectSummary:
    """The summary of a project's file: from its card, or from the whole record where the card is old or missing.

    Raises Problem.
    """
    with open_archive(path) as archive:
        found = _from_card(archive)
        return found or summary_of(parse(read_json(archive, PROJECT, path.name), path.name))


def _from_card(archive: zipfile.ZipFile) -> ProjectSummary | None:
    with suppress(*UNREADABLE, TypeError, AttributeError):
        record = archive.getinfo(PROJECT)
        if archive.getinfo(CARD).file_size > LIMITS.card_bytes:
            return None
        value = json.loads(archive.read(CARD))
        if value["of"] == {"crc32": record.CRC, "size": record.file_size}:
            return _summary(value)
    return None


def _summary(value: dict[str, Any]) -> ProjectSummary:
    visits = tuple(
        VisitSummary(
            None if visit["date"] is None else str(visit["date"]),
            str(visit["role"]),
            tuple(map(str, visit["views"])),
            int(visit["photos"]),
        )
        for visit in value["visits"]
    )

    def texts(name: str) -> tuple[str, ...]:
        return tuple(map(str, value[name]))

    return ProjectSummary(
        name=str(value["name"]),
        id=str(value["id"]),
        birth_date=str(value["birth_date"]),
        photos=int(value["photos"]),
        visits=visits,
        procedures=texts("procedures"),
        products=texts("products"),
        lots=texts("lots"),
        due=texts("due"),
        consents=texts("consents"),
        preview=str(value["preview"]),
    )


def summaries_in(folder: Path) -> list[tuple[Path, ProjectSummary | str]]:
    """Every project of a folder, by name; a sentence in place of the summary of one that cannot be read."""
    found: list[tuple[Path, ProjectSummary | str]] = []
    for path in sorted(folder.glob("*.facebalance")):
        try:
            found.append((path, read_summary(path)))
        except Problem as problem:
            found.append((path, problem.sentence))
    return found
