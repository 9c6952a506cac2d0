"""The truth for carrying places between photos: features marked by hand, twice, on the London photos.

Marked by eye on enlarged crops with a grid, the second time on other crops and without the first; only coordinates are
kept here (px). On the neutral frontals the points that come with the photos are used where they have them. No point of
a face mesh serves as truth.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from facebalance_desktop.faces.detection import find_face
from facebalance_desktop.geometry import Array, Point, Similarity, fit_similarity
from facebalance_desktop.photos.opencv import cv2
from facebalance_desktop.planning.transfer import Sight, Surface, carry

FIRST = """
002_front_smile ex_r=510,671 en_r=613,679 en_l=732,679 ex_l=843,676 al_r=600,795 al_l=735,793 sn=664,834
  ls=664,862 li=664,961 ch_r=559,887 ch_l=780,888 pg=672,1026
002_l45_neutral en_l=555,626 ex_l=662,621 al_l=530,752 sn=463,785 ls=466,829 li=470,893 ch_l=580,857 pg=484,955
002_r45_neutral ex_r=677,621 en_r=789,630 al_r=806,755 sn=878,788 ls=876,834 li=866,900 ch_r=752,861 pg=868,960
008_front_smile ex_r=528,646 en_r=622,648 en_l=738,658 ex_l=834,669 al_r=590,757 al_l=753,764 sn=672,788
  ls=668,827 li=665,901 ch_r=565,839 ch_l=768,852 pg=655,985
008_l45_neutral en_l=571,603 ex_l=661,611 al_l=552,706 sn=462,736 ls=463,782 li=465,838 ch_l=566,806 pg=466,922
008_r45_neutral ex_r=684,592 en_r=777,604 al_r=793,716 sn=878,742 ls=884,795 li=876,850 ch_r=777,815 pg=856,922
021_front_smile ex_r=518,602 en_r=613,607 en_l=720,604 ex_l=812,603 al_r=600,713 al_l=740,706 sn=677,747
  ls=668,800 li=667,828 ch_r=557,792 ch_l=776,790 pg=662,915
021_l45_neutral en_l=582,545 ex_l=650,534 al_l=559,652 sn=484,680 ls=497,741 li=500,763 ch_l=604,752 pg=505,840
021_r45_neutral ex_r=690,537 en_r=770,547 al_r=798,652 sn=884,680 ls=872,749 li=868,771 ch_r=750,765 pg=862,845
034_front_smile ex_r=520,689 en_r=615,692 en_l=726,690 ex_l=812,684 al_r=606,797 al_l=740,797 sn=675,834
  ls=673,877 li=673,954 ch_r=582,888 ch_l=766,885 pg=676,1000
034_l45_neutral en_l=563,605 ex_l=644,592 al_l=564,722 sn=492,752 ls=484,803 li=487,877 ch_l=594,837 pg=508,935
034_r45_neutral ex_r=697,594 en_r=785,606 al_r=796,718 sn=868,750 ls=878,800 li=870,875 ch_r=776,839 pg=856,932
042_front_smile ex_r=512,638 en_r=624,650 en_l=744,658 ex_l=858,667 al_r=580,775 al_l=757,783 sn=667,807
  ls=655,868 li=660,960 ch_r=548,899 ch_l=773,917 pg=660,1018
042_l45_neutral en_l=547,570 ex_l=640,571 al_l=527,683 sn=438,710 ls=425,750 li=424,848 ch_l=522,804 pg=452,905
042_r45_neutral ex_r=694,559 en_r=788,573 al_r=786,690 sn=868,722 ls=886,763 li=880,864 ch_r=768,803 pg=856,908
107_front_smile ex_r=524,704 en_r=616,706 en_l=728,702 ex_l=826,692 al_r=602,825 al_l=750,816 sn=681,859
  ls=676,886 li=683,984 ch_r=563,920 ch_l=784,914 pg=678,1040
