"""The header of an ICC profile: its colour space and its name, without a colour engine."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from facebalance_desktop.photos.facts import Space
from facebalance_desktop.translation import tr

_SPACES: dict[bytes, Space] = {b"RGB ": "RGB", b"GRAY": "grey", b"CMYK": "CMYK", b"Lab ": "Lab"}


@dataclass(frozen=True, slots=True)
class Profile:
    space: Space | None
    name: str


def read_profile(icc: bytes) -> Profile | None:
    """None where the bytes are no ICC profile."""
    if len(icc) < 132 or icc[36:40] != b"acsp":
        return None
    return Profile(_SPACES.get(icc[16:20]), _description(icc) or tr("unnamed profile"))


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
