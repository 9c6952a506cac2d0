"""Photos of 24 megapixels as a clinic has them of a patient of ten years: enlarged, each a different file, seeded."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from facebalance_desktop.project.demonstration import portrait_path

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ("front_neutral", "front_smile", "r45_neutral", "l45_neutral", "rprofile_neutral")
"""The photos of each visit."""
PERSON = "021"
SIZE = (4000, 6000)
FIRST, EVERY = datetime(2015, 3, 10, 9, 0), timedelta(days=91)


def sources() -> list[Path]:
    """The photos of one person that are enlarged, or the demonstration's portrait where they are not here."""
    folder = Path(os.environ.get("FACEBALANCE_PHOTOS", ROOT.parent / "shared" / "photos")) / "london"
    paths = [folder / f"{PERSON}_{shot}.jpg" for shot in SHOTS]
    return paths if all(path.is_file() for path in paths) else [portrait_path()]


def big_photos(folder: Path, count: int, seed: int) -> list[Path]:
    """`count` files in `folder`, made where they are not there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    known = sources()
    paths = []
    for number in range(count):
        path = folder / f"IMG_{seed}_{number + 1:04d}.JPG"
        if not path.is_file():
            visit, shot = divmod(number, len(known))
            made = enlarged(known[shot], np.random.default_rng((seed, number)))
            _write(made, path, FIRST + visit * EVERY + timedelta(seconds=20 * shot))
        paths.append(path)
    return paths


def enlarged(path: Path, random: np.random.Generator) -> Image.Image:
    """The photo at 24 megapixels, slightly turned, moved and lit by chance."""
    with Image.open(path) as image:
        pixels = np.asarray(image.convert("RGB"))
    height, width = pixels.shape[:2]
    scale = SIZE[1] / height * random.uniform(0.97, 1.03)
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), random.uniform(-3, 3), scale)
    middle = np.array([[0, 0, SIZE[0] / 2 - width / 2], [0, 0, SIZE[1] / 2 - height / 2]])
    moved = np.array([[0, 0, random.uniform(-60, 60)], [0, 0, random.uniform(-60, 60)]])
    large = cv2.warpAffine(
        pixels, matrix + middle + moved, SIZE, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    lit = cv2.convertScaleAbs(large, alpha=random.uniform(0.93, 1.05))
    grain = random.integers(-4, 5, (SIZE[1] // 4, SIZE[0] // 4, 1), np.int16).repeat(4, 0).repeat(4, 1)
    return Image.fromarray(np.clip(lit + grain, 0, 255).astype(np.uint8))


def _write(image: Image.Image, path: Path, taken: datetime) -> None:
    exif = image.getexif()
    exif.get_ifd(0x8769)[0x9003] = taken.strftime("%Y:%m:%d %H:%M:%S")
    temporary = path.with_suffix(".part")
    image.save(temporary, "JPEG", quality=80, exif=exif)
    temporary.replace(path)
