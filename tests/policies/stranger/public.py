"""What the world can reach: buckets, databases, policies on resources, images, snapshots, interfaces without a lock."""

from __future__ import annotations

from collections.abc import Iterator

from guardrails.props import Plain

from tests.policies.stranger.build import (
    ACCOUNT,
    GONE,
    GROUPS,
    KEY,
    OTHER,
    REGION,
    SUBNETS,
    TAGS,
    VPC,
    Case,
    allow,
    arn,
    doc,
    pair,
    ref,
    res,
    sound,
)
from tests.policies.stranger.shapes import DATABASE, KAFKA, RABBIT, SEARCH, WAREHOUSE
from tests.policies.stranger.shapes_compute import FARGATE, KUBERNETES, SERVER, TASK, TEMPLATE, bucket

ROLE = {"AWS": f"arn:aws:iam::{ACCOUNT}:role/reports"}
SOURCE = {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
ANYBODY: tuple[Plain, ...] = ("*", {"AWS": "*"})


def buckets() -> Iterator[Case]:
    closed = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"]
    for name in closed:
        yield from pair(f"public-{name}", bucket(), f"store-closed.{name}", "", False)
    yield from pair("public-blockPublicAcls-missing", bucket(), "store-closed.blockPublicAcls", "", GONE)
    words = "publicaccessblock|public access"
    yield from pair("public-no-block", bucket(), "store", words, drop="store-closed")
    private = [*bucket(), res("s3/bucketAclV2", "acl", bucket=ref("store", "shop-orders"), acl="private")]
    yield from pair("public-acl-read", private, "acl.acl", "", "public-read")
    yield from pair("public-acl-users", private, "acl.acl", "", "authenticated-read")
    old = [res("s3/bucket", "old", bucket="shop-old", acl="private", tags=TAGS)]
    both = dict.fromkeys(closed, True)
    old += [res("s3/bucketPublicAccessBlock", "old-closed", bucket=ref("old", "shop-old"), **both)]
    yield from pair("public-acl-write", old, "old.acl", "", "public-read-write")
    read = "arn:aws:s3:::shop-orders/*"
    for index, who in enumerate(ANYBODY):
        open_ = doc(allow("s3:GetObject", read, who))
        yield from pair(f"public-bucket-policy-{index}", bucket(), "store-policy.policy", "principal|policy", open_)
    account = [res("s3/accountPublicAccessBlock", "account", **both)]
    yield from pair("public-account-block", account, "account.restrictPublicBuckets", "", False)
    point = {"name": "reports", "bucket": ref("store", "shop-orders"), "publicAccessBlockConfiguration": both}
    at = "point.publicAccessBlockConfiguration.blockPublicPolicy"
    yield from pair("public-access-point", [res("s3/accessPoint", "point", **point)], at, "blockpublicpolicy", False)
    grants = [{"grantee": {"type": "CanonicalUser", "id": "79a59df900b949e5"}, "permission": "FULL_CONTROL"}]
    world = [
        *grants,
        {"grantee": {"type": "Group", "uri": "http://acs.amazonaws.com/groups/global/AllUsers"}, "permission": "READ"},
    ]
    owner = {"owner": {"id": "79a59df900b949e5"}}
    controlled = [res("s3/bucketAclV2", "acl", bucket="shop", accessControlPolicy={"grants": grants, **owner})]
    yield from pair("public-acl-grant", controlled, "acl.accessControlPolicy.grants", "grant", world)


def documents() -> Iterator[Case]:
    queue, topic = arn("sqs", "jobs"), arn("sns", "alerts")
    for name, kind, props, key, action, resource in [
        ("sqs", "sqs/queuePolicy", {"queueUrl": ref("jobs")}, "policy", "sqs:SendMessage", queue),
        ("sns", "sns/topicPolicy", {"arn": topic}, "policy", "sns:Publish", topic),
        (
            "secret",
            "secretsmanager/secretPolicy",
            {"secretArn": ref("secret")},
            "policy",
            "secretsmanager:GetSecretValue",
            "*",
        ),
        ("ecr", "ecr/repositoryPolicy", {"repository": ref("images")}, "policy", ["ecr:BatchGetImage"], GONE),
        ("kms", "kms/key", {"enableKeyRotation": True, "tags": TAGS}, "policy", ["kms:Decrypt", "kms:Encrypt"], "*"),
        ("efs", "efs/fileSystemPolicy", {"fileSystemId": ref("files")}, "policy", "elasticfilesystem:ClientMount", "*"),
        ("vault", "backup/vaultPolicy", {"backupVaultName": "shop"}, "policy", "backup:CopyIntoBackupVault", "*"),
        (
            "bus",
            "cloudwatch/eventBusPolicy",
            {"eventBusName": "shop"},
            "policy",
            "events:PutEvents",
            arn("events", "event-bus/shop"),
        ),
        ("glacier", "glacier/vault", {"name": "old", "tags": TAGS}, "accessPolicy", "glacier:InitiateJob", "*"),
        ("search", "opensearch/domainPolicy", {"domainName": "shop"}, "accessPolicies", "es:ESHttpGet", "*"),
        ("logs", "cloudwatch/logResourcePolicy", {"policyName": "dns"}, "policyDocument", "logs:PutLogEvents", "*"),
        ("registry", "ecr/registryPolicy", {}, "policy", "ecr:ReplicateImage", "*"),
        ("kinesis", "kinesis/resourcePolicy", {"resourceArn": ref("clicks")}, "policy", "kinesis:GetRecords", "*"),
        ("table", "dynamodb/resourcePolicy", {"resourceArn": ref("orders")}, "policy", "dynamodb:GetItem", "*"),
        (
            "rest",
            "apigateway/restApiPolicy",
            {"restApiId": ref("api")},
            "policy",
            "execute-api:Invoke",
            "execute-api:/*",
        ),
        (
            "artifact",
            "codeartifact/repositoryPermissionsPolicy",
            {"domain": "shop", "repository": "py"},
            "policyDocument",
            "codeartifact:ReadFromRepository",
            "*",
        ),
    ]:
        mine = res(kind, "guarded", **props, **{key: doc(allow(action, resource, ROLE))})  # type: ignore[arg-type, dict-item]
        words = "principal|policy|policies|policydocument"
        yield from pair(f"public-{name}-star", [mine], f"guarded.{key}", words, doc(allow(action, resource, "*")))
        if name in {"sqs", "sns", "kms", "ecr"}:
            aws = doc(allow(action, resource, {"AWS": ["*"]}))
            yield from pair(f"public-{name}-aws-star", [mine], f"guarded.{key}", words, aws)


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


def odd_but_sound() -> Iterator[Case]:
    distribution = {"StringEquals": {"AWS:SourceArn": f"arn:aws:cloudfront::{ACCOUNT}:distribution/E1A2B3C4D5E6F7"}}
    organisation = {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
    endpoint = {"StringEquals": {"aws:SourceVpce": "vpce-0123456789abcdef0"}}
    rule = {"ArnEquals": {"aws:SourceArn": f"arn:aws:sns:{REGION}:{ACCOUNT}:alerts"}}
    objects, queue, topic = "arn:aws:s3:::shop-orders/*", arn("sqs", "jobs"), arn("sns", "alerts")
    tls = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": ["arn:aws:s3:::shop-orders", objects],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    for name, statement in {
        "cdn": allow("s3:GetObject", objects, {"Service": "cloudfront.amazonaws.com"}, Condition=distribution),
        "organisation": allow("s3:GetObject", objects, "*", Condition=organisation),
        "endpoint": allow("s3:GetObject", objects, {"AWS": "*"}, Condition=endpoint),
        "logs": allow("s3:PutObject", objects, {"Service": "logging.s3.amazonaws.com"}, Condition=SOURCE),
        "partner": allow("s3:GetObject", objects, {"AWS": f"arn:aws:iam::{OTHER}:role/reader"}),
    }.items():
        yield sound(f"public-sound-bucket-{name}", *bucket(doc(tls, statement)))
    events = allow(
        "sqs:SendMessage",
        queue,
        {"Service": "events.amazonaws.com"},
        Condition={"ArnEquals": {"aws:SourceArn": arn("events", "rule/nightly")}},
    )
    yield sound("public-sound-queue-rule", res("sqs/queuePolicy", "p", queueUrl=ref("jobs"), policy=doc(events)))
    sns = allow("sqs:SendMessage", queue, "*", Condition=rule)
    yield sound("public-sound-queue-topic", res("sqs/queuePolicy", "p", queueUrl=ref("jobs"), policy=doc(sns)))
    owner = allow(
        ["sns:Publish", "sns:Subscribe"], topic, {"AWS": "*"}, Condition={"StringEquals": {"AWS:SourceOwner": ACCOUNT}}
    )
    yield sound("public-sound-topic-owner", res("sns/topicPolicy", "p", arn=topic, policy=doc(owner)))
    root = allow("kms:*", "*", {"AWS": f"arn:aws:iam::{ACCOUNT}:root"})
    via = allow(
        ["kms:Decrypt", "kms:GenerateDataKey*"],
        "*",
        {"AWS": "*"},
        Condition={"StringEquals": {"kms:CallerAccount": ACCOUNT, "kms:ViaService": f"sqs.{REGION}.amazonaws.com"}},
    )
    logs = allow(
        ["kms:Encrypt*", "kms:Decrypt*", "kms:GenerateDataKey*"],
        "*",
        {"Service": f"logs.{REGION}.amazonaws.com"},
        Condition={"ArnLike": {"kms:EncryptionContext:aws:logs:arn": f"arn:aws:logs:{REGION}:{ACCOUNT}:*"}},
    )
    yield sound(
        "public-sound-key", res("kms/key", "key", enableKeyRotation=True, policy=doc(root, via, logs), tags=TAGS)
    )
    yield sound(
        "public-sound-options",
        res(
            "apigateway/method",
            "options",
            restApi=ref("api"),
            resourceId=ref("path"),
            httpMethod="OPTIONS",
            authorization="NONE",
        ),
    )
    keyed: dict[str, Plain] = {"httpMethod": "GET", "authorization": "COGNITO_USER_POOLS", "authorizerId": ref("pool")}
    yield sound(
        "public-sound-cognito", res("apigateway/method", "get", restApi=ref("api"), resourceId=ref("path"), **keyed)
    )
    yield sound(
        "public-sound-connect",
        res("apigatewayv2/route", "reply", apiId=ref("socket"), routeKey="$connect", authorizationType="AWS_IAM"),
    )
    ecr = doc(
        allow(
            ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
            GONE,
            {"Service": "lambda.amazonaws.com"},
            Condition=SOURCE,
        )
    )
    yield sound("public-sound-ecr", res("ecr/repositoryPolicy", "p", repository=ref("images"), policy=ecr))
    dns = allow(
        ["logs:CreateLogStream", "logs:PutLogEvents"],
        f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:/aws/route53/*",
        {"Service": "route53.amazonaws.com"},
        Condition=SOURCE,
    )
    yield sound("public-sound-dns", res("cloudwatch/logResourcePolicy", "p", policyName="dns", policyDocument=doc(dns)))


def cases() -> Iterator[Case]:
    for part in (buckets, documents, databases, computers, interfaces, odd_but_sound):
        yield from part()
