"""One treatment as a compact card: what is proposed, or what was done. An amount is only ever what was typed."""

from __future__ import annotations

from functools import partial
from typing import Literal, Unpack, cast

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QCompleter, QFormLayout, QFrame, QHBoxLayout, QPushButton, QWidget

from facebalance_desktop.planning.treatments import (
    PLANES,
    TECHNIQUES,
    Treatment,
    Where,
    modality_words,
    place_words,
    plane_words,
    product_words,
    region_words,
    technique_words,
)
from facebalance_desktop.planning.units import amount_in, unit_words
from facebalance_desktop.project.changes import TreatmentChanges
from facebalance_desktop.project.edits_plan import change_treatment, same_as_last
from facebalance_desktop.translation import decimal, in_sentence, tr
from facebalance_desktop.ui.open_project.clinic import Clinic
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.widgets import inks, theme
from facebalance_desktop.ui.widgets.chips import Chips
from facebalance_desktop.ui.widgets.dates import read_day, shown_day
from facebalance_desktop.ui.widgets.fields import (
    ChoiceField,
    DraftField,
    LineField,
    read_amount,
    read_amount_of,
    swatch,
)
from facebalance_desktop.ui.widgets.fold import Fold
from facebalance_desktop.ui.widgets.plain_text import Label
from facebalance_desktop.ui.widgets.safe_events import safe_override
from facebalance_desktop.ui.widgets.section import keep_labels_narrow, say

DONE_ROWS = (tr("Date"), tr("Operator"), tr("Lot"), tr("Expiry"), tr("Where"), tr("Dilution"))
FOLDED = (
    tr("Find"),
    tr("Region"),
    tr("Side"),
    tr("mL each"),
    tr("Gauge"),
    tr("Goal"),
    tr("Session"),
    tr("Where"),
    tr("Dilution"),
    tr("Note"),
)
MOST_UNITS = 4
"""More units than these are those of several products: the product is chosen first."""
WHERE = (("here", tr("here"), None), ("elsewhere", tr("elsewhere"), None), ("unknown", tr("place not known"), None))
SIDES = (
    ("right", tr("Right"), None),
    ("left", tr("Left"), None),
    ("both", tr("Both sides: amount of each side"), None),
    ("middle", tr("Midline"), None),
)


