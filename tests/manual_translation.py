"""How a page of the manual in another language departs from the English one, section by section."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

import catalogues

from facebalance_desktop.ui.app.commands.table import commands
from facebalance_desktop.ui.manual.manual_pages import KEY, PICTURE, anchor

FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
BOLD = re.compile(r"\*\*([^*]+)\*\*")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)]+)\)")
TARGET = re.compile(r"!\[[^\]]+\]\(([^)]+)\)")
TABLE_FILE = re.compile(r"(?<!\*)\*([\w-]+\.\w+)\*(?!\*)")
DIGITS = re.compile(r"\d+")
ITEM = re.compile(r"^(?:\d+\.|-|\|)", re.MULTILINE)
QUOTE = re.compile(r"^> .*(?:\n> .*)*", re.MULTILINE)
SECTION = re.compile(r"^(?=##+ )", re.MULTILINE)
HEADING = re.compile(r"^(#+) (.*?)(?: \{#([\w-]+)\})?$", re.MULTILINE)
ANY_COMMAND = {"de": "Menü > Befehl", "fr": "Menu > Commande", "es": "Menú > Comando"}
"""`Menu > Command`, where the index says how commands are written."""
LETTERS = 30
"""So many letters of a line that is the same in both languages are no name and no source."""
FORMS: tuple[Callable[[str], str], ...] = (
    lambda text: text,
    lambda text: text.replace("&", ""),
    lambda text: text.rstrip(" …"),
    lambda text: text[:1].upper() + text[1:],
)
"""How a word of the window is written on a page."""


@lru_cache(maxsize=3)
def words_of(language: str) -> Mapping[str, set[str]]:
    """What the window says, and every command as `Menu > Command`, by what it says in English."""
    found: dict[str, set[str]] = {}
    known = {}
    for message in catalogues.catalogue(language):
        if message.id and isinstance(message.id, str) and isinstance(message.string, str):
            known[message.id] = message.string
            for form in FORMS:
                found.setdefault(form(message.id), set()).add(form(message.string))
    for item in commands():
        menu, text = known[item.menu].replace("&", ""), known.get(item.text, item.text).rstrip(" …")
        found[f"{item.menu.replace('&', '')} > {item.text.rstrip(' …')}"] = {f"{menu} > {text}"}
    found["Menu > Command"] = {ANY_COMMAND[language]}
    return found


def departures(language: str, english: str, translated: str) -> list[str]:
    """What a page has otherwise than the English one; of its words those that are not the window's own."""
    first, other = SECTION.split(english), SECTION.split(translated)
    if FENCED.findall(english) != FENCED.findall(translated):
        return ["other commands in a fence"]
    named = [(len(level), anchor(words)) for level, words, _ in HEADING.findall(english)[1:]]
    found = [(len(level), name) for level, _, name in HEADING.findall(translated)[1:]]
    if named != found:
        return [f"headings {found} for {named}"]
    return [
        f"{_place(one)}: {told}" for one, two in zip(first, other, strict=True) for told in _told(language, one, two)
    ]


def _place(section: str) -> str:
    return section.split("\n", 1)[0].strip()


def _told(language: str, english: str, translated: str) -> Iterator[str]:
    for what, counted in (
        ("links", LINK.findall),
        ("keys", lambda text: KEY.findall(FENCED.sub("", text))),
        ("files", TABLE_FILE.findall),
        ("items", lambda text: ITEM.findall(FENCED.sub("", text))),
    ):
        yield from _unequal(what, counted(english), counted(translated))
    shared = [_picture(language, target) for target in TARGET.findall(english)]
    yield from _unequal("pictures with words", shared, TARGET.findall(translated))
    if missing := _digits(english) - _digits(translated):  # a length may be told in a second unit
        yield f"numbers: missing {sorted(missing.elements())}"
    yield from _wrong_words(language, english, translated)
    quoted = [words_of(language).get(words, set()) for words in _quotes(english)]
    if len(quoted) != len(_quotes(translated)) or any(
        there not in said for said, there in zip(quoted, _quotes(translated), strict=False)
    ):
        yield f"quotes other than {quoted}"
    lines = {line for line in FENCED.sub("", english).splitlines() if sum(map(str.isalpha, line)) >= LETTERS}
    yield from (f"in English: {line}" for line in translated.splitlines() if line in lines)


def _picture(language: str, target: str) -> str:
    """The same picture on a page in a language: those of the window are made in each, those of landmarks once."""
    if "/points-" in target:
        return f"../{target}"
    return f"../{target.replace('pictures/', f'pictures/{language}/', 1)}"


def _quotes(text: str) -> list[str]:
    """What is quoted from the program, each on one line."""
    return [one_line(found.replace("\n> ", " "))[2:].strip() for found in QUOTE.findall(text)]


def _digits(text: str) -> Counter[str]:
    """The figures before and after each point or comma; not those of links."""
    return Counter(DIGITS.findall(LINK.sub("", PICTURE.sub("", FENCED.sub("", text)))))


def _unequal(what: str, wanted: list[str], there: list[str]) -> Iterator[str]:
    missing, more = Counter(wanted) - Counter(there), Counter(there) - Counter(wanted)
    if missing or more:
        yield f"{what}: missing {sorted(missing.elements())}, too many {sorted(more.elements())}"


def _wrong_words(language: str, english: str, translated: str) -> Iterator[str]:
    """Bold words in their own order: each must be what the window says in the language for one of the English."""
    there = [one_line(words) for words in BOLD.findall(translated)]
    for words in map(one_line, BOLD.findall(english)):
        said = set(map(one_line, words_of(language).get(words, {words})))  # what no catalogue has is the same
        if met := next((word for word in there if word in said), None):
            there.remove(met)
        else:
            yield f"**{words}** is not there as the window says it: {' or '.join(map(repr, sorted(said)))}"
    yield from (f"{word!r} is too many" for word in there)


def one_line(text: str) -> str:
    """With plain spaces: a catalogue gets those that do not break when it is compiled."""
    return " ".join(text.split())
