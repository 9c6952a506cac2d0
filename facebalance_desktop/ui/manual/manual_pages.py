"""The pages of the manual as texts: their language, their order, their headings, and where words are found in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtGui import QKeySequence

from facebalance_desktop.project.recent import plain as without_accents
from facebalance_desktop.resources import manual_folder
from facebalance_desktop.translation import LANGUAGE
from facebalance_desktop.ui.widgets.actions import shown_key

INDEX = "index"
"""The page that lists the others, in their order."""
LISTED = re.compile(r"^- \[[^\]]*\]\(([\w-]+)\.md\)", re.MULTILINE)
PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
MARKS = re.compile(r"\*\*|`|^#+ |^> ?|^- |^\d+\. |<!--.*?-->|(?<!\w)\*|\*(?!\w)", re.MULTILINE)
HEADING = re.compile(r"^##+ (.*?)(?: \{#([\w-]+)\})?$", re.MULTILINE)
"""A heading below the title: its words, and its anchor where one is written."""
ANCHOR = re.compile(r" \{#[\w-]+\}$", re.MULTILINE)
KEY = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
SHARED = re.compile(r"\]\(\.\./(?=pictures/)")
"""Of a language's folder the pictures lie above it."""
AROUND = 60
"""Characters told before and after what was found."""


@dataclass(frozen=True)
class ManualPage:
    """A page: the name of its file without the ending, its title, and its Markdown."""

    name: str
    title: str
    markdown: str

    @property
    def anchors(self) -> tuple[str, ...]:
        """The names by which links find the headings below the title, in their order."""
        return tuple(named or anchor(words) for words, named in HEADING.findall(self.markdown))

    @property
    def shown(self) -> str:
        """The Markdown as it is shown: without anchors, keys named as the window names them, no line begun by the sign
        between a menu and its command."""
        words = ANCHOR.sub("", SHARED.sub("](", self.markdown)).replace(" > ", "\N{NO-BREAK SPACE}> ")
        return KEY.sub(lambda found: f"`{_key_shown(found[1])}`", words)

    @property
    def text(self) -> str:
        """What is read, without marks, pictures and the targets of links."""
        return MARKS.sub("", LINK.sub(r"\1", PICTURE.sub("", self.shown)))


@dataclass(frozen=True)
class Hit:
    """A page with the words, and the words round the first place of them."""

    page: ManualPage
    words: str


def pages(folder: Path | None = None, language: str = LANGUAGE) -> tuple[ManualPage, ...]:
    """Every page, the index first, then those that it lists, each in English where it is not there in the language.
    Raises OSError where a listed page is missing in English, too."""
    folder = manual_folder() if folder is None else folder
    english = _page(folder / f"{INDEX}.md")
    return tuple(
        _page(own if (own := folder / language / f"{name}.md").is_file() else folder / f"{name}.md")
        for name in dict.fromkeys((INDEX, *LISTED.findall(english.markdown)))
    )


def _page(path: Path) -> ManualPage:
    markdown = path.read_text(encoding="utf-8")
    title = next((line[2:].strip() for line in markdown.splitlines() if line.startswith("# ")), path.stem)
    return ManualPage(path.stem, title, markdown)


def anchor(heading: str) -> str:
    """The name by which a link finds a heading that has no anchor of its own: `what-to-do`, as the site makes it."""
    return re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", heading.lower())).strip("-")


def _key_shown(code: str) -> str:
    """A key as menus show it; what is no key stays."""
    return shown_key(code) if QKeySequence(code).toString() == code else code


def search(every: Sequence[ManualPage], words: str) -> Iterator[Hit]:
    """The pages in which every one of the words stands, those with all in their title first."""
    wanted = without_accents(words).split()
    if not wanted:
        return
    found = [page for page in every if all(word in without_accents(page.text) for word in wanted)]
    for page in sorted(found, key=lambda page: not all(word in without_accents(page.title) for word in wanted)):
        yield Hit(page, _around(page.text.split("\n", 1)[-1], wanted))


def places(text: str, word: str) -> list[tuple[int, int]]:
    """Where a word begins and ends in the text, whatever its case and accents: `masse` is found in `Maße`."""
    plain, origins = "", []
    for place, sign in enumerate(text):
        letters = without_accents(sign)
        plain += letters
        origins += [place] * len(letters)
    word = without_accents(word)
    starts = [found.start() for found in re.finditer(re.escape(word), plain)] if word else []
    return [(origins[start], origins[start + len(word) - 1] + 1) for start in starts]


def _around(text: str, wanted: Sequence[str]) -> str:
    """The words round the first place of the word that stands there least often."""
    text = " ".join(text.split())
    there = [found for word in wanted if (found := places(text, word))]
    if not there:
        return text[: 2 * AROUND].strip()
    start = max(0, min(there, key=len)[0][0] - AROUND)
    start = text.find(" ", start) + 1 if start else 0
    return text[start : start + 2 * AROUND].rsplit(" ", 1)[0].strip()