class TreatmentForm(QFrame):
    """Follows one treatment; every field that is left with another value is an undoable edit.

    What every treatment needs is seen, the rest folded; the fold opens by itself where the region is still missing.
    """

    def __init__(self, session: Session, clinic: Clinic, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._clinic = clinic
        self._id: str | None = None
        self._rows: dict[str, QWidget] = {}
        self.form = QFormLayout(self)
        self.form.setContentsMargins(10, 6, 10, 8)
        self.form.setSpacing(5)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.problem = Label()
        self.problem.setObjectName("problem")
        self.problem.setWordWrap(True)
        self._add_head()
        self._make_choices()
        self._make_entries()
        self._offer_tables()
        clinic.changed.connect(self._offer_tables)
        self.show_one(None)

    def _add_head(self) -> None:
        self.title, self.colour = Label(), Label()
        self.title.setObjectName("title")
        self.title.setWordWrap(True)
        self.last = QPushButton(tr("Same as last"))
        self.last.setToolTip(
            tr("Modality, product, plane, technique and unit of the previous treatment; what was typed is kept")
        )
        self.last.clicked.connect(self._take_last)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.colour)
        row.addWidget(self.title, 1)
        self.form.addRow(row)
        self.form.addRow(self.last)

    def _make_choices(self) -> None:
        self.region = ChoiceField(tr("Region"), self._take_region, tr("no region"))
        self.side = ChoiceField(tr("Side"), lambda key: self._change(tr("Side"), side=key), tr("Not recorded"))
        self.side.offer(SIDES)
        self.modality = ChoiceField(tr("Modality"), self._take_modality)
        self.product = ChoiceField(tr("Product"), self._take_product)
        self.unit = Chips(tr("Unit"), self._take_unit)
        self.plane = Chips(tr("Plane"), lambda key: self._change(tr("Plane"), plane=key), tr("Plane"))
        self.technique = Chips(
            tr("Technique"), lambda key: self._change(tr("Technique"), technique=key), tr("Technique")
        )
        self.session_choice = ChoiceField(
            tr("Session"), lambda key: self._change(tr("Session"), session=key or None), tr("Unscheduled")
        )
        self.where = ChoiceField(
            tr("Where performed"), lambda key: self._change(tr("Where"), where=cast(Where, key or "here")), tr("here")
        )
        self.where.offer(WHERE[1:])

    def _offer_tables(self) -> None:
        """What the clinic's tables hold now."""
        self.region.offer([(zone, name, None) for zone, name in self._clinic.templates.zones.items()])
        self.modality.offer([(item.id, item.name, None) for item in self._clinic.tables.modalities])
        self.product_search.setCompleter(self._products())

    def _make_entries(self) -> None:
        self.product_search = DraftField(tr("Find a product"), tr("name or brand, then choose"))
        self.amount = LineField(tr("Amount"), self._take_amount)
        go_on = partial(QTimer.singleShot, 0, self.amount, self.amount.setFocus)  # once the window took the key in
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            enter = QShortcut(key, self.modality)
            enter.setContext(Qt.ShortcutContext.WidgetShortcut)
            enter.activated.connect(go_on)
        self.ml_each = LineField(tr("mL per piece"), self._take_ml_each, tr("mL per piece, for the ledger"))
        self.gauge = LineField(tr("Gauge"), lambda text: self._change(tr("Gauge"), gauge=text), tr("for example 25 G"))
        self.goal = LineField(tr("Goal"), lambda text: self._change(tr("Goal"), goal=text), tr("in words"))
        self.note = LineField(tr("Note"), lambda text: self._change(tr("Note"), note=text))
        self.date = LineField(tr("Date"), lambda text: self._take_day("date", text), tr("28 Mar 2026"))
        self.operator = LineField(tr("Operator"), lambda text: self._change(tr("Operator"), operator=text))
        self.lot = LineField(tr("Lot"), lambda text: self._change(tr("Lot"), lot=text))
        self.expiry = LineField(tr("Expiry"), lambda text: self._take_day("expiry", text), tr("28 Mar 2026"))
        self.dilution = LineField(tr("Dilution"), lambda text: self._change(tr("Dilution"), dilution=text))
        self.more = Fold(tr("More"), tip=tr("Region, side, gauge, goal, session and note"))
        self.more.opened.connect(lambda _: self.refresh())
        rows: tuple[tuple[str, QWidget], ...] = (
            (tr("Modality"), self.modality), (tr("Product"), self.product), (tr("Amount"), self.amount),
            ("", self.unit), (tr("Plane"), self.plane), (tr("Technique"), self.technique), (tr("Date"), self.date),
            (tr("Lot"), self.lot), (tr("Expiry"), self.expiry), (tr("Operator"), self.operator),
            (tr("Problem"), self.problem), (tr("More"), self.more), (tr("Find"), self.product_search),
            (tr("Region"), self.region), (tr("Side"), self.side), (tr("mL each"), self.ml_each),
            (tr("Gauge"), self.gauge), (tr("Goal"), self.goal), (tr("Session"), self.session_choice),
            (tr("Where"), self.where), (tr("Dilution"), self.dilution), (tr("Note"), self.note),
        )  # fmt: skip
        for title, field in rows:
            if isinstance(field, LineField):
                field.problem_changed.connect(self._show_problem)
            if isinstance(field, Fold | Label) or field in (self.plane, self.technique):
                self.form.addRow(field)
            else:
                self.form.addRow(title, field)
            self._rows[title] = field
        keep_labels_narrow(self, self.form)

    def _products(self) -> QCompleter:
        """Every product by its name and its search words; the one that is chosen brings its modality."""
        self._found = {f"{word} ({item.name})" if word != item.name else word: item
                       for item in self._clinic.tables.products for word in (item.name, *item.search)}  # fmt: skip
        completer = QCompleter(sorted(self._found), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(self.take_product)
        return completer

    def take_product(self, words: str) -> None:
        """A product chosen by one of its search words."""
        self.product_search.clear()
        item = self._found.get(words)
        if item is not None and self._clinic.tables.modality(item.modality) is not None:
            self._take_product(item.id)
            QTimer.singleShot(0, self, self.product_search.clear)  # the completer writes its words once more

    @property
    def item(self) -> Treatment | None:
        return None if self._id is None else self._session.project.plan.treatment(self._id)

    def show_one(self, treatment_id: str | None) -> None:
        """Follow this treatment; hidden for none."""
        is_other, self._id = treatment_id != self._id, treatment_id
        if is_other and (item := self.item) is not None:
            self.more.open(not item.region and not item.region_name)
        self.refresh()

    def refresh(self) -> None:
        item = self.item
        self.setVisible(item is not None)
        if item is None:
            return
        self._show_head(item)
        self._show_rows(item)
        self.region.show_id(item.region, region_words(item))
        self.side.show_id(item.side)
        self.modality.show_id(item.modality, modality_words(item))
        self.product.offer([(p.id, p.name, None) for p in self._clinic.tables.products_of(item.modality)])
        self.product.show_id(item.product, product_words(item))
        plan = self._session.project.plan
        self.session_choice.offer([(session.id, session.name, None) for session in plan.sessions])
        self.session_choice.show_id(item.session or "")
        self.plane.show_options([(p, plane_words(p)) for p in PLANES if p != "not said"], item.plane)
        self.technique.show_options([(t, technique_words(t)) for t in TECHNIQUES if t != "not said"], item.technique)
        self.where.show_id("" if item.where == "here" else item.where)
        owner = f"{self._session.typing_key} {item.id}"
        for entry, text in (
            (self.amount, "" if item.amount is None else amount_in(item.amount, item.unit)),
            (self.ml_each, "" if item.ml_each is None else decimal(item.ml_each, "g")),
            (self.gauge, item.gauge), (self.goal, item.goal), (self.note, item.note), (self.date, shown_day(item.date)),
            (self.operator, item.operator), (self.lot, item.lot), (self.expiry, shown_day(item.expiry)),
            (self.dilution, item.dilution),
        ):  # fmt: skip
            entry.show_text(text, owner)
        self.product_search.show_draft(owner)
        self._show_problem()

    def _show_head(self, item: Treatment) -> None:
        place = place_words(item)
        self.title.setText(tr("{place}, performed", place=place) if item.state == "done" else place)
        self.colour.setPixmap(swatch(item.colour or inks.UNPLANNED, 12).pixmap(12, 12))
        project = self._session.project
        self.form.setRowVisible(self.last, same_as_last(item.id)(project) is not project)

    def _show_rows(self, item: Treatment) -> None:
        """The rows that this treatment has, the units that can be chosen, and what may no longer be changed."""
        units = self._clinic.tables.units_for(item.modality, item.product)
        offered = units if len(units) <= MOST_UNITS else ()
        self.unit.show_options([(unit, unit_words(unit)) for unit in offered], item.unit)
        each = tr(" each side") if item.side == "both" else ""
        known = unit_words(item.unit or (units[0] if len(units) == 1 else ""))
        self.amount.setPlaceholderText(f"{known}{each}".strip() or (tr("product first") if units else ""))
        is_signed = item.is_signed
        for title, field in self._rows.items():
            is_there = title not in DONE_ROWS or item.state == "done"
            if title == tr("mL each"):
                is_there = item.unit in ("syringe", "vial")
            if title in (tr("More"), tr("Problem")):
                continue
            if not title:  # a unit that is the only one stands in the field itself
                is_there = len(self.unit.buttons) > 1
            self.form.setRowVisible(field, is_there and (self.more.is_open or title not in FOLDED))
            field.setEnabled(not is_signed)

    def _show_problem(self) -> None:
        """The first sentence on what was typed and not understood, or on a unit that is not the product's."""
        item = self.item
        typed = [entry.problem for entry in self.findChildren(LineField) if entry.problem]
        product = None if item is None else self._clinic.tables.product(item.product)
        if item is not None and product is not None and item.unit and item.unit not in product.units:
            typed.append(
                tr(
                    "{name} is not counted in {unit}: choose the unit and check the amount.",
                    name=product.name,
                    unit=unit_words(item.unit),
                )
            )
        say(self.problem, typed[0] if typed else "")
        folded = [field for title in FOLDED if isinstance(field := self._rows[title], LineField)]
        if not self.more.is_open and any(field.problem for field in folded):
            self.more.open(True)
            self.refresh()

    def _change(self, label: str, **changes: Unpack[TreatmentChanges]) -> None:
        if self._id is not None:
            self._session.do(tr("Change {label}", label=in_sentence(label)), change_treatment(self._id, **changes))

    def _take_last(self) -> None:
        if self._id is not None:
            self._session.do(tr("Same as last"), same_as_last(self._id))

    @safe_override
    def paintEvent(self, event: QPaintEvent) -> None:
        """A card with the edge of what is selected."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(theme.tokens().accent))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.end()

    def _take_region(self, key: str) -> None:
        sides = self._clinic.templates.sides_of(key)
        changes: TreatmentChanges = {"region": key, "region_name": self._clinic.templates.zones.get(key, "")}
        if len(sides) == 1:
            changes["side"] = "middle"
        self._change(tr("Region"), **changes)

    def _take_modality(self, key: str) -> None:
        """Another modality has other products; what was typed stays."""
        item, before = self._clinic.tables.modality(key), self.item
        if before is None or before.modality == key:
            return
        name, colour = ("", "") if item is None else (item.name, item.colour)
        unit = "" if before.amount is None else before.unit  # nothing was counted in it yet
        self._change(
            tr("Modality"), modality=key, modality_name=name, colour=colour, product="", product_name="", unit=unit,
            ml_each=self._clinic.tables.ml_each_with(before, "", unit),
        )  # fmt: skip

    def _take_product(self, key: str) -> None:
        """Amount and unit stay as they were typed; a unit that is not the new product's is told, never converted."""
        item, before = self._clinic.tables.product(key), self.item
        if before is None or before.product == key:
            return
        name, unit = "" if item is None else item.name, before.unit
        if item is not None and (not unit or (before.amount is None and unit not in item.units)):
            unit = item.units[0]
        each = self._clinic.tables.ml_each_with(before, key, unit)
        changes: TreatmentChanges = {"product": key, "product_name": name, "unit": unit, "ml_each": each}
        modality = None if item is None else self._clinic.tables.modality(item.modality)
        if modality is not None and modality.id != before.modality:
            changes |= {"modality": modality.id, "modality_name": modality.name, "colour": modality.colour}
        self._change(tr("Product"), **changes)

    def _take_unit(self, key: str) -> None:
        item = self.item
        if item is not None and item.unit != key:
            self._change(tr("Unit"), unit=key, ml_each=self._clinic.tables.ml_each_with(item, item.product, key))

    def _take_amount(self, text: str) -> str | None:
        """`0.6` or `0.6 mL`; a unit that every product of the modality counts in first need not be typed."""
        item = self.item
        if item is None:
            return None
        product = self._clinic.tables.product(item.product)
        products = self._clinic.tables.products_of(item.modality) if product is None else (product,)
        units = self._clinic.tables.units_for(item.modality, item.product)
        known = units if not item.unit or item.unit in units else (*units, item.unit)
        amount, unit, problem = read_amount_of(text, known)
        if problem is None:
            usual = {one.units[0] for one in products if one.units}
            unit = unit or item.unit or (usual.pop() if amount is not None and len(usual) == 1 else "")
            changes: TreatmentChanges = {"amount": amount, "unit": unit}
            if unit != item.unit:
                changes["ml_each"] = self._clinic.tables.ml_each_with(item, item.product, unit)
            self._change(tr("Amount"), **changes)
            self.refresh()  # the field shows the unit, too, as soon as it is left
        return problem

    def _take_ml_each(self, text: str) -> str | None:
        amount, problem = read_amount(text)
        if problem is None:
            self._change(tr("mL each"), ml_each=amount)
        return problem

    def _take_day(self, field: Literal["date", "expiry"], text: str) -> str | None:
        day, problem = read_day(text)
        if problem is None:
            self._change(field, **cast(TreatmentChanges, {field: day}))
        return problem
