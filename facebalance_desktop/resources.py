"""The tables, fonts, icons and manual that come with the program, and the clinic's own rows of the same tables."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from os.path import isfile
from pathlib import Path
from typing import Any

from facebalance_desktop.folders import resource_folder
from facebalance_desktop.translation import tr

Row = Mapping[str, Any]
Check = Callable[[Row], object]

SHOWN = {
    *("definition", "label", "method", "name", "note", "sentence", "short", "text", "tip", "title"),
    *("weak", "words"),
}
"""The keys of our tables whose texts the user reads."""
HEADER = re.compile(r"\s*\[\[\s*row\s*\]\]")
LINE_OF_ERROR = re.compile(r" ?\(at line (\d+), column \d+\)| ?\(at end of document\)")


@dataclass(frozen=True)
class Table:
    """Rows in their order, each with `id` and `source`; a sentence for each row that was left out, with its line."""

    rows: tuple[Row, ...]
    problems: tuple[str, ...] = ()

    def __getitem__(self, row_id: str) -> Row:
        return next(row for row in self.rows if row["id"] == row_id)


@dataclass(frozen=True, eq=False)
class ReadFolder:
    """The tables of a clinic's folder as they were read at one moment: the bytes by the table's name, None for one that
    cannot be read."""

    files: Mapping[str, bytes | None]


ClinicFolder = Path | ReadFolder
"""Where the clinic's own rows are: a folder, which is read at once, or what was read of it before."""


def read_folder(folder: Path) -> ReadFolder:
    """All tables of a clinic's folder, none where there is no such folder. Touches the disk."""
    try:
        places = sorted(folder.glob("*.toml"))
    except OSError:
        places = []
    return ReadFolder({place.stem: _bytes_of(place) for place in places if isfile(place)})


def _bytes_of(place: Path) -> bytes | None:
    try:
        return place.read_bytes()
    except OSError:
        return None


def path(name: str) -> Path:
    """A file among the resources: `fonts/NotoSans-Regular.ttf`."""
    return resource_folder() / name


def manual_folder() -> Path:
    """Where the pages of the manual are: in the installed package, or in `docs` of a checkout."""
    installed = resource_folder() / "manual"
    return installed if installed.is_dir() else resource_folder().parent / "docs" / "manual"


def table(name: str, clinic: ClinicFolder | None = None, check: Check | None = None) -> Table:
    """The rows of `name`.toml, merged with those of the file of the same name in the clinic's folder, if there is one.

    A clinic's row with an id of ours replaces it, `hidden = true` drops it, other rows follow ours. `check` is given
    each row and raises ValueError, TypeError or KeyError for one that cannot be used.
    """
    rows: dict[str, Row] = {}
    problems: list[str] = []
    file = f"{name}.toml"
    texts = [path(file).read_text(encoding="utf-8-sig")]
    try:
        texts += _own_text(name, clinic)
    except (OSError, UnicodeDecodeError):
        problems.append(tr("{name} in the clinic's folder cannot be read; the program's own rows are used.", name=file))
    for number, text in enumerate(texts):
        for line, row in _rows(text):
            wrong = row if isinstance(row, str) else _wrong(row, check)
            if wrong is not None:
                problems.append(
                    tr(
                        "{name}, line {line}: {wrong}; this row is left out and the others are used.",
                        name=file,
                        line=line,
                        wrong=wrong,
                    )
                )
            elif isinstance(row, dict):
                rows[row["id"]] = row if number else translated(row)
    return Table(tuple(row for row in rows.values() if not row.get("hidden")), tuple(problems))


def _own_text(name: str, clinic: ClinicFolder | None) -> list[str]:
    """The text of the clinic's own table, if there is one. Raises OSError, UnicodeDecodeError."""
    if isinstance(clinic, ReadFolder):
        data = clinic.files.get(name, b"")
        if data is None:
            raise OSError
        return [data.decode("utf-8-sig").replace("\r\n", "\n")]
    if clinic is None or not (clinic / f"{name}.toml").is_file():
        return []
    return [(clinic / f"{name}.toml").read_text(encoding="utf-8-sig")]


@lru_cache(maxsize=32)
def own_names(name: str) -> Mapping[str, str]:
    """The names of our own rows of a table by id, in English."""
    found = (row for _, row in _rows(path(f"{name}.toml").read_text(encoding="utf-8")) if isinstance(row, dict))
    return {row["id"]: row["name"] for row in found}


def written_rows(text: str, check: Check | None = None) -> tuple[dict[str, str], tuple[tuple[int, str], ...]]:
    """The rows of a table that can be used, each as it is written with the comment above it, by id; the line of every
    other and what is wrong with it."""
    lines = text.splitlines()
    begins = [number for number, line in enumerate(lines) if HEADER.match(line)]
    starts = [_with_comment(lines, number) for number in begins]
    rows: dict[str, str] = {}
    faults: list[tuple[int, str]] = []
    for start, end in pairwise([*starts, len(lines)]):
        part = "\n".join(lines[start:end]).strip()
        for line, row in _rows(part):
            wrong = row if isinstance(row, str) else _wrong(row, check)
            if wrong is not None:
                faults.append((start + line, wrong))
            elif isinstance(row, dict):
                rows[row["id"]] = part
    return rows, tuple(faults)


def _with_comment(lines: list[str], number: int) -> int:
    """The first line of the comment that stands right above a line."""
    while number > 0 and lines[number - 1].lstrip().startswith("#"):
        number -= 1
    return number


def translated(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of ours with what the user reads of it in the chosen language; ids, codes and sources stay."""
    return {key: _in_language(value) if key in SHOWN else value for key, value in row.items()}


def _in_language(value: Any) -> Any:
    if isinstance(value, list):
        return [_in_language(item) for item in value]
    return tr(value) if isinstance(value, str) and value else value


def _rows(text: str) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Each row with the line it begins on, or a line and what is wrong; parsed one by one: none spoils the rest."""
    lines = text.splitlines()
    begins = [number for number, line in enumerate(lines) if HEADER.match(line)]
    for start, end in zip([0, *begins], [*begins, len(lines)], strict=True):
        try:
            parsed = tomllib.loads("\n".join(lines[start:end]))
        except tomllib.TOMLDecodeError as error:
            at = LINE_OF_ERROR.search(str(error))
            line = start + int(at.group(1)) if at and at.group(1) else end
            words = LINE_OF_ERROR.sub("", str(error))
            yield line, words[:1].lower() + words[1:]
            continue
        for row in parsed.get("row", []):
            yield start + 1, row


def _wrong(row: dict[str, Any], check: Check | None) -> str | None:
    """What is wrong with a row, or None."""
    for key in ("id", "source"):
        if row.get("hidden") is True and key == "source":
            return None  # it only says what is dropped
        if not isinstance(row.get(key), str) or not row[key]:
            return tr("the row has no {key}", key=key)
    if not isinstance(row.get("hidden", False), bool):
        return tr("hidden must be true or false")
    if check is not None:
        try:
            check(row)
        except KeyError as error:
            return tr("the row has no {words}", words=error.args[0] if error.args else "value")
        except (TypeError, ValueError) as error:
            return str(error) or tr("the row has a wrong value")
    return None
