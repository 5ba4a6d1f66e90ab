"""Minutes to units: one code, a session of several codes, both rules.

A unit of a timed code is 15 minutes, and 8 minutes make the first:

| units   | 1    | 2     | 3     | 4     | 5     | 6     | 7      | 8       |
|---------|------|-------|-------|-------|-------|-------|--------|---------|
| minutes | 8-22 | 23-37 | 38-52 | 53-67 | 68-82 | 83-97 | 98-112 | 113-127 |

The 8-minute rule (Medicare Claims Processing Manual, Pub. 100-04, ch. 5 §20.2.C) counts a day's timed codes
together: the total minutes give the day's units, 15 minutes of a code earn it a unit, and the units left over
go to the codes with the most remaining minutes. The manual's examples 1 to 5:

>>> session(["97112", "97110"], [24, 23]).units
(2, 1)
>>> session(["97112", "97110"], [20, 20]).units
(2, 1)
>>> session(["97110", "97140"], [33, 7]).units
(2, 1)
>>> session(["97110", "97140", "97116", "97035"], [18, 13, 10, 8]).units
(1, 1, 1, 0)
>>> session(["97112", "97110", "97140"], [7, 7, 7]).units
(1, 0, 0)

The second and the last are ties: the manual leaves the choice to the professional, and so do we.

>>> session(["97112", "97110"], [20, 20]).tie
Tie(codes=('97112', '97110'), units=1)

The CPT midpoint rule counts each code by itself.

>>> session(["97112", "97110"], [10, 10]).units
(1, 0)
>>> session(["97112", "97110"], [10, 10], "midpoint").units
(1, 1)

What can't be right is refused.

>>> session(["97112"], [-3])
Traceback (most recent call last):
    ...
eightminute.errors.InputError: minutes, row 1: -3 is negative
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from eightminute import rules
from eightminute.errors import InputError

Rule = Literal["8-minute", "midpoint"]
RULES: tuple[Rule, ...] = get_args(Rule)
MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Tie:
    """`units` units that belong to as many of `codes`, any of them: their remaining minutes are equal."""

    codes: tuple[str, ...]
    units: int


@dataclass(frozen=True, slots=True)
class Service:
    """One timed service of the day: its minutes over all lines, and the units that they earn."""

    code: str
    minutes: int
    units: int
    whole_units: int


@dataclass(frozen=True, slots=True)
class Session:
    """One day's lines with the units that each may be billed.

    `units` has one entry for each line. A service that stands on several lines has all its units on its first
    (a claim carries one line for a code and date); a pair such as 97129 with 97130 splits into its first unit
    and the further ones. `timed_minutes` and `timed_units` are the day's totals without the untimed codes.
    """

    codes: tuple[str, ...]
    minutes: tuple[int, ...]
    rule: Rule
    units: tuple[int, ...]
    services: tuple[Service, ...]
    tie: Tie | None
    unit_rule: rules.UnitRule

    @property
    def timed_minutes(self) -> int:
        """The day's minutes of timed codes."""
        return sum(service.minutes for service in self.services)

    @property
    def timed_units(self) -> int:
        """The day's units of timed codes."""
        return sum(service.units for service in self.services)

    def check(self, billed: Sequence[int]) -> tuple[int, ...]:
        """Billed minus supported units for each line; 0 is right.

        Of equally right answers (a tie) the one nearest to what was billed counts. Lines of one code are
        taken together: too many units show on the last line that has them, missing ones on the first.

        >>> session(["97112", "97110"], [20, 20]).check([1, 2])
        (0, 0)
        >>> session(["97112", "97110"], [20, 20]).check([3, 0])
        (1, -1)

        Raises InputError when there are not as many billed units as lines.
        """
        if len(billed) != len(self.codes):
            raise InputError(f"units: {len(billed)} rows for {len(self.codes)} codes")
        billed_of: dict[str, int] = {}
        for code, count in zip(self.codes, billed, strict=True):
            billed_of[code] = billed_of.get(code, 0) + count
        return _differences(self.codes, billed, _nearest(self, billed_of))

    @property
    def explanation(self) -> str:
        """The arithmetic in a sentence, with the rule's citation; says when it was a tie.

        >>> print(session(["97110", "97140"], [33, 7]).explanation)  # doctest: +NORMALIZE_WHITESPACE
        33 + 7 = 40 timed min = 3 units by the 8-minute rule: 97110 33 min = 2, 97140 7 min = 1 (1 for minutes
        left over). Medicare Claims Processing Manual, Pub. 100-04, ch. 5 §20.2.C (Rev. 3670, 12-01-16).
        """
        return _explain(self)


