"""The foundation: what every theme needs, built once, and only when a theme is on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pulumi
import pulumi_aws as aws

from components.base import PlatformComponent
from components.foundation.access_point import NAME_LENGTH, AttachedVolume, ExistingAccessPoint, InputAccessPoint
from components.foundation.account import Account
from components.foundation.alarm_topic import AlarmTopic, AlarmTopicArgs
from components.foundation.bucket import ExpiringPrefix, SecureBucket, SecureBucketArgs
from components.foundation.key import CustomerKey, CustomerKeyArgs, for_alarms, for_events, for_log_groups
from components.foundation.layer import RuntimeLayer, RuntimeLayerArgs
from components.foundation.network import (
    AdoptedNetwork,
    AdoptedNetworkArgs,
    NetworkPlacement,
    PrivateNetwork,
    PrivateNetworkArgs,
)
from components.foundation.reach import Callers, interface_services, service_names
from components.iam import Statement
from components.settings import FoundationSettings
from components.settings.foundation import NetworkSettings

ACCESS_LOG_DAYS = 365
RUN_PREFIXES = ("runs/", "listings/", "training/runs/", "predictions/")
"""What a run leaves, and answers that nobody fetched; models, plans and records of deployments stay."""

API_EXECUTION_LOGS = "API-Gateway-Execution-Logs_"
"""API Gateway names the group of an API's execution logs itself, with the API's id and its stage behind this:
https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html"""


@dataclass(frozen=True, kw_only=True)
class DataVault:
    """What holds data, made by somebody else and outliving the rest.

    Attributes:
        key_arn: Customer key.
        run_bucket: Artifact bucket.
        run_bucket_arn: Its ARN.
    """

    key_arn: pulumi.Output[str]
    run_bucket: pulumi.Output[str]
    run_bucket_arn: pulumi.Output[str]


@dataclass(frozen=True, kw_only=True)
class FoundationArgs:
    """Inputs.

    Attributes:
        settings: The foundation's settings.
        account: Where the stack is.
        environment: ``sandbox``, ``staging`` or ``prod``.
        project: Project name; log groups and names that cannot be generated start with it.
        root: Folder of the project.
        runs_models: Whether a theme has functions that run models: they need a layer of their own.
        callers: The functions that run in the network, by theme: it leads to what they call, and no further.
        grants: What further services may do with the key.
        vault: Key and artifact bucket where they exist already; ``None`` makes them.
    """

    settings: FoundationSettings
    account: Account
    environment: str
    project: str
    root: Path
    runs_models: bool = False
    callers: Sequence[Callers] = ()
    grants: Sequence[Statement] = ()
    vault: DataVault | None = None

    @property
    def scope(self) -> str:
        """Project and environment: the common part of names that must not clash within an account."""
        return f"{self.project}-{self.environment}"


class Foundation(PlatformComponent):
    """Key, buckets, network, layers and alarm topic; the access point only where the settings name one."""

    key_arn: pulumi.Output[str]
    run_bucket: pulumi.Output[str]
    run_bucket_arn: pulumi.Output[str]
    input_access_point_arn: pulumi.Output[str] | None
    input_access_point_alias: pulumi.Output[str] | None
    alarm_topic_arn: pulumi.Output[str]
    layer_arn: pulumi.Output[str]
    model_layer_arn: pulumi.Output[str] | None

    def __init__(self, name: str, args: FoundationArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__(name, {"environment": args.environment}, opts)
        self.args = args
        self.log_group_prefixes = log_group_prefixes(args.project, args.environment)
        vault = self._vault() if args.vault is None else args.vault
        self.key_arn, self.run_bucket, self.run_bucket_arn = vault.key_arn, vault.run_bucket, vault.run_bucket_arn
        self.input = self._input()
        self.input_access_point_arn = None if self.input is None else self.input.arn
        self.input_access_point_alias = None if self.input is None else self.input.alias
        self.network = self._network()
        topic = AlarmTopicArgs(account=args.account, key_arn=self.key_arn, emails=args.settings.alarm_emails)
        self.alarm_topic_arn = AlarmTopic(self.child_name("alarms"), topic, opts=self.child()).arn
        self.layer_arn = self._layer("runtime", self.child_name("layer"))
        self.model_layer_arn = self._layer("model", self.child_name("model-layer")) if args.runs_models else None
        self.finish()

    def _vault(self) -> DataVault:
        args, settings = self.args, self.args.settings
        key = CustomerKeyArgs(
            account=args.account,
            alias=args.scope,
            grants=stack_grants(args),
            protect=settings.protect_data,
        )
        key_arn = CustomerKey(self.child_name("key"), key, opts=self.child()).arn
        logs = SecureBucket(self.child_name("access-logs"), access_log_bucket(args), opts=self.child())
        runs = SecureBucket(self.child_name("runs"), artifact_bucket(args, key_arn, logs.bucket), opts=self.child())
        return DataVault(key_arn=key_arn, run_bucket=runs.bucket, run_bucket_arn=runs.arn)

    def _layer(self, kind: str, name: str) -> pulumi.Output[str]:
        functions = self.args.settings.functions
        args = RuntimeLayerArgs(
            kind=kind,
            architecture=functions.architecture,
            layers=self.args.root / functions.layers,
            root=self.args.root,
        )
        return RuntimeLayer(name, args, opts=self.child()).arn

    def _input(self) -> InputAccessPoint | None:
        source = access_point_source(self.args)
        return None if source is None else InputAccessPoint(self.child_name("input"), source, opts=self.child())

    def _network(self) -> NetworkPlacement | None:
        settings = self.args.settings.network
        if settings.mode == "none":
            return None
        name = self.child_name("network")
        services = interface_services(self.args.root, self.args.callers)
        if settings.mode == "create":
            made = PrivateNetworkArgs(
                region=self.args.account.region, cidr=settings.cidr, zones=self._zones(settings), services=services
            )
            return PrivateNetwork(name, made, opts=self.child()).placement()
        if settings.vpc_id is None:
            raise ValueError("network.vpc_id is None; accepted with mode existing: the VPC")
        adopted = AdoptedNetworkArgs(vpc_id=settings.vpc_id, subnet_ids=settings.subnet_ids, services=services)
        return AdoptedNetwork(name, adopted, opts=self.child()).placement()

    def _zones(self, settings: NetworkSettings) -> Sequence[str]:
        if settings.zone_names:
            return settings.zone_names
        # A component of another Region asks that one's provider.
        found = aws.get_availability_zones(state="available", opts=pulumi.InvokeOptions(parent=self))
        return found.names[: settings.availability_zones]

    @property
    def needed_services(self) -> list[str] | None:
        """Services that an adopted network must lead to, by the names of their endpoints; ``None`` for any other."""
        if self.network is None or self.args.settings.network.mode != "existing":
            return None
        return service_names(self.args.account.region, self.network.services)


def stack_grants(args: FoundationArgs) -> tuple[Statement, ...]:
    """What services may do with a stack's key that have no role of their own."""
    prefixes = log_group_prefixes(args.project, args.environment)
    return (
        for_log_groups(args.account, (*prefixes, API_EXECUTION_LOGS)),
        for_alarms(args.account),
        for_events(args.account),
        *args.grants,
    )


