"""The manual in other languages: what a page names is what the English one names, in the window's own words."""

from __future__ import annotations

from pathlib import Path

import pytest
from manual_translation import departures
from PySide6.QtCore import QLibraryInfo, QTranslator
from PySide6.QtWidgets import QApplication
from sources import ROOT

from facebalance_desktop.translation import LANGUAGES
from facebalance_desktop.ui.manual.manual_pages import LISTED, pages, search
from facebalance_desktop.ui.manual.page_browser import PageBrowser

FOLDER = ROOT / "docs" / "manual"
TRANSLATED = [path.relative_to(FOLDER).as_posix() for path in sorted(FOLDER.glob("*/*.md")) if path.stem != "glossary"]
ENGLISH = """# Compare

Press `Ctrl+O` (**File > Open**) or **Show the demonstration**. See [Plan](plan.md).

## Align the photos

1. A mouth of 50 mm carries about 1.8 mm of error; so says *comparability.toml*.

> No face was found in this photo.

![The page Guides](pictures/guides.png)

```
facebalance check A.facebalance
```
"""
GERMAN = """# Vergleichen

Mit `Ctrl+O` (**Datei > Öffnen**) oder **Demonstration zeigen**. Siehe [Planen](plan.md).

## Fotos ausrichten {#align-the-photos}

1. Ein Mund von 50 mm trägt etwa 1,8 mm Fehler; so steht es in *comparability.toml*. Größe und Maße.

> In diesem Foto wurde kein Gesicht gefunden.

![Die Seite Hilfslinien](../pictures/de/guides.png)

```
facebalance check A.facebalance
```
"""


@pytest.mark.parametrize("place", TRANSLATED)
def test_a_translated_page_says_what_the_english_one_says(place: str) -> None:
    language, name = place.split("/")
    assert language in LANGUAGES
    told = departures(language, (FOLDER / name).read_text("utf-8"), (FOLDER / place).read_text("utf-8"))
    assert "\n".join(told) == ""


def test_a_good_translated_page_is_let_pass() -> None:
    assert departures("de", ENGLISH, GERMAN) == []


@pytest.mark.parametrize(
    ("good", "bad", "told"),
    [
        ("Datei > Öffnen", "Datei > Aufmachen", "**File > Open** is not there"),
        ("Demonstration zeigen", "Demo", "'Demo' is too many"),
        ("`Ctrl+O`", "`Strg+O`", "keys: missing ['Ctrl+O']"),
        ("plan.md", "planen.md", "links: missing ['plan.md']"),
        (" {#align-the-photos}", "", "headings"),
        ("## ", "### ", "headings"),
        ("1. Ein", "Ein", "items"),
        ("> In diesem", "> In einem", "quotes"),
        ("1,8 mm", "1,9 mm", "numbers: missing ['8']"),
        ("*comparability.toml*", "einer Tabelle", "files"),
        ("../pictures", "pictures", "pictures"),
        ("Die Seite Hilfslinien", "", "pictures"),
        ("check A", "check B", "fence"),
        (
            "Mit `",
            "Press `Ctrl+O` (**File > Open**) or **Show the demonstration**. See [Plan](plan.md).\n`",
            "in English",
        ),
    ],
)
def test_a_bad_translated_page_is_found(good: str, bad: str, told: str) -> None:
    assert good in GERMAN
    assert told in "\n".join(departures("de", ENGLISH, GERMAN.replace(good, bad)))


def test_a_word_that_no_catalogue_has_stays_as_it_is() -> None:
    english = ENGLISH.replace("Show the demonstration", "RAW")
    assert departures("de", english, GERMAN.replace("Demonstration zeigen", "RAW")) == []
    assert departures("de", english, GERMAN) != []


# --- what is shown ----------------------------------------------------------------------------------------------------


@pytest.fixture
def german(tmp_path: Path) -> Path:
    """A manual of which only one page is there in German."""
    (tmp_path / "index.md").write_text("# Manual\n\n- [Compare](compare.md)\n- [Plan](plan.md)\n", "utf-8")
    (tmp_path / "compare.md").write_text(ENGLISH, "utf-8")
    (tmp_path / "plan.md").write_text("# Plan\n\nMeasures\n", "utf-8")
    (tmp_path / "de").mkdir()
    (tmp_path / "de" / "compare.md").write_text(GERMAN, "utf-8")
    return tmp_path


