"""What all functions of a stack share: where they run, with what, and who hears of their errors."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pulumi

from components.foundation import Foundation
from components.foundation.account import Account
from components.foundation.network import NetworkPlacement


@dataclass(frozen=True, kw_only=True)
class FunctionHost:
    """What all functions of a stack share.

    Attributes:
        account: Where the stack is.
        environment: ``sandbox``, ``staging`` or ``prod``; also the dimension of the functions' metrics.
        root: Folder of the project, which holds ``lambdas`` and ``domain``.
        architecture: ``arm64``, or ``local`` for this machine's.
        layer_arn: Third-party packages.
        key_arn: Customer key of log groups, environment variables and dead letters.
        log_group_prefix: Prefix of log group names, with the slashes.
        log_retention_days: Days.
        log_level: Least severe record.
        alarm_topic_arn: Where alarms go.
        network: Where functions run; ``None`` for no VPC.
    """

    account: Account
    environment: str
    root: Path
    architecture: str
    layer_arn: pulumi.Input[str]
    key_arn: pulumi.Input[str]
    log_group_prefix: str
    log_retention_days: int
    log_level: str
    alarm_topic_arn: pulumi.Input[str]
    network: NetworkPlacement | None


def function_host(foundation: Foundation) -> FunctionHost:
    """What the functions of a theme get from the foundation."""
    args = foundation.args
    return FunctionHost(
        account=args.account,
        environment=args.environment,
        root=args.root,
        architecture=args.settings.functions.architecture,
        layer_arn=foundation.layer_arn,
        key_arn=foundation.key_arn,
        log_group_prefix=foundation.log_group_prefixes[0],
        log_retention_days=args.settings.log_retention_days,
        log_level=args.settings.functions.log_level,
        alarm_topic_arn=foundation.alarm_topic_arn,
        network=foundation.network,
    )
