"""The manual names what there is: commands, keys, words of the window, pages, pictures; its glossary is current."""

from __future__ import annotations

import ast
import re
import shlex
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import glossary
import pytest
import screenshot
import window_pictures
from catalogues import TRANSLATED
from PySide6.QtGui import QImage
from sources import ROOT, project_sources

from facebalance_desktop import resources
from facebalance_desktop.analysis.guide_kinds import HandPoint, hand_point
from facebalance_desktop.cli.commands import parser
from facebalance_desktop.drawing.view_options import MODES
from facebalance_desktop.translation import LANGUAGES
from facebalance_desktop.ui.annotate.toolbox import DRAWING_TOOLS
from facebalance_desktop.ui.app.commands.table import commands
from facebalance_desktop.ui.app.help_key import DRAWING, MODE_PAGES, TOOL_PAGES
from facebalance_desktop.ui.app.panels import PAGES
from facebalance_desktop.ui.manual.manual_pages import INDEX, ManualPage, pages, search
from facebalance_desktop.ui.presentation.presentation import KEYS

FOLDER = ROOT / "docs" / "manual"
BY_HAND = {"Enter", "Backspace", "Space", "Tab", "Esc", "Shift", "Alt"}
"""Keys that no command has: of the tools, of lists, of the menu."""
MOST = 1_500_000
"""Bytes of all pictures of one language."""
BOLD, CODE = re.compile(r"\*\*([^*]+)\*\*"), re.compile(r"`([^`]+)`")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"(\w+) > (.+)")
KEY_OF = re.compile(r"`([^`]+)`(?:\s+\(|\s+\|\s+)\*\*(\w+ > [^*]+)\*\*")
PAGE = re.compile(r"\bpages?\s+\*\*(\w+)\*\*")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)]+)\)")
PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")


@lru_cache(maxsize=1)
def own_commands() -> dict[str, tuple[str, ...]]:
    """Keys by `Menu > Command`."""
    return {f"{item.menu.replace('&', '')} > {item.text.rstrip(' …')}": item.keys for item in commands()}


@lru_cache(maxsize=1)
def own_words() -> set[str]:
    """Every text of the window and every name of a table."""
    found: set[str] = set()
    for source in project_sources():
        if source.path.startswith("facebalance_desktop/"):
            for node in ast.walk(source.tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.add(node.value.strip())
    for path in (ROOT / "resources").glob("*.toml"):
        for row in tomllib.loads(path.read_text("utf-8")).get("row", []):
            found |= {row[key] for key in ("name", "title", "short") if key in row}
    return found | {word.capitalize() for word in found if " " in word or word.islower()}


def one_line(text: str) -> str:
    return " ".join(text.split())


def breaches(page: ManualPage, others: dict[str, ManualPage]) -> list[str]:
    """What a page names that there is not."""
    text, known, words = FENCED.sub("", page.markdown), own_commands(), own_words()
    keys = {key for own in known.values() for key in own} | BY_HAND
    if page.name == "present":
        keys |= {key for shown, _ in KEYS for key in re.split(r", ?", shown)}
    found = [f"no key {key}" for key in CODE.findall(text) if one_line(key) not in keys]
    for bold in map(one_line, BOLD.findall(text)):
        if COMMAND.fullmatch(bold):
            found += [] if bold in known or bold == "Menu > Command" else [f"no command {bold}"]
        elif bold not in words:
            found.append(f"no words {bold}")
    for key, command in KEY_OF.findall(text):
        if key not in known.get(one_line(command), ()):
            found.append(f"{command} has no key {key}")
    found += [f"no page {name}" for name in PAGE.findall(text) if name not in {page.title for page in PAGES}]
    for target in LINK.findall(text):
        name, _, heading = target.partition("#")
        other = others.get(name.removesuffix(".md")) if name.endswith(".md") else None
        if other is None or (heading and heading not in other.anchors):
            found.append(f"no link {target}")
    for shown, target in PICTURE.findall(text):
        if not shown or not (FOLDER / target).is_file():
            found.append(f"no picture {target}, or it does not say what it shows")
    return found


def fenced_commands(page: ManualPage) -> Iterator[list[str]]:
    for block in FENCED.findall(page.markdown):
        for line in block.splitlines()[1:-1]:
            yield shlex.split(line)


def by_name() -> dict[str, ManualPage]:
    return {page.name: page for page in pages(FOLDER)}


@pytest.mark.parametrize("name", [path.stem for path in sorted(FOLDER.glob("*.md")) if path.stem != "glossary"])
def test_a_page_names_what_there_is(name: str) -> None:
    found = by_name()
    assert name in found, "the index does not list it"
    assert "\n".join(breaches(found[name], found)) == ""


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Press `Ctrl+Alt+Q`.", "no key Ctrl+Alt+Q"),
        ("**File > Upload**", "no command File > Upload"),
        ("`Ctrl+O` (**File > Save\nnow**)", "has no key Ctrl+O"),
        ("Press **Make beautiful**.", "no words Make beautiful"),
        ("the page **Billing**", "no page Billing"),
        ("[x](nowhere.md)", "no link nowhere.md"),
        ("[x](compare.md#nothing)", "no link compare.md#nothing"),
        ("[x](https://example.org)", "no link https"),
        ("![x](pictures/none.png)", "no picture pictures/none.png"),
        ("![](pictures/points-eyes.png)", "no picture"),
    ],
)
def test_a_bad_page_is_found(text: str, told: str) -> None:
    assert any(told in found for found in breaches(ManualPage("bad", "Bad", f"# Bad\n\n{text}\n"), by_name()))


