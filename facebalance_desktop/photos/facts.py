"""What a photo says about itself, and its decoded pixels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Space = Literal["grey", "RGB", "CMYK", "Lab"]


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the header of a photo tells. Never a place, an owner or a serial number."""

    width: int  # upright
    height: int
    format: str  # "JPEG", "PNG", "HEIC" ...
    profile: str  # "sRGB IEC61966-2.1", "Adobe RGB (1998)", "none: sRGB assumed" ...
    images: int = 1  # the first or primary of so many is shown
    taken: str | None = None  # ISO 8601, with offset where the camera gave one
    taken_source: str | None = None  # "exif", "xmp", "file"
    camera: str | None = None
    lens: str | None = None
    focal_length: float | None = None  # mm
    focal_length_35: float | None = None  # mm, as on 35 mm film
    subject_distance: float | None = None  # m
    notes: tuple[str, ...] = ()  # sentences for the details panel


@dataclass(frozen=True, slots=True)
class Decoded:
    """`pixels` is upright sRGB, uint8 (height, width, 3), C-contiguous and read-only."""

    pixels: Pixels
    facts: Facts


@dataclass(frozen=True, slots=True)
class Header:
    """What a format's reader found before any pixel was decoded. Width and height as stored, before `orientation`."""

    format: str  # empty where one reader serves several formats: then the one it was found by
    width: int
    height: int
    space: Space = "RGB"
    orientation: int = 1  # EXIF 1-8, still to be applied to the decoded pixels
    icc: bytes | None = None
    exif: bytes | None = None  # a TIFF structure
    xmp: bytes | None = None
    images: int = 1
    notes: tuple[str, ...] = ()
    exif_directory: bytes | None = None  # a TIFF structure whose first directory holds the EXIF tags, as in CR3
    named_profile: str | None = None  # what the pixels are in where no profile says so and nothing is to be converted

    @property
    def upright_size(self) -> tuple[int, int]:
        return (self.height, self.width) if self.orientation >= 5 else (self.width, self.height)


@dataclass(frozen=True, slots=True)
class Raster:
    """Decoded pixels before colour management.

    `data` is (h, w) grey or (h, w, 3 or 4), uint8 or uint16 over the full range; Lab as littleCMS has it (L 0-100 and
    a, b offset by 128, scaled to the range); CMYK 0 = no ink. `alpha` is (h, w) of the same type, not premultiplied.
    """

    data: NDArray[np.uint8] | NDArray[np.uint16]
    space: Space
    alpha: NDArray[np.uint8] | NDArray[np.uint16] | None = None


def with_file_date(facts: Facts, changed: datetime) -> Facts:
    """The facts, with the file's own date as the capture time where the photo names none; marked as such."""
    if facts.taken is not None:
        return facts
    return replace(facts, taken=changed.isoformat(timespec="seconds"), taken_source="file")