107_l45_neutral en_l=576,645 ex_l=664,627 al_l=561,768 sn=488,800 ls=486,853 li=492,903 ch_l=597,874 pg=500,962
107_r45_neutral ex_r=695,640 en_r=779,652 al_r=797,768 sn=874,803 ls=871,858 li=868,914 ch_r=766,879 pg=850,968
002_front_neutral al_r=621,752 al_l=743,752 pg=688,935
008_front_neutral al_r=587,698 al_l=743,707 pg=652,908
021_front_neutral al_r=618,648 al_l=745,645 pg=681,826
034_front_neutral al_r=617,716 al_l=748,716 pg=681,925
042_front_neutral al_r=561,685 al_l=717,693 pg=634,897
107_front_neutral al_r=621,755 al_l=747,758 pg=687,945
"""
SECOND = """
002_front_smile ex_r=509,672 en_r=613,678 en_l=732,679 ex_l=845,676 al_r=600,795 al_l=736,793 sn=664,835
  ls=665,862 li=666,962 ch_r=559,886 ch_l=780,888 pg=670,1028
002_l45_neutral en_l=555,626 ex_l=662,620 al_l=529,750 sn=461,786 ls=466,828 li=472,895 ch_l=579,856 pg=486,955
002_r45_neutral ex_r=675,622 en_r=789,630 al_r=807,755 sn=880,786 ls=876,833 li=864,900 ch_r=752,860 pg=866,962
008_front_smile ex_r=529,645 en_r=622,648 en_l=737,659 ex_l=833,668 al_r=591,757 al_l=752,764 sn=672,789
  ls=668,828 li=664,902 ch_r=565,840 ch_l=769,851 pg=656,985
008_l45_neutral en_l=572,602 ex_l=661,610 al_l=553,706 sn=463,736 ls=462,782 li=467,841 ch_l=565,806 pg=467,920
008_r45_neutral ex_r=684,592 en_r=779,604 al_r=793,716 sn=880,743 ls=885,795 li=875,850 ch_r=777,814 pg=854,925
021_front_smile ex_r=519,602 en_r=613,607 en_l=720,604 ex_l=812,604 al_r=601,713 al_l=740,708 sn=677,747
  ls=668,799 li=667,829 ch_r=558,793 ch_l=774,790 pg=664,917
021_l45_neutral en_l=581,545 ex_l=652,533 al_l=560,652 sn=484,678 ls=496,742 li=501,763 ch_l=604,752 pg=503,842
021_r45_neutral ex_r=691,537 en_r=770,546 al_r=798,652 sn=884,680 ls=872,748 li=868,771 ch_r=752,765 pg=862,845
034_front_smile ex_r=522,687 en_r=614,693 en_l=725,692 ex_l=813,684 al_r=606,798 al_l=740,798 sn=676,834
  ls=674,877 li=672,955 ch_r=583,888 ch_l=767,885 pg=676,1005
034_l45_neutral en_l=563,605 ex_l=647,590 al_l=565,722 sn=490,755 ls=486,804 li=488,877 ch_l=594,837 pg=510,930
034_r45_neutral ex_r=697,595 en_r=786,605 al_r=796,720 sn=870,748 ls=880,800 li=868,876 ch_r=777,838 pg=858,930
042_front_smile ex_r=512,640 en_r=625,652 en_l=741,660 ex_l=859,669 al_r=581,775 al_l=758,782 sn=666,808
  ls=656,864 li=660,961 ch_r=549,900 ch_l=775,919 pg=662,1018
042_l45_neutral en_l=548,570 ex_l=642,570 al_l=527,683 sn=436,708 ls=424,747 li=424,848 ch_l=521,804 pg=455,900
042_r45_neutral ex_r=693,559 en_r=790,575 al_r=786,690 sn=866,722 ls=886,764 li=881,863 ch_r=768,805 pg=852,905
107_front_smile ex_r=525,705 en_r=617,706 en_l=729,701 ex_l=826,691 al_r=605,824 al_l=750,815 sn=681,858
  ls=678,885 li=683,984 ch_r=564,920 ch_l=784,912 pg=676,1045
