"""Reference values: only for a matching description, never called a target by anything but their title."""

from __future__ import annotations

from pathlib import Path

import pytest

from facebalance_desktop.analysis.measure_kinds import own_measures
from facebalance_desktop.analysis.norms import NO_SET, TITLE, norm_of, norms


def test_every_row_belongs_to_a_measure_and_names_its_people() -> None:
    known = norms()
    assert known.problems == () and known.all
    ids = set(own_measures().kinds)
    for norm in known.all:
        assert norm.measure in ids or f"{norm.measure}-right" in ids
        assert norm.n and norm.source and norm.sd > 0
        assert norm.words.startswith(TITLE) and norm.n in norm.words and "ideal" not in norm.words


@pytest.mark.parametrize(
    ("sex", "ancestry", "mean"),
    [
        ("male", "European", 50.1),
        ("Woman", "white", 47.9),
        ("", "European", None),
        ("male", "", None),
        ("male", "East Asian", None),
        ("male", "half European", None),
        ("other", "European", None),
    ],
)
def test_values_are_offered_only_where_sex_and_ancestry_match(sex: str, ancestry: str, mean: float | None) -> None:
    found = norm_of(norms().of(sex, ancestry), "mouth-width")
    assert (None if found is None else found.mean) == mean
    assert "No matching" in NO_SET


def test_a_side_shares_the_value_and_the_crease_has_none() -> None:
    found = norms().of("female", "European")
    assert norm_of(found, "fissure-width-left") == norm_of(found, "fissure-width-right") is not None
    assert norm_of(found, "nasal-crease-width") is None, "norms of the wings never stand beside the creases"


def test_the_clinic_adds_a_set_and_a_wrong_row_is_told(tmp_path: Path) -> None:
    row = '[[row]]\nid = "{0}"\nmeasure = "mouth-width"\nsex = "female"\nancestry = "Thai"\nn = "60"\nmean = {1}\n'
    row += 'sd = 3.1\nunit = "mm"\nsource = "clinic"\n\n'
    (tmp_path / "norms.toml").write_text(row.format("own", 46.2) + row.format("bad", '"wide"'), encoding="utf-8")
    known = norms(tmp_path)
    found = norm_of(known.of("female", "thai"), "mouth-width")
    assert found is not None and found.mean == 46.2
    assert len(known.problems) == 1 and "line 12" in known.problems[0]
