"""A camera card or a folder before anything is taken in: what is on it, in shots and runs. Jobs for workers.

Faces are looked for only to tell a name card from a photo of a patient; they are never compared.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from facebalance_desktop.days import moment_of
from facebalance_desktop.errors import Cancelled, Problem
from facebalance_desktop.faces.crops import reduced
from facebalance_desktop.faces.detection import shows_face
from facebalance_desktop.faces.models import warm_up
from facebalance_desktop.photos.decode import decode, read_facts
from facebalance_desktop.photos.facts import Pixels, with_file_date
from facebalance_desktop.photos.formats import PICTURE_ENDINGS, RAW_ENDINGS, VIDEO_ENDINGS, format_of
from facebalance_desktop.photos.runs import CardFile, CardSitting, runs_of, shots_of
from facebalance_desktop.project.intake import START, decoded_bytes, read_file
from facebalance_desktop.translation import tr
from facebalance_desktop.work import JobContext

SEEN_AT, PREVIEW = 480, 240
"""px, long sides: where a face is looked for, and the preview."""
MOST = 5000
"""Files of a folder that are looked at."""


@dataclass(frozen=True)
class FileGlance:
    """What a look at one file of a card told; `problem` is why it cannot be taken in. `date_source` as for photos."""

    path: Path
    format: str = ""
    taken: str | None = None
    date_source: str | None = None
    has_face: bool | None = None
    sha256: str = ""
    preview: Pixels | None = None
    problem: str | None = None


def files_in(context: JobContext, paths: Sequence[Path]) -> tuple[Path, ...]:
    """The files named and those in the folders named, at any depth, without hidden ones. Raises Problem."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            for folder, folders, names in os.walk(path):
                folders[:] = sorted(name for name in folders if name[0] not in ".$")
                found.extend(Path(folder) / name for name in sorted(names) if name[0] != ".")
                context.raise_if_cancelled()
                if len(found) > MOST:
                    raise Problem(
                        tr(
                            "{name} holds more than {most} files. Open one of the folders in it instead.",
                            name=path.name,
                            most=MOST,
                        )
                    )
        else:
            found.append(path)
    return tuple(found)


def is_companion(path: Path, present: frozenset[tuple[Path, str]]) -> bool:
    """Whether the camera's own picture of the same shot lies beside this RAW or video: then that one is previewed.

    `present` holds folder and name without ending of every picture that is neither RAW nor video.
    """
    return _ending(path) in RAW_ENDINGS | VIDEO_ENDINGS and (path.parent, path.stem.casefold()) in present


def pictures(paths: Sequence[Path]) -> frozenset[tuple[Path, str]]:
    """Folder and name without ending of every file that is named like a picture and is neither RAW nor video."""
    return frozenset((path.parent, path.stem.casefold()) for path in paths if _ending(path) in PICTURE_ENDINGS)


def glance(context: JobContext, path: Path, has_preview: bool = True) -> FileGlance | None:
    """Look at one file; None for what is no photo. Without a preview only its beginning's format and time are read."""
    context.report(0, 1, tr("Looking at {name}", name=path.name))
    try:
        with path.open("rb") as file:
            start = file.read(START)
    except OSError:
        start = b""
    format = format_of(start)
    if format == "video":
        return _video(path)
    if (format is None or format == "PDF") and _ending(path) not in PICTURE_ENDINGS | RAW_ENDINGS:
        return None
    try:
        data, changed = read_file(path)
        facts = with_file_date(read_facts(data, path.name), changed)
        if not has_preview:
            return FileGlance(
                path, facts.format, facts.taken, facts.taken_source, None, hashlib.sha256(data).hexdigest()
            )
        if facts.format != "JPEG":
            context.await_room(decoded_bytes(facts))
        context.load(warm_up)
        pixels = decode(data, path.name, SEEN_AT).pixels
    except Problem as problem:
        return FileGlance(path, problem=problem.sentence)
    return FileGlance(
        path,
        facts.format,
        facts.taken,
        facts.taken_source,
        shows_face(pixels),
        hashlib.sha256(data).hexdigest(),
        reduced(pixels, PREVIEW)[0],
    )


def glance_at_file(context: JobContext, path: Path) -> FileGlance | None:
    """The same for a path that was pointed at; Cancelled for a folder and for what no longer exists."""
    if not os.path.isfile(path):
        raise Cancelled
    return glance(context, path)


def _video(path: Path) -> FileGlance:
    """A video is no photo here, but it may belong to one."""
    from_file = path.stat().st_mtime
    return FileGlance(path, "video", _iso(from_file), "file")


def _iso(seconds: float) -> str:
    return moment_of(seconds).astimezone().isoformat(timespec="seconds")


def runs_on(glances: Sequence[FileGlance]) -> tuple[CardSitting, ...]:
    """The readable photos of a card as runs; `CardFile.key` is the path. Videos alone are left out."""
    files = [
        CardFile(
            str(item.path), item.path.name, str(item.path.parent), item.format, item.taken, item.has_face, item.sha256
        )
        for item in glances
        if item.problem is None
    ]
    return runs_of([shot for shot in shots_of(files) if shot.photo.format != "video"])


def _ending(path: Path) -> str:
    return path.suffix.lower().removeprefix(".")
