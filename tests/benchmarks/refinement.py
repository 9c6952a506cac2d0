"""Learns resources/refinement.npz from hand-placed points: `python tests/benchmarks/refinement.py`.

Fourteen neutral studio frontals of the Face Research Lab London set (DeBruine and Jones 2017, CC BY 4.0) in both
mirrorings, each also blurred, lit from a side, darker and noisy; only the rules are kept, no photo. Ridge regression
with `RIDGE` of the samples as its weight. Prints for each row of refinement.toml the error on people left out (each
person's points by rules learned from the other thirteen), beside that of the mesh with its mean error taken off.
"""

# ruff: noqa: E402  (the path to the modules that tests share comes first)
from __future__ import annotations

import os
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests"))

import hand_points
from faces_photos import PhotoSet

from facebalance_desktop import resources
from facebalance_desktop.faces.anthropometry import point_kinds
from facebalance_desktop.faces.crops import patch_of, photo_to_crop_of
from facebalance_desktop.faces.refinement import FINE, UNIT, Refinement, Rule, Sight, gradients, refinements
from facebalance_desktop.geometry import Array
from facebalance_desktop.photos.opencv import cv2

RIDGE = 0.05
COPIES = 7
"""Samples of each picture, about the point."""
SPREAD = {"me": 6.0, "brow_head": 6.0, "brow_tail": 5.0, "sn": 4.0, "sl": 4.0, "en": 2.0, "ex": 2.0, "p": 2.0}
"""How far from the point they lie, % of the pupil distance; 3 for the others."""


@dataclass(frozen=True)
class Example:
    """One side of one person: variants of the picture, where the mesh has the point and where a hand, fine px."""

    lights: tuple[NDArray[np.uint8], ...]
    start: Array
    truth: Array
    flip: bool


def variants(light: NDArray[np.uint8], rng: np.random.Generator) -> tuple[NDArray[np.uint8], ...]:
    """The picture, and it blurred, lit from a side, dark and noisy."""
    height, width = light.shape
    turn = rng.uniform(0, 2 * np.pi)
    slope = np.cos(turn) * np.linspace(-1, 1, width)[None] + np.sin(turn) * np.linspace(-1, 1, height)[:, None]
    lit = light * (1 + rng.uniform(0.2, 0.4) * slope)
    noise = rng.standard_normal(light.shape)
    blurred = cv2.GaussianBlur(light, (0, 0), rng.uniform(1.0, 3.5))
    made = (light, blurred, lit + 4 * noise, 0.6 * cv2.GaussianBlur(lit, (0, 0), 1.5) + 6 * noise)
    return tuple(np.clip(one, 0, 255).astype(np.uint8) for one in made)


