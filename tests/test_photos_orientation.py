"""The orientation of EXIF and of HEIF containers is applied once and only once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import photo_samples as written
import pytest
from PIL import Image

from facebalance_desktop.photos.decode import decode, read_facts
from facebalance_desktop.photos.orientation import upright

PORTRAIT = written.portrait()
LOSSLESS: dict[str, dict[str, Any]] = {
    "PNG": {},
    "TIFF": {"compression": "tiff_lzw"},
    "WEBP": {"lossless": True},
}


@pytest.mark.parametrize("orientation", written.ORIENTATIONS)
def test_upright_undoes_how_the_camera_stored_it(orientation: int) -> None:
    stored = written.turned(PORTRAIT, orientation)
    assert np.array_equal(upright(stored, orientation), PORTRAIT)


@pytest.mark.parametrize("format", LOSSLESS)
@pytest.mark.parametrize("orientation", written.ORIENTATIONS)
def test_lossless_formats_give_the_same_pixels(format: str, orientation: int) -> None:
    stored = written.turned(PORTRAIT, orientation)
    data = written.by_pillow(format, stored, exif=written.exif({0x0112: orientation}), **LOSSLESS[format])
    decoded = decode(data, "x")
    assert (decoded.facts.width, decoded.facts.height) == (160, 200)
    assert np.array_equal(decoded.pixels, PORTRAIT)
    assert read_facts(data, "x") == decoded.facts


@pytest.mark.parametrize("orientation", written.ORIENTATIONS)
@pytest.mark.parametrize("max_side", [None, 50])
def test_jpeg(orientation: int, max_side: int | None) -> None:
    """The stored pixels, as another decoder gives them without the tag, turned: equal to the last bit."""
    size = {"width": 160, "height": 192}  # whole blocks, so that turning and coding commute nearly
    picture = PORTRAIT[: size["height"], : size["width"]]
    stored = written.turned(picture, orientation)
    data = written.by_pillow("JPEG", stored, quality=95, subsampling=0, exif=written.exif({0x0112: orientation}))
    decoded = decode(data, "x", max_side)
    assert (decoded.facts.width, decoded.facts.height) == (160, 192)
    height, width = decoded.pixels.shape[:2]
    expected = np.asarray(Image.fromarray(picture).resize((width, height), Image.Resampling.BOX))
    assert np.abs(decoded.pixels.astype(int) - expected).mean() < 4
    if max_side is None:
        plain = decode(written.by_pillow("JPEG", stored, quality=95, subsampling=0), "x").pixels
        assert np.array_equal(decoded.pixels, upright(plain, orientation))


@pytest.mark.parametrize("orientation", written.ORIENTATIONS)
def test_heic_and_avif_turn_by_the_container_alone(orientation: int) -> None:
    """Both writers store the wish as rotation and mirroring of the container."""
    stored = written.turned(PORTRAIT, orientation)
    tag = written.exif({0x0112: orientation})
    for data in (written.by_pillow_heif(stored, exif=tag), written.by_pillow("AVIF", stored, quality=90, exif=tag)):
        decoded = decode(data, "x")
        assert (decoded.facts.width, decoded.facts.height) == (160, 200)
        assert np.abs(decoded.pixels.astype(int) - PORTRAIT).mean() < 5
        assert read_facts(data, "x") == decoded.facts


def test_the_exif_of_a_heic_without_rotation_is_not_applied() -> None:
    """The standard: a HEIC is turned by its container; an orientation in its EXIF is a leftover."""
    data = written.by_pillow_heif(PORTRAIT, exif=written.exif({0x0112: 1, 0x010F: "Make"}))
    at = data.index(b"\x12\x01\x03\x00") if b"\x12\x01\x03\x00" in data else data.index(b"\x01\x12\x00\x03")
    edited = bytearray(data)
    value = slice(at + 8, at + 12)
    edited[value] = b"\x06\0\0\0" if data[at] == 0x12 else b"\0\x06\0\0"
    decoded = decode(bytes(edited), "x")
    assert decoded.facts.camera == "Make"
    assert np.abs(decoded.pixels.astype(int) - PORTRAIT).mean() < 5


@pytest.mark.parametrize("value", [0, 9, 65535])
def test_a_wrong_orientation_is_none(value: int) -> None:
    data = written.by_pillow("PNG", PORTRAIT, exif=written.exif({0x0112: value}))
    assert np.array_equal(decode(data, "x").pixels, PORTRAIT)


def test_one_photo_in_eight_orientations(photos: Path) -> None:
    """A series made by others: the eight files show one upright picture."""
    series = [decode(path.read_bytes(), path.name) for path in sorted(photos.glob("formats/exif_portrait_*.jpg"))]
    assert len(series) == 8
    for decoded in series:
        assert (decoded.facts.width, decoded.facts.height) == (450, 600)
        # each file was compressed for itself; the first carries no colour profile
        assert np.abs(decoded.pixels.astype(int) - series[1].pixels).mean() < (6 if decoded is not series[0] else 30)


@pytest.mark.parametrize("extension", ["jpg", "webp"])
def test_a_face_in_the_orientations_of_another_series(photos: Path, extension: str) -> None:
    plain = decode((photos / f"formats/pillow_hopper.{extension}").read_bytes(), "x").pixels.astype(int)
    series = sorted(photos.glob(f"formats/pillow_hopper_orientation_*.{extension}"))
    assert series
    for path in series:
        assert np.abs(decode(path.read_bytes(), path.name).pixels - plain).mean() < 6, path.name
