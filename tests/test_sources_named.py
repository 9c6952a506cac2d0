"""What dates, cards and risks rest on: a publication, an authority, a society or a label; else that it is unsourced."""

from __future__ import annotations

import re
import tomllib

import pytest

from facebalance_desktop.resources import path

SITE = re.compile(r"\b[a-z0-9-]+\.(?:com|co|net|me|io|blog|uk)\b", re.IGNORECASE)
"""A page of a clinic, a vendor or a news site; publications are named by journal, DOI or PMC number."""
KNOWN = re.compile(
    r"FDA|ASPS|NDA \d+|Label of|PMC\d+|doi 10\.|Journal|Surgery \d{4};|Applied Sciences|Research|Hanf and Gresser 2014"
)


@pytest.mark.parametrize("table", ["durations", "cards", "risks"])
def test_every_source_is_official_or_reviewed_or_says_that_there_is_none(table: str) -> None:
    rows = tomllib.loads(path(f"{table}.toml").read_text(encoding="utf-8"))["row"]
    assert len(rows) > 5
    for row in rows:
        for part in row["source"].split("; "):
            assert not SITE.search(part), (row["id"], part)
            is_none = part.startswith(("unsourced: ", "wording of the program", "no source here"))
            assert is_none or KNOWN.search(part) or "D'Amato 2021" in part, (row["id"], part)
