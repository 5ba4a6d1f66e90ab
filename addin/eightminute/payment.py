"""What Medicare allows and pays for one patient's day, and what the patient owes, with all the arithmetic.

A unit is (work x GPCI + nonfacility PE x GPCI + MP x GPCI) x conversion factor, rounded once, to the cent. Of
the day's codes under the multiple procedure reduction, across disciplines, the unit with the highest practice
expense is paid in full, every other unit with half of its practice expense.

>>> from datetime import date
>>> from eightminute import rules
>>> day = pay([Line("97112", 2, ("GP",)), Line("97110", 1, ("GP",))], rules.on(date(2026, 3, 2)))
>>> [str(fee.amount) for line in day.lines for fee in line.fees]
['32.73', '24.88', '22.21']
>>> line = day.lines[1]
>>> str(line.allowed), str(line.patient), str(line.medicare), str(line.paid)
('22.21', '4.44', '17.77', '17.41')

With CQ or CO 15 % are taken last, from Medicare's share; the allowed amount and the patient's share stay.

>>> by_assistant = pay([Line("97110", 1, ("GP", "CQ"))], rules.on(date(2026, 3, 2))).lines[0]
>>> str(by_assistant.allowed), str(by_assistant.medicare)
('29.06', '19.76')
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import prod
from typing import Literal, get_args

from eightminute.claims import Line
from eightminute.errors import InputError, NotPublishedError
from eightminute.rules import RelativeValues, RuleSet

Part = Literal["allowed", "medicare", "patient", "paid"]
PARTS: tuple[Part, ...] = get_args(Part)
Track = Literal["non-QP", "QP"]
CENT = Decimal("0.01")
_WHOLE = Decimal(1)
_PAYABLE, _BUNDLED = "A", "B"
_STATUS = {"C": "priced by the contractor", "I": "not valid for Medicare", "R": "restricted coverage"}


@dataclass(frozen=True, slots=True)
class Indices:
    """The geographic practice cost indices of a locality; 1 each for the national amount."""

    label: str
    work: Decimal
    pe: Decimal
    mp: Decimal


@dataclass(frozen=True, slots=True)
class UnitFee:
    """What one unit is allowed: its inputs, and the sum that anybody can redo on paper."""

    values: RelativeValues
    nonfacility_pe: Decimal
    pe_share: Decimal
    indices: Indices
    conversion_factor: Decimal

    @property
    def relative_value(self) -> Decimal:
        """Work, practice expense and malpractice, each by its index, added up; not rounded."""
        return (
            self.values.work * self.indices.work
            + self.nonfacility_pe * self.pe_share * self.indices.pe
            + self.values.mp * self.indices.mp
        )

    @property
    def amount(self) -> Decimal:
        """Dollars, rounded once."""
        return to_cent(self.relative_value * self.conversion_factor)

    @property
    def arithmetic(self) -> str:
        """Each product, the running sum, the factor and the one rounding."""
        work = self.values.work * self.indices.work
        pe = self.nonfacility_pe * self.pe_share * self.indices.pe
        mp = self.values.mp * self.indices.mp
        share = "" if self.pe_share == 1 else f" × {_short(self.pe_share)}"
        exact = self.relative_value * self.conversion_factor
        return (
            f"work {self.values.work} × {self.indices.work} = {_short(work)}; "
            f"PE {self.nonfacility_pe}{share} × {self.indices.pe} = {_short(pe)}, sum {_short(work + pe)}; "
            f"MP {self.values.mp} × {self.indices.mp} = {_short(mp)}, sum {_short(work + pe + mp)}; "
            f"× {self.conversion_factor} = {_short(exact)}, rounded ${self.amount:,}"
        )


@dataclass(frozen=True, slots=True)
class LinePayment:
    """What one line is allowed and paid; `fees` has one entry for each unit, none where it is bundled.

    No deductible is taken: it depends on the patient's year.
    """

    line: Line
    fees: tuple[UnitFee, ...]
    coinsurance_share: Decimal
    assistant_share: Decimal
    sequestration_share: Decimal

    @property
    def allowed(self) -> Decimal:
        """The allowed amount after the multiple procedure reduction."""
        return sum((fee.amount for fee in self.fees), start=Decimal("0.00"))

    @property
    def patient(self) -> Decimal:
        """The patient's coinsurance, from the allowed amount."""
        return to_cent(self.allowed * self.coinsurance_share)

    @property
    def medicare(self) -> Decimal:
        """Medicare's share, after what an assistant's services lose (taken last, §20.1)."""
        return to_cent(self._medicare)

    @property
    def paid(self) -> Decimal:
        """What Medicare pays after sequestration."""
        return to_cent(self._medicare * (1 - self.sequestration_share))

    @property
    def _medicare(self) -> Decimal:
        return self.allowed * (1 - self.coinsurance_share) * self.assistant_share


