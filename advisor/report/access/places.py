"""Where a stack's policies are written: which property of which type, and whom or what each is about."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from advisor.report.preview import Plan
from advisor.stack.plain import UNKNOWN

ROLE: Final = "aws:iam/role:Role"
LAMBDA_PERMISSION: Final = "aws:lambda/permission:Permission"
FUNCTION_URL: Final = "aws:lambda/functionUrl:FunctionUrl"
CLOUD_CONTROL: Final = "aws:cloudcontrol/resource:Resource"
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
NO_POLICY: Final = frozenset({"redrivePolicy", "redriveAllowPolicy", "deliveryPolicy", "scalingPolicy"})
"""Properties that are called a policy and allow nobody anything."""
MAY_HOLD_ONE: Final = ("AccessPoint", "Policy", "IAM", "Bucket")
"""Parts of the names of CloudFormation types whose desired state can have a policy in it."""
LATER: Final = str(UNKNOWN.value)


@dataclass(frozen=True)
class Document:
    """One policy document in the preview.

    Args:
        scope: What it is compared within: an identity's policies are compared together, however they are cut.
        who: Whom an identity policy is about, in words; empty where the document itself names them.
        what: Its resource in words, for a document that says ``*`` of itself.
        plan: The resource that it is written in.
        before: The document now; ``None`` for none, ``UNKNOWN`` when it cannot be read.
        after: The same afterwards.
    """

    scope: str
    who: str
    what: str
    plan: Plan
    before: Any
    after: Any

    @property
    def later(self) -> bool:
        """Whether only the deployment will tell what it says."""
        return self.after is UNKNOWN


class Identities:
    """Finds the identity that a policy is of: by the resource that its property comes from, else by its name."""

    def __init__(self, plans: Iterable[Plan]) -> None:
        self._names: dict[str, str] = {}
        for plan in plans:
            if plan.type == ROLE:
                for state in (plan.before, plan.after):
                    self._names |= dict.fromkeys(_names_of(state), plan.urn)

    def of(self, plan: Plan, key: str) -> tuple[str, str]:
        """Its key for comparing, and what to call it."""
        for state, inputs in ((plan.after, plan.new), (plan.before, plan.old)):
            linked = [urn for urn in _links(state, key) if f"aws:iam/{key}:" in urn]
            named = inputs.get(key)
            urn = linked[0] if len(linked) == 1 else self._names.get(named, "") if isinstance(named, str) else ""
            if urn:
                return urn, f"{key} {urn.split('::', 3)[-1]}"
            if isinstance(named, str):
                return f"{key} {named}", f"{key} {named}"
        return f"{key} of {plan.urn}", f"the {key} of {plan.name}"


def documents(plans: Iterable[Plan]) -> Iterator[Document]:
    """Every policy document of a preview, before and after; unchanged ones too, for they may cover what moves."""
    listed = tuple(plans)
    identities = Identities(listed)
    for plan in listed:
        if plan.state.get("custom") is not True:
            continue
        if plan.type in INLINE:
            scope, who = identities.of(plan, INLINE[plan.type])
            yield Document(scope, who, "", plan, *_both(plan, "policy"))
        elif plan.type in ATTACHED:
            scope, who = identities.of(plan, ATTACHED[plan.type])
            yield Document(
                scope, who, "", plan, *(_attached(inputs.get("policyArn")) for inputs in (plan.old, plan.new))
            )
        elif plan.type == SHARED:
            yield Document(plan.urn, f"whoever has policy {plan.name}", "", plan, *_both(plan, "policy"))
        elif plan.type == ROLE:
            yield from _role(plan)
        else:
            yield from _resource(plan)


def _role(plan: Plan) -> Iterator[Document]:
    role = f"role {plan.name}"
    yield Document(f"trust of {plan.urn}", "", role, plan, *_both(plan, "assumeRolePolicy"))
    for key, shape in (("inlinePolicies", _inlined), ("managedPolicyArns", _managed)):
        if key in plan.old or key in plan.new:
            yield Document(plan.urn, role, "", plan, shape(plan.old.get(key)), shape(plan.new.get(key)))


def _resource(plan: Plan) -> Iterator[Document]:
    what = f"{plan.type.rpartition(':')[2]} {plan.name}"
    if plan.type == LAMBDA_PERMISSION:
        scope = ",".join(_links(plan.after or plan.before, "function")) or plan.urn
        yield Document(scope, "", what, plan, _permission(plan, plan.old), _permission(plan, plan.new))
        return
    if plan.type == FUNCTION_URL:
        yield Document(plan.urn, "", what, plan, _url(plan.old), _url(plan.new))
        return
    keys = [key for key in {**plan.old, **plan.new} if not key.startswith("__")]
    for key in keys:
        before, after = (_found(plan.type, key, inputs) for inputs in (plan.old, plan.new))
        if before is not None or after is not None:
            yield Document(f"{key} of {plan.urn}", "", what, plan, before, after)


def _found(token: str, key: str, inputs: Mapping[str, Any]) -> Any:
    """The policy within a property: ``None`` for none, ``UNKNOWN`` where there may be one."""
    value = inputs.get(key)
    if value is UNKNOWN:
        may_be = key.lower().endswith("policy") and key not in NO_POLICY
        kind = str(inputs.get("typeName", ""))
        hidden = token == CLOUD_CONTROL and key == "desiredState" and any(part in kind for part in MAY_HOLD_ONE)
        return UNKNOWN if may_be or hidden else None
    statements = [one for policy in _policies(value) for one in _listed(policy["Statement"])]
    return {"Statement": statements} if statements else None


def _policies(value: Any) -> Iterator[Mapping[str, Any]]:
    """Whatever looks like a policy document, however deep."""
    if isinstance(value, str) and '"Statement"' in value:
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return
    if isinstance(value, Mapping):
        if "Statement" in value:
            yield value
            return
        for inner in value.values():
            yield from _policies(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _policies(inner)


def _both(plan: Plan, key: str) -> tuple[Any, Any]:
    return plan.old.get(key), plan.new.get(key)


def _attached(arn: Any) -> Any:
    """A managed policy as one grant: what it allows is written elsewhere."""
    if arn is None or arn is UNKNOWN:
        return arn
    return {"Statement": [{"Effect": "Allow", "Action": f"everything that {arn} allows", "Resource": "*"}]}


def _managed(arns: Any) -> Any:
    if not isinstance(arns, list):
        return arns
    if UNKNOWN in arns:
        return UNKNOWN
    return {"Statement": [one for arn in arns for one in _attached(arn)["Statement"]]} if arns else None


def _inlined(policies: Any) -> Any:
    if not isinstance(policies, list):
        return policies
    texts = [one.get("policy") if isinstance(one, Mapping) else UNKNOWN for one in policies]
    if UNKNOWN in texts:
        return UNKNOWN
    found = [policy for text in texts for policy in _policies(text)]
    return {"Statement": [one for policy in found for one in _listed(policy["Statement"])]} if found else None


def _permission(plan: Plan, inputs: Mapping[str, Any]) -> Any:
    """The statement that Lambda writes for a permission."""
    if not inputs:
        return None
    principal = inputs.get("principal")
    if not isinstance(principal, str):
        return UNKNOWN
    kind = "Service" if principal.endswith(".amazonaws.com") else "AWS"
    bounds = {
        "sourceArn": ("ArnLike", "aws:SourceArn"),
        "sourceAccount": ("StringEquals", "aws:SourceAccount"),
        "principalOrgId": ("StringEquals", "aws:PrincipalOrgID"),
        "functionUrlAuthType": ("StringEquals", "lambda:FunctionUrlAuthType"),
    }
    condition: dict[str, dict[str, str]] = {}
    for key, (operator, of) in bounds.items():
        if inputs.get(key) is not None:
            condition.setdefault(operator, {})[of] = _shown(inputs[key])
    action = inputs.get("action")
    statement = {
        "Effect": "Allow",
        "Principal": "*" if principal == "*" else {kind: principal},
        "Action": action if isinstance(action, str) else "lambda:*",
        "Resource": _function(plan, inputs),
    }
    return {"Statement": [{**statement, "Condition": condition} if condition else statement]}


def _function(plan: Plan, inputs: Mapping[str, Any]) -> str:
    linked = _links(plan.after or plan.before, "function")
    name = linked[0].split("::", 3)[-1] if linked else _shown(inputs.get("function"))
    return f"function {name}"


def _url(inputs: Mapping[str, Any]) -> Any:
    kind = inputs.get("authorizationType")
    if kind != "NONE":
        return UNKNOWN if kind is UNKNOWN else None
    return {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "lambda:InvokeFunctionUrl", "Resource": "*"}]}


def _listed(found: Any) -> list[Any]:
    return found if isinstance(found, list) else [found]


def _shown(value: Any) -> str:
    return LATER if value is UNKNOWN else str(value)


def _links(state: Mapping[str, Any] | None, key: str) -> tuple[str, ...]:
    found = (state or {}).get("propertyDependencies")
    urns = found.get(key) if isinstance(found, Mapping) else None
    return tuple(map(str, urns)) if isinstance(urns, list) else ()


def _names_of(state: Mapping[str, Any] | None) -> list[str]:
    """Every text by which another resource may name this role."""
    found = [state.get("id")] if state else []
    for part in ("inputs", "outputs"):
        values = (state or {}).get(part)
        found += [values.get("name"), values.get("arn")] if isinstance(values, Mapping) else []
    return [one for one in found if isinstance(one, str) and one]
