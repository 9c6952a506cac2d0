"""Photos written at test time, by another library than the one that reads them where there is one.

Everything is made from the portrait that is always at hand, cut to 200 x 160 pixels: no side equals another and no
corner equals another, so that a wrong turn is seen.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable
from functools import cache
from typing import Any

import cv2
import imagecodecs
import numpy as np
import pillow_heif
import tifffile
from matplotlib import cbook
from numpy.typing import NDArray
from PIL import Image

Picture = NDArray[Any]

ORIENTATIONS = range(1, 9)


@cache
def portrait() -> Picture:
    """(200, 160, 3) uint8 RGB, read-only."""
    with Image.open(cbook.get_sample_data("grace_hopper.jpg", asfileobj=False)) as image:
        picture = np.asarray(image.convert("RGB"))[60:260, 160:320].copy()
    picture.flags.writeable = False
    return picture


def by_pillow(format: str, picture: Picture | Image.Image | None = None, **options: Any) -> bytes:
    image = picture if isinstance(picture, Image.Image) else Image.fromarray(portrait() if picture is None else picture)
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def by_opencv(extension: str, picture: Picture | None = None, *options: int) -> bytes:
    picture = portrait() if picture is None else picture
    ok, data = cv2.imencode(extension, picture[:, :, ::-1] if picture.ndim == 3 else picture, list(options))
    assert ok
    return data.tobytes()


def by_tifffile(picture: Picture | None = None, **options: Any) -> bytes:
    file = io.BytesIO()
    tifffile.imwrite(file, portrait() if picture is None else picture, **options)
    return file.getvalue()


def by_imagecodecs(space: str) -> bytes:
    """A JPEG of four channels, stored as CMYK or YCCK the way Adobe's programs do: paper, not ink."""
    paper = np.dstack([portrait(), np.full(portrait().shape[:2], 255, np.uint8)])
    return bytes(imagecodecs.jpeg8_encode(paper, level=95, colorspace="CMYK", outcolorspace=space))


def by_pillow_heif(picture: Picture | None = None, **options: Any) -> bytes:
    """8 bits, or 10 bits of a uint16 picture."""
    picture = portrait() if picture is None else picture
    file = io.BytesIO()
    if picture.dtype == np.uint16:
        height, width = picture.shape[:2]
        pillow_heif.encode("RGB;16", (width, height), picture.tobytes(), file, quality=-1, chroma=444, **options)
    else:
        pillow_heif.from_pillow(Image.fromarray(picture)).save(file, quality=90, **options)
    return file.getvalue()


def deep(picture: Picture | None = None) -> Picture:
    """The portrait in 16 bits, with low bytes that truncation and rounding treat differently."""
    picture = portrait() if picture is None else picture
    noise = np.random.default_rng(7).integers(-128, 129, picture.shape)
    return np.asarray(np.clip(picture.astype(np.int32) * 257 + noise, 0, 65535), np.uint16)


def grey() -> Picture:
    return np.asarray(Image.fromarray(portrait()).convert("L"))


def photoshop(picture: Picture | None = None, mode: int = 3, *, is_packed: bool = True, icc: bytes = b"") -> bytes:
    """A flattened PSD: 8 or 16 bits, channels as they lie in the file (CMYK as paper, not ink)."""
    picture = portrait() if picture is None else picture
    planes = picture[None] if picture.ndim == 2 else np.moveaxis(picture, -1, 0)
    channels, height, width = planes.shape
    depth = 8 * picture.dtype.itemsize
    rows = [row.astype(f">u{depth // 8}").tobytes() for plane in planes for row in plane]
    body = b"".join(rows)
    if is_packed:
        packed = [bytes(imagecodecs.packbits_encode(row)) for row in rows]
        body = struct.pack(f">{len(packed)}H", *map(len, packed)) + b"".join(packed)
    resource = struct.pack(">4sHHI", b"8BIM", 1039, 0, len(icc)) + icc + bytes(len(icc) % 2) if icc else b""
    head = struct.pack(">4sH6xHIIHH", b"8BPS", 1, channels, height, width, depth, mode)
    sections = struct.pack(">I", 0) + struct.pack(">I", len(resource)) + resource + struct.pack(">I", 0)
    return head + sections + struct.pack(">H", 1 if is_packed else 0) + body


def raw(make: str = "Camera", orientation: int = 1, *, is_dng: bool = True) -> bytes:
    """Sensor data of a camera whose white balance is (2, 1, 1.6) and whose primaries are sRGB's: a DNG."""
    gains = np.array([2.0, 1.0, 1.6])
    value = portrait() / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4) / gains
    cells = np.zeros(linear.shape[:2], int)
    cells[0::2, 1::2] = cells[1::2, 0::2] = 1
    cells[1::2, 1::2] = 2
    sensor = np.take_along_axis(linear, cells[:, :, None], axis=2)[:, :, 0]
    data = np.clip(np.rint(sensor * 15000) + 512, 0, 16383).astype(np.uint16)
    from_srgb = np.array(
        [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]]
    )
    to_camera = np.diag(1 / gains) @ np.linalg.inv(from_srgb)
    tags = [
        (271, "s", 0, make, False),
        (272, "s", 0, "One", False),
        (274, "H", 1, orientation, False),
        (33421, "H", 2, (2, 2), False),
        (33422, "B", 4, bytes([0, 1, 1, 2]), False),
    ]
    if is_dng:
        tags += [
            (50706, "B", 4, bytes([1, 4, 0, 0]), False),
            (50707, "B", 4, bytes([1, 1, 0, 0]), False),
            (50708, "s", 0, f"{make} One", False),
            (50714, "H", 1, 512, False),
            (50717, "H", 1, 15512, False),
            (50721, "2i", 9, _fractions(to_camera.ravel()), False),
            (50728, "2I", 3, _fractions(1 / gains), False),
            (50778, "H", 1, 21, False),
        ]
    return by_tifffile(data, photometric=32803, extratags=tags, metadata=None)


def exif(tags: dict[int, Any], below: dict[int, dict[int, Any]] | None = None) -> bytes:
    """An EXIF structure by Pillow: tags of the first directory, and of the directories below it."""
    written = Image.Exif()
    written.update(tags)
    for directory, values in (below or {}).items():
        written.get_ifd(directory).update(values)
    return written.tobytes()


def turned(picture: Picture, orientation: int) -> Picture:
    """As a camera would have stored the upright `picture` under that orientation (EXIF 2.32, tag 274)."""
    rotate, flip = {
        1: (0, None), 2: (0, 1), 3: (2, None), 4: (0, 0), 5: (1, 0), 6: (1, None), 7: (1, 1), 8: (-1, None),
    }[orientation]  # fmt: skip
    stored = np.rot90(picture, rotate)
    return np.ascontiguousarray(stored if flip is None else np.flip(stored, flip))


def _fractions(values: Iterable[float]) -> list[int]:
    return [part for value in values for part in (round(float(value) * 10_000), 10_000)]
