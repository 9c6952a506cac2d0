"""The hairline: found where skin ends in hair, and nothing claimed where it does not."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from facebalance_desktop.faces.crops import Patch, Pixels
from facebalance_desktop.faces.detection import find_face
from facebalance_desktop.faces.hairline import PRIOR, Hairline, Person, hairline, trichion
from facebalance_desktop.faces.landmarks import Face, Landmark
from facebalance_desktop.faces.pose import reference_face
from facebalance_desktop.geometry import Array, Similarity
from facebalance_desktop.photos.opencv import cv2
from facebalance_desktop.ui.viewer.context_menu import point_words


@dataclass(frozen=True)
class Head:
    """A flat head: skin up to `height` pupil distances above the pupils, hair above it."""

    height: float
    mesh: Array
    pixels: Pixels


def head(height: float, hair: tuple[int, int, int], skin: tuple[int, int, int] = (205, 160, 140)) -> Head:
    mesh = np.array(reference_face()) * 2.0 + (400.0, 450.0, 0.0)
    pupils = mesh[[468, 473], :2].mean(axis=0)
    iod = float(np.linalg.norm(mesh[33] - mesh[263])) * 63.0 / 88.9
    pixels = np.empty((800, 800, 3), np.uint8)
    pixels[:] = skin
    edge = int(pupils[1] - height * iod)
    rng = np.random.default_rng(1)
    pixels[: max(edge, 0)] = hair
    noisy = pixels.astype(float) + rng.normal(0, 3, pixels.shape)
    return Head(height, mesh, np.clip(noisy, 0, 255).astype(np.uint8))


@pytest.mark.parametrize("height", [0.95, 1.15, 1.35])
@pytest.mark.parametrize("hair", [(40, 30, 25), (150, 110, 60)])
def test_an_edge_is_found_where_it_is(height: float, hair: tuple[int, int, int]) -> None:
    made = head(height, hair)
    seen = hairline(Patch(made.pixels, Similarity()), made.mesh)
    assert seen.evidence == "edge" and seen.place is not None and seen.sigma is not None
    iod = float(np.linalg.norm(made.mesh[33] - made.mesh[263])) * 63.0 / 88.9
    found = (made.mesh[[468, 473], 1].mean() - seen.place[1]) / iod
    assert abs(found - height) < 1.96 * seen.sigma / iod


def test_a_photo_taken_too_dark_shows_the_same_edge() -> None:
    made = head(1.15, (70, 55, 48), skin=(120, 85, 70))
    dark = np.asarray(0.25 * made.pixels, dtype=np.uint8)
    lit, unlit = (hairline(Patch(pixels, Similarity()), made.mesh) for pixels in (made.pixels, dark))
    assert lit.evidence == unlit.evidence == "edge" and lit.place is not None and unlit.place is not None
    assert abs(lit.place[1] - unlit.place[1]) < 3.0


def test_a_bald_head_has_no_edge() -> None:
    made = head(3.0, (40, 30, 25))
    assert hairline(Patch(made.pixels, Similarity()), made.mesh).evidence == "none"


def test_a_fringe_covers_the_forehead() -> None:
    made = head(0.38, (40, 30, 25))
    assert hairline(Patch(made.pixels, Similarity()), made.mesh).evidence == "covered"


def found_in(path: Path, gain: float = 1.0) -> Face:
    lit = np.clip(cv2.imread(str(path)).astype(np.float32) * gain, 0, 255).astype(np.uint8)
    face = find_face(np.asarray(cv2.cvtColor(lit, cv2.COLOR_BGR2RGB), dtype=np.uint8)).face
    assert face is not None
    return face


def test_trichion_stays_an_estimate(hopper_path: Path) -> None:
    face = found_in(hopper_path)
    tr = face.points["tr"]
    assert tr.source == "estimated" and tr.sigma is not None and tr.sigma > 0.03 * face.iod
    assert tr.y < face.points["g"].y
    assert face.extra["hairline"] == "covered"  # she wears a hat


@pytest.mark.parametrize(("name", "evidence"), [("003", "covered"), ("021", "none"), ("044", "edge")])
def test_real_foreheads(name: str, evidence: str, photos: Path) -> None:
    """A fringe, a bald head and a plain hairline."""
    face = found_in(photos / f"london/{name}_front_neutral.jpg")
    assert face.extra["hairline"] == evidence
    sigma = face.points["tr"].sigma
    assert sigma is not None
    assert (sigma / face.iod > 0.1) == (evidence != "edge")
    height = float(face.xy[[468, 473], 1].mean() - face.points["tr"].y) / face.iod
    assert abs(height - PRIOR) < 0.35


def test_more_light_moves_no_hairline_of_dark_skin(photos: Path) -> None:
    path = photos / "london/096_front_neutral.jpg"
    plain, lighter = found_in(path), found_in(path, 1.5)
    assert plain.extra["hairline"] == lighter.extra["hairline"] == "edge"
    assert abs(plain.points["tr"].y - lighter.points["tr"].y) < 0.03 * plain.iod


def test_a_burnt_forehead_shows_no_hairline(photos: Path) -> None:
    face = found_in(photos / "london/036_front_neutral.jpg", 1.5)
    sigma = face.points["tr"].sigma
    assert face.extra["hairline"] == "none" and sigma is not None and sigma > 0.1 * face.iod


def test_the_top_of_a_bald_head_is_no_hairline() -> None:
    """Light background above a bare head: an edge in the picture, but the person ends there."""
    made = head(1.3, (225, 228, 232))
    mask = np.zeros((200, 200), np.float32)
    iod = float(np.linalg.norm(made.mesh[33] - made.mesh[263])) * 63.0 / 88.9
    mask[int((made.mesh[[468, 473], 1].mean() - 1.3 * iod) / 4) :] = 1.0
    assert hairline(Patch(made.pixels, Similarity()), made.mesh, Person(mask, 0.25)).evidence == "none"


def test_hair_below_the_top_of_the_head_stays_the_hairline() -> None:
    made = head(1.15, (40, 30, 25))
    mask = np.zeros((200, 200), np.float32)
    iod = float(np.linalg.norm(made.mesh[33] - made.mesh[263])) * 63.0 / 88.9
    mask[max(0, int((made.mesh[[468, 473], 1].mean() - 1.6 * iod) / 4)) :] = 1.0
    seen = hairline(Patch(made.pixels, Similarity()), made.mesh, Person(mask, 0.25))
    assert seen.evidence == "edge" and trichion(seen, Landmark(0, 0, "estimated")).extra == {"hairline": "edge"}


def test_where_no_hairline_is_seen_the_point_says_so() -> None:
    guess = Landmark(10.0, 20.0, "estimated", 9.0)
    told = trichion(Hairline("none"), guess)
    assert told.xy == guess.xy and told.extra == {"hairline": "none"}
    assert "set it by hand" in point_words(told)
    assert "set it by hand" not in point_words(Landmark(10.0, 20.0, "placed", extra={"hairline": "none"}))


def test_a_soft_hairline_is_less_sure_than_a_sharp_one() -> None:
    sharp, soft = head(1.15, (40, 30, 25)), head(1.15, (40, 30, 25))
    blurred = np.asarray(cv2.GaussianBlur(soft.pixels, (0, 0), 12.0), dtype=np.uint8)
    sure, unsure = (hairline(Patch(pixels, Similarity()), sharp.mesh).sigma for pixels in (sharp.pixels, blurred))
    assert sure is not None and unsure is not None
    assert unsure > 1.3 * sure


def test_the_interval_of_fair_hair_without_an_edge_holds_where_a_hand_set_it(photos: Path) -> None:
    """Fair hair that begins with a thin lock: it was told as surely as a fringe against the forehead."""
    path = photos / "london/012_front_neutral.jpg"
    tr = found_in(path).points["tr"]
    hand = np.loadtxt(path.with_suffix(".tem"), skiprows=1, max_rows=189)[139]
    assert tr.sigma is not None and abs(tr.y - hand[1]) < 1.96 * tr.sigma