def units_for(minutes: int, unit_rule: rules.UnitRule | None = None) -> int:
    """Units of one timed code for a day's minutes of it.

    Source: Medicare Claims Processing Manual, Pub. 100-04, ch. 5 §20.2.C, the table and its "pattern".

    >>> [units_for(minutes) for minutes in (7, 8, 22, 23, 127, 128)]
    [0, 1, 1, 2, 8, 9]

    Raises InputError for minutes below 0 or beyond a day.
    """
    unit_rule = unit_rule or rules.undated()
    _check_minutes(minutes)
    return _units(minutes, unit_rule.unit_minutes, unit_rule.first_unit_minutes)


def session(
    codes: Sequence[str],
    minutes: Sequence[int],
    rule: str = "8-minute",
    unit_rule: rules.UnitRule | None = None,
) -> Session:
    """Units for each line of one patient's day with one provider discipline.

    `codes` and `minutes` are the day's lines in order (minutes are whole minutes of direct, one-on-one
    treatment). An untimed code is one unit whatever its minutes, which stay out of the timed total (§20.2.B).
    A tie gives the unit to the code listed first. Without `unit_rule` the one that all published years share.

    Raises InputError for lines that don't match, minutes below 0 or beyond a day, half a pair (see
    `unpaired`), or another rule's name; NotPublishedError for a code that the rules don't know.
    """
    if len(codes) != len(minutes):
        raise InputError(f"codes and minutes: {len(codes)} and {len(minutes)} rows")
    unit_rule = unit_rule or rules.undated()
    known = rule_named(rule)
    for row, count in enumerate(minutes, start=1):
        _check_minutes(count, row)
    for line, reason in unpaired(codes, minutes, known, unit_rule).items():
        raise InputError(f"codes, row {line + 1}: {reason}")
    total_by_service = _total_by_service(codes, minutes, unit_rule)
    _check_minutes(sum(total_by_service.values()))
    services, tie = _share_out(total_by_service, known, unit_rule)
    return Session(
        codes=tuple(codes),
        minutes=tuple(minutes),
        rule=known,
        units=_per_line(codes, services, unit_rule),
        services=services,
        tie=tie,
        unit_rule=unit_rule,
    )


def unpaired(
    codes: Sequence[str], minutes: Sequence[int], rule: Rule, unit_rule: rules.UnitRule
) -> dict[int, str]:
    """The lines (from 0) that hold half a pair of codes, and why they can't be billed as they stand.

    An additional code without its first code, or a first code whose minutes earn more than its one unit
    without an additional code to carry the rest.

    >>> unpaired(["97112", "97130"], [15, 15], "8-minute", rules.undated())
    {1: '97130 is billed with 97129, which is missing'}
    """
    found: dict[int, str] = {}
    while True:
        # How many units a first code earns depends on the day's other lines, without those already found.
        rest = [line for line in range(len(codes)) if line not in found]
        halves = _halves([codes[line] for line in rest], [minutes[line] for line in rest], rule, unit_rule)
        if not halves:
            return found
        found |= {rest[index]: reason for index, reason in halves.items()}


def verdict(difference: int) -> str:
    """Billed minus supported units in words.

    >>> verdict(1), verdict(0), verdict(-2)
    ('Overbilled by 1', 'OK', 'Underbilled by 2')
    """
    if difference == 0:
        return "OK"
    return f"{'Overbilled' if difference > 0 else 'Underbilled'} by {abs(difference)}"


