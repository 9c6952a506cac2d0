"""The door: bytes of a photo to facts, and to upright sRGB pixels.

Formats are recognised by content, never by name. Every reader looks at the header first and refuses more than 250
million pixels before anything is allocated.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, replace

from facebalance_desktop.photos import jpeg, png, sentences
from facebalance_desktop.photos.colour import Choice, choose_profile, to_srgb
from facebalance_desktop.photos.facts import Decoded, Facts, Header, Raster, with_file_date
from facebalance_desktop.photos.metadata import Metadata, read_metadata
from facebalance_desktop.photos.orientation import upright

__all__ = ["Decoded", "Facts", "decode", "read_facts", "with_file_date"]


@dataclass(frozen=True, slots=True)
class _Reader:
    header: Callable[[bytes, str], Header]
    pixels: Callable[[bytes, str, Header, int | None], Raster]


def read_facts(data: bytes, name: str) -> Facts:
    """What the header tells, without decoding a pixel. `name` is the file's name, for the sentence. Raises Problem."""
    head = _reader(data, name).header(data, name)
    told = read_metadata(head.exif, head.xmp)
    return _facts(head, told, choose_profile(head, told))


def decode(data: bytes, name: str, max_side: int | None = None) -> Decoded:
    """Upright sRGB pixels and facts. Raises Problem: a photo cut off or damaged is never shown as whole.

    With `max_side` the pixels may be a reduced decode whose long side is at least `max_side` where the photo has as
    much; `facts` always tell the photo's own size.
    """
    reader = _reader(data, name)
    head = reader.header(data, name)
    told = read_metadata(head.exif, head.xmp)
    choice = choose_profile(head, told)
    raster = reader.pixels(data, name, head, max_side)
    pixels, used = to_srgb(raster, choice.icc)
    if not used:
        choice = choose_profile(_with_unusable_profile(head), told)
    pixels = upright(pixels, head.orientation)
    pixels.flags.writeable = False
    facts = _facts(head, told, choice)
    return Decoded(pixels, facts)


def _facts(head: Header, told: Metadata, choice: Choice) -> Facts:
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
    found = _readers(data[:32])
    if found is None:
        raise sentences.not_a_photo(name)
    return found


@functools.lru_cache(maxsize=8)
def _readers(start: bytes) -> _Reader | None:
    if start[:3] == b"\xff\xd8\xff":
        return _Reader(jpeg.header, jpeg.pixels)
    if start[:8] == png.SIGNATURE:
        return _Reader(png.header, png.pixels)
    return None
