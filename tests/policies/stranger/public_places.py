"""What the world can reach: databases, machines, images, and interfaces without a lock."""

from __future__ import annotations

from collections.abc import Iterator

from tests.policies.stranger.build import (
    GONE,
    GROUPS,
    KEY,
    OTHER,
    SUBNETS,
    TAGS,
    VPC,
    Case,
    arn,
    pair,
    ref,
    res,
)
from tests.policies.stranger.shapes import DATABASE, SEARCH, WAREHOUSE
from tests.policies.stranger.shapes_compute import FARGATE, KUBERNETES, SERVER, TASK, TEMPLATE
from tests.policies.stranger.shapes_streams import KAFKA, RABBIT


def databases() -> Iterator[Case]:
    yield from pair("public-rds", DATABASE, "db.publiclyAccessible", "", True)
    yield from pair("public-redshift", WAREHOUSE, "warehouse.publiclyAccessible", "", True)
    yield from pair("public-mq", RABBIT, "broker.publiclyAccessible", "", True)
    at = "kafka.brokerNodeGroupInfo.connectivityInfo.publicAccess.type"
    yield from pair("public-msk", KAFKA, at, "publicaccess|connectivityinfo", "SERVICE_PROVIDED_EIPS")
    yield from pair("public-msk-anonymous", KAFKA, "kafka.clientAuthentication.unauthenticated", "", True)
    yield from pair("public-search", SEARCH, "search.vpcOptions", "", GONE)
    member = [
        res(
            "rds/clusterInstance",
            "writer",
            clusterIdentifier=ref("aurora"),
            engine="aurora-postgresql",
            instanceClass="db.r7g.large",
            publiclyAccessible=False,
            autoMinorVersionUpgrade=True,
            performanceInsightsEnabled=True,
            performanceInsightsKmsKeyId=KEY,
            monitoringInterval=60.0,
            monitoringRoleArn=arn("iam", "role/monitoring"),
            tags=TAGS,
        )
    ]
    yield from pair("public-aurora", member, "writer.publiclyAccessible", "", True)
    dms = [
        res(
            "dms/replicationInstance",
            "mover",
            replicationInstanceId="mover",
            replicationInstanceClass="dms.t3.medium",
            publiclyAccessible=False,
            kmsKeyArn=KEY,
            multiAz=True,
            autoMinorVersionUpgrade=True,
            replicationSubnetGroupId=ref("subnets"),
            vpcSecurityGroupIds=GROUPS,
            tags=TAGS,
        )
    ]
    yield from pair("public-dms", dms, "mover.publiclyAccessible", "", True)
    group = [
        res(
            "redshiftserverless/workgroup",
            "group",
            namespaceName="sales",
            workgroupName="sales",
            publiclyAccessible=False,
            enhancedVpcRouting=True,
            subnetIds=SUBNETS,
            securityGroupIds=GROUPS,
            tags=TAGS,
        )
    ]
    yield from pair("public-redshift-serverless", group, "group.publiclyAccessible", "", True)


