"""The name of a project's file: the program names it after the patient, and never renames what a human named."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from facebalance_desktop.project.model import Patient
from facebalance_desktop.project.placing import file_stem
from facebalance_desktop.settings import Settings
from facebalance_desktop.translation import tr

DAY = r"\d{4}-\d\d-\d\d"


def stem_of(patient: Patient, settings: Settings, day: str | None = None) -> str:
    """The name of a file, without its suffix: of the patient and a day (ISO 8601; today's), as the settings say."""
    values = {
        "id": patient.id or patient.name or tr("Patient"),
        "name": patient.name or patient.id or tr("Patient"),
        "date": day or date.today().isoformat(),
    }
    try:
        stem = settings.project_name_pattern.format(**values)
    except (KeyError, IndexError, ValueError, AttributeError):
        stem = f"{values['id']} {values['date']}"
    return file_stem(stem.strip())


def day_of_unnamed(stem: str, settings: Settings) -> str | None:
    """The day in a name that the program gives to a project without a patient, empty if it has none; None for every
    other name."""
    try:
        parts = list(string.Formatter().parse(settings.project_name_pattern))
    except ValueError:
        return None
    pattern = "".join(re.escape(text) + _field(name) for text, name, _, _ in parts)
    found = re.fullmatch(rf"{pattern.strip()}(?: \d+)?", stem)
    return None if found is None else next(iter(found.groups()), "")


def _field(name: str | None) -> str:
    if name == "date":
        return f"({DAY})"
    return re.escape(tr("Patient")) if name in ("id", "name") else ""


@dataclass
class FileName:
    """Who gave the open file its name. `given`: this program, in this session; `chosen`: the user."""

    given: Path | None = None
    chosen: Path | None = None

    def take(self, path: Path, named_by: str) -> None:
        """The file is at `path`; `named_by` is program or user where this save named it, else empty."""
        if named_by == "program":
            self.given = path
        elif named_by == "user":
            self.chosen = path

    def better(self, patient: Patient, path: Path | None, settings: Settings) -> str:
        """The stem that the file should have by now; empty where it keeps its name.

        Only a name that the program gave is exchanged: one of this session, or one that says that nobody is named yet.
        """
        if path is None or path == self.chosen:
            return ""
        found = day_of_unnamed(path.stem, settings)
        if path == self.given:
            days = re.findall(DAY, path.stem)
            day = days[-1] if days else None
        elif found is None or not (patient.id or patient.name):
            return ""
        else:
            day = found or None
        wanted = stem_of(patient, settings, day)
        return "" if re.fullmatch(rf"{re.escape(wanted)}(?: \d+)?", path.stem) else wanted
