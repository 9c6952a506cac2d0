"""The one amount that a mode has - divider, fade, rate, threshold - for its slider and its two keys."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from facebalance_desktop.translation import NO_BREAK, decimal, tr
from facebalance_desktop.ui.viewer.blinking import FASTEST, SLOWEST, STEP, Blinking
from facebalance_desktop.ui.viewer.viewport import Viewport


@dataclass(frozen=True)
class Amount:
    """`step` is what a key press adds; `words` shows a value."""

    name: str
    least: float
    most: float
    step: float
    value: Callable[[Viewport, Blinking], float]
    change: Callable[[Viewport, Blinking, float], None]
    words: Callable[[float], str]

    def set(self, viewport: Viewport, blinking: Blinking, value: float) -> None:
        self.change(viewport, blinking, min(self.most, max(self.least, value)))


def _per_cent(value: float) -> str:
    return f"{100 * value:.0f}{NO_BREAK}%"


AMOUNTS: Mapping[str, Amount] = {
    "wipe": Amount(
        tr("Divider"),
        0.0,
        1.0,
        0.02,
        lambda viewport, _: viewport.wanted.wipe,
        lambda viewport, _, value: viewport.set_view_options(replace(viewport.wanted, wipe=value)),
        _per_cent,
    ),
    "overlay": Amount(
        tr("After photo"),
        0.0,
        1.0,
        0.1,
        lambda viewport, _: viewport.wanted.fade,
        lambda viewport, _, value: viewport.set_view_options(replace(viewport.wanted, fade=value)),
        _per_cent,
    ),
    "blink": Amount(
        tr("Speed"),
        SLOWEST,
        FASTEST,
        STEP,
        lambda _, blinking: blinking.rate,
        lambda _, blinking, value: blinking.set_rate(value),
        lambda value: decimal(value, ".2f"),
    ),
    "difference": Amount(
        tr("Threshold"),
        1.0,
        20.0,
        1.0,
        lambda viewport, _: viewport.wanted.threshold,
        lambda viewport, _, value: viewport.set_view_options(replace(viewport.wanted, threshold=round(value))),
        lambda value: f"{value:.0f}",
    ),
}
"""By mode; the other modes have none."""
