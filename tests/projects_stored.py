"""Projects with photos, and saving them, for the tests of project files."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from projects_made import made_photo

from facebalance_desktop.project.codec import to_json
from facebalance_desktop.project.edits_photos import add_photos, set_patient
from facebalance_desktop.project.history import Edit
from facebalance_desktop.project.model import Patient, Project, new_project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import Known, Saved, save_project
from facebalance_desktop.work import JobContext

PATIENT = Patient("Zoë Ångström-Ñandú 王", "2024/117", "1958-07-02")


def made(originals: Originals, *contents: bytes) -> Project:
    photos = [
        made_photo(f"Aufnahme {number} ü.jpg", sha256=originals.keep(data), size=len(data))
        for number, data in enumerate(contents)
    ]
    return set_patient(PATIENT)(add_photos(photos)(new_project()))


def save(project: Project, path: Path, originals: Originals, known: Known | None = None, kept: int = 5) -> Saved:
    return save_project(JobContext(), project, path, originals, b"preview", known, kept)


def renamed(name: str) -> Edit:
    return set_patient(replace(PATIENT, name=name))


def is_same(first: Project, second: Project) -> bool:
    return {**to_json(first), "program": ""} == {**to_json(second), "program": ""}
