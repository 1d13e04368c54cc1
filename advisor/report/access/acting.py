"""More power without a new policy: a boundary that goes, or another role that something acts as. What is a boundary."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from advisor.report.access.identities import ROLE, links
from advisor.report.model import AccessChange, Effect, Operation
from advisor.report.preview import Plan

BOUNDARY: Final = "permissionsBoundary"
NAMES_A_ROLE: Final = re.compile(r"(?i)role(_?arn)?$")
"""Ends of the names of properties whose value is the role that a resource acts as."""


def boundaries(plans: Iterable[Plan]) -> frozenset[str]:
    """URNs of the policies that are boundaries and nothing else: they grant nothing, they limit.

    A link from another policy's text, such as a condition that asks for this boundary, gives it to nobody.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
    """
    limiting: set[str] = set()
    other: set[str] = set()
    for plan in plans:
        for state in (plan.before, plan.after):
            found = (state or {}).get("propertyDependencies")
            for key in found if isinstance(found, Mapping) else ():
                if key == BOUNDARY:
                    limiting.update(links(state, key))
                elif key != "policy" or not plan.type.endswith("Policy"):
                    other.update(links(state, key))
    return frozenset(limiting - other)


def boundary(plan: Plan) -> Iterator[AccessChange]:
    """A permissions boundary that goes or changes: what it kept away may be possible now."""
    before, after = plan.old.get(BOUNDARY), plan.new.get(BOUNDARY)
    if not plan.type.startswith("aws:iam/") or before == after or before is None or plan.after is None:
        return
    what = "no boundary holds any more" if after is None else f"another boundary: {_shown(after)}"
    kind = plan.type.rpartition(":")[2].lower()
    yield _more(plan, f"{kind} {plan.name}", "whatever its policies allow", what, f"the boundary was {_shown(before)}")


def another_role(plan: Plan) -> Iterator[AccessChange]:
    """A resource that acts as another role than before: it can do what that one may."""
    if plan.operation not in (Operation.UPDATE, Operation.REPLACE) or plan.type.startswith("aws:iam/"):
        return
    before, after = _linked(plan.before), _linked(plan.after)
    if not after - before:
        before, after = _written(plan.old), _written(plan.new)
    who = f"{plan.type.rpartition(':')[2]} {plan.name}"
    for role in sorted(after - before):
        was = ", ".join(sorted(before)) or "none"
        yield _more(plan, who, f"whatever role {role} may do", "acts as another role", f"its role was {was}")


def _linked(state: Mapping[str, Any] | None) -> set[str]:
    """Names of the roles of this stack that any of its properties comes from."""
    found = (state or {}).get("propertyDependencies")
    urns = [urn for each in found.values() for urn in each or ()] if isinstance(found, Mapping) else []
    return {urn.split("::", 3)[-1] for urn in map(str, urns) if urn.split("::")[2].endswith(ROLE)}


def _written(inputs: Mapping[str, Any]) -> set[str]:
    """Roles that it names itself: those of elsewhere, which no link leads to."""
    return {value for key, value in inputs.items() if NAMES_A_ROLE.search(key) and isinstance(value, str)}


def _more(plan: Plan, who: str, action: str, reason: str, note: str) -> AccessChange:
    return AccessChange(Effect.WIDENED, who, (action,), (), "", plan.name, plan.urn, reasons=(reason,), note=note)


def _shown(value: Any) -> str:
    return str(getattr(value, "value", value))