def test_every_command_line_of_a_page_is_understood() -> None:
    lines = [words for page in pages(FOLDER) for words in fenced_commands(page)]
    assert lines
    for program, *words in lines:
        assert program == "facebalance"
        parser().parse_args(words)


def test_every_picture_is_shown_and_all_are_small() -> None:
    shown = {target for page in pages(FOLDER) for _, target in PICTURE.findall(page.markdown)}
    files = sorted((FOLDER / "pictures").glob("*.png"))
    assert shown == {f"pictures/{path.name}" for path in files}
    for language in ("", *TRANSLATED):
        files = sorted((FOLDER / "pictures" / language).glob("*.png"))
        assert sum(path.stat().st_size for path in files) < MOST, language
        assert not [path.name for path in files if QImage(str(path)).isNull()]


def test_every_picture_is_made_by_a_program_of_the_project() -> None:
    """By packaging/screenshot.py, those of the window in every language, or with the glossary."""
    of_the_window = {*window_pictures.DEMONSTRATION, *window_pictures.WITH_DATES}
    assert {path.stem for path in (FOLDER / "pictures").glob("*.png")} == {*of_the_window, *glossary.pictures()}
    for language in TRANSLATED:
        assert {path.stem for path in (FOLDER / "pictures" / language).iterdir()} == of_the_window
    assert {path.name for path in (FOLDER / "pictures").iterdir() if path.is_dir()} == set(TRANSLATED)
    assert set(window_pictures.TYPED) == set(LANGUAGES) == set(screenshot.LANGUAGES)


def test_the_glossary_is_as_the_tables_say() -> None:
    """In every language."""
    assert glossary.stale() == []


def test_a_translated_glossary_has_the_headings_of_the_english_one() -> None:
    english = "# A\n\n## The eyes\n\n### In profile\n"
    assert glossary.with_anchors("# B\n\n## Die Augen\n\n### Im Profil\n", english) == (
        "# B\n\n## Die Augen {#the-eyes}\n\n### Im Profil {#in-profile}\n"
    )
    assert glossary.with_anchors(english, english) == english


