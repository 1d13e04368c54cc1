"""What each AWS client may touch in this theme: one place for all its functions, each of which gets what it imports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pulumi

from components.foundation.account import Account
from components.function import Conditions
from domain.models.names import DEPLOYMENTS, MODELS, PACKAGE_OBJECTS, release_key
from domain.training.layout import CLAIMS, PLANS, REFERENCES, RUNS

Kinds = Mapping[str, Sequence[pulumi.Input[str]]]
TAGGING: Final = ("CreateEndpoint", "CreateEndpointConfig", "CreateModel")


@dataclass(frozen=True, kw_only=True)
class GrantsArgs:
    """Inputs.

    Attributes:
        account: Where the stack is.
        model: Name of the model.
        run_bucket_arn, key_arn: Where runs, packages and deployments are kept, and its key.
        data_bucket_arn, data_prefix: Where data arrives.
        data_key_arns: Key of that bucket, none where it is encrypted with S3's own.
        execution_arn: Executions of the pipeline, with a star.
        package_group: Name of the model package group.
        package_group_arn: Its ARN.
        endpoint_name: Endpoint that models are deployed to; ``None`` for none.
        model_role_arn: Role of deployed models.
        signing_key_arn: Key of signatures; ``None`` where packages are not signed.
    """

    account: Account
    model: str
    run_bucket_arn: pulumi.Input[str]
    key_arn: pulumi.Input[str]
    data_bucket_arn: pulumi.Input[str]
    data_prefix: str
    data_key_arns: Sequence[pulumi.Input[str]]
    execution_arn: pulumi.Input[str]
    package_group: pulumi.Input[str]
    package_group_arn: pulumi.Input[str]
    endpoint_name: str | None
    model_role_arn: pulumi.Input[str]
    signing_key_arn: pulumi.Input[str] | None


def grants(args: GrantsArgs) -> Mapping[str, Kinds]:
    """Resources by client, then by kind. A kind of which the stack has none gets no statement."""
    runs = _objects(args, PLANS, RUNS, REFERENCES)
    signing = {"signing_key": [] if args.signing_key_arn is None else [args.signing_key_arn]}
    return {
        "data_source": {
            "bucket": [args.data_bucket_arn],
            "object": [pulumi.Output.concat(args.data_bucket_arn, f"/{args.data_prefix}*")],
            "key": args.data_key_arns,
        },
        "run_store": runs,
        "training_files": runs,
        "training_claims": _objects(args, CLAIMS),
        # The one in service is named by the release, or by what was deployed to the endpoint.
        "model_packages": _objects(args, f"{MODELS}{args.model}/", f"{DEPLOYMENTS}{args.model}/"),
        # What makes a package reads what the run left, and keeps the reference for the next one.
        "package_store": _objects(args, RUNS, REFERENCES, f"{MODELS}{args.model}/"),
        "deployment_store": {
            **_objects(args, f"{DEPLOYMENTS}{args.model}/"),
            # The release alone: who deploys a package must not be able to write one.
            "object": [_below(args, f"{DEPLOYMENTS}{args.model}/*"), _below(args, release_key(args.model))],
        },
        "package_signer": signing,
        "package_verifier": signing,
        "package_removal": {"object": [_below(args, f"{MODELS}{args.model}/*/{name}") for name in PACKAGE_OBJECTS]},
        "executions": {"execution": [args.execution_arn]},
        "execution_history": {"execution": [args.execution_arn]},
        "registered_versions": {},
        "model_registry": {"registry": _registry(args)},
        "approved_packages": {"registry": _registry(args)},
        "training_stops": {"job": [args.account.arn("sagemaker", f"training-job/{args.model}-*")]},
        "alarm_states": {},
        "endpoint_rollouts": _rollouts(args),
    }


def _objects(args: GrantsArgs, *prefixes: str) -> Kinds:
    return {
        "bucket": [args.run_bucket_arn],
        "object": [_below(args, f"{prefix}*") for prefix in prefixes],
        "key": [args.key_arn],
    }


def _below(args: GrantsArgs, keys: str) -> pulumi.Output[str]:
    return pulumi.Output.concat(args.run_bucket_arn, f"/{keys}")


def _registry(args: GrantsArgs) -> list[pulumi.Input[str]]:
    """The group, and the versions in it, whose ARNs are the group's name and a number.

    Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html
    """
    versions = pulumi.Output.concat(args.account.arn("sagemaker", "model-package/"), args.package_group, "/*")
    return [args.package_group_arn, versions]


def _rollouts(args: GrantsArgs) -> Kinds:
    """The one endpoint, and configurations and models that have the model's name. Nothing without an endpoint."""
    if args.endpoint_name is None:
        kinds = ("endpoint", "configuration", "model", "creatable", "removable", "taggable", "target", "key", "role")
        return dict.fromkeys(kinds, ())
    account = args.account
    endpoint = account.arn("sagemaker", f"endpoint/{args.endpoint_name}")
    configurations = account.arn("sagemaker", f"endpoint-config/{args.model}-*")
    models = account.arn("sagemaker", f"model/{args.model}-*")
    return {
        "endpoint": [endpoint],
        "configuration": [configurations],
        "model": [models],
        "creatable": [endpoint, configurations],
        "removable": [endpoint],
        "taggable": [endpoint, configurations, models],
        "target": [account.arn("application-autoscaling", "scalable-target/*")],
        "key": [args.key_arn],
        "role": [args.model_role_arn],
    }


def conditions() -> Conditions:
    """Under which grants hold: a role is handed to SageMaker alone, a grant on the key is for AWS's own services."""
    return {
        "endpoint_rollouts": {
            "role": {"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}},
            "key": {"Bool": {"kms:GrantIsForAWSResource": "true"}},
            "taggable": {"StringEquals": {"sagemaker:TaggingAction": list(TAGGING)}},
            "target": {"StringEquals": {"application-autoscaling:service-namespace": "sagemaker"}},
        }
    }
