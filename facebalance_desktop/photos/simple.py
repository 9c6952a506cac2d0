"""BMP and GIF: a few header fields, the rest by Pillow."""

from __future__ import annotations

import struct

from facebalance_desktop.photos import messages, pillow
from facebalance_desktop.photos.facts import Header, Raster


def bmp_header(data: bytes, name: str) -> Header:
    """Raises Problem."""
    if struct.unpack_from("<I", data, 14)[0] == 12:
        width, height = struct.unpack_from("<HH", data, 18)
    else:
        width, height = struct.unpack_from("<ii", data, 18)
    messages.check_size(name, width, abs(height))  # a negative height says: top row first
    return Header("BMP", width, abs(height))


def bmp_pixels(data: bytes, name: str, head: Header, max_side: int | None) -> Raster:
    """Raises Problem."""
    array = pillow.read(data, name, "BMP")
    return pillow.split_alpha(array, "grey" if array.ndim == 2 else "RGB")


def gif_header(data: bytes, name: str) -> Header:
    """The first frame may reach beyond the screen the file announces: both count. Raises Problem."""
    if len(data) < 13:
        raise messages.cut_off(name)
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    at, images, complete = 13 + _table(flags), 0, False
    while at < len(data) and data[at] != 0x3B:
        if data[at] == 0x2C and at + 10 <= len(data):
            left, top, frame_width, frame_height, frame_flags = struct.unpack_from("<4HB", data, at + 1)
            if images == 0:
                width, height = max(width, left + frame_width), max(height, top + frame_height)
            images += 1
            at, ended = _after_blocks(data, at + 11 + _table(frame_flags))
            complete = complete or ended
        elif data[at] == 0x21:
            at, _ = _after_blocks(data, at + 2)
        else:
            break
    messages.check_size(name, width, height)
    if not complete:
        raise messages.cut_off(name)
    return Header("GIF", width, height, images=images)


def gif_pixels(data: bytes, name: str, head: Header, max_side: int | None) -> Raster:
    """Raises Problem."""
    return pillow.split_alpha(pillow.read(data, name, "GIF", "RGBA"), "RGB")


def _table(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _after_blocks(data: bytes, at: int) -> tuple[int, bool]:
    """Past a run of sub-blocks, and whether its end was there."""
    while at < len(data):
        if data[at] == 0:
            return at + 1, True
        at += 1 + data[at]
    return at, False