def rule_named(name: str) -> Rule:
    """The rule of that name, however it is written.

    >>> rule_named(" 8 Minute ")
    '8-minute'

    Raises InputError for any other name.
    """
    plain = name.strip().lower().replace(" ", "-")
    for rule in RULES:
        if plain == rule:
            return rule
    raise InputError(f'rule: must be "{RULES[0]}" or "{RULES[1]}"')


def _halves(
    codes: Sequence[str], minutes: Sequence[int], rule: Rule, unit_rule: rules.UnitRule
) -> dict[int, str]:
    timings = [unit_rule.timing(code) for code in codes]
    listed, with_add_on = set(codes), {timing.first_code for timing in timings}
    alone = {
        line: f"{timing.code} is billed with {timing.service}, which is missing"
        for line, timing in enumerate(timings)
        if timing.service not in listed
    }
    if alone:
        return alone
    totals = _total_by_service(codes, minutes, unit_rule)
    units_of = {service.code: service.units for service in _share_out(totals, rule, unit_rule)[0]}
    return {
        line: f"{timing.code} is the first unit only; further minutes need its add-on code"
        for line, timing in enumerate(timings)
        if timing.timing == "first" and timing.code not in with_add_on and units_of[timing.code] > 1
    }


def _check_minutes(minutes: int, row: int | None = None) -> None:
    where = "minutes" if row is None else f"minutes, row {row}"
    if minutes < 0:
        raise InputError(f"{where}: {minutes} is negative")
    if minutes > MINUTES_A_DAY:
        raise InputError(f"{where}: {minutes:,} is more than a day ({MINUTES_A_DAY:,} minutes)")


def _units(minutes: int, unit: int, threshold: int) -> int:
    return (minutes + unit - threshold) // unit


def _total_by_service(
    codes: Sequence[str], minutes: Sequence[int], unit_rule: rules.UnitRule
) -> dict[str, int]:
    """Minutes of each timed service, in the order of their first lines."""
    totals: dict[str, int] = {}
    for code, count in zip(codes, minutes, strict=True):
        timing = unit_rule.timing(code)
        if timing.timing != "untimed":
            totals[timing.service] = totals.get(timing.service, 0) + count
    return totals


