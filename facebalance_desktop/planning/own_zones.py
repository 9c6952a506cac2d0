"""A drawn zone kept as a template of the clinic: its outline on the mesh, and nothing of the patient."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import numpy as np
import tomli_w

from facebalance_desktop.atomic_files import reason, write_atomically
from facebalance_desktop.errors import Problem
from facebalance_desktop.geometry import Point
from facebalance_desktop.planning.shapes import simplified
from facebalance_desktop.planning.templates import frontal
from facebalance_desktop.planning.transfer import Surface, carry
from facebalance_desktop.translation import tr

CORNERS = 24


def keep_zone(clinic: Path, name: str, corners: tuple[Point, ...], surface: Surface) -> Path:
    """Append a zone to zones.toml in the clinic's folder; the file's path.

    Each corner becomes the nearest mesh point and its way from there on the reference face, in pupil distances. A zone
    on one side becomes a pair, one across the midline stays as it is on its right half. Raises Problem; the table is
    then as it was.
    """
    title = re.sub(r",? *(right|left)$", "", name).strip() or tr("Zone of the clinic")
    face = frontal()
    places = np.array(carry(surface, face, _fewer(corners)).points)
    if len(places) < 3:
        raise Problem(tr("A template needs at least three corners; nothing was saved."))
    is_across = bool(places[:, 0].min() < -3.0 and places[:, 0].max() > 3.0)
    if not is_across and places[:, 0].mean() > 0:
        places = places * (-1.0, 1.0)
    if is_across:
        places = right_half(places)
    row = {
        "id": _free_id(clinic, title),
        "name": title,
        "side": "midline" if is_across else "pair",
        "part": "clinic",
        "regions": [],
        "outline": [_corner(face, place) for place in places],
        "source": tr("Drawn in this clinic"),
    }
    path = clinic / "zones.toml"
    try:
        clinic.mkdir(parents=True, exist_ok=True)
        text = path.read_text(encoding="utf-8-sig") if path.is_file() else "# The clinic's own zones.\n"
        write_atomically(path, f"{text.rstrip()}\n\n{tomli_w.dumps({'row': [row]})}".encode(), is_shared=True)
    except OSError as error:
        raise Problem(
            tr("The template could not be saved: {reason}. The zone is unchanged.", reason=reason(error))
        ) from None
    return path


def _fewer(corners: tuple[Point, ...]) -> tuple[Point, ...]:
    """At most CORNERS corners, with the least loss of shape."""
    tolerance = 0.25
    kept = corners
    while len(kept) > CORNERS:
        kept = simplified((*corners, corners[0]), tolerance)[:-1]
        tolerance *= 1.5
    return kept


def right_half(places: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]  # any float array (n, 2)
    """The corners on the subject's right from the midline downwards; the left is made by mirroring."""
    own = np.array([place for place in places if place[0] <= 1.0])
    if len(own) < 2:
        raise Problem(tr("The zone could not be halved at the midline; nothing was kept."))
    turns = np.flatnonzero(np.diff(np.flatnonzero(places[:, 0] <= 1.0)) > 1)
    if len(turns):
        own = np.roll(own, -int(turns[0]) - 1, axis=0)
    return own if own[0][1] <= own[-1][1] else own[::-1]


def _corner(face: Surface, place: np.ndarray) -> list[float | int]:  # type: ignore[type-arg]  # two floats
    index = int(np.linalg.norm(face.mesh[:468, :2] - place, axis=1).argmin())
    dx, dy = (place - face.mesh[index, :2]) / face.iod
    return [index, round(float(-dx), 4), round(float(dy), 4)]


def _free_id(clinic: Path, title: str) -> str:
    stem = "clinic-" + (re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "zone")
    path = clinic / "zones.toml"
    known: set[str] = set()
    if path.is_file():
        try:
            known = {row.get("id", "") for row in tomllib.loads(path.read_text(encoding="utf-8-sig")).get("row", [])}
        except ValueError:  # not UTF-8 or not TOML
            raise Problem(
                tr("{name} in the clinic's folder has a mistake; correct it first. Nothing was saved.", name=path.name)
            ) from None
    number, found = 2, stem
    while found in known:
        found, number = f"{stem}-{number}", number + 1
    return found
