"""The card in a project's file: what lists show, and that an old one is noticed."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from projects_stored import PATIENT, made, renamed, save
from test_store_damage import spoiled

from facebalance_desktop.cli.main import main
from facebalance_desktop.planning.treatments import Plan, Treatment
from facebalance_desktop.project.model import Consent, Project
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.store import open_project
from facebalance_desktop.project.summary import read_summary, summary_of


def treated(project: Project) -> Project:
    done = Treatment(
        "t1", "done", region_name="Lips", modality="ha-filler", modality_name="HA filler", product_name="X", lot="L-1",
        date="2026-02-01", review="2026-08-01",
    )  # fmt: skip
    planned = Treatment("t2", "planned", region_name="Chin", modality_name="HA filler", lot="no")
    consents = (Consent("c", "lecture", True), Consent("d", "marketing", False))
    return replace(project, plan=Plan(treatments=(done, planned)), consents=consents)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    originals = Originals(tmp_path / "originals")
    (tmp_path / "clinic").mkdir()
    place = tmp_path / "clinic" / "a.facebalance"
    save(treated(made(originals, b"first" * 1000, b"second" * 50)), place, originals)
    return place


def test_the_card_tells_what_the_record_does(path: Path) -> None:
    found = read_summary(path)
    assert found == summary_of(open_project(path).project)
    assert (found.name, found.id, found.birth_date, found.photos) == (PATIENT.name, PATIENT.id, PATIENT.birth_date, 2)
    assert (found.procedures, found.products, found.lots) == (("HA filler: Lips",), ("X",), ("L-1",))
    assert found.consents == ("lecture",) and "2026-08-01" in found.due
    assert sum(visit.photos for visit in found.visits) == 2


def test_the_card_names_the_record_it_was_made_from(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        card = json.loads(archive.read("card.json"))
        assert card["of"] == {
            "crc32": archive.getinfo("project.json").CRC,
            "size": archive.getinfo("project.json").file_size,
        }
    assert names[-2:] == ["card.json", "project.json"]


def test_a_card_of_another_record_is_noticed(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "b.facebalance"
    originals = Originals(tmp_path / "originals")
    save(renamed("another")(open_project(path).project), other, originals)
    with zipfile.ZipFile(path) as archive:
        old = archive.read("card.json")
    for card in (old, b"{", b"[]", b'{"of": 1}', b"", None):
        spoiled(other, partial(put_card, card))
        assert read_summary(other).name == "another"


def put_card(card: bytes | None, members: dict[str, bytes]) -> None:
    members.pop("card.json", None)
    if card is not None:
        members["card.json"] = card


def test_the_next_date_due_is_the_first_to_come_else_the_last_that_passed(path: Path) -> None:
    found = replace(read_summary(path), due=("2026-03-01", "2026-08-01"))
    assert [found.next_due(date.fromisoformat(day)) for day in ("2026-01-01", "2026-03-02", "2027-01-01")] == [
        "2026-03-01",
        "2026-08-01",
        "2026-08-01",
    ]
    assert replace(found, due=()).next_due(date(2026, 1, 1)) is None


def test_info_lists_a_folder(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", str(path.parent)]) == 0
    assert PATIENT.name in (out := capsys.readouterr().out) and "2 photos" in out
    (path.parent / "b.facebalance").write_bytes(b"no project")
    assert main(["info", str(path.parent), "--json"]) == 3
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first["lots"] == ["L-1"] and "not a FaceBalance project" in second["problem"]
