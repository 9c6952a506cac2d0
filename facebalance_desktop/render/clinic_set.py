"""A clinic's own tables, templates, logo and page texts as one file, for its other workstations.

The file is a zip: `set.json` (the settings that stand on pages), `tables/NAME.toml`, and the logo. What is read of it
is checked row by row; names of members are looked up and never used as paths.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from facebalance_desktop import resources
from facebalance_desktop.analysis import guide_sets, measure_errors, measure_kinds, movement, norms
from facebalance_desktop.atomic_files import reason, write_atomically, write_together
from facebalance_desktop.comparison import comparability
from facebalance_desktop.drawing.templates import template_of
from facebalance_desktop.errors import Problem
from facebalance_desktop.planning import tables, templates
from facebalance_desktop.project import view_set
from facebalance_desktop.project.clinic_values import LARGEST_LOGO_FILE
from facebalance_desktop.project.model import PROGRAM, now
from facebalance_desktop.render.logo import LOGO_ENDINGS, logo_pyramid
from facebalance_desktop.settings import PAGES, Settings, declarations, hints, wrong
from facebalance_desktop.translation import tr, tr_plural

SUFFIX = ".facebalance-clinic"
FORMAT = 1
CHECKS: Mapping[str, Callable[[resources.Row], object]] = {
    **tables.MAKERS,
    "zones": templates.check_row,
    "guide_sets": guide_sets.check_row,
    "norms": norms.norm_of_row,
    "measures": measure_kinds.check_row,
    "measure_errors": measure_errors.check_row,
    "movements": movement.kind_of,
    "comparability": comparability.check_row,
    "views": view_set.check,
    "templates": template_of,
}
"""Every table that a clinic may have of its own, and what raises for a row that cannot be used."""
LARGEST_TABLE = 8 * 2**20
"""Bytes; what is larger was not written by this program."""


@dataclass(frozen=True)
class Imported:
    """What an import changed: rows by table, the settings as they are now, and a sentence for all that was left out."""

    rows: Mapping[str, int]
    settings: Settings
    problems: tuple[str, ...]

    @property
    def words(self) -> str:
        if not self.rows:
            return tr("No rows were imported.")
        count = sum(self.rows.values())
        named = ", ".join(f"{name} {number}" for name, number in self.rows.items())
        return tr_plural(
            "{count} row was imported: {named}.", "{count} rows were imported: {named}.", count, named=named
        )


def shared_settings() -> list[str]:
    """The settings that stand on exported pages, but the logo, which comes as a file."""
    return [name for name, told in declarations().items() if told.section == PAGES and told.kind != "picture"]


def export_set(clinic: Path, known: Settings, path: Path) -> tuple[str, ...]:
    """Write the set to `path`; sentences on what is not in it. Raises Problem."""
    problems: list[str] = []
    made = io.BytesIO()
    values = {name: getattr(known, name) for name in shared_settings()}
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        facts = {"format": FORMAT, "program": PROGRAM, "created": now(), "settings": values}
        archive.writestr("set.json", json.dumps(facts, indent=1, ensure_ascii=False))
        for name, check in CHECKS.items():
            text = _text_of(clinic / f"{name}.toml", problems)
            rows, faults = resources.written_rows(text, check)
            problems += [_told(name, line, fault) for line, fault in faults]
            if rows:
                archive.writestr(f"tables/{name}.toml", "\n\n".join(rows.values()) + "\n")
        logo = Path(known.clinic_logo).expanduser()
        if known.clinic_logo:
            try:
                archive.writestr(f"logo{logo.suffix.lower()}", logo.read_bytes())
            except OSError as error:
                problems.append(tr("The logo is left out: {reason}.", reason=reason(error)))
    try:
        write_atomically(path, made.getvalue(), is_shared=True)
    except OSError as error:
        words = tr("{name} was not written: {reason}.", name=path.name, reason=reason(error))
        raise Problem(words) from None
    return tuple(problems)


def import_set(path: Path, clinic: Path, known: Settings) -> Imported:
    """Take over a set: its rows replace the clinic's of the same id, all others stay as they are written.

    All tables and the logo are written, or none; what a table was is kept beside it, named `.former`. The settings are
    returned, not kept. Raises Problem where the file is none, or cannot be written here.
    """
    read = _read(path)
    problems: list[str] = []
    contents: dict[Path, bytes] = {}
    counts: dict[str, int] = {}
    settings = _settings_in(read.settings, known, problems)
    for name, text in read.tables.items():
        rows, faults = resources.written_rows(text, CHECKS[name])
        problems += [_told(name, line, fault) for line, fault in faults]
        if rows:
            counts[name] = len(rows)
            here = clinic / f"{name}.toml"
            former = _text_of(here, problems, is_kept=True)
            if former:
                contents[here.with_suffix(".toml.former")] = former.encode()
            contents[here] = _merged(former, rows).encode()
    if read.logo is not None:
        name, data = read.logo
        if _is_picture(name, data):
            contents[clinic / name] = data
            settings = replace(settings, clinic_logo=str(clinic / name))
        else:
            problems.append(tr("The logo of the set is not a readable picture and is left out."))
    try:
        clinic.mkdir(parents=True, exist_ok=True)
        write_together(contents)
    except OSError as error:
        words = tr("The clinic's folder cannot be written: {reason}. Nothing was changed.", reason=reason(error))
        raise Problem(words) from None
    return Imported(counts, settings, tuple(problems))


def _told(name: str, line: int, fault: str) -> str:
    return tr("{name}, line {line}: {fault}; this row is left out.", name=f"{name}.toml", line=line, fault=fault)


def _text_of(path: Path, problems: list[str], is_kept: bool = False) -> str:
    """The clinic's own table, empty where there is none.

    One that cannot be read is told, or raises Problem where what stands in it must be kept.
    """
    try:
        return path.read_text("utf-8-sig") if path.is_file() else ""
    except (OSError, UnicodeDecodeError):
        if is_kept:
            raise Problem(tr("{name} cannot be read; correct it first. Nothing was changed.", name=path.name)) from None
        problems.append(tr("{name} cannot be read and is left out.", name=path.name))
        return ""


def _member(archive: zipfile.ZipFile, name: str, largest: int) -> bytes:
    """The bytes of a member. Raises KeyError where there is none, ValueError where it is too large."""
    with archive.open(name) as file:
        data = file.read(largest + 1)
    if len(data) > largest:
        raise ValueError(name)
    return data


@dataclass(frozen=True)
class _Read:
    """What a set holds, unchecked: settings by name, tables by name, and the logo's name and bytes."""

    settings: Mapping[str, Any]
    tables: Mapping[str, str]
    logo: tuple[str, bytes] | None


