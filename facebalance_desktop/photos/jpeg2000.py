"""JPEG 2000, as JP2 file or bare codestream, by OpenJPEG."""

from __future__ import annotations

import struct

import imagecodecs
import numpy as np

from facebalance_desktop.photos import messages
from facebalance_desktop.photos.boxes import boxes
from facebalance_desktop.photos.facts import Header, Raster, Space
from facebalance_desktop.photos.pillow import split_alpha
from facebalance_desktop.translation import tr


def header(data: bytes, name: str) -> Header:
    """Raises Problem."""
    start = _codestream(data, name)[0]
    if start + 42 > len(data) or data[start : start + 4] != b"\xff\x4f\xff\x51":
        raise messages.damaged(name)
    right, bottom, left, top = struct.unpack_from(">IIII", data, start + 8)
    messages.check_size(name, right - left, bottom - top)
    (components,) = struct.unpack_from(">H", data, start + 40)
    if components not in (1, 2, 3, 4):
        raise messages.unsupported(name, tr("a JPEG 2000 picture of {components} channels", components=components))
    space: Space = "grey" if components <= 2 else "RGB"
    return Header("JPEG 2000", right - left, bottom - top, space, icc=_profile(data))


def pixels(data: bytes, name: str, head: Header, max_side: int | None) -> Raster:
    """Raises Problem; OpenJPEG would fill what is missing, so the tile-parts are counted first."""
    start, end = _codestream(data, name)
    _check_parts(data, name, start, end)
    bits = (data[start + 42] & 0x7F) + 1
    try:
        array = np.asarray(imagecodecs.jpeg2k_decode(data))
    except (RuntimeError, ValueError, TypeError) as error:
        raise messages.damaged(name) from error
    if array.shape[:2] != (head.height, head.width) or array.dtype.kind != "u" or bits > 16:
        raise messages.unsupported(name, tr("a JPEG 2000 picture of an unusual layout"))
    if bits not in (8, 16):
        top, kind = (255, np.uint8) if bits < 8 else (65535, np.uint16)
        array = np.rint(array * np.float32(top / (2**bits - 1))).astype(kind)
    return split_alpha(array, head.space)


def _codestream(data: bytes, name: str) -> tuple[int, int]:
    if data[:4] == b"\xff\x4f\xff\x51":
        return 0, len(data)
    for box in boxes(data, 0, len(data)):
        if box.kind == b"jp2c":
            if box.end > len(data):
                raise messages.cut_off(name)
            return box.start, box.end
    raise messages.cut_off(name)


def _profile(data: bytes) -> bytes | None:
    for box in boxes(data, 0, len(data)):
        if box.kind == b"jp2h":
            for inner in boxes(data, box.start, box.end):
                if inner.kind == b"colr" and data[inner.start : inner.start + 1] == b"\x02":
                    return data[inner.start + 3 : inner.end]
    return None


def _check_parts(data: bytes, name: str, start: int, end: int) -> None:
    """From tile-part to tile-part to the end of the codestream."""
    at = start + 2
    while data[at : at + 2] != b"\xff\x90":  # the main header's segments
        if at + 4 > end or data[at] != 0xFF:
            raise messages.damaged(name)
        at += 2 + struct.unpack_from(">H", data, at + 2)[0]
    while data[at : at + 2] == b"\xff\x90":
        if at + 12 > end:
            raise messages.cut_off(name)
        (length,) = struct.unpack_from(">I", data, at + 6)
        if length == 0:  # the last part may leave it open
            at = end - 2
            break
        if length < 14:
            raise messages.damaged(name)
        at += length
    if at + 2 > end or data[at : at + 2] != b"\xff\xd9":
        raise messages.cut_off(name)
