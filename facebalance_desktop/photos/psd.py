"""Photoshop files saved with a flattened picture: 8 or 16 bits, grey, RGB, CMYK or Lab."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

import imagecodecs
import numpy as np
from numpy.typing import NDArray

from facebalance_desktop.photos import messages
from facebalance_desktop.photos.facts import Header, Raster, Space
from facebalance_desktop.photos.metadata import read_metadata
from facebalance_desktop.translation import tr

_SPACES: dict[int, Space] = {1: "grey", 3: "RGB", 4: "CMYK", 9: "Lab"}
_COLOURS = {"grey": 1, "RGB": 3, "CMYK": 4, "Lab": 3}


@dataclass(frozen=True, slots=True)
class _Layout:
    is_big: bool  # PSB
    channels: int
    width: int
    height: int
    depth: int
    mode: int
    resources: dict[int, bytes]
    has_transparency: bool
    picture: int  # where the flattened picture starts


def header(data: bytes, name: str) -> Header:
    """Raises Problem."""
    seen = _layout(data, name)
    space = _SPACES.get(seen.mode)
    if space is None or seen.depth not in (8, 16) or seen.channels < _COLOURS[space]:
        raise messages.unsupported(name, tr("a kind of Photoshop picture (palette, bitmap or 32 bits)"))
    version = seen.resources.get(1057, b"")
    if len(version) >= 5 and not version[4]:
        raise messages.unsupported(name, tr("only layers and no flattened picture"))
    exif, xmp = seen.resources.get(1058), seen.resources.get(1060)
    orientation = read_metadata(exif, None).orientation
    return Header("PSD", seen.width, seen.height, space, orientation, seen.resources.get(1039), exif, xmp)


def pixels(data: bytes, name: str, head: Header, max_side: int | None) -> Raster:
    """The flattened picture. Raises Problem."""
    seen = _layout(data, name)
    colours = _COLOURS[head.space]
    planes = _planes(data, name, seen, colours + (1 if seen.has_transparency and seen.channels > colours else 0))
    colour = planes[:colours]
    if head.space == "CMYK":
        colour = np.invert(colour)  # stored as paper, not ink
    stacked = np.ascontiguousarray(np.moveaxis(colour, 0, -1))
    alpha = planes[colours] if len(planes) > colours else None
    return Raster(stacked[:, :, 0] if colours == 1 else stacked, head.space, alpha)


def _layout(data: bytes, name: str) -> _Layout:
    try:
        version, channels, height, width, depth, mode = struct.unpack_from(">H6xHIIHH", data, 4)
        messages.check_size(name, width, height)
        at = 26
        at += 4 + struct.unpack_from(">I", data, at)[0]  # colour table
        size = struct.unpack_from(">I", data, at)[0]
        resources = _resources(data[at + 4 : at + 4 + size])
        at += 4 + size
        long = version == 2
        size = struct.unpack_from(">Q" if long else ">I", data, at)[0]
        layers = at + (8 if long else 4)
        count_at = layers + (8 if long else 4)
        has_transparency = size > 8 and struct.unpack_from(">h", data, count_at)[0] < 0
        return _Layout(long, channels, width, height, depth, mode, resources, has_transparency, layers + size)
    except struct.error as error:
        raise messages.cut_off(name) from error


def _resources(block: bytes) -> dict[int, bytes]:
    """Image resources by id."""
    found: dict[int, bytes] = {}
    at = 0
    while at + 12 <= len(block) and block[at : at + 4] in (b"8BIM", b"MeSa", b"PHUT", b"AgHg", b"DCSR"):
        number, length = struct.unpack_from(">HB", block, at + 4)
        at += 6 + length + 1 + (length + 1) % 2
        if at + 4 > len(block):
            break
        (size,) = struct.unpack_from(">I", block, at)
        found.setdefault(number, block[at + 4 : at + 4 + size])
        at += 4 + size + size % 2
    return found


def _planes(data: bytes, name: str, seen: _Layout, wanted: int) -> NDArray[Any]:
    """The first `wanted` channels, (wanted, h, w)."""
    if seen.picture + 2 > len(data):
        raise messages.cut_off(name)
    (compression,) = struct.unpack_from(">H", data, seen.picture)
    at, row = seen.picture + 2, seen.width * seen.depth // 8
    kind = np.dtype("u1" if seen.depth == 8 else ">u2")
    if compression == 0:
        raw = data[at : at + wanted * seen.height * row]
    elif compression == 1:
        raw = _unpacked(data, name, seen, wanted, at)
    else:
        raise messages.unsupported(name, tr("a flattened picture compressed in an unusual way"))
    if len(raw) < wanted * seen.height * row:
        raise messages.cut_off(name)
    planes = np.frombuffer(raw, kind, wanted * seen.height * seen.width)
    return planes.reshape(wanted, seen.height, seen.width).astype(kind.newbyteorder("="))


def _unpacked(data: bytes, name: str, seen: _Layout, wanted: int, at: int) -> bytes:
    """Rows packed one by one by PackBits, after a table of their lengths."""
    kind = np.dtype(">u4" if seen.is_big else ">u2")
    rows = seen.channels * seen.height
    if at + rows * kind.itemsize > len(data):
        raise messages.cut_off(name)
    lengths = np.frombuffer(data, kind, rows, at)
    start = at + rows * kind.itemsize
    ends = start + np.cumsum(lengths[: wanted * seen.height].astype(np.int64))
    if int(ends[-1]) > len(data):
        raise messages.cut_off(name)
    expected = wanted * seen.height * seen.width * seen.depth // 8
    try:
        return bytes(imagecodecs.packbits_decode(data[start : int(ends[-1])], out=expected))
    except (RuntimeError, ValueError, TypeError) as error:
        raise messages.damaged(name) from error
