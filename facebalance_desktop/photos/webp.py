"""WebP: chunks, and the first frame through libwebp."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from facebalance_desktop.photos import messages, pillow
from facebalance_desktop.photos.facts import Header, Raster
from facebalance_desktop.photos.metadata import read_metadata


def header(data: bytes, name: str) -> Header:
    """Raises Problem."""
    width = height = frames = 0
    icc = exif = xmp = None
    for kind, body in _chunks(data):
        if kind == b"VP8X" and len(body) >= 10:
            width, height = (int.from_bytes(body[at : at + 3], "little") + 1 for at in (4, 7))
        elif kind == b"VP8 " and not width and body[3:6] == b"\x9d\x01\x2a" and len(body) >= 10:
            width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", body, 6))
        elif kind == b"VP8L" and not width and body[:1] == b"\x2f" and len(body) >= 5:
            (bits,) = struct.unpack_from("<I", body, 1)
            width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        elif kind == b"ICCP":
            icc = body
        elif kind == b"EXIF":
            exif = body.removeprefix(b"Exif\0\0")
        elif kind == b"XMP ":
            xmp = body
        elif kind == b"ANMF":
            frames += 1
    messages.check_size(name, width, height)
    orientation = read_metadata(exif, None).orientation
    return Header("WebP", width, height, "RGB", orientation, icc, exif, xmp, max(1, frames))


def pixels(data: bytes, name: str, head: Header, max_side: int | None) -> Raster:
    """Raises Problem."""
    if struct.unpack_from("<I", data, 4)[0] + 8 > len(data):
        raise messages.cut_off(name)
    if any(kind in (b"VP8 ", b"VP8L") and len(body) > 64 and not any(body[-64:]) for kind, body in _chunks(data)):
        raise messages.cut_off(name)  # zeros are what a card leaves where a copy broke off
    return pillow.split_alpha(pillow.read(data, name, "WEBP"), "RGB")


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = 12
    while at + 8 <= len(data):
        kind, size = struct.unpack_from("<4sI", data, at)
        yield kind, data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
