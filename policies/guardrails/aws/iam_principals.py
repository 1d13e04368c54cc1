"""Which policies the roles, users and groups of a stack hold, found by name and by the engine's links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from guardrails.props import Props
from guardrails.rule import Resource, Stack

ROLE: Final = "aws:iam/role:Role"
USER: Final = "aws:iam/user:User"
GROUP: Final = "aws:iam/group:Group"
POLICY: Final = "aws:iam/policy:Policy"
PRINCIPALS: Final = (ROLE, USER, GROUP)

INLINE: Final = {
    "aws:iam/rolePolicy:RolePolicy": (ROLE, "role"),
    "aws:iam/userPolicy:UserPolicy": (USER, "user"),
    "aws:iam/groupPolicy:GroupPolicy": (GROUP, "group"),
}
"""Type of an inline policy, to the kind of its holder and where it names it."""

ATTACHMENTS: Final = (
    ("aws:iam/rolePolicyAttachment:RolePolicyAttachment", ROLE, "role", "policyArn"),
    ("aws:iam/userPolicyAttachment:UserPolicyAttachment", USER, "user", "policyArn"),
    ("aws:iam/groupPolicyAttachment:GroupPolicyAttachment", GROUP, "group", "policyArn"),
    ("aws:iam/policyAttachment:PolicyAttachment", ROLE, "roles", "policyArn"),
    ("aws:iam/policyAttachment:PolicyAttachment", USER, "users", "policyArn"),
    ("aws:iam/policyAttachment:PolicyAttachment", GROUP, "groups", "policyArn"),
    ("aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive", ROLE, "roleName", "policyArns"),
    ("aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive", USER, "userName", "policyArns"),
    ("aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive", GROUP, "groupName", "policyArns"),
)
"""Type of an attachment, the kind of its holder, where it names the holder and where the policies."""

MEMBERSHIPS: Final = (
    ("aws:iam/userGroupMembership:UserGroupMembership", "user", "groups"),
    ("aws:iam/groupMembership:GroupMembership", "users", "group"),
)
"""Type that puts users into groups, where it names the users and where the groups."""

TYPES: Final = (
    *PRINCIPALS,
    POLICY,
    *INLINE,
    *dict.fromkeys(token for token, *_ in ATTACHMENTS),
    *(token for token, *_ in MEMBERSHIPS),
)


@dataclass(frozen=True)
class Holding:
    """A policy document that a principal holds, and the resource that it stands in."""

    resource: Resource
    document: Props


def names(resource: Resource) -> set[str]:
    """What others call it: its URN, and its physical name where that is known."""
    nodes = (resource["name"], resource["arn"])
    return {resource.urn, *(_last(text) for node in nodes if node.is_text and (text := node.text()))}


@dataclass
class Holdings:
    """An index over a stack, so that each reference is followed once."""

    stack: Stack
    _index: defaultdict[tuple[str, str, str], list[Resource]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        referring = [
            *((token, where) for token, (_, where) in INLINE.items()),
            *((token, where) for token, _, where, _ in ATTACHMENTS),
            *((token, users) for token, users, _ in MEMBERSHIPS),
        ]
        for token, where in referring:
            for resource in self.stack.of(token):
                for key in _references(resource, where):
                    self._index[token, where, key].append(resource)
        for kind in (POLICY, GROUP):
            for resource in self.stack.of(kind):
                for key in names(resource):
                    self._index[kind, "", key].append(resource)

    def of(self, principal: Resource) -> list[Holding]:
        """The documents that a principal holds, for a user also through the groups."""
        held = list(self._own(principal))
        if principal.type == USER:
            for group in self._groups(principal):
                held += self._own(group)
        return held

    def _own(self, principal: Resource) -> Iterator[Holding]:
        for inline in principal["inlinePolicies"].each():
            yield Holding(principal, inline["policy"])
        for token, (kind, where) in INLINE.items():
            if kind == principal.type:
                yield from (Holding(part, part["policy"]) for part in self._at(token, where, names(principal)))
        keys = set(_references(principal, "managedPolicyArns"))
        for token, kind, where, arns in ATTACHMENTS:
            if kind == principal.type:
                for part in self._at(token, where, names(principal)):
                    keys.update(_references(part, arns))
        yield from (Holding(policy, policy["policy"]) for policy in self._at(POLICY, "", keys))

    def _groups(self, user: Resource) -> list[Resource]:
        keys: set[str] = set()
        for token, users, groups in MEMBERSHIPS:
            for part in self._at(token, users, names(user)):
                keys.update(_references(part, groups))
        return self._at(GROUP, "", keys)

    def _at(self, token: str, where: str, keys: set[str]) -> list[Resource]:
        found = {part.urn: part for key in sorted(keys) for part in self._index.get((token, where, key), ())}
        return list(found.values())


def _references(resource: Resource, where: str) -> Iterator[str]:
    """The URNs and the known names that a property, one or a list, refers to. What is unknown has a URN."""
    yield from resource.links.get(where, ())
    node = resource[where]
    if not node.unknown:
        yield from (_last(text) for part in node.each() if part.is_text and (text := part.text()))


def _last(name: str) -> str:
    """The name at the end of an ARN, or the name itself."""
    return name.rpartition("/")[2]
