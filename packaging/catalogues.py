"""The catalogues of translations: collects what the program says, tells what a language lacks, compiles.

python packaging/catalogues.py           tells what is missing, no longer said, or has other fields than the English
python packaging/catalogues.py --write   brings resources/locales/*.po up to date and compiles them beside
"""

from __future__ import annotations

import argparse
import io
import re
import string
import sys
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from facebalance_desktop.resources import SHOWN
from facebalance_desktop.translation import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "resources" / "locales"
SAME_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""A catalogue carries a date; one that does not change makes the same bytes of the same sentences."""
EMPTY = re.compile(r'"[\w-]+-Date: |"Report-Msgid|"Last-Translator|"Language-Team')
"""Lines of a catalogue's header that say nothing of this project."""
BEFORE_MARKS = re.compile(r"(?<=«) | (?=[;:?!»%])")
"""A space of French that no line may break at."""
KEYWORDS: dict[str, Any] = {"tr": None, "tr_plural": (1, 2)}
TRANSLATED = tuple(language for language in LANGUAGES if language != "en")


def said() -> Catalog:
    """Everything that the program and its glossary say, in English: the literals in calls of tr, the tables' texts."""
    made = Catalog(project="FaceBalance Desktop", charset="utf-8")
    places: dict[str | tuple[str, ...], set[str]] = {}
    for folder, files in (("facebalance_desktop", "**.py"), ("packaging", "glossary.py")):
        for file, _, message, _, _ in extract_from_dir(str(ROOT / folder), [(files, "python")], keywords=KEYWORDS):
            if message:
                places.setdefault(message, set()).add(f"{folder}/{Path(file).as_posix()}")
    for table, message in _of_tables():
        places.setdefault(message, set()).add(f"resources/{table}")
    for message in sorted(places, key=lambda key: key if isinstance(key, str) else key[0]):
        made.add(message, locations=[(place, 0) for place in sorted(places[message])])
    return made


def _of_tables() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "resources").glob("*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8")).get("row", []):
            for key in (SHOWN | {"grades"}) & row.keys():
                for text in row[key] if isinstance(row[key], list) else [row[key]]:
                    if isinstance(text, str) and text:
                        yield path.name, text


def catalogue(language: str) -> Catalog:
    """The catalogue of a language as it stands in its .po; an empty one where there is none."""
    path = LOCALES / f"{language}.po"
    if not path.exists():
        return Catalog(locale=language, project="FaceBalance Desktop", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def faults(language: str) -> list[str]:
    """What is missing in a language, said no more, or filled in otherwise than in English."""
    template, there = said(), catalogue(language)
    told = []
    for message in template:
        found = there.get(message.id) if message.id else None
        if message.id and (found is None or not all(_forms(found.string)) or found.fuzzy):
            told.append(f"{language}: not translated: {_first(message.id)!r}")
        elif found is not None and message.id:
            told += [f"{language}: {wrong}" for wrong in _wrong_fields(message, found)]
    told += [
        f"{language}: no longer said: {_first(item.id)!r}"
        for item in there
        if item.id and template.get(item.id) is None
    ]
    if (LOCALES / f"{language}.mo").read_bytes() != compiled(language):
        told.append(f"{language}: the compiled catalogue is not that of the .po")
    return told


def _wrong_fields(message: Message, found: Message) -> Iterator[str]:
    wanted = fields(_forms(message.id)[-1])
    for text in _forms(found.string):
        if fields(text) != wanted and not (isinstance(message.id, tuple) and fields(text) | {"count"} == wanted):
            yield f"{text!r} has other fields than {_first(message.id)!r}"


def fields(text: str) -> set[str]:
    """The names of the fields of a template; none of a text that is no template."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}
    except ValueError:
        return set()


def _forms(value: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (value or "",) if isinstance(value, str | None) else tuple(value)


def _first(value: str | tuple[str, ...] | list[str] | None) -> str:
    return _forms(value)[0]


def compiled(language: str) -> bytes:
    """The catalogue as gettext reads it, the same bytes for the same sentences; no French line breaks before a mark."""
    made, buffer = catalogue(language), io.BytesIO()
    if language == "fr":
        for message in made:
            forms = tuple(BEFORE_MARKS.sub("\N{NO-BREAK SPACE}", form) for form in _forms(message.string))
            message.string = forms if isinstance(message.id, tuple) else forms[0]
    made.creation_date = made.revision_date = SAME_DAY
    write_mo(buffer, made)
    return buffer.getvalue()


def brought_up_to_date(language: str, more: dict[str, Any]) -> Catalog:
    """The sentences of today with their translations, those of `more` first; what is no longer said is left out."""
    template, there = said(), catalogue(language)
    made = Catalog(locale=language, project="FaceBalance Desktop", charset="utf-8")
    for message in template:
        if message.id:
            known = there.get(message.id)
            text = more.get(_first(message.id)) or (known.string if known is not None else None)
            if text is not None and isinstance(message.id, tuple):
                forms = tuple(filter(None, _forms(text)))
                text = forms + forms[-1:] * (made.num_plurals - len(forms))
            made.add(message.id, text, locations=message.locations)
    return made


def write(language: str, more: dict[str, Any] | None = None) -> None:
    """Write the .po of a language and compile it."""
    made = brought_up_to_date(language, more or {})
    LOCALES.mkdir(exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, made, width=0, omit_header=False, include_lineno=False)
    told = buffer.getvalue().decode("utf-8")
    lines = [line for line in told[told.index('msgid ""') :].split("\n") if not EMPTY.match(line)]
    (LOCALES / f"{language}.po").write_text("\n".join(lines), encoding="utf-8")
    (LOCALES / f"{language}.mo").write_bytes(compiled(language))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    told = parser.parse_args()
    if told.write:
        for language in TRANSLATED:
            write(language)
    found = [fault for language in TRANSLATED for fault in faults(language)]
    print("\n".join(found) or "The catalogues are complete.")
    return 1 if found and not told.write else 0


if __name__ == "__main__":
    sys.exit(main())
