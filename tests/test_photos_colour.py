"""Colour: embedded profiles against `transicc` (littleCMS's own calculator), assumptions said in words."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import photo_samples as written
import pytest
from colour_difference import delta_e_2000, lab
from PIL import Image, ImageOps

from facebalance_desktop.photos.decode import decode
from facebalance_desktop.photos.opencv import cv2

PORTRAIT = written.portrait()
ADOBE = bytes(imagecodecs.cms_profile("adobergb"))
P3 = bytes(
    imagecodecs.cms_profile(
        "rgb",
        whitepoint=(0.3127, 0.3290, 1.0),
        primaries=(0.680, 0.320, 1.0, 0.265, 0.690, 1.0, 0.150, 0.060, 1.0),
        gamma=2.2,
    )
)
LIMIT = 1.5  # mean Delta-E 2000
CMYK_PROFILES = (
    Path("/usr/share/color/icc/ghostscript/default_cmyk.icc"),
    Path("/usr/share/color/icc/default_cmyk.icc"),
    Path("/usr/share/color/icc/colord/SWOP2006_Coated3v2.icc"),
)


def calculated(values: np.ndarray, icc: bytes, folder: Path) -> np.ndarray:  # type: ignore[type-arg]  # any numbers
    """(n, 3) sRGB, unbounded, of (n, c) values, by another program; skips where it is not installed."""
    program = shutil.which("transicc")
    if program is None:
        pytest.skip("transicc is not installed (package liblcms2-utils)")
    profile = folder / "profile.icc"
    profile.write_bytes(icc)
    lines = "\n".join(" ".join(f"{value:.6f}" for value in row) for row in values)
    command = [program, "-n", "-t1", "-b", f"-i{profile}", "-o*sRGB"]
    answer = subprocess.run(command, input=lines + "\n", capture_output=True, text=True, timeout=60, check=True)
    rows = [line.split()[:3] for line in answer.stdout.splitlines() if line.strip()]
    return np.array([[float(value) for value in row] for row in rows if _is_number(row)])


def _is_number(row: list[str]) -> bool:
    try:
        return len([float(value) for value in row]) == 3
    except ValueError:
        return False


def check(stored: np.ndarray, shown: np.ndarray, icc: bytes, folder: Path, scale: float = 1.0) -> None:  # type: ignore[type-arg]  # as above
    """`stored` (h, w, c) as in the file, `shown` (h, w, 3) as decoded: Delta-E 2000 on in-gamut pixels."""
    pick = np.random.default_rng(11).choice(shown.shape[0] * shown.shape[1], 400, replace=False)
    before = stored.reshape(-1, stored.shape[2] if stored.ndim == 3 else 1)[pick]
    expected = calculated(before * scale, icc, folder)
    assert len(expected) == len(pick)
    inside = ((expected >= 0) & (expected <= 255)).all(1)
    assert inside.mean() > 0.3
    difference = delta_e_2000(lab(expected[inside]), lab(shown.reshape(-1, 3)[pick][inside]))
    assert difference.mean() <= LIMIT, f"mean {difference.mean():.2f}"


def test_delta_e_2000_of_published_pairs() -> None:
    """Sharma, Wu and Dalal (2005), table 1: pairs 1, 7, 17 and 25."""
    first = np.array([[50, 2.6772, -79.7751], [50, 0, 0], [50, 2.5, 0], [60.2574, -34.0099, 36.2677]])
    second = np.array([[50, 0, -82.7485], [50, -1, 2], [73, 25, -18], [60.4626, -34.1751, 39.4387]])
    assert delta_e_2000(first, second) == pytest.approx([2.0425, 2.3669, 27.1492, 1.2644], abs=1e-4)


@pytest.mark.parametrize("icc", [ADOBE, P3], ids=["Adobe RGB", "Display P3"])
@pytest.mark.parametrize("format", ["PNG", "TIFF", "WEBP"])
def test_rgb_profiles(icc: bytes, format: str, tmp_path: Path) -> None:
    options: dict[str, Any] = {"lossless": True} if format == "WEBP" else {}
    decoded = decode(written.by_pillow(format, icc_profile=icc, **options), "x")
    assert not decoded.facts.profile.startswith("none")
    assert any("relative colorimetric" in note for note in decoded.facts.notes)
    check(PORTRAIT, decoded.pixels, icc, tmp_path)
    assert np.abs(decoded.pixels.astype(int) - PORTRAIT).mean() > 1, "something was converted"


def test_16_bits_keep_their_precision_through_the_profile(tmp_path: Path) -> None:
    deep = written.deep()
    data = written.by_tifffile(deep, photometric="rgb", iccprofile=ADOBE)
    check(deep / 257, decode(data, "x").pixels, ADOBE, tmp_path)


def test_jpeg_and_psd_carry_profiles_too(tmp_path: Path) -> None:
    data = written.by_pillow("JPEG", quality=95, icc_profile=ADOBE)
    stored = np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR))[:, :, ::-1]
    check(stored, decode(data, "x").pixels, ADOBE, tmp_path)
    check(PORTRAIT, decode(written.photoshop(icc=ADOBE), "x").pixels, ADOBE, tmp_path)


def test_cmyk_profile(tmp_path: Path) -> None:
    found = next((path for path in CMYK_PROFILES if path.is_file()), None)
    if found is None:
        pytest.skip("no CMYK profile is installed (package ghostscript or colord)")
    icc = found.read_bytes()
    ink = Image.fromarray(PORTRAIT).convert("CMYK")
    decoded = decode(written.by_pillow("TIFF", ink, compression="tiff_lzw", icc_profile=icc), "x")
    check(np.asarray(ink), decoded.pixels, icc, tmp_path, scale=100 / 255)
    assert not decoded.facts.profile.startswith("none")


def test_grey_profile(tmp_path: Path) -> None:
    icc = bytes(imagecodecs.cms_profile("gray", gamma=1.8))
    decoded = decode(written.by_pillow("PNG", written.grey(), icc_profile=icc), "x")
    check(written.grey(), decoded.pixels, icc, tmp_path, scale=1.0)


def test_an_srgb_profile_changes_nothing() -> None:
    decoded = decode(written.by_pillow("PNG", icc_profile=bytes(imagecodecs.cms_profile("srgb"))), "x")
    assert np.array_equal(decoded.pixels, PORTRAIT)


def test_assumptions_are_said() -> None:
    ink = Image.fromarray(PORTRAIT).convert("CMYK")
    assert decode(written.by_pillow("JPEG"), "x").facts.profile == "none: sRGB assumed"
    naive = decode(written.by_pillow("TIFF", ink), "x")
    assert naive.facts.profile == "none: CMYK converted naively"
    assert np.abs(naive.pixels.astype(int) - PORTRAIT).max() <= 1


def test_a_damaged_profile_is_not_used_and_said() -> None:
    for icc in (b"no profile at all", ADOBE[:200], ADOBE[:128] + bytes(len(ADOBE) - 128)):
        decoded = decode(written.by_pillow("PNG", icc_profile=icc), "x")
        assert decoded.facts.profile == "none: sRGB assumed"
        assert any("damaged" in note for note in decoded.facts.notes)
        assert np.array_equal(decoded.pixels, PORTRAIT)


def test_a_profile_of_another_space_is_not_used() -> None:
    ink = Image.fromarray(PORTRAIT).convert("CMYK")
    decoded = decode(written.by_pillow("TIFF", ink, icc_profile=ADOBE), "x")
    assert decoded.facts.profile == "none: CMYK converted naively"


def test_adobe_rgb_named_by_the_camera_without_a_profile() -> None:
    """The DCF option file: colour space uncalibrated, interoperability index R03."""
    tag = written.exif({}, {0x8769: {0xA001: 65535, 0xA005: {1: "R03"}}})
    plain = decode(written.by_pillow("PNG", exif=tag), "x")
    tagged = decode(written.by_pillow("PNG", icc_profile=ADOBE), "x")
    assert plain.facts.profile == "Adobe RGB (1998)"
    assert np.array_equal(plain.pixels, tagged.pixels)


def test_srgb_named_by_the_camera() -> None:
    assert decode(written.by_pillow("PNG", exif=written.exif({}, {0x8769: {0xA001: 1}})), "x").facts.profile == "sRGB"


@pytest.mark.parametrize(
    ("file", "profile"),
    [
        ("negative/dog_adobergb.jpg", "Adobe RGB (1998)"),
        ("whitehouse/obama_2009_official_adobergb.png", "Adobe RGB (1998)"),
        ("formats/exif_portrait_2.jpg", "Generic RGB Profile"),
        ("formats/iphone11_P3.HEIC", "Display P3"),
    ],
)
def test_real_files_with_profiles(photos: Path, tmp_path: Path, file: str, profile: str) -> None:
    """The stored values come from another decoder (Pillow), the colours from another program (transicc)."""
    import pillow_heif

    data = (photos / file).read_bytes()
    decoded = decode(data, file)
    assert decoded.facts.profile == profile
    with pillow_heif.open_heif(data).to_pillow() if file.endswith("HEIC") else Image.open(photos / file) as image:
        icc = image.info["icc_profile"]
        stored = np.asarray((image if file.endswith("HEIC") else ImageOps.exif_transpose(image)).convert("RGB"))
    shown = decoded.pixels
    assert stored.shape == shown.shape
    check(stored, shown, icc, tmp_path)
