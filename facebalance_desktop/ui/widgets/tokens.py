"""The colours of the window by theme. Chrome is strictly neutral (R = G = B), so that skin is judged against grey.

Guides, zones and drawings keep the colours of their tables in every theme.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Tokens:
    """`t1`, `t2`: text and second text, `t3` disabled only; `edge`: of inputs and outlined buttons, `line`: dividers.

    `accent` is what is selected, on or in focus, `tint` its ground with `on_tint` on it; `fill` the one filled button.
    `surround` lies round the photos.
    """

    is_dark: bool
    window: str
    panel: str
    card: str
    field: str
    hover: str
    line: str
    edge: str
    t1: str
    t2: str
    t3: str
    icon: str
    accent: str
    tint: str
    on_tint: str
    fill: str
    on_fill: str
    good: str
    warn: str
    bad: str
    surround: str
    toast: str
    on_toast: str = "#FFFFFF"
    warn_toast: str = "#3A2E14"
    on_accent: str = "#FFFFFF"


DARK = Tokens(
    is_dark=True,
    window="#1B1B1B",
    panel="#202020",
    card="#282828",
    field="#171717",
    hover="#343434",
    line="#383838",
    edge="#787878",
    t1="#EDEDED",
    t2="#B4B4B4",
    t3="#777777",
    icon="#D6D6D6",
    accent="#6CB4F5",
    tint="#1D3A55",
    on_tint="#FFFFFF",
    fill="#EDEDED",
    on_fill="#1B1B1B",
    good="#6CC48A",
    warn="#F2B33D",
    bad="#F27A72",
    surround="#2B2B2B",
    toast="#111111",
    on_accent="#1B1B1B",
)
LIGHT = Tokens(
    is_dark=False,
    window="#FAFAFA",
    panel="#F3F3F3",
    card="#FFFFFF",
    field="#FFFFFF",
    hover="#E6E6E6",
    line="#DADADA",
    edge="#858585",
    t1="#1C1C1C",
    t2="#5A5A5A",
    t3="#9B9B9B",
    icon="#3A3A3A",
    accent="#0F66B8",
    tint="#D8E9FA",
    on_tint="#0B2F52",
    fill="#1C1C1C",
    on_fill="#FFFFFF",
    good="#1B7A43",
    warn="#8A5A00",
    bad="#B3261E",
    surround="#F2F2F2",
    toast="#1C1C1C",
)
NEUTRAL = replace(DARK, surround="#777777")


def grade_colour(colours: Tokens, grade: str) -> str:
    """The colour of a photo match in the window; its word always stands beside it."""
    return {"good": colours.good, "refused": colours.bad, "eye": colours.accent}.get(grade, colours.warn)


def tokens_for(appearance: str, is_system_dark: bool) -> Tokens:
    """The colours of an appearance; an unknown one is the system's."""
    if appearance == "neutral":
        return NEUTRAL
    is_dark = appearance == "dark" if appearance in ("light", "dark") else is_system_dark
    return DARK if is_dark else LIGHT
