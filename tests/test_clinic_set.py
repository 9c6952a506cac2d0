"""The clinic's own tables as one file: written on one workstation, taken over on another, checked row by row."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from workspaces import lent_workspace

from facebalance_desktop import settings
from facebalance_desktop.cli.main import main
from facebalance_desktop.errors import Problem
from facebalance_desktop.planning.tables import load_tables
from facebalance_desktop.render.clinic_set import CHECKS, SUFFIX, export_set, import_set
from facebalance_desktop.resources import written_rows
from facebalance_desktop.settings import Settings
from facebalance_desktop.ui.app.workspace import Workspace
from facebalance_desktop.ui.widgets import file_dialogs

OURS = """\
# Products of the clinic

# What we use most.
[[row]]
id = "own-filler"
name = "Own filler"
modality = "filler"
units = ["ml"]
source = "clinic"

[[row]]
id = "kept"
name = "Kept"
modality = "filler"
units = ["ml"]
source = "clinic"
"""
THEIRS = """\
# From the other workstation.
[[row]]
id = "own-filler"
name = "Own filler, new"
modality = "filler"
units = ["ml"]
source = "clinic"

[[row]]
id = "wrong"
source = "clinic"

[[row]]
id = "broken
"""


@pytest.fixture
def clinic(tmp_path: Path) -> Path:
    folder = tmp_path / "clinic"
    folder.mkdir()
    (folder / "products.toml").write_text(OURS, "utf-8")
    return folder


@pytest.fixture(name="workspace")
def fixture_workspace(qapp: object) -> Iterator[Workspace]:
    yield from lent_workspace()


def made_set(path: Path, facts: object, **members: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("set.json", json.dumps(facts))
        for name, text in members.items():
            archive.writestr(f"tables/{name}.toml", text)
    return path


def test_a_set_goes_from_one_workstation_to_another(clinic: Path, tmp_path: Path) -> None:
    logo = tmp_path / "our logo.svg"
    logo.write_text("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><rect width='9' height='9'/></svg>")
    known = Settings(clinic_name="Praxis Müller", page_footer="High Street", operator="A", clinic_logo=str(logo))
    assert export_set(clinic, known, tmp_path / f"set{SUFFIX}") == ()
    found = import_set(tmp_path / f"set{SUFFIX}", tmp_path / "other", Settings(operator="B", kept_versions=9))
    assert (found.problems, found.rows) == ((), {"products": 2})
    taken = found.settings
    assert (taken.clinic_name, taken.page_footer, taken.operator, taken.kept_versions) == (
        "Praxis Müller",
        "High Street",
        "B",
        9,
    )
    assert Path(taken.clinic_logo).read_bytes() == logo.read_bytes()
    assert {"own-filler", "kept"} <= {product.id for product in load_tables(tmp_path / "other").products}


def test_rows_of_the_same_id_are_replaced_and_all_else_stays(clinic: Path, tmp_path: Path) -> None:
    path = made_set(tmp_path / "set", {"format": 1, "settings": {}}, products=THEIRS)
    found = import_set(path, clinic, Settings())
    text = (clinic / "products.toml").read_text("utf-8")
    assert (clinic / "products.toml.former").read_text("utf-8") == OURS
    assert "# Products of the clinic" in text and "# From the other workstation." in text
    names = {product.id: product.name for product in load_tables(clinic).products}
    assert (names["own-filler"], names["kept"]) == ("Own filler, new", "Kept")
    assert "wrong" not in text and "broken" not in text
    assert [problem.split(":")[0] for problem in found.problems] == ["products.toml, line 9", "products.toml, line 14"]


def test_a_wrong_setting_is_left_out(tmp_path: Path) -> None:
    path = made_set(
        tmp_path / "set", {"format": 1, "settings": {"clinic_name": 3, "page_footer": "F", "operator": "X"}}
    )
    found = import_set(path, tmp_path / "clinic", Settings(clinic_name="Ours", operator="O"))
    assert (found.settings.clinic_name, found.settings.page_footer, found.settings.operator) == ("Ours", "F", "O")
    assert len(found.problems) == 1 and "clinic_name" in found.problems[0]


@pytest.mark.parametrize("facts", [{"format": 2, "settings": {}}, {}, [], {"format": 1, "settings": 3}])
def test_what_is_no_set_changes_nothing(clinic: Path, tmp_path: Path, facts: object) -> None:
    path = made_set(tmp_path / "set", facts, products=THEIRS)
    with pytest.raises(Problem, match="not a readable clinic set"):
        import_set(path, clinic, Settings())
    path.write_bytes(b"PK nothing")
    with pytest.raises(Problem, match="not a readable clinic set"):
        import_set(path, clinic, Settings())
    assert [file.name for file in clinic.iterdir()] == ["products.toml"]


def test_members_with_other_names_are_never_written(clinic: Path, tmp_path: Path) -> None:
    path = made_set(tmp_path / "set", {"format": 1, "settings": {}})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("tables/../../evil.toml", OURS)
        archive.writestr("logo.exe", b"MZ")
    found = import_set(path, clinic, Settings())
    assert (found.rows, len(found.problems)) == ({}, 1)
    assert sorted(file.name for file in tmp_path.rglob("*") if file.is_file()) == ["products.toml", "set"]


def test_a_table_of_ours_that_cannot_be_read_is_not_replaced(clinic: Path, tmp_path: Path) -> None:
    (clinic / "products.toml").write_bytes(b"\xff\xfe")
    path = made_set(tmp_path / "set", {"format": 1, "settings": {}}, products=THEIRS)
    with pytest.raises(Problem, match="correct it first"):
        import_set(path, clinic, Settings())
    assert (clinic / "products.toml").read_bytes() == b"\xff\xfe"


def test_every_table_of_ours_passes_its_own_check() -> None:
    from facebalance_desktop.resources import path

    for name, check in CHECKS.items():
        rows, faults = written_rows(path(f"{name}.toml").read_text("utf-8"), check)
        assert rows and faults == (), (name, faults)


def test_the_command_writes_and_takes_over(clinic: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings.save(replace(Settings(), clinic_folder=str(clinic), clinic_name="Praxis"))
    path = tmp_path / f"set{SUFFIX}"
    assert main(["clinic", "--export", str(path)]) == 0
    assert main(["clinic", "--export", str(path)]) == 3  # it is there
    settings.save(replace(settings.load().settings, clinic_name=""))
    capsys.readouterr()
    assert main(["clinic", "--import", str(path)]) == 0
    assert capsys.readouterr().out == "2 rows were imported: products 2.\n"
    assert settings.load().settings.clinic_name == "Praxis"


def test_in_the_window_a_set_is_taken_over_and_holds_at_once(
    workspace: Workspace, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = tmp_path / f"set{SUFFIX}"
    made_set(chosen, {"format": 1, "settings": {"clinic_name": "Praxis"}}, products=THEIRS)
    written = tmp_path / "written"
    monkeypatch.setattr(file_dialogs, "name_to_open", lambda *_: (str(chosen), ""))
    monkeypatch.setattr(file_dialogs, "name_to_save", lambda *_: (str(written), ""))
    said: list[str] = []
    workspace.session.told.connect(said.append)
    workspace.actions["read-clinic-set"].trigger()
    qtbot.waitUntil(lambda: bool(said))
    assert said[0].startswith("1 row was imported: products 1. products.toml, line 9:")
    assert workspace.clinic.settings.clinic_name == "Praxis"
    assert "own-filler" in {product.id for product in workspace.clinic.tables.products}
    workspace.actions["write-clinic-set"].trigger()
    qtbot.waitUntil(lambda: len(said) > 1)
    assert said[1] == f"written{SUFFIX} was written."
    assert import_set(Path(f"{written}{SUFFIX}"), tmp_path / "other", Settings()).rows == {"products": 1}
