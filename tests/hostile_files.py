"""Projects and photos as somebody who means harm, or a dying disk, would write them: seeded mutations of whole ones.

`spoiled(kind, number, seed, whole)` is the same bytes for the same numbers, so that a finding can be made again.
"""

from __future__ import annotations

import io
import json
import random
import struct
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import photo_samples as written
from hostile_whole import Whole
from photo_mutations import mutated

from facebalance_desktop.project.archive import CARD, PREVIEW, PROJECT, VERSIONS

KINDS_OF_FILE: Mapping[str, float] = {"json": 0.5, "text": 0.1, "zip": 0.2, "photo": 0.19, "window": 0.01}
"""What is spoiled, and its share: values of project.json, its text, the zip round it, photos; `window`: values that
are shown in the program's window."""


# Values


class Raw(float):
    """A number that stands in the text as it is written here."""

    def __new__(cls, text: str) -> Raw:
        made = super().__new__(cls, 1.0)
        made.text = text
        return made

    text: str

    def __repr__(self) -> str:
        return self.text


NUMBERS: tuple[Any, ...] = (
    *(0, -1, 1, -0.0, 0.5, 1e-300, 5e-324, 1e6, -1e6, 999_999.9, 1e7, 1e300, -1e300),
    *(2**31, 2**53 + 1, 2**62, 2**63, 10**40),
    *map(Raw, ("1e999", "-1e999", "NaN", "Infinity", "-Infinity", "1E400", "123456789012345678901234567890.5", "-0")),
)  # fmt: skip
TEXTS: tuple[Any, ...] = (
    *("", " ", "x" * 20_000, "\0", "\ud800", "../../../etc/passwd", "/dev/zero", "C:\\con", "%s%n{0}{x!r}", "<b>a</b>"),
    *("NaN", "2024-13-45", "0000-00-00", "9999-12-31", "99999-01-01", "2024-03-12T99:00:00", "-1", "#gggggg"),
    *("frontal", "profile-left", "points", "eyes", "later-method", "zone", "point", "ellipse"),
    *("\u202eabc", "a\nb\r\nc", "=1+1", "😀" * 50),
)  # fmt: skip
OTHERS: tuple[Any, ...] = (
    *(None, True, False, [], {}, [[]], [None], [{}], {"": None}, [[1e9, 1e9]], [[0, 0], [0, 0], [0, 0]], {"kind": []}),
    *({"x": 1, "y": 1, "source": "placed"}, [0] * 3000, [[]] * 3000, "deep"),
)
Place = tuple[Any, Any]
"""A table or list, and the key or number in it."""


def _places(value: Any, chance: random.Random) -> Place:
    """One place of the tree, walked down to from the top: meshes weigh no more than single words."""
    holder: Any = None
    key: Any = None
    while isinstance(value, dict | list) and value and (holder is None or chance.random() < 0.8):
        holder, key = value, chance.choice(list(value)) if isinstance(value, dict) else chance.randrange(len(value))
        value = holder[key]
    return holder, key


def _other(chance: random.Random) -> Any:
    value = chance.choice(chance.choice((NUMBERS, TEXTS, OTHERS)))
    if value == "deep":
        value = []
        for _ in range(chance.choice((10, 70, 200))):
            value = [value] if chance.random() < 0.5 else {"a": value}
    return value


def _like(value: Any, chance: random.Random) -> Any:
    """Another value of the same kind: what types alone let pass."""
    if isinstance(value, bool) or value is None:
        return chance.choice((True, False, None))
    if isinstance(value, int | float):
        return chance.choice(
            (*NUMBERS, value * 1000, -value, value + chance.uniform(-50, 50), chance.uniform(-1e6, 1e6))
        )
    if isinstance(value, str):
        cut = value[: chance.randrange(len(value) + 1)]
        return chance.choice((*TEXTS, cut, value + value, value[::-1], value.upper()))
    if isinstance(value, list):
        ways: tuple[list[Any], ...] = (
            [],
            value[:1],
            value[:-1],
            value * 2,
            value[::-1],
            [*value, *value[:1] * 500],
            [*value, _other(chance)],
        )
        return chance.choice(ways)
    if isinstance(value, dict) and value:
        key = chance.choice(list(value))
        less = {name: item for name, item in value.items() if name != key}
        return chance.choice(
            ({}, less, {**less, key + "x": value[key]}, {**value, "extra": {"a": 1}}, {**value, "": []})
        )
    return _other(chance)


