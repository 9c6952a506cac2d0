"""A camera card as shots and runs: which files are one photo, and which photos were taken in one go.

A run is meant to be one patient's sitting. Where it is unclear, one sitting becomes two runs rather than two one:
picking a second run is a click, another patient's photo in a project is a breach. Faces are never compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from statistics import median

from facebalance_desktop.photos.formats import RAW

SHORTEST_PAUSE, LONGEST_PAUSE = 60.0, 180.0  # s
PAUSE = 5.0  # median gaps
ONE_SHOT = 3.0  # s between the files of one shot
_QUARTER_HOUR = 900.0


@dataclass(frozen=True, slots=True)
class CardFile:
    """One file of a card. `key` is the caller's own and unique; `has_face` is None where no face was looked for."""

    key: str
    name: str
    folder: str = ""
    format: str = ""  # as `formats.format_of` says
    taken: str | None = None  # ISO 8601
    has_face: bool | None = None
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class CardPhoto:
    """One press of the shutter. `companions` are its RAW or video, `copies` the same bytes elsewhere on the card."""

    photo: CardFile
    companions: tuple[CardFile, ...] = ()
    copies: tuple[CardFile, ...] = ()


@dataclass(frozen=True, slots=True)
class CardSitting:
    """Shots taken in one go, in order. `begins_with_card`: the first shows no face; it may be a name card."""

    shots: tuple[CardPhoto, ...]
    begins_with_card: bool

    @property
    def started(self) -> str | None:
        return self.shots[0].photo.taken

    @property
    def ended(self) -> str | None:
        return self.shots[-1].photo.taken


def shots_of(files: Iterable[CardFile]) -> tuple[CardPhoto, ...]:
    """Files grouped into shots, by time and then by name.

    The same bytes are one file. Files of one folder whose names differ only in the ending are one shot if they were
    taken within three seconds, or where one has no time: a RAW beside the camera's own picture, a video beside a photo.
    (A video's clock may be in another zone: whole quarter hours between the two do not count.) The photo shown is the
    camera's own picture, and the RAW only where there is none. Two photos that both show a picture stay two.
    """
    firsts: dict[str, CardFile] = {}
    copies: dict[str, list[CardFile]] = {}
    for file in files:
        first = firsts.setdefault(file.sha256 or f"key {file.key}", file)
        if first is not file:
            copies.setdefault(first.key, []).append(file)
    groups: dict[tuple[str, str], list[CardFile]] = {}
    for file in firsts.values():
        stem = file.name.rpartition(".")[0] or file.name
        groups.setdefault((file.folder, stem.casefold()), []).append(file)
    shots = []
    for group in groups.values():
        for photo, companions in _joined(group):
            again = [copy for file in (photo, *companions) for copy in copies.get(file.key, ())]
            shots.append(CardPhoto(photo, tuple(companions), tuple(again)))
    return tuple(sorted(shots, key=lambda shot: _order(shot.photo)))


def runs_of(shots: Sequence[CardPhoto]) -> tuple[CardSitting, ...]:
    """Shots in order of time, split into runs.

    A run starts at a photo in which no face was found, unless the one before it shows none either, and after a pause:
    more than five times the card's median gap, but never less than one minute nor more than three. Shots without a
    time come last, in order of their names, in runs of their own.
    """
    ordered = sorted(shots, key=lambda shot: _order(shot.photo))
    times = [_clock(shot.photo) for shot in ordered]
    pause = _debounce([time for time in times if time is not None])
    runs: list[list[CardPhoto]] = []
    for index, shot in enumerate(ordered):
        if index == 0 or _is_start(ordered[index - 1], shot, times[index - 1], times[index], pause):
            runs.append([])
        runs[-1].append(shot)
    return tuple(CardSitting(tuple(run), run[0].photo.has_face is False) for run in runs)


def _is_start(before: CardPhoto, shot: CardPhoto, earlier: float | None, time: float | None, pause: float) -> bool:
    if shot.photo.has_face is False and before.photo.has_face is not False:
        return True
    if earlier is None or time is None:
        return (earlier is None) != (time is None)
    return time - earlier > pause


def _debounce(times: Sequence[float]) -> float:
    gaps = [after - before for before, after in pairwise(times) if after > before]
    return min(LONGEST_PAUSE, max(SHORTEST_PAUSE, PAUSE * median(gaps))) if gaps else SHORTEST_PAUSE


def _joined(group: list[CardFile]) -> list[tuple[CardFile, list[CardFile]]]:
    """The photos of files of one name, each with the RAWs and videos that belong to it."""
    ranked = sorted(group, key=lambda file: (_rank(file), _order(file)))
    joined: list[tuple[CardFile, list[CardFile]]] = []
    for file in ranked:
        photo = next((parts for parts in joined if _belongs(file, parts)), None)
        if photo is None:
            joined.append((file, []))
        else:
            photo[1].append(file)
    return joined


def _belongs(file: CardFile, parts: tuple[CardFile, list[CardFile]]) -> bool:
    photo, companions = parts
    rank = _rank(file)
    if rank <= _rank(photo) or any(_rank(companion) == rank for companion in companions):
        return False
    time, own = _clock(file), _clock(photo)
    if time is None or own is None:
        return True
    apart = abs(time - own)
    if file.format == "video":
        apart = min(apart % _QUARTER_HOUR, _QUARTER_HOUR - apart % _QUARTER_HOUR) if apart < 86_400 else apart
    return apart <= ONE_SHOT


def _rank(file: CardFile) -> int:
    return 2 if file.format == "video" else 1 if file.format in RAW else 0


def _clock(file: CardFile) -> float | None:
    """Seconds on the camera's own clock: a zone, which only some cameras write, does not count."""
    try:
        taken = datetime.fromisoformat(file.taken) if file.taken else None
    except ValueError:
        return None
    return (taken.replace(tzinfo=None) - datetime(1970, 1, 1)).total_seconds() if taken else None


def _order(file: CardFile) -> tuple[bool, float, list[tuple[int, int | str]], str]:
    """By time, then by name as people count: IMG_9 before IMG_10."""
    time = _clock(file)
    parts = re.findall(r"\d+|\D+", f"{file.folder}/{file.name}".casefold())
    words: list[tuple[int, int | str]] = [(0, int(part)) if part.isdecimal() else (1, part) for part in parts]
    return time is None, time or 0.0, words, file.key
