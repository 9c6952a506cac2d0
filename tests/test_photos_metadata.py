"""Capture time, camera and lens are read; place, owner and serial numbers never."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import photo_samples as written
import pytest
from PIL.TiffImagePlugin import IFDRational

from facebalance_desktop.photos.decode import Facts, decode, read_facts, with_file_date
from facebalance_desktop.photos.metadata import read_metadata

SECRETS = ("Ann Owner", "SN-12345", "LENS-777", "Copyright Ann", "48.2")
PRIVATE = {
    0x013B: SECRETS[0],  # Artist
    0x8298: SECRETS[3],  # Copyright
    0x8769: {0xA430: SECRETS[0], 0xA431: SECRETS[1], 0xA435: SECRETS[2], 0x9286: SECRETS[0]},
    0x8825: {1: "N", 2: (48.2, 12.0, 30.0), 3: "E", 4: (16.0, 22.0, 10.0)},
}
TOLD = {
    0x9003: "2024:03:05 09:10:11",
    0x9011: "+01:00",
    0x9291: "250",
    0x920A: IFDRational(85, 1),
    0xA405: 127,
    0x9206: IFDRational(3, 2),
    0xA434: "EF85mm f/1.4L IS USM",
}


def told(**changes: object) -> bytes:
    below = {**TOLD, **PRIVATE[0x8769]}  # type: ignore[dict-item]  # a dictionary of both kinds
    return written.exif(
        {
            0x010F: "Canon",
            0x0110: "Canon EOS R5",
            0x0132: "2025:01:01 00:00:00",
            0x013B: SECRETS[0],
            0x8298: SECRETS[3],
        },
        {0x8769: below, 0x8825: PRIVATE[0x8825]},  # type: ignore[dict-item]  # as above
    )


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF", "HEIC"])
def test_what_the_camera_tells(format: str) -> None:
    data = written.by_pillow_heif(exif=told()) if format == "HEIC" else written.by_pillow(format, exif=told())
    facts = read_facts(data, "x")
    assert facts.taken == "2024-03-05T09:10:11.25+01:00" and facts.taken_source == "exif"
    assert facts.camera == "Canon EOS R5" and facts.lens == "EF85mm f/1.4L IS USM"
    assert (facts.focal_length, facts.focal_length_35, facts.subject_distance) == (85.0, 127.0, 1.5)
    text = json.dumps(asdict(facts)) + repr(facts)
    assert not [secret for secret in SECRETS if secret in text]


def facts_of(tags: dict[int, object], below: dict[int, object]) -> Facts:
    return read_facts(written.by_pillow("PNG", exif=written.exif(tags, {0x8769: below} if below else None)), "x")


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("2024:03:05 09:10:11", "2024-03-05T09:10:11"),
        ("2024-03-05 09:10:11", "2024-03-05T09:10:11"),
        ("0000:00:00 00:00:00", None),
        ("2024:13:05 09:10:11", None),
        ("2024:02:30 09:10:11", None),
        ("    :  :     :  :  ", None),
        ("yesterday", None),
        ("2024:03:05", None),
    ],
)
def test_times(text: str, taken: str | None) -> None:
    assert facts_of({}, {0x9003: text}).taken == taken


def test_a_camera_without_zone_stays_without() -> None:
    assert facts_of({}, {0x9003: "2024:03:05 09:10:11", 0x9011: "   :  "}).taken == "2024-03-05T09:10:11"


def test_the_time_a_program_wrote_is_said_to_be_that() -> None:
    facts = facts_of({0x0132: "2025:01:02 03:04:05"}, {})
    assert facts.taken == "2025-01-02T03:04:05" and any("last wrote" in note for note in facts.notes)


@pytest.mark.parametrize(
    "packet",
    [
        '<rdf:Description xmp:CreateDate="2019-07-08T09:10:11.5-05:00" aux:Lens="Macro 100"/>',
        "<xmp:CreateDate>2019-07-08T09:10:11.5-05:00</xmp:CreateDate><aux:Lens>Macro 100</aux:Lens>",
    ],
)
def test_xmp_where_there_is_no_exif(packet: str) -> None:
    facts = read_facts(written.by_pillow("JPEG", xmp=f"<x:xmpmeta>{packet}</x:xmpmeta>".encode()), "x")
    assert (facts.taken, facts.taken_source, facts.lens) == ("2019-07-08T09:10:11.5-05:00", "xmp", "Macro 100")


def test_exif_outranks_xmp_and_both_the_file() -> None:
    changed = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=2)))
    facts = facts_of({}, {0x9003: "2024:03:05 09:10:11"})
    assert with_file_date(facts, changed) is facts
    bare = with_file_date(read_facts(written.by_pillow("PNG"), "x"), changed)
    assert (bare.taken, bare.taken_source) == ("2026-01-02T03:04:05+02:00", "file")


@pytest.mark.parametrize("distance", [0.0, float(2**32 - 1)])
def test_an_unknown_distance_is_none(distance: float) -> None:
    assert facts_of({}, {0x9206: distance}).subject_distance is None


def test_damaged_metadata_is_absent_metadata() -> None:
    whole = told()[6:] if told().startswith(b"Exif") else told()
    random = np.random.default_rng(5)
    for _ in range(500):
        damaged = bytearray(whole)
        for at in random.integers(0, len(damaged), 4):
            damaged[at] = random.integers(0, 256)
        assert read_metadata(bytes(damaged[: random.integers(0, len(damaged))]), bytes(damaged)) is not None
    assert read_metadata(b"MM\0*" + b"\xff" * 40, b"\xff" * 100).taken is None


def test_directories_that_point_at_themselves_end() -> None:
    loop = b"II*\0\x08\0\0\0" + b"\x01\0" + b"\x69\x87\x04\0\x01\0\0\0\x08\0\0\0" + b"\x08\0\0\0"
    assert read_metadata(loop, None).taken is None


def test_real_cameras(photos: Path) -> None:
    nasa = photos / "nasa"
    facts = read_facts((nasa / "hague_portrait_12mp.jpg").read_bytes(), "x")
    assert (facts.camera, facts.lens, facts.focal_length) == ("Hasselblad H3D-39", "HC 210", 210.0)
    assert facts.subject_distance == pytest.approx(2.849)
    phone = decode((photos / "formats/iphone11_P3.HEIC").read_bytes(), "x").facts
    assert (phone.width, phone.height, phone.profile) == (2566, 3313, "Display P3")
    assert phone.taken == "2021-04-11T15:47:53.054-05:00" and phone.camera == "Apple iPhone 11 Pro Max"