def _swapped(tree: Any, chance: random.Random) -> None:
    first, second = _places(tree, chance), _places(tree, chance)
    one, other = (json.loads(json.dumps(holder[key])) for holder, key in (first, second))
    first[0][first[1]], second[0][second[1]] = other, one


def spoiled_values(content: bytes, chance: random.Random) -> bytes:
    """A project.json with one to four values that nobody wrote there."""
    tree: Any = {"": json.loads(content)}
    for _ in range(chance.choice((1, 1, 1, 2, 4))):
        if chance.random() < 0.1 and not _has_raw(tree):
            _swapped(tree, chance)
            continue
        holder, key = _places(tree, chance)
        if holder is tree:
            holder, key = tree[""], chance.choice(list(tree[""] or {"": 0})) if isinstance(tree[""], dict) else 0
        if (
            not isinstance(holder, dict | list)
            or not holder
            or key not in (holder if isinstance(holder, dict) else range(len(holder)))
        ):
            continue
        if chance.random() < 0.12:
            del holder[key]
        else:
            holder[key] = _like(holder[key], chance) if chance.random() < 0.6 else _other(chance)
    return _dumped(tree[""], chance).encode("utf-8", "surrogatepass")


def _has_raw(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(_has_raw, value.values()))
    return any(map(_has_raw, value)) if isinstance(value, list) else isinstance(value, Raw)


def _dumped(value: Any, chance: random.Random) -> str:
    """JSON in which `Raw` numbers stand as they are; laid out by record, as the program does, or in one line."""

    def text(item: Any) -> str:
        return json.dumps(item, ensure_ascii=chance.random() < 0.5)

    marks: dict[str, str] = {}

    def marked(item: Any) -> Any:
        if isinstance(item, Raw):
            marks[f'"raw{len(marks)}raw"'] = item.text
            return f"raw{len(marks) - 1}raw"
        if isinstance(item, dict):
            return {key: marked(one) for key, one in item.items()}
        return [marked(one) for one in item] if isinstance(item, list) else item

    value = marked(value)
    told = text(value)
    if isinstance(value, dict) and chance.random() < 0.5:
        lines = (f"{json.dumps(key)}: {text(item)}" for key, item in value.items())
        told = "{\n" + ",\n".join(lines) + "\n}\n"
    for mark, raw in marks.items():
        told = told.replace(mark, raw)
    return told


def spoiled_text(content: bytes, chance: random.Random) -> bytes:
    """A project.json whose text was damaged: bytes changed, lost, doubled."""
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 3, 10))):
        at = chance.randrange(len(data))
        match chance.randrange(6):
            case 0:
                data[at] = (
                    chance.choice(b'{}[],:"0123456789eE-+.\\ \n\0\xff')
                    if chance.random() < 0.8
                    else chance.randrange(256)
                )
            case 1:
                del data[at : at + chance.choice((1, 1, 5, 200))]
            case 2:
                data[at:at] = data[at : at + chance.choice((1, 10, 400, 5000))]
            case 3:
                data[at:at] = chance.choice(
                    (b"[" * 3000, b'{"a":' * 3000, b"9" * 5000, b"\xef\xbb\xbf", b"1e999,", b"NaN,")
                )
            case 4:
                del data[at:]
            case 5:
                digit = next((n for n in range(at, len(data)) if chr(data[n]).isdigit()), None)
                if digit is not None:
                    data[digit : digit + 1] = chance.choice(
                        (b"9", b"1e9", b"1e300", b"99999999", b"-5", b"0.0", b"1e999")
                    )
        if not data:
            break
    return bytes(data)


# The zip


Parts = dict[str, bytes]


def parts_of(archive: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def packed(parts: Parts, method: int = zipfile.ZIP_STORED) -> bytes:
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return store.getvalue()


def _members_changed(archive: bytes, chance: random.Random) -> bytes:
    parts = parts_of(archive)
    name = chance.choice(list(parts))
    version = next(name for name in parts if name.startswith(VERSIONS))
    match chance.randrange(9):
        case 0:
            del parts[name]
        case 1:
            parts[name] = mutated(parts[name] or b"\0", chance)
        case 2:
            parts[
                chance.choice(
                    ("../../evil", "/etc/passwd", "photos/../../x", "photos/", "versions/x.json", "a" * 60_000)
                )
            ] = b"x"
        case 3:
            parts[version] = chance.choice((spoiled_values, spoiled_text))(parts[version], chance)
        case 4:
            parts[CARD] = chance.choice((spoiled_values, spoiled_text))(parts[CARD], chance)
        case 5:
            parts[PREVIEW] = chance.choice((b"", b"\xff\xd8", b"x" * 100_000, written.by_pillow("GIF")))
        case 6:
            other = chance.choice(list(parts))
            parts[name], parts[other] = parts[other], parts[name]
        case 7:
            for number in range(chance.choice((10, 300))):
                parts[f"versions/2024{number:04}T000000.000000.json"] = parts[version]
        case 8:
            parts = {one: parts[one] for one in chance.sample(list(parts), len(parts))}
    return packed(parts, chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)))


