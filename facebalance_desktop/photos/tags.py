"""The directories of a TIFF structure: EXIF, camera RAW and TIFF itself. Bounded; never raises on damaged data."""

from __future__ import annotations

import math
import struct
from collections.abc import Collection, Iterator
from dataclasses import dataclass

Value = str | float

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_CODES = {1: "B", 3: "H", 4: "I", 8: "h", 9: "i", 11: "f", 12: "d", 13: "I"}
MADE_OF_SENSOR_DATA = frozenset({32803, 34892})  # PhotometricInterpretation: colour filter array, linear raw


@dataclass(frozen=True, slots=True)
class FirstDirectory:
    """What tells a camera RAW from a TIFF."""

    kinds: frozenset[int]  # PhotometricInterpretation of the first directory and of those below it
    is_dng: bool
    make: str | None


def byte_order(data: bytes) -> str | None:
    return {b"II": "<", b"MM": ">"}.get(data[:2])


def read_directory(data: bytes, at: int, wanted: Collection[int]) -> dict[int, Value]:
    """The first value of each wanted tag of the directory at `at`."""
    order = byte_order(data) or "<"
    tags: dict[int, Value] = {}
    for tag, kind, length, start in _entries(data, order, at):
        size = _SIZES.get(kind, 0) * length
        if tag not in wanted or tag in tags or not 0 < size <= 4096 or start + size > len(data):
            continue
        value = _value(data[start : start + size], order, kind)
        if value is not None:
            tags[tag] = value
    return tags


def first_offset(data: bytes) -> int:
    """Where the first directory of a classic TIFF structure starts; 0 where there is none."""
    order = byte_order(data)
    return int(struct.unpack_from(order + "I", data, 4)[0]) if order and len(data) >= 8 else 0


def first_directory(data: bytes) -> FirstDirectory:
    """Looks at the first directory and, for cameras put a small picture first, at its sub-directories."""
    order, at = byte_order(data), first_offset(data)
    if order is None or not at:
        return FirstDirectory(frozenset(), False, None)
    own = read_directory(data, at, {262, 271, 50706})
    kinds = {own.get(262)}
    for tag, *where in _entries(data, order, at):
        if tag == 330:
            kinds |= {read_directory(data, below, {262}).get(262) for below in _numbers(data, order, *where)[:16]}
    make = own.get(271)
    found = frozenset(int(kind) for kind in kinds if isinstance(kind, float))
    return FirstDirectory(found, 50706 in own, make if isinstance(make, str) else None)


def sensor_data_ends(data: bytes) -> Iterator[int]:
    """Where each strip or tile of a camera's sensor data ends, after a classic TIFF's directories."""
    order = byte_order(data) or "<"
    is_canon = data[8:10] == b"CR"  # its sensor data has no PhotometricInterpretation
    for at in _directories(data, order):
        kind = read_directory(data, at, {262}).get(262)
        if kind not in MADE_OF_SENSOR_DATA and not (is_canon and kind is None):
            continue
        values = {tag: _numbers(data, order, *where) for tag, *where in _entries(data, order, at)}
        for starts, sizes in ((273, 279), (324, 325)):
            for start, size in zip(values.get(starts, ()), values.get(sizes, ()), strict=False):
                yield start + size


def clean(data: bytes) -> str | None:
    """One line of printable text, at most 80 characters."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text[:80] or None


def _entries(data: bytes, order: str, at: int) -> Iterator[tuple[int, int, int, int]]:
    """Tag, type, count and where the values start, of each entry that lies within the data."""
    if not 0 < at <= len(data) - 2:
        return
    (count,) = struct.unpack_from(order + "H", data, at)
    for entry in range(at + 2, min(at + 2 + 12 * count, len(data) - 11), 12):
        tag, kind, length = struct.unpack_from(order + "HHI", data, entry)
        inside = _SIZES.get(kind, 0) * length <= 4
        start = entry + 8 if inside else int(struct.unpack_from(order + "I", data, entry + 8)[0])
        yield tag, kind, length, start


def _directories(data: bytes, order: str) -> Iterator[int]:
    """The first directory, those after it and those below them; at most 32."""
    waiting, seen = [first_offset(data)], set[int]()
    while waiting and len(seen) < 32:
        at = waiting.pop()
        if at in seen or not 0 < at <= len(data) - 2:
            continue
        seen.add(at)
        yield at
        for tag, *where in _entries(data, order, at):
            if tag == 330:
                waiting += _numbers(data, order, *where)[:16]
        after = at + 2 + 12 * int(struct.unpack_from(order + "H", data, at)[0])
        if after + 4 <= len(data):
            waiting.append(int(struct.unpack_from(order + "I", data, after)[0]))


def _numbers(data: bytes, order: str, kind: int, length: int, start: int) -> tuple[int, ...]:
    """All values of an entry of whole numbers."""
    if kind not in (3, 4, 13) or not 0 < length <= 100_000 or start + _SIZES[kind] * length > len(data):
        return ()
    return struct.unpack_from(f"{order}{length}{_CODES[kind]}", data, start)


def _value(data: bytes, order: str, kind: int) -> Value | None:
    if kind in (2, 7):
        return clean(data.split(b"\0")[0])
    if kind in (5, 10):
        above, below = struct.unpack_from(order + ("II" if kind == 5 else "ii"), data)
        unknown = below == 0 or above == 0xFFFFFFFF
        return None if unknown else above / below
    number = float(struct.unpack_from(order + _CODES[kind], data)[0])
    return number if math.isfinite(number) else None
