"""Records to JSON values and back, by their declared types; unknown keys are kept in `extra`.

A record class whose rows are told apart by `kind` has a static `foreign`: it takes the row of an unknown kind and
returns a record that keeps all of it in `extra` and says `is_foreign`, so that it is written as it was read.
"""

from __future__ import annotations

import dataclasses
import functools
import json
import math
import types
import typing
from collections.abc import Mapping
from typing import Any, NoReturn

from facebalance_desktop.errors import Problem
from facebalance_desktop.project.identity_cache import IdentityCache
from facebalance_desktop.project.limits import LIMITS, unfit, unfit_number
from facebalance_desktop.project.model import FORMAT, Project
from facebalance_desktop.translation import tr

SAFE = tr("The file was not changed.")
LONGEST_PROGRAM = 60
_TEXTS: IdentityCache[str] = IdentityCache(256)
"""The JSON of the records written last: what was not changed is not put into words again."""


class NewerProgram(Problem):
    """A project that only a later version of the program reads: nothing is wrong with it."""


class _Wrong(Exception):
    """A value does not fit its place; carries where and what was expected."""

    def __init__(self, where: str, expected: str) -> None:
        super().__init__(tr("{where} is not {expected}", where=where or tr("the project"), expected=expected))


def to_json(record: Any) -> Any:
    """Plain dicts, lists, strings and numbers; unknown keys stand again where they stood."""
    if record is None or isinstance(record, str | float | int):  # first: a mesh alone has 1,434 of them
        return record
    if dataclasses.is_dataclass(record) and not isinstance(record, type):
        if getattr(record, "is_foreign", False):
            return dict(getattr(record, "extra", {}))
        value = {
            item.name: to_json(getattr(record, item.name))
            for item in dataclasses.fields(record)
            if item.name != "extra"
        }
        return value | dict(getattr(record, "extra", {}))
    if isinstance(record, Mapping):
        return {key: to_json(item) for key, item in record.items()}
    if isinstance(record, tuple | list):
        return [to_json(item) for item in record]
    return record


def as_bytes(project: Project) -> bytes:
    """The bytes of a project.json, a line a record; raises ValueError for a record that could not be read back.

    Record by record, so that a thread that writes lets the window go on: a whole large project in one piece of JSON
    stops every other thread for a quarter of a second. A lone surrogate (a file name that is no Unicode) is escaped.
    """
    values = {item.name: getattr(project, item.name) for item in dataclasses.fields(project) if item.name != "extra"}
    lines = [f"{_dumped(key)}: {_text(value)}" for key, value in (values | dict(project.extra)).items()]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode("utf-8", "backslashreplace")


def loaded(data: bytes) -> Any:
    """The value of a project.json; one that `as_bytes` laid out is read record by record. Raises ValueError.

    For the same reason as there; JSON has no line breaks inside of texts, so a line is a whole record. What such a
    line says is turned into its record at once: as lists and tables, a whole project has a million parts, and each
    garbage collection that walks through them stops every thread for 40 ms.
    """
    try:
        return _loaded_by_line(data.decode("utf-8").split("\n"))
    except ValueError:  # written by another program, or damaged
        return json.loads(data, parse_constant=_no_constant)


