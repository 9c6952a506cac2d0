"""PNG: chunks, and pixels through libpng. Text chunks are never inflated."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import imagecodecs
import numpy as np

from facebalance_desktop.photos import messages, pillow
from facebalance_desktop.photos.facts import Header, Raster, Space
from facebalance_desktop.photos.metadata import read_metadata

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_MAX_PROFILE = 8_000_000  # bytes, inflated
_NEEDED = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}


def header(data: bytes, name: str) -> Header:
    """What the chunks say. Raises Problem."""
    width = height = colour = 0
    icc = exif = xmp = named = None
    frames = 1
    for kind, body in _chunks(data, name, stop=False):
        if kind == b"IHDR":
            if len(body) != 13:
                raise messages.damaged(name)
            width, height, _, colour = struct.unpack_from(">IIBB", body)
            messages.check_size(name, width, height)
        elif kind == b"sRGB":
            named = "sRGB"
        elif kind == b"iCCP" and icc is None:
            icc = _inflated(bytes(body).partition(b"\0")[2][1:])
        elif kind == b"eXIf":
            exif = bytes(body)
        elif kind == b"iTXt" and bytes(body[:19]) == (b"XML:com.adobe.xmp\0\0"):
            xmp = bytes(body)
        elif kind == b"acTL" and len(body) == 8:
            frames = max(1, struct.unpack_from(">I", body)[0])
    if not width:
        raise messages.damaged(name)
    space: Space = "grey" if colour in (0, 4) else "RGB"
    orientation = read_metadata(exif, None).orientation
    return Header("PNG", width, height, space, orientation, icc, exif, xmp, frames, named_profile=named)


def pixels(data: bytes, name: str, head: Header, max_side: int | None) -> Raster:
    """As stored. Raises Problem for anything cut off or damaged: every chunk's checksum is compared."""
    parts: list[bytes | memoryview] = [SIGNATURE]
    depth = 8
    for kind, body in _chunks(data, name, stop=True):
        if kind == b"IHDR":
            depth = body[8]
        if kind in _NEEDED:
            parts.append(struct.pack(">I", len(body)) + kind)
            parts += [body, struct.pack(">I", zlib.crc32(body, zlib.crc32(kind)))]
    lean = b"".join(parts)
    return _deep(lean, name) if depth == 16 else _shallow(lean, name)


def _shallow(lean: bytes, name: str) -> Raster:
    """Up to 8 bits a channel, palettes and transparent colours included."""
    array = pillow.read(lean, name, "PNG")
    return pillow.split_alpha(array, "grey" if array.ndim == 2 or array.shape[2] == 2 else "RGB")


def _deep(lean: bytes, name: str) -> Raster:
    """16 bits a channel, which Pillow would cut down to 8."""
    try:
        array = np.asarray(imagecodecs.png_decode(lean))
    except (RuntimeError, ValueError) as error:
        raise messages.damaged(name) from error
    return pillow.split_alpha(array, "grey" if array.ndim == 2 or array.shape[2] <= 2 else "RGB")


def _chunks(data: bytes, name: str, stop: bool) -> Iterator[tuple[bytes, memoryview]]:
    """Every chunk up to IEND; checksums of the picture's own chunks compared when `stop` is set.

    Without it, a file cut off just ends: its header may still be read.
    """
    at, view = len(SIGNATURE), memoryview(data)
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        body = view[at + 8 : at + 8 + length]
        if at + 12 + length > len(data):
            break
        if stop and kind in _NEEDED:
            (stored,) = struct.unpack_from(">I", data, at + 8 + length)
            if stored != zlib.crc32(body, zlib.crc32(kind)):
                raise messages.damaged(name)
        yield kind, body
        if kind == b"IEND":
            return
        at += 12 + length
    if stop:
        raise messages.cut_off(name)


def _inflated(body: memoryview | bytes) -> bytes | None:
    try:
        inflater = zlib.decompressobj()
        profile = inflater.decompress(body, _MAX_PROFILE)
    except zlib.error:
        return None
    return profile if inflater.eof else None
