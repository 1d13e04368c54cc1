"""A provider of another Region than the stack's own, which acts in the stack's account or not at all.

An explicit provider knows nothing of the stack's ``aws:`` settings and would take whatever credentials the machine
has, of another account too (https://github.com/pulumi/pulumi-aws/issues/3259). So it gets those settings, and the
account that it may act in. What is built below a component that has it gets it from there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import pulumi
import pulumi_aws as aws

from components.foundation.account import Account

TEXTS: Final = (
    "access_key",
    "secret_key",
    "token",
    "profile",
    "custom_ca_bundle",
    "http_proxy",
    "https_proxy",
    "no_proxy",
)
STRUCTURES: Final = (
    "assume_roles",
    "assume_role_with_web_identity",
    "shared_config_files",
    "shared_credentials_files",
    "default_tags",
    "ignore_tags",
)
"""Settings under ``aws:`` that say who calls, how, and how things are tagged; a structure is JSON in the configuration.
``endpoints`` is not among them: an endpoint belongs to a Region."""


def regional_provider(name: str, account: Account, region: str, opts: pulumi.ResourceOptions) -> aws.Provider:
    """A provider of a Region, for the stack's account.

    Args:
        name: Logical name.
        account: Where the stack is; the Region must be of its partition.
        region: The Region.
        opts: Options of the provider.
    """
    return aws.Provider(name, region=region, allowed_account_ids=[account.account_id], **caller_settings(), opts=opts)


def caller_settings() -> Mapping[str, Any]:
    """The stack's ``aws:`` settings that hold in every Region, as arguments of a provider; unset ones are left out."""
    given = {key: getattr(aws.config, key) for key in TEXTS}
    for key in STRUCTURES:
        value = getattr(aws.config, key)
        given[key] = json.loads(value) if isinstance(value, str) else value
    return {key: value for key, value in given.items() if value is not None}
