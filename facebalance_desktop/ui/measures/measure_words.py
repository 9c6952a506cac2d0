"""What is said of one measure: its definition, its errors, what it needs, its reference values."""

from __future__ import annotations

from facebalance_desktop.analysis.guide_shapes import RANGE
from facebalance_desktop.analysis.measure_differences import Difference, difference_words, digits
from facebalance_desktop.analysis.measures import Reading, needs_words
from facebalance_desktop.analysis.norms import Norm
from facebalance_desktop.analysis.scale import Scale
from facebalance_desktop.drawing.measure_drawings import LOPSIDED, signed, unit_words, value_words
from facebalance_desktop.translation import NO_BREAK, decimal, tr

ERRORS = tr(
    "Repeat: how much another photo of the unchanged face would differ. Place: how far the points may lie from where "
    "an observer would place them. All ranges: 95 %."
)


def about(reading: Reading) -> str:
    """Definition, source and whatever must be said with the measure."""
    kind = reading.kind
    weak = f"\n{kind.weak}" if kind.weak else ""
    return f"{kind.definition}.{weak}\n{tr('Source: {source}', source=kind.source)}\n{ERRORS}"


def reading_words(name: str, reading: Reading, scale: Scale | None) -> str:
    """A value with both its errors kept apart."""
    if reading.value is None or reading.repeat is None or reading.place is None or reading.budget is None:
        return f"{name}: {needs_words(reading)}"
    unit = unit_words(reading.kind.unit)
    repeat, place = RANGE * reading.repeat, RANGE * reading.place
    parts = [
        f"{name}: {value_words(reading, None)}",
        tr(
            "  repeat ± {repeat:.{digits}f}, place ± {place:.{digits2}f}{unit}",
            digits=digits(repeat),
            repeat=repeat,
            digits2=digits(place),
            place=place,
            unit=unit,
        ),
    ]
    bias = reading.budget.bias
    if abs(bias) > LOPSIDED * RANGE * (reading.sigma or 0.0):
        parts.append(
            tr(
                "  automatic points differ by {signed}{unit} from points placed by hand",
                signed=signed(bias, digits(place)),
                unit=unit,
            )
        )
    if scale is not None and scale.reading(reading) is not None:
        parts.append(
            tr(
                "  {value}, by {split}",
                value=value_words(reading, scale),
                split=scale.words.split(" (")[0].split(";")[0].strip(),
            )
        )
    if reading.status == "unconfirmed":
        parts.append(f"  {needs_words(reading)}")
    return "\n".join(parts)


def change_words(item: Difference) -> str:
    """A difference, what its error is made of, and what observers notice."""
    words = tr("Difference: {difference}", difference=difference_words(item))
    if item.value is None or item.repeat is None:
        return words
    unit = unit_words(item.kind.unit)
    named = ((tr("repeat"), item.repeat), (tr("pose"), item.pose), (tr("expression"), item.expression))
    halves = [(name, RANGE * size) for name, size in named if size is not None]
    parts = [f"{name} ±{NO_BREAK}{decimal(half, f'.{digits(half)}f')}" for name, half in halves]
    if item.pose is None:
        parts.append(tr("pose not known"))
    lines = [words, tr("  of which {parts}{unit}", parts=", ".join(parts), unit=unit)]
    if item.corrected is not None:
        value, half = item.corrected
        figures = f"{signed(value, digits(half))} ±{NO_BREAK}{decimal(half, f'.{digits(half)}f')}{unit}"
        lines.append(tr("  less what the turn adds on an average face: {figures}", figures=figures))
    if item.kind.noticed is not None:
        noticed = item.kind.noticed
        lines.append(
            tr(
                "  observers notice {size:g}{unit} ({source}), not a target",
                size=noticed.size,
                unit=unit_words(noticed.unit),
                source=noticed.source,
            )
        )
    return "\n".join(lines)


def norm_words(norm: Norm, reading: Reading, scale: Scale | None) -> str:
    """The population's values and the patient's own beside each other."""
    own = ""
    if reading.value is not None:
        if norm.unit == "mm" and scale is None:
            own = tr("\nThe patient's value needs a scale in mm.")
        else:
            own = tr("\nThis patient: {value}", value=value_words(reading, scale if norm.unit == "mm" else None))
    return norm.words + own
