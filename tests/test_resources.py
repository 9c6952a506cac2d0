"""The tables that come with the program and the clinic's rows over them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from facebalance_desktop import resources
from facebalance_desktop.folders import resource_folder
from facebalance_desktop.resources import Row

OURS = """
[[row]]
id = "a"
source = "book"
value = 1

[[row]]
id = "b"
source = "book"
value = 2
"""


@pytest.fixture
def clinic(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    ours = tmp_path / "ours"
    ours.mkdir()
    (ours / "things.toml").write_text(OURS)
    monkeypatch.setattr(resources, "resource_folder", lambda: ours)
    clinic = tmp_path / "Klinik am Süd"
    clinic.mkdir()
    return clinic


def ids(table: resources.Table) -> list[str]:
    return [row["id"] for row in table.rows]


def test_our_own_tables_are_right() -> None:
    names = [path.stem for path in resource_folder().glob("*.toml")]
    assert "landmarks" in names
    for name in names:
        if "row" in tomllib.loads(resources.path(f"{name}.toml").read_text("utf-8")):
            table = resources.table(name)
            assert table.problems == ()
            assert table.rows


def test_files_are_found() -> None:
    assert resources.path("fonts/NotoSans-Regular.ttf").is_file()


def test_without_a_clinic_file_our_rows_stand(clinic: Path) -> None:
    table = resources.table("things", clinic)
    assert ids(table) == ["a", "b"]
    assert table["b"]["value"] == 2
    assert table.problems == ()


def test_the_clinic_replaces_drops_and_adds(clinic: Path) -> None:
    (clinic / "things.toml").write_text(
        '[[row]]\nid = "c"\nsource = "ours"\n[[row]]\nid = "b"\nhidden = true\n'
        '[[row]]\nid = "a"\nsource = "own study"\nvalue = 5\n[[row]]\nid = "unknown"\nhidden = true\n'
    )
    table = resources.table("things", clinic)
    assert ids(table) == ["a", "c"]
    assert table["a"] == {"id": "a", "source": "own study", "value": 5}
    assert table.problems == ()


def test_a_wrong_row_is_told_by_line_and_the_rest_loads(clinic: Path) -> None:
    (clinic / "things.toml").write_text(
        '[[row]]\nid = "c"\nsource = "ours"\n\n[[row]]\nid = "d"\n\n[[row]]\nid = "e"\nsource = ours\n\n'
        '[[row]]\nsource = "ours"\n\n[[row]]\nid = "f"\nsource = "ours"\nvalue = "many"\n\n'
        '[[row]]\nid = "a"\nsource = "ours"\nvalue = 3\n'
    )

    def check(row: Row) -> None:
        if isinstance(row.get("value"), str):
            raise ValueError("value must be a number")

    table = resources.table("things", clinic, check)
    assert ids(table) == ["a", "b", "c"]
    assert table["a"]["value"] == 3
    end = "; this row is left out and the others are used."
    assert table.problems == (
        f"things.toml, line 5: the row has no source{end}",
        f"things.toml, line 10: invalid value{end}",
        f"things.toml, line 12: the row has no id{end}",
        f"things.toml, line 15: value must be a number{end}",
    )


def test_a_file_that_is_no_text_is_told(clinic: Path) -> None:
    (clinic / "things.toml").write_bytes(b"\xff\xfe\x00")
    table = resources.table("things", clinic)
    assert ids(table) == ["a", "b"]
    assert len(table.problems) == 1
