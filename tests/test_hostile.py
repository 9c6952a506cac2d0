"""A thousand spoiled files of each kind, met by the program in a process of its own; and what was found so.

`tests/benchmarks/hostile.py` meets ten thousand.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hostile_files import packed, parts_of
from hostile_runs import run
from hostile_whole import whole

from facebalance_desktop.errors import Problem
from facebalance_desktop.project.archive import PROJECT
from facebalance_desktop.project.originals import Originals
from facebalance_desktop.project.salvage import salvage
from facebalance_desktop.project.store import open_project

FILES, PARTS = 1000, 4


@pytest.mark.parametrize("first", range(0, FILES, FILES // PARTS))
def test_spoiled_files_are_refused_in_words_or_opened_whole(first: int, tmp_path: Path) -> None:
    report = run("mixed", FILES // PARTS, 20_261_127, tmp_path, first)
    assert report.faults == []
    assert report.files == FILES // PARTS
    assert report.outcomes["refused"] and report.outcomes["opened"] and report.outcomes["salvaged"]


def test_what_goes_wrong_with_a_file_would_be_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that looks for what is not there ends at once: each file is counted as a fault."""
    monkeypatch.setenv("FACEBALANCE_HOSTILE_FAULT", "1")
    report = run("text", 2, 1, tmp_path)
    assert [fault.split(":")[0] for fault in report.faults] == ["text 0", "text 1"]


def without(name: str) -> Callable[[dict[str, Any]], None]:
    def change(value: dict[str, Any]) -> None:
        value["photos"][0]["face"][name] = value["photos"][0]["face"]["mesh"][:3] if name == "mesh" else [1.0]

    return change


def kind_is_a_table(value: dict[str, Any]) -> None:
    value["annotations"][0]["kind"] = {"zone": 1}


def bytes_are_named_otherwise(value: dict[str, Any]) -> None:
    value["photos"][0]["sha256"] = "../../../etc/passwd"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (kind_is_a_table, "kind is not text"),
        (bytes_are_named_otherwise, "not named by their SHA-256"),
        (without("mesh"), "mesh of a face has 3 points"),
        (without("sigma"), "mesh of a face"),
    ],
)
def test_what_was_found_is_one_sentence(change: Callable[[dict[str, Any]], None], words: str, tmp_path: Path) -> None:
    parts = parts_of(whole().archive)
    value = json.loads(parts[PROJECT])
    change(value)
    path = tmp_path / "a.facebalance"
    path.write_bytes(packed(parts | {PROJECT: json.dumps(value).encode()}))
    with pytest.raises(Problem, match=words):
        open_project(path)
    assert salvage(path, Originals(tmp_path / "originals")).faults
