"""The record of what was seen and wished before anything is planned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

REGIONS = (
    ("upper-third", "Upper third"),
    ("middle-third", "Middle third"),
    ("lower-third", "Lower third"),
    ("nose", "Nose"),
    ("lips", "Lips"),
    ("chin-jaw", "Chin and jaw"),
    ("neck", "Neck"),
    ("eyes", "Eyes"),
)
ASPECTS = (
    ("support", "Skeletal support"),
    ("volume", "Volume"),
    ("laxity", "Laxity"),
    ("skin", "Skin"),
    ("movement", "Movement"),
    ("asymmetry", "Asymmetry present before treatment"),
)


@dataclass(frozen=True)
class RegionNote:
    """Short notes on one region, aspect by aspect, and the photos they were seen on."""

    region: str
    support: str = ""
    volume: str = ""
    laxity: str = ""
    skin: str = ""
    movement: str = ""
    asymmetry: str = ""
    photos: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not self.photos and not any(getattr(self, aspect) for aspect, _ in ASPECTS)


@dataclass(frozen=True)
class AdvisedAgainst:
    """What was advised against, and why."""

    what: str
    why: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Assessment:
    """The patient's goals in their own words and what was seen. Sex, age and ancestry are only what somebody wrote."""

    goals: str = ""
    sex: str = ""
    age: int | None = None
    ancestry: str = ""
    notes: tuple[RegionNote, ...] = ()
    advised_against: tuple[AdvisedAgainst, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    def note(self, region: str) -> RegionNote:
        """The note on a region, empty where nothing was written."""
        return next((item for item in self.notes if item.region == region), RegionNote(region))
