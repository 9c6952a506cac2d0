"""JPEG: marker structure, and pixels through libjpeg-turbo as OpenCV and Pillow carry it."""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import numpy as np

from facebalance_desktop.errors import Problem
from facebalance_desktop.photos import messages, pillow
from facebalance_desktop.photos.facts import Header, Pixels, Raster
from facebalance_desktop.photos.metadata import read_metadata
from facebalance_desktop.photos.native import native_lines
from facebalance_desktop.photos.opencv import cv2
from facebalance_desktop.translation import tr

_FRAMES = {0xC0, 0xC1, 0xC2}  # baseline, extended and progressive with Huffman coding; others are never seen in photos
_OTHER_FRAMES = {0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
_REDUCED = ((8, cv2.IMREAD_REDUCED_COLOR_8), (4, cv2.IMREAD_REDUCED_COLOR_4), (2, cv2.IMREAD_REDUCED_COLOR_2))
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_LIBJPEG = (b"Corrupt JPEG data", b"Premature end of JPEG", b"Invalid SOS", b"Inconsistent progression")
_HARMLESS = re.compile(r"Invalid SOS|Corrupt JPEG data: [1-8] extraneous bytes before marker")  # some cameras do that
_SEEN_EACH = 16
"""px between two that tell whether anything was decoded."""
_FILL = re.compile(r"Corrupt JPEG data: (\d+) extraneous bytes before marker 0xd9")


@dataclass
class _Segments:
    frame: int = 0
    precision: int = 8
    width: int = 0
    height: int = 0
    components: int = 0
    exif: bytes | None = None
    xmp: bytes | None = None
    images: int = 1
    icc: dict[int, bytes] = field(default_factory=dict)
    scan: int = 0  # where the first scan starts


def header(data: bytes, name: str) -> Header:
    """What the segments before the first scan say. Raises Problem."""
    seen = _segments(data, name)
    if seen.frame in _OTHER_FRAMES:
        raise messages.unsupported(name, tr("a kind of JPEG that cameras do not write (lossless or arithmetic)"))
    if not seen.frame:
        raise messages.damaged(name)
    if seen.precision != 8:
        raise messages.unsupported(name, tr("a JPEG of {precision} bits a channel", precision=seen.precision))
    messages.check_size(name, seen.width, seen.height)
    if seen.components not in (1, 3, 4):
        raise messages.unsupported(name, tr("a JPEG of {components} channels", components=seen.components))
    return Header(
        format="JPEG" if seen.images == 1 else "MPO",
        width=seen.width,
        height=seen.height,
        space="grey" if seen.components == 1 else "CMYK" if seen.components == 4 else "RGB",
        orientation=read_metadata(seen.exif, None).orientation,
        icc=b"".join(part for _, part in sorted(seen.icc.items())) or None,
        exif=seen.exif,
        xmp=seen.xmp,
        images=seen.images,
    )


def exif(data: bytes) -> bytes | None:
    """The EXIF structure of a JPEG within another file, or None."""
    try:
        return _segments(data, "").exif
    except Problem:
        return None


def pixels(data: bytes, name: str, head: Header, max_side: int | None, into: Pixels | None = None) -> Raster:
    """The first image, as stored (not yet upright). Raises Problem for anything cut off or damaged.

    Where it is whole and in colour, and `into` has its shape, it may be decoded straight into that.
    """
    scans = _scans(data, name)
    if head.space == "CMYK":
        _decoded(
            data, name, scans.end, cv2.IMREAD_REDUCED_COLOR_8 | cv2.IMREAD_IGNORE_ORIENTATION
        )  # Pillow hears no warning
        return Raster(pillow.read(data, name, "JPEG", "CMYK"), "CMYK")  # undoes YCCK and Adobe's inversion
    flags, home = cv2.IMREAD_GRAYSCALE if head.space == "grey" else cv2.IMREAD_COLOR, None
    if max_side is not None and head.space == "RGB":
        for times, reduced in _REDUCED:
            if max(head.width, head.height) >= times * max_side:
                flags = reduced
                if scans.coarse is not None:  # half the time; what follows is read, and checked, by the whole decode
                    data, scans = data[: scans.coarse] + b"\xff\xd9", _Scans(scans.coarse, None)
                break
    if flags == cv2.IMREAD_COLOR:
        shape = (head.height, head.width, 3)
        home = into if into is not None and into.shape == shape else np.empty(shape, np.uint8)
    if head.space == "RGB":
        flags |= cv2.IMREAD_COLOR_RGB
    return Raster(_decoded(data, name, scans.end, flags | cv2.IMREAD_IGNORE_ORIENTATION, home), head.space)


def _decoded(data: bytes, name: str, end: int, flags: int, home: Pixels | None = None) -> Pixels:
    """The image, in `home` where that can be, which spares a copy of it."""
    with native_lines(_LIBJPEG) as lines:
        try:
            image = None if home is None else _laid_out(data, flags, home)
            if image is None:
                image = cv2.imdecode(np.frombuffer(data, np.uint8), flags)  # type: ignore[assignment]  # no dtype
        except cv2.error:
            image = None
    if image is None or not all(_is_harmless(line, data, end) for line in lines):
        raise messages.damaged(name)
    return image


def _laid_out(data: bytes, flags: int, home: Pixels) -> Pixels | None:
    """The image, decoded into `home`; None where that cannot be done.

    What is decoded from bytes OpenCV copies once more for Python, so that it is twice in memory; what is decoded from a
    file it puts where it is told.
    """
    read, seen = None, home[::_SEEN_EACH, ::_SEEN_EACH]
    seen[...] = 0
    with suppress(AttributeError, OSError), _file_in_memory(data) as path:  # only Linux has it, and may refuse it
        read = cv2.imread(path, home, flags)
    # OpenCV does not say where it could not begin; a photo that is as black as that is decoded twice.
    return home if read is home and seen.any() else None


@contextmanager
def _file_in_memory(data: bytes) -> Iterator[str]:
    """The path of a file with these bytes, which no other program can open and which is on no disk."""
    file = os.memfd_create("photo")
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(file, rest) :]
        yield f"/proc/self/fd/{file}"
    finally:
        os.close(file)


