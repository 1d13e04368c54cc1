"""One sentence for what happens to a resource, and one for what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from advisor.report.changes.holders import Holder, holder_of
from advisor.report.changes.security import decides_access
from advisor.report.changes.weaker import weaker
from advisor.report.model import Operation, PropertyChange, Risk
from advisor.report.preview import Plan

NAMED: Final = 4
KEPT: Final = "it stays in AWS, and nobody manages or updates it afterwards"


def called(plan: Plan, holder: Holder | None) -> str:
    """What to call a resource: its kind and its name."""
    kind = holder.called if holder else plan.type.rpartition(":")[2]
    return f"{kind} {plan.name}"


def told(plan: Plan, properties: Sequence[PropertyChange]) -> tuple[Risk, str, str]:
    """How dangerous a change is, what it is in a sentence, and what to do."""
    holder = holder_of(plan.type, plan.old or plan.new)
    name = called(plan, holder)
    if plan.operation is Operation.REPLACE:
        return _replaced(plan, holder, name)
    if plan.operation in (Operation.DELETE, Operation.FORGET):
        return _removed(plan, holder, name)
    labels = plan.operation is Operation.UPDATE and all(one.path.startswith("tags") for one in properties)
    risk = Risk.SECURITY if decides_access(plan.type) and not labels else Risk.ROUTINE
    if plan.operation is Operation.UPDATE:
        return _updated(plan, name, properties, risk)
    if plan.operation is Operation.READ:
        return risk, f"The {name} is read, not managed.", ""
    return risk, f"The {name} is created.", ""


def _replaced(plan: Plan, holder: Holder | None, name: str) -> tuple[Risk, str, str]:
    why = f" because {_list(plan.forced_by)} cannot be changed in place" if plan.forced_by else ""
    order = ", and the old one is deleted first" if plan.deleted_first else ""
    if holder is None:
        risk = Risk.SECURITY if decides_access(plan.type) else Risk.REPLACEMENT
        return risk, f"The {name} is made anew{why}{order}.", "Check what refers to it from outside of the stack."
    if plan.retained:
        text = f"The {name} is made anew{why}; the old one stays in AWS with {holder.holds}, and the new one is empty."
        return Risk.DATA_LOSS, text, "Move what is needed over, then delete the old one by hand."
    text = f"The {name} is made anew{why}{order}: {holder.holds} are lost unless they are moved first."
    return Risk.DATA_LOSS, _grammatical(text, holder), f"If it is meant: {holder.keep}. Else take the change back."


def _removed(plan: Plan, holder: Holder | None, name: str) -> tuple[Risk, str, str]:
    if plan.stays:
        risk = Risk.DATA_LOSS if holder else Risk.ROUTINE
        return risk, f"The {name} leaves the stack: {KEPT}.", "Delete it by hand when it is not needed."
    if holder is None:
        risk = Risk.SECURITY if decides_access(plan.type) else Risk.ROUTINE
        return risk, f"The {name} is deleted.", ""
    text = f"The {name} is deleted: {holder.holds} are lost."
    return Risk.DATA_LOSS, _grammatical(text, holder), f"If it is meant and the data is needed: {holder.keep}."


def _updated(plan: Plan, name: str, properties: Sequence[PropertyChange], risk: Risk) -> tuple[Risk, str, str]:
    losses = tuple(weaker(plan))
    paths = _list([one.path for one in properties]) or "its settings"
    if losses:
        meaning = "; ".join(f"{what} ({path})" for path, what in losses)
        return Risk.DATA_LOSS, f"The {name} is changed: {meaning}.", "Make sure that this is meant."
    return risk, f"The {name} is changed in {paths}.", ""


def _grammatical(text: str, holder: Holder) -> str:
    """One thing is lost, several are."""
    single = not holder.holds.split(",")[0].split(" and ")[0].endswith("s") or holder.holds.startswith("this Region's")
    return text.replace(" are lost", " is lost").replace("they are moved", "it is moved") if single else text


def _list(names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMED])
    return f"{shown} and {len(names) - NAMED} more" if len(names) > NAMED else shown
