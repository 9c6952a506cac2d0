"""The language of what the program says: a sentence in English is looked up in the catalogue of the chosen language.

The language is chosen once, when the program starts: by `FACEBALANCE_LANGUAGE`, by the setting `language`, else by the
system. A sentence that the catalogue does not hold stays in English. The catalogues are gettext's
(`resources/locales/*.po`, compiled beside them), so that the floors below the window need no Qt.
"""

from __future__ import annotations

import gettext
import locale
import os
import re
import string
import sys
import tomllib
from functools import lru_cache
from typing import Any

from facebalance_desktop.folders import config_dir, resource_folder

LANGUAGES = {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español"}
"""The languages by their codes, each in its own name."""
PSEUDO = "pseudo"
"""A language for tests: every sentence longer by a third and accented, so that what is clipped or bare is seen."""
ACCENTED = str.maketrans("aeiouAEIOUcnsyCNSY", "áéíóúÁÉÍÓÚçñšýÇÑŠÝ")
FIELDS = re.compile(r"(?<!\{)[^{}]+(?![^{}]*\})")
"""What stands outside the fields of a template."""
WITH_COMMA = {"de", "fr", "es"}
"""Languages that write a decimal comma."""
NO_BREAK = "\N{NO-BREAK SPACE}"
LOOSE = re.compile(r"(?<=[\d}]) (?=%)|(?<=±) (?=[\d{])")
"""The spaces of a figure at which a line could part it from its sign of per cent, or the sign ± from its error."""


class _Template(string.Formatter):
    """str.format with the decimal sign of the language, for numbers that carry a format of their own."""

    def format_field(self, value: Any, format_spec: str) -> Any:
        told = super().format_field(value, format_spec)
        return in_figures(told) if isinstance(value, float) and format_spec else told


def chosen_language() -> str:
    """The language to speak: one of LANGUAGES, or PSEUDO where a test asks for it."""
    named = os.environ.get("FACEBALANCE_LANGUAGE") or _in_settings()
    if named in LANGUAGES or named == PSEUDO:
        return named
    system = _of_system()[:2].lower()
    return system if system in LANGUAGES else "en"


def _in_settings() -> str:
    try:
        value = tomllib.loads((config_dir() / "settings.toml").read_text(encoding="utf-8")).get("language", "")
    except (OSError, ValueError):  # settings.load tells what is wrong with the file
        return ""
    return value if isinstance(value, str) else ""


def _of_system() -> str:
    if sys.platform == "win32":
        import ctypes

        return locale.windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "en")
    named = (os.environ.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return next((name for name in named if name), "en")


def catalogue(language: str) -> gettext.NullTranslations:
    """The sentences of a language; an empty catalogue for English and where the file cannot be read."""
    if language not in LANGUAGES or language == "en":
        return gettext.NullTranslations()
    try:
        with (resource_folder() / "locales" / f"{language}.mo").open("rb") as file:
            return gettext.GNUTranslations(file)
    except (OSError, ValueError, UnicodeDecodeError):
        return gettext.NullTranslations()


LANGUAGE = chosen_language()
_CATALOGUE = catalogue(LANGUAGE)
_SIDES = {"right": "{row}, right", "left": "{row}, left"}
_TEMPLATE = _Template()


def tr(text: str, /, **values: Any) -> str:
    """`text` in the chosen language, its fields filled in with `values` by str.format's rules; alone it is no template.

    `text` is a literal: the catalogues are made of the literals that stand in calls of `tr`.
    """
    told = _unbroken(_pseudo(text) if LANGUAGE == PSEUDO else _CATALOGUE.gettext(text) if text else text)
    if not values:
        return told
    if LANGUAGE not in WITH_COMMA:
        return told.format(**values)
    try:
        return _TEMPLATE.vformat(told, (), values)
    except (KeyError, ValueError, IndexError):  # a translation whose fields are wrong
        return _TEMPLATE.vformat(text, (), values)


def filled(template: str, /, **values: Any) -> str:
    """A sentence of a table, translated already, with its fields filled in and the decimal sign of the language."""
    return _TEMPLATE.vformat(template, (), values) if LANGUAGE in WITH_COMMA else template.format(**values)


def tr_plural(one: str, many: str, count: int, /, **values: Any) -> str:
    """`one` for a single thing, `many` for any other number, in the forms of the language; `{count}` is filled in."""
    if LANGUAGE == PSEUDO:
        told = _pseudo(one if count == 1 else many)
    else:
        told = _CATALOGUE.ngettext(one, many, count)
    return _TEMPLATE.vformat(_unbroken(told), (), {"count": count, **values})


@lru_cache(maxsize=4096)
def _unbroken(template: str) -> str:
    """The template with spaces in its figures that no line breaks at."""
    return LOOSE.sub(NO_BREAK, template)


def in_sentence(text: str) -> str:
    """A name or heading as it stands inside a sentence: in small letters, but in German, which writes nouns large."""
    return text if LANGUAGE == "de" else text.lower()


def begun_small(text: str) -> str:
    """A name or sentence that goes on inside another: begun small, but in German, where it may be a noun."""
    return text if LANGUAGE == "de" else text[:1].lower() + text[1:]


def begun_large(text: str) -> str:
    """Words that begin a line: with a large letter, the others as they are."""
    return text[:1].upper() + text[1:]


def in_figures(number: str) -> str:
    """A number written with a point, with the decimal sign of the language."""
    return number.replace(".", ",") if LANGUAGE in WITH_COMMA else number


def side_name(side: str) -> str:
    """The subject's side in words, `right`, `left` or `both sides`; nothing for the middle."""
    return {"right": tr("right"), "left": tr("left"), "both": tr("both sides")}.get(side, "")


def sided(name: str, side: str) -> str:
    """The name of one of a pair: `Cheek, malar, right`."""
    return tr("{row}, right", row=name) if side == "right" else tr("{row}, left", row=name)


@lru_cache(maxsize=1)
def _catalogues() -> tuple[gettext.NullTranslations, ...]:
    return tuple(catalogue(language) for language in LANGUAGES)


@lru_cache(maxsize=1024)
def in_every_language(text: str, side: str = "") -> frozenset[str]:
    """A text of ours as each language says it, of one of a pair with its side."""
    if not side:
        return frozenset(words.gettext(text) for words in _catalogues())
    return frozenset(words.gettext(_SIDES[side]).format(row=words.gettext(text)) for words in _catalogues())


def other_side(name: str) -> str:
    """`Cheek, right` for `Cheek, left` and the other way round, in the language it was made in; others as they are."""
    for words in _catalogues():
        right, left = (words.gettext(_SIDES[side]).format(row="") for side in ("right", "left"))
        for ending, other in ((right, left), (left, right), *_bare_sides(words)):
            if name.endswith(ending):
                return name.removesuffix(ending) + other
    return name


def _bare_sides(words: gettext.NullTranslations) -> tuple[tuple[str, str], ...]:
    right, left = (f" {words.gettext(side)}" for side in ("right", "left"))
    return (right, left), (left, right)


def side_letter(is_right: bool) -> str:
    """The letter of the subject's side in the language: `R` or `L`."""
    return tr("R") if is_right else tr("L")


def decimal(value: float, form: str) -> str:
    """A number in a format such as `.1f`, with the decimal sign of the language."""
    return in_figures(format(value, form))


def _pseudo(text: str) -> str:
    """The sentence accented and longer by a third; its fields stay as they are."""
    letters = sum(sign.isalpha() for sign in text)
    return FIELDS.sub(lambda found: found[0].translate(ACCENTED), text) + "·" * ((letters + 2) // 3)