def test_a_point_that_was_moved_makes_its_picture_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    before = glossary.pictures()["points-profile"]
    assert glossary.alike(before, before)

    def moved(code: str, is_profile: bool) -> HandPoint:
        point = hand_point(code, is_profile)
        return replace(point, where=(point.where[0], point.where[1] + 0.03)) if code == "po" else point

    monkeypatch.setattr(glossary, "hand_point", moved)
    assert not glossary.alike(before, glossary.pictures()["points-profile"])


def test_the_glossary_tells_a_source_of_every_landmark_guide_and_measure() -> None:
    text = (FOLDER / "glossary.md").read_text("utf-8")
    lines = [line for line in text.splitlines() if line.startswith("- ")]
    rows = [
        row
        for table in ("landmarks", "hand_points", "guides", "measures", "movements", "comparability")
        for row in resources.table(table).rows
        if not (table == "landmarks" and row["id"].endswith("_l"))
    ]
    assert len(lines) == len(rows)
    assert all(re.search(r" Source: .+\.$", line) for line in lines)


# --- what help opens --------------------------------------------------------------------------------------------------

WINDOWS = ("QDialog", "QMessageBox", "QFileDialog", "Section")


@lru_cache(maxsize=1)
def declarations() -> dict[str, str]:
    """The page that each class of panel or dialog declares in its own body; empty where it declares none."""
    found: dict[str, str] = {}
    for source in project_sources():
        if not source.path.startswith("facebalance_desktop/ui/"):
            continue
        for node in source.tree.body:
            if isinstance(node, ast.ClassDef):
                declared = [
                    ast.literal_eval(part.value)
                    for part in node.body
                    if isinstance(part, ast.Assign) and ast.unparse(part.targets[0]) == "manual_page"
                    if isinstance(part.value, ast.Constant)
                ]
                if declared or {ast.unparse(base) for base in node.bases} & set(WINDOWS):
                    found[node.name] = str(declared[0]) if declared else ""
    found.pop("ManualWindow")  # it shows them
    return found


def test_every_panel_and_dialog_has_a_page_of_its_own() -> None:
    found = declarations()
    assert [name for name, place in found.items() if not place] == []
    assert {"GuidesPanel", "MeasuresPanel", "ExportDialog", "StartPage"} <= set(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_that_help_opens_is_there(language: str) -> None:
    known = {page.name: page for page in pages(FOLDER, language)}
    places = [*declarations().values(), *MODE_PAGES.values(), *TOOL_PAGES.values(), DRAWING]
    assert len(places) > 40
    for place in places:
        name, _, heading = place.partition("#")
        assert name in known, place
        assert not heading or heading in known[name].anchors, place


def test_every_mode_and_every_tool_that_draws_nothing_has_a_page() -> None:
    assert set(MODE_PAGES) == set(MODES)
    assert set(TOOL_PAGES) == {"anchors", "place"}
    assert not set(TOOL_PAGES) & {tool.id for tool in DRAWING_TOOLS}


# --- finding ----------------------------------------------------------------------------------------------------------


def test_the_index_comes_first_and_lists_every_page() -> None:
    found = [page.name for page in pages(FOLDER)]
    assert found[0] == INDEX
    assert sorted(found) == sorted(path.stem for path in FOLDER.glob("*.md"))


def test_pages_are_found_by_all_of_their_words_titles_first() -> None:
    found = list(search(pages(FOLDER), "Profile"))
    assert found[0].page.name == "profile"
    assert len(found) > 3
    (only,) = search(pages(FOLDER), "recall lot")
    assert only.page.name == "plan"
    assert "recall" in only.words
    assert "**" not in only.words
    assert list(search(pages(FOLDER), "zebra unicorn")) == []
    assert list(search(pages(FOLDER), " ")) == []


def test_a_page_that_is_missing_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "index.md").write_text("# Manual\n\n- [Gone](gone.md)\n", "utf-8")
    with pytest.raises(OSError, match=r"gone\.md"):
        pages(tmp_path)