107_l45_neutral en_l=577,645 ex_l=664,625 al_l=562,766 sn=492,799 ls=489,851 li=496,905 ch_l=596,873 pg=498,965
107_r45_neutral ex_r=696,643 en_r=779,650 al_r=798,768 sn=872,803 ls=873,857 li=866,914 ch_r=766,880 pg=852,970
002_front_neutral al_r=621,750 al_l=743,752 pg=691,945
008_front_neutral al_r=587,697 al_l=743,706 pg=653,910
021_front_neutral al_r=619,648 al_l=745,645 pg=680,828
034_front_neutral al_r=617,715 al_l=748,716 pg=681,928
042_front_neutral al_r=562,684 al_l=717,692 pg=635,897
107_front_neutral al_r=622,755 al_l=747,757 pg=684,950
"""
PEOPLE = ("002", "008", "021", "034", "042", "107")
TEMPLATE = {"ex_r": 18, "en_r": 22, "en_l": 23, "ex_l": 27, "sn": 55, "ch_r": 87, "ch_l": 93, "ls": 90, "li": 106}
"""Rows of the hand-placed points that come with the neutral frontals."""
MOUTH = ("ch_r", "ch_l", "ls", "li")
EYES = (468, 473, 33, 263, 133, 362)
"""Mesh points of an alignment on the eyes: pupils and lid corners."""


def marks(text: str) -> Mapping[str, Mapping[str, Point]]:
    """Features by photo and code."""
    found: dict[str, dict[str, Point]] = {}
    own: dict[str, Point] = {}
    for line in text.strip().splitlines():
        words = line.split()
        if not line.startswith(" "):
            own = found[words.pop(0)] = {}
        for word in words:
            code, at = word.split("=")
            x, y = at.split(",")
            own[code] = float(x), float(y)
    return found


@dataclass(frozen=True)
class Miss:
    """How far a carried feature came down from where it was marked, in % of the target's pupil distance."""

    photo: str
    code: str
    by_mesh: float
    by_alignment: float
    repeat: float
    sight: Sight

    @property
    def is_smile(self) -> bool:
        return "smile" in self.photo


@lru_cache(maxsize=32)
def surface(path: Path) -> Surface:
    """The mesh that the program finds in a photo."""
    face = find_face(np.asarray(cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB), dtype=np.uint8)).face
    assert face is not None
    return Surface(np.array(face.mesh))


def _mean(name: str, code: str) -> Array:
    return np.asarray(np.mean([marks(text)[name][code] for text in (FIRST, SECOND)], axis=0))


def source_features(london: Path, person: str) -> Mapping[str, Point]:
    """The features on the neutral frontal of one person."""
    lines = (london / f"{person}_front_neutral.tem").read_text().splitlines()
    name = f"{person}_front_neutral"
    found: dict[str, Point] = {}
    for code, row in TEMPLATE.items():
        x, y = lines[1 + row].split()[:2]
        found[code] = float(x), float(y)
    for code in marks(FIRST)[name]:
        across, down = _mean(name, code)
        found[code] = float(across), float(down)
    return found


def misses(london: Path) -> list[Miss]:
    """Every marked feature of the smiling and the 45-degree photos, carried there from the neutral frontal."""
    found = []
    for name, first in marks(FIRST).items():
        person = name.split("_")[0]
        if name.endswith("front_neutral"):
            continue
        source, target = surface(london / f"{person}_front_neutral.jpg"), surface(london / f"{name}.jpg")
        features = source_features(london, person)
        frontal = float(np.linalg.norm(source.mesh[468, :2] - source.mesh[473, :2]))
        unit = frontal * target.iod / source.iod
        onto = fit_similarity(source.mesh[EYES, :2], target.mesh[EYES, :2]) or Similarity()
        for code, at in first.items():
            second = marks(SECOND)[name][code]
            truth = _mean(name, code)
            carried = carry(source, target, [features[code]])
            found.append(
                Miss(
                    name,
                    code,
                    100 * float(np.linalg.norm(np.array(carried.points[0]) - truth)) / unit,
                    100 * float(np.linalg.norm(np.array(onto.point(features[code])) - truth)) / unit,
                    100 * float(np.hypot(at[0] - second[0], at[1] - second[1])) / unit,
                    carried.sights[0],
                )
            )
    return found


@dataclass(frozen=True)
class Truth:
    """The figures: medians in % of the pupil distance."""

    smile_mesh: float
    smile_alignment: float
    oblique_mesh: float
    repeat: float
    features: int


def truth(found: list[Miss]) -> Truth:
    """Of the mouth in the smiling photos, of every feature marked in the 45-degree ones (near side and midline)."""
    mouth = [miss for miss in found if miss.is_smile and miss.code in MOUTH]
    oblique = [miss for miss in found if not miss.is_smile]
    return Truth(
        float(np.median([miss.by_mesh for miss in mouth])),
        float(np.median([miss.by_alignment for miss in mouth])),
        float(np.median([miss.by_mesh for miss in oblique])),
        float(np.median([miss.repeat for miss in found])),
        len(found),
    )
