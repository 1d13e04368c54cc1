"""The second reading: SageMaker's types and properties that were left out before."""

from __future__ import annotations

import base64
from collections.abc import Iterator

from guardrails.props import Plain

from tests.policies.stranger.build import (
    ACCOUNT,
    GONE,
    GROUPS,
    KEY,
    SUBNETS,
    TAGS,
    VPC,
    Case,
    allow,
    doc,
    pair,
    ref,
    res,
)
from tests.policies.stranger.shapes_models import IMAGE, ROLE, VARIANT, role, serving


def studio(**more: Plain) -> dict[str, Plain]:
    settings = {"executionRole": ROLE, "securityGroups": GROUPS, **more}
    base: dict[str, Plain] = {
        "domainName": "studio",
        "authMode": "IAM",
        "appNetworkAccessType": "VpcOnly",
        "tags": TAGS,
    }
    return base | {"vpcId": VPC, "subnetIds": SUBNETS, "kmsKeyId": KEY, "defaultUserSettings": settings}


def cases() -> Iterator[Case]:
    shell = {**VARIANT, "enableSsmAccess": False}
    at = "config.productionVariants.0.enableSsmAccess"
    yield from pair("sm-2-shell", serving(productionVariants=[shell]), at, "", True)
    dumps = {**VARIANT, "coreDumpConfig": {"destinationS3Uri": "s3://shop-dumps/", "kmsKeyId": KEY}}
    at = "config.productionVariants.0.coreDumpConfig.kmsKeyId"
    yield from pair("sm-2-core-dump", serving(productionVariants=[dumps]), at, "kmskeyid", GONE)
    docker = studio()
    docker["domainSettings"] = {"dockerSettings": {"enableDockerAccess": "DISABLED"}}
    at = "studio.domainSettings.dockerSettings.enableDockerAccess"
    yield from pair(
        "sm-2-docker", [*role(), res("sagemaker/domain", "studio", **docker)], at, "dockersettings", "ENABLED"
    )
    guess = {
        "name": "review",
        "roleArn": ROLE,
        "humanLoopConfig": {
            "humanTaskUiArn": ref("ui"),
            "taskCount": 1.0,
            "taskDescription": "look",
            "taskTitle": "look",
            "workteamArn": ref("team"),
        },
    }
    out = {"s3OutputPath": "s3://shop-reviews/", "kmsKeyId": KEY}
    flow = [
        *role(),
        res(
            "sagemaker/flowDefinition",
            "review",
            flowDefinitionName="review",
            outputConfig=out,
            tags=TAGS,
            **{k: v for k, v in guess.items() if k != "name"},
        ),
    ]
    yield from pair("sm-2-review", flow, "review.outputConfig.kmsKeyId", "kmskeyid", GONE)
    fleet = [
        *role(),
        res(
            "sagemaker/deviceFleet",
            "edge",
            deviceFleetName="edge",
            roleArn=ROLE,
            outputConfig={"s3OutputLocation": "s3://shop-edge/", "kmsKeyId": KEY},
            tags=TAGS,
        ),
    ]
    yield from pair("sm-2-fleet", fleet, "edge.outputConfig.kmsKeyId", "kmskeyid", GONE)
    own = doc(allow("sagemaker:DescribeModelPackage", "*", {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}))
    group = [res("sagemaker/modelPackageGroupPolicy", "shared", modelPackageGroupName="classifier", resourcePolicy=own)]
    wide = doc(allow("sagemaker:DescribeModelPackage", "*", {"AWS": "*"}))
    yield from pair("sm-2-registry-public", group, "shared.resourcePolicy", "principal", wide)
    setup = base64.b64encode(b"#!/bin/bash\naws s3 cp s3://shop-tools/setup.sh .\n").decode()
    leak = base64.b64encode(b"#!/bin/bash\nexport HF_TOKEN=hf_abcdefghijklmnopqrstuvwxyzABCDEFGH\n").decode()
    script = [res("sagemaker/notebookInstanceLifecycleConfiguration", "start", name="start", onStart=setup)]
    yield from pair("sm-2-script-secret", script, "start.onStart", "", leak)
    clear = base64.b64encode(b"#!/bin/bash\ncurl http://get.example.com/agent.sh | bash\n").decode()
    yield from pair("sm-2-script-http", script, "start.onStart", "", clear)
    multi = [
        *role(),
        res(
            "sagemaker/model",
            "model",
            executionRoleArn=ROLE,
            enableNetworkIsolation=True,
            vpcConfig={"subnets": SUBNETS, "securityGroupIds": GROUPS},
            containers=[
                {"image": IMAGE, "modelDataUrl": "s3://shop-models/a.tar.gz", "environment": {"STAGE": "prod"}}
            ],
            tags=TAGS,
        ),
    ]
    key = {"STAGE": "prod", "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
    yield from pair("sm-2-containers-secret", multi, "model.containers.0.environment", "aws_secret_access_key", key)
    latest = IMAGE.rpartition(":")[0]
    yield from pair("sm-2-containers-untagged", multi, "model.containers.0.image", "", latest)
    admin = [*role(), res("sagemaker/domain", "studio", **studio())]
    trusted = doc(allow("sts:AssumeRole", GONE, {"AWS": "*"}))
    yield from pair("sm-2-role-open", admin, "role.assumeRolePolicy", "principal", trusted)
    profile = {"domainId": ref("studio"), "userProfileName": "anna", "tags": TAGS}
    sharing = {"notebookOutputOption": "Allowed", "s3OutputPath": "s3://shop-shared/", "s3KmsKeyId": KEY}
    user = [
        *role(),
        res(
            "sagemaker/userProfile", "anna", userSettings={"executionRole": ROLE, "sharingSettings": sharing}, **profile
        ),
    ]
    yield from pair("sm-2-user-sharing", user, "anna.userSettings.sharingSettings.s3KmsKeyId", "", GONE)
    pass_any = doc(allow("iam:PassRole", "*"))
    yield from pair("sm-2-role-pass", admin, "grant.policy", "action|resource|statement", pass_any)
    whole = serving()
    yield from pair(
        "sm-2-role-admin", whole, "role.managedPolicyArns", "", ["arn:aws:iam::aws:policy/AdministratorAccess"]
    )
