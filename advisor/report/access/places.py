"""Where a stack's policies are written: which property of which type, and whom or what each is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from advisor.report.access.acting import boundaries
from advisor.report.access.calls import API, FUNCTION_URL, PERMISSION, called, of_api, of_permission, of_url
from advisor.report.access.identities import ROLE, Identities, sides
from advisor.report.access.shapes import attached, inlined, managed, policy_in
from advisor.report.access.statements import UnreadableError
from advisor.report.model import Operation
from advisor.report.preview import Plan

INLINE: Final[Mapping[str, str]] = {
    "aws:iam/rolePolicy:RolePolicy": "role",
    "aws:iam/userPolicy:UserPolicy": "user",
    "aws:iam/groupPolicy:GroupPolicy": "group",
}
"""Types of policies that are written into an identity, and the property that names it."""
ATTACHED: Final[Mapping[str, str]] = {
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "role",
    "aws:iam/userPolicyAttachment:UserPolicyAttachment": "user",
    "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": "group",
}
SHARED: Final = "aws:iam/policy:Policy"
ALLOWS_NOBODY: Final = frozenset(
    {"aws:iam/openIdConnectProvider:OpenIdConnectProvider", "aws:iam/samlProvider:SamlProvider", "aws:iam/user:User"}
)
"""Types of IAM that give nothing by themselves: who trusts them does."""
NOT_READ: Final = (
    "aws:iam/",
    "aws:kms/grant:",
    "aws:lakeformation/",
    "aws:lambda/layerVersionPermission:",
    "aws:ram/",
    "aws:s3/bucketAcl:",
    "aws:ssoadmin/",
)
"""Beginnings of further types by which somebody comes to permissions, without a policy that could be read."""
WITHDRAWN: Final = "the program no longer gives one, so what holds is AWS's own, or the one that is there"


@dataclass(frozen=True)
class Document:
    """One policy document in the preview.

    Args:
        scope: What it is compared within: an identity's policies are compared together, however they are cut.
        who: Whom an identity policy is about, in words; empty where the document itself names them.
        what: Its resource in words, for a document that says ``*`` of itself.
        plan: The resource that it is written in.
        before: The document now; ``None`` for none, ``UNKNOWN`` when it cannot be read.
        after: The same afterwards; an error where nothing can be said of it, and that is why.
        limits: Whether it is a boundary, which grants nothing.
    """

    scope: str
    who: str
    what: str
    plan: Plan
    before: Any
    after: Any
    limits: bool = False


def documents(plans: Iterable[Plan]) -> Iterator[Document]:
    """Every policy document of a preview, before and after; unchanged ones too, for they may cover what moves."""
    listed = tuple(plans)
    identities, limiting = Identities(listed), boundaries(listed)
    for plan in listed:
        if plan.state.get("custom") is not True:
            continue
        if plan.type in INLINE:
            yield from _of_identity(plan, identities, INLINE[plan.type], lambda inputs: inputs.get("policy"))
        elif plan.type in ATTACHED:
            yield from _of_identity(
                plan, identities, ATTACHED[plan.type], lambda inputs: attached(inputs.get("policyArn"))
            )
        elif plan.type == SHARED:
            limits = plan.urn in limiting
            who = f"whoever boundary {plan.name} limits, where a policy allows it too," if limits else ""
            who = who or f"whoever has policy {plan.name}"
            yield Document(plan.urn, who, "", plan, *_both(plan, "policy"), limits)
        elif plan.type == ROLE:
            yield from _role(plan)
        elif plan.type.startswith(NOT_READ) and plan.type not in ALLOWS_NOBODY:
            why = (
                None if plan.after is None else UnreadableError(f"a {_kind(plan)} is not read here: look at it itself")
            )
            yield Document(plan.urn, "", f"{_kind(plan)} {plan.name}", plan, None, why)
        else:
            yield from _resource(plan)


def _of_identity(
    plan: Plan, identities: Identities, key: str, read: Callable[[Mapping[str, Any]], Any]
) -> Iterator[Document]:
    before, after = sides(plan)
    (was, was_who), (is_now, who) = identities.of(plan, before, key), identities.of(plan, after, key)
    old, new = read(before.inputs), read(after.inputs)
    if old is None or new is None or was == is_now:
        present = (was, was_who) if new is None else (is_now, who)
        yield Document(*present, "", plan, old, new)
    else:  # it moved from one identity to another
        yield Document(was, was_who, "", plan, old, None)
        yield Document(is_now, who, "", plan, None, new)


def _role(plan: Plan) -> Iterator[Document]:
    role = f"role {plan.name}"
    yield Document(f"trust of {plan.urn}", "", role, plan, *_both(plan, "assumeRolePolicy"))
    for key, shape in (("inlinePolicies", inlined), ("managedPolicyArns", managed)):
        before, after = (shape(value) for value in _both(plan, key))
        if before is not None or after is not None:
            yield Document(plan.urn, role, "", plan, before, after)


def _resource(plan: Plan) -> Iterator[Document]:
    what = f"{_kind(plan)} {plan.name}"
    before, after = sides(plan)
    if plan.type == PERMISSION:
        was, is_now = of_permission(before), of_permission(after)
        if was is None or is_now is None or called(before) == called(after):
            yield Document(called(after if was is None else before), "", what, plan, was, is_now)
        else:  # of another function than before
            yield Document(called(before), "", what, plan, was, None)
            yield Document(called(after), "", what, plan, None, is_now)
        return
    for token, read in ((FUNCTION_URL, of_url), (API, of_api)):
        if plan.type == token:
            yield Document(f"calls of {plan.urn}", "", what, plan, read(before), read(after))
    for key in {**plan.old, **plan.new}:
        if not key.startswith("__"):
            yield from _property(plan, key, what)


def _property(plan: Plan, key: str, what: str) -> Iterator[Document]:
    before, after = (policy_in(plan.type, key, side.inputs) for side in sides(plan))
    if before is None and after is None:
        return
    scope = f"{key} of {plan.urn}"
    if plan.operation is Operation.REPLACE and plan.type.endswith("Policy"):  # that of another resource than before
        yield Document(scope, "", what, plan, before, None)
        yield Document(f"{scope}, anew", "", what, plan, None, after)
        return
    if after is None and plan.after is not None:
        after = UnreadableError(WITHDRAWN)
    yield Document(scope, "", what, plan, before, after)


def _kind(plan: Plan) -> str:
    return plan.type.rpartition(":")[2]


def _both(plan: Plan, key: str) -> tuple[Any, Any]:
    before, after = sides(plan)
    return before.inputs.get(key), after.inputs.get(key)
