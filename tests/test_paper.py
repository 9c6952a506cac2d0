"""The paper of a page that names none: A4 or Letter as the place uses it, else as the settings or the command say."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from driving import needs_qt
from figures_made import made_project
from PySide6.QtCore import QLocale

from facebalance_desktop.cli.main import main
from facebalance_desktop.drawing.templates import PAPERS, Paper, paper_name, row_of, template_of, templates
from facebalance_desktop.project.store import save_project
from facebalance_desktop.render.paper import paper_of, usual_paper
from facebalance_desktop.settings import Settings, save
from facebalance_desktop.work import JobContext

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    ("place", "paper"),
    [
        ("en_US", "letter"), ("en_CA", "letter"), ("fr_CA", "letter"), ("es_MX", "letter"), ("es_CO", "letter"),
        ("en_PH", "letter"), ("de_DE", "a4"), ("fr_FR", "a4"), ("es_ES", "a4"), ("es_AR", "a4"), ("en_GB", "a4"),
        ("C", "a4"),
    ],
)  # fmt: skip
def test_the_usual_paper_is_that_of_the_place(place: str, paper: str) -> None:
    assert usual_paper(QLocale(place)) == paper


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system's settings say the place")
@pytest.mark.parametrize(
    ("variables", "paper"),
    [
        ({"LANG": "en_US.UTF-8"}, "letter"),
        ({"LANG": "de_DE.UTF-8"}, "a4"),
        ({"LANG": "en_US.UTF-8", "LC_PAPER": "de_DE.UTF-8"}, "a4"),
        ({"LANG": "de_DE.UTF-8", "LC_PAPER": "en_US.UTF-8"}, "letter"),
        ({"LC_ALL": "de_DE.UTF-8", "LC_PAPER": "en_US.UTF-8"}, "a4"),
    ],
)
def test_the_place_is_the_systems(variables: dict[str, str], paper: str) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
    command = "from facebalance_desktop.render.paper import paper_of; print(paper_of('system'))"
    done = subprocess.run(
        [sys.executable, "-c", command], env=kept | variables, cwd=ROOT, capture_output=True, check=True, text=True
    )
    assert done.stdout.strip() == paper


def test_what_was_chosen_stands_above_the_place() -> None:
    assert paper_of("a4") == "a4" and paper_of("letter") == "letter"


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_every_template_of_ours_that_is_a_sheet_takes_that_paper(paper: Paper) -> None:
    pages = {template.id: template.page for template in templates(paper=paper).all}
    assert {page for page in pages.values() if page in PAPERS} == {paper, f"{paper}-landscape"}
    assert not any(page.startswith("paper") for page in pages.values())
    assert (pages["chart"], pages["board"]) == (paper, f"{paper}-landscape")


def test_a_clinics_own_paper_stays(tmp_path: Path) -> None:
    row = '[[row]]\nid = "{0}"\nname = "{0}"\nsource = "ours"\npage = "{0}"\n'
    (tmp_path / "templates.toml").write_text(row.format("a4") + row.format("paper-landscape"))
    known = templates(tmp_path, "letter")
    assert known.problems == ()
    assert (known.named("a4").page, known.named("paper-landscape").page) == ("a4", "letter-landscape")
    assert template_of(row_of(known.named("paper-landscape"))).page == "letter-landscape"


def test_a_print_of_a_page_without_paper_goes_on_the_usual_one() -> None:
    assert [paper_name(page, "letter") for page in ("fit", "1920x1080", "a4", "a4-landscape", "letter")] == [
        "letter", "letter", "a4", "a4", "letter",
    ]  # fmt: skip


@needs_qt
def test_the_command_line_has_the_setting_and_an_option(hopper_path: Path, tmp_path: Path) -> None:
    project, originals = made_project(hopper_path)
    path = tmp_path / "project.facebalance"
    save_project(JobContext(), project, path, originals)

    def size(*more: str) -> str:
        words = ["export", str(path), "--template", "patient", "-o", str(tmp_path / "page.pdf"), "--force", *more]
        assert main(words) == 0
        found = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)", (tmp_path / "page.pdf").read_bytes())
        assert found is not None
        return f"{float(found[1]):.0f} x {float(found[2]):.0f}"

    save(replace(Settings(), paper="letter"))
    assert size() == "612 x 792"
    assert size("--paper", "a4") == "595 x 842"
    save(replace(Settings(), paper="a4"))
    assert size() == "595 x 842"
    assert size("--paper", "letter") == "612 x 792"
