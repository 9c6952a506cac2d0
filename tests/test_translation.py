"""Every sentence is in the catalogues, in every language, and the window holds when sentences grow."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TypeGuard

import catalogues
import pytest
from babel.messages.mofile import read_mo
from bare_sentences import bare, bare_figures, loose_figures
from driving import needs_qt
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QTranslator

from facebalance_desktop import translation
from facebalance_desktop.drawing.text_size import words_of
from facebalance_desktop.translation import LANGUAGES, NO_BREAK, tr, tr_plural
from facebalance_desktop.ui.widgets.actions import shown_key, tool_tip

ROOT = Path(__file__).resolve().parent.parent
OF_THE_CODE = {"errors", "diagnostics", "translation", "ui.app.diagnostic_facts", "photos.boxes"}
"""Modules whose words are for a report on the program, in English whoever reads it."""
FOR_PROGRAMS = {"cli.plan", "render.metadata", "ui.app.diagnostic_facts"}
"""Modules whose numbers are read by programs: CSV, XMP; or by those who mend this one."""
KEYS = {
    "ui.app.sheets": {"Tab"},
    "ui.widgets.discretion": {"QtProject"},
    "planning.treatments": {"in fat", "in muscle", "on bone (supraperiosteal)", "not said"},  # as they are stored
    "planning.units": {"U of "},
    "drawing.plan_table": {"not said"},
}
"""Words of files and keys of the keyboard: the same in every language."""


def test_no_sentence_stands_outside_the_translation() -> None:
    found = []
    for path in sorted((ROOT / "facebalance_desktop").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT / "facebalance_desktop").with_suffix("").parts)
        if module not in OF_THE_CODE:
            told = bare(path.read_text(encoding="utf-8"), module)
            found += [f"{module}:{line}: {text}" for line, text in told if text not in KEYS.get(module, ())]
    assert found == []


def test_every_literal_in_a_call_of_tr_is_collected() -> None:
    """Also one inside an f-string, which the collection does not read."""
    collected = {message.id for message in catalogues.said()}
    files = [*(ROOT / "facebalance_desktop").rglob("*.py"), ROOT / "packaging" / "glossary.py"]
    calls = (node for path in files for node in ast.walk(ast.parse(path.read_text("utf-8"))) if is_tr(node))
    said = {node.args[0].value for node in calls if isinstance(node.args[0], ast.Constant) and node.args[0].value}
    assert said - collected == set()
    assert len(said) > 1000


def is_tr(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr" and bool(node.args)


@pytest.mark.parametrize(
    "source",
    [
        "Label('Two words')",
        "raise Problem(f'{name} was not read')",
        "x = {'a': 'Open the file'}",
        "Button('Delete')",
        "who = f'{user} on {host}'",
        "Command('quit', '&File')",
        'f\'{a}{" est." if b else ""}\'',
        r"Label(f'{a}.\nSource: {b}')",
    ],
)
def test_a_bare_sentence_is_seen(source: str) -> None:
    assert list(bare(source, "ui.app.frame"))


@pytest.mark.parametrize(
    "source",
    ["Label(tr('Two words'))", "log.error('it failed badly')", "if name == 'Two words': ...", "'''What it is.'''"],
)
def test_what_nobody_reads_is_no_bare_sentence(source: str) -> None:
    assert not list(bare(source, "ui.app.frame"))


def test_no_number_is_written_with_a_point_in_every_language() -> None:
    found = []
    for path in sorted((ROOT / "facebalance_desktop").rglob("*.py")):
        module = ".".join(path.relative_to(ROOT / "facebalance_desktop").with_suffix("").parts)
        if module not in FOR_PROGRAMS:
            found += [f"{module}:{line}: {text}" for line, text in bare_figures(path.read_text(encoding="utf-8"))]
    assert found == []
    assert list(bare_figures('f"{size:.1f} %"')) and list(bare_figures('f"{size:.{places}f}"'))
    assert not list(bare_figures('f"{count:d} of {share:.0f} %"'))


def test_no_line_breaks_within_a_figure() -> None:
    """Neither before the sign of per cent nor behind the sign of an error."""
    found = []
    for path in sorted((ROOT / "facebalance_desktop").rglob("*.py")):
        found += [f"{path.name}:{line}: {text}" for line, text in loose_figures(path.read_text(encoding="utf-8"))]
    assert found == []
    assert list(loose_figures('f"{size} %"')) and list(loose_figures('f"80 ± {half}"'))
    share = tr("±; residual {residual:.1f} % of {all} ± {half:.1f} %, 95 % range", residual=1.0, all=2, half=3.0)
    assert share.replace(NO_BREAK, "_") == "±; residual 1.0_% of 2 ±_3.0_%, 95_% range"
    assert tr("Size of {text}", text="± 5 %") == "Size of ± 5 %"  # a name is nobody's figure
    assert words_of(f"  a{NO_BREAK}b \tc ") == [f"a{NO_BREAK}b", "c"]


@pytest.mark.parametrize("language", catalogues.TRANSLATED)
def test_a_catalogue_holds_every_sentence_with_its_fields(language: str) -> None:
    assert catalogues.faults(language) == []


def test_a_template_takes_its_fields_and_a_sentence_alone_keeps_its_braces() -> None:
    assert tr("{name} was not found.", name="anna.jpg") == "anna.jpg was not found."
    assert tr("a table like { syringe = 1.0 }") == "a table like { syringe = 1.0 }"
    assert tr_plural("{count} photo", "{count} photos", 1) == "1 photo"
    assert tr_plural("{count} photo", "{count} photos", 0) == "0 photos"


SAYS = """
from facebalance_desktop.translation import LANGUAGE, in_figures, in_sentence, tr, tr_plural
from facebalance_desktop.days import day_words
print(LANGUAGE)
print(tr("{name} was not found.", name="anna.jpg"))
print(tr_plural("{count} photo", "{count} photos", 1), tr_plural("{count} photo", "{count} photos", 3), sep="/")
print(tr("{size:.1f} % (about {size2:.1f} mm)", size=1.25, size2=0.5))
print(day_words("2024-03-12"))
from facebalance_desktop.analysis.guide_shapes import range_words
from facebalance_desktop.comparison.change_rules import Change
from facebalance_desktop.drawing.change_words import moved_words
from facebalance_desktop.drawing.measure_drawings import signed
from facebalance_desktop.planning.treatments import Treatment, amount_words
print(amount_words(Treatment("a", amount=1.2, unit="mL")), signed(-2.04, 1), range_words(0.5), sep="/")
from facebalance_desktop.translation import side_letter
print(moved_words("me", Change(0.3, 4.2, 0.5, "moved"), None))
print(side_letter(True), side_letter(False))
"""


NAMES = """
from facebalance_desktop.analysis.measure_kinds import own_measures
from facebalance_desktop.planning.templates import load_templates
for name in (*(kind.name for kind in own_measures().kinds.values()), *load_templates().zones.values()):
    print(name)
