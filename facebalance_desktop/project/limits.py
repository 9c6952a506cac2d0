"""How large a project file may be, whatever program wrote it: one table, checked before any content is used.

A thousand photos need 50 MB of JSON, half a million lists and three million numbers; every limit leaves room for some
times that, and none of them lets a small file fill the memory.
"""

from __future__ import annotations

import math
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from facebalance_desktop.errors import Problem
from facebalance_desktop.translation import tr


@dataclass(frozen=True)
class Limits:
    """The largest of each that is read. Bytes where not said otherwise."""

    json_bytes: int = 256 * 2**20
    containers: int = 2_000_000
    """Lists and tables in one project.json: each takes 60 to 240 bytes of memory, however short it is written."""
    values: int = 16_000_000
    """Values in one project.json."""
    depth: int = 64
    """Tables within tables, in what this version does not know."""
    number: float = 1e6
    """The size of any measured number: pixels, degrees, factors. The largest photo has 65,535 px on a side."""
    whole: int = 2**62
    """The size of any whole number."""
    photos: int = 10_000
    photo_bytes: int = 2 * 2**30
    versions: int = 200
    """Earlier states of one file that are read: the latest. A save writes no more than the settings allow, 100."""
    preview_bytes: int = 16 * 2**20
    card_bytes: int = 16 * 2**20
    members: int = 25_000
    ratio: int = 1100
    """How many times larger than stored a member may be: nothing that deflate makes of JSON is beyond it."""
    total_bytes: int = 256 * 2**30


LIMITS = Limits()
MESH = 478
"""Points of a face's mesh (see Face): what is drawn and measured reaches for them by their numbers."""
SHA256 = re.compile(r"[0-9a-f]{64}")


def check_members(archive: zipfile.ZipFile, name: str) -> None:
    """Raise Problem where the file's own list says that it holds more than any project does."""
    members = archive.infolist()
    total = sum(member.file_size for member in members)
    swollen = any(member.file_size > LIMITS.ratio * max(member.compress_size, 1) for member in members)
    if len(members) > LIMITS.members or total > LIMITS.total_bytes or swollen:
        raise Problem(
            tr(
                "{name} states more content than a project can hold ({count} parts, {value:.0f} MB), so it "
                "was not opened. The file was not changed.",
                name=name,
                count=len(members),
                value=total / 2**20,
            )
        )


def check_text(data: bytes, name: str) -> None:
    """Raise Problem for a project.json that would fill the memory when it is read."""
    containers = data.count(b"[") + data.count(b"{")
    if len(data) > LIMITS.json_bytes or containers > LIMITS.containers or data.count(b",") > LIMITS.values:
        raise Problem(
            tr(
                "{name} holds more records than a project can hold ({containers} lists and tables), so it was "
                "not opened. The file was not changed.",
                name=name,
                containers=containers,
            )
        )


def check_originals_named(names: Iterable[str]) -> None:
    """Raise Problem where the bytes of a photo or signed form are named by anything but a SHA-256."""
    if not all(map(SHA256.fullmatch, names)):
        raise Problem(tr("The bytes of a photo or form are not named by their SHA-256. The file was not changed."))


def check_photos(photos: Iterable[Any]) -> None:
    """Raise Problem where records are no photos that can be: `size` in bytes, `width`, `height`, the mesh of `face`."""
    listed = tuple(photos)
    if len(listed) > LIMITS.photos:
        raise Problem(
            tr(
                "The file lists {count} photos, more than a project can hold. The file was not changed.",
                count=len(listed),
            )
        )
    for photo in listed:
        if not 0 <= photo.size <= LIMITS.photo_bytes or not min(photo.width, photo.height) >= 0:
            raise Problem(tr("The size stated for a photo is not possible. The file was not changed."))
        mesh = MESH if photo.face is None else len(photo.face.mesh)
        sigmas = MESH if photo.face is None or photo.face.sigma is None else len(photo.face.sigma)
        if (mesh, sigmas) != (MESH, MESH):
            raise Problem(
                tr(
                    "The mesh of a face has {found} points instead of {wanted}. The file was not changed.",
                    found=mesh,
                    wanted=MESH,
                )
            )


def unfit(value: Any) -> str | None:
    """What is wrong with a value that this version does not know and would write again as it is; None if nothing.

    It must be finite, no deeper than `LIMITS.depth`, and made of what JSON knows.
    """
    level: Iterable[Any] = (value,)
    for _ in range(LIMITS.depth):
        inner: list[Any] = []
        for item in level:
            if type(item) is float:  # most are
                if not math.isfinite(item):
                    return unfit_number(item)
            elif isinstance(item, Mapping):
                inner.extend(item.values())
            elif isinstance(item, list | tuple):
                inner.extend(item)
            elif (words := unfit_number(item)) is not None:
                return words
        if not inner:
            return None
        level = inner
    return tr("at most {depth} tables deep", depth=LIMITS.depth)


def unfit_number(value: Any) -> str | None:
    """What a number must be and this one is not: finite, and within 64 bits if it is whole."""
    if isinstance(value, float) and not math.isfinite(value):
        return tr("a finite number")
    if isinstance(value, int) and abs(value) > LIMITS.whole:
        return tr("a whole number of at most 62 bits")
    return None
