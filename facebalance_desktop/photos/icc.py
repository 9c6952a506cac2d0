"""The header of an ICC profile: its colour space and its name, without a colour engine."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from facebalance_desktop.photos.facts import Space

_SPACES: dict[bytes, Space] = {b"RGB ": "RGB", b"GRAY": "grey", b"CMYK": "CMYK", b"Lab ": "Lab"}


@dataclass(frozen=True, slots=True)
class Profile:
    space: Space | None
    name: str


def read_profile(icc: bytes) -> Profile | None:
    """None where the bytes are no ICC profile."""
    if len(icc) < 132 or icc[36:40] != b"acsp":
        return None
    return Profile(_SPACES.get(icc[16:20]), _description(icc) or "unnamed profile")


def _description(icc: bytes) -> str | None:
    (count,) = struct.unpack_from(">I", icc, 128)
    for at in range(132, min(132 + 12 * min(count, 200), len(icc) - 11), 12):
        signature, start, size = struct.unpack_from(">4sII", icc, at)
        if signature == b"desc":
            return _text(icc[start : start + min(size, 4096)])
    return None


def _text(tag: bytes) -> str | None:
    """The text of a `desc` (version 2) or `mluc` (version 4) tag."""
    try:
        if tag[:4] == b"desc":
            (length,) = struct.unpack_from(">I", tag, 8)
            text = tag[12 : 12 + length].split(b"\0")[0].decode("latin-1")
        elif tag[:4] == b"mluc":
            length, start = struct.unpack_from(">II", tag, 20)
            text = tag[start : start + length].decode("utf-16-be", "replace")
        else:
            return None
    except struct.error:
        return None
    return " ".join("".join(c for c in text if c.isprintable()).split())[:60] or None


def adobe_rgb() -> bytes:
    """A matrix profile of Adobe RGB (1998): its primaries adapted to D50 by Bradford, gamma 563/256.

    For cameras that name the colour space by the DCF option file's mark and embed no profile.
    """
    fixed = [
        (b"wtpt", (0.95045, 1.0, 1.08905)),
        (b"rXYZ", (0.60974, 0.31111, 0.01947)),
        (b"gXYZ", (0.20528, 0.62567, 0.06087)),
        (b"bXYZ", (0.14919, 0.06322, 0.74457)),
    ]
    tags = [(name, struct.pack(">4s4x3i", b"XYZ ", *(round(v * 65536) for v in xyz))) for name, xyz in fixed]
    curve = struct.pack(">4s4xIH2x", b"curv", 1, 563)
    text = b"Adobe RGB (1998)\0"
    desc = struct.pack(">4s4xI", b"desc", len(text)) + text + bytes(79)
    tags += [(b"rTRC", curve), (b"gTRC", curve), (b"bTRC", curve), (b"desc", desc + bytes(-len(desc) % 4))]
    tags.append((b"cprt", struct.pack(">4s4x", b"text") + b"none\0\0\0\0"))
    table, body, at = struct.pack(">I", len(tags)), b"", 128 + 4 + 12 * len(tags)
    for name, tag in tags:
        table += struct.pack(">4sII", name, at + len(body), len(tag))
        body += tag
    head = struct.pack(">I4xI4s4s4s12x4s", at + len(body), 0x02400000, b"mntr", b"RGB ", b"XYZ ", b"acsp")
    head += bytes(68 - len(head)) + struct.pack(">3i", 63190, 65536, 54061)
    return head + bytes(128 - len(head)) + table + body