def computers() -> Iterator[Case]:
    yield from pair("public-instance", SERVER, "server.associatePublicIpAddress", "", True)
    at = "template.networkInterfaces.0.associatePublicIpAddress"
    yield from pair("public-template", TEMPLATE, at, "", "true")
    private = [res("ec2/subnet", "private", vpcId=VPC, cidrBlock="10.0.1.0/24", mapPublicIpOnLaunch=False, tags=TAGS)]
    yield from pair("public-subnet", private, "private.mapPublicIpOnLaunch", "", True)
    service = [*TASK, *FARGATE]
    yield from pair("public-fargate", service, "service.networkConfiguration.assignPublicIp", "", True)
    open_ = {**dict(KUBERNETES[0].raw["vpcConfig"]), "endpointPublicAccess": True}  # type: ignore[call-overload]
    yield from pair("public-eks", KUBERNETES, "kubernetes.vpcConfig", "publicaccess", open_)
    limited = {**open_, "publicAccessCidrs": ["203.0.113.0/24"]}
    office = [res("eks/cluster", "kubernetes", **{**KUBERNETES[0].raw, "vpcConfig": limited})]
    yield from pair("public-eks-cidr", office, "kubernetes.vpcConfig.publicAccessCidrs", "", ["0.0.0.0/0"])
    shared = [res("ec2/amiLaunchPermission", "share", imageId="ami-0123456789abcdef0", accountId=OTHER)]
    everyone = res("ec2/amiLaunchPermission", "all", imageId="ami-0123456789abcdef0", group="all")
    yield from pair("public-ami", shared, "all", "group", add=[everyone])
    snapshot = [
        res(
            "rds/snapshot",
            "snapshot",
            dbInstanceIdentifier="shop",
            dbSnapshotIdentifier="s",
            sharedAccounts=[OTHER],
            tags=TAGS,
        )
    ]
    yield from pair("public-rds-snapshot", snapshot, "snapshot.sharedAccounts", "", ["all"])
    emr = [res("emr/blockPublicAccessConfiguration", "emr", blockPublicSecurityGroupRules=True)]
    yield from pair("public-emr", emr, "emr.blockPublicSecurityGroupRules", "", False)
    block = [res("ebs/snapshotBlockPublicAccess", "block", state="block-all-sharing")]
    yield from pair("public-ebs-snapshots", block, "block.state", "", "unblocked")
    transfer = [
        res(
            "transfer/server",
            "sftp",
            endpointType="VPC",
            endpointDetails={"vpcId": VPC, "subnetIds": SUBNETS, "securityGroupIds": GROUPS},
            protocols=["SFTP"],
            securityPolicyName="TransferSecurityPolicy-2024-01",
            loggingRole=arn("iam", "role/sftp", "sftp-role"),
            tags=TAGS,
        )
    ]
    yield from pair("public-ftp", transfer, "sftp.protocols", "", ["FTP"])
    document = [
        res(
            "ssm/document",
            "run",
            name="run",
            documentType="Command",
            content="{}",
            permissions={"type": "Share", "accountIds": OTHER},
            tags=TAGS,
        )
    ]
    yield from pair("public-ssm-document", document, "run.permissions.accountIds", "permissions", "All")
    airflow = {
        "name": "shop",
        "dagS3Path": "dags/",
        "executionRoleArn": arn("iam", "role/airflow"),
        "sourceBucketArn": "arn:aws:s3:::shop-dags",
        "networkConfiguration": {"securityGroupIds": GROUPS, "subnetIds": SUBNETS},
        "kmsKey": KEY,
        "loggingConfiguration": {
            key: {"enabled": True, "logLevel": "INFO"}
            for key in ("dagProcessingLogs", "schedulerLogs", "taskLogs", "webserverLogs", "workerLogs")
        },
        "tags": TAGS,
    }
    yield from pair(
        "public-airflow",
        [res("mwaa/environment", "airflow", webserverAccessMode="PRIVATE_ONLY", **airflow)],
        "airflow.webserverAccessMode",
        "",
        "PUBLIC_ONLY",
    )


def interfaces() -> Iterator[Case]:
    rest = [
        res("apigateway/restApi", "api", name="shop", endpointConfiguration={"types": "REGIONAL"}, tags=TAGS),
        res(
            "apigateway/method",
            "post",
            restApi=ref("api"),
            resourceId=ref("path"),
            httpMethod="POST",
            authorization="AWS_IAM",
        ),
    ]
    yield from pair("public-rest-method", rest, "post.authorization", "", "NONE")
    v2 = [
        res("apigatewayv2/api", "http-api", name="shop", protocolType="HTTP", tags=TAGS),
        res(
            "apigatewayv2/route",
            "route",
            apiId=ref("http-api"),
            routeKey="POST /orders",
            authorizationType="JWT",
            authorizerId=ref("jwt"),
            target=ref("integration", "integrations/abc"),
        ),
    ]
    yield from pair("public-http-route", v2, "route.authorizationType", "", "NONE")
    yield from pair("public-http-route-missing", v2, "route.authorizationType", "", GONE)
    graph = [
        res(
            "appsync/graphQLApi",
            "graphql",
            name="shop",
            authenticationType="AWS_IAM",
            xrayEnabled=True,
            logConfig={"cloudwatchLogsRoleArn": arn("iam", "role/appsync"), "fieldLogLevel": "ERROR"},
            schema="type Query { a: String }",
            tags=TAGS,
        )
    ]
    yield from pair("public-appsync", graph, "graphql.authenticationType", "", "API_KEY")


def cases() -> Iterator[Case]:
    for part in (
        databases,
        computers,
        interfaces,
    ):
        yield from part()
