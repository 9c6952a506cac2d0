"""The projects opened before, found by typing a name, an ID or a birth date. The list is for this user alone."""

from __future__ import annotations

import json
import re
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path

from facebalance_desktop.atomic_files import write_atomically
from facebalance_desktop.project.file_lock import Lock
from facebalance_desktop.project.model import Patient, now
from facebalance_desktop.settings import data_dir

LIMIT = 500
WAIT_FOR = 2.0
"""Seconds for which another window may be changing the list."""
TEXTS = ("name", "id", "birth_date", "opened")
SHOWN = 50
"""Entries that a list shows at most; who searches asks for one more, to know whether there are others."""


@dataclass(frozen=True)
class Recent:
    """One project as it was last opened; `birth_date` is ISO 8601 or empty. Its file may be gone or away by now."""

    path: Path
    name: str = ""
    id: str = ""
    birth_date: str = ""
    opened: str = ""


def remember(path: Path, patient: Patient, limit: int = LIMIT) -> None:
    """Put a project at the top of the list; it may wait for another window. Raises OSError where the disk refuses."""
    path = path.absolute()
    entry = Recent(path, patient.name, patient.id, patient.birth_date or "", now())
    _change(lambda entries: [entry, *(other for other in entries if other.path != path)][:limit])


def forget(path: Path) -> None:
    """Take a project off the list; its file stays. Raises OSError."""
    path = path.absolute()
    _change(lambda entries: [entry for entry in entries if entry.path != path])


def search(text: str = "", shown: int = SHOWN + 1) -> tuple[Recent, ...]:
    """The entries that match every word typed, the last opened first; all of them for nothing typed. Only the list
    itself is read, none of the files.

    A word matches inside the name or the ID (letters' case and accents do not matter), or as the birth date with any
    order of day, month and year: 2.7.58, 1958-07-02, 07/02/1958, 02071958; the beginning of one is enough.
    """
    return tuple([entry for entry in _read() if matches(entry, text)][:shown])


def matches(entry: Recent, text: str) -> bool:
    text = text.strip()
    if is_date_typed(entry.birth_date, text):
        return True
    told = plain(f"{entry.name} {entry.id} {entry.path.stem}")
    return all(plain(word) in told or is_date_typed(entry.birth_date, word) for word in text.split())


def is_date_typed(birth_date: str, text: str) -> bool:
    """Whether `text`, digits and separators, is the date or the beginning of it, in any order of its parts."""
    date = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", birth_date)
    if date is None or not re.fullmatch(r"\d[\d\s./-]*", text):
        return False
    year, month, day = date.groups()
    typed = [part for part in re.split(r"[\s./-]+", text) if part]
    orders = [order for order in permutations(("y", "m", "d")) if order != ("y", "d", "m") and order[1] != "y"]
    for y in (year, year[2:]):
        parts = {"y": y, "m": month, "d": day}
        for order in orders:
            padded = [parts[key] for key in order]
            if len(typed) == 1 and len(typed[0]) >= 4 and "".join(padded).startswith(typed[0]):
                return True
            if len(typed) == 1 and typed[0] == year:
                return True
            if 2 <= len(typed) <= 3 and _begins(typed, padded):
                return True
    return False


def _begins(typed: list[str], padded: list[str]) -> bool:
    """Whether the numbers typed are the date's, the last one perhaps only begun."""
    *whole, last = typed
    if any(int(number) != int(part) or len(number) > len(part) for number, part in zip(whole, padded, strict=False)):
        return False
    part = padded[len(whole)]
    return part.startswith(last) or part.lstrip("0").startswith(last)


def plain(text: str) -> str:
    """Without case and accents, as words are typed: with the straight apostrophe, without ligatures."""
    text = text.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").replace("œ", "oe")
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def _change(edit: Callable[[list[Recent]], list[Recent]]) -> None:
    folder = data_dir()
    lock = Lock(folder / "recent.lock")
    until = time.monotonic() + WAIT_FOR
    while (
        not lock.take() and time.monotonic() < until
    ):  # another window; after that the later wins, one entry is missed
        time.sleep(0.01)
    try:
        entries = edit(_read())
        values = [{"path": str(entry.path), **{key: getattr(entry, key) for key in TEXTS}} for entry in entries]
        data = json.dumps({"recent": values}, ensure_ascii=False, indent=1)
        write_atomically(folder / "recent.json", data.encode("utf-8", "surrogatepass"))
    finally:
        lock.free()


def _read() -> list[Recent]:
    """The list on disk; one that cannot be read is an empty one, since every project can be opened without it."""
    try:
        values = json.loads((data_dir() / "recent.json").read_bytes().decode("utf-8", "surrogatepass"))["recent"]
        entries = []
        for value in values:
            name, number, birth_date, opened = (str(value.get(key) or "") for key in TEXTS)
            entries.append(Recent(Path(value["path"]), name, number, birth_date, opened))
        return entries
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return []
