"""PBM, PGM and PPM, plain and raw, 1 to 16 bits; Pillow would cut 16-bit colour down to 8."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from numpy.typing import NDArray

from facebalance_desktop.photos import messages
from facebalance_desktop.photos.facts import Header, Raster

_TOKEN = re.compile(rb"(?:\s|#[^\r\n]*[\r\n])*(\d{1,9})")
_NAMES = {49: "PBM", 50: "PGM", 51: "PPM", 52: "PBM", 53: "PGM", 54: "PPM"}


def header(data: bytes, name: str) -> Header:
    """Raises Problem."""
    width, height, _, _ = _fields(data, name)
    messages.check_size(name, width, height)
    return Header(_NAMES[data[1]], width, height, "RGB" if data[1] in b"36" else "grey")


def pixels(data: bytes, name: str, head: Header, max_side: int | None) -> Raster:
    """Values are stretched to the full range of 8 or 16 bits, to the nearest. Raises Problem."""
    width, height, maximum, at = _fields(data, name)
    channels = 3 if head.space == "RGB" else 1
    if data[1] == ord("4"):
        values = _bits(data, name, width, height, at)
    elif data[1] in b"123":
        values = _plain(data, name, width * height * channels, at)
    else:
        kind = np.dtype(">u2" if maximum > 255 else "u1")
        if len(data) - at < width * height * channels * kind.itemsize:
            raise messages.cut_off(name)
        values = np.frombuffer(data, kind, width * height * channels, at)
    if data[1] in b"14":
        values = 1 - np.minimum(values, 1)  # ink is 1
    top = 255 if maximum <= 255 else 65535
    if maximum != top:
        values = np.minimum(values, maximum) * np.float32(top / maximum) + np.float32(0.5)
    full: NDArray[Any] = values.astype(np.uint8 if top == 255 else np.uint16)
    return Raster(full.reshape((height, width, 3) if channels == 3 else (height, width)), head.space)


def _fields(data: bytes, name: str) -> tuple[int, int, int, int]:
    """Width, height, largest value, and where the values start."""
    numbers, at = [], 2
    for _ in range(2 if data[1] in b"14" else 3):
        match = _TOKEN.match(data, at, at + 10_000)
        if not match:
            raise messages.damaged(name)
        numbers.append(int(match[1]))
        at = match.end()
    maximum = numbers[2] if len(numbers) == 3 else 1
    if not 0 < maximum < 65536:
        raise messages.damaged(name)
    return numbers[0], numbers[1], maximum, at + 1


def _bits(data: bytes, name: str, width: int, height: int, at: int) -> NDArray[Any]:
    row = (width + 7) // 8
    if len(data) - at < row * height:
        raise messages.cut_off(name)
    packed = np.frombuffer(data, np.uint8, row * height, at).reshape(height, row)
    return np.unpackbits(packed, axis=1, count=width).reshape(-1)


def _plain(data: bytes, name: str, count: int, at: int) -> NDArray[Any]:
    text = re.sub(rb"#[^\r\n]*", b"", data[at - 1 :])
    if data[1] == ord("1"):
        text = re.sub(rb"\s+", b"", text)
        values = np.frombuffer(text, np.uint8) - 48
    else:
        words = text.split(maxsplit=count)[:count]
        if not all(word.isdigit() and len(word) < 6 for word in words):
            raise messages.damaged(name)
        values = np.array([int(word) for word in words], np.uint32)
    if len(values) < count:
        raise messages.cut_off(name)
    return values[:count]
