"""Roles and keys.

A deployment makes roles for functions and passes them on; it never touches users, access keys, or what lies under
the path of the delivery theme. Of that theme's own types it reads: they are an administrator's to change.
"""

from __future__ import annotations

from typing import Final

from components.delivery.permissions.grants import Grant, Table, needs, on

ROLE_READS: Final = (
    "GetRole GetRolePolicy ListRolePolicies ListAttachedRolePolicies ListRoleTags ListInstanceProfilesForRole"
)
POLICY_READS: Final = "GetPolicy GetPolicyVersion ListPolicyVersions ListPolicyTags"

KEY_USE: Final = (
    on("own_key", "kms", write="CreateGrant Decrypt Encrypt GenerateDataKey"),
    on("key_metadata", "kms", read="DescribeKey"),
)
"""What a service asks of its caller when something is made that a key of the stack encrypts."""

_READ_ROLE: Final = on("role", "iam", read=ROLE_READS)
_READ_THEME: Final = on("delivery", "iam", read=f"{ROLE_READS} {POLICY_READS} GetOpenIDConnectProvider")

TABLE: Final[Table] = {
    "aws:iam/role:Role": needs(
        _READ_ROLE,
        on("delivery", "iam", read=ROLE_READS),
        on("new_role", "iam", write="CreateRole TagRole"),
        on(
            "own_role",
            "iam",
            write="DeleteRole UpdateRole UpdateRoleDescription UpdateAssumeRolePolicy UntagRole",
        ),
    ),
    "aws:iam/rolePolicy:RolePolicy": needs(_READ_ROLE, on("own_role", "iam", write="PutRolePolicy DeleteRolePolicy")),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": needs(
        _READ_ROLE, on("log_policy", "iam", write="AttachRolePolicy DetachRolePolicy")
    ),
    "aws:iam/policy:Policy": needs(_READ_THEME),
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider": needs(
        _READ_THEME, Grant(scope="everything", read=("iam:ListOpenIDConnectProviders",))
    ),
    "aws:kms/key:Key": needs(
        on("key_metadata", "kms", read="DescribeKey GetKeyPolicy GetKeyRotationStatus ListResourceTags"),
        on("new_key", "kms", write="CreateKey"),
        on("nameless_key", "kms", write="TagResource"),
        on(
            "own_key",
            "kms",
            write="DisableKey DisableKeyRotation EnableKey EnableKeyRotation PutKeyPolicy ScheduleKeyDeletion "
            "TagResource UntagResource UpdateKeyDescription",
        ),
    ),
    "aws:kms/alias:Alias": needs(
        on("everything", "kms", read="ListAliases"),
        on("key_metadata", "kms", read="DescribeKey"),
        on("key_alias", "kms", write="CreateAlias DeleteAlias UpdateAlias"),
        on("own_key", "kms", write="CreateAlias DeleteAlias UpdateAlias"),
    ),
}