def access_log_bucket(args: FoundationArgs) -> SecureBucketArgs:
    """Where the access logs of the artifact bucket go."""
    return SecureBucketArgs(
        expire=[ExpiringPrefix(prefix="", days=ACCESS_LOG_DAYS)],
        protect=args.settings.protect_data,
        log_source_account=args.account.account_id,
    )


def artifact_bucket(
    args: FoundationArgs, key_arn: pulumi.Input[str], log_bucket: pulumi.Input[str]
) -> SecureBucketArgs:
    """Models, runs, and what else a stack keeps."""
    days = args.settings.run_retention_days
    return SecureBucketArgs(
        expire=[ExpiringPrefix(prefix=prefix, days=days) for prefix in RUN_PREFIXES],
        protect=args.settings.protect_data,
        key_arn=key_arn,
        log_bucket=log_bucket,
    )


def log_group_prefixes(project: str, environment: str) -> tuple[str, str]:
    """Prefix of functions' log groups, and of state machines' (AWS keeps a shorter policy for vended logs).

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/bp-cwl.html
    """
    return f"/{project}/{environment}/", f"/aws/vendedlogs/states/{project}/{environment}/"


def access_point_source(args: FoundationArgs) -> AttachedVolume | ExistingAccessPoint | None:
    """Which access point the settings name; ``None`` for none: then nothing reads files."""
    point = args.settings.access_point
    if point.arn is not None and point.alias is not None:
        return ExistingAccessPoint(arn=point.arn, alias=point.alias)
    if point.volume_id is None:
        return None
    name = f"{args.scope}-input"[:NAME_LENGTH]
    return AttachedVolume(volume_id=point.volume_id, unix_user=point.unix_user, access_point_name=name)