@dataclass(frozen=True, slots=True)
class Payment:
    """A day's lines with their payments, and where every input came from."""

    lines: tuple[LinePayment, ...]
    indices: Indices
    sources: tuple[str, ...]

    @property
    def explanation(self) -> tuple[str, ...]:
        """The arithmetic, one step an entry: each unit, each line's shares, the sources."""
        return tuple(
            [step for number, line in enumerate(self.lines, start=1) for step in _explain(number, line)]
            + [f"Indices: {self.indices.label}. No deductible taken.", *self.sources]
        )


def pay(
    lines: Sequence[Line],
    rules: RuleSet,
    locality: str = "",
    track: Track = "non-QP",
) -> Payment:
    """Payment of each line of one patient's day, nationally or in a locality (`VT-50` or `Vermont`).

    A bundled code (status B) is allowed nothing of its own. Sources: Medicare Claims Processing Manual, Pub.
    100-04, ch. 5 §10.7 (multiple procedure reduction), §20.A (nonfacility), §20.1 (order of the reductions).

    Raises NotPublishedError for a code that Medicare sets no price for, a locality or a figure that the
    period doesn't have; InputError for units below 0.
    """
    indices = _indices(rules, locality)
    factor = rules.value("conversion_factor" if track == "non-QP" else "conversion_factor_qp")
    reduced = rules.value("mppr_pe_share")
    fees = [_full_fees(line, row, rules, indices, factor) for row, line in enumerate(lines, start=1)]
    flag = rules.value("mppr_mult_proc")
    under = [row for row, units in enumerate(fees) if units and units[0].values.mult_proc == flag]
    # Among equals the line listed first: max keeps the first.
    in_full = max(under, key=lambda row: (fees[row][0].nonfacility_pe, fees[row][0].amount), default=None)
    for row in under:
        kept = fees[row][:1] if row == in_full else []
        fees[row] = kept + [_reduced(fee, reduced) for fee in fees[row][len(kept) :]]
    assistant = rules.value("assistant_paid_share")
    return Payment(
        lines=tuple(
            LinePayment(
                line=line,
                fees=tuple(units),
                coinsurance_share=rules.value("coinsurance_share"),
                assistant_share=assistant if line.by_assistant else _WHOLE,
                sequestration_share=rules.value("sequestration_share"),
            )
            for line, units in zip(lines, fees, strict=True)
        ),
        indices=indices,
        sources=_sources(rules, track, national=not locality),
    )


def unpriced(lines: Sequence[Line], rules: RuleSet) -> dict[int, NotPublishedError]:
    """The lines (from 0) that Medicare sets no price for, and why; `pay` answers for the others.

    >>> from datetime import date
    >>> from eightminute import rules
    >>> list(unpriced([Line("97112", 1), Line("97014", 1)], rules.on(date(2026, 3, 2))))
    [1]
    """
    found = {}
    for row, line in enumerate(lines):
        try:
            _priced(line, row + 1, rules)
        except NotPublishedError as error:
            found[row] = error
    return found


def part_named(name: str) -> Part:
    """The part of a payment of that name.

    Raises InputError for any other.
    """
    plain = name.strip().lower()
    for part in PARTS:
        if plain == part:
            return part
    raise InputError(f"part: must be {', '.join(PARTS)}")