def test_a_page_is_in_the_language_and_english_where_it_is_missing(german: Path) -> None:
    assert [page.title for page in pages(german, "de")] == ["Manual", "Vergleichen", "Plan"]
    assert [page.title for page in pages(german, "fr")] == ["Manual", "Compare", "Plan"]
    assert pages(german, "de")[1].anchors == pages(german, "en")[1].anchors == ("align-the-photos",)


def test_anchors_are_not_shown_and_lead_to_their_headings(german: Path, qapp: object) -> None:
    browser = PageBrowser(pages(german, "de"))
    browser.show_place("compare#align-the-photos")
    assert browser.textCursor().block().text() == "Fotos ausrichten"
    assert "{#" not in browser.toPlainText()
    assert "](pictures/de/guides.png)" in pages(german, "de")[1].shown
    shown = browser.document().begin().next().text()
    assert "(Datei\N{NO-BREAK SPACE}> Öffnen)" in shown  # no line begins with the sign
    browser.show_place("plan")
    assert browser.toPlainText().startswith("Plan\n")


def test_words_are_found_whatever_their_accents(german: Path, qapp: object) -> None:
    every = pages(german, "de")
    (hit,) = search(every, "masse GROSSE")
    assert hit.page.name == "compare"
    assert "Größe und Maße" in hit.words
    browser = PageBrowser(every)
    browser.show_place("compare")
    browser.mark("masse")
    assert [mark.cursor.selectedText() for mark in browser.extraSelections()] == ["Maße"]


def test_french_is_found_as_it_is_typed() -> None:
    """A keyboard has the straight apostrophe, and few write the ligature."""
    every = pages(FOLDER, "fr")
    assert "photo-match" in {hit.page.name for hit in search(every, "a l'oeil")}
    assert "plan" in {hit.page.name for hit in search(every, "point d'injection")}


def test_keys_are_named_as_the_menus_name_them(german: Path, qapp: QApplication) -> None:
    translator = QTranslator()
    assert translator.load("qtbase_de", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    (page,) = (page for page in pages(german, "de") if page.name == "compare")
    assert "`Ctrl+O`" in page.shown
    qapp.installTranslator(translator)
    try:
        assert "`Strg+O`" in page.shown
        assert "facebalance check A.facebalance" in page.shown
    finally:
        qapp.removeTranslator(translator)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_heading_of_every_page_is_one_that_is_shown(language: str, qapp: object) -> None:
    every = pages(FOLDER, language)
    browser = PageBrowser(every)
    for page in every:
        browser.show_place(page.name)
        block, levels = browser.document().begin(), []
        while block.isValid():
            levels.append(block.blockFormat().headingLevel())
            block = block.next()
        assert sum(level > 1 for level in levels) == len(page.anchors), page.name
        assert levels.count(1) == 1, page.name


# --- the site and what is installed -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_site_has_the_pages_of_each_language_in_the_order_of_the_index(language: str) -> None:
    folder = "" if language == "en" else f"{language}/"
    listed = ("index", *LISTED.findall((FOLDER / "index.md").read_text("utf-8")))
    there = [f"{folder}{name}.md" for name in dict.fromkeys(listed) if (FOLDER / f"{folder}{name}.md").is_file()]
    nav = (ROOT / "mkdocs.yml").read_text("utf-8").partition("\nnav:\n")[2]
    lines = [line.strip().removeprefix("- ") for line in nav.splitlines() if line.endswith(".md")]
    assert [line for line in lines if line.rpartition("/")[0] == folder.rstrip("/")] == there


def test_every_file_of_a_language_is_a_page() -> None:
    names = {path.name for path in FOLDER.glob("*.md")}
    assert {path.name for path in FOLDER.glob("*/*.md")} <= names
    assert {path.name for path in FOLDER.iterdir() if path.is_dir()} <= {*LANGUAGES, "pictures"}
