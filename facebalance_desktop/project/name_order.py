"""Which photos are before and which after as their file names say it: an estimate, for photos without a camera's date.

Pure functions. Who shows an order that rests on names says so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from facebalance_desktop.project.model import Photo, Visit

BEFORE, UNTOLD, AFTER = range(3)
WORDS = {
    BEFORE: ("before", "pre", "preop", "vorher", "avant", "antes"),
    AFTER: ("after", "post", "postop", "nachher", "apres", "despues"),
}
"""In the languages of the program, without accents."""
NAMED = {place: re.compile(rf"(?<![a-z])({'|'.join(words)})(?![a-z])") for place, words in WORDS.items()}


def stage_in(name: str) -> int:
    """BEFORE or AFTER where the file's name holds a word for one of the two as a word of its own, else UNTOLD."""
    parts = unicodedata.normalize("NFKD", PurePath(name).stem.casefold())
    plain = "".join(letter for letter in parts if not unicodedata.combining(letter))
    found = [place for place, words in NAMED.items() if words.search(plain)]
    return found[0] if len(found) == 1 else UNTOLD


def stages_by_name(photos: Sequence[Photo], visits: Sequence[Visit] = ()) -> Mapping[str, int]:
    """The stage of each photo's id; empty where a camera or a hand dated anything, or not both stages are named."""
    is_dated = any(photo.taken and photo.taken_source in ("exif", "xmp") for photo in photos)
    if is_dated or any(visit.date is not None for visit in visits):
        return {}
    stages = {photo.id: stage_in(photo.name) for photo in photos}
    return stages if {BEFORE, AFTER} <= set(stages.values()) else {}
