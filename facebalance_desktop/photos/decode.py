"""The door: bytes of a photo to facts, and to upright sRGB pixels.

Formats are recognised by content, never by name. Every reader looks at the header first and refuses more than 250
million pixels before anything is allocated.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from facebalance_desktop.photos import heif, jpeg, jpeg2000, netpbm, png, psd, raw, simple, tiff, webp
from facebalance_desktop.photos import messages as sentences
from facebalance_desktop.photos.colour import ColourConversion, choose_profile, to_srgb
from facebalance_desktop.photos.facts import Decoded, Facts, Header, Raster, with_file_date
from facebalance_desktop.photos.formats import NOT_YET, RAW, format_of
from facebalance_desktop.photos.metadata import Metadata, read_metadata
from facebalance_desktop.photos.opencv import cv2
from facebalance_desktop.photos.orientation import upright

__all__ = ["Decoded", "Facts", "decode", "read_facts", "with_file_date"]


@dataclass(frozen=True, slots=True)
class _Reader:
    header: Callable[[bytes, str], Header]
    pixels: Callable[[bytes, str, Header, int | None], Raster]


def read_facts(data: bytes, name: str) -> Facts:
    """What the header tells, without decoding a pixel. `name` is the file's name, for the sentence. Raises Problem."""
    head = _reader(data, name).header(data, name)
    told = read_metadata(head.exif, head.xmp, head.exif_directory)
    return _facts(head, told, choose_profile(head, told))


def decode(data: bytes, name: str, max_side: int | None = None) -> Decoded:
    """Upright sRGB pixels and facts. Raises Problem: a photo cut off or damaged is never shown as whole.

    With `max_side` the pixels may be a reduced decode whose long side is at least `max_side` where the photo has as
    much; `facts` always tell the photo's own size.
    """
    reader = _reader(data, name)
    head = reader.header(data, name)
    told = read_metadata(head.exif, head.xmp, head.exif_directory)
    choice = choose_profile(head, told)
    raster = _reduced(reader.pixels(data, name, head, max_side), max_side)
    pixels, used = to_srgb(raster, choice.icc)
    if not used:
        choice = choose_profile(_with_unusable_profile(head), told)
    pixels = upright(pixels, head.orientation)
    pixels.flags.writeable = False
    facts = _facts(head, told, choice)
    return Decoded(pixels, facts)


def _reduced(raster: Raster, max_side: int | None) -> Raster:
    """Halved, by area, as often as `max_side` allows, where the format's reader did not do it."""
    height, width = raster.data.shape[:2]
    times = 1
    while max_side is not None and max(height, width) >= 2 * times * max(max_side, 1):
        times *= 2
    if times == 1:
        return raster
    size = -(-width // times), -(-height // times)
    data: Any = cv2.resize(raster.data, size, interpolation=cv2.INTER_AREA)
    alpha: Any = None if raster.alpha is None else cv2.resize(raster.alpha, size, interpolation=cv2.INTER_AREA)
    return Raster(data, raster.space, alpha)


def _facts(head: Header, told: Metadata, choice: ColourConversion) -> Facts:
    width, height = head.upright_size
    return Facts(
        width=width,
        height=height,
        format=head.format,
        profile=choice.name,
        images=head.images,
        taken=told.taken,
        taken_source=told.taken_source,
        camera=told.camera,
        lens=told.lens,
        focal_length=told.focal_length,
        focal_length_35=told.focal_length_35,
        subject_distance=told.subject_distance,
        notes=(*head.notes, *told.notes, *choice.notes),
    )


def _with_unusable_profile(head: Header) -> Header:
    return replace(head, icc=b"unusable")


def _reader(data: bytes, name: str) -> _Reader:
    if not data:
        raise sentences.empty(name)
    format = format_of(data)
    if format in NOT_YET:
        raise sentences.not_yet(name, format)
    reader = _READERS.get("RAW" if format in RAW else format or "")
    if reader is None:
        raise sentences.not_a_photo(name)
    return reader


_READERS = {
    "JPEG": _Reader(jpeg.header, jpeg.pixels),
    "PNG": _Reader(png.header, png.pixels),
    "TIFF": _Reader(tiff.header, tiff.pixels),
    "HEIC": _Reader(heif.heif_header, heif.heif_pixels),
    "HEIF": _Reader(heif.heif_header, heif.heif_pixels),
    "AVIF": _Reader(heif.avif_header, heif.avif_pixels),
    "WebP": _Reader(webp.header, webp.pixels),
    "JPEG 2000": _Reader(jpeg2000.header, jpeg2000.pixels),
    "BMP": _Reader(simple.bmp_header, simple.bmp_pixels),
    "GIF": _Reader(simple.gif_header, simple.gif_pixels),
    "PNM": _Reader(netpbm.header, netpbm.pixels),
    "PSD": _Reader(psd.header, psd.pixels),
    "RAW": _Reader(raw.header, raw.pixels),
}