for template in load_templates().by_id.values():
    print(template.name)
"""


def spoken(language: str, home: Path, says: str = SAYS, **more: str) -> list[str]:
    """What a program of its own says in that language."""
    environment = {**os.environ, "FACEBALANCE_LANGUAGE": language, "FACEBALANCE_HOME": str(home), **more}
    done = subprocess.run([sys.executable, "-c", says], env=environment, cwd=ROOT, capture_output=True, check=True)
    return done.stdout.decode("utf-8").splitlines()


def test_german_has_its_plurals_its_comma_and_its_months(home: Path) -> None:
    assert spoken("de", home) == [
        "de",
        "anna.jpg wurde nicht gefunden.",
        "1 Foto/3 Fotos",
        "1,2\N{NO-BREAK SPACE}% (etwa 0,5 mm)",
        "12. März 2024",
        "1,2 mL/\N{EN DASH}2,0/ ±\N{NO-BREAK SPACE}1,0°",
        "Menton: 4,2_% nach unten, 0,3_% zur linken Seite des Patienten ±_1,0_%".replace("_", NO_BREAK),
        "R L",
    ]


def test_no_line_of_french_breaks_before_a_mark() -> None:
    assert translation.catalogue("fr").gettext("Photo match: good") == "Comparabilité\N{NO-BREAK SPACE}: bonne"
    with (catalogues.LOCALES / "fr.mo").open("rb") as file:
        said = [str(message.string) for message in read_mo(file) if message.id]
    assert [text for text in said if re.search("« | [;:?!»%]", text)] == []


TYPED = """
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication
from facebalance_desktop.days import day_words
from facebalance_desktop.translation import tr
from facebalance_desktop.ui.app.language import speak
from facebalance_desktop.ui.widgets.dates import read_day
application = QApplication([])
speak(application)
days = [f"2026-{month:02}-28" for month in range(1, 13)]
print([day_words(day) for day in days if read_day(day_words(day)) != (day, None)])
print([read_day(tr(text))[0] for text in ("2 Mar 1984", "28 Mar 2026")])
"""


@needs_qt
@pytest.mark.parametrize("system", ["nl_NL", "en_US", "fr_CA"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_date_is_read_as_it_is_shown(language: str, system: str, home: Path) -> None:
    """Also where the system speaks another language than the program; what a field gives as an example, too."""
    environment = {
        **os.environ,
        "FACEBALANCE_LANGUAGE": language,
        "FACEBALANCE_HOME": str(home),
        "LC_ALL": f"{system}.UTF-8",
    }
    done = subprocess.run([sys.executable, "-c", TYPED], env=environment, cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.decode("utf-8").splitlines()[-2:] == ["[]", "['1984-03-02', '2026-03-28']"]


NAMED = """
from facebalance_desktop.analysis.measure_kinds import measure_table
from facebalance_desktop.planning.templates import load_templates
from facebalance_desktop.ui.app.commands.table import commands
print(sorted({command.menu.replace("&", "") for command in commands()}))
names = [kind.name for kind in measure_table().kinds.values()] + [zone.name for zone in load_templates().by_id.values()]
print([name for name in names if name.endswith(("right", "left"))])
"""


def test_menus_and_the_names_of_pairs_are_all_translated(home: Path) -> None:
    environment = {**os.environ, "FACEBALANCE_LANGUAGE": "de", "FACEBALANCE_HOME": str(home)}
    done = subprocess.run([sys.executable, "-c", NAMED], env=environment, cwd=ROOT, capture_output=True, check=True)
    menus, names = done.stdout.decode("utf-8").splitlines()
    assert menus == "['Ansicht', 'Bearbeiten', 'Datei', 'Hilfe', 'Hilfslinien', 'Zeichnen']"
    assert names == "[]"


def test_the_sides_have_the_letters_of_the_language(home: Path) -> None:
    assert [spoken(language, home)[-1] for language in ("en", "de", "fr", "es")] == ["R L", "R L", "D G", "D I"]


def test_names_with_a_side_are_whole_in_the_language(home: Path) -> None:
    names = spoken("es", home, NAMES)
    assert "Altura de la ceja, lado derecho" in names and "Mejilla, malar" in names
    assert "Mejilla, malar, lado izquierdo" in names
    assert not [name for name in names if name.endswith((", right", ", left"))]


def test_keys_are_named_as_in_the_menus() -> None:
    words = QTranslator()
    assert words.load("qtbase_de", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    assert shown_key("Ctrl+Shift+O") == "Ctrl+Shift+O"
    QCoreApplication.installTranslator(words)
    try:
        assert shown_key("Ctrl+Shift+O") == "Strg+Umschalt+O"
        assert tool_tip("Öffnen …", "Fotos", ("Ctrl+O",)) == "Öffnen  Strg+O\nFotos"
    finally:
        QCoreApplication.removeTranslator(words)


def test_the_setting_stands_above_the_system_and_an_unknown_language_is_english(home: Path) -> None:
    home.mkdir()
    assert spoken("", home, LC_ALL="fr_FR.UTF-8")[0] == "fr"
    assert spoken("", home, LC_ALL="nl_NL.UTF-8")[0] == "en"
    (home / "settings.toml").write_text('language = "en"\n', encoding="utf-8")
    assert spoken("", home, LC_ALL="de_AT.UTF-8")[0] == "en"


def test_a_translation_with_wrong_fields_falls_back_to_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translation, "LANGUAGE", "de")
    assert translation.tr("{name} was never said before {count:.1f}", name="a", count=1.5) == (
        "a was never said before 1,5"
    )


SCREEN = {"x": 0, "y": 0, "width": 1366, "height": 768, "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
LONG = "Mustermann, Erika 1971-03-02 comparison of the first and the last visit.png"


@pytest.mark.parametrize("script", ["clipped_words", "clipped_dialogs"])
def test_nothing_is_clipped_when_every_sentence_grows_by_a_third(script: str, home: Path, tmp_path: Path) -> None:
    """The window, the start page and every dialog on a screen of 1366 x 768, also from right to left."""
    screen = tmp_path / "screen.json"
    screen.write_text(json.dumps({"screens": [{"name": "small", **SCREEN}]}), "utf-8")
    for name in ("Documents", "Pictures"):
        (tmp_path / "user" / name).mkdir(parents=True)
        (tmp_path / "user" / name / LONG).write_bytes(bytes(345_678))
    environment = {
        **os.environ,
        "FACEBALANCE_LANGUAGE": "pseudo",
        "FACEBALANCE_HOME": str(home),
        "HOME": str(tmp_path / "user"),
        "QT_QPA_PLATFORM": f"offscreen:configfile={screen}",
    }
    command = [sys.executable, str(ROOT / "tests" / f"{script}.py")]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, check=False, timeout=180)
    assert done.stdout.decode("utf-8").splitlines() == [], done.stderr.decode("utf-8")
    assert done.returncode == 0, done.stderr.decode("utf-8")
