"""Whose minutes: which units of a service carry CQ (physical) or CO (occupational therapy assistant).

Minutes that therapist and assistant furnished together are the therapist's. Total units come first; then
whole 15-minute blocks go to whoever furnished them; then the last unit or two by the minutes left over.

>>> split("97110", therapist_minutes=5, assistant_minutes=10)
Split(without=0, with_modifier=1)
>>> split("97112", therapist_minutes=12, assistant_minutes=12)
Split(without=1, with_modifier=1)
>>> split("97112", therapist_minutes=8, assistant_minutes=14)
Split(without=1, with_modifier=0)

Source: Medicare Claims Processing Manual, Pub. 100-04, ch. 5 §20.1 (Rev. 11129).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from eightminute import rules
from eightminute.errors import InputError
from eightminute.rules import AssistantRule
from eightminute.units import units_for


@dataclass(frozen=True, slots=True)
class Split:
    """Units of one service without and with the assistant's modifier; `steps` says why for each."""

    without: int
    with_modifier: int
    steps: tuple[str, ...] = field(default=(), repr=False, compare=False)


def split(
    code: str,
    therapist_minutes: int,
    assistant_minutes: int,
    rule: AssistantRule | None = None,
) -> Split:
    """Units of one service of a day without and with CQ or CO.

    `assistant_minutes` are those that the assistant furnished apart from the therapist. Without `rule` the
    one that all published years share.

    Raises InputError for minutes below 0 or beyond a day, for a code that is billed as a pair with another,
    and for an untimed code without minutes (nothing tells who furnished it); NotPublishedError for a code
    that the rules don't know.
    """
    rule = rule or rules.undated_assistants()
    for name, minutes in (("therapist_minutes", therapist_minutes), ("assistant_minutes", assistant_minutes)):
        if minutes < 0:
            raise InputError(f"{name}: {minutes} is negative")
    total = units_for(therapist_minutes + assistant_minutes, rule.unit_rule)
    match rule.unit_rule.timing(code).timing:
        case "untimed":
            return _untimed(therapist_minutes, assistant_minutes, rule)
        case "timed":
            return _timed(therapist_minutes, assistant_minutes, total, rule)
    raise InputError(f"code: {code} is billed as a pair with another code; give a timed or an untimed one")


def _untimed(therapist: int, assistant: int, rule: AssistantRule) -> Split:
    minutes = therapist + assistant
    if not minutes:
        raise InputError("minutes: an untimed code needs them here, to tell who furnished it")
    share = f"{assistant} of {minutes} min by the assistant"
    if assistant > rule.minutes_share * minutes:
        return Split(0, 1, (f"1 unit with: {share}, more than {rule.minutes_share:.0%}",))
    return Split(1, 0, (f"1 unit without: {share}, not more than {rule.minutes_share:.0%}",))


def _timed(therapist: int, assistant: int, total: int, rule: AssistantRule) -> Split:
    block = rule.unit_rule.unit_minutes
    without, with_modifier = therapist // block, assistant // block
    steps = [f"{without} whole by the therapist: without"] * bool(without)
    steps += [f"{with_modifier} whole by the assistant: with"] * bool(with_modifier)
    therapist_left, assistant_left = therapist % block, assistant % block
    left = f"{therapist_left} min by the therapist and {assistant_left} min by the assistant left over"
    match total - without - with_modifier:
        case 2:
            # By the rules so far each furnished 9 to 14 minutes here: less makes no 23, more a whole unit.
            least, most = sorted((therapist_left, assistant_left))
            if least < rule.split_least or most > rule.split_most:
                raise InputError("minutes: no rule here splits the two units left over")
            without, with_modifier = without + 1, with_modifier + 1
            steps.append(f"2 units of {left}: one without, one with")
        case 1 if therapist_left >= rule.final_unit_minutes:
            without += 1
            steps.append(f"1 unit of {left}: without, the therapist alone made it")
        case 1 if assistant_left > rule.minutes_share * (therapist_left + assistant_left):
            with_modifier += 1
            steps.append(
                f"1 unit of {left}: with, the assistant's share is more than {rule.minutes_share:.0%}"
            )
        case 1:
            without += 1
            steps.append(f"1 unit of {left}: without")
    return Split(without, with_modifier, tuple(steps) or (f"no unit: {left}",))
