"""One treatment as a form: what is proposed, or what was done. An amount is only ever what somebody types here."""

from __future__ import annotations

from typing import Literal, Unpack, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QCompleter, QFormLayout, QWidget

from facebalance_desktop.planning.treatments import PLANES, TECHNIQUES, Treatment, Where, plane_words
from facebalance_desktop.project.changes import TreatmentChanges
from facebalance_desktop.project.edits_plan import change_treatment
from facebalance_desktop.ui.clinic import Clinic
from facebalance_desktop.ui.open_project.session import Session
from facebalance_desktop.ui.widgets.dates import read_day
from facebalance_desktop.ui.widgets.fields import ChoiceField, LineField, read_amount, read_amount_of
from facebalance_desktop.ui.widgets.plain_text import Label
from facebalance_desktop.ui.widgets.section import say

DONE_ROWS = ("Where", "Date", "Operator", "Lot", "Expiry", "Dilution")
WHERE = (("here", "here", None), ("elsewhere", "elsewhere", None), ("unknown", "unknown where", None))
SIDES = (
    ("right", "Right", None),
    ("left", "Left", None),
    ("both", "Both sides: amount of each side", None),
    ("middle", "Midline", None),
)


class TreatmentForm(QWidget):
    """Follows one treatment; every field that is left with another value is an undoable edit."""

    def __init__(self, session: Session, clinic: Clinic, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._clinic = clinic
        self._id: str | None = None
        self._rows: dict[str, QWidget] = {}
        self.form = QFormLayout(self)
        self.form.setContentsMargins(0, 4, 0, 0)
        self.form.setSpacing(5)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.problem = Label()
        self.problem.setObjectName("problem")
        self.problem.setWordWrap(True)
        self._make_choices()
        self._make_entries()
        self._offer_tables()
        clinic.changed.connect(self._offer_tables)
        self.form.addRow(self.problem)
        say(self.problem, "")
        self.show_one(None)

    def _make_choices(self) -> None:
        self.region = ChoiceField("Region", self._take_region, "no region")
        self.side = ChoiceField("Side", lambda key: self._change("Side", side=key), "Not recorded")
        self.side.offer(SIDES)
        self.modality = ChoiceField("Modality", self._take_modality)
        self.product = ChoiceField("Product", self._take_product)
        self.unit = ChoiceField("Unit", self._take_unit, "no unit")
        self.plane = ChoiceField("Plane", lambda key: self._change("Plane", plane=key))
        self.plane.offer([(plane, plane_words(plane), None) for plane in PLANES if plane != "not said"])
        self.technique = ChoiceField("Technique", lambda key: self._change("Technique", technique=key))
        self.technique.offer([(words, words.capitalize(), None) for words in TECHNIQUES if words != "not said"])
        self.session_choice = ChoiceField(
            "Session", lambda key: self._change("Session", session=key or None), "Unscheduled"
        )
        self.where = ChoiceField(
            "Where it was done", lambda key: self._change("Where", where=cast(Where, key or "here")), "here"
        )
        self.where.offer(WHERE[1:])

    def _offer_tables(self) -> None:
        """What the clinic's tables hold now."""
        self.region.offer([(zone, name, None) for zone, name in self._clinic.templates.zones.items()])
        self.modality.offer([(item.id, item.name, item.colour) for item in self._clinic.tables.modalities])
        self.product_search.setCompleter(self._products())

    def _make_entries(self) -> None:
        self.product_search = LineField("Find a product", lambda text: None, "name or brand, then choose")
        self.amount = LineField("Amount", self._take_amount)
        self.ml_each = LineField("mL in one", self._take_ml_each, "mL in one, for the ledger")
        self.gauge = LineField("Gauge", lambda text: self._change("Gauge", gauge=text), "for example 25 G")
        self.goal = LineField("Goal", lambda text: self._change("Goal", goal=text), "in words")
        self.note = LineField("Note", lambda text: self._change("Note", note=text))
        self.date = LineField("Date", lambda text: self._take_day("date", text), "28 Mar 2026")
        self.operator = LineField("Operator", lambda text: self._change("Operator", operator=text))
        self.lot = LineField("Lot", lambda text: self._change("Lot", lot=text))
        self.expiry = LineField("Expiry", lambda text: self._take_day("expiry", text), "28 Mar 2026")
        self.dilution = LineField("Dilution", lambda text: self._change("Dilution", dilution=text))
        rows: tuple[tuple[str, QWidget], ...] = (
            ("Region", self.region), ("Side", self.side), ("Find", self.product_search),
            ("Modality", self.modality), ("Product", self.product),
            ("Amount", self.amount), ("Unit", self.unit), ("mL each", self.ml_each), ("Plane", self.plane),
            ("Technique", self.technique), ("Gauge", self.gauge), ("Goal", self.goal),
            ("Session", self.session_choice), ("Where", self.where), ("Date", self.date),
            ("Operator", self.operator), ("Lot", self.lot), ("Expiry", self.expiry), ("Dilution", self.dilution),
            ("Note", self.note),
        )  # fmt: skip
        for title, field in rows:
            if isinstance(field, LineField):
                field.problem_changed.connect(self._show_problem)
            self.form.addRow(title, field)
            self._rows[title] = field

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
        item = self._found.get(words)
        self.product_search.show_text("")
        modality = None if item is None else self._clinic.tables.modality(item.modality)
        if item is None or modality is None:
            return
        unit = item.units[0]
        self._change(
            "Product", modality=modality.id, modality_name=modality.name, colour=modality.colour, product=item.id,
            product_name=item.name, unit=unit, ml_each=item.ml_each.get(unit), amount=None,
        )  # fmt: skip
        QTimer.singleShot(0, self, self.product_search.clear)  # the completer writes its words once more

    @property
    def item(self) -> Treatment | None:
        return None if self._id is None else self._session.project.plan.treatment(self._id)

    def show_one(self, treatment_id: str | None) -> None:
        """Follow this treatment; hidden for none."""
        self._id = treatment_id
        self.refresh()

    def refresh(self) -> None:
        item = self.item
        self.setVisible(item is not None)
        if item is None:
            return
        for title in DONE_ROWS:
            self.form.setRowVisible(self._rows[title], item.state == "done")
        for field in self._rows.values():
            field.setEnabled(not item.is_signed)
        self.amount.setPlaceholderText("on each side" if item.side == "both" else "")
        self.form.setRowVisible(self._rows["mL each"], item.unit in ("syringe", "vial"))
        self.region.show_id(item.region, item.region_name)
        self.side.show_id(item.side)
        self.modality.show_id(item.modality, item.modality_name)
        self.product.offer([(p.id, p.name, None) for p in self._clinic.tables.products_of(item.modality)])
        self.product.show_id(item.product, item.product_name)
        product = self._clinic.tables.product(item.product)
        self.unit.offer([(unit, unit, None) for unit in (() if product is None else product.units)])
        self.unit.show_id(item.unit)
        plan = self._session.project.plan
        self.session_choice.offer([(session.id, session.name, None) for session in plan.sessions])
        self.session_choice.show_id(item.session or "")
        self.plane.show_id(item.plane)
        self.technique.show_id(item.technique)
        self.where.show_id("" if item.where == "here" else item.where)
        self.amount.show_text("" if item.amount is None else f"{item.amount:g}", item.id)
        self.ml_each.show_text("" if item.ml_each is None else f"{item.ml_each:g}", item.id)
        for entry, text in (
            (self.gauge, item.gauge), (self.goal, item.goal), (self.note, item.note), (self.date, item.date or ""),
            (self.operator, item.operator), (self.lot, item.lot), (self.expiry, item.expiry or ""),
            (self.dilution, item.dilution),
        ):  # fmt: skip
            entry.show_text(text, item.id)
        self._show_problem()

    def _show_problem(self) -> None:
        """The first sentence on what was typed and not understood, or on a unit that is not the product's."""
        item = self.item
        typed = [entry.problem for entry in self.findChildren(LineField) if entry.problem]
        product = None if item is None else self._clinic.tables.product(item.product)
        if item is not None and product is not None and item.unit and item.unit not in product.units:
            typed.append(f"{product.name} is not counted in {item.unit}: choose the unit and check the amount.")
        say(self.problem, typed[0] if typed else "")

    def _change(self, label: str, **changes: Unpack[TreatmentChanges]) -> None:
        if self._id is not None:
            self._session.do(f"Change {label.lower()}", change_treatment(self._id, **changes))

    def _take_region(self, key: str) -> None:
        sides = self._clinic.templates.sides_of(key)
        changes: TreatmentChanges = {"region": key, "region_name": self._clinic.templates.zones.get(key, "")}
        if len(sides) == 1:
            changes["side"] = "middle"
        self._change("Region", **changes)

    def _take_modality(self, key: str) -> None:
        """Another modality has other products; what was typed stays."""
        item = self._clinic.tables.modality(key)
        if self.item is None or self.item.modality == key:
            return
        name, colour = ("", "") if item is None else (item.name, item.colour)
        self._change(
            "Modality", modality=key, modality_name=name, colour=colour, product="", product_name="", ml_each=None
        )

    def _take_product(self, key: str) -> None:
        """Amount and unit stay as they were typed; a unit that is not the new product's is told, never converted."""
        item = self._clinic.tables.product(key)
        if self.item is None or self.item.product == key:
            return
        name, unit = ("", self.item.unit) if item is None else (item.name, self.item.unit or item.units[0])
        each = None if item is None else item.ml_each.get(unit)
        self._change("Product", product=key, product_name=name, unit=unit, ml_each=each)

    def _take_unit(self, key: str) -> None:
        if self.item is None or self.item.unit == key:
            return
        product = self._clinic.tables.product(self.item.product)
        each = None if product is None else product.ml_each.get(key)
        self._change("Unit", unit=key, ml_each=each)

    def _take_amount(self, text: str) -> str | None:
        """`0.6` or `0.6 mL`; a unit that every product of the modality counts in first need not be typed."""
        item = self.item
        if item is None:
            return None
        product = self._clinic.tables.product(item.product)
        products = self._clinic.tables.products_of(item.modality) if product is None else (product,)
        units = tuple(dict.fromkeys(unit for one in products for unit in one.units))
        amount, unit, problem = read_amount_of(text, units)
        if problem is None:
            usual = {one.units[0] for one in products if one.units}
            unit = unit or item.unit or (usual.pop() if amount is not None and len(usual) == 1 else "")
            self._change("Amount", amount=amount, unit=unit)
        return problem

    def _take_ml_each(self, text: str) -> str | None:
        amount, problem = read_amount(text)
        if problem is None:
            self._change("mL each", ml_each=amount)
        return problem

    def _take_day(self, field: Literal["date", "expiry"], text: str) -> str | None:
        day, problem = read_day(text)
        if problem is None:
            self._change(field, **cast(TreatmentChanges, {field: day}))
        return problem