def _share_out(
    total_by_service: dict[str, int], rule: Rule, unit_rule: rules.UnitRule
) -> tuple[tuple[Service, ...], Tie | None]:
    unit = unit_rule.unit_minutes
    if rule == "midpoint":
        threshold = unit_rule.midpoint_minutes
        services = tuple(
            Service(code, minutes, _units(minutes, unit, threshold), minutes // unit)
            for code, minutes in total_by_service.items()
        )
        return services, None
    left_over = _units(sum(total_by_service.values()), unit, unit_rule.first_unit_minutes) - sum(
        minutes // unit for minutes in total_by_service.values()
    )
    # Stable: among equal remainders the code listed first comes first.
    by_remainder = sorted(total_by_service, key=lambda code: -(total_by_service[code] % unit))
    winners = set(by_remainder[:left_over])
    services = tuple(
        Service(code, minutes, minutes // unit + (code in winners), minutes // unit)
        for code, minutes in total_by_service.items()
    )
    return services, _tie(by_remainder, left_over, {c: m % unit for c, m in total_by_service.items()})


def _tie(by_remainder: list[str], left_over: int, remainder: dict[str, int]) -> Tie | None:
    if left_over == 0:
        return None
    last = remainder[by_remainder[left_over - 1]]
    equal = tuple(code for code in by_remainder if remainder[code] == last)
    above = sum(1 for code in by_remainder if remainder[code] > last)
    units = left_over - above
    return Tie(equal, units) if units < len(equal) else None


def _per_line(
    codes: Sequence[str], services: tuple[Service, ...], unit_rule: rules.UnitRule
) -> tuple[int, ...]:
    units_of = {service.code: service.units for service in services}
    return _on_first_lines(codes, _per_code(codes, units_of, unit_rule))


def _per_code(codes: Sequence[str], units_of: dict[str, int], unit_rule: rules.UnitRule) -> dict[str, int]:
    answer: dict[str, int] = {}
    for code in codes:
        timing = unit_rule.timing(code)
        match timing.timing:
            case "untimed":
                answer[code] = 1
            case "timed":
                answer[code] = units_of[code]
            case "first":
                answer[code] = min(1, units_of[code])
            case "additional":
                answer[code] = max(0, units_of[timing.service] - 1)
    return answer


def _on_first_lines(codes: Sequence[str], units_of_code: dict[str, int]) -> tuple[int, ...]:
    left = dict(units_of_code)
    return tuple(left.pop(code, 0) for code in codes)


def _nearest(answer: Session, billed_of: dict[str, int]) -> dict[str, int]:
    """Units per code in the equally right answer that is nearest to what was billed."""
    units_of = {service.code: service.units for service in answer.services}
    if answer.tie is not None:
        whole = {service.code: service.whole_units for service in answer.services}
        billed_to = dict.fromkeys(answer.tie.codes, 0)
        for code, count in billed_of.items():
            timing = answer.unit_rule.timing(code)
            if timing.service in billed_to:
                # A first code is one unit at most: what is billed beyond claims no unit of the tie.
                billed_to[timing.service] += min(count, 1) if timing.timing == "first" else count
        wanted = sorted(answer.tie.codes, key=lambda code: billed_to[code] <= whole[code])
        winners = set(wanted[: answer.tie.units])
        units_of |= {code: whole[code] + (code in winners) for code in answer.tie.codes}
    return _per_code(answer.codes, units_of, answer.unit_rule)


def _differences(
    codes: Sequence[str], billed: Sequence[int], right_of_code: dict[str, int]
) -> tuple[int, ...]:
    left = dict(right_of_code)
    differences = []
    for code, count in zip(codes, billed, strict=True):
        supported = min(count, left[code])
        left[code] -= supported
        differences.append(count - supported)
    for row, code in enumerate(codes):
        differences[row] -= left.pop(code, 0)
    return tuple(differences)


def _explain(answer: Session) -> str:
    untimed = [
        f"{code} is untimed: 1 unit, its minutes don't count."
        for code in dict.fromkeys(answer.codes)
        if answer.unit_rule.timing(code).timing == "untimed"
    ]
    timed = _explain_midpoint if answer.rule == "midpoint" else _explain_8_minute
    return " ".join([timed(answer), *untimed] if answer.services else untimed) or "No codes, no units."


def _explain_midpoint(answer: Session) -> str:
    rule = answer.unit_rule
    each = ", ".join(f"{service.code} {service.minutes} min = {service.units}" for service in answer.services)
    return (
        f"Each code by itself by the midpoint rule, a unit from {rule.midpoint_minutes} of "
        f"{rule.unit_minutes} minutes: {each}. {rule.midpoint_citation}."
    )


def _explain_8_minute(answer: Session) -> str:
    total = str(answer.timed_minutes)
    if len(answer.services) > 1:
        total = " + ".join(str(service.minutes) for service in answer.services) + f" = {total}"
    each = ", ".join(_explain_service(service) for service in answer.services)
    choice = _explain_tie(answer.tie) if answer.tie else ""
    units = _count_units(answer.timed_units)
    return f"{total} timed min = {units} by the 8-minute rule: {each}.{choice} {answer.unit_rule.citation}."


def _explain_tie(tie: Tie) -> str:
    units = _count_units(tie.units)
    return f" A tie: {units} may go to any of {', '.join(tie.codes)}; the professional selects."


def _explain_service(service: Service) -> str:
    text = f"{service.code} {service.minutes} min = {service.units}"
    if service.units == service.whole_units:
        return text
    whole = f"{service.whole_units} whole + " if service.whole_units else ""
    return f"{text} ({whole}1 for minutes left over)"


def _count_units(count: int) -> str:
    return "1 unit" if count == 1 else f"{count} units"
