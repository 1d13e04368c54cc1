"""The policies that moto's backends hold, as statements: of callers, of roles' trust, of boundaries and of buckets."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sandbox.permissions import Permission, policy_text
from sandbox.policy import statements
from sandbox.request import ACCOUNT_ID

Statements = Sequence[Mapping[str, Any]]


class HeldPolicies:
    """What IAM holds.

    Args:
        iam: moto's backend of the account.
    """

    def __init__(self, iam: Any) -> None:
        self._iam = iam

    def role(self, name: str) -> Any:
        """Moto's role of that name; None without one."""
        return next((role for role in list(self._iam.roles.values()) if role.name == name), None)

    def of(self, kind: str, name: str) -> Iterable[Mapping[str, Any]]:
        """What a `user` or a `role` that exists has, by itself and by its groups."""
        entity = self._iam.users[name] if kind == "user" else self.role(name)
        holders = [entity, *(self._iam.get_groups_for_user(name) if kind == "user" else ())]
        documents = [_text(document) for holder in holders for document in list(holder.policies.values())]
        documents += [_managed(policy) for holder in holders for policy in list(holder.managed_policies.values())]
        return [statement for document in documents for statement in statements(document)]

    def boundary(self, kind: str, name: str) -> Statements | None:
        """The boundary of a role; None without one, nothing at all when its policy is gone."""
        arn = getattr(self.role(name), "permissions_boundary_arn", None) if kind == "role" else None
        if not arn:
            return None
        policy = self._iam.managed_policies.get(arn)
        return statements(_managed(policy)) if policy is not None else ()

    def trust(self, role_arn: str | None) -> Statements:
        """Who may assume a role; nobody one that is not there."""
        role = self.role((role_arn or "").rsplit("/", 1)[-1])
        return statements(_text(role.assume_role_policy_document)) if role is not None else ()


def bucket_policy(permission: Permission) -> Statements:
    """The policy of the bucket that a permission is about."""
    if not permission.action.startswith("s3:") or not (permission.resource or "").startswith("arn:aws:s3:::"):
        return ()
    from moto.s3.models import s3_backends

    name = str(permission.resource).removeprefix("arn:aws:s3:::").partition("/")[0]
    bucket: Any = s3_backends[ACCOUNT_ID]["aws"].buckets.get(name)
    document = getattr(bucket, "policy", None)
    if not document:
        return ()
    text = document.decode() if isinstance(document, bytes) else str(document)
    return statements(policy_text(text))


def _text(document: Any) -> str:
    return policy_text(document if isinstance(document, str) else json.dumps(document))


def _managed(policy: Any) -> str:
    version = next(version for version in policy.versions if version.is_default)
    return _text(version.document)