class School:
    """The examples of all people, and what is learned from some of them."""

    def __init__(self, photos: PhotoSet) -> None:
        self.people = [name.split("/")[1][:3] for name in photos.london()]
        self.photos = photos
        self._pictures = cache(self._pictures_of)
        self._samples = cache(self._samples_of)
        self.examples = cache(self._examples_of)
        self.learn_without = cache(lambda person: self.learn([other for other in self.people if other != person]))

    def _pictures_of(self, person: str) -> tuple[Sight, tuple[NDArray[np.uint8], ...]]:
        name = f"london/{person}_front_neutral.jpg"
        mesh = np.array(self.photos.face(name).mesh)
        patch = patch_of(self.photos.pixels(name), photo_to_crop_of(mesh), finest=FINE)
        sight = Sight(patch, mesh)
        return sight, variants(sight.light, np.random.default_rng(int(person)))

    def _examples_of(self, row_id: str, person: str) -> list[Example]:
        name = f"london/{person}_front_neutral.jpg"
        mesh, hand = self.photos.face(name).xy, hand_points.named(self.photos.hand_points(name))
        sight, lights = self._pictures(person)
        sides = ((row_id, False), (row_id, True)) if row_id in hand else ((f"{row_id}_r", False), (f"{row_id}_l", True))
        made = []
        for point, flip in sides:
            start = mesh[list(point_kinds()[point].mesh)].mean(axis=0)
            both = sight.to_fine.points(np.array([start, hand[point]]))
            made.append(Example(lights, both[0], both[1], flip))
        return made

    def _samples_of(self, row: Refinement, person: str, step: int) -> tuple[Array, Array]:
        """(m, n) gradients and (m, 2) ways to the point in %, right side's convention."""
        rng = np.random.default_rng((int(person), step))
        spread = SPREAD.get(row.id, 3.0) * (1.0 if step == 0 else 0.4)
        seen, ways = [], []
        for example in self.examples(row.id, person):
            mirror = np.array([-1.0 if example.flip else 1.0, 1.0])
            for light in example.lights:
                for _ in range(COPIES):
                    away = rng.normal(0, spread, 2)
                    if step == 0:
                        away = away + rng.uniform(0, 1) * (example.start - example.truth) * mirror / UNIT
                    at = example.truth + UNIT * away * mirror
                    turn, size = rng.normal(0, 0.03), row.sizes[step] * float(np.exp(rng.normal(0, 0.03)))
                    seen.append(gradients(light, at, row, example.flip, turn, size))
                    ways.append(-away)
        return np.array(seen, dtype=np.float64), np.array(ways)

    def learn(self, people: Collection[str], rows: Collection[Refinement] | None = None) -> Mapping[str, Rule]:
        """The rules by row id, learned from `people`."""
        return {row.id: self._rule(row, people) for row in (refinements().values() if rows is None else rows)}

    def _rule(self, row: Refinement, people: Collection[str]) -> Rule:
        ways = []
        for person in people:
            for example in self.examples(row.id, person):
                ways.append((example.truth - example.start) / UNIT * (-1.0 if example.flip else 1.0, 1.0))
        steps = []
        for step in (0, 1):
            parts = [self._samples(row, person, step) for person in people]
            seen, away = (np.concatenate([part[i] for part in parts]) for i in (0, 1))
            middle, mean = seen.mean(axis=0), away.mean(axis=0)
            centred = seen - middle
            weights = np.linalg.solve(centred @ centred.T + RIDGE * len(seen) * np.eye(len(seen)), away - mean)
            matrix = centred.T @ weights
            steps.append(np.vstack([matrix, mean - middle @ matrix]))
        wide = None if row.wide is None else self._rule(row.wide, people)
        return Rule(np.mean(ways, axis=0), tuple(steps), wide)

    def left_out(self, row: Refinement) -> tuple[Array, Array, Array]:
        """(n, 2) errors of the rule alone and of the mesh with its mean error off, and (n,) spreads of the answers, %
        of the pupil distance, each person by the rules of the others."""
        errors, plain, spreads = [], [], []
        for person in self.people:
            rule = self._rule(row, [other for other in self.people if other != person])
            sight, _ = self._pictures(person)
            whole = replace(row, share=(1.0, 1.0), calm=1.0)
            examples = self.examples(row.id, person)
            is_midline = examples[0].truth.tolist() == examples[1].truth.tolist()
            for example in examples[:1] if is_midline else examples:
                start = sight.to_fine.inverse().points(example.start[None])[0]
                side = "" if is_midline else "l" if example.flip else "r"
                found = sight.answer(whole, rule, start, side)
                mirror = np.array([-1.0 if example.flip else 1.0, 1.0])
                errors.append((found.place - example.truth) / UNIT * mirror)
                bias = rule.bias * (0.0, 1.0) if is_midline else rule.bias
                plain.append((example.start - example.truth) / UNIT * mirror + bias)
                spreads.append(found.spread)
        return np.array(errors), np.array(plain), np.array(spreads)


def photos_at_hand() -> PhotoSet | None:
    folder = Path(os.environ.get("FACEBALANCE_PHOTOS", ROOT.parent / "shared" / "photos"))
    return PhotoSet(folder) if folder.is_dir() else None


def told(errors: Array) -> str:
    away = np.hypot(*errors.T)
    sd = np.sqrt((errors**2).mean(axis=0))
    return f"mean {away.mean():.2f} p90 {np.percentile(away, 90):.2f} rms x {sd[0]:.2f} y {sd[1]:.2f}"


def store(stored: dict[str, NDArray[np.floating[Any]]], name: str, rule: Rule) -> None:
    stored[f"{name}.bias"] = rule.bias.astype(np.float32)
    for key, step in zip(("first", "second"), rule.steps, strict=True):
        stored[f"{name}.{key}"] = step.astype(np.float16)
    if rule.wide is not None:
        store(stored, f"{name}.wide", rule.wide)


def main() -> int:
    photos = photos_at_hand()
    if photos is None:
        print("The photos are not here: set FACEBALANCE_PHOTOS to their folder.")
        return 3
    school = School(photos)
    for row in refinements().values():
        errors, plain, spreads = school.left_out(row)
        mixed = plain + np.array(row.share) * (errors - plain)
        calm = f"calm {np.median(spreads):.2f}"
        print(f"{row.id:10} rule {told(errors)} | mesh {told(plain)} | taken {told(mixed)} | {calm}")
        away = np.hypot(*mixed.T)
        print(f"{'':10} correlation of spread and error {np.corrcoef(spreads, away)[0, 1]:+.2f}", flush=True)
    stored: dict[str, NDArray[np.floating[Any]]] = {}
    for name, rule in school.learn(school.people).items():
        store(stored, name, rule)
    np.savez_compressed(resources.path("refinement.npz"), **stored)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
