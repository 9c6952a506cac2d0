"""The pages of the manual as texts: their order, their headings, and where words are found in them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from facebalance_desktop.project.recent import plain as without_accents
from facebalance_desktop.resources import manual_folder

INDEX = "index"
"""The page that lists the others, in their order."""
LISTED = re.compile(r"^- \[[^\]]*\]\(([\w-]+)\.md\)", re.MULTILINE)
PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
MARKS = re.compile(r"\*\*|`|^#+ |^> ?|^- |^\d+\. |<!--.*?-->|(?<!\w)\*|\*(?!\w)", re.MULTILINE)
AROUND = 60
"""Characters told before and after what was found."""


@dataclass(frozen=True)
class ManualPage:
    """A page: the name of its file without the ending, its title, and its Markdown."""

    name: str
    title: str
    markdown: str

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings below the title, in their order."""
        return tuple(line.lstrip("#").strip() for line in self.markdown.splitlines() if re.match(r"##+ ", line))

    @property
    def text(self) -> str:
        """What is read, without marks, pictures and the targets of links."""
        return MARKS.sub("", LINK.sub(r"\1", PICTURE.sub("", self.markdown)))


@dataclass(frozen=True)
class Hit:
    """A page with the words, and the words round the first place of them."""

    page: ManualPage
    words: str


def pages(folder: Path | None = None) -> tuple[ManualPage, ...]:
    """Every page, the index first, then those that it lists. Raises OSError where a listed page is missing."""
    folder = manual_folder() if folder is None else folder
    index = _page(folder / f"{INDEX}.md")
    names = dict.fromkeys(LISTED.findall(index.markdown))
    return (index, *(_page(folder / f"{name}.md") for name in names))


def _page(path: Path) -> ManualPage:
    markdown = path.read_text(encoding="utf-8")
    title = next((line[2:].strip() for line in markdown.splitlines() if line.startswith("# ")), path.stem)
    return ManualPage(path.stem, title, markdown)


def anchor(heading: str) -> str:
    """The name by which a link finds a heading: `what-to-do`, as the site makes it."""
    return re.sub(r"[\s-]+", "-", re.sub(r"[^\w\s-]", "", heading.lower())).strip("-")


def search(every: Sequence[ManualPage], words: str) -> Iterator[Hit]:
    """The pages in which every one of the words stands, those with all in their title first."""
    wanted = without_accents(words).split()
    if not wanted:
        return
    found = [page for page in every if all(word in without_accents(page.text) for word in wanted)]
    for page in sorted(found, key=lambda page: not all(word in without_accents(page.title) for word in wanted)):
        yield Hit(page, _around(page.text.split("\n", 1)[-1], wanted))


def _around(text: str, wanted: Sequence[str]) -> str:
    """The words round the first place of the word that stands there least often."""
    text = " ".join(text.split())
    lowered = without_accents(text)
    there = [word for word in wanted if word in lowered]
    if len(lowered) != len(text) or not there:
        return text[: 2 * AROUND].strip()
    start = max(0, lowered.find(min(there, key=lowered.count)) - AROUND)
    start = text.find(" ", start) + 1 if start else 0
    return text[start : start + 2 * AROUND].rsplit(" ", 1)[0].strip()
