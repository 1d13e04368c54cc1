"""The boundary of a role: the most that it could ever have, whoever attaches what to it later.

It allows the verbs of the table, in the stack's Regions; so users, access keys, groups, managed policies, boundaries
and organisations are out of its reach. It denies the delivery theme's own roles and policies, and what is tagged as
another environment's. Verbs and not single actions, because a boundary is one document of at most 6,144 characters;
which resources, the role's own policies say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from components.delivery.permissions.documents import MOST_CHARACTERS, actions_of, handed_on_elements, size
from components.delivery.permissions.scopes import GLOBAL, PATH, Reach
from components.delivery.permissions.table import TABLE
from components.iam import POLICY_VERSION
from domain.delivery import ISSUER, DeliveryRole

DELEGATING: Final = frozenset({"iam", "kms", "s3"})
"""Services in which a verb such as ``Put`` also reaches what manages permissions: only their reads are shortened."""
READS: Final = frozenset({"Get", "List", "Describe"})
HARMLESS: Final = (":Get*", ":List*", ":Describe*", ":Tag*", ":Untag*")
"""Verbs that are shortened also where the table has one action of them."""
PERMITTING: Final = frozenset({"Add", "Remove"})
"""Verbs that are about permissions in other services (``lambda:AddPermission``): never shortened."""
_VERB: Final = re.compile(r"([a-z0-9-]+):([A-Z][a-z]+)[A-Z]")

STATE_READS: Final = frozenset({"s3:ListBucket", "s3:GetObject", "kms:Decrypt", "kms:GenerateDataKey"})
STATE_WRITES: Final = frozenset({"s3:PutObject", "s3:DeleteObject", "kms:Encrypt"})
"""Of the state bucket, and of the key of Pulumi's secrets, by which a look also seals its plan."""


def boundary_document(reach: Reach, role: DeliveryRole) -> dict[str, Any]:
    """The boundary of a role.

    Args:
        reach: Whose permissions they are.
        role: What it is for.

    Raises:
        ValueError: It is longer than IAM takes.
    """
    ours = actions_of(role) | STATE_READS | (STATE_WRITES if role.deploys else frozenset())
    # Handed on as the role's own policies hand them on: to named services, and none but the stack's roles.
    handed_on = [] if not role.deploys else handed_on_elements(TABLE.values(), reach)
    ours -= {"iam:PassRole", "iam:CreateServiceLinkedRole"}
    allow = {
        "Sid": "MostItCouldHave",
        "Effect": "Allow",
        "Action": shortened(ours),
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:RequestedRegion": sorted({*reach.regions, GLOBAL})}},
    }
    document = {"Version": POLICY_VERSION, "Statement": [allow, *handed_on, *_denied(reach)]}
    if size(document) > MOST_CHARACTERS:
        raise ValueError(
            f"boundary = {size(document)} characters is not accepted: at most {MOST_CHARACTERS}; shorten more verbs"
        )
    return document


def shortened(actions: Iterable[str]) -> list[str]:
    """Actions of one service that start with the same verb as one pattern, where that reaches no permissions."""
    groups: dict[str, list[str]] = {}
    for action in sorted(actions):
        verb = _VERB.match(action)
        short = verb is not None and (verb[2] in READS or verb[1] not in DELEGATING) and verb[2] not in PERMITTING
        groups.setdefault(f"{verb[1]}:{verb[2]}*" if verb is not None and short else action, []).append(action)
    return sorted(
        pattern if len(members) > 1 or pattern.endswith(HARMLESS) else members[0] for pattern, members in groups.items()
    )


def _denied(reach: Reach) -> list[dict[str, Any]]:
    iam = f"arn:{reach.partition}:iam::{reach.account_id}"
    theme = [f"{iam}:role{PATH}*", f"{iam}:policy{PATH}*", f"{iam}:oidc-provider/{ISSUER}"]
    found: list[dict[str, Any]] = [
        {
            "Sid": "NeverTheDeliveryTheme",
            "Effect": "Deny",
            "NotAction": ["iam:Get*", "iam:List*"],
            "Resource": theme,
        },
    ]
    if reach.environment != "*":
        found.append(
            {
                "Sid": "NeverAnotherStack",
                "Effect": "Deny",
                "Action": "*",
                "Resource": "*",
                # The second condition, because a negated one is true of what has no such tag.
                "Condition": {
                    "StringNotEquals": {"aws:ResourceTag/Environment": reach.environment},
                    "Null": {"aws:ResourceTag/Environment": "false"},
                },
            }
        )
    return found
