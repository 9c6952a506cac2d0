"""The demonstration: a public-domain portrait and an "after" made from it, so that everything about it is known.

The portrait is Grace Hopper's, from matplotlib's sample data. The after photo is the same one with the chin drawn down
by a smooth local change, then rolled, scaled, shifted and exposed differently.
"""

from __future__ import annotations

import importlib.util
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from facebalance_desktop.errors import Problem
from facebalance_desktop.geometry import Similarity
from facebalance_desktop.photos.facts import Pixels
from facebalance_desktop.photos.opencv import cv2
from facebalance_desktop.planning.annotations import Annotation
from facebalance_desktop.project.edits_annotations import add_annotation
from facebalance_desktop.project.edits_drawing import show_guide
from facebalance_desktop.project.edits_photos import add_photos
from facebalance_desktop.project.intake import PhotoStore, photo_of
from facebalance_desktop.project.model import PROGRAM, Project, new_id, now
from facebalance_desktop.translation import tr

BEFORE_TO_AFTER = Similarity.of(rotation=5.0, scale=1.14, shift=(5.0, -4.0), about=(256.0, 300.0))
"""What the alignment has to undo, away from the chin."""
SIZE_AFTER = (512, 600)
CHIN, CHIN_SPREAD, CHIN_DOWN = (271.0, 333.0), 20.0, 7.0
"""Where the local change is strongest, its Gaussian spread and its size, px of the before photo."""
CHIN_OUTLINE = ((243.0, 312.0), (270.0, 304.0), (297.0, 311.0), (293.0, 331.0), (271.0, 342.0), (249.0, 332.0))
GAIN = (1.10, 1.04, 0.96)
"""Exposure of the after photo: red, green, blue."""


def portrait_path() -> Path:
    """Where matplotlib keeps the portrait; Problem where its sample data was left out."""
    found = importlib.util.find_spec("matplotlib")
    folders = [] if found is None else list(found.submodule_search_locations or ())
    for folder in folders:
        path = Path(folder) / "mpl-data" / "sample_data" / "grace_hopper.jpg"
        if path.is_file():
            return path
    raise Problem(tr("The demonstration needs matplotlib's sample data, which this installation does not have."))


def made_after(before: Pixels) -> Pixels:
    """The after photo, (h, w, 3) sRGB, from the before photo's pixels."""
    height, width = before.shape[:2]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32) + 0.5, np.arange(height, dtype=np.float32) + 0.5)
    fall = np.exp(-((x - CHIN[0]) ** 2 + (y - CHIN[1]) ** 2) / (2 * CHIN_SPREAD**2))
    pulled = cv2.remap(before, x - 0.5, (y - 0.5 - CHIN_DOWN * fall).astype(np.float32), cv2.INTER_CUBIC)
    turned = cv2.warpAffine(
        pulled, BEFORE_TO_AFTER.to_cv2(), SIZE_AFTER, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    lit = np.clip(turned.astype(np.float32) * np.array(GAIN, np.float32), 0, 255)
    return np.asarray(lit.round(), dtype=np.uint8)


def demonstration_photos() -> tuple[tuple[bytes, str], tuple[bytes, str]]:
    """Bytes and names of the before and the after photo."""
    before = portrait_path().read_bytes()
    pixels = np.asarray(Image.open(BytesIO(before)).convert("RGB"))
    target = BytesIO()
    Image.fromarray(made_after(pixels)).save(target, "JPEG", quality=93)
    return (before, "demonstration before.jpg"), (target.getvalue(), "demonstration after.jpg")


def demonstration(keeper: PhotoStore) -> Project:
    """A project on the demonstration photos, with guides on and a zone on the chin; faces are still to be found."""
    photos = [photo_of(data, name, keeper) for data, name in demonstration_photos()]
    project = Project(id=new_id(), program=PROGRAM, created=now(), is_demonstration=True)
    project = add_photos(photos)(project)
    for guide in ("thirds", "midline", "horizontals"):
        project = show_guide(guide, True)(project)
    return add_annotation(Annotation(new_id(), photos[0].id, tr("Chin"), "#ff8fa3", CHIN_OUTLINE))(project)
