"""Any pixels to 8-bit sRGB: littleCMS for embedded profiles, stated rules where there is none."""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from typing import Any

import imagecodecs
import numpy as np
from numpy.typing import NDArray

from facebalance_desktop.photos.facts import Header, Pixels, Raster, Space
from facebalance_desktop.photos.icc import read_profile
from facebalance_desktop.photos.metadata import Metadata
from facebalance_desktop.photos.opencv import cv2
from facebalance_desktop.translation import tr

GREY = 128  # what transparent parts are shown over
INTENT = tr("Colours are converted to sRGB relative colorimetrically, with black point compensation.")
_NAMES = {"grey": "gray", "RGB": "rgb", "CMYK": "cmyk", "Lab": "lab"}
_ASSUMED = {
    "grey": tr("none: sRGB assumed"),
    "RGB": tr("none: sRGB assumed"),
    "CMYK": tr("none: CMYK converted naively"),
    "Lab": tr("none: CIELAB under D50 assumed"),
}


@dataclass(frozen=True, slots=True)
class ColourConversion:
    """Which profile describes the pixels: `icc` is None where a rule of ours takes its place."""

    name: str
    icc: bytes | None
    notes: tuple[str, ...] = ()


def choose_profile(head: Header, told: Metadata) -> ColourConversion:
    """The embedded profile if it fits the pixels, else what the camera says, else the assumption, named as such."""
    if head.icc:
        profile = read_profile(head.icc)
        if profile and _fits(profile.space, head.space):
            return ColourConversion(profile.name, head.icc, (INTENT,))
        note = tr("The embedded colour profile is damaged or does not fit the picture and is not used.")
        return ColourConversion(_ASSUMED[head.space], None, (note,))
    if head.named_profile is not None:
        return ColourConversion(head.named_profile, None)
    if head.space == "RGB" and told.is_adobe_rgb:
        note = tr("The camera names Adobe RGB and embeds no profile.")
        return ColourConversion(tr("Adobe RGB (1998)"), _own_profile("adobergb"), (note, INTENT))
    if head.space in ("RGB", "grey") and told.is_srgb:
        return ColourConversion("sRGB", None)
    return ColourConversion(_ASSUMED[head.space], None)


def to_srgb(raster: Raster, icc: bytes | None) -> tuple[Pixels, bool]:
    """(h, w, 3) sRGB and whether `icc`, if any, could be used. 16 bits are rounded, alpha goes over neutral grey."""
    pixels: Pixels | None = None
    if icc is not None and not (raster.space in ("RGB", "grey") and _is_srgb(icc)):
        pixels = _managed(raster.data, raster.space, icc)
    used = icc is None or pixels is not None or _is_srgb(icc)
    if pixels is None:
        pixels = _assumed(raster)
    if raster.alpha is not None:
        pixels = _over_grey(pixels, to_8_bit(raster.alpha))
    return np.ascontiguousarray(pixels), used


def to_8_bit(values: NDArray[Any]) -> Pixels:
    """0-65535 to 0-255, to the nearest."""
    if values.dtype == np.uint8:
        return values
    return cv2.convertScaleAbs(values, alpha=1 / 257)  # type: ignore[return-value]  # cv2's stubs know no dtype


def _fits(profile: Space | None, pixels: Space) -> bool:
    return profile == pixels or (profile == "RGB" and pixels == "grey")


def _assumed(raster: Raster) -> Pixels:
    if raster.space == "Lab":
        lab = _managed(raster.data, "Lab", None)
        assert lab is not None, "littleCMS always has its own Lab profile"
        return lab
    data = to_8_bit(raster.data)
    if raster.space == "grey":
        return cv2.cvtColor(data, cv2.COLOR_GRAY2RGB)  # type: ignore[return-value]  # cv2's stubs know no dtype
    if raster.space == "CMYK":
        paper, light = 255 - data[:, :, :3], 255 - data[:, :, 3:]
        return cv2.multiply(paper, np.repeat(light, 3, axis=2), scale=1 / 255)  # type: ignore[return-value]  # as above
    return data


def _managed(data: NDArray[Any], space: Space, icc: bytes | None) -> Pixels | None:
    """Through littleCMS, or None where the profile turns out unusable."""
    profile = read_profile(icc) if icc else None
    if space == "grey" and profile is not None and profile.space == "RGB":
        data, space = np.repeat(data[:, :, None], 3, axis=2), "RGB"
    try:
        return np.asarray(
            imagecodecs.cms_transform(
                np.ascontiguousarray(data),
                icc if icc is not None else _own_profile("lab4"),
                _own_profile("srgb"),
                colorspace=_NAMES[space],
                outcolorspace="rgb",
                outdtype=np.uint8,
                intent=imagecodecs.CMS.INTENT.RELATIVE_COLORIMETRIC,
                flags=imagecodecs.CMS.FLAGS.BLACKPOINTCOMPENSATION,
            )
        )
    except (RuntimeError, ValueError):
        return None


@functools.cache
def _own_profile(which: str) -> bytes:
    return bytes(imagecodecs.cms_profile(which))


def _is_srgb(icc: bytes) -> bool:
    """Whether the profile changes no colour by more than one level: then there is nothing to convert."""
    return _is_srgb_by_hash(hashlib.sha256(icc).digest(), _Bytes(icc))


class _Bytes:
    """Bytes that weigh nothing in a cache's key: the hash beside them stands for them."""

    def __init__(self, value: bytes) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Bytes)

    def __hash__(self) -> int:
        return 0


@functools.lru_cache(maxsize=64)
def _is_srgb_by_hash(_: bytes, icc: _Bytes) -> bool:
    profile = read_profile(icc.value)
    if profile is None or profile.space != "RGB":
        return False
    steps = np.linspace(0, 255, 18).round().astype(np.uint8)
    grid = np.stack(np.meshgrid(steps, steps, steps), axis=-1).reshape(18, -1, 3)
    converted = _managed(grid, "RGB", icc.value)
    return converted is not None and int(np.abs(converted.astype(np.int16) - grid).max()) <= 1


def _over_grey(pixels: Pixels, alpha: Pixels) -> Pixels:
    if int(alpha.min()) == 255:
        return pixels
    result = np.empty_like(pixels)
    for top in range(0, len(pixels), 256):  # strips: the sums need 16 bits
        share = alpha[top : top + 256, :, None].astype(np.uint16)
        result[top : top + 256] = (pixels[top : top + 256] * share + GREY * (255 - share) + 127) // 255
    return result
