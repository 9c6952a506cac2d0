"""Files that belong to a record, such as a signed form: taken in and given out byte for byte."""

from __future__ import annotations

from pathlib import Path

from facebalance_desktop.atomic_files import reason, write_atomically
from facebalance_desktop.errors import Problem
from facebalance_desktop.photos.formats import PHOTO_FORMATS, format_of
from facebalance_desktop.project.model import Attachment, new_id, now
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.translation import tr

PDF = "PDF"
LARGEST = 100 * 1024 * 1024
"""Bytes of the largest form that is taken in: a scan of many pages has 20 MB."""


def attach(path: Path, originals: Originals) -> Attachment:
    """Copy a PDF or a photo into the originals, unchanged. Raises Problem for anything else."""
    try:
        if path.stat().st_size > LARGEST:
            raise Problem(
                tr(
                    "{name} is larger than 100 MB; a signed form is a PDF or a photo. Nothing was attached.",
                    name=path.name,
                )
            )
        data = path.read_bytes()
    except OSError as error:
        raise Problem(
            tr("{name} could not be read: {reason}. Nothing was attached.", name=path.name, reason=reason(error))
        ) from error
    found = format_of(data)
    if found is None or not (found == PDF or PHOTO_FORMATS[found].is_readable):
        raise Problem(tr("{name} is neither a PDF nor a photo. Nothing was attached.", name=path.name))
    return Attachment(new_id(), path.name, originals.keep(data), len(data), found, now())


def write_out(attachment: Attachment, path: Path, originals: Originals) -> None:
    """Write a copy of an attached file, byte for byte, to a place the user chose. Raises Problem."""
    data = originals.read(attachment.sha256)
    try:
        write_atomically(path, data)
    except OSError as error:
        raise Problem(
            tr(
                "{name} could not be written: {reason}. The form is kept in the project.",
                name=path.name,
                reason=reason(error),
            )
        ) from error
