"""Types of resources that decide who can reach, read or change something."""

from __future__ import annotations

from typing import Final

MODULES: Final = ("aws:iam/", "aws:kms/", "aws:wafv2/", "aws:secretsmanager/", "aws:organizations/", "aws:acm/")
ENDS: Final = (
    "Policy",
    "Permission",
    "SecurityGroup",
    "SecurityGroupRule",
    "SecurityGroupIngressRule",
    "SecurityGroupEgressRule",
    "NetworkAcl",
    "PublicAccessBlock",
    "OwnershipControls",
    "EncryptionConfiguration",
    "EncryptionConfigurationV2",
    "BucketAcl",
    "FunctionUrl",
    "Authorizer",
    "ApiKey",
    "VpcEndpoint",
)
SCALING: Final = "aws:appautoscaling/policy:Policy"
"""It is called a policy and decides how many, not who."""


def decides_access(token: str) -> bool:
    """Whether a resource of this type is about security."""
    return token != SCALING and (token.startswith(MODULES) or token.rpartition(":")[2].endswith(ENDS))
