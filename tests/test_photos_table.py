"""Every file of the photos for tests opens upright and in colour, or gives its sentence."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageOps

from facebalance_desktop.errors import Problem
from facebalance_desktop.photos.decode import decode, read_facts

# What is wrong with each file that does not open, in a word of its sentence.
REFUSED = {
    "bomb_16384x16384.png": "250 million",
    "bomb_65536x65536.png": "250 million",
    "pillow_decompression_bomb.gif": "250 million",
    "pillow_broken.png": "damaged",
    "pillow_broken_data_stream.png": "damaged",
    "pillow_hopper_bad_exif.jpg": "damaged",  # 1,214 bytes too many before the first restart: grey stripes
    "pillow_truncated_image.png": "cut off",
    "pillow_truncated_jpeg.jpg": "cut off",
    "ph_truncated.heic": "cut off",
    "ph_empty.heic": "empty",
    "vl_photographic_doe_john.dcm": "DICOM",
}
FORMATS = {"HEIF": "HEIC", "WEBP": "WebP", "PPM": "PGM"}


def rows(photos: Path) -> list[dict[str, str]]:
    with (photos / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_as_pillow_has_it(path: Path, row: dict[str, str], pixels: np.ndarray) -> bool:  # type: ignore[type-arg]  # any array of numbers
    """Upright and in the same colours, where another decoder knows both: 8-bit RGB that needs no profile."""
    if row["format"] not in ("JPEG", "PNG", "WEBP") or row["mode"] not in ("RGB", "L", "P"):
        return True
    if row["icc"] and "sRGB" not in row["icc"]:
        return True
    with Image.open(path) as image:
        expected = np.asarray(ImageOps.exif_transpose(image).convert("RGB"))
    return bool(expected.shape == pixels.shape and np.abs(expected.astype(np.int16) - pixels).mean() < 0.5)


def test_every_file_of_the_manifest(photos: Path) -> None:
    seen, wrong = 0, []
    for row in rows(photos):
        path = photos / row["file"]
        data = path.read_bytes()
        try:
            facts, decoded = read_facts(data, path.name), decode(data, path.name)
        except Problem as problem:
            if (
                REFUSED.get(path.name, "no refusal expected") not in problem.sentence
                or path.name not in problem.sentence
            ):
                wrong.append(f"{row['file']}: {problem.sentence}")
            continue
        seen += 1
        pixels = decoded.pixels
        size = {facts.width, facts.height}
        is_turned = row["exif_orientation"] in ("5", "6", "7", "8")
        listed = (int(row["width"]), int(row["height"])) if row["width"] else (1, 1)  # a bomb of text round one pixel
        checks = {
            "was to be refused": path.name not in REFUSED,
            "facts": facts == decoded.facts,
            "shape": pixels.shape == (facts.height, facts.width, 3),
            "read-only": not pixels.flags.writeable,
            "size": size == set(listed),
            "upright": (facts.width, facts.height) == listed or is_turned,
            "format": facts.format in (FORMATS.get(row["format"], row["format"] or "PNG"), "BigTIFF"),
            "profile": row["icc"] == "" or facts.profile.split()[0] in row["icc"],
            "colour": is_as_pillow_has_it(path, row, pixels),
        }
        wrong += [f"{row['file']}: {what}: {facts}" for what, is_right in checks.items() if not is_right]
    assert not wrong, "\n".join(wrong)
    assert seen == len(rows(photos)) - len(REFUSED)


@pytest.mark.parametrize(
    ("one", "other", "limit"),
    [
        ("wikimedia/giunchedi_rgb.jpg", "wikimedia/giunchedi.png", 3),
        ("formats/pillow_hopper.jpg", "formats/pillow_hopper.psd", 6),
        ("formats/pillow_hopper.jpg", "formats/pillow_hopper.iccprofile.tif", 6),
        ("formats/pillow_hopper.jpg", "formats/pillow_hopper_bigtiff.tif", 6),
        ("formats/pillow_hopper.jpg", "formats/pillow_hopper.webp", 8),
        ("formats/pillow_hopper.psd", "formats/pillow_hopper.Lab.tif", 12),
        ("formats/pillow_hopper_gray.jpg", "formats/pillow_hopper_16bit.pgm", 6),
    ],
)
def test_one_picture_in_two_formats(photos: Path, one: str, other: str, limit: float) -> None:
    first, second = (decode((photos / file).read_bytes(), file).pixels.astype(int) for file in (one, other))
    assert np.abs(first - second).mean() < limit


def test_a_cmyk_photo_looks_like_the_rgb_one(photos: Path) -> None:
    """Its orientation tag was put on upright pixels: honoured, the head lies on its side."""
    colour = decode((photos / "wikimedia/giunchedi_rgb.jpg").read_bytes(), "x").pixels.astype(int)
    ink = decode((photos / "wikimedia/giunchedi_cmyk_exif_rotated.jpg").read_bytes(), "x")
    assert ink.facts.profile == "none: CMYK converted naively"
    assert np.abs(np.rot90(ink.pixels, 1) - colour).mean() < 12