def _loaded_by_line(lines: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    records: list[Any] | None = None
    kind: type | None = None
    if lines[0] != "{" or lines[-2:] != ["}", ""]:
        raise ValueError(tr("another layout"))
    for line in lines[1:-2]:
        if records is not None and line in ("]", "],"):
            records = None
        elif records is not None:
            records.append(_made(kind, json.loads(line.removesuffix(","), parse_constant=_no_constant)))
        elif line.endswith(": ["):
            (name,) = json.loads("{" + line + "]}", parse_constant=_no_constant)
            records = found[name] = []
            kind = _kind_of(name)
        else:
            found |= json.loads("{" + line.removesuffix(",") + "}", parse_constant=_no_constant)
    if records is not None:
        raise ValueError(tr("no end"))
    return found


def _kind_of(name: str) -> type | None:
    """The records that a project has a list of by this name; None where it has none."""
    args = _args(_hints(Project).get(name))
    kind = args[0] if len(args) == 2 and args[1] is Ellipsis else None
    return kind if isinstance(kind, type) and dataclasses.is_dataclass(kind) else None


def _made(kind: type | None, value: Any) -> Any:
    """The record that a value says; the value itself where it says none, for `from_json` to tell what is wrong."""
    if kind is None:
        return value
    try:
        return _record(kind, value, "")
    except _Wrong:
        return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(tr("{name} is not JSON", name=name))


def _text(value: Any) -> str:
    if isinstance(value, tuple) and value and all(map(dataclasses.is_dataclass, value)):
        return (
            "[\n"
            + ",\n".join(_TEXTS.of((record,), (), functools.partial(_checked, record)) for record in value)
            + "\n]"
        )
    return _dumped(to_json(value))


def _checked(record: Any) -> str:
    text = _dumped(to_json(record))
    try:
        _record(type(record), json.loads(text), "")
    except _Wrong as wrong:
        raise ValueError(tr("a {name} cannot be read back: {wrong}", name=type(record).__name__, wrong=wrong)) from None
    return text


def _dumped(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def from_json(value: Any) -> Project:
    """The project of a parsed `project.json`.

    Raises Problem, in one sentence, for what is not a project, is of a later format, or has a wrong value anywhere.
    """
    if not isinstance(value, dict) or "format" not in value:
        raise Problem(tr("This file does not hold a FaceBalance project. {safe}", safe=SAFE))
    if not isinstance(value["format"], int) or value["format"] > FORMAT:
        raise NewerProgram(
            tr(
                "This project was written by a newer version of the program ({get}); open it with that version. {safe}",
                get=_program_words(value.get("program")),
                safe=SAFE,
            )
        )
    try:
        project = _record(Project, value, "")
    except _Wrong as wrong:
        raise Problem(tr("The project cannot be read: {wrong}. {safe}", wrong=wrong, safe=SAFE)) from None
    assert isinstance(project, Project)
    return project


def _program_words(program: object) -> str:
    """The program that wrote a project; in a spoiled file anything may stand there, also a patient's data."""
    return program if isinstance(program, str) and 0 < len(program) <= LONGEST_PROGRAM else tr("unknown")


@functools.cache
def _hints(record: type) -> dict[str, Any]:
    hints = typing.get_type_hints(record)
    return {item.name: hints[item.name] for item in dataclasses.fields(record)}


@functools.cache
def _required(record: type) -> tuple[str, ...]:
    missing = dataclasses.MISSING
    return tuple(
        item.name for item in dataclasses.fields(record) if item.default is missing and item.default_factory is missing
    )


@functools.cache
def _origin(hint: Any) -> Any:
    return typing.get_origin(hint)


@functools.cache
def _args(hint: Any) -> tuple[Any, ...]:
    return typing.get_args(hint)


def _record(record: type, value: Any, where: str) -> Any:
    if isinstance(value, record):  # made when its line was read
        return value
    if not isinstance(value, dict):
        raise _Wrong(where, tr("a record"))
    if (foreign := getattr(record, "foreign", None)) is not None and (kept := foreign(value)) is not None:
        if (words := unfit(value)) is not None:
            raise _Wrong(where, words)
        return kept
    hints = _hints(record)
    for name in _required(record):
        if name not in value:
            raise _Wrong(f"{where}.{name}".lstrip("."), "there")
    known = {
        name: _value(hints[name], item, f"{where}.{name}".lstrip("."))
        for name, item in value.items()
        if name in hints and name != "extra"
    }
    if "extra" in hints:
        known["extra"] = {name: item for name, item in value.items() if name not in hints or name == "extra"}
        for name, item in known["extra"].items():
            if (words := unfit(item)) is not None:
                raise _Wrong(f"{where}.{name}".lstrip("."), words)
    return record(**known)


def _value(hint: Any, value: Any, where: str) -> Any:
    if hint is float or hint is str or hint is int:  # most are
        return _scalar(hint, value, where)
    origin = _origin(hint)
    if origin in (typing.Union, types.UnionType):
        return _union(hint, value, where)
    if origin is typing.Literal:
        if value not in _args(hint):
            raise _Wrong(where, tr("one of ") + ", ".join(map(str, _args(hint))))
        return value
    if origin is tuple:
        return _tuple(_args(hint), value, where)
    if origin is not None and issubclass(origin, Mapping):
        if not isinstance(value, dict):
            raise _Wrong(where, tr("a table"))
        inner = _args(hint)[1]
        return {key: _value(inner, item, f"{where}.{key}") for key, item in value.items()}
    if dataclasses.is_dataclass(hint):
        assert isinstance(hint, type)
        return _record(hint, value, where)
    return _scalar(hint, value, where)


def _union(hint: Any, value: Any, where: str) -> Any:
    options = _args(hint)
    if value is None and types.NoneType in options:
        return None
    (option,) = [option for option in options if option is not types.NoneType]
    return _value(option, value, where)


def _tuple(args: tuple[Any, ...], value: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise _Wrong(where, tr("a list"))
    if len(args) == 2 and args[1] is Ellipsis:
        if args[0] is float and _are_numbers(value):
            return tuple(value)
        if (rows := _rows(args[0], value)) is not None:
            return rows
        return tuple(_value(args[0], item, f"{where}[{place}]") for place, item in enumerate(value))
    if len(args) != len(value):
        raise _Wrong(where, tr("a list of {count}", count=len(args)))
    return tuple(_value(arg, item, where) for arg, item in zip(args, value, strict=True))


def _rows(hint: Any, value: list[Any]) -> tuple[Any, ...] | None:
    """Many rows of as many numbers, such as a mesh, looked at together; None where each has to be by itself."""
    numbers = _args(hint)
    if _origin(hint) is not tuple or set(numbers) != {float} or not value:
        return None
    if set(map(type, value)) != {list} or set(map(len, value)) != {len(numbers)}:
        return None
    return tuple(map(tuple, value)) if _are_numbers([number for row in value for number in row]) else None


def _are_numbers(values: list[Any]) -> bool:
    """Whether many values, looked at together, are all numbers with a fraction that may stand in a project."""
    if set(map(type, values)) != {float} or max(values) > LIMITS.number or min(values) < -LIMITS.number:
        return False
    return math.isfinite(sum(values))


def _scalar(hint: Any, value: Any, where: str) -> Any:
    if hint is Any:
        if (words := unfit(value)) is not None:
            raise _Wrong(where, words)
        return value
    if hint is float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise _Wrong(where, tr("a number"))
        if abs(value) > LIMITS.number:
            raise _Wrong(where, tr("a number of at most {number:,.0f}", number=LIMITS.number))
        return float(value)
    if hint is int and (isinstance(value, bool) or not isinstance(value, int)):
        raise _Wrong(where, tr("a whole number"))
    if hint is int and (words := unfit_number(value)) is not None:
        raise _Wrong(where, words)
    if not isinstance(value, hint):
        raise _Wrong(where, {str: "text", bool: tr("true or false")}.get(hint, tr("of the right kind")))
    return value
