"""The gallery keeps decoded photos within its budget and never drops what is on screen."""

from __future__ import annotations

import threading

import numpy as np

from facebalance_desktop.photos.gallery import BudgetedCache
from facebalance_desktop.photos.pyramid import Pyramid


class Weight:
    """Stands for a photo of so many bytes."""

    def __init__(self, nbytes: int) -> None:
        self.nbytes = nbytes


def test_the_longest_unused_goes_first() -> None:
    gallery: BudgetedCache[Weight] = BudgetedCache(300)
    for name in "abc":
        gallery.put(name, Weight(100))
    gallery.get("a")
    gallery.put("d", Weight(100))
    assert [name in gallery for name in "abcd"] == [True, False, True, True]
    assert gallery.nbytes == 300 and len(gallery) == 3
    assert gallery.get("b") is None


def test_pinned_photos_stay_even_beyond_the_budget() -> None:
    gallery: BudgetedCache[Weight] = BudgetedCache(150)
    gallery.pin(["a", "b"])
    for name in "abc":
        gallery.put(name, Weight(100))
    assert "a" in gallery and "b" in gallery and "c" in gallery, "the one just put in is about to be shown"
    gallery.put("d", Weight(10))
    assert "c" not in gallery
    gallery.pin(["b"])
    assert "a" not in gallery and "b" in gallery and gallery.nbytes == 110


def test_a_late_first_look_does_not_replace_the_whole() -> None:
    gallery: BudgetedCache[Weight] = BudgetedCache(1000)
    small, whole = Weight(10), Weight(100)
    assert gallery.put("a", small) is small
    assert gallery.put("a", whole) is whole
    assert gallery.put("a", small) is whole
    assert gallery.get("a") is whole and gallery.nbytes == 100


def test_a_photo_larger_than_the_budget_is_kept_alone() -> None:
    gallery: BudgetedCache[Weight] = BudgetedCache(100)
    gallery.put("a", Weight(60))
    gallery.put("b", Weight(500))
    assert "b" in gallery and "a" not in gallery
    gallery.put("c", Weight(60))
    assert "b" not in gallery and gallery.nbytes == 60


def test_discard_and_clear() -> None:
    gallery: BudgetedCache[Weight] = BudgetedCache(100)
    gallery.put("a", Weight(60))
    gallery.discard("a")
    gallery.discard("never there")
    assert gallery.nbytes == 0 and len(gallery) == 0
    gallery.put("a", Weight(60))
    gallery.clear()
    assert gallery.nbytes == 0 and gallery.get("a") is None


def test_it_holds_pyramids() -> None:
    pyramid = Pyramid.of(np.zeros((1200, 900, 3), np.uint8))
    gallery: BudgetedCache[Pyramid] = BudgetedCache()
    gallery.put("a", pyramid)
    assert gallery.get("a") is pyramid and gallery.nbytes == pyramid.nbytes == sum(lv.nbytes for lv in pyramid.levels)


def test_many_threads_keep_the_sum_right() -> None:
    gallery: BudgetedCache[Weight] = BudgetedCache(5000)

    def work(seed: int) -> None:
        chance = np.random.default_rng(seed)
        for _ in range(500):
            name = str(chance.integers(0, 50))
            match chance.integers(0, 4):
                case 0:
                    gallery.discard(name)
                case 1:
                    gallery.pin([name])
                case 2:
                    gallery.get(name)
                case _:
                    gallery.put(name, Weight(int(chance.integers(1, 400))))

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    held = [gallery.get(str(name)) for name in range(50)]
    assert gallery.nbytes == sum(weight.nbytes for weight in held if weight is not None)
    gallery.pin([])
    assert gallery.nbytes <= 5000
