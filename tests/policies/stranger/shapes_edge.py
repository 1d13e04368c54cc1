"""Edges, load balancers, buckets and groups as people write them, all sound: what the mistakes are made from."""

from __future__ import annotations

from guardrails.evaluate import Subject
from guardrails.props import Plain

from tests.policies.stranger.build import GROUPS, KEY, SUBNETS, TAGS, VPC, Json, arn, doc, ref, res

EDGE_CERTIFICATE = arn("acm", "certificate/4d2f1a77-9b3e-4c7e-9a0c-5f1c1f0f9f10", "certificate", "us-east-1")
CERTIFICATE = arn("acm", "certificate/4d2f1a77-9b3e-4c7e-9a0c-5f1c1f0f9f10", "certificate")
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
