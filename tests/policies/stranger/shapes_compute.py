"""Servers, containers, edges and buckets as people write them, all sound: what the mistakes are made from."""

from __future__ import annotations

from guardrails.evaluate import Subject
from guardrails.props import Plain

from tests.policies.stranger.build import ACCOUNT, GROUPS, KEY, REGION, SUBNETS, TAGS, VPC, Json, arn, doc, ref, res
from tests.policies.stranger.shapes import IMAGE

EDGE_CERTIFICATE = arn("acm", "certificate/4d2f1a77-9b3e-4c7e-9a0c-5f1c1f0f9f10", "certificate", "us-east-1")
CERTIFICATE = arn("acm", "certificate/4d2f1a77-9b3e-4c7e-9a0c-5f1c1f0f9f10", "certificate")
SERVER = [
    res(
        "ec2/instance",
        "server",
        ami="ami-0123456789abcdef0",
        instanceType="m7g.large",
        subnetId=SUBNETS[0],
        associatePublicIpAddress=False,
        vpcSecurityGroupIds=GROUPS,
        ebsOptimized=True,
        monitoring=True,
        iamInstanceProfile=ref("profile"),
        metadataOptions={"httpEndpoint": "enabled", "httpTokens": "required", "httpPutResponseHopLimit": 1.0},
        rootBlockDevice={"encrypted": True, "volumeType": "gp3", "volumeSize": 30.0},
        ebsBlockDevices=[{"deviceName": "/dev/sdf", "encrypted": True, "volumeSize": 100.0, "volumeType": "gp3"}],
        tags=TAGS,
    )
]
TEMPLATE = [
    res(
        "ec2/launchTemplate",
        "template",
        namePrefix="shop-",
        imageId="ami-0123456789abcdef0",
        instanceType="m7g.large",
        networkInterfaces=[{"associatePublicIpAddress": "false", "securityGroups": GROUPS}],
        metadataOptions={"httpEndpoint": "enabled", "httpTokens": "required", "httpPutResponseHopLimit": 1.0},
        monitoring={"enabled": True},
        blockDeviceMappings=[
            {"deviceName": "/dev/xvda", "ebs": {"encrypted": "true", "volumeType": "gp3", "volumeSize": 30.0}}
        ],
        tags=TAGS,
    )
]
KUBERNETES = [
    res(
        "eks/cluster",
        "kubernetes",
        name="shop",
        version="1.33",
        roleArn=arn("iam", "role/eks"),
        enabledClusterLogTypes=["api", "audit", "authenticator", "controllerManager", "scheduler"],
        encryptionConfig={"provider": {"keyArn": KEY}, "resources": ["secrets"]},
        vpcConfig={
            "subnetIds": SUBNETS,
            "securityGroupIds": GROUPS,
            "endpointPrivateAccess": True,
            "endpointPublicAccess": False,
        },
        tags=TAGS,
    )
]
CONTAINER: dict[str, Plain] = {
    "name": "shop",
    "image": IMAGE,
    "essential": True,
    "readonlyRootFilesystem": True,
    "user": "1000",
    "portMappings": [{"containerPort": 8080}],
    "environment": [{"name": "STAGE", "value": "prod"}],
    "secrets": [
        {"name": "DB_PASSWORD", "valueFrom": f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:shop/db-a1b2c3"}
    ],
    "logConfiguration": {
        "logDriver": "awslogs",
        "options": {"awslogs-group": "/shop", "awslogs-region": REGION, "awslogs-stream-prefix": "shop"},
    },
}


def task(**container: Plain) -> list[Subject]:
    """A task with one container, which ``container`` changes, and a shared file system."""
    point = {"accessPointId": ref("point", "fsap-0123456789abcdef0"), "iam": "ENABLED"}
    files = {"fileSystemId": ref("files"), "transitEncryption": "ENABLED", "authorizationConfig": point}
    return [
        res(
            "ecs/taskDefinition",
            "task",
            family="shop",
            networkMode="awsvpc",
            requiresCompatibilities=["FARGATE"],
            cpu="512",
            memory="1024",
            executionRoleArn=arn("iam", "role/shop-exec"),
            taskRoleArn=arn("iam", "role/shop-task"),
            volumes=[{"name": "files", "efsVolumeConfiguration": files}],
            containerDefinitions=Json([{**CONTAINER, **container}]),
            tags=TAGS,
        )
    ]


TASK = task()
FARGATE = [
    res("ecs/cluster", "cluster", name="shop", settings=[{"name": "containerInsights", "value": "enabled"}], tags=TAGS),
    res(
        "ecs/service",
        "service",
        name="shop",
        cluster=ref("cluster"),
        taskDefinition=ref("task"),
        launchType="FARGATE",
        platformVersion="LATEST",
        desiredCount=2.0,
        enableExecuteCommand=False,
        deploymentCircuitBreaker={"enable": True, "rollback": True},
        networkConfiguration={"subnets": SUBNETS, "securityGroups": GROUPS, "assignPublicIp": False},
        tags=TAGS,
    ),
]
REGISTRY = [
    res(
        "ecr/repository",
        "images",
        name="shop",
        imageTagMutability="IMMUTABLE",
        imageScanningConfiguration={"scanOnPush": True},
        encryptionConfigurations=[{"encryptionType": "KMS", "kmsKey": KEY}],
        tags=TAGS,
    ),
    res(
        "ecr/lifecyclePolicy",
        "images-life",
        repository=ref("images", "shop"),
        policy=Json(
            {
                "rules": [
                    {
                        "rulePriority": 1,
                        "selection": {"tagStatus": "untagged", "countType": "imageCountMoreThan", "countNumber": 10},
                        "action": {"type": "expire"},
                    }
                ]
            }
        ),
    ),
]
CDN = [
    res(
        "cloudfront/distribution",
        "cdn",
        enabled=True,
        aliases=["shop.example.com"],
        defaultRootObject="index.html",
        origins=[
            {
                "originId": "api",
                "domainName": "api.example.com",
                "customOriginConfig": {
                    "httpPort": 80.0,
                    "httpsPort": 443.0,
                    "originProtocolPolicy": "https-only",
                    "originSslProtocols": ["TLSv1.2"],
                },
            },
            {
                "originId": "site",
                "domainName": "shop-site.s3.eu-central-1.amazonaws.com",
                "originAccessControlId": ref("oac", "E1A2B3C4D5E6F7"),
            },
        ],
        defaultCacheBehavior={
            "targetOriginId": "site",
            "viewerProtocolPolicy": "redirect-to-https",
            "allowedMethods": ["GET", "HEAD"],
            "cachedMethods": ["GET", "HEAD"],
            "cachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
            "responseHeadersPolicyId": "67f7725c-6f97-4210-82d7-5512b31e9d03",
        },
        restrictions={"geoRestriction": {"restrictionType": "none"}},
        viewerCertificate={
            "acmCertificateArn": EDGE_CERTIFICATE,
            "sslSupportMethod": "sni-only",
            "minimumProtocolVersion": "TLSv1.2_2021",
        },
        webAclId=arn("wafv2", "global/webacl/shop/1f2e", "wall", "us-east-1"),
        loggingConfig={"bucket": "shop-logs.s3.amazonaws.com", "prefix": "cdn/", "includeCookies": False},
        tags=TAGS,
    )
]
REDIRECT = {"type": "redirect", "redirect": {"port": "443", "protocol": "HTTPS", "statusCode": "HTTP_301"}}
FORWARD = {"type": "forward", "targetGroupArn": arn("elasticloadbalancing", "targetgroup/shop/73e2d6bc24d8", "target")}
BALANCER = [
    res(
        "lb/loadBalancer",
        "front",
        name="shop",
        loadBalancerType="application",
        internal=False,
        subnets=[ref("public-a", "subnet-0bb"), ref("public-b", "subnet-0bc")],
        securityGroups=GROUPS,
        dropInvalidHeaderFields=True,
        desyncMitigationMode="defensive",
        enableDeletionProtection=True,
        accessLogs={"bucket": ref("logs", "shop-logs"), "prefix": "front", "enabled": True},
        tags=TAGS,
    ),
    res("lb/listener", "http", loadBalancerArn=ref("front"), port=80.0, protocol="HTTP", defaultActions=[REDIRECT]),
    res(
        "lb/listener",
        "https",
        loadBalancerArn=ref("front"),
        port=443.0,
        protocol="HTTPS",
        sslPolicy="ELBSecurityPolicy-TLS13-1-2-2021-06",
        certificateArn=CERTIFICATE,
        defaultActions=[FORWARD],
    ),
    res(
        "wafv2/webAclAssociation",
        "front-wall",
        resourceArn=ref("front"),
        webAclArn=arn("wafv2", "regional/webacl/shop/1f2e", "wall"),
    ),
]
CLASSIC = [
    res(
        "elb/loadBalancer",
        "classic",
        name="classic",
        internal=True,
        subnets=SUBNETS,
        securityGroups=GROUPS,
        crossZoneLoadBalancing=True,
        connectionDraining=True,
        desyncMitigationMode="defensive",
        listeners=[
            {
                "instancePort": 8443.0,
                "instanceProtocol": "https",
                "lbPort": 443.0,
                "lbProtocol": "https",
                "sslCertificateId": CERTIFICATE,
            }
        ],
        accessLogs={"bucket": "shop-logs", "enabled": True},
        tags=TAGS,
    )
]


def bucket(policy: Json | None = None, **more: Plain) -> list[Subject]:
    """A bucket with its companions, each a resource."""
    name = ref("store", "shop-orders")
    objects = ["arn:aws:s3:::shop-orders", "arn:aws:s3:::shop-orders/*"]
    plain = {"Bool": {"aws:SecureTransport": "false"}}
    deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": objects, "Condition": plain}
    closed = dict.fromkeys(["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"], True)
    kms = {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": KEY}
    return [
        res("s3/bucketV2", "store", bucket="shop-orders", tags=TAGS, **more),
        res("s3/bucketPublicAccessBlock", "store-closed", bucket=name, **closed),
        res("s3/bucketOwnershipControls", "store-owner", bucket=name, rule={"objectOwnership": "BucketOwnerEnforced"}),
        res("s3/bucketVersioningV2", "store-versions", bucket=name, versioningConfiguration={"status": "Enabled"}),
        res(
            "s3/bucketServerSideEncryptionConfigurationV2",
            "store-kms",
            bucket=name,
            rules=[{"applyServerSideEncryptionByDefault": kms, "bucketKeyEnabled": True}],
        ),
        res("s3/bucketLoggingV2", "store-log", bucket=name, targetBucket=ref("logs", "shop-logs"), targetPrefix="s3/"),
        res(
            "s3/bucketLifecycleConfigurationV2",
            "store-life",
            bucket=name,
            rules=[
                {
                    "id": "old",
                    "status": "Enabled",
                    "filter": {"prefix": ""},
                    "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7.0},
                    "noncurrentVersionExpiration": {"noncurrentDays": 90.0},
                }
            ],
        ),
        res("s3/bucketPolicy", "store-policy", bucket=name, policy=policy or doc(deny)),
    ]


def group(**more: Plain) -> Subject:
    """A security group in the inline style."""
    https = {"protocol": "tcp", "fromPort": 443.0, "toPort": 443.0}
    base: dict[str, Plain] = {
        "description": "the shop's servers",
        "vpcId": VPC,
        "ingress": [{**https, "cidrBlocks": ["10.0.0.0/16"], "description": "from the VPC"}],
        "egress": [{**https, "cidrBlocks": ["10.0.0.0/16"], "description": "to the endpoints"}],
        "tags": TAGS,
    }
    return res("ec2/securityGroup", "group", **{**base, **more})