def _read(path: Path) -> _Read:
    """The members of a set that are known. Raises Problem where the file is no set of this format."""
    try:
        with zipfile.ZipFile(path) as archive:
            facts = json.loads(_member(archive, "set.json", LARGEST_TABLE))
            if facts["format"] != FORMAT or not isinstance(facts["settings"], dict):
                raise ValueError("format")
            members = {name: f"tables/{name}.toml" for name in CHECKS}
            found = {
                name: _member(archive, member, LARGEST_TABLE).decode("utf-8-sig")
                for name, member in members.items()
                if member in archive.NameToInfo
            }
            names = [name for name in archive.NameToInfo if re.fullmatch(r"logo\.\w+", name)]
            logo = (names[0], _member(archive, names[0], LARGEST_LOGO_FILE)) if names else None
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError, RecursionError, NotImplementedError):
        raise Problem(tr("{name} is not a readable clinic set; nothing was changed.", name=path.name)) from None
    return _Read(facts["settings"], found, logo)


def _settings_in(told: Mapping[str, Any], known: Settings, problems: list[str]) -> Settings:
    """The settings with those of the set; a wrong one is told and stays as it is."""
    taken: dict[str, Any] = {}
    for name in shared_settings():
        if name not in told:
            continue
        if expected := wrong(name, hints()[name], told[name]):
            problems.append(tr("{name} is left out: it must be {expected}.", name=name, expected=expected))
        else:
            taken[name] = told[name]
    return replace(known, **taken)


def _merged(here: str, rows: Mapping[str, str]) -> str:
    """The clinic's own table with these rows at its end, in place of those of the same id; all else stays."""
    own, _ = resources.written_rows(here)
    text = here
    for row_id in own.keys() & rows.keys():
        text = text.replace(own[row_id], "", 1)
    return "\n\n".join(part for part in (text.strip(), *rows.values()) if part) + "\n"


def _is_picture(name: str, data: bytes) -> bool:
    """Whether a page could show it as a logo."""
    if name.removeprefix("logo.") not in LOGO_ENDINGS:
        return False
    return logo_pyramid(name, data, "#ffffff") is not None
