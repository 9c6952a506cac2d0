"""The boxes of ISO media files (ISO/IEC 14496-12), which HEIC, AVIF, CR3 and JPEG 2000 are made of."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_ZEROS = 64


@dataclass(frozen=True, slots=True)
class Box:
    kind: bytes
    start: int  # of the contents
    end: int  # as the header says: it may lie beyond the data


def boxes(data: bytes, start: int, end: int) -> Iterator[Box]:
    """The boxes between `start` and `end`; ends at the first that is none."""
    at = start
    while at + 8 <= min(end, len(data)):
        size, kind = struct.unpack_from(">I4s", data, at)
        head = 8
        if size == 1 and at + 16 <= len(data):
            (size,) = struct.unpack_from(">Q", data, at + 8)
            head = 16
        elif size == 0:
            size = end - at
        if size < head:
            return
        yield Box(kind, at + head, at + size)
        at += size


def is_cut_off(data: bytes) -> bool:
    """Whether a box of the file, or a piece of a picture item, lies beyond its end or ends in a run of zeros.

    Zeros are what a card leaves where a copy broke off; coded pictures never end in so many.
    """
    top = list(boxes(data, 0, len(data)))
    if not top or any(box.end > len(data) for box in top) or top[-1].end < len(data) - 7:
        return True
    meta = next((box for box in top if box.kind == b"meta"), None)
    if meta is None:
        return False
    inside = {box.kind: box for box in boxes(data, meta.start + 4, meta.end)}
    try:
        pictures = _picture_items(data, inside[b"iinf"]) if b"iinf" in inside else set()
        for item, start, end in _extents(data, inside[b"iloc"]) if b"iloc" in inside else ():
            if end > len(data) or (item in pictures and end - start > _ZEROS and not any(data[end - _ZEROS : end])):
                return True
    except struct.error:
        return True
    return False


def colour_code(data: bytes) -> tuple[int, int] | None:
    """Primaries and transfer (ISO/IEC 23091-2) of the first `nclx` colour property of a HEIF or AVIF file."""
    for path in ((b"meta", b"iprp", b"ipco"),):
        found = Box(b"", 0, len(data))
        for kind in path:
            inside = boxes(data, found.start + (4 if found.kind == b"meta" else 0), found.end)
            inner = next((box for box in inside if box.kind == kind), None)
            if inner is None:
                return None
            found = inner
        for box in boxes(data, found.start, found.end):
            if box.kind == b"colr" and data[box.start : box.start + 4] == b"nclx" and box.start + 8 <= len(data):
                primaries, transfer = struct.unpack_from(">HH", data, box.start + 4)
                return primaries, transfer
    return None


def _picture_items(data: bytes, listed: Box) -> set[int]:
    """Ids of the items of an `iinf` box that hold coded pictures."""
    start = listed.start + (6 if data[listed.start] == 0 else 8)
    items = set()
    for entry in boxes(data, start, listed.end):
        version = data[entry.start]
        wide = 2 if version == 2 else 4
        item, at = _number(data, entry.start + 4, wide)
        if version >= 2 and data[at + 2 : at + 6] in (b"hvc1", b"hev1", b"av01", b"avc1", b"jpeg", b"vvc1"):
            items.add(item)
    return items


def _extents(data: bytes, located: Box) -> Iterator[tuple[int, int, int]]:
    """Item, start and end of each extent that an `iloc` box places in the file itself."""
    version, sizes, more = data[located.start], data[located.start + 4], data[located.start + 5]
    offset_size, length_size, base_size = sizes >> 4, sizes & 15, more >> 4
    index_size = more & 15 if version in (1, 2) else 0
    wide = 4 if version == 2 else 2
    count, at = _number(data, located.start + 6, wide)
    for _ in range(min(count, 100_000)):
        item, at = _number(data, at, wide)
        method = 0
        if version in (1, 2):
            method, at = _number(data, at, 2)
        start, at = _number(data, at + 2, base_size)  # past the data reference
        extents, at = _number(data, at, 2)
        for _ in range(extents):
            offset, at = _number(data, at + index_size, offset_size)
            length, at = _number(data, at, length_size)
            if method & 15 == 0:
                yield item, start + offset, start + offset + length


def _number(data: bytes, at: int, size: int) -> tuple[int, int]:
    if at + size > len(data):
        raise struct.error("beyond the end")
    return int.from_bytes(data[at : at + size], "big"), at + size
