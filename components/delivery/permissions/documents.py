"""The policy documents of a role: the table, held to ARNs, in as many documents as IAM's limits ask for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from components.delivery.permissions.grants import Access, Table
from components.delivery.permissions.scopes import SCOPES, Reach
from components.delivery.permissions.table import families_of
from components.iam import POLICY_VERSION
from domain.delivery import DeliveryRole

MOST_CHARACTERS: Final = 6144
"""Of a managed policy, without white space."""
MOST_POLICIES: Final = 10
"""Managed policies on a role. Both: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"""
CALLER: Final = ("sts:GetCallerIdentity",)
"""The provider's first call; it needs no permission, but a boundary or an organisation's policy may ask."""

Element = dict[str, Any]


def role_documents(reach: Reach, role: DeliveryRole, families: Mapping[str, Table] | None = None) -> dict[str, Element]:
    """The managed policies of a role, by name.

    Args:
        reach: Whose permissions they are.
        role: What it is for.
        families: Tables by family; ``None`` for those of the role.

    Raises:
        ValueError: More documents come of it than a role may have, or one statement is longer than a document.
    """
    found: dict[str, Element] = {}
    seen: set[tuple[str, str]] = set()
    for family, table in (families_of(role) if families is None else families).items():
        elements = _elements(table, reach, seen, reads_only=not role.deploys)
        for number, document in enumerate(_packed(elements), start=1):
            found[family if number == 1 else f"{family}-{number}"] = document
    if len(found) > MOST_POLICIES:
        raise ValueError(
            f"policies of one role = {len(found)} is not accepted: at most {MOST_POLICIES}; join families of "
            "components/delivery/permissions/table.py"
        )
    return found


def actions_of(role: DeliveryRole) -> frozenset[str]:
    """Every action of a role's tables; ``iam:PassRole`` where they pass roles."""
    accesses = [access for table in families_of(role).values() for access in table.values()]
    found = {
        action
        for access in accesses
        for grant in access.grants
        for action in (*grant.read, *(grant.write if role.deploys else ()))
    }
    if role.deploys and any(access.passes for access in accesses):
        found.add("iam:PassRole")
    if role.deploys and any(access.linked for access in accesses):
        found.add("iam:CreateServiceLinkedRole")
    return frozenset(found)


def size(document: Mapping[str, Any]) -> int:
    """Characters of a document as IAM counts them."""
    return len(json.dumps(document, separators=(",", ":")))


def _elements(table: Table, reach: Reach, seen: set[tuple[str, str]], *, reads_only: bool) -> list[Element]:
    """Statements of a family, one for each scope; what an earlier family has is left out."""
    by_scope: dict[str, set[str]] = {}
    for access in table.values():
        for grant in access.grants:
            wanted = (*grant.read, *(() if reads_only else grant.write))
            new = {action for action in wanted if (grant.scope, action) not in seen}
            seen.update((grant.scope, action) for action in new)
            by_scope.setdefault(grant.scope, set()).update(new)
    found = [_element(scope, sorted(actions), reach) for scope, actions in by_scope.items() if actions]
    return found if reads_only else [*found, *handed_on_elements(table.values(), reach)]


def _element(name: str, actions: Sequence[str], reach: Reach) -> Element:
    scope = SCOPES[name]
    condition = scope.condition(reach)
    return {
        "Sid": "".join(part.capitalize() for part in name.split("_")),
        "Effect": "Allow",
        "Action": list(actions),
        "Resource": scope.resources(reach),
        **({"Condition": condition} if condition else {}),
    }


def handed_on_elements(accesses: Iterable[Access], reach: Reach) -> list[Element]:
    """Roles of the stack to the services that act with them, and AWS's own roles to the services that need them."""
    many = list(accesses)
    passed = sorted({service for access in many for service in access.passes})
    linked = sorted({service for access in many for service in access.linked})
    found: list[Element] = []
    if passed:
        found.append(
            {
                "Sid": "PassRole",
                "Effect": "Allow",
                "Action": "iam:PassRole",
                # Not by tags: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
                "Resource": SCOPES["role"].resources(reach),
                "Condition": {"StringEquals": {"iam:PassedToService": passed}},
            }
        )
    if linked:
        found.append(
            {
                "Sid": "ServiceLinkedRoles",
                "Effect": "Allow",
                "Action": "iam:CreateServiceLinkedRole",
                "Resource": f"arn:{reach.partition}:iam::{reach.account_id}:role/aws-service-role/*",
                "Condition": {"StringEquals": {"iam:AWSServiceName": linked}},
            }
        )
    return found


def _packed(elements: Iterable[Element]) -> list[Element]:
    """Documents that hold the statements in order, each as full as it may be."""
    found: list[list[Element]] = [[]]
    for element in elements:
        alone = size(_document([element]))
        if alone > MOST_CHARACTERS:
            raise ValueError(
                f"statement {element['Sid']} = {alone} characters is not accepted: at most {MOST_CHARACTERS}; "
                "divide its scope in components/delivery/permissions/scopes.py"
            )
        if found[-1] and size(_document([*found[-1], element])) > MOST_CHARACTERS:
            found.append([])
        found[-1].append(element)
    return [_document(statements) for statements in found if statements]


def _document(statements: Sequence[Element]) -> Element:
    return {"Version": POLICY_VERSION, "Statement": list(statements)}
