"""A camera card for tests: 42 photos of three persons, two visits each, made of the studio photos."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from PIL import Image

PERSONS = ("002", "008", "021")
SHOTS = ("front_neutral", "front_smile", "r45_neutral", "l45_neutral", "rprofile_neutral", "lprofile_neutral")
VISITS = (datetime(2024, 3, 12, 9, 0), datetime(2024, 6, 4, 9, 0))
SECONDS_APART, MINUTES_A_PATIENT = 12, 25


def make_card(photos: Path, folder: Path) -> dict[str, list[Path]]:
    """Write the card below `folder`; the files of each person in the order they were taken."""
    card = folder / "DCIM" / "100CANON"
    card.mkdir(parents=True)
    files: dict[str, list[Path]] = {person: [] for person in PERSONS}
    number = 1000
    for visit in VISITS:
        for place, person in enumerate(PERSONS):
            begun = visit + timedelta(minutes=MINUTES_A_PATIENT * place)
            for shot, name in enumerate((*SHOTS, "rprofile_smile")):
                number += 1
                path = card / f"IMG_{number}.JPG"
                write(photos / "london" / f"{person}_{name}.jpg", path, begun + timedelta(seconds=SECONDS_APART * shot))
                files[person].append(path)
    return files


def write(source: Path, path: Path, taken: datetime) -> None:
    """A copy with a capture time; the bytes of two copies differ."""
    with Image.open(source) as image:
        exif = image.getexif()
        exif.get_ifd(0x8769)[0x9003] = taken.strftime("%Y:%m:%d %H:%M:%S")
        image.save(path, quality=92, exif=exif)