def to_cent(amount: Decimal) -> Decimal:
    """Dollars rounded to the cent, half a cent up."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def _indices(rules: RuleSet, locality: str) -> Indices:
    if not locality:
        return Indices("national (1 each)", _WHOLE, _WHOLE, _WHOLE)
    found = rules.locality(locality)
    return Indices(f"{found.name} ({found.mac}-{found.locality})", found.work, found.pe, found.mp)


def _full_fees(line: Line, row: int, rules: RuleSet, indices: Indices, factor: Decimal) -> list[UnitFee]:
    if line.units < 0:
        raise InputError(f"units, row {row}: {line.units} is negative")
    priced = _priced(line, row, rules)
    return [UnitFee(*priced, _WHOLE, indices, factor)] * line.units if priced else []


def _priced(line: Line, row: int, rules: RuleSet) -> tuple[RelativeValues, Decimal] | None:
    """The values that make a code's price, with the practice expense; None where it is bundled."""
    values = rules.relative_values(line.code)
    if values.status == _BUNDLED:
        return None
    where = f"codes, row {row}: {line.code}"
    if values.status != _PAYABLE:
        meaning = _STATUS.get(values.status, "not one that is priced here")
        instead = rules.instead_of(line.code)
        use = f"; {instead} is its code for Medicare" if instead else ""
        raise NotPublishedError(f"{where} has status {values.status}, {meaning}{use}")
    if values.nonfacility_pe is None:
        raise NotPublishedError(f"{where} has no nonfacility practice expense: CMS marks it NA")
    return values, values.nonfacility_pe


def _reduced(fee: UnitFee, share: Decimal) -> UnitFee:
    return UnitFee(fee.values, fee.nonfacility_pe, share, fee.indices, fee.conversion_factor)


def _explain(number: int, payment: LinePayment) -> list[str]:
    line = payment.line
    where = f"Line {number}, {line.code}"
    if not payment.fees:
        return [
            f"{where}: bundled (status B), $0.00 of its own" if line.units else f"{where}: no units, $0.00"
        ]
    steps = []
    for unit, fee in enumerate(payment.fees, start=1):
        if unit > 1 and fee == payment.fees[unit - 2]:
            continue
        same = sum(1 for other in payment.fees if other == fee)
        units = f"unit {unit}" if same == 1 else f"units {unit} to {unit + same - 1}, each"
        reduction = "" if fee.pe_share == 1 else " (multiple procedure reduction, CO-59)"
        steps.append(f"{where}, {units}{reduction}: {fee.arithmetic}")
    added = " + ".join(f"{fee.amount:,}" for fee in payment.fees)
    steps.append(f"{where}: allowed {added} = ${payment.allowed:,}" if len(payment.fees) > 1 else "")
    steps.append(f"{where}: patient {_product(payment.allowed, payment.coinsurance_share)}")
    share = 1 - payment.coinsurance_share
    factors = [share, payment.assistant_share] if line.by_assistant else [share]
    less = " (CQ/CO)" if line.by_assistant else ""
    steps.append(f"{where}: Medicare{less} {_product(payment.allowed, *factors)}")
    kept = 1 - payment.sequestration_share
    steps.append(f"{where}: after sequestration {_product(payment.allowed, *factors, kept)}")
    return [step for step in steps if step]


def _product(amount: Decimal, *factors: Decimal) -> str:
    """A product with its one rounding."""
    exact = prod(factors, start=amount)
    shown = " × ".join([f"{amount:,}", *(_short(factor) for factor in factors)])
    return f"{shown} = {_short(exact)}, rounded ${to_cent(exact):,}"


def _sources(rules: RuleSet, track: Track, *, national: bool) -> tuple[str, ...]:
    factor = rules.figure("conversion_factor" if track == "non-QP" else "conversion_factor_qp")
    tables = [rules.table("rvu")] + ([] if national else [rules.table("gpci")])
    figures = [
        rules.figure(name)
        for name in ("mppr_pe_share", "coinsurance_share", "assistant_paid_share", "sequestration_share")
    ]
    return (
        *(f"Source: {table.provenance}." for table in tables),
        *(f"Source: {each.label} {_short(each.value)}: {each.citation}." for each in [factor, *figures]),
    )


def _short(number: Decimal) -> str:
    return f"{number.normalize():f}"
