"""Metadata, containers' rights, balancers, walls and gateways."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.props import Plain

from tests.policies.stranger.build import (
    ACCOUNT,
    GONE,
    GROUPS,
    REGION,
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
from tests.policies.stranger.shapes import DATABASE, WAREHOUSE
from tests.policies.stranger.shapes_compute import REGISTRY, SERVER, TEMPLATE, task
from tests.policies.stranger.shapes_edge import BALANCER, CDN


def machines() -> Iterator[Case]:
    yield from pair("net-imds", SERVER, "server.metadataOptions.httpTokens", "", "optional")
    yield from pair("net-imds-missing", SERVER, "server.metadataOptions", "", GONE)
    yield from pair("net-imds-template", TEMPLATE, "template.metadataOptions.httpTokens", "", "optional")
    yield from pair("net-imds-template-missing", TEMPLATE, "template.metadataOptions", "", GONE)
    yield from pair("net-hops", TEMPLATE, "template.metadataOptions.httpPutResponseHopLimit", "", 3.0)
    old: dict[str, Plain] = {"imageId": "ami-0123456789abcdef0", "instanceType": "m7g.large", "securityGroups": GROUPS}
    old |= {"associatePublicIpAddress": False, "rootBlockDevice": {"encrypted": True}, "enableMonitoring": True}
    launch = [res("ec2/launchConfiguration", "launch", metadataOptions={"httpTokens": "required"}, **old)]
    yield from pair("net-launch-imds", launch, "launch.metadataOptions.httpTokens", "", "optional")
    yield from pair("net-launch-public", launch, "launch.associatePublicIpAddress", "", True)
    script = "#!/bin/bash\nexport AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n"
    yield from pair("net-user-data", SERVER, "server.userData", "", script)
    at = "task.containerDefinitions"
    for name, word, more in [
        ("privileged", "privileged", {"privileged": True}),
        ("writable", "readonlyrootfilesystem", {"readonlyRootFilesystem": False}),
        ("root", "user", {"user": "root"}),
        (
            "secret",
            "environment|db_password",
            {"environment": [{"name": "DB_PASSWORD", "value": "hunter2-Summer-2024"}]},
        ),
    ]:
        yield from pair(f"net-container-{name}", task(), at, word, task(**more)[0].raw["containerDefinitions"])
    yield from pair("net-task-host", task(), "task.networkMode", "", "host")
    yield from pair("net-task-pid", task(), "task.pidMode", "", "host")
    yield from pair("net-ecr-tags", REGISTRY, "images.imageTagMutability", "", "MUTABLE")
    yield from pair("net-ecr-scan", REGISTRY, "images.imageScanningConfiguration.scanOnPush", "", False)
    node: dict[str, Plain] = {
        "clusterName": ref("kubernetes"),
        "nodeRoleArn": ref("role"),
        "subnetIds": SUBNETS,
        "tags": TAGS,
    }
    node |= {"scalingConfig": {"desiredSize": 2.0, "maxSize": 4.0, "minSize": 2.0}}
    access = {"ec2SshKey": "ops", "sourceSecurityGroupIds": GROUPS}
    nodes = [res("eks/nodeGroup", "nodes", remoteAccess=access, **node)]
    yield from pair("net-nodes-ssh", nodes, "nodes.remoteAccess.sourceSecurityGroupIds", "remoteaccess", GONE)


def edges() -> Iterator[Case]:
    yield from pair("net-headers", BALANCER, "front.dropInvalidHeaderFields", "", False)
    yield from pair("net-headers-missing", BALANCER, "front.dropInvalidHeaderFields", "", GONE)
    yield from pair("net-desync", BALANCER, "front.desyncMitigationMode", "", "monitor")
    yield from pair("net-balancer-protection", BALANCER, "front.enableDeletionProtection", "", False)
    yield from pair("net-balancer-wall", BALANCER, "front", "waf|web acl|webacl", drop="front-wall")
    yield from pair("net-cdn-wall", CDN, "cdn.webAclId", "", GONE)
    yield from pair("net-cdn-root", CDN, "cdn.defaultRootObject", "", GONE)
    yield from pair("net-redshift-routing", WAREHOUSE, "warehouse.enhancedVpcRouting", "", False)
    yield from pair("net-rds-auto-minor", DATABASE, "db.autoMinorVersionUpgrade", "", False)
    yield from pair("net-rds-protection", DATABASE, "db.deletionProtection", "", False)
    yield from pair("net-rds-backups", DATABASE, "db.backupRetentionPeriod", "", 0.0)
    gateway = {"description": "hub", "autoAcceptSharedAttachments": "disable", "tags": TAGS}
    yield from pair(
        "net-hub",
        [res("ec2transitgateway/transitGateway", "hub", **gateway)],
        "hub.autoAcceptSharedAttachments",
        "",
        "enable",
    )
    mine = doc(
        allow(
            "s3:GetObject",
            "arn:aws:s3:::shop-orders/*",
            "*",
            Condition={"StringEquals": {"aws:PrincipalAccount": ACCOUNT}},
        )
    )
    door = {"vpcId": VPC, "serviceName": f"com.amazonaws.{REGION}.s3", "vpcEndpointType": "Gateway", "tags": TAGS}
    wide = doc(allow("*", "*", "*"))
    yield from pair(
        "net-endpoint-policy", [res("ec2/vpcEndpoint", "door", policy=mine, **door)], "door.policy", "policy", wide
    )
    service = {"acceptanceRequired": True, "networkLoadBalancerArns": [ref("net")], "tags": TAGS}
    yield from pair(
        "net-service-accept", [res("ec2/vpcEndpointService", "offer", **service)], "offer.acceptanceRequired", "", False
    )
    policy: dict[str, Plain] = {
        "statelessDefaultActions": ["aws:forward_to_sfe"],
        "statelessFragmentDefaultActions": ["aws:forward_to_sfe"],
    }
    policy |= {"statefulRuleGroupReferences": [{"resourceArn": ref("rules")}]}
    fire = [res("networkfirewall/firewallPolicy", "fire", name="shop", firewallPolicy=policy, tags=TAGS)]
    yield from pair("net-firewall-pass", fire, "fire.firewallPolicy.statelessDefaultActions", "", ["aws:pass"])


def cases() -> Iterator[Case]:
    for part in (
        machines,
        edges,
    ):
        yield from part()
