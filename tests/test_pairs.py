"""Real photos of the same person, years and cameras apart: the eyes come to lie on each other."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from facebalance_desktop.cli.photos import analysed_files
from facebalance_desktop.project.derived import alignment_of, points_of
from facebalance_desktop.project.model import Comparison, Photo, new_id
from facebalance_desktop.work import WorkerPool

DIFFERENT_TIMES = ("FERG", "WISE", "WALZ", "OBAM1", "OBAM2", "OBAM3", "BIDE1", "CMARSHALL", "CPOSEY", "CRICHMOND")


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    made = WorkerPool()
    yield made
    made.close()


def test_each_iris_of_the_after_lands_on_the_before_s(photos: Path, pool: WorkerPool) -> None:
    """Within 5 % of the pupil distance, canthi voting too; where the gaze differs the output says so.

    A fit on two irises alone, with no residual, would be a defect.
    """
    with (photos / "pairs.csv").open(encoding="utf-8") as file:
        pairs = {row["pair_id"]: row for row in csv.DictReader(file)}
    rows = [pairs[name] for name in DIFFERENT_TIMES]
    names = [str(photos / row[part]) for row in rows for part in ("before", "after")]
    found = [photo for _, photo in analysed_files(pool, names)]
    for row, before, after in zip(rows, found[::2], found[1::2], strict=True):
        assert isinstance(before, Photo) and isinstance(after, Photo), row["pair_id"]
        alignment, problem = alignment_of(before, after, Comparison(new_id(), before.id, after.id))
        assert alignment is not None, f"{row['pair_id']}: {problem}"
        assert before.face is not None
        assert len(alignment.votes) >= 4 and alignment.residual > 0.1, row["pair_id"]
        reference, points = points_of(before), points_of(after)
        for code in ("p_r", "p_l"):
            away = np.subtract(alignment.photo_to_reference.point(points[code].xy), reference[code].xy)
            is_near = 100 * np.hypot(*away) / before.face.iod <= 5
            assert is_near or "direction of gaze differs" in " ".join(alignment.notes), (row["pair_id"], code)
