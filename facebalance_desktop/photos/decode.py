"""The entry point: bytes of a photo to facts, and to upright sRGB pixels.

Formats are recognised by content, never by name. Every reader looks at the header first and refuses more than 250
million pixels before anything is allocated.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from facebalance_desktop.photos import jpeg, messages
from facebalance_desktop.photos.colour import ColourConversion, choose_profile, to_srgb
from facebalance_desktop.photos.facts import Decoded, Facts, Header, Pixels, Raster, with_file_date
from facebalance_desktop.photos.formats import PHOTO_FORMATS, ReadHeader, ReadPixels, format_of
from facebalance_desktop.photos.metadata import Metadata, read_metadata
from facebalance_desktop.photos.opencv import cv2
from facebalance_desktop.photos.orientation import upright

__all__ = ["Decoded", "Facts", "check_start", "decode", "read_facts", "with_file_date"]


def read_facts(data: bytes, name: str) -> Facts:
    """What the header tells, without decoding a pixel. `name` is the file's name, for the sentence. Raises Problem."""
    head, _ = _open(data, name)
    told = read_metadata(head.exif, head.xmp, head.exif_directory)
    return _facts(head, told, choose_profile(head, told))


def decode(data: bytes, name: str, max_side: int | None = None, into: Pixels | None = None) -> Decoded:
    """Upright sRGB pixels and facts. Raises Problem: a photo cut off or damaged is never shown as whole.

    With `max_side` the pixels may be a reduced decode whose long side is at least `max_side` where the photo has as
    much; `facts` always tell the photo's own size. A whole decode goes straight `into` an array of the upright
    photo's shape, where its format and what follows allow it: then that is its pixels.
    """
    head, read_pixels = _open(data, name)
    told = read_metadata(head.exif, head.xmp, head.exif_directory)
    choice = choose_profile(head, told)
    if read_pixels is jpeg.pixels and head.orientation == 1:
        raster = jpeg.pixels(data, name, head, max_side, into)
    else:
        raster = read_pixels(data, name, head, max_side)
    pixels, used = to_srgb(_reduced(raster, max_side), choice.icc)
    del raster
    if not used:
        choice = choose_profile(_with_unusable_profile(head), told)
    pixels = upright(pixels, head.orientation, into if max_side is None else None)
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


def check_start(start: bytes, name: str) -> None:
    """Raise Problem where a file that begins so is no photo that can be opened: a film need not be read to its end."""
    _readers(start, name)


def _readers(data: bytes, name: str) -> tuple[str, ReadHeader, ReadPixels]:
    """The format, what reads its header, and what reads its pixels. Raises Problem."""
    if not data:
        raise messages.empty(name)
    row = PHOTO_FORMATS.get(format_of(data) or "")
    if row is None:
        raise messages.not_a_photo(name)
    if row.header is None or row.pixels is None:
        raise messages.not_yet(name, row.id)
    return row.id, row.header, row.pixels


def _open(data: bytes, name: str) -> tuple[Header, ReadPixels]:
    """The header, and what reads the pixels. Raises Problem."""
    format, read_header, read_pixels = _readers(data, name)
    head = read_header(data, name)
    return (head if head.format else replace(head, format=format)), read_pixels