def _is_harmless(line: str, data: bytes, end: int) -> bool:
    """Whether libjpeg's warning is of something that cameras write: a few bytes too many, or fill before the end."""
    fill = _FILL.match(line)
    return bool(_HARMLESS.match(line)) or (fill is not None and not any(data[end - int(fill[1]) : end]))


def _segments(data: bytes, name: str) -> _Segments:
    seen, at = _Segments(), 2
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 4 > len(data):
            raise messages.cut_off(name)
        marker = data[at + 1]
        if marker in (0x00, 0x01, 0xFF) or 0xD0 <= marker <= 0xD8:
            at += 1
            continue
        if marker == 0xD9:
            raise messages.damaged(name)
        (length,) = struct.unpack_from(">H", data, at + 2)
        body = data[at + 4 : at + 2 + length]
        if len(body) < length - 2 or length < 2:
            raise messages.cut_off(name)
        if marker == 0xDA:
            seen.scan = at
            return seen
        _take(seen, marker, body)
        at += 2 + length


def _take(seen: _Segments, marker: int, body: bytes) -> None:
    if marker in _FRAMES | _OTHER_FRAMES and len(body) >= 6 and not seen.frame:
        seen.frame = marker
        seen.precision, seen.height, seen.width, seen.components = struct.unpack_from(">BHHB", body)
    elif marker == 0xE1 and body[:6] == b"Exif\0\0" and seen.exif is None:
        seen.exif = body[6:]
    elif marker == 0xE1 and body.startswith(b"http://ns.adobe.com/xap/1.0/\0") and seen.xmp is None:
        seen.xmp = body[29:]
    elif marker == 0xE2 and body[:12] == b"ICC_PROFILE\0" and len(body) > 14:
        seen.icc.setdefault(body[12], body[14:])
    elif marker == 0xE2 and body[:4] == b"MPF\0":
        seen.images = max(1, _mpf_images(body[4:]))


def _mpf_images(body: bytes) -> int:
    """NumberOfImages (0xB001) of a Multi-Picture Format index, CIPA DC-007."""
    order = {b"II": "<", b"MM": ">"}.get(body[:2])
    try:
        at = struct.unpack_from(f"{order}I", body, 4)[0] if order else 0
        for entry in range(at + 2, at + 2 + 12 * struct.unpack_from(f"{order}H", body, at)[0], 12):
            if struct.unpack_from(f"{order}H", body, entry)[0] == 0xB001:
                return min(1000, int(struct.unpack_from(f"{order}I", body, entry + 8)[0]))
    except struct.error:
        pass
    return 1


@dataclass(frozen=True)
class _Scans:
    end: int  # where the end-of-image marker stands
    coarse: int | None  # of a progressive JPEG: where the scans end that a reduced decode can do with


def _scans(data: bytes, name: str) -> _Scans:
    """Walk scan after scan to the end-of-image marker, which a file cut off has not. Raises Problem."""
    at, coarse = _segments(data, name).scan, None
    while True:
        refines_means = _refines_means(data, at)
        at += 2 + struct.unpack_from(">H", data, at + 2)[0]
        found = _NEXT_MARKER.search(data, at)
        if not found:
            raise messages.cut_off(name)
        at = found.start()
        if refines_means and coarse is None:
            coarse = at
        at = _past_tables(data, name, at)
        if data[at + 1] == 0xD9:
            return _Scans(at, coarse)


def _refines_means(data: bytes, at: int) -> bool:
    """Whether the scan gives the blocks' means their last bit: by then all else is there but for some last bits."""
    length, components = struct.unpack_from(">HB", data, at + 2)
    if components != 3 or length != 12 or at + 14 > len(data):
        return False
    first, _, bits = data[at + 11 : at + 14]
    return bool(first == 0 and bits >> 4)


def _past_tables(data: bytes, name: str, at: int) -> int:
    """From a marker after a scan over tables to the next scan or the end of the image."""
    while data[at + 1] not in (0xDA, 0xD9):
        if at + 4 > len(data) or not (0xC0 <= data[at + 1] <= 0xFE):
            raise messages.damaged(name)
        at += 2 + struct.unpack_from(">H", data, at + 2)[0]
        while data[at : at + 2] == b"\xff\xff":
            at += 1
        if at + 4 > len(data) and data[at : at + 2] != b"\xff\xd9":
            raise messages.cut_off(name)
        if data[at] != 0xFF:
            raise messages.damaged(name)
    return at
