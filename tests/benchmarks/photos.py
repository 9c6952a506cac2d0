"""How fast photos open, as ratios to what the machine can do: `python tests/benchmarks/photos.py [--json FILE]`.

preview_over_full   a first look (reduced decode) of a 24-megapixel JPEG over its whole decode
decode_over_floor   the whole decode over cv2.imdecode and the change of its colour order, of the same bytes
gallery_peak_mib    memory over all processes with a project of 200 such photos (minutes; `--quick` leaves it out)

The first two are medians of rounds in which the things compared take turns, so that a busy machine is busy for all.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import gallery_peak
import numpy as np
from matplotlib import cbook
from PIL import Image

from facebalance_desktop.photos.decode import decode
from facebalance_desktop.photos.opencv import cv2

ROUNDS = 9
WIDTH, HEIGHT = 6000, 4000
FIRST_LOOK = 1500  # px of the long side


def photo() -> bytes:
    """A portrait enlarged to 24 megapixels with the noise of a sensor, as a camera would store it (about 8 MB)."""
    with Image.open(cbook.get_sample_data("grace_hopper.jpg", asfileobj=False)) as image:
        small = np.asarray(image.convert("RGB"))
    large = cv2.resize(small, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC).astype(np.int16)
    large += np.random.default_rng(0).normal(0, 6, (HEIGHT, WIDTH, 1)).astype(np.int16)
    bgr = np.clip(large[:, :, ::-1], 0, 255).astype(np.uint8)
    return cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, 93])[1].tobytes()


def medians(*works: Callable[[], object]) -> list[float]:
    """Seconds of each work, in turns."""
    seconds: list[list[float]] = [[] for _ in works]
    for turn in range(ROUNDS + 1):
        for work, measured in zip(works, seconds, strict=True):
            started = time.perf_counter()
            work()
            if turn:  # the first warms up
                measured.append(time.perf_counter() - started)
    return [statistics.median(measured) for measured in seconds]


def measure(data: bytes) -> dict[str, float | None]:
    array = np.frombuffer(data, np.uint8)
    floor, full, preview = medians(
        lambda: cv2.cvtColor(cv2.imdecode(array, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB),
        lambda: decode(data, "photo.jpg"),
        lambda: decode(data, "photo.jpg", max_side=FIRST_LOOK),
    )
    print(f"{len(data) / 1e6:.1f} MB: floor {floor:.3f} s, whole {full:.3f} s, first look {preview:.3f} s")
    return {"preview_over_full": round(preview / full, 3), "decode_over_floor": round(full / floor, 3)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    parser.add_argument("--quick", action="store_true", help="without the gallery's memory")
    told = parser.parse_args()
    file, data = told.json, photo()
    figures = measure(data)
    if not told.quick:
        figures["gallery_peak_mib"] = gallery_peak.measure(data)
    for name, figure in figures.items():
        print(f"{name} {figure}")
    if file is not None:
        file.write_text(json.dumps(figures) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