def _doubled(archive: bytes, chance: random.Random) -> bytes:
    """Two members of one name, the second of another content."""
    parts = parts_of(archive)
    name = chance.choice((PROJECT, CARD, *parts))
    store = io.BytesIO()
    with zipfile.ZipFile(store, "w") as made:
        for one, data in parts.items():
            made.writestr(one, data)
    tail = mutated(parts[name] or b"\0", chance)
    other = io.BytesIO(store.getvalue().replace(name.encode(), name.encode()))
    with zipfile.ZipFile(other, "a") as made:
        made.writestr("X" * len(name.encode()), tail)
    return other.getvalue().replace(b"X" * len(name.encode()), name.encode())


def _headers_changed(archive: bytes, chance: random.Random) -> bytes:
    """Fields of the zip's own structures: sizes, places, methods, flags, lengths."""
    data = bytearray(archive)
    sign = chance.choice((b"PK\x01\x02", b"PK\x03\x04", b"PK\x05\x06"))
    starts = [at for at in range(len(data) - 4) if data[at : at + 4] == sign]
    for _ in range(chance.choice((1, 1, 2, 5))):
        at = chance.choice(starts) + chance.randrange(4, 46)
        size = chance.choice((1, 2, 4))
        if at + size <= len(data):
            value = chance.choice((0, 1, 8, 12, 14, 99, 2**31, 2**32 - 1, 0xFFFF, chance.randrange(2**32)))
            data[at : at + size] = struct.pack("<I", value % 2 ** (8 * size) if size < 4 else value)[:size]
    return bytes(data)


def _bytes_changed(archive: bytes, chance: random.Random) -> bytes:
    return mutated(archive, chance)


def _wrapped(archive: bytes, chance: random.Random) -> bytes:
    """Something before or behind it, or another zip in it."""
    junk = chance.randbytes(chance.choice((1, 22, 70_000)))
    ways = (junk + archive, archive + junk, archive + archive, packed({PROJECT: archive}), archive[:-22], archive[:-1])
    return chance.choice(ways)


def _bomb(archive: bytes, chance: random.Random) -> bytes:
    """A member that swells, many members, or one of no end."""
    parts = parts_of(archive)
    match chance.randrange(3):
        case 0:
            parts[chance.choice(("x", PREVIEW, "versions/20240101T000000.000000.json"))] = bytes(30_000_000)
        case 1:
            parts |= {f"photos/{number}": b"" for number in range(2000)}
        case 2:
            parts[PROJECT] = parts[PROJECT].rstrip()[:-1] + b',"more": [' + b"[]," * 300_000 + b"[]]}"
    return packed(parts, zipfile.ZIP_DEFLATED)


ZIP_WAYS: tuple[tuple[float, Callable[[bytes, random.Random], bytes]], ...] = (
    (0.35, _members_changed),
    (0.2, _headers_changed),
    (0.2, _bytes_changed),
    (0.12, _wrapped),
    (0.11, _doubled),
    (0.02, _bomb),
)


def spoiled_zip(archive: bytes, chance: random.Random) -> bytes:
    (way,) = chance.choices([way for _, way in ZIP_WAYS], [share for share, _ in ZIP_WAYS])
    return way(archive, chance)


def spoiled(kind: str, number: int, seed: int, sound: Whole) -> tuple[str, bytes]:
    """A name and the bytes of one spoiled file."""
    chance = random.Random(f"{kind} {seed} {number}")
    if kind == "photo":
        name = chance.choice(list(sound.photos))
        return name, mutated(sound.photos[name], chance)
    if kind == "zip":
        return "a.facebalance", spoiled_zip(sound.with_version, chance)
    change = spoiled_text if kind == "text" else spoiled_values
    parts = parts_of(sound.archive)
    return "a.facebalance", packed(parts | {PROJECT: change(parts[PROJECT], chance)})
