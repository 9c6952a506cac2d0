"""What is said about a photo that cannot be opened: the file, what is wrong, that nothing was changed."""

from __future__ import annotations

from facebalance_desktop.errors import Problem
from facebalance_desktop.translation import tr

MAX_PIXELS = 250_000_000


def empty(name: str) -> Problem:
    return Problem(
        tr("“{name}” is empty (0 bytes); nothing was changed. Copy it again from the camera or card.", name=name)
    )


def not_a_photo(name: str) -> Problem:
    return Problem(tr("“{name}” is not a photo in a format this program knows; nothing was changed.", name=name))


def not_yet(name: str, format: str) -> Problem:
    return Problem(
        tr(
            "“{name}” is a {format} file, which this program cannot open yet; nothing was changed.",
            name=name,
            format=format,
        )
    )


def cut_off(name: str) -> Problem:
    return Problem(
        tr(
            "“{name}” is cut off: part of the picture is missing, so it is not shown; the file was not "
            "changed. Copy it again from the camera or card.",
            name=name,
        )
    )


def damaged(name: str) -> Problem:
    return Problem(
        tr(
            "“{name}” is damaged, so it is not shown; the file was not changed. Copy it again from the camera or card.",
            name=name,
        )
    )


def too_large(name: str, width: int, height: int) -> Problem:
    return Problem(
        tr(
            "“{name}” says it has {width} by {height} pixels, more than the limit of {max_pixels} "
            "million; it was not opened and nothing was changed.",
            name=name,
            width=width,
            height=height,
            max_pixels=MAX_PIXELS // 1_000_000,
        )
    )


def too_many_bytes(name: str, size: int, most: int) -> Problem:
    return Problem(
        tr(
            "“{name}” has {size:.1f} GB, more than any photo may have ({most:.0f} GB); it was not read and nothing was "
            "changed.",
            name=name,
            size=size / 2**30,
            most=most / 2**30,
        )
    )


def no_file(name: str) -> Problem:
    return Problem(tr("“{name}” is not a readable file, so it was not opened; nothing was changed.", name=name))


def unsupported(name: str, what: str) -> Problem:
    return Problem(
        tr("“{name}” holds {what}, which this program cannot show; nothing was changed.", name=name, what=what)
    )


def check_size(name: str, width: int, height: int) -> None:
    """Raise before anything is allocated when the header promises no pixels or too many."""
    if width <= 0 or height <= 0:
        raise damaged(name)
    if width * height > MAX_PIXELS:
        raise too_large(name, width, height)
