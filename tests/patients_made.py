"""Project files of made-up patients, each with two photos of its own colour."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

from canvases_made import pair_with_faces
from PIL import Image

from facebalance_desktop.project.edits_photos import set_patient
from facebalance_desktop.project.model import Patient
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import save_project
from facebalance_desktop.work import JobContext


def jpeg(shade: int) -> bytes:
    """A photo of 400 x 400 px that no other shade makes."""
    store = BytesIO()
    Image.new("RGB", (400, 400), (shade, 255 - shade, 90)).save(store, "JPEG", quality=95)
    return store.getvalue()


def patient_file(path: Path, name: str, shade: int) -> Path:
    """The project file of a patient with a pair of photos with faces, named after the patient."""
    originals = Originals(path.parent / f"originals of {name}")
    project = set_patient(Patient(name))(pair_with_faces())
    photos = []
    for number, photo in enumerate(project.photos):
        data = jpeg(shade + 3 * number)
        sha256 = originals.keep(data)
        photos.append(replace(photo, name=f"{name} {number}.jpg", sha256=sha256, size=len(data)))
    save_project(JobContext(), replace(project, photos=tuple(photos)), path, originals)
    return path
